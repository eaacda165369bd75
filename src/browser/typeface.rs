//! The type and colour settings of the page, and the language of the chrome. Changes apply at once and are saved.

use std::rc::Rc;

use web_sys::Element;

use super::article::AdoptedArticle;
use super::spot::Spot;
use super::{language, storage};
use crate::view::chrome::{Setting, TYPE_KEY, TypeHost, TypeSettings};
use sidelight_i18n::Words;

/// A text position that was kept in place, with its distance from the top of the window in px.
pub(super) struct Held {
    spot: Rc<Spot>,
    stood: f64,
}

/// The id of the `theme-color` element that we add for the colour of the browser's frame.
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
    /// Returns the position to keep in place. If the reader hasn't moved since the last change, it is the position that this
    /// change kept. A new position each time would shift the text by part of a line with every change. If the reader has
    /// moved, it is the position at the top now.
    fn held_spot(&self) -> Option<Held> {
        let is_there = |held: &Held| (held.spot.top() - held.stood).abs() < 2.0;
        self.held.take().filter(is_there).or_else(|| {
            let spot = Rc::new(Spot::at_top(&self.dom)?);
            let stood = spot.top();
            Some(Held { spot, stood })
        })
    }

    /// Gives the browser's frame the colour of the page if the reader has chosen a theme. The first `theme-color` counts.
    /// Also sets the `color-scheme` that belongs to the theme.
    pub(super) fn colour_frame(&self) {
        let dom = &self.dom;
        if let Some(old) = dom.document.get_element_by_id(FRAME_COLOUR) {
            old.remove();
        }
        let theme = self.type_settings().choice(Setting::Theme);
        // Not computed for the default theme, because it requires the style of the whole article.
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
            // Errors are ignored, because only the colour of the browser's frame depends on this element.
            let _ = meta.set_attribute("name", "theme-color");
            let _ = meta.set_attribute("content", &colour);
            let _ = head.prepend_with_node_1(&meta);
        }
        let scheme = match theme {
            "light" | "sepia" => "light",
            "dark" => "dark",
            _ => "light dark",
        };
        // Setting it again makes browsers recompute all styles, even with the same value.
        if let Ok(Some(meta)) = dom.document.query_selector("meta[name=color-scheme]")
            && meta.get_attribute("content").as_deref() != Some(scheme)
        {
            let _ = meta.set_attribute("content", scheme);
        }
    }
}

/// Sets an attribute for each setting that isn't at its default, and removes the others.
fn apply(html: &Element, settings: TypeSettings) {
    for setting in Setting::ALL {
        // Both names are our own and valid, so neither call fails.
        let _ = if settings.place(setting) == setting.default_place() {
            html.remove_attribute(setting.attribute())
        } else {
            html.set_attribute(setting.attribute(), settings.choice(setting))
        };
    }
}
