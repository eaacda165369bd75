//! The toolbar above the article. Each button opens a panel below the toolbar, or at the bottom of a narrow window.
//!
//! *Invariant:* at most one panel is open, and a closed panel renders nothing. Opening a panel moves focus into it.
//! Escape, the panel's *Close* button and a click elsewhere close it. Escape and *Close* return focus to the tool's button.
//! Search differs: it decides itself where focus goes ([`leave_search`](super::SearchHost::leave_search)), and its panel is
//! only one line high, so that it hides fewer hits. Search and listening stay open while the reader uses the article.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::button;
use super::contents::ContentsPanel;
use super::embed::EmbedPanel;
use super::icon::{Icon, icon};
use super::listen::ListenPanel;
use super::offline::OfflinePanel;
use super::resume::ResumeOffer;
use super::search::{self, SearchPanel};
use super::share::SharePanel;
use super::type_panel::TypePanel;
use super::{ChromeProps, Host, Subscription};
use sidelight_i18n::Words;
use sidelight_model::anchor;

/// Requests from the toolbar to the page.
pub trait ToolbarHost {
    /// Focuses the element with this id and selects its text. Does nothing if there is no such element.
    fn focus(&self, id: &str);
    /// Calls the listener for every action that may close the open panel, until the subscription is dropped.
    fn on_dismiss(&self, listener: Callback<Dismissal>) -> Subscription;
    /// Returns the optional features that are available now.
    fn offers(&self) -> Offers;
    /// Calls the listener whenever the available features change, until the subscription is dropped.
    fn on_offers(&self, listener: Callback<Offers>) -> Subscription;
}

/// The features that not every browser has. Tools for missing features aren't shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offers {
    /// `true` if there is a voice for the article's language.
    pub listen: bool,
    /// `true` if articles can be stored for offline reading.
    pub offline: bool,
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

/// A tool in the toolbar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Search,
    Contents,
    Type,
    Listen,
    Share,
    Embed,
    Offline,
}

/// The way in which a panel is closed. It decides where focus goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// By Escape.
    Escape,
    /// By its *Close* button.
    Button,
    /// By an action elsewhere. Focus doesn't move.
    Elsewhere,
}

impl Tool {
    /// All tools, in the order of their buttons.
    const ALL: [Self; 7] = [
        Self::Search,
        Self::Contents,
        Self::Type,
        Self::Listen,
        Self::Share,
        Self::Embed,
        Self::Offline,
    ];

    /// Returns the tool's part of the ids of its button and panel.
    fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Contents => "contents",
            Self::Listen => "listen",
            Self::Offline => "offline",
            Self::Type => "type",
            Self::Share => "share",
            Self::Embed => "embed",
        }
    }

    fn label(self, words: Words) -> &'static str {
        match self {
            Self::Search => words.search(),
            Self::Contents => words.contents(),
            Self::Listen => words.listen(),
            Self::Offline => words.offline(),
            Self::Type => words.type_and_colour(),
            Self::Share => words.share(),
            Self::Embed => words.embed(),
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Search => Icon::Search,
            Self::Contents => Icon::Contents,
            Self::Listen => Icon::Listen,
            Self::Offline => Icon::Offline,
            Self::Type => Icon::Type,
            Self::Share => Icon::Share,
            Self::Embed => Icon::Embed,
        }
    }

    fn panel(self, props: &ChromeProps) -> Html {
        let props = props.clone();
        match self {
            Self::Search => html! { <SearchPanel ..props /> },
            Self::Contents => html! { <ContentsPanel ..props /> },
            Self::Listen => html! { <ListenPanel ..props /> },
            Self::Offline => html! { <OfflinePanel ..props /> },
            Self::Type => html! { <TypePanel ..props /> },
            Self::Share => html! { <SharePanel ..props /> },
            Self::Embed => html! { <EmbedPanel ..props /> },
        }
    }

    /// Returns `true` if the panel stays open while the reader uses the article.
    fn stays(self) -> bool {
        matches!(self, Self::Search | Self::Listen)
    }

    /// Returns `true` if this browser has the features that the tool needs.
    fn is_offered(self, offers: Offers) -> bool {
        match self {
            Self::Listen => offers.listen,
            Self::Offline => offers.offline,
            _ => true,
        }
    }

    /// Returns `true` if the panel is only one line high, so that it covers less of the article.
    fn is_bar(self) -> bool {
        self == Self::Search
    }

    /// Returns the shortcut that opens the tool, in the format of `aria-keyshortcuts`.
    fn shortcut(self) -> Option<&'static str> {
        (self == Self::Search).then_some(search::SHORTCUT)
    }

    /// Returns the id of the element that gets focus when the panel opens.
    fn focus_id(self) -> String {
        match self {
            Self::Search => search::FIELD.to_owned(),
            _ => self.panel_id(),
        }
    }

    fn give_focus_back(self, host: &dyn Host, closing: Closing) {
        match (self, closing) {
            (_, Closing::Elsewhere) => {}
            (Self::Search, _) => {
                host.leave_search(closing == Closing::Escape, &self.button_id());
            }
            _ => host.focus(&self.button_id()),
        }
    }

    fn button_id(self) -> String {
        format!("tool-{}", self.name())
    }

    fn panel_id(self) -> String {
        format!("panel-{}", self.name())
    }
}

