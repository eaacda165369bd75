//! Opens and closes the card of a passage or a name.
//!
//! *Invariant:* if a link has opened the card, choosing it again follows the link to its fact. Links from the card into the
//! page go through the history like any other jump. They start from the marker that the card belongs to.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::MouseEvent;
use web_sys::{Element, Event, HtmlAnchorElement, HtmlElement, KeyboardEvent};
use yew::Callback;

use super::article::AdoptedArticle;
use super::card_fact::{PlaceFact, facts_at, facts_over};
use super::dom;
use super::history::Place;
use super::place_card;
use crate::view::chrome::{Card, CardHost, Subscription};
use sidelight_model::anchor;

/// Selector of the elements in the card that can have focus.
const STOPS: &str = "a[href]:not([hidden]), button:not([hidden]), textarea:not([hidden])";

/// The open card, and the listener that shows it.
#[derive(Default)]
pub(super) struct Cards {
    listener: RefCell<Option<Callback<Option<Rc<Card>>>>>,
    open: RefCell<Option<Open>>,
    serial: Cell<u32>,
    /// `true` if the click that is being handled has closed a card. Such a click opens no card for a passage.
    closed_by_click: Cell<bool>,
}

/// An open card.
#[derive(Clone)]
struct Open {
    /// The link that gets focus back.
    opener: Element,
    /// The link or passage that the reader chose.
    spot: Element,
    facts: Vec<PlaceFact>,
    at: usize,
    is_entry: bool,
}

impl AdoptedArticle {
    /// Opens the card of a marker or a name. Returns `false` if no card was opened; the browser then follows the link.
    pub(super) fn opens_card(&self, link: &Element) -> bool {
        let Some(fact) = link.get_attribute("data-fact") else {
            return false;
        };
        // A box's own page needs no card, because its facts are close by. Also, a frame around it has no view of its own.
        if self.dom.find(anchor::TEXT).is_none() {
            return false;
        }
        let chosen_again = (self.cards.open.borrow().as_ref()).is_some_and(|o| o.spot == *link);
        if chosen_again {
            self.shut_card();
            return false;
        }
        let marker = link.id();
        let (facts, is_entry) = match marker.strip_prefix("marker-") {
            Some(evidence) => (facts_over(&self.dom, evidence), false),
            None => (
                PlaceFact::entry(&self.dom, &fact, link)
                    .into_iter()
                    .collect(),
                true,
            ),
        };
        let Some(at) = facts.iter().position(|f| f.is(&fact)) else {
            return false;
        };
        self.open_card(Open {
            opener: facts[at].link.clone(),
            spot: link.clone(),
            facts,
            at,
            is_entry,
        })
    }

    /// Handles a click in the text on an element without an action of its own. In a passage, it opens the card of all its
    /// facts.
    pub(super) fn chose_passage(&self, click: &MouseEvent) {
        let selects = || {
            let selection = self.dom.window.get_selection().ok().flatten();
            selection.is_some_and(|selection| !selection.is_collapsed())
        };
        if self.cards.closed_by_click.get()
            || dom::closest(click, "a, button, summary").is_some()
            || selects()
        {
            return;
        }
        if let Some(spot) = dom::closest(click, ".evidence[data-evidence]") {
            let facts = facts_at(&self.dom, &spot);
            if let Some(first) = facts.first() {
                self.open_card(Open {
                    opener: first.link.clone(),
                    spot,
                    facts,
                    at: 0,
                    is_entry: false,
                });
            }
        }
    }

    fn open_card(&self, open: Open) -> bool {
        if self.cards.listener.borrow().is_none() {
            return false;
        }
        self.cards.open.replace(Some(open));
        self.show_card()
    }

    /// Shows the current fact of the open card. Returns `false` if no card is open or the page lacks the fact.
    fn show_card(&self) -> bool {
        let Some(open) = self.cards.open.borrow().clone() else {
            return false;
        };
        let serial = self.cards.serial.get().wrapping_add(1);
        self.cards.serial.set(serial);
        let Some(mut card) = open.facts[open.at].card(&self.dom, open.is_entry) else {
            return false;
        };
        card.serial = serial;
        card.place = (open.at + 1, open.facts.len());
        self.tell_of_card(Some(Rc::new(card)));
        true
    }

