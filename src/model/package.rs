//! Reading packages: from JSON to a valid article, or an error that says where and why.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Article;

/// The version of the package format that this program reads and writes.
pub const SCHEMA: &str = "sidelight/1";

/// Stands for [`SCHEMA`]: nothing else parses as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema;

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(SCHEMA)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == SCHEMA {
            Ok(Self)
        } else {
            Err(de::Error::custom(WrongSchema(&text)))
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

/// The one member that is looked at before all others.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema: Option<serde_json::Value>,
}

impl Article {
    /// Reads a package.
    ///
    /// The schema is looked at first: in a package of another version every other complaint would mislead.
    pub fn from_json(json: &str) -> Result<Self, PackageError> {
        let head: Head = serde_json::from_str(json).map_err(|error| PackageError {
            path: String::new(),
            reason: if error.is_data() {
                "a package is a JSON object".into()
            } else {
                format!("this is not JSON: {error}")
            },
        })?;
        let at_schema = |reason: String| PackageError {
            path: "schema".into(),
            reason,
        };
        match head.schema {
            Some(serde_json::Value::String(schema)) if schema == SCHEMA => {}
            Some(serde_json::Value::String(schema)) => {
                return Err(at_schema(WrongSchema(&schema).to_string()));
            }
            Some(_) => return Err(at_schema(format!("the schema is a text, `{SCHEMA}`"))),
            None => {
                return Err(at_schema(format!(
                    "it is missing, so this is not an article package; `{SCHEMA}` is expected"
                )));
            }
        }
        let mut json = serde_json::Deserializer::from_str(json);
        let article =
            serde_path_to_error::deserialize::<_, Unchecked>(&mut json).map_err(|error| {
                PackageError {
                    path: Some(error.path().to_string())
                        .filter(|path| path != ".")
                        .unwrap_or_default(),
                    reason: error.into_inner().to_string(),
                }
            })?;
        article.0.check()?;
        Ok(article.0)
    }

    /// Writes it as a package, on one line.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// An article that has the right shape but has not been checked.
struct Unchecked(Article);

impl<'de> Deserialize<'de> for Unchecked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The inherent function that `remote = "Self"` derives; the trait's own also checks.
        Article::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for Article {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let article = Self::deserialize(deserializer)?;
        article.check().map_err(de::Error::custom)?;
        Ok(article)
    }
}

impl Serialize for Article {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}
