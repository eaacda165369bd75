//! Search in the article and its boxes: what is typed is found as it is typed, in every spelling of a name.
//!
//! The page paints the hits; here is the bar with the field, how many there are, and the ways to the next and previous.

use yew::prelude::*;

use super::use_subscription;

use super::button::{More, picture};
use super::icon::Icon;
use super::{ChromeProps, Subscription};

/// The id of the field.
pub(super) const FIELD: &str = "search-field";
/// The shortcut that opens it, as `aria-keyshortcuts` has it. It has two modifiers, so nobody types it by accident
/// (WCAG 2.1.4), and leaves the browser's own *find* alone.
pub(super) const SHORTCUT: &str = "Control+Shift+F";
const NOTE: &str = "search-note";

/// What has been found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// How many hits there are; none before anything is looked for.
    pub hits: Option<usize>,
    /// The number of the hit that the reader has gone to, from 1.
    pub current: Option<usize>,
    /// Other spellings of a name that are among the hits.
    pub also: Vec<String>,
    /// Whether the page has been translated since it was made.
    pub is_translated: bool,
}

/// Which way to go from hit to hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the next; from the last to the first.
    Next,
    /// To the previous; from the first to the last.
    Previous,
}

/// What the search asks of the page.
pub trait SearchHost {
    /// Tells the listener whenever the reader presses the search's shortcut, until the subscription is dropped.
    fn on_search_shortcut(&self, listener: Callback<()>) -> Subscription;
    /// Makes the text ready for search, and tells the listener of all that is found from now on. Dropping the
    /// subscription ends the search, and takes what it painted away.
    fn begin_search(&self, listener: Callback<Found>) -> Subscription;
    /// Looks for what is in the field with this id.
    fn search(&self, field: &str);
    /// Goes to another hit, and opens what hides it.
    fn step(&self, direction: Direction);
    /// The reader leaves the search: back to where they were, or else to stay where they are. Focus goes along if the
    /// search had it: to what had it before, to the hit, or else to the element with this id.
    fn leave_search(&self, goes_back: bool, or_else: &str);
}

/// The search's panel.
#[function_component]
pub(super) fn SearchPanel(props: &ChromeProps) -> Html {
    let found = use_state_eq(Found::default);
    {
        let (host, setter) = (props.host.clone(), found.setter());
        use_subscription(
            0,
            Box::new(move || {
                Some(host.begin_search(Callback::from(move |found| setter.set(found))))
            }),
        );
    }
    let words = props.words;
    let on_input = {
        let host = props.host.clone();
        Callback::from(move |_: InputEvent| host.search(FIELD))
    };
    let on_key = {
        let host = props.host.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Enter that ends the composing of a character isn't meant for us.
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                host.step(if event.shift_key() {
                    Direction::Previous
                } else {
                    Direction::Next
                });
            }
        })
    };
    let count = match (found.hits, found.current) {
        (None, _) => String::new(),
        (Some(0), _) => words.no_hits().to_owned(),
        (Some(all), None) => words.hits(all as u64),
        (Some(all), Some(number)) => {
            words.hit_of(&words.number(number as u64), &words.number(all as u64))
        }
    };
    let has_hits = found.hits.is_some_and(|hits| hits > 0);
    let step = |direction, name: &'static str, shown| {
        let host = props.host.clone();
        let more = More {
            is_idle: Some(!has_hits),
            ..More::default()
        };
        let onclick = Callback::from(move |_| host.step(direction));
        picture("tool-step", shown, name, more, onclick)
    };
    html! {
        <div class="search" role="search">
            <input
                type="text"
                class="search-field"
                id={FIELD}
                aria-label={words.search_field()}
                aria-describedby={NOTE}
                placeholder={words.search_field()}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                inputmode="search"
                enterkeyhint="search"
                oninput={on_input}
                onkeydown={on_key}
            />
            <p class="search-count" role="status">{ count }</p>
            { step(Direction::Previous, words.previous_hit(), Icon::Previous) }
            { step(Direction::Next, words.next_hit(), Icon::Next) }
            <div class="search-note" id={NOTE}>{ note(&found, props) }</div>
        </div>
    }
}

/// What a reader should know of the hits, if anything.
fn note(found: &Found, props: &ChromeProps) -> Html {
    html! {
        <>
            if !found.also.is_empty() {
                <p key="also">{ props.words.also_finding(&found.also.join(", ")) }</p>
            }
            if found.is_translated {
                <p key="translated">{ props.words.searching_translation() }</p>
            }
        </>
    }
}
