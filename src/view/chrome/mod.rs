//! The chrome: Sidelight's own controls beside an article. It is mounted in three empty roots of the page, separately from
//! the article. They hold the toolbar, *open all boxes* beside the list of boxes, and the floating way back and card.
//!
//! *Invariant:* apart from the events that components receive, no code here touches the browser's APIs. A [`Host`] supplies
//! the state of the page and carries out the reader's requests.

mod boxes;
mod button;
mod card;
mod contents;
mod embed;
mod floating;
mod icon;
mod listen;
mod offline;
mod resume;
mod search;
mod settings;
mod share;
mod toolbar;
mod type_panel;
mod way_back;

use std::rc::Rc;

use yew::prelude::*;

pub use boxes::BoxesChrome;
pub use card::{Card, CardHost};
pub use contents::{ContentsHost, Reading, Section, SectionKind, TextLength};
pub use embed::{EmbedHost, EmbedPlace};
pub use floating::FloatingChrome;
pub use listen::{ListenHost, Listening, RATES, Voice};
pub use offline::{Kept, KeptArticle, OfflineHost, OfflineRequest, Refusal};
pub use resume::{PLACES_KEY, Places, ResumeHost, StoppedAt};
pub use search::{Direction, Found, SearchHost};
pub use settings::{Setting, TYPE_KEY, TypeSettings};
pub use share::{Excerpt, ShareHost, SharedBox, SharedFact, Sharing};
use sidelight_i18n::Words;
pub use toolbar::{Dismissal, Offers, ToolbarChrome, ToolbarHost};
pub use type_panel::TypeHost;

/// The number of fact boxes, and of open ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoxCount {
    /// The number of open boxes.
    pub open: u32,
    /// The number of all boxes.
    pub all: u32,
}

/// The position that a reader can go back to after a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// The fact with this number, in its box.
    Fact(u32),
    /// The passage in the text.
    Text,
}

/// The state of the page that the chrome shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChromeState {
    /// The fact boxes.
    pub boxes: BoxCount,
    /// The position to go back to, if the reader has jumped.
    pub way_back: Option<WayBack>,
}

/// The page that contains the chrome. Requests of a single tool are in a trait beside that tool.
pub trait Host:
    ToolbarHost
    + CardHost
    + ContentsHost
    + EmbedHost
    + ListenHost
    + OfflineHost
    + ResumeHost
    + SearchHost
    + ShareHost
    + TypeHost
{
    /// Returns the current state.
    fn state(&self) -> ChromeState;
    /// Calls the listener after every change of the state, until the subscription is dropped.
    fn subscribe(&self, listener: Callback<ChromeState>) -> Subscription;
    /// Opens every fact box.
    fn open_all(&self);
    /// Closes every fact box.
    fn close_all(&self);
    /// Brings the reader back to the position from which they jumped.
    fn go_back(&self);
}

/// Keeps a listener registered. Dropping the subscription removes the listener.
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// Makes a subscription that calls `end` when it is dropped.
    pub fn new(end: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(end)))
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
    /// Returns a key that changes with the kind of outcome.
    fn key(&self) -> u32 {
        match self {
            Self::Not => 0,
            Self::Done => 1,
            Self::Refused(_) => 2,
        }
    }
}

/// The properties of every part of the chrome.
#[derive(Properties, Clone)]
pub struct ChromeProps {
    /// The page.
    pub host: Rc<dyn Host>,
    /// The interface messages.
    pub words: Words,
}

impl PartialEq for ChromeProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.host, &other.host) && self.words == other.words
    }
}

#[hook]
fn use_chrome_state(props: &ChromeProps) -> ChromeState {
    let state = use_state_eq(|| props.host.state());
    let setter = state.setter();
    let host = Rc::clone(&props.host);
    use_subscription(
        0,
        Box::new(move || {
            let subscription = host.subscribe(Callback::from({
                let setter = setter.clone();
                move |state| setter.set(state)
            }));
            // The state may have changed since the first rendering.
            setter.set(host.state());
            Some(subscription)
        }),
    );
    *state
}

/// Returns a click handler that makes a request to the host if `enabled`.
fn on_click(host: &Rc<dyn Host>, enabled: bool, ask: fn(&dyn Host)) -> Callback<MouseEvent> {
    let host = Rc::clone(host);
    Callback::from(move |_| {
        if enabled {
            ask(&*host);
        }
    })
}
