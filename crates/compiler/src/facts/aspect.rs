//! Reads the aspect of a fact: a keyword. Some aspects also require a key of their own, such as `date`.

use std::ops::Range;

use crate::Kind;
use crate::toml::{Spanned, Table, Value};
use sidelight_model::{Aspect, BoxKind, Coordinates, Entity, FactId};

/// Aspects that are only a keyword.
const PLAIN: [(&str, Aspect); 18] = [
    ("killed", Aspect::Killed),
    ("injured", Aspect::Injured),
    ("charged", Aspect::Charged),
    ("imprisoned", Aspect::Imprisoned),
    ("released", Aspect::Released),
    ("term", Aspect::Term),
    ("penalty", Aspect::Penalty),
    ("demand", Aspect::Demand),
    ("criticism", Aspect::Criticism),
    ("for", Aspect::For),
    ("against", Aspect::Against),
    ("abstained", Aspect::Abstained),
    ("absent", Aspect::Absent),
    ("votes", Aspect::Votes),
    ("entry", Aspect::Entry),
    ("figure", Aspect::Figure),
    ("account", Aspect::Account),
    ("context", Aspect::Context),
];

/// Aspects that require a key of their own: the keyword, the kind of box, the required key.
const KEYED: [(&str, BoxKind, &str); 7] = [
    ("event", BoxKind::Timeline, "date"),
    ("person", BoxKind::People, "entity"),
    ("organisation", BoxKind::People, "entity"),
    ("place", BoxKind::Places, "coordinates"),
    ("question", BoxKind::Questions, "question"),
    ("claim", BoxKind::Claims, "by"),
    ("finding", BoxKind::Claims, "of"),
];

/// Returns the keywords of the aspects that a kind of box accepts.
pub(crate) fn words_for(kind: BoxKind) -> Vec<&'static str> {
    let keyed = KEYED
        .iter()
        .filter(|(_, of, _)| *of == kind)
        .map(|(word, ..)| *word);
    let plain = PLAIN
        .iter()
        .filter(|(_, aspect)| aspect.kind().is_none_or(|of| of == kind))
        .map(|(word, _)| *word);
    keyed.chain(plain).collect()
}

/// Reads the aspect and the key that it requires. Also returns the range of the date, the entity, the coordinates, the
/// question or the claim's id, or of the keyword for a plain aspect. Reports a diagnostic and returns `None` if the
/// aspect is missing or invalid.
pub(super) fn read_aspect(
    table: &mut Table<'_>,
    has_quantity: bool,
) -> Option<(Spanned<Aspect>, Range<usize>)> {
    let value = table.required("aspect", "\"killed\"")?;
    let words: Vec<&str> = PLAIN
        .iter()
        .map(|(word, _)| *word)
        .chain(KEYED.iter().map(|(word, ..)| *word))
        .collect();
    let word = value.word(&words)?;
    refuse_other_keys(table, word);
    let (aspect, detail) = match word {
        "event" => {
            let date = table.required("date", "2011-12-16")?.date()?;
            (Aspect::Event(date.value), date.span)
        }
        "person" => {
            let entity = read_entity(table)?;
            (Aspect::Person(entity.value), entity.span)
        }
        "organisation" => {
            let entity = read_entity(table)?;
            (Aspect::Organisation(entity.value), entity.span)
        }
        "place" => {
            let written = table.required("coordinates", "[43.34, 52.86]")?;
            (Aspect::Place(read_coordinates(&written)?), written.span())
        }
        "question" => {
            let question = table.required("question", "\"…\"")?.text()?;
            (Aspect::Question(question.value), question.span)
        }
        "claim" => {
            table.required("by", "\"The mayor\"")?;
            (Aspect::Claim, value.span())
        }
        "finding" => {
            check_finding(table);
            let claim = table.required("of", "\"claim-id\"")?.id(FactId::new)?;
            (Aspect::Finding(claim.value), claim.span)
        }
        plain => {
            let aspect = PLAIN.iter().find(|(word, _)| *word == plain)?.1.clone();
            (aspect, value.span())
        }
    };
    if aspect.needs_quantity() && !has_quantity && !table.document().is_broken() {
        let diagnostic = table.document().file().diagnostic(
            Kind::MissingKey,
            table.span(),
            format!("a fact with the aspect `{word}` needs a `quantity`"),
        );
        table
            .document()
            .report(diagnostic.hint("add `quantity = { exact = 14, unit = \"people\" }`"));
    }
    Some((value.at(aspect), detail))
}

fn refuse_other_keys(table: &mut Table<'_>, word: &str) {
    for (key, owners) in [
        ("entity", &["person", "organisation"][..]),
        ("coordinates", &["place"]),
        ("question", &["question"]),
        ("of", &["finding"]),
        ("term", &["imprisoned"]),
    ] {
        if owners.contains(&word) {
            continue;
        }
        if let Some(extra) = table.optional(key) {
            let diagnostic = table.document().file().diagnostic(
                Kind::UnknownKey,
                extra.key_span(),
                format!("`{key}` can't be used with the aspect `{word}`"),
            );
            table.document().report(diagnostic.hint(format!(
                "use it with the aspect `{}`, or delete it",
                owners.join("` or `")
            )));
        }
    }
}

/// Reports a finding that names neither a person nor a source, and one in a group.
fn check_finding(table: &mut Table<'_>) {
    if let Some(group) = table.optional("group") {
        let diagnostic = table.document().file().diagnostic(
            Kind::UnknownKey,
            group.key_span(),
            "`group` can't be used with the aspect `finding`",
        );
        table
            .document()
            .report(diagnostic.hint("delete it; a finding is shown beside its claim"));
    }
    let is_owned = table.optional("by").is_some() || table.optional("source").is_some();
    if !is_owned && !table.document().is_broken() {
        let diagnostic = table.document().file().diagnostic(
            Kind::MissingKey,
            table.span(),
            "a finding needs a `by` or a `source` of its own",
        );
        table.document().report(
            diagnostic.hint("add `by = \"…\"`, or the source that reports it: `source = \"…\"`"),
        );
    }
}

fn read_entity(table: &mut Table<'_>) -> Option<Spanned<Entity>> {
    let written = table.required("entity", "{ name = \"…\" }")?;
    let mut table = written.table("this entity")?;
    let entity = Entity {
        name: table.text("name"),
        role: table.optional_text("role"),
        affiliation: table.optional_text("affiliation"),
        url: table.optional("url").and_then(|v| v.web_address()),
    };
    table.finish();
    Some(written.at(entity))
}

/// Reads a latitude and a longitude. Reports anything else.
pub(super) fn read_coordinates(value: &Value<'_>) -> Option<Coordinates> {
    let numbers = value.list();
    let [latitude, longitude] = numbers.as_slice() else {
        value.report(
            Kind::BadNumber,
            "`coordinates` must be two numbers",
            "write latitude, then longitude: `[43.34, 52.86]`",
        );
        return None;
    };
    Some(Coordinates {
        latitude: latitude.degrees(90.0)?,
        longitude: longitude.degrees(180.0)?,
    })
}
