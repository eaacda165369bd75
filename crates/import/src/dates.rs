//! Parses lines that consist of a date.

use std::str::FromStr;

use jiff::civil::Date;

use sidelight_compiler::language::{has, words};
use sidelight_model::PartialDate;

/// A parsed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParsedDate {
    /// A date with only one possible reading.
    Date(PartialDate),
    /// An ambiguous date: the day and the month may be swapped.
    Unclear,
}

/// The dates in a line of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct DateLine {
    /// Publication date.
    pub(super) published: Option<ParsedDate>,
    /// Date of the last change.
    pub(super) updated: Option<ParsedDate>,
}

/// Longest line that is parsed, in bytes.
const MAX_LEN: usize = 160;

/// Parses a line that holds only a publication date, a date of change, or both. Each date may have a time of day.
/// Returns `None` if the line holds anything else. Days aren't converted between time zones.
pub(super) fn read_date_line(text: &str) -> Option<DateLine> {
    let text = text.trim();
    if text.len() > MAX_LEN || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let split = change_word(text);
    let mut line = DateLine::default();
    match split {
        Some(at) => {
            let before = text[..at]
                .trim_end_matches(|c: char| !c.is_alphanumeric())
                .trim_end_matches("Last")
                .trim_end_matches("last")
                .trim_matches(|c: char| !c.is_alphanumeric());
            if !before.is_empty() {
                line.published = Some(read_date(before)?);
            }
            let after = text[at..].split_once(|c: char| !c.is_alphabetic())?.1;
            line.updated = Some(read_date(after)?);
        }
        None => line.published = Some(read_date(text)?),
    }
    Some(line)
}

/// Returns the position of the first word that announces the date of a change, or `None` without one.
fn change_word(text: &str) -> Option<usize> {
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if has(&words().updated, &word.to_lowercase()) {
            return Some(at);
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

/// Parses a text that consists of one date. Ignores a weekday, a time of day, and words such as “Published:”. Returns
/// `None` if the rest isn't a valid date.
pub(super) fn read_date(text: &str) -> Option<ParsedDate> {
    let mut rest = Vec::new();
    for word in text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '·' | '•' | ';'))
    {
        // The dash in “13 June 2012 – 14:05” is a word of its own.
        let word = word
            .trim_end_matches([':', '.'])
            .trim_matches(['–', '—', '-']);
        if word.is_empty() {
            continue;
        }
        let lower = word.to_lowercase();
        let is_noise = has(&words().date, &lower)
            || has(&words().time, &lower)
            || words().is_weekday(word)
            || is_time(&lower);
        if !is_noise {
            rest.push(word);
        }
    }
    match rest.as_slice() {
        [one] => one_word(one),
        [first, second] => Some(ParsedDate::Date(partial(
            year(second)?,
            words().month(first)?,
        )?)),
        [first, second, third] => {
            let (day, month) = match (words().month(first), words().month(second)) {
                (Some(month), _) => (day(second)?, month),
                (_, Some(month)) => (day(first)?, month),
                _ => return None,
            };
            Some(ParsedDate::Date(whole(year(third)?, month, day)?))
        }
        _ => None,
    }
}

/// Reports whether a word is a time of day or a UTC offset: `14:05`, `2.05pm`, `+0600` and the like.
fn is_time(word: &str) -> bool {
    let word = word
        .trim_end_matches("am")
        .trim_end_matches("pm")
        .trim_end_matches('z');
    let word = word.trim_start_matches("utc").trim_start_matches("gmt");
    let digits = |text: &str| {
        !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())
    };
    if let Some(offset) = word.strip_prefix(['+', '−']) {
        return offset.len() <= 5 && offset.bytes().all(|b| b.is_ascii_digit() || b == b':');
    }
    let Some((hours, minutes)) = word.split_once([':', '.', 'h']) else {
        return false;
    };
    // `13.06.2012` is a date, not a time.
    digits(hours)
        && minutes
            .split([':', '+'])
            .all(|part| digits(part) || part.len() == 4)
        && !minutes.contains('.')
}

