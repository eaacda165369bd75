//! Highlighting the passage that a link leads to.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::fixture_page::*;

/// The text that the ranges must cover, as in the article.
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

/// Wraps every text node, as translation in browsers does.
pub(crate) fn translate(root: &Element) {
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
