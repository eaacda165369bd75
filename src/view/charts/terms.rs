//! Prison terms as bars on a common scale of years, grouped by party. The caption names the unit, so no row has to: after
//! "3 to" or "more than", languages need other forms of "years" than after a plain number.

use std::fmt::Write;

use yew::{Html, html};

use super::super::{fact, format};
use super::axis_label;
use sidelight_i18n::Messages;
use sidelight_model::{Amount, Aspect, Fact, FactBox, Group};

/// Renders the prison terms of a box, or nothing if it has none.
pub(super) fn terms(fact_box: &FactBox, messages: Messages) -> Html {
    let terms: Vec<(&Fact, Amount)> = fact_box
        .facts
        .iter()
        .filter_map(|fact| {
            let term = match fact.aspect {
                Aspect::Term => &fact.quantity,
                _ => &fact.term,
            };
            Some((fact, term.as_ref()?.amount))
        })
        .collect();
    let longest = terms
        .iter()
        .map(|(_, amount)| amount.bounds().1)
        .max()
        .unwrap_or_default();
    let scale = Scale { years: longest + 1 };
    html! {
        if !terms.is_empty() {
            <figure class="chart terms">
                <figcaption translate="no">{ messages.terms() }</figcaption>
                { for parties(fact_box, &terms).iter().map(|(party, terms)| html! {
                    <div class="term-party">
                        if !party.is_empty() { <p class="unit-title">{ party }</p> }
                        { for terms.iter().map(|(fact, amount)| {
                            row(&label(fact_box, fact, messages), *amount, scale, messages)
                        }) }
                    </div>
                }) }
                { axis(scale) }
            </figure>
        }
    }
}

/// Groups the terms by the party of their group, in the order in which the parties first appear.
fn parties<'a>(
    fact_box: &'a FactBox,
    terms: &[(&'a Fact, Amount)],
) -> Vec<(&'a str, Vec<(&'a Fact, Amount)>)> {
    let mut parties: Vec<(&str, Vec<_>)> = Vec::new();
    for (fact, amount) in terms.iter().copied() {
        let group = fact_box
            .groups
            .iter()
            .find(|group| fact.group.as_ref() == Some(&group.id));
        let party = group
            .and_then(|group: &Group| group.party.as_deref())
            .unwrap_or_default();
        match parties.iter_mut().find(|(name, _)| *name == party) {
            Some((_, terms)) => terms.push((fact, amount)),
            None => parties.push((party, vec![(fact, amount)])),
        }
    }
    parties
}

/// The largest number of ticks after 0. Their numbers fit side by side on a phone.
const TICKS: u64 = 10;

/// The scale from 0 to a whole number of years. It spans the width of the drawing.
#[derive(Clone, Copy)]
struct Scale {
    years: u64,
}

impl Scale {
    /// Returns the years with a tick: every year, or every 2, 5, 10, 20 and so on.
    fn ticks(self) -> impl Iterator<Item = u64> {
        let (mut step, mut factors) = (1, [2, 5, 10].into_iter().cycle());
        let mut ten = 1;
        while self.years / step > TICKS {
            let factor = factors.next().unwrap_or(10);
            step = ten * factor;
            if factor == 10 {
                ten = step;
            }
        }
        (0..=self.years / step).map(move |i| i * step)
    }

    /// Returns the position of a number of years in per cent of the width, with two decimals.
    fn at(self, years: u64) -> String {
        let hundredths = years * 10_000 / self.years.max(1);
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    }
}

/// Returns the label of a term: the fact's own, or the title of its group if the group's people are counted with their
/// term in one fact.
fn label(fact_box: &FactBox, fact: &Fact, messages: Messages) -> String {
    let mut with_term = fact_box
        .facts
        .iter()
        .filter(|other| other.term.is_some() && other.group == fact.group);
    let group = fact_box
        .groups
        .iter()
        .find(|group| fact.group.as_ref() == Some(&group.id));
    match group {
        Some(group) if fact.term.is_some() && with_term.nth(1).is_none() => group.title.clone(),
        _ => fact::label(fact, messages),
    }
}

fn row(label: &str, amount: Amount, scale: Scale, messages: Messages) -> Html {
    let (low, high) = amount.bounds();
    let mut ticks = String::new();
    for year in scale.ticks() {
        // Writing to a `String` can't fail.
        let _ = write!(ticks, "M{year} 0v1");
    }
    html! {
        <div class="term-row">
            <p class="unit-label">
                { label.to_owned() }{ ": " }
                <b>{ format::amount(amount, messages) }</b>
            </p>
            <svg class="term" width="100%" height="14" aria-hidden="true" focusable="false">
                <svg width="100%" height="14" viewBox={format!("0 0 {} 1", scale.years)} preserveAspectRatio="none">
                    <path class="tick" d={ticks} />
                </svg>
                if low == high {
                    <circle class="term-point" cx={scale.at(low)} cy="7" r="5" />
                } else {
                    <line class="term-range" x1={scale.at(low)} x2={scale.at(high)} y1="7" y2="7" />
                }
            </svg>
        </div>
    }
}

fn axis(scale: Scale) -> Html {
    html! {
        <svg class="term axis" width="100%" height="16" aria-hidden="true" focusable="false">
            { for scale.ticks().map(|year| {
                let anchor = match year { 0 => "start", y if y == scale.years => "end", _ => "middle" };
                axis_label(scale.at(year), "12".to_owned(), anchor, year.to_string())
            }) }
        </svg>
    }
}
