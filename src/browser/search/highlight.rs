//! Paints the hits in view and near it with the CSS Custom Highlight API. In browsers without it, their blocks get a class.
//!
//! *Invariant:* the number of hits painted at a time doesn't grow with the article. Finding the part in view measures only a
//! few elements, besides the boxes.

use std::cell::Cell;
use std::ops::Range;

use js_sys::Array;
use web_sys::{DomRect, Element};

use super::collect::{PagePart, SearchText, block_of};
use crate::browser::dom::Dom;
use crate::browser::highlight;
use sidelight_text::search::Hit;

/// The name of the highlight for all hits in style sheets: `::highlight(sidelight-hits)`.
pub const HITS: &str = "sidelight-hits";
/// The name of the highlight for the current hit: `::highlight(sidelight-hit)`.
pub const CURRENT_HIT: &str = "sidelight-hit";
/// The class of blocks with hits, in browsers without the API.
pub const HITS_CLASS: &str = "has-hits";
/// The class of the block with the current hit, in browsers without the API.
pub const CURRENT_HIT_CLASS: &str = "has-hit";

/// Maximum number of hits that are painted. A screen of text rarely has that many letters `e`.
const MOST: usize = 1_000;

/// The painted hits of a search.
#[derive(Default)]
pub(super) struct Highlights {
    /// The blocks with a class, in browsers without the API.
    marked: Cell<Vec<Element>>,
}

impl Highlights {
    /// Paints the hits in view and within a screen of it. Paints the current hit wherever it is.
    pub(super) fn show(
        &self,
        dom: &Dom,
        text: &mut SearchText,
        hits: &[Hit],
        current: Option<Hit>,
    ) {
        let mut shown = Vec::new();
        if !hits.is_empty() {
            for pieces in near_view(dom, text) {
                let range = text.index.hits_in(pieces, hits);
                let room = MOST.saturating_sub(shown.len());
                shown.extend(
                    hits[range]
                        .iter()
                        .take(room)
                        .filter(|hit| Some(**hit) != current),
                );
            }
        }
        let others = ranges(dom, text, &shown);
        let current = current.as_slice();
        let is_painted = highlight::paint(HITS, &others, 1).is_some()
            && highlight::paint(CURRENT_HIT, &ranges(dom, text, current), 2).is_some();
        if !is_painted {
            self.mark(text, &shown, current);
        }
    }

    /// Removes the highlights and classes.
    pub(super) fn clear(&self) {
        highlight::clear(HITS);
        highlight::clear(CURRENT_HIT);
        for block in self.marked.take() {
            let _ = block.class_list().remove_2(HITS_CLASS, CURRENT_HIT_CLASS);
        }
    }

    fn mark(&self, text: &SearchText, hits: &[Hit], current: &[Hit]) {
        self.clear();
        let mut marked = Vec::new();
        for (hits, class) in [(hits, HITS_CLASS), (current, CURRENT_HIT_CLASS)] {
            let mut last = None;
            for piece in hits.iter().map(|hit| text.index.piece_of(*hit)) {
                if last.replace(piece) != Some(piece)
                    && let Some(block) = text.nodes.get(piece).and_then(block_of)
                {
                    let _ = block.class_list().add_1(class);
                    marked.push(block);
                }
            }
        }
        self.marked.set(marked);
    }
}

/// Returns the pieces that are in view or within a screen of it. Boxes may be beside the text, so each box is measured. Of
/// all other parts, only as many are measured as are needed to find the first and the last.
fn near_view(dom: &Dom, text: &SearchText) -> Vec<Range<usize>> {
    let Some(height) = dom.height() else {
        return Vec::new();
    };
    let flow = in_flow(text);
    let first =
        flow.partition_point(|part| is_over(&text.parts[*part], -height, |place| place.bottom()));
    let end =
        flow.partition_point(|part| is_over(&text.parts[*part], 2.0 * height, |place| place.top()));
    let shown = match flow.get(first..end) {
        Some([first, .., last]) => *first..*last + 1,
        Some([only]) => *only..*only + 1,
        _ => 0..0,
    };
    let pieces = |parts: Range<usize>| first_piece(text, parts.start)..first_piece(text, parts.end);
    let boxes = (0..text.parts.len()).filter(|part| text.parts[*part].is_box);
    let boxes = boxes.filter(|part| !shown.contains(part)).filter(|part| {
        let place = text.parts[*part].element.get_bounding_client_rect();
        place.bottom() >= -height && place.top() < 2.0 * height
    });
    let boxes = boxes.map(|part| pieces(part..part + 1));
    std::iter::once(pieces(shown.clone()))
        .chain(boxes)
        .collect()
}

/// Returns the first piece of the first part that doesn't end above the line `below` px under the top of the window.
pub(super) fn first_in_view(text: &SearchText, below: f64) -> usize {
    let flow = in_flow(text);
    let first =
        flow.partition_point(|part| is_over(&text.parts[*part], below, |place| place.bottom()));
    first_piece(text, flow.get(first).copied().unwrap_or(text.parts.len()))
}

/// Returns the parts that follow each other down the page. Boxes are left out, because they may be beside the text.
fn in_flow(text: &SearchText) -> Vec<usize> {
    let parts = 0..text.parts.len();
    parts.filter(|part| !text.parts[*part].is_box).collect()
}

fn first_piece(text: &SearchText, part: usize) -> usize {
    text.parts
        .get(part)
        .map_or(text.index.pieces(), |part| part.first)
}

/// Returns `true` if an edge of a part (its top or bottom) is above a line. The line is given in px from the top of the
/// window. Parts in a stretch far from the line aren't measured, so that they needn't be laid out.
fn is_over(part: &PagePart, line: f64, edge: fn(&DomRect) -> f64) -> bool {
    if let Some(stretch) = &part.stretch {
        let stretch = stretch.get_bounding_client_rect();
        if stretch.bottom() < line {
            return true;
        }
        if line <= stretch.top() {
            return false;
        }
    }
    edge(&part.element.get_bounding_client_rect()) < line
}

/// Returns the ranges of hits, one for each piece. Content between pieces, such as a marker, is in no range.
pub(super) fn ranges(dom: &Dom, text: &mut SearchText, hits: &[Hit]) -> Array {
    let ranges = Array::new();
    let mut known = None;
    for hit in hits {
        for part in text.index.parts(*hit) {
            let Some(node) = text.nodes.get(part.piece) else {
                continue;
            };
            if known.as_ref().is_none_or(|(piece, _)| *piece != part.piece) {
                let places = text
                    .index
                    .places(part.piece, &node.data(), &mut text.folding);
                known = Some((part.piece, places));
            }
            let Some((_, places)) = &known else {
                continue;
            };
            let place = places.of(&part);
            if let Ok(range) = dom.document.create_range()
                // A changed node may be too short. The text is then about to be read again.
                && range.set_start(node, place.start).is_ok()
                && range.set_end(node, place.end).is_ok()
            {
                ranges.push(&range);
            }
        }
    }
    ranges
}
