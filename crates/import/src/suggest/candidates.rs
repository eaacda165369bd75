//! Finds the numbers, dates, names and quotations in a text.
//!
//! *Invariant:* candidates are found with caution. A word that only begins a sentence is no name, and “one” in “one
//! of them” is no number. The dates in the article's own front matter are left out.

mod numbers;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::language::{self, Bound, has, is_uncounted, is_weekday, month, number_word};
use numbers::quantity;
use sidelight_model::{Alias, PartialDate};
use sidelight_text::{fold, word_count, words};

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

/// Value of a number, and its bound if the text has one.
pub(super) type Value = (u64, Option<Bound>);

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
    pub(super) aliases: &'a [Alias],
    /// Dates of the article itself, which are no candidates.
    pub(super) dates: Vec<PartialDate>,
}

struct Word<'t> {
    place: Range<usize>,
    word: &'t str,
    /// `true` if only a space, “&” or a possessive apostrophe separates the word from the one before.
    is_joined: bool,
    begins_sentence: bool,
}

/// Returns all candidates of some texts, in the order of their first mentions. `sentences` are the sentences of each
/// text, as ranges of bytes.
pub(super) fn find(
    texts: &[&str],
    sentences: &[&[Range<usize>]],
    known: &Known<'_>,
) -> Vec<Candidate> {
    let split: Vec<Vec<Word<'_>>> = texts
        .iter()
        .zip(sentences)
        .map(|(text, sentences)| split(text, sentences))
        .collect();
    let mut capitals = HashSet::new();
    let mut small = HashSet::new();
    for word in split.iter().flatten() {
        if word.word.starts_with(char::is_lowercase) {
            small.insert(word.word.to_lowercase());
        } else if !word.begins_sentence {
            capitals.insert(bare(word.word).to_lowercase());
        }
    }
    let is_name = |word: &Word<'_>| {
        let lower = bare(word.word).to_lowercase();
        // “London-based” is no name.
        let ends_small = word
            .word
            .rsplit('-')
            .next()
            .is_some_and(|end| end.starts_with(char::is_lowercase));
        word.word.starts_with(char::is_uppercase)
            && !ends_small
            && month(word.word).is_none()
            && !is_weekday(word.word)
            && number_word(word.word).is_none()
            && !is_uncounted(word.word)
            && !has(&language::words().not_names, &lower)
            && (!word.begins_sentence || (capitals.contains(&lower) && !small.contains(&lower)))
    };
    let mut found = Vec::new();
    let mut names = Vec::new();
    for (number, (text, words)) in texts.iter().zip(&split).enumerate() {
        let mut at = 0;
        while at < words.len() {
            let (what, len) = if let Some(len) = date(words, at) {
                (Some(What::Date), len)
            } else if let Some((value, len)) = quantity(text, words, at) {
                (Some(What::Number(value)), len)
            } else if is_name(&words[at]) {
                (Some(What::Name), name_len(words, at, &is_name))
            } else {
                (None, 1)
            };
            let place = words[at].place.start..words[at + len - 1].place.end;
            match what {
                Some(What::Name) => {
                    let end = place.start + bare(&text[place.clone()]).len();
                    names.push((number, place.start..end));
                }
                Some(What::Date) if is_own(&text[place.clone()], known) => {}
                Some(what) => found.push(Candidate {
                    what,
                    text: text[place.clone()].to_owned(),
                    mentions: vec![(number, place)],
                }),
                None => {}
            }
            at += len;
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

fn split<'t>(text: &'t str, sentences: &[Range<usize>]) -> Vec<Word<'t>> {
    let mut before = 0;
    let mut sentence = None;
    words(text)
        .map(|(place, word)| {
            let gap = &text[before..place.start];
            // “War & Peace”, “the Dissenters’ Club”
            let is_joined = before > 0 && matches!(gap, " " | "\u{a0}" | " & " | "’ " | "' ");
            before = place.end;
            let now = sentences.partition_point(|sentence| sentence.end <= place.start);
            // A quotation begins its own sentence.
            let begins_sentence = sentence != Some(now) || gap.contains(['“', '"', '«', ':', '[']);
            sentence = Some(now);
            Word {
                place,
                word,
                is_joined,
                begins_sentence,
            }
        })
        .collect()
}

/// Returns a word without `’s` or another possessive ending.
fn bare(word: &str) -> &str {
    ["’s", "'s", "’", "'"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word)
}

fn name_len(words: &[Word<'_>], at: usize, is_name: &impl Fn(&Word<'_>) -> bool) -> usize {
    let mut len = 1;
    let owns = |word: &str| word.ends_with("’s") || word.ends_with("'s");
    while let Some(word) = words.get(at + len) {
        if !word.is_joined || owns(words[at + len - 1].word) {
            break;
        }
        let particle = has(&language::words().name_particles, word.word)
            && words
                .get(at + len + 1)
                .is_some_and(|next| next.is_joined && is_name(next))
            && word.word != "and";
        if is_name(word) {
            len += 1;
        } else if particle {
            len += 2;
        } else {
            break;
        }
    }
    len
}

fn figures(word: &str) -> Option<u32> {
    let word = word
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th");
    (word.len() <= 4).then(|| word.parse().ok()).flatten()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && figures(word).is_some_and(|year| (1000..2100).contains(&year))
}

/// Returns the number of words of the date that begins at `at`. Returns `None` if no date begins there.
fn date(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = |ahead: usize| words.get(at + ahead).map(|word| word.word);
    let is_month = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.starts_with(char::is_uppercase) && month(word).is_some() || is_russian_month(word)
        })
    };
    let is_day = |word: Option<&str>| {
        word.and_then(figures)
            .is_some_and(|day| (1..=31).contains(&day))
    };
    let with_year = |len: usize| {
        if word(len).is_some_and(is_year) {
            len + 1
        } else {
            len
        }
    };
    let first = word(0)?;
    if is_day(Some(first)) && is_month(word(1)) {
        return Some(with_year(2));
    }
    if is_month(Some(first)) && is_day(word(1)) {
        return Some(with_year(2));
    }
    if is_month(Some(first)) && word(1).is_some_and(is_year) {
        return Some(2);
    }
    let before = at
        .checked_sub(1)
        .map(|before| words[before].word.to_lowercase());
    let after_preposition = before.is_some_and(|word| {
        [
            "in", "since", "until", "by", "of", "late", "early", "mid", "during", "last", "this",
            "next", "from", "в", "с",
        ]
        .contains(&word.as_str())
    });
    let is_alone = is_month(Some(first)) || is_year(first);
    let is_iso = first.len() == 10 && first.parse::<PartialDate>().is_ok();
    (is_iso || (is_alone && after_preposition)).then_some(1)
}

fn is_russian_month(word: &str) -> bool {
    !word.is_ascii() && word.chars().count() > 3 && month(word).is_some()
}

/// Reports whether a date is one of the article's own dates. The year may be missing.
fn is_own(text: &str, known: &Known<'_>) -> bool {
    let mut day = None;
    let mut in_month = None;
    let mut year = None;
    for (_, word) in words(text) {
        if let Some(number) = month(word) {
            in_month = Some(number);
        } else if is_year(word) {
            year = word.parse::<u16>().ok();
        } else {
            day = figures(word);
        }
    }
    day.is_some()
        && known.dates.iter().any(|date| {
            day == date.day().map(u32::from)
                && in_month == date.month()
                && year.is_none_or(|year| year == date.year())
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
