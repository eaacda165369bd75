//! Ids of the parts of a package. They become fragments of URLs, so their syntax is restricted.

use std::fmt;

use serde::Serialize;

use super::json::{FromJson, Json, Reading};

/// The error for a text that is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("use 1 to 64 lower-case letters a–z, digits and single hyphens between them")
    }
}

fn is_id(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len())
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

fn read_id<'a>(json: &'a Json, max: usize, reading: &mut Reading<'a>) -> Option<String> {
    let text = json.text(reading)?;
    if is_id(text, max) {
        Some(text.to_owned())
    } else {
        reading.wrong(IdError.to_string())
    }
}

/// Defines types of ids, each with its maximum length in characters. Longer ids make links unreadable.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($max:literal))*) => {$(
        $(#[$doc])*
        ///
        #[doc = concat!("1 to ", $max, " characters: lower-case ASCII letters, digits and single hyphens between them.")]
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(inline, extend("pattern" = "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength" = $max))
        )]
        pub struct $name(String);

        impl $name {
            /// Makes an id of a text.
            ///
            /// # Errors
            /// The text doesn't have the syntax of an id.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                if is_id(&text, $max) { Ok(Self(text)) } else { Err(IdError) }
            }

            /// Returns the id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromJson for $name {
            fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
                read_id(json, $max, reading).map(Self)
            }
        }
    )*};
}

ids! {
    /// The id of an article in its site. It is the article's folder name and its path in the site.
    Slug(64)
    /// The id of a text block, unique in the article.
    BlockId(64)
    /// The id of a fact box, unique in the article.
    BoxId(64)
    /// The id of a group of facts, unique in its box.
    GroupId(64)
    /// The id of a fact, unique in the article.
    FactId(64)
    /// The id of one passage that supports one fact: the fact's id, a hyphen and a number from 1. Both fit in it.
    EvidenceId(85)
    /// The id of a source, unique in the article.
    SourceId(64)
    /// The id of a table, unique in the article. It fits in the ids of the table's cells.
    TableId(40)
}

/// Allows lookups by `&str` in maps whose keys are slugs.
#[cfg(feature = "schema")]
impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Checks the text as [`Slug::new`] does.
#[cfg(feature = "schema")]
impl<'de> serde::Deserialize<'de> for Slug {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        Self::new(text.as_str()).map_err(|error| {
            let text = text.escape_debug();
            serde::de::Error::custom(format!("`{text}` isn't the name of an article: {error}"))
        })
    }
}

impl BlockId {
    /// Returns the id of a cell's text. Rows and columns are counted from 0, and row 0 has the headers of the columns.
    pub fn of_cell(table: &TableId, row: usize, column: usize) -> Self {
        Self(format!("table-{table}-r{row}-c{column}"))
    }
}

impl EvidenceId {
    /// Returns the id of the passage `number` of a fact, counted from 1.
    pub fn of(fact: &FactId, number: usize) -> Self {
        Self(format!("{fact}-{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_and_short() {
        let long = "a".repeat(65);
        for (text, good) in [
            ("janaozen-killed", true),
            ("p1", true),
            ("", false),
            ("-a", false),
            ("a--b", false),
            ("Almaty", false),
            ("a b", false),
            ("../up", false),
            ("Жаңаөзен", false),
            (long.as_str(), false),
        ] {
            assert_eq!(FactId::new(text).is_ok(), good, "{text:?}");
        }
    }

    #[test]
    fn the_longest_fact_can_have_evidence() {
        let fact = FactId::new("a".repeat(64)).unwrap();
        let evidence = EvidenceId::of(&fact, usize::MAX);
        assert_eq!(EvidenceId::new(evidence.as_str()), Ok(evidence));
    }
}
