//! Quotations: passages that are identified by their own words, like a [`TextQuoteSelector`] of the Web Annotation
//! model.
//!
//! One rule is stricter: a quotation consists of whole words. “4 people” is not a quotation from “14 people”.
//!
//! [`TextQuoteSelector`]: https://www.w3.org/TR/annotation-model/#text-quote-selector

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;

use super::fold::{fold, folded_chars};

/// The words of a passage, with the words around it if the passage alone occurs in several positions.
///
/// Matching is exact, except for the differences that [`fold`] removes.
#[derive(Debug, Clone)]
pub struct Quote {
    exact: String,
    /// Created once, because it searches every paragraph.
    finder: Finder<'static>,
    prefix: String,
    suffix: String,
}

impl Quote {
    /// Creates a quotation from the words of a passage. Ignores white space around them.
    pub fn new(exact: &str) -> Self {
        Self::between("", exact, "")
    }

    /// Creates a quotation from the words of a passage, and the words that must occur directly before and after it.
    /// Either of these may be empty. Ignores white space between them and the passage.
    pub fn between(prefix: &str, exact: &str, suffix: &str) -> Self {
        let folded = |text: &str| fold(text.trim()).into_owned();
        let exact = folded(exact);
        Self {
            finder: Finder::new(&exact).into_owned(),
            exact,
            prefix: folded(prefix),
            suffix: folded(suffix),
        }
    }

    /// Returns the folded words of the passage.
    pub fn exact(&self) -> &str {
        &self.exact
    }

    /// Returns every occurrence of the quotation in a text that is folded already, including overlapping ones. The ranges
    /// count bytes of that text. An empty quotation is never found.
    pub fn places_in_folded<'s>(
        &'s self,
        folded: &'s str,
    ) -> impl Iterator<Item = Range<usize>> + 's {
        let step = self.exact.chars().next().map_or(0, char::len_utf8);
        let mut from = 0;
        let matches = std::iter::from_fn(move || {
            if step == 0 {
                return None;
            }
            let start = from + self.finder.find(folded.as_bytes().get(from..)?)?;
            from = start + step;
            Some(start..start + self.exact.len())
        });
        matches.filter(move |found| {
            let (before, rest) = folded.split_at(found.start);
            let (words, after) = rest.split_at(found.len());
            !runs_on(before, words)
                && !runs_on(words, after)
                && before.trim_end().ends_with(&self.prefix)
                && after.trim_start().starts_with(&self.suffix)
        })
    }
}

/// A text in which quotations are searched for.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    text: &'a str,
    folded: Cow<'a, str>,
}

impl<'a> Passage<'a> {
    /// Creates a passage and folds its text once.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            folded: fold(text),
        }
    }

    /// Returns the folded text.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Returns every occurrence of a quotation in the order of the text, including overlapping ones. The ranges count
    /// code points of the original text. An empty quotation is never found.
    pub fn places<'s>(&'s self, quote: &'s Quote) -> impl Iterator<Item = Range<usize>> + 's {
        let found = quote.places_in_folded(&self.folded);
        found.map(|found| self.unfolded(found))
    }

    /// Converts a range from bytes of the folded text to code points of the original text. A quotation neither begins
    /// nor ends with white space, so each of its ends corresponds to one character.
    fn unfolded(&self, range: Range<usize>) -> Range<usize> {
        if let Cow::Borrowed(_) = self.folded {
            let start = self.text[..range.start].chars().count();
            return start..start + self.text[range].chars().count();
        }
        let mut byte = 0;
        let mut start = 0;
        let mut end = 0;
        for (place, c) in folded_chars(self.text) {
            if byte == range.start {
                start = place;
            }
            byte += c.len_utf8();
            if byte >= range.end {
                end = place + 1;
                break;
            }
        }
        start..end
    }

    /// Converts many ranges as [`Self::unfolded`] does, in one pass over the text.
    pub(super) fn unfold_all(&self, ranges: &mut [(Range<usize>, usize)]) {
        if ranges.is_empty() {
            return;
        }
        // For each byte that begins a folded character: the code point of the original text.
        let mut places = vec![0; self.folded.len()];
        match self.folded {
            Cow::Borrowed(_) => {
                for (place, (byte, _)) in self.text.char_indices().enumerate() {
                    places[byte] = place;
                }
            }
            Cow::Owned(_) => {
                let mut byte = 0;
                for (place, c) in folded_chars(self.text) {
                    places[byte] = place;
                    byte += c.len_utf8();
                }
            }
        }
        for (range, _) in ranges {
            let last = self.folded.floor_char_boundary(range.end.saturating_sub(1));
            *range = places[range.start]..places[last] + 1;
        }
    }
}

