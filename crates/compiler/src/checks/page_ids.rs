//! Checks that no two parts of a page get the same id.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Aspect, EvidenceId, Source, anchor};

/// A part of the article that has ids on the page.
struct IdOwner {
    /// Its name in messages.
    name: String,
    /// The range of the authored id, in bytes.
    span: Range<usize>,
    ids: Vec<String>,
}

/// Reports parts that would get the same id on the page. Repeated authored ids are reported by `unique`, not here.
pub(super) fn check_page_ids(
    boxes: &[AuthoredBox],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let parts: Vec<IdOwner> = boxes.iter().flat_map(parts).collect();
    let mut owners: HashMap<&str, &IdOwner> = HashMap::new();
    let mut reported = HashSet::new();
    for part in &parts {
        for id in &part.ids {
            let Some(first) = owners.get(id.as_str()) else {
                owners.insert(id, part);
                continue;
            };
            if first.name == part.name || !reported.insert((&first.name, &part.name)) {
                continue;
            }
            diagnostics.add(
                file.diagnostic(
                    Kind::DuplicateId,
                    part.span.clone(),
                    format!(
                        "{} and {} would have the same id `{id}` on the page",
                        first.name, part.name
                    ),
                )
                .related(&file.shown, first.span.clone(), "the other one is here")
                .hint("rename one of the two ids; the page derives more ids from each, such as `box-…-title`"),
            );
        }
    }
    for fact_box in boxes {
        check_versions(fact_box, file, diagnostics);
    }
}

/// Reports a box with the address of the page of sources, if the article has this page.
pub(crate) fn check_sources_page(
    boxes: &[AuthoredBox],
    sources: &[Source],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    if !sources.iter().any(Source::has_record) {
        return;
    }
    let ids = boxes.iter().filter_map(|fact_box| fact_box.id.as_ref());
    for id in ids.filter(|id| id.value.as_str() == anchor::SOURCES_PAGE) {
        diagnostics.add(
            file.diagnostic(
                Kind::DuplicateId,
                id.span.clone(),
                format!(
                    "the box `{}` would have the same address as the page of sources",
                    id.value
                ),
            )
            .hint("rename the box, for example `about-sources`; an article has this page if a source has a document, an archived copy, a date of retrieval or a licence"),
        );
    }
}

fn parts(fact_box: &AuthoredBox) -> Vec<IdOwner> {
    let mut parts = Vec::new();
    if let Some(id) = &fact_box.id {
        parts.push(IdOwner {
            name: format!("the box `{}`", id.value),
            span: id.span.clone(),
            ids: anchor::of_box(&id.value),
        });
    }
    for fact in &fact_box.facts {
        let Some(id) = &fact.id else {
            continue;
        };
        parts.push(IdOwner {
            name: format!("the fact `{}`", id.value),
            span: id.span.clone(),
            ids: anchor::of_fact(&id.value, is_named(fact)),
        });
        for number in 1..=fact.evidence.len() {
            parts.push(IdOwner {
                name: format!("passage {number} of the fact `{}`", id.value),
                span: id.span.clone(),
                ids: anchor::of_evidence(&EvidenceId::of(&id.value, number)),
            });
        }
    }
    parts
}

fn is_named(fact: &AuthoredFact) -> bool {
    fact.aspect.as_ref().is_some_and(|aspect| {
        matches!(
            aspect.value,
            Aspect::Person(_) | Aspect::Organisation(_) | Aspect::Place(_) | Aspect::Entry
        )
    })
}

/// Reports facts that are named more than once in the versions of a box's disputes. The page shows each fact once, with the
/// id that links lead to.
fn check_versions(fact_box: &AuthoredBox, file: &SourceFile, diagnostics: &DiagnosticSink) {
    let mut seen = HashMap::new();
    let versions = fact_box
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.versions);
    for fact in versions.flat_map(|version| &version.facts) {
        let Some(first) = seen.get(&fact.value) else {
            seen.insert(&fact.value, &fact.span);
            continue;
        };
        diagnostics.add(
            file.diagnostic(
                Kind::DuplicateId,
                fact.span.clone(),
                format!("the fact `{}` is in two versions of disputes", fact.value),
            )
            .related(&file.shown, Range::clone(first), "first used here")
            .hint("keep it in one version, and add a fact with another id for the other version"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toml::Spanned;
    use sidelight_model::{BoxId, SourceId};

    fn source(licence: Option<&str>) -> Source {
        Source {
            id: SourceId::new("log").unwrap(),
            short_name: None,
            title: "The log".into(),
            author: None,
            publisher: None,
            date: None,
            url: None,
            archive: None,
            retrieved: None,
            licence: licence.map(str::to_owned),
            note: None,
            document: None,
        }
    }

    fn fact_box(id: &str) -> AuthoredBox {
        AuthoredBox {
            span: 0..0,
            id: Some(Spanned {
                value: BoxId::new(id).unwrap(),
                span: 0..0,
            }),
            kind: None,
            title: String::new(),
            gist: String::new(),
            groups: Vec::new(),
            facts: Vec::new(),
            disputes: Vec::new(),
            map_labels: Vec::new(),
        }
    }

    #[test]
    fn a_box_has_not_the_address_of_the_page_of_sources() {
        for (id, licence, expected) in [
            ("sources", Some("CC BY 4.0"), 1),
            ("sources", None, 0),
            ("about-sources", Some("CC BY 4.0"), 0),
        ] {
            let file = SourceFile {
                shown: "one/facts.toml".into(),
                text: String::new(),
            };
            let diagnostics = DiagnosticSink::default();
            check_sources_page(&[fact_box(id)], &[source(licence)], &file, &diagnostics);
            assert_eq!(diagnostics.count(), expected, "{id} {licence:?}");
        }
    }
}
