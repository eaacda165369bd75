//! Files as anybody might import them, in each format. They give an article whose only errors are its blanks, or an
//! error.

use sidelight_compiler::{Kind, Memory, read};
use sidelight_import::{Field, Imported, import, is_slug};
use toml::{Table, Value};

use super::report::{check_diagnostic, check_report, is_printable};

/// The keys of front matter that an import always writes. [`SOMETIMES`] has the optional ones.
const ALWAYS: [&str; 6] = [
    "as-of",
    "byline",
    "headline",
    "language",
    "published",
    "standfirst",
];
const SOMETIMES: [&str; 4] = ["note", "related", "topics", "updated"];

pub fn html(input: &[u8]) {
    imported("a.html", input);
}

pub fn markdown(input: &[u8]) {
    imported("a.md", input);
}

pub fn text(input: &[u8]) {
    imported("a.txt", input);
}

fn imported(name: &str, input: &[u8]) {
    match import(name, input) {
        Ok(imported) => check(&imported),
        Err(error) => {
            check_diagnostic(&error);
            assert_eq!(&*error.file, name);
            assert!(is_printable(&error.message), "{error:?}");
        }
    }
}

fn check(imported: &Imported) {
    let article = &imported.article;
    assert!(is_slug(&imported.slug), "{}", imported.slug);
    assert!(is_printable(article), "{article:?}");
    for taken in &imported.taken {
        assert!(is_printable(&taken.text), "{taken:?}");
        assert!(!taken.text.contains('\n'), "{taken:?}");
    }
    check_keys(article);
    let memory = Memory::default()
        .with("one", "article.md", article.clone())
        .with("one", "facts.toml", imported.facts.clone());
    let (_, report) = read(&memory, "one");
    check_report(&report);
    let blanks = imported
        .taken
        .iter()
        .filter(|taken| taken.field == Field::Blank)
        .count();
    // A source may be nothing but a headline.
    let is_empty = usize::from(imported.paragraphs == 0);
    // If a text is longer than an article may be, the author must shorten it.
    let errors = report.diagnostics.iter();
    let errors = errors.filter(|error| error.kind != Kind::TooLong).count();
    assert!(errors <= blanks + is_empty, "{article}");
}

/// Checks that the front matter has exactly the importer's keys, so that a source can't add any.
fn check_keys(article: &str) {
    let rest = article.strip_prefix("+++\n").unwrap();
    let (head, _) = rest.split_once("\n+++\n").unwrap();
    let head: Table = match head.parse() {
        Ok(head) => head,
        Err(error) => panic!("{error}: {article}"),
    };
    for key in ALWAYS {
        assert!(head.contains_key(key), "no {key}: {article}");
    }
    for key in head.keys() {
        let is_known = ALWAYS.contains(&&**key) || SOMETIMES.contains(&&**key);
        assert!(is_known, "{key}: {article}");
    }
    for byline in head["byline"].as_array().unwrap() {
        let keys: Vec<&String> = byline.as_table().unwrap().keys().collect();
        let is_known = |key: &&String| ["name", "biography"].contains(&key.as_str());
        assert!(keys.iter().all(is_known), "{article}");
    }
    let is_word = |value: &Value| matches!(value, Value::String(_) | Value::Datetime(_));
    let is_list = |key: &str| ["byline", "topics", "related"].contains(&key);
    for (key, value) in head.iter().filter(|(key, _)| !is_list(key)) {
        assert!(is_word(value), "{key}: {article}");
    }
}
