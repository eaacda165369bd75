//! The description of a tool. Each tool's file has one as a constant, and the toolbar lists them.

use yew::{Callback, Html};

use super::icon::Icon;
use super::{ChromeProps, Host, Subscription};
use sidelight_i18n::Messages;

/// A tool of the toolbar: a button, and the panel that it opens.
pub(super) struct Tool {
    /// The tool's part of the ids of its button and panel. No two tools have the same name.
    pub(super) name: &'static str,
    /// Returns the label of the button, which is also the title of the panel.
    pub(super) label: fn(Messages) -> &'static str,
    /// The icon of the button.
    pub(super) icon: Icon,
    /// Renders the content of the panel.
    pub(super) panel: fn(ChromeProps) -> Html,
    /// `true` if the panel is only one line high and has no heading, so that it covers less of the article.
    pub(super) is_bar: bool,
    /// `true` if the panel stays open while the reader uses the article.
    pub(super) stays_open: bool,
    /// The id of the element that gets focus when the panel opens. `None` for the panel itself.
    pub(super) first_focus: Option<&'static str>,
    /// The shortcut that opens the panel.
    pub(super) shortcut: Option<Shortcut>,
    /// Returns `true` if this browser has the features that the tool needs. Other tools aren't shown.
    pub(super) is_available: fn(&Host) -> bool,
    /// Calls the listener whenever `is_available` may have changed. Returns `None` if it can't change.
    pub(super) on_availability: fn(&Host, Callback<()>) -> Option<Subscription>,
    /// Moves focus out of the panel before it closes. The last argument is the id of the tool's button.
    pub(super) return_focus: fn(&Host, Closing, &str),
}

/// A keyboard shortcut.
pub(super) struct Shortcut {
    /// The keys, in the format of `aria-keyshortcuts`.
    pub(super) keys: &'static str,
    /// Calls the listener whenever the shortcut is used.
    pub(super) on_use: fn(&Host, Callback<()>) -> Subscription,
}

/// The way in which a panel is closed. It decides where focus goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// By Escape.
    Escape,
    /// By its *Close* button.
    Button,
    /// By an action elsewhere. Focus doesn't move.
    Elsewhere,
}

impl Tool {
    /// Returns a tool whose panel has a heading, closes as soon as the reader uses the article, and needs no special feature
    /// of the browser.
    pub(super) const fn new(
        name: &'static str,
        label: fn(Messages) -> &'static str,
        icon: Icon,
        panel: fn(ChromeProps) -> Html,
    ) -> Self {
        Self {
            name,
            label,
            icon,
            panel,
            is_bar: false,
            stays_open: false,
            first_focus: None,
            shortcut: None,
            is_available: |_| true,
            on_availability: |_, _| None,
            return_focus: |host, _, button| host.toolbar.focus(button),
        }
    }

    /// Returns the id of the tool's button.
    pub(super) fn button_id(&self) -> String {
        ["tool-", self.name].concat()
    }

    /// Returns the id of the tool's panel.
    pub(super) fn panel_id(&self) -> String {
        ["panel-", self.name].concat()
    }
}
