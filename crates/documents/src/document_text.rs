//! The text of a document, in parts with their places.

use std::sync::OnceLock;

use sidelight_model::{DocumentFormat, DocumentPlace};
use sidelight_text::WordIndex;

use crate::error::{DocumentError, MAX_TEXT};
use crate::index::{Bare, Index};
use crate::normalise::Lines;
use crate::part::Part;

/// The text of a document.
#[derive(Debug)]
pub struct DocumentText {
    format: DocumentFormat,
    pages: Option<u64>,
    parts: Vec<Part>,
    pub(crate) index: Index,
    /// The index without hyphens, made when the first quotation needs it.
    pub(crate) bare: OnceLock<Bare>,
    /// The words for suggestions, collected when the first quotation isn't found.
    pub(crate) closest: OnceLock<WordIndex>,
}

impl DocumentText {
    /// Returns the format of the document.
    pub fn format(&self) -> DocumentFormat {
        self.format
    }

    /// Returns the number of pages, including blank ones. Only a PDF has one.
    pub fn pages(&self) -> Option<u64> {
        self.pages
    }

    /// Returns the parts of the document that have words, in its order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// Collects the parts of a document.
pub(crate) struct Builder {
    format: DocumentFormat,
    pages: Option<u64>,
    raw: Vec<(DocumentPlace, String)>,
    bytes: usize,
}

impl Builder {
    pub(crate) fn new(format: DocumentFormat) -> Self {
        Self {
            format,
            pages: None,
            raw: Vec::new(),
            bytes: 0,
        }
    }

    /// Sets the number of pages.
    pub(crate) fn set_pages(&mut self, pages: usize) {
        self.pages = Some(pages as u64);
    }

    /// Returns the number of parts with text so far.
    pub(crate) fn len(&self) -> usize {
        self.raw.len()
    }

    /// Adds a part, unless it is blank. Line feeds in it are ends of lines, at which hyphens may divide words. Returns an
    /// error if the document's text is too long.
    pub(crate) fn add(
        &mut self,
        place: DocumentPlace,
        text: impl Into<String>,
    ) -> Result<(), DocumentError> {
        let text = text.into();
        self.bytes += text.len();
        if self.bytes > MAX_TEXT {
            return Err(DocumentError::TooMuchText);
        }
        if !text.trim().is_empty() {
            self.raw.push((place, text));
        }
        Ok(())
    }

    /// Normalises the parts. Returns an error if there are none.
    pub(crate) fn finish(self) -> Result<DocumentText, DocumentError> {
        let lines = Lines::new(self.raw.iter().map(|(_, text)| text.as_str()));
        let parts: Vec<Part> = self
            .raw
            .into_iter()
            .map(|(place, text)| Part {
                place,
                normal: lines.normalise(&text),
            })
            .filter(|part| !part.text().is_empty())
            .collect();
        if parts.is_empty() {
            return Err(DocumentError::Empty);
        }
        Ok(DocumentText {
            format: self.format,
            pages: self.pages,
            index: Index::new(&parts),
            parts,
            bare: OnceLock::new(),
            closest: OnceLock::new(),
        })
    }
}
