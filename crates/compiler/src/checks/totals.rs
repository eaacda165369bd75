//! Checks that totals equal the sum of their parts.

use std::collections::HashMap;

use super::references::unknown_fact;
use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::toml::Spanned;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Decimal, FactId, Measure};

/// Checks the totals of a box. Reports unknown parts, totals and parts without an exact number, and wrong sums.
pub(super) fn check_totals(
    fact_box: &AuthoredBox,
    boxes: &[AuthoredBox],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let facts: HashMap<&FactId, &AuthoredFact> = fact_box
        .facts
        .iter()
        .filter_map(|fact| Some((&fact.id.as_ref()?.value, fact)))
        .collect();
    for total in fact_box
        .facts
        .iter()
        .filter(|fact| !fact.total_of.is_empty())
    {
        let mut parts = Vec::new();
        for part in &total.total_of {
            let itself = total.id.as_ref().is_some_and(|id| id.value == part.value);
            match facts.get(&part.value) {
                Some(_) if itself => diagnostics.add(
                    file.diagnostic(
                        Kind::UnknownFact,
                        part.span.clone(),
                        format!("`{}` can't be part of its own total", part.value),
                    )
                    .hint("list the facts whose numbers add up to this one"),
                ),
                Some(fact) => parts.push((part, *fact)),
                None => diagnostics.add(unknown_fact(part, fact_box, boxes, file)),
            }
        }
        if parts.len() == total.total_of.len() {
            check_total(total, &parts, file, diagnostics);
        }
    }
}

/// A part of a total: its id in `total-of`, and its fact.
type Summand<'a> = (&'a Spanned<FactId>, &'a AuthoredFact);

fn check_total(
    total: &AuthoredFact,
    parts: &[Summand<'_>],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    if let Some(figure) = &total.figure {
        return check_figure_total(figure, parts, file, diagnostics);
    }
    let mut numbers = Vec::new();
    for (name, part) in parts {
        match exact(part) {
            Some(n) => numbers.push(n),
            None if part.number_told => {}
            None => {
                let diagnostic = file
                    .diagnostic(
                        Kind::TotalNotExact,
                        name.span.clone(),
                        format!(
                            "`{}` has no exact number, so the total can't be checked",
                            name.value
                        ),
                    )
                    .hint("give it an exact number, or remove `total-of`");
                diagnostics.add(match &part.quantity {
                    Some(quantity) => diagnostic.related(
                        &file.shown,
                        quantity.span.clone(),
                        format!("it is {}", quantity.value),
                    ),
                    None => diagnostic,
                });
            }
        }
    }
    let Some(whole) = exact(total) else {
        if !total.number_told {
            let place = total
                .quantity
                .as_ref()
                .map_or_else(|| total.span.clone(), |quantity| quantity.span.clone());
            diagnostics.add(
                file.diagnostic(Kind::TotalNotExact, place, "a total needs an exact number")
                    .hint("write `quantity = { exact = …, unit = \"…\" }`, or remove `total-of`"),
            );
        }
        return;
    };
    let sum = numbers.iter().fold(0, |sum: u64, n| sum.saturating_add(*n));
    if numbers.len() < parts.len() || sum == whole {
        return;
    }
    let terms: Vec<String> = numbers.iter().map(u64::to_string).collect();
    let units = units(total, parts);
    let (message, hint) = if units.len() > 1 {
        (
            format!(
                "the total and its parts have different units: {}",
                units.join(", ")
            ),
            "give them all in the same unit, such as 48200000 euros and not 48 million euros",
        )
    } else {
        (
            format!(
                "the parts add up to {sum}, not to {whole}: {} = {sum}",
                terms.join(" + ")
            ),
            "correct the wrong number, or add the missing part to `total-of`",
        )
    };
    let mut diagnostic = file
        .diagnostic(
            Kind::TotalWrong,
            total
                .quantity
                .as_ref()
                .map_or_else(|| total.span.clone(), |quantity| quantity.span.clone()),
            message,
        )
        .label(format!("this fact says {whole}"))
        .hint(hint);
    for (_, part) in parts {
        if let Some(quantity) = &part.quantity {
            diagnostic = diagnostic.related(
                &file.shown,
                quantity.span.clone(),
                quantity.value.to_string(),
            );
        }
    }
    diagnostics.add(diagnostic);
}

/// Checks a total that is a figure. Its parts must be figures with the same unit and scale.
fn check_figure_total(
    total: &Spanned<Measure>,
    parts: &[Summand<'_>],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let mut figures = Vec::new();
    for (name, part) in parts {
        match &part.figure {
            Some(figure) if figure.value.is_like(&total.value) => figures.push(figure),
            None if part.number_told => return,
            figure => {
                let unit = total.value.unit_text();
                let diagnostic = file
                    .diagnostic(
                        Kind::TotalNotExact,
                        name.span.clone(),
                        format!(
                            "`{}` has no figure in `{unit}`, so the total can't be checked",
                            name.value
                        ),
                    )
                    .hint("give the total and its parts figures with the same unit and scale, or remove `total-of`");
                diagnostics.add(match figure {
                    Some(figure) => diagnostic.related(
                        &file.shown,
                        figure.span.clone(),
                        format!("it is {}", figure.value),
                    ),
                    None => diagnostic,
                });
                return;
            }
        }
    }
    let values = figures.iter().map(|figure| figure.value.value);
    let whole = total.value.value;
    let sum = Decimal::sum(values.clone());
    if sum.is_some_and(|sum| sum.compare(whole).is_eq()) {
        return;
    }
    let sum = sum.map_or_else(|| "more than 15 digits".to_owned(), |sum| sum.to_string());
    let terms: Vec<String> = values.map(|value| value.to_string()).collect();
    let mut diagnostic = file
        .diagnostic(
            Kind::TotalWrong,
            total.span.clone(),
            format!(
                "the parts add up to {sum}, not to {whole}: {} = {sum}",
                terms.join(" + ")
            ),
        )
        .label(format!("this fact says {whole}"))
        .hint("correct the wrong number, or add the missing part to `total-of`; don't add rounded numbers");
    for figure in figures {
        diagnostic = diagnostic.related(&file.shown, figure.span.clone(), figure.value.to_string());
    }
    diagnostics.add(diagnostic);
}

/// Returns the units of a total and its parts, each once and in quotation marks for a message. Forms of one word, such as
/// “year” and “years”, count as one unit.
fn units(total: &AuthoredFact, parts: &[Summand<'_>]) -> Vec<String> {
    let mut units: Vec<&str> = Vec::new();
    for fact in std::iter::once(&total).chain(parts.iter().map(|(_, part)| part)) {
        let Some(quantity) = &fact.quantity else {
            continue;
        };
        let unit = quantity.value.unit.as_str();
        let beginning = |unit: &str| unit.chars().take(3).collect::<String>();
        if !units
            .iter()
            .any(|known| beginning(known) == beginning(unit))
        {
            units.push(unit);
        }
    }
    units.iter().map(|unit| format!("`{unit}`")).collect()
}

fn exact(fact: &AuthoredFact) -> Option<u64> {
    fact.quantity.as_ref()?.value.amount.exact()
}
