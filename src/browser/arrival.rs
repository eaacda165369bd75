//! Putting things in their place once the browser has moved: a target in view and in focus, a link where it stood.
//!
//! Nothing here scrolls smoothly, so there is nothing to hold back for readers who prefer reduced motion.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::article::AdoptedArticle;
use super::boxes::reveal;
use super::dom::Dom;
use super::history::Place;
use super::spot::Spot;

/// How many frames a place may take to come to rest: browsers restore their own scroll position at different
/// moments, and paragraphs that were skipped get their true height when they come into view.
const FRAMES_TO_SETTLE: u32 = 12;
/// How many frames without a change count as rest.
const FRAMES_AT_REST: u32 = 3;

impl AdoptedArticle {
    /// Brings the reader to a target: `anew` when they asked for it now, otherwise the browser has put them back
    /// where they were, and only what had to be opened first moves them.
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

    /// Sees to it that the target is in view and not under anything. Says whether it had to do something.
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

    /// Puts a link back where it stood in the view, and focus on it.
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

    /// Keeps a spot of the text that far below the top of the window, in px, until the page has come to rest.
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

    /// Corrects, frame by frame, until there is nothing left to correct.
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

    /// Runs a task for the newest move; those of earlier moves see from `turn` that they are out of date.
    pub(super) fn spawn<F: Future<Output = ()> + 'static>(
        self: &Rc<Self>,
        task: impl FnOnce(Rc<Self>, u32) -> F,
    ) {
        self.end_turn();
        spawn_local(task(Rc::clone(self), self.turn.get()));
    }

    /// Whether something that the reader sees in the article has focus already.
    fn has_focus_in_view(&self) -> bool {
        self.dom.document.active_element().is_some_and(|element| {
            self.dom.root.contains(Some(&element)) && self.dom.is_in_view(&element)
        })
    }
}
