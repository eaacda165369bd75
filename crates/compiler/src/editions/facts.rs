//! Merges `facts.<lang>.toml` with the boxes of the base.
//!
//! The file has the same shape as `facts.toml`, but only words: each box, group and fact is found by its id. Disputes,
//! versions, corrections and map labels have no ids and are in the order of the base.

use std::collections::HashMap;
use std::ops::Range;

use super::numbers::Numbers;
use super::place::Place;
use super::translation::{Translation, quoted};
use crate::authored::{
    AuthoredBox, AuthoredCorrection, AuthoredDispute, AuthoredEvidence, AuthoredFact,
    AuthoredGroup, AuthoredMapLabel,
};
use crate::did_you_mean::suggestion;
use crate::facts::read_evidence;
use crate::source_file::SourceFile;
use crate::toml::{Document, Spanned, Table, Value};
use crate::unique::unique;
use crate::unit::knows_years;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Aspect, BoxId, Entity, FactId, GroupId, IdError, MeasureUnit, Quantity};

/// The keys of a box that come from the base.
const OF_BOX: [&str; 1] = ["kind"];

/// The keys of a fact that come from the base.
const OF_FACT: [&str; 9] = [
    "aspect",
    "as-of",
    "coordinates",
    "date",
    "from",
    "group",
    "of",
    "source",
    "total-of",
];

/// Replaces the words of the base's boxes by those of an edition. Reports what is missing and what the base doesn't have.
pub(super) fn merge(
    file: &SourceFile,
    base: Vec<AuthoredBox>,
    numbers: &Numbers,
    language: &str,
    diagnostics: &DiagnosticSink,
) -> Vec<AuthoredBox> {
    let document = Document::parse(file, file.start()..file.text.len(), diagnostics);
    let mut root = document.root("this file", 0..0);
    let boxes = root.tables("box", "this box");
    root.finish();
    let merge = Merge {
        document: &document,
        numbers,
        language,
        diagnostics,
    };
    let end = file.text.trim_end().len();
    merge.boxes(boxes, base, end..end)
}

struct Merge<'a> {
    document: &'a Document<'a>,
    numbers: &'a Numbers,
    language: &'a str,
    diagnostics: &'a DiagnosticSink,
}

impl<'a> Merge<'a> {
    fn boxes(
        &self,
        tables: Vec<Table<'a>>,
        base: Vec<AuthoredBox>,
        end: Range<usize>,
    ) -> Vec<AuthoredBox> {
        let ids: Vec<&str> = base
            .iter()
            .filter_map(|of| Some(of.id.as_ref()?.value.as_str()))
            .collect();
        let mut found = self.by_id(tables, "boxes", "box", "the base", &ids, BoxId::new);
        let mut missing = Vec::new();
        let merged = base
            .into_iter()
            .map(|of| {
                let table = of.id.as_ref().and_then(|id| found.remove(&id.value));
                match table {
                    Some((id, table)) => self.fact_box(id, table, of),
                    None => {
                        missing.extend(of.id.as_ref().map(|id| id.value.to_string()));
                        emptied_box(of, &end)
                    }
                }
            })
            .collect();
        self.untranslated("box", "boxes", &missing, end);
        merged
    }

    fn fact_box(&self, id: Spanned<BoxId>, table: Table<'a>, mut of: AuthoredBox) -> AuthoredBox {
        let what = format!("the box `{}`", id.value);
        let mut words = Translation::new(table, what.clone());
        let span = words.span();
        let known = self.numbers.of_box(&of);
        let title = words.text("title", &of.title);
        let gist = words.text("gist", &of.gist);
        for text in [&title, &gist] {
            known.check(text, &what, self.document);
        }
        of.title = title.value;
        of.gist = gist.value;
        of.groups = self.groups(
            words.table().tables("group", "this group"),
            of.groups,
            &what,
            &span,
        );
        of.facts = self.facts(
            words.table().tables("fact", "this fact"),
            of.facts,
            &what,
            &span,
        );
        let disputes = self.in_order(&mut words, "dispute", "this dispute", of.disputes.len());
        for (table, dispute) in disputes.into_iter().zip(&mut of.disputes) {
            self.dispute(table, dispute, &what);
        }
        let labels = self.in_order(
            &mut words,
            "map-label",
            "this map label",
            of.map_labels.len(),
        );
        for (table, label) in labels.into_iter().zip(&mut of.map_labels) {
            map_label(table, label, &what);
        }
        words.refuse(&OF_BOX);
        words.finish();
        of.set_place(&span);
        of.id = Some(id);
        of
    }

