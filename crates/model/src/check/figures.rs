//! Checks the figures of facts.

use std::collections::HashMap;

use super::{Checked, invalid, not_blank};
use crate::{Decimal, Fact, Measure, MeasurePoint, MeasureUnit};

/// Checks the unit, the number before and the series of a figure.
pub(super) fn check_figure(figure: &Measure, path: &str) -> Checked {
    let points = &figure.points;
    let is_same = |a: Decimal, b: Decimal| a.compare(b).is_eq();
    match &figure.unit {
        MeasureUnit::Named(unit) => not_blank(unit, || format!("{path}.unit.named"))?,
        MeasureUnit::Percent if figure.scale.is_some() => {
            return invalid(format!("{path}.scale"), "per cent has no scale");
        }
        _ => {}
    }
    if let Some(before) = figure.before
        && (is_same(before, figure.value) || !points.is_empty())
    {
        return invalid(
            format!("{path}.before"),
            "it must differ from the value, and a series has none",
        );
    }
    let Some(last) = points.last() else {
        return Ok(());
    };
    let is_ordered = |pair: &[MeasurePoint]| pair[0].date.is_before(pair[1].date);
    if points.len() < 2 || !points.windows(2).all(is_ordered) {
        return invalid(
            format!("{path}.points"),
            "a series needs two points or more, in order of time",
        );
    }
    if !is_same(last.value, figure.value) {
        return invalid(format!("{path}.value"), "it isn't the last of the points");
    }
    Ok(())
}

/// Checks that a figure is the sum of its parts, which have the same unit and scale.
pub(super) fn check_figure_total(
    fact: &Fact,
    total: &Measure,
    path: &str,
    facts: &HashMap<&str, &Fact>,
) -> Checked {
    let mut parts = Vec::new();
    for (i, id) in fact.total_of.iter().enumerate() {
        let part = facts.get(id.as_str()).filter(|_| *id != fact.id);
        let figure = part.and_then(|part| part.figure.as_ref());
        match figure.filter(|figure| figure.is_like(total)) {
            Some(figure) => parts.push(figure.value),
            None => {
                return invalid(
                    format!("{path}.totalOf[{i}]"),
                    format!(
                        "the box has no other fact `{id}` with a figure of this unit and scale"
                    ),
                );
            }
        }
    }
    if Decimal::sum(parts.into_iter()).is_some_and(|sum| sum.compare(total.value).is_eq()) {
        return Ok(());
    }
    invalid(
        format!("{path}.totalOf"),
        "the parts don't add up to the figure",
    )
}
