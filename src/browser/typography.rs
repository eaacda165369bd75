//! The type and colour settings of the page, and the language of the chrome. Changes apply at once and are saved.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::Element;
use yew::Callback;

use super::context::PageContext;
use super::scroll::ScrollAnchor;
use super::text_position::{TextPosition, top_of_view};
use super::{language, storage};
use crate::view::chrome::{Setting, TYPE_KEY, TypeHost, TypeSettings};
use sidelight_i18n::Messages;

/// The settings of the page.
pub(super) struct Typography {
    page: Rc<PageContext>,
    /// The text position that the last change kept in place.
    kept: Cell<Option<KeptPosition>>,
    /// Changes the messages of the chrome. `None` until the chrome is mounted.
    on_language: RefCell<Option<Callback<Messages>>>,
}

/// A text position, and the distance from the top of the view at which it is kept, in px. The toolbar above the view grows
/// with the type.
struct KeptPosition {
    position: Rc<TextPosition>,
    top: f64,
}

/// The id of the `theme-color` element that we add for the colour of the browser's frame.
const FRAME_COLOUR: &str = "sidelight-theme-color";

impl TypeHost for Typography {
    fn type_settings(&self) -> TypeSettings {
        let html = self.page.dom.html();
        TypeSettings::read(|setting| html.as_ref()?.get_attribute(setting.attribute()))
    }

    fn set_type(&self, settings: TypeSettings) -> bool {
        let kept = self.position_to_keep();
        if let Some(html) = self.page.dom.html() {
            apply(&html, settings);
        }
        self.colour_frame();
        if let Some(kept) = kept {
            let (position, top) = (Rc::clone(&kept.position), kept.top);
            let anchor =
                ScrollAnchor::new(move || position.top(), move |dom| top_of_view(dom) + top);
            self.page.scroll.correct(anchor.into_correction());
            self.kept.set(Some(kept));
        }
        storage::keep(&self.page.dom.window, TYPE_KEY, &settings.to_saved())
    }

    fn set_language(&self, messages: Messages) -> bool {
        if let Some(listener) = &*self.on_language.borrow() {
            listener.emit(messages);
        }
        language::keep(&self.page.dom.window, messages)
    }
}

impl Typography {
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let typography = Rc::new(Self {
            page: Rc::clone(page),
            kept: Cell::default(),
            on_language: RefCell::default(),
        });
        typography.colour_frame();
        typography
    }

    /// Calls the listener whenever the reader chooses another language.
    pub(super) fn on_language(&self, listener: Callback<Messages>) {
        self.on_language.replace(Some(listener));
    }

    /// Returns the position to keep in place. If the reader hasn't moved since the last change, it is the position that this
    /// change kept. A new position each time would shift the text by part of a line with every change. If the reader has
    /// moved, it is the position at the top now.
    fn position_to_keep(&self) -> Option<KeptPosition> {
        let view = top_of_view(&self.page.dom);
        let is_there = |kept: &KeptPosition| (kept.position.top() - view - kept.top).abs() < 2.0;
        self.kept.take().filter(is_there).or_else(|| {
            let position = Rc::new(TextPosition::at_top(&self.page.dom)?);
            let top = position.top() - view;
            Some(KeptPosition { position, top })
        })
    }

    /// Gives the browser's frame the colour of the page if the reader has chosen a theme. The first `theme-color` counts.
    /// Also sets the `color-scheme` that belongs to the theme.
    fn colour_frame(&self) {
        let dom = &self.page.dom;
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
