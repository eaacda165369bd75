//! A language tag.

use super::Table;
use crate::press::Kind;
use sidelight_model::is_language_tag;

pub(in crate::press) fn read_language(table: &mut Table<'_>) -> String {
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
