//! A panic on a built page: the article stays, everything else is removed.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture_page;

use fixture_page::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_panic_leaves_the_article_as_it_was() {
    let mut page = Page::rendered().await;
    let before = page.root.outer_html();
    sidelight::browser::install_panic_hook();
    page.adopt().await;
    follow(&by_id("marker-killed-1")).await;
    until("the fact has focus", || has_focus(&by_id("fact-killed"))).await;
    click(&by_id("from-injured-1"));
    until("the passage is painted", || !painted().is_empty()).await;
    until("the way back is there", || {
        button("Back to fact 2").is_some()
    })
    .await;
    click(&by_id("marker-term-1"));
    until("a card is open", || card().is_some()).await;
    let root = by_id("panel-share").query_selector(".program-root");
    let root = root.unwrap().unwrap();
    click(&by_id("tool-share"));
    until("the panel is filled", || root.child_element_count() > 0).await;
    let errors = Counted::new(&get(&js_sys::global(), &["console"]), "error");

    panic_apart("the port is closed");

    assert_eq!(errors.calls.length(), 1);
    let error = errors.calls.get(0).as_string().unwrap();
    assert!(error.contains("Sidelight has stopped"), "{error}");
    assert!(error.contains("the port is closed"), "{error}");
    assert_eq!(by_id("sidelight-chrome").child_element_count(), 0);
    let filled = document().query_selector(".program-root > *").unwrap();
    assert!(filled.is_none(), "the panels are empty");
    let html = document().document_element().unwrap();
    assert!(!html.has_attribute("data-program"));
    // What needs no program still works.
    click(&by_id("tool-type"));
    assert!(is_panel_open("type"));
    click(&by_id("theme-dark"));
    assert_eq!(html.get_attribute("data-theme").as_deref(), Some("dark"));
    click(&by_id("type-reset"));
    assert!(!html.has_attribute("data-theme"));
    assert!(painted().is_empty());
    details("casualties").set_open(false);
    let after = page.root.outer_html();
    let differs = before.bytes().zip(after.bytes()).position(|(a, b)| a != b);
    assert!(before == after, "from byte {differs:?} on");
    // All listeners are gone: the browser alone follows the link.
    go_to_bare_address();
    click(&by_id("marker-killed-1"));
    assert!(window().history().unwrap().state().unwrap().is_null());
    assert!(!by_id("fact-killed").has_attribute("tabindex"));
    std::mem::forget(page);
}
