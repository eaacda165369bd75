//! The toolbar above the article, as a part of the page.
//!
//! The site generator renders it into every article's page, so the tools that need no program answer from the first paint:
//! *Contents*, *Text and colours*, and the address and the embed code of the article. Each panel is a native popover. The
//! browser opens and closes it, and moves focus back. The program of the page renders nothing here again. It adopts the
//! toolbar: it fills the element `.program-root` of a panel while the panel is open (`chrome::PANELS`), and sets the texts in
//! another language.
//!
//! Buttons that need the program are at the beginning of the row, which is aligned to the end. So no other button moves
//! when they appear or disappear. `data-program` of the document's root element says if the program is loading or running
//! (`assets/toolbar.js`); the style sheet shows them accordingly.
//!
//! *Invariant:* everything that is shown without the program also works without scripts.

mod contents;
mod label;
mod setting;
mod type_form;

use std::rc::Rc;

use yew::{Html, Properties, function_component, html};

use super::chrome::icon::{Icon, icon};
use super::chrome::{embed_code, reading_time};
use super::word_count;
use label::Label;
pub use label::{MESSAGE, NAME, label_text};
pub use setting::Setting;
use sidelight_i18n::Messages;
use sidelight_model::{Article, anchor};
pub use type_form::SIZES;

/// The addresses that sharing and embedding without the program need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The article's own address.
    pub article: String,
    /// The address of the site's script for hosts.
    pub script: String,
}

/// The properties of [`Toolbar`].
#[derive(Properties)]
pub struct ToolbarProps {
    /// The article.
    pub article: Rc<Article>,
    /// The addresses. `None` if the site's address isn't known.
    #[prop_or_default]
    pub addresses: Option<Rc<Addresses>>,
}

/// Compares by identity, as an article never changes.
impl PartialEq for ToolbarProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article) && self.addresses == other.addresses
    }
}

/// The toolbar of an article's page, for the element `#sidelight-toolbar`.
#[function_component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    toolbar(&props.article, props.addresses.as_deref())
}

/// The condition under which a tool is shown.
#[derive(Clone, Copy)]
enum Needs {
    /// Always: it works without scripts.
    Nothing,
    /// While the program is loading or running.
    Program,
    /// While the program is running.
    RunningProgram,
    /// While the program is running, once the program has found that the browser can do it.
    Feature,
}

/// A tool: its button and its panel.
struct Tool {
    /// The tool's part of the ids of its button and panel.
    name: &'static str,
    label: Label,
    icon: Icon,
    needs: Needs,
    /// `true` if the panel stays open while the reader uses the article.
    stays_open: bool,
}

/// Returns the tree that [`Toolbar`] renders for these properties.
pub fn toolbar(article: &Article, addresses: Option<&Addresses>) -> Html {
    let messages = Messages::for_text(&article.language);
    let addressed = match addresses {
        Some(_) => Needs::Nothing,
        None => Needs::RunningProgram,
    };
    let one = |name, label, icon, needs, stays_open, content| {
        let tool = Tool {
            name,
            label,
            icon: Icon(icon),
            needs,
            stays_open,
        };
        self::tool(&tool, messages, content)
    };
    let in_program = || html! { <div class="program-root"></div> };
    let plain = |content: Option<Html>| {
        html! { <>{ in_program() }if let Some(content) = content { <div class="panel-plain share">{ content }</div> }</> }
    };
    // Without addresses these need the program, so they are among the tools at the beginning.
    let is_addressed = addresses.is_some();
    let sharing = html! {
        <>
            { one("share", Label::Share, "M12 15V3m-4 4 4-4 4 4M6 11H5v10h14V11h-1", addressed, false,
                plain(addresses.map(|addresses| share(article, addresses, messages)))) }
            { one("embed", Label::Embed, "M8 6l-6 6 6 6M16 6l6 6-6 6", addressed, false,
                plain(addresses.map(|addresses| embed(article, addresses, messages)))) }
        </>
    };
    html! {
        <div
            class="toolbar"
            role="region"
            aria-label={Label::Tools.text(messages)}
            data-name={Label::Tools.number()}
            lang={messages.tag()}
            translate="no"
        >
            <div class="tools">
                { one("listen", Label::Listen, "M4 10v4h4l5 4V6L8 10zM16 9q2 3 0 6M18.5 6.5q4 5.5 0 11", Needs::Feature, true, in_program()) }
                { one("offline", Label::Offline, "M12 4v11M7 10.5l5 5 5-5M4 20h16", Needs::Feature, false, in_program()) }
                if !is_addressed { { sharing.clone() } }
                { one("search", Label::Search, "M15 15l5 5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z", Needs::Program, true, search(messages)) }
                { one("contents", Label::Contents, "M4 6h16M4 12h16M4 18h10", Needs::Nothing, false,
                    contents::contents(article, messages, word_count(article))) }
                { one("type", Label::Type, "M3 19l5-14 5 14M5 14h6M14 19l3.5-9 3.5 9M15.2 16h4.6", Needs::Nothing, false,
                    type_form::type_form(messages)) }
                if is_addressed { { sharing } }
            </div>
            <div class="progress" aria-hidden="true"><div id={anchor::PROGRESS}></div></div>
            <div class="resume-place" id={anchor::RESUME}></div>
        </div>
    }
}

