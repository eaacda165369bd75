//! The files of a built site.

/// A file of a built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Path below the root of the site, with `/` between folders.
    pub path: String,
    /// The bytes of the file.
    pub content: Vec<u8>,
}
