//! Places in a file: lines and columns of bytes, and what of a long line is shown.
//!
//! *Invariant:* every place is equally cheap to find, however long the lines are.

use std::ops::Range;
use std::sync::OnceLock;

/// How many bytes are shown of a line before and after a fault; of them the renderer shows what has room. Without this limit
/// a line with thousands of faults would be looked through as often.
const AROUND: usize = 500;

/// From how many bytes to how many code points are counted beforehand.
const STEP: usize = 1024;

/// A file's text, with what finds places in it; that is made when the first is asked for.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub(super) text: String,
    index: OnceLock<LineIndex>,
}

/// What places are found by.
#[derive(Debug, Clone)]
struct LineIndex {
    /// Where lines begin.
    starts: Vec<usize>,
    /// How many code points begin before each [`STEP`] bytes.
    counts: Vec<usize>,
}

impl Lines {
    /// Those of a text.
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

    /// The number of the line in which a byte is, from 1, and where it begins.
    fn line(&self, byte: usize) -> (usize, usize) {
        let starts = &self.index().starts;
        let line = starts.partition_point(|start| *start <= byte).max(1);
        (line, starts[line - 1])
    }

    /// A byte's line, and its column in code points, both from 1.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let (line, start) = self.line(byte);
        let mut column = self.count(byte) - self.count(start) + 1;
        if start == 0 && byte > 0 && self.text.starts_with('\u{feff}') {
            column -= 1;
        }
        (line, column)
    }

    /// How many code points begin before a byte.
    fn count(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = (byte / STEP).min(self.index().counts.len().saturating_sub(1));
        let counted = self.index().counts.get(step).copied().unwrap_or_default();
        counted + code_points(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The number of the first line of a range, from 1, and the whole lines that hold it, without a byte order mark.
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

    /// The part of a window that is close to a range, if the window has much more.
    pub(super) fn near(&self, window: &Range<usize>, range: &Range<usize>) -> Option<Range<usize>> {
        let near = self
            .text
            .floor_char_boundary(range.start.saturating_sub(AROUND))
            ..self.text.ceil_char_boundary(range.end + AROUND);
        let near = near.start.max(window.start)..near.end.min(window.end);
        // What is shown must begin in the line that it is said to begin in.
        (near.start > window.start || near.end < window.end).then_some(near)
    }
}

/// How many code points begin in a part of a text: in UTF-8 all other bytes continue one.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| *byte >> 6 != 0b10).count()
}
