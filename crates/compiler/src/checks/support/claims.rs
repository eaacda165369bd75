//! What a fact states: its numbers, dates and names.

use std::collections::BTreeSet;
use std::ops::Range;

use super::names::contains;
use crate::authored::{AuthoredBox, AuthoredFact};
use crate::language::{Bound, Words as Language};
use crate::particulars::{Caution, DateParts, Number, Particular, TextReader, What};
use crate::source_file::SourceFile;
use crate::toml::Spanned;
use sidelight_model::{Amount, Aspect, Decimal, Measure, MeasureUnit, Quantity};

/// Something that a fact states.
pub(super) struct Claim {
    pub(super) what: Claimed,
    /// The words of the fact, or its number or date as written in TOML.
    pub(super) shown: String,
    /// The range in `facts.toml`.
    pub(super) span: Range<usize>,
}

/// What is stated.
pub(super) enum Claimed {
    Number(Number, Option<Bound>),
    /// A number whose bound isn't compared, as in “over three to five weeks”.
    RangeEnd(Number),
    /// A number of a figure, and `true` if it is negative.
    Figure(Number, bool),
    /// The unit of a figure: per cent or a currency.
    Unit(MeasureUnit),
    Date(DateParts),
    Name(String),
}

/// Finds the claims in facts.
pub(super) struct Claims<'a> {
    pub(super) reader: &'a TextReader,
    pub(super) language: &'static Language,
    pub(super) facts: &'a SourceFile,
}

impl Claims<'_> {
    /// Returns what a fact states in its statement, label, number, date, entity and question.
    pub(super) fn of(&self, fact: &AuthoredFact) -> Vec<Claim> {
        let mut claims = Vec::new();
        // A calculated number, or a date that follows from others, isn't in any passage.
        let is_calculated = fact.derived.is_some() || !fact.total_of.is_empty();
        let mut calculated = Vec::new();
        // Readers see the change of a figure, which Sidelight calculates.
        let mut changes = Vec::new();
        if let Some(quantity) = &fact.quantity {
            let (low, high) = quantity.value.amount.bounds();
            if is_calculated {
                calculated.extend([Number::from(low), Number::from(high)]);
            }
            claims.extend(numbers(quantity));
        }
        claims.extend(fact.term.iter().flat_map(numbers));
        if let Some(figure) = &fact.figure {
            if is_calculated {
                calculated.extend(Number::of(figure.value.value, figure.value.scale));
            }
            claims.extend(self.in_figure(figure, is_calculated));
            changes = changes_of(&figure.value);
        }
        let aspect = fact.aspect.as_ref().map(|aspect| &aspect.value);
        let own_date = match (aspect, &fact.date) {
            (Some(Aspect::Event(date)), _) => Some((*date, &fact.detail)),
            (_, Some(date)) => Some((date.value, &date.span)),
            _ => None,
        };
        if let Some((date, span)) = own_date
            && fact.derived.is_none()
        {
            claims.push(Claim {
                what: Claimed::Date(date.into()),
                shown: date.to_string(),
                span: span.clone(),
            });
        }
        let holder = fact.by.as_deref().unwrap_or_default();
        claims.extend(self.in_text(&fact.statement, holder));
        if let Some(Aspect::Question(question)) = aspect {
            claims.extend(self.in_text(
                &Spanned {
                    value: question.clone(),
                    span: fact.detail.clone(),
                },
                holder,
            ));
        }
        match aspect {
            Some(Aspect::Person(entity) | Aspect::Organisation(entity)) => {
                let names = [Some(&entity.name), entity.affiliation.as_ref()];
                claims.extend(names.into_iter().flatten().map(|name| Claim {
                    what: Claimed::Name(name.clone()),
                    shown: name.clone(),
                    span: self.place_of(name, &fact.detail),
                }));
                if let Some(role) = &entity.role {
                    claims.extend(self.in_text(
                        &Spanned {
                            value: role.clone(),
                            span: fact.detail.clone(),
                        },
                        holder,
                    ));
                }
            }
            Some(Aspect::Place(_)) => claims.extend(fact.label.iter().map(|label| Claim {
                what: Claimed::Name(label.value.clone()),
                shown: label.value.clone(),
                span: label.span.clone(),
            })),
            _ => {
                if let Some(label) = &fact.label {
                    claims.extend(self.in_text(label, holder));
                }
            }
        }
        claims.retain(|claim| match &claim.what {
            Claimed::Number(number, _) | Claimed::RangeEnd(number) => {
                !calculated.contains(number) && !changes.contains(number)
            }
            Claimed::Figure(number, _) => !calculated.contains(number),
            Claimed::Date(date) => {
                fact.derived.is_none()
                    || own_date.is_none_or(|(own, _)| DateParts::from(own) != *date)
            }
            Claimed::Unit(_) | Claimed::Name(_) => true,
        });
        claims
    }

    /// Returns the numbers of a calculation. Each must be in a passage, or be the number of another fact of the box.
    pub(super) fn calculation(&self, fact: &AuthoredFact, fact_box: &AuthoredBox) -> Vec<Claim> {
        let Some(derived) = &fact.derived else {
            return Vec::new();
        };
        let quantities = fact_box
            .facts
            .iter()
            .filter_map(|fact| fact.quantity.as_ref())
            .flat_map(|quantity| <[u64; 2]>::from(quantity.value.amount.bounds()))
            .map(Number::from);
        let figures = fact_box
            .facts
            .iter()
            .filter_map(|fact| fact.figure.as_ref())
            .flat_map(|figure| numbers_of(&figure.value))
            .filter_map(|(_, number)| number);
        let known: BTreeSet<Number> = quantities.chain(figures).collect();
        let mut claims = self.in_text(derived, "");
        claims.retain(|claim| match claim.what {
            Claimed::Number(number, _) => !known.contains(&number),
            _ => true,
        });
        claims
    }

    /// Returns the numbers, the dates and the unit of a figure. A calculated figure may have a unit that no passage has.
    fn in_figure(&self, figure: &Spanned<Measure>, is_calculated: bool) -> Vec<Claim> {
        let numbers = numbers_of(&figure.value).into_iter();
        let mut claims: Vec<Claim> = numbers
            .filter_map(|(written, number)| {
                let shown = written.to_string();
                Some(Claim {
                    what: Claimed::Figure(number?, written.is_negative()),
                    span: self.place_of(&shown, &figure.span),
                    shown,
                })
            })
            .collect();
        claims.extend(figure.value.points.iter().map(|point| {
            let shown = point.date.to_string();
            Claim {
                what: Claimed::Date(point.date.into()),
                span: self.place_of(&shown, &figure.span),
                shown,
            }
        }));
        let shown = match &figure.value.unit {
            MeasureUnit::Percent => "%",
            MeasureUnit::Currency(currency) => currency.code(),
            MeasureUnit::Named(_) => return claims,
        };
        if !is_calculated {
            claims.push(Claim {
                what: Claimed::Unit(figure.value.unit.clone()),
                shown: shown.to_owned(),
                span: figure.span.clone(),
            });
        }
        claims
    }

    /// Returns the claims in a text. A name that is part of `holder` isn't a claim, because readers see the attribution.
    fn in_text(&self, text: &Spanned<String>, holder: &str) -> Vec<Claim> {
        let written = &text.value;
        self.reader
            .read(written, Caution::Careful)
            .into_iter()
            .filter_map(|Particular { what, place }| {
                let shown = &written[place];
                let what = match what {
                    What::Number(value) => {
                        let (number, bound) = value?;
                        Claimed::Number(number, bound)
                    }
                    What::Date(parts) => Claimed::Date(parts),
                    // In other languages, words that are no names may have capital letters.
                    What::Name if self.language.is_unknown() || contains(holder, shown) => None?,
                    What::Name => Claimed::Name(shown.to_owned()),
                };
                Some(Claim {
                    what,
                    shown: shown.to_owned(),
                    span: self.place_of(shown, &text.span),
                })
            })
            .collect()
    }

    /// Returns the range of some words inside a range of `facts.toml`. Returns the whole range if the words are written
    /// with escapes there.
    fn place_of(&self, words: &str, span: &Range<usize>) -> Range<usize> {
        let source = &self.facts.text[span.clone()];
        match source.find(words) {
            Some(at) => span.start + at..span.start + at + words.len(),
            None => span.clone(),
        }
    }
}

