//! The version of the package format.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Json;
use super::json::{FromJson, Reading};

/// The version of the package format that this program reads and writes.
pub const SCHEMA: &str = "sidelight/1";

/// The version of a package. Its only value is [`SCHEMA`]; any other text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, with = "String", extend("const" = SCHEMA))
)]
pub struct Schema;

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(SCHEMA)
    }
}

impl FromJson for Schema {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        match json.text(reading)? {
            SCHEMA => Some(Self),
            other => reading.wrong(WrongSchema(other).to_string()),
        }
    }
}

/// The message for a package of another version.
pub(super) struct WrongSchema<'a>(pub(super) &'a str);

impl fmt::Display for WrongSchema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the version `{}` isn't supported; the supported version is `{SCHEMA}`",
            self.0
        )
    }
}
