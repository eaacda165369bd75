//! Checks the key facts of an article: each names a fact with a number, or a box whose facts can be counted.

use super::references::fact_hint;
use super::{AuthoredBox, AuthoredKeyFact, DiagnosticSink, Kind, SourceFile};
use crate::Diagnostic;
use crate::authored::AuthoredFact;
use crate::did_you_mean::suggestion;
use sidelight_model::{KeyFact, KeyFactOf};

/// Reports key facts that don't exist, have no number or no label, or are given twice. Also reports too few and too many
/// of them.
pub(crate) fn check_key_facts(
    key_facts: &[AuthoredKeyFact],
    boxes: &[AuthoredBox],
    article: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    for (i, key_fact) in key_facts.iter().enumerate() {
        let Some(of) = &key_fact.of else {
            continue;
        };
        let earlier = key_facts[..i].iter().filter_map(|other| other.of.as_ref());
        if let Some(first) = earlier.clone().find(|other| other.value == of.value) {
            let diagnostic = article
                .diagnostic(
                    Kind::DuplicateId,
                    of.span.clone(),
                    "two key facts are the same",
                )
                .related(&article.shown, first.span.clone(), "first used here")
                .hint("delete one of the two");
            diagnostics.add(diagnostic);
            continue;
        }
        let at = |kind: Kind, message: String| article.diagnostic(kind, of.span.clone(), message);
        let found = match &of.value {
            KeyFactOf::Fact(id) => of_fact(id.as_str(), key_fact, boxes, &at),
            KeyFactOf::Box(id) => of_box(id.as_str(), key_fact, boxes, &at),
        };
        if let Some(diagnostic) = found {
            diagnostics.add(diagnostic);
        }
    }
    check_count(key_facts, article, diagnostics);
}

fn of_fact(
    id: &str,
    key_fact: &AuthoredKeyFact,
    boxes: &[AuthoredBox],
    at: &dyn Fn(Kind, String) -> Diagnostic,
) -> Option<Diagnostic> {
    let facts = || boxes.iter().flat_map(|fact_box| &fact_box.facts);
    let is_it = |fact: &&AuthoredFact| fact.id.as_ref().is_some_and(|it| it.value.as_str() == id);
    let Some(fact) = facts().find(is_it) else {
        let names: Vec<&str> = facts()
            .filter_map(|fact| Some(fact.id.as_ref()?.value.as_str()))
            .collect();
        let message = format!("there is no fact `{id}`");
        return Some(at(Kind::UnknownFact, message).hint(fact_hint(id, &names, "the facts:")));
    };
    if fact.quantity.is_none() && fact.figure.is_none() {
        let hint = "a key fact needs a number: name a fact that has a `quantity` or a `figure`";
        let message = format!("the fact `{id}` has no number");
        return (!fact.number_told).then(|| at(Kind::KeyFact, message).hint(hint));
    }
    // The unit of a quantity says what is counted. The unit of a figure, such as a currency, doesn't.
    let is_labelled = key_fact.label_told || fact.label.is_some() || fact.figure.is_none();
    (!is_labelled).then(|| {
        let message = format!("the fact `{id}` has no label, so this key fact needs one");
        at(Kind::KeyFactLabel, message)
            .hint("add `label = \"…\"`: a few words that say what the number is")
    })
}

fn of_box(
    id: &str,
    key_fact: &AuthoredKeyFact,
    boxes: &[AuthoredBox],
    at: &dyn Fn(Kind, String) -> Diagnostic,
) -> Option<Diagnostic> {
    let name = |fact_box: &'_ AuthoredBox| fact_box.id.as_ref().map(|it| it.value.to_string());
    let Some(fact_box) = boxes.iter().find(|it| name(it).as_deref() == Some(id)) else {
        let names: Vec<String> = boxes.iter().filter_map(name).collect();
        let hint = suggestion(id, names.iter().map(String::as_str), "the boxes:");
        let message = format!("there is no box `{id}` in facts.toml");
        return Some(at(Kind::UnknownBox, message).hint(hint));
    };
    let mut aspects = fact_box
        .facts
        .iter()
        .filter_map(|fact| fact.aspect.as_ref());
    if !aspects.any(|aspect| aspect.value.is_counted()) {
        let message = format!("the box `{id}` has no facts to count");
        let hint = "only demands, events, people, organisations, places, questions, entries and claims are counted; name \
                    a fact with a number instead, with `fact = \"…\"`";
        return Some(at(Kind::KeyFact, message).hint(hint));
    }
    (!key_fact.label_told).then(|| {
        let message = format!("the key fact of the box `{id}` has no label");
        at(Kind::KeyFactLabel, message)
            .hint("add `label = \"…\"`: what the box counts, such as `demands`")
    })
}

fn check_count(key_facts: &[AuthoredKeyFact], article: &SourceFile, diagnostics: &DiagnosticSink) {
    let (count, most) = (key_facts.len(), *KeyFact::COUNTS.end());
    let Some(at) = key_facts.get(most).or(key_facts.first()) else {
        return;
    };
    if KeyFact::COUNTS.contains(&count) {
        return;
    }
    let (message, hint) = match count {
        1 => (
            "an article can't have a single key fact".to_owned(),
            format!(
                "add another one, or delete this one; an article has 2 to {most} key facts, or none"
            ),
        ),
        _ => (
            format!("the article has {count} key facts"),
            format!("keep the {most} that matter most, and delete the others"),
        ),
    };
    let diagnostic = article.diagnostic(Kind::KeyFactCount, at.span.clone(), message);
    diagnostics.add(diagnostic.hint(hint));
}
