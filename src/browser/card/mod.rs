//! Opens and closes the card of a passage or a name.
//!
//! *Invariant:* if a link has opened the card, choosing it again follows the link to its fact. Links from the card into the
//! page go through the history like any other jump. They start from the marker that the card belongs to.

mod fact;
mod position;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::{EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;
use web_sys::{Element, Event, HtmlAnchorElement, HtmlElement, KeyboardEvent};
use yew::Callback;

use super::context::PageContext;
use super::dom::{self, Click};
use super::history::LinkPosition;
use super::navigation::Navigation;
use crate::view::chrome::{Card, CardHost, Subscription};
use fact::{PlaceFact, facts_of, markers_around, opener_of_name};
use sidelight_model::anchor;

/// Selector of the elements in the card that can have focus.
const STOPS: &str = "a[href]:not([hidden]), button:not([hidden]), textarea:not([hidden])";

/// The open card, and the listener that shows it.
pub(super) struct Cards {
    page: Rc<PageContext>,
    navigation: Rc<Navigation>,
    listener: RefCell<Option<Callback<Option<Rc<Card>>>>>,
    open: RefCell<Option<Open>>,
    serial: Cell<u32>,
    /// `true` if the click that is being handled has closed a card. Such a click opens no card for a passage.
    closed_by_click: Cell<bool>,
    /// Closes the card at every move in the history.
    _moves: Subscription,
    this: Weak<Self>,
}

/// An open card.
#[derive(Clone)]
struct Open {
    /// The link that gets focus back.
    opener: Element,
    /// The link or passage that the reader chose.
    chosen: Element,
    facts: Vec<PlaceFact>,
    /// `true` if the card belongs to a name.
    is_entry: bool,
}

impl Cards {
    /// Starts to listen. Has to be called before [`Navigation::start`], which follows a link unless its card was opened.
    pub(super) fn new(page: &Rc<PageContext>, navigation: &Rc<Navigation>) -> Rc<Self> {
        let cards = Rc::new_cyclic(|this: &Weak<Self>| {
            let cards = Weak::clone(this);
            let close = Callback::from(move |()| {
                if let Some(cards) = cards.upgrade() {
                    cards.close();
                }
            });
            Self {
                page: Rc::clone(page),
                navigation: Rc::clone(navigation),
                listener: RefCell::default(),
                open: RefCell::default(),
                serial: Cell::default(),
                closed_by_click: Cell::default(),
                _moves: navigation.on_move(close),
                this: Weak::clone(this),
            }
        });
        let (this, window) = (&cards.this, &page.dom.window);
        let prevents = EventListenerOptions::enable_prevent_default();
        page.on(this, &page.dom.root, "click", prevents, Self::clicked);
        let first = EventListenerOptions {
            phase: EventListenerPhase::Capture,
            passive: false,
        };
        page.on(this, window, "click", first, Self::clicked_around);
        page.on(this, window, "keydown", first, Self::pressed_around);
        let options = EventListenerOptions::default();
        page.on(this, window, "resize", options, |cards, _| {
            cards.keep_in_place();
        });
        cards
    }

    /// Handles a click in the article: opens the card of a passage, and the card of a marker or a name unless the link leads
    /// the reader back.
    fn clicked(&self, event: &Event) {
        let Some(click) = Click::of(event) else {
            return;
        };
        match click.link {
            None => self.chose_passage(event),
            Some(link) if self.navigation.leads_back(&link) => self.close(),
            Some(link) => {
                if self.opens_for(&link) {
                    event.prevent_default();
                }
            }
        }
    }

    /// Opens the card of a marker or a name. Returns `false` if no card was opened. The link is then followed.
    fn opens_for(&self, link: &Element) -> bool {
        let Some(fact) = link.get_attribute("data-fact") else {
            return false;
        };
        // A box's own page needs no card, because its facts are close by. Also, a frame around it has no view of its own.
        if self.page.dom.find(anchor::TEXT).is_none() {
            return false;
        }
        let is_chosen_again = (self.open.borrow().as_ref()).is_some_and(|o| o.chosen == *link);
        if is_chosen_again {
            self.close();
            return false;
        }
        let dom = &self.page.dom;
        let place = link.get_attribute("data-facts");
        let is_entry = place.is_none();
        self.open_with(Open {
            opener: match is_entry {
                true => opener_of_name(dom, link, &fact),
                false => link.clone(),
            },
            chosen: link.clone(),
            facts: facts_of(dom, &[place.unwrap_or(fact)]),
            is_entry,
        })
    }

    /// Handles a click in the text on an element without an action of its own. In a passage, it opens the card of all its
    /// facts.
    fn chose_passage(&self, click: &Event) {
        let selects = || {
            let selection = self.page.dom.window.get_selection().ok().flatten();
            selection.is_some_and(|selection| !selection.is_collapsed())
        };
        if self.closed_by_click.get()
            || dom::closest(click, "a, button, summary").is_some()
            || selects()
        {
            return;
        }
        if let Some(chosen) = dom::closest(click, ".evidence[data-evidence]") {
            let markers = markers_around(&self.page.dom, &chosen);
            let facts: Vec<String> = markers
                .iter()
                .filter_map(|marker| marker.get_attribute("data-facts"))
                .collect();
            if let Some(marker) = markers.into_iter().next() {
                self.open_with(Open {
                    opener: marker,
                    chosen,
                    facts: facts_of(&self.page.dom, &facts),
                    is_entry: false,
                });
            }
        }
    }

