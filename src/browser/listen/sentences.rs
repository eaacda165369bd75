//! The sentences of a block of text in its current state on the page, including any translation.
//!
//! *Invariant:* text nodes are only read. They aren't kept from one sentence to the next, so they may be replaced at any
//! time.

use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Range};

use crate::browser::dom::{Dom, call, member};

/// The text of a block, with its text nodes.
pub(super) struct BlockText {
    text: JsString,
    /// Each text node with the position in `text` at which it begins, in UTF-16 code units.
    nodes: Vec<(u32, Node)>,
}

/// A sentence.
pub(super) struct Sentence {
    /// The text to read.
    pub(super) text: JsString,
    /// Position in the block's text, in UTF-16 code units.
    start: u32,
    end: u32,
}

impl BlockText {
    /// Returns the text of a block that is read aloud: all of it except the markers of evidence.
    pub(super) fn of(block: &Element) -> Self {
        let mut text = Self {
            text: JsString::from(""),
            nodes: Vec::new(),
        };
        text.add(block);
        text
    }

    fn add(&mut self, node: &Node) {
        let mut child = node.first_child();
        while let Some(node) = child {
            if node.node_type() == Node::TEXT_NODE {
                let data = node.node_value().unwrap_or_default();
                let start = self.text.length();
                self.text = self.text.concat(&data.into());
                self.nodes.push((start, node.clone()));
            } else if let Some(element) = node.dyn_ref::<Element>()
                && !element.class_list().contains("markers")
            {
                self.add(element);
            }
            child = node.next_sibling();
        }
    }

    /// Returns the sentences. `language` is a BCP 47 tag.
    pub(super) fn sentences(&self, language: &str) -> Vec<Sentence> {
        self.segments(language)
            .unwrap_or_else(|| self.simple_sentences())
            .into_iter()
            .filter_map(|(start, end)| {
                let piece = self.text.substring(start, end);
                let start = end - piece.trim_start().length();
                let text = piece.trim();
                let end = start + text.length();
                (start < end).then_some(Sentence { text, start, end })
            })
            .collect()
    }

    /// Returns the sentences that `Intl.Segmenter` finds. Returns `None` if it is missing or rejects the tag.
    fn segments(&self, language: &str) -> Option<Vec<(u32, u32)>> {
        let constructor: Function = member(&member(&js_sys::global(), "Intl")?, "Segmenter")?
            .dyn_into()
            .ok()?;
        let options = Object::new();
        Reflect::set(&options, &"granularity".into(), &"sentence".into()).ok()?;
        let segmenter =
            Reflect::construct(&constructor, &Array::of2(&language.into(), &options)).ok()?;
        let segments = call(&segmenter, "segment", &Array::of1(&self.text))?;
        let mut start = 0;
        let mut found = Vec::new();
        for segment in js_sys::try_iter(&segments).ok()?? {
            let segment: JsString = member(&segment.ok()?, "segment")?.dyn_into().ok()?;
            found.push((start, start + segment.length()));
            start += segment.length();
        }
        Some(found)
    }

    /// Returns the sentences that [`sidelight_text::sentences`] finds.
    fn simple_sentences(&self) -> Vec<(u32, u32)> {
        let text = String::from(&self.text);
        let units = |bytes: usize| {
            text.get(..bytes)
                .map_or(0, |before| before.encode_utf16().count() as u32)
        };
        sidelight_text::sentences(&text)
            .into_iter()
            .map(|range| (units(range.start), units(range.end)))
            .collect()
    }

    /// Returns the range of a sentence.
    pub(super) fn range(&self, dom: &Dom, sentence: &Sentence) -> Option<Range> {
        let range = dom.document.create_range().ok()?;
        let (node, offset) = self.place(sentence.start, false)?;
        range.set_start(node, offset).ok()?;
        let (node, offset) = self.place(sentence.end, true)?;
        range.set_end(node, offset).ok()?;
        Some(range)
    }

    /// Returns the node that contains a position in the text, and the offset in the node. A position between two nodes is
    /// the end of the first one if `is_end`, otherwise the beginning of the second one.
    fn place(&self, at: u32, is_end: bool) -> Option<(&Node, u32)> {
        let (start, node) = self
            .nodes
            .iter()
            .rfind(|(start, _)| *start < at || !is_end && *start == at)?;
        Some((node, at - start))
    }
}
