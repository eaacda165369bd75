//! The reader's progress in the article: the share that was read, and the progress line at the toolbar.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom::Dom;
use super::text_position::top_of_view;
use sidelight_model::anchor;

/// Draws the progress line.
pub(super) fn draw(dom: &Dom) {
    let line = dom.document.get_element_by_id(anchor::PROGRESS);
    if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
        let share = share_read(dom).unwrap_or_default();
        let share = ((share * 1000.0) as u32).to_string();
        // If the style is refused, the line isn't drawn.
        let _ = line.style().set_property("--read", &share);
    }
}

/// Returns the share of the text that has been passed, in per cent.
pub(super) fn percent_read(dom: &Dom) -> u32 {
    (share_read(dom).unwrap_or_default() * 100.0) as u32
}

/// Returns the share of the text that has been passed, from 0 to 1. It is 1 if the end of the text is in view. Returns `None`
/// if there is no text.
fn share_read(dom: &Dom) -> Option<f64> {
    let text = dom.find(anchor::TEXT)?.get_bounding_client_rect();
    let top = top_of_view(dom);
    let view = dom.height()? - top;
    let (passed, length) = (top - text.top(), text.height() - view);
    Some(if passed <= 0.0 {
        0.0
    } else if length <= passed {
        1.0
    } else {
        passed / length
    })
}
