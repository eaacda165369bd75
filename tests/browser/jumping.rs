//! Following links and addresses to their targets.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture_page::*;
use crate::returning::stand_at;

#[wasm_bindgen_test]
async fn a_link_into_a_closed_box_opens_it_and_focuses_what_it_leads_to() {
    let page = Page::adopted().await;
    for (link, target, its_box) in [
        (by_id("marker-jailed-1"), by_id("fact-jailed"), "sentences"),
        (
            document()
                .query_selector("#boxes a[href='#box-places']")
                .unwrap()
                .unwrap(),
            by_id("box-places"),
            "places",
        ),
    ] {
        assert!(!details(its_box).open());
        follow(&link).await;
        until("the box is open", || details(its_box).open()).await;
        until("the target has focus", || has_focus(&target)).await;
        until("the target is in view", || is_in_view(&target)).await;
        assert_eq!(target.get_attribute("tabindex").as_deref(), Some("-1"));
    }
    assert!(
        !by_id("fact-jailed").has_attribute("tabindex"),
        "only for as long as it has focus"
    );
    drop(page);
}

#[wasm_bindgen_test]
async fn an_address_with_a_fragment_opens_what_it_points_at() {
    let page = Page::adopted().await;
    for (fragment, its_box) in [
        ("fact-person", "people"),
        ("from-event-1", "timeline"),
        ("box-demands", "demands"),
    ] {
        window().location().set_hash(fragment).unwrap();
        until("the box is open", || details(its_box).open()).await;
        until("the target is in view", || is_in_view(&by_id(fragment))).await;
    }
    drop(page);
}

#[wasm_bindgen_test]
async fn an_address_opens_its_box_when_the_page_is_adopted_later() {
    let mut page = Page::rendered().await;
    window().location().set_hash("fact-place").unwrap();
    page.adopt().await;
    until("the box is open", || details("places").open()).await;
    until("the target is in view", || is_in_view(&by_id("fact-place"))).await;
}

#[wasm_bindgen_test]
async fn malformed_and_unknown_fragments_do_nothing() {
    let page = Page::adopted().await;
    let focusable = || {
        document()
            .query_selector_all("[tabindex]")
            .unwrap()
            .length()
    };
    let before = focusable();
    for fragment in ["#%E0%A4%A", "#fact-nothing", "#evidence-", "#", "#a b\"]"] {
        window().location().set_hash(fragment).unwrap();
        frames(3).await;
        assert_eq!(page.boxes().open, 0, "{fragment}");
        assert_eq!(painted(), [""; 0], "{fragment}");
        assert_eq!(focusable(), before, "{fragment}");
    }
}

#[wasm_bindgen_test]
async fn a_target_under_something_is_brought_out() {
    let page = Page::adopted().await;
    let bar = document().create_element("div").unwrap();
    bar.set_attribute(
        "style",
        "position: fixed; inset: 0 0 auto; height: 80px; background: red",
    )
    .unwrap();
    document().body().unwrap().append_child(&bar).unwrap();
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    let target = by_id("evidence-person-1");
    until("it has focus", || has_focus(&target)).await;
    until("it stands below the bar", || top(&target) >= 80.0).await;
    bar.remove();
    drop(page);
}

#[wasm_bindgen_test]
async fn clicks_that_mean_something_else_are_left_alone() {
    let page = Page::adopted().await;
    // Prevents the browser from opening a tab during the test.
    let keep_here = EventListener::new_with_options(
        &document(),
        "click",
        EventListenerOptions::enable_prevent_default(),
        |event| event.prevent_default(),
    );
    let init = web_sys::MouseEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_ctrl_key(true);
    let click = web_sys::MouseEvent::new_with_mouse_event_init_dict("click", &init).unwrap();
    by_id("marker-term-1").dispatch_event(&click).unwrap();
    drop(keep_here);
    frames(2).await;
    assert_eq!(page.boxes().open, 0);
    assert!(window().history().unwrap().state().unwrap().is_null());
}
