//! The icons of buttons: lines on a grid of 24 units, in the text colour. They are hidden from screen readers, which read
//! the button's name instead.

use yew::{Html, html};

/// The purpose of a button, shown as an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    Search,
    Contents,
    Type,
    Listen,
    Share,
    Embed,
    Offline,
    Close,
    Next,
    Previous,
    Play,
    Pause,
    Stop,
    Back,
    On,
    Less,
    More,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Search => "M15 15l5 5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z",
            Self::Contents => "M4 6h16M4 12h16M4 18h10",
            Self::Listen => "M4 10v4h4l5 4V6L8 10zM16 9q2 3 0 6M18.5 6.5q4 5.5 0 11",
            Self::Offline => "M12 4v11M7 10.5l5 5 5-5M4 20h16",
            Self::Type => "M3 19l5-14 5 14M5 14h6M14 19l3.5-9 3.5 9M15.2 16h4.6",
            Self::Share => "M12 15V3m-4 4 4-4 4 4M6 11H5v10h14V11h-1",
            Self::Embed => "M8 6l-6 6 6 6M16 6l6 6-6 6",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Next => "M5 9l7 7 7-7",
            Self::Previous => "M5 15l7-7 7 7",
            Self::Play => "M7 4.5v15l12-7.5z",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Stop => "M6 6h12v12H6z",
            Self::Back => "M18 5l-9 7 9 7zM6 5v14",
            Self::On => "M6 5l9 7-9 7zM18 5v14",
            Self::Less => "M5 12h14",
            Self::More => "M5 12h14M12 5v14",
        }
    }
}

pub(super) fn icon(icon: Icon) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={icon.path()} />
        </svg>
    }
}
