//! Dates and numbers as readers write them.

use yew::{Html, html};

use super::words;
use crate::model::{Amount, Coordinates, PartialDate};

/// `16 December 2011`, `December 2011` or `2011`.
pub fn date(date: PartialDate) -> String {
    let year = date.year();
    let month = date
        .month()
        .and_then(|month| words::MONTHS.get(usize::from(month) - 1));
    match (date.day(), month) {
        (Some(day), Some(month)) => format!("{day} {month} {year}"),
        (None, Some(month)) => format!("{month} {year}"),
        _ => year.to_string(),
    }
}

/// A date as an element that machines can read.
pub(super) fn time(at: PartialDate) -> Html {
    html! { <time datetime={at.to_string()}>{ date(at) }</time> }
}

/// `43.34° N, 52.86° E`
pub(super) fn coordinates(at: Coordinates) -> String {
    let hemisphere = |degrees: f64, positive, negative| {
        if degrees < 0.0 { negative } else { positive }
    };
    format!(
        "{}° {}, {}° {}",
        decimal(at.latitude.abs()),
        hemisphere(at.latitude, 'N', 'S'),
        decimal(at.longitude.abs()),
        hemisphere(at.longitude, 'E', 'W'),
    )
}

/// A number from 0 on with up to four decimals. The standard library's own way of writing fractions would be a
/// twentieth of what a reader downloads to open a package.
pub(super) fn decimal(number: f64) -> String {
    let parts = (number * 10_000.0).round() as u64;
    let (whole, fraction) = (parts / 10_000, parts % 10_000);
    if fraction == 0 {
        return whole.to_string();
    }
    let digits = (10_000 + fraction).to_string();
    format!("{whole}.{}", digits[1..].trim_end_matches('0'))
}

/// `14`, `more than 100`, `at least 37`, `about 7,000`, `3 to 7`.
pub(super) fn amount(amount: Amount) -> String {
    match amount {
        Amount::Exact(n) => number(n),
        Amount::AtLeast(n) => format!("at least {}", number(n)),
        Amount::MoreThan(n) => format!("more than {}", number(n)),
        Amount::About(n) => format!("about {}", number(n)),
        Amount::Range(low, high) => format!("{} to {}", number(low), number(high)),
    }
}

/// A whole number with its thousands set apart by commas.
fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_show_what_is_known() {
        for (written, shown) in [
            ("2011-12-16", "16 December 2011"),
            ("2012-05", "May 2012"),
            ("2012", "2012"),
        ] {
            assert_eq!(date(written.parse().unwrap()), shown);
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
        for (latitude, longitude, shown) in [
            (43.34, 52.86, "43.34° N, 52.86° E"),
            (-33.9, -70.0, "33.9° S, 70° W"),
        ] {
            let at = Coordinates {
                latitude,
                longitude,
            };
            assert_eq!(coordinates(at), shown);
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
            assert_eq!(amount(given), shown);
        }
    }
}
