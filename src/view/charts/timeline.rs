//! The dates of a box's events in proportion: a dot for a day, a bar for a month or a year, above an axis with dates.

use std::fmt::Write;

use yew::{Html, html};

use super::super::format;
use super::axis_label;
use super::figures::day;
use super::votes::percent;
use sidelight_i18n::Messages;
use sidelight_model::{Aspect, FactBox, PartialDate};

/// The width of the drawing in units. It is stretched to the width of the box.
const WIDTH: u32 = 1_000;
/// The space before the first date and after the last one, in units.
const EDGE: u32 = 20;
/// The least distance of marks side by side, in units. It is 12 px in the narrowest box.
const APART: u32 = 45;
/// The height of a row of marks, in px.
const ROW: usize = 12;
/// The largest number of rows. Further marks lie on the last row.
const ROWS: usize = 6;
/// The width of a character of a date on the axis, in units: 7 px in the narrowest box.
const CHARACTER: u32 = 26;

/// A day, a month or a year as whole days: its first day, and the first day after it.
type Days = (u32, u32);

/// Renders the dates of a box, or nothing if it has fewer than two.
pub(super) fn timeline(fact_box: &FactBox, messages: Messages) -> Html {
    let mut events: Vec<(Days, bool)> = fact_box
        .facts
        .iter()
        .filter_map(|fact| match fact.aspect {
            Aspect::Event(date) => Some((days(date), fact.is_planned())),
            _ => None,
        })
        .collect();
    events.sort_unstable();
    let (Some(&((first, _), _)), Some(last)) = (
        events.first(),
        events.iter().map(|((_, after), _)| *after).max(),
    ) else {
        return Html::default();
    };
    if events.iter().all(|((from, _), _)| *from == first) {
        return Html::default();
    }
    let scale = Scale { first, last };
    let ticks = scale.ticks();
    let (mut past, mut planned) = (String::new(), String::new());
    // The end of the last mark in each row.
    let mut rows: Vec<u32> = Vec::new();
    for ((from, after), is_planned) in events {
        let (x, end) = (scale.at(from), scale.at(after - 1));
        let free = rows.iter().position(|taken| taken + APART <= x);
        let row = free.unwrap_or(rows.len()).min(ROWS - 1);
        if row == rows.len() {
            rows.push(end);
        }
        rows[row] = end;
        let marks = if is_planned { &mut planned } else { &mut past };
        // The zero makes browsers draw the round ends of a line without length. Writing to a `String` can't fail.
        let _ = write!(marks, "M{x} -{}H{end}.01", row * ROW + 10);
    }
    let height = rows.len() * ROW + 6;
    let mut axis = format!("M0 0H{WIDTH}");
    for (at, _) in &ticks {
        let _ = write!(axis, "M{at} 0v6");
    }
    let view = format!("0 -{height} {WIDTH} {}", height + 8);
    html! {
        <figure class="chart chronology">
            <svg class="term axis" width="100%" height={(height + 24).to_string()} aria-hidden="true" focusable="false">
                <svg width="100%" height={(height + 8).to_string()} viewBox={view} preserveAspectRatio="none">
                    <path class="tick" d={axis} />
                    <path class="dots" d={past} />
                    if !planned.is_empty() {
                        <path class="dots" d={planned.clone()} />
                        <path class="dots within" d={planned} />
                    }
                </svg>
                { for labels(&ticks, messages).into_iter().map(|(at, anchor, label)| {
                    axis_label(percent(at.into(), WIDTH.into()), (height + 21).to_string(), anchor, label)
                }) }
            </svg>
        </figure>
    }
}

/// Returns the days of a date.
fn days(date: PartialDate) -> Days {
    let from = day(date);
    let length = match (date.month(), date.day()) {
        (_, Some(_)) => 1,
        (Some(_), None) => 31,
        (None, None) => 372,
    };
    (from, from + length)
}

/// The days that the axis shows.
struct Scale {
    first: u32,
    last: u32,
}

