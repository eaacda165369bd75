//! Checks the fact boxes: their facts, totals, disputes, maps and evidence.

use std::collections::{HashMap, HashSet};

use super::body::Body;
use super::figures::{check_figure, check_figure_total};
use super::{Checked, Seen, invalid, not_blank, optional, showable, unique};
use crate::{Aspect, BoxKind, Fact, FactBox, Map};

pub(super) fn check_box<'a>(
    fact_box: &'a FactBox,
    path: &str,
    body: &Body<'_>,
    seen: &mut Seen<'a>,
) -> Checked {
    unique(&mut seen.boxes, fact_box.id.as_str(), || {
        format!("{path}.id")
    })?;
    not_blank(&fact_box.title, || format!("{path}.title"))?;
    not_blank(&fact_box.gist, || format!("{path}.gist"))?;
    if fact_box.facts.is_empty() {
        return invalid(format!("{path}.facts"), "a box needs at least one fact");
    }
    let mut groups = HashSet::new();
    for (i, group) in fact_box.groups.iter().enumerate() {
        unique(&mut groups, group.id.as_str(), || {
            format!("{path}.groups[{i}].id")
        })?;
        not_blank(&group.title, || format!("{path}.groups[{i}].title"))?;
        optional(group.party.as_ref(), || format!("{path}.groups[{i}].party"))?;
    }
    let facts: HashMap<&str, &Fact> = fact_box
        .facts
        .iter()
        .map(|fact| (fact.id.as_str(), fact))
        .collect();
    for (i, fact) in fact_box.facts.iter().enumerate() {
        let path = format!("{path}.facts[{i}]");
        unique(&mut seen.facts, fact.id.as_str(), || format!("{path}.id"))?;
        if fact.aspect.kind().is_some_and(|kind| kind != fact_box.kind) {
            return invalid(
                format!("{path}.aspect"),
                "a box of this kind can't contain it",
            );
        }
        if let Some(group) = &fact.group
            && !groups.contains(group.as_str())
        {
            return invalid(
                format!("{path}.group"),
                format!("the box has no group `{group}`"),
            );
        }
        check_fact(fact, &path, seen)?;
        if matches!(fact.aspect, Aspect::Place(_) | Aspect::Entry) {
            not_blank(fact.label.as_deref().unwrap_or_default(), || {
                format!("{path}.label")
            })?;
        }
        check_claim(fact, &path, &facts)?;
        check_total(fact, &path, &facts)?;
        for (j, evidence) in fact.evidence.iter().enumerate() {
            let path = format!("{path}.evidence[{j}]");
            unique(&mut seen.evidence, evidence.id.as_str(), || {
                format!("{path}.id")
            })?;
            check_evidence(evidence, &path, body)?;
        }
    }
    let mut disputed = HashSet::new();
    for (i, dispute) in fact_box.disputes.iter().enumerate() {
        let path = format!("{path}.disputes[{i}]");
        not_blank(&dispute.about, || format!("{path}.about"))?;
        if dispute.versions.len() < 2 {
            return invalid(
                format!("{path}.versions"),
                "a dispute needs at least two versions",
            );
        }
        for (j, version) in dispute.versions.iter().enumerate() {
            let path = format!("{path}.versions[{j}]");
            not_blank(&version.holder, || format!("{path}.holder"))?;
            if version.facts.is_empty() {
                return invalid(format!("{path}.facts"), "a version needs at least one fact");
            }
            for (k, fact) in version.facts.iter().enumerate() {
                if !facts.contains_key(fact.as_str()) {
                    return invalid(
                        format!("{path}.facts[{k}]"),
                        format!("the box has no fact `{fact}`"),
                    );
                }
                if facts.get(fact.as_str()).is_some_and(|fact| is_claim(fact)) {
                    return invalid(
                        format!("{path}.facts[{k}]"),
                        "a claim and its findings can't be in a dispute",
                    );
                }
                // A fact is shown once, under the id that links lead to.
                unique(&mut disputed, fact.as_str(), || {
                    format!("{path}.facts[{k}]")
                })?;
            }
        }
    }
    match &fact_box.map {
        Some(_) if fact_box.kind != BoxKind::Places => {
            invalid(format!("{path}.map"), "only a box of places can have a map")
        }
        Some(map) => check_map(map, &format!("{path}.map"), &facts),
        None => Ok(()),
    }
}

