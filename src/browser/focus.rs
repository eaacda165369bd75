//! Focus for things that can't have it by themselves, such as a fact or a passage.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::dom::{self, Dom};

/// What was made focusable for as long as it has focus: one element at most.
#[derive(Default)]
pub(super) struct Borrowed(Cell<Option<Element>>);

impl Borrowed {
    /// Focuses the element, and makes it focusable by script if it isn't focusable at all.
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

    /// Makes it what it was, when it is what has lost focus.
    pub(super) fn lost_by(&self, focusout: &Event, dom: &Dom) {
        let borrowed = self.0.take();
        self.0.set(borrowed.clone());
        let lost: Option<Element> = focusout.target().and_then(|lost| lost.dyn_into().ok());
        // When only the window has lost focus, the element gets it back with it.
        if borrowed == lost && dom.document.active_element() != borrowed {
            self.give_back();
        }
    }

    /// Makes it what it was.
    pub(super) fn give_back(&self) {
        if let Some(element) = self.0.take() {
            let _ = element.remove_attribute("tabindex");
        }
    }
}
