//! Rendering articles natively.
//!
//! The tree is Yew's, and so is what it means. But Yew's server renderer is made for pages that wait for something: each
//! node is a future of its own. The tree of an article is there at once, of elements and texts alone, and is written in
//! one go. The page of a box has what the article's page has of it, so that isn't rendered again but taken from there,
//! open and with links that lead to the article.
//!
//! *Invariant:* what is written here is what Yew would write, byte by byte.

use std::io;
use std::ops::Range;
use std::rc::Rc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;
use yew::html::BaseComponent;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag};
use yew::{Html, LocalServerRenderer};

use sidelight::view::{BoxPage, BoxPageProps, Reader, ReaderProps, box_frame, tree};
use sidelight_model::{Article, BoxId, FactBox, anchor};

/// Elements without content, of those that an article may have (HTML standard, section 13.1.2).
const VOID: [&str; 5] = ["br", "hr", "img", "source", "wbr"];

/// Elements whose content Yew writes in ways of their own.
const SPECIAL: [&str; 5] = ["input", "script", "style", "textarea", "title"];

/// The attribute of a box that says which it is.
const BOX: &str = "data-box";

/// How what opens and closes is said to be open, as Yew writes it.
const OPEN: &str = " open=\"open\"";

/// Room for the HTML of an article, in bytes; longer ones make more.
const ROOM: usize = 1 << 17;

/// Room for what the page of a box has around it, in bytes.
const ROOM_AROUND_BOX: usize = 1 << 12;

/// Renders an article as it stands in its page, without the marks that hydration would need.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render(article: &Rc<Article>) -> io::Result<String> {
    Rendered::new(article).map(|rendered| rendered.html)
}

/// Renders one box of an article as it stands in its own page.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render_box(article: &Rc<Article>, fact_box: &BoxId) -> io::Result<String> {
    Rendered::new(article)?.fact_box(fact_box)
}

/// An article as it stands in its page, and its boxes as they stand in theirs.
pub(super) struct Rendered {
    article: Rc<Article>,
    /// The article, as HTML.
    pub(super) html: String,
    /// Where in it its boxes are; none when Yew has rendered it.
    boxes: Vec<BoxPlace>,
    /// Where in it targets of links begin that are on the page, in their order.
    fragments: Vec<usize>,
}

/// Where a box is in the HTML of its article.
struct BoxPlace {
    id: String,
    all: Range<usize>,
    /// Where the attributes begin of what opens and closes.
    details: Option<usize>,
}

impl Rendered {
    /// Renders an article.
    ///
    /// # Errors
    /// When the system denies what rendering needs.
    pub(super) fn new(article: &Rc<Article>) -> io::Result<Self> {
        let mut writer = Writer::with_room(ROOM);
        if !writer.node(&tree(article)) {
            writer = Writer::default();
            writer.html = by_yew::<Reader>(reader(article))?;
        }
        Ok(Self {
            article: Rc::clone(article),
            html: writer.html,
            boxes: writer.boxes,
            fragments: writer.fragments,
        })
    }

    /// One of its boxes, as HTML.
    ///
    /// # Errors
    /// When the system denies what rendering needs.
    pub(super) fn fact_box(&self, id: &BoxId) -> io::Result<String> {
        let shown = self.article.boxes.iter().find(|shown| shown.id == *id);
        if let Some(html) = shown.and_then(|shown| self.opened(shown)) {
            let mut writer = Writer::with_room(html.len() + ROOM_AROUND_BOX);
            let shown = Html::from_html_unchecked(html.into());
            if writer.node(&box_frame(&self.article, shown)) {
                return Ok(writer.html);
            }
        }
        by_yew::<BoxPage>(box_page(&self.article, id))
    }

    /// A box as it is in its own page, which lies one folder below the article's: open, and what its links lead to is
    /// there unless it is a fact of its own.
    fn opened(&self, fact_box: &FactBox) -> Option<String> {
        let place = self
            .boxes
            .iter()
            .find(|place| place.id == fact_box.id.as_str())?;
        let details = place.details?;
        let is_here = |from: usize| {
            let fact = self.html[from..].strip_prefix(anchor::TO_FACT);
            let fact = fact.and_then(|rest| rest.split('"').next());
            fact.is_some_and(|id| fact_box.facts.iter().any(|fact| fact.id.as_str() == id))
        };
        let first = self.fragments.partition_point(|at| *at < place.all.start);
        let links = self.fragments[first..]
            .iter()
            .copied()
            .take_while(|at| *at < place.all.end)
            .filter(|at| !is_here(*at))
            .map(|at| (at, anchor::FROM_BOX));
        let mut html = String::with_capacity(place.all.len() + ROOM_AROUND_BOX);
        let mut from = place.all.start;
        // In a box no link comes before what opens.
        for (at, more) in std::iter::once((details, OPEN)).chain(links) {
            html.push_str(&self.html[from..at]);
            html.push_str(more);
            from = at;
        }
        html.push_str(&self.html[from..place.all.end]);
        Some(html)
    }
}

fn reader(article: &Rc<Article>) -> ReaderProps {
    ReaderProps {
        article: Rc::clone(article),
    }
}

fn box_page(article: &Rc<Article>, fact_box: &BoxId) -> BoxPageProps {
    BoxPageProps {
        article: Rc::clone(article),
        fact_box: fact_box.clone(),
    }
}

/// Writes a tree as HTML, and notes what pages of boxes are made of.
#[derive(Default)]
struct Writer {
    html: String,
    boxes: Vec<BoxPlace>,
    fragments: Vec<usize>,
}

