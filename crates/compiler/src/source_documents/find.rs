//! Finds the passages that facts name in the documents of sources.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use super::Documents;
use crate::authored::{AuthoredBox, AuthoredFact};
use crate::did_you_mean::suggestion;
use crate::document_keys::AuthoredSourcePassage;
use crate::head::Head;
use crate::source_file::SourceFile;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_documents::{FindError, closest, find};
use sidelight_model::{
    Document, DocumentFormat, DocumentPlace, FactId, Publish, SourceId, SourcePassage,
};

/// Maximum number of wrong quotations that get a suggestion, which takes a comparison with all words of a document.
const MAX_COMPARED: usize = 100;

/// Maximum number of places that a diagnostic lists.
const MAX_SHOWN: usize = 4;

/// Finds the passages of all facts. Reports those that aren't in their document exactly once.
pub(crate) fn find_passages(
    documents: &Documents,
    boxes: &[AuthoredBox],
    head: &Head,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> HashMap<FactId, Vec<SourcePassage>> {
    let search = Search {
        documents,
        head,
        file,
        diagnostics,
        compared: Cell::new(MAX_COMPARED),
    };
    let mut found = HashMap::new();
    for fact in boxes.iter().flat_map(|fact_box| &fact_box.facts) {
        let passages: Vec<_> = fact
            .from
            .iter()
            .filter_map(|passage| search.find(fact, passage))
            .collect();
        if let Some(id) = &fact.id
            && !passages.is_empty()
        {
            found.insert(id.value.clone(), passages);
        }
    }
    found
}

struct Search<'a> {
    documents: &'a Documents,
    head: &'a Head,
    file: &'a SourceFile,
    diagnostics: &'a DiagnosticSink,
    /// The number of quotations that may still be compared with all documents.
    compared: Cell<usize>,
}

