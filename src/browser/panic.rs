//! A panic never costs the reader the page: the chrome goes, the article stays as it was.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use std::rc::Weak;

use web_sys::{Document, console};

use super::language;
use sidelight_model::anchor;

thread_local! {
    static GUARDED: RefCell<Vec<Weak<dyn LetGo>>> = const { RefCell::new(Vec::new()) };
    static HAS_PANICKED: Cell<bool> = const { Cell::new(false) };
}

/// What listens on the page and can stop to. Safe at any moment, even while something of it is borrowed by a panic.
pub(super) trait LetGo {
    /// Stops, and leaves the page as it was.
    fn let_go(&self);
}

/// Sees to it that a panic leaves the page readable, and writes one line to the console.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|info| {
        // What is still queued may run into the ruins and panic again; all is said and done by then.
        if !HAS_PANICKED.replace(true) {
            console::error_1(&report(info).into());
            rescue();
        }
    }));
}

/// Lets a panic let go of this.
pub(super) fn guard(held: Weak<dyn LetGo>) {
    GUARDED.with_borrow_mut(|guarded| {
        guarded.retain(|held| held.strong_count() > 0);
        guarded.push(held);
    });
}

fn report(info: &PanicHookInfo<'_>) -> String {
    format!("Sidelight has stopped; the article stays as it is. {info}")
}

/// Runs amid a panic: nothing in here may panic, nor count on anything that isn't borrowed.
fn rescue() {
    GUARDED.with(|guarded| {
        if let Ok(guarded) = guarded.try_borrow() {
            for held in guarded.iter().filter_map(Weak::upgrade) {
                held.let_go();
            }
        }
    });
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    for root in [anchor::TOOLBAR, anchor::BOXES_CHROME, anchor::CHROME] {
        clear(&document, root);
    }
    // A package that hasn't been rendered leaves a page with nothing to read on it.
    if let Some(root) = document.get_element_by_id(anchor::ROOT)
        && root.get_attribute(anchor::KIND).as_deref() == Some(anchor::PACKAGE)
        && document.get_element_by_id(anchor::ARTICLE).is_none()
    {
        root.set_text_content(Some(language::words(&window).stopped()));
    }
}

/// Empties an element and takes its listeners away, by putting a bare copy in its place.
fn clear(document: &Document, id: &str) {
    if let Some(root) = document.get_element_by_id(id)
        && let Ok(bare) = root.clone_node()
    {
        let _ = root.replace_with_with_node_1(&bare);
    }
}
