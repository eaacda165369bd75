//! The lines of a file with their positions.

use std::ops::Range;

/// A line with its range in the file, without its end.
#[derive(Clone)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

/// Divides a file into lines. A line ends with a carriage return, a line feed or both. A byte order mark is left out.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    while at < text.len() {
        let rest = &text[at..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        lines.push(Line {
            text: &rest[..length],
            range: at..at + length,
        });
        at += length;
        at += match &text[at..] {
            end if end.starts_with("\r\n") => 2,
            end => end.len().min(1),
        };
    }
    lines
}
