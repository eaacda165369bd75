//! Returning to the start of a jump.

use sidelight::view::chrome::WayBack;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::fixture_page::*;

/// Time limit for scrolling to settle, in frames.
const FRAMES_TO_REST: u32 = 120;

/// Opens a link's box and scrolls until the link is near the middle. Returns the link and its distance from the top, in
/// px.
pub(crate) async fn stand_at(link: &str) -> (Element, f64) {
    let link = by_id(link);
    for around in [".passage", ".box-body"] {
        if let Some(details) = link.closest(around).unwrap() {
            details.set_attribute("open", "").unwrap();
        }
    }
    frames(2).await;
    // Effects of the last action may still scroll the page.
    let mut at_rest = 0;
    for _ in 0..FRAMES_TO_REST {
        let distance = top(&link) - 137.0;
        if distance.abs() < 2.0 {
            at_rest += 1;
            if at_rest == 3 {
                return (link.clone(), top(&link));
            }
        } else {
            at_rest = 0;
            window().scroll_by_with_x_and_y(0.0, distance);
        }
        frame().await;
    }
    panic!("the fixture has room to scroll: {}", top(&link));
}

/// Imitates a turn of the mouse wheel. It stops any pending scrolling by the program.
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
    // The position doesn't change, whatever the browser restores later.
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
        ("from-mention-person", "mention-person"),
        ("mention-person", "fact-person"),
    ] {
        let (link, at) = stand_at(link).await;
        follow(&link).await;
        until("the target has focus", || has_focus(&by_id(target))).await;
        frames(3).await;
        window().history().unwrap().back().unwrap();
        is_back(&link, at).await;
        assert_eq!(page.way_back(), None);
        window().history().unwrap().forward().unwrap();
        until("the way back is there again", || page.way_back().is_some()).await;
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
        ("from-mention-person", "mention-person"),
        ("mention-person", "from-mention-person"),
    ] {
        let (link, at) = stand_at(link).await;
        follow(&link).await;
        until("there is a way back", || page.way_back().is_some()).await;
        let entries = window().history().unwrap().length().unwrap();
        click(&by_id(other_end));
        is_back(&link, at).await;
        // Browsers keep about fifty entries, and drop further ones.
        assert!(window().history().unwrap().length().unwrap() <= entries);
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
        follow(&link).await;
        until("the button is there", || button(name).is_some()).await;
        assert_eq!(page.way_back(), Some(way_back));
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
    follow(&second).await;
    until("the fact has focus", || has_focus(&by_id("fact-demand"))).await;
    assert_eq!(page.way_back(), Some(WayBack::Text));
    page.host().way_back.go_back();
    is_back(&second, second_at).await;
    assert_eq!(page.way_back(), Some(WayBack::Fact(9)));
    assert_eq!(painted(), ["Ann Lee runs the port."]);
    page.host().way_back.go_back();
    is_back(&first, first_at).await;
    assert_eq!(page.way_back(), None);
    assert!(painted().is_empty());
}

#[wasm_bindgen_test]
async fn a_page_that_is_loaded_again_knows_the_way_back() {
    let mut page = Page::adopted().await;
    let (link, at) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.way_back().is_some()).await;
    page.destroy();
    page.adopt().await;
    assert_eq!(page.way_back(), Some(WayBack::Fact(9)));
    assert_eq!(painted(), ["Ann Lee runs the port."]);
    page.host().way_back.go_back();
    is_back(&link, at).await;
}

#[wasm_bindgen_test]
async fn a_link_elsewhere_in_the_article_makes_no_way_back() {
    let page = Page::adopted().await;
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.way_back().is_some()).await;
    let elsewhere = document().query_selector("#boxes a[href='#box-places']");
    click(&elsewhere.unwrap().unwrap());
    until("there is none", || page.way_back().is_none()).await;
    assert!(painted().is_empty());
}

#[wasm_bindgen_test]
async fn jumping_twice_to_the_same_passage_returns_to_the_later_place() {
    let page = Page::adopted().await;
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.way_back().is_some()).await;
    // The reader scrolls back by hand and opens the passage again.
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
    page.host().way_back.go_back();
    is_back(&link, at).await;
    assert_eq!(page.way_back(), None);
    assert!(painted().is_empty());
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
    until("there is a way back", || page.way_back().is_some()).await;
    window().history().unwrap().back().unwrap();
    until("the entry is the old one", || page.way_back().is_none()).await;
    let state = window().history().unwrap().state().unwrap();
    assert_eq!(get(&state, &["theirs"]), 7);
    assert_eq!(get(&state, &["sidelight", "left", "link"]), "from-person-1");
}
