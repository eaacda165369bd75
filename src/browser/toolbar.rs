//! The toolbar's requests to the page: setting focus, reading a field, and reporting when to close a panel.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::Callback;

use super::dom::{self, Dom};
use crate::view::chrome::{Dismissal, Subscription, ToolbarHost};
use sidelight_model::anchor;

/// The page with the toolbar.
pub(super) struct ToolbarPage(pub(super) Dom);

impl ToolbarHost for ToolbarPage {
    fn focus(&self, id: &str) {
        if let Some(element) = self.0.document.get_element_by_id(id) {
            dom::focus(&element);
            if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
                field.select();
            }
        }
    }

    fn on_dismiss(&self, listener: Callback<Dismissal>) -> Subscription {
        // Captured, so that nothing in the page can stop the event first.
        let options = EventListenerOptions::run_in_capture_phase();
        let window = &self.0.window;
        let listeners = [
            EventListener::new_with_options(window, "keydown", options, {
                let listener = listener.clone();
                let dom = self.0.clone();
                move |event| {
                    if event
                        .dyn_ref::<KeyboardEvent>()
                        .is_some_and(|key| key.key() == "Escape" && !key.is_composing())
                    {
                        let is_elsewhere = dom.document.active_element().is_some_and(|active| {
                            active.tag_name() != "BODY" && !dom.is_in_toolbar(&active)
                        });
                        listener.emit(if is_elsewhere {
                            Dismissal::EscapeElsewhere
                        } else {
                            Dismissal::Escape
                        });
                    }
                }
            }),
            EventListener::new_with_options(window, "pointerdown", options, {
                let listener = listener.clone();
                let dom = self.0.clone();
                move |event| {
                    let pressed = event.target().and_then(|t| t.dyn_into::<Element>().ok());
                    if !pressed.is_some_and(|pressed| dom.is_in_toolbar(&pressed)) {
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

    fn value(&self, event: &Event) -> Option<String> {
        let element: Element = event.target()?.dyn_into().ok()?;
        let list = element.dyn_ref().map(HtmlSelectElement::value);
        list.or_else(|| element.dyn_ref().map(HtmlInputElement::value))
    }
}
