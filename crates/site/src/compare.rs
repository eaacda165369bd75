//! Compares an article with its previously published package. Reports numbers and dates that changed without a
//! correction.
//!
//! *Invariant:* two facts are the same fact if their ids are equal. A correction covers only the change that it was
//! added with.

use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use sidelight_compiler::sources::open_file;
use sidelight_compiler::{Compiled, Diagnostic, Kind, Report};
use sidelight_model::{Article, Aspect, Correction, Fact, FactId};

/// Hint for a fact that changed without a correction.
const AT_FACT: &str = "add `[[box.fact.correction]]` with `date`, `was` and `now` below the fact; if the old \
                       version was never published, ignore this";

/// Hint for a fact that was removed without a correction.
const AT_ARTICLE: &str = "add `[[correction]]` with `date`, `was` and `now` to the front matter of \
                          `article.md`; if only the id changed, restore the old id";

/// Compares all articles with the packages of the site in the folder `site`, and reports changes without a correction.
/// Articles that the site doesn't contain are new and are skipped.
pub fn against(compiled: &mut Compiled, site: &Path) {
    for article in &compiled.articles {
        let path = site.join(article.slug.as_str()).join("article.json");
        let read = || -> io::Result<Vec<u8>> {
            let mut json = Vec::new();
            open_file(&path)?.read_to_end(&mut json)?;
            Ok(json)
        };
        compare_with(read(), &path, article, &mut compiled.report);
    }
}

/// Compares an article with its earlier package, and adds the diagnostics to the article's report. That report must
/// hold the article's files. `earlier` is the content of the package at `path`. If it doesn't exist, the article is new
/// and nothing is reported.
pub(super) fn compare_with(
    earlier: io::Result<Vec<u8>>,
    path: &Path,
    now: &Article,
    report: &mut Report,
) {
    let previous = match earlier {
        // Also new if a parent of the path is a file, since then no article was built there.
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
                format!("the previous version can't be read: {reason}"),
            )
            .hint("changes to this article aren't checked; rebuild the site"),
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

/// Compares an article with its earlier version. Returns a warning for every fact whose number or date changed, and for
/// every removed fact that had one. Facts with a correction that was added since are skipped. `file` and `facts` are
/// the name and text of the article's `facts.toml`, in which the warnings are located.
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
                            "the fact `{}`, which said {}, was removed without a correction",
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
                    "the fact `{}` changed from {said} to {says} without a correction",
                    fact.id
                ),
                None => format!(
                    "the fact `{}` said {said} and now has no {}, without a correction",
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

/// Returns the values that must not change without a correction: the fact's number and its date, each with its key in
/// `facts.toml`.
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
            (id.get_ref().as_str()? == fact.as_str()).then(|| table.get(key).unwrap_or(id).span())
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
