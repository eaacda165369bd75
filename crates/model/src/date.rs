//! Dates with the precision that a report gives: a day, a month or a year.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::json::{FromJson, Json, Reading};

/// The pattern of a date for JSON Schemas. It doesn't check the number of days in a month.
#[cfg(feature = "schema")]
pub const PARTIAL_DATE: &str = "^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

/// A date in the Gregorian calendar, known to the day, the month or the year.
///
/// Written as in ISO 8601: `2011-12-16`, `2011-12` or `2011`. The year is between 1000 and 9999.
/// A date with an unknown month or day sorts before the more precise dates in that year or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, with = "String", extend("pattern" = PARTIAL_DATE))
)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// The reason why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// The text isn't in the format of a date.
    Form,
    /// The year is before 1000, or the month or day doesn't exist.
    Impossible,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "write a date as 2011-12-16, 2011-12 or 2011",
            Self::Impossible => "this date doesn't exist",
        })
    }
}

impl PartialDate {
    /// Returns the year, 1000 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 to 12, or `None` if it is unknown.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// Returns the day of the month, 1 to 31, or `None` if it is unknown.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// Returns the date of a day, counted from 1970-01-01. Returns `None` for a day after the year 9999.
    ///
    /// The algorithm counts from 1 March, so that the leap day is the last day of a year.
    pub fn of_day(since_1970: u64) -> Option<Self> {
        // 719,468 days are between 0000-03-01 and 1970-01-01, and 146,097 are in 400 years.
        let days = since_1970.checked_add(719_468)?;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        // In a year that starts on 1 March, five months always have 153 days.
        let month = (5 * day + 2) / 153;
        let day = u8::try_from(day - (153 * month + 2) / 5 + 1).ok()?;
        let (month, later) = if month < 10 {
            (month + 3, 0)
        } else {
            (month - 9, 1)
        };
        let year = u16::try_from(era * 400 + year + later).ok()?;
        (year <= 9999).then_some(Self {
            year,
            month: Some(u8::try_from(month).ok()?),
            day: Some(day),
        })
    }

    /// Returns `true` if this date ends before the other begins. It is `false` both ways for `2012-05` and `2012-05-20`.
    pub fn is_before(self, other: Self) -> bool {
        let parts = [
            Some((self.year, other.year)),
            self.month.map(u16::from).zip(other.month.map(u16::from)),
            self.day.map(u16::from).zip(other.day.map(u16::from)),
        ];
        // Compares only the parts that both dates have.
        parts
            .into_iter()
            .map_while(|pair| pair)
            .find(|(this, that)| this != that)
            .is_some_and(|(this, that)| this < that)
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

fn digits(text: &str, len: usize) -> Result<u16, DateError> {
    if text.len() != len || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    text.parse().map_err(|_| DateError::Form)
}

/// Parses a date that is written as in ISO 8601.
///
/// ```
/// use sidelight_model::{DateError, PartialDate};
///
/// let month: PartialDate = "2011-12".parse()?;
/// assert_eq!((month.year(), month.month(), month.day()), (2011, Some(12), None));
/// assert_eq!("2011-02-30".parse::<PartialDate>(), Err(DateError::Impossible));
/// # Ok::<(), DateError>(())
/// ```
impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or_default(), 4)?;
        let month = parts
            .next()
            .map(|part| digits(part, 2))
            .transpose()?
            .map(|n| n as u8);
        let day = parts
            .next()
            .map(|part| digits(part, 2))
            .transpose()?
            .map(|n| n as u8);
        if parts.next().is_some() {
            return Err(DateError::Form);
        }
        let possible = year >= 1000
            && month.is_none_or(|month| {
                (1..=12).contains(&month)
                    && day.is_none_or(|day| (1..=days_in(year, month)).contains(&day))
            });
        if possible {
            Ok(Self { year, month, day })
        } else {
            Err(DateError::Impossible)
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromJson for PartialDate {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let text = json.text(reading)?;
        reading.made(text.parse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_to_their_precision() {
        for (text, expected) in [
            ("2011-12-16", Ok((2011, Some(12), Some(16)))),
            ("2012-05", Ok((2012, Some(5), None))),
            ("2012", Ok((2012, None, None))),
            ("2012-02-29", Ok((2012, Some(2), Some(29)))),
            ("2011-02-29", Err(DateError::Impossible)),
            ("1900-02-29", Err(DateError::Impossible)),
            ("2012-13", Err(DateError::Impossible)),
            ("2012-04-31", Err(DateError::Impossible)),
            ("2012-00-01", Err(DateError::Impossible)),
            ("0000-01-01", Err(DateError::Impossible)),
            ("16 December 2011", Err(DateError::Form)),
            ("2012-6-4", Err(DateError::Form)),
            ("2012-06-04T00:00", Err(DateError::Form)),
            ("2012-06-04-01", Err(DateError::Form)),
            ("+012", Err(DateError::Form)),
            ("", Err(DateError::Form)),
        ] {
            let read = text.parse::<PartialDate>();
            assert_eq!(
                read.map(|d| (d.year(), d.month(), d.day())),
                expected,
                "{text:?}"
            );
            if let Ok(date) = read {
                assert_eq!(date.to_string(), text);
            }
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (day, expected) in [
            (0, Some("1970-01-01")),
            (58, Some("1970-02-28")),
            (59, Some("1970-03-01")),
            (11_016, Some("2000-02-29")),
            (11_017, Some("2000-03-01")),
            (20_785, Some("2026-11-28")),
            (47_540, Some("2100-02-28")),
            (47_541, Some("2100-03-01")),
            (2_932_896, Some("9999-12-31")),
            (2_932_897, None),
            (u64::MAX, None),
        ] {
            let found = PartialDate::of_day(day).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{day}");
        }
    }

    #[test]
    fn a_date_is_before_another_when_all_of_it_is() {
        for (this, that, expected) in [
            ("2011-12-16", "2011-12-17", true),
            ("2011-12-17", "2011-12-16", false),
            ("2011-12-16", "2011-12-16", false),
            ("2011-12-16", "2012-01-01", true),
            ("2012-05", "2012-05-20", false),
            ("2012-05-20", "2012-05", false),
            ("2012-05-20", "2012-06", true),
            ("2012-05", "2012-06-01", true),
            ("2012", "2012-01-01", false),
            ("2012-12-31", "2012", false),
            ("2011", "2012-01", true),
            ("2012-06-13", "2011", false),
        ] {
            let date = |text: &str| text.parse::<PartialDate>().unwrap();
            assert_eq!(
                date(this).is_before(date(that)),
                expected,
                "{this} and {that}"
            );
        }
    }

    #[test]
    fn dates_are_ordered_by_what_is_known() {
        let mut dates = ["2012-01-28", "2011-12-16", "2012", "2012-01"]
            .map(|t| t.parse::<PartialDate>().unwrap());
        dates.sort();
        assert_eq!(
            dates.map(|d| d.to_string()),
            ["2011-12-16", "2012", "2012-01", "2012-01-28"]
        );
    }
}
