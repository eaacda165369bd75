//! Citations of an article, in the forms that readers are asked for.
//!
//! The forms are those of the handbooks: the *Publication Manual of the APA* (7th edition), the *MLA Handbook* (9th) and
//! the *Chicago Manual of Style* (18th, bibliography), for an article on a news site; an entry for BibTeX; and an item
//! of [CSL-JSON]. Handbooks of English have English names of months, whatever language the page is in; titles stay as
//! their authors wrote them.
//!
//! *Invariant:* nothing is made up. What isn't known is left out, or said to be missing where the form has a way to.
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

/// What a citation tells of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The headline.
    pub title: String,
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<Author>,
    /// The site or paper that it stands in.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// Its lasting address, or that of a part of it.
    pub url: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
}

/// A form of citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Author and date, of the American Psychological Association.
    Apa,
    /// Works cited, of the Modern Language Association.
    Mla,
    /// Bibliography, of the Chicago Manual of Style.
    Chicago,
    /// An entry of a BibTeX file.
    Bibtex,
    /// A list of one item in CSL-JSON.
    CslJson,
}

impl Style {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Apa,
        Self::Mla,
        Self::Chicago,
        Self::Bibtex,
        Self::CslJson,
    ];

    /// Its name, which is the same in every language.
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

    /// The work, cited in this form.
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
    /// The work as an item of CSL-JSON.
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

    /// The outlet, unless the only author is the same.
    fn outlet_apart(&self) -> Option<&str> {
        let outlet = self.outlet.as_deref().filter(|name| !name.is_empty())?;
        match &*self.authors {
            [author] if author.name == outlet => None,
            _ => Some(outlet),
        }
    }

    /// A name for the work in a list of references, in letters that every program takes: who, when and the first
    /// word of the title that says something.
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

// Natively only, since what they check JSON with is.
#[cfg(test)]
mod tests;
