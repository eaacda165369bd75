//! The summary of an article that the site's own pages and files show.

use sidelight_model::{Article, Moment, Slug};

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
        }
    }
}
