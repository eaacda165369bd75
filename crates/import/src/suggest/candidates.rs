//! Finds the numbers, dates, names and quotations in a text that a fact could state.
//!
//! *Invariant:* candidates are found with caution (see [`particulars`]). The dates in the article's own front matter are
//! left out.

use std::collections::HashMap;
use std::ops::Range;

use sidelight_compiler::particulars::{self, Caution, DateParts, TextReader, Value};
use sidelight_model::{Alias, PartialDate};
use sidelight_text::{fold, word_count};

/// Fewest words of a quotation. Shorter ones are a name or a word that somebody else uses.
const QUOTATION: usize = 4;

/// Kind of candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A number with its value and bound. `None` if the value can't be read.
    Number(Option<Value>),
    Date,
    Name,
    Quotation,
}

impl What {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Quotation => "quotation",
        }
    }
}

/// A part of the text that a fact could state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) what: What,
    pub(super) text: String,
    /// Mentions in order: the index of the text, and the range of bytes in that text.
    pub(super) mentions: Vec<(usize, Range<usize>)>,
}

/// Data that are known before the search.
pub(super) struct Known<'a> {
    /// The language of the article, as a BCP 47 tag.
    pub(super) language: &'a str,
    pub(super) aliases: &'a [Alias],
    /// Dates of the article itself, which are no candidates.
    pub(super) dates: Vec<PartialDate>,
}

/// Returns all candidates of some texts, in the order of their first mentions.
pub(super) fn find(texts: &[&str], known: &Known<'_>) -> Vec<Candidate> {
    let mut reader = TextReader::new(known.language);
    for text in texts {
        reader.learn(text);
    }
    let mut found = Vec::new();
    let mut names = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        for particular in reader.read(text, Caution::Careful) {
            let place = particular.place;
            let what = match particular.what {
                particulars::What::Name => {
                    names.push((number, place));
                    continue;
                }
                particulars::What::Date(date) if is_own(date, known) => continue,
                particulars::What::Date(_) => What::Date,
                particulars::What::Number(value) => What::Number(value),
            };
            found.push(Candidate {
                what,
                text: text[place.clone()].to_owned(),
                mentions: vec![(number, place)],
            });
        }
        found.extend(quotations(text).into_iter().map(|place| Candidate {
            what: What::Quotation,
            text: text[place.clone()].to_owned(),
            mentions: vec![(number, place)],
        }));
    }
    found.extend(gather(texts, names, known));
    found.sort_by_key(|candidate| {
        candidate
            .mentions
            .first()
            .map(|(text, place)| (*text, place.start))
    });
    found
}

/// Reports whether a date is one of the article's own dates. The year may be missing.
fn is_own(parts: DateParts, known: &Known<'_>) -> bool {
    parts.day.is_some()
        && known.dates.iter().any(|date| {
            let own = DateParts::from(*date);
            parts.day == own.day
                && parts.month == own.month
                && (parts.year.is_none() || parts.year == own.year)
        })
}

/// Returns the ranges of quotations, without their quotation marks.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            (_, Some((start, close))) if c == close => {
                if word_count(&text[start..at]) >= QUOTATION {
                    found.push(start..at);
                }
                open = None;
            }
            ('“', None) => open = Some((at + c.len_utf8(), '”')),
            ('«', None) => open = Some((at + c.len_utf8(), '»')),
            ('"', None) => open = Some((at + 1, '"')),
            _ => {}
        }
    }
    found
}

/// Merges all mentions of a name into one candidate: in full, in part, and in other spellings.
fn gather(texts: &[&str], names: Vec<(usize, Range<usize>)>, known: &Known<'_>) -> Vec<Candidate> {
    let spelt = |text: &str| {
        let folded = fold(text).into_owned();
        let alias = known
            .aliases
            .iter()
            .find(|alias| alias.spellings.contains(&folded));
        alias.map_or(folded, |alias| alias.name.clone())
    };
    let mut by_name: HashMap<String, Vec<(usize, Range<usize>)>> = HashMap::new();
    for (text, place) in names {
        by_name
            .entry(spelt(&texts[text][place.clone()]))
            .or_default()
            .push((text, place));
    }
    let mut all: Vec<String> = by_name.keys().cloned().collect();
    // Longest first. A shorter name belongs to the first longer name that begins or ends with it.
    all.sort_by_key(|name| (std::cmp::Reverse(word_count(name)), name.clone()));
    let mut kept: Vec<String> = Vec::new();
    for name in all {
        let whole = kept.iter().find(|longer| {
            longer.ends_with(&format!(" {name}"))
                || longer.starts_with(&format!("{name} "))
                || longer.starts_with(&format!("{name}'s "))
        });
        match whole.cloned() {
            Some(whole) => {
                let mentions = by_name.remove(&name).unwrap_or_default();
                by_name.entry(whole).or_default().extend(mentions);
            }
            None => kept.push(name),
        }
    }
    by_name
        .into_values()
        .filter_map(|mut mentions| {
            mentions.sort_by_key(|(text, place)| (*text, place.start));
            let (text, place) = mentions.first()?.clone();
            Some(Candidate {
                what: What::Name,
                text: texts[text][place].to_owned(),
                mentions,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
