use super::*;
use sidelight_compiler::language::Bound;

#[track_caller]
fn check(language: &str, text: &str, expected: &[(&str, &str)]) {
    let known = Known {
        language,
        aliases: &[],
        dates: vec!["2012-06-13".parse().unwrap()],
    };
    let found = find(&[text], &known);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|c| (c.what.name(), c.text.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn groups_multiply_the_number_before_them() {
    for (text, words, expected) in [
        ("A dozen were hurt.", "dozen", Some((12, None))),
        ("Dozens were hurt.", "Dozens", None),
        (
            "Some two dozen left.",
            "Some two dozen",
            Some((24, Some(Bound::About))),
        ),
        ("They held half a dozen.", "half a dozen", Some((6, None))),
        (
            "It cost half a million.",
            "half a million",
            Some((500_000, None)),
        ),
        ("They sent 3 dozen eggs.", "3 dozen", Some((36, None))),
        (
            "At least 5 thousand came.",
            "At least 5 thousand",
            Some((5_000, Some(Bound::AtLeast))),
        ),
        (
            "More than two hundreds came.",
            "More than two hundreds",
            None,
        ),
        ("Several dozen came.", "Several dozen", None),
    ] {
        let known = Known {
            language: "en",
            aliases: &[],
            dates: Vec::new(),
        };
        let found = find(&[text], &known);
        let found: Vec<_> = found.iter().map(|c| (c.text.as_str(), c.what)).collect();
        let expected = expected.map(|(number, bound): (u64, _)| (number.into(), bound));
        assert_eq!(found, [(words, What::Number(expected))], "{text}");
    }
}

#[test]
fn candidates_are_what_a_fact_could_tell() {
    check(
        "en",
        "Fourteen of them died there; more than 100 others were hurt.",
        &[("number", "Fourteen"), ("number", "more than 100")],
    );
    check(
        "en",
        "One of them left. One person died.",
        &[("number", "One")],
    );
    check(
        "en",
        "On 16 December 2011, in May, since 2009 and June 2, 2012.",
        &[
            ("date", "16 December 2011"),
            ("date", "May"),
            ("date", "2009"),
            ("date", "June 2, 2012"),
        ],
    );
    check("en", "It was published on 13 June.", &[]);
    check(
        "en",
        "Police said so. The police in Janaozen fired, said Ermek Narymbaev. Narymbaev led Arman.",
        &[
            ("name", "Janaozen"),
            ("name", "Ermek Narymbaev"),
            ("name", "Arman"),
        ],
    );
    check(
        "en",
        "It cost 1,200 or 3 million crowns, several thousand said.",
        &[
            ("number", "1,200"),
            ("number", "3 million"),
            ("number", "several thousand"),
        ],
    );
    check(
        "en",
        "At the Institute for War & Peace, a London-based editor told it in two ways.",
        &[("name", "Institute for War & Peace")],
    );
    check("en", "A 19th-century poet, a 16-year-old, at 10.40pm.", &[]);
    check(
        "en",
        "He said: “We are not going anywhere now.” A “hard core” stays.",
        &[("quotation", "We are not going anywhere now.")],
    );
    check(
        "ru",
        "4 февраля 2003 года нашли трещину.",
        &[("date", "4 февраля 2003")],
    );
}
