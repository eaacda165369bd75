//! Words by which parts of a text are recognised: months, weekdays, numbers and bounds, and the words that newsrooms put
//! before bylines, dates and credits. The compiler compares facts with their passages by them, and the import reads
//! articles by them. Each language has a file in `language/`. To add a language, copy a
//! file, translate it, and name it in `FILES`. A list that a language doesn't need is empty.
//!
//! *Invariant:* every word is in lower case, because words are looked up in lower case.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The files of all languages, by the first part of their BCP 47 tags.
const FILES: [(&str, &str); 3] = [
    ("en", include_str!("language/en.toml")),
    ("kk", include_str!("language/kk.toml")),
    ("ru", include_str!("language/ru.toml")),
];

/// The words of each language. A test checks that every file can be read.
static LANGUAGES: LazyLock<BTreeMap<&str, Words>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|(language, file)| Some((*language, toml::from_str(file).ok()?)))
        .collect()
});

/// The words of all languages together.
static ALL: LazyLock<Words> = LazyLock::new(|| {
    let mut all = Words::default();
    for words in LANGUAGES.values() {
        all.add(words);
    }
    all
});

/// The words of a language without a file.
static NONE: LazyLock<Words> = LazyLock::new(Words::default);

/// Returns the words of all languages together.
pub fn words() -> &'static Words {
    &ALL
}

/// Returns the words of the language of a BCP 47 tag. There are none if the language has no file. If the tag is empty,
/// because the language isn't known yet, returns the words of all languages.
pub fn words_of(tag: &str) -> &'static Words {
    if tag.is_empty() {
        return words();
    }
    let language = tag.split('-').next().unwrap_or_default().to_lowercase();
    LANGUAGES.get(language.as_str()).unwrap_or(&NONE)
}

/// The words of a language, or of all languages together.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    /// Months, January first, each in all forms that dates have.
    months: [Vec<String>; 12],
    weekdays: Vec<String>,
    numbers: BTreeMap<String, u64>,
    groups: BTreeMap<String, u64>,
    /// Letters right after digits that multiply them, as in “48.2m”.
    suffixes: BTreeMap<String, u64>,
    /// The sign before decimals, `.` or `,`.
    pub decimal_sign: char,
    /// Beginnings of words for a decrease or a negative amount.
    pub decrease: Vec<String>,
    /// Phrases for per cent.
    pub percent: Vec<String>,
    /// Beginnings of the names of currencies, by their codes in lower case.
    pub currencies: BTreeMap<String, Vec<String>>,
    uncounted: Vec<String>,
    bounds: BTreeMap<Bound, Vec<String>>,
    /// Nouns that “one” counts if it is a number. Before other words, “one” mostly means somebody or something.
    pub counted_by_one: Vec<String>,
    /// Words for no one and nothing.
    pub none: Vec<String>,
    /// Words that report what somebody said.
    pub speech: Vec<String>,
    /// Words that may be part of a line with a date.
    pub date: Vec<String>,
    /// Words before the date of a change.
    pub updated: Vec<String>,
    /// Time zones and words for halves of the day.
    pub time: Vec<String>,
    /// Beginnings of a byline.
    pub byline: Vec<String>,
    /// Beginnings of a picture's credit.
    pub credit: Vec<String>,
    /// Beginnings of a line of topics.
    pub topics: Vec<String>,
    /// Beginnings of a reference to another article.
    pub related: Vec<String>,
    /// Words for an author's occupation in a biography.
    pub trades: Vec<String>,
    /// Particles within names.
    pub name_particles: Vec<String>,
    /// Words that are no names by themselves, even with a capital letter.
    pub not_names: Vec<String>,
}

/// Precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The quantity is greater than the number.
    MoreThan,
    /// The quantity is the number or more.
    AtLeast,
    /// The number is an estimate.
    About,
}

impl Words {
    /// Adds the words of another language.
    fn add(&mut self, other: &Self) {
        for (month, names) in self.months.iter_mut().zip(&other.months) {
            month.extend(names.iter().cloned());
        }
        self.numbers.extend(other.numbers.clone());
        self.groups.extend(other.groups.clone());
        self.suffixes.extend(other.suffixes.clone());
        for (code, names) in &other.currencies {
            let known = self.currencies.entry(code.clone()).or_default();
            known.extend(names.iter().cloned());
        }
        for (bound, phrases) in &other.bounds {
            let known = self.bounds.entry(*bound).or_default();
            known.extend(phrases.iter().cloned());
        }
        for (words, more) in [
            (&mut self.weekdays, &other.weekdays),
            (&mut self.uncounted, &other.uncounted),
            (&mut self.counted_by_one, &other.counted_by_one),
            (&mut self.none, &other.none),
            (&mut self.speech, &other.speech),
            (&mut self.date, &other.date),
            (&mut self.updated, &other.updated),
            (&mut self.time, &other.time),
            (&mut self.byline, &other.byline),
            (&mut self.credit, &other.credit),
            (&mut self.topics, &other.topics),
            (&mut self.related, &other.related),
            (&mut self.trades, &other.trades),
            (&mut self.name_particles, &other.name_particles),
            (&mut self.not_names, &other.not_names),
            (&mut self.decrease, &other.decrease),
            (&mut self.percent, &other.percent),
        ] {
            words.extend(more.iter().cloned());
        }
    }

