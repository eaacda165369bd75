//! Reads `facts.toml`.

mod aspect;
mod evidence;
mod figure;
mod quantity;

use crate::Kind;
use crate::authored::{
    AuthoredBox, AuthoredCorrection, AuthoredDispute, AuthoredFact, AuthoredGroup,
    AuthoredMapLabel, AuthoredVersion,
};
use crate::document_keys::read_from;
use crate::toml::{Document, Spanned, Table};
use sidelight_model::{Aspect, BoxId, BoxKind, FactId, GroupId, SourceId};

pub(crate) use aspect::words_for;
pub(crate) use evidence::read_evidence;

/// The kinds of boxes, each with the keyword that authors write.
pub(crate) const KINDS: [(&str, BoxKind); 11] = [
    ("casualties", BoxKind::Casualties),
    ("sentences", BoxKind::Sentences),
    ("demands", BoxKind::Demands),
    ("timeline", BoxKind::Timeline),
    ("people", BoxKind::People),
    ("places", BoxKind::Places),
    ("votes", BoxKind::Votes),
    ("questions", BoxKind::Questions),
    ("glossary", BoxKind::Glossary),
    ("claims", BoxKind::Claims),
    ("figures", BoxKind::Figures),
];

/// Reads the boxes of a document. Returns `None` if `box` isn't a list, because the boxes are then unknown.
pub(crate) fn read_boxes<'d>(document: &'d Document<'d>) -> Option<Vec<AuthoredBox>> {
    let mut root = document.root("facts.toml", 0..0);
    let are_known = root.optional("box").is_none_or(|boxes| boxes.is_list());
    let boxes = root.tables("box", "this box");
    for waiver in root.tables("no-correction", "this waiver") {
        check_waiver(waiver);
    }
    root.finish();
    are_known.then(|| boxes.into_iter().map(read_box).collect())
}

/// Checks a waiver: the id of a fact whose number or date changed, its earlier value, and the reason why that needs no
/// correction. The comparison with the site that was built before reads it itself.
fn check_waiver(mut table: Table<'_>) {
    if let Some(fact) = table.required("fact", "\"killed\"") {
        fact.id(FactId::new);
    }
    table.text("was");
    table.text("reason");
    table.finish();
}

fn read_box(mut table: Table<'_>) -> AuthoredBox {
    let id = table
        .required("id", "\"casualties\"")
        .and_then(|v| v.id(BoxId::new));
    let kind = table
        .required("kind", "\"casualties\"")
        .and_then(|v| v.choice(&KINDS));
    let read = AuthoredBox {
        span: table.span(),
        id,
        title: table.text("title"),
        gist: table.text("gist"),
        groups: table
            .tables("group", "this group")
            .into_iter()
            .map(read_group)
            .collect(),
        facts: table
            .tables("fact", "this fact")
            .into_iter()
            .map(read_fact)
            .collect(),
        disputes: table
            .tables("dispute", "this dispute")
            .into_iter()
            .map(read_dispute)
            .collect(),
        map_labels: read_map_labels(&mut table, kind.as_ref().map(|kind| kind.value)),
        kind,
    };
    table.finish();
    read
}

/// Reads the labels of a map. Reports labels in a box that has no map.
fn read_map_labels(table: &mut Table<'_>, kind: Option<BoxKind>) -> Vec<AuthoredMapLabel> {
    let labels = table.tables("map-label", "this map label");
    if let Some(first) = labels.first()
        && kind.is_some_and(|kind| kind != BoxKind::Places)
    {
        let document = table.document();
        let diagnostic = document.file().diagnostic(
            Kind::UnknownKey,
            first.span(),
            "`map-label` can't be used in a box of this kind",
        );
        document.report(diagnostic.hint("use it in a box of the kind `places`, or delete it"));
    }
    labels.into_iter().filter_map(read_map_label).collect()
}

fn read_map_label(mut table: Table<'_>) -> Option<AuthoredMapLabel> {
    let name = table.required("name", "\"Kazakstan\"");
    let at = table.required("coordinates", "[43.34, 52.86]");
    table.finish();
    let at = at.and_then(|at| aspect::read_coordinates(&at));
    Some(AuthoredMapLabel {
        name: name?.text()?,
        at: at?,
    })
}

fn read_group(mut table: Table<'_>) -> AuthoredGroup {
    let read = AuthoredGroup {
        id: table
            .required("id", "\"janaozen\"")
            .and_then(|v| v.id(GroupId::new)),
        title: table.text("title"),
        party: table.optional_text("party"),
    };
    table.finish();
    read
}

