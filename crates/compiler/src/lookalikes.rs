//! Characters that look like others, or like nothing. Two texts that look the same can differ in them.

/// Letters of other alphabets, each with the Latin letter that it looks like in most typefaces.
const LOOKALIKES: [(&str, &str); 3] = [
    (
        "АВЕКМНОРСТУХІЈЅасеорухіјѕԁһԛԝ",
        "ABEKMHOPCTYXIJSaceopyxijsdhqw",
    ),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov"),
    ("‐‑", "--"),
];

/// The first place in which a passage and a quotation differ although they look the same.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// The quotation has this invisible character, in this word.
    InQuote(char, String),
    /// The article has this invisible character, in this word.
    InArticle(char, String),
    /// The article has the first character where the quotation has the second, in this word of the quotation.
    Letter(char, char, String),
}

/// A character that readers see.
struct Letter {
    /// The character as it looks.
    shape: char,
    written: char,
    /// An invisible character directly before it.
    unseen: Option<char>,
}

/// Returns the text as it looks: lookalikes become Latin letters, and invisible characters are left out.
pub(super) fn shape(text: &str) -> String {
    letters(text).map(|letter| letter.shape).collect()
}

/// Finds the difference between a quotation and the words of a text that look the same. Both are folded; `shape` is the
/// shape of the text. Returns `None` if the text has no words that look the same, or if nothing differs.
pub(super) fn difference(text: &str, shape: &str, quote: &str) -> Option<Difference> {
    let quoted = self::shape(quote);
    let quoted = quoted.trim();
    if quoted.is_empty() {
        return None;
    }
    let before = shape[..shape.find(quoted)?].chars().count();
    let quote: Vec<Letter> = letters(quote)
        .skip_while(|letter| letter.shape == ' ')
        .take(quoted.chars().count())
        .collect();
    let article = letters(text).skip(before);
    for (at, (article, letter)) in article.zip(&quote).enumerate() {
        let word = || {
            let is_space = |letter: &Letter| letter.shape == ' ';
            let start = quote[..at]
                .iter()
                .rposition(is_space)
                .map_or(0, |space| space + 1);
            let end = quote[at..]
                .iter()
                .position(is_space)
                .map_or(quote.len(), |space| at + space);
            quote[start..end]
                .iter()
                .map(|letter| letter.written)
                .collect()
        };
        match (article.unseen, letter.unseen) {
            (one, other) if one == other => {}
            // An invisible character before the first letter isn't part of the passage.
            (Some(_), None) if at == 0 => {}
            (_, Some(c)) => return Some(Difference::InQuote(c, word())),
            (Some(c), None) => return Some(Difference::InArticle(c, word())),
            (None, None) => {}
        }
        if article.written != letter.written {
            return Some(Difference::Letter(article.written, letter.written, word()));
        }
    }
    None
}

fn letters(text: &str) -> impl Iterator<Item = Letter> + '_ {
    let mut unseen = None;
    text.chars().filter_map(move |written| {
        if is_unseen(written) {
            unseen = Some(written);
            return None;
        }
        Some(Letter {
            shape: looks_like(written),
            written,
            unseen: unseen.take(),
        })
    })
}

fn looks_like(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    LOOKALIKES
        .iter()
        .find_map(|(others, latin)| {
            let at = others.chars().position(|other| other == c)?;
            latin.chars().nth(at)
        })
        .unwrap_or(c)
}

/// Returns true for a character that takes no room and that readers can't see.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Returns the name of an invisible character with its code, for messages.
pub(super) fn unseen_name(c: char) -> String {
    let name = match c {
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{200c}' | '\u{200d}' | '\u{2060}' => "a zero-width joiner",
        '\u{feff}' => "a byte order mark",
        _ => "a mark for the direction of text",
    };
    format!("U+{:04X}, {name}", u32::from(c))
}

/// Returns a letter with its alphabet and its code, for messages.
pub(super) fn letter_name(c: char) -> String {
    let alphabet = match c {
        'A'..='Z' | 'a'..='z' => "Latin ",
        '\u{370}'..='\u{3ff}' => "Greek ",
        '\u{400}'..='\u{52f}' => "Cyrillic ",
        _ => "",
    };
    format!("{alphabet}`{c}` (U+{:04X})", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lookalike_has_its_letter() {
        for (others, latin) in LOOKALIKES {
            assert_eq!(others.chars().count(), latin.chars().count(), "{others}");
        }
    }

    #[test]
    fn what_looks_the_same_is_told_apart() {
        use Difference::{InArticle, InQuote, Letter};
        for (text, quote, expected) in [
            (
                "the pool was closed",
                "pool wаs",
                Some(Letter('a', 'а', "wаs".into())),
            ),
            (
                "Бассейн закрыт",
                "зaкрыт",
                Some(Letter('а', 'a', "зaкрыт".into())),
            ),
            (
                "the pool was",
                "po\u{200b}ol was",
                Some(InQuote('\u{200b}', "pool".into())),
            ),
            (
                "the po\u{ad}ol was",
                "pool was",
                Some(InArticle('\u{ad}', "pool".into())),
            ),
            ("a \u{200b}pool", "pool", None),
            ("the pool", " pool ", None),
            ("the pool", "the lake", None),
            ("the pool", "\u{200b}", None),
            (
                "non‑stop talks",
                "non-stop",
                Some(Letter('‑', '-', "non-stop".into())),
            ),
        ] {
            assert_eq!(difference(text, &shape(text), quote), expected, "{quote:?}");
        }
    }
}
