//! The frame's own address.

/// The parts of the page's own address that host protocols use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The whole address, with query and fragment.
    pub href: String,
    /// The path.
    pub path: String,
    /// The fragment with its `#`. Empty if there is none.
    pub fragment: String,
    /// The frame's name in pym.js, from the query. `None` if pym.js didn't make the frame.
    pub child_id: Option<String>,
}
