//! One value and what may be made of it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{At, Document};
use crate::file::unseen_hint;
use crate::kebab::kebab;
use crate::lengths::{MAX_LINE, MAX_PASSAGE};
use crate::link_hint::link_hint;
use crate::nearest::suggestion;
use crate::{Diagnostic, Kind};
use sidelight_model::{DateError, Href, IdError, PartialDate, unseen};

/// The largest number that a package holds: larger ones aren't exact in JavaScript (RFC 8259, section 6).
const MAX_COUNT: u64 = 9_007_199_254_740_991;

/// A value with the key it stands under. Whatever it can't be made into is told of.
#[derive(Clone)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    key: &'static str,
    key_span: Range<usize>,
    /// How it could be written, when its key must be there.
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
        value: &'d Spanned<DeValue<'d>>,
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

    /// Its place in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The place of its key in the file.
    pub fn key_span(&self) -> Range<usize> {
        self.key_span.clone()
    }

    /// Something made of it, at its place.
    pub fn at<T>(&self, value: T) -> At<T> {
        At {
            value,
            span: self.span(),
        }
    }

    /// A fault at its place.
    pub fn fault(&self, kind: Kind, message: impl Into<String>) -> Diagnostic {
        self.document.file().fault(kind, self.span(), message)
    }

    /// Tells of a fault at this value.
    pub fn tell(&self, kind: Kind, message: impl Into<String>, hint: impl Into<String>) {
        self.document.tell(self.fault(kind, message).hint(hint));
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
        let fault = self
            .fault(Kind::WrongType, format!("`{}` must be {wanted}", self.key))
            .label(format!("this is {found}"))
            .hint(format!(
                "write `{} = {}`",
                self.key,
                self.example.unwrap_or(example)
            ));
        self.document.tell(fault);
        None
    }

    /// As text that isn't empty; white space typed to fold a long line is one space.
    pub fn text(&self) -> Option<At<String>> {
        let DeValue::String(text) = self.value else {
            return self.wrong_type("text", "\"…\"");
        };
        let text = unfolded(text);
        if text.trim().is_empty() {
            self.tell(
                Kind::Blank,
                format!("`{}` is empty", self.key),
                "write something, or delete the key if there is nothing to say",
            );
            return None;
        }
        if let Some((_, error)) = unseen(&text) {
            let hint = unseen_hint(error);
            self.tell(
                Kind::ControlCharacter,
                format!("`{}` {error}", self.key),
                hint,
            );
            return None;
        }
        let (length, limit) = (text.chars().count(), limit(self.key));
        if length > limit {
            self.tell(
                Kind::TooLong,
                format!(
                    "`{}` has {length} characters, more than the {limit} that it may have",
                    self.key
                ),
                "shorten it, and see whether something was pasted by mistake",
            );
            return None;
        }
        Some(self.at(text))
    }

    /// As an id.
    pub fn id<T>(&self, new: impl Fn(String) -> Result<T, IdError>) -> Option<At<T>> {
        let text = self.text()?.value;
        match new(text.clone()) {
            Ok(id) => Some(self.at(id)),
            Err(error) => {
                let hint = match kebab(&text) {
                    id if id.is_empty() => {
                        "write it in the letters a–z, as in `janaozen-killed`".into()
                    }
                    id => format!("`{id}` would do"),
                };
                self.tell(
                    Kind::BadId,
                    format!("`{text}` can't be an id: {error}"),
                    hint,
                );
                None
            }
        }
    }

    /// As a date: TOML's own, or text, or a year.
    pub fn date(&self) -> Option<At<PartialDate>> {
        let written = match self.value {
            DeValue::String(text) => text.trim(),
            DeValue::Integer(_) => self.document.text_at(&self.span),
            // The syntax was faulty, which has been told.
            DeValue::Datetime(date) if date.date.is_none() && date.time.is_none() => return None,
            DeValue::Datetime(_) => self.document.text_at(&self.span),
            _ => return self.wrong_type("a date", "2011-12-16"),
        };
        match written.parse() {
            Ok(date) => Some(self.at(date)),
            Err(error) => {
                let message = match error {
                    DateError::Form => format!("`{written}` isn't a date"),
                    DateError::Impossible => format!("the calendar has no {written}"),
                };
                self.tell(
                    Kind::BadDate,
                    message,
                    "a date is written 2011-12-16, or less precisely \"2011-12\" or \"2011\"",
                );
                None
            }
        }
    }

    /// As a link.
    pub fn href(&self) -> Option<At<Href>> {
        let text = self.text()?.value;
        match Href::new(text.clone()) {
            Ok(href) => Some(self.at(href)),
            Err(error) => {
                self.tell(
                    Kind::BadLink,
                    format!("`{text}` can't be a link: {error}"),
                    link_hint(error),
                );
                None
            }
        }
    }

    /// As a whole number from 0.
    pub fn count(&self) -> Option<At<u64>> {
        let DeValue::Integer(number) = self.value else {
            return self.wrong_type("a whole number", "14");
        };
        match u64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if number <= MAX_COUNT => Some(self.at(number)),
            other => {
                self.tell(
                    Kind::BadNumber,
                    format!("`{}` can't be {}", self.key, number.as_str()),
                    match other {
                        Ok(_) => "browsers count exactly up to 9007199254740991",
                        Err(_) => "it is a whole number from 0",
                    },
                );
                None
            }
        }
    }

    /// As a number of degrees of at most `limit` to either side of 0.
    pub fn degrees(&self, limit: f64) -> Option<f64> {
        let number = match self.value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => return self.wrong_type("two numbers", "[43.34, 52.86]"),
        };
        let within = number.filter(|degrees: &f64| (-limit..=limit).contains(degrees));
        if within.is_none() {
            self.tell(
                Kind::BadNumber,
                format!(
                    "{} isn't between −{limit} and {limit} degrees",
                    self.document.text_at(&self.span)
                ),
                "coordinates are latitude, then longitude: `[43.34, 52.86]`",
            );
        }
        within
    }

    /// As one of several words.
    pub fn word<'w>(&self, words: &[&'w str]) -> Option<&'w str> {
        let text = self.text()?.value;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            self.tell(
                Kind::UnknownValue,
                format!("`{}` can't be `{text}`", self.key),
                suggestion(&text, words.iter().copied(), "it is one of"),
            );
        }
        found
    }

    /// As what one of several words stands for.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<At<T>> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let word = self.word(&words)?;
        let (_, choice) = choices.iter().find(|(choice, _)| *choice == word)?;
        Some(self.at(*choice))
    }

    /// As a list of values.
    pub fn list(&self) -> Vec<Value<'d>> {
        let DeValue::Array(items) = self.value else {
            if self.is_table() {
                self.tell(
                    Kind::WrongType,
                    format!("there may be several of `{}`", self.key),
                    "write its header in double brackets, as in `[[box]]`",
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

    /// Returns the entries of a table, or reports that it is none.
    pub(super) fn entries(&self) -> Option<(&'d Document<'d>, &'d DeTable<'d>)> {
        match self.value {
            DeValue::Table(entries) => Some((self.document, entries)),
            _ => self.wrong_type("a table", "{ … }"),
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }
}

/// The most characters of a text under a key: of names, titles and what else stands in a line, and of all others.
fn limit(key: &str) -> usize {
    match key {
        "headline" | "title" | "name" | "by" | "role" | "label" | "unit" | "holder" | "about"
        | "party" | "affiliation" | "author" | "publisher" | "spellings" => MAX_LINE,
        _ => MAX_PASSAGE,
    }
}

/// A text in one line, with one space where it was folded.
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
