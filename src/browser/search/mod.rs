//! Search in the article on the page. The text is collected when the search is opened, in slices between which the browser
//! can work. It is collected again after a change, such as a translation.
//!
//! *Invariant:* text nodes are only read. Hits are highlighted, never wrapped in elements. Ending the search leaves nothing
//! behind.

mod collect;
mod highlight;
mod navigate;
mod observe;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};
use yew::Callback;

use super::context::PageContext;
use super::dom::{self, Dom};
use super::panic::Teardown;
use crate::view::chrome::{Direction, Found, SearchHost, Subscription};
use collect::{Collection, SearchText};
use highlight::Highlights;
pub use highlight::{CURRENT_HIT, CURRENT_HIT_CLASS, HITS, HITS_CLASS};
use navigate::PositionBefore;
use observe::Observer;
use sidelight_model::anchor;
use sidelight_text::search::{Hit, Query};

/// Maximum duration of a slice of collecting, in ms.
const SLICE: f64 = 8.0;
/// Number of pieces that are collected between two checks of the clock.
const PIECES: usize = 16;

/// The search of an article. It may be open or closed.
pub(super) struct Search {
    page: Rc<PageContext>,
    open: RefCell<Option<OpenSearch>>,
    highlights: Highlights,
    /// The element that had focus when the shortcut was used.
    came_from: Cell<Option<Element>>,
    this: Weak<Self>,
}

/// An open search.
struct OpenSearch {
    listener: Callback<Found>,
    /// The number of the current collection of the text. Older ones stop.
    collection: u32,
    /// The text, once it is collected.
    text: Option<SearchText>,
    typed: String,
    hits: Vec<Hit>,
    current: Option<usize>,
    found: Found,
    before: PositionBefore,
    /// The page's scroll position at which the hits were highlighted, in px.
    highlighted_at: f64,
    _observer: Observer,
}

