//! Listening: a voice of the reader's own machine reads the article aloud, sentence by sentence.

use std::rc::Rc;

use yew::prelude::*;

use super::button::{More, picture};
use super::icon::Icon;
use super::panel::Panel;
use super::{ChromeProps, Host, Section, SectionKind, Subscription, on_click, use_updates};
use sidelight_i18n::Messages;
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
    /// Returns `true` if there is a voice for the article's language.
    fn can_listen(&self) -> bool;
    /// Calls the listener whenever voices are added or removed, until the subscription is dropped. Returns `None` if the
    /// browser doesn't report this.
    fn on_voices(&self, listener: Callback<()>) -> Option<Subscription>;
    /// Returns the current state.
    fn listening(&self) -> Listening;
    /// Calls the listener after every change of the state, until the subscription is dropped.
    fn on_listening(&self, listener: Callback<()>) -> Subscription;
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

/// The content of the listening panel.
pub(super) const PANEL: Panel = Panel {
    is_available: |host| host.listen.can_listen(),
    on_availability: |host, listener| host.listen.on_voices(listener),
    ..Panel::new("listen", |props| html! { <ListenPanel ..props.clone() /> })
};

/// The listening panel.
#[function_component]
fn ListenPanel(props: &ChromeProps) -> Html {
    use_updates(&props.host, |host, listener| {
        host.listen.on_listening(listener)
    });
    let Listening { voice, rate } = props.host.listen.listening();
    let (host, messages) = (&props.host, props.messages);
    let sections = use_memo((), |()| props.host.contents.sections());
    let reads = voice == Voice::Reads;
    let is_silent = matches!(voice, Voice::Silent | Voice::Refused);
    let play = if reads {
        (
            messages.pause(),
            Icon::PAUSE,
            on_click(host, true, |host| host.listen.pause()),
        )
    } else {
        (
            messages.play(),
            Icon::PLAY,
            on_click(host, true, |host| host.listen.read_on()),
        )
    };
    html! {
        <div class="listen">
            <div class="listen-keys" role="group" aria-label={messages.listen()}>
                { key("listen-back", messages.sentence_back(), Icon::BACK, is_silent, on_click(host, true, |host| host.listen.skip(-1))) }
                { key("listen-play", play.0, play.1, false, play.2) }
                { key("listen-on", messages.sentence_on(), Icon::ON, is_silent, on_click(host, true, |host| host.listen.skip(1))) }
                { key("listen-stop", messages.stop(), Icon::STOP, is_silent, on_click(host, true, |host| host.listen.stop())) }
            </div>
            { speed(host, messages, rate) }
            <p class="listen-refused" role="alert">
                { if voice == Voice::Refused { messages.voice_refused() } else { "" } }
            </p>
            <h3 id="listen-from">{ messages.read_from() }</h3>
            <ul class="listen-sections" aria-labelledby="listen-from">
                { section(host, anchor::HEADLINE, messages.beginning(), None) }
                { for sections.iter().filter(|section| section.kind == SectionKind::Text).map(|Section { id, title, .. }| {
                    section(host, id, title, Some("auto"))
                }) }
            </ul>
        </div>
    }
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

fn speed(host: &Rc<Host>, messages: Messages, rate: u32) -> Html {
    let at = RATES.iter().position(|known| *known == rate);
    let to = |step: Option<usize>| {
        let rate = step.and_then(|step| RATES.get(step)).copied();
        let host = Rc::clone(host);
        let press = Callback::from(move |_| {
            if let Some(rate) = rate {
                host.listen.set_rate(rate);
            }
        });
        (rate.is_none(), press)
    };
    let (slowest, slower) = to(at.and_then(|at| at.checked_sub(1)));
    let (fastest, faster) = to(at.map(|at| at + 1));
    html! {
        <div class="listen-keys listen-speed" role="group" aria-label={messages.speed()}>
            { key("listen-slower", messages.slower(), Icon::LESS, slowest, slower) }
            <output aria-label={messages.speed()}>{ messages.percent(&messages.number(rate.into())) }</output>
            { key("listen-faster", messages.faster(), Icon::MORE, fastest, faster) }
        </div>
    }
}

/// Renders a button that reads from a part of the article. Its title comes from the article, so it has the article's
/// language and may be translated with it.
fn section(host: &Rc<Host>, id: &str, title: &str, dir: Option<&'static str>) -> Html {
    let press = {
        let (host, id) = (Rc::clone(host), id.to_owned());
        Callback::from(move |_| host.listen.read_from(&id))
    };
    html! {
        <li key={id.to_owned()}>
            <button type="button" class="listen-section" {dir} onclick={press}>{ title.to_owned() }</button>
        </li>
    }
}
