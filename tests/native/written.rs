//! Small, well-formed articles from a generator, as web pages and as Markdown. No visible word is lost: after the import
//! each is in `article.md`, or the report lists it as left out.

use proptest::prelude::*;
use sidelight_import::{Field, Imported, import};

use crate::importing::{words, words_of};

/// Words in a line, with their markup.
#[derive(Debug, Clone)]
enum Span {
    Plain(String),
    Emphasis(String),
    Strong(String),
    Link(String),
    EmphasisInLink(String),
}

type Line = Vec<Span>;

#[derive(Debug, Clone)]
enum Block {
    Heading(u8, Line),
    Paragraph(Line),
    List(bool, Vec<Line>),
    Quote(Vec<Line>),
    /// Rows of two cells.
    Table(Vec<[Line; 2]>),
    /// The alternative text and the caption.
    Figure(String, Line),
}

/// Generates a few words. Some contain `&` or `<`, which must be escaped.
fn few(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            20 => "[a-zéж]{2,9}",
            4 => "[A-ZЖ][a-z]{2,9}",
            1 => "[1-9][0-9]{1,3}",
            1 => prop::sample::select(vec!["R&D", "a<b", "snake_case", "2*3", "[sic]", "“so”", "it’s", "Nr.", "–"])
                .prop_map(str::to_owned),
        ],
        count,
    )
    .prop_map(|words| words.join(" "))
}

fn line(longest: usize) -> impl Strategy<Value = Line> {
    let span = (few(1..longest), 0..8).prop_map(|(words, kind)| match kind {
        0 => Span::Emphasis(words),
        1 => Span::Strong(words),
        2 => Span::Link(words),
        3 => Span::EmphasisInLink(words),
        _ => Span::Plain(words),
    });
    prop::collection::vec(span, 1..4)
}

fn block() -> impl Strategy<Value = Block> {
    let lines = || prop::collection::vec(line(8), 1..4);
    prop_oneof![
        1 => (2u8..5, line(4)).prop_map(|(level, line)| Block::Heading(level, line)),
        5 => line(20).prop_map(Block::Paragraph),
        1 => (any::<bool>(), lines()).prop_map(|(is_numbered, lines)| Block::List(is_numbered, lines)),
        1 => lines().prop_map(Block::Quote),
        1 => prop::collection::vec([line(3), line(3)], 1..4).prop_map(Block::Table),
        1 => (few(1..6), line(8)).prop_map(|(alt, caption)| Block::Figure(alt, caption)),
    ]
}

fn html_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn html_line(line: &Line) -> String {
    let spans: Vec<String> = line
        .iter()
        .map(|span| match span {
            Span::Plain(text) => html_text(text),
            Span::Emphasis(text) => format!("<em>{}</em>", html_text(text)),
            Span::Strong(text) => format!("<b>{}</b>", html_text(text)),
            Span::Link(text) => {
                format!("<a href=\"https://example.org/a\">{}</a>", html_text(text))
            }
            Span::EmphasisInLink(text) => format!("<a href=\"/b\"><i>{}</i></a>", html_text(text)),
        })
        .collect();
    spans.join(" ")
}

fn html(title: &str, blocks: &[Block]) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html><head><title>{0}</title></head>\n<body><nav><a href=\"/\">Front page</a></nav>\n<article>\n<h1>{0}</h1>\n",
        html_text(title)
    );
    let each = |lines: &[Line], tag: &str| -> String {
        lines
            .iter()
            .map(|line| format!("<{tag}>{}</{tag}>", html_line(line)))
            .collect()
    };
    for block in blocks {
        out += &match block {
            Block::Heading(level, line) => format!("<h{level}>{}</h{level}>", html_line(line)),
            Block::Paragraph(line) => format!("<p>{}</p>", html_line(line)),
            Block::List(true, lines) => format!("<ol>{}</ol>", each(lines, "li")),
            Block::List(false, lines) => format!("<ul>{}</ul>", each(lines, "li")),
            Block::Quote(lines) => format!("<blockquote>{}</blockquote>", each(lines, "p")),
            Block::Table(rows) => {
                let rows: String = rows
                    .iter()
                    .map(|row| format!("<tr>{}</tr>", each(row, "td")))
                    .collect();
                format!("<table>{rows}</table>")
            }
            Block::Figure(alt, caption) => format!(
                "<figure><img src=\"a.jpg\" alt=\"{}\"><figcaption>{}</figcaption></figure>",
                html_text(alt),
                html_line(caption)
            ),
        };
        out.push('\n');
    }
    out + "</article>\n<footer>All rights reserved</footer></body></html>\n"
}

