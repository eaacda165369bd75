//! Splits a transcript into its cues.

use sidelight_model::{DocumentPlace, TimeRange};

use crate::document_text::Builder;
use crate::error::DocumentError;
use crate::format::ending;
use crate::transcript::{read_subrip, read_webvtt};

/// Adds the cues of a transcript. The ending of `name` decides between WebVTT and SubRip.
pub(crate) fn read_cues(
    text: &str,
    name: &str,
    builder: &mut Builder,
) -> Result<(), DocumentError> {
    let transcript = match ending(name).as_str() {
        "srt" => read_subrip(text),
        _ => read_webvtt(text),
    };
    if !transcript.errors.is_empty() {
        return Err(DocumentError::Transcript(transcript.errors));
    }
    for placed in transcript.cues {
        let time = TimeRange {
            start: placed.cue.start,
            end: placed.cue.end,
        };
        builder.add(DocumentPlace::Time(time), placed.cue.text)?;
    }
    Ok(())
}
