//! Dates and numbers in the notation of a language.

use std::cmp::Ordering;

use yew::{Html, html};

use super::fixed;
use sidelight_i18n::{Messages, Phrase};
use sidelight_model::{
    Amount, Coordinates, Decimal, Measure, MeasureUnit, Moment, PartialDate, Scale,
};

/// Formats a date in a language: `16 December 2011`, `December 2011` or `2011`.
pub fn date(date: PartialDate, messages: Messages) -> String {
    let year = date.year().to_string();
    let month = date.month().map(|month| usize::from(month) - 1);
    match (date.day(), month) {
        (Some(day), Some(month)) => {
            let month = messages.months(month).unwrap_or_default();
            messages.date_day(&day.to_string(), month, &year)
        }
        (None, Some(month)) => {
            messages.date_month(messages.months_alone(month).unwrap_or_default(), &year)
        }
        // In every language, a year alone is just its digits.
        _ => year,
    }
}

/// Renders a date as a `<time>` element, which machines can read.
pub(super) fn time(at: PartialDate, messages: Messages) -> Html {
    html! { <time datetime={at.to_string()}>{ date(at, messages) }</time> }
}

/// Renders a date as a `<time>` element, in the form that it has in the messages `as-of` and `as-reported`.
pub(super) fn as_of_time(at: PartialDate, messages: Messages) -> Html {
    html! { <time datetime={at.to_string()}>{ as_of_date(at, messages) }</time> }
}

fn as_of_date(date: PartialDate, messages: Messages) -> String {
    let year = date.year().to_string();
    let month = date.month().map(|month| usize::from(month) - 1);
    match (date.day(), month) {
        (Some(day), Some(month)) => {
            let month = messages.as_of_months(month).unwrap_or_default();
            messages.as_of_day(&day.to_string(), month, &year)
        }
        (None, Some(month)) => {
            let month = messages.as_of_months_alone(month).unwrap_or_default();
            messages.as_of_month(month, &year)
        }
        _ => messages.as_of_year(&year),
    }
}

/// Renders a message around an element. The spaces are inside the message's own elements: if a page arrives in parts and
/// one ends after a text node that is only white space, Chromium counts a layout shift of this node.
pub(super) fn phrase(phrase: Phrase, inside: Html) -> Html {
    let part = |text: &'static str| {
        if text.is_empty() {
            return Html::default();
        }
        html! { <span translate="no">{ fixed(text) }</span> }
    };
    html! { <>{ part(phrase.before) }{ inside }{ part(phrase.after) }</> }
}

/// Formats a date with its time of day, if it has one: `23 November 2026, 14:30 UTC+5`.
fn moment(at: Moment, messages: Messages) -> String {
    let date = date(at.date(), messages);
    let written = at.to_string();
    let Some(time) = written.get(11..16) else {
        return date;
    };
    let mut zone = "UTC".to_owned();
    if let Some(offset) = written.get(19..25) {
        zone.push_str(if offset.starts_with('-') { "−" } else { "+" });
        let hours = if &offset[1..2] == "0" { 2 } else { 1 };
        zone.push_str(&offset[hours..3]);
        if &offset[4..] != "00" {
            zone.push_str(&offset[3..]);
        }
    }
    messages.date_time(&date, time, &zone)
}

/// Renders a moment as a `<time>` element, which machines can read.
pub(super) fn moment_time(at: Moment, messages: Messages) -> Html {
    html! { <time datetime={at.to_string()}>{ moment(at, messages) }</time> }
}

/// Formats coordinates: `43.34° N, 52.86° E`.
pub(super) fn coordinates(at: Coordinates, messages: Messages) -> String {
    let latitude = fraction(at.latitude.abs(), messages);
    let longitude = fraction(at.longitude.abs(), messages);
    let mut shown = match at.latitude < 0.0 {
        true => messages.south(&latitude),
        false => messages.north(&latitude),
    };
    shown.push_str(", ");
    shown.push_str(&match at.longitude < 0.0 {
        true => messages.west(&longitude),
        false => messages.east(&longitude),
    });
    shown
}

