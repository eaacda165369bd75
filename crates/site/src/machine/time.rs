//! Dates for formats that know days or moments only.

use sidelight_model::PartialDate;

/// The first moment of a date, in UTC, as RFC 3339 writes it. A feed must say when; a month or a year began then.
pub(super) fn moment(date: PartialDate) -> String {
    format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year(),
        date.month().unwrap_or(1),
        date.day().unwrap_or(1)
    )
}
