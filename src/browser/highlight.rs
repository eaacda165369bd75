//! The CSS Custom Highlight API: ranges of the page, painted under a name that style sheets use.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::dom::{call, member};

/// Paints the ranges under a name, in place of the ranges painted under it before. They cover highlights of a lower
/// priority. Returns `None` if the API is missing or refuses.
pub(super) fn paint(name: &str, ranges: &Array, priority: u32) -> Option<()> {
    let highlights = highlights()?;
    let constructor = member(&js_sys::global(), "Highlight")?
        .dyn_into::<Function>()
        .ok()?;
    let highlight = Reflect::construct(&constructor, ranges).ok()?;
    Reflect::set(&highlight, &"priority".into(), &priority.into()).ok()?;
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
