//! A TOML document, or as much of it as could be parsed.

use std::ops::Range;

use toml::de::DeTable;

use super::syntax::syntax_faults;
use crate::file::AuthoredFile;
use crate::{Diagnostic, Faults};

/// A parsed document: a whole file, or a part of one.
pub struct Document<'a> {
    file: &'a AuthoredFile,
    faults: &'a Faults,
    /// The byte of the file at which the document begins.
    base: usize,
    text: &'a str,
    tree: DeTable<'a>,
    /// Ranges of the syntax errors.
    broken: Vec<Range<usize>>,
}

impl<'a> Document<'a> {
    /// Parses a part of a file. Reports its syntax errors at once.
    pub fn parse(file: &'a AuthoredFile, part: Range<usize>, faults: &'a Faults) -> Self {
        let base = part.start;
        let text = &file.text[part.clone()];
        let (tree, errors) = DeTable::parse_recoverable(text);
        let mut document = Self {
            file,
            faults,
            base,
            text,
            tree: tree.into_inner(),
            broken: Vec::new(),
        };
        for fault in syntax_faults(file, part, &errors) {
            document.broken.push(fault.range.clone());
            faults.add(fault);
        }
        document
    }

    /// Returns the root table.
    pub(super) fn tree(&'a self) -> &'a DeTable<'a> {
        &self.tree
    }

    /// Returns true if the document has syntax errors. Keys may then be missing only because they couldn't be parsed.
    pub fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Returns the file that contains the document.
    pub fn file(&self) -> &'a AuthoredFile {
        self.file
    }

    /// Reports a diagnostic, unless its range is that of a syntax error, which caused it.
    pub fn tell(&self, fault: Diagnostic) {
        if !self.broken.contains(&fault.range) {
            self.faults.add(fault);
        }
    }

    /// Converts a range in the document to a range in the file.
    pub fn in_file(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }

    /// Returns the text at a range of the file. Returns an empty text if the range is invalid.
    pub fn text_at(&self, span: &Range<usize>) -> &'a str {
        self.file.text.get(span.clone()).unwrap_or_default()
    }

    /// Returns the text of the document.
    pub fn text(&self) -> &'a str {
        self.text
    }
}
