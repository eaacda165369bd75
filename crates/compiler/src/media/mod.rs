//! Audio and video in articles: from a file in the article's folder to a player with captions.
//!
//! A recording is published unchanged, under a name with a hash of its content. Its captions are WebVTT files beside it.
//! They are compulsory: without them, deaf readers would miss what is said (WCAG 2.2, success criteria 1.2.1 and 1.2.2).
//!
//! *Invariant:* a published recording has the format that its name says, and its captions have been read completely.

mod captions;
mod container;
mod webvtt;

use std::cell::RefCell;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::linked_files::{MAX_LINKED, unread};
use crate::markdown::AuthoredImage;
use crate::out_file::OutFile;
use crate::pictures::{Picture, published_stem};
use crate::source_file::SourceFile;
use crate::sources::{ReadError, Sources};
use crate::{Diagnostic, DiagnosticSink, Kind};
use container::{Format, FormatError, check_format, video_size};
use sidelight_model::{Frame, Href, Inline, Media};
use sidelight_text::nearest;

/// The endings of audio and video that no format in [`Format`] covers. Some browsers can't play these files.
const UNSUPPORTED: [&str; 19] = [
    "3gp", "aac", "aif", "aiff", "avi", "flac", "m4v", "mkv", "mov", "mpeg", "mpg", "oga", "ogg",
    "ogv", "opus", "wav", "weba", "wma", "wmv",
];

/// The endings of a picture for a video.
const POSTERS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// Size in px of a video whose own size isn't known.
const USUAL_SIZE: (u64, u64) = (1600, 900);

/// An error of a recording: kind, message and hint.
type Wrong = (Kind, String, String);

/// An article's folder, with the audio and video in it.
pub(super) struct MediaFolder<'a> {
    pub(super) sources: &'a dyn Sources,
    /// The name of the article's folder.
    pub(super) article: &'a str,
    /// The language of the article, and of captions whose file doesn't name one.
    pub(super) language: &'a str,
    /// The caption files that were read. Reports show their lines.
    read: RefCell<Vec<SourceFile>>,
}

/// A recording or a caption file to publish with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    article: String,
    /// Path of the file in the article's folder.
    file: String,
    /// Path of the file as shown to authors.
    shown: Arc<str>,
    hash: String,
    /// Name under which the file is published.
    name: String,
}

/// A recording that was read.
struct Recording {
    format: Format,
    /// The file to publish.
    published: MediaFile,
    /// Width and height of a video in px, if its header has them.
    size: Option<(u64, u64)>,
}

/// Returns true if a file is audio or video according to its ending, also if its format isn't supported.
pub(super) fn is_media(file: &str) -> bool {
    let ending = ending(file);
    Format::of_ending(&ending).is_some() || UNSUPPORTED.contains(&&*ending)
}