fn read_fact(mut table: Table<'_>) -> AuthoredFact {
    let written = table.optional("quantity");
    let has_quantity = written.is_some();
    let (aspect, detail) = aspect::read_aspect(&mut table, has_quantity).unzip();
    let needs_quantity = aspect
        .as_ref()
        .is_some_and(|aspect| aspect.value.needs_quantity());
    let quantity = written.and_then(quantity::read_quantity);
    let kind = aspect.as_ref().map(|aspect| &aspect.value);
    let (figure, needs_figure) = figure::read_figure(&mut table, kind, has_quantity);
    let source = table.optional("source");
    // An event has read its date already, because it requires one.
    let is_event = aspect
        .as_ref()
        .is_some_and(|aspect| matches!(aspect.value, Aspect::Event(_)));
    let date = table
        .optional("date")
        .filter(|_| !is_event)
        .and_then(|value| value.date());
    let read = AuthoredFact {
        span: table.span(),
        id: table
            .required("id", "\"janaozen-killed\"")
            .and_then(|v| v.id(FactId::new)),
        group: table.optional("group").and_then(|v| v.id(GroupId::new)),
        label: read_label(&mut table, aspect.as_ref()),
        aspect,
        detail: detail.unwrap_or_default(),
        statement: table
            .required("statement", "\"…\"")
            .and_then(|value| value.text())
            .unwrap_or_else(|| Spanned {
                value: String::new(),
                span: table.span(),
            }),
        number_told: (quantity.is_none() && (has_quantity || needs_quantity))
            || (figure.is_none() && needs_figure),
        quantity,
        figure,
        total_of: table.ids("total-of", FactId::new),
        derived: table.optional("derived").and_then(|v| v.text()),
        term: table.optional("term").and_then(quantity::read_quantity),
        date,
        by: table.optional_text("by"),
        role: table.optional_text("role"),
        source_told: source.is_some(),
        source: source.and_then(|v| v.id(SourceId::new)),
        as_of: table
            .optional("as-of")
            .and_then(|v| v.date())
            .map(|date| date.value),
        evidence: evidence::read_evidence(&mut table),
        from: read_from(&mut table),
        unquoted: table
            .list("unquoted")
            .iter()
            .filter_map(|word| word.text())
            .collect(),
        corrections: table
            .tables("correction", "this correction")
            .into_iter()
            .map(read_correction)
            .collect(),
    };
    table.finish();
    read
}

fn read_correction(mut table: Table<'_>) -> AuthoredCorrection {
    let correction = AuthoredCorrection {
        date: table
            .required("date", "2012-06-13")
            .and_then(|v| v.date())
            .map(|date| date.value),
        fact: None,
        was: table.text("was"),
        now: table.text("now"),
    };
    table.finish();
    correction
}

/// Reads the label. It is required for a place, as its name on the map and in the list of places, and for an entry of a
/// glossary, as the term.
fn read_label(table: &mut Table<'_>, aspect: Option<&Spanned<Aspect>>) -> Option<Spanned<String>> {
    match aspect.map(|aspect| &aspect.value) {
        Some(Aspect::Place(_)) => table.required("label", "\"Janaozen\"")?.text(),
        Some(Aspect::Entry) => table.required("label", "\"quorum\"")?.text(),
        _ => table.optional("label")?.text(),
    }
}

fn read_dispute(mut table: Table<'_>) -> AuthoredDispute {
    let read = AuthoredDispute {
        span: table.span(),
        about: table.text("about"),
        versions: table
            .tables("version", "this version")
            .into_iter()
            .map(|mut table| {
                let version = AuthoredVersion {
                    holder: table.text("holder"),
                    facts: read_version_facts(&mut table),
                };
                table.finish();
                version
            })
            .collect(),
    };
    table.finish();
    read
}

fn read_version_facts(table: &mut Table<'_>) -> Vec<Spanned<FactId>> {
    let Some(value) = table.required("facts", "[\"…\"]") else {
        return Vec::new();
    };
    let facts = value.list();
    if value.is_list() && facts.is_empty() {
        value.report(
            Kind::Blank,
            "this version has no facts",
            "list the ids of its facts: `facts = [\"…\"]`",
        );
    }
    facts
        .iter()
        .filter_map(|fact| fact.id(FactId::new))
        .collect()
}
