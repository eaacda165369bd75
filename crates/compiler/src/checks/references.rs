//! Checks that the boxes, facts, groups and sources that an author names exist.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{AuthoredBox, AuthoredCorrection, DiagnosticSink, Head, Kind, SourceFile};
use crate::Diagnostic;
use crate::authored::AuthoredFact;
use crate::did_you_mean::suggestion;
use crate::toml::Spanned;
use sidelight_model::{BoxId, FactId, SourceId};

fn ids(facts: &[AuthoredFact]) -> impl Iterator<Item = &FactId> {
    facts
        .iter()
        .filter_map(|fact| Some(&fact.id.as_ref()?.value))
}

/// Creates the diagnostic for a fact that a box names but doesn't contain. Points to the box that contains it, if one does.
pub(super) fn unknown_fact(
    name: &Spanned<FactId>,
    fact_box: &AuthoredBox,
    boxes: &[AuthoredBox],
    file: &SourceFile,
) -> Diagnostic {
    let elsewhere = boxes
        .iter()
        .find(|other| ids(&other.facts).any(|id| *id == name.value));
    let diagnostic = file.diagnostic(
        Kind::UnknownFact,
        name.span.clone(),
        format!("this box has no fact `{}`", name.value),
    );
    match elsewhere.and_then(|other| other.id.as_ref()) {
        Some(other) => diagnostic
            .related(&file.shown, other.span.clone(), "it is in this box")
            .hint("use facts of the same box only"),
        None => diagnostic.hint(fact_hint(
            name.value.as_str(),
            &ids(&fact_box.facts).map(FactId::as_str).collect::<Vec<_>>(),
            "its facts:",
        )),
    }
}

/// Returns a hint that suggests existing facts. If there are no facts, the hint says how to add one.
pub(super) fn fact_hint(name: &str, facts: &[&str], all: &str) -> String {
    if facts.is_empty() {
        format!("the box has no facts yet: add one with `id = \"{name}\"`, or remove the id here")
    } else {
        suggestion(name, facts.iter().copied(), all)
    }
}

/// Reports facts whose group doesn't exist in their box.
pub(super) fn check_groups(
    fact_box: &AuthoredBox,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let groups: Vec<&str> = fact_box
        .groups
        .iter()
        .filter_map(|group| Some(group.id.as_ref()?.value.as_str()))
        .collect();
    let known: HashSet<&str> = groups.iter().copied().collect();
    for group in fact_box.facts.iter().filter_map(|fact| fact.group.as_ref()) {
        if known.contains(group.value.as_str()) {
            continue;
        }
        let hint = if groups.is_empty() {
            format!(
                "the box has no groups yet: add `[[box.group]]` with `id = \"{}\"` and a `title`",
                group.value
            )
        } else {
            suggestion(group.value.as_str(), groups.iter().copied(), "its groups:")
        };
        diagnostics.add(
            file.diagnostic(
                Kind::UnknownGroup,
                group.span.clone(),
                format!("this box has no group `{}`", group.value),
            )
            .hint(hint),
        );
    }
}

/// Reports disputes with fewer than two versions, and facts that a dispute names but the box doesn't contain.
pub(super) fn check_disputes(
    fact_box: &AuthoredBox,
    boxes: &[AuthoredBox],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let known: HashSet<&FactId> = ids(&fact_box.facts).collect();
    for dispute in &fact_box.disputes {
        if dispute.versions.len() < 2 {
            diagnostics.add(
                file.diagnostic(
                    Kind::OneSided,
                    dispute.span.clone(),
                    "a dispute needs at least two versions",
                )
                .hint("add a `[[box.dispute.version]]` for each side, with `holder` and `facts`"),
            );
        }
        let named = dispute.versions.iter().flat_map(|version| &version.facts);
        for name in named {
            if !known.contains(&name.value) {
                diagnostics.add(unknown_fact(name, fact_box, boxes, file));
            }
        }
    }
}