/// Returns the ending of a file's name in lower case, without the dot. It is empty if there is none.
fn ending(file: &str) -> String {
    file.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

impl<'a> MediaFolder<'a> {
    pub(super) fn new(sources: &'a dyn Sources, article: &'a str, language: &'a str) -> Self {
        Self {
            sources,
            article,
            language,
            read: RefCell::default(),
        }
    }

    /// Notes a caption file that was read.
    fn note(&self, file: SourceFile) {
        let mut read = self.read.borrow_mut();
        if read.iter().all(|known| known.shown != file.shown) {
            read.push(file);
        }
    }

    /// Returns the caption files that were read, each once.
    pub(super) fn into_caption_files(self) -> Vec<SourceFile> {
        self.read.into_inner()
    }

    /// Reads a recording with its captions and its picture. Returns it with the files to publish. Calls `report` for
    /// errors of the recording, and reports errors inside a caption file to `diagnostics`. Returns `None` after an error.
    pub(super) fn read(
        &self,
        image: &AuthoredImage,
        caption: Vec<Inline>,
        report: &dyn Fn(Wrong),
        diagnostics: &DiagnosticSink,
    ) -> Option<(Media, Option<Picture>, Vec<MediaFile>)> {
        let file = image.file.as_str();
        // A folder that can't be listed has no article to compile.
        let names = self.sources.files(self.article).unwrap_or_default();
        let recording = self.recording(file, &names);
        let tracks = captions::read_tracks(self, file, &names, report, diagnostics);
        let Recording {
            format,
            published,
            size,
        } = match recording {
            Ok(recording) => recording,
            Err(wrong) => {
                report(wrong);
                return None;
            }
        };
        let mut poster = None;
        if format.is_video()
            && let Some(name) = poster_of(file, &names)
        {
            match Picture::read(self.sources, self.article, name) {
                Ok(picture) => poster = Some(picture),
                Err(wrong) => {
                    report(wrong);
                    return None;
                }
            }
        }
        let (tracks, mut files) = tracks?;
        let variants = poster
            .as_ref()
            .map_or_else(Vec::new, Picture::model_variants);
        let (width, height) = variants
            .last()
            .map(|widest| (widest.width, widest.height))
            .or(size)
            .unwrap_or(USUAL_SIZE);
        let media = Media {
            src: Href::new(published.name.as_str()).ok()?,
            name: image.alt.clone(),
            frame: format.is_video().then_some(Frame {
                width,
                height,
                poster: variants,
            }),
            tracks,
            caption,
            credit: image.credit.clone(),
        };
        files.push(published);
        Some((media, poster, files))
    }

    /// Reads a recording.
    fn recording(&self, file: &str, names: &[String]) -> Result<Recording, Wrong> {
        let Some(format) = Format::of_ending(&ending(file)) else {
            return Err((
                Kind::MediaFormat,
                format!("some browsers can't play `{file}`"),
                "export it as `.mp4` (H.264 and AAC) or `.webm` if it is video, as `.mp3` or `.m4a` (AAC) if it is audio"
                    .to_owned(),
            ));
        };
        let bytes = self.bytes(file, MAX_LINKED, names)?;
        check_format(format, &bytes).map_err(|error| wrong_format(file, format, error))?;
        let published = self.published(file, &bytes, &format!(".{}", format.ending()));
        let size = video_size(format, &bytes);
        Ok(Recording {
            format,
            published,
            size,
        })
    }

    /// Reads a file of at most `limit` bytes. If it is missing, suggests the most similar recording among `names`.
    fn bytes(&self, file: &str, limit: u64, names: &[String]) -> Result<Vec<u8>, Wrong> {
        self.sources
            .read(self.article, file, limit)
            .map_err(|error| {
                let near = (error == ReadError::Missing)
                    .then(|| {
                        nearest(
                            file,
                            names
                                .iter()
                                .map(String::as_str)
                                .filter(|name| is_media(name)),
                        )
                    })
                    .flatten();
                let (kind, message, hint) = unread(file, limit, error);
                let hint = near.map_or(hint, |near| format!("did you mean `{near}`?"));
                (kind, message, hint)
            })
    }

    /// Returns a file to publish. Its name is the file's own, with a hash and `end`.
    fn published(&self, file: &str, bytes: &[u8], end: &str) -> MediaFile {
        let hash = hash(bytes);
        MediaFile {
            article: self.article.to_owned(),
            file: file.to_owned(),
            shown: self.sources.shown(self.article, Some(file)).into(),
            name: format!("{}-{hash}{end}", published_stem(file, "recording")),
            hash,
        }
    }
}

impl MediaFile {
    /// Reads the file, as a file of the site.
    ///
    /// # Errors
    /// Returns a diagnostic if the file has changed since the article was read, or if it can't be read.
    pub(super) fn out_file(&self, sources: &dyn Sources) -> Result<OutFile, Box<Diagnostic>> {
        let diagnostic = |(kind, message, hint): Wrong| {
            Box::new(Diagnostic::new(kind, &self.shown, 0..0, message).hint(hint))
        };
        let content = sources
            .read(&self.article, &self.file, MAX_LINKED)
            .map_err(|error| diagnostic(unread(&self.file, MAX_LINKED, error)))?;
        if hash(&content) != self.hash {
            return Err(diagnostic((
                Kind::MediaFormat,
                format!("`{}` changed during the build", self.file),
                "build the site again".to_owned(),
            )));
        }
        Ok(OutFile {
            path: format!("{}/{}", self.article, self.name),
            content,
        })
    }
}

/// Returns the file beside a video with the same name and the ending of a picture.
fn poster_of<'a>(file: &str, names: &'a [String]) -> Option<&'a str> {
    let (stem, _) = file.rsplit_once('.')?;
    POSTERS.iter().find_map(|ending| {
        names
            .iter()
            .find(|name| {
                name.strip_prefix(stem)
                    .and_then(|rest| rest.strip_prefix('.'))
                    == Some(ending)
            })
            .map(String::as_str)
    })
}

/// Returns ten hexadecimal digits of a file's hash.
fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..5])
}

fn wrong_format(file: &str, format: Format, error: FormatError) -> Wrong {
    match error {
        FormatError::Other => (
            Kind::MediaFormat,
            format!("`{file}` isn't {}, despite its name", format.name()),
            "export it again; renaming a file doesn't change its format".to_owned(),
        ),
        FormatError::CutShort => (
            Kind::MediaFormat,
            format!("`{file}` is incomplete"),
            "copy or export it again, and check that it plays to its end".to_owned(),
        ),
    }
}
