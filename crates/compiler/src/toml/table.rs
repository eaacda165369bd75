//! One table: reads its keys, and reports missing and unknown ones.

use std::ops::Range;

use toml::de::DeTable;

use super::{Document, Spanned, Value};
use crate::Kind;
use crate::did_you_mean::suggestion;
use sidelight_model::IdError;
use sidelight_text::nearest;

/// A table that is being read. Read every key that it may have, then call [`Table::finish`].
pub struct Table<'d> {
    document: &'d Document<'d>,
    entries: &'d DeTable<'d>,
    what: &'static str,
    span: Range<usize>,
    known: Vec<&'static str>,
    /// Missing keys with their hints.
    missing: Vec<(&'static str, String)>,
}

impl<'a> Document<'a> {
    /// Returns the root table. `what` names it in diagnostics, as in “this box”. Missing keys are reported at `opening`,
    /// a range of the file.
    pub fn root(&'a self, what: &'static str, opening: Range<usize>) -> Table<'a> {
        Table::new(self, self.tree(), what, opening)
    }
}

impl<'d> Value<'d> {
    /// Reads a table. `what` names it in diagnostics, as in “this box”. Reports any other value and returns `None`.
    pub fn table(&self, what: &'static str) -> Option<Table<'d>> {
        let (document, entries) = self.entries()?;
        Some(Table::new(document, entries, what, self.span()))
    }
}

impl<'d> Table<'d> {
    /// Starts to read a table. `what` names it in diagnostics, as in “this box”. Missing keys are reported at `span`.
    pub fn new(
        document: &'d Document<'d>,
        entries: &'d DeTable<'d>,
        what: &'static str,
        span: Range<usize>,
    ) -> Self {
        Self {
            document,
            entries,
            what,
            span,
            known: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Returns the range of the table's header in the file, or of a whole inline table.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns the document that contains the table.
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }

    /// Returns `true` if the table has a key, whatever its value is.
    pub fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// Returns the value of an optional key.
    pub fn optional(&mut self, key: &'static str) -> Option<Value<'d>> {
        self.get(key, None)
    }

    /// Returns the value of a required key. If it is missing, [`Table::finish`] reports that and shows `example`, a
    /// valid value.
    pub fn required(&mut self, key: &'static str, example: &'static str) -> Option<Value<'d>> {
        let value = self.get(key, Some(example));
        if value.is_none() {
            self.missing(key, format!("add `{key} = {example}`"));
        }
        value
    }

    /// Returns the value of an optional key. If its type is wrong, the diagnostic shows `example`, a valid value.
    pub fn optional_like(&mut self, key: &'static str, example: &'static str) -> Option<Value<'d>> {
        self.get(key, Some(example))
    }

    /// Notes that a key is missing. [`Table::finish`] reports it.
    pub fn missing(&mut self, key: &'static str, hint: String) {
        self.missing.push((key, hint));
    }

    fn get(&mut self, key: &'static str, example: Option<&'static str>) -> Option<Value<'d>> {
        self.known.push(key);
        let (found, value) = self.entries.get_key_value(key)?;
        Some(Value::new(
            self.document,
            key,
            self.document.in_file(found.span()),
            example,
            value,
        ))
    }

    /// Returns the text of a required key, or an empty text if it is missing or invalid.
    pub fn text(&mut self, key: &'static str) -> String {
        self.required(key, "\"…\"")
            .and_then(|value| value.text())
            .map_or_else(String::new, |text| text.value)
    }

    /// Returns the text of an optional key, or `None` if it is missing or invalid.
    pub fn optional_text(&mut self, key: &'static str) -> Option<String> {
        Some(self.optional(key)?.text()?.value)
    }

    /// Returns the items of a list. Returns an empty list if the key is missing.
    pub fn list(&mut self, key: &'static str) -> Vec<Value<'d>> {
        self.optional(key)
            .map_or_else(Vec::new, |value| value.list())
    }

    /// Returns the tables under `[[key]]`, which may be none. `what` names one of them in diagnostics, as in “this box”.
    pub fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Table<'d>> {
        self.list(key)
            .into_iter()
            .filter_map(|value| value.table(what))
            .collect()
    }

    /// Returns the ids in a list of texts. Leaves out invalid ids and reports them.
    pub fn ids<T>(
        &mut self,
        key: &'static str,
        new: impl Fn(String) -> Result<T, IdError>,
    ) -> Vec<Spanned<T>> {
        self.list(key)
            .into_iter()
            .filter_map(|value| value.id(&new))
            .collect()
    }

    /// Reports missing keys, and keys that were never asked for. A misspelt key is one error, not an unknown and a
    /// missing key.
    pub fn finish(self) {
        let mut missing = self.missing;
        for (key, _) in self.entries {
            let name: &str = key.get_ref();
            if self.known.contains(&name) || name.is_empty() {
                continue;
            }
            // A part of a number with commas, which was reported as a syntax error.
            if self.document.is_broken() && name.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            if let Some(meant) = nearest(name, self.known.iter().copied()) {
                missing.retain(|(key, _)| *key != meant);
            }
            let diagnostic = self.document.file().diagnostic(
                Kind::UnknownKey,
                self.document.in_file(key.span()),
                format!("{} has no key `{name}`", self.what),
            );
            self.document.report(
                diagnostic.hint(match name {
                    "fact" if self.what == "this correction" => {
                        "a correction below a fact always belongs to that fact; delete the key"
                            .to_owned()
                    }
                    "fact" | "group" | "dispute" => {
                        format!("write `[[box.{name}]]` below its `[[box]]`")
                    }
                    _ => suggestion(name, self.known.iter().copied(), "its keys:"),
                }),
            );
        }
        if self.document.is_broken() {
            return;
        }
        for (key, hint) in missing {
            let diagnostic = self.document.file().diagnostic(
                Kind::MissingKey,
                self.span.clone(),
                format!("{} has no `{key}`", self.what),
            );
            self.document.report(diagnostic.hint(hint));
        }
    }
}
