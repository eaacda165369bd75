//! Search in the article on the page. The text is read when the search is opened, in slices between which the browser can
//! work. It is read again after a change, such as a translation.
//!
//! *Invariant:* text nodes are only read. Hits are painted, never wrapped in elements. Ending the search leaves nothing
//! behind.

mod painting;
mod reading;
mod stepping;
mod watching;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};
use yew::Callback;

use super::article::AdoptedArticle;
use super::dom;
use crate::view::chrome::{Direction, Found, SearchHost, Subscription};
use painting::Painting;
pub use painting::{CURRENT_HIT, CURRENT_HIT_CLASS, HITS, HITS_CLASS};
use reading::{Reading, SearchText};
use sidelight_text::search::{Hit, Query};
use stepping::Before;
use watching::Watch;

/// Maximum duration of a slice of reading, in ms.
const SLICE: f64 = 8.0;
/// Number of pieces that are read between two checks of the clock.
const PIECES: usize = 16;

/// The search of an article. It may be open or closed.
#[derive(Default)]
pub(super) struct Search {
    open: RefCell<Option<Searching>>,
    painting: Painting,
    /// The element that had focus when the shortcut was used.
    came_from: Cell<Option<Element>>,
}

/// An open search.
pub(super) struct Searching {
    listener: Callback<Found>,
    /// The number of the current reading. Older readings stop.
    reading: u32,
    /// The text, once it has been read.
    text: Option<SearchText>,
    typed: String,
    hits: Vec<Hit>,
    current: Option<usize>,
    found: Found,
    before: Before,
    /// The page's scroll position at which the hits were painted, in px.
    painted_at: f64,
    _watch: Watch,
}

impl Search {
    fn with<T>(&self, act: impl FnOnce(&mut Searching) -> T) -> Option<T> {
        self.open.try_borrow_mut().ok()?.as_mut().map(act)
    }

    /// Ends the search. Safe at any moment, even if a panic has left parts of it borrowed.
    pub(super) fn end(&self) {
        self.painting.clear();
        let ended = self
            .open
            .try_borrow_mut()
            .ok()
            .and_then(|mut open| open.take());
        drop(ended);
    }

    /// Sends the current results to the listener.
    fn told(&self) {
        let told = self.with(|searching| {
            searching.found.current = searching.current.map(|number| number + 1);
            (searching.listener.clone(), searching.found.clone())
        });
        if let Some((listener, found)) = told {
            listener.emit(found);
        }
    }
}

impl AdoptedArticle {
    /// Reads the text after waiting for `wait` ms.
    fn read_text(self: &Rc<Self>, wait: i32) {
        let Some(number) = self.search.with(|searching| {
            searching.reading = searching.reading.wrapping_add(1);
            searching.reading
        }) else {
            return;
        };
        let article = Rc::downgrade(self);
        let dom = self.dom.clone();
        spawn_local(async move {
            dom.pause(wait).await;
            let Some(mut reading) = Reading::new(&dom) else {
                return;
            };
            loop {
                if !is_newest(&article, number) {
                    return;
                }
                if is_read(&mut reading, &dom) {
                    break;
                }
                dom.pause(0).await;
            }
            if let Some(article) = article.upgrade() {
                article.take_up(reading.done());
            }
        });
    }

    /// Replaces the text with one that has just been read, and searches it. The reader's current hit stays current if it
    /// still exists.
    fn take_up(self: &Rc<Self>, text: SearchText) {
        let was_at = self.search.with(|searching| {
            let hit = *searching.hits.get(searching.current?)?;
            let old = searching.text.as_ref()?;
            let piece = old.index.piece_of(hit);
            let first = old.index.hits_in(piece..piece + 1, &searching.hits).start;
            Some((old.nodes.get(piece)?.clone(), searching.current? - first))
        });
        self.search.with(|searching| searching.text = Some(text));
        self.look();
        if let Some(Some((node, number))) = was_at {
            self.search.with(|searching| {
                let text = searching.text.as_ref()?;
                let piece = text.nodes.iter().position(|other| *other == node)?;
                let here = text.index.hits_in(piece..piece + 1, &searching.hits);
                searching.current = here.clone().nth(number);
                Some(())
            });
            self.search.told();
            self.paint_hits();
        }
        self.tell_translation();
    }

    /// Notifies the listener if the page was translated, or is no longer translated.
    fn tell_translation(&self) {
        let is_translated = reading::is_translated(&self.dom);
        let was = self
            .search
            .with(|searching| std::mem::replace(&mut searching.found.is_translated, is_translated));
        if was == Some(!is_translated) {
            self.search.told();
        }
    }

    /// Searches for the typed text, counts the hits and paints them.
    fn look(self: &Rc<Self>) {
        self.search.with(|searching| {
            searching.current = None;
            searching.hits.clear();
            searching.found.hits = None;
            searching.found.also.clear();
            let Some(text) = &mut searching.text else {
                return;
            };
            let query = Query::new(&searching.typed, &text.spellings, &mut text.folding);
            if !query.is_empty() {
                let also = text.index.find(&query, &mut searching.hits);
                searching.found.also = also.into_iter().map(str::to_owned).collect();
                searching.found.hits = Some(searching.hits.len());
            }
        });
        self.search.told();
        self.paint_hits();
    }

