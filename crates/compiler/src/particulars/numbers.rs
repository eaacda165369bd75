//! Reads numbers in digits or words.

use std::fmt;

use super::{Caution, Value, Word};
use crate::language::{Words, has};
use sidelight_model::{Decimal, Scale};

/// A number of a text without its sign, whole or with decimals. Numbers of the same value are equal: 48.2 million and
/// 48,200,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The digits without the decimal point. The last decimal isn't 0.
    mantissa: u64,
    decimals: u32,
}

impl Number {
    fn new(mut mantissa: u64, mut decimals: u32) -> Self {
        while decimals > 0 && mantissa.is_multiple_of(10) {
            mantissa /= 10;
            decimals -= 1;
        }
        Self { mantissa, decimals }
    }

    /// Returns the value of a decimal number with its scale, without its sign. Returns `None` if it is too large.
    pub fn of(number: Decimal, scale: Option<Scale>) -> Option<Self> {
        let (whole, decimals) = number.digits();
        let count = u32::try_from(decimals.len()).ok()?;
        let mantissa = whole
            .checked_mul(10_u64.checked_pow(count)?)?
            .checked_add(decimals.parse().unwrap_or_default())?;
        let Self { mantissa, decimals } = Self::new(mantissa, count);
        let zeros = scale.map_or(0, |scale| u32::from(scale.zeros()));
        let shifted = zeros.min(decimals);
        let mantissa = mantissa.checked_mul(10_u64.checked_pow(zeros - shifted)?)?;
        Some(Self::new(mantissa, decimals - shifted))
    }

    /// Returns the number with its unit multiplied by a group, such as 1,000,000. Returns `None` if it is too large.
    pub fn times(self, group: u64) -> Option<Self> {
        Some(Self::new(self.mantissa.checked_mul(group)?, self.decimals))
    }

    /// Returns the number if it is whole.
    pub fn whole(self) -> Option<u64> {
        (self.decimals == 0).then_some(self.mantissa)
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self::new(number, 0)
    }
}

/// Formats the number with a decimal point: `48200000`, `0.05`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let decimals = self.decimals as usize;
        let digits = format!("{:0>1$}", self.mantissa, decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        write!(f, "{whole}.{part}")
    }
}

