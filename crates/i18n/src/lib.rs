//! The interface messages, with each language's plurals, numbers and dates. There is one language for each file in
//! `messages/`. To add a language, add a file.
//!
//! This crate has its own tables and doesn't use the browser's `Intl`. The site generator runs natively, and Chromium's
//! `Intl` has no Kazakh.
//!
//! *Invariant:* every text that a page shows and that no author wrote is in these files. Every file has every message
//! (`catalogue` checks that during the build).

#[cfg(test)]
#[expect(dead_code, reason = "the build script reads all of it")]
mod catalogue;
#[cfg(test)]
mod tests;

/// The rules that assign a plural form to a number (Unicode CLDR, plural rules for whole numbers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plurals {
    OneOther,
    EastSlavic,
}

impl Plurals {
    /// Returns the index of a number's form in `one`, `few`, `many`, `other`.
    fn form(self, n: u64) -> usize {
        const ONE: usize = 0;
        const FEW: usize = 1;
        const MANY: usize = 2;
        const OTHER: usize = 3;
        match (self, n % 10, n % 100) {
            (Self::OneOther, ..) if n == 1 => ONE,
            (Self::OneOther, ..) => OTHER,
            (Self::EastSlavic, 1, tens) if tens != 11 => ONE,
            (Self::EastSlavic, 2..=4, tens) if !(12..=14).contains(&tens) => FEW,
            (Self::EastSlavic, ..) => MANY,
        }
    }
}

/// The properties of a language. The messages are in the table of each key's function, not here.
struct Language {
    tag: &'static str,
    name: &'static str,
    plurals: Plurals,
    thousands: &'static str,
    decimal: &'static str,
}

/// A message around an element of the page, such as a date or a name. Each language has the element in its own place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The text before the element, with the space between them. May be empty.
    pub before: &'static str,
    /// The text after the element. May be empty.
    pub after: &'static str,
}

/// The messages in one language. The default is English.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Messages(usize);

impl Messages {
    /// Returns the messages of all languages, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// Returns the messages for a BCP 47 tag. Its region and script are ignored: `kk-KZ` finds Kazakh.
    /// Returns `None` if there are no messages in that language.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next()?;
        Self::all().find(|messages| messages.tag().eq_ignore_ascii_case(language))
    }

    /// Returns the messages for the language of a text, or the English ones if that language has no messages.
    #[must_use]
    pub fn for_text(tag: &str) -> Self {
        Self::of(tag).unwrap_or_default()
    }

    /// Returns the language's BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        LANGUAGES[self.0].tag
    }

    /// Returns the language's own name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        LANGUAGES[self.0].name
    }

    /// Formats a whole number with the language's thousands separator: `7,000`.
    #[must_use]
    pub fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push_str(LANGUAGES[self.0].thousands);
            }
            out.push(digit);
        }
        out
    }

    /// Returns the decimal separator.
    #[must_use]
    pub fn decimal_mark(self) -> &'static str {
        LANGUAGES[self.0].decimal
    }

    /// Returns this language's text from a table with one text for each language.
    fn pick(self, words: &'static [&'static str]) -> &'static str {
        words.get(self.0).copied().unwrap_or_default()
    }

    /// Returns the plural form for a number from a table with the forms of each language.
    fn pick_form(self, forms: &'static [[&'static str; 4]], n: u64) -> &'static str {
        let form = LANGUAGES[self.0].plurals.form(n);
        forms
            .get(self.0)
            .and_then(|forms| forms.get(form).copied())
            .unwrap_or_default()
    }
}

/// Replaces each `{name}` in a text with its value. Names without a value are removed.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(value);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
