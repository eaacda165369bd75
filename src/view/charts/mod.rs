//! Pictures of a box's numbers: one mark for each person or demand, and prison terms on one scale; and maps of places.
//!
//! Every picture is drawn in SVG with attributes alone (a strict policy forbids `style`), takes its colours from
//! the page, and stands beside visible text that says the same, so it is hidden from screen readers; a map has a
//! text of its own.
//!
//! *Invariant:* colour never carries a difference: marks differ by being solid, outlined or dashed, and
//! parties by headings.

mod map;
mod terms;
mod units;

use yew::{Html, html};

use super::{fact, format};
use sidelight_i18n::Words;
use sidelight_model::{Aspect, BoxKind, Fact, FactBox, Group};
use units::{Look, Row, Shape};

/// The pictures of a box; nothing for kinds that are not drawn.
pub(super) fn charts(fact_box: &FactBox, words: Words) -> Html {
    match fact_box.kind {
        BoxKind::Casualties => people(fact_box, Shape::Person, words),
        BoxKind::Sentences => html! {
            <>
                { people(fact_box, Shape::Square, words) }
                { terms::terms(fact_box, words) }
            </>
        },
        BoxKind::Demands => demands(fact_box, words),
        BoxKind::Places => map::map(fact_box, words),
        BoxKind::Timeline | BoxKind::People => Html::default(),
    }
}

/// A group with the facts in it that are drawn as marks.
fn people(fact_box: &FactBox, shape: Shape, words: Words) -> Html {
    let groups = fact_box.groups.iter().map(|group| {
        let drawn: Vec<&Fact> = in_group(fact_box, group)
            .filter(|fact| look(fact).is_some())
            .collect();
        let total = in_group(fact_box, group).find(|fact| matches!(fact.aspect, Aspect::Charged));
        let title = match total.and_then(|fact| fact.quantity.as_ref().map(|q| (fact, q.amount))) {
            Some((fact, amount)) => {
                format!(
                    "{}: {} {}",
                    group.title,
                    format::amount(amount, words),
                    fact::label(fact, words)
                )
            }
            None => group.title.clone(),
        };
        let rows = drawn.into_iter().filter_map(|fact| {
            let amount = fact.quantity.as_ref()?.amount;
            Some(Row {
                number: format::amount(amount, words),
                label: fact::label(fact, words),
                count: amount.bounds().1,
                open: amount.is_open(),
                look: look(fact)?,
            })
        });
        (title, rows.collect())
    });
    units::units(shape, key(fact_box.kind, words), groups)
}

/// How the demands fall into their groups, a row each.
fn demands(fact_box: &FactBox, words: Words) -> Html {
    let is_demand = |fact: &&Fact| fact.aspect == Aspect::Demand;
    let rows: Vec<Row> = fact_box
        .groups
        .iter()
        .map(|group| {
            let count = in_group(fact_box, group).filter(is_demand).count() as u64;
            Row {
                number: count.to_string(),
                label: group.title.clone(),
                count,
                open: false,
                look: Look::Solid,
            }
        })
        .filter(|row| row.count > 0)
        .collect();
    let title = words.demands(fact_box.facts.iter().filter(is_demand).count() as u64);
    units::units(
        Shape::Square,
        key(fact_box.kind, words),
        std::iter::once((title, rows)),
    )
}

/// What a picture's marks stand for, by the kind of its box.
fn key(kind: BoxKind, words: Words) -> &'static str {
    match kind {
        BoxKind::Casualties => words.casualties_key(),
        BoxKind::Sentences => words.sentences_key(),
        _ => words.demands_key(),
    }
}

fn in_group<'a>(fact_box: &'a FactBox, group: &'a Group) -> impl Iterator<Item = &'a Fact> {
    fact_box
        .facts
        .iter()
        .filter(|fact| fact.group.as_ref() == Some(&group.id))
}

/// How the people that a fact counts are drawn; not at all when it counts none, or all of a group.
fn look(fact: &Fact) -> Option<Look> {
    match fact.aspect {
        Aspect::Killed | Aspect::Imprisoned => Some(Look::Solid),
        Aspect::Injured => Some(Look::Outlined),
        Aspect::Released if fact.derived.is_some() => Some(Look::Dashed),
        Aspect::Released => Some(Look::Outlined),
        _ => None,
    }
}
