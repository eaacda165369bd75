//! Compares an article with its previously published package. Reports numbers and dates that changed without a
//! correction.
//!
//! *Invariants:* two facts are the same fact if their ids are equal. A correction covers only the change that it was
//! added with. A change stays reported until it is corrected, taken back or waived: a value is compared with the last one
//! that was accepted, not with the last one that was published.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use sidelight_compiler::{Diagnostic, Kind, Report};
use sidelight_model::{Article, Correction, Fact, FactId, Measure, Quantity};

/// A value that changed without a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Uncorrected {
    /// The id of the fact.
    fact: String,
    key: Key,
    /// The last accepted value, as messages show it.
    said: String,
}

/// The key of a value that must not change without a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Key {
    /// The quantity or the figure.
    Quantity,
    Term,
    Date,
}

impl Key {
    /// Returns the key in `facts.toml`.
    fn as_str(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Term => "term",
            Self::Date => "date",
        }
    }

    /// Returns the noun for messages.
    fn noun(self) -> &'static str {
        match self {
            Self::Quantity => "number",
            Self::Term => "term",
            Self::Date => "date",
        }
    }
}

/// Compares an article with its earlier package, and adds the diagnostics to the article's report. That report must
/// hold the article's files. `earlier` is the content of the package at `path`. If it doesn't exist, the article is new
/// and nothing is reported. `uncorrected` are the values that earlier builds reported. Returns those that remain.
pub(crate) fn compare_with(
    earlier: io::Result<Vec<u8>>,
    path: &Path,
    uncorrected: &[Uncorrected],
    now: &Article,
    report: &mut Report,
) -> Vec<Uncorrected> {
    let previous = match earlier {
        // Also new if a parent of the path is a file, since then no article was built there.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Vec::new();
        }
        Err(error) => Err(error.to_string()),
        Ok(json) => Ok(json),
    };
    let previous = previous.and_then(|json| {
        let json = std::str::from_utf8(&json).map_err(|error| error.to_string())?;
        Article::from_json(json).map_err(|error| error.to_string())
    });
    let (found, remaining) = match previous {
        Err(reason) => {
            let diagnostic = Diagnostic::new(
                Kind::EarlierUnreadable,
                &path.display().to_string().into(),
                0..0,
                format!("the previous version can't be read: {reason}"),
            )
            .hint("changes to this article aren't checked; rebuild the site");
            (vec![diagnostic], uncorrected.to_vec())
        }
        Ok(previous) => {
            let end = format!("{}/facts.toml", now.slug);
            match report.file_ending(&end) {
                Some((file, text)) => changes(&previous, uncorrected, now, file, text),
                None => Default::default(),
            }
        }
    };
    report.add(found);
    remaining
}

/// Compares an article with its earlier version. Returns a warning for every fact whose number or date changed, and for
/// every removed fact that had one. Facts with a correction that was added since are skipped, and changes that
/// `[[no-correction]]` waives. `file` and `facts` are the name and text of the article's `facts.toml`, in which the warnings
/// are located.
pub fn compare(previous: &Article, now: &Article, file: &Arc<str>, facts: &str) -> Vec<Diagnostic> {
    changes(previous, &[], now, file, facts).0
}

/// The values of one fact that were last accepted.
struct Accepted<'a> {
    fact: &'a str,
    values: Vec<(Key, String)>,
}

/// Returns the last accepted values: those of the previous version, except for the ones in `uncorrected`.
fn accepted<'a>(previous: &'a Article, uncorrected: &'a [Uncorrected]) -> Vec<Accepted<'a>> {
    let mut all: Vec<Accepted<'_>> = facts_of(previous)
        .map(|fact| Accepted {
            fact: fact.id.as_str(),
            values: telling(fact),
        })
        .collect();
    for old in uncorrected {
        let known = all.iter().position(|accepted| accepted.fact == old.fact);
        let at = known.unwrap_or_else(|| {
            all.push(Accepted {
                fact: &old.fact,
                values: Vec::new(),
            });
            all.len() - 1
        });
        let values = &mut all[at].values;
        values.retain(|(key, _)| *key != old.key);
        values.push((old.key, old.said.clone()));
    }
    all
}

