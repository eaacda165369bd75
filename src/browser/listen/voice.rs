//! The voices of the reader's own machine, through `speechSynthesis`.
//!
//! *Invariant:* only voices that the browser reports as local are used. The others send the text to someone else's server.
//! Each sentence is an utterance of its own, because Chromium ends long utterances in the middle. Pausing cancels the
//! utterance, because `pause()` can't be undone on Android.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice, Window};

use crate::browser::dom::member;

/// The speech synthesis of the browser.
#[derive(Clone)]
pub(super) struct Speaker(SpeechSynthesis);

/// The current utterance. Dropping it removes its listeners but doesn't stop the voice.
pub(super) struct Utterance {
    _listeners: [EventListener; 2],
    /// Kept, because Chromium doesn't report the end of an utterance without references.
    _utterance: SpeechSynthesisUtterance,
}

impl Speaker {
    /// Returns the speech synthesis of a window. Returns `None` if the browser can't speak.
    pub(super) fn of(window: &Window) -> Option<Self> {
        member(&js_sys::global(), "SpeechSynthesisUtterance")?;
        let speech = member(window, "speechSynthesis")?.unchecked_into();
        Some(Self(speech))
    }

    /// Returns a local voice for the language with this tag, preferably of the same region. Returns `None` if there is none.
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
            // Reversed, so that the first of several equally suitable voices is chosen. It is the one that the machine
            // prefers.
            .rev()
            .max_by_key(fits)?;
        (fits(&best) > 0).then_some(best)
    }

    /// Calls `act` when voices are added or removed. Returns `None` if the browser can't report this.
    pub(super) fn on_change(&self, act: impl FnMut() + 'static) -> Option<EventListener> {
        let mut act = act;
        // In some browsers, this isn't an event target.
        member(&self.0, "addEventListener")?;
        Some(EventListener::new(&self.0, "voiceschanged", move |_| act()))
    }

    /// Speaks a text. Calls `end` when it is over, with `true` if the text was spoken. Returns `None` if it can't start.
    pub(super) fn speak(
        &self,
        text: &str,
        voice: &SpeechSynthesisVoice,
        rate: f32,
        end: impl Fn(bool) + Clone + 'static,
    ) -> Option<Utterance> {
        let utterance = SpeechSynthesisUtterance::new_with_text(text).ok()?;
        utterance.set_voice(Some(voice));
        utterance.set_lang(&voice.lang());
        utterance.set_rate(rate);
        let said = end.clone();
        let listeners = [
            EventListener::once(&utterance, "end", move |_| said(true)),
            EventListener::once(&utterance, "error", move |_| end(false)),
        ];
        // Another page may have left the synthesis paused.
        self.0.resume();
        self.0.speak(&utterance);
        Some(Utterance {
            _listeners: listeners,
            _utterance: utterance,
        })
    }

    /// Returns `true` if any page is speaking or has an utterance in the queue.
    pub(super) fn is_busy(&self) -> bool {
        self.0.speaking() || self.0.pending()
    }

    /// Cancels all utterances.
    pub(super) fn silence(&self) {
        self.0.cancel();
    }
}

/// Returns the language of a tag in lower case, without region or script.
fn primary(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}
