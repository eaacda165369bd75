//! The frame that a page stands in on another site: how high the page is, what the host says, what happens that the host
//! may care about.
//!
//! *Invariant:* only the window that holds the frame is listened to, of its messages only strings and plain members are
//! looked at, and only so many; nothing about the host is asked.

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

use super::boxes::Boxes;
use super::dom::{self, Dom, member};
use super::elsewhere;
use super::jump::MOVED;
use super::panic::{self, LetGo};
use sidelight_model::Json;
use sidelight_model::anchor;

/// The longest string that is read, in UTF-16 units; what hosts say is far shorter.
const MAX_TEXT: u32 = 8192;
/// What may change the page's height without the observer's being told in time, or leaves a host with a wrong one.
const MOMENTS: [&str; 5] = ["load", "pageshow", "beforeprint", "afterprint", "resize"];

/// What happens.
#[derive(Debug)]
pub enum Happened {
    /// The host has said something: a string, or an object's plain members by the names asked for. Of a string they are
    /// those of what it comes to as JSON.
    Said(Option<String>, Json),
    /// The page may have another size.
    Resized,
    /// The frame has another size.
    Reframed,
    /// The host may have missed what it was told.
    Seen,
    /// A box has been opened or closed.
    Toggled(String, bool),
    /// The reader follows a link out of the page, to this address.
    Left(String),
    /// The reader has gone to a place in the page.
    Went(Jump),
}

/// A way that a reader has gone within the page.
#[derive(Debug)]
pub struct Jump {
    /// The fragment that the page has now; nothing where it has none.
    pub fragment: String,
    /// How far the place that was reached is below the page's top, in px.
    pub top: f64,
    /// That place.
    place: Element,
    /// The link in the article that the reader has followed.
    link: Option<Element>,
}

/// Watches the size of the page, as long as it is kept.
type Observer = (ResizeObserver, Closure<dyn FnMut()>);
/// Whoever is told of what happens in the frame.
type Listener = Rc<dyn Fn(Happened)>;

/// The frame.
pub struct Frame {
    dom: Dom,
    parent: Option<Window>,
    listeners: Cell<Vec<EventListener>>,
    observer: Cell<Option<Observer>>,
    told: RefCell<Option<Listener>>,
    members: &'static [&'static str],
    /// The link in the article that the reader has followed, until they are where it leads.
    followed: Cell<Option<Element>>,
    this: Weak<Self>,
}

