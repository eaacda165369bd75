//! An adopted article: its state, and the notifications that it sends to the chrome.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use web_sys::{Event, EventTarget};
use yew::Callback;

use super::boxes::Boxes;
use super::card::Cards;
use super::dom::Dom;
use super::focus::Borrowed;
use super::history::Place;
use super::jump::{Begun, Origin};
use super::listen::Aloud;
use super::offline::Worker;
use super::panic::LetGo;
use super::passage::Passage;
use super::search::Search;
use super::share::Shared;
use super::subscribers::Subscribers;
use super::typeface::Held;
use crate::view::chrome::{ChromeState, Host, Subscription};
use sidelight_i18n::Words;

/// Events by which the reader takes control of the view. They stop corrections of a position that are still running.
const READER_MOVES: [&str; 4] = ["wheel", "touchmove", "keydown", "pointerdown"];

/// The state of an adopted article. Its listeners have weak references to it.
pub(super) struct AdoptedArticle {
    pub(super) dom: Dom,
    boxes: Boxes,
    pub(super) cards: Cards,
    pub(super) focus: Borrowed,
    pub(super) passage: Passage,
    pub(super) aloud: Aloud,
    pub(super) worker: Worker,
    pub(super) shared: Shared,
    pub(super) search: Search,
    /// The fragment that was handled last.
    pub(super) fragment: RefCell<Option<String>>,
    pub(super) begun: Cell<Option<Begun>>,
    pub(super) returning: Cell<Option<Place>>,
    pub(super) origin: RefCell<Option<Origin>>,
    /// Number of moves so far. A new move ends the tasks of the last one.
    pub(super) turn: Cell<u32>,
    listeners: Cell<Vec<EventListener>>,
    /// The text position that the last change of the type settings kept in place.
    pub(super) held: Cell<Option<Held>>,
    /// Changes the messages of the chrome. `None` until the chrome is mounted.
    pub(super) speak: RefCell<Option<Callback<Words>>>,
    told: Cell<ChromeState>,
    subscribers: Subscribers<ChromeState>,
    pub(super) this: Weak<Self>,
}

impl AdoptedArticle {
    /// Starts to listen. Looks at no paragraph, so the cost is the same for a text of any length.
    pub(super) fn new(dom: Dom) -> Rc<Self> {
        let article = Rc::new_cyclic(|this| Self {
            boxes: Boxes::of(&dom.root),
            cards: Cards::default(),
            dom,
            focus: Borrowed::default(),
            passage: Passage::default(),
            aloud: Aloud::default(),
            worker: Worker::default(),
            shared: Shared::default(),
            search: Search::default(),
            fragment: RefCell::default(),
            begun: Cell::default(),
            returning: Cell::default(),
            origin: RefCell::default(),
            turn: Cell::default(),
            listeners: Cell::default(),
            held: Cell::default(),
            speak: RefCell::default(),
            told: Cell::default(),
            subscribers: Subscribers::default(),
            this: this.clone(),
        });
        article.listeners.set(article.listen());
        article.told.set(article.state());
        article
    }

    fn listen(&self) -> Vec<EventListener> {
        let (root, window): (&EventTarget, &EventTarget) = (&self.dom.root, &self.dom.window);
        let plain = EventListenerOptions::default();
        let first = EventListenerOptions {
            phase: EventListenerPhase::Capture,
            passive: false,
        };
        let mut listeners = vec![
            self.on(
                root,
                "click",
                EventListenerOptions::enable_prevent_default(),
                |article, event| article.clicked(event),
            ),
            // `toggle` doesn't bubble.
            self.on(
                root,
                "toggle",
                EventListenerOptions::run_in_capture_phase(),
                |article, event| article.toggled(event),
            ),
            self.on(root, "focusout", plain, |article, event| {
                article.focus.lost_by(event, &article.dom);
                article.shared.focus_left(event);
            }),
            self.on(window, "click", first, |article, event| {
                article.clicked_around_card(event);
            }),
            self.on(window, "keydown", first, |article, event| {
                article.pressed_around_card(event);
            }),
            self.on(window, "resize", plain, |article, _| {
                article.keep_card_in_place();
            }),
            self.on(window, "beforeprint", plain, |article, _| {
                article.boxes.open_to_print();
            }),
            self.on(window, "afterprint", plain, |article, _| {
                article.boxes.shut_after_printing();
            }),
            self.on(window, "popstate", plain, |article, _| article.moved(false)),
            self.on(window, "hashchange", plain, |article, _| {
                article.moved(true);
            }),
            self.on(window, "scroll", plain, |article, _| article.scrolled()),
            self.on(window, "pagehide", plain, |article, _| article.left()),
            self.on(
                &self.dom.document,
                "visibilitychange",
                plain,
                |article, _| article.seen_or_not(),
            ),
        ];
        for kind in READER_MOVES {
            listeners.push(self.on(window, kind, plain, |article, _| article.end_turn()));
        }
        listeners
    }

    fn on(
        &self,
        target: &EventTarget,
        kind: &'static str,
        options: EventListenerOptions,
        act: fn(&Rc<Self>, &Event),
    ) -> EventListener {
        let this = self.this.clone();
        EventListener::new_with_options(target, kind, options, move |event| {
            if let Some(article) = this.upgrade() {
                act(&article, event);
            }
        })
    }

    /// Returns a weak reference to itself, for callbacks that outlive a call or the article.
    pub(super) fn weak(&self) -> Weak<Self> {
        self.this.clone()
    }

    fn toggled(&self, event: &Event) {
        if Boxes::are_meant_by(event) {
            self.tell();
        }
    }

    /// Ends the tasks that the last move started.
    pub(super) fn end_turn(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
    }

    /// Notifies the chrome if the state has changed.
    pub(super) fn tell(&self) {
        let state = self.state();
        if self.told.replace(state) != state {
            self.subscribers.tell(state);
        }
    }
}

impl LetGo for AdoptedArticle {
    fn let_go(&self) {
        drop(self.listeners.take());
        self.end_turn();
        self.focus.give_back();
        self.passage.clear();
        self.aloud.hush();
        self.shared.forget_file();
        self.search.end();
    }
}

impl Host for AdoptedArticle {
    fn state(&self) -> ChromeState {
        ChromeState {
            boxes: self.boxes.count(),
            way_back: self.origin.borrow().as_ref().map(|origin| origin.way_back),
        }
    }

    fn subscribe(&self, listener: Callback<ChromeState>) -> Subscription {
        self.subscribers.add(listener)
    }

    fn open_all(&self) {
        self.boxes.set_all(true);
    }

    fn close_all(&self) {
        self.boxes.set_all(false);
    }

    fn go_back(&self) {
        if let Some(article) = self.this.upgrade() {
            article.return_to_origin();
        }
    }
}
