//! Folding: removes the differences that two spellings of the same words may have.

use std::borrow::Cow;

/// Folds a text for comparison. Every run of white space becomes one space, and every quotation mark or apostrophe
/// becomes `'` or `"`. Letters, case, dashes and accents are kept.
pub fn fold(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    out.extend(folded_chars(text).map(|(_, c)| c));
    Cow::Owned(out)
}

/// Returns the characters of the folded text, each with the index of the code point that it comes from. The space of
/// a run of white space has the index of the first code point in the run.
pub(super) fn folded_chars(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut after_space = false;
    text.chars().enumerate().filter_map(move |(place, c)| {
        let c = fold_char(c);
        let repeated = after_space && c == ' ';
        after_space = c == ' ';
        (!repeated).then_some((place, c))
    })
}

fn is_folded(text: &str) -> bool {
    // ASCII texts, which are nearly all, need only a check of their bytes.
    if text.is_ascii() {
        let bytes = text.as_bytes();
        return !bytes
            .iter()
            .any(|byte| matches!(byte, b'`' | b'\t'..=b'\r'))
            && !bytes.windows(2).any(|pair| pair == b"  ");
    }
    let mut before = None;
    text.chars().all(|c| {
        let same = fold_char(c) == c && !(c == ' ' && before == Some(' '));
        before = Some(c);
        same
    })
}

/// Folds a character. Quotation marks are the characters with Unicode's `Quotation_Mark` property. The primes,
/// accents and the modifier apostrophe that are typed instead count as well.
pub(super) fn fold_char(c: char) -> char {
    // Most characters of most texts return here.
    if c.is_ascii_alphanumeric() {
        return c;
    }
    match c {
        '\u{2018}'..='\u{201B}' // ‘ ’ ‚ ‛
        | '\u{2039}' | '\u{203A}' // ‹ ›
        | '\u{2032}' | '\u{2035}' // primes
        | '`' | '\u{B4}'
        | '\u{2B9}' | '\u{2BB}'..='\u{2BD}' | '\u{2C8}' // modifier letters
        | '\u{300C}' | '\u{300D}' | '\u{FE41}' | '\u{FE42}' | '\u{FF62}' | '\u{FF63}' // corner brackets
        | '\u{FF07}' => '\'',
        '\u{AB}' | '\u{BB}' // « »
        | '\u{201C}'..='\u{201F}' // “ ” „ ‟
        | '\u{2033}' | '\u{2036}' // double primes
        | '\u{2E42}'
        | '\u{300E}' | '\u{300F}' | '\u{FE43}' | '\u{FE44}' // white corner brackets
        | '\u{301D}'..='\u{301F}'
        | '\u{FF02}' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_spaces_and_quote_marks_are_folded() {
        for (text, folded) in [
            ("", ""),
            ("as it stands", "as it stands"),
            ("one\n  two\t\u{a0}three\r\nfour", "one two three four"),
            ("“Fair” ‘trials’", "\"Fair\" 'trials'"),
            ("«Жаңаөзен» „Ж‟", "\"Жаңаөзен\" \"Ж\""),
            ("workers’ workersʼ workers´", "workers' workers' workers'"),
            ("15–20 — ‐ -", "15–20 — ‐ -"),
            ("Élan ﬁ Straße Ω", "Élan ﬁ Straße Ω"),
            (
                "soft\u{ad}hyphen zero\u{200b}width",
                "soft\u{ad}hyphen zero\u{200b}width",
            ),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
            assert_eq!(
                fold(folded),
                folded,
                "folding again changes nothing: {folded:?}"
            );
        }
    }

    #[test]
    fn a_folded_text_is_not_copied() {
        for text in ["plain 'words'", "Жаңа сөз"] {
            assert!(matches!(fold(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
