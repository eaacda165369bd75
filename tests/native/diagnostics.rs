//! Diagnostics for programs: codes in the text, and one JSON object per line.

use std::fs;

use jsonschema::Validator;
use serde_json::Value;
use sidelight_compiler::schema::Document;
use sidelight_compiler::{Memory, Report, read};

use crate::authoring;
use crate::files::{ARTICLE, FACTS};

fn lines(report: &Report) -> Vec<Value> {
    report
        .to_json_lines()
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn validator() -> Validator {
    let schema = serde_json::from_str(&Document::Diagnostic.schema()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn one(article: &str, facts: &str) -> Report {
    let sources =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", facts);
    read(&sources, "one").1
}

#[test]
fn every_line_is_as_its_schema_says_and_tells_what_the_text_tells() {
    let validator = validator();
    let mut seen = 0;
    for (article, facts) in authoring::texts() {
        let report = one(article, facts);
        let text = report.render(false);
        let lines = lines(&report);
        assert_eq!(lines.len(), report.diagnostics.len());
        for (line, diagnostic) in lines.iter().zip(&report.diagnostics) {
            if let Err(error) = validator.validate(line) {
                panic!("{error}: {line}");
            }
            assert_eq!(line["code"], diagnostic.kind.code().to_string());
            assert_eq!(line["message"], diagnostic.message);
            let title = format!(
                "{}[{}]: {}",
                line["severity"].as_str().unwrap(),
                line["code"].as_str().unwrap(),
                diagnostic.message.lines().next().unwrap(),
            );
            assert!(text.contains(&title), "{title}\n{text}");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Returns the text between two positions, found only by counting lines and code points.
fn between(text: &str, range: &Value) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let at = |position: &Value| {
        let number = |key: &str| position[key].as_u64().unwrap() as usize;
        let before: usize = text
            .split_inclusive('\n')
            .take(number("line") - 1)
            .map(|line| line.chars().count())
            .sum();
        before + number("column") - 1
    };
    let (start, end) = (at(&range["start"]), at(&range["end"]));
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn lines_columns_and_bytes_lead_to_the_same_text() {
    let article = ARTICLE.replace(
        "as-of = 2012-06-13",
        "note = \"Жаңаөзен 🙂\"\nas-of = 2012-06-31",
    );
    let facts = FACTS.replace("statement", "#Ж\nstatement").replace(
        "were killed in «Жаңаөзен»\"]",
        "were killed in «Жаңаөзен»\", \"nothing 🙂 such\"]",
    );
    for mark in ["", "\u{feff}"] {
        let (article, facts) = (format!("{mark}{article}"), format!("{mark}{facts}"));
        let report = one(&article, &facts);
        let mut found: Vec<String> = Vec::new();
        for line in lines(&report) {
            let text = if line["file"] == "one/article.md" {
                &article
            } else {
                &facts
            };
            let range = &line["range"];
            let byte = |end: &str| range[end]["byte"].as_u64().unwrap() as usize;
            let by_bytes = &text[byte("start")..byte("end")];
            assert_eq!(between(text, range), by_bytes, "{line}");
            found.push(by_bytes.to_owned());
        }
        assert_eq!(found, ["2012-06-31", "\"nothing 🙂 such\""]);
    }
}

#[test]
fn related_places_are_told_too() {
    let twice = format!("{FACTS}{FACTS}");
    let report = one(ARTICLE, &twice);
    let line = &lines(&report)[0];
    let related = &line["related"][0];
    assert_eq!(related["label"], "first used here");
    assert_eq!(between(&twice, &related["range"]), "\"casualties\"");
    assert_eq!(related["range"]["start"]["line"], 2);
}

#[test]
fn a_file_that_is_not_there_has_a_place_too() {
    let report = read(&Memory::default().with("one", "facts.toml", ""), "one").1;
    let line = &lines(&report)[0];
    assert_eq!(line["code"], "SL003");
    assert_eq!(line["range"]["start"]["line"], 1);
    assert_eq!(line["range"]["start"]["column"], 1);
    validator().validate(line).unwrap();
}

#[test]
fn the_documentation_names_the_codes_that_cases_have() {
    let table = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/diagnostics.md"
    ))
    .unwrap();
    for (article, facts) in authoring::texts() {
        for diagnostic in one(article, facts).diagnostics {
            let row = format!("\n| {} | ", diagnostic.kind.code());
            assert!(table.contains(&row), "{row}");
        }
    }
}
