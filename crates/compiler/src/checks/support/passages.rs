//! What passages support.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::claims::{Claim, Claimed};
use super::names::{contains, has_inflected};
use crate::language::{Bound, Words as Language, has};
use crate::particulars::{Caution, DateParts, TextReader, What};
use sidelight_model::Alias;
use sidelight_text::words;

/// The particulars of the passages that a fact quotes.
pub(super) struct Support<'a> {
    /// The passages.
    passages: Vec<Cow<'a, str>>,
    pub(super) numbers: Vec<(u64, Option<Bound>)>,
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
            dates: Vec::new(),
            years: BTreeSet::new(),
            language,
            aliases,
        }
    }

    /// Adds a passage with its numbers and dates.
    pub(super) fn add(&mut self, passage: impl Into<Cow<'a, str>>, reader: &TextReader) {
        let passage = passage.into();
        for particular in reader.read(&passage, Caution::Generous) {
            match particular.what {
                What::Number(Some(value)) => self.numbers.push(value),
                What::Date(parts) => {
                    self.years.extend(parts.year);
                    self.dates.push(parts);
                }
                What::Number(None) | What::Name => {}
            }
        }
        if words(&passage).any(|(_, word)| has(&self.language.none, &word.to_lowercase())) {
            self.numbers.push((0, None));
        }
        self.passages.push(passage);
    }

    fn has_date(&self, date: DateParts) -> bool {
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

    /// Reports whether the passages support a claim.
    pub(super) fn supports(&self, claim: &Claim) -> bool {
        match &claim.what {
            // “The officer” is one officer.
            Claimed::Number(1, None) => true,
            Claimed::Number(number, bound) => self
                .numbers
                .iter()
                .any(|(other, of)| other == number && self.is_bound(*bound, *of)),
            Claimed::RangeEnd(number) => self.numbers.iter().any(|(other, _)| other == number),
            Claimed::Date(date) => self.has_date(*date),
            Claimed::Name(name) => self.has_name(name),
        }
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
