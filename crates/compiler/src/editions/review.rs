//! Compares a base with the one that an edition was last reviewed against. An edition is *behind* if they differ.

use std::collections::HashSet;
use std::fmt;
#[cfg(unix)]
use std::fs::Permissions;
use std::io::{self, Write};
use std::ops::Range;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::record::{RECORD, Record};
use super::units::Units;
use super::{Base, Merged};
use crate::source_file::SourceFile;
use crate::sources::Sources;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::{Article, Slug};

/// A part of the base that changed since an edition was last reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// The text of the front matter with this key.
    Head(String),
    /// The words of a box.
    Box(String),
    /// The parts of a fact, in words.
    Fact(String, String),
    /// The text with this number, counted from 0.
    Text(usize),
    /// This many texts were removed.
    Removed(usize),
}

/// Returns the parts that differ between a review and the current base.
pub(super) fn changes(review: &Units, now: &Units) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, hash) in &now.head {
        if review.head.get(key) != Some(hash) {
            changes.push(Change::Head(key.clone()));
        }
    }
    for (id, hash) in &now.boxes {
        if review.boxes.get(id) != Some(hash) {
            changes.push(Change::Box(id.clone()));
        }
    }
    for (id, fact) in &now.facts {
        let what = match review.facts.get(id) {
            None => "the fact is new".to_owned(),
            Some(known) => {
                let parts = [
                    ("words", &known.words, &fact.words),
                    ("numbers", &known.numbers, &fact.numbers),
                    ("passages", &known.passages, &fact.passages),
                ];
                let changed: Vec<&str> = parts
                    .iter()
                    .filter(|(_, before, after)| before != after)
                    .map(|(name, ..)| *name)
                    .collect();
                if changed.is_empty() {
                    continue;
                }
                format!("its {} changed", listed(&changed))
            }
        };
        changes.push(Change::Fact(id.clone(), what));
    }
    let known: HashSet<&String> = review.text.iter().collect();
    let current: HashSet<&String> = now.text.iter().collect();
    let new = now
        .text
        .iter()
        .enumerate()
        .filter(|(_, hash)| !known.contains(hash));
    let new: Vec<Change> = new.map(|(number, _)| Change::Text(number)).collect();
    let gone = review
        .text
        .iter()
        .filter(|hash| !current.contains(hash))
        .count();
    let removed = gone.saturating_sub(new.len());
    changes.extend(new);
    if removed > 0 {
        changes.push(Change::Removed(removed));
    }
    changes
}

/// Returns words as a list: “words, numbers and passages”.
fn listed(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        words => words.join(""),
    }
}

/// The result of comparing an edition with the record of reviews.
pub(crate) struct Reviewed {
    /// The file of the record, if there is one.
    pub(crate) record: Option<SourceFile>,
    /// A warning for an edition that was never reviewed. As long as an edition has errors, it is too early for that.
    pub(crate) never: Option<Diagnostic>,
}

