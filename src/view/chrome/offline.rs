//! Offline: keeping the article for when there is no network, and the articles that are kept.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::ChromeProps;
use super::button::{More, button};
use sidelight_i18n::Words;

/// An article that the reader has kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptArticle {
    /// Its address.
    pub url: String,
    /// What its page is called.
    pub title: String,
}

/// What there is on this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Whether this article is among those that are kept.
    pub this: bool,
    /// Those that are kept.
    pub articles: Vec<KeptArticle>,
    /// Why what was asked for last wasn't done, if it wasn't; then all is as it was before.
    pub refusal: Option<Refusal>,
}

/// Why an article isn't kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no room for it.
    Full,
    /// A part of it couldn't be loaded.
    Unreachable,
    /// The browser doesn't let this site keep anything.
    Denied,
}

/// What a reader asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfflineRequest {
    /// What is kept?
    List,
    /// Keep this article.
    Keep,
    /// Keep the article at this address no longer.
    Remove(String),
}

/// What offline reading asks of the page.
pub trait OfflineHost {
    /// Does what is asked for, and then answers with what is kept.
    fn offline(&self, request: OfflineRequest, answer: Callback<Kept>);
}

/// The panel of offline reading.
#[function_component]
pub(super) fn OfflinePanel(props: &ChromeProps) -> Html {
    // None until the first answer is there, and while another is awaited.
    let kept = use_state_eq(Kept::default);
    let waiting = use_state_eq(|| true);
    let ask = {
        let (host, kept, waiting) = (Rc::clone(&props.host), kept.setter(), waiting.setter());
        Callback::from(move |request: OfflineRequest| {
            let (kept, waiting) = (kept.clone(), waiting.clone());
            waiting.set(true);
            host.offline(
                request,
                Callback::from(move |answer| {
                    kept.set(answer);
                    waiting.set(false);
                }),
            );
        })
    };
    {
        let ask = ask.clone();
        use_subscription(
            0,
            Box::new(move || {
                ask.emit(OfflineRequest::List);
                None
            }),
        );
    }
    let words = props.words;
    let keep = {
        let (ask, this, waiting) = (ask.clone(), kept.this, *waiting);
        Callback::from(move |_| {
            if !this && !waiting {
                ask.emit(OfflineRequest::Keep);
            }
        })
    };
    html! {
        <div class="offline">
            <p>{ words.offline_note() }</p>
            { button(
                if kept.this { words.kept() } else { words.keep() },
                More { is_idle: Some(kept.this || *waiting), ..More::id("offline-keep") },
                keep,
            ) }
            <p class="offline-refused" role="alert">
                { kept.refusal.map(|refusal| self::refusal(refusal, words)).unwrap_or_default() }
            </p>
            <div class="offline-list" hidden={kept.articles.is_empty()}>
                <h3 id="offline-kept">{ words.kept_articles() }</h3>
                <ul aria-labelledby="offline-kept">
                    { for kept.articles.iter().map(|article| self::article(article, words, &ask)) }
                </ul>
            </div>
        </div>
    }
}

fn article(article: &KeptArticle, words: Words, ask: &Callback<OfflineRequest>) -> Html {
    let remove = {
        let (ask, url) = (ask.clone(), article.url.clone());
        Callback::from(move |_| ask.emit(OfflineRequest::Remove(url.clone())))
    };
    html! {
        <li key={article.url.clone()}>
            <a href={article.url.clone()} dir="auto">{ &article.title }</a>
            { button(
                words.remove(),
                More { name: Some(words.remove_article(&article.title).into()), ..More::default() },
                remove,
            ) }
        </li>
    }
}

fn refusal(refusal: Refusal, words: Words) -> &'static str {
    match refusal {
        Refusal::Full => words.no_room(),
        Refusal::Unreachable => words.not_loaded(),
        Refusal::Denied => words.keeping_denied(),
    }
}
