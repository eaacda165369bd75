//! The result of reading a transcript.

use std::ops::Range;

use sidelight_model::Cue;

use super::cue_error::CueError;

/// The cues of a file, and its mistakes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transcript {
    /// The cues, in the order of the file.
    pub cues: Vec<PlacedCue>,
    /// The mistakes, in the order of the file. If there are any, cues are missing.
    pub errors: Vec<CueError>,
}

/// A cue with its position in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCue {
    /// The cue.
    pub cue: Cue,
    /// The bytes of the first line of its words.
    pub range: Range<usize>,
}
