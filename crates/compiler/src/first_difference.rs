//! Finds the first difference between a quotation and the passage that it probably means.

use sidelight_text::fold;

/// Maximum number of words shown from the passage and from the quotation, starting at the difference.
const SHOWN: usize = 3;

/// Returns the words at the first difference: those of the passage, then those of the quotation. Returns `None` if the
/// words are the same. Spacing, the style of quote marks, and punctuation at the start and the end are ignored.
pub(super) fn first_difference(passage: &str, quote: &str) -> Option<(String, String)> {
    let passage = words(passage);
    let quote = words(quote);
    let at = (0..passage.len().max(quote.len())).find(|&i| {
        let last = i + 1 >= passage.len().min(quote.len());
        let compared = |words: &[String]| {
            let word = words.get(i).map_or("", String::as_str);
            let word = if i == 0 {
                word.trim_start_matches(is_mark)
            } else {
                word
            };
            let word = if last {
                word.trim_end_matches(is_mark)
            } else {
                word
            };
            word.to_owned()
        };
        compared(&passage) != compared(&quote)
    })?;
    let shown = |words: &[String]| {
        let end = words.len().min(at + SHOWN);
        words.get(at..end).unwrap_or_default().join(" ")
    };
    Some((shown(&passage), shown(&quote)))
}

fn words(text: &str) -> Vec<String> {
    fold(text).split_whitespace().map(str::to_owned).collect()
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_told_in_words() {
        for (passage, quote, expected) in [
            (
                "left 14 dead and more",
                "left fourteen dead and more",
                Some(("14 dead and", "fourteen dead and")),
            ),
            (
                "Four were sent",
                "four were sent",
                Some(("Four were sent", "four were sent")),
            ),
            ("(four were sent,", "four were sent", None),
            (
                "police, they said",
                "police they said",
                Some(("police, they said", "police they said")),
            ),
            ("“fair  trials”", "\"fair trials\"", None),
            ("one two", "one two three", Some(("", "three"))),
            ("one two three", "one two", Some(("three", ""))),
            (
                "15–20 years",
                "15-20 years",
                Some(("15–20 years", "15-20 years")),
            ),
        ] {
            let expected = expected.map(|(a, b): (&str, &str)| (a.to_owned(), b.to_owned()));
            assert_eq!(
                first_difference(passage, quote),
                expected,
                "{passage:?} {quote:?}"
            );
        }
    }
}