    fn groups(
        &self,
        tables: Vec<Table<'a>>,
        base: Vec<AuthoredGroup>,
        of: &str,
        span: &Range<usize>,
    ) -> Vec<AuthoredGroup> {
        let ids: Vec<&str> = base
            .iter()
            .filter_map(|group| Some(group.id.as_ref()?.value.as_str()))
            .collect();
        let mut found = self.by_id(
            tables,
            "groups in this box",
            "group",
            of,
            &ids,
            GroupId::new,
        );
        let mut missing = Vec::new();
        let merged = base
            .into_iter()
            .map(|mut group| {
                let table = group.id.as_ref().and_then(|id| found.remove(&id.value));
                let Some((id, table)) = table else {
                    missing.extend(group.id.as_ref().map(|id| id.value.to_string()));
                    group.set_place(span);
                    return group;
                };
                let mut words = Translation::new(table, format!("the group `{}`", id.value));
                group.title = words.text("title", &group.title).value;
                group.party = words
                    .word("party", group.party.as_deref())
                    .map(|party| party.value);
                words.finish();
                group.id = Some(id);
                group
            })
            .collect();
        self.untranslated("group", "groups", &missing, span.clone());
        merged
    }

    fn facts(
        &self,
        tables: Vec<Table<'a>>,
        base: Vec<AuthoredFact>,
        of: &str,
        span: &Range<usize>,
    ) -> Vec<AuthoredFact> {
        let ids: Vec<&str> = base
            .iter()
            .filter_map(|fact| Some(fact.id.as_ref()?.value.as_str()))
            .collect();
        let mut found = self.by_id(tables, "facts", "fact", of, &ids, FactId::new);
        let mut missing = Vec::new();
        let merged = base
            .into_iter()
            .map(|mut fact| {
                let table = fact.id.as_ref().and_then(|id| found.remove(&id.value));
                match table {
                    Some((id, table)) => self.fact(id, table, fact),
                    None => {
                        missing.extend(fact.id.as_ref().map(|id| id.value.to_string()));
                        empty_fact(&mut fact);
                        fact.set_place(span);
                        fact
                    }
                }
            })
            .collect();
        self.untranslated("fact", "facts", &missing, span.clone());
        merged
    }

    fn fact(&self, id: Spanned<FactId>, table: Table<'a>, mut fact: AuthoredFact) -> AuthoredFact {
        let what = format!("the fact `{}`", id.value);
        let known = self.numbers.of_fact(&fact);
        let mut words = Translation::new(table, what.clone());
        let span = words.span();
        let statement = words.text("statement", &fact.statement.value);
        let label = words.word("label", value(&fact.label));
        let derived = words.word("derived", value(&fact.derived));
        let by = words.word("by", fact.by.as_deref());
        let role = words.word("role", fact.role.as_deref());
        let question = match fact.aspect.as_mut().map(|aspect| &mut aspect.value) {
            Some(Aspect::Question(of)) => {
                let question = words.text("question", of);
                *of = question.value.clone();
                Some(question)
            }
            _ => words.word("question", None),
        };
        let entity = match fact.aspect.as_mut().map(|aspect| &mut aspect.value) {
            Some(Aspect::Person(of) | Aspect::Organisation(of)) => entity(&mut words, of, &what),
            _ => words.value("entity", None).map(|_| span.clone()),
        };
        self.units(&mut words, &mut fact, &what);
        let evidence = self.evidence(&mut words, &fact, &what);
        let unquoted = words
            .table()
            .list("unquoted")
            .iter()
            .filter_map(Value::text)
            .collect();
        let corrections = self.in_order(
            &mut words,
            "correction",
            "this correction",
            fact.corrections.len(),
        );
        for (table, correction) in corrections.into_iter().zip(&mut fact.corrections) {
            correction_words(table, correction);
        }
        words.refuse(&OF_FACT);
        words.finish();

        let texts = [
            Some(&statement),
            label.as_ref(),
            derived.as_ref(),
            question.as_ref(),
        ];
        for text in texts.into_iter().flatten() {
            known.check(text, &what, self.document);
        }
        fact.set_place(&id.span);
        fact.span = span;
        if let Some(place) = question
            .as_ref()
            .map(|question| question.span.clone())
            .or(entity)
        {
            fact.detail = place;
        }
        AuthoredFact {
            id: Some(id),
            statement,
            label,
            derived,
            by: by.map(|by| by.value),
            role: role.map(|role| role.value),
            evidence,
            unquoted,
            ..fact
        }
    }

