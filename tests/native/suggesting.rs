//! Suggestions: information in an article's text that its facts lack.

use sidelight_compiler::{Memory, read};
use sidelight_import::{Suggestions, import, suggest};

use crate::files::{ARTICLE, FACTS};

fn of(article: &str, facts: &str) -> Suggestions {
    let memory =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", facts);
    let (found, report) = suggest(&memory, "one");
    found.unwrap_or_else(|| panic!("{}", report.render(false)))
}

const MORE: &str = "

On 4 March 1999 the mayor, Ada Moss, counted 14 boats. “Nobody has ever seen so many,” she said. Her clerk counted \
more than 20 and wrote \"fine\".

She said so. She said so again to 3 reporters.
";

#[test]
fn what_no_fact_covers_is_shown_with_a_fact_to_paste() {
    let article = format!("{ARTICLE}{MORE}");
    let found = of(&article, FACTS);
    let uncovered: Vec<(&str, &str)> = found
        .paragraphs
        .iter()
        .flat_map(|paragraph| &paragraph.sentences)
        .flat_map(|sentence| &sentence.uncovered)
        .map(|uncovered| (uncovered.sort, uncovered.text.as_str()))
        .collect();
    for expected in [
        ("date", "4 March 1999"),
        ("name", "Ada Moss"),
        ("number", "14"),
        ("quotation", "Nobody has ever seen so many,"),
        ("number", "more than 20"),
        ("number", "3"),
    ] {
        assert!(
            uncovered.contains(&expected),
            "{expected:?} in {uncovered:?}"
        );
    }
    assert!(
        !uncovered
            .iter()
            .any(|(_, text)| ["Fourteen", "She", "Her", "Nobody"].contains(text)),
        "{uncovered:?}"
    );
    assert_eq!(found.coverage.covered + uncovered.len(), found.coverage.all);
    let json: serde_json::Value = serde_json::from_str(&found.to_json()).unwrap();
    assert_eq!(json["coverage"]["all"], found.coverage.all);
    assert!(
        found
            .to_string()
            .contains("    quantity = { more-than = 20, unit = \"\" }\n"),
        "{found}"
    );
}

#[test]
fn the_facts_to_paste_quote_just_one_place() {
    let article = format!(
        "{ARTICLE}{MORE}\n\nTwice 5 men came. Then it was quiet.\n\nTwice 5 men came. Then it rained.\n"
    );
    let found = of(&article, FACTS);
    let stubs: Vec<&String> = found
        .paragraphs
        .iter()
        .flat_map(|paragraph| &paragraph.sentences)
        .filter_map(|sentence| sentence.stub.as_ref())
        .collect();
    assert!(stubs.len() >= 5, "{found}");
    let boxes: String = stubs
        .iter()
        .enumerate()
        .map(|(number, stub)| {
            stub.replace("id = \"\"", &format!("id = \"f{number}\""))
                .replace("aspect = \"\"", "aspect = \"context\"")
                .replace("statement = \"\"", "statement = \"So.\"")
                .replace("by = \"\"", "by = \"She\"")
                .replace("unit = \"\"", "unit = \"things\"")
        })
        .collect();
    let memory = Memory::default().with("one", "article.md", article).with(
        "one",
        "facts.toml",
        format!("{FACTS}\n{boxes}"),
    );
    let (compiled, report) = read(&memory, "one");
    assert!(compiled.is_some(), "{}", report.render(false));
}

#[test]
fn an_article_just_brought_in_is_covered_by_nothing() {
    let text = "A headline\n\nOn 4 March 1999 Ada Moss counted 14 boats.\n\nIt was a cold and quiet day by the sea.\n";
    let imported = import("a.txt", text.as_bytes()).unwrap();
    let found = of(&imported.article, &imported.facts);
    assert_eq!(
        (
            found.coverage.percent,
            found.coverage.covered,
            found.coverage.all
        ),
        (0, 0, 3)
    );
    // Even if errors make the facts unreadable, the text can be read.
    assert_eq!(of(&imported.article, "[[box").coverage.all, 3);
}

#[test]
fn control_characters_of_an_article_with_errors_are_shown_and_not_obeyed() {
    let article = ARTICLE.replace(
        "Fourteen",
        "&ldquo;Ring &#27;[31m the bell&rdquo;, said one of 14",
    );
    let shown = of(&article, "").to_string();
    assert!(shown.contains("U+001B"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn without_text_there_is_nothing_to_suggest_from() {
    let (found, report) = suggest(&Memory::default(), "one");
    assert!(found.is_none());
    assert_eq!(report.errors(), 1);
}

#[test]
fn facts_that_lean_on_little_are_named() {
    let unattributed = FACTS.replace("by = \"The report\"\n", "");
    for (facts, verb, expected) in [
        (FACTS, "she said", &[][..]),
        (&unattributed, "she said", &["killed"]),
        (&unattributed, "she saw", &[]),
    ] {
        let with = |text: &str| text.replace("in «Жаңаөзен»", &format!("in «Жаңаөзен», {verb}"));
        let found = of(&with(ARTICLE), &with(facts));
        assert_eq!(found.unattributed, expected, "{verb}");
    }
    let short = FACTS.replace("Fourteen demonstrators were killed in", "killed in");
    let twice = format!(
        "{short}\n{}",
        short[short.find("[[box.fact]]").unwrap()..].replace("\"killed\"", "\"other\"")
    );
    let found = of(ARTICLE, &twice);
    assert_eq!(found.shared.len(), 1, "{found}");
    assert_eq!(found.shared[0].facts, ["killed", "other"]);
    let short: Vec<&str> = found
        .cut_short
        .iter()
        .map(|cut| cut.text.as_str())
        .collect();
    assert_eq!(short, ["Fourteen"]);
}
