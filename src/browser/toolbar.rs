//! The toolbar's requests to the page: setting focus, reporting when to close a panel, and reporting which tools are
//! available.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};
use yew::Callback;

use super::article::AdoptedArticle;
use super::voice::Speaker;
use super::{dom, offline};
use crate::view::chrome::{Dismissal, Offers, Subscription, ToolbarHost};
use sidelight_model::anchor;

impl ToolbarHost for AdoptedArticle {
    fn focus(&self, id: &str) {
        if let Some(element) = self.dom.document.get_element_by_id(id) {
            dom::focus(&element);
            if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
                field.select();
            }
        }
    }

    fn on_dismiss(&self, listener: Callback<Dismissal>) -> Subscription {
        // Captured, so that nothing in the page can stop the event first.
        let options = EventListenerOptions::run_in_capture_phase();
        let window = &self.dom.window;
        let listeners = [
            EventListener::new_with_options(window, "keydown", options, {
                let listener = listener.clone();
                let dom = self.dom.clone();
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
                let dom = self.dom.clone();
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

    fn offers(&self) -> Offers {
        let language = self.dom.language();
        Offers {
            listen: Speaker::of(&self.dom.window)
                .is_some_and(|speaker| speaker.voice(&language).is_some()),
            offline: offline::is_possible(&self.dom),
        }
    }

    fn on_offers(&self, listener: Callback<Offers>) -> Subscription {
        let article = self.weak();
        let voices = Speaker::of(&self.dom.window).and_then(|speaker| {
            speaker.on_change(move || {
                if let Some(article) = article.upgrade() {
                    listener.emit(article.offers());
                }
            })
        });
        Subscription::new(move || drop(voices))
    }
}
