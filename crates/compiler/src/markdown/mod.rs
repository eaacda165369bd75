//! Markdown with places: the blocks of an article, where each piece of text stands in the file, and a fault for
//! everything that articles don't use.
//!
//! A single line break in a paragraph is a space, and so is a hard one (two spaces or a backslash before it).
//! Dashes and quotes stay as they were typed. Links and emphasis are kept; HTML never is. An image is kept that begins
//! a paragraph outside of lists and quotes; the rest of that paragraph is its caption.

mod blocks;
mod box_line;
mod figure;
mod inlines;
mod refused;
mod words;

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, LinkType, Options, Parser};

use crate::file::AuthoredFile;
use crate::toml::At;
use crate::{Faults, Kind};
use sidelight_model::{Block, BoxId, Href, Inline};

pub use words::Words;

/// What a piece of Markdown says.
pub struct Markdown {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// The words of their text blocks, in the same order.
    pub words: Vec<Words>,
    /// The boxes placed in it, also those that can't be.
    pub boxes: Vec<At<BoxId>>,
    /// The links in it.
    pub links: Vec<At<Href>>,
    /// Its images, which are no blocks before their files have been read.
    pub figures: Vec<AuthoredFigure>,
}

/// An image in a paragraph of its own: `![what it shows](its file "credit")`, then its caption.
pub struct AuthoredFigure {
    /// How many blocks stand before it.
    pub before: usize,
    /// Where the image is written, without its caption.
    pub span: Range<usize>,
    /// The file it names.
    pub file: String,
    /// What it shows, in words; may be blank.
    pub alt: String,
    /// Its caption; may be empty.
    pub caption: Vec<Inline>,
    /// Its credit.
    pub credit: Option<String>,
}

/// A piece of Markdown in a file.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    /// The file.
    pub file: &'a AuthoredFile,
    /// The Markdown.
    pub text: &'a str,
    /// Where it stands.
    pub place: Place<'a>,
    /// Where faults go.
    pub faults: &'a Faults,
}

/// Where Markdown stands in a file.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// As it is, from this byte on.
    From(usize),
    /// In a TOML text, whose escapes hide the places in it.
    Value(&'a Range<usize>),
}

impl<'a> Piece<'a> {
    /// A place in the piece as a place in the file.
    fn in_file(&self, range: Range<usize>) -> Range<usize> {
        match self.place {
            Place::From(base) => base + range.start..base + range.end,
            Place::Value(value) => value.clone(),
        }
    }

    /// Tells of a fault. Of a place that runs over several lines the first is shown.
    fn tell(
        &self,
        kind: Kind,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let text = &self.text[range.clone()];
        let line = text.trim_end().lines().next().unwrap_or_default();
        let range = self.in_file(range.start..range.start + line.len());
        self.faults
            .add(self.file.fault(kind, range, message).hint(hint));
    }

    /// Reports a text that has more characters than it may have. Returns whether it has.
    fn is_too_long(&self, text: &str, limit: usize, what: &str, range: Range<usize>) -> bool {
        let length = text.chars().count();
        if length > limit {
            self.tell(
                Kind::TooLong,
                range,
                format!("{what} has {length} characters, more than the {limit} that it may have"),
                "shorten it or make several of it, and see whether something was pasted by mistake",
            );
        }
        length > limit
    }

    /// Reads it.
    pub fn read(self) -> Markdown {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_OLD_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let told = RefCell::new(None);
        let on_broken_link = |link: BrokenLink<'_>| {
            // Words in brackets are common in quotes; only what is surely meant as a link is a fault.
            let is_link = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
            if is_link && told.replace(Some(link.span.clone())) != Some(link.span.clone()) {
                self.tell(
                    Kind::BadLink,
                    link.span,
                    format!("nothing says where `[{}]` leads", link.reference),
                    "write the address here, `[words](https://…)`",
                );
            }
            None
        };
        let events =
            Parser::new_with_broken_link_callback(self.text, options, Some(on_broken_link));
        blocks::Blocks::new(self, events.into_offset_iter()).read()
    }
}

/// Reads a line of Markdown that stands in a TOML text: one paragraph.
pub fn read_line(
    text: &At<String>,
    file: &AuthoredFile,
    faults: &Faults,
) -> (Vec<Inline>, Vec<At<Href>>) {
    let piece = Piece {
        file,
        text: &text.value,
        place: Place::Value(&text.span),
        faults,
    };
    let mut read = piece.read();
    let inlines = match read.blocks.as_mut_slice() {
        [Block::Paragraph(paragraph)] if read.figures.is_empty() => {
            std::mem::take(&mut paragraph.inlines)
        }
        _ => {
            faults.add(
                file.fault(
                    Kind::UnsupportedMarkdown,
                    text.span.clone(),
                    "this must be one paragraph",
                )
                .hint("headings, lists and boxes stand in the article's text"),
            );
            Vec::new()
        }
    };
    (inlines, read.links)
}
