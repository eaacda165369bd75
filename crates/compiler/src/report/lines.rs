//! Positions in a file: lines and columns of bytes, and the part of a long line that is shown.
//!
//! *Invariant:* every position takes the same time to find, however long the lines are.

use std::ops::Range;
use std::sync::OnceLock;

/// Bytes that are kept of a line before and after the marked range. The renderer shows as many of them as fit. Without
/// this limit, a line with thousands of diagnostics would be searched completely for each of them.
const AROUND: usize = 500;

/// Number of bytes between two counts of code points in the index.
const STEP: usize = 1024;

/// The text of a file, with an index for finding positions. The index is built when it is first needed.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub(super) text: String,
    index: OnceLock<LineIndex>,
}

/// An index for finding lines and columns.
#[derive(Debug, Clone)]
struct LineIndex {
    /// The byte at which each line begins.
    starts: Vec<usize>,
    /// Number of code points before each multiple of [`STEP`] bytes.
    counts: Vec<usize>,
}

impl Lines {
    /// Takes the text of a file. Its index is built later.
    pub(super) fn new(text: String) -> Self {
        Self {
            text,
            index: OnceLock::new(),
        }
    }

    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut count = 0;
            LineIndex {
                starts: std::iter::once(0)
                    .chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1))
                    .collect(),
                counts: bytes
                    .chunks(STEP)
                    .map(|chunk| {
                        let before = count;
                        count += code_points(chunk);
                        before
                    })
                    .collect(),
            }
        })
    }

    /// Returns the number of the line that contains a byte, from 1, and the byte at which the line begins.
    fn line(&self, byte: usize) -> (usize, usize) {
        let starts = &self.index().starts;
        let line = starts.partition_point(|start| *start <= byte).max(1);
        (line, starts[line - 1])
    }

    /// Returns line and column of a byte, both from 1. Columns are in code points.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let (line, start) = self.line(byte);
        let mut column = self.count(byte) - self.count(start) + 1;
        if start == 0 && byte > 0 && self.text.starts_with('\u{feff}') {
            column -= 1;
        }
        (line, column)
    }

    /// Returns the number of code points that begin before a byte.
    fn count(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = (byte / STEP).min(self.index().counts.len().saturating_sub(1));
        let counted = self.index().counts.get(step).copied().unwrap_or_default();
        counted + code_points(&self.text.as_bytes()[step * STEP..byte])
    }

    /// Returns the number of the first line of a range, from 1, and the bytes of all its lines, without a byte order
    /// mark.
    pub(super) fn window(&self, range: &Range<usize>) -> (usize, Range<usize>) {
        let (first, start) = self.line(range.start);
        let (last, _) = self.line(range.end.max(range.start + 1) - 1);
        let end = self.index().starts.get(last).copied();
        let end = end.unwrap_or(self.text.len());
        let start = if start == 0 && self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            start
        };
        (first, start..end.max(start))
    }

    /// Returns the part of a window near a range, or `None` if that is the whole window.
    pub(super) fn near(&self, window: &Range<usize>, range: &Range<usize>) -> Option<Range<usize>> {
        let near = self
            .text
            .floor_char_boundary(range.start.saturating_sub(AROUND))
            ..self.text.ceil_char_boundary(range.end + AROUND);
        let near = near.start.max(window.start)..near.end.min(window.end);
        // Clamping to the window keeps the start in the first line of the range, whose number is shown.
        (near.start > window.start || near.end < window.end).then_some(near)
    }
}

/// Counts the code points that begin in these bytes. In UTF-8, all other bytes continue a code point.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| *byte >> 6 != 0b10).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The work for one diagnostic is the bytes that are counted or shown. It stays the same in a line of any length.
    #[test]
    fn the_work_for_a_range_does_not_grow_with_its_line() {
        for words in [1_000, 4_000, 16_000] {
            let lines = Lines::new("Жаңа wrong ".repeat(words));
            let len = lines.text.len();
            assert_eq!(lines.index().counts.len(), len.div_ceil(STEP));
            for at in [0, len / 2, len - 5] {
                let at = lines.text.floor_char_boundary(at);
                let range = at..at + 1;
                let (line, window) = lines.window(&range);
                assert_eq!((line, window.clone()), (1, 0..len));
                let near = lines.near(&window, &range).unwrap();
                assert!(near.len() <= 2 * AROUND + range.len() + 2 * 4);
                assert!(near.start <= range.start && range.end <= near.end);
                assert_eq!(lines.position(at).1, lines.text[..at].chars().count() + 1);
            }
        }
    }
}
