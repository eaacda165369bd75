//! Checks that the words of an edition have no number and no date that the base doesn't have.
//!
//! Numbers are compared by value, in digits or words: “twelve” and «12». In a language whose words aren't known, only digits
//! are read.
//!
//! *Invariant:* a doubtful word makes no error. Editions are read carefully, the base generously.

use crate::Kind;
use crate::authored::{AuthoredBox, AuthoredFact};
use crate::language::words_of;
use crate::particulars::{Caution, DateParts, Number, TextReader, What};
use crate::toml::{Document, Spanned};
use sidelight_model::{Aspect, Measure, PartialDate, Quantity};

/// The scales that a number may have in words, which aren't known in every language.
const SCALES: [u64; 4] = [1, 1_000, 1_000_000, 1_000_000_000];

/// Reads the numbers of the base and of an edition.
pub(super) struct Numbers {
    base: TextReader,
    edition: TextReader,
    /// True if the words for numbers are known in both languages.
    has_words: bool,
}

/// The numbers and dates of a part of the base.
pub(super) struct Known<'n> {
    readers: &'n Numbers,
    numbers: Vec<Number>,
    dates: Vec<DateParts>,
}

impl Numbers {
    /// Prepares to read texts of these languages, BCP 47 tags.
    pub(super) fn new(base: &str, edition: &str) -> Self {
        Self {
            base: TextReader::new(base),
            edition: TextReader::new(edition),
            has_words: !words_of(base).is_unknown() && !words_of(edition).is_unknown(),
        }
    }

    fn nothing(&self) -> Known<'_> {
        Known {
            readers: self,
            numbers: Vec::new(),
            dates: Vec::new(),
        }
    }

    /// Returns the numbers and dates of a fact of the base.
    pub(super) fn of_fact(&self, fact: &AuthoredFact) -> Known<'_> {
        let mut known = self.nothing();
        known.add_fact(fact);
        known
    }

    /// Returns the numbers and dates of a box of the base and of all its facts.
    pub(super) fn of_box(&self, fact_box: &AuthoredBox) -> Known<'_> {
        let mut known = self.nothing();
        known.add_box(fact_box);
        known
    }

    /// Returns the numbers and dates of these texts of the base, and of all its boxes.
    pub(super) fn of_all(&self, texts: &[&str], boxes: &[AuthoredBox]) -> Known<'_> {
        let mut known = self.nothing();
        texts.iter().for_each(|text| known.add_text(text));
        boxes.iter().for_each(|fact_box| known.add_box(fact_box));
        known
    }
}

impl Known<'_> {
    fn add_text(&mut self, text: &str) {
        for found in self.readers.base.read(text, Caution::Generous) {
            match found.what {
                What::Number(Some((number, _))) => self.numbers.push(number),
                What::Date(date) => self.add_date(date),
                What::Number(None) | What::Name => {}
            }
        }
    }

    fn add_date(&mut self, date: DateParts) {
        let parts = [
            date.year.map(u64::from),
            date.day.map(u64::from),
            date.month.map(u64::from),
        ];
        self.numbers
            .extend(parts.into_iter().flatten().map(Number::from));
        self.dates.push(date);
    }

    fn add_box(&mut self, fact_box: &AuthoredBox) {
        self.add_text(&fact_box.title);
        self.add_text(&fact_box.gist);
        fact_box.facts.iter().for_each(|fact| self.add_fact(fact));
    }

    fn add_fact(&mut self, fact: &AuthoredFact) {
        let texts = [
            Some(&fact.statement),
            fact.label.as_ref(),
            fact.derived.as_ref(),
        ];
        for text in texts.into_iter().flatten() {
            self.add_text(&text.value);
        }
        match fact.aspect.as_ref().map(|aspect| &aspect.value) {
            Some(Aspect::Question(question)) => self.add_text(question),
            Some(Aspect::Event(date)) => self.add_date((*date).into()),
            _ => {}
        }
        let dates = [fact.date.as_ref().map(|date| date.value), fact.as_of];
        for date in dates.into_iter().flatten() {
            self.add_date(PartialDate::into(date));
        }
        for quantity in [&fact.quantity, &fact.term].into_iter().flatten() {
            self.add_quantity(&quantity.value);
        }
        if let Some(figure) = &fact.figure {
            self.add_figure(&figure.value);
        }
    }

    fn add_quantity(&mut self, quantity: &Quantity) {
        let (low, high) = quantity.amount.bounds();
        self.numbers.extend([low, high].map(Number::from));
    }

    fn add_figure(&mut self, figure: &Measure) {
        let points = figure.points.iter();
        self.dates
            .extend(points.clone().map(|point| DateParts::from(point.date)));
        let written = std::iter::once(figure.value)
            .chain(figure.before)
            .chain(points.map(|point| point.value));
        self.numbers
            .extend(written.filter_map(|number| Number::of(number, figure.scale)));
    }

    /// Reports numbers and dates of a text of the edition that the base doesn't have. `what` names the part of the base.
    pub(super) fn check(&self, text: &Spanned<String>, what: &str, document: &Document<'_>) {
        for found in self.readers.edition.read(&text.value, Caution::Careful) {
            let is_known = match found.what {
                What::Number(Some((number, _))) => self.has_number(number),
                What::Date(date) => self.has_date(date),
                What::Number(None) | What::Name => true,
            };
            if is_known {
                continue;
            }
            let shown = &text.value[found.place.clone()];
            let span = match document.file().text[text.span.clone()].find(shown) {
                Some(at) => text.span.start + at..text.span.start + at + shown.len(),
                None => text.span.clone(),
            };
            let diagnostic = document.file().diagnostic(
                Kind::OtherNumber,
                span,
                format!(
                    "the edition says `{shown}`, but {what} has no such number or date in the base"
                ),
            );
            document.report(diagnostic.hint(self.hint()));
        }
    }

    fn hint(&self) -> String {
        let mut shown: Vec<String> = Vec::new();
        for number in self.numbers.iter().map(|number| format!("`{number}`")) {
            if !shown.contains(&number) {
                shown.push(number);
            }
        }
        match shown.as_slice() {
            [] => "delete it; the base has no number here".to_owned(),
            shown => format!(
                "correct it; the base has {}. If the base is wrong, correct the base",
                shown[..shown.len().min(6)].join(", ")
            ),
        }
    }

    fn has_number(&self, number: Number) -> bool {
        // “One” is often a pronoun or an article.
        if number == Number::from(1) || self.numbers.contains(&number) {
            return true;
        }
        let is_scaled = |scale: &u64| {
            number
                .times(*scale)
                .is_some_and(|scaled| self.numbers.contains(&scaled))
        };
        !self.readers.has_words && SCALES.iter().any(is_scaled)
    }

    fn has_date(&self, date: DateParts) -> bool {
        let fits = |known: &DateParts| {
            let same = |a: Option<u64>, b: Option<u64>| a.is_none() || b.is_none() || a == b;
            same(date.year.map(u64::from), known.year.map(u64::from))
                && same(date.month.map(u64::from), known.month.map(u64::from))
                && same(date.day.map(u64::from), known.day.map(u64::from))
        };
        let year = date.year.map(|year| Number::from(u64::from(year)));
        let is_year = date.month.is_none() && year.is_some_and(|year| self.numbers.contains(&year));
        // In a language whose months aren't known, the base may have dates that can't be read.
        self.dates.iter().any(fits) || is_year || !self.readers.has_words
    }
}