/// Parses a date that is one word of digits, such as `2012-06-13`, `13.06.2012` or `06/13/2012`. Ignores a time after
/// `T`. Returns `None` if the word isn't a valid date.
fn one_word(word: &str) -> Option<ParsedDate> {
    let date = word.split(['T', 't']).next()?;
    if let Ok(date) = Date::from_str(date) {
        return whole(date.year(), date.month(), date.day()).map(ParsedDate::Date);
    }
    let mark = date.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(mark, '.' | '/' | '-') {
        return None;
    }
    let parts: Vec<&str> = date.split(mark).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let small = |text: &str| (text.len() <= 2).then(|| text.parse::<i8>().ok()).flatten();
    if a.len() == 4 {
        return whole(year(a)?, small(b)?, small(c)?).map(ParsedDate::Date);
    }
    let (a, b, year) = (small(a)?, small(b)?, year(c)?);
    // In dates with full stops the day comes first, in every country that writes dates this way.
    match (mark, whole(year, b, a), whole(year, a, b)) {
        ('.', day_first, _) => day_first.map(ParsedDate::Date),
        (_, Some(one), Some(other)) if one != other => Some(ParsedDate::Unclear),
        (_, Some(one), _) | (_, None, Some(one)) => Some(ParsedDate::Date(one)),
        (_, None, None) => None,
    }
}

fn day(word: &str) -> Option<i8> {
    let figures = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    matches!(&word[figures.len()..], "" | "st" | "nd" | "rd" | "th")
        .then(|| figures.parse().ok())
        .flatten()
}

/// Parses a year of four digits, or of two digits for the years from 1970 to 2069. Returns `None` for anything else.
fn year(word: &str) -> Option<i16> {
    let word = word.trim_start_matches(['\'', '’']);
    if !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i16 = word.parse().ok()?;
    match word.len() {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

fn whole(year: i16, month: impl TryInto<i8>, day: i8) -> Option<PartialDate> {
    let date = Date::new(year, month.try_into().ok()?, day).ok()?;
    PartialDate::from_str(&date.to_string()).ok()
}

fn partial(year: i16, month: u8) -> Option<PartialDate> {
    PartialDate::from_str(&format!("{year:04}-{month:02}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, published: &str, updated: &str) {
        let shown = |reading: Option<ParsedDate>| match reading {
            None => String::new(),
            Some(ParsedDate::Unclear) => "unclear".into(),
            Some(ParsedDate::Date(date)) => date.to_string(),
        };
        let line = read_date_line(text).unwrap_or_default();
        assert_eq!(
            (shown(line.published).as_str(), shown(line.updated).as_str()),
            (published, updated),
            "{text:?}"
        );
    }

    #[test]
    fn dates_are_read_in_many_forms() {
        for text in [
            "13 June 2012",
            "June 13, 2012",
            "13 Jun 12",
            "2012-06-13",
            "13.06.2012",
            "13/06/2012",
            "06/13/2012",
            "2012/06/13",
            "Published: 13 June 2012",
            "Wednesday, 13 June, 2012",
            "Published: Wed 13 Jun 2012 14.05 BST",
            "June 13th, 2012 at 2:05 pm GMT",
            "2012-06-13T23:30:00-05:00",
            "2012-06-13T10:00Z",
            "13 июня 2012",
            "13 июня 2012 г., 14:05",
            "Опубликовано: 13.06.2012 14:05 МСК",
            "13 June 2012 – 14:05",
            "Posted on June 13, 2012",
            "Wed, 13 Jun 2012 14:05:00 +0600",
            "13 June ’12",
            "Date: 13-06-2012",
        ] {
            check(text, "2012-06-13", "");
        }
    }

    #[test]
    fn what_is_unclear_or_no_date_is_not_guessed() {
        for (text, published) in [
            ("06/07/2012", "unclear"),
            ("Published 06/07/12", "unclear"),
            ("06/06/2012", "2012-06-06"),
            ("06.07.2012", "2012-07-06"),
            ("June 2012", "2012-06"),
            ("31 June 2012", ""),
            ("32/13/2012", ""),
            ("13 June", ""),
            ("2012", ""),
            ("On 13 June 2012 police opened fire", ""),
            ("14 dead", ""),
            ("1.5", ""),
            ("", ""),
        ] {
            check(text, published, "");
        }
    }

    #[test]
    fn a_change_has_its_own_date() {
        check("Updated 14 June 2012", "", "2012-06-14");
        check("Last updated: 14 June 2012", "", "2012-06-14");
        check("13.06.2012|Updated:14.06.2012", "2012-06-13", "2012-06-14");
        // The Kelvin sign is longer than its lower-case letter.
        check(
            "13 June 2012 14:05 MS\u{212a} | Updated 14 June 2012",
            "2012-06-13",
            "2012-06-14",
        );
        check(
            "Published 13 June 2012 | Updated 14 June 2012",
            "2012-06-13",
            "2012-06-14",
        );
        check(
            "13 June 2012, last modified 06/07/2012",
            "2012-06-13",
            "unclear",
        );
    }
}
