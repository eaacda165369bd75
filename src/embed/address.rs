//! The frame's own address.

/// The page's own address, as far as hosts put something into it or know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// All of it, as the frame was given it.
    pub href: String,
    /// Its path.
    pub path: String,
    /// The fragment with its `#`, or nothing.
    pub fragment: String,
    /// What pym.js calls the frame, from the query.
    pub child_id: Option<String>,
}
