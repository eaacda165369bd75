//! The chrome: Sidelight's own controls beside an article that need the program. They are mounted in empty roots of the
//! page, separately from the article: *open all boxes* beside the list of boxes, the floating way back and card, the offer to
//! continue, and the content of the toolbar's open panel. The toolbar itself is a part of the page (`view::toolbar`).
//!
//! Each tool has a file with its panel, a constant of type [`Panel`] and a trait for its requests to the page. [`PANELS`]
//! lists them.
//!
//! *Invariant:* apart from the events that components receive, no code here touches the browser's APIs. The objects in
//! [`Host`] give the state of the page and carry out the reader's requests.

mod boxes;
mod button;
mod card;
mod contents;
mod embed;
mod floating;
pub(super) mod icon;
mod listen;
mod offline;
mod panel;
mod panels;
mod part;
mod resume;
mod search;
mod share;
mod way_back;

use std::rc::Rc;

use yew::prelude::*;

pub use boxes::{BoxCount, BoxesHost, boxes};
pub use card::{Card, CardFact, CardHost};
pub(super) use contents::reading_time;
pub use contents::{ContentsHost, Section, SectionKind, how_far};
pub(super) use embed::embed_code;
pub use embed::{EmbedHost, EmbedInfo};
pub use floating::floating;
pub use listen::{ListenHost, Listening, RATES, Voice};
pub use offline::{Kept, KeptArticle, OfflineHost, OfflineRequest, Refusal};
pub use panel::{Closing, Panel};
pub use panels::PANELS;
pub use part::{Part, PartProps};
pub use resume::{PLACES_KEY, Places, ResumeHost, StoppedAt, resume};
pub use search::{Direction, Found, SearchHost};
pub use share::{Excerpt, ShareHost, SharedBox, SharedFact, Sharing};
use sidelight_i18n::Messages;
pub use way_back::{WayBack, WayBackHost};

/// The page that contains the chrome: for each tool, the object that carries out its requests.
#[derive(Clone)]
pub struct Host {
    /// Opens and closes the fact boxes.
    pub boxes: Rc<dyn BoxesHost>,
    /// Shows the card of a passage or a name.
    pub card: Rc<dyn CardHost>,
    /// Lists the sections, and reports scrolling.
    pub contents: Rc<dyn ContentsHost>,
    /// Gives the addresses for embedding.
    pub embed: Rc<dyn EmbedHost>,
    /// Reads the article aloud.
    pub listen: Rc<dyn ListenHost>,
    /// Stores articles for use without a network.
    pub offline: Rc<dyn OfflineHost>,
    /// Brings the reader back to the position where they stopped.
    pub resume: Rc<dyn ResumeHost>,
    /// Searches the article.
    pub search: Rc<dyn SearchHost>,
    /// Copies, shares and downloads.
    pub share: Rc<dyn ShareHost>,
    /// Moves focus, and reads fields.
    pub toolbar: Rc<dyn ToolbarHost>,
    /// Brings the reader back after a jump.
    pub way_back: Rc<dyn WayBackHost>,
}

/// Requests from the tools to the page.
pub trait ToolbarHost {
    /// Focuses the element with this id and selects its text. Does nothing if there is no such element.
    fn focus(&self, id: &str);
    /// Returns the value of the field or list that this event comes from. Returns `None` if it comes from another element.
    fn value(&self, event: &Event) -> Option<String>;
}

/// Keeps a listener registered. Dropping the subscription removes the listener.
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// Makes a subscription that calls `end` when it is dropped.
    pub fn new(end: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(end)))
    }

    /// Joins several subscriptions into one.
    pub fn all(subscriptions: Vec<Self>) -> Self {
        Self::new(move || drop(subscriptions))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}

/// Subscribes after rendering, and again whenever `key` changes. The subscription ends with the component.
///
/// Yew compiles an effect for each type of closure. All tools share this one, which saves 0.4 KB of wasm for each.
#[hook]
fn use_subscription(key: u32, subscribe: Box<dyn FnOnce() -> Option<Subscription>>) {
    use_effect_with(key, move |_| {
        let subscription = subscribe();
        move || drop(subscription)
    });
}

/// The outcome of copying a text.
#[derive(Clone, PartialEq, Eq)]
enum Copied {
    /// Nothing was copied yet.
    Not,
    /// The text is on the clipboard.
    Done,
    /// The browser refused. The reader can copy this text by hand.
    Refused(AttrValue),
}

impl Copied {
    /// Returns a key that changes with the outcome and, if the browser refused, with the text.
    fn key(&self) -> u32 {
        match self {
            Self::Not => 0,
            Self::Done => 1,
            Self::Refused(text) => text
                .bytes()
                .fold(2, |key: u32, byte| {
                    key.wrapping_mul(31).wrapping_add(byte.into())
                })
                .max(2),
        }
    }
}

/// The properties of every part of the chrome.
#[derive(Properties, Clone)]
pub struct ChromeProps {
    /// The page.
    pub host: Rc<Host>,
    /// The interface messages.
    pub messages: Messages,
}

impl PartialEq for ChromeProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.host, &other.host) && self.messages == other.messages
    }
}

/// Renders the component again whenever the page reports a change.
///
/// Subscribes during the first rendering, so no change is missed.
#[hook]
fn use_updates(host: &Rc<Host>, on_change: fn(&Host, Callback<()>) -> Subscription) {
    let update = use_force_update();
    let _subscription = use_state(|| {
        let listener = Callback::from(move |()| update.force_update());
        on_change(host, listener)
    });
}

/// Returns a click handler that makes a request to the host if `enabled`.
fn on_click(host: &Rc<Host>, enabled: bool, request: fn(&Host)) -> Callback<MouseEvent> {
    let host = Rc::clone(host);
    Callback::from(move |_| {
        if enabled {
            request(&host);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_of_copying_has_its_own_key() {
        let refused = |text: &'static str| Copied::Refused(text.into());
        let outcomes = [
            Copied::Not,
            Copied::Done,
            refused(""),
            refused("a fact"),
            refused("another fact"),
        ];
        for (i, outcome) in outcomes.iter().enumerate() {
            for other in &outcomes[..i] {
                assert_ne!(outcome.key(), other.key());
            }
        }
    }
}
