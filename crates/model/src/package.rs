//! Reading packages: from JSON to a valid article, or an error that says where and why.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::json::{FromJson, Reading};
use super::{Article, Json};

/// The version of the package format that this program reads and writes.
pub const SCHEMA: &str = "sidelight/1";

/// Stands for [`SCHEMA`]: nothing else parses as one.
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

struct WrongSchema<'a>(&'a str);

impl fmt::Display for WrongSchema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "this package is written in `{}`; this reader reads `{SCHEMA}`",
            self.0
        )
    }
}

/// What is wrong with a package, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageError {
    /// The path inside the JSON, such as `boxes[1].facts[0].evidence[0]`; empty for the whole.
    pub path: String,
    /// The reason, as a sentence without a full stop.
    pub reason: String,
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for PackageError {}

impl Article {
    /// Reads a package.
    ///
    /// The schema is looked at first: in a package of another version every other complaint would mislead.
    pub fn from_json(json: &str) -> Result<Self, PackageError> {
        let tree: Json = serde_json::from_str(json).map_err(|error| PackageError {
            path: String::new(),
            reason: format!("this is not JSON: {error}"),
        })?;
        Self::from_tree(&tree)
    }

    /// The same, of JSON that has been parsed already.
    pub fn from_tree(tree: &Json) -> Result<Self, PackageError> {
        check_schema(tree)?;
        let article: Self = tree.read()?;
        article.check()?;
        Ok(article)
    }

    /// Writes it as a package, on one line.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

fn check_schema(tree: &Json) -> Result<(), PackageError> {
    let error = |path: &str, reason: String| {
        Err(PackageError {
            path: path.into(),
            reason,
        })
    };
    let Json::Object(members) = tree else {
        return error("", "a package is a JSON object".into());
    };
    match members.iter().find(|(name, _)| name == "schema") {
        Some((_, Json::Text(schema))) if schema == SCHEMA => Ok(()),
        Some((_, Json::Text(schema))) => error("schema", WrongSchema(schema).to_string()),
        Some(_) => error("schema", format!("the schema is a text, `{SCHEMA}`")),
        None => error(
            "schema",
            format!("it is missing, so this is not an article package; `{SCHEMA}` is expected"),
        ),
    }
}

impl<'de> Deserialize<'de> for Article {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_tree(&Json::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
