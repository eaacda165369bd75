//! What adopting adds to an article, in a real browser.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture_page;

use std::cell::Cell;
use std::rc::Rc;

use fixture_page::*;
use gloo::events::{EventListener, EventListenerOptions};
use sidelight::reader::chrome::{BoxCount, WayBack};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

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
    assert_eq!(page.state().boxes, BoxCount { open: 0, all: 6 });
    assert!(!is_disabled("Open all boxes"));
    assert!(is_disabled("Close all boxes"));
    details("casualties").set_open(true);
    until("one is counted", || page.state().boxes.open == 1).await;
    until("closing is offered", || !is_disabled("Close all boxes")).await;
    click(
        &details("casualties")
            .query_selector("summary")
            .unwrap()
            .unwrap(),
    );
    until("none is counted", || page.state().boxes.open == 0).await;
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
        until("all are counted", || page.state().boxes.open == open).await;
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
    let _subscription = page.host().subscribe(Callback::from({
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
    assert_eq!(page.state().boxes.open, 1);
}

#[wasm_bindgen_test]
async fn a_link_into_a_closed_box_opens_it_and_focuses_what_it_leads_to() {
    let page = Page::adopted().await;
    for (link, target, its_box) in [
        (by_id("marker-term-1"), by_id("fact-term"), "sentences"),
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
        click(&link);
        until("the box is open", || details(its_box).open()).await;
        until("the target has focus", || has_focus(&target)).await;
        until("the target is in view", || is_in_view(&target)).await;
        assert_eq!(target.get_attribute("tabindex").as_deref(), Some("-1"));
    }
    assert!(
        !by_id("fact-term").has_attribute("tabindex"),
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
    for fragment in ["#%E0%A4%A", "#fact-nothing", "#evidence-", "#", "#a b\"]"] {
        window().location().set_hash(fragment).unwrap();
        frames(3).await;
        assert_eq!(page.state().boxes.open, 0, "{fragment}");
        assert_eq!(painted(), [""; 0], "{fragment}");
        assert_eq!(
            document()
                .query_selector_all("[tabindex]")
                .unwrap()
                .length(),
            0
        );
    }
}

/// What the ranges must cover, by the article's own data.
const PASSAGES: [(&str, &[&str]); 3] = [
    ("killed-1", &["three men died and more than 21"]),
    ("injured-1", &["more than 21", " were hurt"]),
    ("person-1", &["Ann Lee runs the port."]),
];

#[wasm_bindgen_test]
async fn a_jump_to_the_text_paints_exactly_the_passage() {
    let page = Page::adopted().await;
    for (evidence, passage) in PASSAGES {
        let link = by_id(&format!("from-{evidence}"));
        link.closest(".box-body")
            .unwrap()
            .unwrap()
            .set_attribute("open", "")
            .unwrap();
        click(&link);
        until("it is painted", || painted() == passage).await;
        let target = by_id(&format!("evidence-{evidence}"));
        until("it has focus", || has_focus(&target)).await;
        until("it is in view", || is_in_view(&target)).await;
    }
    window().location().set_hash("headline").unwrap();
    until("nothing is painted", || painted().is_empty()).await;
    drop(page);
}

/// Wraps every text node as browsers' translations do.
fn translate(root: &Element) {
    js_sys::Function::new_with_args(
        "root",
        "const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];\
         while (walker.nextNode()) texts.push(walker.currentNode);\
         for (const text of texts) {\
           const outer = document.createElement('font'), inner = document.createElement('font');\
           inner.textContent = text.data.toUpperCase(); outer.append(inner); text.replaceWith(outer);\
         }",
    )
    .call1(&JsValue::NULL, root)
    .unwrap();
}

#[wasm_bindgen_test]
async fn a_translated_page_works_the_same() {
    let page = Page::adopted().await;
    details("casualties").set_open(true);
    click(&by_id("from-injured-1"));
    until("it is painted", || {
        painted() == ["more than 21", " were hurt"]
    })
    .await;
    translate(&by_id("text"));
    assert_eq!(painted(), ["MORE THAN 21", " WERE HURT"]);
    click(&by_id("from-killed-1"));
    until("it is painted", || {
        painted() == ["THREE MEN DIED AND MORE THAN 21"]
    })
    .await;
    drop(page);
}

#[wasm_bindgen_test]
async fn without_the_highlight_api_the_spans_get_a_class() {
    let css = get(&js_sys::global(), &["CSS"]);
    let without = Without::new(&css, "highlights");
    let page = Page::adopted().await;
    details("casualties").set_open(true);
    click(&by_id("from-injured-1"));
    let shown = || {
        let shown = document().query_selector_all(".passage-shown").unwrap();
        (0..shown.length())
            .filter_map(|i| shown.item(i)?.text_content())
            .collect::<Vec<_>>()
    };
    until("it is shown", || shown() == ["more than 21", " were hurt"]).await;
    window().location().set_hash("").unwrap();
    until("nothing is shown", || shown().is_empty()).await;
    drop((page, without));
}

/// Opens a box and scrolls so that the link stands somewhere in the middle.
async fn stand_at(link: &str) -> (Element, f64) {
    let link = by_id(link);
    if let Some(body) = link.closest(".box-body").unwrap() {
        body.set_attribute("open", "").unwrap();
    }
    frames(2).await;
    window().scroll_by_with_x_and_y(0.0, top(&link) - 137.0);
    frames(2).await;
    let at = top(&link);
    assert!(
        (at - 137.0).abs() < 2.0,
        "the fixture has room to scroll: {at}"
    );
    (link, at)
}

/// As by turning the wheel: what is being put in its place stays where it is.
fn the_reader_takes_over() {
    let wheel = web_sys::Event::new("wheel").unwrap();
    window().dispatch_event(&wheel).unwrap();
}

async fn is_back(link: &Element, at: f64) {
    until("the link has focus", || has_focus(link)).await;
    until("the link stands where it stood", || {
        (top(link) - at).abs() <= 2.0
    })
    .await;
    // And stays there, whatever the browser restores later.
    frames(20).await;
    let now = top(link);
    assert!((now - at).abs() <= 2.0, "{now} instead of {at}");
    assert!(has_focus(link));
}

#[wasm_bindgen_test]
async fn going_back_in_the_history_restores_place_and_focus() {
    let page = Page::adopted().await;
    for (link, target) in [
        ("from-person-1", "evidence-person-1"),
        ("marker-demand-1", "fact-demand"),
    ] {
        let (link, at) = stand_at(link).await;
        click(&link);
        until("the target has focus", || has_focus(&by_id(target))).await;
        frames(3).await;
        window().history().unwrap().back().unwrap();
        is_back(&link, at).await;
        assert_eq!(page.state().way_back, None);
        window().history().unwrap().forward().unwrap();
        until("the way back is there again", || {
            page.state().way_back.is_some()
        })
        .await;
        window().history().unwrap().back().unwrap();
        is_back(&link, at).await;
    }
}

#[wasm_bindgen_test]
async fn the_other_end_of_the_link_leads_back() {
    let page = Page::adopted().await;
    for (link, other_end) in [
        ("from-person-1", "marker-person-1"),
        ("marker-demand-1", "from-demand-1"),
    ] {
        let (link, at) = stand_at(link).await;
        click(&link);
        until("there is a way back", || page.state().way_back.is_some()).await;
        let entries = window().history().unwrap().length().unwrap();
        click(&by_id(other_end));
        is_back(&link, at).await;
        assert_eq!(window().history().unwrap().length().unwrap(), entries);
    }
}

#[wasm_bindgen_test]
async fn the_chrome_leads_back() {
    let page = Page::adopted().await;
    for (link, name, way_back) in [
        ("from-person-1", "Back to fact 9", WayBack::Fact(9)),
        ("marker-demand-1", "Back to the text", WayBack::Text),
    ] {
        assert!(button(name).is_none());
        let (link, at) = stand_at(link).await;
        click(&link);
        until("the button is there", || button(name).is_some()).await;
        assert_eq!(page.state().way_back, Some(way_back));
        click(&button(name).unwrap());
        is_back(&link, at).await;
        until("the button is gone", || button(name).is_none()).await;
    }
}

#[wasm_bindgen_test]
async fn jumps_that_follow_each_other_are_gone_back_one_by_one() {
    let page = Page::adopted().await;
    let (first, first_at) = stand_at("from-person-1").await;
    click(&first);
    until("the passage has focus", || {
        has_focus(&by_id("evidence-person-1"))
    })
    .await;
    the_reader_takes_over();
    let (second, second_at) = stand_at("marker-demand-1").await;
    click(&second);
    until("the fact has focus", || has_focus(&by_id("fact-demand"))).await;
    assert_eq!(page.state().way_back, Some(WayBack::Text));
    page.host().go_back();
    is_back(&second, second_at).await;
    assert_eq!(page.state().way_back, Some(WayBack::Fact(9)));
    assert_eq!(painted(), ["Ann Lee runs the port."]);
    page.host().go_back();
    is_back(&first, first_at).await;
    assert_eq!(page.state().way_back, None);
    assert!(painted().is_empty());
}

#[wasm_bindgen_test]
async fn a_page_that_is_loaded_again_knows_the_way_back() {
    let mut page = Page::adopted().await;
    let (link, at) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.state().way_back.is_some()).await;
    page.destroy();
    page.adopt().await;
    assert_eq!(page.state().way_back, Some(WayBack::Fact(9)));
    assert_eq!(painted(), ["Ann Lee runs the port."]);
    page.host().go_back();
    is_back(&link, at).await;
}

#[wasm_bindgen_test]
async fn a_link_elsewhere_in_the_article_makes_no_way_back() {
    let page = Page::adopted().await;
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.state().way_back.is_some()).await;
    let elsewhere = document().query_selector("#boxes a[href='#box-places']");
    click(&elsewhere.unwrap().unwrap());
    until("there is none", || page.state().way_back.is_none()).await;
    assert!(painted().is_empty());
}

#[wasm_bindgen_test]
async fn jumping_twice_to_the_same_passage_returns_to_the_later_place() {
    let page = Page::adopted().await;
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.state().way_back.is_some()).await;
    // The reader scrolls back by hand and reads the passage again.
    the_reader_takes_over();
    window().scroll_by_with_x_and_y(0.0, top(&link) - 60.0);
    frames(2).await;
    let at = top(&link);
    click(&link);
    until("the passage has focus", || {
        has_focus(&by_id("evidence-person-1"))
    })
    .await;
    frames(3).await;
    page.host().go_back();
    is_back(&link, at).await;
    assert_eq!(page.state().way_back, None);
    assert!(painted().is_empty());
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
async fn other_peoples_history_state_is_kept() {
    let page = Page::adopted().await;
    let state = js_sys::JSON::parse(r#"{"theirs":7}"#).unwrap();
    window()
        .history()
        .unwrap()
        .replace_state(&state, "")
        .unwrap();
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.state().way_back.is_some()).await;
    window().history().unwrap().back().unwrap();
    until("the entry is the old one", || {
        page.state().way_back.is_none()
    })
    .await;
    let state = window().history().unwrap().state().unwrap();
    assert_eq!(get(&state, &["theirs"]), 7);
    assert_eq!(get(&state, &["sidelight", "left", "link"]), "from-person-1");
}

#[wasm_bindgen_test]
async fn clicks_that_mean_something_else_are_left_alone() {
    let page = Page::adopted().await;
    // Nor may it open a tab here.
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
    assert_eq!(page.state().boxes.open, 0);
    assert!(window().history().unwrap().state().unwrap().is_null());
}

#[wasm_bindgen_test]
async fn destroying_leaves_nothing_behind() {
    let mut page = Page::rendered().await;
    let before = page.root.outer_html();
    page.adopt().await;
    click(&by_id("marker-injured-1"));
    until("the fact has focus", || has_focus(&by_id("fact-injured"))).await;
    click(&by_id("from-killed-1"));
    until("the passage is painted", || !painted().is_empty()).await;
    let host = page.host();
    let told = Rc::new(Cell::new(0));
    let _subscription = host.subscribe(Callback::from({
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
