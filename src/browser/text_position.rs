//! A position in the text: the beginning of the line that a reader is at. It is counted in characters, so it can be found
//! again after any change of the layout.
//!
//! *Invariant:* finding a position examines one block, never all of them, and changes nothing on the page.

use wasm_bindgen::JsCast;
use web_sys::{CharacterData, Element, Node, Range};

use super::dom::Dom;
use crate::view::chrome::StoppedAt;
use sidelight_model::anchor;

/// Selector of the blocks that can contain a position: text blocks, facts and boxes, all of which have ids.
const BLOCKS: &str = "[id^='text-'], [data-fact-number], [data-box]";
/// Distances below the top of the view at which a block is looked for, in px. There may be only white space between two
/// blocks.
const DISTANCES: [f64; 6] = [2.0, 16.0, 40.0, 80.0, 140.0, 220.0];
/// `NodeFilter.SHOW_TEXT`.
const SHOW_TEXT: u32 = 4;
/// Maximum length of the text that is shown for a position, in characters.
const MAX_SHOWN: usize = 90;

/// A position in the text.
pub(super) struct TextPosition {
    block: Element,
    /// The range from the position to the end of its text node.
    range: Range,
    /// Number of UTF-16 units in the block before the position.
    before: u32,
}

impl TextPosition {
    /// Returns the beginning of the first line that isn't above the view. If all lines of its block are above, because only a
    /// picture or white space of the block is in view, returns the beginning of the block. Returns `None` if the text begins
    /// below the top of the view.
    pub(super) fn at_top(dom: &Dom) -> Option<Self> {
        let top = top_of_view(dom);
        let text = dom.find(anchor::TEXT)?;
        let place = text.get_bounding_client_rect();
        if place.top() > top + DISTANCES[0] {
            return None;
        }
        let middle = (place.left() + place.right()) / 2.0;
        let block = DISTANCES
            .iter()
            .find_map(|distance| block_at(dom, &text, middle, top + distance))?;
        let mut before = 0;
        for node in texts(dom, &block) {
            let range = dom.document.create_range().ok()?;
            range.select_node_contents(&node).ok()?;
            if range.get_bounding_client_rect().bottom() > top + 1.0 {
                let offset = first_below(&range, &node, top + 1.0)?;
                range.set_start(&node, offset).ok()?;
                range.set_end(&node, node.length()).ok()?;
                return Some(Self {
                    block,
                    range,
                    before: before + offset,
                });
            }
            before += node.length();
        }
        Self::beginning_of(dom, block)
    }

    /// Returns the position of a block's first letter. Returns `None` for a block without text.
    fn beginning_of(dom: &Dom, block: Element) -> Option<Self> {
        let node = texts(dom, &block).next()?;
        let range = dom.document.create_range().ok()?;
        range.select_node_contents(&node).ok()?;
        Some(Self {
            block,
            range,
            before: 0,
        })
    }

    /// Returns the position where a reader stopped. Returns `None` if its block no longer exists.
    pub(super) fn find(dom: &Dom, place: &StoppedAt) -> Option<Self> {
        let block = dom
            .find(&place.block)
            .filter(|block| block.matches(BLOCKS).unwrap_or(false))?;
        let total: u32 = texts(dom, &block).map(|node| node.length()).sum();
        let target = (u64::from(total) * u64::from(place.share) / 1000) as u32;
        let mut before = 0;
        for node in texts(dom, &block) {
            let length = node.length();
            if before + length > target {
                let range = dom.document.create_range().ok()?;
                range.set_start(&node, target - before).ok()?;
                range.set_end(&node, length).ok()?;
                return Some(Self {
                    block,
                    range,
                    before: target,
                });
            }
            before += length;
        }
        None
    }

    /// Returns the position in the form that is saved. Returns `None` if its block has no id.
    pub(super) fn stopped_at(&self, dom: &Dom) -> Option<StoppedAt> {
        let total: u32 = texts(dom, &self.block).map(|node| node.length()).sum();
        // Rounded up, so that the position isn't found on the line before.
        let share = u64::from(self.before * 1000).div_ceil(u64::from(total.max(1))) as u32;
        Some(StoppedAt {
            block: Some(self.block.id()).filter(|id| !id.is_empty())?,
            share: share.min(999),
        })
    }

    /// Returns the block that contains the position.
    pub(super) fn block(&self) -> &Element {
        &self.block
    }

    /// Returns the distance of the position from the top of the window, in px.
    pub(super) fn top(&self) -> f64 {
        let lines = self.range.get_client_rects();
        let line = lines.and_then(|lines| lines.item(0));
        line.unwrap_or_else(|| self.block.get_bounding_client_rect())
            .top()
    }

    /// Returns the text after the position, as it is on the page now. Returns at most 90 characters.
    pub(super) fn words(&self, dom: &Dom) -> String {
        let mut words = String::new();
        let start = self.range.start_container().ok();
        let is_before = |node: &CharacterData| {
            let node: &Node = node;
            Some(node) != start.as_ref()
        };
        for node in texts(dom, &self.block).skip_while(is_before) {
            let from = if words.is_empty() {
                self.range.start_offset().unwrap_or_default()
            } else {
                0
            };
            words.push_str(&node.substring_data(from, node.length()).unwrap_or_default());
            if words.chars().count() > MAX_SHOWN {
                return words.chars().take(MAX_SHOWN).collect();
            }
        }
        words
    }
}

/// Returns the top of the view of the text, in px from the top of the window. The view begins below the toolbar.
pub(super) fn top_of_view(dom: &Dom) -> f64 {
    dom.document
        .get_element_by_id(anchor::TOOLBAR)
        .map_or(0.0, |bar| bar.get_bounding_client_rect().bottom().max(0.0))
}

/// Returns the innermost block at a point, even if another element covers it.
fn block_at(dom: &Dom, text: &Element, x: f64, y: f64) -> Option<Element> {
    dom.document
        .elements_from_point(x as f32, y as f32)
        .iter()
        .filter_map(|element| element.dyn_into::<Element>().ok())
        .find(|element| text.contains(Some(element)) && element != text)?
        .closest(BLOCKS)
        .ok()?
}

/// Returns the text nodes of a block in order. Leaves out the markers of evidence, which don't belong to the text.
fn texts(dom: &Dom, block: &Element) -> impl Iterator<Item = CharacterData> + use<> {
    let walker = dom
        .document
        .create_tree_walker_with_what_to_show(block, SHOW_TEXT)
        .ok();
    std::iter::from_fn(move || walker.as_ref()?.next_node().ok()?)
        .filter(|node| {
            let parent = node.parent_element();
            parent.is_some_and(|parent| parent.closest(".markers").ok().flatten().is_none())
        })
        .filter_map(|node| node.dyn_into().ok())
}

/// Returns the offset of the first character in a text node that doesn't end above `y`.
fn first_below(range: &Range, node: &CharacterData, y: f64) -> Option<u32> {
    range.set_start(node, 0).ok()?;
    let (mut low, mut high) = (0, node.length());
    while low < high {
        let middle = low.midpoint(high);
        range.set_end(node, middle + 1).ok()?;
        if range.get_bounding_client_rect().bottom() > y {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}
