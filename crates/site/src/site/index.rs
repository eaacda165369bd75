//! What a site's folder keeps of the build that made it: which article was made of what, and which files are ours.
//!
//! *Invariants:* every file that a build writes is listed, so that the next one knows what it may replace and remove;
//! all else in the folder is somebody else's. Every name is checked when an index is read, so one that somebody else wrote
//! says nothing of what is outside of the site's folder.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::compress::ENDINGS;
use super::path::{Paths, SitePath};
use crate::Entry;
use sidelight_model::{PartialDate, Slug};

/// The version of this format.
const VERSION: u32 = 1;

/// The index of a site.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Index<'a> {
    version: u32,
    /// What tells one press from another: program, shell and what is true of the whole site.
    pub(super) press: String,
    /// Articles by slug. What a build leaves as it was it shares with the one before.
    pub(super) articles: BTreeMap<Slug, Cow<'a, Record>>,
    /// The site's other files by path, without their compressed forms.
    pub(super) files: BTreeMap<SitePath, FileRecord>,
}

/// What is kept of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    /// The hash of what it was made of; none when that can't be told.
    pub(super) inputs: Option<String>,
    /// What told then that its files are as they were; none when that couldn't be told.
    #[serde(default)]
    pub(super) stamp: Option<String>,
    /// Whether there were warnings, which are to be shown again by each build.
    pub(super) warned: bool,
    entry: StoredEntry,
    /// Its files, relative to its folder.
    pub(super) files: Paths,
}

/// What is kept of one of the site's own files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// The hash of its content and of how it was compressed.
    pub(super) content: String,
    /// The endings of its compressed forms.
    #[serde(deserialize_with = "endings")]
    pub(super) forms: Vec<&'static str>,
}

/// Reads endings, each of which must be one of [`ENDINGS`].
fn endings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<&'static str>, D::Error> {
    let known = |found: String| {
        let known = ENDINGS.into_iter().find(|ending| *ending == found);
        known.ok_or_else(|| {
            let found = found.escape_debug();
            D::Error::custom(format!("`{found}` isn't the ending of a compressed form"))
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
    published: String,
    updated: Option<String>,
}

impl Index<'_> {
    /// An empty one, for the press that is so told from others.
    pub(super) fn new(press: String) -> Self {
        Self {
            version: VERSION,
            press,
            ..Self::default()
        }
    }

    /// Reads an index.
    ///
    /// # Errors
    /// Why it can't be used, in a few words.
    pub(super) fn read(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let unreadable = |error| format!("it can't be read: {error}");
        let index: Self = match serde_json::from_slice(json) {
            Ok(index) => index,
            // Of another version only that may be readable.
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

    /// Writes it as JSON.
    pub(super) fn to_json(&self) -> Result<Vec<u8>, String> {
        serde_json::to_vec(self).map_err(|error| error.to_string())
    }

    /// Whether it lists the file of this path, relative to the site's root.
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

    /// The paths of the files it lists and `newer` doesn't, except in these folders of articles.
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
    format!("it has version {version}, and this program writes {VERSION}")
}

impl FileRecord {
    /// The file and its compressed forms.
    pub(super) fn paths(&self, path: &SitePath) -> impl Iterator<Item = SitePath> {
        let forms = self.forms.iter().map(|ending| path.with_ending(ending));
        std::iter::once(path.clone()).chain(forms)
    }
}

impl Record {
    /// What is kept of an article that has just been pressed.
    pub(super) fn new(
        inputs: Option<String>,
        stamp: Option<String>,
        warned: bool,
        entry: &Entry,
        files: Paths,
    ) -> Self {
        Self {
            inputs,
            stamp,
            warned,
            entry: StoredEntry {
                headline: entry.headline.clone(),
                standfirst: entry.standfirst.clone(),
                language: entry.language.clone(),
                authors: entry.authors.clone(),
                published: entry.published.to_string(),
                updated: entry.updated.map(|date| date.to_string()),
            },
            files,
        }
    }

    /// The same of files that have another stamp by now.
    pub(super) fn stamped(&self, stamp: Option<String>) -> Self {
        Self {
            stamp,
            ..self.clone()
        }
    }

    /// The article as the site's own pages tell of it; none when the index was written by somebody else.
    pub(super) fn entry(&self, slug: &Slug) -> Option<Entry> {
        let stored = &self.entry;
        let updated = match &stored.updated {
            Some(date) => Some(PartialDate::from_str(date).ok()?),
            None => None,
        };
        Some(Entry {
            slug: slug.clone(),
            headline: stored.headline.clone(),
            standfirst: stored.standfirst.clone(),
            language: stored.language.clone(),
            authors: stored.authors.clone(),
            published: PartialDate::from_str(&stored.published).ok()?,
            updated,
        })
    }
}
