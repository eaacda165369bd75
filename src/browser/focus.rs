//! Focus for elements that can't have it by themselves, such as a fact or a passage.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::dom::{self, Dom};

/// The element that is focusable only as long as it has focus. There is at most one.
#[derive(Default)]
pub(super) struct TemporaryFocus(Cell<Option<Element>>);

impl TemporaryFocus {
    /// Gives focus to the element. Adds a `tabindex` first if the element can't have focus by itself.
    pub(super) fn focus(&self, element: &Element) {
        self.give_back();
        if !element.has_attribute("tabindex")
            && !element.matches("a, button, summary").unwrap_or(false)
        {
            let _ = element.set_attribute("tabindex", "-1");
            self.0.set(Some(element.clone()));
        }
        dom::focus(element);
    }

    /// Removes the added `tabindex` when its element loses focus.
    pub(super) fn lost_by(&self, focusout: &Event, dom: &Dom) {
        let borrowed = self.0.take();
        self.0.set(borrowed.clone());
        let lost: Option<Element> = focusout.target().and_then(|lost| lost.dyn_into().ok());
        // If only the window has lost focus, the element gets it back together with the window.
        if borrowed == lost && dom.document.active_element() != borrowed {
            self.give_back();
        }
    }

    /// Removes the added `tabindex`.
    pub(super) fn give_back(&self) {
        if let Some(element) = self.0.take() {
            let _ = element.remove_attribute("tabindex");
        }
    }
}
