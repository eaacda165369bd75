//! JSON Schemas of the package, of the files that a newsroom writes, and of the JSON output of `check`.
//!
//! The schema of the package is derived from the model. `facts.toml`, those of editions, the front matter and `site.toml` are
//! parsed by hand, so that every error is reported with its position. Their schemas come from separate types ([`authored`],
//! [`edition`]).
//!
//! *Invariant:* a schema accepts everything that the compiler accepts, and has no key that the compiler doesn't read.
//! Tests check both. A schema can't check everything, for example that a quotation is in the text.

pub mod authored;
pub mod edition;

use std::path::Path;
use std::{fs, io};

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};

use crate::Line;
use sidelight_model::Article;

/// Folder of the schemas. It is beside the articles, so that editors find it.
pub const FOLDER: &str = ".sidelight-schema";

/// A kind of document that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// The front matter of `article.md`.
    Article,
    /// `facts.toml`.
    Facts,
    /// The facts of an edition, `facts.<lang>.toml`.
    EditionFacts,
    /// `site.toml`.
    Site,
    /// The article package.
    Package,
    /// A line of `sidelight check --format json`.
    Diagnostic,
}

impl Document {
    /// All kinds of documents.
    pub const ALL: [Self; 6] = [
        Self::Article,
        Self::Facts,
        Self::EditionFacts,
        Self::Site,
        Self::Package,
        Self::Diagnostic,
    ];

    /// Returns the name on the command line. With `.json`, it is the name of the schema's file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Facts => "facts",
            Self::EditionFacts => "edition-facts",
            Self::Site => "site",
            Self::Package => "package",
            Self::Diagnostic => "diagnostic",
        }
    }

    /// Returns the schema as JSON, in several lines.
    ///
    /// Documents written in TOML have a schema of draft 7, which the TOML extensions of editors support. The others have
    /// one of 2020-12.
    pub fn schema(self) -> String {
        let schema = match self {
            Self::Article => written::<authored::FrontMatter>(),
            Self::Facts => written::<authored::Facts>(),
            Self::EditionFacts => written::<edition::EditionFacts>(),
            Self::Site => written::<authored::Site>(),
            Self::Package => package(),
            Self::Diagnostic => read::<Line<'_>>(),
        };
        format!("{:#}\n", schema.as_value())
    }
}

/// Returns the schema of a type as it is serialised.
fn read<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
}

/// Returns the schema of a package, in which an optional member is absent and never `null`.
fn package() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(NoNull)
        .into_generator()
        .into_root_schema_for::<Article>()
}

/// Returns the schema of a type that people write in TOML, which has no `null`.
fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07()
        .with_transform(NoNull)
        .into_generator()
        .into_root_schema_for::<T>()
}

/// Removes `null` from a schema: an optional key is simply left out.
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
            // In draft 7, other keywords beside `$ref` are ignored.
            if let Some(reference) = only.remove("$ref") {
                let reference = serde_json::json!([{ "$ref": reference }]);
                object.insert("allOf".into(), reference);
            }
            only.extend(std::mem::take(object));
            *object = only;
        }
    }
}

/// Writes all schemas into [`FOLDER`] in a folder of articles. Files that are up to date aren't written.
///
/// # Errors
/// Returns an error if the file system reports one. Some schemas may have been written before.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{authored, written};
    use crate::facts::{KINDS, words_for};

    #[test]
    fn the_schema_has_the_aspects_of_all_kinds_of_boxes() {
        let schema = written::<authored::Aspect>();
        let described: BTreeSet<&str> = schema.as_value()["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|aspect| aspect["const"].as_str())
            .collect();
        let read = KINDS
            .iter()
            .flat_map(|(_, kind)| words_for(*kind))
            .collect();
        assert_eq!(described, read);
    }
}
