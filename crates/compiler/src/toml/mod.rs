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

pub use document::Document;
pub use language::read_language;
pub use table::Table;
pub use value::Value;
pub use written::{is_control_or_line_end, toml_comment, toml_text};

/// A value and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place, in bytes.
    pub span: Range<usize>,
}
