//! The sections of the article, and the reader's progress in it.

use yew::Callback;

use super::Subscription;
use sidelight_i18n::Messages;

/// A part of the article that the contents link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of its element.
    pub id: String,
    /// The current text of its heading, which may be translated by the browser.
    pub title: String,
    /// The kind of the part.
    pub kind: SectionKind,
}

/// The kind of a part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Text under a heading.
    Text,
    /// A fact box.
    Box,
}

/// Requests about the sections and the scroll position to the page.
pub trait ContentsHost {
    /// Returns the parts of the article, in reading order.
    fn sections(&self) -> Vec<Section>;
    /// Calls the listener once for every frame in which the page scrolls, until the subscription is dropped.
    fn on_scroll(&self, listener: Callback<()>) -> Subscription;
}

/// Formats the reading time and position: *12-minute read · 34% read · 8 minutes left*. `words` is the number of words in the
/// text, and `language` its language as a BCP 47 tag.
/// Without a number of words, both times are omitted. At 0% only the time to read is given. At 100% the time left is omitted.
#[must_use]
pub fn how_far(words: Option<u64>, language: &str, percent: u32, messages: Messages) -> String {
    let mut parts = Vec::new();
    if let Some(words) = words {
        parts.push(messages.minutes_to_read(reading_time(words, language, 0)));
    }
    if percent > 0 {
        parts.push(messages.percent_read(&percent.to_string()));
    }
    if let Some(words) = words.filter(|_| (1..100).contains(&percent)) {
        parts.push(messages.minutes_left(reading_time(words, language, percent)));
    }
    parts.join(" · ")
}

/// Returns the time to read the rest of the text after this percentage, in minutes, rounded up and at least 1.
///
/// The words per minute are from a study of adults who read the same texts in 17 languages (Trauzettel-Klosinski and Dietz,
/// 2012): 228 in English, 184 in Russian. Messages are longer in Russian, and in Kazakh too, which uses the same number.
pub(in crate::view) fn reading_time(words: u64, language: &str, percent: u32) -> u64 {
    let is_english = language
        .split('-')
        .next()
        .is_some_and(|language| language.eq_ignore_ascii_case("en"));
    let a_minute = if is_english { 228 } else { 184 };
    let left = words * u64::from(100 - percent.min(100)) / 100;
    left.div_ceil(a_minute).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_read_is_told_in_every_language() {
        for (tag, percent, told) in [
            ("en", 0, "10-minute read"),
            ("en", 50, "10-minute read · 50% read · 5 minutes left"),
            ("en", 95, "10-minute read · 95% read · 1 minute left"),
            ("en", 100, "10-minute read · 100% read"),
            (
                "ru",
                61,
                "10 минут чтения · прочитано 61 % · осталось 4 минуты",
            ),
            (
                "ru",
                95,
                "10 минут чтения · прочитано 95 % · осталась 1 минута",
            ),
            ("kk", 50, "Оқуға 10 минут · 50 % оқылды · 5 минут қалды"),
        ] {
            let words = Messages::for_text(tag);
            let told_now = how_far(Some(2280), "en-GB", percent, words);
            assert_eq!(told_now, told);
        }
        assert_eq!(how_far(None, "en", 0, Messages::default()), "");
        assert_eq!(how_far(None, "en", 7, Messages::default()), "7% read");
    }

    #[test]
    fn a_begun_minute_counts_and_longer_words_take_longer() {
        for (words, language, expected) in [
            (0, "en", 1),
            (228, "en", 1),
            (229, "en", 2),
            (1840, "ru", 10),
            (1840, "kk-KZ", 10),
            (u64::from(u32::MAX), "", 23_342_214),
        ] {
            assert_eq!(reading_time(words, language, 0), expected, "{words}");
        }
    }
}
