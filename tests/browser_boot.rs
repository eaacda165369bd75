//! `boot.js` starts the program once, and reports the reason if it can't.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture_page;

use fixture_page::*;
use js_sys::{Reflect, Symbol};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A program that records the bytes passed to each start.
const GLUE: &str = "data:text/javascript,export default async (given) => { (globalThis.starts ??= []).push(new TextDecoder().decode(given.module_or_path)) }";
/// The program's bytes.
const WASM: &str = "data:application/wasm,program";

fn run_boot(glue: &str) {
    let script = document().create_element("script").unwrap();
    script.set_attribute("data-glue", glue).unwrap();
    script.set_attribute("data-wasm", WASM).unwrap();
    script.set_text_content(Some(include_str!("../assets/boot.js")));
    document().head().unwrap().append_child(&script).unwrap();
    script.remove();
}

fn fresh_page(kind: &str) -> web_sys::Element {
    Reflect::delete_property(&window(), &Symbol::for_("sidelight.boot").into()).unwrap();
    Reflect::set(&window(), &"starts".into(), &JsValue::UNDEFINED).unwrap();
    shell(kind)
}

fn starts() -> Vec<String> {
    let starts = get(&window(), &["starts"]);
    if starts.is_undefined() {
        return Vec::new();
    }
    js_sys::Array::from(&starts)
        .iter()
        .map(|start| start.as_string().unwrap())
        .collect()
}

fn console() -> JsValue {
    get(&js_sys::global(), &["console"])
}

#[wasm_bindgen_test]
async fn the_program_starts_once_however_often_the_script_runs() {
    let page = fresh_page("pressed");
    let warnings = Counted::new(&console(), "warn");
    run_boot(GLUE);
    run_boot(GLUE);
    until("it has started", || !starts().is_empty()).await;
    frames(5).await;
    assert_eq!(starts(), ["program"]);
    assert_eq!(warnings.calls.length(), 0);
    page.remove();
}

#[wasm_bindgen_test]
async fn nothing_happens_on_a_page_without_a_root() {
    fresh_page("pressed").remove();
    let warnings = Counted::new(&console(), "warn");
    run_boot(GLUE);
    frames(5).await;
    assert_eq!(starts(), [""; 0]);
    assert_eq!(warnings.calls.length(), 0);
}

#[wasm_bindgen_test]
async fn a_program_that_cannot_be_loaded_is_one_warning() {
    for (kind, text) in [
        ("pressed", "Needs a script."),
        (
            "package",
            "This article can’t be shown: its program couldn’t be loaded or started.",
        ),
    ] {
        let page = fresh_page(kind);
        let warnings = Counted::new(&console(), "warn");
        run_boot("no/such/program.js");
        until("there is a warning", || warnings.calls.length() > 0).await;
        frames(5).await;
        assert_eq!(warnings.calls.length(), 1);
        assert_eq!(by_id("sidelight").text_content().unwrap(), text);
        page.remove();
    }
}

#[wasm_bindgen_test]
async fn without_webassembly_nothing_is_loaded() {
    for (kind, text) in [
        ("pressed", "Needs a script."),
        (
            "package",
            "This article can’t be shown: this browser doesn’t support WebAssembly, or it is switched off.",
        ),
    ] {
        let page = fresh_page(kind);
        let warnings = Counted::new(&console(), "warn");
        let without = Without::new(&js_sys::global(), "WebAssembly");
        run_boot(GLUE);
        frames(5).await;
        drop(without);
        assert_eq!(starts(), [""; 0]);
        assert_eq!(warnings.calls.length(), 1);
        assert_eq!(by_id("sidelight").text_content().unwrap(), text);
        page.remove();
    }
}
