//! Charts of a box's numbers: one mark for each person or demand, prison terms on one scale, votes as parts of a whole,
//! figures as bars and lines, the dates of events on an axis, and maps of places.
//!
//! Every chart is an SVG that uses only attributes, because a strict policy forbids `style`. It takes its colours from the
//! page. The text beside it says the same, so the SVG is hidden from screen readers. A map has a text alternative.
//!
//! *Invariant:* no difference is shown by colour alone. Marks are solid, outlined or dashed, and parties have headings.

mod figures;
mod map;
mod terms;
mod timeline;
mod units;
mod votes;

use yew::{Html, html};

use super::{fact, format};
use sidelight_i18n::Messages;
use sidelight_model::{Aspect, BoxKind, Fact, FactBox, Group};
use units::{Look, Row, Shape};

/// Renders the charts of a box. Glossaries and boxes of people, questions and claims have none.
pub(super) fn charts(fact_box: &FactBox, messages: Messages) -> Html {
    match fact_box.kind {
        BoxKind::Casualties => people(fact_box, Shape::Person, messages),
        BoxKind::Sentences => html! {
            <>
                { people(fact_box, Shape::Square, messages) }
                { terms::terms(fact_box, messages) }
            </>
        },
        BoxKind::Demands => demands(fact_box, messages),
        BoxKind::Places => map::map(fact_box, messages),
        BoxKind::Votes => votes::votes(fact_box, messages),
        BoxKind::Figures => figures::figures(fact_box, messages),
        BoxKind::Timeline => timeline::timeline(fact_box, messages),
        BoxKind::People | BoxKind::Questions | BoxKind::Glossary | BoxKind::Claims => {
            Html::default()
        }
    }
}

/// Renders the killed, injured, imprisoned or released people of each group as marks.
fn people(fact_box: &FactBox, shape: Shape, messages: Messages) -> Html {
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
                    format::amount(amount, messages),
                    fact::label(fact, messages)
                )
            }
            None => group.title.clone(),
        };
        let rows = drawn.into_iter().filter_map(|fact| {
            let amount = fact.quantity.as_ref()?.amount;
            Some(Row {
                number: format::amount(amount, messages),
                label: fact::label(fact, messages),
                count: amount.bounds().1,
                open: amount.is_open(),
                look: look(fact)?,
            })
        });
        (title, rows.collect())
    });
    units::units(shape, key(fact_box.kind, messages), groups)
}

/// Renders the number of demands in each group, one row for each.
fn demands(fact_box: &FactBox, messages: Messages) -> Html {
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
    let title = messages.demands(fact_box.facts.iter().filter(is_demand).count() as u64);
    units::units(
        Shape::Square,
        key(fact_box.kind, messages),
        std::iter::once((title, rows)),
    )
}

/// Returns the key to a chart's marks for this kind of box.
fn key(kind: BoxKind, messages: Messages) -> &'static str {
    match kind {
        BoxKind::Casualties => messages.casualties_key(),
        BoxKind::Sentences => messages.sentences_key(),
        _ => messages.demands_key(),
    }
}

fn in_group<'a>(fact_box: &'a FactBox, group: &'a Group) -> impl Iterator<Item = &'a Fact> {
    fact_box
        .facts
        .iter()
        .filter(|fact| fact.group.as_ref() == Some(&group.id))
}

/// Returns the style of a fact's marks. Returns `None` if the fact counts no people, or counts all people of a group.
fn look(fact: &Fact) -> Option<Look> {
    match fact.aspect {
        Aspect::Killed | Aspect::Imprisoned => Some(Look::Solid),
        Aspect::Injured => Some(Look::Outlined),
        Aspect::Released if fact.derived.is_some() => Some(Look::Dashed),
        Aspect::Released => Some(Look::Outlined),
        _ => None,
    }
}

/// Renders a label of an axis at a horizontal position in per cent. It is in a drawing of its own, so that styles can mirror it
/// at its position: in a mirrored axis its letters must not be mirrored, and WebKit (2.50) can't mirror a text at its middle.
fn axis_label(x: String, y: String, anchor: &'static str, label: String) -> Html {
    html! { <svg {x}><text {y} text-anchor={anchor}>{ label }</text></svg> }
}
