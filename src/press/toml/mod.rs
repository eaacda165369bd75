//! Reading TOML that people write: every fault is told with its place, and reading goes on. `written` is the other
//! way: writing words into TOML.
//!
//! *Invariant:* whatever is missing or faulty has been told of; what a reader returns in its stead (nothing, or
//! an empty text) is only there so that reading can go on, and never reaches a package.

mod document;
mod language;
mod syntax;
mod table;
mod value;
mod written;

use std::ops::Range;

pub(super) use document::Document;
pub(super) use language::read_language;
pub(super) use table::Table;
pub(super) use value::Value;
pub(super) use written::{is_control_or_line_end, toml_comment, toml_text};

/// A value and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At<T> {
    /// The value.
    pub(super) value: T,
    /// Its place, in bytes.
    pub(super) span: Range<usize>,
}
