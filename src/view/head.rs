//! The top of the page: headline, standfirst, byline, dates, key facts, note, and the list of boxes.

use yew::{Html, html};

use super::direction::direction_of;
use super::index::Index;
use super::inlines::inlines;
use super::{format, key_facts};
use sidelight_i18n::Messages;
use sidelight_model::{Article, Byline, anchor};

pub(super) fn head(article: &Article, index: &Index<'_>) -> Html {
    html! {
        <header class="head">
            <h1 id={anchor::HEADLINE} dir={direction_of(&article.headline)}>{ &article.headline }</h1>
            <p class="standfirst" dir={direction_of(&article.standfirst)}>{ &article.standfirst }</p>
            <div class="imprint">
                <p class="byline">
                    { format::phrase(index.messages.by(), bylines(&article.byline)) }
                </p>
                <p class="dates">{ dates(article, index.messages) }</p>
            </div>
            { key_facts::key_facts(article, index) }
            if !article.note.is_empty() {
                <p class="note" role="note">{ inlines(&article.note, index) }</p>
            }
            if !article.boxes.is_empty() {
                { boxes(article, index.messages) }
            }
        </header>
    }
}

pub(super) fn bylines(bylines: &[Byline]) -> Html {
    bylines
        .iter()
        .enumerate()
        .map(|(i, byline)| {
            html! {
                <>
                    if i > 0 { { "; " } }
                    <span class="author" data-organisation={(!byline.kind.is_person()).then_some("")}>{ &byline.name }</span>
                    if let Some(role) = &byline.role { { ", " }{ role } }
                </>
            }
        })
        .collect()
}

pub(super) fn dates(article: &Article, messages: Messages) -> Html {
    html! {
        <>
            <span class="date">
                { format::phrase(messages.published(), format::moment_time(article.published, messages)) }
            </span>
            if let Some(updated) = article.updated {
                <span class="date">
                    { format::phrase(messages.updated(), format::moment_time(updated, messages)) }
                </span>
            }
            if article.as_of != article.published.date() {
                <span class="date as-reported">
                    { format::phrase(messages.as_reported(), format::as_of_time(article.as_of, messages)) }
                </span>
            }
        </>
    }
}

fn boxes(article: &Article, messages: Messages) -> Html {
    let title = "boxes-title";
    html! {
        <nav class="boxes" id={anchor::BOXES} aria-labelledby={title}>
            <div class="boxes-head">
                <h2 id={title} translate="no">{ messages.boxes() }</h2>
                <div class="boxes-chrome" id={anchor::BOXES_CHROME}></div>
            </div>
            <ul>
                { for article.boxes.iter().map(|fact_box| html! {
                    <li>
                        <a href={anchor::link(&anchor::fact_box(&fact_box.id))}>{ &fact_box.title }</a>
                    </li>
                }) }
            </ul>
        </nav>
    }
}
