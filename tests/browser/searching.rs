//! Search: typing, moving between hits, opening the box that hides a hit, and returning.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::fixture_page::*;

/// Opens the search with its button and waits until its field has focus.
async fn open() -> HtmlInputElement {
    click(&by_id("tool-search"));
    until("the field has focus", || {
        find("search-field").is_some_and(|field| has_focus(&field))
    })
    .await;
    by_id("search-field").dyn_into().unwrap()
}

/// Replaces the text of the field, as typing does.
fn enter(field: &HtmlInputElement, text: &str) {
    field.set_value(text);
    dispatch(field, "new InputEvent('input', { bubbles: true })");
}

fn press(target: &Element, key: &str, more: &str) {
    dispatch(
        target,
        &format!(
            "new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true, {more} }})"
        ),
    );
}

fn dispatch(target: &Element, event: &str) {
    Function::new_with_args("target", &format!("target.dispatchEvent({event})"))
        .call1(&JsValue::NULL, target)
        .unwrap();
}

fn count() -> String {
    document()
        .query_selector(".search-count")
        .unwrap()
        .unwrap()
        .text_content()
        .unwrap()
}

async fn until_count(text: &str) {
    for _ in 0..200 {
        if count() == text {
            return;
        }
        frame().await;
    }
    panic!("{text:?} is expected, {:?} is shown", count());
}

fn note() -> String {
    by_id("search-note").text_content().unwrap()
}

/// Returns the texts of the ranges of a highlight.
fn painted_as(name: &str) -> Vec<String> {
    let read = Function::new_with_args(
        "name",
        "const shown = CSS.highlights.get(name); return shown ? [...shown].map(range => range.toString()) : []",
    );
    js_sys::Array::from(&read.call1(&JsValue::NULL, &name.into()).unwrap())
        .iter()
        .map(|text| text.as_string().unwrap())
        .collect()
}

fn is_open(element: &Element) -> bool {
    element
        .closest("details")
        .unwrap()
        .is_none_or(|details| details.has_attribute("open"))
}

#[wasm_bindgen_test]
async fn what_is_typed_is_counted_and_painted_and_goes_with_the_search() {
    let _page = Page::adopted().await;
    let field = open().await;
    assert_eq!(count(), "");
    enter(&field, "SCROLLED past");
    until("it is counted", || count().ends_with("results")).await;
    let all: usize = count().split(' ').next().unwrap().parse().unwrap();
    assert!(all > 5);
    let shown = painted_as("sidelight-hits");
    assert!(!shown.is_empty() && shown.len() < all, "{shown:?}");
    assert!(shown.iter().all(|text| text == "scrolled past"));
    for (typed, expected) in [("qqq", "No results"), ("", ""), ("  ", "")] {
        enter(&field, typed);
        until_count(expected).await;
        assert!(painted_as("sidelight-hits").is_empty(), "{typed:?}");
    }
    enter(&field, "scrolled past");
    until("it is painted", || !painted_as("sidelight-hits").is_empty()).await;
    click(&by_id("tool-search"));
    until("the search is gone", || {
        document()
            .query_selector(".search-count")
            .unwrap()
            .is_none()
    })
    .await;
    assert!(painted_as("sidelight-hits").is_empty());
}

#[wasm_bindgen_test]
async fn stepping_goes_round_and_shows_each_hit() {
    let _page = Page::adopted().await;
    let field = open().await;
    enter(&field, "scrolled past");
    until("it is counted", || count().ends_with("results")).await;
    let all: usize = count().split(' ').next().unwrap().parse().unwrap();
    press(&field, "Enter", "");
    until_count(&format!("1 of {all}")).await;
    assert_eq!(painted_as("sidelight-hit"), ["scrolled past"]);
    press(&field, "Enter", "shiftKey: true");
    until_count(&format!("{all} of {all}")).await;
    assert!(has_focus(&field), "the field keeps focus");
    press(&field, "Enter", "");
    until_count(&format!("1 of {all}")).await;
    click(
        &document()
            .query_selector("[aria-label='Next result']")
            .unwrap()
            .unwrap(),
    );
    until_count(&format!("2 of {all}")).await;
    click(
        &document()
            .query_selector("[aria-label='Previous result']")
            .unwrap()
            .unwrap(),
    );
    until_count(&format!("1 of {all}")).await;
    press(&field, "Enter", "isComposing: true");
    frames(2).await;
    assert_eq!(count(), format!("1 of {all}"));
}

#[wasm_bindgen_test]
async fn a_hit_in_a_closed_box_is_shown_and_escape_brings_everything_back() {
    let _page = Page::adopted().await;
    window().scroll_to_with_x_and_y(0.0, 300.0);
    frames(2).await;
    let field = open().await;
    // Measures the text instead of the page: without a style sheet, opening a panel moves the content below it.
    let before = top(&by_id("text"));
    let statement = by_id("fact-injured")
        .query_selector(".statement")
        .unwrap()
        .unwrap();
    assert!(!is_open(&statement));
    enter(&field, &statement.text_content().unwrap());
    until_count("1 result").await;
    press(&field, "Enter", "");
    until("the box is open", || is_open(&statement)).await;
    until("the hit is in view", || is_in_view(&statement)).await;
    frames(12).await;
    let bar = by_id("panel-search").get_bounding_client_rect().bottom();
    assert!(is_in_view(&statement) && top(&statement) >= bar - 1.0);
    press(&field, "Escape", "");
    until("the search is gone", || {
        document()
            .query_selector(".search-count")
            .unwrap()
            .is_none()
    })
    .await;
    until("the place is back", || {
        (top(&by_id("text")) - before).abs() <= 1.0
    })
    .await;
    assert!(!is_open(&statement), "what it opened is shut again");
    assert!(has_focus(&by_id("tool-search")));
}

