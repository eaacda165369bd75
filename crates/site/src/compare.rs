//! An article against what was pressed of it before: numbers and dates that changed, and whether a correction says so.
//!
//! *Invariant:* facts are the same when their ids are; a correction counts once, for the change that it came with.

use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use sidelight_compiler::sources::open_file;
use sidelight_compiler::{Diagnostic, Kind, Pressed, Report};
use sidelight_model::{Article, Aspect, Correction, Fact, FactId};

/// Where a fact is to be corrected.
const AT_FACT: &str = "add `[[box.fact.correction]]` with `date`, `was` and `now` below the fact; if the old one was never published, there is nothing to do";

/// Where a fact that is gone is to be corrected.
const AT_ARTICLE: &str = "add `[[correction]]` with `date`, `was` and `now` to the front matter of `article.md`; if only its id has changed, give it the old one again";

/// Compares all articles with those of a site that was pressed before, and reports what changed without a
/// correction. Articles that the site doesn't have are new.
pub fn against(pressed: &mut Pressed, site: &Path) {
    for article in &pressed.articles {
        let path = site.join(article.slug.as_str()).join("article.json");
        let read = || -> io::Result<Vec<u8>> {
            let mut json = Vec::new();
            open_file(&path)?.read_to_end(&mut json)?;
            Ok(json)
        };
        compare_with(read(), &path, article, &mut pressed.report);
    }
}

/// Compares an article with its earlier package, and adds what is to be told to the report of the article, which holds its
/// files. `earlier` is the package as it was read from `path`; where none is, the article is new.
pub(super) fn compare_with(
    earlier: io::Result<Vec<u8>>,
    path: &Path,
    now: &Article,
    report: &mut Report,
) {
    let previous = match earlier {
        // Also where a file stands in the article's place: it was never pressed there.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return;
        }
        Err(error) => Err(error.to_string()),
        Ok(json) => Ok(json),
    };
    let previous = previous.and_then(|json| {
        let json = std::str::from_utf8(&json).map_err(|error| error.to_string())?;
        Article::from_json(json).map_err(|error| error.to_string())
    });
    let found = match previous {
        Err(reason) => vec![
            Diagnostic::new(
                Kind::EarlierUnreadable,
                &path.display().to_string().into(),
                0..0,
                format!("what was pressed before can't be read: {reason}"),
            )
            .hint("nothing is compared with it; press the site anew"),
        ],
        Ok(previous) => {
            let end = format!("{}/facts.toml", now.slug);
            match report.file_ending(&end) {
                Some((file, text)) => compare(&previous, now, file, text),
                None => Vec::new(),
            }
        }
    };
    report.add(found);
}

/// Compares an article with what was pressed of it before: warns of every fact whose number or date changed, or
/// that is gone with its number, while no correction that came since tells of it. `file` and `facts` are the name
/// and text of its `facts.toml`, for places.
pub fn compare(previous: &Article, now: &Article, file: &Arc<str>, facts: &str) -> Vec<Diagnostic> {
    let new: Vec<&Correction> = now
        .corrections
        .iter()
        .filter(|correction| !previous.corrections.contains(correction))
        .collect();
    let mut found = Vec::new();
    for old in facts_of(previous) {
        let said = telling(old);
        if said.is_empty() {
            continue;
        }
        let Some(fact) = facts_of(now).find(|fact| fact.id == old.id) else {
            if !new.iter().any(|correction| correction.fact.is_none()) {
                found.push(
                    Diagnostic::new(
                        Kind::NotCorrected,
                        file,
                        0..0,
                        format!(
                            "the fact `{}`, which said {}, is gone without a correction",
                            old.id,
                            said.iter()
                                .map(|(_, said)| said.as_str())
                                .collect::<Vec<_>>()
                                .join(", "),
                        ),
                    )
                    .hint(AT_ARTICLE),
                );
            }
            continue;
        };
        if new
            .iter()
            .any(|correction| correction.fact.as_ref() == Some(&fact.id))
        {
            continue;
        }
        let says = telling(fact);
        for (key, said) in said {
            let says = says.iter().find(|(other, _)| *other == key);
            let message = match says {
                Some((_, says)) if *says == said => continue,
                Some((_, says)) => format!(
                    "the fact `{}` said {said} and now says {says}, without a correction",
                    fact.id
                ),
                None => format!(
                    "the fact `{}` said {said} and now gives no {}, without a correction",
                    fact.id,
                    if key == "date" { "date" } else { "number" }
                ),
            };
            found.push(
                Diagnostic::new(
                    Kind::NotCorrected,
                    file,
                    place(facts, &fact.id, key),
                    message,
                )
                .hint(AT_FACT),
            );
        }
    }
    found
}

fn facts_of(article: &Article) -> impl Iterator<Item = &Fact> {
    article.boxes.iter().flat_map(|fact_box| &fact_box.facts)
}

/// What can't change without a word: a fact's number and its date, by their keys in `facts.toml`.
fn telling(fact: &Fact) -> Vec<(&'static str, String)> {
    let number = fact
        .quantity
        .as_ref()
        .map(|quantity| ("quantity", quantity.to_string()));
    let date = match &fact.aspect {
        Aspect::Event(date) => Some(("date", date.to_string())),
        _ => None,
    };
    number.into_iter().chain(date).collect()
}

/// Where a fact's key stands in `facts.toml`, or the fact's id where it hasn't got that key; the file's start
/// when neither is found.
fn place(facts: &str, fact: &FactId, key: &str) -> Range<usize> {
    let text = facts.trim_start_matches('\u{feff}');
    let start = facts.len() - text.len();
    let (tree, _) = DeTable::parse_recoverable(text);
    tables(tree.get_ref(), "box")
        .into_iter()
        .flat_map(|fact_box| tables(fact_box, "fact"))
        .find_map(|table| {
            let id = table.get("id")?;
            (id.get_ref().as_str()? == fact.as_str()).then(|| table.get(key).unwrap_or(id).span())
        })
        .map_or(0..0, |span| span.start + start..span.end + start)
}

/// The tables `[[key]]` of a table.
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
