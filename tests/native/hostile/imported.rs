//! Articles imported from hostile pages and texts.

use std::rc::Rc;

use sidelight_compiler::{Memory, Report, read};
use sidelight_import::{Imported, import};
use sidelight_site::render;

use super::page::{alarms, squeezed, words};
use super::{none, wrong_report};
use crate::hostile_cases::group;

/// The keys that an import may write. An author adds all others.
const KEYS: [&str; 10] = [
    "as-of",
    "byline",
    "headline",
    "language",
    "note",
    "published",
    "related",
    "standfirst",
    "topics",
    "updated",
];

#[test]
fn every_source_is_brought_in_as_text_or_refused() {
    let mut wrong = Vec::new();
    for case in group("import") {
        let (name, bytes) = case.files().next().unwrap();
        match import(name, bytes) {
            Ok(imported) => {
                wrong.extend(wrong_report(&case, &Report::default()));
                wrong.extend(
                    wrong_article(&imported, &case.lines("shown"))
                        .map(|what| format!("{}: {what}\n{}", case.slug, imported.article)),
                );
            }
            Err(error) => wrong.extend(wrong_report(&case, &Report::from(error))),
        }
    }
    none(wrong);
}

/// Returns a problem of an imported article, or `None`.
fn wrong_article(imported: &Imported, shown: &[&str]) -> Option<String> {
    let parts = imported.article.strip_prefix("+++\n");
    let Some((head, body)) = parts.and_then(|parts| parts.split_once("\n+++\n")) else {
        return Some("it has no front matter".to_owned());
    };
    let table: toml::Table = match head.parse() {
        Ok(table) => table,
        Err(error) => return Some(format!("its front matter isn't TOML: {error}")),
    };
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Some(format!("its front matter has the key `{key}`"));
    }
    if let Some(c) = imported
        .article
        .chars()
        .find(|c| c.is_control() && *c != '\n')
    {
        return Some(format!("it holds the control character {c:?}"));
    }
    let injected = ["Injected", "+++", "::box"];
    if let Some(line) = body
        .lines()
        .find(|line| injected.iter().any(|begin| line.starts_with(begin)))
    {
        return Some(format!("a line of its text is `{line}`"));
    }
    let memory = Memory::default()
        .with("one", "article.md", filled(&imported.article))
        .with("one", "facts.toml", imported.facts.clone());
    let (article, report) = read(&memory, "one");
    let Some(article) = article else {
        return Some(report.render(false));
    };
    let html = render(&Rc::new(article)).unwrap();
    let alarms = alarms("page", &html);
    if !alarms.is_empty() {
        return Some(alarms.join("\n"));
    }
    let found = words(&html);
    shown
        .iter()
        .find(|line| !found.contains(&squeezed(line)))
        .map(|line| format!("`{line}` isn't in {found}"))
}

/// Returns the article with values for the fields that an author must fill in.
fn filled(article: &str) -> String {
    article
        .replace("headline = \"\"", "headline = \"-\"")
        .replace("::table[]{", "::table[a]{")
        .replace("standfirst = \"\"", "standfirst = \"-\"")
        .replace("language = \"\"", "language = \"en\"")
        .replace("published = \"\"", "published = 2012-06-13")
        .replace("as-of = \"\"", "as-of = 2012-06-13")
        .replace("name = \"\"", "name = \"-\"")
}
