//! A panic before a package is shown: the page shows a message instead of staying empty.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture_page;

use fixture_page::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_panic_on_an_empty_page_leaves_a_message() {
    let shell = shell("package");
    sidelight::browser::install_panic_hook();
    let errors = Counted::new(&get(&js_sys::global(), &["console"]), "error");
    panic_apart("the port is closed");
    assert_eq!(errors.calls.length(), 1);
    let text = by_id("sidelight").text_content().unwrap();
    assert!(text.starts_with("Something went wrong"), "{text}");
    std::mem::forget(shell);
}
