//! The buttons of the tools. They are made in one place, because each button written out in a panel adds half a kilobyte to
//! the download.

use yew::prelude::*;

use super::icon::{Icon, icon};
use sidelight_i18n::Messages;

/// The optional properties of a button.
#[derive(Default)]
pub(super) struct More {
    pub(super) id: Option<&'static str>,
    /// The accessible name, if it differs from the visible content.
    pub(super) name: Option<AttrValue>,
    pub(super) hidden: bool,
    /// `Some(true)` if a click would have no effect now. The button stays focusable, because `disabled` would drop focus.
    /// `None` if the button always has an effect.
    pub(super) is_idle: Option<bool>,
}

impl More {
    /// Returns the properties of a button with this element id.
    pub(super) fn id(id: &'static str) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }
}

/// Renders a button with a text label.
pub(super) fn button(label: &'static str, more: More, onclick: Callback<MouseEvent>) -> Html {
    of_class("chrome-button", html! { label }, None, more, onclick)
}

/// Renders a button with an icon. Its name is read by screen readers and shown as a tooltip.
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

/// Renders the button that closes its panel or card.
pub(super) fn close(messages: Messages, onclick: Callback<MouseEvent>) -> Html {
    picture(
        "tool-close",
        Icon::CLOSE,
        messages.close(),
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
