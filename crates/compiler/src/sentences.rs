//! Splits a text into sentences. Unlike `sentences` of `crates/text`, which serves reading aloud, it knows abbreviations and
//! initials, so that “Mr. Lee” stays together.

use std::ops::Range;

/// Abbreviations after which a full stop doesn't end a sentence.
const ABBREVIATIONS: [&str; 22] = [
    "mr", "mrs", "ms", "dr", "st", "no", "prof", "gen", "col", "sgt", "lt", "rev", "vs", "inc",
    "ltd", "co", "jr", "sr", "e.g", "i.e", "г", "ул",
];

/// Returns the sentences of a text as ranges of bytes, without the white space between them. Every word is in one of
/// the sentences.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        at += piece.len();
        let word = piece.trim_end();
        let bare = word.trim_end_matches(['”', '"', '’', '\'', '»', ')', ']']);
        let ends = bare.ends_with(['.', '!', '?', '…']) && !is_abbreviation(bare);
        let begins = text[at..]
            .trim_start()
            .trim_start_matches(['“', '"', '‘', '\'', '«', '(', '[', '–', '—', ' '])
            .starts_with(|c: char| !c.is_lowercase());
        if ends && begins {
            push(text, start..at, &mut found);
            start = at;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = text[range.clone()].trim();
    if !words.is_empty() {
        let start = range.start + text[range.clone()].find(words).unwrap_or_default();
        found.push(start..start + words.len());
    }
}

fn is_abbreviation(word: &str) -> bool {
    let Some(word) = word.strip_suffix('.') else {
        return false;
    };
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    // “A. Serik”, “U.S. officials”
    let initials = word.split('.').all(|part| part.chars().count() == 1)
        && word.starts_with(char::is_uppercase);
    initials || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_readers_see_it() {
        for (text, expected) in [
            (
                "One. Two! Three? Four",
                &["One.", "Two!", "Three?", "Four"][..],
            ),
            (
                "“It is over,” he said. “Is it?” she asked.",
                &["“It is over,” he said.", "“Is it?” she asked."],
            ),
            (
                "Mr. A. Serik came at 7 a.m. and left.",
                &["Mr. A. Serik came at 7 a.m. and left."],
            ),
            (
                "In the U.S. Senate it fell. 14 voted.",
                &["In the U.S. Senate it fell.", "14 voted."],
            ),
            (
                "It cost 1.2 million. Жаңа сөз.",
                &["It cost 1.2 million.", "Жаңа сөз."],
            ),
            ("", &[]),
        ] {
            let found: Vec<&str> = sentences(text)
                .into_iter()
                .map(|range| &text[range])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