fn changes(
    previous: &Article,
    uncorrected: &[Uncorrected],
    now: &Article,
    file: &Arc<str>,
    facts: &str,
) -> (Vec<Diagnostic>, Vec<Uncorrected>) {
    let new: Vec<&Correction> = now
        .corrections
        .iter()
        .filter(|correction| !previous.corrections.contains(correction))
        .collect();
    let waivers = waivers(facts);
    let is_waived = |fact: &str, said: &str| {
        let is_for = |(waived, was): &(String, String)| waived == fact && was == said;
        waivers.iter().any(is_for)
    };
    let (mut found, mut remaining) = (Vec::new(), Vec::new());
    let mut report = |diagnostic: Diagnostic, fact: &str, key: Key, said: &str| {
        found.push(diagnostic);
        remaining.push(Uncorrected {
            fact: fact.to_owned(),
            key,
            said: said.to_owned(),
        });
    };
    for Accepted { fact: id, values } in accepted(previous, uncorrected) {
        let fact = facts_of(now).find(|fact| fact.id.as_str() == id);
        let is_corrected = new.iter().any(|correction| match (&correction.fact, fact) {
            (Some(corrected), Some(_)) => corrected.as_str() == id,
            (None, None) => true,
            _ => false,
        });
        if is_corrected {
            continue;
        }
        let says = fact.map(telling);
        for (key, said) in values {
            let value = says
                .as_ref()
                .map(|says| says.iter().find(|(other, _)| *other == key));
            let message = match value {
                Some(Some((_, says))) if *says == said => continue,
                _ if is_waived(id, &said) => continue,
                Some(Some((_, says))) => {
                    format!("the fact `{id}` changed from {said} to {says} without a correction")
                }
                Some(None) => format!(
                    "the fact `{id}` said {said} and now has no {}, without a correction",
                    key.noun()
                ),
                None => {
                    format!("the fact `{id}`, which said {said}, was removed without a correction")
                }
            };
            let (range, correct) = match fact {
                Some(fact) => (
                    place(facts, &fact.id, key.as_str()),
                    "add `[[box.fact.correction]]` with `date`, `was` and `now` below the fact",
                ),
                None => (
                    0..0,
                    "if only the id changed, restore the old id; otherwise add `[[correction]]` with `date`, `was` and \
                     `now` to the front matter of `article.md`",
                ),
            };
            let hint = format!(
                "{correct}; if the old version wasn't a mistake or was never published, add `[[no-correction]]` with \
                 `fact = \"{id}\"`, `was = \"{said}\"` and `reason = \"…\"` at the end of facts.toml"
            );
            let diagnostic = Diagnostic::new(Kind::NotCorrected, file, range, message).hint(hint);
            report(diagnostic, id, key, &said);
        }
    }
    (found, remaining)
}

/// Returns the waivers in `facts.toml`, each as the id of its fact and the earlier value.
fn waivers(facts: &str) -> Vec<(String, String)> {
    let (tree, _) = DeTable::parse_recoverable(facts.trim_start_matches('\u{feff}'));
    tables(tree.get_ref(), "no-correction")
        .into_iter()
        .filter_map(|table| {
            let text = |key: &str| {
                let value = table.get(key)?.get_ref().as_str()?;
                Some(value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            };
            Some((text("fact")?, text("was")?))
        })
        .collect()
}

fn facts_of(article: &Article) -> impl Iterator<Item = &Fact> {
    article.boxes.iter().flat_map(|fact_box| &fact_box.facts)
}

/// Returns the values that must not change without a correction: the fact's number or figure, its term and its date.
fn telling(fact: &Fact) -> Vec<(Key, String)> {
    let quantity = fact.quantity.as_ref().map(Quantity::to_string);
    let figure = fact.figure.as_ref().map(Measure::to_string);
    let number = quantity.or(figure);
    let term = fact.term.as_ref().map(Quantity::to_string);
    let date = fact.when().map(|date| date.to_string());
    [
        (Key::Quantity, number),
        (Key::Term, term),
        (Key::Date, date),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value?)))
    .collect()
}

/// Returns the byte range of a fact's key in `facts.toml`. Falls back to the fact's `id` if the key is missing, and to
/// `0..0` if the fact isn't found.
fn place(facts: &str, fact: &FactId, key: &str) -> Range<usize> {
    let text = facts.trim_start_matches('\u{feff}');
    let start = facts.len() - text.len();
    let (tree, _) = DeTable::parse_recoverable(text);
    tables(tree.get_ref(), "box")
        .into_iter()
        .flat_map(|fact_box| tables(fact_box, "fact"))
        .find_map(|table| {
            let id = table.get("id")?;
            let figure = (key == Key::Quantity.as_str()).then_some("figure");
            let value = table.get(key).or_else(|| table.get(figure?));
            (id.get_ref().as_str()? == fact.as_str()).then(|| value.unwrap_or(id).span())
        })
        .map_or(0..0, |span| span.start + start..span.end + start)
}

/// Returns the tables `[[key]]` of a table, or an empty list if there are none.
fn tables<'t>(table: &'t DeTable<'t>, key: &str) -> Vec<&'t DeTable<'t>> {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items
            .iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::Table(table) => Some(table),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
