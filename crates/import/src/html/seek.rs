//! Searches a long text for words, mostly in the order in which they occur.
//!
//! *Invariant:* a search first looks at [`NEAR`] bytes around the last match. Beyond that, all searches together look
//! through the text about [`WHOLE`] times at most. So their cost grows with the text and not with its square.

use memchr::memmem;

/// Distance from the last match within which words are searched for first, in bytes.
const NEAR: usize = 4_096;

/// Number of times that all searches together may look through the whole text.
const WHOLE: usize = 64;

/// Length from which words occur in only few positions of a text, in bytes.
const RARE: usize = 40;

/// A text to search.
pub(super) struct Seek {
    text: String,
    /// Byte offset of the last match.
    at: usize,
    /// Number of bytes that may still be searched beyond [`NEAR`].
    left: usize,
}

impl Seek {
    pub(super) fn new(text: String) -> Self {
        Self {
            at: 0,
            left: text.len() * WHOLE,
            text,
        }
    }

    /// Finds words at or after the last match and makes them the last match. Returns their byte offset. Returns
    /// `None` if they aren't there, or if earlier searches used up the limit.
    pub(super) fn next(&mut self, words: &str) -> Option<usize> {
        let found = self.ahead(words).or_else(|| self.beyond(words, self.at))?;
        self.at = found;
        Some(found)
    }

    /// Finds the first occurrence of words in the text. Returns `None` like [`Self::next`].
    pub(super) fn first(&mut self, words: &str) -> Option<usize> {
        self.beyond(words, 0)
    }

    /// Reports whether words occur anywhere in the text. Searches near the last match first.
    pub(super) fn holds(&mut self, words: &str) -> bool {
        let near = self.ahead(words).or_else(|| self.behind(words));
        if let Some(at) = near {
            self.at = at;
            return true;
        }
        let Some(at) = self.beyond(words, 0) else {
            return false;
        };
        // Short words may occur anywhere, so they don't become the last match. The next words are still near the
        // previous ones.
        if words.len() >= RARE {
            self.at = at;
        }
        true
    }

    fn ahead(&self, words: &str) -> Option<usize> {
        let end = self.text.len().min(self.at + NEAR + words.len());
        self.between(words, self.at, end)
    }

    fn behind(&self, words: &str) -> Option<usize> {
        let end = self.text.len().min(self.at + words.len());
        self.between(words, self.at.saturating_sub(NEAR), end)
    }

    /// Searches everything after a byte offset, if the limit allows it.
    fn beyond(&mut self, words: &str, from: usize) -> Option<usize> {
        let found = (self.left > 0).then(|| self.between(words, from, self.text.len()))?;
        let looked_through = found.map_or(self.text.len() - from, |at| at - from);
        self.left = self.left.saturating_sub(looked_through);
        found
    }

    /// Searches a range of bytes. In UTF-8 the bytes of whole characters are found only at these characters.
    fn between(&self, words: &str, from: usize, end: usize) -> Option<usize> {
        let part = self.text.as_bytes().get(from..end)?;
        memmem::find(part, words.as_bytes()).map(|at| from + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(number: usize) -> String {
        format!("paragraph{number:06}of{}", "words".repeat(20))
    }

    /// Calls `look` for each part of a text with `parts` parts. Returns the number of bytes that were searched beyond
    /// [`NEAR`].
    fn cost(parts: usize, look: impl Fn(&mut Seek, usize)) -> usize {
        let text: String = (0..parts).map(words).collect();
        let mut seek = Seek::new(text);
        let before = seek.left;
        (0..parts).for_each(|number| look(&mut seek, number));
        before - seek.left
    }

    #[test]
    fn words_in_order_are_found_nearby() {
        for parts in [500, 1_000, 2_000] {
            let beyond = cost(parts, |seek, number| {
                assert!(seek.holds(&words(number)));
                assert!(seek.next(&words(number)).is_some());
                // Frequent words don't become the last match.
                assert!(seek.holds("words"));
            });
            assert_eq!(beyond, 0);
        }
    }

    #[test]
    fn words_that_are_not_there_cost_no_square() {
        for parts in [500, 1_000, 2_000] {
            let size: usize = (0..parts).map(|number| words(number).len()).sum();
            let beyond = cost(parts, |seek, number| {
                assert!(!seek.holds(&format!("menu{number}")));
                assert_eq!(seek.next(&format!("menu{number}")), None);
                assert_eq!(seek.first(&format!("menu{number}")), None);
            });
            assert_eq!(beyond, size * WHOLE);
        }
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        let text: String = (0..1_000).map(words).collect();
        let mut seek = Seek::new(text);
        let size = words(0).len();
        for (number, at) in [(900, 900), (10, 10), (11, 11), (9, 9)] {
            assert!(seek.holds(&words(number)));
            assert_eq!(seek.at, at * size);
        }
        assert_eq!(seek.first(&words(3)), Some(3 * size));
        assert_eq!(seek.next(&words(3)), None, "behind");
        assert_eq!(seek.next(&words(999)), Some(999 * size));
        assert!(Seek::new(String::new()).holds(""));
        assert!(!Seek::new("é".into()).holds("à"));
    }
}
