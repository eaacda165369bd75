//! Sharing: the parts of the page that can be shared, and the browser's ways of sharing them.

mod clipboard;
mod excerpt;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListenerOptions;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlTextAreaElement, Url};
use yew::Callback;

use super::context::PageContext;
use super::dom::{self, all, call, spaced, text};
use super::metadata;
use super::panic::Teardown;
use crate::view::chrome::{ShareHost, SharedBox, SharedFact, Sharing};
use sidelight_text::{FactRow, Rich};

/// Selector of facts and fact boxes.
const PARTS: &str = "[data-fact-number], [data-box]";

/// Sharing the article and its parts.
pub(super) struct Share {
    page: Rc<PageContext>,
    /// The fact or box that had focus last. Opening the panel takes focus away from it.
    last: RefCell<Option<Element>>,
    /// The address of the last file. It has to remain valid until the browser has saved the file.
    file: Cell<Option<String>>,
}

impl Share {
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let share = Rc::new(Self {
            page: Rc::clone(page),
            last: RefCell::default(),
            file: Cell::default(),
        });
        let (this, root) = (Rc::downgrade(&share), &page.dom.root);
        page.on(
            &this,
            root,
            "focusout",
            EventListenerOptions::default(),
            |share, event| {
                share.last.replace(dom::closest(event, PARTS));
            },
        );
        page.at_teardown(this as Weak<dyn Teardown>);
        share
    }

    /// Releases the last file.
    fn forget_file(&self) {
        if let Some(file) = self.file.take() {
            let _ = Url::revoke_object_url(&file);
        }
    }

    /// Returns the id of the fact or box at the reader's position. This is the one with the caret, the one that had focus
    /// last, or the target of the address, in this order. It has to be in view.
    fn part_at_hand(&self) -> Option<String> {
        let caret = self.page.dom.window.get_selection().ok().flatten();
        let caret = caret.and_then(|caret| caret.anchor_node());
        let caret = caret.and_then(|node| dom::around(&node));
        let last = self.last.borrow().clone();
        [caret, last, self.page.dom.target()]
            .into_iter()
            .flatten()
            .filter(|element| self.page.dom.root.contains(Some(element)))
            .filter_map(|element| element.closest(PARTS).ok()?)
            .find(|part| !is_closed_away(part) && self.page.dom.is_in_view(part))
            .map(|part| part.id())
    }
}

/// Returns `true` if the part is in a closed element. Engines differ: some give closed content a position, others don't.
fn is_closed_away(part: &Element) -> bool {
    matches!(part.closest("details:not([open])"), Ok(Some(_)))
}

impl Teardown for Share {
    fn tear_down(&self) {
        self.forget_file();
    }
}

impl ShareHost for Share {
    fn sharing(&self) -> Sharing {
        let work = metadata::work(&self.page.dom);
        let boxes = self
            .page
            .dom
            .all("[data-box]")
            .map(|element| shared_box(&element, &work.url))
            .collect();
        let navigator = self.page.dom.window.navigator();
        Sharing {
            file_name: file_name(&work.url),
            boxes,
            excerpt: excerpt::excerpt(&self.page.dom),
            at: self.part_at_hand(),
            has_sheet: dom::member(&navigator, "share").is_some(),
            work,
        }
    }

    fn copy(&self, text: &Rich, done: Callback<bool>) {
        let copying = clipboard::copy(&self.page.dom.window, text);
        spawn_local(async move { done.emit(copying.await) });
    }

    fn select_text(&self, id: &str) {
        if let Some(field) = self.page.dom.document.get_element_by_id(id)
            && let Ok(field) = field.dyn_into::<HtmlTextAreaElement>()
        {
            let _ = field.focus();
            field.select();
        }
    }

    fn open_sheet(&self, title: &str, url: &str) {
        let data = Object::new();
        // Setting a member of a new plain object can't fail.
        let _ = Reflect::set(&data, &"title".into(), &title.into());
        let _ = Reflect::set(&data, &"url".into(), &url.into());
        if let Some(sheet) = call(
            &self.page.dom.window.navigator(),
            "share",
            &Array::of1(&data),
        ) {
            // Closing the sheet without a choice rejects the promise, but isn't an error.
            spawn_local(async move {
                let _ = clipboard::settled(sheet).await;
            });
        }
    }

    fn download(&self, name: &str, kind: &str, content: &str) {
        self.forget_file();
        let Some(url) = file(kind, content) else {
            return;
        };
        if let Ok(link) = self.page.dom.document.create_element("a")
            && let Ok(link) = link.dyn_into::<HtmlAnchorElement>()
        {
            link.set_href(&url);
            link.set_download(name);
            link.click();
        }
        self.file.set(Some(url));
    }
}

/// Returns the address of a file with this content, in the browser's memory.
fn file(kind: &str, content: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&content.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Returns the last part of an address's path as a file name. Returns `article` if that part is empty.
fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let name = path
        .trim_end_matches('/')
        .rsplit_once('/')
        .map_or("", |(_, name)| name);
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    if name.is_empty() {
        "article".into()
    } else {
        name
    }
}

fn shared_box(element: &Element, url: &str) -> SharedBox {
    let title = text(element, "h2");
    let default = element.query_selector(".default-source").ok().flatten();
    let facts = all(element, "[data-fact-number]")
        .map(|fact| shared_fact(&fact, &title, url, default.as_ref()))
        .collect();
    SharedBox {
        id: element.id(),
        title,
        facts,
    }
}

/// Reads a fact. `default` has the source of the facts of its box that name none.
fn shared_fact(fact: &Element, title: &str, url: &str, default: Option<&Element>) -> SharedFact {
    let id = fact.id();
    let data = |name: &str| fact.get_attribute(name).unwrap_or_default();
    let stated = |selector: &str| default.map_or_else(String::new, |stated| text(stated, selector));
    let or = |own: String, other: String| if own.is_empty() { other } else { own };
    let as_of = fact.query_selector(".as-of time").ok().flatten();
    // The brackets around the date come from the style sheet.
    let (whole, date) = (text(fact, ".attribution"), text(fact, ".as-of"));
    let attribution = match whole.strip_suffix(&*date) {
        Some(by) if !date.is_empty() => [by.trim_end(), " (", &date, ")"].concat(),
        _ => or(whole, stated(".stated")),
    };
    SharedFact {
        attribution,
        row: FactRow {
            number: data("data-fact-number"),
            title: title.to_owned(),
            statement: text(fact, ".statement"),
            label: text(fact, ".label"),
            quantity: data("data-quantity"),
            before: data("data-before"),
            points: data("data-points"),
            date: data("data-date"),
            by: text(fact, ".by"),
            role: text(fact, ".role"),
            source: or(text(fact, ".source"), stated(".source")),
            as_of: as_of
                .and_then(|date| date.get_attribute("datetime"))
                .or_else(|| default?.get_attribute("data-as-of"))
                .unwrap_or_default(),
            passages: all(fact, ".passage > blockquote")
                .map(|passage| spaced(&passage))
                .collect(),
            url: [url, "#", &id].concat(),
            from: data("data-from"),
        },
        id,
    }
}
