//! Corrections after a navigation: brings a target into view and gives it focus, or moves a link back to its earlier
//! position.
//!
//! All scrolling is instant, so nothing needs to change for readers who prefer reduced motion.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::article::AdoptedArticle;
use super::boxes::reveal;
use super::dom::Dom;
use super::history::Place;
use super::spot::Spot;

/// Maximum number of frames until a position is stable. Browsers restore their own scroll position at different moments.
/// Paragraphs that were skipped by the layout get their true height when they come into view.
const FRAMES_TO_SETTLE: u32 = 12;
/// Number of frames without a change after which a position counts as stable.
const FRAMES_AT_REST: u32 = 3;

impl AdoptedArticle {
    /// Brings the reader to a target. The last argument is `true` if the reader has just asked for it. If it is `false`, the
    /// browser has restored the reader's position. The view then moves only if a closed element hid the target.
    pub(super) fn arrive(self: &Rc<Self>, target: &Element, anew: bool) {
        let target = target.clone();
        let anew = reveal(&target) || anew;
        if anew {
            self.focus.focus(&target);
        }
        self.spawn(move |article, turn| async move {
            article.dom.next_frame().await;
            if anew {
                article.settle(turn, || article.show(&target)).await;
            } else {
                article.dom.next_frame().await;
                if turn == article.turn.get()
                    && article.dom.is_in_view(&target)
                    && !article.has_focus_in_view()
                {
                    article.focus.focus(&target);
                }
            }
        });
    }

    /// Scrolls the target into view if its beginning is outside the view or covered. Returns `true` if it had to scroll.
    fn show(&self, target: &Element) -> bool {
        let block = if !self.dom.begins_in_view(target) {
            ScrollLogicalPosition::Start
        } else if self.dom.is_covered(target) {
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

    /// Moves a link back to its earlier position in the view, and gives it focus. Does nothing if the link no longer exists.
    pub(super) fn restore(self: &Rc<Self>, place: Place) {
        let Some(link) = self.dom.find(&place.link) else {
            return;
        };
        reveal(&link);
        self.focus.focus(&link);
        let put_back = move |article: &Self| {
            let distance = link.get_bounding_client_rect().top() - place.top;
            let is_off = distance.abs() >= 1.0;
            if is_off {
                article.dom.scroll_by(distance);
            }
            is_off
        };
        put_back(self);
        self.spawn(move |article, turn| async move {
            article.settle(turn, || put_back(&article)).await;
        });
    }

    /// Keeps a text position at the distance `top` from the top of the window, in px, until the layout is stable.
    pub(super) fn hold(self: &Rc<Self>, spot: Rc<Spot>, top: impl Fn(&Dom) -> f64 + 'static) {
        let put_back = move |article: &Self| {
            let distance = spot.top() - top(&article.dom);
            let is_off = distance.abs() >= 1.0;
            if is_off {
                article.dom.scroll_by(distance);
            }
            is_off
        };
        put_back(self);
        self.spawn(move |article, turn| async move {
            article.settle(turn, || put_back(&article)).await;
        });
    }

    /// Calls `correct` in each frame until it has returned `false` several times, which means that it has nothing left to
    /// correct. Stops early if a newer move begins, and gives up after [`FRAMES_TO_SETTLE`] frames.
    pub(super) async fn settle(&self, turn: u32, correct: impl Fn() -> bool) {
        let mut at_rest = 0;
        for _ in 0..FRAMES_TO_SETTLE {
            if turn != self.turn.get() || at_rest == FRAMES_AT_REST {
                return;
            }
            at_rest = if correct() { 0 } else { at_rest + 1 };
            self.dom.next_frame().await;
        }
    }

    /// Runs a task for the newest move. Tasks of earlier moves see from `turn` that they are outdated.
    pub(super) fn spawn<F: Future<Output = ()> + 'static>(
        self: &Rc<Self>,
        task: impl FnOnce(Rc<Self>, u32) -> F,
    ) {
        self.end_turn();
        spawn_local(task(Rc::clone(self), self.turn.get()));
    }

    /// Returns `true` if an element of the article has focus and is in view.
    fn has_focus_in_view(&self) -> bool {
        self.dom.document.active_element().is_some_and(|element| {
            self.dom.root.contains(Some(&element)) && self.dom.is_in_view(&element)
        })
    }
}