/// Formats a number like [`decimal`], with the language's decimal separator.
pub(super) fn fraction(number: f64, messages: Messages) -> String {
    decimal(number).replace('.', messages.decimal_mark())
}

/// Formats a number with up to four decimals. Negative numbers become 0. The standard library's formatting of fractions
/// would be a twentieth of the download for opening a package.
pub(super) fn decimal(number: f64) -> String {
    let parts = (number * 10_000.0).round() as u64;
    let (whole, fraction) = (parts / 10_000, parts % 10_000);
    if fraction == 0 {
        return whole.to_string();
    }
    let digits = (10_000 + fraction).to_string();
    format!("{whole}.{}", digits[1..].trim_end_matches('0'))
}

/// Formats an amount: `14`, `more than 100`, `at least 37`, `about 7,000`, `3 to 7`.
pub(super) fn amount(amount: Amount, messages: Messages) -> String {
    let number = |n| messages.number(n);
    match amount {
        Amount::Exact(n) => number(n),
        Amount::AtLeast(n) => messages.at_least(&number(n)),
        Amount::MoreThan(n) => messages.more_than(&number(n)),
        Amount::About(n) => messages.about(&number(n)),
        Amount::Range(low, high) => messages.range(&number(low), &number(high)),
    }
}

/// Formats a number of a figure with its scale and unit: `€48.2 million`, `−3.4%`, `1.5 million litres`.
pub(super) fn figure(number: Decimal, of: &Measure, messages: Messages) -> String {
    let digits = digits(number, messages);
    let scaled = match of.scale {
        Some(Scale::Thousand) => messages.thousand(&digits),
        Some(Scale::Million) => messages.million(&digits),
        Some(Scale::Billion) => messages.billion(&digits),
        None => digits,
    };
    let shown = match &of.unit {
        MeasureUnit::Named(unit) => [&scaled, "\u{a0}", unit].concat(),
        MeasureUnit::Percent => messages.percent(&scaled),
        MeasureUnit::Currency(currency) => match currency.sign() {
            Some(sign) => messages.money(sign, &scaled),
            None => messages.money_with_code(currency.code(), &scaled),
        },
    };
    match number.is_negative() {
        true => ["−", &shown].concat(),
        false => shown,
    }
}

/// Formats a decimal number without its sign: `1,048.20`.
fn digits(number: Decimal, messages: Messages) -> String {
    let (whole, decimals) = number.digits();
    let whole = messages.number(whole);
    match decimals.is_empty() {
        true => whole,
        false => [&whole, messages.decimal_mark(), &decimals].concat(),
    }
}

