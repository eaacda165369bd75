//! Dates for formats that support only days or points in time.

use sidelight_model::Moment;

/// Returns a moment in RFC 3339 format. A feed requires a point in time, so a date without a time is represented by its
/// beginning in UTC.
pub(super) fn moment(at: Moment) -> String {
    if at.has_time() {
        return at.to_string();
    }
    let date = at.date();
    format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year(),
        date.month().unwrap_or(1),
        date.day().unwrap_or(1)
    )
}