    fn tell_of_card(&self, card: Option<Rc<Card>>) {
        let listener = self.cards.listener.borrow().clone();
        if let Some(listener) = listener {
            listener.emit(card);
        }
    }

    /// Closes the card and returns it. Returns `None` if no card was open.
    fn take_card(&self) -> Option<Open> {
        let open = self.cards.open.take()?;
        self.tell_of_card(None);
        Some(open)
    }

    /// Closes the card and leaves the focus unchanged.
    pub(super) fn shut_card(&self) {
        self.take_card();
    }

    /// Handles a click anywhere in the window, before the listeners in the page. Follows a link in the card. A click outside
    /// closes the card.
    pub(super) fn clicked_around_card(self: &Rc<Self>, event: &Event) {
        self.cards.closed_by_click.set(false);
        let Some(open) = self.cards.open.borrow().clone() else {
            return;
        };
        if dom::closest(event, &anchor::link(anchor::CARD)).is_some() {
            self.follow_from_card(event, &open);
            return;
        }
        let target = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        if open.spot.has_attribute("data-fact") && open.spot.contains(target.as_ref()) {
            return;
        }
        self.shut_card();
        self.cards.closed_by_click.set(true);
        // The chosen element already has focus, if it can have focus.
        let focused = self.dom.document.active_element();
        if focused.is_none_or(|focused| {
            matches!(focused.id().as_str(), anchor::CARD) || focused.tag_name() == "BODY"
        }) {
            dom::focus(&open.opener);
        }
    }

    /// Follows a link from the card into the page, as if the link were in place of the marker.
    fn follow_from_card(self: &Rc<Self>, event: &Event, open: &Open) {
        let is_plain = event.dyn_ref::<MouseEvent>().is_some_and(dom::is_plain);
        if let Some(link) = dom::closest(event, "a[href^='#']")
            && let Some(link) = link.dyn_ref::<HtmlAnchorElement>()
            && let Some(fragment) = self.dom.fragment_of(link)
            && let Some(target) = self.dom.find(&fragment)
            && is_plain
        {
            self.depart(Place::of(&open.facts[open.at].link), fragment, &target);
            self.shut_card();
        }
    }

    /// Handles a key while the card is open. Escape closes the card. Tab at either end of the card closes it too, and
    /// continues from the reader's earlier position.
    pub(super) fn pressed_around_card(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if self.cards.open.borrow().is_none() || key.is_composing() {
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
        let document = &self.dom.document;
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
    pub(super) fn keep_card_in_place(&self) {
        let open = self.cards.open.borrow();
        if let Some(open) = open.as_ref()
            && let Some(card) = self.dom.document.get_element_by_id(anchor::CARD)
            && let Some(card) = card.dyn_ref::<HtmlElement>()
        {
            place_card::place(&self.dom, card, &open.opener, &open.spot);
        }
    }
}

impl CardHost for AdoptedArticle {
    fn on_card(&self, listener: Callback<Option<Rc<Card>>>) -> Subscription {
        self.cards.listener.replace(Some(listener));
        let this = self.weak();
        Subscription::new(move || {
            if let Some(article) = this.upgrade() {
                article.cards.listener.replace(None);
                article.cards.open.replace(None);
            }
        })
    }

    fn place_card(&self, id: &str) {
        self.keep_card_in_place();
        let document = &self.dom.document;
        if let Some(card) = document.get_element_by_id(id)
            && !card.contains(document.active_element().as_deref())
        {
            dom::focus(&card);
        }
    }

    fn next_fact(&self) {
        if let Some(open) = self.cards.open.borrow_mut().as_mut() {
            open.at = (open.at + 1) % open.facts.len();
        }
        self.show_card();
    }

    fn close_card(&self) {
        if let Some(open) = self.take_card() {
            dom::focus(&open.opener);
        }
    }
}
