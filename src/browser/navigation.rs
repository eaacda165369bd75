//! Jumps from a fact to its passage, to any other target of a link, and back.
//!
//! The browser's own fragment navigation handles scrolling, `:target` and the history. This module adds the rest. Before a
//! jump between fact and text, it saves the reader's position in the current entry of the history. Going back then restores
//! the position and the focus. An entry without our data is new to the reader. An entry with our data is an old one that the
//! reader comes back to. There the browser restores the scroll position, and we must not scroll.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListenerOptions;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlAnchorElement};
use yew::Callback;

use super::boxes::reveal;
use super::context::PageContext;
use super::dom::{Click, Dom};
use super::history::{Entry, LinkPosition};
use super::panic::Teardown;
use super::passage::{Passage, evidence_of};
use super::scroll::{ScrollAnchor, bring_into_view};
use super::subscribers::Subscribers;
use super::tables;
use crate::view::chrome::{Subscription, WayBack, WayBackHost};

/// The event on the root that reports a move without a change of the page's address. Browsers have no event for such a move.
pub(super) const MOVED: &str = "sidelight:moved";

/// Jumps in the article, and the way back from the last one.
pub(super) struct Navigation {
    page: Rc<PageContext>,
    passage: Passage,
    /// The fragment that was handled last.
    fragment: RefCell<Option<String>>,
    pending: Cell<Option<PendingJump>>,
    /// The position to restore when the browser has gone back in its history.
    returning: Cell<Option<LinkPosition>>,
    origin: RefCell<Option<Origin>>,
    /// Listeners for every move in the history.
    moves: Subscribers,
    /// Listeners for changes of the way back.
    ways_back: Subscribers,
    this: Weak<Self>,
}

/// A jump that a click has started and that hasn't arrived yet.
struct PendingJump {
    place: LinkPosition,
    to: String,
    /// `true` if the jump makes a new entry in the history.
    follows: bool,
}

/// The way back from the current entry.
#[derive(Clone)]
struct Origin {
    place: LinkPosition,
    follows: bool,
    way_back: WayBack,
}

/// A link between a fact and its evidence. It is the fact's link to the text, or the marker in the text that links to the
/// facts of its place. A mention has the same two links. Its evidence id is the id of the link in the text.
#[derive(PartialEq)]
enum EvidenceLink {
    ToText {
        fact: String,
        evidence: String,
    },
    ToFact {
        facts: Vec<String>,
        evidence: Vec<String>,
    },
}

impl EvidenceLink {
    fn of(link: &Element) -> Option<Self> {
        let id = link.id();
        let to_text = link.get_attribute("data-evidence");
        if let Some(evidence) = to_text.or_else(|| id.strip_prefix("from-").map(str::to_owned)) {
            let fact = link.closest("[data-fact-number]").ok()??.id();
            Some(Self::ToText {
                fact: fact.strip_prefix("fact-")?.to_owned(),
                evidence,
            })
        } else {
            let facts = link.get_attribute("data-facts");
            let facts = facts.or_else(|| link.get_attribute("data-fact"))?;
            Some(Self::ToFact {
                facts: facts.split_whitespace().map(str::to_owned).collect(),
                evidence: evidence_of(link),
            })
        }
    }

    /// Returns `true` if this link leads back along the other one. If the reader came from a fact, any marker of that fact
    /// leads back. If they came from a passage, the fact's link to that passage does.
    fn answers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::ToFact { facts: to, .. }, Self::ToText { fact: from, .. }) => to.contains(from),
            (Self::ToText { evidence: to, .. }, Self::ToFact { evidence: from, .. }) => {
                from.contains(to)
            }
            _ => false,
        }
    }
}

