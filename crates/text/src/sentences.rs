//! Sentences, for browsers that have no segmenter of their own.

use std::ops::Range;

/// What ends a sentence, in any of the scripts that have such a sign.
const ENDS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '։'];
/// What may follow the end and belongs to the sentence.
const CLOSES: &[char] = &['”', '’', '»', '"', '\'', ')', ']', '“', '‘'];

/// The sentences of a text with their places in bytes, without the white space around them.
///
/// One ends with a sign that ends sentences and white space, unless a small letter follows: `3.5 km` and `the U.S. army`
/// end nothing. An abbreviation before a name (`Mr. Lee`) does; for reading aloud a short break there is harmless.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && ended {
            let rest = text.get(at..).unwrap_or_default();
            let next = rest.trim_start().chars().next();
            if !next.is_some_and(char::is_lowercase) {
                push(text, start..at, &mut found);
                start = at;
            }
        }
        ended = ENDS.contains(&c) || ended && CLOSES.contains(&c);
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.end - (piece.len() - piece.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        for (text, expected) in [
            ("", &[][..]),
            ("  \n ", &[]),
            ("No end", &["No end"]),
            (" One. Two?  Three!", &["One.", "Two?", "Three!"]),
            (
                "“It is so.” He went 3.5 km. (So.) Then",
                &["“It is so.”", "He went 3.5 km.", "(So.)", "Then"],
            ),
            ("The U.S. army came.", &["The U.S. army came."]),
            ("Да… Нет.\u{a0}Қалай?", &["Да…", "Нет.", "Қалай?"]),
            ("... 14 died.", &["...", "14 died."]),
        ] {
            let found: Vec<&str> = sentences(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
