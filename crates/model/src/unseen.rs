//! Invisible characters that change the way in which a text is displayed, stored or processed.
//!
//! Directional marks (U+200E, U+200F, U+061C) are allowed, because their effect is local. Embeddings and isolates
//! (Unicode Standard Annex #9, sections 2.1 and 2.4) are allowed if they end in the text in which they begin.

use std::fmt;

/// The reason why a text can't be displayed, with the offending character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnseenError {
    /// A control character or a byte order mark.
    Control(char),
    /// A directional override: it shows the text after it in another order than it is written.
    Override(char),
    /// An embedding or isolate that doesn't end in the text, so its effect would reach beyond the text.
    Unclosed(char),
    /// The end of an embedding or isolate that doesn't begin in the text.
    Unopened(char),
}

impl fmt::Display for UnseenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (c, what) = match self {
            Self::Control(c) => (c, "which is invisible"),
            Self::Override(c) => (c, "which changes the order of letters"),
            Self::Unclosed(c) => (c, "which changes the direction of the text that follows"),
            Self::Unopened(c) => (
                c,
                "which ends a change of direction that doesn't start here",
            ),
        };
        write!(f, "contains the character U+{:04X}, {what}", u32::from(*c))
    }
}

/// Returns an error for a character that is forbidden in all texts: a control character other than tab and line feed, a
/// byte order mark, or a directional override. Returns `None` for other characters.
fn never_in_text(c: char) -> Option<UnseenError> {
    match c {
        '\t' | '\n' => None,
        '\u{feff}' => Some(UnseenError::Control(c)),
        '\u{202d}' | '\u{202e}' => Some(UnseenError::Override(c)),
        c if c.is_control() => Some(UnseenError::Control(c)),
        _ => None,
    }
}

/// Returns `true` for an invisible character that changes the direction of the text around it, and for a byte order mark.
pub fn is_unseen_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Finds the first character that is forbidden in any text, even in a part of one. Returns its byte offset and the error.
pub fn never_allowed(text: &str) -> Option<(usize, UnseenError)> {
    text.char_indices()
        .find_map(|(at, c)| Some((at, never_in_text(c)?)))
}

/// Finds the first character that prevents a text from being displayed. Returns its byte offset and the error.
pub fn unseen(text: &str) -> Option<(usize, UnseenError)> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(error) = never_in_text(c) {
            return Some((at, error));
        }
        match c {
            '\u{202a}' | '\u{202b}' => open.push((at, c, '\u{202c}')),
            '\u{2066}'..='\u{2068}' => open.push((at, c, '\u{2069}')),
            '\u{202c}' | '\u{2069}' if open.pop().is_none_or(|(.., end)| end != c) => {
                return Some((at, UnseenError::Unopened(c)));
            }
            _ => {}
        }
    }
    open.pop().map(|(at, c, _)| (at, UnseenError::Unclosed(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_found() {
        use UnseenError::{Control, Override, Unclosed, Unopened};
        for (text, expected) in [
            ("Almaty, “2011”\n\tЖаңаөзен 🙂 e\u{301}", None),
            ("a\u{200e}b\u{200f}c\u{61c}d\u{200b}e\u{ad}f\u{a0}g", None),
            (
                "\u{202b}a \u{2066}b\u{2069}\u{202c} \u{2068}c\u{2069}",
                None,
            ),
            ("", None),
            ("a\0", Some((1, Control('\0')))),
            ("é\r", Some((2, Control('\r')))),
            ("\u{1b}[31m", Some((0, Control('\u{1b}')))),
            ("a\u{7f}", Some((1, Control('\u{7f}')))),
            ("a\u{85}", Some((1, Control('\u{85}')))),
            ("a\u{feff}", Some((1, Control('\u{feff}')))),
            ("a\u{202e}b\u{202c}", Some((1, Override('\u{202e}')))),
            ("\u{202d}", Some((0, Override('\u{202d}')))),
            ("a\u{2067}b", Some((1, Unclosed('\u{2067}')))),
            ("\u{202a}a\u{2069}", Some((4, Unopened('\u{2069}')))),
            ("a\u{202c}", Some((1, Unopened('\u{202c}')))),
        ] {
            assert_eq!(unseen(text), expected, "{text:?}");
            let never = expected.filter(|(_, why)| matches!(why, Control(_) | Override(_)));
            assert_eq!(never_allowed(text), never, "{text:?}");
        }
    }
}
