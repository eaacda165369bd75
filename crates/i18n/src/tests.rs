//! Tests for the messages: languages and plural forms are found, and incomplete files are refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::Messages;
use super::catalogue::Catalogue;

fn in_language(tag: &str) -> Messages {
    Messages::of(tag).unwrap()
}

#[test]
fn a_language_is_found_by_its_tag() {
    for (tag, found) in [
        ("en", Some("en")),
        ("kk-KZ", Some("kk")),
        ("RU_ru", Some("ru")),
        ("de", None),
        ("", None),
        ("-", None),
    ] {
        assert_eq!(Messages::of(tag).map(Messages::tag), found, "{tag:?}");
    }
    assert_eq!(Messages::for_text("de").tag(), "en");
}

#[test]
fn numbers_take_the_form_of_their_language() {
    for (tag, n, shown) in [
        ("en", 1, "1 fact"),
        ("en", 0, "0 facts"),
        ("en", 7000, "7,000 facts"),
        ("ru", 1, "1 факт"),
        ("ru", 3, "3 факта"),
        ("ru", 5, "5 фактов"),
        ("ru", 11, "11 фактов"),
        ("ru", 12, "12 фактов"),
        ("ru", 21, "21 факт"),
        ("ru", 22, "22 факта"),
        ("ru", 111, "111 фактов"),
        ("ru", 7000, "7\u{a0}000 фактов"),
        ("kk", 1, "1 дерек"),
        ("kk", 62, "62 дерек"),
    ] {
        assert_eq!(in_language(tag).facts(n), shown);
    }
}

#[test]
fn what_is_filled_in_stands_where_the_language_puts_it() {
    assert_eq!(
        in_language("en").date_day("16", "December", "2011"),
        "16 December 2011"
    );
    assert_eq!(in_language("kk").back_to_fact("7"), "7-дерекке оралу");
    assert_eq!(
        super::fill("{a}{b}{a", &[("a", "{b}"), ("b", "x")]),
        "{b}x{b}"
    );
}

/// Returns the errors in message files.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    Catalogue::read(&files).err().unwrap_or_default()
}

#[test]
fn a_language_that_lacks_something_is_refused() {
    const ENGLISH: &str = r#"
        language = { tag = "en", name = "English", plurals = "one-other", thousands = ",", decimal = "." }
        show = "Show"
        back = "Back to {n}"
        facts = { one = "{n} fact", other = "{n} facts" }
        months = ["a", "b"]
        as-of = "as of {}"
    "#;
    let russian = |words: &str| {
        format!(
            "language = {{ tag = \"ru\", name = \"Р\", plurals = \"east-slavic\", thousands = \" \", decimal = \",\" }}\n{words}"
        )
    };
    let complete = "as-of = \"{} а\"\nshow = \"а\"\nback = \"{n} б\"\nmonths = [\"а\", \"б\"]\n\
                    facts = { one = \"{n} а\", few = \"{n} б\", many = \"{n} в\", other = \"{n} г\" }";
    assert!(problems(&[("en.toml", ENGLISH), ("ru.toml", &russian(complete))]).is_empty());
    for (from, to, told) in [
        ("show = \"а\"", "", "ru.toml: `show` is missing"),
        ("show = \"а\"", "show = \"\"", "ru.toml: `show` is empty"),
        ("show = \"а\"", "show = 1", "ru.toml: `show` is neither"),
        (
            "show =",
            "more = \"a\"\nshow =",
            "ru.toml: `more` isn't in en.toml",
        ),
        (
            "{n} б\"\nmonths",
            "{m} б\"\nmonths",
            "ru.toml: `back` must have the placeholders {\"n\"}",
        ),
        (
            "few = \"{n} б\", ",
            "",
            "ru.toml: `facts` must have the forms",
        ),
        (
            "[\"а\", \"б\"]",
            "[\"а\"]",
            "ru.toml: `months` is a list of 1, but en.toml has a list of 2",
        ),
        (
            "{} а",
            "а",
            "ru.toml: `as-of` is a text, but en.toml has a text around `{}`",
        ),
        ("{} а", "{} а {}", "ru.toml: `as-of` has more than one `{}`"),
        ("months = ", "months := ", "ru.toml: "),
    ] {
        let broken = complete.replace(from, to);
        let problems = problems(&[("en.toml", ENGLISH), ("ru.toml", &russian(&broken))]);
        assert!(
            problems.iter().any(|problem| problem.starts_with(told)),
            "{told}: {problems:?}"
        );
    }
    assert!(problems(&[("ru.toml", &russian(complete))])[0].starts_with("en.toml: "));
    assert!(
        problems(&[("en.toml", ENGLISH), ("uk.toml", &russian(complete))])[0].contains("ru.toml")
    );
}
