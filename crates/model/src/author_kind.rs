//! Kinds of authors.

use serde::Serialize;

use super::json::{FromJson, Json, Reading};

/// The kind of an author, which decides how other programs cite and index the name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AuthorKind {
    /// A person.
    #[default]
    Person,
    /// An organisation, such as a newsroom or an agency.
    Organisation,
}

impl AuthorKind {
    /// Returns `true` for a person, the default.
    pub fn is_person(&self) -> bool {
        *self == Self::Person
    }
}

impl FromJson for AuthorKind {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        match json.text(reading)? {
            "person" => Some(Self::Person),
            "organisation" => Some(Self::Organisation),
            other => reading.unknown(other),
        }
    }

    fn missing() -> Option<Self> {
        Some(Self::Person)
    }
}
