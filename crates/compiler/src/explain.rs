//! Explains diagnostic codes, from the table in `docs/diagnostics.md`.
//!
//! *Invariant:* every kind of diagnostic has exactly one row in that table, with its code and its name.

use std::fmt;

use sidelight_text::nearest;

/// The page of the documentation that contains the table.
const TABLE: &str = include_str!("../../../docs/diagnostics.md");

/// The explanation of a diagnostic code: one row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The code, such as `SL038`.
    pub code: String,
    /// The kind's name in lower case with hyphens, such as `quote-not-found`.
    pub name: String,
    /// The problem that the diagnostic reports.
    pub meaning: String,
    /// Instructions to fix the problem.
    pub remedy: String,
    /// An example that causes the diagnostic.
    pub example: String,
}

/// Returns the explanations of all codes, in the order of the table.
pub fn meanings() -> Vec<Meaning> {
    TABLE
        .lines()
        .filter(|line| line.starts_with("| SL"))
        .filter_map(|line| {
            let line = line.trim().trim_matches('|').replace("\\|", "\u{0}");
            let mut cells = line
                .split('|')
                .map(|cell| cell.trim().replace('\u{0}', "|"));
            Some(Meaning {
                code: cells.next()?,
                name: cells.next()?,
                meaning: cells.next()?,
                remedy: cells.next()?,
                example: cells.next()?,
            })
        })
        .collect()
}

/// Returns the explanation of a code or of a kind's name. Letter case and white space around it are ignored.
///
/// # Errors
/// Returns a message if there is no such code. It suggests the nearest name, or gives the first and the last code.
pub fn explain(code: &str) -> Result<Meaning, String> {
    let entries = meanings();
    let word = code.trim();
    if let Some(entry) = entries.iter().find(|entry| {
        [&entry.code, &entry.name]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
    }) {
        return Ok(entry.clone());
    }
    let names = entries.iter().map(|entry| entry.name.as_str());
    Err(match nearest(word, names) {
        Some(near) => format!("unknown code `{word}`; did you mean `{near}`?"),
        None => format!(
            "unknown code `{word}`; codes range from {} to {}",
            entries.first().map_or("", |entry| &entry.code),
            entries.last().map_or("", |entry| &entry.code),
        ),
    })
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            name,
            meaning,
            remedy,
            example,
        } = self;
        write!(
            f,
            "{code} {name}\n\n{meaning}\nWhat to do: {remedy}\nExample: {example}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn name(kind: Kind) -> String {
        let mut name = String::new();
        for c in format!("{kind:?}").chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }

    #[test]
    fn every_kind_has_its_entry_and_every_entry_its_kind() {
        let kinds: Vec<(String, String)> = Kind::ALL
            .iter()
            .map(|kind| (kind.code().to_string(), name(*kind)))
            .collect();
        let listed: Vec<(String, String)> = meanings()
            .into_iter()
            .map(|entry| (entry.code, entry.name))
            .collect();
        assert_eq!(listed, kinds);
    }

    #[test]
    fn every_entry_says_what_it_means_and_what_to_do() {
        for entry in meanings() {
            for cell in [&entry.meaning, &entry.remedy, &entry.example] {
                assert!(cell.len() > 3, "{entry:?}");
            }
            assert!(
                entry.meaning.ends_with('.') && entry.remedy.ends_with('.'),
                "{entry:?}"
            );
        }
    }

    #[test]
    fn codes_and_names_are_found_in_any_case() {
        for word in ["SL038", "sl038", "quote-not-found", " Quote-Not-Found "] {
            assert_eq!(explain(word).unwrap().code, "SL038", "{word:?}");
        }
        assert!(
            explain("quote-found")
                .unwrap_err()
                .contains("did you mean `quote-not-found`?")
        );
        assert!(explain("E0001").unwrap_err().contains("from SL001 to"));
    }
}
