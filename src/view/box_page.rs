//! One fact box as a page of its own, for embedding: the open box, with links to its article.
//!
//! *Invariant:* the evidence of a fact is readable in place, or in the article through a link that is labelled as such.
//! No link has a missing target.

use std::rc::Rc;

use yew::{Html, Properties, function_component, html};

use super::index::Index;
use super::{fact_box, format, head};
use sidelight_i18n::Messages;
use sidelight_model::{Article, BoxId, anchor};

/// The properties of [`BoxPage`].
#[derive(Properties)]
pub struct BoxPageProps {
    /// The article. It must be valid, as every parsed article is.
    pub article: Rc<Article>,
    /// The id of the box. If the article has no such box, the page only links to the article.
    pub fact_box: BoxId,
}

/// Compares the article by identity, like the article's own page.
impl PartialEq for BoxPageProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article) && self.fact_box == other.fact_box
    }
}

/// One box of an article, with the same numbers and ids as on the article's page. That page is one folder above.
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

/// Renders the page around a box: headline, byline, dates and links to the article.
pub fn box_frame(article: &Article, shown: Html) -> Html {
    let messages = Messages::for_text(&article.language);
    html! {
        <main class="page box-page">
            <article class="article" id={anchor::ARTICLE} lang={article.language.clone()}>
                <header class="box-head">
                    <p class="kicker" translate="no">{ messages.from_article() }</p>
                    <h1 id={anchor::HEADLINE}>
                        <a href={anchor::FROM_BOX}>{ &article.headline }</a>
                    </h1>
                </header>
                { shown }
                <footer class="box-end">
                    <p class="byline">
                        { format::phrase(messages.by(), head::bylines(&article.byline)) }
                    </p>
                    <p class="dates">{ head::dates(article, messages) }</p>
                    <p>
                        <a class="whole" href={anchor::FROM_BOX} translate="no">{ messages.whole_article() }</a>
                    </p>
                </footer>
            </article>
        </main>
    }
}
