//! Hints for rejected link targets.

use sidelight_model::HrefError;

/// Returns the hint for a text that was rejected as a link target.
pub(super) fn link_hint(error: HrefError) -> &'static str {
    match error {
        HrefError::Empty => "write the address",
        HrefError::Character => "write `%20` for a space",
        HrefError::Scheme => "write the address of a page, such as `https://example.org/page`",
    }
}
