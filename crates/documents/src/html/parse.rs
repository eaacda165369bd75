//! Parses a page, with limits on its nesting and size.
//!
//! *Invariant:* parsing a page takes at most its length times [`MAX_OPEN`], and it makes at most about one element
//! for each byte. The HTML standard requires three steps that would otherwise take the square of the length of some
//! pages:
//!
//! - The parser looks through all open elements for each element that opens.
//! - It reopens an open `<b>` and similar elements in every paragraph until they are closed.
//! - It compares each attribute of a tag with the attributes before it.
//!
//! Browsers nest elements at most 512 levels deep.

use std::fmt::{self, Display, Formatter};

use dom_query::{Document, NodeRef};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use memchr::memchr;

/// A limit that a page exceeds. The limits keep time and memory in proportion to the page's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overgrown {
    /// The elements are nested deeper than [`MAX_OPEN`].
    Depth,
    /// A tag has too many attributes.
    Attributes,
    /// The markup makes more elements than the page has bytes.
    Elements,
}

impl Display for Overgrown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth => write!(f, "its elements are nested more than {MAX_OPEN} levels deep"),
            Self::Attributes => f.write_str("one of its tags has too many attributes"),
            Self::Elements => f.write_str(
                "it creates more elements than it has characters: unclosed tags are reopened in every paragraph",
            ),
        }
    }
}

/// Deepest nesting of elements that is parsed.
pub const MAX_OPEN: usize = 2_500;

/// Number of bytes between two checks of the limits. It is small, so a page can't grow much between two checks.
const PART: usize = 1_024;

/// Maximum number of attributes of a tag.
const MAX_ATTRIBUTES: usize = 4_000;

/// Number of elements that a page may have in addition to its number of bytes, for those that the standard adds.
const ADDED: usize = 1_000;

/// Parses a page or a part of one.
///
/// # Errors
/// Returns [`Overgrown`] if the page exceeds a limit.
pub fn parse(html: &str) -> Result<Document, Overgrown> {
    if has_many_attributes(html.as_bytes()) {
        return Err(Overgrown::Attributes);
    }
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            // Parse the content of `noscript` as markup.
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

/// Reports whether any tag may have more than [`MAX_ATTRIBUTES`] attributes. Text that looks like a tag in a script
/// counts too.
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

/// Returns an upper bound for the number of attributes of a tag, and the bytes after the tag. `rest` begins after the
/// tag's `<`. An equals sign with spaces around it counts as well.
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

/// Reports whether more than `depth` elements may still be open. Follows the last child of the last child and so on.
/// Misplaced content of a table is moved before the table, so the element before a table may be open too.
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
