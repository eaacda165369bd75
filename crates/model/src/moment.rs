//! Moments: dates that may have a time of day.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::json::{FromJson, Json, Reading};
use super::{DateError, PartialDate};

/// The pattern of a moment for JSON Schemas. It doesn't check the number of days in a month.
#[cfg(feature = "schema")]
pub const MOMENT: &str = "^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?)?)?$";

/// A date, or a date with a time of day and its offset from UTC.
///
/// Written as in [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6), to the second:
/// `2026-11-23T14:30:00+05:00`. Without a time it is written like a [`PartialDate`].
/// Moments are ordered by their place in time. A date without a time counts as its beginning in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, with = "String", extend("pattern" = MOMENT))
)]
pub struct Moment {
    date: PartialDate,
    time: Option<Time>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Time {
    /// Seconds since midnight.
    seconds: i32,
    /// Offset from UTC in minutes; positive to the east.
    offset: i32,
}

/// The reason why a text is not a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentError {
    /// The date is wrong.
    Date(DateError),
    /// The text after the date isn't in the format of a time.
    Form,
    /// The time has no offset from UTC.
    NoOffset,
    /// The time or the offset doesn't exist.
    Impossible,
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(error) => error.fmt(f),
            Self::Form => f.write_str("write a time as 2026-11-23T14:30:00+05:00"),
            Self::NoOffset => f.write_str("the time has no offset from UTC"),
            Self::Impossible => f.write_str("this time doesn't exist"),
        }
    }
}

impl Moment {
    /// Returns the date, as written.
    pub fn date(self) -> PartialDate {
        self.date
    }

    /// Returns `true` if the moment has a time of day.
    pub fn has_time(self) -> bool {
        self.time.is_some()
    }

    /// Returns `true` if this moment is before the other. If one of them has no time, only the dates count.
    pub fn is_before(self, other: Self) -> bool {
        if self.has_time() && other.has_time() {
            self.seconds() < other.seconds()
        } else {
            self.date < other.date
        }
    }

    /// Returns the seconds between the beginning of 1970 in UTC and this moment.
    fn seconds(self) -> i64 {
        let (seconds, offset) = self.time.map_or((0, 0), |time| (time.seconds, time.offset));
        days(self.date) * 86_400 + i64::from(seconds) - i64::from(offset) * 60
    }
}

/// Returns the days between the beginning of 1970 and a date in the Gregorian calendar. An unknown month or day counts
/// as the first.
fn days(date: PartialDate) -> i64 {
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    // Years begin in March here, so that a leap day is the last day of its year.
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let month = (i64::from(month) + 9) % 12;
    let in_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + in_year - 719_468
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |at: &Self| (at.seconds(), at.date, at.time);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<PartialDate> for Moment {
    fn from(date: PartialDate) -> Self {
        Self { date, time: None }
    }
}

/// Parses a moment that is written as in RFC 3339, or a date. The seconds may be left out.
///
/// ```
/// use sidelight_model::{Moment, MomentError};
///
/// let at: Moment = "2026-11-23T14:30:00+05:00".parse()?;
/// assert_eq!(at.date().to_string(), "2026-11-23");
/// assert_eq!("2026-11-23T14:30:00".parse::<Moment>(), Err(MomentError::NoOffset));
/// # Ok::<(), MomentError>(())
/// ```
impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let date: PartialDate = date.parse().map_err(MomentError::Date)?;
        if time.is_some() && date.day().is_none() {
            return Err(MomentError::Form);
        }
        let time = time.map(read_time).transpose()?;
        Ok(Self { date, time })
    }
}

fn read_time(text: &str) -> Result<Time, MomentError> {
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let (minutes, seconds) = match clock.split_at_checked("00:00".len()) {
        Some((minutes, seconds)) => (minutes_of(minutes)?, seconds),
        None => return Err(MomentError::Form),
    };
    let seconds = match seconds.strip_prefix(':') {
        Some(seconds) => two_digits(seconds, 59)?,
        None if seconds.is_empty() => 0,
        None => return Err(MomentError::Form),
    };
    let offset = match offset.split_at_checked(1) {
        None => return Err(MomentError::NoOffset),
        Some(("Z", "")) => 0,
        Some(("+", offset)) => minutes_of(offset)?,
        Some(("-", offset)) => -minutes_of(offset)?,
        Some(_) => return Err(MomentError::Form),
    };
    Ok(Time {
        seconds: minutes * 60 + seconds,
        offset,
    })
}

