//! What passages support.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::claims::{Claim, Claimed};
use super::names::{contains, has_inflected};
use crate::language::{Bound, Words as Language, has};
use crate::particulars::{Caution, DateParts, Number, TextReader, Value, What};
use sidelight_model::{Alias, MeasureUnit};
use sidelight_text::words;

/// The particulars of the passages that a fact quotes.
pub(super) struct Support<'a> {
    /// The passages.
    passages: Vec<Cow<'a, str>>,
    pub(super) numbers: Vec<Value>,
    /// The numbers with a scale of the same passage: 1.9 million in “from 1.9 to 1.2 million”.
    scaled: Vec<Number>,
    /// The numbers with a minus sign before them.
    negative: Vec<Number>,
    dates: Vec<DateParts>,
    /// Years that complete dates without a year.
    pub(super) years: BTreeSet<u16>,
    /// The words of the article's language.
    language: &'static Language,
    /// Other spellings of names.
    aliases: &'a [Alias],
}

impl<'a> Support<'a> {
    pub(super) fn new(language: &'static Language, aliases: &'a [Alias]) -> Self {
        Self {
            passages: Vec::new(),
            numbers: Vec::new(),
            scaled: Vec::new(),
            negative: Vec::new(),
            dates: Vec::new(),
            years: BTreeSet::new(),
            language,
            aliases,
        }
    }

    /// Adds a passage with its numbers and dates.
    pub(super) fn add(&mut self, passage: impl Into<Cow<'a, str>>, reader: &TextReader) {
        let passage = passage.into();
        let scales: BTreeSet<u64> = words(&passage)
            .filter_map(|(_, word)| self.language.group(word))
            .filter(|group| *group >= 1_000)
            .collect();
        for particular in reader.read(&passage, Caution::Generous) {
            let is_negative = has_minus(&passage[..particular.place.start]);
            if let What::Number(Some((number, None))) = particular.what {
                let scaled: Vec<Number> = scales
                    .iter()
                    .filter_map(|scale| number.times(*scale))
                    .collect();
                if is_negative {
                    self.negative.extend(&scaled);
                }
                self.scaled.extend(scaled);
            }
            match particular.what {
                What::Number(Some(value)) if is_negative => {
                    self.negative.push(value.0);
                    self.numbers.push(value);
                }
                What::Number(Some(value)) => self.numbers.push(value),
                What::Date(parts) => {
                    // Four digits alone are a year or a number: “to 2027”, “1500 people”.
                    if let DateParts {
                        year: Some(year),
                        month: None,
                        day: None,
                    } = parts
                    {
                        self.numbers.push((Number::from(u64::from(year)), None));
                    }
                    self.years.extend(parts.year);
                    self.dates.push(parts);
                }
                What::Number(None) | What::Name => {}
            }
        }
        if words(&passage).any(|(_, word)| has(&self.language.none, &word.to_lowercase())) {
            self.numbers.push((Number::from(0), None));
        }
        self.passages.push(passage);
    }

    /// Reports whether the passages have a date. In a language whose months aren't known, only the year and the day are
    /// looked for.
    fn has_date(&self, date: DateParts) -> bool {
        if self.language.is_unknown() {
            let year = date.year.is_none_or(|year| self.years.contains(&year));
            let day = date.day.map(|day| Number::from(u64::from(day)));
            let has_day = |day| self.numbers.iter().any(|(number, _)| *number == day);
            return year && day.is_none_or(|day| has_day(day) || self.has_parts(date));
        }
        self.has_parts(date)
    }

    fn has_parts(&self, date: DateParts) -> bool {
        self.dates.iter().any(|other| {
            let year = match (date.year, other.year) {
                (Some(year), None) => self.years.contains(&year),
                (Some(year), Some(other)) => year == other,
                (None, _) => true,
            };
            year && (date.month.is_none() || date.month == other.month)
                && (date.day.is_none() || date.day == other.day)
        })
    }

    fn has_year(&self, number: Number) -> bool {
        let year = |date: &DateParts| date.year.map(u64::from);
        let whole = number.whole();
        whole.is_some() && self.dates.iter().any(|date| year(date) == whole)
    }