    /// Reads the units of the quantity, the figure and the term.
    fn units(&self, words: &mut Translation<'a>, fact: &mut AuthoredFact, what: &str) {
        let is_term = fact
            .aspect
            .as_ref()
            .is_some_and(|aspect| aspect.value == Aspect::Term);
        if let Some(quantity) = &mut fact.quantity {
            self.unit(words, "quantity", &mut quantity.value, is_term, what);
        } else {
            words.value("quantity", None);
        }
        match &mut fact.term {
            Some(term) => self.unit(words, "term", &mut term.value, true, what),
            None => drop(words.value("term", None)),
        }
        let named = fact
            .figure
            .as_mut()
            .and_then(|figure| match &mut figure.value.unit {
                MeasureUnit::Named(unit) => Some(unit),
                MeasureUnit::Currency(_) | MeasureUnit::Percent => None,
            });
        match named {
            Some(unit) => *unit = unit_in(words, "figure", unit, what),
            None => drop(words.value("figure", None)),
        }
    }

    /// Reads the unit of a quantity. A term in `years` needs none if Sidelight has the word for years.
    fn unit(
        &self,
        words: &mut Translation<'a>,
        key: &'static str,
        quantity: &mut Quantity,
        is_term: bool,
        what: &str,
    ) {
        let is_known = is_term && quantity.unit == "years" && knows_years(self.language);
        if !is_known || words.table().has(key) {
            quantity.unit = unit_in(words, key, &quantity.unit, what);
        }
    }

    fn evidence(
        &self,
        words: &mut Translation<'a>,
        fact: &AuthoredFact,
        what: &str,
    ) -> Vec<AuthoredEvidence> {
        let span = words.span();
        let evidence = read_evidence(words.table());
        if !evidence.is_empty() && evidence.len() != fact.evidence.len() {
            let bases = fact.evidence.iter().map(|evidence| match evidence {
                AuthoredEvidence::Quote(quote) => quoted(&quote.exact.value),
                AuthoredEvidence::Cell(cell) => {
                    format!("a cell of the table `{}`", cell.table.value)
                }
            });
            self.report(
                Kind::OtherCount,
                span,
                format!(
                    "{what} quotes {} here, but {} in the base",
                    passages(evidence.len()),
                    passages(fact.evidence.len())
                ),
                format!(
                    "quote the same passages in the same order: {}",
                    bases.collect::<Vec<_>>().join(", ")
                ),
            );
        }
        evidence
    }

    fn dispute(&self, table: Table<'a>, dispute: &mut AuthoredDispute, of: &str) {
        let mut words = Translation::new(table, format!("a dispute of {of}"));
        dispute.about = words.text("about", &dispute.about).value;
        dispute.span = words.span();
        let versions = self.in_order(
            &mut words,
            "version",
            "this version",
            dispute.versions.len(),
        );
        for (table, version) in versions.into_iter().zip(&mut dispute.versions) {
            let mut words = Translation::new(table, format!("a version of {of}"));
            version.holder = words.text("holder", &version.holder).value;
            words.refuse(&["facts"]);
            words.finish();
        }
        words.finish();
    }

