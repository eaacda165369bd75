//! The frame in which another site embeds a page: the page's size, the host's messages, and events that may concern the
//! host.
//!
//! *Invariant:* messages are accepted only from the window that contains the frame. Of a message, only a string or plain
//! members with known names are read, and their length is limited. Nothing about the host is requested.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{JSON, JsString, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, EventTarget, HtmlAnchorElement, HtmlDetailsElement, HtmlElement, MessageEvent,
    ResizeObserver, UrlSearchParams, Window, console,
};

use super::boxes::{is_box_toggle, set_all_boxes};
use super::dom::{self, Dom, member};
use super::jump_note;
use super::navigation::MOVED;
use super::panic::{self, Teardown};
use sidelight_model::Json;
use sidelight_model::anchor;

/// Maximum length of a string that is read, in UTF-16 units. Hosts' messages are far shorter.
const MAX_TEXT: u32 = 8192;
/// Events that may change the page's height before the observer reports it, or after which the host may have a wrong height.
const MOMENTS: [&str; 5] = ["load", "pageshow", "beforeprint", "afterprint", "resize"];

/// An event in the frame.
#[derive(Debug)]
pub enum FrameEvent {
    /// The host has sent a message. The first value is the message if it is a string. The second value has the plain members
    /// of the object, or of the JSON object in the string. Only members with the requested names are included.
    Message(Option<String>, Json),
    /// The page's size may have changed.
    PageResized,
    /// The frame's size has changed.
    FrameResized,
    /// The host may have missed the last size.
    Shown,
    /// A box was opened or closed. The values are its id, and `true` if it is open now.
    Toggled(String, bool),
    /// The reader follows a link out of the page, to this address.
    LinkFollowed(String),
    /// The reader has gone to a position in the page.
    Moved(Jump),
}

/// A reader's move within the page.
#[derive(Debug)]
pub struct Jump {
    /// The page's fragment after the move. Empty if there is none.
    pub fragment: String,
    /// Distance of the destination from the page's top, in px.
    pub top: f64,
    /// The destination.
    place: Element,
    /// The link in the article that the reader has followed. `None` if the move had another cause.
    link: Option<Element>,
}

/// The observer of the page's size, with its callback. Both must be kept for as long as it observes.
type Observer = (ResizeObserver, Closure<dyn FnMut()>);
/// The callback for events in the frame.
type Listener = Rc<dyn Fn(FrameEvent)>;

/// The frame that contains an embedded page.
pub struct Frame {
    dom: Dom,
    parent: Option<Window>,
    listeners: Cell<Vec<EventListener>>,
    observer: Cell<Option<Observer>>,
    listener: RefCell<Option<Listener>>,
    members: &'static [&'static str],
    /// The link in the article that the reader has followed, until the move is complete.
    followed: Cell<Option<Element>>,
    this: Weak<Self>,
}

