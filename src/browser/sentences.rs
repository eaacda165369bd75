//! The sentences of a block of text, as the block stands on the page now: whatever a translation has put there.
//!
//! *Invariant:* text nodes are only read. Nothing of them is kept from one sentence to the next, so they may be replaced
//! at any time.

use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Range};

use super::dom::{Dom, call, member};

/// A block's text, and the nodes that it is in.
pub(super) struct BlockText {
    text: JsString,
    /// Each text node with the place in `text` where it begins, in UTF-16 code units.
    nodes: Vec<(u32, Node)>,
}

/// A sentence.
pub(super) struct Sentence {
    /// What is read.
    pub(super) text: JsString,
    /// Where it stands, in UTF-16 code units of its block's text.
    start: u32,
    end: u32,
}

impl BlockText {
    /// What is read of a block: all of its text but the markers of its evidence.
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

    /// Its sentences, in the language with this tag.
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

    /// As `Intl.Segmenter` has them; nothing where it is missing or doesn't take the tag.
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

    /// As [`sidelight_text::sentences`] has them.
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

    /// The range of a sentence.
    pub(super) fn range(&self, dom: &Dom, sentence: &Sentence) -> Option<Range> {
        let range = dom.document.create_range().ok()?;
        let (node, offset) = self.place(sentence.start, false)?;
        range.set_start(node, offset).ok()?;
        let (node, offset) = self.place(sentence.end, true)?;
        range.set_end(node, offset).ok()?;
        Some(range)
    }

    /// The node that a place in the text is in, and the place in the node. Between two nodes it is the end of the first
    /// or the beginning of the second.
    fn place(&self, at: u32, is_end: bool) -> Option<(&Node, u32)> {
        let (start, node) = self
            .nodes
            .iter()
            .rfind(|(start, _)| *start < at || !is_end && *start == at)?;
        Some((node, at - start))
    }
}
