//! The words of a text block and where they come from.

use std::ops::Range;

use crate::press::toml::At;

/// The plain text of a text block, with the places of its pieces in the file.
#[derive(Debug, Clone, Default)]
pub(in crate::press) struct Words {
    /// The text.
    pub(in crate::press) text: String,
    /// Whether it is a crosshead, which no evidence is taken from.
    pub(in crate::press) is_crosshead: bool,
    /// Where pieces of the text begin, in its bytes, and their places in the file.
    pieces: Vec<At<usize>>,
}

impl Words {
    /// Adds a piece from a place in the file.
    pub(super) fn push(&mut self, text: &str, span: Range<usize>) {
        self.pieces.push(At {
            value: self.text.len(),
            span,
        });
        self.text.push_str(text);
    }

    /// The place in the file of a part of the text, in code points.
    pub(in crate::press) fn in_file(&self, part: &Range<usize>) -> Range<usize> {
        let byte = |chars: usize| {
            self.text
                .char_indices()
                .nth(chars)
                .map_or(self.text.len(), |(byte, _)| byte)
        };
        self.bytes_in_file(&(byte(part.start)..byte(part.end)))
    }

    /// The place in the file of a part of the text, in bytes.
    pub(in crate::press) fn bytes_in_file(&self, part: &Range<usize>) -> Range<usize> {
        // The last character's place rather than the next one's: markup may stand between them.
        let last = self.text[part.clone()]
            .chars()
            .next_back()
            .map_or(0, char::len_utf8);
        let start = self.place(part.start);
        let end = self.place(part.end - last) + last;
        start..end.max(start)
    }

    fn place(&self, byte: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.value <= byte);
        match after.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            // A piece that was typed in another way (`&amp;`) is shorter or longer than its source.
            Some(piece) => (piece.span.start + (byte - piece.value)).min(piece.span.end),
            None => 0,
        }
    }
}