fn check_map(map: &Map, path: &str, facts: &HashMap<&str, &Fact>) -> Checked {
    for (name, side) in [("width", map.width), ("height", map.height)] {
        if !(1.0..=Map::MAX_SIDE).contains(&side) {
            return invalid(
                format!("{path}.{name}"),
                "it must be between 1 and 2,000 units",
            );
        }
    }
    if !(map.scale > 0.0 && map.scale.is_finite()) {
        return invalid(format!("{path}.scale"), "it must be greater than 0");
    }
    // The outline is put into the page unescaped.
    let is_path_data = |b: u8| b"MLlZ.- ".contains(&b) || b.is_ascii_digit();
    let neighbours = map.neighbours.iter().map(|path| ("neighbours", path));
    for (name, outline) in std::iter::once(("outline", &map.outline)).chain(neighbours) {
        if outline.len() > Map::MAX_OUTLINE || !outline.bytes().all(is_path_data) {
            return invalid(
                format!("{path}.{name}"),
                "an outline must be path data of at most 32,768 characters: `M`, `L`, `l`, `Z`, numbers and spaces",
            );
        }
    }
    for (i, point) in map.points.iter().enumerate() {
        let path = format!("{path}.points[{i}]");
        if !facts
            .get(point.fact.as_str())
            .is_some_and(|fact| matches!(fact.aspect, Aspect::Place(_)))
        {
            return invalid(
                format!("{path}.fact"),
                format!("the box has no place `{}`", point.fact),
            );
        }
        check_on_map(map, point.x, point.y, path)?;
    }
    for (i, label) in map.labels.iter().enumerate() {
        let path = format!("{path}.labels[{i}]");
        not_blank(&label.name, || format!("{path}.name"))?;
        check_on_map(map, label.x, label.y, path)?;
    }
    Ok(())
}

fn check_on_map(map: &Map, x: f64, y: f64, path: String) -> Checked {
    if (0.0..=map.width).contains(&x) && (0.0..=map.height).contains(&y) {
        Ok(())
    } else {
        invalid(path, "it is outside the map")
    }
}

fn check_fact(fact: &Fact, path: &str, seen: &Seen<'_>) -> Checked {
    not_blank(&fact.statement, || format!("{path}.statement"))?;
    if let Some(by) = &fact.attribution.by {
        not_blank(by, || format!("{path}.attribution.by"))?;
    }
    for (name, text) in [
        ("label", &fact.label),
        ("derived", &fact.derived),
        ("attribution.role", &fact.attribution.role),
    ] {
        optional(text.as_ref(), || format!("{path}.{name}"))?;
    }
    let source = &fact.attribution.source;
    if !seen.sources.contains(source.as_str()) {
        return invalid(
            format!("{path}.attribution.source"),
            format!("there is no source `{source}`"),
        );
    }
    if fact.evidence.is_empty() {
        return invalid(format!("{path}.evidence"), "a fact needs evidence");
    }
    match &fact.quantity {
        None if fact.aspect.needs_quantity() => return invalid(path, "this fact needs a quantity"),
        Some(quantity) if !quantity.amount.is_ordered() => {
            return invalid(
                format!("{path}.quantity.amount"),
                "the first number of a range must be smaller than the second",
            );
        }
        Some(quantity) => not_blank(&quantity.unit, || format!("{path}.quantity.unit"))?,
        None => {}
    }
    match &fact.figure {
        None if fact.aspect == Aspect::Figure => return invalid(path, "this fact needs a figure"),
        Some(_) if fact.quantity.is_some() || !fact.aspect.allows_figure() => {
            return invalid(
                format!("{path}.figure"),
                "this fact can't have a figure beside its quantity, date or name",
            );
        }
        Some(figure) => check_figure(figure, &format!("{path}.figure"))?,
        None => {}
    }
    match &fact.term {
        Some(_) if fact.aspect != Aspect::Imprisoned => {
            return invalid(
                format!("{path}.term"),
                "only a fact with the aspect `imprisoned` can have a term",
            );
        }
        Some(term) if !term.amount.is_ordered() => {
            return invalid(
                format!("{path}.term.amount"),
                "the first number of a range must be smaller than the second",
            );
        }
        Some(term) => not_blank(&term.unit, || format!("{path}.term.unit"))?,
        None => {}
    }
    if fact.date.is_some() && matches!(fact.aspect, Aspect::Event(_)) {
        return invalid(
            format!("{path}.date"),
            "the date of an event is in its aspect",
        );
    }
    check_aspect(&fact.aspect, path)
}

fn check_aspect(aspect: &Aspect, path: &str) -> Checked {
    match aspect {
        Aspect::Place(at) if !(-90.0..=90.0).contains(&at.latitude) => invalid(
            format!("{path}.aspect.place.latitude"),
            "a latitude must be between −90 and 90",
        ),
        Aspect::Place(at) if !(-180.0..=180.0).contains(&at.longitude) => invalid(
            format!("{path}.aspect.place.longitude"),
            "a longitude must be between −180 and 180",
        ),
        Aspect::Person(entity) | Aspect::Organisation(entity) => {
            not_blank(&entity.name, || format!("{path}.aspect.name"))?;
            optional(entity.role.as_ref(), || format!("{path}.aspect.role"))?;
            let affiliation = entity.affiliation.as_ref();
            optional(affiliation, || format!("{path}.aspect.affiliation"))
        }
        Aspect::Question(question) => not_blank(question, || format!("{path}.aspect.question")),
        _ => Ok(()),
    }
}

