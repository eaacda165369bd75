//! The error for a package that was refused.

use std::fmt;

/// An error in a package, with its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageError {
    /// The path inside the JSON, such as `boxes[1].facts[0].evidence[0]`. Empty for the package as a whole.
    pub path: String,
    /// The reason, without a full stop.
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