impl Frame {
    /// Returns the frame of this page. Returns `None` if the page isn't embedded. `members` are the names of the members
    /// that are read from objects.
    pub fn of_page(members: &'static [&'static str]) -> Option<Rc<Self>> {
        let window = web_sys::window()?;
        let root = window.document()?.get_element_by_id(anchor::ROOT)?;
        let dom = Dom::of(&root)?;
        if !dom
            .document
            .document_element()?
            .has_attribute(anchor::EMBED)
        {
            return None;
        }
        let parent = dom.window.parent().ok().flatten();
        let frame = Rc::new_cyclic(|this: &Weak<Self>| Self {
            parent: parent.filter(|parent| *parent != dom.window),
            dom,
            listeners: Cell::default(),
            observer: Cell::default(),
            listener: RefCell::default(),
            members,
            followed: Cell::default(),
            this: this.clone(),
        });
        panic::guard(Rc::downgrade(&frame) as Weak<dyn Teardown>);
        Some(frame)
    }

    /// Returns the page's address, its path, and its fragment with the `#`.
    pub fn address(&self) -> [String; 3] {
        let location = self.dom.window.location();
        [location.href(), location.pathname(), location.hash()].map(Result::unwrap_or_default)
    }

    /// Returns the names and values of the address's query.
    pub fn query(&self) -> Vec<(String, String)> {
        let search = self.dom.window.location().search().unwrap_or_default();
        let Ok(query) = UrlSearchParams::new_with_str(&search) else {
            return Vec::new();
        };
        let pairs = js_sys::Array::from(&query);
        pairs
            .iter()
            .filter_map(|pair| {
                let pair: js_sys::Array = pair.dyn_into().ok()?;
                Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
            })
            .collect()
    }

    /// Returns the page's width and height in whole px, rounded up. Returns `None` while the page isn't shown.
    pub fn size(&self) -> Option<(u32, u32)> {
        let area = self.dom.root.get_bounding_client_rect();
        (area.width() >= 1.0).then(|| (area.width().ceil() as u32, area.height().ceil() as u32))
    }

    /// Returns the height of the frame, in px.
    pub fn height(&self) -> f64 {
        let height = self.dom.window.inner_height().ok();
        height
            .and_then(|height| height.as_f64())
            .unwrap_or_default()
    }

    /// Sends a string to the host.
    pub fn post_text(&self, text: &str) {
        self.post(&text.into());
    }

    /// Sends an object to the host.
    pub fn post_json(&self, json: &Json) {
        self.post(&value(json));
    }

    fn post(&self, message: &JsValue) {
        if let Some(parent) = &self.parent {
            // Any host may know the page's height, and hosts can't be distinguished by their origin.
            let _ = parent.post_message(message, "*");
        }
    }

    /// Writes a warning to the console, for the host's developers.
    pub fn warn(&self, text: &str) {
        console::warn_1(&text.into());
    }

    /// Sets an attribute of the document's root element, for use in style sheets.
    pub fn mark(&self, name: &str, value: &str) {
        if let Some(element) = self.dom.document.document_element() {
            let _ = element.set_attribute(name, value);
        }
    }

    /// Sets a CSS custom property for the whole page.
    pub fn set_property(&self, name: &str, value: &str) {
        let element = self.dom.document.document_element();
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.style().set_property(name, value);
        }
    }

    /// Opens or closes a box. Returns `false` if there is no box with this id.
    pub fn set_box(&self, id: &str, open: bool) -> bool {
        let body = self
            .dom
            .find(&format!("box-{id}"))
            .and_then(|fact_box| fact_box.query_selector(".box-body").ok().flatten())
            .and_then(|body| body.dyn_into::<HtmlDetailsElement>().ok());
        body.map(|body| body.set_open(open)).is_some()
    }

    /// Opens the quotation of a passage, with its fact's link to it.
    pub fn show_in_place(&self, evidence: &str) {
        let passage = self
            .dom
            .find(&format!("from-{evidence}"))
            .and_then(|link| link.closest(".passage").ok().flatten())
            .and_then(|passage| passage.dyn_into::<HtmlDetailsElement>().ok());
        if let Some(passage) = passage {
            passage.set_open(true);
        }
    }

    /// Shows a note beside the link that the reader has followed. The note says where the link leads, and links to the full
    /// page.
    pub fn show_jump_note(&self, jump: &Jump) {
        if let Some(link) = &jump.link {
            jump_note::show(&self.dom, link, &jump.place);
        }
    }

    /// Removes the note, because the host scrolls to the destination after all.
    pub fn remove_jump_note(&self) {
        jump_note::remove(&self.dom);
    }

    /// Opens or closes all boxes.
    pub fn set_boxes(&self, open: bool) {
        set_all_boxes(&self.dom.root, open);
    }

    /// Goes to a part of the page without a new history entry. Does nothing if there is no such part.
    pub fn go_to(&self, fragment: &str) {
        if self.dom.find(fragment).is_some() {
            let _ = self.dom.window.location().replace(&format!("#{fragment}"));
        }
    }

    /// Calls the listener with each event from now on, until the frame is dropped or the program panics. Meanwhile, links
    /// out of the page open in a new tab.
    pub fn listen(&self, listener: impl Fn(FrameEvent) + 'static) {
        self.listener.replace(Some(Rc::new(listener)));
        let window: &EventTarget = &self.dom.window;
        let mut listeners = vec![
            self.on(window, "message", |frame, event| frame.received(event)),
            self.on(window, "hashchange", |frame, _| frame.moved()),
            self.on(window, "popstate", |frame, _| frame.moved()),
            self.on(&self.dom.root, MOVED, |frame, _| frame.moved()),
            self.on(&self.dom.root, "click", |frame, event| frame.clicked(event)),
            self.on(&self.dom.root, "toggle", |frame, event| {
                frame.toggled(event)
            }),
            self.on(&self.dom.document, "visibilitychange", |frame, _| {
                frame.notify(FrameEvent::Shown);
            }),
        ];
        for moment in MOMENTS {
            listeners.push(self.on(window, moment, |frame, event| {
                frame.notify(match &*event.type_() {
                    "resize" => FrameEvent::FrameResized,
                    "pageshow" | "load" => FrameEvent::Shown,
                    _ => FrameEvent::PageResized,
                });
            }));
        }
        let fonts = member(&self.dom.document, "fonts").and_then(|fonts| fonts.dyn_into().ok());
        if let Some(fonts) = &fonts {
            listeners.push(self.on(fonts, "loadingdone", |frame, _| {
                frame.notify(FrameEvent::PageResized);
            }));
        }
        self.listeners.set(listeners);
        self.observe();
    }

    fn observe(&self) {
        let this = self.this.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            if let Some(frame) = this.upgrade() {
                frame.notify(FrameEvent::PageResized);
            }
        });
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&self.dom.root);
            self.observer.set(Some((observer, changed)));
        }
    }

    fn on(
        &self,
        target: &EventTarget,
        kind: &'static str,
        act: fn(&Self, &Event),
    ) -> EventListener {
        let this = self.this.clone();
        let options = match kind {
            // After the article has handled the event, so that the reader is already at the destination.
            "hashchange" | "popstate" => EventListenerOptions::default(),
            // Before other listeners see the event. Events that don't bubble are included.
            _ => EventListenerOptions::run_in_capture_phase(),
        };
        EventListener::new_with_options(target, kind, options, move |event| {
            if let Some(frame) = this.upgrade() {
                act(&frame, event);
            }
        })
    }

    fn notify(&self, event: FrameEvent) {
        // Cloned, so that the cell isn't borrowed while the listener runs.
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener(event);
        }
    }

    fn received(&self, event: &Event) {
        let (Some(event), Some(parent)) = (event.dyn_ref::<MessageEvent>(), &self.parent) else {
            return;
        };
        let (source, parent): (JsValue, &JsValue) = (event.source().into(), parent);
        if source != *parent {
            return;
        }
        let data = event.data();
        let (text, json) = match data.dyn_ref::<JsString>() {
            Some(text) if text.length() > MAX_TEXT => return,
            Some(text) => {
                let text = String::from(text);
                let parsed = text.starts_with('{').then(|| JSON::parse(&text).ok());
                let parsed = parsed.flatten().unwrap_or(JsValue::NULL);
                (Some(text), self.plain_members(&parsed))
            }
            None => (None, self.plain_members(&data)),
        };
        self.notify(FrameEvent::Message(text, json));
    }

    fn plain_members(&self, value: &JsValue) -> Json {
        if !value.is_object() {
            return Json::Null;
        }
        let members = self.members.iter().filter_map(|name| {
            let value = member(value, name)?;
            let value = if let Some(text) = value.dyn_ref::<JsString>() {
                Json::Text((text.length() <= MAX_TEXT).then(|| String::from(text))?)
            } else if let Some(number) = value.as_f64() {
                Json::Number(number)
            } else {
                Json::Bool(value.as_bool()?)
            };
            Some(((*name).to_owned(), value))
        });
        Json::Object(members.collect())
    }

    /// Makes a link out of the page open in a new tab. The frame has no space for another page, and we may not replace the
    /// host's page. Notes any other link as followed.
    fn clicked(&self, event: &Event) {
        let link = dom::closest(event, "a[href]")
            .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        let Some(link) = link else {
            return;
        };
        if self.dom.fragment_of(&link).is_none() || link.has_attribute("target") {
            link.set_target("_blank");
            link.set_rel("noopener");
            self.notify(FrameEvent::LinkFollowed(link.href()));
            return;
        }
        self.followed.set(Some(link.into()));
    }

    fn toggled(&self, event: &Event) {
        if !is_box_toggle(event) {
            return;
        }
        let body = dom::closest(event, "details")
            .and_then(|body| body.dyn_into::<HtmlDetailsElement>().ok());
        if let Some(body) = body
            && let Ok(Some(fact_box)) = body.closest("[data-box]")
            && let Some(id) = fact_box.get_attribute("data-box")
        {
            self.notify(FrameEvent::Toggled(id, body.open()));
        }
    }

    /// Reports a move. The destination is the focused element if the reader came back to one, otherwise the target of the
    /// address.
    fn moved(&self) {
        if let Some(place) = self.focused().or_else(|| self.dom.target()) {
            let scrolled = self.dom.window.scroll_y().unwrap_or_default();
            self.notify(FrameEvent::Moved(Jump {
                fragment: self.dom.fragment().unwrap_or_default(),
                top: place.get_bounding_client_rect().top() + scrolled,
                place,
                link: self.followed.take(),
            }));
        }
    }

    fn focused(&self) -> Option<Element> {
        self.dom
            .document
            .active_element()
            .filter(|element| self.dom.root.contains(Some(element)))
    }
}

impl Teardown for Frame {
    fn tear_down(&self) {
        drop(self.listeners.take());
        if let Some((observer, _)) = self.observer.take() {
            observer.disconnect();
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.tear_down();
    }
}

fn value(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Bool(truth) => (*truth).into(),
        Json::Number(number) => (*number).into(),
        Json::Text(text) => text.into(),
        Json::List(items) => items.iter().map(value).collect::<js_sys::Array>().into(),
        Json::Object(members) => {
            let object = Object::new();
            for (name, member) in members {
                // Setting a member of a new plain object can't fail.
                let _ = Reflect::set(&object, &name.into(), &value(member));
            }
            object.into()
        }
    }
}
