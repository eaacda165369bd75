//! The article as a page: Yew components, the same natively and in the browser.
//!
//! [`Reader`] is the whole tree of one article. The press renders it to HTML; the browser renders it for a
//! package that arrives at run time. It is useful without any script: boxes are `<details>`, the way from a
//! fact to its passage and back is a pair of links. The rest of the house finds its parts by the ids and
//! `data-` attributes that [`anchor`] names, never by their text, which a browser may translate.
//!
//! *Invariant:* nothing in here touches the browser's APIs, and the tree never changes once it is rendered;
//! so plain functions that return [`Html`] do for the parts, and only the root is a component.

mod box_page;
mod charts;
pub mod chrome;
mod fact;
mod fact_box;
mod figure;
mod foot;
mod format;
mod head;
mod index;
mod inlines;
pub mod package;
mod prose;

use std::rc::Rc;

use yew::virtual_dom::VText;
use yew::{AttrValue, Html, Properties, function_component, html};

pub use box_page::{BoxPage, BoxPageProps, box_frame};
pub use format::date as shown_date;
use index::Index;
use sidelight_model::{Article, Block, TextBlock, anchor};
use sidelight_text::search::Spellings;

/// What [`Reader`] shows.
#[derive(Properties)]
pub struct ReaderProps {
    /// The article; a valid one, as parsing leaves it.
    pub article: Rc<Article>,
}

/// By identity: an article never changes, and comparing all of it costs more than rendering it again would.
impl PartialEq for ReaderProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article)
    }
}

/// One whole article: header, prose with its fact boxes, sources.
#[function_component]
pub fn Reader(props: &ReaderProps) -> Html {
    tree(&props.article)
}

/// What [`Reader`] renders.
pub fn tree(article: &Article) -> Html {
    let index = Index::of(article);
    html! {
        <main class="page">
            <article
                class="article"
                id={anchor::ARTICLE}
                lang={article.language.clone()}
                data-words={word_count(article).to_string()}
                data-spellings={spellings(article)}
            >
                { head::head(article, &index) }
                { prose::prose(article, &index) }
                { foot::foot(article, &index) }
            </article>
        </main>
    }
}

/// A text of the program's own, without the two copies that Yew would make of it.
fn fixed(text: &'static str) -> Html {
    VText::new(text).into()
}

/// A text of the article, with one copy where Yew would make two.
fn copied(text: &str) -> Html {
    VText::new(AttrValue::Rc(text.into())).into()
}

/// How many words the text has; those in boxes aren't read from beginning to end.
fn word_count(article: &Article) -> usize {
    let blocks = article.body.iter().flat_map(Block::texts);
    blocks
        .map(TextBlock::plain_text)
        .map(|text| sidelight_text::word_count(&text))
        .sum()
}

/// The names of the article in all their spellings, for the search; nothing where no name has another spelling.
fn spellings(article: &Article) -> Option<String> {
    let names = article
        .aliases
        .iter()
        .map(|alias| std::iter::once(&alias.name).chain(&alias.spellings));
    let written = Spellings::write(names.map(|name| name.map(String::as_str)));
    (!written.is_empty()).then_some(written)
}
