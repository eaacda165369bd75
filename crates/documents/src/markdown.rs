//! Splits Markdown into paragraphs. Headings, list items, table cells and code blocks are paragraphs too. Markup is dropped, and so is
//! front matter.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document_text::Builder;
use crate::error::DocumentError;
use crate::html_text;
use crate::part::paragraph;

/// Adds the paragraphs of a Markdown file.
pub(crate) fn read_paragraphs(text: &str, builder: &mut Builder) -> Result<(), DocumentError> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut open = String::new();
    let mut page = String::new();
    let mut in_metadata = false;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_metadata = false,
            Event::Text(words) if in_metadata => drop(words),
            Event::Text(words) | Event::Code(words) => open.push_str(&words),
            Event::SoftBreak | Event::HardBreak => open.push(' '),
            Event::Html(markup) => page.push_str(&markup),
            Event::Start(tag) if is_block(&tag) => flush(&mut open, builder)?,
            Event::End(TagEnd::HtmlBlock) => {
                html_text::read_paragraphs(&std::mem::take(&mut page), builder)?;
            }
            Event::End(tag) if is_block_end(tag) => flush(&mut open, builder)?,
            _ => {}
        }
    }
    flush(&mut open, builder)
}

fn flush(open: &mut String, builder: &mut Builder) -> Result<(), DocumentError> {
    // Lines have no meaning in Markdown, except in code.
    let text = std::mem::take(open).replace('\n', " ");
    builder.add(paragraph(builder.len()), text)
}

/// Reports whether an element is a block. All others are part of a line of text.
fn is_block(tag: &Tag<'_>) -> bool {
    is_block_end(tag.to_end())
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
