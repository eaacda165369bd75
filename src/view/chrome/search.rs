//! Search in the article and its boxes. Results appear while the reader types, and include all spellings of a name.
//!
//! The page highlights the hits. This module has the bar: the field, the number of hits, and buttons for the next and
//! previous hit.

use yew::prelude::*;

use super::button::{More, picture};
use super::icon::Icon;
use super::tool::{Closing, Shortcut, Tool};
use super::{ChromeProps, Subscription, use_subscription};
use sidelight_i18n::Messages;

/// The id of the field.
const FIELD: &str = "search-field";
const NOTE: &str = "search-note";

/// The state of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The number of hits. `None` before the first search.
    pub hits: Option<usize>,
    /// The number of the current hit, from 1, if the reader has gone to one.
    pub current: Option<usize>,
    /// Other spellings of a name that are among the hits.
    pub also: Vec<String>,
    /// `true` if the page was translated, for example by the browser.
    pub is_translated: bool,
}

/// A direction for moving between hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the next hit. The first follows the last.
    Next,
    /// To the previous hit. The last precedes the first.
    Previous,
}

/// Requests from the search to the page.
pub trait SearchHost {
    /// Calls the listener whenever the search's shortcut is used, until the subscription is dropped.
    fn on_search_shortcut(&self, listener: Callback<()>) -> Subscription;
    /// Prepares the text for search, and calls the listener with every result from then on. Dropping the subscription ends
    /// the search and removes its highlights.
    fn begin_search(&self, listener: Callback<Found>) -> Subscription;
    /// Searches for a text.
    fn search(&self, typed: String);
    /// Goes to another hit, and opens any box or passage that hides it.
    fn step(&self, direction: Direction);
    /// Ends the search. If focus is outside the toolbar, nothing moves. Otherwise, if `goes_back`, restores the scroll
    /// position and the focus from before the search. If not, the reader stays and focus moves to the current hit.
    /// If there is no element to focus, the element with the id `or_else` gets focus.
    fn leave_search(&self, goes_back: bool, or_else: &str);
}

/// Search in the toolbar. The panel is a bar that stays open while the reader uses the article.
///
/// The shortcut has two modifiers, so nobody types it by accident (WCAG 2.1.4). It doesn't replace the browser's own *find*.
pub(super) const TOOL: Tool = Tool {
    is_bar: true,
    stays_open: true,
    first_focus: Some(FIELD),
    shortcut: Some(Shortcut {
        keys: "Control+Shift+F",
        on_use: |host, listener| host.search.on_search_shortcut(listener),
    }),
    return_focus: |host, closing, button| {
        host.search.leave_search(closing == Closing::Escape, button);
    },
    ..Tool::new(
        "search",
        Messages::search,
        Icon("M15 15l5 5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z"),
        |props| html! { <SearchPanel ..props /> },
    )
};

/// The search panel.
#[function_component]
fn SearchPanel(props: &ChromeProps) -> Html {
    let found = use_state_eq(Found::default);
    {
        let (host, setter) = (props.host.clone(), found.setter());
        use_subscription(
            0,
            Box::new(move || {
                Some(
                    host.search
                        .begin_search(Callback::from(move |found| setter.set(found))),
                )
            }),
        );
    }
    let messages = props.messages;
    let on_input = {
        let host = props.host.clone();
        Callback::from(move |event: InputEvent| {
            host.search
                .search(host.toolbar.value(&event).unwrap_or_default());
        })
    };
    let on_key = {
        let host = props.host.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Enter can also end the composition of a character. That isn't a request for the next hit.
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                host.search.step(if event.shift_key() {
                    Direction::Previous
                } else {
                    Direction::Next
                });
            }
        })
    };
    let count = match (found.hits, found.current) {
        (None, _) => String::new(),
        (Some(0), _) => messages.no_hits().to_owned(),
        (Some(all), None) => messages.hits(all as u64),
        (Some(all), Some(number)) => messages.hit_of(
            &messages.number(number as u64),
            &messages.number(all as u64),
        ),
    };
    let has_hits = found.hits.is_some_and(|hits| hits > 0);
    let step = |direction, name: &'static str, shown| {
        let host = props.host.clone();
        let more = More {
            is_idle: Some(!has_hits),
            ..More::default()
        };
        let onclick = Callback::from(move |_| host.search.step(direction));
        picture("tool-step", shown, name, more, onclick)
    };
    html! {
        <div class="search" role="search">
            <input
                type="text"
                class="search-field"
                id={FIELD}
                aria-label={messages.search_field()}
                aria-describedby={NOTE}
                placeholder={messages.search_field()}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                inputmode="search"
                enterkeyhint="search"
                oninput={on_input}
                onkeydown={on_key}
            />
            <p class="search-count" role="status">{ count }</p>
            { step(Direction::Previous, messages.previous_hit(), Icon::PREVIOUS) }
            { step(Direction::Next, messages.next_hit(), Icon::NEXT) }
            <div class="search-note" id={NOTE}>{ note(&found, props) }</div>
        </div>
    }
}

/// Renders notes about the hits: other spellings that were found, and a warning if the page is translated.
fn note(found: &Found, props: &ChromeProps) -> Html {
    html! {
        <>
            if !found.also.is_empty() {
                <p key="also">{ props.messages.also_finding(&found.also.join(", ")) }</p>
            }
            if found.is_translated {
                <p key="translated">{ props.messages.searching_translation() }</p>
            }
        </>
    }
}
