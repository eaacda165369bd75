//! The panel that generates the embed code and previews the result.
//!
//! *Invariant:* the code that is shown, previewed and copied always comes from the same choices. Focus stays where it is,
//! except when the reader has to copy by hand.

use std::rc::Rc;

use yew::prelude::*;

use super::EmbedInfo;
use super::snippet::{Form, Snippet};
use crate::view::chrome::ChromeProps;
use crate::view::chrome::button::{More, button};
use crate::view::chrome::share::Sharing;
use sidelight_i18n::Messages;
use sidelight_model::Article;
use sidelight_text::Rich;

/// The id of the field with the code.
const FIELD: &str = "embed-code";
/// The initial height of a frame in px, until it fits its page: for an article, and for a box.
const ARTICLE_HEIGHT: u32 = 800;
const BOX_HEIGHT: u32 = 600;
/// The maximum number of quoted facts.
const FACTS: usize = 3;
/// The prefix of the boxes' element ids.
const BOX: &str = "box-";

/// The fixed heights to choose from, in px. The page scrolls inside such a frame.
const FIXED_HEIGHTS: [&str; 3] = ["400", "600", "800"];
/// The value of the compact layout in the list of sizes.
const COMPACT: &str = "compact";

/// The chosen values of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    /// The id of the box's element, or an empty text for the article.
    what: String,
    theme: String,
    ui: String,
    /// Empty for a frame that fits its page, [`COMPACT`], or a fixed height in px.
    size: String,
    /// The name of a [`Form`].
    form: String,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            what: String::new(),
            theme: String::new(),
            ui: String::new(),
            size: String::new(),
            form: Form::default().name().to_owned(),
        }
    }
}

/// The embed panel.
#[function_component]
pub(in crate::view::chrome) fn EmbedPanel(props: &ChromeProps) -> Html {
    let ChromeProps { host, messages } = props.clone();
    let sharing = use_memo((), |()| host.share.sharing());
    let place = use_memo((), |()| host.embed.embed_info());
    let choice = use_state_eq(Choice::default);
    let copied = use_state_eq(|| None::<bool>);
    let choose = |set: fn(&mut Choice, String)| {
        let (host, choice, copied) = (Rc::clone(&host), choice.clone(), copied.setter());
        Callback::from(move |event| {
            if let Some(value) = host.toolbar.value(&event) {
                let mut new = (*choice).clone();
                set(&mut new, value);
                choice.set(new);
                copied.set(None);
            }
        })
    };
    let (code, preview) = code(&sharing, &place, &choice);
    let copy = {
        let (host, copied, code) = (Rc::clone(&host), copied.setter(), code.clone());
        Callback::from(move |_| {
            let (field, copied) = (Rc::clone(&host), copied.clone());
            host.share.copy(
                &Rich::plain(code.clone()),
                Callback::from(move |done: bool| {
                    copied.set(Some(done));
                    if !done {
                        field.share.select_text(FIELD);
                    }
                }),
            );
        })
    };
    let status = match *copied {
        None => "",
        Some(true) => messages.copied(),
        Some(false) => messages.not_copied(),
    };
    let list = |id, label, all, chosen: &str, set| list(id, label, all, chosen, choose(set));
    html! {
        <div class="share embed">
            { list("embed-what", messages.embed_what(), parts(&sharing, &place, messages), &choice.what, |choice, value| choice.what = value) }
            { list("embed-theme", messages.theme(), themes(messages), &choice.theme, |choice, value| choice.theme = value) }
            { list("embed-ui", messages.tools_language(), languages(messages), &choice.ui, |choice, value| choice.ui = value) }
            { list("embed-size", messages.size(), sizes(messages), &choice.size, |choice, value| choice.size = value) }
            { list("embed-form", messages.citation_form(), forms(), &choice.form, |choice, value| choice.form = value) }
            <label for={FIELD}>{ messages.embed_code() }</label>
            <textarea id={FIELD} readonly=true rows="5" spellcheck="false" lang="en" value={code} />
            <div class="share-buttons">
                { button(messages.copy_code(), More::id("embed-copy"), copy) }
                <p role="status">{ status }</p>
            </div>
            <h3>{ messages.preview() }</h3>
            <iframe key={preview.clone()} class="embed-preview" src={preview} title={messages.preview()}></iframe>
        </div>
    }
}

