//! Why a package was refused.

use std::fmt;

/// What is wrong with a package, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageError {
    /// The path inside the JSON, such as `boxes[1].facts[0].evidence[0]`; empty for the whole.
    pub path: String,
    /// The reason, as a sentence without a full stop.
    pub reason: String,
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for PackageError {}
