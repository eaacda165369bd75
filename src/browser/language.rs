//! The language of the interface. The language in the address comes first, then the reader's choice, then the document's
//! language. After these come the browser's languages, in their order. A language counts only if it has messages. If none is
//! left, the default language is used.

use web_sys::{UrlSearchParams, Window};

use super::storage;
use sidelight_i18n::Messages;

/// The key of the reader's choice in their own storage. The value is a language tag.
const KEY: &str = "sidelight.ui/1";

/// Returns the messages for a window. The tag in the address may have any form. An unknown tag is ignored.
pub(super) fn messages(window: &Window) -> Messages {
    asked_for(window)
        .or_else(|| Messages::of(&storage::read(window, KEY)?))
        .or_else(|| {
            let html = window.document()?.document_element()?;
            Messages::of(&html.get_attribute("lang")?)
        })
        .or_else(|| {
            window
                .navigator()
                .languages()
                .iter()
                .find_map(|tag| Messages::of(&tag.as_string()?))
        })
        .unwrap_or_default()
}

/// Saves the reader's choice for the next visit. Returns `true` on success.
pub(super) fn keep(window: &Window, messages: Messages) -> bool {
    storage::keep(window, KEY, messages.tag())
}

/// Returns the messages for the language in `?ui=`. Returns `None` if it is missing or unknown.
fn asked_for(window: &Window) -> Option<Messages> {
    let search = window.location().search().ok()?;
    let tag = UrlSearchParams::new_with_str(&search).ok()?.get("ui")?;
    Messages::of(&tag)
}
