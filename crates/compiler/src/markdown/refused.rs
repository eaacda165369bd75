//! Diagnostics for Markdown that articles don't use.

use pulldown_cmark::{CodeBlockKind, HeadingLevel, Tag};

use crate::Kind;

/// Returns kind, message and hint for a block that isn't allowed. `source` is the Markdown of the block.
pub(super) fn refused_block(tag: &Tag<'_>, source: &str) -> (Kind, &'static str, &'static str) {
    match tag {
        Tag::Heading { level, .. } => (
            Kind::HeadingLevel,
            match level {
                HeadingLevel::H1 => "the headline must be in the front matter, not in the text",
                _ => "crossheads have only one level",
            },
            "write the crosshead as `## …`",
        ),
        Tag::CodeBlock(CodeBlockKind::Indented) => (
            Kind::Code,
            "code can't be used in articles, and a paragraph indented by four spaces is code",
            "start the line at the left margin",
        ),
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => (
            Kind::Code,
            "code can't be used in articles",
            "write it as a paragraph or a blockquote: `> …`",
        ),
        Tag::HtmlBlock => {
            let (message, hint) = html_words(source.trim_start());
            (Kind::RawHtml, message, hint)
        }
        Tag::FootnoteDefinition(_) => (
            Kind::Footnote,
            "footnotes can't be used in articles",
            "put it into the text, or add the source as a `[[source]]` in the front matter",
        ),
        _ => (
            Kind::UnsupportedMarkdown,
            "this can't be used in articles",
            "write it as a paragraph",
        ),
    }
}

/// Returns message and hint for a piece of HTML.
pub(super) fn html_words(html: &str) -> (&'static str, &'static str) {
    if html.starts_with("<!--") {
        (
            "comments can't be used in articles",
            "move the note elsewhere, for example after a `#` in facts.toml",
        )
    } else {
        (
            "HTML can't be used in articles",
            "use Markdown: *emphasis*, **strong**, [links](https://…); for the character `<` write `&lt;`",
        )
    }
}
