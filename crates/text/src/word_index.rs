//! Finds the passage that an author probably meant when a quotation isn't found.
//!
//! The search is cheap for articles of any length. The words of the quotation vote for the position at which it would begin.
//! The rarer a word, the more its vote counts. Only the few positions with the most votes are compared word by word.

use std::collections::HashMap;
use std::ops::Range;

use super::{fold, nearest, words};

/// Minimum likeness of a passage to the quotation for it to be suggested, from 0 to 1.
const LIKENESS: f64 = 0.5;

/// Cost of a word that is in the passage but not in the quotation. A changed word costs up to 1, and a word that is only in
/// the quotation costs 1.
const EXTRA: f64 = 0.6;

/// Maximum number of positions that are compared word by word.
const SHORTLIST: usize = 6;

/// Maximum number of word occurrences that vote. Rare words vote first, so it is mostly common words that are left out.
/// The rarest word always votes.
const MAX_VOTES: usize = 20_000;

/// Maximum number of words of a quotation that are used. More words don't make it easier to find.
const MAX_WORDS: usize = 100;

/// The largest vocabulary that is searched for misspelt words, in distinct words.
const MAX_VOCABULARY: usize = 50_000;

/// Maximum number of words of a quotation that are treated as misspelt.
const MAX_MISSPELT: usize = 12;

/// An index of all words of some texts.
#[derive(Debug)]
pub struct WordIndex {
    words: Vec<Word>,
    vocabulary: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Word {
    text: usize,
    place: Range<usize>,
    folded: String,
}

/// The passage that is most like a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// The index of the text.
    pub text: usize,
    /// The byte range of the passage in that text.
    pub place: Range<usize>,
}

impl WordIndex {
    /// Indexes the texts to search.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self {
            words: Vec::new(),
            vocabulary: HashMap::new(),
        };
        for (number, text) in texts.into_iter().enumerate() {
            for (place, word) in words(text) {
                let folded = fold_word(word);
                all.vocabulary
                    .entry(folded.clone())
                    .or_default()
                    .push(all.words.len());
                all.words.push(Word {
                    text: number,
                    place,
                    folded,
                });
            }
        }
        all
    }

    /// Returns the passage most like a quotation, or `None` if no passage has a likeness of at least 0.5.
    pub fn closest(&self, quote: &str) -> Option<Closest> {
        let quote: Vec<String> = words(quote)
            .take(MAX_WORDS)
            .map(|(_, word)| fold_word(word))
            .collect();
        self.shortlist(&quote)
            .into_iter()
            .flat_map(|region| self.split_by_text(region))
            .map(|region| align(&quote, &self.words[region]))
            .filter(|found| found.likeness >= LIKENESS)
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))
            .map(|found| found.closest)
    }

    /// Returns the regions with the most votes, as ranges of indices into `self.words`.
    ///
    /// If no word of the quotation occurs in the texts, the most similar words vote instead. They aren't searched for if
    /// the texts have more than [`MAX_VOCABULARY`] distinct words.
    fn shortlist(&self, quote: &[String]) -> Vec<Range<usize>> {
        let mut voters: Vec<(usize, &[usize])> = quote
            .iter()
            .enumerate()
            .filter_map(|(at, word)| Some((at, self.vocabulary.get(word)?.as_slice())))
            .collect();
        if voters.is_empty() && self.vocabulary.len() <= MAX_VOCABULARY {
            voters.extend(
                quote
                    .iter()
                    .enumerate()
                    .take(MAX_MISSPELT)
                    .filter_map(|(at, word)| {
                        let near = nearest(word, self.vocabulary.keys().map(String::as_str))?;
                        Some((at, self.vocabulary.get(near)?.as_slice()))
                    }),
            );
        }
        voters.sort_by_key(|(_, places)| places.len());
        let width = quote.len().div_ceil(2).max(4);
        let mut votes: HashMap<usize, f64> = HashMap::new();
        let mut looked_at = 0;
        for (at, places) in voters {
            if looked_at > 0 && looked_at + places.len() > MAX_VOTES {
                break;
            }
            looked_at += places.len();
            for place in places {
                let start = place.saturating_sub(at) / width;
                // Each vote counts for two neighbouring buckets, so that close votes on both sides of a border add up.
                for bucket in start.saturating_sub(1)..=start {
                    *votes.entry(bucket).or_default() += 1.0 / places.len() as f64;
                }
            }
        }
        let mut buckets: Vec<(usize, f64)> = votes.into_iter().collect();
        buckets.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        buckets
            .into_iter()
            .take(SHORTLIST)
            .map(|(bucket, _)| {
                let start = bucket * width;
                let end = start + 2 * width + quote.len() + width;
                start.saturating_sub(width)..end.min(self.words.len())
            })
            .collect()
    }

    /// Splits a region into parts that each belong to one text.
    fn split_by_text(&self, region: Range<usize>) -> Vec<Range<usize>> {
        let mut start = region.start;
        self.words[region]
            .chunk_by(|a, b| a.text == b.text)
            .map(|part| {
                let range = start..start + part.len();
                start = range.end;
                range
            })
            .collect()
    }
}

