//! Sharing: what there is to share on the page, and the ways out of it that a browser has.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Blob, BlobPropertyBag, Element, Event, HtmlAnchorElement, HtmlSelectElement,
    HtmlTextAreaElement, Url,
};
use yew::Callback;

use super::article::AdoptedArticle;
use super::dom::{self, Dom, call};
use super::{clipboard, excerpt, metadata};
use crate::view::chrome::{ShareHost, SharedBox, SharedFact, Sharing};
use sidelight_text::{FactRow, Rich};

/// Facts and fact boxes.
const PARTS: &str = "[data-fact-number], [data-box]";

/// What sharing remembers.
#[derive(Default)]
pub(super) struct Shared {
    /// The fact or box that had focus last, which opening the panel takes away.
    last: RefCell<Option<Element>>,
    /// The address of the file that was made last. It must last until the browser has saved it.
    file: Cell<Option<String>>,
}

impl Shared {
    /// Something in the article has lost focus.
    pub(super) fn focus_left(&self, focusout: &Event) {
        self.last.replace(dom::closest(focusout, PARTS));
    }

    /// Lets go of the file that was made last.
    pub(super) fn forget_file(&self) {
        if let Some(file) = self.file.take() {
            let _ = Url::revoke_object_url(&file);
        }
    }
}

impl AdoptedArticle {
    /// The fact or box that the reader is at: where they have put the caret, where focus was or where the address
    /// points, as long as it is in view.
    fn part_at_hand(&self) -> Option<String> {
        let caret = self.dom.window.get_selection().ok().flatten();
        let caret = caret.and_then(|caret| caret.anchor_node());
        let caret = caret.and_then(|node| dom::around(&node));
        let last = self.shared.last.borrow().clone();
        [caret, last, self.dom.target()]
            .into_iter()
            .flatten()
            .filter(|element| self.dom.root.contains(Some(element)))
            .filter_map(|element| element.closest(PARTS).ok()?)
            .find(|part| !is_shut_away(part) && self.dom.is_in_view(part))
            .map(|part| part.id())
    }
}

/// Whether it is in something that is closed; engines differ in whether what is closed still has a place.
fn is_shut_away(part: &Element) -> bool {
    matches!(part.closest("details:not([open])"), Ok(Some(_)))
}

impl ShareHost for AdoptedArticle {
    fn sharing(&self) -> Sharing {
        let work = metadata::work(&self.dom);
        let boxes = elements(&self.dom.root, "[data-box]")
            .map(|element| shared_box(&element, &work.url))
            .collect();
        let navigator = self.dom.window.navigator();
        Sharing {
            file_name: file_name(&work.url),
            boxes,
            excerpt: excerpt::excerpt(&self.dom),
            at: self.part_at_hand(),
            has_sheet: dom::member(&navigator, "share").is_some(),
            work,
        }
    }

    fn chosen(&self, event: &Event) -> Option<String> {
        let list: HtmlSelectElement = event.target()?.dyn_into().ok()?;
        Some(list.value())
    }

    fn copy(&self, text: &Rich, done: Callback<bool>) {
        let copying = clipboard::copy(&self.dom.window, text);
        spawn_local(async move { done.emit(copying.await) });
    }

    fn select_text(&self, id: &str) {
        if let Some(field) = self.dom.document.get_element_by_id(id)
            && let Ok(field) = field.dyn_into::<HtmlTextAreaElement>()
        {
            let _ = field.focus();
            field.select();
        }
    }

    fn open_sheet(&self, title: &str, url: &str) {
        let data = Object::new();
        // A plain new object takes any member.
        let _ = Reflect::set(&data, &"title".into(), &title.into());
        let _ = Reflect::set(&data, &"url".into(), &url.into());
        if let Some(sheet) = call(&self.dom.window.navigator(), "share", &Array::of1(&data)) {
            // Closing the sheet without choosing anything counts as a refusal, and is none.
            spawn_local(async move {
                let _ = clipboard::settled(sheet).await;
            });
        }
    }

    fn download(&self, name: &str, kind: &str, content: &str) {
        self.shared.forget_file();
        let Some(url) = file(kind, content) else {
            return;
        };
        if let Ok(link) = self.dom.document.create_element("a")
            && let Ok(link) = link.dyn_into::<HtmlAnchorElement>()
        {
            link.set_href(&url);
            link.set_download(name);
            link.click();
        }
        self.shared.file.set(Some(url));
    }
}

/// The address of a file with this content, in the browser's memory.
fn file(kind: &str, content: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&content.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// The last part of an address's path, as a file's name.
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
    let facts = elements(element, "[data-fact-number]")
        .map(|fact| shared_fact(&fact, &title, url))
        .collect();
    SharedBox {
        id: element.id(),
        title,
        facts,
    }
}

fn shared_fact(fact: &Element, title: &str, url: &str) -> SharedFact {
    let id = fact.id();
    let as_of = fact.query_selector(".as-of time").ok().flatten();
    // The brackets around the date are the style sheet's.
    let (whole, date) = (text(fact, ".attribution"), text(fact, ".as-of"));
    let attribution = match whole.strip_suffix(&*date) {
        Some(by) if !date.is_empty() => [by.trim_end(), " (", &date, ")"].concat(),
        _ => whole,
    };
    SharedFact {
        attribution,
        row: FactRow {
            number: fact.get_attribute("data-fact-number").unwrap_or_default(),
            title: title.to_owned(),
            statement: text(fact, ".statement"),
            by: text(fact, ".by"),
            role: text(fact, ".role"),
            as_of: as_of
                .and_then(|date| date.get_attribute("datetime"))
                .unwrap_or_default(),
            passages: elements(fact, ".passage blockquote")
                .map(|passage| spaced(&passage))
                .collect(),
            url: [url, "#", &id].concat(),
        },
        id,
    }
}

/// The elements in this one that a selector finds.
fn elements(root: &Element, selector: &str) -> impl Iterator<Item = Element> {
    let found = root.query_selector_all(selector).ok();
    let length = found.as_ref().map_or(0, |found| found.length());
    (0..length).filter_map(move |i| found.as_ref()?.item(i)?.dyn_into().ok())
}

/// The text of the first element that a selector finds; nothing where there is none.
pub(super) fn text(root: &Element, selector: &str) -> String {
    root.query_selector(selector)
        .ok()
        .flatten()
        .map(|element| spaced(&element))
        .unwrap_or_default()
}

/// An element's text with one space between its words, whatever a translation has put around them.
fn spaced(element: &Element) -> String {
    let text = element.text_content().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of all elements of the article that a selector finds.
pub(super) fn all_texts(dom: &Dom, selector: &str) -> Vec<String> {
    elements(&dom.root, selector)
        .map(|element| spaced(&element))
        .filter(|text| !text.is_empty())
        .collect()
}
