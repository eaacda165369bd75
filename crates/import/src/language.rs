//! Words by which the import recognises parts of an article: months, weekdays, numbers and bounds, and the words that
//! newsrooms put before bylines, dates and credits. Each language has a file in `language/`. To add a language, copy a
//! file, translate it, and name it in [`FILES`]. A list that a language doesn't need is empty.
//!
//! *Invariant:* every word is in lower case, because words are looked up in lower case.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The files of all languages.
const FILES: [&str; 2] = [
    include_str!("language/en.toml"),
    include_str!("language/ru.toml"),
];

/// The words of all languages together. A test checks that every file can be read.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all = Words::default();
    for words in FILES.iter().filter_map(|file| toml::from_str(file).ok()) {
        all.add(words);
    }
    all
});

/// Returns the words of all languages.
pub(super) fn words() -> &'static Words {
    &WORDS
}

/// The words of a language, or of all languages together.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Words {
    months: [Vec<String>; 12],
    weekdays: Vec<String>,
    numbers: BTreeMap<String, u64>,
    groups: BTreeMap<String, u64>,
    uncounted: Vec<String>,
    bounds: BTreeMap<Bound, Vec<String>>,
    /// Nouns that “one” counts if it is a number. Before other words, “one” mostly means somebody or something.
    pub(super) counted_by_one: Vec<String>,
    /// Words that may be part of a line with a date.
    pub(super) date: Vec<String>,
    /// Words before the date of a change.
    pub(super) updated: Vec<String>,
    /// Time zones and words for halves of the day.
    pub(super) time: Vec<String>,
    /// Beginnings of a byline.
    pub(super) byline: Vec<String>,
    /// Beginnings of a picture's credit.
    pub(super) credit: Vec<String>,
    /// Beginnings of a line of topics.
    pub(super) topics: Vec<String>,
    /// Beginnings of a reference to another article.
    pub(super) related: Vec<String>,
    /// Words for an author's occupation in a biography.
    pub(super) trades: Vec<String>,
    /// Particles within names.
    pub(super) name_particles: Vec<String>,
    /// Words that are no names by themselves, even with a capital letter.
    pub(super) not_names: Vec<String>,
}

/// Precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Bound {
    /// The quantity is greater than the number.
    MoreThan,
    /// The quantity is the number or more.
    AtLeast,
    /// The number is an estimate.
    About,
}

impl Words {
    /// Adds the words of another language.
    fn add(&mut self, other: Self) {
        for (month, names) in self.months.iter_mut().zip(other.months) {
            month.extend(names);
        }
        self.numbers.extend(other.numbers);
        self.groups.extend(other.groups);
        for (bound, phrases) in other.bounds {
            self.bounds.entry(bound).or_default().extend(phrases);
        }
        for (words, more) in [
            (&mut self.weekdays, other.weekdays),
            (&mut self.uncounted, other.uncounted),
            (&mut self.counted_by_one, other.counted_by_one),
            (&mut self.date, other.date),
            (&mut self.updated, other.updated),
            (&mut self.time, other.time),
            (&mut self.byline, other.byline),
            (&mut self.credit, other.credit),
            (&mut self.topics, other.topics),
            (&mut self.related, other.related),
            (&mut self.trades, other.trades),
            (&mut self.name_particles, other.name_particles),
            (&mut self.not_names, other.not_names),
        ] {
            words.extend(more);
        }
    }

    /// Returns the words before a number that make it a bound or an estimate.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (&str, Bound)> {
        self.bounds
            .iter()
            .flat_map(|(bound, phrases)| phrases.iter().map(|phrase| (phrase.as_str(), *bound)))
    }
}

/// Reports whether a list has a word, which must be in lower case.
pub(super) fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

/// Returns the number of a month, from 1 to 12, given its name. Ignores case and a final full stop. Returns `None` for
/// other words.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = words().months.iter().position(|names| has(names, &word))?;
    u8::try_from(at + 1).ok()
}

/// Reports whether a word is a weekday. Ignores case and a final full stop.
pub(super) fn is_weekday(word: &str) -> bool {
    has(
        &words().weekdays,
        &word.trim_end_matches('.').to_lowercase(),
    )
}

/// Returns the number that a word means, ignoring case. For “twenty-one”, adds both parts. A group without a number is
/// one: “a dozen”. Returns `None` for other words.
pub(super) fn number_word(word: &str) -> Option<u64> {
    if let Some(group) = group_word(word) {
        return Some(group);
    }
    let word = word.to_lowercase();
    let simple = |word: &str| words().numbers.get(word).copied();
    match word.split_once('-') {
        Some((tens, ones)) => {
            let (tens, ones) = (simple(tens)?, simple(ones)?);
            ((20..100).contains(&tens) && ones < 10).then_some(tens + ones)
        }
        None => simple(&word),
    }
}

/// Returns the size of a group, such as 12 for “dozen”, ignoring case. Returns `None` for other words.
pub(super) fn group_word(word: &str) -> Option<u64> {
    words().groups.get(&word.to_lowercase()).copied()
}

/// Reports whether a word means a number of groups that isn't given, such as “dozens”. Ignores case.
pub(super) fn is_uncounted(word: &str) -> bool {
    has(&words().uncounted, &word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_all_words_in_lower_case() {
        let names = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/language"));
        assert_eq!(names.unwrap().count(), FILES.len());
        for file in FILES {
            let words: Words = toml::from_str(file).unwrap();
            assert_eq!(words.bounds.len(), 3);
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
            assert_eq!(month(word), expected, "{word}");
        }
        assert!(is_weekday("Wednesday") && is_weekday("среда") && !is_weekday("midweek"));
        for short in ["пн", "вт", "ср", "чт", "Пт.", "сб", "вс"] {
            assert!(is_weekday(short), "{short}");
        }
        for (word, expected) in [
            ("Fourteen", Some(14)),
            ("twenty-one", Some(21)),
            ("fourteen-one", None),
            ("ones", None),
        ] {
            assert_eq!(number_word(word), expected, "{word}");
        }
    }
}
