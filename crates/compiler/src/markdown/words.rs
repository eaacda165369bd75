//! The plain text of a text block, with positions in the file.

use std::ops::Range;

use crate::toml::Spanned;

/// The plain text of a text block, with the position of each piece in the file.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The text, without markup.
    pub text: String,
    /// True for a crosshead. Evidence can't quote crossheads.
    pub is_crosshead: bool,
    /// The position in a table, for the text of a cell.
    pub cell: Option<CellPosition>,
    /// The pieces of the text, in order.
    pieces: Vec<WordsPiece>,
}

/// The position of a text in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPosition {
    /// The index of the table.
    pub table: usize,
    /// The row. Row 0 has the headers of the columns.
    pub row: usize,
    /// The column. Column 0 has the headers of the rows.
    pub column: usize,
}

/// Converts a range of a text from code points to bytes.
pub fn in_bytes(text: &str, chars: &Range<usize>) -> Range<usize> {
    let byte = |at: usize| {
        text.char_indices()
            .nth(at)
            .map_or(text.len(), |(byte, _)| byte)
    };
    byte(chars.start)..byte(chars.end)
}

/// One piece of a block's text.
#[derive(Debug, Clone)]
struct WordsPiece {
    /// The byte of the block's text at which the piece begins, with the range of the piece in the file.
    start: Spanned<usize>,
    /// True if the file has the same bytes. An entity such as `&amp;` has different bytes.
    is_literal: bool,
}

impl Words {
    /// Appends a piece with its range in the file. `is_literal` is true if the file has the same bytes there.
    pub fn push(&mut self, text: &str, span: Range<usize>, is_literal: bool) {
        self.pieces.push(WordsPiece {
            start: Spanned {
                value: self.text.len(),
                span,
            },
            is_literal,
        });
        self.text.push_str(text);
    }

    /// Returns the range in the file of a part of the text. The part is in code points.
    pub fn in_file(&self, part: &Range<usize>) -> Range<usize> {
        self.bytes_in_file(&in_bytes(&self.text, part))
    }

    /// Returns the range in the file of a part of the text. The part is in bytes.
    pub fn bytes_in_file(&self, part: &Range<usize>) -> Range<usize> {
        let start = self.span(part.start, 0).start;
        // Use the end of the last character, not the start of the next one: markup may be between them.
        let last = self.text[part.clone()].char_indices().next_back();
        let end = last.map_or(start, |(at, c)| {
            self.span(part.start + at, c.len_utf8()).end
        });
        start..end.max(start)
    }

    /// Returns the range in the file of some bytes of one piece. If the piece isn't literal, returns the range of the
    /// whole piece.
    fn span(&self, byte: usize, length: usize) -> Range<usize> {
        let after = self
            .pieces
            .partition_point(|piece| piece.start.value <= byte);
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else {
            return 0..0;
        };
        if !piece.is_literal {
            return piece.start.span.clone();
        }
        let start = piece.start.span.start + (byte - piece.start.value);
        start..start + length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_in_the_file_and_of_entities_whole() {
        // `a &amp; Ж` from byte 10 on.
        let mut words = Words::default();
        words.push("a ", 10..12, true);
        words.push("&", 12..17, false);
        words.push(" Ж", 17..20, true);
        for (part, range) in [
            (0..1, 10..11),
            (0..3, 10..17),
            (2..3, 12..17),
            (2..6, 12..20),
            (4..6, 18..20),
            (3..3, 17..17),
        ] {
            assert_eq!(words.bytes_in_file(&part), range, "{part:?}");
        }
        assert_eq!(words.in_file(&(4..5)), 18..20);
    }
}
