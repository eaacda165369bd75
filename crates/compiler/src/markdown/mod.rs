//! Reads Markdown: the blocks of an article, with the position of each piece of text in the file. Reports a diagnostic
//! for everything that articles don't use.
//!
//! A line break in a paragraph becomes a space, also a hard one (two spaces or a backslash before it). Dashes and quote
//! marks stay as they were typed. Links and emphasis are kept, but never HTML. Images are kept if they begin a paragraph
//! outside lists and quotes, each on a line of its own; the rest of that paragraph is their caption. A table is kept if the
//! line before it has its caption.

mod blocks;
mod box_line;
mod directive;
mod figure;
mod inlines;
mod leftover;
mod refused;
mod table;
mod words;

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, LinkType, Options, Parser};

use crate::source_file::SourceFile;
use crate::toml::Spanned;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Block, BoxId, Href, Inline};

pub use table::{AuthoredCell, AuthoredTable};
pub(crate) use table::{CellError, Line, find_cell};
pub use words::{CellPosition, Words, in_bytes};

/// The content of a piece of Markdown.
pub struct Markdown {
    /// The blocks, without the images.
    pub blocks: Vec<Block>,
    /// The plain text of each text block in `blocks`, in the same order.
    pub words: Vec<Words>,
    /// The fact boxes placed in the text. Not checked yet: a box may not exist, or may be placed twice.
    pub boxes: Vec<Spanned<BoxId>>,
    /// The links in the text.
    pub links: Vec<Spanned<Href>>,
    /// The images. They become blocks only after their files have been read.
    pub figures: Vec<AuthoredFigure>,
    /// The tables.
    pub tables: Vec<AuthoredTable>,
    /// The words of the pull quotes. Not checked yet: the text may not have them.
    pub pull_quotes: Vec<Spanned<String>>,
}

/// The images that begin a paragraph, each on a line of its own, and their caption.
pub struct AuthoredFigure {
    /// Number of blocks before it.
    pub before: usize,
    /// The images, at least one.
    pub images: Vec<AuthoredImage>,
    /// Caption. May be empty.
    pub caption: Vec<Inline>,
}

/// An image: `![description](file "credit")`. Its file may also be audio or video.
pub struct AuthoredImage {
    /// Range of the image in the file.
    pub span: Range<usize>,
    /// Path of the file, as written.
    pub file: String,
    /// Description for readers who can't see the image, or the name of a recording. May be empty.
    pub alt: String,
    /// Credit, if there is one.
    pub credit: Option<String>,
}

/// A piece of Markdown in a file.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    /// The file that contains it.
    pub file: &'a SourceFile,
    /// The Markdown.
    pub text: &'a str,
    /// Position of the Markdown in the file.
    pub position: PiecePosition<'a>,
    /// Collects the diagnostics.
    pub diagnostics: &'a DiagnosticSink,
}

/// The position of a piece of Markdown in a file.
#[derive(Clone, Copy)]
pub enum PiecePosition<'a> {
    /// The file contains the Markdown unchanged, from this byte on.
    From(usize),
    /// The Markdown is a TOML string with this range. Because of escapes, positions inside it are unknown.
    Value(&'a Range<usize>),
}

impl<'a> Piece<'a> {
    /// Converts a range in the piece to a range in the file. For a TOML string, returns the range of the whole string.
    fn in_file(&self, range: Range<usize>) -> Range<usize> {
        match self.position {
            PiecePosition::From(base) => base + range.start..base + range.end,
            PiecePosition::Value(value) => value.clone(),
        }
    }

    /// Reports a diagnostic. If the range has several lines, the diagnostic shows only the first.
    fn report(
        &self,
        kind: Kind,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let text = &self.text[range.clone()];
        let line = text.trim_end().lines().next().unwrap_or_default();
        let range = self.in_file(range.start..range.start + line.len());
        self.diagnostics
            .add(self.file.diagnostic(kind, range, message).hint(hint));
    }

    /// Reports a text with more than `limit` characters. Returns true if the text is too long.
    fn is_too_long(&self, text: &str, limit: usize, what: &str, range: Range<usize>) -> bool {
        let length = text.chars().count();
        if length > limit {
            self.report(
                Kind::TooLong,
                range,
                format!("{what} is too long: {length} characters (limit: {limit})"),
                "shorten or split it; check whether something was pasted by mistake",
            );
        }
        length > limit
    }

    /// Reads the Markdown, and reports everything that articles don't use.
    pub fn read(self) -> Markdown {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_OLD_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let told = RefCell::new(None);
        let on_broken_link = |link: BrokenLink<'_>| {
            // Words in brackets are common in quotations. Only `[text][label]` and `[label][]` are certainly meant as
            // links.
            let is_link = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
            if is_link && told.replace(Some(link.span.clone())) != Some(link.span.clone()) {
                self.report(
                    Kind::BadLink,
                    link.span,
                    format!("the link `[{}]` has no target", link.reference),
                    "write the address in the link: `[text](https://…)`",
                );
            }
            None
        };
        let events =
            Parser::new_with_broken_link_callback(self.text, options, Some(on_broken_link));
        blocks::Blocks::new(self, events.into_offset_iter()).read()
    }
}

/// Reads one paragraph of Markdown from a TOML string. Returns its content and its links. Reports any other content, and
/// returns it empty.
pub fn read_line(
    text: &Spanned<String>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> (Vec<Inline>, Vec<Spanned<Href>>) {
    let piece = Piece {
        file,
        text: &text.value,
        position: PiecePosition::Value(&text.span),
        diagnostics,
    };
    let mut read = piece.read();
    let inlines = match read.blocks.as_mut_slice() {
        [Block::Paragraph(paragraph)] if read.figures.is_empty() => {
            std::mem::take(&mut paragraph.inlines)
        }
        _ => {
            diagnostics.add(
                file.diagnostic(
                    Kind::UnsupportedMarkdown,
                    text.span.clone(),
                    "this must be one paragraph",
                )
                .hint("move headings, lists and boxes to the article's text"),
            );
            Vec::new()
        }
    };
    (inlines, read.links)
}
