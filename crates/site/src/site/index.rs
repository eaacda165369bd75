//! The index of a site: the record of the last build. It lists the inputs of each article and all files that the build
//! wrote.
//!
//! *Invariants:* every file that a build writes is listed, so that the next build knows which files it may replace and
//! remove. All other files in the folder belong to somebody else. Every name is checked when an index is read, so a
//! forged index can't refer to anything outside of the site's folder.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::compress::ENDINGS;
use super::path::{Paths, SitePath};
use crate::compare::Uncorrected;
use crate::{EditionEntry, Entry};
use sidelight_model::{Moment, Slug};

/// The version of this format.
const VERSION: u32 = 1;

/// The index of a site.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Index<'a> {
    version: u32,
    /// The hash of everything that affects all pages: the program, the shell and the settings of the site.
    #[serde(rename = "press")]
    pub(super) program: String,
    /// The articles by slug. Unchanged records are borrowed from the previous index.
    pub(super) articles: BTreeMap<Slug, Cow<'a, Record>>,
    /// The site's other files by path, without their compressed forms.
    pub(super) files: BTreeMap<SitePath, FileRecord>,
}

/// The record of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    /// The hash of its source files; `None` if one of them couldn't be read.
    pub(super) inputs: Option<String>,
    /// The stamp of its source files at that time, which changes if they do; `None` if it couldn't be determined.
    #[serde(default)]
    pub(super) stamp: Option<String>,
    /// True if the article had warnings. Each build shows them again.
    pub(super) warned: bool,
    /// The values that changed without a correction. Each build reports them again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) uncorrected: Vec<Uncorrected>,
    entry: StoredEntry,
    /// The article's files, relative to its folder.
    pub(super) files: Paths,
}

/// The record of one of the site's own files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// The hash of its content and its compression settings.
    pub(super) content: String,
    /// The endings of its compressed forms.
    #[serde(deserialize_with = "endings")]
    pub(super) forms: Vec<&'static str>,
}

/// Parses a list of endings, each of which must be one of [`ENDINGS`].
fn endings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<&'static str>, D::Error> {
    let known = |found: String| {
        let known = ENDINGS.into_iter().find(|ending| *ending == found);
        known.ok_or_else(|| {
            let found = found.escape_debug();
            D::Error::custom(format!(
                "`{found}` isn't the file extension of a compressed file"
            ))
        })
    };
    Vec::<String>::deserialize(deserializer)?
        .into_iter()
        .map(known)
        .collect()
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct StoredEntry {
    headline: String,
    standfirst: String,
    language: String,
    authors: Vec<String>,
    #[serde(default)]
    topics: Vec<String>,
    published: String,
    updated: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    editions: Vec<EditionEntry>,
}

impl Index<'_> {
    /// Creates an empty index for a build with this identity.
    pub(super) fn new(program: String) -> Self {
        Self {
            version: VERSION,
            program,
            ..Self::default()
        }
    }

    /// Parses an index.
    ///
    /// # Errors
    /// Returns the reason why it can't be used, as a short phrase.
    pub(super) fn read(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let unreadable = |error| format!("it can't be read: {error}");
        let index: Self = match serde_json::from_slice(json) {
            Ok(index) => index,
            // In an index of another version, perhaps only the version can be parsed.
            Err(error) => {
                let Version { version } = serde_json::from_slice(json).map_err(unreadable)?;
                if version == VERSION {
                    return Err(unreadable(error));
                }
                return Err(other_version(version));
            }
        };
        if index.version != VERSION {
            return Err(other_version(index.version));
        }
        Ok(index)
    }

    /// Serialises the index as JSON.
    pub(super) fn to_json(&self) -> Result<Vec<u8>, String> {
        serde_json::to_vec(self).map_err(|error| error.to_string())
    }

    /// Returns true if the index lists the file at this path, relative to the site's root.
    pub(super) fn lists(&self, path: &str) -> bool {
        let of_article = path.split_once('/').and_then(|(slug, file)| {
            let record = self.articles.get(slug)?;
            Some(record.files.iter().any(|listed| listed == file))
        });
        of_article.unwrap_or_else(|| {
            self.files.contains_key(path)
                || ENDINGS.iter().any(|ending| {
                    path.strip_suffix(ending)
                        .and_then(|file| self.files.get(file))
                        .is_some_and(|record| record.forms.contains(ending))
                })
        })
    }

    /// Returns the paths of the files that this index lists and `newer` doesn't. Leaves out files in the folders of the
    /// articles `except`.
    pub(super) fn gone(&self, newer: &Index<'_>, except: &[Slug]) -> Vec<SitePath> {
        let except: BTreeSet<&Slug> = except.iter().collect();
        let of_articles = self
            .articles
            .iter()
            .filter(|(slug, _)| !newer.articles.contains_key(*slug) && !except.contains(slug))
            .flat_map(|(slug, record)| record.files.in_site(slug));
        let others = self
            .files
            .iter()
            .flat_map(|(path, record)| record.paths(path))
            .filter(|path| !newer.lists(path.as_str()));
        of_articles.chain(others).collect()
    }
}

fn other_version(version: u32) -> String {
    format!("it has version {version}; this program uses version {VERSION}")
}

impl FileRecord {
    /// Returns the paths of the file and of its compressed forms.
    pub(super) fn paths(&self, path: &SitePath) -> impl Iterator<Item = SitePath> {
        let forms = self.forms.iter().map(|ending| path.with_ending(ending));
        std::iter::once(path.clone()).chain(forms)
    }
}

impl Record {
    /// Creates the record of an article that has just been built.
    pub(super) fn new(
        inputs: Option<String>,
        stamp: Option<String>,
        warned: bool,
        uncorrected: Vec<Uncorrected>,
        entry: &Entry,
        files: Paths,
    ) -> Self {
        Self {
            inputs,
            stamp,
            warned,
            uncorrected,
            entry: StoredEntry {
                headline: entry.headline.clone(),
                standfirst: entry.standfirst.clone(),
                language: entry.language.clone(),
                authors: entry.authors.clone(),
                topics: entry.topics.clone(),
                published: entry.published.to_string(),
                updated: entry.updated.map(|date| date.to_string()),
                editions: entry.editions.clone(),
            },
            files,
        }
    }

    /// Returns a copy of the record with another stamp.
    pub(super) fn stamped(&self, stamp: Option<String>) -> Self {
        Self {
            stamp,
            ..self.clone()
        }
    }

    /// Returns the article's summary. Returns `None` if a date in it isn't valid, which no build writes.
    pub(super) fn entry(&self, slug: &Slug) -> Option<Entry> {
        let stored = &self.entry;
        let updated = match &stored.updated {
            Some(date) => Some(Moment::from_str(date).ok()?),
            None => None,
        };
        Some(Entry {
            slug: slug.clone(),
            headline: stored.headline.clone(),
            standfirst: stored.standfirst.clone(),
            language: stored.language.clone(),
            authors: stored.authors.clone(),
            topics: stored.topics.clone(),
            published: Moment::from_str(&stored.published).ok()?,
            updated,
            editions: stored.editions.clone(),
        })
    }
}
