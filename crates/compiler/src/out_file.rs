//! The files of a site.

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Its path below the site's root, with `/` between folders.
    pub path: String,
    /// What is in it.
    pub content: Vec<u8>,
}
