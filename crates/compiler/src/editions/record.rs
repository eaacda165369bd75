//! The record of reviews, `editions.toml`: the parts of the base at the time when each edition was last reviewed.
//!
//! It has one part on each line, so that people can read its changes and version control can merge them.

use std::collections::BTreeMap;

use super::units::Units;
use crate::source_file::{Loaded, SourceFile, load};
use crate::sources::Sources;
use crate::toml::Document;
use crate::{DiagnosticSink, Kind};
use sidelight_model::Article;

/// The name of the record in an article's folder.
pub const RECORD: &str = "editions.toml";

/// The beginning of the file.
const HEADER: &str = "# Hashes of the article at the last review of each edition. `sidelight editions accept` writes them.\n";

/// The reviews of all editions, by language.
#[derive(Debug, Default)]
pub(super) struct Record {
    reviews: BTreeMap<String, Units>,
    /// The comments beside the hashes of texts.
    comments: BTreeMap<String, String>,
}

impl Record {
    /// Reads the record of an article, and returns it with its file. Returns an empty record if there is no file. Reports a
    /// file that can't be read, and returns `None` then.
    pub(super) fn read(
        sources: &dyn Sources,
        article: &str,
        diagnostics: &DiagnosticSink,
    ) -> (Option<Self>, Option<SourceFile>) {
        let files = sources.files(article).unwrap_or_default();
        if files.iter().all(|file| file != RECORD) {
            return (Some(Self::default()), None);
        }
        let Loaded { file, usable } = load(sources, article, RECORD, diagnostics);
        let record = usable.then(|| Self::parse(&file, diagnostics)).flatten();
        (record, Some(file))
    }

    fn parse(file: &SourceFile, diagnostics: &DiagnosticSink) -> Option<Self> {
        let document = Document::parse(file, file.start()..file.text.len(), diagnostics);
        if document.is_broken() {
            return None;
        }
        match toml::from_str(document.text()) {
            Ok(reviews) => Some(Self {
                reviews,
                comments: comments(document.text()),
            }),
            Err(error) => {
                let place = document.in_file(error.span().unwrap_or_default());
                let message = format!("this isn't a record of reviews: {}", error.message());
                diagnostics.add(
                    file.diagnostic(Kind::WrongType, place, message).hint(
                        "restore the file from version control, or delete it and run `sidelight editions accept` for each \
                         edition",
                    ),
                );
                None
            }
        }
    }

    /// Returns the review of an edition.
    pub(super) fn review(&self, language: &str) -> Option<&Units> {
        self.reviews.get(language)
    }

    /// Returns the file with the current base as the review of an edition. The other reviews stay the same.
    pub(super) fn accepted(&self, language: &str, base: &Article) -> String {
        let mut parts: BTreeMap<&str, String> = self
            .reviews
            .iter()
            .map(|(language, units)| {
                (
                    language.as_str(),
                    units.write_known(language, &self.comments),
                )
            })
            .collect();
        parts.insert(language, Units::of(base).write(language, base));
        let parts: Vec<String> = parts.into_values().collect();
        format!("{HEADER}\n{}", parts.join("\n"))
    }
}

/// Returns the comments beside hashes of texts.
fn comments(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter_map(|line| {
            let (hash, comment) = line.trim().strip_prefix('"')?.split_once("\", ")?;
            comment
                .starts_with("# ")
                .then(|| (hash.to_owned(), comment.to_owned()))
        })
        .collect()
}
