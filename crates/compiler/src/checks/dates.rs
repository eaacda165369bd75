//! Checks the dates of an article against each other and against today.

use crate::head::Head;
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::PartialDate;

/// Number of days by which a date of publication may be in the future without a warning. It covers the time zones, and an
/// article that is built on the eve of its publication.
const DAYS_AHEAD: u64 = 2;

/// Number of seconds in a day.
const DAY: u64 = 24 * 60 * 60;

/// Reports an `as-of` date after the last change of the article, and warns of a date of publication in the future. `now` is
/// the time in seconds since 1970, if it is known.
pub(crate) fn check_dates(
    head: &Head,
    now: Option<u64>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let Some(published) = &head.published else {
        return;
    };
    let changed = head.updated.unwrap_or(published.value);
    if let Some(as_of) = &head.as_of
        && changed.date().is_before(as_of.value)
    {
        let last = if head.updated.is_some() {
            "updated"
        } else {
            "published"
        };
        diagnostics.add(
            file.diagnostic(
                Kind::DateOrder,
                as_of.span.clone(),
                format!("`as-of` ({}) is after `{last}` ({changed})", as_of.value),
            )
            .hint("an article can't cover events after its last change; correct the wrong date, or add `updated`"),
        );
    }
    let latest = now.and_then(|now| PartialDate::of_day(now / DAY + DAYS_AHEAD));
    if let Some(latest) = latest
        && latest.is_before(published.value.date())
    {
        diagnostics.add(
            file.diagnostic(
                Kind::FutureDate,
                published.span.clone(),
                format!("`published` ({}) is in the future", published.value),
            )
            .hint("correct the date; ignore this if you build long before publication"),
        );
    }
}
