//! The language of the interface. The language in the address comes first, then the reader's choice, then the document's
//! language. After these come the browser's languages, in their order. A language counts only if it has messages. If none is
//! left, the default language is used.

use wasm_bindgen::JsCast;
use web_sys::{Document, Event, HtmlInputElement, UrlSearchParams, Window};

use super::dom::{self, Dom};
use super::storage;
use crate::view::toolbar::{MESSAGE, NAME, SIZES, label_text};
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

/// Saves the reader's choice for the next visit. Shows a note in the panel if that isn't possible.
pub(super) fn keep(dom: &Dom, messages: Messages) {
    let is_kept = storage::keep(&dom.window, KEY, messages.tag());
    if let Ok(Some(note)) = dom.document.query_selector(".settings-said > span") {
        let _ = note.toggle_attribute_with_force("hidden", is_kept);
    }
}

/// Returns the language that the reader has chosen. Returns `None` if the event is about another choice.
pub(super) fn chosen(event: &Event) -> Option<Messages> {
    let radio: HtmlInputElement = event.target()?.dyn_into().ok()?;
    Messages::of(&radio.value()).filter(|_| radio.name() == "ui")
}

/// Returns the messages in the language that the toolbar has now.
pub(super) fn shown(document: &Document) -> Messages {
    let toolbar = document.query_selector(".toolbar").ok().flatten();
    let tag = toolbar.and_then(|toolbar| toolbar.get_attribute("lang"));
    Messages::for_text(&tag.unwrap_or_default())
}

/// Sets the texts of the toolbar. Does nothing if it has this language already.
pub(super) fn relabel(document: &Document, messages: Messages) {
    let Ok(Some(toolbar)) = document.query_selector(".toolbar") else {
        return;
    };
    let tag = messages.tag();
    if toolbar.get_attribute("lang").as_deref() == Some(tag) {
        return;
    }
    let _ = toolbar.set_attribute("lang", tag);
    for (attribute, selector) in [(MESSAGE, "[data-message]"), (NAME, "[data-name]")] {
        for element in dom::all(&toolbar, selector) {
            let number = element.get_attribute(attribute).unwrap_or_default();
            let Some(text) = label_text(&number, messages) else {
                continue;
            };
            if attribute == MESSAGE {
                element.set_text_content(Some(text));
                continue;
            }
            for name in ["aria-label", "title", "placeholder"] {
                if element.has_attribute(name) {
                    let _ = element.set_attribute(name, text);
                }
            }
        }
    }
    let sizes: Vec<_> = dom::all(&toolbar, SIZES).collect();
    let all = sizes.len().to_string();
    for (place, size) in sizes.iter().enumerate() {
        let name = messages.step_of(&(place + 1).to_string(), &all);
        let _ = size.set_attribute("aria-label", &name);
    }
    for radio in dom::all(&toolbar, "#type-ui input") {
        if let Some(radio) = radio.dyn_ref::<HtmlInputElement>() {
            radio.set_checked(radio.value() == tag);
        }
    }
}

/// Returns the messages for the language in `?ui=`. Returns `None` if it is missing or unknown.
fn asked_for(window: &Window) -> Option<Messages> {
    let search = window.location().search().ok()?;
    let tag = UrlSearchParams::new_with_str(&search).ok()?.get("ui")?;
    Messages::of(&tag)
}
