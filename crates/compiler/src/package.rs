//! Makes the package from the parsed article and fact boxes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredCorrection, AuthoredFact};
use crate::evidence::{Found, evidence_id};
use crate::head::Head;
use crate::markdown::Markdown;
use crate::unit::fit;
use sidelight_model::{
    Article, Aspect, Attribution, Block, BoxId, Correction, Dispute, Evidence, EvidenceId, Fact,
    FactBox, FactId, Group, KeyFact, Map, PartialDate, Schema, Slug, SourceId, TextRange, Version,
};

/// Maximum number of code points of context that a package contains on each side of a passage.
const CONTEXT: usize = 32;

/// Makes the package. Boxes that the text doesn't place go at the end of the body, and corrections are sorted latest first.
///
/// Returns `None` if a required part is missing. That is a bug in the compiler: the caller only calls this if no error was
/// reported.
pub(super) fn make_package(
    slug: Slug,
    head: Head,
    markdown: Markdown,
    mut boxes: Vec<AuthoredBox>,
    found: &[Found],
    maps: &HashMap<BoxId, Map>,
) -> Option<Article> {
    let default_source = head.default_source().cloned();
    let as_of = head.as_of?.value;
    let evidence = resolve(&markdown, found)?;
    let mut corrections = boxes
        .iter_mut()
        .flat_map(|fact_box| &mut fact_box.facts)
        .flat_map(|fact| {
            let id = fact.id.as_ref().map(|id| id.value.clone());
            std::mem::take(&mut fact.corrections)
                .into_iter()
                .map(move |correction| make_correction(correction, Some(id.clone()?)))
        })
        .collect::<Option<Vec<_>>>()?;
    let boxes = boxes
        .into_iter()
        .map(|fact_box| {
            make_box(
                fact_box,
                &head.language,
                as_of,
                default_source.as_ref(),
                &evidence,
            )
        })
        .map(|fact_box| {
            fact_box.map(|fact_box| FactBox {
                map: maps.get(&fact_box.id).cloned(),
                ..fact_box
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let mut body = markdown.blocks;
    let placed: HashSet<&BoxId> = body
        .iter()
        .filter_map(|block| match block {
            Block::Box(id) => Some(id),
            _ => None,
        })
        .collect();
    let unplaced: Vec<Block> = boxes
        .iter()
        .filter(|fact_box| !placed.contains(&fact_box.id))
        .map(|fact_box| Block::Box(fact_box.id.clone()))
        .collect();
    body.extend(unplaced);
    corrections.extend(
        head.corrections
            .into_iter()
            .map(|correction| {
                let fact = correction.fact.as_ref().map(|fact| fact.value.clone());
                make_correction(correction, fact)
            })
            .collect::<Option<Vec<_>>>()?,
    );
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date));
    Some(Article {
        schema: Schema,
        slug,
        language: head.language,
        headline: head.headline,
        standfirst: head.standfirst,
        byline: head.byline,
        published: head.published?.value,
        updated: head.updated,
        as_of,
        topics: head.topics.into_iter().map(|topic| topic.value).collect(),
        note: head.note,
        body,
        boxes,
        key_facts: (head.key_facts.into_iter())
            .map(|key_fact| {
                Some(KeyFact {
                    of: key_fact.of?.value,
                    label: key_fact.label.map(|label| label.value),
                })
            })
            .collect::<Option<_>>()?,
        sources: head.sources,
        default_source: head.default_source.map(|id| id.value),
        related: head.related,
        corrections,
        aliases: head.aliases,
    })
}

fn make_correction(correction: AuthoredCorrection, fact: Option<FactId>) -> Option<Correction> {
    Some(Correction {
        date: correction.date?,
        fact,
        was: correction.was,
        now: correction.now,
    })
}

fn make_box(
    fact_box: AuthoredBox,
    language: &str,
    as_of: PartialDate,
    default_source: Option<&SourceId>,
    evidence: &HashMap<EvidenceId, Evidence>,
) -> Option<FactBox> {
    Some(FactBox {
        id: fact_box.id?.value,
        kind: fact_box.kind?.value,
        title: fact_box.title,
        gist: fact_box.gist,
        groups: fact_box
            .groups
            .into_iter()
            .map(|group| {
                Some(Group {
                    id: group.id?.value,
                    title: group.title,
                    party: group.party,
                })
            })
            .collect::<Option<_>>()?,
        facts: fact_box
            .facts
            .into_iter()
            .map(|fact| make_fact(fact, language, as_of, default_source, evidence))
            .collect::<Option<_>>()?,
        disputes: fact_box
            .disputes
            .into_iter()
            .map(|dispute| Dispute {
                about: dispute.about,
                versions: dispute
                    .versions
                    .into_iter()
                    .map(|version| Version {
                        holder: version.holder,
                        facts: version.facts.into_iter().map(|fact| fact.value).collect(),
                    })
                    .collect(),
            })
            .collect(),
        map: None,
    })
}

fn make_fact(
    fact: AuthoredFact,
    language: &str,
    as_of: PartialDate,
    default_source: Option<&SourceId>,
    evidence: &HashMap<EvidenceId, Evidence>,
) -> Option<Fact> {
    let id = fact.id?.value;
    let aspect = fact.aspect?.value;
    Some(Fact {
        group: fact.group.map(|group| group.value),
        label: fact.label.map(|label| label.value),
        statement: fact.statement.value,
        quantity: fact
            .quantity
            .map(|quantity| fit(quantity.value, &aspect, language)),
        figure: fact.figure.map(|figure| figure.value),
        aspect,
        total_of: fact.total_of.into_iter().map(|part| part.value).collect(),
        derived: fact.derived.map(|derived| derived.value),
        term: fact
            .term
            .map(|term| fit(term.value, &Aspect::Term, language)),
        date: fact.date.map(|date| date.value),
        attribution: Attribution {
            by: fact.by,
            role: fact.role,
            source: match fact.source {
                Some(source) => source.value,
                None => default_source?.clone(),
            },
        },
        as_of: fact.as_of.unwrap_or(as_of),
        evidence: (0..fact.evidence.len())
            .map(|i| evidence.get(&evidence_id(&id, i)).cloned())
            .collect::<Option<_>>()?,
        from: Vec::new(),
        named_in: Vec::new(),
        id,
    })
}

/// Converts the found passages to the package's evidence, keyed by id. Returns `None` if a passage refers to a text block
/// that doesn't exist.
fn resolve(markdown: &Markdown, found: &[Found]) -> Option<HashMap<EvidenceId, Evidence>> {
    let texts: Vec<_> = markdown.blocks.iter().flat_map(Block::texts).collect();
    found
        .iter()
        .map(|found| {
            let text = &markdown.words.get(found.text)?.text;
            let part = |range: Range<usize>| -> String {
                text.chars().skip(range.start).take(range.len()).collect()
            };
            let range = &found.range;
            Some((
                found.id.clone(),
                Evidence {
                    id: found.id.clone(),
                    exact: part(range.clone()),
                    prefix: part(range.start.saturating_sub(CONTEXT)..range.start),
                    suffix: part(range.end..range.end + CONTEXT),
                    block: texts.get(found.text)?.id.clone(),
                    range: TextRange {
                        start: range.start,
                        end: range.end,
                    },
                },
            ))
        })
        .collect()
}