impl Scale {
    /// Returns the position of a day, in units.
    fn at(&self, day: u32) -> u32 {
        EDGE + (day - self.first) * (WIDTH - 2 * EDGE) / (self.last - self.first).max(1)
    }

    /// Returns the positions and the dates of at most 13 ticks: of days, months or years.
    fn ticks(&self) -> Vec<(u32, PartialDate)> {
        const STEPS: [u32; 14] = [
            1, 2, 5, 10, 31, 93, 186, 372, 744, 1_860, 3_720, 18_600, 37_200, 186_000,
        ];
        let whole = self.last - self.first;
        let step = STEPS.into_iter().find(|step| whole / step <= 12);
        let step = step.unwrap_or(372_000);
        let from = self.first.div_ceil(step) * step;
        (from..self.last)
            .step_by(step as usize)
            .filter_map(|day| Some((self.at(day), date(day, step)?)))
            .collect()
    }
}

/// Returns the date of a day, as precise as the step between ticks. Returns `None` for a day that doesn't exist.
fn date(day: u32, step: u32) -> Option<PartialDate> {
    let (year, month, day) = (day / 372, day % 372 / 31 + 1, day % 31 + 1);
    let mut written = format!("{year}-{month:02}-{day:02}");
    written.truncate(match step {
        ..31 => 10,
        31..372 => 7,
        _ => 4,
    });
    written.parse().ok()
}

/// Returns the labels that fit side by side: that of the first tick, that of the last one, then those between them.
fn labels(ticks: &[(u32, PartialDate)], messages: Messages) -> Vec<(u32, &'static str, String)> {
    let order = ticks
        .iter()
        .take(1)
        .chain(ticks.iter().skip(1).rev().take(1));
    let order = order.chain(ticks.iter().skip(1).rev().skip(1).rev());
    let mut labels: Vec<(u32, &'static str, String)> = Vec::new();
    let mut taken: Vec<(u32, u32)> = Vec::new();
    for &(at, date) in order {
        let label = format::date(date, messages);
        let width = label.chars().count() as u32 * CHARACTER;
        let (from, anchor) = if at < width / 2 {
            (at, "start")
        } else if at + width / 2 > WIDTH {
            (at.saturating_sub(width), "end")
        } else {
            (at - width / 2, "middle")
        };
        let to = from + width;
        if taken
            .iter()
            .all(|(left, right)| to < *left || *right < from)
        {
            taken.push((from, to));
            labels.push((at, anchor, label));
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(first: &str, last: &str) -> (usize, Vec<String>) {
        let [(first, _), (_, last)] = [first, last].map(|date| days(date.parse().unwrap()));
        let ticks = Scale { first, last }.ticks();
        let labels = labels(&ticks, Messages::default());
        (
            ticks.len(),
            labels.into_iter().map(|(.., label)| label).collect(),
        )
    }

    #[test]
    fn the_axis_has_few_ticks_and_names_those_that_fit() {
        for (first, last, ticks, expected) in [
            ("2011-12-16", "2012-12", 12, "January 2012|December 2012"),
            (
                "2011-12-16",
                "2011-12-19",
                4,
                "16 December 2011|19 December 2011",
            ),
            ("1901", "2012", 11, "1910|2010|1930|1950|1970|1990"),
            ("1000", "9999", 9, "1000|9000|3000|4000|5000|6000|7000|8000"),
        ] {
            let (count, labels) = shown(first, last);
            assert_eq!((count, &*labels.join("|")), (ticks, expected), "{first}");
        }
    }

    #[test]
    fn no_date_is_too_far_for_the_axis() {
        for (first, last) in [
            ("1000", "9999"),
            ("9999-12-30", "9999-12-31"),
            ("2012-02-28", "2012-03-01"),
        ] {
            let (ticks, labels) = shown(first, last);
            assert!(ticks <= 13 && !labels.is_empty(), "{first} {labels:?}");
        }
    }
}
