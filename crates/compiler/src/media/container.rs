//! The formats of audio and video, recognised by their first bytes.
//!
//! Chromium, Firefox and WebKit play all of these formats, with the usual codecs: MP3, AAC, H.264, VP8, VP9, Opus.

/// Largest side of a video, in px. A larger one in a header is wrong.
const MAX_SIDE: u64 = 16_384;

/// A format of audio or video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Mp3,
    M4a,
    Mp4,
    Webm,
}

/// Reasons why a file doesn't have a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormatError {
    /// Its first bytes belong to another format.
    Other,
    /// Its data ends too early.
    CutShort,
}

impl Format {
    /// Returns the format of files with this ending, which is in lower case. Returns `None` for other endings.
    pub(super) fn of_ending(ending: &str) -> Option<Self> {
        [Self::Mp3, Self::M4a, Self::Mp4, Self::Webm]
            .into_iter()
            .find(|format| format.ending() == ending)
    }

    /// Returns the ending of the files, without a dot.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
        }
    }

    /// Returns the name of the format, with its article.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mp3 => "an MP3 file",
            Self::M4a => "an M4A file",
            Self::Mp4 => "an MP4 file",
            Self::Webm => "a WebM file",
        }
    }

    pub(super) fn is_video(self) -> bool {
        matches!(self, Self::Mp4 | Self::Webm)
    }
}

/// Checks that a file begins as files of a format do. Of the formats with boxes, checks that all boxes are complete.
pub(super) fn check_format(format: Format, bytes: &[u8]) -> Result<(), FormatError> {
    let begins = match format {
        // A tag (ID3v2), or the first frame (ISO/IEC 11172-3, section 2.4.2.3): sync word, and layer III.
        Format::Mp3 => {
            bytes.starts_with(b"ID3")
                || matches!(bytes, [0xff, second, ..] if second & 0xe6 == 0xe2)
        }
        Format::M4a | Format::Mp4 => bytes.get(4..8) == Some(b"ftyp"),
        // An EBML header with the document type (WebM container guidelines).
        Format::Webm => {
            let header = &bytes[..bytes.len().min(64)];
            header.starts_with(&[0x1a, 0x45, 0xdf, 0xa3])
                && header.windows(4).any(|part| part == b"webm")
        }
    };
    if !begins {
        return Err(FormatError::Other);
    }
    let has_boxes = matches!(format, Format::M4a | Format::Mp4);
    if has_boxes && !boxes_are_whole(bytes) {
        return Err(FormatError::CutShort);
    }
    Ok(())
}

/// Returns width and height of a video in px, if its header has them. Only the header of an MP4 is read.
pub(super) fn video_size(format: Format, bytes: &[u8]) -> Option<(u64, u64)> {
    if format != Format::Mp4 {
        return None;
    }
    let (_, movie) = boxes(bytes).find(|(name, _)| *name == b"moov")?;
    boxes(movie)
        .filter(|(name, _)| *name == b"trak")
        .filter_map(|(_, track)| boxes(track).find(|(name, _)| *name == b"tkhd"))
        .find_map(|(_, header)| track_size(header))
}

/// Returns the displayed size of a track (ISO/IEC 14496-12, section 8.3.2). Returns `None` for sound, which has none.
fn track_size(header: &[u8]) -> Option<(u64, u64)> {
    // Version 1 has times and a duration of 64 bits.
    let matrix = if header.first() == Some(&1) { 52 } else { 40 };
    let number = |at: usize| Some(u32::from_be_bytes(*header.get(at..)?.first_chunk()?));
    // Width and height are fixed-point numbers: 16 bits, then 16 bits of a fraction.
    let side = |at: usize| Some(u64::from(number(at)? >> 16));
    let (width, height) = (side(matrix + 36)?, side(matrix + 40)?);
    let is_side = |side: u64| (1..=MAX_SIDE).contains(&side);
    // The second number of the matrix isn't 0 if the video is turned by 90°.
    let is_turned = number(matrix + 4)? != 0;
    match (is_side(width) && is_side(height), is_turned) {
        (false, _) => None,
        (true, false) => Some((width, height)),
        (true, true) => Some((height, width)),
    }
}

/// Returns true if the boxes fill the file, and one of them is the header of a movie.
fn boxes_are_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut has_movie = false;
    // Less than the head of a box at the end is padding.
    while rest.len() >= 8 {
        let Some((name, _, length)) = first_box(rest) else {
            return false;
        };
        has_movie |= name == b"moov";
        rest = &rest[length..];
    }
    has_movie
}

/// Iterates over boxes: name and content. Ends at the first incomplete one.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (name, content, length) = first_box(rest)?;
        rest = &rest[length..];
        Some((name, content))
    })
}

/// Returns the first box (ISO/IEC 14496-12, section 4.2): its name, its content, and its whole length in bytes. Returns
/// `None` if the box is incomplete.
fn first_box(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], usize)> {
    let name = bytes.get(4..)?.first_chunk()?;
    let (start, length) = match u32::from_be_bytes(*bytes.first_chunk()?) {
        // The box ends with the file.
        0 => (8, bytes.len()),
        1 => {
            let length = u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?);
            (16, usize::try_from(length).ok()?)
        }
        length => (8, usize::try_from(length).ok()?),
    };
    Some((name, bytes.get(start..length)?, length))
}
