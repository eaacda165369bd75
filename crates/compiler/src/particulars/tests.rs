use super::*;
use sidelight_model::Scale;

fn read(language: &str, text: &str, caution: Caution) -> Vec<(String, What)> {
    let mut reader = TextReader::new(language);
    reader.learn(text);
    reader
        .read(text, caution)
        .into_iter()
        .map(|found| (text[found.place].to_owned(), found.what))
        .collect()
}

#[test]
fn numbers_are_read_in_digits_and_words() {
    for (language, text, words, value) in [
        ("en", "They held 37 people.", "37", Some(37)),
        ("en", "It has 48,200 residents.", "48,200", Some(48_200)),
        ("en", "It has 48 200 residents.", "48 200", Some(48_200)),
        (
            "en",
            "It cost 48.2 million.",
            "48.2 million",
            Some(48_200_000),
        ),
        ("en", "Seventeen voted.", "Seventeen", Some(17)),
        ("en", "Twenty-one voted.", "Twenty-one", Some(21)),
        ("en", "Thirty seven voted.", "Thirty seven", Some(37)),
        (
            "en",
            "Two hundred and five voted.",
            "Two hundred and five",
            Some(205),
        ),
        ("en", "Three thousand came.", "Three thousand", Some(3_000)),
        ("en", "A dozen came.", "dozen", Some(12)),
        ("en", "Dozens came.", "Dozens", None),
        (
            "ru",
            "Погибли четырнадцать рабочих.",
            "четырнадцать",
            Some(14),
        ),
        (
            "ru",
            "Осудили тридцать семь человек.",
            "тридцать семь",
            Some(37),
        ),
        ("kk", "Он жеті адам сотталды.", "Он жеті", Some(17)),
        (
            "kk",
            "Жүз отыз жеті адам келді.",
            "Жүз отыз жеті",
            Some(137),
        ),
    ] {
        let value = value.map(|value| (Number::from(value), None));
        let expected = [(words.to_owned(), What::Number(value))];
        assert_eq!(read(language, text, Caution::Careful), expected, "{text}");
    }
}

#[test]
fn bounds_belong_to_their_numbers() {
    for (language, text, number, bound) in [
        ("en", "More than 100 came.", 100, Bound::MoreThan),
        ("en", "At least two dozen came.", 24, Bound::AtLeast),
        ("en", "About 100 came.", 100, Bound::About),
        ("ru", "Более ста человек", 100, Bound::MoreThan),
        ("ru", "Не менее 14 человек", 14, Bound::AtLeast),
        ("kk", "Кемінде 14 адам", 14, Bound::AtLeast),
    ] {
        let found = read(language, text, Caution::Careful);
        assert_eq!(
            found[0].1,
            What::Number(Some((Number::from(number), Some(bound)))),
            "{text}"
        );
    }
}

#[test]
fn a_generous_reading_also_finds_doubtful_numbers() {
    for (language, text, numbers) in [
        ("en", "one of them", &[1][..]),
        ("en", "two days earlier", &[2]),
        ("en", "3–7 years", &[3, 7]),
        ("en", "a 16-year-old", &[16]),
    ] {
        assert_eq!(read(language, text, Caution::Careful), [], "{text}");
        let found: Vec<Option<u64>> = numbers_in(language, text)
            .into_iter()
            .map(Number::whole)
            .collect();
        let numbers: Vec<Option<u64>> = numbers.iter().copied().map(Some).collect();
        assert_eq!(found, numbers, "{text}");
    }
}

/// Returns the numbers of a generous reading.
fn numbers_in(language: &str, text: &str) -> Vec<Number> {
    read(language, text, Caution::Generous)
        .into_iter()
        .filter_map(|(_, what)| match what {
            What::Number(Some((number, _))) => Some(number),
            _ => None,
        })
        .collect()
}

