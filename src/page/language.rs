//! The language of the interface: the one that the address asks for, or else the document's, or else the first of the
//! browser's that there are words in.

use web_sys::{UrlSearchParams, Window};

use crate::words::Words;

/// The words for a window. A tag of any shape in the address is looked up like any other, and found or not.
pub(super) fn words(window: &Window) -> Words {
    asked_for(window)
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

/// What `?ui=` asks for.
fn asked_for(window: &Window) -> Option<Words> {
    let search = window.location().search().ok()?;
    let tag = UrlSearchParams::new_with_str(&search).ok()?.get("ui")?;
    Words::of(&tag)
}
