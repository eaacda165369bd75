//! A panic never costs the reader the page: the chrome goes, the article stays as it was.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use std::rc::{Rc, Weak};

use web_sys::{Document, console};

use super::article::AdoptedArticle;
use super::language;
use crate::reader::anchor;

thread_local! {
    static GUARDED: RefCell<Vec<Weak<AdoptedArticle>>> = const { RefCell::new(Vec::new()) };
    static HAS_PANICKED: Cell<bool> = const { Cell::new(false) };
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

/// Lets a panic let go of this article.
pub(super) fn guard(article: &Rc<AdoptedArticle>) {
    GUARDED.with_borrow_mut(|guarded| {
        guarded.retain(|article| article.strong_count() > 0);
        guarded.push(Rc::downgrade(article));
    });
}

fn report(info: &PanicHookInfo<'_>) -> String {
    format!("Sidelight has stopped; the article stays as it is. {info}")
}

/// Runs amid a panic: nothing in here may panic, nor count on anything that isn't borrowed.
fn rescue() {
    GUARDED.with(|guarded| {
        if let Ok(guarded) = guarded.try_borrow() {
            for article in guarded.iter().filter_map(Weak::upgrade) {
                article.let_go();
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
