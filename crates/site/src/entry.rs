//! The summary of an article that the site's own pages and files show.

use serde::{Deserialize, Serialize};

use crate::place::Place;
use sidelight_model::{Article, Moment, Slug};

/// The summary of an edition of an article in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionEntry {
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// The headline, as plain text.
    pub headline: String,
    /// The sentence or two below the headline, as plain text.
    pub standfirst: String,
    /// The topics in the edition's language.
    pub topics: Vec<String>,
    /// The names of the authors in the edition.
    pub authors: Vec<String>,
}

/// The summary of an article for the list of articles, the feed and the sitemap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name of the article's folder in the site.
    pub slug: Slug,
    /// The headline, as plain text.
    pub headline: String,
    /// The sentence or two below the headline, as plain text.
    pub standfirst: String,
    /// The article's language, as a BCP 47 tag.
    pub language: String,
    /// The names of the authors, in the order of the byline.
    pub authors: Vec<String>,
    /// The topics that the article is listed under.
    pub topics: Vec<String>,
    /// The date of publication, with the time if it is known.
    pub published: Moment,
    /// The date of the last change, if there was one.
    pub updated: Option<Moment>,
    /// The editions in other languages.
    pub editions: Vec<EditionEntry>,
}

impl Entry {
    /// Returns the place of the article in the site.
    pub(crate) fn place(&self) -> Place {
        let editions = self
            .editions
            .iter()
            .map(|edition| edition.language.as_str());
        Place::base(&self.slug, &self.language, editions)
    }
}

impl From<&Article> for Entry {
    fn from(article: &Article) -> Self {
        Self {
            slug: article.slug.clone(),
            headline: article.headline.clone(),
            standfirst: article.standfirst.clone(),
            language: article.language.clone(),
            authors: article
                .byline
                .iter()
                .map(|byline| byline.name.clone())
                .collect(),
            topics: article.topics.clone(),
            published: article.published,
            updated: article.updated,
            editions: Vec::new(),
        }
    }
}

impl From<&Article> for EditionEntry {
    fn from(edition: &Article) -> Self {
        let authors = edition.byline.iter().map(|byline| byline.name.clone());
        Self {
            language: edition.language.clone(),
            headline: edition.headline.clone(),
            standfirst: edition.standfirst.clone(),
            topics: edition.topics.clone(),
            authors: authors.collect(),
        }
    }
}
