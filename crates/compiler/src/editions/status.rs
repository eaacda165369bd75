//! The state of all editions, for `sidelight editions status`.

use super::languages::edition_languages;
use super::record::Record;
use super::review::changes;
use super::units::Units;
use crate::edition_name::{facts_file, text_file};
use crate::sources::Sources;
use crate::{DiagnosticSink, Report, Severity};
use sidelight_model::Article;

/// The state of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionStatus {
    /// The name of the article's folder.
    pub article: String,
    /// The language of the edition, as in the names of its files.
    pub language: String,
    /// The number of errors in its files. `None` if the base has errors, so that editions weren't compiled.
    pub errors: Option<usize>,
    /// The number of parts of the base that changed since the last review. `None` if it was never reviewed, or if that
    /// isn't known because of errors in the base.
    pub behind: Option<usize>,
}

/// Returns the state of each edition of an article. `base` is the article without its editions, if it has no errors, and
/// `report` has the diagnostics of all files.
pub fn statuses(
    sources: &dyn Sources,
    article: &str,
    base: Option<&Article>,
    report: &Report,
) -> Vec<EditionStatus> {
    let (record, _) = Record::read(sources, article, &DiagnosticSink::default());
    edition_languages(sources, article)
        .into_iter()
        .map(|language| {
            let names = [text_file(&language), facts_file(&language)];
            let shown = names.map(|name| sources.shown(article, Some(&name)));
            let errors = report.diagnostics.iter().filter(|found| {
                found.severity() == Severity::Error
                    && shown.iter().any(|file| **file == *found.file)
            });
            let review = record.as_ref().and_then(|record| record.review(&language));
            EditionStatus {
                article: article.to_owned(),
                errors: base.map(|_| errors.count()),
                behind: base.and_then(|base| Some(changes(review?, &Units::of(base)).len())),
                language,
            }
        })
        .collect()
}