/// Reports whether a word continues from the end of one text into the beginning of the next.
pub(super) fn runs_on(before: &str, after: &str) -> bool {
    let last = before.chars().next_back();
    let first = after.chars().next();
    last.is_some_and(is_spaced_letter) && first.is_some_and(is_spaced_letter)
}

/// Reports whether a character is a letter or digit of a script with spaces between words. In other scripts,
/// characters don't show the end of a word.
pub(super) fn is_spaced_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let unspaced = matches!(c,
        '\u{E00}'..='\u{EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Burmese
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{3040}'..='\u{30FF}' // Hiragana, Katakana
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'); // Han
    c.is_alphanumeric() && !unspaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, quote: Quote, expected: &[&str]) {
        let passage = Passage::new(text);
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<String> = passage
            .places(&quote)
            .map(|place| chars[place].iter().collect())
            .collect();
        assert_eq!(found, expected, "{quote:?} in {text:?}");
    }

    #[test]
    fn quotes_are_found_as_they_stand_in_the_text() {
        for (text, quote, expected) in [
            ("Fourteen were killed.", "were killed", &["were killed"][..]),
            ("Fourteen were killed.", "Were killed", &[]),
            ("Fourteen were killed.", "", &[]),
            ("Fourteen were killed.", "  killed. ", &["killed."]),
            ("a\u{a0} b  c", "a b c", &["a\u{a0} b  c"]),
            (
                "the workers’ “fair trials”",
                "workers' \"fair",
                &["workers’ “fair"],
            ),
            (
                "the workers' trials",
                "workers’ trials",
                &["workers' trials"],
            ),
            ("Жаңаөзен, Жаңаөзен", "Жаңаөзен", &["Жаңаөзен", "Жаңаөзен"]),
            ("«Ж»  «Ж»", "'Ж'", &[]),
            ("«Ж»  «Ж»", "\"Ж\"", &["«Ж»", "«Ж»"]),
            ("— — —", "— —", &["— —", "— —"]),
            ("14 people, 4 people", "4 people", &["4 people"]),
            ("14 people", "4 people", &[]),
            ("protesters", "protest", &[]),
            ("the protest’s end", "protest", &["protest"]),
            ("(protest)", "protest", &["protest"]),
            ("十四人死亡", "四人", &["四人"]),
            ("", "a", &[]),
        ] {
            check(text, Quote::new(quote), expected);
        }
    }

    #[test]
    fn the_words_around_tell_places_apart() {
        let text = "11 men, then 4 men; 7  men were “free”.";
        for (prefix, suffix, expected) in [
            ("", "", &["men", "men", "men"][..]),
            ("4", "", &["men"]),
            ("then 4 ", "; 7", &["men"]),
            ("", " were 'free'", &[]),
            ("", "were \"free\"", &["men"]),
            ("5", "", &[]),
        ] {
            check(text, Quote::between(prefix, "men", suffix), expected);
        }
    }

    #[test]
    fn places_count_code_points_of_the_text_as_it_stands() {
        let passage = Passage::new("Ж\u{a0}  “men”  men");
        let quote = Quote::new("men");
        let places: Vec<_> = passage.places(&quote).collect();
        assert_eq!(places, [5..8, 11..14]);
    }

    // `proptest` runs only natively: it needs the operating system.
    proptest::proptest! {
        #[test]
        fn whatever_words_a_text_has_are_found_in_it(
            words in proptest::collection::vec("[a-cЖ’']{1,3}", 1..20),
            gaps in proptest::collection::vec("[ \n\u{a0}]{1,3}", 20),
            (from, len) in (0usize..20, 1usize..8),
        ) {
            let text: String = words.iter().zip(&gaps).flat_map(|(word, gap)| [word.as_str(), gap]).collect();
            let from = from.min(words.len() - 1);
            let quoted = words[from..(from + len).min(words.len())].join(" ");
            let passage = Passage::new(&text);
            let chars: Vec<char> = text.chars().collect();
            let found: Vec<String> = passage
                .places(&Quote::new(&quoted))
                .map(|place| chars[place].iter().collect())
                .collect();
            proptest::prop_assert!(!found.is_empty(), "{:?} in {:?}", quoted, text);
            for found in found {
                proptest::prop_assert_eq!(fold(&found), fold(&quoted));
            }
        }
    }
}
