//! Painting a passage of the text: with the CSS Custom Highlight API, and with a class where that is missing.
//!
//! *Invariant:* text nodes are never touched, so a translated page and a reader's selection stay as they are.

use std::cell::Cell;

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::dom::Dom;
use super::highlight;

/// The name of the highlight in style sheets: `::highlight(sidelight-passage)`.
pub const HIGHLIGHT: &str = "sidelight-passage";
/// The class of the passage's spans where the API is missing.
pub const FALLBACK_CLASS: &str = "passage-shown";

/// The passage that is painted, if one is.
#[derive(Default)]
pub(super) struct Passage {
    /// The spans that have the class, where the API is missing.
    marked: Cell<Vec<Element>>,
}

impl Passage {
    /// Paints the passage with this evidence id; every other is cleared.
    pub(super) fn paint(&self, dom: &Dom, evidence: &str) {
        self.clear();
        let spans = spans(dom, evidence);
        if highlight::paint(HIGHLIGHT, &ranges(dom, &spans), 0).is_none() {
            for span in &spans {
                let _ = span.class_list().add_1(FALLBACK_CLASS);
            }
            self.marked.set(spans);
        }
    }

    /// Paints nothing any more.
    pub(super) fn clear(&self) {
        highlight::clear(HIGHLIGHT);
        for span in self.marked.take() {
            let _ = span.class_list().remove_1(FALLBACK_CLASS);
        }
    }
}

/// The spans of an evidence. They stand in one text block, so the rest of the article isn't looked at.
pub(super) fn spans(dom: &Dom, evidence: &str) -> Vec<Element> {
    let Some(first) = dom.find(&format!("evidence-{evidence}")) else {
        return Vec::new();
    };
    let block = first
        .closest("[id^='text-']")
        .ok()
        .flatten()
        .unwrap_or_else(|| dom.root.clone());
    block
        .query_selector_all("[data-evidence]")
        .map(|spans| {
            (0..spans.length())
                .filter_map(|i| spans.item(i)?.dyn_into().ok())
                .filter(|span: &Element| is_of(span, evidence))
                .collect()
        })
        .unwrap_or_default()
}

/// The ranges that cover the spans.
///
/// They begin in the span and end after it: then they stay right whatever a translation replaces in the span or
/// beside it, as a live range that began beside the span would swallow what comes in place of the text before.
fn ranges(dom: &Dom, spans: &[Element]) -> Array {
    spans
        .iter()
        .filter_map(|span| {
            let range = dom.document.create_range().ok()?;
            range.set_start(span, 0).ok()?;
            range.set_end_after(span).ok()?;
            Some(range)
        })
        .collect()
}

fn is_of(span: &Element, evidence: &str) -> bool {
    span.get_attribute("data-evidence").as_deref() == Some(evidence)
}