impl Navigation {
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let navigation = Rc::new_cyclic(|this| Self {
            page: Rc::clone(page),
            passage: Passage::default(),
            fragment: RefCell::default(),
            pending: Cell::default(),
            returning: Cell::default(),
            origin: RefCell::default(),
            moves: Subscribers::default(),
            ways_back: Subscribers::default(),
            this: Weak::clone(this),
        });
        page.at_teardown(Rc::downgrade(&navigation) as Weak<dyn Teardown>);
        navigation
    }

    /// Starts to follow links, and handles the address with which the page was opened. A listener for clicks that was added
    /// before can prevent that a link is followed.
    pub(super) fn start(&self) {
        let (page, this) = (&self.page, &self.this);
        let prevents = EventListenerOptions::enable_prevent_default();
        page.on(this, &page.dom.root, "click", prevents, Self::clicked);
        let options = EventListenerOptions::default();
        let window = &page.dom.window;
        page.on(this, window, "popstate", options, |navigation, _| {
            navigation.moved(false);
        });
        page.on(this, window, "hashchange", options, |navigation, _| {
            navigation.moved(true);
        });
        self.opened();
    }

    /// Calls the listener for every move in the history, before the page scrolls. Ends with the subscription.
    pub(super) fn on_move(&self, listener: Callback<()>) -> Subscription {
        self.moves.add(listener)
    }

    /// Handles a click anywhere in the article.
    fn clicked(&self, event: &Event) {
        let Some(link) = Click::of(event).and_then(|click| click.link) else {
            return;
        };
        if self.leads_back(&link) {
            event.prevent_default();
            self.go_back();
            return;
        }
        if let Some(link) = link.dyn_ref::<HtmlAnchorElement>()
            && let Some(fragment) = self.page.dom.fragment_of(link)
            && let Some(target) = self.page.dom.find(&fragment)
        {
            let place = EvidenceLink::of(link).and_then(|_| LinkPosition::of(link));
            self.depart(place, fragment, &target);
        }
    }

    /// Returns `true` if the reader came here along a link that this one leads back along.
    pub(super) fn leads_back(&self, link: &Element) -> bool {
        let origin = self.origin.borrow();
        let came_along = origin
            .as_ref()
            .and_then(|origin| EvidenceLink::of(&self.page.dom.find(&origin.place.link)?));
        match (EvidenceLink::of(link), came_along) {
            (Some(link), Some(way)) => link.answers(&way),
            _ => false,
        }
    }

    /// Prepares for the browser's navigation to a fragment. `place` is the position that the reader can return to.
    pub(super) fn depart(&self, place: Option<LinkPosition>, fragment: String, target: &Element) {
        let follows = self.page.dom.fragment().as_deref() != Some(&*fragment);
        self.leave(place.clone());
        self.pending.set(place.map(|place| PendingJump {
            place,
            to: fragment,
            follows,
        }));
        // Before the browser scrolls, so that it scrolls to the final position of the target.
        reveal(target);
        if !follows {
            self.page.scroll.end_corrections();
            let (dom, this) = (self.page.dom.clone(), Weak::clone(&self.this));
            spawn_local(async move {
                dom.next_frame().await;
                if let Some(navigation) = this.upgrade() {
                    navigation.moved(false);
                    navigation.announce();
                }
            });
        }
    }

    /// Notes that the page's address has changed by a new entry in the history, and not by a jump.
    pub(super) fn entered(&self) {
        self.fragment.replace(self.page.dom.fragment());
        Entry::default().write(&self.page.dom.window);
    }

    /// Saves in the current entry the position where the reader leaves it.
    fn leave(&self, left: Option<LinkPosition>) {
        let old = Entry::read(&self.page.dom.window);
        if left.is_some() || old.as_ref().is_some_and(|old| old.left.is_some()) {
            let entry = Entry {
                left,
                ..old.unwrap_or_default()
            };
            entry.write(&self.page.dom.window);
        }
    }

    /// Handles the address with which the page was opened.
    fn opened(&self) {
        let entry = Entry::read(&self.page.dom.window);
        self.fragment.replace(self.page.dom.fragment());
        self.set_origin(entry.as_ref());
        let Some(target) = self.page.dom.target() else {
            return;
        };
        if target.matches(":target").unwrap_or(false) {
            self.arrive(&target, false);
        } else if let Some(place) = entry.as_ref().and_then(|entry| entry.left.clone()) {
            self.restore(place);
        } else {
            // The browser looked for the target before the article was there, so it has to look again.
            let location = self.page.dom.window.location();
            reveal(&target);
            if let Ok(hash) = location.hash() {
                let _ = location.replace(&hash);
            }
            self.arrive(&target, true);
        }
        self.paint_passage();
        entry.unwrap_or_default().write(&self.page.dom.window);
    }

    /// Handles a move in the browser's history: a `popstate` or a `hashchange`. The `hashchange` that follows a `popstate`
    /// has no effect.
    fn moved(&self, is_hash_change: bool) {
        let fragment = self.page.dom.fragment();
        if self.fragment.replace(fragment.clone()) == fragment && is_hash_change {
            return;
        }
        // Ends corrections of an earlier move, because the browser has gone to another position.
        self.page.scroll.end_corrections();
        self.moves.notify();
        let pending = self
            .pending
            .take()
            .filter(|pending| Some(&pending.to) == fragment.as_ref());
        let known = Entry::read(&self.page.dom.window).filter(|_| pending.is_none());
        let is_new = known.is_none();
        let entry = known.unwrap_or_else(|| {
            let (from, follows) = pending
                .map(|pending| (Some(pending.place), pending.follows))
                .unwrap_or_default();
            Entry {
                left: None,
                from,
                follows,
            }
        });
        let target = self.page.dom.target();
        if is_new && target.is_some() {
            entry.write(&self.page.dom.window);
        }
        self.set_origin(Some(&entry));
        self.paint_passage();
        if let Some(place) = self.returning.take().or(entry.left) {
            self.restore(place);
        } else if let Some(target) = target {
            self.arrive(&target, is_new);
        }
        self.ways_back.notify();
    }

    /// Paints the passage that the address points to. Clears the last one if the address points to no passage.
    fn paint_passage(&self) {
        let fragment = self.fragment.borrow();
        match fragment
            .as_deref()
            .and_then(|f| f.strip_prefix("evidence-"))
        {
            Some(evidence) => self.passage.paint(&self.page.dom, evidence),
            None => self.passage.clear(),
        }
    }

    fn set_origin(&self, entry: Option<&Entry>) {
        let origin = entry.and_then(|entry| {
            let place = entry.from.clone()?;
            let link = self.page.dom.find(&place.link)?;
            let fact = link.closest("[data-fact-number]").ok()?;
            let way_back = match fact.and_then(|fact| fact.get_attribute("data-fact-number")) {
                Some(number) => WayBack::Fact(number.parse().ok()?),
                None => WayBack::Text,
            };
            Some(Origin {
                place,
                follows: entry.follows,
                way_back,
            })
        });
        self.origin.replace(origin);
    }

    /// Brings the reader to a target. The last argument is `true` if the reader has just asked for it. If it is `false`, the
    /// browser has restored the reader's position. The view then moves only if a closed element hid the target.
    fn arrive(&self, target: &Element, is_new: bool) {
        let target = target.clone();
        let is_new = reveal(&target) || is_new;
        if is_new {
            self.page.focus.focus(&target);
        }
        let (page, begun) = (Rc::clone(&self.page), self.page.scroll.begin());
        spawn_local(async move {
            page.dom.next_frame().await;
            if is_new {
                // A jump by the browser doesn't scroll the table in WebKit.
                tables::reveal(&target);
                let bring = |dom: &Dom| bring_into_view(dom, &target);
                page.scroll.settle(&begun, &bring).await;
            } else {
                page.dom.next_frame().await;
                if begun.is_newest()
                    && page.dom.is_in_view(&target)
                    && !has_focus_in_view(&page.dom)
                {
                    page.focus.focus(&target);
                }
            }
        });
    }

    /// Moves a link back to its earlier position in the view, and gives it focus. Does nothing if the link no longer exists.
    fn restore(&self, place: LinkPosition) {
        let Some(link) = self.page.dom.find(&place.link) else {
            return;
        };
        reveal(&link);
        self.page.focus.focus(&link);
        let anchor = ScrollAnchor::of_element(link, place.top);
        self.page.scroll.correct(anchor.into_correction());
    }

    /// Reports a move for which browsers have no event.
    fn announce(&self) {
        if let Ok(event) = Event::new(MOVED) {
            let _ = self.page.dom.root.dispatch_event(&event);
        }
    }
}

impl WayBackHost for Navigation {
    fn way_back(&self) -> Option<WayBack> {
        self.origin.borrow().as_ref().map(|origin| origin.way_back)
    }

    fn on_way_back(&self, listener: Callback<()>) -> Subscription {
        self.ways_back.add(listener)
    }

    /// Uses the history, so that entries don't accumulate in it.
    fn go_back(&self) {
        let Some(origin) = self.origin.borrow().clone() else {
            return;
        };
        if origin.follows
            && let Ok(history) = self.page.dom.window.history()
        {
            self.returning.set(Some(origin.place));
            let _ = history.back();
        } else {
            self.origin.replace(None);
            Entry::default().write(&self.page.dom.window);
            self.passage.clear();
            self.restore(origin.place);
            self.ways_back.notify();
            self.announce();
        }
    }
}

impl Teardown for Navigation {
    fn tear_down(&self) {
        self.passage.clear();
    }
}

/// Returns `true` if an element of the article has focus and is in view.
fn has_focus_in_view(dom: &Dom) -> bool {
    dom.document
        .active_element()
        .is_some_and(|element| dom.root.contains(Some(&element)) && dom.is_in_view(&element))
}
