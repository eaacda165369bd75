//! Reads dates in words and digits: *16 December 2011*, *June 2*, *in 2009*.

use super::{Caution, Word};
use crate::language::Words;
use sidelight_model::PartialDate;

/// The parts of a date that a text gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateParts {
    /// The year.
    pub year: Option<u16>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month, 1 to 31.
    pub day: Option<u8>,
}

impl From<PartialDate> for DateParts {
    fn from(date: PartialDate) -> Self {
        Self {
            year: Some(date.year()),
            month: date.month(),
            day: date.day(),
        }
    }
}

/// Words after which a month or a year by itself is a date.
const BEFORE: [&str; 15] = [
    "in", "since", "until", "by", "of", "late", "early", "mid", "during", "last", "this", "next",
    "from", "в", "с",
];

/// Reads the date that begins at `at`, with its number of words. Returns `None` if no date begins there.
pub(super) fn date(
    language: &Words,
    words: &[Word<'_>],
    at: usize,
    caution: Caution,
) -> Option<(DateParts, usize)> {
    let word = |ahead: usize| words.get(at + ahead).map(|word| word.word);
    let as_month = |word: Option<&str>| {
        word.filter(|word| word.starts_with(char::is_uppercase) || is_small_month(word))
            .and_then(|word| language.month(word))
    };
    let as_day = |word: Option<&str>| {
        word.and_then(figures)
            .and_then(|day| u8::try_from(day).ok())
            .filter(|day| (1..=31).contains(day))
    };
    let year = |ahead: usize| word(ahead).and_then(as_year);
    let with_year = |day, month, len: usize| {
        let year = year(len);
        let parts = DateParts {
            year,
            month: Some(month),
            day: Some(day),
        };
        Some((parts, len + usize::from(year.is_some())))
    };
    let first = word(0)?;
    if let (Some(day), Some(month)) = (as_day(Some(first)), as_month(word(1))) {
        return with_year(day, month, 2);
    }
    if let (Some(month), Some(day)) = (as_month(Some(first)), as_day(word(1))) {
        return with_year(day, month, 2);
    }
    if let (month @ Some(_), year @ Some(_)) = (as_month(Some(first)), year(1)) {
        let day = None;
        return Some((DateParts { year, month, day }, 2));
    }
    if first.len() == 10
        && let Ok(date) = first.parse::<PartialDate>()
    {
        return Some((date.into(), 1));
    }
    let before = at
        .checked_sub(1)
        .map(|before| words[before].word.to_lowercase());
    let is_surely =
        caution == Caution::Generous || before.is_some_and(|word| BEFORE.contains(&word.as_str()));
    let parts = DateParts {
        year: as_year(first),
        month: as_month(Some(first)),
        day: None,
    };
    (is_surely && parts != DateParts::default()).then_some((parts, 1))
}

/// Reads a day of the month or a year in digits, also with an English ordinal ending.
fn figures(word: &str) -> Option<u32> {
    let word = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    (word.len() <= 4).then(|| word.parse().ok()).flatten()
}

fn as_year(word: &str) -> Option<u16> {
    let year = figures(word).and_then(|year| u16::try_from(year).ok())?;
    (word.len() == 4 && (1000..2100).contains(&year)).then_some(year)
}

/// Reports whether a word is a month of a language that writes months without a capital letter.
fn is_small_month(word: &str) -> bool {
    !word.is_ascii()
}