#[wasm_bindgen_test]
async fn closing_it_stays_at_the_hit() {
    let _page = Page::adopted().await;
    let field = open().await;
    let statement = by_id("fact-injured")
        .query_selector(".statement")
        .unwrap()
        .unwrap();
    enter(&field, &statement.text_content().unwrap());
    until_count("1 result").await;
    press(&field, "Enter", "");
    until_count("1 of 1").await;
    let close = by_id("panel-search")
        .query_selector("[aria-label='Close']")
        .unwrap()
        .unwrap();
    close.dyn_ref::<HtmlElement>().unwrap().focus().unwrap();
    click(&close);
    until("the search is gone", || {
        document()
            .query_selector(".search-count")
            .unwrap()
            .is_none()
    })
    .await;
    assert!(is_open(&statement));
    assert!(has_focus(&statement));
}

#[wasm_bindgen_test]
async fn the_shortcut_opens_it_wherever_the_reader_is_and_escape_gives_focus_back() {
    let page = Page::adopted().await;
    let link = by_id("marker-killed-1");
    link.dyn_ref::<HtmlElement>().unwrap().focus().unwrap();
    for (key, more) in [("f", "ctrlKey: true"), ("F", "shiftKey: true"), ("f", "")] {
        press(&link, key, more);
        frames(2).await;
        assert!(!is_panel_open("search"), "{key} {more}");
    }
    press(&link, "А", "code: 'KeyF', ctrlKey: true, shiftKey: true");
    until("the field has focus", || {
        find("search-field").is_some_and(|field| has_focus(&field))
    })
    .await;
    press(&by_id("search-field"), "Escape", "");
    until("the link has focus", || has_focus(&link)).await;
    drop(page);
}

#[wasm_bindgen_test]
async fn it_stays_while_the_reader_is_in_the_article() {
    let _page = Page::adopted().await;
    open().await;
    let link = by_id("marker-killed-1");
    link.dyn_ref::<HtmlElement>().unwrap().focus().unwrap();
    dispatch(&link, "new PointerEvent('pointerdown', { bubbles: true })");
    press(&link, "Escape", "");
    frames(3).await;
    assert!(is_panel_open("search"));
    assert!(has_focus(&link));
}

#[wasm_bindgen_test]
async fn labels_and_markers_are_no_part_of_the_text() {
    let _page = Page::adopted().await;
    let field = open().await;
    for label in ["Source:", "Go to passage", "Fact box"] {
        enter(&field, label);
        until_count("No results").await;
    }
}

#[wasm_bindgen_test]
async fn a_translation_is_searched_and_spoken_of() {
    let _page = Page::adopted().await;
    let field = open().await;
    enter(&field, "scrolled past");
    until("it is counted", || count().ends_with("results")).await;
    assert_eq!(note(), "");
    let html = document().document_element().unwrap();
    Function::new_no_args(
        "const walker = document.createTreeWalker(document.getElementById('article'), NodeFilter.SHOW_TEXT), texts = [];
         while (walker.nextNode()) if (walker.currentNode.data.includes('scrolled past')) texts.push(walker.currentNode);
         for (const text of texts) {
           const outer = document.createElement('font'), inner = document.createElement('font');
           inner.textContent = text.data.replace('scrolled past', 'прокручено');
           outer.append(inner); text.replaceWith(outer);
         }",
    )
    .call0(&JsValue::NULL)
    .unwrap();
    html.class_list().add_1("translated-ltr").unwrap();
    until_count("No results").await;
    assert!(note().contains("translated"));
    enter(&field, "Прокручено");
    until("it is counted", || count().ends_with("results")).await;
    html.class_list().remove_1("translated-ltr").unwrap();
}

#[wasm_bindgen_test]
async fn without_highlights_the_blocks_are_marked() {
    let css = get(&js_sys::global(), &["CSS"]);
    let _without = Without::new(&css, "highlights");
    let mut page = Page::adopted().await;
    let before = page.root.outer_html();
    let field = open().await;
    enter(&field, "scrolled past");
    until("blocks are marked", || {
        document().query_selector(".has-hits").unwrap().is_some()
    })
    .await;
    press(&field, "Enter", "");
    until("the block is marked", || {
        document().query_selector(".has-hit").unwrap().is_some()
    })
    .await;
    page.destroy();
    frames(2).await;
    assert!(
        !page.root.outer_html().contains("has-hit"),
        "{}",
        before.len()
    );
}

#[wasm_bindgen_test]
async fn anything_can_be_typed() {
    let _page = Page::adopted().await;
    let field = open().await;
    for text in [
        "\u{0}",
        "\u{301}",
        "ß",
        "😀",
        "\u{202e}x",
        "((((",
        "\\",
        "%00",
        "<b>",
        "и\u{306}",
        "\u{fdd0}",
        &"long ".repeat(5_000),
    ] {
        enter(&field, text);
        press(&field, "Enter", "");
        press(&field, "Enter", "shiftKey: true");
        frame().await;
    }
    enter(&field, "scrolled past");
    until("it is counted", || count().ends_with("results")).await;
}
