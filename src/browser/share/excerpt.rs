//! Selected text, and the fragment that links to it. The fragment has the id of the part that contains the text, and a text
//! directive for browsers that support it (`text-p3:~:text=…`).

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Range, Text};

use crate::browser::dom::Dom;
use crate::view::chrome::Excerpt;
use sidelight_text::text_directive;

/// Selector of the parts of the page that a fragment can name.
const PARTS: &str = "[id^='text-'], [id^='table-'], [id^='fact-'], [id^='box-'], h1[id]";
/// Selector of block elements. A run of text never crosses their edges.
const BLOCKS: &str = "p, li, h1, h2, h3, h4, blockquote, figcaption, caption, th, td, div";
/// Selector of elements that aren't text: content for screen readers only.
const APART: &str = ".unseen, [hidden]";
/// The class of markers. Browsers don't find words with a marker between them.
const MARKERS: &str = "markers";
/// `NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT`
const SHOWN: u32 = 5;

/// Returns the text that is selected in the article. Returns `None` if nothing is selected, if the selection isn't inside
/// the article, or if it has no words.
pub(super) fn excerpt(dom: &Dom) -> Option<Excerpt> {
    let selection = dom.window.get_selection().ok()??;
    if selection.is_collapsed() {
        return None;
    }
    let range = selection.get_range_at(0).ok()?;
    if !dom
        .root
        .contains(Some(&range.common_ancestor_container().ok()?))
    {
        return None;
    }
    let runs = runs(dom, &range)?;
    let directive = text_directive(&runs.texts)?;
    let id = runs.first?.closest(PARTS).ok()?.map(|part| part.id());
    Some(Excerpt {
        text: runs.texts.join(" "),
        fragment: [&id.unwrap_or_default(), &*directive].concat(),
    })
}

/// The selected text, split into runs. A run is in one block, and only its own text is between its characters.
#[derive(Default)]
struct Runs {
    /// The element that contains the beginning of the first run.
    first: Option<Element>,
    texts: Vec<String>,
    block: Option<Element>,
    /// `true` if something other than text has come after the last run.
    broken: bool,
}

/// Returns the runs of a range, extended to whole words.
fn runs(dom: &Dom, range: &Range) -> Option<Runs> {
    let mut runs = Runs::default();
    let root = range.common_ancestor_container().ok()?;
    if let Some(text) = root.dyn_ref::<Text>() {
        runs.add(text, range);
        return Some(runs);
    }
    let walker = dom
        .document
        .create_tree_walker_with_what_to_show(&root, SHOWN)
        .ok()?;
    while let Some(node) = walker.next_node().ok()? {
        if !range.intersects_node(&node).unwrap_or(false) {
            continue;
        }
        match node.dyn_into::<Text>() {
            Ok(text) => runs.add(&text, range),
            Err(node) => {
                let element = node.dyn_ref::<Element>();
                runs.broken |= element.is_some_and(|it| it.class_list().contains(MARKERS));
            }
        }
    }
    Some(runs)
}

impl Runs {
    fn add(&mut self, node: &Text, range: &Range) {
        let Some(parent) = node.parent_element() else {
            return;
        };
        let is_shown = parent.get_client_rects().length() > 0;
        if !is_shown || matches!(parent.closest(APART), Ok(Some(_))) {
            self.broken = true;
            return;
        }
        let text = selected_part(node, range);
        if text.is_empty() {
            return;
        }
        let block = parent.closest(BLOCKS).ok().flatten();
        match self.texts.last_mut() {
            Some(run) if !self.broken && self.block == block => run.push_str(&text),
            _ => self.texts.push(text),
        }
        self.first.get_or_insert(parent);
        self.block = block;
        self.broken = false;
    }
}

/// Returns the selected part of a text node, extended to whole words, because browsers find only whole words.
fn selected_part(node: &Text, range: &Range) -> String {
    let units: Vec<u16> = node.data().encode_utf16().collect();
    let is_here = |end: Result<Node, _>| end.is_ok_and(|end: Node| end.is_same_node(Some(node)));
    let at = |offset: Result<u32, _>| {
        offset
            .map_or(0, |offset: u32| offset as usize)
            .min(units.len())
    };
    let mut start = match is_here(range.start_container()) {
        true => at(range.start_offset()),
        false => 0,
    };
    let mut end = match is_here(range.end_container()) {
        true => at(range.end_offset()),
        false => units.len(),
    };
    let is_space = |unit: &u16| char::from_u32(u32::from(*unit)).is_some_and(char::is_whitespace);
    if start >= end || units[start..end].iter().all(is_space) {
        // The space between two words still separates them.
        return if start < end {
            " ".into()
        } else {
            String::new()
        };
    }
    while start > 0 && !is_space(&units[start]) && !is_space(&units[start - 1]) {
        start -= 1;
    }
    while end < units.len() && !is_space(&units[end - 1]) && !is_space(&units[end]) {
        end += 1;
    }
    String::from_utf16_lossy(&units[start..end])
}
