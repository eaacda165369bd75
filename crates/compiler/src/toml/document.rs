//! A TOML document, or as much of it as could be parsed.

use std::ops::Range;

use toml::de::DeTable;

use super::syntax::syntax_errors;
use crate::source_file::SourceFile;
use crate::{Diagnostic, DiagnosticSink};

/// A parsed document: a whole file, or a part of one.
pub struct Document<'a> {
    file: &'a SourceFile,
    diagnostics: &'a DiagnosticSink,
    /// The byte of the file at which the document begins.
    base: usize,
    text: &'a str,
    tree: DeTable<'a>,
    /// Ranges of the syntax errors.
    broken: Vec<Range<usize>>,
}

impl<'a> Document<'a> {
    /// Parses a part of a file. Reports its syntax errors at once.
    pub fn parse(
        file: &'a SourceFile,
        part: Range<usize>,
        diagnostics: &'a DiagnosticSink,
    ) -> Self {
        let base = part.start;
        let text = &file.text[part.clone()];
        let (tree, errors) = DeTable::parse_recoverable(text);
        let mut document = Self {
            file,
            diagnostics,
            base,
            text,
            tree: tree.into_inner(),
            broken: Vec::new(),
        };
        for diagnostic in syntax_errors(file, part, &errors) {
            document.broken.push(diagnostic.range.clone());
            diagnostics.add(diagnostic);
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
    pub fn file(&self) -> &'a SourceFile {
        self.file
    }

    /// Reports a diagnostic, unless its range is that of a syntax error, which caused it.
    pub fn report(&self, diagnostic: Diagnostic) {
        if !self.broken.contains(&diagnostic.range) {
            self.diagnostics.add(diagnostic);
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
