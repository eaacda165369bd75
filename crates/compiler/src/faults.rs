//! Collecting diagnostics.

use std::cell::RefCell;

use crate::diagnostic::{Diagnostic, Kind, Severity};

/// Where faults are collected while reading goes on.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<Diagnostic>>);

impl Faults {
    /// Tells of a fault.
    pub fn add(&self, fault: Diagnostic) {
        self.0.borrow_mut().push(fault);
    }

    /// How many faults there are so far.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether any fault so far is an error.
    pub fn any_error(&self) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|fault| fault.severity() == Severity::Error)
    }

    /// Whether any fault so far is of one of these kinds.
    pub fn any_of(&self, kinds: &[Kind]) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|fault| kinds.contains(&fault.kind))
    }

    /// All faults told.
    pub fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}
