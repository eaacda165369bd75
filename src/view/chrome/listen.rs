//! Listening: a voice of the reader's own machine reads the article aloud, sentence by sentence.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::button::{More, picture};
use super::icon::Icon;
use super::{ChromeProps, Host, Section, SectionKind, Subscription};
use sidelight_i18n::Words;
use sidelight_model::anchor;

/// The available speeds, in per cent of the voice's normal speed.
pub const RATES: [u32; 6] = [50, 75, 100, 125, 150, 200];

/// The state of the voice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Voice {
    /// Silent. Reading starts from the beginning.
    #[default]
    Silent,
    /// Reading aloud.
    Reads,
    /// Paused. Reading continues from the same position.
    Waits,
    /// Silent, because the browser or the machine refused to read.
    Refused,
}

/// The state of the listening panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listening {
    /// The state of the voice.
    pub voice: Voice,
    /// The speed in per cent. It is one of [`RATES`].
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

/// Requests from the listening panel to the page.
pub trait ListenHost {
    /// Returns the current state.
    fn listening(&self) -> Listening;
    /// Calls the listener after every change of the state, until the subscription is dropped.
    fn on_listening(&self, listener: Callback<Listening>) -> Subscription;
    /// Continues reading from the last position, or starts from the beginning.
    fn read_on(&self);
    /// Starts reading at the element with this id. Does nothing if there is no such element.
    fn read_from(&self, id: &str);
    /// Moves forwards by this number of sentences, or backwards if it is negative.
    fn skip(&self, sentences: i32);
    /// Stops reading and keeps the position.
    fn pause(&self);
    /// Stops reading and forgets the position.
    fn stop(&self);
    /// Sets the speed, in per cent.
    fn set_rate(&self, rate: u32);
}

/// The listening panel.
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

/// Renders a button of the panel. An idle button is marked as disabled but stays focusable. Otherwise *Stop* would lose
/// focus as soon as it is used.
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

/// Renders a button that reads from a part of the article. Its title comes from the article, so it has the article's
/// language and may be translated with it.
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
