//! Handles panics: the chrome is removed, and the article and the tools that need no program stay as they were.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use std::rc::Weak;

use web_sys::{Element, console};

use super::{dom, language};
use sidelight_model::anchor;

/// Selector of the roots of the chrome.
const ROOTS: &str = ".program-root, #resume-place, #boxes-chrome, #sidelight-chrome";

thread_local! {
    static GUARDED: RefCell<Vec<Weak<dyn Teardown>>> = const { RefCell::new(Vec::new()) };
    static HAS_PANICKED: Cell<bool> = const { Cell::new(false) };
}

/// An object that listens on the page and can stop. Stopping is safe at any moment, even if a panic has left parts of the
/// object borrowed.
pub(super) trait Teardown {
    /// Stops listening, and leaves the page as it was.
    fn tear_down(&self);
}

/// Installs a panic hook that keeps the page readable and writes one line to the console.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|info| {
        // Tasks that are still queued may panic too. The first panic has already been handled.
        if !HAS_PANICKED.replace(true) {
            console::error_1(&report(info).into());
            rescue();
        }
    }));
}

/// Registers an object that has to stop listening if the program panics.
pub(super) fn guard(object: Weak<dyn Teardown>) {
    GUARDED.with_borrow_mut(|guarded| {
        guarded.retain(|object| object.strong_count() > 0);
        guarded.push(object);
    });
}

fn report(info: &PanicHookInfo<'_>) -> String {
    format!("Sidelight has stopped; the article stays as it is. {info}")
}

/// Runs during a panic. It must not panic itself, and must not assume that a value isn't borrowed.
fn rescue() {
    GUARDED.with(|guarded| {
        if let Ok(guarded) = guarded.try_borrow() {
            for object in guarded.iter().filter_map(Weak::upgrade) {
                object.tear_down();
            }
        }
    });
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    if let Some(html) = document.document_element() {
        let _ = html.remove_attribute(anchor::PROGRAM);
        for root in dom::all(&html, ROOTS) {
            clear(&root);
        }
    }
    // If a package hasn't been rendered, the page has nothing to read, so it gets a message.
    if let Some(root) = document.get_element_by_id(anchor::ROOT)
        && root.get_attribute(anchor::KIND).as_deref() == Some(anchor::PACKAGE)
        && document.get_element_by_id(anchor::ARTICLE).is_none()
    {
        root.set_text_content(Some(language::messages(&window).stopped()));
    }
}

/// Empties an element and removes its listeners, by replacing it with a bare copy.
fn clear(root: &Element) {
    if let Ok(bare) = root.clone_node() {
        let _ = root.replace_with_with_node_1(&bare);
    }
}