    /// Opens a card. Returns `false` if there is no listener to show it, or if the page lacks the facts.
    fn open_with(&self, open: Open) -> bool {
        let marker = Some(&open.opener).filter(|_| !open.is_entry);
        let shown = open
            .facts
            .iter()
            .filter_map(|fact| fact.shown(&self.page.dom, marker));
        let facts: Vec<_> = shown.collect();
        let article = self.page.dom.find(anchor::ARTICLE);
        if self.listener.borrow().is_none() || facts.is_empty() {
            return false;
        }
        let serial = self.serial.get().wrapping_add(1);
        self.serial.set(serial);
        let card = Card {
            serial,
            name: (open.facts.first().filter(|_| open.is_entry)).map(PlaceFact::name),
            facts,
            language: article
                .and_then(|article| article.get_attribute("lang"))
                .unwrap_or_default(),
        };
        self.open.replace(Some(open));
        self.notify(Some(Rc::new(card)));
        true
    }

    fn notify(&self, card: Option<Rc<Card>>) {
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener.emit(card);
        }
    }

    /// Closes the card and returns it. Returns `None` if no card was open.
    fn take(&self) -> Option<Open> {
        let open = self.open.take()?;
        self.notify(None);
        Some(open)
    }

    /// Closes the card and leaves the focus unchanged.
    fn close(&self) {
        self.take();
    }

    /// Handles a click anywhere in the window, before the listeners in the page. Follows a link in the card. A click outside
    /// closes the card.
    fn clicked_around(&self, event: &Event) {
        self.closed_by_click.set(false);
        let Some(open) = self.open.borrow().clone() else {
            return;
        };
        if dom::closest(event, &anchor::link(anchor::CARD)).is_some() {
            self.follow_from_card(event, &open);
            return;
        }
        let target = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        if open.chosen.has_attribute("data-fact") && open.chosen.contains(target.as_ref()) {
            return;
        }
        self.close();
        self.closed_by_click.set(true);
        // The chosen element already has focus, if it can have focus.
        let focused = self.page.dom.document.active_element();
        if focused.is_none_or(|focused| {
            matches!(focused.id().as_str(), anchor::CARD) || focused.tag_name() == "BODY"
        }) {
            dom::focus(&open.opener);
        }
    }

    /// Follows a link from the card into the page, as if the link were in place of the marker.
    fn follow_from_card(&self, event: &Event, open: &Open) {
        let is_plain = event.dyn_ref::<MouseEvent>().is_some_and(dom::is_plain);
        if let Some(link) = dom::closest(event, "a[href^='#']")
            && let Some(link) = link.dyn_ref::<HtmlAnchorElement>()
            && let Some(fragment) = self.page.dom.fragment_of(link)
            && let Some(target) = self.page.dom.find(&fragment)
            && is_plain
        {
            self.navigation
                .depart(LinkPosition::of(&open.opener), fragment, &target);
            self.close();
        }
    }

    /// Handles a key while the card is open. Escape closes the card. Tab at either end of the card closes it too, and
    /// continues from the reader's earlier position.
    fn pressed_around(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if self.open.borrow().is_none() || key.is_composing() {
            return;
        }
        match key.key().as_str() {
            "Escape" => self.close_card(),
            // WebKitGTK gives Tab with Shift another name, so the key's code is compared too.
            name if (name == "Tab" || key.code() == "Tab")
                && !key.ctrl_key()
                && !key.alt_key()
                && self.is_last_stop(key.shift_key()) =>
            {
                // Forwards, the browser moves the focus from the marker to the element after it. Backwards, the marker is
                // the destination.
                self.close_card();
                if key.shift_key() {
                    event.prevent_default();
                }
            }
            _ => {}
        }
    }

    /// Returns `true` if focus is on the last focusable element of the card, or on the first one if `backwards`. Backwards,
    /// the card itself counts too.
    fn is_last_stop(&self, backwards: bool) -> bool {
        let document = &self.page.dom.document;
        let (Some(card), Some(focused)) = (
            document.get_element_by_id(anchor::CARD),
            document.active_element(),
        ) else {
            return false;
        };
        let Ok(stops) = card.query_selector_all(STOPS) else {
            return false;
        };
        let last = if backwards {
            0
        } else {
            stops.length().saturating_sub(1)
        };
        let is_last = stops
            .item(last)
            .is_some_and(|stop| stop == *focused.as_ref());
        is_last || (backwards && focused == card)
    }

    /// Positions the open card, after it is rendered and whenever the size of the window changes.
    fn keep_in_place(&self) {
        let open = self.open.borrow();
        if let Some(open) = open.as_ref()
            && let Some(card) = self.page.dom.document.get_element_by_id(anchor::CARD)
            && let Some(card) = card.dyn_ref::<HtmlElement>()
        {
            position::place(&self.page.dom, card, &open.opener, &open.chosen);
        }
    }
}

impl CardHost for Cards {
    fn on_card(&self, listener: Callback<Option<Rc<Card>>>) -> Subscription {
        self.listener.replace(Some(listener));
        let this = Weak::clone(&self.this);
        Subscription::new(move || {
            if let Some(cards) = this.upgrade() {
                cards.listener.replace(None);
                cards.open.replace(None);
            }
        })
    }

    fn place_card(&self, id: &str) {
        self.keep_in_place();
        let document = &self.page.dom.document;
        if let Some(card) = document.get_element_by_id(id)
            && !card.contains(document.active_element().as_deref())
        {
            dom::focus(&card);
        }
    }

    fn close_card(&self) {
        if let Some(open) = self.take() {
            dom::focus(&open.opener);
        }
    }
}
