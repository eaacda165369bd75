//! The press: a newsroom's files in, packages and pages out. Native only.
//!
//! Reading an article goes on past every fault, so that an author hears of all of them at once: files
//! ([`sources`](Sources), `file`), TOML with places (`toml`, `head`, `facts`), Markdown with places (`markdown`),
//! the evidence in it (`evidence`, `marks`), and what only the whole can tell (`checks`). What comes out is an
//! [`Article`](crate::model::Article) that passes its own check, or a [`Report`] that says why not.
//!
//! *Invariant:* no page is written while there is an error.

mod article;
mod authored;
mod build;
mod checks;
mod closest;
mod diagnostic;
mod evidence;
mod facts;
mod file;
mod head;
mod ids;
mod links;
mod markdown;
mod marks;
mod nearest;
mod report;
mod sources;
mod toml;

use std::cell::RefCell;

pub use article::{Pressed, read, read_all};
pub use diagnostic::{Diagnostic, Kind, Related, Severity};
pub use file::MAX_FILE;
pub use report::Report;
pub use sources::{Folder, Memory, ReadError, Sources};

/// Where faults are collected while reading goes on.
#[derive(Debug, Default)]
struct Faults(RefCell<Vec<Diagnostic>>);

impl Faults {
    /// Tells of a fault.
    fn add(&self, fault: Diagnostic) {
        self.0.borrow_mut().push(fault);
    }

    /// Whether any fault so far is an error.
    fn any_error(&self) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|fault| fault.severity() == Severity::Error)
    }

    /// All faults told.
    fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}
