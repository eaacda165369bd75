//! Compares names with texts.

use sidelight_text::{Passage, Quote, words};

/// Reports whether a text contains some words as whole words. Ignores case if the words begin without a capital letter.
pub(super) fn contains(text: &str, words: &str) -> bool {
    let has = |text: &str, words: &str| {
        let quote = Quote::new(words);
        Passage::new(text).places(&quote).next().is_some()
    };
    if words.starts_with(char::is_lowercase) {
        has(&text.to_lowercase(), &words.to_lowercase())
    } else {
        has(text, words)
    }
}

/// Reports whether a text has another form of a word, with the same beginning: «Назарбаева» for «Назарбаев». Up to three
/// letters at the end may differ.
pub(super) fn has_inflected(text: &str, word: &str) -> bool {
    let beginning = |word: &str| -> Option<String> {
        let letters = word.chars().count();
        (letters >= 4).then(|| word.chars().take((letters - 1).max(4)).collect())
    };
    let Some(stem) = beginning(word) else {
        return false;
    };
    words(text).any(|(_, other)| {
        other.starts_with(&stem) && other.chars().count() <= word.chars().count() + 3
    })
}
