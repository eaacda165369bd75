//! Checks that names get the links that they are given for.

use std::collections::HashSet;
use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::head::Head;
use crate::markdown::Markdown;
use crate::mentions::never_named;
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Aspect, Entity};
use sidelight_text::{WordIndex, nearest};

/// Maximum number of names that are compared with the text to explain a warning. Each comparison scans the whole text.
const MAX_COMPARED: usize = 20;

/// Warns of affiliations that are probably misspelt names of organisations in boxes. Also warns of people, organisations,
/// places and terms that the text never names.
pub(crate) fn check_names(
    boxes: &[AuthoredBox],
    head: &Head,
    markdown: &Markdown,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    check_affiliations(boxes, head, file, diagnostics);
    let unnamed = never_named(boxes, &head.aliases, markdown);
    if unnamed.is_empty() {
        return;
    }
    let passages = WordIndex::new(markdown.words.iter().map(|words| words.text.as_str()));
    for (i, (fact, name)) in unnamed.into_iter().enumerate() {
        let close = (i < MAX_COMPARED)
            .then(|| passages.closest(name))
            .flatten()
            .and_then(|close| markdown.words.get(close.text)?.text.get(close.place))
            .filter(|close| nearest(name, [*close]).is_some());
        let hint = match close {
            Some(close) => format!("did you mean `{close}`, as in the text?"),
            None => "write the name as the text does, or add the text's spelling to an `[[alias]]` with this name"
                .to_owned(),
        };
        diagnostics.add(
            file.diagnostic(
                Kind::NotLinked,
                range(fact),
                format!("the text never names `{name}`, so no link leads from it to this fact"),
            )
            .hint(hint),
        );
    }
}

fn check_affiliations(
    boxes: &[AuthoredBox],
    head: &Head,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let names: HashSet<&str> = entities(boxes)
        .filter(|(_, _, is_organisation)| *is_organisation)
        .map(|(_, entity, _)| entity.name.as_str())
        .collect();
    let spellings = head
        .aliases
        .iter()
        .filter(|alias| names.contains(alias.name.as_str()))
        .flat_map(|alias| &alias.spellings)
        .map(String::as_str);
    let known: HashSet<&str> = names.iter().copied().chain(spellings).collect();
    for (fact, entity, _) in entities(boxes) {
        // Most affiliations have no fact of their own, and need none.
        let near = entity
            .affiliation
            .as_deref()
            .filter(|name| !known.contains(name))
            .and_then(|name| Some((name, nearest(name, known.iter().copied())?)));
        let Some((name, near)) = near else {
            continue;
        };
        diagnostics.add(
            file.diagnostic(
                Kind::NotLinked,
                range(fact),
                format!("no box has an organisation `{name}`, so this affiliation gets no link"),
            )
            .hint(format!("did you mean `{near}`?")),
        );
    }
}

/// Returns the people and organisations in boxes, each with its fact, and true for an organisation.
fn entities(boxes: &[AuthoredBox]) -> impl Iterator<Item = (&AuthoredFact, &Entity, bool)> {
    boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter_map(|fact| match &fact.aspect.as_ref()?.value {
            Aspect::Person(entity) => Some((fact, entity, false)),
            Aspect::Organisation(entity) => Some((fact, entity, true)),
            _ => None,
        })
}

/// Returns the range of a fact's name: its label for a place or a term, its entity for a person or an organisation.
fn range(fact: &AuthoredFact) -> Range<usize> {
    match (
        &fact.label,
        fact.aspect.as_ref().map(|aspect| &aspect.value),
    ) {
        (Some(label), Some(Aspect::Place(_) | Aspect::Entry)) => label.span.clone(),
        _ => fact.detail.clone(),
    }
}