/// Renders a labelled list of values, each with its own label.
fn list(
    id: &'static str,
    label: &'static str,
    all: Vec<(String, String)>,
    chosen: &str,
    onchange: Callback<Event>,
) -> Html {
    let options = all.into_iter().map(|(value, label)| {
        let selected = value == chosen;
        html! { <option key={value.clone()} {value} {selected}>{ label }</option> }
    });
    html! {
        <>
            <label for={id}>{ label }</label>
            <select {id} {onchange}>{ for options }</select>
        </>
    }
}

/// Returns the embed code for a choice, and the address of the preview. The preview uses the site that is open now.
fn code(sharing: &Sharing, place: &EmbedInfo, choice: &Choice) -> (String, String) {
    let chosen = sharing.boxes.iter().find(|shared| shared.id == choice.what);
    let statements: Vec<&str> = match chosen {
        Some(shared) => shared.facts.iter().take(FACTS).collect::<Vec<_>>(),
        None => {
            let firsts = sharing
                .boxes
                .iter()
                .filter_map(|shared| shared.facts.first());
            firsts.take(FACTS).collect()
        }
    }
    .into_iter()
    .map(|fact| fact.row.statement.as_str())
    .collect();
    let fixed_height = choice.size.parse().ok();
    let snippet = Snippet {
        article: &place.article,
        fact_box: chosen.and_then(|shared| shared.id.strip_prefix(BOX)),
        script: &place.script,
        title: chosen.map_or(&sharing.work.title, |shared| &shared.title),
        text: if chosen.is_some() {
            &sharing.work.title
        } else {
            &place.standfirst
        },
        facts: &statements,
        theme: &choice.theme,
        ui: &choice.ui,
        compact: choice.size == COMPACT,
        scroll: fixed_height.is_some(),
        height: fixed_height.unwrap_or(if chosen.is_some() {
            BOX_HEIGHT
        } else {
            ARTICLE_HEIGHT
        }),
    };
    let preview = Snippet {
        article: &place.here,
        ..snippet
    };
    (snippet.html(Form::named(&choice.form)), preview.address())
}

/// Returns the code that embeds the whole article, as the panel shows it at first.
pub(in crate::view) fn embed_code(article: &Article, address: &str, script: &str) -> String {
    let firsts = article.boxes.iter().filter_map(|shown| shown.facts.first());
    let facts: Vec<&str> = firsts
        .take(FACTS)
        .map(|fact| fact.statement.as_str())
        .collect();
    let snippet = Snippet {
        article: address,
        fact_box: None,
        script,
        title: &article.headline,
        text: &article.standfirst,
        facts: &facts,
        theme: "",
        ui: "",
        compact: false,
        scroll: false,
        height: ARTICLE_HEIGHT,
    };
    snippet.html(Form::default())
}

fn parts(sharing: &Sharing, place: &EmbedInfo, messages: Messages) -> Vec<(String, String)> {
    let boxes = sharing.boxes.iter().filter(|_| place.has_boxes);
    let boxes = boxes.map(|shared| {
        let label = [messages.fact_box(), ": ", &shared.title].concat();
        (shared.id.clone(), label)
    });
    std::iter::once((String::new(), messages.this_article().to_owned()))
        .chain(boxes)
        .collect()
}

fn themes(messages: Messages) -> Vec<(String, String)> {
    [
        ("", messages.as_system()),
        ("light", messages.light()),
        ("sepia", messages.sepia()),
        ("dark", messages.dark()),
        ("contrast", messages.high_contrast()),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()))
    .into()
}

fn languages(messages: Messages) -> Vec<(String, String)> {
    let as_article = (String::new(), messages.as_article().to_owned());
    let all =
        Messages::all().map(|messages| (messages.tag().to_owned(), messages.name().to_owned()));
    std::iter::once(as_article).chain(all).collect()
}

fn sizes(messages: Messages) -> Vec<(String, String)> {
    let fixed = FIXED_HEIGHTS.map(|height| (height.to_owned(), messages.fixed_height(height)));
    [("", messages.normal()), (COMPACT, messages.compact())]
        .map(|(value, label)| (value.to_owned(), label.to_owned()))
        .into_iter()
        .chain(fixed)
        .collect()
}

fn forms() -> Vec<(String, String)> {
    Form::ALL
        .map(|form| (form.name().to_owned(), form.name().to_owned()))
        .into()
}
