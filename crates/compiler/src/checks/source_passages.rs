//! Checks that facts have passages in documents, on sites that demand them.

use crate::authored::AuthoredBox;
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};

/// Reports facts without a passage in a document, if `is_demanded` returns `true`.
pub(crate) fn check_source_passages(
    boxes: &[AuthoredBox],
    is_demanded: &dyn Fn() -> bool,
    facts: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let mut without = boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter(|fact| fact.from.is_empty())
        .peekable();
    if without.peek().is_none() || !is_demanded() {
        return;
    }
    for fact in without {
        diagnostics.add(
            facts
                .diagnostic(
                    Kind::SourcePassageMissing,
                    fact.span.clone(),
                    "this fact has no passage in the document of a source",
                )
                .hint("add `from = [{ quote = \"…\" }]`; `require-source-passages` in site.toml demands it for every fact"),
        );
    }
}