    /// Returns the tables under a key that the base has in the same order. Reports another number of tables.
    fn in_order(
        &self,
        words: &mut Translation<'a>,
        key: &'static str,
        what: &'static str,
        count: usize,
    ) -> Vec<Table<'a>> {
        let span = words.span();
        let tables = words.table().tables(key, what);
        if tables.len() != count && !self.document.is_broken() {
            self.report(
                Kind::OtherCount,
                tables.last().map_or(span, Table::span),
                format!(
                    "the number of `{key}` tables is {}, but {count} in the base",
                    tables.len()
                ),
                format!("write one `{key}` table for each of the base, in the same order"),
            );
        }
        tables
    }

    /// Returns tables by their ids. Reports ids that aren't in `known`, the ids that `of` has, and ids that are there twice.
    fn by_id<T: std::hash::Hash + Eq + Clone + ToString>(
        &self,
        tables: Vec<Table<'a>>,
        plural: &str,
        one: &str,
        of: &str,
        known: &[&str],
        new: impl Fn(String) -> Result<T, IdError> + Copy,
    ) -> HashMap<T, (Spanned<T>, Table<'a>)> {
        let mut ids = Vec::new();
        let mut found = HashMap::new();
        for mut table in tables {
            let Some(id) = table
                .required("id", "\"…\"")
                .and_then(|value| value.id(new))
            else {
                table.finish();
                continue;
            };
            let text = id.value.to_string();
            if known.contains(&text.as_str()) {
                ids.push(id.clone());
                found.entry(id.value.clone()).or_insert((id, table));
            } else {
                let hint = suggestion(&text, known.iter().copied(), "the base has");
                self.report(
                    Kind::NotInBase,
                    id.span,
                    match of {
                        "the base" => format!("the base has no {one} `{text}`"),
                        of => format!("{of} has no {one} `{text}` in the base"),
                    },
                    if hint.is_empty() {
                        "delete it, or add it to the base first".to_owned()
                    } else {
                        hint
                    },
                );
            }
        }
        unique(&ids, plural, self.document.file(), self.diagnostics);
        found
    }

    fn untranslated(&self, one: &str, many: &str, ids: &[String], span: Range<usize>) {
        if ids.is_empty() || self.document.is_broken() {
            return;
        }
        let named: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let what = if ids.len() == 1 { one } else { many };
        let header = match one {
            "box" => "[[box]]".to_owned(),
            one => format!("[[box.{one}]]"),
        };
        self.report(
            Kind::Untranslated,
            span,
            format!("the edition lacks the {what} {}", named.join(", ")),
            format!("add `{header}` with the `id` and the words in the edition's language, as in facts.toml"),
        );
    }

    fn report(&self, kind: Kind, span: Range<usize>, message: String, hint: String) {
        let diagnostic = self.document.file().diagnostic(kind, span, message);
        self.document.report(diagnostic.hint(hint));
    }
}

fn value(text: &Option<Spanned<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

fn passages(count: usize) -> String {
    match count {
        1 => "1 passage".to_owned(),
        count => format!("{count} passages"),
    }
}

/// Reads the words of a person or an organisation into `of`. Returns the range of its table.
fn entity(words: &mut Translation<'_>, of: &mut Entity, what: &str) -> Option<Range<usize>> {
    let value = words.value("entity", Some(quoted(&of.name)))??;
    let span = value.span();
    let mut words = Translation::new(value.table("this entity")?, what.to_owned());
    of.name = words.text("name", &of.name).value;
    of.role = words
        .word("role", of.role.as_deref())
        .map(|role| role.value);
    of.affiliation = words
        .word("affiliation", of.affiliation.as_deref())
        .map(|of| of.value);
    words.refuse(&["url"]);
    words.finish();
    Some(span)
}

/// Reads `{ unit = "…" }`. Returns an empty text if it is missing, which is reported.
fn unit_in(words: &mut Translation<'_>, key: &'static str, base: &str, what: &str) -> String {
    let hint = format!("`{key} = {{ unit = \"{base}\" }}`");
    let value = words.value(key, Some(hint)).flatten();
    let Some(table) = value.and_then(|value| value.table("this unit")) else {
        return String::new();
    };
    let mut words = Translation::new(table, what.to_owned());
    let unit = words.text("unit", base);
    words.refuse(&[
        "exact",
        "at-least",
        "more-than",
        "about",
        "range",
        "value",
        "scale",
        "before",
        "points",
        "currency",
        "percent",
    ]);
    words.finish();
    unit.value
}

fn map_label(table: Table<'_>, label: &mut AuthoredMapLabel, of: &str) {
    let mut words = Translation::new(table, format!("a map label of {of}"));
    label.name = words.text("name", &label.name.value);
    words.refuse(&["coordinates"]);
    words.finish();
}

/// Reads the words of a correction.
pub(super) fn correction_words(table: Table<'_>, correction: &mut AuthoredCorrection) {
    let mut words = Translation::new(table, "the correction".to_owned());
    correction.was = words.text("was", &correction.was).value;
    correction.now = words.text("now", &correction.now).value;
    words.refuse(&["date", "fact"]);
    words.finish();
}

/// Removes the words of a box that the edition lacks.
fn emptied_box(mut of: AuthoredBox, place: &Range<usize>) -> AuthoredBox {
    of.facts.iter_mut().for_each(empty_fact);
    of.set_place(place);
    of.id.iter_mut().for_each(|id| id.span = place.clone());
    of.facts.iter_mut().for_each(|fact| fact.set_place(place));
    of.groups
        .iter_mut()
        .for_each(|group| group.set_place(place));
    of
}

/// Removes the words of a fact that the edition lacks, so that no check reads those of the base.
fn empty_fact(fact: &mut AuthoredFact) {
    fact.statement.value.clear();
    fact.label = None;
    fact.derived = None;
    fact.evidence.clear();
    fact.unquoted.clear();
    fact.corrections.clear();
}
