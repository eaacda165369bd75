//! How to fix a link target.

use sidelight_model::HrefError;

/// What to do about a text that can't be a link.
pub(super) fn link_hint(error: HrefError) -> &'static str {
    match error {
        HrefError::Empty => "write the address",
        HrefError::Character => "a space is written `%20`",
        HrefError::Scheme => "write the address of a page, as in `https://example.org/page`",
    }
}
