//! Splits a web page into paragraphs.

use dom_query::NodeRef;

use crate::document_text::Builder;
use crate::error::DocumentError;
use crate::html::{is_inline, is_unseen, parse};
use crate::part::paragraph;

enum Step<'a> {
    Enter(NodeRef<'a>),
    /// Ends an element. It is true for a block.
    Leave(bool),
}

/// Adds the paragraphs of a page: the words of each block that readers see, in the order of the page.
pub(crate) fn read_paragraphs(html: &str, builder: &mut Builder) -> Result<(), DocumentError> {
    let page = parse(html)?;
    let mut open = String::new();
    let mut steps = vec![Step::Enter(page.root())];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if node.is_text() => open.push_str(&node.text()),
            Step::Enter(node) => {
                let name = node.node_name();
                let name = name.as_deref().unwrap_or_default();
                if is_unseen(name) || is_hidden(&node) {
                    continue;
                }
                if name == "br" {
                    open.push(' ');
                    continue;
                }
                let is_block = !is_inline(name);
                if is_block {
                    flush(&mut open, builder)?;
                }
                steps.push(Step::Leave(is_block));
                let children = node.children();
                steps.extend(children.into_iter().rev().map(Step::Enter));
            }
            Step::Leave(true) => flush(&mut open, builder)?,
            Step::Leave(false) => {}
        }
    }
    flush(&mut open, builder)
}

/// Reports whether an attribute hides an element from readers.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    let hides = |style: &str| {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.split(';').any(|rule| {
            matches!(
                rule.trim_end_matches("!important"),
                "display:none" | "visibility:hidden"
            )
        })
    };
    node.has_attr("hidden") || node.attr("style").is_some_and(|style| hides(&style))
}

fn flush(open: &mut String, builder: &mut Builder) -> Result<(), DocumentError> {
    // Browsers show line ends of the file as spaces.
    let text = std::mem::take(open).replace('\n', " ");
    builder.add(paragraph(builder.len()), text)
}
