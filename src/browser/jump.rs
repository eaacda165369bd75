//! Jumps from a fact to its passage, to any other target of a link, and back.
//!
//! The browser's own fragment navigation handles scrolling, `:target` and the history. This module adds the rest. Before a
//! jump between fact and text, it saves the reader's position in the current entry of the history. Going back then restores
//! the position and the focus. An entry without our data is new to the reader. An entry with our data is an old one that the
//! reader comes back to. There the browser restores the scroll position, and we must not scroll.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::article::AdoptedArticle;
use super::boxes::reveal;
use super::dom;
use super::history::{Entry, Place};
use crate::view::chrome::WayBack;

/// The event on the root that reports a move without a change of the page's address. Browsers have no event for such a move.
pub(super) const MOVED: &str = "sidelight:moved";

/// A jump that a click has started and that hasn't arrived yet.
pub(super) struct Begun {
    place: Place,
    to: String,
    /// `true` if the jump makes a new entry in the history.
    follows: bool,
}

/// The way back from the current entry.
#[derive(Clone)]
pub(super) struct Origin {
    place: Place,
    follows: bool,
    pub(super) way_back: WayBack,
}

/// A link between a fact and its evidence. It is the fact's link to the text, or the marker in the text that links to the
/// fact. A mention has the same two links. Its evidence id is the id of the link in the text.
#[derive(PartialEq)]
enum EvidenceLink {
    ToText { fact: String, evidence: String },
    ToFact { fact: String, evidence: String },
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
            Some(Self::ToFact {
                fact: link.get_attribute("data-fact")?,
                evidence: id.strip_prefix("marker-").unwrap_or(&id).to_owned(),
            })
        }
    }

    /// Returns `true` if this link leads back along the other one. If the reader came from a fact, any marker of that fact
    /// leads back. If they came from a passage, the fact's link to that passage does.
    fn answers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::ToFact { fact: to, .. }, Self::ToText { fact: from, .. }) => to == from,
            (Self::ToText { evidence: to, .. }, Self::ToFact { evidence: from, .. }) => to == from,
            _ => false,
        }
    }
}

impl AdoptedArticle {
    /// Handles a click anywhere in the article.
    pub(super) fn clicked(self: &Rc<Self>, event: &Event) {
        let Some(click) = event
            .dyn_ref::<MouseEvent>()
            .filter(|click| dom::is_plain(click))
        else {
            return;
        };
        let Some(link) = dom::closest(click, "a[href]:not([target]):not([download])") else {
            self.chose_passage(click);
            return;
        };
        let evidence = EvidenceLink::of(&link);
        if let Some(link) = &evidence
            && self.came_along(|way| link.answers(way))
        {
            event.prevent_default();
            self.shut_card();
            self.return_to_origin();
            return;
        }
        if self.opens_card(&link) {
            event.prevent_default();
            return;
        }
        if let Some(link) = link.dyn_ref::<HtmlAnchorElement>()
            && let Some(fragment) = self.dom.fragment_of(link)
            && let Some(target) = self.dom.find(&fragment)
        {
            self.depart(evidence.and_then(|_| Place::of(link)), fragment, &target);
        }
    }

    /// Prepares for the browser's navigation to a fragment. `place` is the position that the reader can return to.
    pub(super) fn depart(
        self: &Rc<Self>,
        place: Option<Place>,
        fragment: String,
        target: &Element,
    ) {
        let follows = self.dom.fragment().as_deref() != Some(&*fragment);
        self.leave(place.clone());
        self.begun.set(place.map(|place| Begun {
            place,
            to: fragment,
            follows,
        }));
        // Before the browser scrolls, so that it scrolls to the final position of the target.
        reveal(target);
        if !follows {
            self.spawn(|article, _| async move {
                article.dom.next_frame().await;
                article.moved(false);
                article.announce();
            });
        }
    }

    /// Saves in the current entry the position where the reader leaves it.
    fn leave(&self, left: Option<Place>) {
        let old = Entry::read(&self.dom.window);
        if left.is_some() || old.as_ref().is_some_and(|old| old.left.is_some()) {
            let entry = Entry {
                left,
                ..old.unwrap_or_default()
            };
            entry.write(&self.dom.window);
        }
    }

