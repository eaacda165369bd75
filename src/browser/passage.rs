//! Paints a passage of the text with the CSS Custom Highlight API, or with a class in browsers without it.
//!
//! *Invariant:* text nodes are never changed, so a translated page and a reader's selection stay as they are.

use std::cell::Cell;
use std::iter;

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::dom::{Dom, all};
use super::highlight;

/// The name of the highlight in style sheets: `::highlight(sidelight-passage)`.
pub const HIGHLIGHT: &str = "sidelight-passage";
/// The class of the passage's spans in browsers without the API.
pub const FALLBACK_CLASS: &str = "passage-shown";

/// The painted passage, if there is one.
#[derive(Default)]
pub(super) struct Passage {
    /// The spans with the class, in browsers without the API.
    marked: Cell<Vec<Element>>,
}

impl Passage {
    /// Paints the passage with this evidence id, and clears any other.
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

    /// Removes the highlight or the class.
    pub(super) fn clear(&self) {
        highlight::clear(HIGHLIGHT);
        for span in self.marked.take() {
            let _ = span.class_list().remove_1(FALLBACK_CLASS);
        }
    }
}

/// Returns the spans of a passage. They are all in one text block, so the rest of the article isn't searched.
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

/// Returns the evidence ids of a link to facts: those of a marker's passages, or the whole id of any other link.
pub(super) fn evidence_of(link: &Element) -> Vec<String> {
    let ids = iter::once(link.id()).chain(all(link, "[id]").map(|inside| inside.id()));
    ids.map(|id| id.strip_prefix("marker-").unwrap_or(&id).to_owned())
        .collect()
}

/// Returns the ranges that cover the spans.
///
/// A range begins inside its span and ends after it. It then stays correct if a translation replaces text in the span or
/// beside it. A live range that began beside the span would grow over the replacement of the text before it.
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
