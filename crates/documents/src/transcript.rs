//! Transcripts: words with their times, in WebVTT or SubRip.

mod cue_error;
mod lines;
mod order;
mod placed_cue;
mod subrip;
mod webvtt;

pub use self::cue_error::CueError;
pub use self::placed_cue::{PlacedCue, Transcript};
pub(crate) use self::subrip::read_subrip;
pub use self::webvtt::read_webvtt;
