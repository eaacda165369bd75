//! Parsing a page, as deep as pages go.
//!
//! *Invariant:* no page takes longer than its length times [`MAX_OPEN`]. The HTML standard has a parser look through the
//! elements that are open for each one that opens, so a page that only opens elements would take the square of its
//! length; browsers nest no deeper than 512.

use dom_query::{Document, NodeRef};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

use crate::press::import::piece::TooDeep;

/// The deepest nesting of elements that is parsed.
pub(in crate::press::import) const MAX_OPEN: usize = 2_500;

/// How much is parsed between two looks at the depth, in bytes: too little to add much to it.
const PART: usize = 4_096;

/// Parses a page or a part of one.
pub(super) fn parse(html: &str) -> Result<Document, TooDeep> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            // What stands in `noscript` is markup then.
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.floor_char_boundary(PART));
        parser.process(part.into());
        rest = after;
        if is_open_deeper_than(MAX_OPEN, &parser.tokenizer.sink.sink) {
            return Err(TooDeep);
        }
    }
    Ok(parser.finish())
}

/// Whether the elements that may still be open are more than so many: the last child of the last child and so on.
/// What stands astray in a table is put before it.
fn is_open_deeper_than(depth: usize, page: &Document) -> bool {
    let mut ways: Vec<(NodeRef<'_>, usize)> = vec![(page.root(), 0)];
    while let Some((node, at)) = ways.pop() {
        if at > depth {
            return true;
        }
        let Some(last) = node.last_child() else {
            continue;
        };
        if last.has_name("table")
            && let Some(astray) = last.prev_sibling()
            && !astray.has_name("table")
        {
            ways.push((astray, at + 1));
        }
        ways.push((last, at + 1));
    }
    false
}
