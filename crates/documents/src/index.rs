//! All parts of a document as one folded text, so that a search looks through the document once.

use std::ops::Range;

use sidelight_text::{Quote, fold};

use crate::part::Part;

/// A document, folded, with a space between its parts.
#[derive(Debug)]
pub(crate) struct Index {
    folded: String,
    /// The byte at which each part begins in the folded text.
    starts: Vec<usize>,
    /// The bytes of the folded text at which a line ended with a hyphen, ascending. The hyphen is there, or it was before the
    /// byte.
    breaks: Vec<usize>,
}

/// The words of a quotation in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The parts that the words are in: one, or several that follow each other.
    pub(crate) parts: Range<usize>,
    /// The beginning in the first part, and the end in the last part, in code points.
    pub(crate) ends: (usize, usize),
}

impl Index {
    pub(crate) fn new(parts: &[Part]) -> Self {
        let mut index = Self {
            folded: String::new(),
            starts: Vec::with_capacity(parts.len()),
            breaks: Vec::new(),
        };
        for part in parts {
            if !index.folded.is_empty() {
                index.folded.push(' ');
            }
            let start = index.folded.len();
            index.starts.push(start);
            // Folding keeps the number of code points, because a part has only single spaces.
            let folded = fold(part.text());
            let mut bytes = folded.char_indices().map(|(at, _)| at).enumerate();
            for place in part.breaks() {
                let at = bytes.find_map(|(point, at)| (point == *place).then_some(at));
                index.breaks.extend(at.map(|at| start + at));
            }
            index.folded.push_str(&folded);
        }
        index
    }

    /// Returns the folded text of a part.
    pub(crate) fn part(&self, part: usize) -> &str {
        let end = self.starts.get(part + 1).map(|next| next - 1);
        &self.folded[self.starts[part]..end.unwrap_or(self.folded.len())]
    }

    /// Returns the occurrences of a quotation, in order.
    pub(crate) fn occurrences<'s>(
        &'s self,
        quote: &'s Quote,
    ) -> impl Iterator<Item = Occurrence> + 's {
        let found = quote.places_in_folded(&self.folded);
        found.map(|bytes| self.occurrence(&bytes))
    }

    /// Returns the occurrences of a quotation that differ from it only in hyphens at line ends.
    pub(crate) fn divided<'s>(
        &'s self,
        bare: &'s Bare,
        quote: &'s Quote,
        bare_quote: &'s Quote,
    ) -> impl Iterator<Item = Occurrence> + 's {
        let found = bare_quote.places_in_folded(&bare.text);
        found
            .map(|bytes| bare.in_folded(&bytes))
            .filter(|bytes| self.differs_at_breaks(bytes, quote.exact()))
            .map(|bytes| self.occurrence(&bytes))
    }

    /// Returns true if the document has lines that end with hyphens.
    pub(crate) fn has_breaks(&self) -> bool {
        !self.breaks.is_empty()
    }

    fn differs_at_breaks(&self, bytes: &Range<usize>, quote: &str) -> bool {
        let is_break = |at: usize| self.breaks.binary_search(&at).is_ok();
        let mut wanted = quote.chars().peekable();
        for (at, c) in self.folded[bytes.clone()].char_indices() {
            let at = bytes.start + at;
            if wanted.peek() == Some(&'-') && c != '-' && is_break(at) {
                wanted.next();
            }
            if wanted.peek() == Some(&c) {
                wanted.next();
            } else if !(c == '-' && is_break(at)) {
                return false;
            }
        }
        wanted.peek().is_none()
    }

    fn occurrence(&self, bytes: &Range<usize>) -> Occurrence {
        let part = |byte: usize| self.starts.partition_point(|start| *start <= byte) - 1;
        let first = part(bytes.start);
        let last = part(bytes.end - 1);
        let points =
            |part: usize, byte: usize| self.folded[self.starts[part]..byte].chars().count();
        Occurrence {
            parts: first..last + 1,
            ends: (points(first, bytes.start), points(last, bytes.end)),
        }
    }
}

/// The text of an index without the hyphens inside words.
#[derive(Debug)]
pub(crate) struct Bare {
    text: String,
    /// For each removed hyphen: its byte in this text, which is that of the character after it.
    removed: Vec<usize>,
}

impl Bare {
    pub(crate) fn new(index: &Index) -> Self {
        let mut removed = Vec::new();
        let text = without_hyphens(&index.folded, |at| removed.push(at));
        Self { text, removed }
    }

    /// Converts a range of bytes to bytes of the index.
    fn in_folded(&self, bytes: &Range<usize>) -> Range<usize> {
        // A hyphen has one byte. One before the first character isn't part of the range.
        let before = |byte: usize| self.removed.partition_point(|at| *at <= byte);
        let inside = |byte: usize| self.removed.partition_point(|at| *at < byte);
        bytes.start + before(bytes.start)..bytes.end + inside(bytes.end)
    }
}

/// Removes the hyphens between two letters or digits. Calls `removed` with the byte in the result of each.
pub(crate) fn without_hyphens(text: &str, mut removed: impl FnMut(usize)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_inside = c == '-'
            && out.ends_with(char::is_alphanumeric)
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if is_inside {
            removed(out.len());
        } else {
            out.push(c);
        }
    }
    out
}