impl Search<'_> {
    /// Finds a passage. Reports an error and returns `None` if there isn't exactly one.
    fn find(&self, fact: &AuthoredFact, passage: &AuthoredSourcePassage) -> Option<SourcePassage> {
        let own = fact.source.as_ref().map(|source| &source.value);
        let named = passage.source.as_ref().map(|source| &source.value);
        let source = named.or(own).or(self.head.default_source())?;
        let span = passage
            .source
            .as_ref()
            .map_or(&passage.span, |source| &source.span);
        let Some(read) = self.documents.read.get(source) else {
            // A document that can't be read was reported. Another check reports the source of the fact if it doesn't exist.
            let mut ids = self.head.sources.iter().map(|source| source.id.as_str());
            if named.is_some() && ids.clone().all(|id| id != source.as_str()) {
                self.report(
                    Kind::UnknownSource,
                    span,
                    format!("the article has no source `{source}`"),
                    suggestion(source.as_str(), ids, "its sources:"),
                );
            } else if ids.any(|id| id == source.as_str())
                && !self.documents.refused.contains(source)
            {
                self.report(
                    Kind::NoDocument,
                    span,
                    format!("the source `{source}` has no document"),
                    "add `file = \"…\"` to its `[[source]]`, with the name of a file in the folder `sources`".to_owned(),
                );
            }
            return None;
        };
        self.check_place(passage, &read.document)?;
        let (quote, place) = match (&read.text, &passage.quote, &passage.place) {
            (Some(text), Some(quote), place) => {
                let place = place.as_ref().map(|place| place.value);
                match find(text, &quote.value, place) {
                    Ok(found) => (Some(found.quote), found.place),
                    Err(error) => {
                        self.diagnostics.add(self.not_found(
                            error,
                            source,
                            &read.document,
                            passage,
                            &quote.span,
                        ));
                        return None;
                    }
                }
            }
            (_, _, Some(place)) if read.document.publish == Publish::Nothing => (None, place.value),
            (_, None, _) => {
                self.report(
                    Kind::MissingKey,
                    &passage.span,
                    "this passage has no `quote`".to_owned(),
                    "add `quote = \"…\"` with words that occur once in the document; only a document with \
                     `publish = \"nothing\"` needs none"
                        .to_owned(),
                );
                return None;
            }
            (None, Some(_), None) => {
                self.report(
                    Kind::SourcePlace,
                    &passage.span,
                    "the place of this passage isn't known, because its document isn't here"
                        .to_owned(),
                    format!(
                        "add {}, or put the file into the folder `sources`",
                        place_key(read.document.format)
                    ),
                );
                return None;
            }
            (None, Some(_), Some(place)) => (None, place.value),
        };
        Some(SourcePassage {
            source: source.clone(),
            quote: quote.filter(|_| read.document.publish != Publish::Nothing),
            place,
        })
    }

    /// Reports a place that a document can't have, and returns `None`.
    fn check_place(&self, passage: &AuthoredSourcePassage, document: &Document) -> Option<()> {
        let Some(place) = &passage.place else {
            return Some(());
        };
        let name = &document.name;
        let fits = matches!(
            (place.value, document.format),
            (DocumentPlace::Page(_), DocumentFormat::Pdf)
                | (DocumentPlace::Time(_), DocumentFormat::Transcript)
                | (
                    DocumentPlace::Paragraph(_),
                    DocumentFormat::Html | DocumentFormat::Text | DocumentFormat::Markdown
                )
        );
        if !fits {
            self.report(
                Kind::SourcePlace,
                &place.span,
                format!("`{name}` has no such places"),
                format!("use {}", place_key(document.format)),
            );
            return None;
        }
        if let (DocumentPlace::Page(page), Some(pages)) = (place.value, document.pages)
            && page > pages
        {
            self.report(
                Kind::SourcePlace,
                &place.span,
                format!("`{name}` has no page {page}"),
                format!("its last page is {pages}; pages are counted from the first of the file"),
            );
            return None;
        }
        Some(())
    }

    fn not_found(
        &self,
        error: FindError,
        source: &SourceId,
        document: &Document,
        passage: &AuthoredSourcePassage,
        span: &Range<usize>,
    ) -> Diagnostic {
        let name = &document.name;
        let diagnostic = |kind, message: String| self.file.diagnostic(kind, span.clone(), message);
        match error {
            FindError::NotFound => {
                let diagnostic = diagnostic(
                    Kind::SourceQuoteNotFound,
                    format!("this quotation isn't in `{name}`"),
                );
                diagnostic.hint(self.hint_for_missing(source, passage))
            }
            FindError::Ambiguous { places } => {
                let mut list: Vec<String> = places
                    .iter()
                    .take(MAX_SHOWN)
                    .map(|place| shown(*place))
                    .collect();
                if places.len() > MAX_SHOWN {
                    list.push("and elsewhere".to_owned());
                }
                let hint = if passage.place.is_none() {
                    format!("quote more words, or add {}", place_key(document.format))
                } else {
                    "quote more words".to_owned()
                };
                diagnostic(
                    Kind::SourceQuoteAmbiguous,
                    format!(
                        "this quotation occurs more than once in `{name}`: {}",
                        list.join(", ")
                    ),
                )
                .hint(hint)
            }
            FindError::OnOtherPlace { place } => {
                let given = passage.place.as_ref().map_or(span, |place| &place.span);
                self.file
                    .diagnostic(
                        Kind::SourcePlace,
                        given.clone(),
                        format!("this quotation isn't at this place of `{name}`"),
                    )
                    .hint(format!(
                        "it is {}; correct the place or delete it",
                        shown(place)
                    ))
            }
            FindError::AcrossParts { first } => diagnostic(
                Kind::SourceQuoteNotFound,
                format!(
                    "this quotation begins {} of `{name}` and goes beyond it",
                    shown(first)
                ),
            )
            .hint("give each part as a passage of its own"),
        }
    }

    /// Returns how to correct a quotation that isn't in the document of this source.
    fn hint_for_missing(&self, source: &SourceId, passage: &AuthoredSourcePassage) -> String {
        let text_of = |id: &SourceId| self.documents.read.get(id)?.text.as_ref();
        let copy = || "copy the words exactly from the document".to_owned();
        let Some(quote) = passage.quote.as_ref().filter(|_| self.may_compare()) else {
            return copy();
        };
        let words = &quote.value;
        let others = self.head.sources.iter().map(|of| &of.id);
        let other = others.filter(|id| *id != source).find(|id| {
            let found = text_of(id).map(|text| find(text, words, None));
            matches!(found, Some(Ok(_) | Err(FindError::Ambiguous { .. })))
        });
        if let Some(other) = other {
            return format!(
                "the document of another source has these words; write `source = \"{other}\"`"
            );
        }
        match text_of(source).and_then(|text| closest(text, words)) {
            Some(closest) => format!(
                "the closest words, {}, are: “{}”",
                shown(closest.place),
                closest.words
            ),
            None => copy(),
        }
    }

    /// Returns `true` if one more quotation may be compared with all documents. Each call counts as a comparison.
    fn may_compare(&self) -> bool {
        let left = self.compared.get();
        self.compared.set(left.saturating_sub(1));
        left > 0
    }

    fn report(&self, kind: Kind, span: &Range<usize>, message: String, hint: String) {
        self.diagnostics
            .add(self.file.diagnostic(kind, span.clone(), message).hint(hint));
    }
}

/// Returns the key for places of a format, with an example.
fn place_key(format: DocumentFormat) -> &'static str {
    match format {
        DocumentFormat::Pdf => "`page = 3`",
        DocumentFormat::Html | DocumentFormat::Text | DocumentFormat::Markdown => {
            "`paragraph = 3`, counted from the first"
        }
        DocumentFormat::Transcript => "`time = \"4:05\"`",
    }
}

/// Returns a place in words, such as `on page 3`.
fn shown(place: DocumentPlace) -> String {
    match place {
        DocumentPlace::Page(page) => format!("on page {page}"),
        DocumentPlace::Paragraph(paragraph) => format!("in paragraph {paragraph}"),
        DocumentPlace::Time(time) => {
            let seconds = time.start / 1000;
            format!("at {}:{:02}", seconds / 60, seconds % 60)
        }
    }
}
