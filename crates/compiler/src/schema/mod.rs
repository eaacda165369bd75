//! JSON Schemas: of the package, of what a newsroom writes, and of what `check` tells programs.
//!
//! The package's is derived from the model itself. `facts.toml`, the front matter and `site.toml` are read by hand, fault by
//! fault with its place, so their schemas have types of their own ([`authored`]).
//!
//! *Invariant:* what the press takes its schema takes, and no schema knows a key that the press doesn't read; tests
//! hold the two together. A schema can't say everything: whether a quotation stands in the text, for one.

pub mod authored;

use std::path::Path;
use std::{fs, io};

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};

use crate::Line;
use sidelight_model::Article;

/// Where the schemas lie beside the articles, so that editors find them.
pub const FOLDER: &str = ".sidelight-schema";

/// A kind of document that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// The front matter of `article.md`.
    Article,
    /// `facts.toml`.
    Facts,
    /// `site.toml`.
    Site,
    /// The article package.
    Package,
    /// A line of `sidelight check --format json`.
    Diagnostic,
}

impl Document {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Article,
        Self::Facts,
        Self::Site,
        Self::Package,
        Self::Diagnostic,
    ];

    /// Its name, on the command line and, with `.json`, as a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Facts => "facts",
            Self::Site => "site",
            Self::Package => "package",
            Self::Diagnostic => "diagnostic",
        }
    }

    /// Its schema, as JSON in several lines.
    ///
    /// What is written in TOML has one of draft 7, which editors' TOML extensions know; the others are of 2020-12.
    pub fn schema(self) -> String {
        let schema = match self {
            Self::Article => written::<authored::FrontMatter>(),
            Self::Facts => written::<authored::Facts>(),
            Self::Site => written::<authored::Site>(),
            Self::Package => read::<Article>(),
            Self::Diagnostic => read::<Line<'_>>(),
        };
        format!("{:#}\n", schema.as_value())
    }
}

/// The schema of what serialising writes.
fn read<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
}

/// The schema of what people write in TOML, which has no `null`.
fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07()
        .with_transform(NoNull)
        .into_generator()
        .into_root_schema_for::<T>()
}

/// Takes `null` out of a schema: what may be missing may not be null.
#[derive(Debug, Clone)]
struct NoNull;

impl Transform for NoNull {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        if let Some(serde_json::Value::Array(types)) = object.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                object.insert("type".into(), only);
            }
        }
        let choice = match object.get_mut("anyOf") {
            Some(serde_json::Value::Array(choices)) => {
                choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
                match choices.as_slice() {
                    [serde_json::Value::Object(only)] => Some(only.clone()),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(mut only) = choice {
            object.remove("anyOf");
            // In draft 7 what stands beside a reference is passed over.
            if let Some(reference) = only.remove("$ref") {
                let reference = serde_json::json!([{ "$ref": reference }]);
                object.insert("allOf".into(), reference);
            }
            only.extend(std::mem::take(object));
            *object = only;
        }
    }
}

/// Writes all schemas into [`FOLDER`] in a folder of articles. Files that hold them already are left alone.
///
/// # Errors
/// When the system refuses; some may have been written.
pub fn write(articles: &Path) -> io::Result<()> {
    let folder = articles.join(FOLDER);
    fs::create_dir_all(&folder)?;
    for document in Document::ALL {
        let path = folder.join(format!("{}.json", document.name()));
        let schema = document.schema();
        if fs::read(&path).ok().as_deref() != Some(schema.as_bytes()) {
            fs::write(path, schema)?;
        }
    }
    Ok(())
}