fn fold_word(word: &str) -> String {
    fold(word).to_lowercase()
}

struct Aligned {
    likeness: f64,
    closest: Closest,
}

/// Aligns the whole quotation with the part of the region that matches it best.
///
/// This is an edit distance over words. The region's words before and after the match cost nothing, and a misspelt word
/// costs less than a different word.
fn align(quote: &[String], region: &[Word]) -> Aligned {
    // For each position in the region: the cost of the best match that ends before it, and the index of the match's first
    // word.
    let mut fits: Vec<(f64, usize)> = (0..=region.len()).map(|start| (0.0, start)).collect();
    for word in quote {
        let mut before = fits[0];
        fits[0].0 += 1.0;
        for (i, other) in region.iter().enumerate() {
            let replaced = (before.0 + difference(word, &other.folded), before.1);
            let left_out = (fits[i + 1].0 + 1.0, fits[i + 1].1);
            let put_in = (fits[i].0 + EXTRA, fits[i].1);
            before = fits[i + 1];
            fits[i + 1] = [left_out, put_in].into_iter().fold(replaced, |best, fit| {
                if fit.0 < best.0 { fit } else { best }
            });
        }
    }
    let (end, (cost, start)) =
        fits.into_iter()
            .enumerate()
            .skip(1)
            .fold((0, (f64::INFINITY, 0)), |best, fit| {
                if fit.1.0 < best.1.0 { fit } else { best }
            });
    let words = region.get(start..end).unwrap_or_default();
    let (first, last) = match words {
        [first, .., last] => (first, last),
        [only] => (only, only),
        [] => {
            return Aligned {
                likeness: 0.0,
                closest: Closest {
                    text: 0,
                    place: 0..0,
                },
            };
        }
    };
    Aligned {
        likeness: 1.0 - cost / quote.len() as f64,
        closest: Closest {
            text: first.text,
            place: first.place.start..last.place.end,
        },
    }
}

/// Returns the difference between two words, from 0 to 1. It is 1 for words with a likeness of less than 0.5.
fn difference(word: &str, other: &str) -> f64 {
    if word == other {
        return 0.0;
    }
    match strsim::normalized_levenshtein(word, other) {
        likeness if likeness >= 0.5 => 1.0 - likeness,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = [
        "Fourteen demonstrators were killed and over 100 injured when police opened fire.",
        "In May a court convicted 11 men from Shetpe; four were imprisoned for two to nine years, all others let go.",
        "Five officers were given between five and seven years, the paper’s editor said.",
    ];

    #[track_caller]
    fn check(quote: &str, expected: Option<&str>) {
        let found = WordIndex::new(TEXTS).closest(quote);
        let words = found.map(|found| &TEXTS[found.text][found.place]);
        assert_eq!(words, expected, "{quote:?}");
    }

    #[test]
    fn the_passage_meant_is_found() {
        for (quote, expected) in [
            (
                "14 demonstrators were killed",
                Some("Fourteen demonstrators were killed"),
            ),
            (
                "demonstraters were kiled",
                Some("demonstrators were killed"),
            ),
            (
                "Four were jailed for two to nine years",
                Some("four were imprisoned for two to nine years"),
            ),
            ("five and 7 years", Some("five and seven years")),
            ("the paper's editors", Some("the paper’s editor")),
            ("Shetpa", Some("Shetpe")),
            ("a passage about something else altogether", None),
            ("", None),
            ("—", None),
        ] {
            check(quote, expected);
        }
    }

    #[test]
    fn without_texts_nothing_is_close() {
        assert_eq!(WordIndex::new([]).closest("words"), None);
    }
}
