//! Dates for formats that support only days or points in time.

use sidelight_model::PartialDate;

/// Returns the first moment of a date in UTC, in RFC 3339 format. A feed requires a point in time, so a month or a year
/// is represented by its beginning.
pub(super) fn moment(date: PartialDate) -> String {
    format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year(),
        date.month().unwrap_or(1),
        date.day().unwrap_or(1)
    )
}
