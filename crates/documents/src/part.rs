//! The parts of documents, with their places.

use sidelight_model::DocumentPlace;

use crate::normalise::Normal;

/// A part of a document: a page, a paragraph or a cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub(crate) place: DocumentPlace,
    pub(crate) normal: Normal,
}

impl Part {
    /// Returns the place of the part.
    pub fn place(&self) -> DocumentPlace {
        self.place
    }

    /// Returns the normalised text of the part. It is not empty.
    pub fn text(&self) -> &str {
        &self.normal.text
    }

    /// Returns the positions of hyphens at line ends, in code points.
    pub(crate) fn breaks(&self) -> &[usize] {
        &self.normal.breaks
    }
}

/// Returns the place of a paragraph by its index.
pub(crate) fn paragraph(index: usize) -> DocumentPlace {
    DocumentPlace::Paragraph(index as u64 + 1)
}
