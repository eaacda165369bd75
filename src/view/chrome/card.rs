//! The card of a passage or a name: the fact in short, who says so, and the ways on, beside the text or at its foot.
//!
//! *Invariant:* what it says of a fact is a copy of what the page says of it, so a translated page has a translated card.
//! It is no modal dialog: the page stays as it is and the card moves nothing in it.

use std::rc::Rc;

use yew::prelude::*;

use super::{Copied, use_subscription};

use super::button::{self, More};
use super::{ChromeProps, Subscription};
use sidelight_model::anchor;

/// What the card shows: one fact, of those that rest on the words the reader chose.
#[derive(Clone, PartialEq)]
pub struct Card {
    /// Tells it from every card before it.
    pub serial: u32,
    /// The id of the fact's element.
    pub fact: String,
    /// The fact's number.
    pub number: String,
    /// Whom or what the fact tells of, when it is the entry of a name.
    pub name: Option<String>,
    /// What the page shows of the fact, copied.
    pub content: Html,
    /// The language of the article, a BCP 47 tag.
    pub language: String,
    /// Which of the facts of this place it is, from 1, and how many there are.
    pub place: (usize, usize),
    /// The id of the next passage that the fact rests on, if it rests on more than one.
    pub next_passage: Option<String>,
}

/// What the card asks of the page.
pub trait CardHost {
    /// Tells the listener of every card that is to be shown from now on, and of `None` when it is to be closed, until the
    /// subscription is dropped. Without a listener the links of the page do what they do without a program.
    fn on_card(&self, listener: Callback<Option<Rc<Card>>>) -> Subscription;
    /// The card with this element has been rendered: puts it in its place and gives it focus.
    fn place_card(&self, id: &str);
    /// Shows the next fact of the place; after the last comes the first.
    fn next_fact(&self);
    /// Closes the card and gives focus back to where the reader was.
    fn close_card(&self);
}

/// The id of the text that is to be copied by hand.
const QUOTATION: &str = "card-quotation";

/// The card, for the root `#sidelight-chrome`. Nothing is rendered of one that is closed.
#[function_component]
pub(super) fn CardChrome(props: &ChromeProps) -> Html {
    let card = use_state_eq(|| None::<Rc<Card>>);
    let copied = use_state_eq(|| Copied::Not);
    // From the first rendering on: a marker that is chosen right after it opens the card already.
    let _subscription = use_state(|| {
        let (card, copied) = (card.setter(), copied.setter());
        props.host.on_card(Callback::from(move |shown| {
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
                    host.place_card(anchor::CARD);
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
                // The card has become higher by what is said or shown.
                if copied != Copied::Not {
                    host.place_card(anchor::CARD);
                }
                if matches!(copied, Copied::Refused(_)) {
                    host.select_text(QUOTATION);
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
    let words = props.words;
    let number = words.fact_number(&card.number);
    let (at, all) = card.place;
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
            aria-label={card.name.clone().unwrap_or_else(|| number.clone())}
            lang={words.tag()}
            translate="no"
        >
            <header class="card-head">
                <b>{ &number }</b>
                <span class="card-count" hidden={all < 2}>
                    { words.fact_of_place(&at.to_string(), &all.to_string()) }
                </span>
                { button::close(words, ask(props, |host| host.close_card())) }
            </header>
            <div class="fact" key={card.serial} lang={card.language.clone()} translate="yes">{ card.content.clone() }</div>
            <div class="card-ways">
                <a class="chrome-button" href={anchor::link(&card.fact)}>{ words.open_in_box() }</a>
                { button::button(
                    words.next_fact(),
                    More { hidden: all < 2, ..More::default() },
                    ask(props, |host| host.next_fact()),
                ) }
                <a
                    class="chrome-button"
                    hidden={card.next_passage.is_none()}
                    href={card.next_passage.as_deref().map(anchor::link)}
                >{ words.next_passage() }</a>
                { button::button(words.copy_fact(), More::default(), copy(card, copied.setter(), props)) }
            </div>
            <p class="card-said" role="status">
                { match **copied {
                    Copied::Not => "",
                    Copied::Done => words.copied(),
                    Copied::Refused(_) => words.not_copied(),
                } }
            </p>
            <textarea
                class="card-quotation"
                id={QUOTATION}
                hidden={by_hand.is_none()}
                readonly=true
                rows="4"
                aria-label={words.text_to_copy()}
                value={by_hand.clone()}
            />
        </section>
    }
}

fn ask(props: &ChromeProps, ask: fn(&dyn super::Host)) -> Callback<MouseEvent> {
    super::on_click(&props.host, true, ask)
}

/// Copies the fact as sharing does, with who says so and where it was read.
fn copy(card: &Card, copied: UseStateSetter<Copied>, props: &ChromeProps) -> Callback<MouseEvent> {
    let (host, fact) = (Rc::clone(&props.host), card.fact.clone());
    Callback::from(move |_| {
        let Some(text) = host.sharing().quoted(&fact) else {
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
        host.copy(&text, done);
    })
}
