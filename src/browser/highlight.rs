//! The CSS Custom Highlight API: ranges of the page, painted under a name that style sheets use.
//!
//! Only Chromium inherits the styles of highlights, so the style sheets name no elements. Such a rule costs time for every
//! element of the page: 4 of 20 ms of a change of colours on a slow phone. So the rules apply only after the first highlight
//! is painted. [`IN_USE`] marks that.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::dom::{call, member};

/// The attribute of the root element that enables the style sheets' rules for highlights.
const IN_USE: &str = "data-highlights";

/// Paints the ranges under a name, in place of the ranges painted under it before. They cover highlights of a lower
/// priority. Returns `None` if the API is missing or refuses.
pub(super) fn paint(name: &str, ranges: &Array, priority: u32) -> Option<()> {
    let highlights = highlights()?;
    let constructor = member(&js_sys::global(), "Highlight")?
        .dyn_into::<Function>()
        .ok()?;
    let highlight = Reflect::construct(&constructor, ranges).ok()?;
    Reflect::set(&highlight, &"priority".into(), &priority.into()).ok()?;
    let html = web_sys::window()?.document()?.document_element()?;
    // Setting it again would have browsers compute all styles again.
    if !html.has_attribute(IN_USE) {
        html.set_attribute(IN_USE, "").ok()?;
    }
    call(&highlights, "set", &Array::of2(&name.into(), &highlight)).map(drop)
}

/// Removes the highlight with this name.
pub(super) fn clear(name: &str) {
    if let Some(highlights) = highlights() {
        let _ = call(&highlights, "delete", &Array::of1(&name.into()));
    }
}

/// Returns `CSS.highlights`, or `None` if the API is missing.
fn highlights() -> Option<JsValue> {
    member(&member(&js_sys::global(), "CSS")?, "highlights")
}
