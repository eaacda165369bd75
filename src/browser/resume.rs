//! Saves the position where a reader stops, and brings them back to it.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::VisibilityState;

use super::article::AdoptedArticle;
use super::boxes::reveal;
use super::history::Entry;
use super::spot::{Spot, top_of_view};
use super::storage;
use crate::view::chrome::{ContentsHost, PLACES_KEY, Places, ResumeHost, StoppedAt};
use sidelight_model::anchor;

/// Percentage of the text from which an article counts as read.
const READ: u32 = 97;

impl AdoptedArticle {
    /// Saves the reader's position when the page is left, or may be about to be left. If the reader has reached the end, the
    /// saved position is removed. If they haven't begun, the last saved position is kept.
    pub(super) fn left(&self) {
        if self.is_embedded() || !self.has_begun() {
            return;
        }
        let place = if self.reading().percent >= READ {
            None
        } else {
            match Spot::at_top(&self.dom).and_then(|spot| spot.stopped_at(&self.dom)) {
                Some(place) => Some(place),
                None => return,
            }
        };
        self.keep_place(place);
    }

    /// Saves the position when the window is hidden. On phones, this is often the only event.
    pub(super) fn seen_or_not(&self) {
        if self.dom.document.visibility_state() == VisibilityState::Hidden {
            self.left();
        }
    }

    fn keep_place(&self, place: Option<StoppedAt>) {
        let Some(path) = self.path() else { return };
        let window = &self.dom.window;
        let saved = storage::read(window, PLACES_KEY).unwrap_or_default();
        let mut places = Places::from_saved(&saved);
        places.set(&path, place);
        // If nothing can be saved, there will be nothing to offer.
        storage::keep(window, PLACES_KEY, &places.to_saved());
    }

    /// Returns the path of the article on this site. A package page shows many articles, so its path includes the parameter
    /// `package`. Addresses are percent-encoded, so the path contains no spaces.
    fn path(&self) -> Option<String> {
        let location = self.dom.window.location();
        let path = location.pathname().ok()?;
        let search = location.search().ok()?;
        let package = search
            .trim_start_matches('?')
            .split('&')
            .find(|part| part.starts_with("package="));
        Some(package.map_or(path.clone(), |package| path + "?" + package))
    }

    fn is_embedded(&self) -> bool {
        self.root_element()
            .is_some_and(|html| html.has_attribute(anchor::EMBED))
    }

    fn last_stop(&self) -> Option<Spot> {
        let saved = storage::read(&self.dom.window, PLACES_KEY)?;
        let places = Places::from_saved(&saved);
        Spot::find(&self.dom, places.of(&self.path()?)?)
    }
}

impl ResumeHost for AdoptedArticle {
    fn stopped_at(&self) -> Option<String> {
        if self.is_embedded() || self.dom.fragment().is_some() {
            return None;
        }
        // Finding the reader's current position requires a layout, so it is done last.
        let stop = self.last_stop().filter(|_| !self.has_begun())?;
        let words = stop.words(&self.dom);
        Some(words.trim().to_owned()).filter(|words| !words.is_empty())
    }

    fn has_begun(&self) -> bool {
        self.dom
            .find(anchor::TEXT)
            .is_some_and(|text| text.get_bounding_client_rect().top() < top_of_view(&self.dom))
    }

    fn resume(&self) {
        let (Some(article), Some(spot)) = (self.this.upgrade(), self.last_stop()) else {
            return;
        };
        reveal(spot.block());
        self.focus.focus(spot.block());
        // A new history entry, so that going back leads to the reader's position before.
        if let Ok(history) = self.dom.window.history() {
            let address = anchor::link(&spot.block().id());
            if history
                .push_state_with_url(&JsValue::NULL, "", Some(&address))
                .is_ok()
            {
                self.fragment.replace(self.dom.fragment());
                Entry::default().write(&self.dom.window);
            }
        }
        // White space of one line above it, so that the text doesn't touch the toolbar.
        article.hold(Rc::new(spot), |dom| top_of_view(dom) + 24.0);
    }

    fn forget(&self) {
        self.keep_place(None);
    }
}
