//! The article as a page: Yew components that render the same natively and in the browser.
//!
//! [`Reader`] is the whole tree of one article. The site generator renders it to HTML. The browser renders it for a
//! package that it loads at run time. The page is complete without scripts: boxes are `<details>`, and two links connect
//! a fact and its passage. Other modules find the parts of the page by the ids and `data-` attributes that [`anchor`]
//! names. They never search for text, because the browser may translate it.
//!
//! *Invariant:* apart from the events that [`chrome`] receives, no code in here touches the browser's APIs. The article's
//! tree never changes after it is rendered. So its parts are plain functions that return [`Html`], and only the roots are
//! components.

mod box_page;
mod charts;
pub mod chrome;
mod direction;
mod fact;
mod fact_box;
mod figure;
mod foot;
mod format;
mod head;
mod index;
mod inlines;
mod key_facts;
mod media;
pub mod package;
mod prose;
mod source_passages;
mod sources_page;
mod table;
pub mod toolbar;

use std::rc::Rc;

use yew::virtual_dom::VText;
use yew::{AttrValue, Html, Properties, function_component, html};

pub use box_page::{BoxPage, BoxPageProps, box_frame};
pub use direction::language_direction;
pub use format::date as shown_date;
use index::Index;
use sidelight_model::{Article, Block, TextBlock, anchor};
use sidelight_text::search::Spellings;
pub use source_passages::place_name;
pub use sources_page::sources_page;

/// The properties of [`Reader`].
#[derive(Properties)]
pub struct ReaderProps {
    /// The article. It must be valid, as every parsed article is.
    pub article: Rc<Article>,
    /// The addresses of the pages of the article's topics, in their order, relative to this page. Empty if the topics
    /// have no pages.
    #[prop_or_default]
    pub topic_links: Rc<[String]>,
    /// The address of the folder with the files that the site made of the article, relative to this page: an empty text for the
    /// page's own folder. These are tables and the page of sources. `None` if there are no such files.
    #[prop_or_default]
    pub files: Option<Rc<str>>,
}

/// Compares by identity. An article never changes, and comparing its content costs more than rendering it again.
impl PartialEq for ReaderProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article)
            && self.topic_links == other.topic_links
            && self.files == other.files
    }
}

/// One whole article: header, prose with its fact boxes, corrections, sources and topics.
#[function_component]
pub fn Reader(props: &ReaderProps) -> Html {
    tree(&props.article, &props.topic_links, props.files.as_deref())
}

/// Returns the tree that [`Reader`] renders for these properties.
pub fn tree(article: &Article, topic_links: &[String], files: Option<&str>) -> Html {
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
                { prose::prose(article, &index, files) }
                { foot::foot(article, &index, topic_links, files) }
            </article>
        </main>
    }
}

/// Returns a text node of a static text, without the two copies that Yew would make.
fn fixed(text: &'static str) -> Html {
    VText::new(text).into()
}

/// Returns a text node of a text from the article, with one copy instead of Yew's two.
fn copied(text: &str) -> Html {
    VText::new(AttrValue::Rc(text.into())).into()
}

/// Returns the number of words in the text. Boxes don't count, because they aren't read from beginning to end.
fn word_count(article: &Article) -> usize {
    let blocks = article.body.iter().flat_map(Block::texts);
    blocks
        .map(TextBlock::plain_text)
        .map(|text| sidelight_text::word_count(&text))
        .sum()
}

/// Returns all spellings of the article's names, for the search. Returns `None` if no name has another spelling.
fn spellings(article: &Article) -> Option<String> {
    let names = article
        .aliases
        .iter()
        .map(|alias| std::iter::once(&alias.name).chain(&alias.spellings));
    let written = Spellings::write(names.map(|name| name.map(String::as_str)));
    (!written.is_empty()).then_some(written)
}
