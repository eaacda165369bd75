//! What the bar of tools asks of the page: focus, and when to close what is open.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

use super::article::AdoptedArticle;
use super::dom;
use crate::reader::anchor;
use crate::reader::chrome::{Dismissal, Subscription, ToolbarHost};

impl ToolbarHost for AdoptedArticle {
    fn focus(&self, id: &str) {
        if let Some(element) = self.dom.document.get_element_by_id(id) {
            dom::focus(&element);
        }
    }

    fn on_dismiss(&self, listener: Callback<Dismissal>) -> Subscription {
        // Before anything in the page can keep the event to itself.
        let options = EventListenerOptions::run_in_capture_phase();
        let window = &self.dom.window;
        let listeners = [
            EventListener::new_with_options(window, "keydown", options, {
                let listener = listener.clone();
                move |event| {
                    if event
                        .dyn_ref::<KeyboardEvent>()
                        .is_some_and(|key| key.key() == "Escape" && !key.is_composing())
                    {
                        listener.emit(Dismissal::Escape);
                    }
                }
            }),
            EventListener::new_with_options(window, "pointerdown", options, {
                let listener = listener.clone();
                let document = self.dom.document.clone();
                move |event| {
                    let pressed = event.target().and_then(|t| t.dyn_into::<Element>().ok());
                    let is_inside = document
                        .get_element_by_id(anchor::TOOLBAR)
                        .is_some_and(|bar| bar.contains(pressed.as_deref()));
                    if !is_inside {
                        listener.emit(Dismissal::Outside);
                    }
                }
            }),
            EventListener::new(window, "click", move |event| {
                let selector = format!("#{} a[href^='#']", anchor::TOOLBAR);
                if dom::closest(event, &selector).is_some() {
                    listener.emit(Dismissal::Followed);
                }
            }),
        ];
        Subscription::new(move || drop(listeners))
    }
}
