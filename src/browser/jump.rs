//! Jumping from a fact to its passage, to anything else a link points at, and back.
//!
//! The browser's own fragment navigation does the scrolling, `:target` and the history; this adds what it leaves out.
//! Before a jump between fact and text the current entry of the history notes where the reader was, so that going back
//! restores the place and the focus. An entry without a note of ours is new to the reader; one with a note is an old
//! one that they come back to, where the browser restores the scroll position and we mustn't.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::article::AdoptedArticle;
use super::boxes::reveal;
use super::dom;
use super::history::{Entry, Place};
use crate::view::chrome::WayBack;

/// The event that tells, on the root, of a move that leaves the page's address as it is, of which browsers tell nobody.
pub(super) const MOVED: &str = "sidelight:moved";

/// A jump that has begun with a click and not arrived.
pub(super) struct Begun {
    place: Place,
    to: String,
    /// Whether it makes a new entry in the history.
    follows: bool,
}

/// The way back from the current entry.
#[derive(Clone)]
pub(super) struct Origin {
    place: Place,
    follows: bool,
    pub(super) way_back: WayBack,
}

/// The two ends of evidence: a fact's link to the text, and the text's marker of a fact. Of the same make are the two
/// ends of a mention, whose evidence goes by the id of the link in the text.
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

    /// Whether this one leads back along the other: any marker of the fact that the reader came from, or the
    /// fact's link to the very passage that they came from.
    fn answers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::ToFact { fact: to, .. }, Self::ToText { fact: from, .. }) => to == from,
            (Self::ToText { evidence: to, .. }, Self::ToFact { evidence: from, .. }) => to == from,
            _ => false,
        }
    }
}

impl AdoptedArticle {
    /// A click anywhere in the article.
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

    /// Gets ready for the browser to go to a fragment, from a place that the reader is to find again.
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
        // Before the browser scrolls, so that it scrolls to where the target will be.
        reveal(target);
        if !follows {
            self.spawn(|article, _| async move {
                article.dom.next_frame().await;
                article.moved(false);
                article.announce();
            });
        }
    }

    /// Notes in the current entry where the reader leaves it.
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

    /// The page has been opened with whatever address it has.
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
            // The article has come after the browser looked for the target, so it must look again.
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

    /// The browser has moved in its history: a `popstate`, or a `hashchange`, which follows it and then says nothing new.
    pub(super) fn moved(self: &Rc<Self>, is_hash_change: bool) {
        let fragment = self.dom.fragment();
        if self.fragment.replace(fragment.clone()) == fragment && is_hash_change {
            return;
        }
        // What an earlier move still holds in place is not where the browser has led now.
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

    /// Paints the passage that the address points at, if it does.
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

    /// Whether the reader came here along such a link.
    fn came_along(&self, is: impl FnOnce(&EvidenceLink) -> bool) -> bool {
        let origin = self.origin.borrow();
        origin
            .as_ref()
            .and_then(|origin| EvidenceLink::of(&self.dom.find(&origin.place.link)?))
            .is_some_and(|link| is(&link))
    }

    /// Brings the reader back to where they jumped from: through the history, so that no entries pile up in it.
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

    /// Lets others know of a move of which the browser tells nobody.
    fn announce(&self) {
        if let Ok(event) = Event::new(MOVED) {
            let _ = self.dom.root.dispatch_event(&event);
        }
    }
}
