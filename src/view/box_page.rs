//! One fact box as a page of its own, to be embedded: the box, open, and the way to its article.
//!
//! *Invariant:* what a fact rests on is read in place, or in the article by a link that says so; a link never leads to
//! something that isn't there.

use std::rc::Rc;

use yew::{Html, Properties, function_component, html};

use super::index::Index;
use super::{fact_box, head};
use sidelight_i18n::Words;
use sidelight_model::{Article, BoxId, anchor};

/// What [`BoxPage`] shows.
#[derive(Properties)]
pub struct BoxPageProps {
    /// The article; a valid one, as parsing leaves it.
    pub article: Rc<Article>,
    /// Which of its boxes; without it the page has only the way to the article.
    pub fact_box: BoxId,
}

/// By identity, as with the article's own page.
impl PartialEq for BoxPageProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article) && self.fact_box == other.fact_box
    }
}

/// One box of an article, with the same numbers and ids as on the article's page, which lies one folder above.
#[function_component]
pub fn BoxPage(props: &BoxPageProps) -> Html {
    let article = &props.article;
    let shown = article
        .boxes
        .iter()
        .find(|shown| shown.id == props.fact_box)
        .map(|shown| fact_box::open_fact_box(shown, &Index::of_box(article, shown)));
    box_frame(article, shown.unwrap_or_default())
}

/// What is around a box in its page.
pub fn box_frame(article: &Article, shown: Html) -> Html {
    let words = Words::for_text(&article.language);
    html! {
        <main class="page box-page">
            <article class="article" id={anchor::ARTICLE} lang={article.language.clone()}>
                <header class="box-head">
                    <p class="kicker" translate="no">{ words.from_article() }</p>
                    <h1 id={anchor::HEADLINE}>
                        <a href={anchor::FROM_BOX}>{ &article.headline }</a>
                    </h1>
                </header>
                { shown }
                <footer class="box-end">
                    <p class="byline">
                        <span translate="no">{ words.by() }</span>{ " " }{ head::bylines(&article.byline) }
                    </p>
                    <p class="dates">{ head::dates(article, words) }</p>
                    <p>
                        <a class="whole" href={anchor::FROM_BOX} translate="no">{ words.whole_article() }</a>
                    </p>
                </footer>
            </article>
        </main>
    }
}
