//! The unit of a quantity, in the form that reads right after its number.
//!
//! Authors write the unit as it reads there, in the article's language. Only two texts are replaced: `years` in a term,
//! which means years in every language, and the plural of an English unit of time after 1.

use sidelight_model::{Amount, Aspect, Quantity};

/// The words for years, by language.
const YEARS: [(&str, &[&str]); 3] = [
    ("en", &["year", "years"]),
    ("kk", &["жыл"]),
    ("ru", &["год", "года", "лет"]),
];

/// English units of time: plural and singular.
const TIMES: [(&str, &str); 5] = [
    ("years", "year"),
    ("months", "month"),
    ("weeks", "week"),
    ("days", "day"),
    ("hours", "hour"),
];

/// Returns the language of a BCP 47 tag, without its script and region.
fn language_of(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_lowercase()
}

/// Returns `false` if a unit surely isn't years. In a language whose word for years isn't known, any unit may be.
pub(super) fn may_be_years(unit: &str, language: &str) -> bool {
    let language = language_of(language);
    let known = YEARS.iter().find(|(of, _)| *of == language);
    unit == "years" || known.is_none_or(|(_, words)| words.contains(&unit))
}

/// Returns `true` if the word for years is known in the language of a BCP 47 tag.
pub(super) fn knows_years(language: &str) -> bool {
    let language = language_of(language);
    YEARS.iter().any(|(of, _)| *of == language)
}

/// Returns a quantity with its unit in the form that reads right after the number.
pub(super) fn fit(quantity: Quantity, aspect: &Aspect, language: &str) -> Quantity {
    let (amount, unit) = (quantity.amount, quantity.unit.as_str());
    let is_years = *aspect == Aspect::Term && unit == "years";
    let fitting = match language_of(language).as_str() {
        "en" if amount.bounds() == (1, 1) => {
            let time = TIMES.iter().find(|(plural, _)| *plural == unit);
            time.map(|(_, singular)| *singular)
        }
        "kk" if is_years => Some("жыл"),
        "ru" if is_years => Some(russian_years(amount)),
        _ => None,
    };
    match fitting {
        Some(unit) => Quantity {
            amount,
            unit: unit.to_owned(),
        },
        None => quantity,
    }
}

/// Returns the Russian word for years. After a bare number it has the plural form for it (CLDR, plural rules for `ru`).
/// After «более», «не менее», «около» and «от … до» it is in the genitive.
fn russian_years(amount: Amount) -> &'static str {
    let (_, last) = amount.bounds();
    let is_bare = amount.exact().is_some();
    match (last % 10, last % 100) {
        (_, 11..=14) => "лет",
        (1, _) if is_bare => "год",
        (1, _) => "года",
        (2..=4, _) if is_bare => "года",
        _ => "лет",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_read_right_after_their_numbers() {
        use Amount::{About, AtLeast, Exact, MoreThan, Range};
        for (language, aspect, amount, unit, expected) in [
            ("en", Aspect::Term, Exact(1), "years", "year"),
            ("en-GB", Aspect::Term, MoreThan(1), "years", "year"),
            ("en", Aspect::Term, Exact(2), "years", "years"),
            ("en", Aspect::Term, Range(0, 1), "years", "years"),
            ("en", Aspect::Penalty, Exact(1), "days", "day"),
            ("en", Aspect::Context, Exact(1), "species", "species"),
            ("en", Aspect::Context, Exact(1), "bus", "bus"),
            ("fr", Aspect::Context, Exact(1), "days", "days"),
            ("de", Aspect::Term, Exact(1), "Jahr", "Jahr"),
            ("kk-Cyrl", Aspect::Term, Exact(20), "years", "жыл"),
            ("ru", Aspect::Term, Exact(1), "years", "год"),
            ("ru", Aspect::Term, Exact(3), "years", "года"),
            ("ru", Aspect::Term, Exact(12), "years", "лет"),
            ("ru", Aspect::Term, Exact(20), "years", "лет"),
            ("RU", Aspect::Term, Exact(21), "years", "год"),
            ("ru", Aspect::Term, Range(3, 22), "years", "лет"),
            ("ru", Aspect::Term, AtLeast(1), "years", "года"),
            ("ru", Aspect::Term, MoreThan(3), "years", "лет"),
            ("ru", Aspect::Term, About(21), "years", "года"),
            ("ru", Aspect::Term, Exact(3), "года", "года"),
            ("ru", Aspect::Penalty, Exact(15), "суток", "суток"),
            ("ru", Aspect::Penalty, Exact(15), "years", "years"),
        ] {
            let quantity = Quantity {
                amount,
                unit: unit.to_owned(),
            };
            let fitted = fit(quantity, &aspect, language);
            assert_eq!(fitted.unit, expected, "{language}: {amount} {unit}");
            assert_eq!(fitted.amount, amount);
        }
    }

    #[test]
    fn a_term_is_in_years() {
        for (language, unit, expected) in [
            ("en", "years", true),
            ("en", "days", false),
            ("ru", "лет", true),
            ("ru", "years", true),
            ("ru-RU", "дней", false),
            ("de", "Jahre", true),
        ] {
            assert_eq!(may_be_years(unit, language), expected, "{language}: {unit}");
        }
    }
}
