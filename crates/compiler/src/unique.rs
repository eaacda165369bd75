//! Finds ids that are used more than once.

use std::collections::HashMap;
use std::hash::Hash;

use crate::file::AuthoredFile;
use crate::toml::At;
use crate::{Faults, Kind};

/// Reports every id that was already used. `what` is the noun for the message, in the plural, such as “boxes”.
pub(super) fn unique<'a, T: Hash + Eq + ToString + 'a>(
    ids: impl IntoIterator<Item = &'a At<T>>,
    what: &str,
    file: &AuthoredFile,
    faults: &Faults,
) {
    let mut seen: HashMap<&T, &At<T>> = HashMap::new();
    for id in ids {
        let Some(first) = seen.get(&id.value) else {
            seen.insert(&id.value, id);
            continue;
        };
        faults.add(
            file.fault(
                Kind::DuplicateId,
                id.span.clone(),
                format!(
                    "there are two {what} with the id `{}`",
                    id.value.to_string()
                ),
            )
            .related(&file.shown, first.span.clone(), "the first is here")
            .hint("give one of them another id; links and corrections go by it"),
        );
    }
}
