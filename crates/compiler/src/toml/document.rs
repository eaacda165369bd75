//! A TOML document, or what could be saved of it.

use std::ops::Range;

use toml::de::DeTable;

use super::syntax::syntax_faults;
use crate::file::AuthoredFile;
use crate::{Diagnostic, Faults};

/// A parsed document: a whole file or the part of one between two places.
pub struct Document<'a> {
    file: &'a AuthoredFile,
    faults: &'a Faults,
    /// Where in the file the document begins.
    base: usize,
    text: &'a str,
    tree: DeTable<'a>,
    /// Where its syntax is at fault.
    broken: Vec<Range<usize>>,
}

impl<'a> Document<'a> {
    /// Parses a part of a file; faults in its syntax are told at once.
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

    /// Its outermost table.
    pub(super) fn tree(&'a self) -> &'a DeTable<'a> {
        &self.tree
    }

    /// Whether its syntax is at fault. Then things may be missing only because they could not be read.
    pub fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// The file it stands in.
    pub fn file(&self) -> &'a AuthoredFile {
        self.file
    }

    /// Tells of a fault, unless it is what a fault in the syntax has led to.
    pub fn tell(&self, fault: Diagnostic) {
        if !self.broken.contains(&fault.range) {
            self.faults.add(fault);
        }
    }

    /// A place of the document as a place of the file.
    pub fn in_file(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }

    /// The text at a place of the file.
    pub fn text_at(&self, span: &Range<usize>) -> &'a str {
        self.file.text.get(span.clone()).unwrap_or_default()
    }

    /// All its text.
    pub fn text(&self) -> &'a str {
        self.text
    }
}
