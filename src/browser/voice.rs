//! Voices of the reader's own machine, through `speechSynthesis`.
//!
//! *Invariant:* only voices that the browser calls local are used: the others send the text to someone else's server.
//! Each sentence is an utterance of its own, because Chromium ends long ones in the middle, and pausing is falling silent,
//! because on Android `pause()` can't be taken back.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice, Window};

use super::dom::member;

/// What speaks.
#[derive(Clone)]
pub(super) struct Speaker(SpeechSynthesis);

/// What is being said; dropping it stops listening to it, not the voice.
pub(super) struct Saying {
    _listeners: [EventListener; 2],
    /// Kept, because Chromium forgets to tell of the end of one that nobody holds.
    _utterance: SpeechSynthesisUtterance,
}

impl Speaker {
    /// Nothing where the browser can't speak.
    pub(super) fn of(window: &Window) -> Option<Self> {
        member(&js_sys::global(), "SpeechSynthesisUtterance")?;
        let speech = member(window, "speechSynthesis")?.unchecked_into();
        Some(Self(speech))
    }

    /// A local voice for the language with this tag: of its region, or else of another.
    pub(super) fn voice(&self, language: &str) -> Option<SpeechSynthesisVoice> {
        let fits = |voice: &SpeechSynthesisVoice| {
            let tag = voice.lang();
            if !voice.local_service() || primary(&tag) != primary(language) {
                0
            } else if tag.replace('_', "-").eq_ignore_ascii_case(language) {
                2
            } else {
                1
            }
        };
        let voices = self.0.get_voices();
        let best = voices
            .iter()
            .map(|voice| voice.unchecked_into::<SpeechSynthesisVoice>())
            // Of those that fit alike the first, which is the one the machine prefers.
            .rev()
            .max_by_key(fits)?;
        (fits(&best) > 0).then_some(best)
    }

    /// Calls when voices come or go.
    pub(super) fn on_change(&self, act: impl FnMut() + 'static) -> Option<EventListener> {
        let mut act = act;
        // In some browsers it is no target of events.
        member(&self.0, "addEventListener")?;
        Some(EventListener::new(&self.0, "voiceschanged", move |_| act()))
    }

    /// Says something, and tells when it is at its end: whether it was said.
    pub(super) fn say(
        &self,
        text: &str,
        voice: &SpeechSynthesisVoice,
        rate: f32,
        end: impl Fn(bool) + Clone + 'static,
    ) -> Option<Saying> {
        let utterance = SpeechSynthesisUtterance::new_with_text(text).ok()?;
        utterance.set_voice(Some(voice));
        utterance.set_lang(&voice.lang());
        utterance.set_rate(rate);
        let said = end.clone();
        let listeners = [
            EventListener::once(&utterance, "end", move |_| said(true)),
            EventListener::once(&utterance, "error", move |_| end(false)),
        ];
        // Another page may have left it paused.
        self.0.resume();
        self.0.speak(&utterance);
        Some(Saying {
            _listeners: listeners,
            _utterance: utterance,
        })
    }

    /// Whether something is being said or is to be, by whomever.
    pub(super) fn is_busy(&self) -> bool {
        self.0.speaking() || self.0.pending()
    }

    /// Falls silent.
    pub(super) fn hush(&self) {
        self.0.cancel();
    }
}

/// The language in a tag, without region or script.
fn primary(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}
