//! Sources that try to write fields that no author wrote. Whatever their attributes and fields contain, an import has
//! only the importer's own keys.

use proptest::prelude::*;
use sidelight_compiler::{Memory, read};
use sidelight_import::{Imported, import};
use toml::{Table, Value};

/// The keys that the importer writes.
const KEYS: [&str; 10] = [
    "headline",
    "standfirst",
    "language",
    "published",
    "updated",
    "as-of",
    "note",
    "byline",
    "topics",
    "related",
];

/// Everything that some program treats as the end of a line.
const LINE_ENDS: [&str; 8] = [
    "\r\n", "\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
];

/// Splits a text into lines at all [`LINE_ENDS`].
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| LINE_ENDS.iter().any(|end| end.contains(c)))
}

/// Checks that an imported article contains only what the importer writes.
#[track_caller]
fn check(imported: &Imported) {
    let article = &imported.article;
    let fences = lines(article).filter(|line| line.trim() == "+++").count();
    assert_eq!(fences, 2, "{article}");
    let (head, _) = article
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .unwrap_or_else(|| panic!("{article}"));
    let table: Table = toml::from_str(head).unwrap_or_else(|error| panic!("{error}\n{article}"));
    for key in table.keys() {
        assert!(KEYS.contains(&key.as_str()), "{key}\n{article}");
    }
    for byline in table["byline"].as_array().unwrap() {
        let keys: Vec<&String> = byline.as_table().unwrap().keys().collect();
        let is_known = |key: &&String| ["name", "biography"].contains(&key.as_str());
        assert!(keys.iter().all(is_known), "{article}");
    }
    for value in table.values() {
        let text = match value {
            Value::String(text) => text,
            Value::Datetime(_) | Value::Array(_) => continue,
            other => panic!("{other:?}\n{article}"),
        };
        assert_eq!(lines(text).count(), 1, "{text:?}\n{article}");
        assert!(!text.contains(char::is_control), "{text:?}\n{article}");
    }
    // Fills in the fields that the author still has to write.
    let mut whole = format!("{article}\n\nText.\n");
    for (key, value) in [
        ("headline", "\"A\""),
        ("standfirst", "\"A\""),
        ("language", "\"en\""),
        ("published", "2012-06-13"),
        ("as-of", "2012-06-13"),
        ("name", "\"A\""),
    ] {
        whole = whole.replacen(&format!("\n{key} = \"\""), &format!("\n{key} = {value}"), 1);
    }
    let whole = whole.replace("::table[]{", "::table[A]{");
    let memory = Memory::default().with("one", "article.md", whole).with(
        "one",
        "facts.toml",
        imported.facts.clone(),
    );
    let (read, report) = read(&memory, "one");
    let read = read.unwrap_or_else(|| panic!("{}\n{article}", report.render(false)));
    assert!(read.corrections.is_empty() && read.sources.is_empty() && read.aliases.is_empty());
}

/// Returns a text as an attribute value, with character references for quotation marks.
fn attribute(text: &str) -> String {
    text.replace('"', "&quot;")
}

/// Returns a page with this text in every attribute and field that the importer reads.
fn page(text: &str) -> String {
    let value = attribute(text);
    let words = text.replace('<', "&lt;");
    let json = serde_json::json!({
        "@type": "NewsArticle", "headline": text, "description": text, "datePublished": text, "dateModified": text,
        "inLanguage": text, "keywords": [text], "author": [{ "name": text }],
    });
    let json = json.to_string().replace('<', "\\u003c");
    let metas: String = [
        "og:title",
        "description",
        "og:description",
        "author",
        "article:published_time",
        "date",
        "dc.date",
        "article:modified_time",
        "article:tag",
        "keywords",
        "content-language",
    ]
    .iter()
    .map(|name| format!("<meta name=\"{name}\" content=\"{value}\">\n"))
    .collect();
    format!(
        "<!DOCTYPE html><html lang=\"{value}\"><head><title>{words}</title>\n{metas}\
         <script type=\"application/ld+json\">{json}</script><link rel=canonical href=\"https://a.example/{value}\"></head>\n\
         <body><article><h1>{words}</h1><p class=standfirst>{words}</p><p class=byline>{words}</p>\n\
         <time datetime=\"{value}\">{words}</time><a rel=author href=\"{value}\">{words}</a>\n\
         <p>{words} <a href=\"{value}\" title=\"{value}\">{words}</a> <em>{words}</em></p>\n\
         <figure><img src=\"{value}\" alt=\"{value}\"><figcaption>{words}</figcaption></figure>\n\
         <h2>{words}</h2><ul><li>{words}</li></ul><blockquote>{words}</blockquote><pre>{words}</pre>\n\
         <figure><table><tr><td><th>{words}<tr><td>{words}<td><b>{words}</b></table><figcaption>{words}</figcaption></figure>\n\
         <table><caption>{words}</caption><tr><th>a<th>b<tr><td>a{words}<td><a href=\"https://a.example/{value}\">{words}</a></table>\n\
         <p class=author-bio>{words}</p><p class=tags>{words}</p></article></body></html>\n"
    )
}

/// Returns Markdown with this text in every field of its front matter and every part of its text.
fn markdown(text: &str) -> String {
    format!(
        "---\ntitle: {text}\nsubtitle: {text}\nauthor: {text}\ndate: {text}\nlastmod: {text}\ntags: [{text}, b]\n\
         lang: {text}\nother: {text}\n---\n\n# {text}\n\n{text} [a]({text}) ![{text}](a.png \"{text}\")\n\n- {text}\n\n> {text}\n\n\
         | | a{text} |\n|---|---|\n| a{text} | {text} |\n"
    )
}

