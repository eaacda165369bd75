//! The reasons why a document can't be read.

use std::fmt::{self, Display, Formatter};

use sidelight_model::DocumentFormat;

use crate::decode::NoText;
use crate::html::Overgrown;
use crate::transcript::CueError;

/// Largest document that is read, in bytes.
pub const MAX_DOCUMENT: u64 = 64 * 1024 * 1024;

/// Largest number of pages of a PDF.
pub const MAX_PAGES: usize = 2_000;

/// Largest text of a document, in bytes.
pub const MAX_TEXT: usize = 32 * 1024 * 1024;

/// The reason why a document can't be read. Its text is the message, [`Self::hint`] the fix. Neither names the
/// file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// No format has this ending of a name, in lower case. It may be empty.
    UnknownFormat(String),
    /// The file has this number of bytes, which is more than [`MAX_DOCUMENT`].
    TooLarge(u64),
    /// The content doesn't fit the format.
    OtherContent {
        /// The format that the name says.
        format: DocumentFormat,
        /// What the content is, with an article.
        found: &'static str,
    },
    /// The bytes aren't a text in a known encoding.
    NotText(NoText),
    /// The markup of a page exceeds a limit.
    Overgrown(Overgrown),
    /// The document has no words.
    Empty,
    /// A PDF with this number of pages has no text, as scans don't, and there is no sidecar.
    NoTextLayer(usize),
    /// A PDF can be opened only with a password.
    Encrypted,
    /// A PDF can't be read.
    Damaged,
    /// A page of a PDF can't be read. It has this number, from 1.
    DamagedPage(usize),
    /// A PDF has this number of pages, which is more than [`MAX_PAGES`].
    TooManyPages(usize),
    /// The text is longer than [`MAX_TEXT`].
    TooMuchText,
    /// Reading takes too much time or memory for a document that people made.
    TooComplex,
    /// A PDF uses a compression that was common until 1996 and whose size can't be checked.
    OldCompression,
    /// A transcript has these mistakes, in the order of its lines. There is at least one.
    Transcript(Vec<CueError>),
    /// The sidecar has another number of pages than the PDF.
    SidecarPages {
        /// The number of pages of the PDF.
        pages: usize,
        /// The number of pages of the sidecar.
        sidecar: usize,
    },
}

impl DocumentError {
    /// Returns how to fix the error.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownFormat(_) => {
                "save it as `.pdf`, `.html`, `.txt`, `.md`, `.vtt` or `.srt`".to_owned()
            }
            Self::TooLarge(_) => {
                "keep only the pages that facts quote, or save it without images".to_owned()
            }
            Self::OtherContent { .. } => {
                "give the file the ending of its format, or save it in the format that its name says".to_owned()
            }
            Self::NotText(NoText::Binary) => "save the document as a PDF or as plain text".to_owned(),
            Self::NotText(_) => {
                "open it in an editor that shows it correctly, and save it as UTF-8".to_owned()
            }
            Self::Overgrown(_) => "copy its text into a text file; the page's HTML is broken".to_owned(),
            Self::Empty => {
                "check that it was saved completely; if scripts load the text of a page, save it after it has loaded"
                    .to_owned()
            }
            Self::NoTextLayer(_) => {
                "it is probably a scan; put its text into a file beside it, with `.txt` after its whole name \
                 (`ruling.pdf.txt`) and a form feed between pages"
                    .to_owned()
            }
            Self::Encrypted => "save a copy without a password".to_owned(),
            Self::Damaged | Self::DamagedPage(_) => {
                "open it in a PDF viewer and print it to a new PDF, or download it again".to_owned()
            }
            Self::TooManyPages(_) => "keep only the pages that facts quote".to_owned(),
            Self::TooMuchText => "keep only the part that facts quote".to_owned(),
            Self::Transcript(mistakes) => mistakes
                .first()
                .map_or_else(String::new, |first| first.hint.clone()),
            Self::TooComplex | Self::OldCompression => {
                "open it in a PDF viewer and print the pages that facts quote to a new PDF".to_owned()
            }
            Self::SidecarPages { .. } => {
                "put exactly one form feed between the texts of two pages, also of blank ones".to_owned()
            }
        }
    }
}

impl Display for DocumentError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFormat(ending) if ending.is_empty() => {
                f.write_str("the name of the document has no ending that says its format")
            }
            Self::UnknownFormat(ending) => {
                write!(f, "documents can't be `.{}` files", ending.escape_debug())
            }
            Self::TooLarge(bytes) => write!(
                f,
                "the document is too large: {:.1} MB (limit: {:.1} MB)",
                *bytes as f64 / 1e6,
                MAX_DOCUMENT as f64 / 1e6
            ),
            Self::OtherContent { format, found } => {
                let format = match format {
                    DocumentFormat::Pdf => "a PDF",
                    DocumentFormat::Html => "a web page",
                    DocumentFormat::Text => "a text",
                    DocumentFormat::Markdown => "a Markdown file",
                    DocumentFormat::Transcript => "a transcript",
                };
                write!(f, "by its name the document is {format}, but it is {found}")
            }
            Self::NotText(NoText::Binary) => f.write_str("the document isn't a text file"),
            Self::NotText(NoText::BadByte(0, encoding)) => {
                write!(f, "the document is marked as {encoding}, but isn't")
            }
            Self::NotText(NoText::BadByte(at, encoding)) => {
                write!(f, "the document isn't {encoding}: byte {at} is invalid")
            }
            Self::NotText(NoText::UnknownEncoding(label)) => {
                write!(f, "the document declares the unknown encoding `{label}`")
            }
            Self::Overgrown(limit) => write!(f, "the page can't be read: {limit}"),
            Self::Empty => f.write_str("the document has no words"),
            Self::NoTextLayer(1) => f.write_str("the page of this PDF is an image without text"),
            Self::NoTextLayer(pages) => write!(f, "the {pages} pages of this PDF have no text"),
            Self::Encrypted => f.write_str("this PDF can be opened only with a password"),
            Self::Damaged => f.write_str("this PDF is damaged"),
            Self::DamagedPage(page) => write!(f, "page {page} of this PDF is damaged"),
            Self::TooManyPages(pages) => {
                write!(
                    f,
                    "this PDF has too many pages: {pages} (limit: {MAX_PAGES})"
                )
            }
            Self::TooMuchText => write!(
                f,
                "the text of the document is too long (limit: {:.1} MB)",
                MAX_TEXT as f64 / 1e6
            ),
            Self::TooComplex => f.write_str("reading this PDF takes too much time or memory"),
            Self::OldCompression => {
                f.write_str("this PDF uses a compression that isn't supported, LZW or RunLength")
            }
            Self::Transcript(mistakes) => match mistakes.first() {
                Some(first) => write!(f, "line {}: {}", first.line, first.message),
                None => f.write_str("this transcript can't be read"),
            },
            Self::SidecarPages { pages, sidecar } => write!(
                f,
                "the text beside this PDF has {sidecar} pages, the PDF has {pages}"
            ),
        }
    }
}

impl std::error::Error for DocumentError {}

impl From<Overgrown> for DocumentError {
    fn from(limit: Overgrown) -> Self {
        Self::Overgrown(limit)
    }
}
