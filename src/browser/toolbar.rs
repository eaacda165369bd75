//! The tools' requests to the page: setting focus and reading a field.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

use super::dom::{self, Dom};
use crate::view::chrome::ToolbarHost;

/// The page with the toolbar.
pub(super) struct ToolbarPage(pub(super) Dom);

impl ToolbarHost for ToolbarPage {
    fn focus(&self, id: &str) {
        if let Some(element) = self.0.document.get_element_by_id(id) {
            dom::focus(&element);
            if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
                field.select();
            }
        }
    }

    fn value(&self, event: &Event) -> Option<String> {
        let element: Element = event.target()?.dyn_into().ok()?;
        let list = element.dyn_ref().map(HtmlSelectElement::value);
        list.or_else(|| element.dyn_ref().map(HtmlInputElement::value))
    }
}
