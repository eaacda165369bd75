//! Formats a citation as an item of CSL-JSON, which reference managers read.

use super::{Name, Work};
use crate::json::Object;

pub(super) fn item(work: &Work) -> String {
    let mut out = Object::default();
    out.text("id", &work.key());
    out.text("type", "article-newspaper");
    out.text("title", &work.title);
    let authors: Vec<String> = work.names().iter().map(author).collect();
    if !authors.is_empty() {
        out.list("author", &authors);
    }
    if let Some(outlet) = work.outlet.as_deref().filter(|name| !name.is_empty()) {
        out.text("container-title", outlet);
    }
    if let Some(date) = work.published {
        let mut parts = vec![date.year().to_string()];
        parts.extend(date.month().map(|month| month.to_string()));
        parts.extend(date.day().map(|day| day.to_string()));
        let mut issued = Object::default();
        issued.list("date-parts", &[["[", &parts.join(","), "]"].concat()]);
        out.raw("issued", &issued.end());
    }
    out.text("URL", &work.url);
    if !work.language.is_empty() {
        out.text("language", &work.language);
    }
    out.end()
}

fn author(name: &Name<'_>) -> String {
    let mut out = Object::default();
    match name {
        Name::Whole(name) => out.text("literal", name),
        Name::Parts {
            given,
            particle,
            family,
            suffix,
        } => {
            out.text("family", family);
            for (key, value) in [
                ("given", given),
                ("non-dropping-particle", particle),
                ("suffix", suffix),
            ] {
                if !value.is_empty() {
                    out.text(key, value);
                }
            }
        }
    }
    out.end()
}
