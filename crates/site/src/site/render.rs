//! Renders articles to HTML natively.
//!
//! The component tree comes from Yew, which defines its meaning. But Yew's server renderer is made for pages that wait
//! for data: each node is a future. An article's tree is available at once and consists only of elements and texts, so
//! it is written directly. The page of a fact box repeats a part of the article's page. That part is copied instead of
//! rendered again, with the box opened and with links that lead to the article.
//!
//! *Invariant:* the output equals Yew's own, byte for byte. In an article in a language that the interface doesn't have, each text
//! of the interface also has its own language and direction (WCAG 2.2, success criterion 3.1.2). Without that, browsers would
//! mix the order of its words with that of a text from right to left.

use std::io;
use std::ops::Range;
use std::rc::Rc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;
use yew::html::BaseComponent;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag};
use yew::{Html, LocalServerRenderer};

use sidelight::view::toolbar::{Addresses, Toolbar, ToolbarProps, toolbar};
use sidelight::view::{
    BoxPage, BoxPageProps, Reader, ReaderProps, box_frame, language_direction, sources_page, tree,
};
use sidelight_i18n::Messages;
use sidelight_model::{Article, BoxId, FactBox, anchor};

/// The elements without content that an article may have (HTML standard, section 13.1.2).
const VOID: [&str; 6] = ["br", "hr", "img", "input", "source", "wbr"];

/// Elements for whose content Yew has special rules.
const SPECIAL: [&str; 3] = ["script", "style", "title"];

/// The attribute with the id of a fact box.
const BOX: &str = "data-box";

/// The attribute of an open `<details>`, as Yew writes it.
const OPEN: &str = " open=\"open\"";

/// The initial capacity for the HTML of an article, in bytes.
const ROOM: usize = 1 << 17;

/// The additional capacity for the page around a fact box, in bytes.
const ROOM_AROUND_BOX: usize = 1 << 12;

/// Renders an article as in its page, without the markers that hydration would need.
///
/// # Errors
/// Returns an error if the system can't provide the runtime that Yew needs.
pub fn render(article: &Rc<Article>) -> io::Result<String> {
    Rendered::new(article, Rc::default(), None, None).map(|rendered| rendered.html)
}

/// Renders one fact box of an article as in the box's own page.
///
/// # Errors
/// Returns an error if the system can't provide the runtime that Yew needs.
pub fn render_box(article: &Rc<Article>, fact_box: &BoxId) -> io::Result<String> {
    Rendered::new(article, Rc::default(), None, None)?.fact_box(fact_box)
}

/// Renders the sources of an article as on their own page.
///
/// # Errors
/// Returns an error if only Yew could render a part of the page.
pub fn render_sources(article: &Article) -> io::Result<String> {
    let mut writer = Writer::of(article, ROOM_AROUND_BOX);
    match writer.node(&sources_page(article)) {
        true => Ok(writer.html),
        false => Err(io::Error::other("an element needs Yew's own renderer")),
    }
}

/// A rendered article, from which the pages of its fact boxes can be made.
pub(super) struct Rendered {
    article: Rc<Article>,
    /// The article, as HTML.
    pub(super) html: String,
    /// The content of the toolbar, as HTML.
    pub(super) toolbar: String,
    /// The positions of fact boxes in the HTML; empty if Yew rendered it.
    boxes: Vec<BoxPlace>,
    /// The byte offsets in the HTML of addresses that depend on the page's own, in ascending order.
    addresses: Vec<usize>,
}

/// The position of a fact box in the HTML of its article.
struct BoxPlace {
    id: String,
    all: Range<usize>,
    /// The byte offset of the attributes of the box's `<details>`.
    details: Option<usize>,
}

impl Rendered {
    /// Renders an article. `topic_links` has the addresses of the pages of its topics, or is empty if there are none.
    /// `files` is the address of the folder with the files of its tables, or `None` if there are none. `addresses` are those
    /// of the article, if the site's address is known.
    ///
    /// # Errors
    /// Returns an error if the system can't provide the runtime that Yew needs.
    pub(super) fn new(
        article: &Rc<Article>,
        topic_links: Rc<[String]>,
        files: Option<Rc<str>>,
        addresses: Option<Rc<Addresses>>,
    ) -> io::Result<Self> {
        let mut writer = Writer::of(article, ROOM);
        if !writer.node(&tree(article, &topic_links, files.as_deref())) {
            writer = Writer::default();
            writer.html = by_yew::<Reader>(reader(article, topic_links, files))?;
        }
        let mut bar = Writer::with_room(ROOM_AROUND_BOX);
        if !bar.node(&toolbar(article, addresses.as_deref())) {
            let article = Rc::clone(article);
            bar.html = by_yew::<Toolbar>(ToolbarProps { article, addresses })?;
        }
        Ok(Self {
            article: Rc::clone(article),
            html: writer.html,
            toolbar: bar.html,
            boxes: writer.boxes,
            addresses: writer.addresses,
        })
    }

    /// Returns one of the article's fact boxes as in the box's own page, as HTML.
    ///
    /// # Errors
    /// Returns an error if the system can't provide the runtime that Yew needs.
    pub(super) fn fact_box(&self, id: &BoxId) -> io::Result<String> {
        let shown = self.article.boxes.iter().find(|shown| shown.id == *id);
        if let Some(html) = shown.and_then(|shown| self.opened(shown)) {
            let mut writer = Writer::of(&self.article, html.len() + ROOM_AROUND_BOX);
            let shown = Html::from_html_unchecked(html.into());
            if writer.node(&box_frame(&self.article, shown)) {
                return Ok(writer.html);
            }
        }
        by_yew::<BoxPage>(box_page(&self.article, id))
    }

