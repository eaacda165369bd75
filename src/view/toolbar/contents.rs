//! The contents: links to the article's crossheads and fact boxes.

use yew::{Html, html};

use super::label::Label;
use super::reading_time;
use crate::view::copied;
use sidelight_i18n::Messages;
use sidelight_model::{Article, Block, anchor};

/// Renders the content of the panel. Titles are in the article's language, and browsers may translate them with the article.
pub(super) fn contents(article: &Article, messages: Messages, words: usize) -> Html {
    let length = reading_time(words as u64, &article.language, 0);
    html! {
        <>
            <p class="reading">{ messages.minutes_to_read(length) }</p>
            <nav aria-labelledby="tool-contents">
                <ol class="contents">
                    <li>
                        <a href={anchor::link(anchor::HEADLINE)} data-message={Label::Beginning.number()}>
                            { Label::Beginning.text(messages) }
                        </a>
                    </li>
                    { for article.body.iter().filter_map(|block| section(article, block, messages)) }
                </ol>
            </nav>
        </>
    }
}

fn section(article: &Article, block: &Block, messages: Messages) -> Option<Html> {
    let link = |id: &str, title: &str| {
        html! {
            <a href={anchor::link(id)} lang={article.language.clone()} translate="yes" dir="auto">{ copied(title) }</a>
        }
    };
    match block {
        Block::Crosshead(text) => {
            let link = link(&anchor::text(&text.id), &text.plain_text());
            Some(html! { <li class="contents-text">{ link }</li> })
        }
        Block::Box(id) => {
            let fact_box = article.boxes.iter().find(|fact_box| fact_box.id == *id)?;
            let link = link(&anchor::fact_box(id), &fact_box.title);
            Some(html! {
                <li class="contents-box">
                    { link }
                    <span class="contents-kind" data-message={Label::FactBox.number()}>{ Label::FactBox.text(messages) }</span>
                </li>
            })
        }
        _ => None,
    }
}
