//! Files beside `site.toml` that the site publishes under a name with their hash.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::Kind;
use crate::hex::hex;
use crate::sources::{ReadError, Sources};
use crate::toml::Value;

/// A file that pages of the site share.
#[derive(Clone, PartialEq, Eq)]
pub struct Asset {
    /// The beginning of its published name.
    pub stem: &'static str,
    /// The ending of its published name, without a dot.
    pub ending: &'static str,
    /// The content.
    pub content: Arc<[u8]>,
}

/// Writes the hash of the content. Two assets with the same text are the same.
impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = hex(&Sha256::digest(&self.content));
        write!(f, "{}-{hash}.{}", self.stem, self.ending)
    }
}

/// Reads the file that a value names. Reports a path that leads elsewhere, and a file that is missing, unreadable or
/// larger than `limit` bytes; returns `None` then. `hint` says how to make a large file smaller.
pub(super) fn read_asset(
    value: &Value<'_>,
    sources: &dyn Sources,
    limit: u64,
    hint: &str,
) -> Option<(String, Vec<u8>)> {
    let file = value.text()?.value;
    let goes_down = file.split('/').all(|part| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '?', '#'])
    });
    if !goes_down {
        value.report(
            Kind::ThemeFile,
            format!("`{file}` isn't the path of a file beside site.toml"),
            "copy the file into the folder of site.toml and write its path from there, such as `theme/logo.svg`",
        );
        return None;
    }
    let error = match sources.read("", &file, limit) {
        Ok(bytes) => return Some((file, bytes)),
        Err(error) => error,
    };
    let (kind, message, hint) = match error {
        ReadError::Missing => (
            Kind::FileMissing,
            format!("there is no `{file}` beside site.toml"),
            "put the file there; upper and lower case must match",
        ),
        ReadError::TooLarge(size) => (
            Kind::FileTooLarge,
            format!(
                "`{file}` is too large: {} KB (limit: {} KB)",
                size.div_ceil(1000),
                limit / 1000
            ),
            hint,
        ),
        ReadError::LeadsOut(place) => (
            Kind::LeadsOut,
            format!(
                "`{file}` is a symbolic link that leads out of the articles folder, to {place}"
            ),
            "replace the link with a copy; following it could publish any file on this computer",
        ),
        ReadError::NotAFolder => (
            Kind::FileUnreadable,
            format!("`{file}` can't be read: part of its path is a file, not a folder"),
            "write the file's path from the folder of site.toml",
        ),
        ReadError::Unreadable(reason) => (
            Kind::FileUnreadable,
            format!("`{file}` can't be read: {reason}"),
            "check that it is a file and that you have permission to read it",
        ),
    };
    value.report(kind, message, hint);
    None
}
