//! Saves the position where a reader stops, and brings them back to it.

use std::rc::Rc;

use gloo::events::EventListenerOptions;
use wasm_bindgen::JsValue;
use web_sys::VisibilityState;

use super::boxes::reveal;
use super::context::PageContext;
use super::navigation::Navigation;
use super::scroll::ScrollAnchor;
use super::text_position::{TextPosition, top_of_view};
use super::{progress, storage};
use crate::view::chrome::{PLACES_KEY, Places, ResumeHost, StoppedAt};
use sidelight_model::anchor;

/// Percentage of the text from which an article counts as read.
const READ: u32 = 97;

/// The position where the reader stops, and the one where they stopped last time.
pub(super) struct Resume {
    page: Rc<PageContext>,
    navigation: Rc<Navigation>,
}

impl Resume {
    /// Saves the position when the page is left or hidden. On phones, hiding is often the only event.
    pub(super) fn new(page: &Rc<PageContext>, navigation: &Rc<Navigation>) -> Rc<Self> {
        let resume = Rc::new(Self {
            page: Rc::clone(page),
            navigation: Rc::clone(navigation),
        });
        let (this, dom) = (Rc::downgrade(&resume), &page.dom);
        let options = EventListenerOptions::default();
        page.on(&this, &dom.window, "pagehide", options, |resume, _| {
            resume.left();
        });
        page.on(
            &this,
            &dom.document,
            "visibilitychange",
            options,
            |resume, _| {
                if resume.page.dom.document.visibility_state() == VisibilityState::Hidden {
                    resume.left();
                }
            },
        );
        resume
    }

    /// Saves the reader's position when the page is left, or may be about to be left. If the reader has reached the end, the
    /// saved position is removed. If they haven't begun, the last saved position is kept.
    fn left(&self) {
        if self.page.dom.is_embedded() || !self.has_begun() {
            return;
        }
        let place = if progress::percent_read(&self.page.dom) >= READ {
            None
        } else {
            match TextPosition::at_top(&self.page.dom)
                .and_then(|position| position.stopped_at(&self.page.dom))
            {
                Some(place) => Some(place),
                None => return,
            }
        };
        self.keep_place(place);
    }

    fn keep_place(&self, place: Option<StoppedAt>) {
        let Some(path) = self.path() else { return };
        let window = &self.page.dom.window;
        let saved = storage::read(window, PLACES_KEY).unwrap_or_default();
        let mut places = Places::from_saved(&saved);
        places.set(&path, place);
        // If nothing can be saved, there will be nothing to offer.
        storage::keep(window, PLACES_KEY, &places.to_saved());
    }

    /// Returns the path of the article on this site. A package page shows many articles, so its path includes the parameter
    /// `package`. Addresses are percent-encoded, so the path contains no spaces.
    fn path(&self) -> Option<String> {
        let location = self.page.dom.window.location();
        let path = location.pathname().ok()?;
        let search = location.search().ok()?;
        let package = search
            .trim_start_matches('?')
            .split('&')
            .find(|part| part.starts_with("package="));
        Some(package.map_or(path.clone(), |package| path + "?" + package))
    }

    fn last_stop(&self) -> Option<TextPosition> {
        let saved = storage::read(&self.page.dom.window, PLACES_KEY)?;
        let places = Places::from_saved(&saved);
        TextPosition::find(&self.page.dom, places.of(&self.path()?)?)
    }
}

impl ResumeHost for Resume {
    fn stopped_at(&self) -> Option<String> {
        if self.page.dom.is_embedded() || self.page.dom.fragment().is_some() {
            return None;
        }
        // Finding the reader's current position requires a layout, so it is done last.
        let stop = self.last_stop().filter(|_| !self.has_begun())?;
        let words = stop.words(&self.page.dom);
        Some(words.trim().to_owned()).filter(|words| !words.is_empty())
    }

    fn has_begun(&self) -> bool {
        self.page
            .dom
            .find(anchor::TEXT)
            .is_some_and(|text| text.get_bounding_client_rect().top() < top_of_view(&self.page.dom))
    }

    fn resume(&self) {
        let Some(position) = self.last_stop() else {
            return;
        };
        reveal(position.block());
        self.page.focus.focus(position.block());
        // A new history entry, so that going back leads to the reader's position before.
        if let Ok(history) = self.page.dom.window.history() {
            let address = anchor::link(&position.block().id());
            if history
                .push_state_with_url(&JsValue::NULL, "", Some(&address))
                .is_ok()
            {
                self.navigation.entered();
            }
        }
        // White space of one line above it, so that the text doesn't touch the toolbar.
        let anchor = ScrollAnchor::new(move || position.top(), |dom| top_of_view(dom) + 24.0);
        self.page.scroll.correct(anchor.into_correction());
    }

    fn forget(&self) {
        self.keep_place(None);
    }
}