/// Reads hours and minutes: `14:30`.
fn minutes_of(text: &str) -> Result<i32, MomentError> {
    let (hours, minutes) = text.split_once(':').ok_or(MomentError::Form)?;
    Ok(two_digits(hours, 23)? * 60 + two_digits(minutes, 59)?)
}

fn two_digits(text: &str, max: i32) -> Result<i32, MomentError> {
    if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(MomentError::Form);
    }
    match text.parse() {
        Ok(number) if number <= max => Ok(number),
        _ => Err(MomentError::Impossible),
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        let Some(Time { seconds, offset }) = self.time else {
            return Ok(());
        };
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        write!(f, "T{:02}:{:02}:{seconds:02}", minutes / 60, minutes % 60)?;
        if offset == 0 {
            return f.write_str("Z");
        }
        let sign = if offset < 0 { '-' } else { '+' };
        let offset = offset.abs();
        write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromJson for Moment {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let text = json.text(reading)?;
        reading.made(text.parse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_read_and_written() {
        for (text, written) in [
            ("2026-11-23", "2026-11-23"),
            ("2026-11", "2026-11"),
            ("2026", "2026"),
            ("2026-11-23T14:30:00+05:00", "2026-11-23T14:30:00+05:00"),
            ("2026-11-23T14:30+05:00", "2026-11-23T14:30:00+05:00"),
            ("2026-11-23T14:30:59-03:30", "2026-11-23T14:30:59-03:30"),
            ("2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-23T23:59:00+00:00", "2026-11-23T23:59:00Z"),
        ] {
            assert_eq!(at(text).to_string(), written);
        }
        for (text, error) in [
            ("2026-11-23T14:30:00", MomentError::NoOffset),
            ("2026-11-23T14:30", MomentError::NoOffset),
            ("2026-11-23T", MomentError::Form),
            ("2026-11T14:30:00Z", MomentError::Form),
            ("2026-11-23T14:30:00.5Z", MomentError::Form),
            ("2026-11-23T14:30:00+0500", MomentError::Form),
            ("2026-11-23T14:30:00Zulu", MomentError::Form),
            ("2026-11-23T1é:30:00Z", MomentError::Form),
            ("2026-11-23T24:00:00Z", MomentError::Impossible),
            ("2026-11-23T14:60:00Z", MomentError::Impossible),
            ("2026-11-23T14:30:60Z", MomentError::Impossible),
            ("2026-11-23T14:30:00+24:00", MomentError::Impossible),
            (
                "2026-02-30T14:30:00Z",
                MomentError::Date(DateError::Impossible),
            ),
            ("T14:30:00Z", MomentError::Date(DateError::Form)),
        ] {
            assert_eq!(text.parse::<Moment>(), Err(error), "{text}");
        }
    }

    #[test]
    fn moments_are_ordered_by_their_place_in_time() {
        let texts = [
            "1969-12-31T23:59:59Z",
            "1970",
            "1970-01",
            "1970-01-01",
            "1970-01-01T00:00:00Z",
            "2000-02-29",
            "2000-03-01",
            "2026-11-23T02:00:00+05:00",
            "2026-11-23",
            "2026-11-23T00:30:00Z",
            "2026-11-23T23:00:00-05:00",
        ];
        let mut sorted = texts.map(at);
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted.map(|at| at.to_string()), texts);
        assert_eq!(at("1970-01-01T05:00:01+05:00").seconds(), 1);
        assert_eq!(at("2000-03-01").seconds(), 951_868_800);
    }

    #[test]
    fn times_count_only_if_both_moments_have_one() {
        for (this, that, expected) in [
            ("2026-11-23T14:30:00+05:00", "2026-11-23T09:31:00Z", true),
            ("2026-11-23T14:30:00+05:00", "2026-11-23T09:30:00Z", false),
            ("2026-11-23", "2026-11-23T00:00:00Z", false),
            ("2026-11-23T23:00:00-05:00", "2026-11-24", true),
            ("2026-11-22", "2026-11-23T14:30:00+05:00", true),
        ] {
            assert_eq!(at(this).is_before(at(that)), expected, "{this} {that}");
        }
    }
}
