//! One table of an edition that is merged with its counterpart in the base.

use std::ops::Range;

use crate::Kind;
use crate::toml::{Spanned, Table, Value};

/// Longest text of the base that a hint repeats, in characters.
const SHOWN: usize = 120;

/// A table of an edition. It reads the words that the base has, and refuses everything else.
pub(super) struct Translation<'d> {
    table: Table<'d>,
    /// The subject for messages: “the fact `killed`”.
    what: String,
}

impl<'d> Translation<'d> {
    /// Starts to read a table. `what` names its counterpart in the base: “the fact `killed`”.
    pub(super) fn new(table: Table<'d>, what: String) -> Self {
        Self { table, what }
    }

    /// Returns the range of the table's header, or of a whole inline table.
    pub(super) fn span(&self) -> Range<usize> {
        self.table.span()
    }

    /// Returns the table.
    pub(super) fn table(&mut self) -> &mut Table<'d> {
        &mut self.table
    }

    /// Returns the translation of a text that the base must have. Reports a missing one and returns an empty text.
    pub(super) fn text(&mut self, key: &'static str, base: &str) -> Spanned<String> {
        self.word(key, Some(base)).unwrap_or_else(|| Spanned {
            value: String::new(),
            span: self.table.span(),
        })
    }

    /// Returns the translation of a text. Reports it if it is missing and the base has one, or the other way round. Returns
    /// an empty text if it is missing.
    pub(super) fn word(
        &mut self,
        key: &'static str,
        base: Option<&str>,
    ) -> Option<Spanned<String>> {
        let value = self.value(key, base.map(quoted))?;
        let empty = Spanned {
            value: String::new(),
            span: self.table.span(),
        };
        Some(value.and_then(|value| value.text()).unwrap_or(empty))
    }

    /// Returns the translation of a text that may be that of the base too, such as a name. Returns `None` if it is missing.
    /// Reports one that the base doesn't have.
    pub(super) fn optional(
        &mut self,
        key: &'static str,
        base: Option<&str>,
    ) -> Option<Spanned<String>> {
        let value = self.table.optional(key)?;
        if base.is_none() {
            self.not_in_base(&value);
            return None;
        }
        value.text()
    }

    /// Returns the value of a key, or `Some(None)` if it is missing and that was reported. Returns `None` if neither the base
    /// nor the edition has it. `base` describes the value of the base for hints.
    pub(super) fn value(
        &mut self,
        key: &'static str,
        base: Option<String>,
    ) -> Option<Option<Value<'d>>> {
        match (self.table.optional(key), base) {
            (Some(value), Some(_)) => Some(Some(value)),
            (Some(value), None) => {
                self.not_in_base(&value);
                None
            }
            (None, Some(base)) => {
                let hint = format!("add `{key}`, in the edition's language; the base has {base}");
                self.table.missing(key, hint);
                Some(None)
            }
            (None, None) => None,
        }
    }

    fn not_in_base(&self, value: &Value<'_>) {
        value.report_at(
            &value.key_span(),
            Kind::NotInBase,
            format!("{} has no text of this kind in the base", self.what),
            "delete the key, or add it to the base first",
        );
    }

    /// Reports keys whose values come from the base.
    pub(super) fn refuse(&mut self, keys: &[&'static str]) {
        for key in keys {
            if let Some(value) = self.table.optional(key) {
                value.report_at(
                    &value.key_span(),
                    Kind::FromBase,
                    format!("`{key}` comes from the base"),
                    "delete it; an edition has only words, so that numbers, dates and sources can't differ",
                );
            }
        }
    }

    /// Reports missing keys, and keys that no edition has.
    pub(super) fn finish(self) {
        self.table.finish();
    }
}

/// Returns a text of the base in quotation marks, shortened for a hint.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("“{shown}”")
}