impl Frame {
    /// The frame of this page; none when the page stands by itself. `members` are those of objects that are read.
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
            told: RefCell::default(),
            members,
            followed: Cell::default(),
            this: this.clone(),
        });
        panic::guard(Rc::downgrade(&frame) as Weak<dyn LetGo>);
        Some(frame)
    }

    /// The page's address, its path and its fragment with the `#`.
    pub fn address(&self) -> [String; 3] {
        let location = self.dom.window.location();
        [location.href(), location.pathname(), location.hash()].map(Result::unwrap_or_default)
    }

    /// The names and values of the address's query.
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

    /// The page's width and height in whole px; none while it isn't shown at all.
    pub fn size(&self) -> Option<(u32, u32)> {
        let area = self.dom.root.get_bounding_client_rect();
        (area.width() >= 1.0).then(|| (area.width().ceil() as u32, area.height().ceil() as u32))
    }

    /// How high the frame is, in px.
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
            // Whoever frames a page may know how high it is, and cannot be told from others by their origin.
            let _ = parent.post_message(message, "*");
        }
    }

    /// Writes a warning for the host's developers.
    pub fn warn(&self, text: &str) {
        console::warn_1(&text.into());
    }

    /// Gives the document's element an attribute, by which styles know of it.
    pub fn mark(&self, name: &str, value: &str) {
        if let Some(element) = self.dom.document.document_element() {
            let _ = element.set_attribute(name, value);
        }
    }

    /// Sets a custom property for the whole page.
    pub fn set_property(&self, name: &str, value: &str) {
        let element = self.dom.document.document_element();
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.style().set_property(name, value);
        }
    }

    /// Opens or closes a box; whether there is one with this id.
    pub fn set_box(&self, id: &str, open: bool) -> bool {
        let body = self
            .dom
            .find(&format!("box-{id}"))
            .and_then(|fact_box| fact_box.query_selector(".box-body").ok().flatten())
            .and_then(|body| body.dyn_into::<HtmlDetailsElement>().ok());
        body.map(|body| body.set_open(open)).is_some()
    }

    /// Shows the words of a passage beside the link of its fact that leads to it.
    pub fn show_in_place(&self, evidence: &str) {
        let passage = self
            .dom
            .find(&format!("from-{evidence}"))
            .and_then(|link| {
                link.parent_element()?
                    .query_selector(".passage")
                    .ok()
                    .flatten()
            })
            .and_then(|passage| passage.dyn_into::<HtmlDetailsElement>().ok());
        if let Some(passage) = passage {
            passage.set_open(true);
        }
    }

    /// Says beside the link that a reader has followed where in the page it leads, and offers the full page.
    pub fn say_where(&self, jump: &Jump) {
        if let Some(link) = &jump.link {
            elsewhere::say(&self.dom, link, &jump.place);
        }
    }

    /// Takes back what was said of where a link leads: the host brings it into view after all.
    pub fn say_no_more(&self) {
        elsewhere::take_back(&self.dom);
    }

    /// Opens or closes all boxes.
    pub fn set_boxes(&self, open: bool) {
        Boxes::of(&self.dom.root).set_all(open);
    }

    /// Goes to a part of the page, without an entry in the history.
    pub fn go_to(&self, fragment: &str) {
        if self.dom.find(fragment).is_some() {
            let _ = self.dom.window.location().replace(&format!("#{fragment}"));
        }
    }

    /// Tells of all that happens from now on, until the frame is let go. Links then leave the frame for a tab of their own.
    pub fn listen(&self, told: impl Fn(Happened) + 'static) {
        self.told.replace(Some(Rc::new(told)));
        let window: &EventTarget = &self.dom.window;
        let mut listeners = vec![
            self.on(window, "message", |frame, event| frame.heard(event)),
            self.on(window, "hashchange", |frame, _| frame.went()),
            self.on(window, "popstate", |frame, _| frame.went()),
            self.on(&self.dom.root, MOVED, |frame, _| frame.went()),
            self.on(&self.dom.root, "click", |frame, event| frame.clicked(event)),
            self.on(&self.dom.root, "toggle", |frame, event| {
                frame.toggled(event)
            }),
            self.on(&self.dom.document, "visibilitychange", |frame, _| {
                frame.tell(Happened::Seen);
            }),
        ];
        for moment in MOMENTS {
            listeners.push(self.on(window, moment, |frame, event| {
                frame.tell(match &*event.type_() {
                    "resize" => Happened::Reframed,
                    "pageshow" | "load" => Happened::Seen,
                    _ => Happened::Resized,
                });
            }));
        }
        let fonts = member(&self.dom.document, "fonts").and_then(|fonts| fonts.dyn_into().ok());
        if let Some(fonts) = &fonts {
            listeners.push(self.on(fonts, "loadingdone", |frame, _| {
                frame.tell(Happened::Resized);
            }));
        }
        self.listeners.set(listeners);
        self.observe();
    }

    fn observe(&self) {
        let this = self.this.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            if let Some(frame) = this.upgrade() {
                frame.tell(Happened::Resized);
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
            // After the article has dealt with it, and the reader is where they have gone.
            "hashchange" | "popstate" => EventListenerOptions::default(),
            // Before others see the event, and also of those that don't bubble.
            _ => EventListenerOptions::run_in_capture_phase(),
        };
        EventListener::new_with_options(target, kind, options, move |event| {
            if let Some(frame) = this.upgrade() {
                act(&frame, event);
            }
        })
    }

    fn tell(&self, happened: Happened) {
        // A copy, because being told may end the telling.
        let told = self.told.borrow().clone();
        if let Some(told) = told {
            told(happened);
        }
    }

    fn heard(&self, event: &Event) {
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
        self.tell(Happened::Said(text, json));
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

    /// A link that leads out of the page opens in a tab of its own: in the frame there is no room for another page, and
    /// the host's page isn't ours to replace.
    fn clicked(&self, event: &Event) {
        let link = dom::closest(event, "a[href]")
            .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        let Some(link) = link else {
            return;
        };
        if self.dom.fragment_of(&link).is_none() || link.has_attribute("target") {
            link.set_target("_blank");
            link.set_rel("noopener");
            self.tell(Happened::Left(link.href()));
            return;
        }
        self.followed.set(Some(link.into()));
    }

    fn toggled(&self, event: &Event) {
        if !Boxes::are_meant_by(event) {
            return;
        }
        let body = dom::closest(event, "details")
            .and_then(|body| body.dyn_into::<HtmlDetailsElement>().ok());
        if let Some(body) = body
            && let Ok(Some(fact_box)) = body.closest("[data-box]")
            && let Some(id) = fact_box.get_attribute("data-box")
        {
            self.tell(Happened::Toggled(id, body.open()));
        }
    }

    /// The reader is at what they came back to, which has the focus, or at what the address points at.
    fn went(&self) {
        if let Some(place) = self.focused().or_else(|| self.dom.target()) {
            let scrolled = self.dom.window.scroll_y().unwrap_or_default();
            self.tell(Happened::Went(Jump {
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

impl LetGo for Frame {
    fn let_go(&self) {
        drop(self.listeners.take());
        if let Some((observer, _)) = self.observer.take() {
            observer.disconnect();
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.let_go();
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
                // A plain new object takes any member.
                let _ = Reflect::set(&object, &name.into(), &value(member));
            }
            object.into()
        }
    }
}
