//! Steps from hit to hit, and goes back to the reader's position before the search.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, Range};

use super::collect::{SearchText, block_of};
use super::highlight::{first_in_view, ranges};
use super::{OpenSearch, Search};
use crate::browser::boxes::closed_around;
use crate::browser::dom::Dom;
use crate::browser::scroll::ScrollAnchor;
use crate::browser::tables;
use crate::view::chrome::Direction;
use sidelight_model::anchor;
use sidelight_text::search::Hit;

/// Position of a hit in the free part of the view, as a share of its height from the top.
const HIT_AT: f64 = 0.3;
/// Minimum free space above and below a hit, in px.
const MARGIN: f64 = 12.0;

/// The reader's position before the search, and the elements that were opened since.
#[derive(Default)]
pub(super) struct PositionBefore {
    /// The element at the top of the view, and its distance from the top of the window in px.
    place: Option<(Element, f64)>,
    opened: Vec<HtmlDetailsElement>,
}

impl PositionBefore {
    /// Returns the reader's current position.
    pub(super) fn now(dom: &Dom) -> Self {
        let article = dom.find(anchor::ARTICLE);
        let top = free_top(dom);
        // The block that the reader is reading. It survives a translation and a new layout.
        let place = article.and_then(|article| {
            let rect = article.get_bounding_client_rect();
            let middle = (rect.left() + rect.width().min(600.0) / 2.0) as f32;
            let hit = dom.document.element_from_point(middle, top as f32 + 1.0)?;
            let block = hit.closest("[id]").ok().flatten()?;
            let place = if article.contains(Some(&block)) {
                block
            } else {
                article
            };
            let top = place.get_bounding_client_rect().top();
            Some((place, top))
        });
        Self {
            place,
            opened: Vec::new(),
        }
    }
}

impl Search {
    /// Goes to the next or the previous hit. Without a current hit, starts from the visible part of the text.
    pub(super) fn step_to_hit(&self, direction: Direction) {
        let dom = &self.page.dom;
        let hit = self.with(|searching| {
            let OpenSearch { text, hits, .. } = searching;
            let (text, last) = (text.as_mut()?, hits.len().checked_sub(1)?);
            let number = match (searching.current, direction) {
                (Some(number), Direction::Next) if number < last => number + 1,
                (Some(number), Direction::Previous) if number > 0 => number - 1,
                (Some(_), Direction::Next) => 0,
                (Some(_), Direction::Previous) => last,
                (None, direction) => {
                    let top = free_top(dom);
                    let seen = first_in_view(text, top);
                    let mut next = text.index.hits_in(0..seen, hits).end;
                    // That part may begin above the view.
                    while hits.get(next).is_some_and(|hit| {
                        let place =
                            range_of(dom, text, *hit).map(|hit| hit.get_bounding_client_rect());
                        place
                            .is_some_and(|place| place.height() > 0.0 && place.top() < top + MARGIN)
                    }) {
                        next += 1;
                    }
                    match direction {
                        Direction::Next if next <= last => next,
                        Direction::Next => 0,
                        Direction::Previous => next.checked_sub(1).unwrap_or(last),
                    }
                }
            };
            searching.current = Some(number);
            let hit = *hits.get(number)?;
            let parent = text.nodes.get(text.index.piece_of(hit))?.parent_element()?;
            for details in closed_around(&parent) {
                details.set_open(true);
                searching.before.opened.push(details);
            }
            Some((range_of(dom, text, hit), parent))
        });
        let Some(Some((range, parent))) = hit else {
            return;
        };
        self.notify();
        self.highlight_hits();
        tables::reveal(&parent);
        let show = move |dom: &Dom| show_hit(dom, range.as_ref(), &parent);
        self.page.scroll.correct_after_event(Box::new(show));
    }

    /// Brings the reader back to their position before the search, and closes the elements that stepping has opened.
    pub(super) fn restore_before_search(&self) {
        let before = self.with(|searching| std::mem::take(&mut searching.before));
        let Some(PositionBefore { place, opened }) = before else {
            return;
        };
        for details in opened {
            details.set_open(false);
        }
        if let Some((element, top)) = place {
            let anchor = ScrollAnchor::of_element(element, top);
            self.page
                .scroll
                .correct_after_event(anchor.into_correction());
        }
    }

    /// Returns the block that contains the current hit.
    pub(super) fn block_of_hit(&self) -> Option<Element> {
        self.with(|searching| {
            let hit = *searching.hits.get(searching.current?)?;
            let text = searching.text.as_ref()?;
            block_of(text.nodes.get(text.index.piece_of(hit))?)
        })?
    }
}

/// Scrolls a hit into view, below the toolbar and the search panel. Returns `true` if it had to scroll.
fn show_hit(dom: &Dom, range: Option<&Range>, parent: &Element) -> bool {
    let rect = range
        .map(Range::get_bounding_client_rect)
        .filter(|rect| rect.height() > 0.0)
        .unwrap_or_else(|| parent.get_bounding_client_rect());
    let top = free_top(dom);
    let Some(height) = dom.height() else {
        return false;
    };
    if rect.top() >= top + MARGIN && rect.bottom() <= height - MARGIN {
        return false;
    }
    let distance = rect.top() - (top + (height - top) * HIT_AT).floor();
    let is_off = distance.abs() >= 1.0;
    if is_off {
        dom.scroll_by(distance);
    }
    is_off
}

/// Returns the range of a hit in its first piece.
fn range_of(dom: &Dom, text: &mut SearchText, hit: Hit) -> Option<Range> {
    ranges(dom, text, &[hit]).get(0).dyn_into().ok()
}

/// Returns the height that the toolbar and the search panel cover at the top of the window, in px.
fn free_top(dom: &Dom) -> f64 {
    let bottom = |id: &str| {
        let element = dom.document.get_element_by_id(id)?;
        Some(element.get_bounding_client_rect().bottom())
    };
    bottom("panel-search")
        .or_else(|| bottom(anchor::TOOLBAR))
        .unwrap_or_default()
        .max(0.0)
}
