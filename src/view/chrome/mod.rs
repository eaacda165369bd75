//! The chrome: our own controls beside an article. It stands in three empty roots of the page, apart from the article's
//! tree: the tools above it, *open all boxes* beside the list of boxes, and what floats over it: the way back and the card.
//!
//! *Invariant:* nothing here knows the browser. What the page is like comes from a [`Host`], and what the reader
//! asks for goes to it.

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

/// How many fact boxes there are, and how many of them are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoxCount {
    /// How many are open.
    pub open: u32,
    /// How many there are.
    pub all: u32,
}

/// Where a reader can go back to after a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// To the fact with this number, in the box.
    Fact(u32),
    /// To the passage in the text.
    Text,
}

/// What the chrome shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChromeState {
    /// The boxes.
    pub boxes: BoxCount,
    /// The way back from where the reader is, if they jumped there.
    pub way_back: Option<WayBack>,
}

/// The page in which the chrome stands. What a single tool asks of it, stands beside that tool.
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
    /// What there is to show now.
    fn state(&self) -> ChromeState;
    /// Tells the listener of every change from now on, until the subscription is dropped.
    fn subscribe(&self, listener: Callback<ChromeState>) -> Subscription;
    /// Opens every fact box.
    fn open_all(&self);
    /// Closes every fact box.
    fn close_all(&self);
    /// Brings the reader back to where they jumped from.
    fn go_back(&self);
}

/// Keeps a listener listening; dropping it ends that.
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// A subscription that is ended by this.
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

/// Subscribes to something after rendering, and again whenever `key` changes; the subscription ends with the component.
///
/// Yew compiles an effect for each type of closure. All tools share this one, which saves 0.4 KB of wasm for each.
#[hook]
fn use_subscription(key: u32, subscribe: Box<dyn FnOnce() -> Option<Subscription>>) {
    use_effect_with(key, move |_| {
        let subscription = subscribe();
        move || drop(subscription)
    });
}

/// What became of copying a text.
#[derive(Clone, PartialEq, Eq)]
enum Copied {
    /// Nothing was copied yet.
    Not,
    /// The text is on the clipboard.
    Done,
    /// The browser refused; this text can be copied by hand.
    Refused(AttrValue),
}

impl Copied {
    /// Returns a key that changes when what is shown about it does.
    fn key(&self) -> u32 {
        match self {
            Self::Not => 0,
            Self::Done => 1,
            Self::Refused(_) => 2,
        }
    }
}

/// What every part of the chrome is given.
#[derive(Properties, Clone)]
pub struct ChromeProps {
    /// The page.
    pub host: Rc<dyn Host>,
    /// The words of the interface.
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
            // It may have changed between the first rendering and now.
            setter.set(host.state());
            Some(subscription)
        }),
    );
    *state
}

/// Asks the host for something, as long as there is something to ask for.
fn on_click(host: &Rc<dyn Host>, enabled: bool, ask: fn(&dyn Host)) -> Callback<MouseEvent> {
    let host = Rc::clone(host);
    Callback::from(move |_| {
        if enabled {
            ask(&*host);
        }
    })
}