/// Formats the change of a figure in words: `down €0.7 million (−37%)`. A series also gives the first and the last date.
/// Returns `None` if the figure has no earlier number, or if nothing changed.
pub(super) fn change(figure: &Measure, messages: Messages) -> Option<String> {
    let earlier = figure.earlier()?;
    let difference = figure.value.minus(earlier)?;
    let amount = match figure.unit {
        MeasureUnit::Percent => {
            let points = digits(difference, messages);
            let form = if points == "1" { 1 } else { 2 };
            messages.percentage_points(form, &points)
        }
        _ => self::figure(difference.unsigned(), figure, messages),
    };
    let mut shown = match figure.value.compare(earlier) {
        Ordering::Less => messages.down(&amount),
        Ordering::Equal => return None,
        Ordering::Greater => messages.up(&amount),
    };
    if figure.unit != MeasureUnit::Percent
        && let Some(percent) = figure.value.change_in_percent(earlier)
    {
        let sign = if percent.is_negative() { "−" } else { "+" };
        let percent = messages.percent(&digits(percent, messages));
        shown.push_str(&[" (", sign, &percent, ")"].concat());
    }
    if let (Some(first), Some(last)) = (figure.points.first(), figure.points.last()) {
        let (first, last) = (date(first.date, messages), date(last.date, messages));
        shown.push_str(&[", ", &first, " – ", &last].concat());
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_show_what_is_known() {
        for (language, written, shown) in [
            ("en", "2011-12-16", "16 December 2011"),
            ("en", "2012-05", "May 2012"),
            ("en", "2012", "2012"),
            ("ru", "2011-12-16", "16 декабря 2011 г."),
            ("ru", "2012-05", "май 2012 г."),
            ("ru", "2012", "2012"),
            ("kk", "2012-06-13", "2012 ж. 13 маусым"),
            ("kk", "2012-05", "2012 ж. мамыр"),
        ] {
            let messages = Messages::of(language).unwrap();
            assert_eq!(date(written.parse().unwrap(), messages), shown);
        }
    }

    #[test]
    fn dates_of_a_state_are_inflected() {
        for (language, written, shown) in [
            ("en", "2012-06-13", "as of 13 June 2012"),
            ("ru", "2012-06-13", "на 13 июня 2012 г."),
            ("ru", "2012-06", "на июнь 2012 г."),
            (
                "kk",
                "2012-06-13",
                "2012 жылғы 13 маусымдағы жағдай бойынша",
            ),
            ("kk", "2012-07", "2012 жылғы шілдедегі жағдай бойынша"),
            ("kk", "2012", "2012 жылғы жағдай бойынша"),
        ] {
            let messages = Messages::of(language).unwrap();
            let Phrase { before, after } = messages.as_of();
            let date = as_of_date(written.parse().unwrap(), messages);
            assert_eq!([before, &date, after].concat(), shown);
        }
    }

    #[test]
    fn times_name_their_zone() {
        for (language, written, shown) in [
            ("en", "2026-11-23", "23 November 2026"),
            ("en", "2026-11", "November 2026"),
            (
                "en",
                "2026-11-23T14:30:00+05:00",
                "23 November 2026, 14:30 UTC+5",
            ),
            (
                "en",
                "2026-11-23T04:05:59-03:30",
                "23 November 2026, 04:05 UTC−3:30",
            ),
            ("en", "2026-11-23T14:30:00Z", "23 November 2026, 14:30 UTC"),
            (
                "ru",
                "2026-11-23T14:30:00+10:00",
                "23 ноября 2026 г., 14:30 UTC+10",
            ),
        ] {
            let messages = Messages::of(language).unwrap();
            assert_eq!(moment(written.parse().unwrap(), messages), shown);
        }
    }

    #[test]
    fn fractions_are_written_as_far_as_they_matter() {
        for (number, written) in [
            (0.0, "0"),
            (43.34, "43.34"),
            (100.05, "100.05"),
            (0.5, "0.5"),
            (7.00001, "7"),
            (1.99999, "2"),
            (-3.0, "0"),
        ] {
            assert_eq!(decimal(number), written);
        }
    }

    #[test]
    fn coordinates_name_their_hemispheres() {
        for (language, latitude, longitude, shown) in [
            ("en", 43.34, 52.86, "43.34° N, 52.86° E"),
            ("en", -33.9, -70.0, "33.9° S, 70° W"),
            ("ru", 43.34, 52.86, "43,34° с. ш., 52,86° в. д."),
        ] {
            let at = Coordinates {
                latitude,
                longitude,
            };
            assert_eq!(coordinates(at, Messages::of(language).unwrap()), shown);
        }
    }

    #[test]
    fn amounts_say_how_sure_they_are() {
        for (given, shown) in [
            (Amount::Exact(0), "0"),
            (Amount::Exact(999), "999"),
            (Amount::About(7000), "about 7,000"),
            (Amount::MoreThan(100), "more than 100"),
            (Amount::AtLeast(1_234_567), "at least 1,234,567"),
            (Amount::Range(3, 7), "3 to 7"),
        ] {
            assert_eq!(amount(given, Messages::default()), shown);
        }
    }
}
