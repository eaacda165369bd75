//! The words of the interface, in every language that there is a file for beside this one, with that language's
//! plurals, numbers and dates. Adding a language is adding a file.
//!
//! Our own tables are asked rather than the browser's `Intl`: the press needs them natively, and Chromium's `Intl` has no
//! Kazakh.
//!
//! *Invariant:* every word that the page shows and no author wrote is in these files, and every file has every word
//! (`catalogue`, while building).

#[cfg(test)]
#[expect(dead_code, reason = "the build script reads all of it")]
mod catalogue;
#[cfg(test)]
mod tests;

/// Which numbers take which form of a word (Unicode CLDR, plural rules for whole numbers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plurals {
    OneOther,
    EastSlavic,
}

impl Plurals {
    /// The place of a number's form among `one`, `few`, `many`, `other`.
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

/// What is true of a language as a whole. Its words stand in the table of each key.
struct Language {
    tag: &'static str,
    name: &'static str,
    plurals: Plurals,
    thousands: &'static str,
    decimal: &'static str,
}

/// The words in one language; English, unless asked otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Words(usize);

impl Words {
    /// Those of all languages, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// Those of a language by its BCP 47 tag, whatever its region or script: `kk-KZ` finds Kazakh. None for a language
    /// that there are no words in.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next()?;
        Self::all().find(|words| words.tag().eq_ignore_ascii_case(language))
    }

    /// Those of the language of a text; English where there are none.
    #[must_use]
    pub fn for_text(tag: &str) -> Self {
        Self::of(tag).unwrap_or_default()
    }

    /// The language's BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        LANGUAGES[self.0].tag
    }

    /// What the language's speakers call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        LANGUAGES[self.0].name
    }

    /// A whole number with its thousands set apart: `7,000`.
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

    /// What comes before the fraction of a number.
    #[must_use]
    pub fn decimal_mark(self) -> &'static str {
        LANGUAGES[self.0].decimal
    }

    /// The word of this language among those of all.
    fn pick(self, words: &'static [&'static str]) -> &'static str {
        words.get(self.0).copied().unwrap_or_default()
    }

    /// The form for a number, among those of this language.
    fn pick_form(self, forms: &'static [[&'static str; 4]], n: u64) -> &'static str {
        let form = LANGUAGES[self.0].plurals.form(n);
        forms
            .get(self.0)
            .and_then(|forms| forms.get(form).copied())
            .unwrap_or_default()
    }
}

/// A text with values for the names in its braces.
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

include!(concat!(env!("OUT_DIR"), "/words.rs"));
