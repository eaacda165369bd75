//! Reads the article aloud, sentence by sentence and block by block. The current sentence is painted and kept in view.
//!
//! *Invariant:* only the block that is being read is examined. The list of blocks is made when the reader first asks to
//! listen. No voice speaks after the reader has left, paused or stopped.

mod sentences;
mod voice;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Range};
use yew::Callback;

use super::context::PageContext;
use super::dom::Dom;
use super::highlight;
use super::panic::Teardown;
use super::subscribers::Subscribers;
use super::text_position::top_of_view;
use crate::view::chrome::{ListenHost, Listening, Subscription, Voice};
use sentences::{BlockText, Sentence};
use voice::{Speaker, Utterance};

/// The name of the highlight in style sheets.
pub const SENTENCE_HIGHLIGHT: &str = "sidelight-sentence";
/// The class of the sentence's block in browsers without highlights.
pub const SENTENCE_CLASS: &str = "sentence-read";

/// Selector of the blocks to read: headline, standfirst, text and captions. Fact boxes are filtered out later.
const BLOCKS: &str = "#headline, .standfirst, #text [id^='text-'], #text figcaption, #text caption";

/// The state of reading aloud: the position, and the current utterance.
pub(super) struct ReadAloud {
    page: Rc<PageContext>,
    state: Cell<Listening>,
    subscribers: Subscribers,
    /// The blocks to read. Empty until the first one is read.
    blocks: RefCell<Vec<Element>>,
    place: Cell<SentencePosition>,
    utterance: Cell<Option<Utterance>>,
    /// The speaker in use. It has to be silenced at the end.
    speaker: Cell<Option<Speaker>>,
    /// Number of utterances so far. Pending work is outdated if this has changed since.
    turn: Cell<u32>,
    /// The block and the range of the painted sentence.
    painted: Cell<Option<(Element, Range)>>,
    leaving: Cell<Option<EventListener>>,
    this: Weak<Self>,
}

/// The position of a sentence: the index of its block, and its index in the block.
#[derive(Debug, Clone, Copy, Default)]
struct SentencePosition {
    block: usize,
    sentence: usize,
}

impl ReadAloud {
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let aloud = Rc::new_cyclic(|this| Self {
            page: Rc::clone(page),
            state: Cell::default(),
            subscribers: Subscribers::default(),
            blocks: RefCell::default(),
            place: Cell::default(),
            utterance: Cell::default(),
            speaker: Cell::default(),
            turn: Cell::default(),
            painted: Cell::default(),
            leaving: Cell::default(),
            this: Weak::clone(this),
        });
        page.at_teardown(Rc::downgrade(&aloud) as Weak<dyn Teardown>);
        aloud
    }

    fn set(&self, voice: Voice) {
        let state = Listening {
            voice,
            ..self.state.get()
        };
        if self.state.replace(state) != state {
            self.subscribers.notify();
        }
    }

    /// Silences the voice and removes the highlight. Safe at any moment, even during a panic.
    fn silence(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        let said_something = self.utterance.take().is_some();
        let speaker = self.speaker.take();
        if let Some(speaker) = speaker.as_ref().filter(|_| said_something) {
            speaker.silence();
        }
        self.speaker.set(speaker);
        self.unpaint();
    }

    fn unpaint(&self) {
        highlight::clear(SENTENCE_HIGHLIGHT);
        if let Some((block, _)) = self.painted.take() {
            let _ = block.class_list().remove_1(SENTENCE_CLASS);
        }
    }

    /// Paints a sentence. Returns `true` if the sentence before was in view, because the reader is then following the voice.
    fn paint(&self, dom: &Dom, block: &Element, range: Range) -> bool {
        let last = self.painted.take();
        let follows = last.as_ref().is_none_or(|(_, last)| dom.shows(last));
        if let Some((last, _)) = &last {
            let _ = last.class_list().remove_1(SENTENCE_CLASS);
        }
        if highlight::paint(SENTENCE_HIGHLIGHT, &Array::of1(&range), 0).is_none() {
            let _ = block.class_list().add_1(SENTENCE_CLASS);
        }
        self.painted.set(Some((block.clone(), range)));
        follows
    }
}