/// Returns a message with this text in every field of its header.
fn message(text: &str) -> String {
    format!(
        "Subject: {text}\nFrom: {text}\nDate: {text}\nKeywords: {text}\nTo: {text}\n\n{text}\n\nBy {text}\n\n{text}\n"
    )
}

#[track_caller]
fn check_all(text: &str) {
    for (name, source) in [
        ("a.html", page(text)),
        ("a.md", markdown(text)),
        ("a.txt", message(text)),
        ("b.txt", text.to_owned()),
    ] {
        if let Ok(imported) = import(name, source.as_bytes()) {
            check(&imported);
        }
    }
}

#[test]
fn an_attribute_writes_no_correction() {
    for end in [
        "\n",
        "&#10;",
        "&#13;",
        "&#13;&#10;",
        "&NewLine;",
        "&#11;",
        "&#12;",
        "&#x85;",
        "&#133;",
        "&#x2028;",
        "&#x2029;",
        "\u{2028}",
        "\u{2029}",
        "\u{85}",
        "\u{b}",
        "\u{c}",
        "\r",
        "\r\n",
    ] {
        for lines in [
            [
                "soon",
                "[[correction]]",
                "date = 2012-06-14",
                "was = \"a\"",
                "now = \"b\"",
                "#",
            ],
            ["soon", "[[source]]", "id = \"x\"", "title = \"y\"", "", "#"],
            ["soon", "+++", "", "Injected.", "", "#"],
        ] {
            check_all(&lines.join(end));
        }
    }
}

/// Generates texts with everything that has a meaning in TOML, Markdown or HTML, or ends a line.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "soon",
        "By Ann Lee",
        "13 June 2012",
        "2012-06-13",
        "\n",
        "\r",
        "\r\n",
        "\u{b}",
        "\u{c}",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "&#10;",
        "&#13;",
        "&#11;",
        "&#12;",
        "&#x85;",
        "&#x2028;",
        "&#x2029;",
        "&#1;",
        "&#27;",
        "&#127;",
        "&#xfeff;",
        "\u{feff}",
        "&#x202e;",
        "\u{202e}",
        "\u{2067}",
        "[[correction]]",
        "[[source]]",
        "[[byline]]",
        "+++",
        "---",
        "date = 2012-06-14",
        "was = \"a\"",
        "now = \"b\"",
        "id = \"x\"",
        "headline = \"z\"",
        "#",
        "\"",
        "\\",
        "'",
        "\"\"\"",
        "'''",
        "\\n",
        "\\u000a",
        " ",
        "\t",
        "Photo: A",
        "Tags: b",
        "::box{#a}",
        "<p>",
        "<!--",
        "-->",
        "]]",
        "{",
        "is an editor.",
        "Updated 14 June 2012",
        "06/07/2012",
        ": ",
        "en",
        "https://b.example/",
        "|",
        ">",
        "- ",
        "`",
    ]);
    prop::collection::vec(part, 1..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn nothing_writes_what_no_author_wrote(text in hostile()) {
        check_all(&text);
    }
}

/// The searches in a page stop at a limit (`html::seek`), and no part is lost because of it.
#[test]
fn a_page_with_many_parts_loses_none() {
    let many = |part: &dyn Fn(usize) -> String| -> String { (0..400).map(part).collect() };
    let page = format!(
        "<html><head><title>Many</title>{}{}</head><body><nav>{}</nav><article><h1>Many</h1>{}{}{}<p>{}</p></article></body></html>",
        many(&|number| format!("<meta name=keywords content=\"topic {number}\">\n")),
        many(&|number| format!("<meta name=description content=\"Description {number} …\">\n")),
        many(&|number| format!("<b>menu &eacute;{number}</b><hr>")),
        many(&|number| format!(
            "<p>Paragraph {number} says something in a sentence or two, as all others do.</p>\n"
        )),
        many(&|number| format!("<img src=\"{number}.jpg\" alt=\"Picture {number}\">\n")),
        many(&|number| format!(
            "<p class=byline>By Ann Writer and Bo {}</p>\n",
            "x".repeat(number % 100 + 1)
        )),
        "(see also ".repeat(400),
    );
    let imported = import("a.html", page.as_bytes()).unwrap();
    check(&imported);
    for part in ["topic 399", "Paragraph 399 says", "399.jpg Picture 399"] {
        assert!(imported.article.contains(part), "{part}");
    }
}

/// A link's target is written once, even if its text has several parts. Overlong targets are left out.
#[test]
fn a_link_is_written_once() {
    let words = "a <b>b</b> ".repeat(50);
    let base = format!("https://a.example/{}", "x".repeat(2_000));
    let page = format!(
        "<html><head><link rel=canonical href=\"{base}/\"></head><body><article><h1>Links</h1>\n\
         <p>Some words and <a href=\"https://b.example/page\">{words}</a> and more.</p>\n\
         <p>Some words and <a href=\"page\">a relative link</a> and more.</p>\n\
         <p>Some words and <a href=\"https://c.example/{}\">a long link</a> and more.</p></article></body></html>",
        "y".repeat(2_000)
    );
    let imported = import("a.html", page.as_bytes()).unwrap();
    check(&imported);
    assert_eq!(
        imported.article.matches("https://b.example/page").count(),
        1
    );
    assert!(!imported.article.contains("a.example") && !imported.article.contains("c.example"));
    assert!(
        imported.article.contains("a relative link") && imported.article.contains("a long link")
    );
}
