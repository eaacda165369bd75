//! Where the reader is in the article: how far, in which part, and the line at the bar that shows it.

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
    /// The document's root element.
    pub(super) fn root_element(&self) -> Option<Element> {
        self.dom.document.document_element()
    }

    /// The page has been scrolled. Browsers say so once a frame at most, before they paint it.
    pub(super) fn scrolled(&self) {
        let line = self.dom.document.get_element_by_id(anchor::PROGRESS);
        if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
            let share = self.share_read().unwrap_or_default();
            let share = ((share * 1000.0) as u32).to_string();
            // A style that is refused is a line that isn't drawn.
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
        // What lies just below the bar counts as reached: that is where a jump brings it.
        let reached = top_of_view(&self.dom) + 40.0;
        // As few as possible are asked where they stand: each answer may need a part of the page to be laid out.
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

    /// How much of the text has been passed, from 0 to 1: all of it when its end is in view.
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
