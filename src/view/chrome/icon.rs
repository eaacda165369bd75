//! The icons of buttons: lines on a grid of 24 units, in the text colour. They are hidden from screen readers, which read
//! the button's name instead.

use yew::{Html, html};

/// An icon, as the path data of an SVG. The icons of tools are in `view::toolbar`.
#[derive(Clone, Copy)]
pub(in crate::view) struct Icon(pub(in crate::view) &'static str);

impl Icon {
    pub(in crate::view) const CLOSE: Self = Self("M6 6l12 12M18 6L6 18");
    pub(super) const NEXT: Self = Self("M5 9l7 7 7-7");
    pub(super) const PREVIOUS: Self = Self("M5 15l7-7 7 7");
    pub(super) const PLAY: Self = Self("M7 4.5v15l12-7.5z");
    pub(super) const PAUSE: Self = Self("M8 5v14M16 5v14");
    pub(super) const STOP: Self = Self("M6 6h12v12H6z");
    pub(super) const BACK: Self = Self("M18 5l-9 7 9 7zM6 5v14");
    pub(super) const ON: Self = Self("M6 5l9 7-9 7zM18 5v14");
    pub(super) const LESS: Self = Self("M5 12h14");
    pub(super) const MORE: Self = Self("M5 12h14M12 5v14");
}

pub(in crate::view) fn icon(icon: Icon) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={icon.0} />
        </svg>
    }
}
