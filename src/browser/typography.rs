//! The position in the text and the colour of the browser's frame, when the reader changes the type or the colours.
//! `assets/toolbar.js` applies and saves the settings.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListenerOptions;

use super::context::PageContext;
use super::dom;
use super::scroll::ScrollAnchor;
use super::text_position::{TextPosition, top_of_view};

/// The follower of the settings.
pub(super) struct Typography {
    page: Rc<PageContext>,
    /// The text position that the last change kept in place.
    kept: Cell<Option<KeptPosition>>,
}

/// A text position, and the distance from the top of the view at which it is kept, in px. The toolbar above the view grows
/// with the type.
struct KeptPosition {
    position: Rc<TextPosition>,
    top: f64,
}

/// Selector of the form with the settings.
const FORM: &str = "#type-form";
/// The id of the `theme-color` element that we add for the colour of the browser's frame.
const FRAME_COLOUR: &str = "sidelight-theme-color";

impl Typography {
    /// Keeps the position in the text through every change of the settings. `toolbar.js` changes them, between the two
    /// listeners.
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let typography = Rc::new(Self {
            page: Rc::clone(page),
            kept: Cell::default(),
        });
        let this = Rc::downgrade(&typography);
        for kind in ["change", "reset"] {
            let before = EventListenerOptions::run_in_capture_phase();
            page.on(
                &this,
                &page.dom.window,
                kind,
                before,
                |typography, event| {
                    if dom::closest(event, FORM).is_some() {
                        typography.kept.set(typography.position_to_keep());
                    }
                },
            );
            let after = EventListenerOptions::default();
            page.on(&this, &page.dom.window, kind, after, |typography, event| {
                if dom::closest(event, FORM).is_some() {
                    typography.keep_position();
                    typography.colour_frame();
                }
            });
        }
        typography.colour_frame();
        typography
    }

    /// Brings the kept position back to where it was.
    fn keep_position(&self) {
        if let Some(kept) = self.kept.take() {
            let (position, top) = (Rc::clone(&kept.position), kept.top);
            let anchor =
                ScrollAnchor::new(move || position.top(), move |dom| top_of_view(dom) + top);
            self.page.scroll.correct(anchor.into_correction());
            self.kept.set(Some(kept));
        }
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
    fn colour_frame(&self) {
        let dom = &self.page.dom;
        if let Some(old) = dom.document.get_element_by_id(FRAME_COLOUR) {
            old.remove();
        }
        // Not computed for the default theme, because it requires the style of the whole article.
        let colour = || {
            dom.html()?.get_attribute("data-theme")?;
            let style = dom.window.get_computed_style(&*dom.document.body()?);
            style.ok()??.get_property_value("background-color").ok()
        };
        if let Some(colour) = colour()
            && let (Some(head), Ok(meta)) =
                (dom.document.head(), dom.document.create_element("meta"))
        {
            meta.set_id(FRAME_COLOUR);
            // Errors are ignored, because only the colour of the browser's frame depends on this element.
            let _ = meta.set_attribute("name", "theme-color");
            let _ = meta.set_attribute("content", &colour);
            let _ = head.prepend_with_node_1(&meta);
        }
    }
}
