//! Search in the article and its boxes. Results appear while the reader types, and include all spellings of a name.
//!
//! The page has the field, passes on what is typed, and highlights the hits. This module has the number of hits, and buttons
//! for the next and previous hit.

use yew::prelude::*;

use super::button::{More, picture};
use super::icon::Icon;
use super::panel::{Closing, Panel};
use super::{ChromeProps, Subscription, use_subscription};
use sidelight_model::anchor;

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
    /// Prepares the text for search, and calls the listener with every result from then on, beginning with the text that is
    /// in the field. Dropping the subscription ends the search and removes its highlights.
    fn begin_search(&self, listener: Callback<Found>) -> Subscription;
    /// Goes to another hit, and opens any box or passage that hides it.
    fn step(&self, direction: Direction);
    /// Ends the search. If focus is outside the toolbar, nothing moves. Otherwise, if `goes_back`, restores the scroll
    /// position and the focus from before the search. If not, the reader stays and focus moves to the current hit.
    /// If there is no element to focus, the element with the id `or_else` gets focus.
    fn leave_search(&self, goes_back: bool, or_else: &str);
}

/// The content of the search panel, beside the field. The field is a part of the page.
pub(super) const PANEL: Panel = Panel {
    return_focus: |host, closing, button| {
        host.search.leave_search(closing == Closing::Escape, button);
    },
    ..Panel::new("search", |props| html! { <SearchPanel ..props.clone() /> })
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
        <>
            <p class="search-count" role="status">{ count }</p>
            { step(Direction::Previous, messages.previous_hit(), Icon::PREVIOUS) }
            { step(Direction::Next, messages.next_hit(), Icon::NEXT) }
            <div class="search-note" id={anchor::SEARCH_NOTE}>{ note(&found, props) }</div>
        </>
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
