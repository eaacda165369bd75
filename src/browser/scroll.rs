//! Corrections of the scroll position after a move: bring an element into view, or keep a position where it was.
//!
//! All scrolling is instant, so nothing needs to change for readers who prefer reduced motion.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::dom::Dom;

/// Maximum number of frames until a position is stable. Browsers restore their own scroll position at different moments.
/// Paragraphs that were skipped by the layout get their true height when they come into view.
const FRAMES_TO_SETTLE: u32 = 12;
/// Number of frames without a change after which a position counts as stable.
const FRAMES_AT_REST: u32 = 3;

/// A correction of the scroll position. Returns `true` if it had to scroll.
pub(super) type Correction = Box<dyn Fn(&Dom) -> bool>;

/// The scroll position of the window. Only the corrections of the newest move run.
#[derive(Clone)]
pub(super) struct Scroll {
    dom: Dom,
    /// Number of moves so far.
    moves: Rc<Cell<u32>>,
}

/// A move of the reader. Its corrections end when a newer move begins.
pub(super) struct Move {
    number: u32,
    moves: Rc<Cell<u32>>,
}

impl Move {
    /// Returns `true` if no newer move has begun.
    pub(super) fn is_newest(&self) -> bool {
        self.moves.get() == self.number
    }
}

impl Scroll {
    pub(super) fn new(dom: &Dom) -> Self {
        Self {
            dom: dom.clone(),
            moves: Rc::default(),
        }
    }

    /// Ends the corrections of the last move.
    pub(super) fn end_corrections(&self) {
        self.moves.set(self.moves.get().wrapping_add(1));
    }

    /// Begins a move.
    pub(super) fn begin(&self) -> Move {
        self.end_corrections();
        Move {
            number: self.moves.get(),
            moves: Rc::clone(&self.moves),
        }
    }

    /// Corrects the position now, and then until the layout is stable.
    pub(super) fn correct(&self, correct: Correction) {
        correct(&self.dom);
        let (scroll, begun) = (self.clone(), self.begin());
        spawn_local(async move { scroll.settle(&begun, &correct).await });
    }

    /// Corrects the position now, and then until the layout is stable. For the handler of a key or a press: such an event
    /// ends corrections when it reaches the window, so the move begins afterwards.
    pub(super) fn correct_after_event(&self, correct: Correction) {
        correct(&self.dom);
        let scroll = self.clone();
        spawn_local(async move {
            scroll.dom.next_frame().await;
            let begun = scroll.begin();
            scroll.settle(&begun, &correct).await;
        });
    }

    /// Calls `correct` in each frame until it has returned `false` several times, which means that it has nothing left to
    /// correct. Stops early if a newer move begins, and gives up after [`FRAMES_TO_SETTLE`] frames.
    pub(super) async fn settle(&self, begun: &Move, correct: &dyn Fn(&Dom) -> bool) {
        let mut at_rest = 0;
        for _ in 0..FRAMES_TO_SETTLE {
            if !begun.is_newest() || at_rest == FRAMES_AT_REST {
                return;
            }
            at_rest = if correct(&self.dom) { 0 } else { at_rest + 1 };
            self.dom.next_frame().await;
        }
    }
}

/// A position in the page that has to stay at some distance from the top of the window.
pub(super) struct ScrollAnchor {
    /// Returns the current distance, in px.
    current: Box<dyn Fn() -> f64>,
    /// Returns the wanted distance, in px.
    wanted: Box<dyn Fn(&Dom) -> f64>,
}

impl ScrollAnchor {
    pub(super) fn new(
        current: impl Fn() -> f64 + 'static,
        wanted: impl Fn(&Dom) -> f64 + 'static,
    ) -> Self {
        Self {
            current: Box::new(current),
            wanted: Box::new(wanted),
        }
    }

    /// Returns an anchor that keeps the top of an element at this distance, in px.
    pub(super) fn of_element(element: Element, top: f64) -> Self {
        Self::new(
            move || element.get_bounding_client_rect().top(),
            move |_| top,
        )
    }

    /// Moves the position back to its place. Returns `true` if it had to scroll.
    pub(super) fn restore(&self, dom: &Dom) -> bool {
        let distance = (self.current)() - (self.wanted)(dom);
        let is_off = distance.abs() >= 1.0;
        if is_off {
            dom.scroll_by(distance);
        }
        is_off
    }

    /// Returns a correction that restores the anchor.
    pub(super) fn into_correction(self) -> Correction {
        Box::new(move |dom| self.restore(dom))
    }
}

/// Scrolls an element into view if its beginning is outside the view or covered. Returns `true` if it had to scroll.
pub(super) fn bring_into_view(dom: &Dom, target: &Element) -> bool {
    let block = if !dom.begins_in_view(target) {
        ScrollLogicalPosition::Start
    } else if dom.is_covered(target) {
        ScrollLogicalPosition::Center
    } else {
        return false;
    };
    let options = ScrollIntoViewOptions::new();
    options.set_behavior(ScrollBehavior::Instant);
    options.set_block(block);
    target.scroll_into_view_with_scroll_into_view_options(&options);
    true
}
