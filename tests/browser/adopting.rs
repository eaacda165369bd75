//! Adopting an article as a whole, and undoing it.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use crate::fixture_page::*;

#[wasm_bindgen_test]
async fn destroying_leaves_nothing_behind() {
    let mut page = Page::rendered().await;
    let before = page.root.outer_html();
    page.adopt().await;
    follow(&by_id("marker-injured-1")).await;
    until("the fact has focus", || has_focus(&by_id("fact-injured"))).await;
    click(&by_id("from-killed-1"));
    until("the passage is painted", || !painted().is_empty()).await;
    let host = page.host();
    let told = Rc::new(Cell::new(0));
    let _subscription = host.boxes.on_count(Callback::from({
        let told = Rc::clone(&told);
        move |_| told.set(told.get() + 1)
    }));
    page.destroy();
    assert!(painted().is_empty());
    until("the chrome is gone", || {
        by_id("sidelight-chrome").child_element_count() == 0
    })
    .await;
    details("casualties").set_open(false);
    frames(2).await;
    let after = page.root.outer_html();
    let differs = before.bytes().zip(after.bytes()).position(|(a, b)| a != b);
    assert!(before == after, "from byte {differs:?} on");
    go_to_bare_address();
    click(&by_id("marker-killed-1"));
    frames(3).await;
    assert!(window().history().unwrap().state().unwrap().is_null());
    assert!(!by_id("fact-killed").has_attribute("tabindex"));
    assert_eq!(told.get(), 0);
}

#[wasm_bindgen_test]
async fn adopting_is_measured() {
    let page = Page::adopted().await;
    let performance = window().performance().unwrap();
    until("it is measured", || {
        performance
            .get_entries_by_name_with_entry_type("sidelight:adopt", "measure")
            .length()
            > 0
    })
    .await;
    drop(page);
}
