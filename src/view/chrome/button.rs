//! The buttons of the tools, made in one place: each that a panel writes out itself is half a kilobyte of what readers
//! download.

use yew::prelude::*;

use super::icon::{Icon, icon};
use sidelight_i18n::Words;

/// What not every button has.
#[derive(Default)]
pub(super) struct More {
    pub(super) id: Option<&'static str>,
    /// Its name, where what it shows isn't it.
    pub(super) name: Option<AttrValue>,
    pub(super) hidden: bool,
    /// Whether it would do nothing now. It stays reachable then, since a `disabled` button drops the focus; none where
    /// that can't be.
    pub(super) is_idle: Option<bool>,
}

impl More {
    /// A button that other things know by this id.
    pub(super) fn id(id: &'static str) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }
}

/// A button with words on it.
pub(super) fn button(label: &'static str, more: More, onclick: Callback<MouseEvent>) -> Html {
    of_class("chrome-button", html! { label }, None, more, onclick)
}

/// A button with a picture on it, whose name is told to those who can't see that, and shown to those who point at it.
pub(super) fn picture(
    class: &'static str,
    shown: Icon,
    name: &'static str,
    more: More,
    onclick: Callback<MouseEvent>,
) -> Html {
    let more = More {
        name: Some(AttrValue::Static(name)),
        ..more
    };
    of_class(class, icon(shown), Some(name), more, onclick)
}

/// The button that closes what it stands in.
pub(super) fn close(words: Words, onclick: Callback<MouseEvent>) -> Html {
    picture(
        "tool-close",
        Icon::Close,
        words.close(),
        More::default(),
        onclick,
    )
}

fn of_class(
    class: &'static str,
    shown: Html,
    title: Option<&'static str>,
    more: More,
    onclick: Callback<MouseEvent>,
) -> Html {
    let disabled = more.is_idle.map(|is| if is { "true" } else { "false" });
    html! {
        <button
            type="button"
            {class}
            id={more.id}
            aria-label={more.name}
            {title}
            hidden={more.hidden}
            aria-disabled={disabled}
            {onclick}
        >{ shown }</button>
    }
}