impl Dom {
    /// Returns the top and the height of the part of the window below the toolbar, in px.
    fn clear_view(&self) -> (f64, f64) {
        let top = top_of_view(self);
        let height = self.window.inner_height().ok().and_then(|h| h.as_f64());
        (top, height.unwrap_or_default() - top)
    }

    /// Returns `true` if a part of the range is in view. Also returns `true` if its text was replaced since, because its
    /// position is then unknown.
    fn shows(&self, range: &Range) -> bool {
        let (top, height) = self.clear_view();
        let place = range.get_bounding_client_rect();
        place.height() == 0.0 || place.bottom() > top && place.top() < top + height
    }

    /// Scrolls a range to the upper part of the view, unless the whole range is in view.
    fn bring(&self, range: &Range) {
        let (top, height) = self.clear_view();
        let place = range.get_bounding_client_rect();
        // The bottom of the window may be covered, on phones by the panel, otherwise by the way back.
        if place.top() < top || place.bottom() > top + height * 0.75 {
            self.scroll_by(place.top() - top - height * 0.2);
        }
    }
}

impl ReadAloud {
    /// Reads the sentence at this position, or the next one that exists. `moves` is `true` if the reader has chosen the
    /// position.
    fn say(&self, place: SentencePosition, moves: bool) {
        let Some(found) = self.sentence_from(place) else {
            self.silence();
            self.place.set(SentencePosition::default());
            self.set(Voice::Silent);
            return;
        };
        self.place.set(found.place);
        let language = self.page.dom.language();
        let Some((speaker, voice)) = Speaker::of(&self.page.dom.window)
            .and_then(|speaker| Some((speaker.clone(), speaker.voice(&language)?)))
        else {
            self.silence();
            self.set(Voice::Refused);
            return;
        };
        let was_speaking = self.utterance.take().is_some();
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        if let Some(range) = found.text.range(&self.page.dom, &found.sentence) {
            let follows = self.paint(&self.page.dom, &found.block, range.clone());
            if follows || moves {
                self.page.dom.bring(&range);
            }
        }
        self.set(Voice::Reads);
        self.leaving
            .set(self.leaving.take().or_else(|| Some(self.pause_when_left())));
        let (this, text) = (Weak::clone(&self.this), String::from(&found.sentence.text));
        let say = move || {
            let Some(aloud) = this.upgrade().filter(|aloud| aloud.turn.get() == turn) else {
                return;
            };
            let rate = aloud.state.get().rate as f32 / 100.0;
            let utterance = speaker.speak(&text, &voice, rate, aloud.at_end(turn));
            aloud.utterance.set(utterance);
            aloud.speaker.set(Some(speaker));
        };
        let other =
            Speaker::of(&self.page.dom.window).filter(|other| was_speaking || other.is_busy());
        let Some(other) = other else {
            say();
            return;
        };
        // Some engines lose an utterance that starts directly after a cancellation.
        other.silence();
        let dom = self.page.dom.clone();
        spawn_local(async move {
            dom.next_frame().await;
            say();
        });
    }

