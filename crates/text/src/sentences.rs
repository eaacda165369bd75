//! Splits text into sentences, for browsers without a segmenter.

use std::ops::Range;

/// Characters that end a sentence, in all scripts that have such characters.
const ENDS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '։'];
/// Characters that may follow the end and belong to the sentence.
const CLOSES: &[char] = &['”', '’', '»', '"', '\'', ')', ']', '“', '‘'];

/// Returns the sentences of a text as ranges of bytes, without the white space around them.
///
/// A sentence ends with one of these characters and white space, unless a lower-case letter follows. So `3.5 km` and
/// `the U.S. army` contain no end. An abbreviation before a name (`Mr. Lee`) does end a sentence. This is harmless
/// for reading aloud, because it makes only a short break.
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