#[test]
fn decimals_and_scales_are_read_in_each_language() {
    for (language, text, numbers) in [
        ("en", "It cost 1.5.", &["1.5"][..]),
        ("en", "It cost €48.2 million.", &["48200000"]),
        ("en", "down 3.40 per cent", &["3.4"]),
        ("en", "It grew by 0.05%.", &["0.05"]),
        ("en", "a €48.2m plan", &["48.2", "48200000"]),
        ("en", "£2.1bn-worth", &["2.1", "2100000000"]),
        ("en", "44.1–48.2 million", &["44.1", "48.2", "1000000"]),
        ("en", "1,048.25 euros", &["1048.25"]),
        ("en", "on 14.03.26", &["14", "3", "26"]),
        ("ru", "бюджет 48,2 млн евро", &["48200000"]),
        ("ru", "48,2 миллиона евро", &["48200000"]),
        ("ru", "12,5 тыс. человек", &["12500"]),
        ("ru", "1\u{a0}048,25 рубля", &["1048.25"]),
        ("ru", "1,234 процента", &["1.234"]),
        ("kk", "48,2 миллиард теңге", &["48200000000"]),
        ("kk", "12,5 мың адам", &["12500"]),
        ("de", "48,2 Euro", &["48.2"]),
    ] {
        let found: Vec<String> = numbers_in(language, text)
            .iter()
            .map(Number::to_string)
            .collect();
        assert_eq!(found, numbers, "{text}");
    }
}

#[test]
fn a_decimal_with_its_scale_equals_all_digits() {
    for (written, scale, expected) in [
        ("48.2", Some(Scale::Million), "48200000"),
        ("-48.20", Some(Scale::Million), "48200000"),
        ("0.0005", Some(Scale::Thousand), "0.5"),
        ("0.10", None, "0.1"),
        ("999999999999999", None, "999999999999999"),
    ] {
        let number = Number::of(written.parse().unwrap(), scale);
        assert_eq!(
            number.map(|number| number.to_string()).as_deref(),
            Some(expected)
        );
    }
    let largest = "999999999999999".parse().unwrap();
    assert_eq!(Number::of(largest, Some(Scale::Billion)), None);
}

#[test]
fn dates_are_as_precise_as_the_text() {
    let parts = |year, month, day| DateParts { year, month, day };
    for (language, text, expected) in [
        (
            "en",
            "on 16 December 2011",
            parts(Some(2011), Some(12), Some(16)),
        ),
        (
            "en",
            "on June 2nd, 2012",
            parts(Some(2012), Some(6), Some(2)),
        ),
        ("en", "on 2 June", parts(None, Some(6), Some(2))),
        ("en", "in May 2012", parts(Some(2012), Some(5), None)),
        ("en", "in May", parts(None, Some(5), None)),
        ("en", "since 2009", parts(Some(2009), None, None)),
        ("en", "on 2011-12-16", parts(Some(2011), Some(12), Some(16))),
        (
            "ru",
            "16 декабря 2011 года",
            parts(Some(2011), Some(12), Some(16)),
        ),
        ("kk", "16 желтоқсанда", parts(None, Some(12), Some(16))),
    ] {
        for caution in [Caution::Careful, Caution::Generous] {
            assert_eq!(
                read(language, text, caution)[0].1,
                What::Date(expected),
                "{text}"
            );
        }
    }
    assert_eq!(read("en", "They may come.", Caution::Careful), []);
}

#[test]
fn names_are_words_with_capitals_inside_sentences() {
    let names = |text: &str| -> Vec<String> {
        read("en", text, Caution::Careful)
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    };
    assert_eq!(
        names("Police in Janaozen met the Institute for War & Peace and Narymbaev’s friends."),
        ["Janaozen", "Institute for War & Peace", "Narymbaev"]
    );
    assert_eq!(names("Police fired. The police fired."), [""; 0]);
}

#[test]
fn months_are_read_in_the_cases_that_dates_have() {
    for (language, text, day, month) in [
        ("ru", "в мае 2012 года", None, 5),
        ("ru", "в конце мая 2012 года", None, 5),
        ("ru", "1 мая 2012 года", Some(1), 5),
        ("ru", "в декабре 2012 года", None, 12),
        ("ru", "перед февралём 2012 года", None, 2),
        ("kk", "17 қаңтардан", Some(17), 1),
        ("kk", "16 желтоқсандағы", Some(16), 12),
    ] {
        let found = read(language, text, Caution::Careful);
        let [(_, What::Date(date))] = found.as_slice() else {
            panic!("{text}: {found:?}");
        };
        assert_eq!((date.day, date.month), (day, Some(month)), "{text}");
    }
}
