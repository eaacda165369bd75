//! What the parts of a page must know of each other: the number of each fact, and where passages end.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::{Article, Correction, EvidenceId, Fact, FactBox, Inline};

/// Facts by number and by evidence. Facts are numbered from 1 in the order in which they are shown,
/// through all boxes, so that a number in the text and the same number in a box belong together.
pub(super) struct Index<'a> {
    numbers: HashMap<&'a str, usize>,
    facts: HashMap<&'a str, &'a Fact>,
    corrections: &'a [Correction],
    /// Spans that are still to come, by evidence.
    spans: RefCell<HashMap<&'a str, Spans>>,
}

#[derive(Default)]
struct Spans {
    all: usize,
    shown: usize,
}

/// A span's place among those of its passage.
pub(super) struct SpanPlace {
    pub(super) first: bool,
    pub(super) last: bool,
}

impl<'a> Index<'a> {
    pub(super) fn of(article: &'a Article) -> Self {
        let mut numbers = HashMap::new();
        let mut facts = HashMap::new();
        for fact in article.boxes.iter().flat_map(in_order) {
            numbers.insert(fact.id.as_str(), numbers.len() + 1);
            facts.extend(
                fact.evidence
                    .iter()
                    .map(|evidence| (evidence.id.as_str(), fact)),
            );
        }
        let mut spans = HashMap::new();
        for text in article.body.iter().flat_map(|block| block.texts()) {
            count_spans(&text.inlines, &mut spans);
        }
        Self {
            numbers,
            facts,
            corrections: &article.corrections,
            spans: RefCell::new(spans),
        }
    }

    /// The number of a fact, from 1.
    pub(super) fn number(&self, fact: &Fact) -> usize {
        self.numbers
            .get(fact.id.as_str())
            .copied()
            .unwrap_or_default()
    }

    /// The fact that a passage bears out.
    pub(super) fn fact_of(&self, evidence: &EvidenceId) -> Option<&'a Fact> {
        self.facts.get(evidence.as_str()).copied()
    }

    /// What was wrong with a fact and has been put right, newest first.
    pub(super) fn corrections(&self, fact: &Fact) -> impl Iterator<Item = &'a Correction> {
        self.corrections
            .iter()
            .filter(move |correction| correction.fact.as_ref() == Some(&fact.id))
    }

    /// Notes that the next span of a passage is being shown. Call it once for each, in reading order.
    pub(super) fn next_span(&self, evidence: &EvidenceId) -> SpanPlace {
        match self.spans.borrow_mut().get_mut(evidence.as_str()) {
            Some(spans) => {
                spans.shown += 1;
                SpanPlace {
                    first: spans.shown == 1,
                    last: spans.shown == spans.all,
                }
            }
            None => SpanPlace {
                first: true,
                last: true,
            },
        }
    }
}

fn count_spans<'a>(inlines: &'a [Inline], spans: &mut HashMap<&'a str, Spans>) {
    for inline in inlines {
        if let Inline::Evidence(span) = inline {
            spans.entry(span.evidence.as_str()).or_default().all += 1;
        }
        count_spans(inline.children(), spans);
    }
}

/// A box's facts in the order in which they are shown: those without a group, group by group, then the
/// disputed ones, version by version.
fn in_order(fact_box: &FactBox) -> impl Iterator<Item = &Fact> {
    let ungrouped = facts_in(fact_box, None);
    let grouped = fact_box
        .groups
        .iter()
        .flat_map(|group| facts_in(fact_box, Some(group.id.as_str())));
    let disputed = fact_box
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.versions)
        .flat_map(|version| &version.facts)
        .filter_map(|id| fact_box.facts.iter().find(|fact| fact.id == *id));
    ungrouped.chain(grouped).chain(disputed)
}

/// The facts of one group, or those of none, without the disputed ones.
pub(super) fn facts_in<'a>(
    fact_box: &'a FactBox,
    group: Option<&'a str>,
) -> impl Iterator<Item = &'a Fact> {
    fact_box.facts.iter().filter(move |fact| {
        fact.group.as_ref().map(|id| id.as_str()) == group && !is_disputed(fact_box, fact)
    })
}

fn is_disputed(fact_box: &FactBox, fact: &Fact) -> bool {
    fact_box
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.versions)
        .any(|version| version.facts.contains(&fact.id))
}
