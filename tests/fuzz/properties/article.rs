//! Front matter, Markdown and facts as any author might type them. They give a valid article, or errors with positions.
//!
//! The input has the format of the test cases: a line `=== article.md`, the file, `=== facts.toml`, the file. Everything
//! after `=== report` is ignored.

use std::rc::Rc;

use sidelight_compiler::{Memory, read};
use sidelight_import::{Suggestions, suggest};
use sidelight_model::Article;
use sidelight_site::{render, render_box};

use super::markup::{check_inert, squeeze, words_in};
use super::report::{check_report, is_printable};

pub fn article(input: &[u8]) {
    let (input, _) = cut(input, b"=== report\n");
    let (article, facts) = cut(input, b"=== facts.toml\n");
    let article = article.strip_prefix(b"=== article.md\n").unwrap_or(article);
    let memory =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", facts);
    let (found, report) = read(&memory, "one");
    check_report(&report);
    assert_eq!(found.is_some(), report.errors() == 0);
    if let Some(found) = found {
        let html = render(&Rc::new(found.clone())).unwrap();
        // A page may contain tabs, although they have an effect in a terminal.
        assert!(is_printable(&html.replace('\t', " ")), "{html:?}");
        check_article(found);
    }
    let (suggestions, report) = suggest(&memory, "one");
    check_report(&report);
    if let Some(suggestions) = suggestions {
        check_suggestions(&suggestions);
    }
}

/// Checks that suggestions can be printed, and that each stub of a fact is TOML.
fn check_suggestions(suggestions: &Suggestions) {
    let shown = suggestions.to_string();
    assert!(is_printable(&shown), "{shown:?}");
    let coverage = &suggestions.coverage;
    assert!(coverage.covered <= coverage.all && coverage.percent <= 100);
    let sentences = suggestions.paragraphs.iter().flat_map(|p| &p.sentences);
    for stub in sentences.filter_map(|sentence| sentence.stub.as_ref()) {
        if let Err(error) = stub.parse::<toml::Table>() {
            panic!("{error}: {stub}");
        }
    }
}

/// Checks that an article is valid, that its package gives the same article, and that it renders without anything that
/// runs.
pub fn check_article(article: Article) {
    article.check().unwrap();
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json).as_ref(), Ok(&article), "{json}");
    let article = Rc::new(article);
    let page = check_inert(&render(&article).unwrap());
    assert_eq!(words_in(&page, "h1"), Some(squeeze(&article.headline)));
    for fact_box in &article.boxes {
        check_inert(&render_box(&article, &fact_box.id).unwrap());
    }
}

/// Returns the parts before and after a mark. Without the mark, returns the whole input and an empty part.
fn cut<'a>(input: &'a [u8], mark: &[u8]) -> (&'a [u8], &'a [u8]) {
    match input.windows(mark.len()).position(|part| part == mark) {
        Some(at) => (&input[..at], &input[at + mark.len()..]),
        None => (input, &[]),
    }
}
