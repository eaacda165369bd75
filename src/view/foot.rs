//! The end of the page: corrections, evidence for print, sources, and topics.

use yew::{Html, html};

use super::format;
use super::index::Index;
use sidelight_i18n::Messages;
use sidelight_model::{Article, Correction, Source, anchor};

pub(super) fn foot(article: &Article, index: &Index<'_>, topic_links: &[String]) -> Html {
    html! {
        <div class="foot">
            if !article.corrections.is_empty() {
                <section class="corrections" aria-labelledby="corrections-title">
                    <h2 id="corrections-title" translate="no">{ index.messages.corrections() }</h2>
                    <ul>{ for article.corrections.iter().map(|c| correction(article, index, c)) }</ul>
                </section>
            }
            { notes(index) }
            if !article.sources.is_empty() {
                <section class="sources" id={anchor::SOURCES} aria-labelledby="sources-title">
                    <h2 id="sources-title" translate="no">{ index.messages.sources() }</h2>
                    <ul>{ for article.sources.iter().map(|s| source(s, index.messages)) }</ul>
                </section>
            }
            if !article.topics.is_empty() {
                <section class="topics" aria-labelledby="topics-title">
                    <h2 id="topics-title" translate="no">{ index.messages.topics() }</h2>
                    <p>{ topics(&article.topics, topic_links) }</p>
                </section>
            }
        </div>
    }
}

/// Renders the evidence as notes for print, where links don't work. Each note has the number of its fact in the text and in
/// its box. The notes are hidden on screens, also from screen readers, because each fact shows its own evidence there.
fn notes(index: &Index<'_>) -> Html {
    let mut before = 0;
    let notes = index.numbered().into_iter().map(|(number, fact)| {
        let value = (number != before + 1).then(|| number.to_string());
        before = number;
        html! {
            <li {value}>{ for fact.evidence.iter().map(|evidence| html! { <q>{ &evidence.exact }</q> }) }</li>
        }
    });
    html! {
        <section class="notes" hidden=true>
            <h2>{ index.messages.evidence() }</h2>
            <ol>{ for notes }</ol>
        </section>
    }
}

fn correction(article: &Article, index: &Index<'_>, correction: &Correction) -> Html {
    let fact = correction.fact.as_ref().and_then(|id| {
        article
            .boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
            .find(|fact| fact.id == *id)
    });
    html! {
        <li>
            { format::time(correction.date, index.messages) }
            if let Some(fact) = fact {
                { ", " }
                <a href={anchor::link(&anchor::fact(&fact.id))} translate="no">
                    { index.messages.fact_number(&index.number(fact).to_string()) }
                </a>
            }
            <p><span translate="no">{ index.messages.it_said() }</span>{ " " }<del>{ &correction.was }</del></p>
            <p><span translate="no">{ index.messages.it_says_now() }</span>{ " " }<ins>{ &correction.now }</ins></p>
        </li>
    }
}

/// Renders the topics, each as a link to its page if there is one.
fn topics(topics: &[String], links: &[String]) -> Html {
    topics
        .iter()
        .enumerate()
        .map(|(i, topic)| {
            html! {
                <>
                    if i > 0 { { " · " } }
                    if let Some(link) = links.get(i) { <a href={link.clone()}>{ topic }</a> } else { { topic } }
                </>
            }
        })
        .collect()
}

fn source(source: &Source, messages: Messages) -> Html {
    let title = match &source.url {
        Some(url) => html! { <a href={url.as_str().to_owned()}>{ &source.title }</a> },
        None => html! { &source.title },
    };
    let credit: Vec<&str> = [&source.author, &source.publisher]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    html! {
        <li>
            <cite>{ title }</cite>
            if !credit.is_empty() { { ". " }{ credit.join(", ") } }
            if let Some(date) = source.date { { ", " }{ format::time(date, messages) } }
            if let Some(note) = &source.note { <p class="source-note">{ note }</p> }
        </li>
    }
}
