//! Offline reading: storing the article for use without a network, and the list of stored articles.

use std::rc::Rc;

use yew::prelude::*;

use super::button::{More, button};
use super::panel::Panel;
use super::{ChromeProps, use_subscription};
use sidelight_i18n::Messages;

/// An article that the reader has stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptArticle {
    /// The address of the article.
    pub url: String,
    /// The title of its page.
    pub title: String,
}

/// The articles that are stored on this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// `true` if this article is stored.
    pub this: bool,
    /// The stored articles.
    pub articles: Vec<KeptArticle>,
    /// The reason if the last request failed. A failed request changes nothing.
    pub refusal: Option<Refusal>,
}

/// The reason why an article couldn't be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There isn't enough storage space.
    Full,
    /// A part of the article couldn't be loaded.
    Unreachable,
    /// The browser doesn't let this site store anything.
    Denied,
}

/// A request of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfflineRequest {
    /// List the stored articles.
    List,
    /// Store this article.
    Keep,
    /// Remove the stored article at this address.
    Remove(String),
}

/// Requests from the offline panel to the page.
pub trait OfflineHost {
    /// Returns `true` if articles can be stored for offline reading.
    fn can_store(&self) -> bool;
    /// Carries out a request, then calls `answer` with the stored articles.
    fn offline(&self, request: OfflineRequest, answer: Callback<Kept>);
}

/// The content of the panel for offline reading.
pub(super) const PANEL: Panel = Panel {
    is_available: |host| host.offline.can_store(),
    ..Panel::new(
        "offline",
        |props| html! { <OfflinePanel ..props.clone() /> },
    )
};

/// The offline panel.
#[function_component]
fn OfflinePanel(props: &ChromeProps) -> Html {
    // The list is empty until the first answer. `waiting` is `true` while an answer is pending.
    let kept = use_state_eq(Kept::default);
    let waiting = use_state_eq(|| true);
    let ask = {
        let (host, kept, waiting) = (Rc::clone(&props.host), kept.setter(), waiting.setter());
        Callback::from(move |request: OfflineRequest| {
            let (kept, waiting) = (kept.clone(), waiting.clone());
            waiting.set(true);
            host.offline.offline(
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
    let messages = props.messages;
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
            <p>{ messages.offline_note() }</p>
            { button(
                if kept.this { messages.kept() } else { messages.keep() },
                More { is_idle: Some(kept.this || *waiting), ..More::id("offline-keep") },
                keep,
            ) }
            <p class="offline-refused" role="alert">
                { kept.refusal.map(|refusal| self::refusal(refusal, messages)).unwrap_or_default() }
            </p>
            <div class="offline-list" hidden={kept.articles.is_empty()}>
                <h3 id="offline-kept">{ messages.kept_articles() }</h3>
                <ul aria-labelledby="offline-kept">
                    { for kept.articles.iter().map(|article| self::article(article, messages, &ask)) }
                </ul>
            </div>
        </div>
    }
}

fn article(article: &KeptArticle, messages: Messages, ask: &Callback<OfflineRequest>) -> Html {
    let remove = {
        let (ask, url) = (ask.clone(), article.url.clone());
        Callback::from(move |_| ask.emit(OfflineRequest::Remove(url.clone())))
    };
    html! {
        <li key={article.url.clone()}>
            <a href={article.url.clone()} dir="auto">{ &article.title }</a>
            { button(
                messages.remove(),
                More { name: Some(messages.remove_article(&article.title).into()), ..More::default() },
                remove,
            ) }
        </li>
    }
}

fn refusal(refusal: Refusal, messages: Messages) -> &'static str {
    match refusal {
        Refusal::Full => messages.no_room(),
        Refusal::Unreachable => messages.not_loaded(),
        Refusal::Denied => messages.keeping_denied(),
    }
}