/// Warns of the parts of the base that changed since the edition was last reviewed.
pub(crate) fn check_review(
    sources: &dyn Sources,
    article: &str,
    language: &str,
    base: &Base<'_>,
    edition: (&Merged, &SourceFile, &SourceFile),
    diagnostics: &DiagnosticSink,
) -> Reviewed {
    let (record, file) = Record::read(sources, article, diagnostics);
    let (merged, text, facts) = edition;
    let accept =
        format!("review the edition, then run `sidelight editions accept {language} {article}`");
    let reviewed = |never| Reviewed {
        record: file,
        never,
    };
    let Some(record) = record else {
        return reviewed(None);
    };
    let opening = merged.text.parts.opening.clone();
    let Some(review) = record.review(language) else {
        let never = text.diagnostic(
            Kind::NotReviewed,
            opening,
            "this edition was never accepted",
        );
        return reviewed(Some(never.hint(accept)));
    };
    for change in changes(review, &Units::of(base.article)) {
        let (file, place, message) = match change {
            Change::Head(key) => (
                text,
                opening.clone(),
                format!("`{key}` of the base changed since the last review"),
            ),
            Change::Box(id) => {
                let place = merged.place_of_box(&id);
                (
                    facts,
                    place,
                    format!(
                        "the words of the box `{id}` changed in the base since the last review"
                    ),
                )
            }
            Change::Fact(id, what) => {
                let place = merged.place_of_fact(&id);
                (
                    facts,
                    place,
                    format!("`{id}` is behind the base: {what} since the last review"),
                )
            }
            Change::Text(number) => {
                let words = merged.text.markdown.words.get(number);
                let place = words.map_or(opening.clone(), |words| {
                    words.bytes_in_file(&(0..words.text.len()))
                });
                (
                    text,
                    place,
                    "this text is new or changed in the base since the last review".to_owned(),
                )
            }
            Change::Removed(count) => {
                let message = match count {
                    1 => "one text of the base was removed since the last review".to_owned(),
                    count => {
                        format!("{count} texts of the base were removed since the last review")
                    }
                };
                (text, opening.clone(), message)
            }
        };
        diagnostics.add(
            file.diagnostic(Kind::Behind, place, message)
                .hint(accept.clone()),
        );
    }
    reviewed(None)
}

impl Merged {
    fn place_of_box(&self, id: &str) -> Range<usize> {
        let ids = self.facts.boxes.iter().filter_map(|of| of.id.as_ref());
        place_of(ids.map(|id| (id.value.as_str(), &id.span)), id)
    }

    fn place_of_fact(&self, id: &str) -> Range<usize> {
        let facts = self.facts.boxes.iter().flat_map(|of| &of.facts);
        let ids = facts.filter_map(|fact| fact.id.as_ref());
        place_of(ids.map(|id| (id.value.as_str(), &id.span)), id)
    }
}

fn place_of<'a>(
    mut ids: impl Iterator<Item = (&'a str, &'a Range<usize>)>,
    wanted: &str,
) -> Range<usize> {
    ids.find(|(id, _)| *id == wanted)
        .map_or(0..0, |(_, span)| span.clone())
}

/// The reason why a review wasn't recorded.
#[derive(Debug)]
pub enum AcceptError {
    /// The record can't be read. The message says why.
    Unreadable(String),
    /// The file system reported an error.
    Io(io::Error),
}

impl fmt::Display for AcceptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "`{RECORD}` can't be read: {reason}"),
            Self::Io(error) => write!(f, "`{RECORD}` can't be written: {error}"),
        }
    }
}

/// Records that an edition was reviewed against the current base. `articles` is the folder that contains the article's
/// folder. The file is replaced as a whole.
///
/// # Errors
/// Returns an error if the record can't be read or written. It is then unchanged.
pub fn accept(
    sources: &dyn Sources,
    articles: &Path,
    slug: &Slug,
    language: &str,
    base: &Article,
) -> Result<(), AcceptError> {
    let diagnostics = DiagnosticSink::default();
    let (record, _) = Record::read(sources, slug.as_str(), &diagnostics);
    let Some(record) = record else {
        let reasons = diagnostics
            .into_inner()
            .into_iter()
            .map(|found| found.message);
        return Err(AcceptError::Unreadable(
            reasons.collect::<Vec<_>>().join("; "),
        ));
    };
    let folder = articles.join(slug.as_str());
    let write = || {
        let mut builder = tempfile::Builder::new();
        // Temporary files are for their owner only. The record is read by everybody who works on the article.
        #[cfg(unix)]
        builder.permissions(Permissions::from_mode(0o644));
        let mut file = builder.prefix(".editions-").tempfile_in(&folder)?;
        file.write_all(record.accepted(language, base).as_bytes())?;
        file.persist(folder.join(RECORD))
            .map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(AcceptError::Io)
}
