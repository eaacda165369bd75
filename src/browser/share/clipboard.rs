//! Writes to the clipboard: as rich text if possible, otherwise as plain text.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Window};

use crate::browser::dom::{call, member};
use sidelight_text::Rich;

/// Copies a text. The future resolves to `true` on success. The first attempt starts before the future is polled, because
/// browsers allow it only while they handle a click.
pub(super) fn copy(window: &Window, text: &Rich) -> impl Future<Output = bool> + 'static {
    // Looked up by name, because it is missing outside secure contexts.
    let clipboard = member(&window.navigator(), "clipboard");
    let plain = text.plain.clone();
    let rich = clipboard
        .as_ref()
        .filter(|_| !text.html.is_empty())
        .and_then(|clipboard| write_rich(clipboard, text));
    let is_rich = rich.is_some();
    let attempt = rich.or_else(|| write_plain(clipboard.as_ref()?, &plain));
    async move {
        if let Some(attempt) = attempt
            && settled(attempt).await
        {
            return true;
        }
        match clipboard.filter(|_| is_rich) {
            Some(clipboard) => match write_plain(&clipboard, &plain) {
                Some(second) => settled(second).await,
                None => false,
            },
            None => false,
        }
    }
}

/// Waits for a promise. Returns `true` if it was fulfilled, and `false` if it was rejected or isn't a promise.
pub(super) async fn settled(promise: JsValue) -> bool {
    match promise.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

fn write_plain(clipboard: &JsValue, text: &str) -> Option<JsValue> {
    call(clipboard, "writeText", &Array::of1(&text.into()))
}

fn write_rich(clipboard: &JsValue, text: &Rich) -> Option<JsValue> {
    let constructor: Function = member(&js_sys::global(), "ClipboardItem")?
        .dyn_into()
        .ok()?;
    let forms = Object::new();
    for (kind, content) in [("text/html", &text.html), ("text/plain", &text.plain)] {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = Array::of1(&content.as_str().into());
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        Reflect::set(&forms, &kind.into(), &blob).ok()?;
    }
    let item = Reflect::construct(&constructor, &Array::of1(&forms)).ok()?;
    call(clipboard, "write", &Array::of1(&Array::of1(&item)))
}
