//! The panel for sharing, citing and downloading.
//!
//! *Invariant:* the panel reports every outcome. Focus stays where it is, except when the reader has to copy by hand. Then
//! it moves to the field with the text.

use std::rc::Rc;

use yew::prelude::*;

use crate::view::chrome::{Copied, use_subscription};

use super::{ARTICLE, SELECTED, Sharing, beginning};
use crate::view::chrome::ChromeProps;
use crate::view::chrome::button::{More, button};
use sidelight_i18n::Messages;
use sidelight_text::{Rich, Style, facts_csv, facts_json};

/// The id of the field with the text for copying by hand.
const FIELD: &str = "share-text";

/// The share panel.
#[function_component]
pub(in crate::view::chrome) fn SharePanel(props: &ChromeProps) -> Html {
    let ChromeProps { host, messages } = props.clone();
    let sharing = use_memo((), |()| host.share.sharing());
    let chosen = use_state_eq(|| sharing.likely().to_owned());
    let style = use_state_eq(|| Style::Apa);
    let outcome = use_state_eq(|| Copied::Not);
    {
        let (host, outcome) = (Rc::clone(&host), (*outcome).clone());
        use_subscription(
            outcome.key(),
            Box::new(move || {
                if let Copied::Refused(_) = outcome {
                    host.share.select_text(FIELD);
                }
                None
            }),
        );
    }
    let copy = {
        let (host, outcome) = (Rc::clone(&host), outcome.setter());
        move |text: Rich| {
            // Clears the status, so that screen readers read the next one even if it is equal.
            outcome.set(Copied::Not);
            let outcome = outcome.clone();
            let plain = text.plain.clone();
            host.share.copy(
                &text,
                Callback::from(move |copied| {
                    outcome.set(match copied {
                        true => Copied::Done,
                        false => Copied::Refused(plain.clone().into()),
                    });
                }),
            );
        }
    };
    let choose = {
        let (host, chosen) = (Rc::clone(&host), chosen.setter());
        Callback::from(move |event| {
            if let Some(value) = host.toolbar.value(&event) {
                chosen.set(value);
            }
        })
    };
    let choose_style = {
        let (host, style) = (Rc::clone(&host), style.setter());
        Callback::from(move |event| {
            let value = host.toolbar.value(&event);
            if let Some(chosen) = Style::ALL
                .into_iter()
                .find(|s| Some(s.name()) == value.as_deref())
            {
                style.set(chosen);
            }
        })
    };
    let copy_link = {
        let (copy, address) = (copy.clone(), sharing.address(&chosen));
        Callback::from(move |_| copy(Rich::plain(address.clone())))
    };
    let quote = sharing.fact(&chosen).map(|fact| sharing.quote(fact));
    let is_fact = quote.is_some();
    let copy_fact = {
        let copy = copy.clone();
        Callback::from(move |_| {
            if let Some(quote) = &quote {
                copy(quote.clone());
            }
        })
    };
    let open_sheet = {
        let (host, sharing, chosen) = (Rc::clone(&host), Rc::clone(&sharing), chosen.clone());
        Callback::from(move |_| {
            host.share
                .open_sheet(&sharing.work.title, &sharing.address(&chosen))
        })
    };
    let citation = style.cite(&sharing.work);
    let shown_citation = citation.plain.trim_end().to_owned();
    let copy_citation = Callback::from(move |_| copy(citation.clone()));
    let copies_by_hand = matches!(*outcome, Copied::Refused(_));
    let (status, refused) = match &*outcome {
        Copied::Not => ("", AttrValue::default()),
        Copied::Done => (messages.copied(), AttrValue::default()),
        Copied::Refused(text) => (messages.not_copied(), text.clone()),
    };
    html! {
        <div class="share">
            <div class="share-outcome">
                <p role="status">{ status }</p>
                <textarea
                    id={FIELD}
                    readonly=true
                    rows="4"
                    aria-label={messages.text_to_copy()}
                    hidden={!copies_by_hand}
                    value={refused}
                />
            </div>
            <label for="share-what">{ messages.share_what() }</label>
            <select id="share-what" onchange={choose}>{ choices(&sharing, &chosen, messages) }</select>
            <div class="share-buttons">
                { button(messages.copy_link(), More::id("share-copy-link"), copy_link) }
                { button(messages.copy_fact(), More { hidden: !is_fact, ..More::id("share-copy-fact") }, copy_fact) }
                { button(messages.share_with(), More { hidden: !sharing.has_sheet, ..More::id("share-sheet") }, open_sheet) }
            </div>
            <h3>{ messages.cite() }</h3>
            <label for="share-form">{ messages.citation_form() }</label>
            <select id="share-form" onchange={choose_style}>
                { for Style::ALL.into_iter().map(|form| html! {
                    <option key={form.name()} value={form.name()} selected={form == *style}>{ form.name() }</option>
                }) }
            </select>
            <pre id="share-citation" role="group" aria-label={style.name()} lang={language(*style, &sharing)}>{ shown_citation }</pre>
            <div class="share-buttons">
                { button(messages.copy_citation(), More::id("share-copy-citation"), copy_citation) }
            </div>
            <div hidden={sharing.boxes.is_empty()}>
                <h3>{ messages.download_facts() }</h3>
                <div class="share-buttons">
                    { button("CSV", More::id("share-csv"), download_csv(props, &sharing)) }
                    { button("JSON", More::id("share-json"), download_json(props, &sharing)) }
                </div>
            </div>
        </div>
    }
}

