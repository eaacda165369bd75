//! Parsing a page, as deep as pages go.
//!
//! *Invariant:* no page takes longer than its length times [`MAX_OPEN`], and none makes more elements than it has bytes.
//! The HTML standard has a parser look through the elements that are open for each one that opens, open `<b>` and its
//! like again in every paragraph until they are closed, and compare each attribute of a tag with those before it. So a
//! page that only does one of these would take the square of its length; browsers nest no deeper than 512.

use dom_query::{Document, NodeRef};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use memchr::memchr;

use crate::piece::Overgrown;

/// The deepest nesting of elements that is parsed.
pub(crate) const MAX_OPEN: usize = 2_500;

/// How much is parsed between two looks at the page, in bytes: too little to add much to it.
const PART: usize = 1_024;

/// The most attributes of a tag.
const MAX_ATTRIBUTES: usize = 4_000;

/// How many elements more than bytes a page may have: those that the standard adds.
const ADDED: usize = 1_000;

/// Parses a page or a part of one.
pub(super) fn parse(html: &str) -> Result<Document, Overgrown> {
    if has_many_attributes(html.as_bytes()) {
        return Err(Overgrown::Attributes);
    }
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
        let page = &parser.tokenizer.sink.sink;
        if is_open_deeper_than(MAX_OPEN, page) {
            return Err(Overgrown::Depth);
        }
        if page.tree.len() > html.len() - rest.len() + ADDED {
            return Err(Overgrown::Elements);
        }
    }
    Ok(parser.finish())
}

/// Whether any tag may have more attributes than a parser should compare. What looks like a tag in a script counts too.
fn has_many_attributes(html: &[u8]) -> bool {
    let mut rest = html;
    while let Some(open) = memchr(b'<', rest) {
        rest = &rest[open + 1..];
        if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let (count, after) = count_attributes(rest);
            if count > MAX_ATTRIBUTES {
                return true;
            }
            rest = after;
        }
    }
    false
}

/// How many attributes a tag may have at most, given what follows its `<`, and what follows the tag. An equals sign with
/// spaces around it counts as well.
fn count_attributes(mut rest: &[u8]) -> (usize, &[u8]) {
    let (mut count, mut is_between, mut is_after_equals, mut in_value) = (0, false, false, false);
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'>' => break,
            b' ' | b'\t' | b'\n' | 0xc => (is_between, in_value) = (true, false),
            b'/' if !in_value => is_between = true,
            quote @ (b'"' | b'\'') if is_after_equals => {
                let end = memchr(*quote, rest).map_or(rest.len(), |end| end + 1);
                rest = &rest[end..];
                (is_between, is_after_equals) = (true, false);
            }
            other => {
                count += usize::from(is_between);
                is_between = false;
                in_value |= is_after_equals;
                is_after_equals = *other == b'=' && !in_value;
            }
        }
    }
    (count, rest)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted() {
        for (tag, expected) in [
            ("p>", 0),
            ("p hidden>", 1),
            ("p a=1 b='2 3' c=\"4 > 5\"d/e>", 5),
            ("p a = \"b c\">", 2),
            ("p a=b\"c d>", 2),
            ("img src=data:image/png;base64,a/b/c/d=e=f alt=g>", 2),
            ("br/>", 0),
            ("p a", 1),
        ] {
            assert_eq!(count_attributes(tag.as_bytes()).0, expected, "{tag}");
        }
        let many = "a b ".repeat(MAX_ATTRIBUTES);
        assert!(has_many_attributes(format!("<p {many}>").as_bytes()));
        for html in [
            format!("<p title=\"{many}\">"),
            format!("<p>{many}"),
            format!("a < b {many}"),
        ] {
            assert!(!has_many_attributes(html.as_bytes()), "{}", &html[..10]);
        }
    }
}