    fn paint_hits(&self) {
        let scrolled = self.dom.window.scroll_y().unwrap_or_default();
        self.search.with(|searching| {
            searching.painted_at = scrolled;
            let current = searching
                .current
                .and_then(|number| searching.hits.get(number).copied());
            if let Some(text) = &mut searching.text {
                self.search
                    .painting
                    .paint(&self.dom, text, &searching.hits, current);
            }
        });
    }

    /// Paints the hits that have come near, once the reader has scrolled by half a screen.
    fn follow(&self) {
        let scrolled = self.dom.window.scroll_y().unwrap_or_default();
        let is_far = self.search.with(|searching| {
            let gone = (scrolled - searching.painted_at).abs();
            !searching.hits.is_empty()
                && self.dom.height().is_some_and(|height| gone > height / 2.0)
        });
        if is_far == Some(true) {
            self.paint_hits();
        }
    }
}

/// Reads for one slice. Returns `true` if everything has been read.
fn is_read(reading: &mut Reading, dom: &dom::Dom) -> bool {
    let clock = dom.window.performance();
    let now = || clock.as_ref().map_or_else(js_sys::Date::now, |c| c.now());
    let began = now();
    while now() - began < SLICE {
        for _ in 0..PIECES {
            if !reading.read() {
                return true;
            }
        }
    }
    false
}

/// Returns `true` if a reading is the newest one of a search that is still open.
fn is_newest(article: &Weak<AdoptedArticle>, number: u32) -> bool {
    article
        .upgrade()
        .and_then(|article| article.search.with(|searching| searching.reading))
        == Some(number)
}

impl SearchHost for AdoptedArticle {
    fn on_search_shortcut(&self, listener: Callback<()>) -> Subscription {
        let options = EventListenerOptions {
            phase: EventListenerPhase::Capture,
            passive: false,
        };
        let this = self.weak();
        let pressed =
            EventListener::new_with_options(&self.dom.window, "keydown", options, move |event| {
                if let Some(article) = this.upgrade()
                    && event
                        .dyn_ref::<KeyboardEvent>()
                        .is_some_and(is_search_shortcut)
                {
                    event.prevent_default();
                    let active = article.dom.document.active_element();
                    if active
                        .as_ref()
                        .is_some_and(|active| article.dom.root.contains(Some(active)))
                    {
                        article.search.came_from.set(active);
                    }
                    listener.emit(());
                }
            });
        Subscription::new(move || drop(pressed))
    }

    fn begin_search(&self, listener: Callback<Found>) -> Subscription {
        let this = self.weak();
        if let Some(article) = this.upgrade() {
            let searching = Searching {
                listener,
                reading: 0,
                text: None,
                typed: String::new(),
                hits: Vec::new(),
                current: None,
                found: Found::default(),
                before: Before::now(&self.dom),
                painted_at: 0.0,
                _watch: Watch::of(&article),
            };
            self.search.open.replace(Some(searching));
            article.read_text(0);
        }
        Subscription::new(move || {
            if let Some(article) = this.upgrade() {
                article.search.end();
            }
        })
    }

    fn search(&self, field: &str) {
        let typed = self
            .dom
            .document
            .get_element_by_id(field)
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
            .map(|field| field.value())
            .unwrap_or_default();
        self.search.with(|searching| searching.typed = typed);
        if let Some(article) = self.weak().upgrade() {
            article.look();
        }
    }

    fn step(&self, direction: Direction) {
        if let Some(article) = self.weak().upgrade() {
            article.step_to_hit(direction);
        }
    }

    fn leave_search(&self, goes_back: bool, or_else: &str) {
        let Some(article) = self.weak().upgrade() else {
            return;
        };
        let came_from = self.search.came_from.take();
        let active = self.dom.document.active_element();
        if !active.is_some_and(|active| self.dom.is_in_toolbar(&active)) {
            return;
        }
        let focused = if goes_back {
            article.restore_before_search();
            came_from.inspect(dom::focus)
        } else {
            self.block_of_hit().inspect(|block| self.focus.focus(block))
        };
        if focused.is_none()
            && let Some(element) = self.dom.document.get_element_by_id(or_else)
        {
            dom::focus(&element);
        }
    }
}

/// Returns `true` for the keys of the search shortcut. They are compared by letter, or by position on keyboard layouts with
/// other letters.
fn is_search_shortcut(key: &KeyboardEvent) -> bool {
    key.ctrl_key()
        && key.shift_key()
        && !key.alt_key()
        && !key.meta_key()
        && !key.is_composing()
        && (key.key().eq_ignore_ascii_case("f") || key.code() == "KeyF")
}
