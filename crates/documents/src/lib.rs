//! Reads the text of the documents that articles rest on, and finds quotations in it.
//!
//! [`read`] turns the bytes of a file into a [`DocumentText`]: its parts with their places, as readers see them. A part
//! is a page of a PDF, a paragraph of a text or web page, or a cue of a transcript. [`find`] returns the only
//! [`FoundPassage`] of a quotation, or a [`FindError`] that helps its author.
//!
//! *Invariant:* documents are hostile. No file makes this crate panic, recurse without limit, or take time or memory out
//! of proportion to its limits. [`DocumentError`] names them.
//!
//! *Invariant:* every text of a part is normalised: white space is single spaces inside the text, and it has no control
//! characters. So a text and its folded form have the same number of code points.

mod decode;
mod document_text;
mod error;
mod find;
mod format;
pub mod html;
mod html_text;
mod index;
mod markdown;
mod normalise;
mod panics;
mod part;
mod pdf;
mod plain;
mod transcript;
mod transcript_text;

use sidelight_model::DocumentFormat;

pub use decode::{NoText, decode};
pub use document_text::DocumentText;
pub use error::{DocumentError, MAX_DOCUMENT, MAX_PAGES, MAX_TEXT};
pub use find::{ClosestPassage, FindError, FoundPassage, closest, find};
pub use format::{format_of, sidecar_of};
pub use panics::catch_panic;
pub use part::Part;
pub use transcript::{CueError, PlacedCue, Transcript, read_webvtt};

use document_text::Builder;

/// Reads a document. The ending of `name` decides its format, and the content must fit it.
///
/// `sidecar` is the content of the file that [`sidecar_of`] names: text that replaces that of a PDF. Form feeds separate its
/// pages. It is ignored for other formats.
///
/// # Errors
/// Returns an error if the format isn't known, the content doesn't fit it, or the file has no words or exceeds a limit.
pub fn read(
    name: &str,
    bytes: &[u8],
    sidecar: Option<&[u8]>,
) -> Result<DocumentText, DocumentError> {
    let format = format_of(name)?;
    if bytes.len() as u64 > MAX_DOCUMENT {
        return Err(DocumentError::TooLarge(bytes.len() as u64));
    }
    format::verify(format, bytes)?;
    let mut builder = Builder::new(format);
    match format {
        DocumentFormat::Pdf => {
            let sidecar = sidecar.map(text_of).transpose()?;
            pdf::read_pages(bytes, sidecar.as_deref(), &mut builder)?;
        }
        DocumentFormat::Html => html_text::read_paragraphs(&text_of(bytes)?, &mut builder)?,
        DocumentFormat::Text => plain::read_paragraphs(&text_of(bytes)?, &mut builder)?,
        DocumentFormat::Markdown => markdown::read_paragraphs(&text_of(bytes)?, &mut builder)?,
        DocumentFormat::Transcript => {
            transcript_text::read_cues(&text_of(bytes)?, name, &mut builder)?;
        }
    }
    builder.finish()
}

/// Decodes a text file, and ends each of its lines with a line feed.
fn text_of(bytes: &[u8]) -> Result<String, DocumentError> {
    let (text, _) = decode(bytes).map_err(DocumentError::NotText)?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}
