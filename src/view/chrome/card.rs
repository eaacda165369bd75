//! The card of a place in the text or of a name: its facts with their attribution and links, beside the text or at the bottom
//! of the window.
//!
//! *Invariant:* the card's content is a copy of the facts in the page, so a translated page has a translated card.
//! The card isn't a modal dialog, and opening it moves nothing in the page.

use std::rc::Rc;

use yew::prelude::*;

use super::button::{self, More};
use super::{ChromeProps, Copied, Subscription, on_click, use_subscription};
use sidelight_model::anchor;

/// The content of a card: the facts of a place in the text, or the fact of a name.
#[derive(Clone, PartialEq)]
pub struct Card {
    /// A number that distinguishes this card from all earlier ones.
    pub serial: u32,
    /// The name of the person, organisation or place, if the card was opened from a name.
    pub name: Option<String>,
    /// The facts, at least one, in the order of their numbers.
    pub facts: Vec<CardFact>,
    /// The language of the article, as a BCP 47 tag.
    pub language: String,
}

/// A fact in a card.
#[derive(Clone, PartialEq)]
pub struct CardFact {
    /// The id of the fact's element.
    pub id: String,
    /// The title of the fact's box.
    pub title: String,
    /// A copy of the fact in the page.
    pub content: Html,
    /// The id of the fact's next passage, if it has more than one.
    pub next_passage: Option<String>,
}

/// Requests from the card to the page.
pub trait CardHost {
    /// Calls the listener with every card to show, and with `None` to close the card, until the subscription is dropped.
    /// Without a listener, the links in the page work as plain links.
    fn on_card(&self, listener: Callback<Option<Rc<Card>>>) -> Subscription;
    /// Positions the card with this element id and gives it focus. Must be called after the card is rendered.
    fn place_card(&self, id: &str);
    /// Closes the card and returns focus to the link that it belongs to.
    fn close_card(&self);
}

/// The id of the field with the text for copying by hand.
const QUOTATION: &str = "card-quotation";

/// The card, for the root `#sidelight-chrome`. A closed card renders nothing.
#[function_component]
pub(super) fn CardChrome(props: &ChromeProps) -> Html {
    let card = use_state_eq(|| None::<Rc<Card>>);
    let copied = use_state_eq(|| Copied::Not);
    // Subscribes during the first rendering, so that a marker chosen right after it opens the card.
    let _subscription = use_state(|| {
        let (card, copied) = (card.setter(), copied.setter());
        props.host.card.on_card(Callback::from(move |shown| {
            copied.set(Copied::Not);
            card.set(shown);
        }))
    });
    {
        let host = Rc::clone(&props.host);
        let serial = card.as_ref().map(|card| card.serial);
        use_subscription(
            serial.map_or(0, |serial| serial.wrapping_add(1)),
            Box::new(move || {
                if serial.is_some() {
                    host.card.place_card(anchor::CARD);
                }
                None
            }),
        );
    }
    {
        let (host, copied) = (Rc::clone(&props.host), (*copied).clone());
        use_subscription(
            copied.key(),
            Box::new(move || {
                // The message or the text field has made the card higher.
                if copied != Copied::Not {
                    host.card.place_card(anchor::CARD);
                }
                if matches!(copied, Copied::Refused(_)) {
                    host.share.select_text(QUOTATION);
                }
                None
            }),
        );
    }
    html! {
        <div class="card-place">
            if let Some(card) = &*card { { shown(card, &copied, props) } }
        </div>
    }
}

fn shown(card: &Card, copied: &UseStateHandle<Copied>, props: &ChromeProps) -> Html {
    let messages = props.messages;
    let heading = match &card.name {
        Some(name) => name.clone(),
        None => messages.facts(card.facts.len() as u64),
    };
    let by_hand = match &**copied {
        Copied::Refused(text) => Some(text.clone()),
        Copied::Not | Copied::Done => None,
    };
    html! {
        <section
            class="card"
            id={anchor::CARD}
            role="dialog"
            tabindex="-1"
            aria-label={heading.clone()}
            lang={messages.tag()}
            translate="no"
        >
            <header class="card-head">
                <b>{ heading }</b>
                { button::close(messages, on_click(&props.host, true, |host| host.card.close_card())) }
            </header>
            <ul class="card-facts" key={card.serial}>
                { for card.facts.iter().map(|fact| self::fact(card, fact, copied, props)) }
            </ul>
            <p class="card-said" role="status">
                { match **copied {
                    Copied::Not => "",
                    Copied::Done => messages.copied(),
                    Copied::Refused(_) => messages.not_copied(),
                } }
            </p>
            <textarea
                class="card-quotation"
                id={QUOTATION}
                hidden={by_hand.is_none()}
                readonly=true
                rows="4"
                aria-label={messages.text_to_copy()}
                value={by_hand.clone()}
            />
        </section>
    }
}

fn fact(
    card: &Card,
    fact: &CardFact,
    copied: &UseStateHandle<Copied>,
    props: &ChromeProps,
) -> Html {
    let messages = props.messages;
    html! {
        <li lang={card.language.clone()} translate="yes">
            <p class="kicker">{ &fact.title }</p>
            <div class="fact">{ fact.content.clone() }</div>
            <div class="card-ways" lang={messages.tag()} translate="no">
                <a class="chrome-button" href={anchor::link(&fact.id)}>{ messages.open_in_box() }</a>
                <a
                    class="chrome-button"
                    hidden={fact.next_passage.is_none()}
                    href={fact.next_passage.as_deref().map(anchor::link)}
                >{ messages.next_passage() }</a>
                { button::button(messages.copy_fact(), More::default(), copy(&fact.id, copied.setter(), props)) }
            </div>
        </li>
    }
}

/// Returns a handler that copies the fact in the format of the share panel, with attribution and citation.
fn copy(fact: &str, copied: UseStateSetter<Copied>, props: &ChromeProps) -> Callback<MouseEvent> {
    let (host, fact) = (Rc::clone(&props.host), fact.to_owned());
    Callback::from(move |_| {
        let Some(text) = host.share.sharing().quoted(&fact) else {
            return;
        };
        let (copied, plain) = (copied.clone(), AttrValue::from(text.plain.clone()));
        let done = Callback::from(move |is_done| {
            copied.set(if is_done {
                Copied::Done
            } else {
                Copied::Refused(plain.clone())
            });
        });
        host.share.copy(&text, done);
    })
}
