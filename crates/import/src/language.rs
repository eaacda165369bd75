//! Lists of words by which the import recognises parts of an article. They hold months, weekdays, numbers and bounds,
//! and the words that newsrooms put before bylines, dates and credits. The lists are in English; those that say so
//! also have Russian words.
//!
//! *Invariant:* every word is in lower case, because words are looked up in lower case.

/// Names of the months, January first. Each month has its full and short English names, and its Russian names:
/// nominative, genitive and short.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "январь", "января", "янв"],
    &["february", "feb", "февраль", "февраля", "фев"],
    &["march", "mar", "март", "марта", "мар"],
    &["april", "apr", "апрель", "апреля", "апр"],
    &["may", "май", "мая"],
    &["june", "jun", "июнь", "июня", "июн"],
    &["july", "jul", "июль", "июля", "июл"],
    &["august", "aug", "август", "августа", "авг"],
    &["september", "sep", "sept", "сентябрь", "сентября", "сен"],
    &["october", "oct", "октябрь", "октября", "окт"],
    &["november", "nov", "ноябрь", "ноября", "ноя"],
    &["december", "dec", "декабрь", "декабря", "дек"],
];

/// Names of the weekdays, in English and Russian.
const WEEKDAYS: [&str; 34] = [
    "monday",
    "mon",
    "tuesday",
    "tue",
    "tues",
    "wednesday",
    "wed",
    "thursday",
    "thu",
    "thur",
    "thurs",
    "friday",
    "fri",
    "saturday",
    "sat",
    "sunday",
    "sun",
    "понедельник",
    "вторник",
    "среда",
    "среду",
    "четверг",
    "пятница",
    "пятницу",
    "суббота",
    "субботу",
    "воскресенье",
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
    "сб",
    "вс",
];

/// English number words up to ninety.
const NUMBERS: [(&str, u64); 28] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// English words for groups, which multiply the number before them: “two dozen”.
const GROUPS: [(&str, u64); 5] = [
    ("dozen", 12),
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
];

/// English words for a number of groups that isn't given.
const UNCOUNTED_GROUPS: [&str; 5] = ["dozens", "hundreds", "thousands", "millions", "billions"];

/// Nouns that “one” counts if it is a number. Before other words, “one” mostly means somebody or something.
pub(super) const COUNTED_BY_ONE: [&str; 16] = [
    "person",
    "man",
    "woman",
    "child",
    "boy",
    "girl",
    "officer",
    "soldier",
    "policeman",
    "protester",
    "demonstrator",
    "worker",
    "civilian",
    "death",
    "day",
    "year",
];

/// English words before a number that make it a bound or an estimate.
pub(super) const BOUNDS: [(&str, Bound); 10] = [
    ("more than", Bound::MoreThan),
    ("over", Bound::MoreThan),
    ("at least", Bound::AtLeast),
    ("no fewer than", Bound::AtLeast),
    ("about", Bound::About),
    ("around", Bound::About),
    ("some", Bound::About),
    ("nearly", Bound::About),
    ("almost", Bound::About),
    ("roughly", Bound::About),
];

/// Precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// The quantity is greater than the number.
    MoreThan,
    /// The quantity is the number or more.
    AtLeast,
    /// The number is an estimate.
    About,
}

/// Words that may be part of a line with a date, in English and Russian.
pub(super) const DATE_WORDS: [&str; 22] = [
    "published",
    "posted",
    "date",
    "dated",
    "on",
    "at",
    "of",
    "the",
    "first",
    "issued",
    "sent",
    "created",
    "release",
    "press",
    "released",
    "time",
    "опубликовано",
    "дата",
    "публикации",
    "года",
    "г",
    "в",
];

/// Words before the date of a change, in English and Russian.
pub(super) const UPDATED_WORDS: [&str; 6] = [
    "updated",
    "modified",
    "edited",
    "changed",
    "revised",
    "обновлено",
];

/// Time zones and words for halves of the day, in English and Russian.
pub(super) const TIME_WORDS: [&str; 22] = [
    "am", "pm", "a.m", "p.m", "gmt", "utc", "bst", "cet", "cest", "est", "edt", "cst", "cdt",
    "pst", "pdt", "msk", "ist", "z", "et", "pt", "мск", "local",
];

/// Beginnings of a byline, in English and Russian.
pub(super) const BYLINE_WORDS: [&str; 9] = [
    "by ",
    "written by ",
    "reported by ",
    "story by ",
    "author: ",
    "words by ",
    "text by ",
    "автор: ",
    "текст: ",
];

/// Beginnings of a picture's credit, in English and Russian.
pub(super) const CREDIT_WORDS: [&str; 12] = [
    "photo:",
    "photo by ",
    "photograph:",
    "photograph by ",
    "photos:",
    "picture:",
    "image:",
    "image by ",
    "credit:",
    "photo courtesy",
    "фото:",
    "фото ",
];

/// Beginnings of a line of topics, in English and Russian.
pub(super) const TOPIC_WORDS: [&str; 11] = [
    "tags:",
    "topics:",
    "filed under:",
    "filed under ",
    "keywords:",
    "categories:",
    "topic:",
    "tagged:",
    "теги:",
    "метки:",
    "темы:",
];

/// Beginnings of a reference to another article, in English and Russian.
pub(super) const RELATED_WORDS: [&str; 10] = [
    "see ",
    "see also",
    "read more",
    "read also",
    "related:",
    "for more",
    "more on this",
    "also read",
    "см.",
    "читайте также",
];

/// Words for an author's occupation in a biography, in English.
pub(super) const TRADES: [&str; 17] = [
    "editor",
    "reporter",
    "correspondent",
    "journalist",
    "writer",
    "contributor",
    "columnist",
    "author",
    "photographer",
    "producer",
    "freelance",
    "freelancer",
    "analyst",
    "researcher",
    "blogger",
    "fellow",
    "bureau",
];

/// Particles within names.
pub(super) const NAME_PARTICLES: [&str; 12] = [
    "of", "for", "the", "de", "da", "van", "von", "al", "bin", "&", "and", "du",
];

/// Words that are no names by themselves, even with a capital letter.
pub(super) const NOT_NAMES: [&str; 34] = [
    "i", "mr", "mrs", "ms", "dr", "the", "a", "an", "it", "he", "she", "they", "we", "you", "in",
    "on", "at", "of", "for", "and", "but", "or", "if", "as", "no", "yes", "there", "this", "that",
    "what", "when", "who", "how", "why",
];

/// Returns the number of a month, from 1 to 12, given its name in English or Russian. Ignores case and a final full
/// stop. Returns `None` for other words.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()))?;
    u8::try_from(at + 1).ok()
}

/// Reports whether a word is a weekday in English or Russian. Ignores case and a final full stop.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// Returns the number that an English word means, ignoring case. For “twenty-one”, adds both parts. A group without a
/// number is one: “a dozen”. Returns `None` for other words.
pub(super) fn number_word(word: &str) -> Option<u64> {
    if let Some(group) = group_word(word) {
        return Some(group);
    }
    let word = word.to_lowercase();
    let simple = |word: &str| {
        NUMBERS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, number)| *number)
    };
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
    let word = word.to_lowercase();
    let (_, size) = GROUPS.iter().find(|(name, _)| *name == word)?;
    Some(*size)
}

/// Reports whether a word means a number of groups that isn't given, such as “dozens”. Ignores case.
pub(super) fn is_uncounted(word: &str) -> bool {
    UNCOUNTED_GROUPS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

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
