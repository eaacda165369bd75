//! The dev server's own addresses.

/// Where what only this server has is found; no article can be called so.
pub(super) const EVENTS: &str = "/-sidelight/events";
pub(super) const SCRIPT: &str = "/-sidelight/reload.js";
