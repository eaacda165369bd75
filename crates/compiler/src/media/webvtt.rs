//! Reads the captions of a recording, and checks that readers can see their words.

use crate::lengths::{MAX_LINE, MAX_PASSAGE};
use crate::source_file::{SourceFile, unseen_hint};
use crate::{DiagnosticSink, Kind};
use sidelight_documents::{PlacedCue, read_webvtt};
use sidelight_model::{Cue, unseen};

/// Reads the cues of a WebVTT file. Reports mistakes in `diagnostics`, and returns `None` if there are any.
pub(super) fn read_cues(file: &SourceFile, diagnostics: &DiagnosticSink) -> Option<Vec<Cue>> {
    let transcript = read_webvtt(&file.text);
    let mut is_right = transcript.errors.is_empty();
    for error in transcript.errors {
        let diagnostic = file.diagnostic(Kind::Captions, error.range, error.message);
        diagnostics.add(diagnostic.hint(error.hint));
    }
    for placed in &transcript.cues {
        is_right &= is_readable(placed, file, diagnostics);
    }
    is_right.then(|| {
        let cues = transcript.cues.into_iter();
        cues.map(|placed| placed.cue).collect()
    })
}

/// Reports a cue whose words or speaker are too long, or contain characters that nobody sees. Returns true if there are
/// none.
fn is_readable(placed: &PlacedCue, file: &SourceFile, diagnostics: &DiagnosticSink) -> bool {
    let mut is_right = true;
    let mut report = |kind, message: String, hint: &str| {
        is_right = false;
        let diagnostic = file.diagnostic(kind, placed.range.clone(), message);
        diagnostics.add(diagnostic.hint(hint));
    };
    let speaker = placed.cue.speaker.as_deref().unwrap_or_default();
    for (text, limit, what) in [
        (
            placed.cue.text.as_str(),
            MAX_PASSAGE,
            "the text of this cue",
        ),
        (speaker, MAX_LINE, "the name of this speaker"),
    ] {
        let length = text.chars().count();
        if length > limit {
            report(
                Kind::TooLong,
                format!("{what} is too long: {length} characters (limit: {limit})"),
                "split the cue; a cue is shown for a few seconds",
            );
        }
        if let Some((_, error)) = unseen(text) {
            report(
                Kind::ControlCharacter,
                format!("this cue {error}"),
                unseen_hint(error),
            );
        }
    }
    is_right
}
