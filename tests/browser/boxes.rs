//! Opening and closing boxes, all at once or one by one.

use std::cell::Cell;
use std::rc::Rc;

use sidelight::view::chrome::BoxCount;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use crate::fixture_page::*;

fn is_disabled(button: &str) -> bool {
    self::button(button)
        .unwrap()
        .get_attribute("aria-disabled")
        .as_deref()
        == Some("true")
}

#[wasm_bindgen_test]
async fn the_count_of_open_boxes_follows_the_boxes_whoever_opens_them() {
    let page = Page::adopted().await;
    assert_eq!(page.boxes(), BoxCount { open: 0, all: 6 });
    assert!(!is_disabled("Open all boxes"));
    assert!(is_disabled("Close all boxes"));
    details("casualties").set_open(true);
    until("one is counted", || page.boxes().open == 1).await;
    until("closing is offered", || !is_disabled("Close all boxes")).await;
    click(
        &details("casualties")
            .query_selector("summary")
            .unwrap()
            .unwrap(),
    );
    until("none is counted", || page.boxes().open == 0).await;
    until("closing is not offered", || is_disabled("Close all boxes")).await;
}

#[wasm_bindgen_test]
async fn all_boxes_open_and_close_at_once_and_the_button_keeps_focus() {
    let page = Page::adopted().await;
    for (name, open) in [("Open all boxes", 6), ("Close all boxes", 0)] {
        let button = button(name).unwrap();
        button
            .dyn_ref::<web_sys::HtmlElement>()
            .unwrap()
            .focus()
            .unwrap();
        click(&button);
        until("all are counted", || page.boxes().open == open).await;
        until("there is nothing left to do", || is_disabled(name)).await;
        assert!(has_focus(&button), "{name}");
    }
}

#[wasm_bindgen_test]
async fn opening_something_else_is_not_counted() {
    let page = Page::adopted().await;
    details("casualties").set_open(true);
    until("closing is offered", || !is_disabled("Close all boxes")).await;
    let told = Rc::new(Cell::new(0));
    let _subscription = page.host().boxes.on_count(Callback::from({
        let told = Rc::clone(&told);
        move |_| told.set(told.get() + 1)
    }));
    let passage = by_id("fact-killed")
        .query_selector(".passage")
        .unwrap()
        .unwrap();
    passage.set_attribute("open", "").unwrap();
    frames(3).await;
    assert_eq!(told.get(), 0);
    assert_eq!(page.boxes().open, 1);
}
