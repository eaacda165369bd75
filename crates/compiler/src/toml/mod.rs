//! Reads TOML that people write. Reports every error with its position and continues. Module `written` does the
//! opposite: it writes text as TOML.
//!
//! *Invariant:* everything missing or invalid was reported. The substitute that is returned instead (`None` or an empty
//! text) only lets reading continue, and never reaches a package.

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

/// A value with its position in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Range of the value in the file, in bytes.
    pub span: Range<usize>,
}
