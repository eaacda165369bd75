//! Mistakes in transcripts.

use std::ops::Range;

/// A mistake in a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueError {
    /// The number of the line, from 1.
    pub line: usize,
    /// The bytes of the line in the file.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub hint: String,
}

impl CueError {
    /// Creates an error at a range of bytes of the file.
    pub(super) fn new(text: &str, range: Range<usize>, message: &str, hint: &str) -> Self {
        let before = &text[..range.start];
        let ends = before.matches('\n').count() + before.matches('\r').count();
        Self {
            line: ends - before.matches("\r\n").count() + 1,
            range,
            // Messages quote the file, which may have anything.
            message: message.replace(char::is_control, "\u{fffd}"),
            hint: hint.to_owned(),
        }
    }
}
