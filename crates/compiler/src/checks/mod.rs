//! Checks that involve several parts of an article.
//!
//! They ensure that ids are unique, referenced items exist, totals are correct, events are in order, and disputes have at
//! least two versions.

mod claims;
mod dates;
mod key_facts;
mod labels;
mod names;
mod page_ids;
mod pull_quotes;
mod references;
mod source_passages;
mod support;
mod terms;
mod timeline;
mod totals;

use crate::authored::{AuthoredBox, AuthoredCorrection, AuthoredKeyFact};
use crate::facts::{KINDS, words_for};
use crate::head::Head;
use crate::source_file::SourceFile;
use crate::unique::unique;
use crate::{DiagnosticSink, Kind};
use sidelight_model::BoxKind;

pub(super) use dates::check_dates;
pub(super) use key_facts::check_key_facts;
pub(super) use names::check_names;
pub(super) use page_ids::check_sources_page;
pub(super) use pull_quotes::check_pull_quotes;
pub(super) use references::{check_corrections, check_places, check_sources};
pub(super) use source_passages::check_source_passages;
pub(super) use support::{Material, check_support};
pub(super) use terms::check_terms;

/// Checks all boxes of `facts.toml`, without looking at the article's text. `is_whole` is false if the file has a syntax
/// error.
pub(super) fn check_boxes(
    boxes: &[AuthoredBox],
    is_whole: bool,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    unique(
        boxes.iter().filter_map(|fact_box| fact_box.id.as_ref()),
        "boxes",
        file,
        diagnostics,
    );
    unique(
        boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
            .filter_map(|fact| fact.id.as_ref()),
        "facts",
        file,
        diagnostics,
    );
    page_ids::check_page_ids(boxes, file, diagnostics);
    for fact_box in boxes {
        unique(
            fact_box.groups.iter().filter_map(|group| group.id.as_ref()),
            "groups in this box",
            file,
            diagnostics,
        );
        if fact_box.facts.is_empty() {
            diagnostics.add(
                file.diagnostic(
                    Kind::NoFacts,
                    fact_box.span.clone(),
                    "this box has no facts",
                )
                .hint("add `[[box.fact]]` below it, or delete the box"),
            );
        }
        check_aspects(fact_box, file, diagnostics);
        references::check_groups(fact_box, file, diagnostics);
        // In a file that isn't valid TOML, a number may be cut off.
        if is_whole {
            totals::check_totals(fact_box, boxes, file, diagnostics);
        }
        timeline::check_order(fact_box, file, diagnostics);
        claims::check_claims(fact_box, boxes, is_whole, file, diagnostics);
        labels::check_labels(fact_box, file, diagnostics);
        references::check_disputes(fact_box, boxes, file, diagnostics);
    }
}

fn check_aspects(fact_box: &AuthoredBox, file: &SourceFile, diagnostics: &DiagnosticSink) {
    for fact in &fact_box.facts {
        let Some(aspect) = &fact.aspect else {
            continue;
        };
        if let (Some(kind), Some(belongs)) = (&fact_box.kind, aspect.value.kind())
            && kind.value != belongs
        {
            let takes: Vec<String> = words_for(kind.value)
                .into_iter()
                .map(|word| format!("`{word}`"))
                .collect();
            diagnostics.add(
                file.diagnostic(
                    Kind::AspectMismatch,
                    aspect.span.clone(),
                    format!(
                        "a `{}` box can't contain a fact with this aspect",
                        word(kind.value)
                    ),
                )
                .hint(format!(
                    "move it to a `{}` box, or use one of {}",
                    word(belongs),
                    takes.join(", ")
                )),
            );
        }
    }
}

/// Returns the keyword for a kind of box, as authors write it.
fn word(kind: BoxKind) -> &'static str {
    KINDS
        .iter()
        .find(|(_, other)| *other == kind)
        .map_or("", |(word, _)| word)
}
