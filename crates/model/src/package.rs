//! Parsing packages: from JSON to a valid article, or to an error with a path and a reason.

use serde::{Deserialize, Deserializer, de};

use super::schema::{SCHEMA, WrongSchema};
use super::{Article, Json, PackageError};

impl Article {
    /// Parses and validates a package.
    ///
    /// The schema version is checked first. In a package of another version, any other error would be misleading.
    ///
    /// # Errors
    /// The first error: the text isn't JSON, the schema version is wrong, or the package isn't valid.
    ///
    /// ```
    /// use sidelight_model::Article;
    ///
    /// let error = Article::from_json(r#"{ "schema": "sidelight/1", "slug": 7 }"#).unwrap_err();
    /// assert_eq!(error.path, "slug");
    /// ```
    pub fn from_json(json: &str) -> Result<Self, PackageError> {
        let tree: Json = serde_json::from_str(json).map_err(|error| PackageError {
            path: String::new(),
            reason: format!("this is not JSON: {error}"),
        })?;
        Self::from_tree(&tree)
    }

    /// Reads and validates a package from JSON that is already parsed.
    ///
    /// # Errors
    /// The first error: the schema version is wrong, or the package isn't valid.
    pub fn from_tree(tree: &Json) -> Result<Self, PackageError> {
        check_schema(tree)?;
        let article: Self = tree.read()?;
        article.check()?;
        Ok(article)
    }

    /// Writes the article as a package, on one line.
    ///
    /// # Errors
    /// An error of `serde_json`.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use sidelight_model::Article;
    /// let article = Article::from_json(include_str!("../examples/harbour.json"))?;
    /// assert_eq!(Article::from_json(&article.to_json()?)?, article);
    /// # Ok(())
    /// # }
    /// ```
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
        return error("", "a package must be a JSON object".into());
    };
    match members.iter().find(|(name, _)| name == "schema") {
        Some((_, Json::Text(schema))) if schema == SCHEMA => Ok(()),
        Some((_, Json::Text(schema))) => error("schema", WrongSchema(schema).to_string()),
        Some(_) => error("schema", format!("the schema must be the text `{SCHEMA}`")),
        None => error(
            "schema",
            format!("it is missing, so this is not an article package; `{SCHEMA}` is expected"),
        ),
    }
}

/// Deserialises and validates an article. [`Article::from_json`] gives the path and the reason of an error separately.
impl<'de> Deserialize<'de> for Article {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_tree(&Json::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
