//! What a site's own pages and files say about an article.

use sidelight_model::{Article, PartialDate, Slug};

/// What a site's own pages and files tell of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the site.
    pub slug: Slug,
    /// Its headline, plain text.
    pub headline: String,
    /// The sentence or two under the headline, plain text.
    pub standfirst: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: PartialDate,
    /// When it was last changed, if it was.
    pub updated: Option<PartialDate>,
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
            published: article.published,
            updated: article.updated,
        }
    }
}