    /// Returns `true` if the language has no file.
    pub fn is_unknown(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Returns the words before a number that make it a bound or an estimate.
    pub fn bounds(&self) -> impl Iterator<Item = (&str, Bound)> {
        self.bounds
            .iter()
            .flat_map(|(bound, phrases)| phrases.iter().map(|phrase| (phrase.as_str(), *bound)))
    }

    /// Returns the number of a month, from 1 to 12, given its name. Ignores case and a final full stop. Returns `None`
    /// for other words.
    pub fn month(&self, word: &str) -> Option<u8> {
        let word = word.trim_end_matches('.').to_lowercase();
        let at = self.months.iter().position(|names| has(names, &word))?;
        u8::try_from(at + 1).ok()
    }

    /// Reports whether a word is a weekday. Ignores case and a final full stop.
    pub fn is_weekday(&self, word: &str) -> bool {
        has(&self.weekdays, &word.trim_end_matches('.').to_lowercase())
    }

    /// Returns the number that a word means, ignoring case. For “twenty-one”, adds both parts. A group without a number
    /// is one: “a dozen”. Returns `None` for other words.
    pub fn number(&self, word: &str) -> Option<u64> {
        if let Some(group) = self.group(word) {
            return Some(group);
        }
        let word = word.to_lowercase();
        let simple = |word: &str| self.numbers.get(word).copied();
        match word.split_once('-') {
            Some((tens, ones)) => {
                let (tens, ones) = (simple(tens)?, simple(ones)?);
                ((20..100).contains(&tens) && ones < 10).then_some(tens + ones)
            }
            None => simple(&word),
        }
    }

    /// Returns the size of a group, such as 12 for “dozen”, ignoring case. Returns `None` for other words.
    pub fn group(&self, word: &str) -> Option<u64> {
        self.groups.get(&word.to_lowercase()).copied()
    }

    /// Returns the number by which letters right after digits multiply them, such as 1,000,000 for “m”. Returns `None` for
    /// other letters.
    pub fn suffix(&self, letters: &str) -> Option<u64> {
        self.suffixes.get(&letters.to_lowercase()).copied()
    }

    /// Reports whether a word means a number of groups that isn't given, such as “dozens”. Ignores case.
    pub fn is_uncounted(&self, word: &str) -> bool {
        has(&self.uncounted, &word.to_lowercase())
    }
}

/// Reports whether a list has a word, which must be in lower case.
pub fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_all_words_in_lower_case() {
        let names = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/language"));
        assert_eq!(names.unwrap().count(), FILES.len());
        for (_, file) in FILES {
            let words: Words = toml::from_str(file).unwrap();
            assert_eq!(words.bounds.len(), 3);
            assert!(!words.is_unknown());
            assert!(words.months.iter().all(|names| !names.is_empty()));
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                assert_eq!(line, line.to_lowercase());
            }
        }
    }

    #[test]
    fn words_are_looked_up_in_any_case() {
        for (word, expected) in [
            ("June", Some(6)),
            ("JUN.", Some(6)),
            ("июня", Some(6)),
            ("Sept", Some(9)),
            ("Мая", Some(5)),
            ("Juno", None),
        ] {
            assert_eq!(words().month(word), expected, "{word}");
        }
        for (word, expected) in [("Wednesday", true), ("среда", true), ("midweek", false)] {
            assert_eq!(words().is_weekday(word), expected, "{word}");
        }
        for short in ["пн", "вт", "ср", "чт", "Пт.", "сб", "вс"] {
            assert!(words().is_weekday(short), "{short}");
        }
        for (word, expected) in [
            ("Fourteen", Some(14)),
            ("twenty-one", Some(21)),
            ("fourteen-one", None),
            ("ones", None),
        ] {
            assert_eq!(words_of("en-GB").number(word), expected, "{word}");
        }
    }

    #[test]
    fn each_language_has_its_own_words() {
        for (language, word, expected) in [
            ("kk", "он", Some(10)),
            ("ru-KZ", "он", None),
            ("RU", "двое", Some(2)),
            ("de", "zwei", None),
        ] {
            assert_eq!(
                words_of(language).number(word),
                expected,
                "{language}: {word}"
            );
        }
    }
}