/// Returns the language attribute of a citation. APA, MLA and Chicago add English words to the article's title, but the
/// attribute is the article's language. Data formats have none.
fn language(style: Style, sharing: &Sharing) -> Option<String> {
    match style {
        Style::Bibtex | Style::CslJson => None,
        Style::Apa | Style::Mla | Style::Chicago => Some(sharing.work.language.clone()),
    }
}

/// Renders the options of the list: the article, the selected text, and all boxes and facts.
fn choices(sharing: &Sharing, chosen: &str, messages: Messages) -> Html {
    let option = |value: &str, label: String| {
        html! { <option key={value.to_owned()} value={value.to_owned()} selected={value == chosen}>{ label }</option> }
    };
    let excerpt = sharing.excerpt.as_ref().map(|excerpt| {
        let label = [messages.selected_text(), ": ", &beginning(&excerpt.text)].concat();
        option(SELECTED, label)
    });
    let boxes = sharing.boxes.iter().map(|shared| {
        let title = [messages.fact_box(), ": ", &shared.title].concat();
        html! {
            <optgroup key={shared.id.clone()} label={shared.title.clone()}>
                { option(&shared.id, title) }
                { for shared.facts.iter().map(|fact| {
                    option(&fact.id, [&fact.row.number, ". ", &beginning(&fact.row.statement)].concat())
                }) }
            </optgroup>
        }
    });
    html! {
        <>
            { option(ARTICLE, messages.this_article().to_owned()) }
            { for excerpt }
            { for boxes }
        </>
    }
}

fn download_csv(props: &ChromeProps, sharing: &Rc<Sharing>) -> Callback<MouseEvent> {
    let (host, sharing) = (Rc::clone(&props.host), Rc::clone(sharing));
    Callback::from(move |_| {
        let name = [&sharing.file_name, "-facts.csv"].concat();
        host.share
            .download(&name, "text/csv;charset=utf-8", &facts_csv(&sharing.rows()));
    })
}

fn download_json(props: &ChromeProps, sharing: &Rc<Sharing>) -> Callback<MouseEvent> {
    let (host, sharing) = (Rc::clone(&props.host), Rc::clone(sharing));
    Callback::from(move |_| {
        let name = [&sharing.file_name, "-facts.json"].concat();
        host.share.download(
            &name,
            "application/json",
            &facts_json(&sharing.work, &sharing.rows()),
        );
    })
}
