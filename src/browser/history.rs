//! Our data in each entry of the browser's history: the position where the reader left the entry, and where they came from.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{Element, Window};

use super::dom::member;

/// Our member in `history.state`. Members of other scripts are kept.
const KEY: &str = "sidelight";

/// A position in the article: a link's id, and the link's distance from the top of the view in px.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LinkPosition {
    pub(super) link: String,
    pub(super) top: f64,
}

impl LinkPosition {
    /// Returns the current position of a link. Returns `None` for a link without an id, because it can't be found again.
    pub(super) fn of(link: &Element) -> Option<Self> {
        Some(Self {
            link: Some(link.id()).filter(|id| !id.is_empty())?,
            top: link.get_bounding_client_rect().top(),
        })
    }

    fn read(entry: &JsValue, name: &str) -> Option<Self> {
        let place = member(entry, name)?;
        Some(Self {
            link: member(&place, "link")?.as_string()?,
            top: member(&place, "top")?
                .as_f64()
                .filter(|top| top.is_finite())?,
        })
    }
}

/// Our data in an entry of the history.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entry {
    /// The position from which the reader jumped away from this entry.
    pub(super) left: Option<LinkPosition>,
    /// The position from which the reader jumped to this entry.
    pub(super) from: Option<LinkPosition>,
    /// `true` if the reader jumped here from the entry before this one, so that going back leads there.
    pub(super) follows: bool,
}

impl Entry {
    /// Reads the current entry. Returns `None` if the reader is in it for the first time.
    pub(super) fn read(window: &Window) -> Option<Self> {
        let entry = member(&window.history().ok()?.state().ok()?, KEY)?;
        Some(Self {
            left: LinkPosition::read(&entry, "left"),
            from: LinkPosition::read(&entry, "from"),
            follows: member(&entry, "follows").is_some_and(|follows| follows.is_truthy()),
        })
    }

    /// Saves this in the current entry. A browser may refuse, for example if it is asked too often; then nothing is saved.
    pub(super) fn write(&self, window: &Window) {
        let Ok(history) = window.history() else {
            return;
        };
        let entry = Object::new();
        set_place(&entry, "left", self.left.as_ref());
        set_place(&entry, "from", self.from.as_ref());
        set(&entry, "follows", &self.follows.into());
        let state = Object::new();
        if let Ok(old) = history.state()
            && old.is_object()
        {
            Object::assign(&state, &Object::from(old));
        }
        set(&state, KEY, &entry);
        let _ = history.replace_state(&state, "");
    }
}

fn set_place(entry: &Object, name: &str, place: Option<&LinkPosition>) {
    if let Some(place) = place {
        let value = Object::new();
        set(&value, "link", &place.link.as_str().into());
        set(&value, "top", &place.top.into());
        set(entry, name, &value);
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a member of a new plain object can't fail.
    let _ = Reflect::set(object, &name.into(), value);
}
