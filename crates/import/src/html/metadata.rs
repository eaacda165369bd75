//! Reads a page's metadata: JSON-LD (schema.org's `Article` and its subtypes), Open Graph, the older `<meta>` names,
//! and elements that name the author or the date.

use std::collections::HashSet;

use dom_query::Document;
use serde_json::Value;

use crate::piece::{Field, StatedField, squeeze};

/// Properties of `<meta>` and the fields they fill, most trusted first.
const META: [(&str, Field); 14] = [
    ("og:title", Field::Headline),
    ("description", Field::Standfirst),
    ("og:description", Field::Standfirst),
    ("author", Field::Byline),
    ("article:author", Field::Byline),
    ("article:published_time", Field::Published),
    ("date", Field::Published),
    ("dc.date", Field::Published),
    ("pubdate", Field::Published),
    ("article:modified_time", Field::Updated),
    ("article:tag", Field::Topics),
    ("keywords", Field::Topics),
    ("news_keywords", Field::Topics),
    ("content-language", Field::Language),
];

/// Separators between the article's name and the site's name in a page's title.
const TITLE_MARKS: [&str; 6] = [" | ", " — ", " – ", " - ", " » ", " :: "];

/// Maximum number of elements that are read as an author's name. Such elements may be nested, and each contains the
/// text of all elements inside it.
const MAX_AUTHORS: usize = 32;

/// Longest text of such an element that is read as a name, in bytes.
const MAX_NAME: usize = 1_000;

/// Returns all metadata of a page, most trusted first.
pub(super) fn read(page: &Document) -> Vec<StatedField> {
    let mut stated = StatedFields::default();
    for script in page.select("script[type='application/ld+json']").iter() {
        if let Ok(json) = serde_json::from_str::<Value>(&script.text()) {
            read_json_ld(&json, &mut stated);
        }
    }
    for (name, field) in META {
        for meta in page.select("meta").iter() {
            let is_it = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .any(|attribute| {
                    meta.attr(attribute)
                        .is_some_and(|value| value.eq_ignore_ascii_case(name))
                });
            let content = meta
                .attr("content")
                .map(|content| squeeze(&content))
                .unwrap_or_default();
            // A web address isn't a name.
            let is_address = content.starts_with("http");
            if is_it && !is_address {
                stated.add(field, &content, "metadata");
            }
        }
    }
    let authors = page.select("[rel~='author'], [itemprop='author']");
    for author in authors.iter().take(MAX_AUTHORS) {
        let name = author.text();
        if name.len() <= MAX_NAME {
            stated.add(Field::Byline, &name, "rel=author");
        }
    }
    // The visible text of a date may have any form; the attribute follows a standard.
    for time in page.select("time[datetime]").iter().take(1) {
        let date = time
            .attr("datetime")
            .map(|date| date.to_string())
            .unwrap_or_default();
        stated.add(Field::Published, &date, "<time>");
    }
    if let Some(language) = page.select("html[lang]").attr("lang") {
        stated.add(Field::Language, &language, "metadata");
    }
    let title = squeeze(&page.select("title").first().text());
    let end = TITLE_MARKS
        .iter()
        .filter_map(|mark| title.rfind(mark))
        .max();
    stated.add(
        Field::Headline,
        &title[..end.unwrap_or(title.len())],
        "<title>",
    );
    stated.fields
}

/// Metadata entries without duplicates.
#[derive(Default)]
struct StatedFields {
    fields: Vec<StatedField>,
    known: HashSet<(Field, String)>,
}

impl StatedFields {
    fn add(&mut self, field: Field, text: &str, by: &'static str) {
        if let Some(stated) = StatedField::new(field, text, 0, by)
            && self.known.insert((field, stated.text.clone()))
        {
            self.fields.push(stated);
        }
    }
}

/// Reads the articles in JSON-LD, including those in a `@graph` or an array.
fn read_json_ld(json: &Value, stated: &mut StatedFields) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| read_json_ld(item, stated)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                read_json_ld(graph, stated);
            }
            let kinds = texts(object.get("@type"));
            if !kinds
                .iter()
                .any(|kind| kind.ends_with("Article") || kind == "BlogPosting" || kind == "Report")
            {
                return;
            }
            for (key, field) in [
                ("headline", Field::Headline),
                ("description", Field::Standfirst),
                ("author", Field::Byline),
                ("datePublished", Field::Published),
                ("dateModified", Field::Updated),
                ("inLanguage", Field::Language),
                ("keywords", Field::Topics),
            ] {
                for text in texts(object.get(key)) {
                    stated.add(field, &text, "JSON-LD");
                }
            }
        }
        _ => {}
    }
}

/// Returns the texts of a JSON value: the string itself, the items of an array, or the `name` of an object.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| match item {
                Value::String(text) => Some(text.clone()),
                item => item.get("name")?.as_str().map(str::to_owned),
            })
            .collect(),
        Some(item) => item
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .into_iter()
            .collect(),
        None => Vec::new(),
    }
}
