//! Collects diagnostics.

use std::cell::RefCell;

use crate::diagnostic::{Diagnostic, Kind, Severity};

/// The diagnostics reported so far. Reporting one doesn't stop compilation.
#[derive(Debug, Default)]
pub struct DiagnosticSink(RefCell<Vec<Diagnostic>>);

impl DiagnosticSink {
    /// Adds a diagnostic.
    pub fn add(&self, diagnostic: Diagnostic) {
        self.0.borrow_mut().push(diagnostic);
    }

    /// Returns the number of diagnostics so far.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Returns `true` if any diagnostic so far is an error.
    pub fn any_error(&self) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Returns `true` if any diagnostic so far is of one of these kinds.
    pub fn any_of(&self, kinds: &[Kind]) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|diagnostic| kinds.contains(&diagnostic.kind))
    }

    /// Returns all diagnostics, in the order in which they were added.
    pub fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}
