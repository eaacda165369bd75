//! Listening: the article read aloud by a voice of the reader's own machine, sentence by sentence.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::button::{More, picture};
use super::icon::Icon;
use super::{ChromeProps, Host, Section, SectionKind, Subscription};
use sidelight_i18n::Words;
use sidelight_model::anchor;

/// How fast the article can be read aloud, in per cent of a voice's own speed.
pub const RATES: [u32; 6] = [50, 75, 100, 125, 150, 200];

/// What the voice does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Voice {
    /// Nothing; it begins at the beginning.
    #[default]
    Silent,
    /// It reads.
    Reads,
    /// It waits where it was.
    Waits,
    /// It was to read, and the browser or the machine didn't let it.
    Refused,
}

/// What the panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listening {
    /// What the voice does.
    pub voice: Voice,
    /// How fast it reads, in per cent; one of [`RATES`].
    pub rate: u32,
}

impl Default for Listening {
    fn default() -> Self {
        Self {
            voice: Voice::default(),
            rate: 100,
        }
    }
}

/// What listening asks of the page.
pub trait ListenHost {
    /// What the voice does now.
    fn listening(&self) -> Listening;
    /// Tells the listener of every change from now on, until the subscription is dropped.
    fn on_listening(&self, listener: Callback<Listening>) -> Subscription;
    /// Reads on from where it was, or from the beginning.
    fn read_on(&self);
    /// Reads on from the element with this id. Nothing happens when there is none.
    fn read_from(&self, id: &str);
    /// Goes so many sentences on, or back when negative.
    fn skip(&self, sentences: i32);
    /// Falls silent and keeps the place.
    fn pause(&self);
    /// Falls silent and forgets the place.
    fn stop(&self);
    /// Reads at this speed, in per cent.
    fn set_rate(&self, rate: u32);
}

/// The panel of listening.
#[function_component]
pub(super) fn ListenPanel(props: &ChromeProps) -> Html {
    let Listening { voice, rate } = use_listening(props);
    let (host, words) = (&props.host, props.words);
    let sections = use_memo((), |()| props.host.sections());
    let reads = voice == Voice::Reads;
    let is_silent = matches!(voice, Voice::Silent | Voice::Refused);
    let play = if reads {
        (words.pause(), Icon::Pause, ask(host, |host| host.pause()))
    } else {
        (words.play(), Icon::Play, ask(host, |host| host.read_on()))
    };
    html! {
        <div class="listen">
            <div class="listen-keys" role="group" aria-label={words.listen()}>
                { key("listen-back", words.sentence_back(), Icon::Back, is_silent, ask(host, |host| host.skip(-1))) }
                { key("listen-play", play.0, play.1, false, play.2) }
                { key("listen-on", words.sentence_on(), Icon::On, is_silent, ask(host, |host| host.skip(1))) }
                { key("listen-stop", words.stop(), Icon::Stop, is_silent, ask(host, |host| host.stop())) }
            </div>
            { speed(host, words, rate) }
            <p class="listen-refused" role="alert">
                { if voice == Voice::Refused { words.voice_refused() } else { "" } }
            </p>
            <h3 id="listen-from">{ words.read_from() }</h3>
            <ul class="listen-sections" aria-labelledby="listen-from">
                { section(host, anchor::HEADLINE, words.beginning(), None) }
                { for sections.iter().filter(|section| section.kind == SectionKind::Text).map(|Section { id, title, .. }| {
                    section(host, id, title, Some("auto"))
                }) }
            </ul>
        </div>
    }
}

#[hook]
fn use_listening(props: &ChromeProps) -> Listening {
    let state = use_state_eq(|| props.host.listening());
    let setter = state.setter();
    let host = Rc::clone(&props.host);
    use_subscription(
        0,
        Box::new(move || {
            let subscription = host.on_listening(Callback::from({
                let setter = setter.clone();
                move |listening| setter.set(listening)
            }));
            setter.set(host.listening());
            Some(subscription)
        }),
    );
    *state
}

fn ask(host: &Rc<dyn Host>, ask: fn(&dyn Host)) -> Callback<MouseEvent> {
    let host = Rc::clone(host);
    Callback::from(move |_| ask(&*host))
}

/// A key with nothing to do stays reachable and says so, so that focus isn't lost when it is the one that stops the voice.
fn key(
    id: &'static str,
    label: &'static str,
    shown: Icon,
    idle: bool,
    press: Callback<MouseEvent>,
) -> Html {
    let more = More {
        is_idle: Some(idle),
        ..More::id(id)
    };
    let press = if idle { Callback::noop() } else { press };
    picture("listen-key", shown, label, more, press)
}

fn speed(host: &Rc<dyn Host>, words: Words, rate: u32) -> Html {
    let at = RATES.iter().position(|known| *known == rate);
    let to = |step: Option<usize>| {
        let rate = step.and_then(|step| RATES.get(step)).copied();
        let host = Rc::clone(host);
        let press = Callback::from(move |_| {
            if let Some(rate) = rate {
                host.set_rate(rate);
            }
        });
        (rate.is_none(), press)
    };
    let (slowest, slower) = to(at.and_then(|at| at.checked_sub(1)));
    let (fastest, faster) = to(at.map(|at| at + 1));
    html! {
        <div class="listen-keys listen-speed" role="group" aria-label={words.speed()}>
            { key("listen-slower", words.slower(), Icon::Less, slowest, slower) }
            <output aria-label={words.speed()}>{ words.percent(&words.number(rate.into())) }</output>
            { key("listen-faster", words.faster(), Icon::More, fastest, faster) }
        </div>
    }
}

/// A place to read from. Its title is the article's, so it is in its language and may be translated with it.
fn section(host: &Rc<dyn Host>, id: &str, title: &str, dir: Option<&'static str>) -> Html {
    let press = {
        let (host, id) = (Rc::clone(host), id.to_owned());
        Callback::from(move |_| host.read_from(&id))
    };
    html! {
        <li key={id.to_owned()}>
            <button type="button" class="listen-section" {dir} onclick={press}>{ title.to_owned() }</button>
        </li>
    }
}
