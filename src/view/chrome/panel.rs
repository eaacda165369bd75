//! The contents of the toolbar's panels that need the program. Each tool's file has one as a constant.
//!
//! The toolbar itself is a part of the page (`view::toolbar`). A panel's content is mounted when the panel opens and removed
//! after it has closed, so it always begins with the current state of the page.

use yew::{Callback, Html};

use super::{ChromeProps, Host, Subscription};

/// The content of a panel that needs the program.
pub struct Panel {
    /// The tool's part of the ids of its button and panel.
    pub name: &'static str,
    /// Renders the content.
    pub render: fn(&ChromeProps) -> Html,
    /// Returns `true` if this browser has the features that the tool needs. Other tools aren't shown.
    pub is_available: fn(&Host) -> bool,
    /// Calls the listener whenever `is_available` may have changed. Returns `None` if it can't change.
    pub on_availability: fn(&Host, Callback<()>) -> Option<Subscription>,
    /// Moves focus out of a panel that stays open while the reader uses the article. The last argument is the id of the
    /// tool's button. The browser does it for other panels.
    pub return_focus: fn(&Host, Closing, &str),
}

/// The way in which a panel is closed. It decides where focus goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// By Escape.
    Escape,
    /// By its *Close* button.
    Button,
}

impl Panel {
    /// Returns a panel that needs no special feature of the browser.
    pub(super) const fn new(name: &'static str, render: fn(&ChromeProps) -> Html) -> Self {
        Self {
            name,
            render,
            is_available: |_| true,
            on_availability: |_, _| None,
            return_focus: |host, _, button| host.toolbar.focus(button),
        }
    }

    /// Returns the id of the tool's button.
    #[must_use]
    pub fn button_id(&self) -> String {
        ["tool-", self.name].concat()
    }
}
