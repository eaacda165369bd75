//! What the press makes for machines, and the site's own pages: pure functions from articles to files and elements.
//!
//! *Invariant:* everything an author typed is escaped for where it stands, and nothing that needs the site's own
//! address is made without one.

use super::info::SiteInfo;
use super::site::{Entry, OutFile};
use crate::model::Article;

/// The files that go beside an article's page.
pub fn documents(article: &Article, info: &SiteInfo) -> Vec<OutFile> {
    let _ = info;
    article
        .to_json()
        .map(|json| OutFile {
            path: format!("{}/article.json", article.slug),
            content: json.into_bytes(),
        })
        .into_iter()
        .collect()
}

/// The elements that go into the `<head>` of an article's page.
pub fn head(article: &Article, info: &SiteInfo) -> String {
    let _ = (article, info);
    String::new()
}

/// A page of the site's own, to be put into the shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePage {
    /// Its path below the site's root.
    pub path: String,
    /// Its title, plain text.
    pub title: String,
    /// What it is about, plain text.
    pub description: String,
    /// The language it is in, as a BCP 47 tag.
    pub language: String,
    /// Elements for its `<head>`.
    pub head: String,
    /// What it shows, as HTML that needs no program.
    pub body: String,
}

/// The site's own pages: the list of its articles, in several pages when there are many, and `404.html`. With one
/// article there is no list: the front page is the article.
pub fn site_pages(index: &[Entry], info: &SiteInfo) -> Vec<SitePage> {
    let _ = (index, info);
    Vec::new()
}

/// The site's files that are no pages: feed and site map.
pub fn site_documents(index: &[Entry], info: &SiteInfo) -> Vec<OutFile> {
    let _ = (index, info);
    Vec::new()
}