/// The toolbar, for the root `#sidelight-toolbar`.
#[function_component]
pub fn ToolbarChrome(props: &ChromeProps) -> Html {
    let offers = use_offers(props);
    let open = use_state_eq(|| None::<Tool>);
    let close = {
        let (open, host) = (open.clone(), Rc::clone(&props.host));
        move |closing| {
            if let Some(tool) = *open {
                open.set(None);
                tool.give_focus_back(&*host, closing);
            }
        }
    };
    {
        let (host, close) = (Rc::clone(&props.host), close.clone());
        let tool = *open;
        use_subscription(
            tool.map_or(0, |tool| tool as u32 + 1),
            Box::new(move || {
                let tool = tool?;
                host.focus(&tool.focus_id());
                Some(
                    host.on_dismiss(Callback::from(move |dismissal| match dismissal {
                        Dismissal::Escape => close(Closing::Escape),
                        Dismissal::Outside | Dismissal::EscapeElsewhere if tool.stays() => {}
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
                Some(host.clone().on_search_shortcut(Callback::from(move |()| {
                    setter.set(Some(Tool::Search));
                    // Needed if the search is already open.
                    host.focus(search::FIELD);
                })))
            }),
        );
    }
    html! {
        <div class="toolbar" role="region" aria-label={props.words.tools()} lang={props.words.tag()} translate="no">
            <div class="tools">
                { for Tool::ALL.into_iter().filter(|tool| tool.is_offered(offers)).map(|tool| button(tool, props.words, &open)) }
            </div>
            <div class="progress" aria-hidden="true"><div id={anchor::PROGRESS}></div></div>
            <ResumeOffer ..props.clone() />
            <div class="tool-panel-place">
                if let Some(tool) = *open {
                    { panel(tool, props, Callback::from(move |_| close(Closing::Button))) }
                }
            </div>
        </div>
    }
}

#[hook]
fn use_offers(props: &ChromeProps) -> Offers {
    let offers = use_state_eq(|| props.host.offers());
    let setter = offers.setter();
    let host = Rc::clone(&props.host);
    use_subscription(
        0,
        Box::new(move || {
            let subscription = host.on_offers(Callback::from({
                let setter = setter.clone();
                move |offers| setter.set(offers)
            }));
            // The features may have changed since the first rendering.
            setter.set(host.offers());
            Some(subscription)
        }),
    );
    *offers
}

fn panel(tool: Tool, props: &ChromeProps, close: Callback<MouseEvent>) -> Html {
    let label = tool.label(props.words);
    let close = button::close(props.words, close);
    let (class, content) = if tool.is_bar() {
        let content = html! { <>{ tool.panel(props) }{ close }</> };
        ("tool-panel tool-panel-bar", content)
    } else {
        let head = html! { <header class="tool-panel-head"><h2>{ label }</h2>{ close }</header> };
        ("tool-panel", html! { <>{ head }{ tool.panel(props) }</> })
    };
    html! {
        <section key={tool.name()} {class} id={tool.panel_id()} tabindex="-1" aria-label={label}>{ content }</section>
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
            aria-keyshortcuts={tool.shortcut()}
            onclick={toggle}
        >{ icon(tool.icon()) }<span class="tool-name">{ tool.label(words) }</span></button>
    }
}
