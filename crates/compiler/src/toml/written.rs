//! Writes TOML. Only this module turns text into a value or a comment.
//!
//! *Invariant:* for any text, [`toml_text`] writes one value and [`toml_comment`] one comment. Neither can add a line, a
//! key or a table.

use std::fmt::Write;

use sidelight_model::is_unseen_mark;
use sidelight_text::json_string;

/// Returns true if a character ends a line in some program, or isn't allowed in comments of TOML.
pub fn is_control_or_line_end(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Writes a text as a TOML string on one line.
pub fn toml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    // TOML reads JSON strings, except that some of the characters here need escapes.
    for c in json_string(text).chars() {
        if is_control_or_line_end(c) || is_unseen_mark(c) {
            // Writing to a `String` can't fail.
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Writes a text as a TOML comment. Line ends, control characters, byte order marks and changes of direction become
/// spaces.
pub fn toml_comment(words: &str) -> String {
    let words: String = words
        .chars()
        .map(|c| {
            if is_control_or_line_end(c) || is_unseen_mark(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    format!("# {}", words.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character that ends a line in some program, and others with a meaning in TOML.
    const HOSTILE: &str = "a\nb = 1\r\nc\rd\u{b}e\u{c}f\u{85}g\u{2028}h\u{2029}i\0j\u{7f}k\u{1b}[[l]]\"\\\"\"\"'''\t#+++\u{202e}\u{feff}";

    #[test]
    fn a_text_reads_back_as_it_was() {
        for text in [HOSTILE, "", "\\", "\"", "\\n", "é 🙂"] {
            let written = toml_text(text);
            assert_eq!(written.lines().count(), 1, "{written}");
            let table: toml::Table = toml::from_str(&format!("key = {written}")).unwrap();
            assert_eq!(table["key"].as_str(), Some(text));
        }
    }

    #[test]
    fn a_comment_adds_nothing() {
        let written = toml_comment(HOSTILE);
        let is_bad = |c| is_control_or_line_end(c) || is_unseen_mark(c);
        assert!(!written.contains(is_bad), "{written:?}");
        let table: toml::Table = toml::from_str(&format!("{written}\nkey = 1 {written}")).unwrap();
        assert_eq!(table.len(), 1);
    }
}