/// Returns the change of a figure and the change in per cent, if the figure has an earlier number.
fn changes_of(figure: &Measure) -> Vec<Number> {
    let Some(earlier) = figure.earlier() else {
        return Vec::new();
    };
    let difference = figure.value.minus(earlier);
    let difference = difference.and_then(|number| Number::of(number, figure.scale));
    let percent = figure.value.change_in_percent(earlier);
    let percent = percent.and_then(|number| Number::of(number, None));
    difference.into_iter().chain(percent).collect()
}

/// Returns all numbers of a figure, as written and with their scale.
fn numbers_of(figure: &Measure) -> Vec<(Decimal, Option<Number>)> {
    let points = figure.points.iter().map(|point| point.value);
    let value = figure.points.is_empty().then_some(figure.value);
    value
        .into_iter()
        .chain(figure.before)
        .chain(points)
        .map(|written| (written, Number::of(written, figure.scale)))
        .collect()
}

/// Returns the numbers of a quantity.
fn numbers(quantity: &Spanned<Quantity>) -> impl Iterator<Item = Claim> {
    let amount = quantity.value.amount;
    let bound = match amount {
        Amount::AtLeast(_) => Some(Bound::AtLeast),
        Amount::MoreThan(_) => Some(Bound::MoreThan),
        Amount::About(_) => Some(Bound::About),
        Amount::Exact(_) | Amount::Range(..) => None,
    };
    let (low, high) = amount.bounds();
    let (low, high) = (Number::from(low), Number::from(high));
    [Some(low), (low != high).then_some(high)]
        .into_iter()
        .flatten()
        .map(move |number| Claim {
            what: match amount {
                Amount::Range(..) => Claimed::RangeEnd(number),
                _ => Claimed::Number(number, bound),
            },
            shown: number.to_string(),
            span: quantity.span.clone(),
        })
}