/// Renders a tool's button and panel. The panel follows the button, so the keyboard gets from one to the other.
fn tool(tool: &Tool, messages: Messages, content: Html) -> Html {
    let (button_id, panel_id) = (
        ["tool-", tool.name].concat(),
        ["panel-", tool.name].concat(),
    );
    let needs = match tool.needs {
        Needs::Nothing => "",
        Needs::Program => " needs-program",
        Needs::RunningProgram | Needs::Feature => " needs-running",
    };
    let is_search = tool.name == "search";
    let close = html! {
        <button
            type="button"
            class="tool-close"
            popovertarget={panel_id.clone()}
            popovertargetaction="hide"
            aria-label={Label::Close.text(messages)}
            title={Label::Close.text(messages)}
            data-name={Label::Close.number()}
        >{ icon(Icon::CLOSE) }</button>
    };
    // The bar for search is only one line high and has no heading, so that it covers less of the article.
    let (bar, content) = if is_search {
        (" tool-panel-bar", html! { <>{ content }{ close }</> })
    } else {
        let head = html! { <header class="tool-panel-head"><h2 data-message={tool.label.number()}>{ tool.label.text(messages) }</h2>{ close }</header> };
        ("", html! { <>{ head }{ content }</> })
    };
    html! {
        <>
            <button
                type="button"
                class={["tool", needs].concat()}
                id={button_id.clone()}
                popovertarget={panel_id.clone()}
                aria-keyshortcuts={is_search.then_some("Control+Shift+F")}
                hidden={matches!(tool.needs, Needs::Feature)}
            >{ icon(tool.icon) }<span class="tool-name" data-message={tool.label.number()}>{ tool.label.text(messages) }</span></button>
            <section
                class={["tool-panel", bar, needs].concat()}
                id={panel_id}
                popover={if tool.stays_open { "manual" } else { "auto" }}
                tabindex="-1"
                aria-labelledby={button_id}
            >{ content }</section>
        </>
    }
}

/// Renders an element with a label.
fn labelled(label: Label, messages: Messages) -> Html {
    html! { <span data-message={label.number()}>{ label.text(messages) }</span> }
}

/// Renders the search bar. The field takes a query at once. The results come as soon as the program runs.
fn search(messages: Messages) -> Html {
    let name = Label::SearchField.text(messages);
    html! {
        <div class="search" role="search">
            <input
                type="text"
                class="search-field"
                id={anchor::SEARCH_FIELD}
                aria-label={name}
                aria-describedby={anchor::SEARCH_NOTE}
                placeholder={name}
                data-name={Label::SearchField.number()}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                inputmode="search"
                enterkeyhint="search"
            />
            <div class="program-root"></div>
            <p class="panel-plain search-note" role="status">{ labelled(Label::SearchLoading, messages) }</p>
        </div>
    }
}

fn share(article: &Article, addresses: &Addresses, messages: Messages) -> Html {
    let address = &addresses.article;
    let mail = [
        "mailto:?subject=",
        &percent_encoded(&article.headline),
        "&body=",
        &percent_encoded(address),
    ]
    .concat();
    html! {
        <>
            <p>{ labelled(Label::ShareAddress, messages) }</p>
            <p><a href={address.clone()}>{ address.clone() }</a></p>
            <p><a href={mail}>{ labelled(Label::SendByEmail, messages) }</a></p>
        </>
    }
}

fn embed(article: &Article, addresses: &Addresses, messages: Messages) -> Html {
    let code = embed_code(article, &addresses.article, &addresses.script);
    html! {
        <>
            <p>{ labelled(Label::EmbedCode, messages) }</p>
            <textarea
                readonly=true
                rows="5"
                spellcheck="false"
                lang="en"
                aria-label={Label::EmbedCode.text(messages)}
                data-name={Label::EmbedCode.number()}
                value={code}
            />
        </>
    }
}

/// Encodes a text for the query of a URL (RFC 3986, unreserved characters stay).
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half & 15)]);
            out.extend(['%', digit(byte >> 4), digit(byte)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_encoded_for_a_query() {
        assert_eq!(percent_encoded("a-b c&d=Ж"), "a-b%20c%26d%3D%D0%96");
    }
}
