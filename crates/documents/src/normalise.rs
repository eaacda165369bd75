//! Normalises the text of documents and of quotations, so that one spelling of the same words remains.
//!
//! - White space is single spaces, without any at the ends.
//! - Control characters, soft hyphens, and invisible characters that break words or change directions are gone.
//! - Ligatures and the presentation forms of Arabic and Hebrew are letters. Everything is in Unicode's form NFC.
//! - Hyphens have one character, `-`. Dashes are kept.
//! - Words that a line end divides are whole again. See [`Lines`].

use std::collections::HashSet;

use sidelight_model::is_unseen_mark;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

/// A normalised text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Normal {
    pub(crate) text: String,
    /// The positions, in code points, at which a line ended with a hyphen, ascending. The hyphen was kept, or there was one
    /// before the character.
    pub(crate) breaks: Vec<usize>,
}

/// The words of a document, by which hyphens at line ends are judged.
///
/// A hyphen at the end of a line divides a word, or belongs to it: “Janao-/zen”, “ex-/minister”. It is kept if the next
/// line doesn't begin with a lower-case letter, or if the document has the word with the hyphen elsewhere and not
/// without. Otherwise it is removed. A search accepts both.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    words: HashSet<String>,
}

impl Lines {
    /// Collects the words of a document.
    pub(crate) fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = HashSet::new();
        let texts: Vec<&str> = texts.into_iter().collect();
        // Only words that may be compared with a divided one are needed.
        if texts.iter().any(|text| divides_words(text)) {
            for text in texts {
                for word in text.split(|c: char| !(c.is_alphanumeric() || is_hyphen(c))) {
                    if !word.ends_with(is_hyphen) && !word.is_empty() && !words.contains(word) {
                        words.insert(word.to_owned());
                    }
                }
            }
        }
        Self { words }
    }

    /// Normalises a text of this document, with its lines.
    pub(crate) fn normalise(&self, text: &str) -> Normal {
        let mut joined = String::with_capacity(text.len());
        let mut breaks = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('\n') {
            let (line, after) = rest.split_at(at);
            let line = line.trim_end();
            let next = after.trim_start();
            rest = next;
            let Some(head) = line.strip_suffix(ends_divided) else {
                joined.push_str(line);
                if !(line.ends_with(is_unspaced) && next.starts_with(is_unspaced)) {
                    joined.push('\n');
                }
                continue;
            };
            joined.push_str(head);
            let is_soft = line.ends_with('\u{ad}');
            let first = next.chars().next();
            let is_word =
                head.ends_with(char::is_alphanumeric) && first.is_some_and(char::is_alphanumeric);
            if is_soft && is_word {
                continue;
            }
            if !is_word {
                joined.push_str(if is_soft { "\n" } else { "-\n" });
                continue;
            }
            if self.keeps_hyphen(head, next) {
                joined.push('-');
                breaks.push(joined.len() - 1);
            } else {
                breaks.push(joined.len());
            }
        }
        joined.push_str(rest);
        into_normal(&joined, &breaks)
    }

    fn keeps_hyphen(&self, head: &str, next: &str) -> bool {
        if !next.starts_with(char::is_lowercase) {
            return true;
        }
        let is_part = |c: char| c.is_alphanumeric() || is_hyphen(c);
        let start = head
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_part(*c))
            .last()
            .map_or(head.len(), |(at, _)| at);
        let end = next.find(|c| !is_part(c)).unwrap_or(next.len());
        let (first, second) = (&head[start..], &next[..end]);
        !self.words.contains(&format!("{first}{second}"))
            && self.words.contains(&format!("{first}-{second}"))
    }
}

/// Normalises the words of a quotation, or a text in which lines have no meaning.
pub(crate) fn normalise(text: &str) -> String {
    into_normal(text, &[]).text
}

/// Normalises a text whose lines are joined. `breaks` are positions of removed or kept hyphens, in bytes.
fn into_normal(text: &str, breaks: &[usize]) -> Normal {
    let mut parts = Normal::default();
    let mut length = 0;
    let mut from = 0;
    let mut pending_space = false;
    // Hyphens are between letters, so no sequence of characters that Unicode composes goes beyond them.
    for to in breaks.iter().copied().chain([text.len()]) {
        for c in text[from..to].chars().flat_map(letters).nfc() {
            if c.is_whitespace() {
                pending_space = length > 0;
                continue;
            }
            if std::mem::take(&mut pending_space) {
                parts.text.push(' ');
                length += 1;
            }
            parts.text.push(c);
            length += 1;
        }
        if to < text.len() {
            parts.breaks.push(length);
        }
        from = to;
    }
    parts
}

/// Returns the characters to which a character is reduced: none, itself, or the letters of a ligature.
fn letters(c: char) -> impl Iterator<Item = char> {
    let mut out = Vec::new();
    match c {
        '\u{ad}' | '\u{200b}' | '\u{2060}' => {}
        '\u{2010}' | '\u{2011}' => out.push('-'),
        '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
            decompose_compatible(c, |part| out.push(part));
            // The form of a mark by itself has a space before it.
            if out.first() == Some(&' ') {
                out = vec![c];
            }
        }
        c if c.is_whitespace() => out.push(' '),
        c if c.is_control() || is_unseen_mark(c) => {}
        c => out.push(c),
    }
    out.into_iter()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Reports whether a character at the end of a line may divide a word.
fn ends_divided(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}')
}

/// Reports whether a character is of Chinese or Japanese, in which a line end is no space.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

fn divides_words(text: &str) -> bool {
    text.split('\n')
        .any(|line| line.trim_end().ends_with(is_hyphen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_remains() {
        for (text, expected) in [
            ("", ""),
            (" \n\t", ""),
            ("  a\u{a0}\n b ", "a b"),
            ("soft\u{ad}ly, zero\u{200b}width", "softly, zerowidth"),
            ("ﬁre ofﬁcer", "fire officer"),
            ("cafe\u{301}", "café"),
            ("co\u{2011}operate", "co-operate"),
            ("2011–12 — a−b", "2011–12 — a−b"),
            ("m² ½", "m² ½"),
            ("\u{202b}ﺳﻼم\u{202c}", "سلام"),
            ("a\0b\u{7}", "ab"),
        ] {
            assert_eq!(normalise(text), expected, "{text:?}");
            assert_eq!(normalise(expected), expected);
        }
    }

    #[test]
    fn divided_words_are_joined() {
        for (text, expected, breaks) in [
            ("Janao-\nzen", "Janaozen", &[5][..]),
            (
                "the ex-\nminister; an ex-minister",
                "the ex-minister; an ex-minister",
                &[6],
            ),
            ("ex-\nminister", "exminister", &[2]),
            ("Anglo-\nAmerican", "Anglo-American", &[5]),
            ("COVID-\n19", "COVID-19", &[5]),
            ("co\u{ad}\nlour", "colour", &[]),
            ("one -\ntwo", "one - two", &[]),
            ("one –\ntwo", "one – two", &[]),
            ("one- \n  two", "onetwo", &[3]),
            ("a-\n", "a-", &[]),
            ("-\n-\n", "- -", &[]),
            ("東京都、\n大阪\nOsaka", "東京都、大阪 Osaka", &[]),
            ("Ка-\nзах-\nстан", "Казахстан", &[2, 5]),
        ] {
            let normal = Lines::new([text]).normalise(text);
            assert_eq!(normal.text, expected, "{text:?}");
            assert_eq!(normal.breaks, breaks, "{text:?}");
        }
    }
}
