//! One table: its keys, those that are missing and those that nobody reads.

use std::ops::Range;

use toml::de::DeTable;

use super::{At, Document, Value};
use crate::Kind;
use crate::nearest::{nearest, suggestion};
use sidelight_model::IdError;

/// A table being read. Ask for every key it may have, then [`Table::finish`].
pub struct Table<'d> {
    document: &'d Document<'d>,
    entries: &'d DeTable<'d>,
    what: &'static str,
    span: Range<usize>,
    known: Vec<&'static str>,
    missing: Vec<(&'static str, &'static str)>,
}

impl<'a> Document<'a> {
    /// The document's outermost table. `what` is its name in messages, with an article; `opening` is the place
    /// in the file where a missing key is told.
    pub fn root(&'a self, what: &'static str, opening: Range<usize>) -> Table<'a> {
        Table::new(self, self.tree(), what, opening)
    }
}

impl<'d> Value<'d> {
    /// Reads a table. `what` names it in diagnostics, with an article.
    pub fn table(&self, what: &'static str) -> Option<Table<'d>> {
        let (document, entries) = self.entries()?;
        Some(Table::new(document, entries, what, self.span()))
    }
}

impl<'d> Table<'d> {
    /// Starts to read a table. `what` names it in diagnostics, `span` is where missing keys are reported.
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

    /// Where it begins in the file: its header, or all of an inline table.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The document it stands in.
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }

    /// A value that may be missing.
    pub fn optional(&mut self, key: &'static str) -> Option<Value<'d>> {
        self.get(key, None)
    }

    /// A value that must be there; `example` is one as it could be written.
    pub fn required(&mut self, key: &'static str, example: &'static str) -> Option<Value<'d>> {
        let value = self.get(key, Some(example));
        if value.is_none() {
            self.missing.push((key, example));
        }
        value
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

    /// A text that must be there.
    pub fn text(&mut self, key: &'static str) -> String {
        self.required(key, "\"…\"")
            .and_then(|value| value.text())
            .map_or_else(String::new, |text| text.value)
    }

    /// A text that may be missing.
    pub fn optional_text(&mut self, key: &'static str) -> Option<String> {
        Some(self.optional(key)?.text()?.value)
    }

    /// The items of a list; none when it is missing.
    pub fn list(&mut self, key: &'static str) -> Vec<Value<'d>> {
        self.optional(key)
            .map_or_else(Vec::new, |value| value.list())
    }

    /// The tables `[[key]]`; none when there are none. `what` names one in messages, with an article.
    pub fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Table<'d>> {
        self.list(key)
            .into_iter()
            .filter_map(|value| value.table(what))
            .collect()
    }

    /// All texts of a list that are ids of a kind.
    pub fn ids<T>(
        &mut self,
        key: &'static str,
        new: impl Fn(String) -> Result<T, IdError>,
    ) -> Vec<At<T>> {
        self.list(key)
            .into_iter()
            .filter_map(|value| value.id(&new))
            .collect()
    }

    /// Tells of keys that are missing and of keys that nothing has asked for. A misspelt key is one fault, not
    /// one unknown and one missing key.
    pub fn finish(self) {
        let mut missing = self.missing;
        for (key, _) in self.entries {
            let name: &str = key.get_ref();
            if self.known.contains(&name) || name.is_empty() {
                continue;
            }
            if let Some(meant) = nearest(name, self.known.iter().copied()) {
                missing.retain(|(key, _)| *key != meant);
            }
            let fault = self.document.file().fault(
                Kind::UnknownKey,
                self.document.in_file(key.span()),
                format!("{} has no key `{name}`", self.what),
            );
            self.document.tell(fault.hint(match name {
                "fact" if self.what == "this correction" => {
                    "a correction below a fact is of that fact; delete the key".to_owned()
                }
                "fact" | "group" | "dispute" => {
                    format!("write `[[box.{name}]]`, below the `[[box]]` that it belongs to")
                }
                _ => suggestion(name, self.known.iter().copied(), "its keys are"),
            }));
        }
        if self.document.is_broken() {
            return;
        }
        for (key, example) in missing {
            let fault = self.document.file().fault(
                Kind::MissingKey,
                self.span.clone(),
                format!("{} has no `{key}`", self.what),
            );
            self.document
                .tell(fault.hint(format!("add `{key} = {example}`")));
        }
    }
}
