//! Keeping the place where a reader stops, and bringing them there.

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

/// From how many hundredths of the text on an article counts as read.
const READ: u32 = 97;

impl AdoptedArticle {
    /// The page is being left, or may be: keeps where the reader is. One who has read to the end has nothing to go on
    /// with, and one who hasn't begun leaves the place of the last time as it is.
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

    /// The same, when the window goes out of sight: on phones that is often all that is told.
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
        // Where nothing can be kept there will be nothing to offer.
        storage::keep(window, PLACES_KEY, &places.to_saved());
    }

    /// The article's place on this site. A package page shows many, told apart by what follows `?`; spaces can't be in it.
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
        // Where the reader is now costs a layout, so it is asked last.
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
        // An entry of its own in the history, so that going back leads to where the reader was before.
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
        // A line of white space above it, so that it doesn't stick to the bar.
        article.hold(Rc::new(spot), |dom| top_of_view(dom) + 24.0);
    }

    fn forget(&self) {
        self.keep_place(None);
    }
}
