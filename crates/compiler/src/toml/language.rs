//! A language tag.

use super::Table;
use crate::Kind;
use sidelight_model::is_language_tag;

/// Reads `language`, a BCP 47 tag. Returns `en` if the key is missing.
pub fn read_language(table: &mut Table<'_>) -> String {
    let Some(value) = table.optional("language") else {
        return "en".into();
    };
    let Some(tag) = value.text() else {
        return String::new();
    };
    if !is_language_tag(&tag.value) {
        value.tell(
            Kind::UnknownValue,
            format!("`{}` isn't a language tag", tag.value),
            "write `en`, `en-GB`, `kk-Cyrl` or another BCP 47 tag",
        );
    }
    tag.value
}
