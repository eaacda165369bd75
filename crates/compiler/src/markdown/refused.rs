//! Diagnostics for Markdown that articles don't use.

use pulldown_cmark::{CodeBlockKind, HeadingLevel, Tag};

use crate::Kind;

/// Returns kind, message and hint for a block that isn't allowed. `source` is the Markdown of the block.
pub(super) fn refused_block(tag: &Tag<'_>, source: &str) -> (Kind, &'static str, &'static str) {
    match tag {
        Tag::Heading { level, .. } => (
            Kind::HeadingLevel,
            match level {
                HeadingLevel::H1 => "the headline stands in the front matter, not in the text",
                _ => "crossheads have one level",
            },
            "write a crosshead as `## …`",
        ),
        Tag::CodeBlock(CodeBlockKind::Indented) => (
            Kind::Code,
            "a paragraph that is set in by four spaces is code, which articles have no place for",
            "begin the line at the margin",
        ),
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => (
            Kind::Code,
            "articles have no place for code",
            "write it as a paragraph, or as a quote: `> …`",
        ),
        Tag::HtmlBlock => {
            let (message, hint) = html_words(source.trim_start());
            (Kind::RawHtml, message, hint)
        }
        Tag::Table(_) => (
            Kind::Table,
            "articles have no tables",
            "put figures into a fact box in facts.toml, or write a list",
        ),
        Tag::FootnoteDefinition(_) => (
            Kind::Footnote,
            "articles have no footnotes",
            "say it in the text, or name the source in a `[[source]]` of the front matter",
        ),
        _ => (
            Kind::UnsupportedMarkdown,
            "articles have no place for this",
            "write it as a paragraph",
        ),
    }
}

/// Returns message and hint for a piece of HTML.
pub(super) fn html_words(html: &str) -> (&'static str, &'static str) {
    if html.starts_with("<!--") {
        (
            "articles have no comments",
            "keep notes elsewhere, for example after a `#` in facts.toml",
        )
    } else {
        (
            "articles are written in Markdown, without HTML",
            "write *emphasis*, **strong**, [links](https://…); for the sign itself write `&lt;`",
        )
    }
}
