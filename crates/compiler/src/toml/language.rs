//! The language of an article or a site.

use super::Table;
use crate::Kind;
use sidelight_model::is_language_tag;

/// Reads `language`, a BCP 47 tag, and reports an invalid one. Returns `en` if the key is missing, or an empty text if
/// its value isn't text.
pub fn read_language(table: &mut Table<'_>) -> String {
    let Some(value) = table.optional("language") else {
        return "en".into();
    };
    let Some(tag) = value.text() else {
        return String::new();
    };
    if !is_language_tag(&tag.value) {
        value.report(
            Kind::UnknownValue,
            format!("`{}` isn't a language tag", tag.value),
            "use `en`, `en-GB`, `kk-Cyrl` or another BCP 47 tag",
        );
    }
    tag.value
}