    /// Returns a fact box as in its own page, one folder below the article's page. The box is open, and its links lead
    /// to the article's page or folder, except those to the box's own facts. Returns `None` if the box or its `<details>` isn't
    /// in the HTML.
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
        let first = self.addresses.partition_point(|at| *at < place.all.start);
        let links = self.addresses[first..]
            .iter()
            .copied()
            .take_while(|at| *at < place.all.end)
            .filter(|at| !is_here(*at))
            .map(|at| (at, anchor::FROM_BOX));
        let mut html = String::with_capacity(place.all.len() + ROOM_AROUND_BOX);
        let mut from = place.all.start;
        // In a fact box no link comes before the `<details>`.
        for (at, more) in std::iter::once((details, OPEN)).chain(links) {
            html.push_str(&self.html[from..at]);
            html.push_str(more);
            from = at;
        }
        html.push_str(&self.html[from..place.all.end]);
        Some(html)
    }
}

fn reader(article: &Rc<Article>, topic_links: Rc<[String]>, files: Option<Rc<str>>) -> ReaderProps {
    ReaderProps {
        article: Rc::clone(article),
        topic_links,
        files,
    }
}

fn box_page(article: &Rc<Article>, fact_box: &BoxId) -> BoxPageProps {
    BoxPageProps {
        article: Rc::clone(article),
        fact_box: fact_box.clone(),
    }
}

/// Writes a tree as HTML, and records the positions that pages of fact boxes need.
#[derive(Default)]
struct Writer {
    html: String,
    boxes: Vec<BoxPlace>,
    addresses: Vec<usize>,
    /// The attributes of interface texts, which have another language than the article. Empty if they have the same.
    of_interface: String,
}

impl Writer {
    /// Creates a writer for a part of an article, with the initial capacity `room`.
    fn of(article: &Article, room: usize) -> Self {
        let tag = Messages::for_text(&article.language).tag();
        let mut own = article.language.split('-');
        let is_own = own.next().is_some_and(|own| own.eq_ignore_ascii_case(tag));
        Self {
            of_interface: match is_own {
                true => String::new(),
                false => format!(" lang=\"{tag}\" dir=\"{}\"", language_direction(tag)),
            },
            ..Self::with_room(room)
        }
    }

    fn with_room(room: usize) -> Self {
        Self {
            html: String::with_capacity(room),
            ..Self::default()
        }
    }

    /// Writes a node and its content. Returns false if only Yew can render a part of it.
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
        if name == "input" {
            if let Some(value) = tag.value() {
                self.attribute("value", value, start);
            }
            if tag.checked() == Some(true) {
                self.html.push_str(" checked");
            }
        }
        self.attributes(&tag.attributes, start);
        let is_box = self.boxes.len() > boxes;
        self.html.push('>');
        if VOID.contains(&name) {
            return true;
        }
        if name == "textarea"
            && let Some(value) = tag.value()
        {
            write_text(value, &mut self.html);
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

    /// Writes the attributes of the element that begins at the byte offset `start`.
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
            "href" if value.starts_with('#') => self.addresses.push(self.html.len()),
            "href" | "src" | "cite" if anchor::is_relative(value) => {
                self.addresses.push(self.html.len());
            }
            BOX => self.boxes.push(BoxPlace {
                id: value.to_owned(),
                all: start..start,
                details: None,
            }),
            _ => {}
        }
        write_value(value, &mut self.html);
        self.html.push('"');
        // The elements with texts of the interface, and only they, aren't to be translated.
        if name == "translate" && value == "no" {
            self.html.push_str(&self.of_interface);
        }
    }
}

/// Writes a text, escaped.
fn write_text(text: &str, html: &mut String) {
    let mut written = 0;
    for at in memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        html.push_str(&text[written..at]);
        html.push_str(escape(text.as_bytes()[at]).unwrap_or_default());
        written = at + 1;
    }
    html.push_str(&text[written..]);
}

/// Writes the value of an attribute, escaped for double quote marks.
fn write_value(value: &str, html: &mut String) {
    let mut written = 0;
    // Most values are too short to profit from a faster search.
    for (at, byte) in value.bytes().enumerate() {
        if let Some(escaped) = escape(byte) {
            html.push_str(&value[written..at]);
            html.push_str(escaped);
            written = at + 1;
        }
    }
    html.push_str(&value[written..]);
}

/// Returns the HTML escape of a special character, or `None` for any other byte.
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
    /// The runtime for Yew's renderer, one for all articles of a thread.
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
        for package in [
            include_str!("../../../../tests/fixtures/packages/six-kinds.json"),
            include_str!("../../../../tests/fixtures/packages/documents.json"),
        ] {
            articles.push(Article::from_json(package).unwrap());
        }
        let addresses = Some(Rc::new(Addresses {
            article: "https://example.org/a/".into(),
            script: "https://example.org/embed.js".into(),
        }));
        for article in articles.into_iter().map(Rc::new) {
            let links: Rc<[String]> = article
                .topics
                .iter()
                .map(|_| "../topics/a/".into())
                .collect();
            let rendered =
                Rendered::new(&article, Rc::clone(&links), None, addresses.clone()).unwrap();
            let slug = &article.slug;
            let expected = by_yew::<Reader>(reader(&article, links, None)).unwrap();
            assert!(rendered.html == expected, "{slug}");
            let props = ToolbarProps {
                article: Rc::clone(&article),
                addresses: addresses.clone(),
            };
            assert_eq!(rendered.toolbar, by_yew::<Toolbar>(props).unwrap());
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
        assert_eq!(written(&html! { <p><style/></p> }), None);
    }
}