impl Writer {
    fn with_room(room: usize) -> Self {
        Self {
            html: String::with_capacity(room),
            ..Self::default()
        }
    }

    /// Writes a node and all in it; false when there is something in it that only Yew can render.
    fn node(&mut self, node: &VNode) -> bool {
        match node {
            VNode::VTag(tag) => self.tag(tag),
            VNode::VText(text) => {
                write_text(&text.text, &mut self.html);
                true
            }
            VNode::VList(nodes) => nodes.iter().all(|node| self.node(node)),
            VNode::VRaw(raw) => {
                self.html.push_str(&raw.html);
                true
            }
            _ => false,
        }
    }

    fn tag(&mut self, tag: &VTag) -> bool {
        let name = tag.tag();
        if SPECIAL.contains(&name) {
            return false;
        }
        let (start, boxes) = (self.html.len(), self.boxes.len());
        self.html.push('<');
        self.html.push_str(name);
        if name == "details"
            && let Some(place) = self.boxes.last_mut()
        {
            place.details.get_or_insert(self.html.len());
        }
        self.attributes(&tag.attributes, start);
        let is_box = self.boxes.len() > boxes;
        self.html.push('>');
        if VOID.contains(&name) {
            return true;
        }
        if !tag.children().is_none_or(|children| self.node(children)) {
            return false;
        }
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
        if is_box && let Some(place) = self.boxes.get_mut(boxes) {
            place.all.end = self.html.len();
        }
        true
    }

    /// Writes the attributes of an element that starts there.
    fn attributes(&mut self, attributes: &Attributes, start: usize) {
        match attributes {
            Attributes::Static(attributes) => {
                for (name, value) in *attributes {
                    match value {
                        AttributeOrProperty::Static(value) => self.attribute(name, value, start),
                        AttributeOrProperty::Attribute(value) => self.attribute(name, value, start),
                        AttributeOrProperty::Property(_) => {}
                    }
                }
            }
            Attributes::Dynamic { keys, values } => {
                for (name, value) in keys.iter().zip(values) {
                    if let Some(AttributeOrProperty::Attribute(value)) = value {
                        self.attribute(name, value, start);
                    }
                }
            }
            Attributes::IndexMap(attributes) => {
                for (name, value) in attributes.iter() {
                    if let AttributeOrProperty::Attribute(value) = value {
                        self.attribute(name, value, start);
                    }
                }
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str, start: usize) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        match name {
            "href" if value.starts_with('#') => self.fragments.push(self.html.len()),
            BOX => self.boxes.push(BoxPlace {
                id: value.to_owned(),
                all: start..start,
                details: None,
            }),
            _ => {}
        }
        write_value(value, &mut self.html);
        self.html.push('"');
    }
}

/// Writes a text.
fn write_text(text: &str, html: &mut String) {
    let mut written = 0;
    for at in memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        html.push_str(&text[written..at]);
        html.push_str(escape(text.as_bytes()[at]).unwrap_or_default());
        written = at + 1;
    }
    html.push_str(&text[written..]);
}

/// Writes the value of an attribute, between quote marks.
fn write_value(value: &str, html: &mut String) {
    let mut written = 0;
    // Most are too short for anything cleverer.
    for (at, byte) in value.bytes().enumerate() {
        if let Some(escaped) = escape(byte) {
            html.push_str(&value[written..at]);
            html.push_str(escaped);
            written = at + 1;
        }
    }
    html.push_str(&value[written..]);
}

/// What stands for a character that means something else in HTML.
fn escape(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    }
}

thread_local! {
    /// Yew renders in a runtime; one for each thread does for all its articles.
    static RUNTIME: io::Result<Runtime> = Builder::new_current_thread().build();
}

fn by_yew<C: BaseComponent>(props: C::Properties) -> io::Result<String> {
    let renderer = LocalServerRenderer::<C>::with_props(props).hydratable(false);
    RUNTIME.with(|runtime| match runtime {
        Ok(runtime) => Ok(LocalSet::new().block_on(runtime, renderer.render())),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use yew::html;

    use super::*;
    use sidelight_compiler::{Folder, read_all};

    fn written(tree: &Html) -> Option<String> {
        let mut writer = Writer::default();
        writer.node(tree).then_some(writer.html)
    }

    #[test]
    fn articles_are_rendered_as_yew_would() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut articles = read_all(&Folder::new(root.join("assets/articles"))).articles;
        let package = include_str!("../../../../tests/fixtures/packages/six-kinds.json");
        articles.push(Article::from_json(package).unwrap());
        for article in articles.into_iter().map(Rc::new) {
            let rendered = Rendered::new(&article).unwrap();
            let slug = &article.slug;
            let expected = by_yew::<Reader>(reader(&article)).unwrap();
            assert!(rendered.html == expected, "{slug}");
            for fact_box in &article.boxes {
                let id = &fact_box.id;
                assert!(rendered.opened(fact_box).is_some(), "{slug}: {id}");
                let expected = by_yew::<BoxPage>(box_page(&article, id)).unwrap();
                assert!(rendered.fact_box(id).unwrap() == expected, "{slug}: {id}");
            }
        }
    }

    #[test]
    fn texts_are_escaped_and_what_is_special_is_left_to_yew() {
        let text = "a<b>&\"'Ж";
        assert_eq!(
            written(&html! { <p title={text}>{ text }<br/></p> }).as_deref(),
            Some("<p title=\"a&lt;b&gt;&amp;&quot;'Ж\">a&lt;b&gt;&amp;\"'Ж<br></p>")
        );
        assert_eq!(written(&html! { <p><textarea/></p> }), None);
    }
}
