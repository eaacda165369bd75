//! The slug of an article, which is the name of its folder.

use crate::kebab::kebab;
use crate::sources::Sources;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::Slug;

/// Folder names that the site uses itself. No article can have one of them.
pub(crate) const RESERVED: [&str; 4] = ["page", "reader", "shared", "topics"];

/// Returns the slug of an article. Reports a folder whose name isn't one, and returns `None`.
pub(crate) fn read_slug(
    sources: &dyn Sources,
    name: &str,
    diagnostics: &DiagnosticSink,
) -> Option<Slug> {
    let diagnostic = |message: String| {
        Diagnostic::new(
            Kind::BadSlug,
            &sources.shown(name, None).into(),
            0..0,
            message,
        )
    };
    if RESERVED.contains(&name) {
        diagnostics.add(
            diagnostic(format!(
                "an article can't be named `{name}`: the site uses that name itself"
            ))
            .hint("rename the article's folder"),
        );
        return None;
    }
    match Slug::new(name) {
        Ok(slug) => Some(slug),
        Err(error) => {
            diagnostics.add(
                diagnostic(format!(
                    "the folder name `{name}` can't be part of a web address: {error}"
                ))
                .hint(format!(
                    "rename the folder, for example to `{}`",
                    better_slug(name)
                )),
            );
            None
        }
    }
}

/// Returns a valid slug similar to a folder's name, or `an-article` if the name has no ASCII letter or digit.
pub(crate) fn better_slug(name: &str) -> String {
    match kebab(name) {
        better if better.is_empty() => "an-article".to_owned(),
        better => better,
    }
}