    /// Returns the callback for the end of a sentence. Its argument is `true` if the sentence was spoken.
    fn at_end(&self, turn: u32) -> impl Fn(bool) + Clone + 'static {
        let this = Weak::clone(&self.this);
        move |said| {
            let Some(aloud) = this.upgrade().filter(|aloud| aloud.turn.get() == turn) else {
                return;
            };
            // The utterance is over, so there is nothing to cancel.
            aloud.utterance.take();
            if said {
                let SentencePosition { block, sentence } = aloud.place.get();
                let next = SentencePosition {
                    block,
                    sentence: sentence + 1,
                };
                aloud.say(next, false);
            } else {
                aloud.silence();
                aloud.set(Voice::Refused);
            }
        }
    }

    fn pause_when_left(&self) -> EventListener {
        let this = Weak::clone(&self.this);
        EventListener::new(&self.page.dom.window, "pagehide", move |_| {
            if let Some(aloud) = this.upgrade() {
                aloud.pause();
            }
        })
    }

    /// Returns the sentence at a position, or the first one after it. Returns `None` at the end of the article.
    fn sentence_from(&self, place: SentencePosition) -> Option<Found> {
        let blocks = self.blocks();
        let language = self.page.dom.language();
        let mut wanted = place.sentence;
        for (number, block) in blocks.iter().enumerate().skip(place.block) {
            let text = BlockText::of(block);
            let sentence = text.sentences(&language).into_iter().nth(wanted);
            if let Some(sentence) = sentence {
                return Some(Found {
                    place: SentencePosition {
                        block: number,
                        sentence: wanted,
                    },
                    block: block.clone(),
                    text,
                    sentence,
                });
            }
            wanted = 0;
        }
        None
    }

    /// Returns the position that is this number of sentences before `from`. Returns the beginning if there are fewer
    /// sentences.
    fn back(&self, from: SentencePosition, sentences: u32) -> SentencePosition {
        let blocks = self.blocks();
        let language = self.page.dom.language();
        let mut place = from;
        for _ in 0..sentences {
            while place.sentence == 0 {
                let Some(block) = place.block.checked_sub(1) else {
                    return SentencePosition::default();
                };
                let sentence = blocks.get(block).map_or(0, |element| {
                    BlockText::of(element).sentences(&language).len()
                });
                place = SentencePosition { block, sentence };
            }
            place.sentence -= 1;
        }
        place
    }

    /// Returns the blocks to read. Finds them on the first call.
    fn blocks(&self) -> Vec<Element> {
        let mut blocks = self.blocks.borrow_mut();
        if blocks.is_empty() {
            let outside_boxes = |block: &Element| matches!(block.closest(".box"), Ok(None));
            *blocks = self.page.dom.all(BLOCKS).filter(outside_boxes).collect();
        }
        blocks.clone()
    }
}

/// A sentence to read, with its position and block.
struct Found {
    place: SentencePosition,
    block: Element,
    text: BlockText,
    sentence: Sentence,
}

impl Teardown for ReadAloud {
    fn tear_down(&self) {
        self.silence();
    }
}

impl ListenHost for ReadAloud {
    fn can_listen(&self) -> bool {
        let language = self.page.dom.language();
        Speaker::of(&self.page.dom.window).is_some_and(|speaker| speaker.voice(&language).is_some())
    }

    fn on_voices(&self, listener: Callback<()>) -> Option<Subscription> {
        let voices = Speaker::of(&self.page.dom.window)?;
        let listening = voices.on_change(move || listener.emit(()))?;
        Some(Subscription::new(move || drop(listening)))
    }

    fn listening(&self) -> Listening {
        self.state.get()
    }

    fn on_listening(&self, listener: Callback<()>) -> Subscription {
        self.subscribers.add(listener)
    }

    fn read_on(&self) {
        self.say(self.place.get(), true);
    }

    fn read_from(&self, id: &str) {
        let block = self
            .blocks()
            .iter()
            .position(|block| block.id() == id)
            .map(|block| SentencePosition { block, sentence: 0 });
        if let Some(place) = block {
            self.say(place, true);
        }
    }

    fn skip(&self, sentences: i32) {
        let from = self.place.get();
        let to = match usize::try_from(sentences) {
            Ok(on) => SentencePosition {
                sentence: from.sentence + on,
                ..from
            },
            Err(_) => self.back(from, sentences.unsigned_abs()),
        };
        self.say(to, true);
    }

    fn pause(&self) {
        if self.state.get().voice == Voice::Reads {
            self.silence();
            self.set(Voice::Waits);
        }
    }

    fn stop(&self) {
        self.silence();
        self.leaving.take();
        self.place.set(SentencePosition::default());
        self.set(Voice::Silent);
    }

    fn set_rate(&self, rate: u32) {
        let voice = self.state.get().voice;
        let state = Listening { voice, rate };
        self.state.set(state);
        self.subscribers.notify();
        // The current utterance keeps its speed, so it is started again.
        if voice == Voice::Reads {
            self.read_on();
        }
    }
}
