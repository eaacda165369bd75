//! The contents, the reading progress, and continuing at the last position.

use std::cell::Cell;

use sidelight::view::chrome::{PLACES_KEY, Places, StoppedAt};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

use crate::fixture_page::*;

/// A block in the middle of the fixture.
const BLOCK: &str = "text-filler-4";

/// Number of frames without a change after which a position counts as stable.
const FRAMES_AT_REST: u32 = 15;

fn storage() -> Storage {
    window().local_storage().unwrap().unwrap()
}

fn path() -> String {
    window().location().pathname().unwrap()
}

fn keep(block: &str, share: u32) {
    let mut places = Places::default();
    let block = block.to_owned();
    places.set(&path(), Some(StoppedAt { block, share }));
    storage().set_item(PLACES_KEY, &places.to_saved()).unwrap();
}

fn kept() -> Option<StoppedAt> {
    let saved = storage().get_item(PLACES_KEY).unwrap()?;
    Places::from_saved(&saved).of(&path()).cloned()
}

fn offer() -> Option<web_sys::Element> {
    document().query_selector(".resume-go").unwrap()
}

fn leave() {
    let hide = web_sys::Event::new("pagehide").unwrap();
    window().dispatch_event(&hide).unwrap();
}

/// Scrolls an element to the top of the view, until it stays where it is. Right after its start, Firefox still changes the
/// height of its window, and with it the height of the fixture's blocks. The toolbar isn't fixed at the top without the page's
/// styles.
async fn scroll_to(id: &str) {
    let (before, at_rest) = (Cell::new(f64::NAN), Cell::new(0));
    until("the element stays where it is", || {
        let now = top(&by_id(id));
        at_rest.set(if now == before.get() {
            at_rest.get() + 1
        } else {
            0
        });
        window().scroll_by_with_x_and_y(0.0, now);
        before.set(top(&by_id(id)));
        at_rest.get() == FRAMES_AT_REST
    })
    .await;
}

#[wasm_bindgen_test]
async fn where_one_stops_is_kept_and_offered_and_found_in_another_layout() {
    storage().clear().unwrap();
    let page = Page::adopted().await;
    frames(2).await;
    assert!(offer().is_none(), "nothing to go on with yet");
    leave();
    assert_eq!(kept(), None, "nothing was read");
    scroll_to(BLOCK).await;
    leave();
    assert_eq!(kept().unwrap().block, BLOCK);
    drop(page);
    let page = Page::adopted().await;
    until("it is offered", || offer().is_some()).await;
    let text = offer().unwrap().text_content().unwrap();
    assert_eq!(
        text,
        "Continue where you left off:Something to be scrolled past."
    );
    assert!(!is_in_view(&by_id(BLOCK)), "not forced");
    page.root
        .set_attribute("style", "font-size: 200%; max-width: 300px")
        .unwrap();
    click(&offer().unwrap());
    until("the block is at the top", || {
        (0.0..60.0).contains(&top(&by_id(BLOCK)))
    })
    .await;
    until("it has focus", || has_focus(&by_id(BLOCK))).await;
    until("the offer is gone", || offer().is_none()).await;
    window().history().unwrap().back().unwrap();
    until("going back leads to the beginning", || {
        window().scroll_y().unwrap() < 10.0 && window().location().hash().unwrap().is_empty()
    })
    .await;
    drop(page);
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
async fn below_the_last_line_of_a_block_its_beginning_is_kept() {
    storage().clear().unwrap();
    let page = Page::adopted().await;
    scroll_to(BLOCK).await;
    let line = by_id(BLOCK).first_child().unwrap();
    let range = document().create_range().unwrap();
    range.select_node_contents(&line).unwrap();
    window().scroll_by_with_x_and_y(0.0, range.get_bounding_client_rect().bottom() + 50.0);
    leave();
    let block = BLOCK.to_owned();
    assert_eq!(kept(), Some(StoppedAt { block, share: 0 }));
    drop(page);
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
async fn going_back_at_once_is_not_undone() {
    keep(BLOCK, 0);
    let page = Page::adopted().await;
    until("it is offered", || offer().is_some()).await;
    click(&offer().unwrap());
    // The block hasn't settled at the top yet.
    window().history().unwrap().back().unwrap();
    until("the address is that of before", || {
        window().location().hash().unwrap().is_empty()
    })
    .await;
    // Longer than the block may take to settle.
    frames(15).await;
    assert!(
        window().scroll_y().unwrap() < 10.0,
        "scrolled to {}",
        window().scroll_y().unwrap()
    );
    drop(page);
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
async fn the_offer_goes_when_it_is_declined_or_one_reads_on() {
    keep(BLOCK, 0);
    let page = Page::adopted().await;
    until("it is offered", || offer().is_some()).await;
    scroll_to("text-filler-1").await;
    until("it is gone", || offer().is_none()).await;
    drop(page);
    keep(BLOCK, 0);
    let page = Page::adopted().await;
    until("it is offered", || offer().is_some()).await;
    let decline = document().query_selector(".resume .tool-close").unwrap();
    click(&decline.unwrap());
    until("it is gone", || offer().is_none()).await;
    assert_eq!(kept(), None);
    drop(page);
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
async fn nothing_is_offered_where_it_makes_no_sense() {
    for nonsense in ["text-nothing", "headline", "sidelight", "text", "]'"] {
        keep(nonsense, 0);
        let page = Page::adopted().await;
        frames(3).await;
        assert!(offer().is_none(), "{nonsense}");
        drop(page);
    }
    storage().set_item(PLACES_KEY, "{\"\0\n\n / / /").unwrap();
    drop(Page::adopted().await);
    keep(BLOCK, 0);
    let html = document().document_element().unwrap();
    html.set_attribute("data-embed", "").unwrap();
    let page = Page::adopted().await;
    frames(3).await;
    assert!(offer().is_none(), "in an embed");
    html.remove_attribute("data-embed").unwrap();
    drop(page);
    let mut page = Page::rendered().await;
    window().location().set_hash("text-filler-1").unwrap();
    page.adopt().await;
    frames(3).await;
    assert!(offer().is_none(), "at an address with a fragment");
    drop(page);
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
async fn one_who_has_read_to_the_end_has_nothing_to_go_on_with() {
    keep(BLOCK, 0);
    let page = Page::adopted().await;
    window().scroll_to_with_x_and_y(0.0, 1e7);
    frames(3).await;
    leave();
    assert_eq!(kept(), None);
    drop(page);
}

#[wasm_bindgen_test]
async fn the_contents_say_where_one_is() {
    storage().clear().unwrap();
    let page = Page::adopted().await;
    click(&by_id("tool-contents"));
    let current = || {
        let current = document().query_selector("#panel-contents [aria-current='location'] a");
        current.unwrap().and_then(|link| link.get_attribute("href"))
    };
    until("it is before all", || {
        current().as_deref() == Some("#headline")
    })
    .await;
    let shown = || {
        let shown = document().query_selector(".reading").unwrap().unwrap();
        shown.text_content().unwrap()
    };
    assert!(shown().ends_with("-minute read"), "{}", shown());
    scroll_to("box-demands").await;
    until("it is the box", || {
        current().as_deref() == Some("#box-demands")
    })
    .await;
    until("how far is shown", || shown().contains("% read")).await;
    let line = by_id("reading-progress");
    let style = line.get_attribute("style").unwrap_or_default();
    assert!(style.starts_with("--read:"), "{style}");
    window().scroll_to_with_x_and_y(0.0, 1e7);
    until("all is read", || shown().ends_with("100% read")).await;
    drop(page);
}