    /// Reports whether the passages support a claim.
    pub(super) fn supports(&self, claim: &Claim) -> bool {
        match &claim.what {
            // “The officer” is one officer.
            Claimed::Number(number, None) if number.whole() == Some(1) => true,
            // A text may write a year so that it is no date for certain: “the budget for 2027”.
            Claimed::Number(number, None) if self.has_year(*number) => true,
            Claimed::Number(number, bound) => self
                .numbers
                .iter()
                .any(|(other, of)| other == number && self.is_bound(*bound, *of)),
            Claimed::RangeEnd(number) => self.numbers.iter().any(|(other, _)| other == number),
            Claimed::Figure(number, is_negative) => {
                let is_stated =
                    self.numbers.contains(&(*number, None)) || self.scaled.contains(number);
                is_stated && self.may_be(*number, *is_negative)
            }
            Claimed::Unit(unit) => self.has_unit(unit),
            Claimed::Date(date) => self.has_date(*date),
            Claimed::Name(name) => self.has_name(name),
        }
    }

    /// Reports whether the sign of a number may be that of a figure. A negative number has a minus sign, or a word of its
    /// passages says so, such as “deficit”. A number with a minus sign isn't positive.
    pub(super) fn may_be(&self, number: Number, is_negative: bool) -> bool {
        let has_sign = self.negative.contains(&number);
        if !is_negative {
            return !has_sign;
        }
        has_sign || self.language.is_unknown() || self.has_word(&self.language.decrease)
    }

    /// Reports whether the passages have a unit as a sign, a code or a word. Any passage has a unit whose words aren't known.
    fn has_unit(&self, unit: &MeasureUnit) -> bool {
        let has = |part: &str| self.passages.iter().any(|text| text.contains(part));
        match unit {
            MeasureUnit::Named(_) => true,
            _ if self.language.is_unknown() => true,
            MeasureUnit::Percent => has("%") || self.has_phrase(&self.language.percent),
            MeasureUnit::Currency(currency) => {
                let names = self
                    .language
                    .currencies
                    .get(&currency.code().to_lowercase());
                has(currency.code())
                    || currency.sign().is_some_and(has)
                    || names.is_none_or(|names| self.has_word(names))
            }
        }
    }

    /// Reports whether a word of the passages begins with one of these texts.
    fn has_word(&self, beginnings: &[String]) -> bool {
        self.passages.iter().any(|text| {
            words(text).any(|(_, word)| {
                let word = word.to_lowercase();
                beginnings
                    .iter()
                    .any(|start| word.starts_with(start.as_str()))
            })
        })
    }

    fn has_phrase(&self, phrases: &[String]) -> bool {
        self.passages.iter().any(|text| {
            let text = text.to_lowercase();
            phrases.iter().any(|phrase| text.contains(phrase.as_str()))
        })
    }

    /// Reports whether a passage's bound supports a fact's bound. In a language without words for a bound, the bound
    /// isn't compared.
    fn is_bound(&self, stated: Option<Bound>, passage: Option<Bound>) -> bool {
        let is_known = |bound| self.language.bounds().any(|(_, known)| known == bound);
        stated == passage || stated.is_some_and(|bound| !is_known(bound) && passage.is_none())
    }

    fn has_name(&self, name: &str) -> bool {
        let mut spellings: Vec<&str> = vec![name];
        for Alias {
            name: known,
            spellings: others,
        } in self.aliases
        {
            if known == name || others.iter().any(|other| other == name) {
                spellings.push(known);
                spellings.extend(others.iter().map(String::as_str));
            }
        }
        let last = words(name).last().map_or(name, |(_, word)| word);
        spellings.push(last);
        spellings
            .iter()
            .any(|spelling| self.passages.iter().any(|text| contains(text, spelling)))
            || (!name.is_ascii() && self.passages.iter().any(|text| has_inflected(text, last)))
    }
}

/// Reports whether the text before a number ends with a minus sign, or with one and the sign of a currency: “−€2.1 million”.
/// A hyphen or a dash after a word is no minus sign.
fn has_minus(before: &str) -> bool {
    let is_currency = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !is_minus(c);
    let before = before
        .strip_suffix(is_currency)
        .filter(|rest| rest.ends_with(is_minus))
        .unwrap_or(before);
    before
        .strip_suffix(is_minus)
        .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–')
}