/// Checks that every fact rests on one source of the article. `source` may only be left out if the article has a default
/// source or a single one.
pub(crate) fn check_sources(
    boxes: &[AuthoredBox],
    head: &Head,
    opening: &Range<usize>,
    article: &SourceFile,
    facts: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    if head.sources.is_empty() {
        if boxes.iter().any(|fact_box| !fact_box.facts.is_empty()) {
            diagnostics.add(
                article
                    .diagnostic(
                        Kind::MissingKey,
                        opening.clone(),
                        "the front matter has no `[[source]]`",
                    )
                    .hint("every fact needs a source: add `[[source]]` with `id` and `title`"),
            );
        }
        return;
    }
    let mut known = HashSet::new();
    let ids = head.sources.iter().map(|source| source.id.as_str());
    let sources: Vec<&str> = ids.filter(|id| known.insert(*id)).collect();
    let unknown = |source: &Spanned<SourceId>, file: &SourceFile| {
        file.diagnostic(
            Kind::UnknownSource,
            source.span.clone(),
            format!("the article has no source `{}`", source.value),
        )
        .hint(suggestion(
            source.value.as_str(),
            sources.iter().copied(),
            "its sources:",
        ))
    };
    if let Some(default) = &head.default_source
        && !known.contains(default.value.as_str())
    {
        diagnostics.add(unknown(default, article));
    }
    for fact in boxes.iter().flat_map(|fact_box| &fact_box.facts) {
        match &fact.source {
            Some(source) if !known.contains(source.value.as_str()) => {
                diagnostics.add(unknown(source, facts));
            }
            None if sources.len() > 1 && head.default_source.is_none() && !fact.source_told => diagnostics.add(
                facts
                    .diagnostic(
                        Kind::SourceNotGiven,
                        fact.span.clone(),
                        "this fact doesn't name its source",
                    )
                    .hint(format!(
                        "the article has several sources; add `source = \"{}\"` here, or `default-source` to the front \
                         matter",
                        sources.first().copied().unwrap_or_default()
                    )),
            ),
            _ => {}
        }
    }
}

/// Reports corrections in the front matter that name facts that don't exist.
pub(crate) fn check_corrections(
    corrections: &[AuthoredCorrection],
    boxes: &[AuthoredBox],
    article: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let facts: Vec<&str> = boxes
        .iter()
        .flat_map(|fact_box| ids(&fact_box.facts))
        .map(FactId::as_str)
        .collect();
    let known: HashSet<&str> = facts.iter().copied().collect();
    for fact in corrections
        .iter()
        .filter_map(|correction| correction.fact.as_ref())
    {
        if !known.contains(fact.value.as_str()) {
            diagnostics.add(
                article
                    .diagnostic(
                        Kind::UnknownFact,
                        fact.span.clone(),
                        format!("there is no fact `{}`", fact.value),
                    )
                    .hint(fact_hint(fact.value.as_str(), &facts, "the facts:")),
            );
        }
    }
}

/// Checks that the text places every box of `facts.toml` exactly once, and no other box.
pub(crate) fn check_places(
    places: &[Spanned<BoxId>],
    boxes: &[AuthoredBox],
    article: &SourceFile,
    facts: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let ids: Vec<&Spanned<BoxId>> = boxes
        .iter()
        .filter_map(|fact_box| fact_box.id.as_ref())
        .collect();
    let known: HashSet<&BoxId> = ids.iter().map(|id| &id.value).collect();
    let mut first: HashMap<&BoxId, &Spanned<BoxId>> = HashMap::new();
    for place in places {
        if !known.contains(&place.value) {
            let names: Vec<&str> = ids.iter().map(|id| id.value.as_str()).collect();
            let hint = suggestion(place.value.as_str(), names, "the boxes:");
            diagnostics.add(
                article
                    .diagnostic(
                        Kind::UnknownBox,
                        place.span.clone(),
                        format!("there is no box `{}` in facts.toml", place.value),
                    )
                    .hint(hint),
            );
        } else if let Some(before) = first.get(&place.value) {
            diagnostics.add(
                article
                    .diagnostic(
                        Kind::BoxPlacedTwice,
                        place.span.clone(),
                        format!("the box `{}` is placed twice", place.value),
                    )
                    .related(&article.shown, before.span.clone(), "first here")
                    .hint(format!(
                        "delete one of the two lines; to refer to the box again, link to it with `[…](#box-{})`",
                        place.value
                    )),
            );
        } else {
            first.insert(&place.value, place);
        }
    }
    // An invalid placement may be meant for one of the boxes that aren't placed, so these aren't reported.
    if diagnostics.any_of(&[Kind::BoxLine, Kind::UnknownBox]) {
        return;
    }
    for id in ids.iter().filter(|id| !first.contains_key(&id.value)) {
        diagnostics.add(
            facts
                .diagnostic(
                    Kind::BoxNotPlaced,
                    id.span.clone(),
                    format!("the box `{}` has no position in the text", id.value),
                )
                .label("it will be shown at the end of the article")
                .hint(format!(
                    "add a line `::box{{#{}}}` between two paragraphs of article.md",
                    id.value
                )),
        );
    }
}
