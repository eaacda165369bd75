//! Figures with the same unit and scale as bars on a common scale, and series as lines. Both scales include 0.

use std::iter;

use yew::{Html, html};

use super::super::format;
use super::super::index::facts_in;
use super::votes::percent;
use sidelight_i18n::Messages;
use sidelight_model::{Decimal, Fact, FactBox, Measure, PartialDate};

/// A fact with its figure.
type Drawn<'a> = (&'a Fact, &'a Measure);

/// Renders the figures of the facts without a group and of each group. A number that can't be compared with another one
/// isn't drawn.
pub(super) fn figures(fact_box: &FactBox, messages: Messages) -> Html {
    let groups = fact_box.groups.iter().map(Some);
    iter::once(None)
        .chain(groups)
        .map(|group| {
            let id = group.map(|group| group.id.as_str());
            let title = group.map_or("", |group| &group.title);
            let mut sets: Vec<Vec<Drawn<'_>>> = Vec::new();
            for fact in facts_in(fact_box, id) {
                let Some(figure) = &fact.figure else {
                    continue;
                };
                let is_single = |of: &Measure| of.points.is_empty();
                let set = sets.iter_mut().find(|set| {
                    let first = set[0].1;
                    is_single(first) && is_single(figure) && first.is_like(figure)
                });
                match set {
                    Some(set) => set.push((fact, figure)),
                    None => sets.push(vec![(fact, figure)]),
                }
            }
            sets.iter()
                .map(|set| match set.as_slice() {
                    [(fact, figure)] if !figure.points.is_empty() => series(fact, figure, messages),
                    set => bars(set, title, messages),
                })
                .collect::<Html>()
        })
        .collect()
}

/// The ends of a scale that includes 0 and all numbers.
#[derive(Clone, Copy)]
struct Scale {
    low: Decimal,
    high: Decimal,
}

impl Scale {
    fn of(numbers: impl Iterator<Item = Decimal>) -> Self {
        let zero = Self {
            low: Decimal::ZERO,
            high: Decimal::ZERO,
        };
        numbers.fold(zero, |Self { low, high }, number| Self {
            low: if number.compare(low).is_lt() {
                number
            } else {
                low
            },
            high: if number.compare(high).is_gt() {
                number
            } else {
                high
            },
        })
    }

    /// Returns the position of a number above the low end, in parts of `whole`.
    fn at(self, number: Decimal, whole: u16) -> u16 {
        number.share(self.low, self.high, whole)
    }
}

/// Renders a bar for each number and for each number before. A single number alone isn't drawn.
fn bars(set: &[Drawn<'_>], title: &str, messages: Messages) -> Html {
    let has_before = set.iter().any(|(_, figure)| figure.before.is_some());
    if set.len() < 2 && !has_before {
        return Html::default();
    }
    let numbers = set
        .iter()
        .flat_map(|(_, figure)| iter::once(figure.value).chain(figure.before));
    let scale = Scale::of(numbers);
    let key = if has_before {
        Some(messages.figures_before_key())
    } else if scale.low.is_negative() {
        Some(messages.figures_key())
    } else {
        None
    };
    html! {
        <figure class="chart bars">
            if !title.is_empty() { <p class="unit-title">{ title }</p> }
            { for set.iter().map(|(fact, figure)| html! {
                <div class="term-row">
                    { bar(label(fact), figure.value, figure, "currentColor", scale, messages) }
                    { for figure.before.map(|before| {
                        bar(messages.before(), before, figure, "none", scale, messages)
                    }) }
                </div>
            }) }
            if let Some(key) = key { <figcaption translate="no">{ key }</figcaption> }
        </figure>
    }
}

/// Returns the label of a fact, or its statement.
fn label(fact: &Fact) -> &str {
    fact.label.as_ref().unwrap_or(&fact.statement)
}

fn bar(
    label: &str,
    number: Decimal,
    of: &Measure,
    fill: &'static str,
    scale: Scale,
    messages: Messages,
) -> Html {
    let (at, zero) = (scale.at(number, 10_000), scale.at(Decimal::ZERO, 10_000));
    let width = at.abs_diff(zero);
    html! {
        <>
            <p class="unit-label">{ label }{ " " }<b>{ format::figure(number, of, messages) }</b></p>
            <svg class="term" width="100%" height="16" aria-hidden="true" focusable="false">
                <rect x={part(at.min(zero))} y="3" width={part(width)} height="10" {fill} stroke="currentColor" />
                <line x1={part(zero)} x2={part(zero)} y1="0" y2="16" stroke="currentColor" stroke-width="2" />
            </svg>
        </>
    }
}

/// Returns hundredths of a per cent as per cent.
fn part(hundredths: u16) -> String {
    percent(u128::from(hundredths), 10_000)
}

/// Renders a series as a line with a mark for each point, and the first and the last number.
fn series(fact: &Fact, figure: &Measure, messages: Messages) -> Html {
    let (Some(first), Some(last)) = (figure.points.first(), figure.points.last()) else {
        return Html::default();
    };
    let scale = Scale::of(figure.points.iter().map(|point| point.value));
    let y = |number| (92 - scale.at(number, 84)).to_string();
    let (from, to) = (day(first.date), day(last.date));
    // The marks at both ends are whole.
    let x = |date| part((100 + (day(date) - from) * 9_800 / (to - from).max(1)) as u16);
    let places: Vec<(String, String)> = figure
        .points
        .iter()
        .map(|point| (x(point.date), y(point.value)))
        .collect();
    html! {
        <figure class="chart">
            <p class="unit-title">{ label(fact) }</p>
            <svg class="term" width="100%" height="100" aria-hidden="true" focusable="false">
                <line x1="0" x2="100%" y1={y(Decimal::ZERO)} y2={y(Decimal::ZERO)} class="tick" />
                { for places.windows(2).map(|ends| html! {
                    <line
                        x1={ends[0].0.clone()}
                        y1={ends[0].1.clone()}
                        x2={ends[1].0.clone()}
                        y2={ends[1].1.clone()}
                        stroke="currentColor"
                        stroke-width="2"
                    />
                }) }
                { for places.iter().map(|(x, y)| html! {
                    <circle cx={x.clone()} cy={y.clone()} r="3.5" fill="currentColor" />
                }) }
            </svg>
            <div class="series-ends">
                { for [first, last].map(|point| html! {
                    <p class="unit-label">
                        { format::time(point.date, messages) }{ " " }
                        <b>{ format::figure(point.value, figure, messages) }</b>
                    </p>
                }) }
            </div>
            <figcaption translate="no">{ messages.series_key() }</figcaption>
        </figure>
    }
}

/// Returns the day of a date on a scale on which all months are equally long. A month or a year is at its first day.
pub(super) fn day(date: PartialDate) -> u32 {
    let part = |part: Option<u8>| u32::from(part.unwrap_or(1)) - 1;
    u32::from(date.year()) * 372 + part(date.month()) * 31 + part(date.day())
}
