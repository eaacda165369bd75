//! What the browser's history keeps for us with each entry: where the reader left it, and where they came from.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{Element, Window};

use super::dom::member;

/// Our member in `history.state`; others keep theirs.
const KEY: &str = "sidelight";

/// A place in the article: a link, and how far below the top of the view it stood, in px.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) link: String,
    pub(super) top: f64,
}

impl Place {
    /// Where this link stands now; nothing for a link without an id, which couldn't be found again.
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

/// An entry of the history.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entry {
    /// Where the reader was when they jumped away from here.
    pub(super) left: Option<Place>,
    /// Where they jumped from to get here.
    pub(super) from: Option<Place>,
    /// Whether the entry before this one is where they jumped from, so that going back leads there.
    pub(super) follows: bool,
}

impl Entry {
    /// The current entry; nothing when the reader is in it for the first time.
    pub(super) fn read(window: &Window) -> Option<Self> {
        let entry = member(&window.history().ok()?.state().ok()?, KEY)?;
        Some(Self {
            left: Place::read(&entry, "left"),
            from: Place::read(&entry, "from"),
            follows: member(&entry, "follows").is_some_and(|follows| follows.is_truthy()),
        })
    }

    /// Makes this the current entry's. A browser may refuse, when it is asked too often, say; then it isn't kept.
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

fn set_place(entry: &Object, name: &str, place: Option<&Place>) {
    if let Some(place) = place {
        let value = Object::new();
        set(&value, "link", &place.link.as_str().into());
        set(&value, "top", &place.top.into());
        set(entry, name, &value);
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain new object takes any member.
    let _ = Reflect::set(object, &name.into(), value);
}
