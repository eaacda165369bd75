//! Positions the card: beside the text if there is enough space, otherwise below or above the chosen element. In a small
//! window, the card is a sheet at the bottom. The style sheet decides when it is a sheet (`position: fixed`).
//!
//! *Invariant:* the card never covers the element that it belongs to. It moves nothing, because it is outside the page's
//! flow.

use web_sys::{DomRect, Element, HtmlElement};

use crate::browser::dom::Dom;
use sidelight_model::anchor;

/// Distance from the card to the element that it belongs to, in px.
const GAP: f64 = 10.0;
/// Distance from the card to the text beside it, in px.
const BESIDE: f64 = 24.0;
/// Minimum distance from the card to the edges of the window, in px.
const EDGE: f64 = 8.0;
/// The class of a sheet at the top of the window. It is used if the page can't be scrolled out of the sheet's way.
const AT_HEAD: &str = "card-at-head";

/// Positions the card. It belongs to `opener`, or to the chosen element if `opener` is out of view.
pub(super) fn place(dom: &Dom, card: &HtmlElement, opener: &Element, chosen: &Element) {
    let Some(chosen) = [opener, chosen, opener].into_iter().find_map(|element| {
        let lines = element.get_client_rects();
        (0..lines.length())
            .filter_map(|i| lines.item(i))
            .find(|line| is_in_view(dom, line))
            .or_else(|| lines.item(0).filter(|_| element == opener))
            .map(|line| {
                if element == opener {
                    // A name may extend over two lines, and the card must not cover either.
                    (element.get_bounding_client_rect(), element)
                } else {
                    (line, element)
                }
            })
    }) else {
        return;
    };
    let style = card.style();
    for side in ["left", "top"] {
        let _ = style.remove_property(side);
    }
    let _ = card.class_list().remove_1(AT_HEAD);
    if property(dom, card, "position").as_deref() == Some("fixed") {
        clear_of_sheet(dom, card, &chosen.0);
        return;
    }
    let (left, top) = beside(dom, card, &chosen).unwrap_or_else(|| near(dom, card, &chosen.0));
    let scrolled = |by: Result<f64, _>| by.unwrap_or_default();
    let _ = style.set_property("left", &px(left + scrolled(dom.window.scroll_x())));
    let _ = style.set_property("top", &px(top + scrolled(dom.window.scroll_y())));
}

/// Scrolls the element that the card belongs to out from under the sheet. At the end of the page, moves the sheet to the top
/// instead.
fn clear_of_sheet(dom: &Dom, card: &HtmlElement, chosen: &DomRect) {
    let hidden = chosen.bottom() + GAP - card.get_bounding_client_rect().top();
    if hidden <= 0.0 {
        return;
    }
    let page = dom.document.document_element();
    let left = page.map_or(0.0, |page| page.get_bounding_client_rect().bottom()) - height(dom);
    if hidden <= left {
        dom.scroll_by(hidden);
    } else {
        let _ = card.class_list().add_1(AT_HEAD);
        let hidden = card.get_bounding_client_rect().bottom() + GAP - chosen.top();
        if hidden > 0.0 {
            dom.scroll_by(-hidden);
        }
    }
}

/// Returns the position beside the text block, on the side where its lines end. Returns `None` if there isn't enough space.
fn beside(dom: &Dom, card: &HtmlElement, chosen: &(DomRect, &Element)) -> Option<(f64, f64)> {
    let block = chosen.1.closest("[id^='text-']").ok()??;
    let ends_left = property(dom, &block, "direction").as_deref() == Some("rtl");
    let block = block.get_bounding_client_rect();
    let card = card.get_bounding_client_rect();
    let left = if ends_left {
        block.left() - BESIDE - card.width()
    } else {
        block.right() + BESIDE
    };
    let fits = left >= EDGE && left + card.width() <= width(dom) - EDGE;
    fits.then(|| {
        let lowest = height(dom) - card.height() - EDGE;
        (left, (chosen.0.top() - GAP).min(lowest).max(head(dom)))
    })
}

/// Returns the position below the element, or above it if the card fits only there.
fn near(dom: &Dom, card: &HtmlElement, chosen: &DomRect) -> (f64, f64) {
    let card = card.get_bounding_client_rect();
    let middle = (chosen.left() + chosen.right() - card.width()) / 2.0;
    let left = middle.min(width(dom) - card.width() - EDGE).max(EDGE);
    let below = chosen.bottom() + GAP;
    let above = chosen.top() - GAP - card.height();
    let fits_below = below + card.height() <= height(dom) - EDGE;
    (
        left,
        if fits_below || above < head(dom) {
            below
        } else {
            above
        },
    )
}

/// Returns the top of the free view in px: [`EDGE`] below the toolbar.
fn head(dom: &Dom) -> f64 {
    let bar = dom.document.get_element_by_id(anchor::TOOLBAR);
    bar.map_or(0.0, |bar| bar.get_bounding_client_rect().bottom())
        .max(0.0)
        + EDGE
}

fn is_in_view(dom: &Dom, line: &DomRect) -> bool {
    line.bottom() > 0.0 && line.top() < height(dom)
}

fn width(dom: &Dom) -> f64 {
    let page = dom.document.document_element();
    page.map_or(0.0, |page| f64::from(page.client_width()))
}

fn height(dom: &Dom) -> f64 {
    let height = dom.window.inner_height().ok();
    height.and_then(|height| height.as_f64()).unwrap_or(0.0)
}

/// Returns the value of a property in the element's computed style.
fn property(dom: &Dom, element: &Element, name: &str) -> Option<String> {
    let style = dom.window.get_computed_style(element).ok()??;
    style.get_property_value(name).ok()
}

fn px(length: f64) -> String {
    // Whole numbers, because code that formats fractions would be a considerable part of the program.
    [&(length.round() as i32).to_string(), "px"].concat()
}
