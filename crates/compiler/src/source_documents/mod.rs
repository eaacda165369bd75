//! The documents of sources, and the passages in them that facts name.
//!
//! Documents are in the folder `sources` of an article. Every quotation from one is found in its text, exactly once.
//!
//! *Invariant:* a package has no passage of a document that wasn't found in the file with the hash in the package. The
//! exception is a document of which nothing is published: where its file is missing, places and hash are the author's.
//!
//! *Invariant:* no document is published that a browser shows as a page of the site.

mod find;

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::document_keys::AuthoredDocument;
use crate::head::Head;
use crate::hex::hex;
use crate::linked_files::LinkedFile;
use crate::source_file::SourceFile;
use crate::sources::{ReadError, Sources};
use crate::toml::Spanned;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_documents::{DocumentText, MAX_DOCUMENT, format_of, sidecar_of};
use sidelight_model::{Document, DocumentFormat, Href, Publish, Recording, SourceId};
use sidelight_text::nearest;

pub(crate) use find::find_passages;

/// The folder of documents in an article's folder.
const FOLDER: &str = "sources";

/// The endings of audio and video files.
const AUDIO: [&str; 2] = ["mp3", "m4a"];
const VIDEO: [&str; 2] = ["mp4", "webm"];

/// The documents of an article, by the ids of their sources.
#[derive(Default)]
pub(crate) struct Documents {
    read: HashMap<SourceId, ReadDocument>,
    /// The sources whose document couldn't be read. A diagnostic was reported.
    refused: Vec<SourceId>,
    /// The files to publish.
    pub(crate) files: Vec<LinkedFile>,
}

/// A document that was read, or of which nothing is published.
struct ReadDocument {
    document: Document,
    /// The text. `None` if the file is missing.
    text: Option<DocumentText>,
}

impl Documents {
    /// Reads the documents of all sources. Reports those that can't be read.
    pub(crate) fn read(
        sources: &dyn Sources,
        article: &str,
        head: &Head,
        file: &SourceFile,
        diagnostics: &DiagnosticSink,
    ) -> Self {
        let mut documents = Self::default();
        let reader = Reader {
            sources,
            article,
            file,
            diagnostics,
        };
        for (id, authored) in &head.documents {
            let read = authored
                .file
                .as_ref()
                .and_then(|file| reader.read(authored, file, &mut documents.files));
            match read {
                Some(read) => {
                    documents.read.insert(id.clone(), read);
                }
                None => documents.refused.push(id.clone()),
            }
        }
        documents
    }

    /// Returns the document of a source, for its package.
    pub(crate) fn of(&self, source: &SourceId) -> Option<Document> {
        Some(self.read.get(source)?.document.clone())
    }
}

/// The name of a recording, and what makes a recording of its address.
type NamedRecording<'a> = (&'a str, fn(Href) -> Recording);

struct Reader<'a> {
    sources: &'a dyn Sources,
    article: &'a str,
    file: &'a SourceFile,
    diagnostics: &'a DiagnosticSink,
}

