//! The hostile cases from `tests/fixtures/hostile/`, as far as they can be checked without a browser.
//!
//! *Invariant:* a case is either refused with exactly the diagnostics that it names, or accepted. The pages of an
//! accepted case contain only what pages of good articles contain too.

mod accepted;
mod imported;
mod output;
mod packages;
mod page;

use std::collections::BTreeSet;
use std::{env, fs};

use sidelight::embed::options::Options;
use sidelight_compiler::{Memory, Report, Severity, SiteInfo, read};

use crate::hostile_cases::{Expects, Hostile, group, groups};

/// Groups whose cases are an article's folder.
const ARTICLES: [&str; 3] = ["article", "facts", "picture"];

/// Returns all accepted cases of these groups.
fn accepted(groups: &[&str]) -> Vec<Hostile> {
    groups
        .iter()
        .flat_map(|name| group(name))
        .filter(Hostile::is_accepted)
        .collect()
}

/// Returns a problem of a case's report, or `None`.
fn wrong_report(case: &Hostile, report: &Report) -> Option<String> {
    let codes: Vec<String> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| diagnostic.kind.code().to_string())
        .collect();
    let found = report.render(false);
    let wrong = |what: &str| Some(format!("{}: {what}\n{found}", case.path.display()));
    if found.chars().any(|c| c.is_control() && c != '\n') {
        return wrong("a terminal would obey a control character of its report");
    }
    match &case.expects {
        Expects::Refused(expected) if *expected != codes => {
            wrong(&format!("expected {expected:?}, found {codes:?}"))
        }
        Expects::Refused(_) => wrong_text(case, &found),
        _ if codes.is_empty() => None,
        _ => wrong("refused"),
    }
}

/// Compares the text of a refusal with the case. Returns the difference, or `None`. With `SNAPSHOTS=overwrite`, the text
/// is written into the case instead.
fn wrong_text(case: &Hostile, found: &str) -> Option<String> {
    let expected = String::from_utf8(case.section("report").unwrap_or_default().to_vec()).unwrap();
    if expected.trim() == found.trim() {
        return None;
    }
    if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
        let text = fs::read_to_string(&case.path).unwrap();
        let input = text.split("\n=== report").next().unwrap().trim_end();
        fs::write(
            &case.path,
            format!("{input}\n=== report\n{}\n", found.trim()),
        )
        .unwrap();
        return None;
    }
    Some(format!(
        "{}\n--- expected ---\n{expected}\n--- found ---\n{found}",
        case.path.display()
    ))
}

#[track_caller]
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn there_are_many_cases_of_each_group() {
    let groups = groups();
    let known = [
        "article",
        "facts",
        "fragment",
        "frame-message",
        "host-message",
        "import",
        "output",
        "package",
        "picture",
        "query",
        "site",
    ];
    assert_eq!(groups, known);
    let slugs: Vec<String> = groups
        .iter()
        .flat_map(|name| group(name))
        .map(|case| case.slug)
        .collect();
    let different: BTreeSet<&String> = slugs.iter().collect();
    assert_eq!(different.len(), slugs.len());
    assert!(slugs.len() >= 120, "{}", slugs.len());
}

#[test]
fn every_article_is_accepted_or_refused_as_it_says() {
    let mut wrong = Vec::new();
    for case in ARTICLES.iter().flat_map(|name| group(name)) {
        let (article, report) = read(&case.put_into(Memory::default()), &case.slug);
        assert_eq!(article.is_some(), report.errors() == 0, "{}", case.slug);
        wrong.extend(wrong_report(&case, &report));
    }
    none(wrong);
}

#[test]
fn every_site_file_is_accepted_or_refused_as_it_says() {
    let mut wrong = Vec::new();
    for case in group("site") {
        let sources = case
            .files()
            .fold(Memory::default(), |sources, (name, content)| {
                sources.with("", name, content)
            });
        let (_, report) = SiteInfo::read(&sources);
        wrong.extend(wrong_report(&case, &report));
    }
    none(wrong);
}

#[test]
fn queries_ask_for_nothing_but_what_options_can_be() {
    for case in group("query") {
        for line in case.lines("queries") {
            let query: Vec<(String, String)> = url::form_urlencoded::parse(line.as_bytes())
                .into_owned()
                .collect();
            let (options, _) = Options::read(&query);
            let is_colour = |text: &String| {
                let digits = text.strip_prefix('#').unwrap_or_default();
                [3, 6].contains(&digits.len())
                    && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            };
            let is_language = |text: &String| {
                text.len() <= 35 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            };
            assert!(options.accent.as_ref().is_none_or(is_colour), "{line}");
            assert!(options.ui.as_ref().is_none_or(is_language), "{line}");
        }
    }
}
