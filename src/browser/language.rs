//! The language of the interface: the one that the address asks for, or else the reader has chosen, or else the document's, or else the first of the
//! browser's that there are words in.

use web_sys::{UrlSearchParams, Window};

use super::storage;
use sidelight_i18n::Words;

/// Where the reader's choice is kept in their own storage: a language tag.
const KEY: &str = "sidelight.ui/1";

/// The words for a window. A tag of any shape in the address is looked up like any other, and found or not.
pub(super) fn words(window: &Window) -> Words {
    asked_for(window)
        .or_else(|| Words::of(&storage::read(window, KEY)?))
        .or_else(|| {
            let html = window.document()?.document_element()?;
            Words::of(&html.get_attribute("lang")?)
        })
        .or_else(|| {
            window
                .navigator()
                .languages()
                .iter()
                .find_map(|tag| Words::of(&tag.as_string()?))
        })
        .unwrap_or_default()
}

/// Keeps the reader's choice for the next visit. Whether that could be done.
pub(super) fn keep(window: &Window, words: Words) -> bool {
    storage::keep(window, KEY, words.tag())
}

/// What `?ui=` asks for.
fn asked_for(window: &Window) -> Option<Words> {
    let search = window.location().search().ok()?;
    let tag = UrlSearchParams::new_with_str(&search).ok()?.get("ui")?;
    Words::of(&tag)
}