impl Reader<'_> {
    /// Reads a document, and adds the files to publish to `files`. Reports errors and returns `None` if there are any.
    fn read(
        &self,
        authored: &AuthoredDocument,
        file: &Spanned<String>,
        files: &mut Vec<LinkedFile>,
    ) -> Option<ReadDocument> {
        let name = &file.value;
        let recording = self.recording(authored, name)?;
        let bytes = match self.bytes(&path_of(name), MAX_DOCUMENT) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) if authored.publish == Publish::Nothing => {
                return self.unverified(authored, file);
            }
            Err(error) => {
                self.diagnostics.add(self.unread(file, error));
                return None;
            }
        };
        let sha256 = hex(&Sha256::digest(&bytes));
        if let Some(expected) = authored.sha256.as_ref().filter(|hash| hash.value != sha256) {
            self.diagnostics.add(
                self.file
                    .diagnostic(
                        Kind::DocumentChanged,
                        expected.span.clone(),
                        format!("the document `{name}` isn't the one with this hash; its hash is {sha256}"),
                    )
                    .hint("check what changed in the document, then write its new hash, or restore the file"),
            );
            return None;
        }
        let sidecar = self.sidecar(name)?;
        let text = match sidelight_documents::read(name, &bytes, sidecar.as_deref()) {
            Ok(text) => text,
            Err(error) => {
                self.diagnostics.add(
                    self.file
                        .diagnostic(
                            Kind::Document,
                            file.span.clone(),
                            format!("`{name}` can't be read: {error}"),
                        )
                        .hint(error.hint()),
                );
                return None;
            }
        };
        let is_published = authored.publish == Publish::File;
        if is_published && text.format() == DocumentFormat::Html {
            self.diagnostics.add(
                self.file
                    .diagnostic(
                        Kind::PublishedPage,
                        file.span.clone(),
                        format!("the web page `{name}` can't be published as a file, because its scripts would run on your site"),
                    )
                    .hint("delete `publish`, so that readers get its passages, or print the page to a PDF and use that"),
            );
            return None;
        }
        let mut publish = |name: &str| {
            let path = path_of(name);
            files.push(LinkedFile::new(self.sources, self.article, &path));
            // Of the characters that a name may have, an address encodes only the space.
            Href::new(path.replace(' ', "%20")).ok()
        };
        Some(ReadDocument {
            document: Document {
                name: name.clone(),
                format: text.format(),
                sha256,
                bytes: Some(bytes.len() as u64),
                pages: text.pages(),
                publish: authored.publish,
                file: is_published.then(|| publish(name)).flatten(),
                recording: recording.and_then(|(name, kind)| publish(name).map(kind)),
            },
            text: Some(text),
        })
    }

    fn bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.sources.read(self.article, path, limit)
    }

    /// Reads the text beside a PDF, if there is one. Reports one that can't be read, and returns `None`.
    fn sidecar(&self, name: &str) -> Option<Option<Vec<u8>>> {
        let Some(sidecar) = sidecar_of(name) else {
            return Some(None);
        };
        match self.bytes(&path_of(&sidecar), MAX_DOCUMENT) {
            Ok(bytes) => Some(Some(bytes)),
            Err(ReadError::Missing) => Some(None),
            Err(error) => {
                let shown = self.sources.shown(self.article, Some(&path_of(&sidecar)));
                let (kind, message, hint) =
                    crate::linked_files::unread(&shown, MAX_DOCUMENT, error);
                self.diagnostics
                    .add(Diagnostic::new(kind, &shown.into(), 0..0, message).hint(hint));
                None
            }
        }
    }

    /// Returns a document whose file is missing and of which nothing is published. Reports that its passages can't be
    /// verified here.
    fn unverified(
        &self,
        authored: &AuthoredDocument,
        file: &Spanned<String>,
    ) -> Option<ReadDocument> {
        let name = &file.value;
        let diagnostic =
            |kind, message: String| self.file.diagnostic(kind, file.span.clone(), message);
        let format = match format_of(name) {
            Ok(format) => format,
            Err(error) => {
                self.diagnostics.add(
                    diagnostic(Kind::Document, format!("`{name}` can't be read: {error}"))
                        .hint(error.hint()),
                );
                return None;
            }
        };
        let Some(sha256) = &authored.sha256 else {
            self.diagnostics
                .add(self.unread(file, ReadError::Missing).hint(
                    "put the file into the folder `sources`; to build without it, add `sha256 = \"…\"` with its hash",
                ));
            return None;
        };
        self.diagnostics.add(
            diagnostic(
                Kind::NotVerified,
                format!("not verified: there is no file `{}` here", path_of(name)),
            )
            .hint("its passages are taken from facts.toml; check the article once on a computer that has the file"),
        );
        Some(ReadDocument {
            document: Document {
                name: name.clone(),
                format,
                sha256: sha256.value.clone(),
                bytes: None,
                pages: None,
                publish: Publish::Nothing,
                file: None,
                recording: None,
            },
            text: None,
        })
    }

    /// Returns the name and the kind of a document's recording, and `Some(None)` if it has none. Reports one that can't be
    /// published, and returns `None`.
    fn recording<'a>(
        &self,
        authored: &'a AuthoredDocument,
        file: &str,
    ) -> Option<Option<NamedRecording<'a>>> {
        let Some(name) = &authored.recording else {
            return Some(None);
        };
        let report = |kind, message: &str, hint: &str| {
            self.diagnostics.add(
                self.file
                    .diagnostic(kind, name.span.clone(), message)
                    .hint(hint),
            );
        };
        let is_transcript = format_of(file) == Ok(DocumentFormat::Transcript);
        if !is_transcript || authored.publish != Publish::File {
            report(
                Kind::NoDocument,
                "only a published transcript can have a recording",
                "name a `.vtt` or `.srt` file as `file`, and write `publish = \"file\"`",
            );
            return None;
        }
        let ending = name
            .value
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        let kind: fn(Href) -> Recording = match ending.as_deref() {
            Some(ending) if AUDIO.contains(&ending) => Recording::Audio,
            Some(ending) if VIDEO.contains(&ending) => Recording::Video,
            _ => {
                report(
                    Kind::MediaFormat,
                    "a recording must be an MP3, M4A, MP4 or WebM file",
                    "convert it, for example to MP3 or MP4",
                );
                return None;
            }
        };
        match self.bytes(&path_of(&name.value), crate::linked_files::MAX_LINKED) {
            Ok(_) => Some(Some((&name.value, kind))),
            Err(error) => {
                self.diagnostics.add(self.unread(name, error));
                None
            }
        }
    }

    /// Returns a diagnostic for a file that can't be read.
    fn unread(&self, name: &Spanned<String>, error: ReadError) -> Diagnostic {
        let path = path_of(&name.value);
        let is_missing = error == ReadError::Missing;
        let (kind, message, hint) = crate::linked_files::unread(&path, MAX_DOCUMENT, error);
        let diagnostic = self.file.diagnostic(kind, name.span.clone(), message);
        if !is_missing {
            return diagnostic.hint(hint);
        }
        let files = self.sources.files(self.article).unwrap_or_default();
        match nearest(&path, files.iter().map(String::as_str)) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("put the file into the folder `sources` beside article.md"),
        }
    }
}

/// Returns the path of a document in the article's folder.
fn path_of(name: &str) -> String {
    format!("{FOLDER}/{name}")
}