/// Reads a number in digits or words, with the bound before it. Returns its value and its number of words. Returns
/// `None` if no number begins at `at`.
pub(super) fn quantity(
    language: &Words,
    text: &str,
    words: &[Word<'_>],
    at: usize,
    caution: Caution,
) -> Option<(Option<Value>, usize)> {
    let first = &words[at];
    let lower = |ahead: usize| words.get(at + ahead).map(|word| word.word.to_lowercase());
    // “more than 100” is one candidate.
    for (phrase, bound) in language.bounds() {
        let len = phrase.split(' ').count();
        let is_it = phrase
            .split(' ')
            .enumerate()
            .all(|(ahead, part)| lower(ahead).as_deref() == Some(part));
        if is_it
            && let Some((value, more)) = words
                .get(at + len)
                .and_then(|_| plain_number(language, text, words, at + len, caution))
        {
            return Some((value.map(|value| (value, Some(bound))), len + more));
        }
    }
    if ["several", "few"].contains(&first.word.to_lowercase().as_str()) {
        let is_group = lower(1).is_some_and(|next| language.group(&next).is_some());
        return is_group.then_some((None, 2));
    }
    // “half a dozen”
    if first.word.eq_ignore_ascii_case("half")
        && lower(1).as_deref() == Some("a")
        && let Some(group) = lower(2).and_then(|next| language.group(&next))
    {
        return Some((Some((Number::from(group / 2), None)), 3));
    }
    plain_number(language, text, words, at, caution)
        .map(|(value, len)| (value.map(|value| (value, None)), len))
}

/// Reads a number without a bound: *37*, *48.2 million*, *two hundred and five thousand*.
fn plain_number(
    language: &Words,
    text: &str,
    words: &[Word<'_>],
    at: usize,
    caution: Caution,
) -> Option<(Option<Number>, usize)> {
    let first = &words[at];
    if language.is_uncounted(first.word) {
        return Some((None, 1));
    }
    if first.word.starts_with(|c: char| c.is_ascii_digit()) {
        // A time of day.
        if text[first.place.end..].starts_with(':') && first.word.len() <= 2 {
            return None;
        }
        let (digits, decimals, len) = digits(language, words, at)?;
        let (groups, len) = groups(language, words, at + len, len);
        let value =
            groups.and_then(|groups| Some(Number::new(digits.checked_mul(groups)?, decimals)));
        return Some((value, len));
    }
    if caution == Caution::Careful && is_idle(language, words, at) {
        return None;
    }
    let (value, len) = in_words(language, words, at)?;
    // “two hundreds” may be any number above it.
    let (groups, len) = groups(language, words, at + len, len);
    let value = groups
        .and_then(|groups| value.checked_mul(groups))
        .map(Number::from);
    Some((value, len))
}

/// Reports whether a number word mostly counts nothing: “one of them”, “in two ways”, “two days earlier”.
fn is_idle(language: &Words, words: &[Word<'_>], at: usize) -> bool {
    let next = words
        .get(at + 1)
        .filter(|next| next.is_joined)
        .map(|next| next.word.to_lowercase());
    let next = next.as_deref();
    let is_counted = next.is_some_and(|next| has(&language.counted_by_one, next));
    (language.number(words[at].word) == Some(1) && !is_counted)
        || next.is_some_and(|next| matches!(next, "ways" | "sides"))
        || words
            .get(at + 2)
            .is_some_and(|word| matches!(word.word, "earlier" | "later"))
}

/// Reads a number in digits: *48,200*, *48 200*, *48.2*, *1 048,2*. Returns its digits without the decimal sign, its number
/// of decimals and its number of words. Returns `None` for a word such as “16-year-old” or “19th”.
fn digits(language: &Words, words: &[Word<'_>], at: usize) -> Option<(u64, u32, usize)> {
    let word = words[at].word;
    let (mut digits, mut decimals) = digits_of(language, word)?;
    let mut len = 1;
    // “48 200” is one number.
    while word.len() <= 3
        && decimals == 0
        && let Some(next) = words.get(at + len).filter(|next| next.is_joined)
        && next.word.bytes().take_while(u8::is_ascii_digit).count() == 3
        && let Some((thousands, more)) = digits_of(language, next.word)
        && thousands < 10_u64.pow(3 + more)
    {
        digits = digits
            .checked_mul(10_u64.pow(3 + more))?
            .checked_add(thousands)?;
        decimals = more;
        len += 1;
    }
    Some((digits, decimals, len))
}

/// Reads a word in digits. Returns its digits without the decimal sign, and its number of decimals.
fn digits_of(language: &Words, word: &str) -> Option<(u64, u32)> {
    let (mut digits, mut decimals) = (String::new(), 0);
    let mut parts = word.split([',', '.']).peekable();
    let mut signs = word.chars().filter(|c| matches!(c, ',' | '.'));
    digits.push_str(parts.next()?);
    while let Some(part) = parts.next() {
        // Three digits after a comma are thousands, unless the comma is the language's decimal sign. All other digits after
        // the last sign are decimals.
        let is_thousands =
            signs.next() == Some(',') && part.len() == 3 && language.decimal_sign != ',';
        if !is_thousands && parts.peek().is_some() {
            return None;
        }
        if !is_thousands {
            decimals = u32::try_from(part.len())
                .ok()
                .filter(|decimals| *decimals <= 15)?;
        }
        digits.push_str(part);
    }
    let is_digits = digits.bytes().all(|b| b.is_ascii_digit());
    Some((digits.parse().ok().filter(|_| is_digits)?, decimals))
}

/// Reads a number in words, up to the groups that multiply all of it: 205 in “two hundred and five thousand”.
fn in_words(language: &Words, words: &[Word<'_>], at: usize) -> Option<(u64, usize)> {
    let mut value = language.number(words[at].word)?;
    let mut len = 1;
    let mut unit = unit_of(value);
    loop {
        let joined = |ahead: usize| words.get(at + ahead).filter(|word| word.is_joined);
        let Some(next) = joined(len) else { break };
        if language.group(next.word) == Some(100) && value < 10 {
            value *= 100;
            unit = 100;
            len += 1;
            continue;
        }
        let and = usize::from(next.word == "and" && unit == 100);
        match joined(len + and).and_then(|word| language.number(word.word)) {
            Some(more) if more < unit && unit <= 100 => {
                value += more;
                unit = unit_of(more);
                len += 1 + and;
            }
            _ => break,
        }
    }
    Some((value, len))
}

/// Returns the limit below which a number word can be added to this one: “twenty” takes ones, “hundred” takes tens too.
fn unit_of(number: u64) -> u64 {
    match number {
        100 => 100,
        // Kazakh adds ones to ten too.
        10.. if number < 100 && number.is_multiple_of(10) => 10,
        _ => 0,
    }
}

/// Returns the product of the groups from a word on, and the number of words up to their end. `None` is a product that
/// isn't given, as in “hundreds”, or is too large.
fn groups(
    language: &Words,
    words: &[Word<'_>],
    from: usize,
    mut len: usize,
) -> (Option<u64>, usize) {
    let mut product = Some(1_u64);
    let joined = words[from.min(words.len())..]
        .iter()
        .take_while(|word| word.is_joined);
    for word in joined {
        product = match language.group(word.word) {
            Some(group) => product.and_then(|product| product.checked_mul(group)),
            None if language.is_uncounted(word.word) => None,
            None => break,
        };
        len += 1;
    }
    (product, len)
}

/// Returns all numbers in a word that is no number by itself: 3 and 7 in “3–7”, 16 in “16-year-old”, 48.2 and 48,200,000
/// in “48.2m”.
pub(super) fn figures_in(language: &Words, word: &str) -> Vec<Number> {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let mut figures = Vec::new();
    let mut rest = word;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = &rest[start..];
        let end = run.find(|c| !is_figure(c)).unwrap_or(run.len());
        let (figure, after) = run.split_at(end);
        match digits_of(language, figure.trim_end_matches(['.', ','])) {
            Some((digits, decimals)) => {
                figures.push(Number::new(digits, decimals));
                let suffix = after.split(|c: char| !c.is_alphabetic()).next();
                let scale = suffix.and_then(|suffix| language.suffix(suffix));
                let scaled = scale.and_then(|scale| digits.checked_mul(scale));
                figures.extend(scaled.map(|scaled| Number::new(scaled, decimals)));
            }
            None => figures.extend(
                figure
                    .split(['.', ','])
                    .filter_map(|part| Some(Number::from(part.parse::<u64>().ok()?))),
            ),
        }
        rest = after;
    }
    figures
}
