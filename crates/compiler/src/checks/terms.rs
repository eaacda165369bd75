//! Checks the units of prison terms.

use crate::authored::AuthoredBox;
use crate::source_file::SourceFile;
use crate::unit::may_be_years;
use crate::{DiagnosticSink, Kind};
use sidelight_model::Aspect;

/// Reports terms that aren't counted in years, the scale on which they are drawn. `language` is the article's.
pub(crate) fn check_terms(
    boxes: &[AuthoredBox],
    language: &str,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    for fact in boxes.iter().flat_map(|fact_box| &fact_box.facts) {
        let is_term = fact
            .aspect
            .as_ref()
            .is_some_and(|aspect| aspect.value == Aspect::Term);
        let term = if is_term { &fact.quantity } else { &fact.term };
        if let Some(quantity) = term
            && !quantity.value.unit.is_empty()
            && !may_be_years(&quantity.value.unit, language)
        {
            diagnostics.add(
                file.diagnostic(
                    Kind::UnknownValue,
                    quantity.span.clone(),
                    format!(
                        "a `term` must be in `years`, not in `{}`",
                        quantity.value.unit
                    ),
                )
                .hint(
                    "all terms share one scale in years; for a shorter punishment, use `penalty`",
                ),
            );
        }
    }
}
