//! Suggests the word that an author probably meant: the most similar one of those allowed.

use sidelight_text::nearest;

/// Number of candidates that a word is compared with, and number of candidates that a hint lists. The limits are needed
/// because a file can have as many errors as it has names.
const MAX_COMPARED: usize = 500;
const MAX_NAMED: usize = 40;

/// Returns a hint that suggests the nearest candidate. If no candidate is near, the hint lists them after the words in
/// `all`. Without candidates, it is empty.
pub(super) fn suggestion<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
    all: &str,
) -> String {
    if let Some(near) = nearest(word, candidates.clone().into_iter().take(MAX_COMPARED)) {
        return format!("did you mean `{near}`?");
    }
    let mut candidates = candidates.into_iter();
    let names: Vec<String> = candidates
        .by_ref()
        .take(MAX_NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    match (names.as_slice(), candidates.count()) {
        ([], _) => String::new(),
        (names, 0) => format!("{all} {}", names.join(", ")),
        (names, more) => format!("{all} {} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_near_one_all_are_named() {
        assert_eq!(
            suggestion("x", ["one", "two"], "there are"),
            "there are `one`, `two`"
        );
        assert_eq!(suggestion("x", [], "there are"), "");
        let many: Vec<String> = (0..1_000).map(|number| format!("name-{number}")).collect();
        let hint = suggestion("x", many.iter().map(String::as_str), "there are");
        assert!(hint.ends_with("`name-39` and 960 more"), "{hint}");
    }
}
