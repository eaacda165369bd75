//! Reads numbers in digits or words.

use super::{Value, Word};
use crate::language::{self, group_word, has, is_uncounted, number_word};

/// Reads a number in digits or words, with the bound before it. Returns its value and its number of words. Returns
/// `None` if no number begins at `at`.
pub(super) fn quantity(
    text: &str,
    words: &[Word<'_>],
    at: usize,
) -> Option<(Option<Value>, usize)> {
    let first = &words[at];
    let lower = |ahead: usize| words.get(at + ahead).map(|word| word.word.to_lowercase());
    // “more than 100” is one candidate.
    for (phrase, bound) in language::words().bounds() {
        let len = phrase.split(' ').count();
        let is_it = phrase
            .split(' ')
            .enumerate()
            .all(|(ahead, part)| lower(ahead).as_deref() == Some(part));
        if is_it
            && let Some((value, more)) = words
                .get(at + len)
                .and_then(|_| plain_number(text, words, at + len))
        {
            return Some((value.map(|value| (value, Some(bound))), len + more));
        }
    }
    if ["several", "few"].contains(&first.word.to_lowercase().as_str()) {
        let is_group = lower(1).is_some_and(|next| group_word(&next).is_some());
        return is_group.then_some((None, 2));
    }
    // “half a dozen”
    if first.word.eq_ignore_ascii_case("half")
        && lower(1).as_deref() == Some("a")
        && let Some(group) = lower(2).and_then(|next| group_word(&next))
    {
        return Some((Some((group / 2, None)), 3));
    }
    plain_number(text, words, at).map(|(value, len)| (value.map(|value| (value, None)), len))
}

/// Reads a number without a bound, with the groups after it: *two hundred*, *5 thousand*.
fn plain_number(text: &str, words: &[Word<'_>], at: usize) -> Option<(Option<u64>, usize)> {
    let word = words[at].word;
    if is_uncounted(word) {
        return Some((None, 1));
    }
    let next = words
        .get(at + 1)
        .filter(|next| next.is_joined)
        .map(|next| next.word.to_lowercase());
    let (mut value, mut len) = if word.starts_with(|c: char| c.is_ascii_digit()) {
        let figures: String = word
            .chars()
            .filter(|c| !matches!(c, ',' | '\u{a0}'))
            .collect();
        if !figures.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            // “19th-century”, “10.40pm”, “16-year-old”
            return None;
        }
        // A time of day.
        if text[words[at].place.end..].starts_with([':']) && word.len() <= 2 {
            return None;
        }
        (figures.parse::<u64>().ok(), 1)
    } else {
        let number = number_word(word)?;
        let is_one = number == 1;
        if is_one
            && !next
                .as_deref()
                .is_some_and(|next| has(&language::words().counted_by_one, next))
        {
            return None;
        }
        // “in two ways”, “two days earlier”
        let is_idle = next
            .as_deref()
            .is_some_and(|next| matches!(next, "ways" | "sides"))
            || words
                .get(at + 2)
                .is_some_and(|word| matches!(word.word, "earlier" | "later"));
        if is_idle {
            return None;
        }
        (Some(number), 1)
    };
    while let Some(word) = words.get(at + len).filter(|word| word.is_joined) {
        value = match group_word(word.word) {
            Some(group) => value.and_then(|value| value.checked_mul(group)),
            // “two hundreds” may be any number above it.
            None if is_uncounted(word.word) => None,
            None => break,
        };
        len += 1;
    }
    Some((value, len))
}
