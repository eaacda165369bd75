//! Finds the particulars of a text: its numbers, dates and names.
//!
//! A text can be read in two ways. A [`Caution::Careful`] reading finds what a text surely states: a word that only
//! begins a sentence is no name, and “one” in “one of them” is no number. A [`Caution::Generous`] reading also finds
//! what it may state. The check of evidence reads statements carefully and passages generously, so that a doubtful word
//! never makes an error.

mod dates;
mod digits;
mod numbers;

use std::collections::HashSet;
use std::ops::Range;

use crate::language::{Bound, Words, has, words_of};
use crate::sentences::sentences;
use sidelight_text::words;

pub use dates::DateParts;
use dates::date;
use digits::AsciiDigits;
pub use numbers::Number;
use numbers::{figures_in, quantity};

/// The kind of a particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A number with its value and bound. `None` if the value can't be read, as in “dozens”.
    Number(Option<Value>),
    /// A date, as precise as the text gives it.
    Date(DateParts),
    /// A name: words with capital letters.
    Name,
}

/// The value of a number, and its bound if the text has one.
pub type Value = (Number, Option<Bound>);

/// A number, date or name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particular {
    /// The kind.
    pub what: What,
    /// The range in the text, in bytes. A name is without its possessive ending.
    pub place: Range<usize>,
}

/// How readily a word counts as a particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// Only what a text surely states.
    Careful,
    /// Also what it may state.
    Generous,
}

/// Reads texts of one language. It must first learn the texts and names of an article: whether a word at the beginning of
/// a sentence is a name depends on how other sentences write it.
#[derive(Debug)]
pub struct TextReader {
    words: &'static Words,
    /// Words that are written with a capital letter inside sentences, in lower case.
    capital: HashSet<String>,
    /// Words that are written without a capital letter.
    small: HashSet<String>,
}

impl TextReader {
    /// Creates a reader for the language of a BCP 47 tag. In a language that isn't known, it finds only digits and names.
    pub fn new(language: &str) -> Self {
        Self {
            words: words_of(language),
            capital: HashSet::new(),
            small: HashSet::new(),
        }
    }

    /// Learns how a text writes its words.
    pub fn learn(&mut self, text: &str) {
        for word in split(text, &sentences(text)) {
            if word.word.starts_with(char::is_lowercase) {
                self.small.insert(word.word.to_lowercase());
            } else if !word.begins_sentence {
                self.capital.insert(bare(word.word).to_lowercase());
            }
        }
    }

    /// Learns the words of a name.
    pub fn learn_name(&mut self, name: &str) {
        let capital = words(name).filter(|(_, word)| word.starts_with(char::is_uppercase));
        self.capital
            .extend(capital.map(|(_, word)| bare(word).to_lowercase()));
    }

    /// Returns the particulars of a text, in order. Digits may be of any script.
    pub fn read(&self, text: &str, caution: Caution) -> Vec<Particular> {
        let Some(ascii) = AsciiDigits::of(text) else {
            return self.read_ascii(text, caution);
        };
        let mut found = self.read_ascii(&ascii.text, caution);
        for particular in &mut found {
            particular.place = ascii.original(&particular.place);
        }
        found
    }

    fn read_ascii(&self, text: &str, caution: Caution) -> Vec<Particular> {
        let words = split(text, &sentences(text));
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (what, len) = if let Some((parts, len)) = date(self.words, &words, at, caution) {
                (Some(What::Date(parts)), len)
            } else if let Some((value, len)) = quantity(self.words, text, &words, at, caution) {
                (Some(What::Number(value)), len)
            } else if self.is_name(&words[at]) {
                (Some(What::Name), self.name_len(&words, at))
            } else {
                (None, 1)
            };
            let start = words[at].place.start;
            let end = words[at + len - 1].place.end;
            match what {
                Some(What::Name) => found.push(Particular {
                    what: What::Name,
                    place: start..start + bare(&text[start..end]).len(),
                }),
                Some(what) => found.push(Particular {
                    what,
                    place: start..end,
                }),
                None if caution == Caution::Generous => {
                    let figures = figures_in(self.words, words[at].word);
                    found.extend(figures.into_iter().map(|number| Particular {
                        what: What::Number(Some((number, None))),
                        place: start..end,
                    }));
                }
                None => {}
            }
            at += len;
        }
        found
    }

    fn is_name(&self, word: &Word<'_>) -> bool {
        let lower = bare(word.word).to_lowercase();
        // “London-based” is no name.
        let ends_small = word
            .word
            .rsplit('-')
            .next()
            .is_some_and(|end| end.starts_with(char::is_lowercase));
        word.word.starts_with(char::is_uppercase)
            && !ends_small
            && self.words.month(word.word).is_none()
            && !self.words.is_weekday(word.word)
            && self.words.number(word.word).is_none()
            && !self.words.is_uncounted(word.word)
            && !has(&self.words.not_names, &lower)
            && (!word.begins_sentence
                || (self.capital.contains(&lower) && !self.small.contains(&lower)))
    }

    fn name_len(&self, words: &[Word<'_>], at: usize) -> usize {
        let mut len = 1;
        let owns = |word: &str| word.ends_with("’s") || word.ends_with("'s");
        while let Some(word) = words.get(at + len) {
            if !word.is_joined || owns(words[at + len - 1].word) {
                break;
            }
            let particle = has(&self.words.name_particles, word.word)
                && words
                    .get(at + len + 1)
                    .is_some_and(|next| next.is_joined && self.is_name(next))
                && word.word != "and";
            if self.is_name(word) {
                len += 1;
            } else if particle {
                len += 2;
            } else {
                break;
            }
        }
        len
    }
}

/// A word with its surroundings.
struct Word<'t> {
    place: Range<usize>,
    word: &'t str,
    /// `true` if only a space, “&” or a possessive apostrophe separates the word from the one before.
    is_joined: bool,
    begins_sentence: bool,
}

fn split<'t>(text: &'t str, sentences: &[Range<usize>]) -> Vec<Word<'t>> {
    let mut before = 0;
    let mut sentence = None;
    words(text)
        .map(|(place, word)| {
            let gap = &text[before..place.start];
            // “War & Peace”, “the Dissenters’ Club”
            let is_joined =
                before > 0 && matches!(gap, " " | "\u{a0}" | "\u{202f}" | " & " | "’ " | "' ");
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
pub(crate) fn bare(word: &str) -> &str {
    ["’s", "'s", "’", "'"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests;
