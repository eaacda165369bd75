//! The addresses that only the development server has.

/// The addresses of the event stream and of the reload script. No article can have them, since a slug never begins with
/// `-`.
pub(super) const EVENTS: &str = "/-sidelight/events";
pub(super) const SCRIPT: &str = "/-sidelight/reload.js";
