//! Names of things inside a package. They become fragments of URLs, so they are short and plain.

use std::fmt;

use serde::Serialize;

use super::json::{FromJson, Json, Reading};

/// The longest id in characters; longer ones make unreadable links.
const MAX_LEN: usize = 64;

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an id is 1 to 64 lower-case letters a–z, digits and single hyphens between them",
        )
    }
}

fn is_id(text: &str) -> bool {
    (1..=MAX_LEN).contains(&text.len())
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

fn read_id<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<String> {
    let text = json.text(reading)?;
    if is_id(text) {
        Some(text.to_owned())
    } else {
        reading.wrong(IdError.to_string())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// 1 to 64 characters: lower-case ASCII letters, digits and single hyphens between them.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(inline, extend("pattern" = "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength" = MAX_LEN))
        )]
        pub struct $name(String);

        impl $name {
            /// Takes a text as an id, or says what an id must look like.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                if is_id(&text) { Ok(Self(text)) } else { Err(IdError) }
            }

            /// The id as text.
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
                read_id(json, reading).map(Self)
            }
        }
    )*};
}

ids! {
    /// Names an article in a site; the folder it is written in and the path it is served at.
    Slug
    /// Names a block of text in the body.
    BlockId
    /// Names a fact box in an article.
    BoxId
    /// Names a group of facts in a box.
    GroupId
    /// Names a fact in an article.
    FactId
    /// Names one passage that bears out one fact: the fact's id, a hyphen and a number from 1.
    EvidenceId
    /// Names a source in an article.
    SourceId
}

/// Lets maps be searched by text.
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

impl EvidenceId {
    /// The id of a fact's `number`th passage, counted from 1. It may be longer than an authored id.
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
}
