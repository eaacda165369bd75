//! Type and colour as they are set on the page, and the language of the chrome: applied at once, and kept for the next visit.

use std::rc::Rc;

use web_sys::Element;

use super::article::AdoptedArticle;
use super::spot::Spot;
use super::{language, storage};
use crate::view::chrome::{Setting, TYPE_KEY, TypeHost, TypeSettings};
use sidelight_i18n::Words;

/// A spot of the text that was kept in its place, and how far below the top of the window that is, in px.
pub(super) struct Held {
    spot: Rc<Spot>,
    stood: f64,
}

/// Our own colour of the browser's frame, while there is one.
const FRAME_COLOUR: &str = "sidelight-theme-color";

impl TypeHost for AdoptedArticle {
    fn type_settings(&self) -> TypeSettings {
        let html = self.root_element();
        TypeSettings::read(|setting| html.as_ref()?.get_attribute(setting.attribute()))
    }

    fn set_type(&self, settings: TypeSettings) -> bool {
        let held = self.held_spot();
        if let Some(html) = self.root_element() {
            apply(&html, settings);
        }
        self.colour_frame();
        if let (Some(article), Some(held)) = (self.this.upgrade(), held) {
            let stood = held.stood;
            article.hold(Rc::clone(&held.spot), move |_| stood);
            self.held.set(Some(held));
        }
        storage::keep(&self.dom.window, TYPE_KEY, &settings.to_saved())
    }

    fn set_language(&self, words: Words) -> bool {
        if let Some(speak) = &*self.speak.borrow() {
            speak.emit(words);
        }
        language::keep(&self.dom.window, words)
    }
}

impl AdoptedArticle {
    /// What is to stay where it is: the spot that the last change has kept, as long as the reader hasn't moved away from it,
    /// or a step at a time they would drift back by part of a line; else what is at the top now.
    fn held_spot(&self) -> Option<Held> {
        let is_there = |held: &Held| (held.spot.top() - held.stood).abs() < 2.0;
        self.held.take().filter(is_there).or_else(|| {
            let spot = Rc::new(Spot::at_top(&self.dom)?);
            let stood = spot.top();
            Some(Held { spot, stood })
        })
    }

    /// Gives the browser's frame the colour of the page, where a reader has chosen one: the first `theme-color` counts.
    pub(super) fn colour_frame(&self) {
        let dom = &self.dom;
        if let Some(old) = dom.document.get_element_by_id(FRAME_COLOUR) {
            old.remove();
        }
        let theme = self.type_settings().choice(Setting::Theme);
        // Not asked of a page that keeps its own colours: the answer costs the style of the whole article.
        let colour = || {
            let style = dom.window.get_computed_style(&*dom.document.body()?);
            style.ok()??.get_property_value("background-color").ok()
        };
        if theme != "auto"
            && let Some(colour) = colour()
            && let (Some(head), Ok(meta)) =
                (dom.document.head(), dom.document.create_element("meta"))
        {
            meta.set_id(FRAME_COLOUR);
            // What a fresh element refuses nobody misses.
            let _ = meta.set_attribute("name", "theme-color");
            let _ = meta.set_attribute("content", &colour);
            let _ = head.prepend_with_node_1(&meta);
        }
        let scheme = match theme {
            "light" | "sepia" => "light",
            "dark" => "dark",
            _ => "light dark",
        };
        // Said again, even the same makes browsers style everything anew.
        if let Ok(Some(meta)) = dom.document.query_selector("meta[name=color-scheme]")
            && meta.get_attribute("content").as_deref() != Some(scheme)
        {
            let _ = meta.set_attribute("content", scheme);
        }
    }
}

/// An attribute for everything that isn't at its default.
fn apply(html: &Element, settings: TypeSettings) {
    for setting in Setting::ALL {
        // Both names are our own, so neither is refused.
        let _ = if settings.place(setting) == setting.default_place() {
            html.remove_attribute(setting.attribute())
        } else {
            html.set_attribute(setting.attribute(), settings.choice(setting))
        };
    }
}
