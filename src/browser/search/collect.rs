//! Collects the text of an article for search in small steps, and detects translations.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Text};

use crate::browser::dom::Dom;
use sidelight_model::anchor;
use sidelight_text::search::{Folding, Index, Spellings};

/// Selector of elements within a line of text. All other elements begin and end a block.
const INLINE: &str =
    "a,abbr,b,bdi,bdo,cite,code,del,em,font,i,ins,mark,q,s,small,span,strong,sub,sup,time,u,wbr";
/// Selector of elements that don't belong to the article or aren't visible. These are the page's labels and markers
/// (`translate="no"`), content for printing only, content for screen readers only, and drawings.
const SKIPPED: &str = "[translate=no],[hidden],.unseen,svg";

/// The text of the article, prepared for search.
pub(super) struct SearchText {
    pub(super) index: Index,
    pub(super) spellings: Spellings,
    pub(super) folding: Folding,
    /// The text node of each piece of the index.
    pub(super) nodes: Vec<Text>,
    /// The parts of the page in document order.
    pub(super) parts: Vec<PagePart>,
}

/// A part of the page: the header, the footer, or a block of the text, such as a paragraph or a box.
pub(super) struct PagePart {
    pub(super) element: Element,
    /// The stretch of a long text that contains the part. It may not have been laid out yet.
    pub(super) stretch: Option<Element>,
    /// Number of its first piece.
    pub(super) first: usize,
    /// `true` for a box, which may be beside the text and not in its flow.
    pub(super) is_box: bool,
}

/// A collection of the article's text in progress.
pub(super) struct Collection {
    text: SearchText,
    /// The next part to read.
    next: Option<Element>,
    walk: Option<Walk>,
}

impl Collection {
    /// Starts at the beginning. Returns `None` if there is no article.
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

    /// Reads the next piece. Returns `false` if there is none.
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
            self.text.parts.push(PagePart {
                first: self.text.index.pieces(),
                is_box: part.has_attribute("data-box"),
                stretch: part
                    .parent_element()
                    .filter(|parent| parent.class_name() == anchor::STRETCH),
                element: part,
            });
        }
    }

    /// Returns the text that has been read.
    pub(super) fn done(self) -> SearchText {
        self.text
    }
}

/// Returns `true` for elements that contain parts but aren't parts: the text, and its stretches.
fn is_around_parts(element: &Element) -> bool {
    element.id() == anchor::TEXT || element.class_name() == anchor::STRETCH
}

/// Returns the part after this one. The last part of a stretch is followed by the element after the stretch. The last part
/// of the text is followed by the element after the text.
fn following(part: &Element) -> Option<Element> {
    let mut last = part.clone();
    loop {
        if let Some(next) = last.next_element_sibling() {
            return Some(next);
        }
        last = last.parent_element().filter(is_around_parts)?;
    }
}

/// The text nodes of an element in order. Each comes with a flag that is `true` if it begins a block.
struct Walk {
    next: Option<Node>,
    /// For each element around `next`, `true` if it is a block.
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

/// Returns the block that contains a text node.
pub(super) fn block_of(text: &Text) -> Option<Element> {
    std::iter::successors(text.parent_element(), |parent| parent.parent_element())
        .find(|element| !is(element, INLINE))
}

/// Returns a character in lower case, with its accents separated.
fn simplify(c: char) -> String {
    js_sys::JsString::from(c.to_string().as_str())
        .normalize("NFKD")
        .to_lower_case()
        .into()
}

/// Returns `true` if the page has been translated. A translated page has a class that says so, a language other than the
/// article's, or the elements in which translators put text.
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
