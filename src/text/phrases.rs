//! Many phrases looked for in a text at once, as names are.
//!
//! *Invariant:* each is found where it would be found as a [`Quote`](super::Quote) by itself.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::fold;
use super::quote::{Passage, runs_on};

/// Phrases, by their numbers from 0.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    folded: Vec<String>,
    /// Which begin with a character.
    by_first: HashMap<char, Vec<usize>>,
    /// Whether any begins with an ASCII character, which nearly all characters of most texts are.
    ascii: Vec<bool>,
}

impl Phrases {
    /// Takes phrases; space around them doesn't count, and an empty one stands nowhere.
    pub fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: Vec<String> = phrases
            .into_iter()
            .map(|phrase| fold(phrase.trim()).into_owned())
            .collect();
        let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
        for (number, phrase) in folded.iter().enumerate() {
            if let Some(first) = phrase.chars().next() {
                by_first.entry(first).or_default().push(number);
            }
        }
        let ascii = (0..0x80)
            .map(|byte: u8| by_first.contains_key(&char::from(byte)))
            .collect();
        Self {
            folded,
            by_first,
            ascii,
        }
    }

    /// Every place where one of them stands, overlapping ones too, in the order in which they begin: in code points of
    /// the text as it stands, with the phrase's number.
    pub fn places(&self, passage: &Passage<'_>) -> Vec<(Range<usize>, usize)> {
        let text = passage.folded();
        let mut places = Vec::new();
        for (at, c) in text.char_indices() {
            for &number in self.beginning_with(c) {
                let (before, rest) = text.split_at(at);
                let phrase = &self.folded[number];
                if let Some(after) = rest.strip_prefix(phrase.as_str())
                    && !runs_on(before, rest)
                    && !runs_on(phrase, after)
                {
                    places.push((passage.unfolded(at..at + phrase.len()), number));
                }
            }
        }
        places
    }

    fn beginning_with(&self, c: char) -> &[usize] {
        if self.ascii.get(c as usize) == Some(&false) {
            return &[];
        }
        self.by_first.get(&c).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Quote;

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

    // proptest needs the operating system.
    #[cfg(not(target_arch = "wasm32"))]
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
