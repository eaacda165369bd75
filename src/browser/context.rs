//! The context that the features of an adopted article share: the page, the focus, the scroll position and the listeners.
//!
//! Each feature owns its state. It has a reference to the context, and registers its listeners there. The context also calls
//! each feature when it has to stop. No feature knows all others.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::{Element, Event, EventTarget};

use super::dom::Dom;
use super::focus::TemporaryFocus;
use super::panic::Teardown;
use super::scroll::Scroll;

/// Events by which the reader takes control of the view. They stop corrections of a position that are still running.
const READER_MOVES: [&str; 4] = ["wheel", "touchmove", "keydown", "pointerdown"];

/// The shared context of an adopted article.
pub(super) struct PageContext {
    pub(super) dom: Dom,
    pub(super) focus: TemporaryFocus,
    pub(super) scroll: Scroll,
    listeners: Cell<Vec<EventListener>>,
    features: Cell<Vec<Weak<dyn Teardown>>>,
}

impl PageContext {
    /// Returns the context for the article in `root`. Returns `None` if there is no window, such as in a worker.
    pub(super) fn of(root: &Element) -> Option<Rc<Self>> {
        let dom = Dom::of(root)?;
        let page = Rc::new(Self {
            scroll: Scroll::new(&dom),
            dom,
            focus: TemporaryFocus::default(),
            listeners: Cell::default(),
            features: Cell::default(),
        });
        let this = Rc::downgrade(&page);
        let options = EventListenerOptions::default();
        page.on(&this, &page.dom.root, "focusout", options, |page, event| {
            page.focus.lost_by(event, &page.dom);
        });
        for kind in READER_MOVES {
            page.on(&this, &page.dom.window, kind, options, |page, _| {
                page.scroll.end_corrections();
            });
        }
        Some(page)
    }

    /// Calls `act` with the feature for every event of this kind, until the teardown. Has only a weak reference to the
    /// feature.
    pub(super) fn on<T: 'static>(
        &self,
        feature: &Weak<T>,
        target: &EventTarget,
        kind: &'static str,
        options: EventListenerOptions,
        act: fn(&T, &Event),
    ) {
        let feature = Weak::clone(feature);
        self.listen(
            target,
            kind,
            options,
            Box::new(move |event| {
                if let Some(feature) = feature.upgrade() {
                    act(&feature, event);
                }
            }),
        );
    }

    /// Adds a listener. Not generic, so that the program contains this code once.
    fn listen(
        &self,
        target: &EventTarget,
        kind: &'static str,
        options: EventListenerOptions,
        act: Box<dyn FnMut(&Event)>,
    ) {
        let mut listeners = self.listeners.take();
        listeners.push(EventListener::new_with_options(target, kind, options, act));
        self.listeners.set(listeners);
    }

    /// Registers a feature that has something to undo or to stop at the teardown.
    pub(super) fn at_teardown(&self, feature: Weak<dyn Teardown>) {
        let mut features = self.features.take();
        features.push(feature);
        self.features.set(features);
    }
}

impl Teardown for PageContext {
    fn tear_down(&self) {
        drop(self.listeners.take());
        self.scroll.end_corrections();
        self.focus.give_back();
        for feature in self.features.take().iter().filter_map(Weak::upgrade) {
            feature.tear_down();
        }
    }
}
