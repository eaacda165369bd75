//! The documents behind the sources, and the passages in them that support facts.

use serde::Serialize;

use super::json::{from_object, from_variant};
use super::{Href, SourceId};

/// The document of a source, such as a court ruling as a PDF file. It was read when the package was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Document {
    /// The name of the file. It is not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub name: String,
    /// The format of the file.
    pub format: DocumentFormat,
    /// The SHA-256 hash of the file, as 64 lower-case hexadecimal digits.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[0-9a-f]{64}$")))]
    pub sha256: String,
    /// The size of the file in bytes. Absent if the file was not there when the package was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The number of pages. Only a PDF has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u64>,
    /// The part of the document that is published.
    pub publish: Publish,
    /// The address of the file, relative to the package, in the same folder or below. Present if the whole file is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Href>,
    /// The audio or video that a transcript belongs to. Present if the whole file is published and there is a recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
}

from_object!(Document {
    name,
    format,
    sha256,
    bytes,
    pages,
    publish,
    file,
    recording
});

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentFormat {
    /// A PDF file. Its passages are on pages.
    Pdf,
    /// A saved web page. Its passages are in paragraphs.
    Html,
    /// A plain text file. Its passages are in paragraphs.
    Text,
    /// A Markdown file. Its passages are in paragraphs.
    Markdown,
    /// A transcript with times, in WebVTT or SubRip. Its passages have times.
    Transcript,
}

from_variant!(DocumentFormat {
    "pdf" => Pdf,
    "html" => Html,
    "text" => Text,
    "markdown" => Markdown,
    "transcript" => Transcript,
});

/// The part of a document that readers get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Publish {
    /// The passages that support facts.
    #[default]
    Passages,
    /// The whole file.
    File,
    /// No words of the document. Readers learn only where the passages are.
    Nothing,
}

from_variant!(Publish {
    "passages" => Passages,
    "file" => File,
    "nothing" => Nothing,
});

/// The audio or video file of a transcript. Its address is relative to the package, in the same folder or below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Recording {
    /// An audio file.
    Audio(Href),
    /// A video file.
    Video(Href),
}

from_variant!(Recording {
    "audio" => Audio(_),
    "video" => Video(_),
});

impl Recording {
    /// Returns the address of the file.
    pub fn src(&self) -> &Href {
        match self {
            Self::Audio(src) | Self::Video(src) => src,
        }
    }
}

/// A passage in the document of a source that supports a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SourcePassage {
    /// The id of the source, which has a document.
    pub source: SourceId,
    /// The words of the passage. Absent if nothing of the document is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<SourceQuote>,
    /// The place of the passage in the document.
    pub place: DocumentPlace,
}

from_object!(SourcePassage {
    source,
    quote,
    place
});

/// The words of a passage: a W3C `TextQuoteSelector`. White space is single spaces, and hyphenation at line ends is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SourceQuote {
    /// The passage, as the document writes it. It is not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub exact: String,
    /// The text just before the passage. May be empty.
    pub prefix: String,
    /// The text just after the passage. May be empty.
    pub suffix: String,
}

from_object!(SourceQuote {
    exact,
    prefix,
    suffix
});

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentPlace {
    /// The page of a PDF, from 1, as `#page=` counts (RFC 8118).
    Page(u64),
    /// The paragraph of a text, from 1. Headings and list items count as paragraphs.
    Paragraph(u64),
    /// The time in a recording.
    Time(TimeRange),
}

from_variant!(DocumentPlace {
    "page" => Page(_),
    "paragraph" => Paragraph(_),
    "time" => Time(_),
});

/// A range of time in a recording, in milliseconds from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct TimeRange {
    /// The start.
    pub start: u64,
    /// The end, later than the start.
    pub end: u64,
}

from_object!(TimeRange { start, end });
