//! The tools above the article: one slim bar of buttons, each of which opens a panel of its own below the bar, or at the
//! foot of a narrow window.
//!
//! *Invariant:* one panel is open at most. Opening moves focus into it; Escape, its own *Close* and a press anywhere else
//! close it, and focus that was in it goes back to its button. Nothing is rendered of a panel that is closed.

use std::rc::Rc;

use yew::prelude::*;

use super::contents::ContentsPanel;
use super::icon::{Icon, icon};
use super::resume::ResumeOffer;
use super::share::SharePanel;
use super::type_panel::TypePanel;
use super::{ChromeProps, Subscription};
use crate::reader::anchor;
use crate::words::Words;

/// What the bar asks of the page.
pub trait ToolbarHost {
    /// Gives an element focus, by its id. Nothing happens when there is none.
    fn focus(&self, id: &str);
    /// Tells the listener of every wish to close what is open, until the subscription is dropped.
    fn on_dismiss(&self, listener: Callback<Dismissal>) -> Subscription;
}

/// A wish to close what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dismissal {
    /// Escape was pressed.
    Escape,
    /// Something outside of the bar and its panel was pressed.
    Outside,
    /// A link in the panel was followed.
    Followed,
}

/// A tool of the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Contents,
    Type,
    Share,
}

impl Tool {
    /// In the order in which they stand.
    const ALL: [Self; 3] = [Self::Contents, Self::Type, Self::Share];

    /// Its part of the ids of its button and its panel.
    fn name(self) -> &'static str {
        match self {
            Self::Contents => "contents",
            Self::Type => "type",
            Self::Share => "share",
        }
    }

    fn label(self, words: Words) -> &'static str {
        match self {
            Self::Contents => words.contents(),
            Self::Type => words.type_and_colour(),
            Self::Share => words.share(),
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Contents => Icon::Contents,
            Self::Type => Icon::Type,
            Self::Share => Icon::Share,
        }
    }

    fn panel(self, props: &ChromeProps) -> Html {
        let props = props.clone();
        match self {
            Self::Contents => html! { <ContentsPanel ..props /> },
            Self::Type => html! { <TypePanel ..props /> },
            Self::Share => html! { <SharePanel ..props /> },
        }
    }

    /// Whether it stays open while the reader does something in the article.
    fn stays(self) -> bool {
        match self {
            Self::Contents | Self::Type | Self::Share => false,
        }
    }

    fn button_id(self) -> String {
        format!("tool-{}", self.name())
    }

    fn panel_id(self) -> String {
        format!("panel-{}", self.name())
    }
}

/// The bar, for the root `#sidelight-toolbar`.
#[function_component]
pub fn ToolbarChrome(props: &ChromeProps) -> Html {
    let open = use_state_eq(|| None::<Tool>);
    let close = {
        let (open, host) = (open.clone(), Rc::clone(&props.host));
        move |gives_focus_back: bool| {
            if let Some(tool) = *open {
                open.set(None);
                if gives_focus_back {
                    host.focus(&tool.button_id());
                }
            }
        }
    };
    {
        let (host, close) = (Rc::clone(&props.host), close.clone());
        use_effect_with(*open, move |tool| {
            let subscription = tool.map(|tool| {
                host.focus(&tool.panel_id());
                host.on_dismiss(Callback::from(move |dismissal| match dismissal {
                    Dismissal::Escape => close(true),
                    Dismissal::Outside if tool.stays() => {}
                    Dismissal::Outside | Dismissal::Followed => close(false),
                }))
            });
            move || drop(subscription)
        });
    }
    html! {
        <div class="toolbar" role="region" aria-label={props.words.tools()} lang={props.words.tag()} translate="no">
            <div class="tools">
                { for Tool::ALL.map(|tool| button(tool, props.words, &open)) }
            </div>
            <div class="progress" aria-hidden="true"><div id={anchor::PROGRESS}></div></div>
            <ResumeOffer ..props.clone() />
            <div class="tool-panel-place">
                if let Some(tool) = *open {
                    <section
                        key={tool.name()}
                        class="tool-panel"
                        id={tool.panel_id()}
                        tabindex="-1"
                        aria-label={tool.label(props.words)}
                    >
                        <header class="tool-panel-head">
                            <h2>{ tool.label(props.words) }</h2>
                            <button
                                type="button"
                                class="tool-close"
                                aria-label={props.words.close()}
                                onclick={Callback::from(move |_| close(true))}
                            >{ icon(Icon::Close) }</button>
                        </header>
                        { tool.panel(props) }
                    </section>
                }
            </div>
        </div>
    }
}

fn button(tool: Tool, words: Words, open: &UseStateHandle<Option<Tool>>) -> Html {
    let is_open = **open == Some(tool);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set((!is_open).then_some(tool)))
    };
    html! {
        <button
            key={tool.name()}
            type="button"
            class="tool"
            id={tool.button_id()}
            aria-expanded={if is_open { "true" } else { "false" }}
            aria-controls={is_open.then(|| tool.panel_id())}
            onclick={toggle}
        >{ icon(tool.icon()) }<span class="tool-name">{ tool.label(words) }</span></button>
    }
}
