//! A value and its conversions.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Document, Spanned};
use crate::did_you_mean::suggestion;
use crate::kebab::kebab;
use crate::lengths::{MAX_LINE, MAX_PASSAGE};
use crate::link_hint::link_hint;
use crate::source_file::unseen_hint;
use crate::{Diagnostic, Kind};
use sidelight_model::{
    DateError, Decimal, DecimalError, Href, IdError, Moment, MomentError, PartialDate, unseen,
};

/// Largest number in a package. Larger ones aren't exact in JavaScript (RFC 8259, section 6).
const MAX_COUNT: u64 = 9_007_199_254_740_991;

/// A value with its key. A conversion that fails reports a diagnostic, and returns `None` or an empty list.
#[derive(Clone)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    key: &'static str,
    key_span: Range<usize>,
    /// A valid value to show in a hint, if the key is required.
    example: Option<&'static str>,
    value: &'d DeValue<'d>,
    span: Range<usize>,
}

impl<'d> Value<'d> {
    /// Starts to read the value of a key. `example` shows how to write it, if the key is required.
    pub fn new(
        document: &'d Document<'d>,
        key: &'static str,
        key_span: Range<usize>,
        example: Option<&'static str>,
        value: &'d toml::Spanned<DeValue<'d>>,
    ) -> Self {
        Self {
            document,
            key,
            key_span,
            example,
            value: value.get_ref(),
            span: document.in_file(value.span()),
        }
    }

    /// Returns the range of the value in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns the range of its key in the file.
    pub fn key_span(&self) -> Range<usize> {
        self.key_span.clone()
    }

    /// Returns something made from the value, with the position of the value.
    pub fn at<T>(&self, value: T) -> Spanned<T> {
        Spanned {
            value,
            span: self.span(),
        }
    }

    /// Creates a diagnostic at this value.
    pub fn diagnostic(&self, kind: Kind, message: impl Into<String>) -> Diagnostic {
        self.document.file().diagnostic(kind, self.span(), message)
    }

    /// Reports a diagnostic at this value.
    pub fn report(&self, kind: Kind, message: impl Into<String>, hint: impl Into<String>) {
        self.document
            .report(self.diagnostic(kind, message).hint(hint));
    }

    /// Reports a diagnostic at a part of this value.
    pub fn report_at(&self, span: &Range<usize>, kind: Kind, message: String, hint: &str) {
        let diagnostic = self.document.file().diagnostic(kind, span.clone(), message);
        self.document.report(diagnostic.hint(hint));
    }

