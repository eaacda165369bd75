//! The direction of texts.

use sidelight_model::{Inline, TextBlock};

/// Returns the value of `dir` for a page in this language, a BCP 47 tag: `rtl` or `ltr`. A script in the tag counts more than
/// the language (RFC 5646, 2.2.3).
pub fn language_direction(tag: &str) -> &'static str {
    /// The languages that are written from right to left (Unicode CLDR, likely subtags).
    const LANGUAGES: [&str; 13] = [
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi",
    ];
    /// The scripts that are written from right to left.
    const SCRIPTS: [&str; 7] = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let script =
        parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let is_rtl = match script {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&language),
    };
    if is_rtl { "rtl" } else { "ltr" }
}

/// Returns the value of `dir` for a text that begins in a script written from right to left. Other texts have the direction of
/// their page.
pub(super) fn direction(text: &TextBlock) -> Option<&'static str> {
    first_letter(&text.inlines)
        .is_some_and(is_right_to_left)
        .then_some("auto")
}

/// Returns the value of `dir` for a text without markup, as [`direction`] does.
pub(super) fn direction_of(text: &str) -> Option<&'static str> {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(is_right_to_left).then_some("auto")
}

fn first_letter(inlines: &[Inline]) -> Option<char> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) => text.chars().find(|c| c.is_alphabetic()),
        other => first_letter(other.children()),
    })
}

/// Returns `true` for a letter of Hebrew, Arabic and the other scripts that are written from right to left (Unicode Standard
/// Annex #9, classes R and AL).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use sidelight_model::BlockId;

    #[test]
    fn a_script_counts_more_than_a_language() {
        for (tag, expected) in [
            ("en-GB", "ltr"),
            ("kk", "ltr"),
            ("kk-Arab", "rtl"),
            ("ar", "rtl"),
            ("AR-eg", "rtl"),
            ("ar-Latn", "ltr"),
            ("he-IL", "rtl"),
            ("ur-1994", "rtl"),
            ("", "ltr"),
        ] {
            assert_eq!(language_direction(tag), expected, "{tag}");
        }
    }

    #[test]
    fn only_texts_from_right_to_left_have_a_direction() {
        for (text, expected) in [
            ("Fourteen people", None),
            ("Четырнадцать", None),
            ("12 שלום עולם", Some("auto")),
            ("«قال الوزير»", Some("auto")),
            ("He said שלום", None),
            ("12", None),
        ] {
            let text = TextBlock {
                id: BlockId::new("p1").unwrap(),
                inlines: vec![Inline::Emphasis(vec![Inline::Text(text.to_owned())])],
            };
            assert_eq!(direction(&text), expected, "{text:?}");
        }
    }
}
