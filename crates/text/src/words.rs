//! Words: parts of a text between spaces that contain a letter or a digit.

use std::ops::Range;

/// Returns the words of a text with their ranges of bytes, without punctuation around them.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split_whitespace().filter_map(move |piece| {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        // Both are slices of `text`, so the difference of their addresses is the word's position.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (!word.is_empty()).then(|| (start..start + word.len(), word))
    })
}

/// Returns the number of words in a text. A dash by itself is no word.
pub fn word_count(text: &str) -> usize {
    words(text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_their_punctuation() {
        for (text, expected) in [
            ("", &[][..]),
            (" — ", &[]),
            ("Fourteen “were” killed.", &["Fourteen", "were", "killed"]),
            (
                "16-year-old workers’ 1,000",
                &["16-year-old", "workers", "1,000"],
            ),
            ("Жаңаөзен\u{a0}2011", &["Жаңаөзен", "2011"]),
        ] {
            let found: Vec<&str> = words(text).map(|(_, word)| word).collect();
            assert_eq!(found, expected, "{text:?}");
            assert_eq!(word_count(text), expected.len());
            for (place, word) in words(text) {
                assert_eq!(&text[place], word);
            }
        }
    }
}
