//! Audio and video in the body, with their captions.

use serde::Serialize;

use super::json::from_object;
use super::{Href, Inline, Variant};

/// An audio or a video file with its captions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Media {
    /// The address of the file, relative to the package, in the same folder or below.
    pub src: Href,
    /// The name of the recording, in plain text. It is not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub name: String,
    /// The frame of a video. Absent for audio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    /// The captions, at least one track, each in another language. The first is the default, and first in the
    /// article's language if there is one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub tracks: Vec<Track>,
    /// The caption below the player. It has no evidence in it. Absent if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The credit: the maker or the owner of the recording. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

from_object!(Media {
    src,
    name,
    frame,
    tracks,
    caption,
    credit
});

/// The frame of a video: the space that it takes, and the picture that is shown before it plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Frame {
    /// The width in pixels.
    pub width: u64,
    /// The height in pixels.
    pub height: u64,
    /// The picture in several sizes, from the narrowest to the widest. Absent if there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub poster: Vec<Variant>,
}

from_object!(Frame {
    width,
    height,
    poster
});

/// Captions in one language. They are also the transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Track {
    /// The address of the WebVTT file, relative to the package, in the same folder or below.
    pub src: Href,
    /// The language of the captions, as a BCP 47 tag. Each language has one track.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::check::LANGUAGE_TAG)))]
    pub language: String,
    /// The name of the language for readers. It is not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub label: String,
    /// The cues, at least one, in the order of their starts.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub cues: Vec<Cue>,
}

from_object!(Track {
    src,
    language,
    label,
    cues
});

/// Words of a recording with their time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Cue {
    /// The start in milliseconds from the beginning of the recording.
    pub start: u64,
    /// The end in milliseconds, after the start.
    pub end: u64,
    /// The name of the speaker. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The words, in plain text. They are not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub text: String,
}

from_object!(Cue {
    start,
    end,
    speaker,
    text
});
