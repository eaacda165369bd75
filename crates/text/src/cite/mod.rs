//! Citations of an article, in the styles that readers are asked for.
//!
//! The styles follow the handbooks for an article on a news site: the *Publication Manual of the APA* (7th edition),
//! the *MLA Handbook* (9th) and the *Chicago Manual of Style* (18th, bibliography). There are also BibTeX entries and
//! items of [CSL-JSON]. The handbooks are English, so the names of months are English in every language of the page.
//! Titles keep their authors' words.
//!
//! *Invariant:* nothing is made up. Unknown parts are left out, or marked as missing if the style has a way to do so.
//!
//! [CSL-JSON]: https://github.com/citation-style-language/schema

mod bibtex;
mod csl;
mod name;
mod styles;

use super::Rich;
pub use name::Author;
use name::Name;
use sidelight_model::PartialDate;

/// Data about an article that a citation needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Headline.
    pub title: String,
    /// Authors, in the order of the byline.
    pub authors: Vec<Author>,
    /// Site or newspaper that published the article.
    pub outlet: Option<String>,
    /// Publication date.
    pub published: Option<PartialDate>,
    /// Permanent address of the article or of a part of it.
    pub url: String,
    /// Language, as a BCP 47 tag.
    pub language: String,
}

/// A citation style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Author and date, of the American Psychological Association.
    Apa,
    /// Works cited, of the Modern Language Association.
    Mla,
    /// Bibliography, of the *Chicago Manual of Style*.
    Chicago,
    /// An entry of a BibTeX file.
    Bibtex,
    /// A CSL-JSON list with one item.
    CslJson,
}

impl Style {
    /// All styles, in the order in which readers see them.
    pub const ALL: [Self; 5] = [
        Self::Apa,
        Self::Mla,
        Self::Chicago,
        Self::Bibtex,
        Self::CslJson,
    ];

    /// Returns the style's name, which is the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apa => "APA",
            Self::Mla => "MLA",
            Self::Chicago => "Chicago",
            Self::Bibtex => "BibTeX",
            Self::CslJson => "CSL-JSON",
        }
    }

    /// Formats a citation of the work in this style.
    #[must_use]
    pub fn cite(self, work: &Work) -> Rich {
        match self {
            Self::Apa => styles::apa(work),
            Self::Mla => styles::mla(work),
            Self::Chicago => styles::chicago(work),
            Self::Bibtex => Rich::plain(bibtex::entry(work)),
            Self::CslJson => Rich::plain(["[", &work.to_csl(), "]"].concat()),
        }
    }
}

impl Work {
    /// Returns the work as an item of CSL-JSON.
    pub(super) fn to_csl(&self) -> String {
        csl::item(self)
    }

    fn names(&self) -> Vec<Name<'_>> {
        self.authors
            .iter()
            .filter(|author| !author.name.trim().is_empty())
            .map(Name::of)
            .collect()
    }

    /// Returns the outlet. Returns `None` if it is missing or is the only author.
    fn outlet_apart(&self) -> Option<&str> {
        let outlet = self.outlet.as_deref().filter(|name| !name.is_empty())?;
        match &*self.authors {
            [author] if author.name == outlet => None,
            _ => Some(outlet),
        }
    }

    /// Returns a key for the work in a list of references, in ASCII letters and digits, which every program accepts.
    /// The key consists of the first author, the year and the first long word of the title.
    fn key(&self) -> String {
        let plain = |text: &str| -> String {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect()
        };
        let mut key = self
            .names()
            .first()
            .map(|name| plain(&name.family()))
            .unwrap_or_default();
        if key.is_empty() {
            key.push_str("article");
        }
        if let Some(date) = self.published {
            key.push_str(&date.year().to_string());
        }
        if let Some(word) = self
            .title
            .split_whitespace()
            .map(plain)
            .find(|w| w.len() > 3)
        {
            key.push_str(&word);
        }
        key
    }
}

// These tests run only natively, because `jsonschema` runs only natively.
#[cfg(test)]
mod tests;
