//! Checks that readers see the labels of facts.

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::Aspect;

/// Warns of labels that the page doesn't show.
pub(super) fn check_labels(
    fact_box: &AuthoredBox,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    for fact in fact_box.facts.iter().filter(|fact| !shows_label(fact)) {
        let Some(label) = &fact.label else {
            continue;
        };
        diagnostics.add(
            file.diagnostic(
                Kind::LabelNotShown,
                label.span.clone(),
                "readers don't see this label",
            )
            .hint(
                "labels are shown beside a `quantity` or a `figure` and beside the date of an event, and are the names of places and the terms of a glossary; \
                 delete this one, or put its words into the statement",
            ),
        );
    }
}

/// Returns true if the page shows the label of a fact, or if that isn't known because of another error.
fn shows_label(fact: &AuthoredFact) -> bool {
    let has_number = fact.quantity.is_some() || fact.figure.is_some() || fact.number_told;
    match fact.aspect.as_ref().map(|aspect| &aspect.value) {
        None | Some(Aspect::Event(_) | Aspect::Place(_) | Aspect::Entry) => true,
        Some(Aspect::Person(_) | Aspect::Organisation(_)) => false,
        Some(_) => has_number,
    }
}
