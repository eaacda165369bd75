//! How many passages may lie over each other.
//!
//! Passages that overlap are nested in the package, and readers of JSON stop at a depth of 128: each passage takes three
//! of it, and markup and the text around the rest.

use std::collections::BTreeMap;

use crate::evidence::Found;
use crate::file::AuthoredFile;
use crate::markdown::Words;
use crate::{Faults, Kind};

/// The most passages that lie over each other.
const MAX_PASSAGES: usize = 32;

/// Reports words of the article that too many passages hold, once a text block.
pub(super) fn check_overlap(
    found: &[Found],
    texts: &[Words],
    article: &AuthoredFile,
    faults: &Faults,
) {
    // How many passages begin and end at each place of each text.
    let mut borders: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for Found { text, range, .. } in found {
        borders.entry((*text, range.start)).or_default().0 += 1;
        borders.entry((*text, range.end)).or_default().1 += 1;
    }
    let mut open = 0;
    let mut reported = None;
    for ((text, at), (begin, end)) in borders {
        open = open + begin - end;
        let Some(words) = texts.get(text) else {
            continue;
        };
        if open <= MAX_PASSAGES || reported.replace(text) == Some(text) {
            continue;
        }
        faults.add(
            article
                .fault(
                    Kind::TooManyPassages,
                    words.in_file(&(at..at + 1)),
                    format!("{open} passages hold this, more than the {MAX_PASSAGES} that may lie over each other"),
                )
                .hint("quote other words for some of the facts, or make one fact of several"),
        );
    }
}
