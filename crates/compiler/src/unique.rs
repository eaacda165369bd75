//! Finds ids that are used more than once.

use std::collections::HashMap;
use std::hash::Hash;

use crate::source_file::SourceFile;
use crate::toml::Spanned;
use crate::{DiagnosticSink, Kind};

/// Reports every id that was already used. `what` is the noun for the message, in the plural, such as “boxes”.
pub(super) fn unique<'a, T: Hash + Eq + ToString + 'a>(
    ids: impl IntoIterator<Item = &'a Spanned<T>>,
    what: &str,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let mut seen: HashMap<&T, &Spanned<T>> = HashMap::new();
    for id in ids {
        let Some(first) = seen.get(&id.value) else {
            seen.insert(&id.value, id);
            continue;
        };
        diagnostics.add(
            file.diagnostic(
                Kind::DuplicateId,
                id.span.clone(),
                format!("two {what} have the id `{}`", id.value.to_string()),
            )
            .related(&file.shown, first.span.clone(), "first used here")
            .hint("change one of the ids; links and corrections use it"),
        );
    }
}
