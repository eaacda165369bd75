//! Type and colour settings: applied at once, kept for the next visit, and without losing the reader's position.

use sidelight::view::toolbar::Setting;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Storage};

use crate::fixture_page::*;

/// The key of the settings in storage.
const TYPE_KEY: &str = "sidelight.type/1";

fn attribute(setting: Setting) -> String {
    format!("data-{}", setting.name())
}

fn storage() -> Storage {
    window().local_storage().unwrap().unwrap()
}

fn html() -> Element {
    document().document_element().unwrap()
}

/// Resets the page and the storage to the state for a new reader.
fn forget() {
    storage().clear().unwrap();
    for setting in Setting::ALL {
        html().remove_attribute(&attribute(setting)).unwrap();
    }
}

async fn open_panel() {
    click(&by_id("tool-type"));
    until("the panel has focus", || {
        find("panel-type").is_some_and(|panel| has_focus(&panel))
    })
    .await;
}

fn radio(name: &str, value: &str) -> Element {
    document()
        .query_selector(&format!(
            "#panel-type input[name='{name}'][value='{value}']"
        ))
        .unwrap()
        .unwrap()
}

fn said() -> String {
    let said = document().query_selector(".settings-said > span:not([hidden])");
    said.unwrap()
        .and_then(|said| said.text_content())
        .unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_choice_holds_at_once_and_is_kept_and_all_is_reset_in_one_step() {
    forget();
    let page = Page::adopted().await;
    open_panel().await;
    for setting in Setting::ALL {
        for (place, choice) in setting.choices().iter().enumerate() {
            click(&radio(setting.name(), choice));
            let expected = (place != setting.default_place()).then_some(*choice);
            assert_eq!(
                html().get_attribute(&attribute(setting)).as_deref(),
                expected
            );
            let kept = storage().get_item(TYPE_KEY).unwrap().unwrap_or_default();
            let part = format!("{}={choice}", setting.name());
            assert_eq!(
                kept.split(' ').any(|kept| kept == part),
                expected.is_some(),
                "{kept}"
            );
        }
    }
    assert_eq!(said(), "");
    click(&by_id("type-reset"));
    assert_eq!(storage().get_item(TYPE_KEY).unwrap(), None);
    for setting in Setting::ALL {
        assert!(!html().has_attribute(&attribute(setting)));
    }
    drop(page);
    forget();
}

#[wasm_bindgen_test]
async fn the_panel_shows_the_settings_in_force_and_counts_nonsense_as_the_default() {
    forget();
    let page = Page::adopted().await;
    html().set_attribute("data-size", "99").unwrap();
    html().set_attribute("data-theme", "sepia").unwrap();
    open_panel().await;
    for (name, value) in [("size", "3"), ("theme", "sepia"), ("face", "serif")] {
        let radio: web_sys::HtmlInputElement = radio(name, value).dyn_into().unwrap();
        assert!(radio.checked(), "{name} {value}");
    }
    assert_eq!(
        by_id("size-3").get_attribute("aria-label").as_deref(),
        Some("3 of 8")
    );
    drop(page);
    forget();
}

#[wasm_bindgen_test]
async fn the_sentence_at_the_top_stays_when_type_changes() {
    forget();
    let page = Page::adopted().await;
    let block = document()
        .query_selector("[id^=text-]:not([id^=text-filler])")
        .unwrap()
        .unwrap();
    // Long enough that its height depends on the type settings.
    let words = "Workers said that the police had come early in the morning. ".repeat(60);
    block.set_text_content(Some(&words));
    let middle = document().create_range().unwrap();
    let text = block.first_child().unwrap();
    middle.set_start(&text, 1800).unwrap();
    middle.set_end(&text, 1801).unwrap();
    let line = || middle.get_bounding_client_rect().top();
    window().scroll_by_with_x_and_y(0.0, line());
    frames(2).await;
    let stood = line();
    assert!(stood.abs() < 3.0, "{stood}");
    for (setting, place) in [
        (Setting::Size, 7),
        (Setting::Width, 0),
        (Setting::Leading, 3),
        (Setting::Face, 2),
        (Setting::Spacing, 2),
        (Setting::Size, 0),
    ] {
        let line_height = middle.get_bounding_client_rect().height();
        click(&radio(setting.name(), setting.choices()[place]));
        // This is still the same task, so no frame shows another position. The character may be in another line of the
        // sentence now.
        let room = 3.0 * line_height.max(middle.get_bounding_client_rect().height());
        assert!(
            (line() - stood).abs() <= room,
            "{setting:?}: {} {stood}",
            line()
        );
        frames(20).await;
        assert!(
            (line() - stood).abs() <= room,
            "{setting:?}: {} {stood}",
            line()
        );
    }
    drop(page);
    forget();
}

#[wasm_bindgen_test]
async fn storage_that_refuses_is_said_and_the_choice_holds_for_this_page() {
    forget();
    let prototype = get(&js_sys::global(), &["Storage", "prototype"]);
    let throwing =
        js_sys::Function::new_no_args("throw new DOMException('full', 'QuotaExceededError')");
    let original = get(&prototype, &["setItem"]);
    js_sys::Reflect::set(&prototype, &"setItem".into(), &throwing).unwrap();
    let page = Page::adopted().await;
    open_panel().await;
    click(&radio("theme", "sepia"));
    until("it is said", || {
        said().starts_with("Your browser isn’t saving")
    })
    .await;
    js_sys::Reflect::set(&prototype, &"setItem".into(), &original).unwrap();
    assert_eq!(html().get_attribute("data-theme").as_deref(), Some("sepia"));
    click(&radio("theme", "dark"));
    until("it is said no more", || said().is_empty()).await;
    drop(page);
    forget();
}

#[wasm_bindgen_test]
async fn without_storage_everything_still_works() {
    forget();
    let without = Without::new(&window(), "localStorage");
    let page = Page::adopted().await;
    open_panel().await;
    click(&radio("align", "justify"));
    until("it is said", || !said().is_empty()).await;
    assert_eq!(
        html().get_attribute("data-align").as_deref(),
        Some("justify")
    );
    drop((page, without));
    forget();
}

#[wasm_bindgen_test]
async fn the_tools_take_another_language_at_once() {
    forget();
    let page = Page::adopted().await;
    open_panel().await;
    click(&radio("ui", "ru"));
    until("the tools speak it", || {
        by_id("tool-contents").text_content().as_deref() == Some("Содержание")
    })
    .await;
    assert!(is_panel_open("type"), "the panel stays open");
    until("so do the boxes' controls", || {
        button("Открыть все блоки").is_some()
    })
    .await;
    assert_eq!(
        storage().get_item("sidelight.ui/1").unwrap().as_deref(),
        Some("ru")
    );
    drop(page);
    let page = Page::adopted().await;
    until("it is kept for the next visit", || {
        find("tool-contents")
            .and_then(|tool| tool.text_content())
            .as_deref()
            == Some("Содержание")
    })
    .await;
    drop(page);
    storage().set_item("sidelight.ui/1", "tlh\0").unwrap();
    let page = Page::adopted().await;
    until("nonsense is left out", || {
        find("tool-contents")
            .and_then(|tool| tool.text_content())
            .as_deref()
            == Some("Contents")
    })
    .await;
    drop(page);
    forget();
}

#[wasm_bindgen_test]
async fn the_browsers_frame_takes_the_colour_of_the_page() {
    forget();
    let page = Page::adopted().await;
    let frame_colour = || {
        document()
            .query_selector("meta[name='theme-color']:not([media])")
            .unwrap()
            .and_then(|meta| meta.get_attribute("content"))
    };
    assert_eq!(frame_colour(), None);
    click(&radio("theme", "dark"));
    let body = document().body().unwrap();
    let painted = window().get_computed_style(&body).unwrap().unwrap();
    assert_eq!(
        frame_colour(),
        painted.get_property_value("background-color").ok()
    );
    click(&by_id("type-reset"));
    assert_eq!(frame_colour(), None);
    drop(page);
    forget();
}