    fn wrong_type<T>(&self, wanted: &str, example: &str) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let diagnostic = self
            .diagnostic(Kind::WrongType, format!("`{}` must be {wanted}", self.key))
            .label(format!("this is {found}"))
            .hint(format!(
                "write `{} = {}`",
                self.key,
                self.example.unwrap_or(example)
            ));
        self.document.report(diagnostic);
        None
    }

    /// Converts to text that isn't blank. White space becomes single spaces, so that a long line may be folded.
    pub fn text(&self) -> Option<Spanned<String>> {
        let DeValue::String(text) = self.value else {
            return self.wrong_type("text", "\"…\"");
        };
        let text = unfolded(text);
        if text.trim().is_empty() {
            self.report(
                Kind::Blank,
                format!("`{}` is empty", self.key),
                "add text, or delete the key",
            );
            return None;
        }
        if let Some((_, error)) = unseen(&text) {
            let hint = unseen_hint(error);
            self.report(
                Kind::ControlCharacter,
                format!("`{}` {error}", self.key),
                hint,
            );
            return None;
        }
        let (length, limit) = (text.chars().count(), limit(self.key));
        if length > limit {
            self.report(
                Kind::TooLong,
                format!(
                    "`{}` is too long: {length} characters (limit: {limit})",
                    self.key
                ),
                "shorten it; check whether something was pasted by mistake",
            );
            return None;
        }
        Some(self.at(text))
    }

    /// Converts to an id, parsed by `new`. For an invalid id, the diagnostic suggests a valid one.
    pub fn id<T>(&self, new: impl Fn(String) -> Result<T, IdError>) -> Option<Spanned<T>> {
        let text = self.text()?.value;
        match new(text.clone()) {
            Ok(id) => Some(self.at(id)),
            Err(error) => {
                let hint = match kebab(&text) {
                    id if id.is_empty() => {
                        "use lower-case letters a–z, digits and hyphens, such as `janaozen-killed`"
                            .into()
                    }
                    id => format!("try `{id}`"),
                };
                self.report(
                    Kind::BadId,
                    format!("`{text}` isn't a valid id: {error}"),
                    hint,
                );
                None
            }
        }
    }

    /// Converts to a date: a date of TOML, a text or a year.
    pub fn date(&self) -> Option<Spanned<PartialDate>> {
        let written = self.written_date()?;
        match written.parse() {
            Ok(date) => Some(self.at(date)),
            Err(error) => {
                let message = match error {
                    DateError::Form => format!("`{written}` isn't a date"),
                    DateError::Impossible => format!("{written} isn't a valid date"),
                };
                self.report(
                    Kind::BadDate,
                    message,
                    "write 2011-12-16, or for a month or a year \"2011-12\" or \"2011\"",
                );
                None
            }
        }
    }

    /// Converts to a date like [`Value::date`], or to a date with a time and its offset from UTC.
    pub fn moment(&self) -> Option<Spanned<Moment>> {
        const BOTH: &str = "write the date, such as 2026-11-23, or date, time and offset from UTC, such as 2026-11-23T14:30:00+05:00";
        let written = self.written_date()?;
        // TOML allows a space instead of `T`, and lower-case letters.
        let standard = match written.split_at_checked("2026-11-23".len()) {
            Some((date, time)) if time.starts_with([' ', 't']) => {
                format!("{date}T{}", time[1..].to_ascii_uppercase())
            }
            _ => written.to_ascii_uppercase(),
        };
        let (message, hint) = match standard.parse() {
            Ok(moment) => return Some(self.at(moment)),
            Err(MomentError::Date(DateError::Impossible) | MomentError::Impossible) => {
                (format!("{written} isn't a valid date"), BOTH)
            }
            Err(MomentError::NoOffset) => (
                format!("{written} has no offset from UTC"),
                "add the offset of its time zone, such as `+05:00`, or `Z` for UTC; or write only the date",
            ),
            Err(MomentError::Date(DateError::Form) | MomentError::Form) => {
                (format!("`{written}` isn't a date"), BOTH)
            }
        };
        self.report(Kind::BadDate, message, hint);
        None
    }

    /// Returns a date as it is written: a date of TOML, a text or a year. Reports any other value and returns `None`.
    fn written_date(&self) -> Option<&str> {
        match self.value {
            DeValue::String(text) => Some(text.trim()),
            // A syntax error, which was already reported.
            DeValue::Datetime(date) if date.date.is_none() && date.time.is_none() => None,
            DeValue::Integer(_) | DeValue::Datetime(_) => Some(self.document.text_at(&self.span)),
            _ => self.wrong_type("a date", "2011-12-16"),
        }
    }

    /// Converts to a link.
    pub fn href(&self) -> Option<Spanned<Href>> {
        let text = self.text()?.value;
        match Href::new(text.clone()) {
            Ok(href) => Some(self.at(href)),
            Err(error) => {
                self.report(
                    Kind::BadLink,
                    format!("`{text}` isn't a valid link: {error}"),
                    link_hint(error),
                );
                None
            }
        }
    }

    /// Converts to the address of a page of the web or a mail address. Other links would depend on the page that shows them.
    pub fn web_address(&self) -> Option<Href> {
        let href = self.href()?.value;
        if href.is_external() {
            return Some(href);
        }
        self.report(
            Kind::BadLink,
            format!("`{}` isn't the address of a page", href.as_str()),
            "write the whole address, such as `https://example.org/page`",
        );
        None
    }

    /// Converts to a whole number from 0 to 9,007,199,254,740,991.
    pub fn count(&self) -> Option<Spanned<u64>> {
        let DeValue::Integer(number) = self.value else {
            return self.wrong_type("a whole number", "14");
        };
        match u64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if number <= MAX_COUNT => Some(self.at(number)),
            other => {
                self.report(
                    Kind::BadNumber,
                    format!("`{}` can't be {}", self.key, number.as_str()),
                    match other {
                        Ok(_) => "the largest number is 9007199254740991",
                        Err(_) => "use a whole number of at least 0",
                    },
                );
                None
            }
        }
    }

    /// Converts to a decimal number, exactly as it is written.
    pub fn decimal(&self) -> Option<Spanned<Decimal>> {
        let (DeValue::Integer(_) | DeValue::Float(_)) = self.value else {
            return self.wrong_type("a number", "48.2");
        };
        let written = self.document.text_at(&self.span);
        let plain = written.trim_start_matches('+').replace('_', "");
        let hint = match plain.parse() {
            Ok(number) => return Some(self.at(number)),
            Err(DecimalError::TooLong) => "write at most 15 digits; round it, or add a `scale`",
            Err(DecimalError::Form) if plain.contains(['e', 'E']) && !plain.contains('x') => {
                "write its digits, such as `48.2` with `scale = \"million\"` for 4.82e7"
            }
            Err(DecimalError::Form) => "write a number in decimal digits, such as `48.2` or `-3.4`",
        };
        self.report(
            Kind::BadDecimal,
            format!("`{}` can't be {written}", self.key),
            hint,
        );
        None
    }

    /// Converts to `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type("true or false", "true"),
        }
    }

    /// Converts to degrees between −`limit` and `limit`.
    pub fn degrees(&self, limit: f64) -> Option<f64> {
        let number = match self.value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => return self.wrong_type("two numbers", "[43.34, 52.86]"),
        };
        let within = number.filter(|degrees: &f64| (-limit..=limit).contains(degrees));
        if within.is_none() {
            self.report(
                Kind::BadNumber,
                format!(
                    "{} isn't between −{limit} and {limit} degrees",
                    self.document.text_at(&self.span)
                ),
                "write latitude, then longitude: `[43.34, 52.86]`",
            );
        }
        within
    }

    /// Converts to one of several words. For any other word, the diagnostic suggests the nearest.
    pub fn word<'w>(&self, words: &[&'w str]) -> Option<&'w str> {
        let text = self.text()?.value;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            self.report(
                Kind::UnknownValue,
                format!("`{text}` isn't a valid `{}`", self.key),
                suggestion(&text, words.iter().copied(), "use one of"),
            );
        }
        found
    }

    /// Converts a word to the value that `choices` lists for it.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<Spanned<T>> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let word = self.word(&words)?;
        let (_, choice) = choices.iter().find(|(choice, _)| *choice == word)?;
        Some(self.at(*choice))
    }

    /// Converts to a list of values. Returns an empty list if it isn't a list.
    pub fn list(&self) -> Vec<Value<'d>> {
        let DeValue::Array(items) = self.value else {
            if self.is_table() {
                self.report(
                    Kind::WrongType,
                    format!("`{}` must be a list of tables", self.key),
                    "put its header in double brackets, such as `[[box]]`",
                );
                return Vec::new();
            }
            return self.wrong_type("a list", "[…]").unwrap_or_default();
        };
        items
            .iter()
            .map(|item| Value {
                document: self.document,
                key: self.key,
                key_span: self.key_span(),
                example: None,
                value: item.get_ref(),
                span: self.document.in_file(item.span()),
            })
            .collect()
    }

    /// Returns the entries of a table. Reports any other value and returns `None`.
    pub(super) fn entries(&self) -> Option<(&'d Document<'d>, &'d DeTable<'d>)> {
        match self.value {
            DeValue::Table(entries) => Some((self.document, entries)),
            _ => self.wrong_type("a table", "{ … }"),
        }
    }

    /// Returns true for a list.
    pub fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Returns true for a number.
    pub fn is_number(&self) -> bool {
        matches!(self.value, DeValue::Integer(_) | DeValue::Float(_))
    }

    /// Returns true for a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }
}

/// Returns the limit of the characters in a text. Keys with one line of text, such as names and titles, have a lower
/// limit.
fn limit(key: &str) -> usize {
    match key {
        "headline" | "title" | "name" | "by" | "role" | "label" | "unit" | "holder" | "about"
        | "party" | "affiliation" | "author" | "publisher" | "spellings" | "topics" => MAX_LINE,
        _ => MAX_PASSAGE,
    }
}

/// Returns a text as one line, with single spaces between words.
fn unfolded(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
