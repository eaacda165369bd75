//! The place of an article or of one of its editions in the site.

use sidelight_compiler::BaseUrl;
use sidelight_model::{Article, BoxId, Slug};

/// An edition of an article: its language, and its folder in the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionPlace {
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// The folder of its page, relative to the site's root, with a final `/`.
    pub folder: String,
}

/// The place of an article, or of an edition of it, among all editions.
#[derive(Debug, Clone)]
pub struct Place {
    slug: Slug,
    /// The index of this edition in `all`.
    own: usize,
    /// The base, then all editions.
    all: Vec<EditionPlace>,
}

impl Place {
    /// Returns the place of an article without editions.
    pub fn of(article: &Article) -> Self {
        Self::base(&article.slug, &article.language, [])
    }

    /// Returns the place of an article in this language, with editions in others.
    pub fn base<'a>(
        slug: &Slug,
        language: &'a str,
        editions: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let base = EditionPlace {
            language: language.to_owned(),
            folder: format!("{slug}/"),
        };
        let editions = editions.into_iter().map(|language| EditionPlace {
            language: language.to_owned(),
            folder: format!("{slug}/{language}/"),
        });
        Self {
            slug: slug.clone(),
            own: 0,
            all: std::iter::once(base).chain(editions).collect(),
        }
    }

    /// Returns the places of all editions, without the base.
    pub fn editions(&self) -> impl Iterator<Item = Self> {
        (1..self.all.len()).map(|own| Self {
            own,
            ..self.clone()
        })
    }

    /// Returns the base and all editions, if there are editions.
    pub fn all(&self) -> &[EditionPlace] {
        match self.all.as_slice() {
            [_] => &[],
            all => all,
        }
    }

    /// Returns true for the base.
    pub fn is_base(&self) -> bool {
        self.own == 0
    }

    /// Returns the language, as a BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.all[self.own].language
    }

    /// Returns the folder of the page, relative to the site's root, with a final `/`.
    pub fn folder(&self) -> &str {
        &self.all[self.own].folder
    }

    /// Returns the number of folders above the page.
    pub fn depth(&self) -> usize {
        self.folder().matches('/').count()
    }

    /// Returns the path of the package, relative to the site's root. The packages of all editions are in the article's
    /// folder, because they share its pictures and files.
    pub fn package(&self) -> String {
        if self.is_base() {
            format!("{}/article.json", self.slug)
        } else {
            format!("{}/article.{}.json", self.slug, self.language())
        }
    }

    /// Returns the address of the page.
    pub fn url(&self, base: &BaseUrl) -> String {
        base.join(self.folder())
    }

    /// Returns the address of the folder with the pictures and files of all editions.
    pub fn files_url(&self, base: &BaseUrl) -> String {
        base.join(&self.all[0].folder)
    }

    /// Returns the address of a fact box's own page.
    pub fn box_url(&self, base: &BaseUrl, fact_box: &BoxId) -> String {
        format!("{}{fact_box}/", self.url(base))
    }

    /// Returns the address of the feed with this edition, relative to the site's root.
    pub fn feed(&self) -> String {
        if self.is_base() {
            "feed.xml".to_owned()
        } else {
            feed_in(self.language())
        }
    }
}

/// Returns the path of the feed in a language, relative to the site's root.
pub(crate) fn feed_in(language: &str) -> String {
    format!("feed.{}.xml", language.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_below_their_base() {
        let slug = Slug::new("flood").unwrap();
        let base = Place::base(&slug, "en", ["ru", "ar"]);
        assert!(base.is_base());
        assert_eq!((base.folder(), base.depth()), ("flood/", 1));
        assert_eq!(base.package(), "flood/article.json");
        let editions: Vec<Place> = base.editions().collect();
        let folders: Vec<&str> = editions.iter().map(Place::folder).collect();
        assert_eq!(folders, ["flood/ru/", "flood/ar/"]);
        assert_eq!(editions[1].package(), "flood/article.ar.json");
        assert_eq!(
            (editions[1].depth(), editions[1].feed()),
            (2, "feed.ar.xml".to_owned())
        );
        let url = BaseUrl::new("https://example.org/news").unwrap();
        assert_eq!(editions[0].url(&url), "https://example.org/news/flood/ru/");
        assert_eq!(
            editions[0].files_url(&url),
            "https://example.org/news/flood/"
        );
    }

    #[test]
    fn without_editions_there_is_nothing_to_choose() {
        let base = Place::base(&Slug::new("flood").unwrap(), "en", []);
        assert!(base.all().is_empty());
        assert_eq!(base.editions().count(), 0);
    }
}
