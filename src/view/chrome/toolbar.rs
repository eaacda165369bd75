//! The toolbar above the article. Each button opens a panel below the toolbar, or at the bottom of a narrow window.
//!
//! *Invariant:* at most one panel is open, and a closed panel renders nothing. Opening a panel moves focus into it.
//! Escape, the panel's *Close* button and a click elsewhere close it. Escape and *Close* return focus to the tool's button.
//! Search differs: it decides itself where focus goes ([`leave_search`](super::SearchHost::leave_search)), and its panel is
//! only one line high, so that it hides fewer hits. Search and listening stay open while the reader uses the article.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::icon;
use super::resume::ResumeOffer;
use super::tool::{Closing, Tool};
use super::{ChromeProps, Host, Subscription, use_subscription, use_updates};
use super::{button, contents, embed, listen, offline, search, share, type_panel};
use sidelight_i18n::Messages;
use sidelight_model::anchor;

/// Requests from the toolbar to the page.
pub trait ToolbarHost {
    /// Focuses the element with this id and selects its text. Does nothing if there is no such element.
    fn focus(&self, id: &str);
    /// Calls the listener for every action that may close the open panel, until the subscription is dropped.
    fn on_dismiss(&self, listener: Callback<Dismissal>) -> Subscription;
    /// Returns the value of the field or list that this event comes from. Returns `None` if it comes from another element.
    fn value(&self, event: &Event) -> Option<String>;
}

/// An action of the reader that may close the open panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dismissal {
    /// Escape, with the focus in the toolbar or its panel, or on no element.
    Escape,
    /// Escape, with the focus on another element.
    EscapeElsewhere,
    /// A pointer press outside the toolbar and its panel.
    Outside,
    /// A click on a link in the panel to another part of the page.
    Followed,
}

/// All tools, in the order of their buttons.
static TOOLS: [&Tool; 7] = [
    &search::TOOL,
    &contents::TOOL,
    &type_panel::TOOL,
    &listen::TOOL,
    &share::TOOL,
    &embed::TOOL,
    &offline::TOOL,
];

/// The toolbar, for the root `#sidelight-toolbar`.
#[function_component]
pub fn ToolbarChrome(props: &ChromeProps) -> Html {
    use_updates(&props.host, on_availability);
    // The index of the tool whose panel is open.
    let open = use_state_eq(|| None::<usize>);
    let close = {
        let (open, host) = (open.clone(), Rc::clone(&props.host));
        move |closing| {
            if let Some(index) = *open {
                let tool = TOOLS[index];
                open.set(None);
                if closing != Closing::Elsewhere {
                    (tool.return_focus)(&host, closing, &tool.button_id());
                }
            }
        }
    };
    {
        let (host, close) = (Rc::clone(&props.host), close.clone());
        let opened = *open;
        use_subscription(
            opened.map_or(0, |index| index as u32 + 1),
            Box::new(move || {
                let tool = TOOLS[opened?];
                focus_panel(&host, tool);
                Some(
                    host.toolbar
                        .on_dismiss(Callback::from(move |dismissal| match dismissal {
                            Dismissal::Escape => close(Closing::Escape),
                            Dismissal::Outside | Dismissal::EscapeElsewhere if tool.stays_open => {}
                            _ => close(Closing::Elsewhere),
                        })),
                )
            }),
        );
    }
    {
        let (host, setter) = (Rc::clone(&props.host), open.setter());
        use_subscription(
            0,
            Box::new(move || {
                let mut subscriptions = Vec::new();
                for (index, tool) in TOOLS.into_iter().enumerate() {
                    if let Some(shortcut) = &tool.shortcut {
                        let (page, setter) = (Rc::clone(&host), setter.clone());
                        let open = Callback::from(move |()| {
                            setter.set(Some(index));
                            // Needed if the panel is already open.
                            focus_panel(&page, tool);
                        });
                        subscriptions.push((shortcut.on_use)(&host, open));
                    }
                }
                Some(Subscription::all(subscriptions))
            }),
        );
    }
    html! {
        <div class="toolbar" role="region" aria-label={props.messages.tools()} lang={props.messages.tag()} translate="no">
            <div class="tools">
                { for (0..TOOLS.len()).filter(|index| (TOOLS[*index].is_available)(&props.host)).map(|index| {
                    button(index, props.messages, &open)
                }) }
            </div>
            <div class="progress" aria-hidden="true"><div id={anchor::PROGRESS}></div></div>
            <ResumeOffer ..props.clone() />
            <div class="tool-panel-place">
                if let Some(index) = *open {
                    { panel(TOOLS[index], props, Callback::from(move |_| close(Closing::Button))) }
                }
            </div>
        </div>
    }
}

fn on_availability(host: &Host, listener: Callback<()>) -> Subscription {
    let mut subscriptions = Vec::new();
    for tool in TOOLS {
        subscriptions.extend((tool.on_availability)(host, listener.clone()));
    }
    Subscription::all(subscriptions)
}

fn focus_panel(host: &Host, tool: &Tool) {
    match tool.first_focus {
        Some(id) => host.toolbar.focus(id),
        None => host.toolbar.focus(&tool.panel_id()),
    }
}

fn panel(tool: &Tool, props: &ChromeProps, close: Callback<MouseEvent>) -> Html {
    let label = (tool.label)(props.messages);
    let close = button::close(props.messages, close);
    let panel = (tool.panel)(props.clone());
    let (class, content) = if tool.is_bar {
        (
            "tool-panel tool-panel-bar",
            html! { <>{ panel }{ close }</> },
        )
    } else {
        let head = html! { <header class="tool-panel-head"><h2>{ label }</h2>{ close }</header> };
        ("tool-panel", html! { <>{ head }{ panel }</> })
    };
    html! {
        <section key={tool.name} {class} id={tool.panel_id()} tabindex="-1" aria-label={label}>{ content }</section>
    }
}

fn button(index: usize, messages: Messages, open: &UseStateHandle<Option<usize>>) -> Html {
    let tool = TOOLS[index];
    let is_open = **open == Some(index);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set((!is_open).then_some(index)))
    };
    html! {
        <button
            key={tool.name}
            type="button"
            class="tool"
            id={tool.button_id()}
            aria-expanded={if is_open { "true" } else { "false" }}
            aria-controls={is_open.then(|| tool.panel_id())}
            aria-keyshortcuts={tool.shortcut.as_ref().map(|shortcut| shortcut.keys)}
            onclick={toggle}
        >{ icon(tool.icon) }<span class="tool-name">{ (tool.label)(messages) }</span></button>
    }
}