impl Search {
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let search = Rc::new_cyclic(|this| Self {
            page: Rc::clone(page),
            open: RefCell::default(),
            highlights: Highlights::default(),
            came_from: Cell::default(),
            this: Weak::clone(this),
        });
        page.at_teardown(Rc::downgrade(&search) as Weak<dyn Teardown>);
        search
    }

    fn with<T>(&self, act: impl FnOnce(&mut OpenSearch) -> T) -> Option<T> {
        self.open.try_borrow_mut().ok()?.as_mut().map(act)
    }

    /// Calls the listener whenever the search's shortcut is used, until the subscription is dropped.
    ///
    /// The shortcut has two modifiers, so nobody types it by accident (WCAG 2.1.4). It doesn't replace the browser's own
    /// *find*.
    pub(super) fn on_shortcut(&self, listener: Callback<()>) -> Subscription {
        let options = EventListenerOptions {
            phase: EventListenerPhase::Capture,
            passive: false,
        };
        let this = Weak::clone(&self.this);
        let pressed = EventListener::new_with_options(
            &self.page.dom.window,
            "keydown",
            options,
            move |event| {
                if let Some(search) = this.upgrade()
                    && event
                        .dyn_ref::<KeyboardEvent>()
                        .is_some_and(is_search_shortcut)
                {
                    event.prevent_default();
                    let dom = &search.page.dom;
                    let active = dom.document.active_element();
                    if active
                        .as_ref()
                        .is_some_and(|active| dom.root.contains(Some(active)))
                    {
                        search.came_from.set(active);
                    }
                    listener.emit(());
                }
            },
        );
        Subscription::new(move || drop(pressed))
    }

    /// Searches for a text.
    pub(super) fn search(&self, typed: String) {
        self.with(|searching| searching.typed = typed);
        self.find();
    }

    /// Returns the text in the search field.
    fn typed(&self) -> Option<String> {
        let field = self
            .page
            .dom
            .document
            .get_element_by_id(anchor::SEARCH_FIELD);
        Some(field?.dyn_into::<HtmlInputElement>().ok()?.value())
    }

    /// Ends the search. Safe at any moment, even if a panic has left parts of it borrowed.
    fn end(&self) {
        self.highlights.clear();
        let ended = self
            .open
            .try_borrow_mut()
            .ok()
            .and_then(|mut open| open.take());
        drop(ended);
    }

    /// Sends the current results to the listener.
    fn notify(&self) {
        let found = self.with(|searching| {
            searching.found.current = searching.current.map(|number| number + 1);
            (searching.listener.clone(), searching.found.clone())
        });
        if let Some((listener, found)) = found {
            listener.emit(found);
        }
    }

    /// Collects the text after waiting for `wait` ms.
    fn collect_text(&self, wait: i32) {
        let Some(number) = self.with(|searching| {
            searching.collection = searching.collection.wrapping_add(1);
            searching.collection
        }) else {
            return;
        };
        let this = Weak::clone(&self.this);
        let dom = self.page.dom.clone();
        spawn_local(async move {
            dom.pause(wait).await;
            let Some(mut collection) = Collection::new(&dom) else {
                return;
            };
            loop {
                if !is_newest(&this, number) {
                    return;
                }
                if is_complete(&mut collection, &dom) {
                    break;
                }
                dom.pause(0).await;
            }
            if let Some(search) = this.upgrade() {
                search.replace_text(collection.done());
            }
        });
    }

    /// Replaces the text with one that has just been read, and searches it. The reader's current hit stays current if it
    /// still exists.
    fn replace_text(&self, text: SearchText) {
        let was_at = self.with(|searching| {
            let hit = *searching.hits.get(searching.current?)?;
            let old = searching.text.as_ref()?;
            let piece = old.index.piece_of(hit);
            let first = old.index.hits_in(piece..piece + 1, &searching.hits).start;
            Some((old.nodes.get(piece)?.clone(), searching.current? - first))
        });
        self.with(|searching| searching.text = Some(text));
        self.find();
        if let Some(Some((node, number))) = was_at {
            self.with(|searching| {
                let text = searching.text.as_ref()?;
                let piece = text.nodes.iter().position(|other| *other == node)?;
                let here = text.index.hits_in(piece..piece + 1, &searching.hits);
                searching.current = here.clone().nth(number);
                Some(())
            });
            self.notify();
            self.highlight_hits();
        }
        self.report_translation();
    }

    /// Notifies the listener if the page was translated, or is no longer translated.
    fn report_translation(&self) {
        let is_translated = collect::is_translated(&self.page.dom);
        let was = self
            .with(|searching| std::mem::replace(&mut searching.found.is_translated, is_translated));
        if was == Some(!is_translated) {
            self.notify();
        }
    }

    /// Searches for the typed text, counts the hits and highlights them.
    fn find(&self) {
        self.with(|searching| {
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
        self.notify();
        self.highlight_hits();
    }

    fn highlight_hits(&self) {
        let scrolled = self.page.dom.window.scroll_y().unwrap_or_default();
        self.with(|searching| {
            searching.highlighted_at = scrolled;
            let current = searching
                .current
                .and_then(|number| searching.hits.get(number).copied());
            if let Some(text) = &mut searching.text {
                self.highlights
                    .show(&self.page.dom, text, &searching.hits, current);
            }
        });
    }

    /// Highlights the hits that have come near, once the reader has scrolled by half a screen.
    fn follow(&self) {
        let scrolled = self.page.dom.window.scroll_y().unwrap_or_default();
        let is_far = self.with(|searching| {
            let gone = (scrolled - searching.highlighted_at).abs();
            !searching.hits.is_empty()
                && self
                    .page
                    .dom
                    .height()
                    .is_some_and(|height| gone > height / 2.0)
        });
        if is_far == Some(true) {
            self.highlight_hits();
        }
    }
}

/// Collects text for one slice. Returns `true` if everything is collected.
fn is_complete(collection: &mut Collection, dom: &Dom) -> bool {
    let clock = dom.window.performance();
    let now = || clock.as_ref().map_or_else(js_sys::Date::now, |c| c.now());
    let began = now();
    while now() - began < SLICE {
        for _ in 0..PIECES {
            if !collection.read() {
                return true;
            }
        }
    }
    false
}

/// Returns `true` if a collection is the newest one of a search that is still open.
fn is_newest(search: &Weak<Search>, number: u32) -> bool {
    let newest = search
        .upgrade()
        .and_then(|search| search.with(|searching| searching.collection));
    newest == Some(number)
}

impl Teardown for Search {
    fn tear_down(&self) {
        self.end();
    }
}

impl SearchHost for Search {
    fn begin_search(&self, listener: Callback<Found>) -> Subscription {
        self.open.replace(Some(OpenSearch {
            listener,
            collection: 0,
            text: None,
            typed: self.typed().unwrap_or_default(),
            hits: Vec::new(),
            current: None,
            found: Found::default(),
            before: PositionBefore::now(&self.page.dom),
            highlighted_at: 0.0,
            _observer: Observer::new(&self.page.dom, &self.this),
        }));
        self.collect_text(0);
        let this = Weak::clone(&self.this);
        Subscription::new(move || {
            if let Some(search) = this.upgrade() {
                search.end();
            }
        })
    }

    fn step(&self, direction: Direction) {
        self.step_to_hit(direction);
    }

    fn leave_search(&self, goes_back: bool, or_else: &str) {
        let came_from = self.came_from.take();
        let active = self.page.dom.document.active_element();
        if !active.is_some_and(|active| self.page.dom.is_in_toolbar(&active)) {
            return;
        }
        let focused = if goes_back {
            self.restore_before_search();
            came_from.inspect(dom::focus)
        } else {
            self.block_of_hit()
                .inspect(|block| self.page.focus.focus(block))
        };
        if focused.is_none()
            && let Some(element) = self.page.dom.document.get_element_by_id(or_else)
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
