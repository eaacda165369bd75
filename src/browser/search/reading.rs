//! Reading the text of an article for search, a little at a time, and telling whether it was translated.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Text};

use crate::browser::dom::Dom;
use sidelight_model::anchor;
use sidelight_text::search::{Folding, Index, Spellings};

/// Elements within a line of text; all others begin and end a block.
const INLINE: &str =
    "a,abbr,b,bdi,bdo,cite,code,del,em,font,i,ins,mark,q,s,small,span,strong,sub,sup,time,u,wbr";
/// What is not the article's, or not to be seen: labels and markers of the page (`translate="no"`), what is only printed, what is
/// only heard, and what is drawn.
const SKIPPED: &str = "[translate=no],[hidden],.unseen,svg";

/// The article's text, made ready for search.
pub(super) struct SearchText {
    pub(super) index: Index,
    pub(super) spellings: Spellings,
    pub(super) folding: Folding,
    /// The text node of each piece of the index.
    pub(super) nodes: Vec<Text>,
    /// The parts of the page in order.
    pub(super) parts: Vec<Part>,
}

/// A part of the page: the head, the foot, or a block of the text, such as a paragraph or a box.
pub(super) struct Part {
    pub(super) element: Element,
    /// The stretch of a long text that it is in, which may not have been laid out yet.
    pub(super) stretch: Option<Element>,
    /// The first of its pieces.
    pub(super) first: usize,
    /// Whether it may stand beside the text rather than in its flow.
    pub(super) is_box: bool,
}

/// The reading of an article's text, as far as it has come.
pub(super) struct Reading {
    text: SearchText,
    /// The parts that are still to come.
    next: Option<Element>,
    walk: Option<Walk>,
}

impl Reading {
    /// At the beginning. Nothing where there is no article.
    pub(super) fn new(dom: &Dom) -> Option<Self> {
        let article = dom.find(anchor::ARTICLE)?;
        let mut folding = Folding::new(simplify);
        let written = article.get_attribute(anchor::SPELLINGS).unwrap_or_default();
        Some(Self {
            next: article.first_element_child(),
            walk: None,
            text: SearchText {
                index: Index::default(),
                spellings: Spellings::read(&written, &mut folding),
                folding,
                nodes: Vec::new(),
                parts: Vec::new(),
            },
        })
    }

    /// Reads the next piece; says whether there was one.
    pub(super) fn read(&mut self) -> bool {
        loop {
            if let Some((node, begins)) = self.walk.as_mut().and_then(Walk::next) {
                if begins {
                    self.text.index.end_block();
                }
                self.text.index.push(&node.data(), &mut self.text.folding);
                self.text.nodes.push(node);
                return true;
            }
            let Some(part) = self.next.take() else {
                return false;
            };
            if is_around_parts(&part)
                && let Some(first) = part.first_element_child()
            {
                self.next = Some(first);
                continue;
            }
            self.next = following(&part);
            self.walk = Some(Walk::of(&part));
            self.text.parts.push(Part {
                first: self.text.index.pieces(),
                is_box: part.has_attribute("data-box"),
                stretch: part
                    .parent_element()
                    .filter(|parent| parent.class_name() == anchor::STRETCH),
                element: part,
            });
        }
    }

    /// What has been read.
    pub(super) fn done(self) -> SearchText {
        self.text
    }
}

/// Whether an element is no part but holds some: the text, and a stretch of it.
fn is_around_parts(element: &Element) -> bool {
    element.id() == anchor::TEXT || element.class_name() == anchor::STRETCH
}

/// The part after this one; after the last in a stretch comes what follows that, and after the last of the text what
/// follows the text.
fn following(part: &Element) -> Option<Element> {
    let mut last = part.clone();
    loop {
        if let Some(next) = last.next_element_sibling() {
            return Some(next);
        }
        last = last.parent_element().filter(is_around_parts)?;
    }
}

/// The text nodes of an element, in order, each with whether it begins a block.
struct Walk {
    next: Option<Node>,
    /// Of the elements around `next` whether they are blocks.
    around: Vec<bool>,
    begins: bool,
}

impl Walk {
    fn of(part: &Element) -> Self {
        Self {
            next: (!is(part, SKIPPED)).then(|| part.first_child()).flatten(),
            around: Vec::new(),
            begins: true,
        }
    }

    fn next(&mut self) -> Option<(Text, bool)> {
        while let Some(node) = self.next.take() {
            let mut inside = None;
            if let Some(element) = node.dyn_ref::<Element>()
                && !is(element, SKIPPED)
            {
                let is_block = !is(element, INLINE);
                self.begins |= is_block;
                inside = element.first_child();
                if inside.is_some() {
                    self.around.push(is_block);
                }
            }
            let text = node.dyn_ref::<Text>().map(|text| {
                let begins = std::mem::take(&mut self.begins);
                (text.clone(), begins)
            });
            self.next = inside.or_else(|| self.after(node));
            if text.is_some() {
                return text;
            }
        }
        None
    }

    fn after(&mut self, mut node: Node) -> Option<Node> {
        loop {
            if let Some(next) = node.next_sibling() {
                return Some(next);
            }
            self.begins |= self.around.pop()?;
            node = node.parent_node()?;
        }
    }
}

fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

/// The block around a text node.
pub(super) fn block_of(text: &Text) -> Option<Element> {
    std::iter::successors(text.parent_element(), |parent| parent.parent_element())
        .find(|element| !is(element, INLINE))
}

/// A character in small letters, its accents set apart.
fn simplify(c: char) -> String {
    js_sys::JsString::from(c.to_string().as_str())
        .normalize("NFKD")
        .to_lower_case()
        .into()
}

/// Whether the page has been translated: its document says so, is in another language than the article, or has the
/// elements that translators put text in.
pub(super) fn is_translated(dom: &Dom) -> bool {
    let Some(html) = dom.document.document_element() else {
        return false;
    };
    let classes = html.class_list();
    if classes.contains("translated-ltr") || classes.contains("translated-rtl") {
        return true;
    }
    let article = dom.find(anchor::ARTICLE);
    let language = |element: &Element| {
        let tag = element.get_attribute("lang")?;
        Some(tag.split('-').next()?.to_ascii_lowercase())
    };
    let of_article = article.as_ref().and_then(language);
    of_article.is_some_and(|tag| language(&html).is_some_and(|other| other != tag))
        || article.is_some_and(|article| article.get_elements_by_tag_name("font").length() > 0)
}