/// Escapes every ASCII punctuation mark for Markdown.
fn markdown_text(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn markdown_line(line: &Line) -> String {
    let spans: Vec<String> = line
        .iter()
        .map(|span| match span {
            Span::Plain(text) => markdown_text(text),
            Span::Emphasis(text) => format!("*{}*", markdown_text(text)),
            Span::Strong(text) => format!("**{}**", markdown_text(text)),
            Span::Link(text) => format!("[{}](https://example.org/a)", markdown_text(text)),
            Span::EmphasisInLink(text) => format!("[*{}*](/b)", markdown_text(text)),
        })
        .collect();
    spans.join(" ")
}

fn markdown(title: &str, blocks: &[Block]) -> String {
    let mut out = format!("# {}\n", markdown_text(title));
    for block in blocks {
        out.push('\n');
        out += &match block {
            Block::Heading(level, line) => {
                format!("{} {}\n", "#".repeat((*level).into()), markdown_line(line))
            }
            Block::Paragraph(line) => format!("{}\n", markdown_line(line)),
            Block::List(is_numbered, lines) => lines
                .iter()
                .map(|line| {
                    let mark = if *is_numbered { "1." } else { "-" };
                    format!("{mark} {}\n", markdown_line(line))
                })
                .collect(),
            Block::Quote(lines) => {
                let lines: Vec<String> = lines
                    .iter()
                    .map(|line| format!("> {}\n", markdown_line(line)))
                    .collect();
                lines.join(">\n")
            }
            Block::Table(rows) => {
                let rows: String = rows
                    .iter()
                    .map(|[a, b]| format!("| {} | {} |\n", markdown_line(a), markdown_line(b)))
                    .collect();
                let head = rows.find('\n').unwrap() + 1;
                format!("{}| --- | --- |\n{}", &rows[..head], &rows[head..])
            }
            Block::Figure(alt, caption) => format!(
                "![{}](a.jpg)\n\n{}\n",
                markdown_text(alt),
                markdown_line(caption)
            ),
        };
        // Without a comment, two adjacent lists would become one.
        out.push_str("\n<!-- -->\n");
    }
    out
}

/// Returns the visible text, line by line.
fn visible(title: &str, blocks: &[Block]) -> Vec<String> {
    let text = |line: &Line| {
        let spans: Vec<&str> = line
            .iter()
            .map(|span| match span {
                Span::Plain(text)
                | Span::Emphasis(text)
                | Span::Strong(text)
                | Span::Link(text)
                | Span::EmphasisInLink(text) => text.as_str(),
            })
            .collect();
        spans.join(" ")
    };
    let mut out = vec![title.to_owned()];
    for block in blocks {
        match block {
            Block::Heading(_, line) | Block::Paragraph(line) => out.push(text(line)),
            Block::List(_, lines) | Block::Quote(lines) => out.extend(lines.iter().map(text)),
            Block::Table(rows) => out.extend(rows.iter().flatten().map(text)),
            Block::Figure(alt, caption) => out.extend([alt.clone(), text(caption)]),
        }
    }
    out
}

/// Returns true if the report lists a line as left out. It shows only the beginnings of long lines.
fn is_reported(imported: &Imported, line: &str) -> bool {
    imported.taken.iter().any(|taken| {
        let is_removed = matches!(taken.field, Field::LeftOut | Field::Duplicate);
        let said = taken.text.split_once(": ").map_or("", |(_, said)| said);
        let starts = |said: &str| {
            let said = words(said);
            !said.trim().is_empty() && words(line).starts_with(&said)
        };
        is_removed && (starts(&taken.text) || starts(said))
    })
}

proptest! {
    #[test]
    fn no_visible_word_of_an_article_is_lost(
        title in few(2..9),
        blocks in prop::collection::vec(block(), 1..10),
    ) {
        for (name, source) in [("a.html", html(&title, &blocks)), ("a.md", markdown(&title, &blocks))] {
            let imported = import(name, source.as_bytes()).unwrap();
            let found = words_of(&imported);
            for line in visible(&title, &blocks) {
                let is_there = words(&line).trim().is_empty() || found.contains(&words(&line));
                prop_assert!(
                    is_there || is_reported(&imported, &line),
                    "{:?} of\n{}\n{:#?}\n{}", line, source, imported.taken, imported.article
                );
            }
        }
    }
}
