//! The card of a passage or a name: its content, its links, and how it closes.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

use crate::fixture_page::*;
use crate::passage::translate;
use crate::returning::stand_at;

async fn open(link: &str) -> Element {
    click(&by_id(link));
    until("the card is open", || card().is_some()).await;
    card().unwrap()
}

/// Returns the text of a part of the card, with single spaces.
fn part(selector: &str) -> String {
    let part = card().unwrap().query_selector(selector).unwrap().unwrap();
    let text = part.text_content().unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn heading() -> String {
    part(".card-head b")
}

async fn is_closed() {
    until("the card is closed", || card().is_none()).await;
}

fn press(key: &str, shift: bool) -> KeyboardEvent {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    document()
        .active_element()
        .unwrap()
        .dispatch_event(&event)
        .unwrap();
    event
}

#[wasm_bindgen_test]
async fn a_marker_shows_its_fact_and_the_page_stays_as_it_is() {
    let page = Page::adopted().await;
    let before = page.root.outer_html();
    let card = open("marker-injured-1").await;
    until("it has focus", || has_focus(&card)).await;
    assert_eq!(card.get_attribute("role").as_deref(), Some("dialog"));
    assert_eq!(card.get_attribute("aria-label").as_deref(), Some("1 fact"));
    assert_eq!(heading(), "1 fact");
    assert_eq!(part(".kicker"), "Casualties");
    assert_eq!(part(".statement"), "More than 21 were hurt.");
    assert_eq!(
        part(".attribution"),
        "Source: Police, the port’s own force as of May 2012"
    );
    let fact = card.query_selector(".fact").unwrap().unwrap();
    let of_article = fact.parent_element().unwrap();
    assert_eq!(of_article.get_attribute("lang").as_deref(), Some("en"));
    assert!(
        fact.query_selector("[id], details, .to-text")
            .unwrap()
            .is_none()
    );
    assert!(
        card.query_selector("[role=status] .statement")
            .unwrap()
            .is_none()
    );
    assert_eq!(page.root.outer_html(), before);
    assert_eq!(page.boxes().open, 0);
    assert!(window().location().hash().unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn what_was_put_right_is_in_the_card() {
    let page = Page::adopted().await;
    open("marker-killed-1").await;
    assert_eq!(
        part(".corrected"),
        "Corrected on 14 June 2012. Previously: Four men died. Now: Three men died."
    );
    drop(page);
}

/// Returns the texts of all parts of the card that match, with single spaces.
fn parts(selector: &str) -> Vec<String> {
    let parts = card().unwrap().query_selector_all(selector).unwrap();
    let texts = (0..parts.length()).map(|i| parts.item(i).unwrap().text_content().unwrap());
    texts
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[wasm_bindgen_test]
async fn the_card_of_a_place_has_all_its_facts_in_order() {
    let page = Page::adopted().await;
    // A link to a passage that ends at the same place as another one leads to the same marker.
    for marker in ["marker-jailed-1", "marker-term-1"] {
        open(marker).await;
        assert_eq!(heading(), "2 facts");
        assert_eq!(parts(".lead"), ["2 imprisoned", "1 to 3 years Dockers"]);
        assert_eq!(parts(".kicker"), ["Sentences", "Sentences"]);
        assert_eq!(
            parts(".card-ways"),
            ["Show in fact boxNext passage for this factCopy with source"; 2]
        );
        let links = card()
            .unwrap()
            .query_selector_all("a[href='#fact-term']")
            .unwrap();
        assert_eq!(links.length(), 1);
        press("Escape", false);
        is_closed().await;
        assert!(has_focus(&by_id("marker-jailed-1")));
    }
    drop(page);
}

#[wasm_bindgen_test]
async fn a_click_in_a_passage_shows_the_facts_of_just_these_words() {
    let page = Page::adopted().await;
    let spans = document()
        .query_selector_all("[data-evidence=injured-1].evidence")
        .unwrap();
    let span = |i| spans.item(i).unwrap().unchecked_into::<Element>();
    for (span, shown) in [
        (span(0), &["3 killed", "more than 21 hurt"][..]),
        (span(1), &["more than 21 hurt"][..]),
    ] {
        click(&span);
        until("the card is open", || card().is_some()).await;
        assert_eq!(parts(".lead"), shown);
        press("Escape", false);
        is_closed().await;
        assert!(has_focus(&by_id("marker-injured-1")));
    }
    // A reader who selects a part of a passage doesn't want its card.
    let selection = window().get_selection().unwrap().unwrap();
    selection.select_all_children(&span(1)).unwrap();
    click(&span(1));
    frames(3).await;
    assert!(card().is_none());
    selection.remove_all_ranges().unwrap();
    drop(page);
}

#[wasm_bindgen_test]
async fn a_press_outside_closes_it_and_does_nothing_else() {
    let page = Page::adopted().await;
    open("marker-demand-1").await;
    click(&by_id("evidence-event-1"));
    is_closed().await;
    until("focus is back", || has_focus(&by_id("marker-demand-1"))).await;
    frames(3).await;
    assert!(card().is_none());
    // A click inside leaves the card open.
    let card_ = open("marker-demand-1").await;
    click(&card_);
    frames(3).await;
    assert!(card().is_some());
    // A click on another marker also opens that marker's card.
    click(&by_id("marker-term-1"));
    until("its card is open", || {
        card().is_some() && heading() == "2 facts"
    })
    .await;
    drop(page);
}

#[wasm_bindgen_test]
async fn close_and_the_ends_of_the_tab_order_lead_back_to_the_marker() {
    let page = Page::adopted().await;
    let marker = by_id("marker-demand-1");
    let card_ = open("marker-demand-1").await;
    until("it has focus", || has_focus(&card_)).await;
    assert!(press("Tab", true).default_prevented());
    is_closed().await;
    assert!(has_focus(&marker));

    let card_ = open("marker-demand-1").await;
    until("it has focus", || has_focus(&card_)).await;
    press("Tab", false);
    frames(2).await;
    assert!(card().is_some(), "there is more in it");
    focus(&button("Copy with source").unwrap());
    assert!(
        !press("Tab", false).default_prevented(),
        "the browser goes on from the marker"
    );
    is_closed().await;
    assert!(has_focus(&marker));

    let card_ = open("marker-demand-1").await;
    click(&card_.query_selector(".tool-close").unwrap().unwrap());
    is_closed().await;
    assert!(has_focus(&marker));
    drop(page);
}

fn focus(element: &Element) {
    element.dyn_ref::<HtmlElement>().unwrap().focus().unwrap();
}

#[wasm_bindgen_test]
async fn the_card_leads_to_the_box_and_back_leads_to_the_marker() {
    let page = Page::adopted().await;
    let (marker, at) = stand_at("marker-demand-1").await;
    open("marker-demand-1").await;
    let link = card()
        .unwrap()
        .query_selector("a[href='#fact-demand']")
        .unwrap();
    click(&link.unwrap());
    until("the fact has focus", || has_focus(&by_id("fact-demand"))).await;
    assert!(details("demands").open());
    is_closed().await;
    window().history().unwrap().back().unwrap();
    until("the marker has focus", || has_focus(&marker)).await;
    until("it stands where it stood", || {
        (top(&marker) - at).abs() <= 2.0
    })
    .await;
    assert_eq!(page.way_back(), None);
}

#[wasm_bindgen_test]
async fn a_marker_of_the_fact_that_the_reader_came_from_opens_nothing() {
    let page = Page::adopted().await;
    let (link, _) = stand_at("from-person-1").await;
    click(&link);
    until("there is a way back", || page.way_back().is_some()).await;
    click(&by_id("marker-person-1"));
    until("the reader is back", || has_focus(&link)).await;
    assert!(card().is_none());
}

#[wasm_bindgen_test]
async fn a_name_opens_its_entry() {
    let page = Page::adopted().await;
    let card_ = open("mention-person").await;
    assert_eq!(
        card_.get_attribute("aria-label").as_deref(),
        Some("Ann Lee")
    );
    assert_eq!(part(".lead"), "Ann Lee harbour master");
    assert_eq!(part(".about"), "Affiliation: The port");
    assert_eq!(part(".statement"), "She runs the port.");
    assert!(
        card_
            .query_selector("a[href='https://example.org/lee']")
            .unwrap()
            .is_some()
    );
    press("Escape", false);
    is_closed().await;
    assert!(has_focus(&by_id("mention-person")));
    drop(page);
}

#[wasm_bindgen_test]
async fn a_translated_page_has_a_translated_card() {
    let page = Page::adopted().await;
    translate(&by_id("article"));
    open("marker-jailed-1").await;
    assert_eq!(
        parts(".statement"),
        ["TWO WENT TO PRISON.", "THE TERMS WERE ONE TO THREE YEARS."]
    );
    assert_eq!(parts(".kicker")[0], "SENTENCES");
    assert_eq!(heading(), "2 facts", "our own words aren’t the page’s");
    // A translation of the card itself must not keep it from closing.
    translate(&card().unwrap());
    press("Escape", false);
    is_closed().await;
    drop(page);
}

#[wasm_bindgen_test]
async fn what_is_copied_is_the_statement_and_who_says_so() {
    let page = Page::adopted().await;
    let navigator: JsValue = window().navigator().into();
    let clipboard = js_sys::Function::new_with_args(
        "navigator",
        "const asked = []; Object.defineProperty(navigator, 'clipboard', { configurable: true, value: \
         { writeText: text => { asked.push(text); return Promise.resolve() } } }); return asked",
    );
    let asked: Array = clipboard
        .call1(&JsValue::NULL, &navigator)
        .unwrap()
        .unchecked_into();
    open("marker-injured-1").await;
    click(&button("Copy with source").unwrap());
    until("it says so", || {
        part("[role=status].card-said") == "Copied."
    })
    .await;
    let quotation = asked.get(0).as_string().unwrap();
    assert!(
        quotation.starts_with("More than 21 were hurt.\nSource: Police, the port’s own force"),
        "{quotation}"
    );

    // Without a clipboard, the text is selected, to be copied by hand.
    let refused = js_sys::Function::new_with_args(
        "navigator",
        "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })",
    );
    refused.call1(&JsValue::NULL, &navigator).unwrap();
    click(&button("Copy with source").unwrap());
    let text = by_id("card-quotation");
    until("the text has focus", || has_focus(&text)).await;
    let selected = js_sys::Function::new_with_args(
        "text",
        "return text.value.slice(text.selectionStart, text.selectionEnd)",
    );
    assert_eq!(selected.call1(&JsValue::NULL, &text).unwrap(), *quotation);
    js_sys::Reflect::delete_property(
        navigator.unchecked_ref::<js_sys::Object>(),
        &"clipboard".into(),
    )
    .unwrap();
    drop(page);
}
