//! Watches the page while a search is open, for changes of the text and for hits that come into view.

use std::rc::Weak;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, MutationObserver, MutationObserverInit};

use super::Search;
use crate::browser::dom::{Dom, member};
use sidelight_model::anchor;

/// Time without changes before the page is read again, in ms. A translator changes the page in many steps.
const QUIET: i32 = 150;

/// The observer and listeners of an open search. Dropping it stops them.
pub(super) struct Observer {
    observer: Option<MutationObserver>,
    _changed: Closure<dyn FnMut(Array)>,
    _listeners: [EventListener; 3],
}

impl Observer {
    /// Starts to observe the page. The text is collected again when it changes, and hits are highlighted as they come into
    /// view.
    pub(super) fn new(dom: &Dom, search: &Weak<Search>) -> Self {
        let changed = Closure::<dyn FnMut(Array)>::new({
            let search = Weak::clone(search);
            move |records: Array| {
                let Some(search) = search.upgrade() else {
                    return;
                };
                let is_of_text = |record: JsValue| {
                    member(&record, "type").is_none_or(|kind| kind != "attributes")
                };
                if records.iter().any(is_of_text) {
                    search.collect_text(QUIET);
                }
                search.report_translation();
            }
        });
        let on = |target: &EventTarget, kind: &'static str, act: fn(&Search)| {
            let search = Weak::clone(search);
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(target, kind, options, move |_| {
                if let Some(search) = search.upgrade() {
                    act(&search);
                }
            })
        };
        let (window, root) = (&dom.window, &dom.root);
        Self {
            observer: MutationObserver::new(changed.as_ref().unchecked_ref())
                .ok()
                .inspect(|observer| observe(observer, dom)),
            _changed: changed,
            _listeners: [
                on(window, "scroll", Search::follow),
                on(window, "resize", Search::highlight_hits),
                // `toggle` doesn't bubble.
                on(root, "toggle", Search::highlight_hits),
            ],
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Observes the article's text, and the attributes that translators set on the document.
fn observe(observer: &MutationObserver, dom: &Dom) {
    if let Some(article) = dom.find(anchor::ARTICLE) {
        let text = MutationObserverInit::new();
        text.set_child_list(true);
        text.set_character_data(true);
        text.set_subtree(true);
        let _ = observer.observe_with_options(&article, &text);
    }
    if let Some(html) = dom.document.document_element() {
        let language = MutationObserverInit::new();
        language.set_attributes(true);
        language.set_attribute_filter(&Array::of2(&"lang".into(), &"class".into()));
        let _ = observer.observe_with_options(&html, &language);
    }
}