    /// Handles the address with which the page was opened.
    pub(super) fn opened(self: &Rc<Self>) {
        let entry = Entry::read(&self.dom.window);
        self.fragment.replace(self.dom.fragment());
        self.set_origin(entry.as_ref());
        let Some(target) = self.dom.target() else {
            return;
        };
        if target.matches(":target").unwrap_or(false) {
            self.arrive(&target, false);
        } else if let Some(place) = entry.as_ref().and_then(|entry| entry.left.clone()) {
            self.restore(place);
        } else {
            // The browser looked for the target before the article was there, so it has to look again.
            let location = self.dom.window.location();
            reveal(&target);
            if let Ok(hash) = location.hash() {
                let _ = location.replace(&hash);
            }
            self.arrive(&target, true);
        }
        self.paint_passage();
        entry.unwrap_or_default().write(&self.dom.window);
    }

    /// Handles a move in the browser's history: a `popstate` or a `hashchange`. The `hashchange` that follows a `popstate`
    /// has no effect.
    pub(super) fn moved(self: &Rc<Self>, is_hash_change: bool) {
        let fragment = self.dom.fragment();
        if self.fragment.replace(fragment.clone()) == fragment && is_hash_change {
            return;
        }
        // Ends corrections of an earlier move, because the browser has gone to another position.
        self.end_turn();
        self.shut_card();
        let begun = self
            .begun
            .take()
            .filter(|begun| Some(&begun.to) == fragment.as_ref());
        let known = Entry::read(&self.dom.window).filter(|_| begun.is_none());
        let is_new = known.is_none();
        let entry = known.unwrap_or_else(|| {
            let (from, follows) = begun
                .map(|begun| (Some(begun.place), begun.follows))
                .unwrap_or_default();
            Entry {
                left: None,
                from,
                follows,
            }
        });
        let target = self.dom.target();
        if is_new && target.is_some() {
            entry.write(&self.dom.window);
        }
        self.set_origin(Some(&entry));
        self.paint_passage();
        if let Some(place) = self.returning.take().or(entry.left) {
            self.restore(place);
        } else if let Some(target) = target {
            self.arrive(&target, is_new);
        }
        self.tell();
    }

    /// Paints the passage that the address points to. Clears the last one if the address points to no passage.
    fn paint_passage(&self) {
        let fragment = self.fragment.borrow();
        match fragment
            .as_deref()
            .and_then(|f| f.strip_prefix("evidence-"))
        {
            Some(evidence) => self.passage.paint(&self.dom, evidence),
            None => self.passage.clear(),
        }
    }

    fn set_origin(&self, entry: Option<&Entry>) {
        let origin = entry.and_then(|entry| {
            let place = entry.from.clone()?;
            let link = self.dom.find(&place.link)?;
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

    /// Returns `true` if the reader came here along a link for which `is` returns `true`.
    fn came_along(&self, is: impl FnOnce(&EvidenceLink) -> bool) -> bool {
        let origin = self.origin.borrow();
        origin
            .as_ref()
            .and_then(|origin| EvidenceLink::of(&self.dom.find(&origin.place.link)?))
            .is_some_and(|link| is(&link))
    }

    /// Brings the reader back to the position that they jumped from. Uses the history, so that entries don't accumulate in
    /// it.
    pub(super) fn return_to_origin(self: &Rc<Self>) {
        let Some(origin) = self.origin.borrow().clone() else {
            return;
        };
        if origin.follows
            && let Ok(history) = self.dom.window.history()
        {
            self.returning.set(Some(origin.place));
            let _ = history.back();
        } else {
            self.origin.replace(None);
            Entry::default().write(&self.dom.window);
            self.passage.clear();
            self.restore(origin.place);
            self.tell();
            self.announce();
        }
    }

    /// Reports a move for which browsers have no event.
    fn announce(&self) {
        if let Ok(event) = Event::new(MOVED) {
            let _ = self.dom.root.dispatch_event(&event);
        }
    }
}
