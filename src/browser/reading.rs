//! The reader's progress in the article: the share read, the current section, and the progress line at the toolbar.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::Callback;

use super::article::AdoptedArticle;
use super::contents::{headings, id_of};
use super::spot::top_of_view;
use crate::view::chrome::{Reading, Subscription, TextLength};
use sidelight_model::anchor;

impl AdoptedArticle {
    /// Returns the document's root element.
    pub(super) fn root_element(&self) -> Option<Element> {
        self.dom.document.document_element()
    }

    /// Updates the progress line after scrolling. Browsers report scrolling at most once a frame, before they paint it.
    pub(super) fn scrolled(&self) {
        let line = self.dom.document.get_element_by_id(anchor::PROGRESS);
        if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
            let share = self.share_read().unwrap_or_default();
            let share = ((share * 1000.0) as u32).to_string();
            // If the style is refused, the line isn't drawn.
            let _ = line.style().set_property("--read", &share);
        }
    }

    pub(super) fn length_of_text(&self) -> Option<TextLength> {
        let article = self.dom.find(anchor::ARTICLE)?;
        Some(TextLength {
            words: article.get_attribute(anchor::WORDS)?.parse().ok()?,
            language: article.get_attribute("lang").unwrap_or_default(),
        })
    }

    pub(super) fn reading_now(&self) -> Reading {
        // A section slightly below the toolbar counts as reached, because a jump brings it there.
        let reached = top_of_view(&self.dom) + 40.0;
        // As few headings as possible are measured, because each measurement may lay out a part of the page.
        let headings: Vec<Element> = headings(&self.dom).collect();
        let passed =
            headings.partition_point(|heading| heading.get_bounding_client_rect().top() <= reached);
        let section = passed
            .checked_sub(1)
            .and_then(|last| id_of(&headings[last]));
        Reading {
            percent: (self.share_read().unwrap_or_default() * 100.0) as u32,
            section,
        }
    }

    pub(super) fn while_scrolling(&self, listener: Callback<()>) -> Subscription {
        let listening = EventListener::new(&self.dom.window, "scroll", move |_| listener.emit(()));
        Subscription::new(move || drop(listening))
    }

    /// Returns the share of the text that has been passed, from 0 to 1. It is 1 if the end of the text is in view.
    fn share_read(&self) -> Option<f64> {
        let text = self.dom.find(anchor::TEXT)?.get_bounding_client_rect();
        let top = top_of_view(&self.dom);
        let view = self.dom.window.inner_height().ok()?.as_f64()? - top;
        let (passed, length) = (top - text.top(), text.height() - view);
        Some(if passed <= 0.0 {
            0.0
        } else if length <= passed {
            1.0
        } else {
            passed / length
        })
    }
}