fn is_claim(fact: &Fact) -> bool {
    matches!(fact.aspect, Aspect::Claim | Aspect::Finding(_))
}

fn check_claim(fact: &Fact, path: &str, facts: &HashMap<&str, &Fact>) -> Checked {
    match &fact.aspect {
        Aspect::Claim if fact.attribution.by.is_none() => {
            invalid(format!("{path}.attribution.by"), "a claim needs it")
        }
        Aspect::Finding(_) if fact.group.is_some() => invalid(
            format!("{path}.group"),
            "a finding can't be in a group; it is shown beside its claim",
        ),
        Aspect::Finding(claim)
            if !facts
                .get(claim.as_str())
                .is_some_and(|fact| fact.aspect == Aspect::Claim) =>
        {
            invalid(
                format!("{path}.aspect.finding"),
                format!("the box has no claim `{claim}`"),
            )
        }
        _ => Ok(()),
    }
}

fn check_total(fact: &Fact, path: &str, facts: &HashMap<&str, &Fact>) -> Checked {
    if fact.total_of.is_empty() {
        return Ok(());
    }
    if let Some(total) = &fact.figure {
        return check_figure_total(fact, total, path, facts);
    }
    let exact = |fact: &Fact| fact.quantity.as_ref().and_then(|q| q.amount.exact());
    let mut sum = 0u64;
    for (i, id) in fact.total_of.iter().enumerate() {
        let path = || format!("{path}.totalOf[{i}]");
        let Some(part) = facts.get(id.as_str()).filter(|_| *id != fact.id) else {
            return invalid(path(), format!("the box has no other fact `{id}`"));
        };
        let Some(n) = exact(part) else {
            return invalid(
                path(),
                format!("`{id}` has no exact number, so the total can't be checked"),
            );
        };
        sum = sum.saturating_add(n);
    }
    match exact(fact) {
        Some(total) if total == sum => Ok(()),
        Some(total) => invalid(
            format!("{path}.totalOf"),
            format!("the parts add up to {sum}, not to {total}"),
        ),
        None => invalid(format!("{path}.totalOf"), "a total needs an exact number"),
    }
}

fn check_evidence(evidence: &crate::Evidence, path: &str, body: &Body<'_>) -> Checked {
    let Some(text) = body.texts.get(evidence.block.as_str()) else {
        return invalid(
            format!("{path}.block"),
            format!("the body has no block `{}`", evidence.block),
        );
    };
    let range = evidence.range;
    let Some((before, passage, after)) = split(text, range.start, range.end) else {
        return invalid(
            format!("{path}.range"),
            format!(
                "it is outside the block `{}`, which has {} characters",
                evidence.block,
                text.chars().count()
            ),
        );
    };
    showable(&evidence.exact, || format!("{path}.exact"))?;
    if passage != evidence.exact {
        return invalid(
            path,
            format!(
                "the quotation isn't at this position in block `{}`",
                evidence.block
            ),
        );
    }
    if !before.ends_with(&evidence.prefix) {
        return invalid(
            format!("{path}.prefix"),
            "the text before the passage differs",
        );
    }
    if !after.starts_with(&evidence.suffix) {
        return invalid(
            format!("{path}.suffix"),
            "the text after the passage differs",
        );
    }
    match body.marks.get(evidence.id.as_str()) {
        Some(mark)
            if *mark.block == evidence.block
                && (mark.start, mark.end) == (range.start, range.end) =>
        {
            Ok(())
        }
        Some(_) => invalid(path, "the body marks a different passage with this id"),
        None => invalid(path, "the body does not mark this passage"),
    }
}

/// Splits a text into the parts before, in and after a range of its code points. Returns `None` if the range is empty or
/// reaches beyond the text.
fn split(text: &str, start: usize, end: usize) -> Option<(&str, &str, &str)> {
    fn at(text: &str, place: usize) -> Option<usize> {
        let ends = text.char_indices().map(|(byte, _)| byte);
        ends.chain([text.len()]).nth(place)
    }
    let length = end.checked_sub(start).filter(|length| *length > 0)?;
    let (before, rest) = text.split_at(at(text, start)?);
    let (passage, after) = rest.split_at(at(rest, length)?);
    Some((before, passage, after))
}
