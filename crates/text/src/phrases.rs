//! Searches a text for many phrases at once, such as names.
//!
//! *Invariant:* each phrase is found in the positions in which it would be found as a single [`Quote`](super::Quote).

use std::collections::HashMap;
use std::ops::Range;

use super::fold::fold;
use super::quote::{Passage, is_spaced_letter, runs_on};

/// Phrases, numbered from 0.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    folded: Vec<String>,
    /// Numbers of the phrases that begin with a word, or with a character that is in no word.
    by_beginning: HashMap<String, Vec<usize>>,
}

impl Phrases {
    /// Creates a set of phrases. Ignores white space around a phrase. An empty phrase is never found.
    pub fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: Vec<String> = phrases
            .into_iter()
            .map(|phrase| fold(phrase.trim()).into_owned())
            .collect();
        let mut by_beginning: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, phrase) in folded.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
            by_beginning
                .entry(beginning(phrase).to_owned())
                .or_default()
                .push(number);
        }
        Self {
            folded,
            by_beginning,
        }
    }

    /// Returns every occurrence of a phrase, including overlapping ones, ordered by their beginnings. Each is a range
    /// in code points of the original text, with the phrase's number.
    pub fn places(&self, passage: &Passage<'_>) -> Vec<(Range<usize>, usize)> {
        let text = passage.folded();
        let mut places = Vec::new();
        let mut inside = false;
        for (at, c) in text.char_indices() {
            // A phrase consists of whole words, so skip positions inside a word, as most letters are.
            let letter = is_spaced_letter(c);
            if std::mem::replace(&mut inside, letter) && letter {
                continue;
            }
            let rest = &text[at..];
            for &number in self
                .by_beginning
                .get(beginning(rest))
                .map_or(&[][..], Vec::as_slice)
            {
                let phrase = &self.folded[number];
                if let Some(after) = rest.strip_prefix(phrase.as_str())
                    && !runs_on(phrase, after)
                {
                    places.push((at..at + phrase.len(), number));
                }
            }
        }
        passage.unfold_all(&mut places);
        places
    }
}

/// Returns the first word of a text, or its first character if that is in no word. A phrase consists of whole words,
/// so it occurs only in positions with the same beginning.
fn beginning(text: &str) -> &str {
    let end = text.find(|c| !is_spaced_letter(c)).unwrap_or(text.len());
    let first = text.chars().next().map_or(0, char::len_utf8);
    &text[..end.max(first)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quote;

    #[track_caller]
    fn check(phrases: &[&str], text: &str) {
        let passage = Passage::new(text);
        let mut expected: Vec<(Range<usize>, usize)> = phrases
            .iter()
            .enumerate()
            .flat_map(|(number, phrase)| {
                let places: Vec<_> = passage.places(&Quote::new(phrase)).collect();
                places.into_iter().map(move |place| (place, number))
            })
            .collect();
        expected.sort_by_key(|(place, number)| (place.start, *number));
        let found = Phrases::new(phrases.iter().copied()).places(&passage);
        assert_eq!(found, expected, "{phrases:?} in {text:?}");
    }

    #[test]
    fn they_are_found_where_each_is_by_itself() {
        let names = ["Ann Lee", "Lee", " Lee ", "", "Leeds", "‘Жаңаөзен’", "東京"];
        for text in [
            "",
            "Ann  Lee of Leeds, not Leeson, met Lee",
            "“Lee” in 'Жаңаөзен' and ‘Жаңаөзен’",
            "東京都の東京",
        ] {
            check(&names, text);
        }
    }

    // `proptest` runs only natively: it needs the operating system.
    proptest::proptest! {
        #[test]
        fn whatever_the_words(
            text in "[aЖ’' \u{a0}\n-]{0,30}",
            phrases in proptest::collection::vec("[aЖ' -]{0,4}", 0..6),
        ) {
            check(&phrases.iter().map(String::as_str).collect::<Vec<_>>(), &text);
        }
    }
}
