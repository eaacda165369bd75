//! Limits how many passages overlap.
//!
//! Overlapping passages are nested in the package, and JSON parsers stop at a depth of 128. Each passage takes three
//! levels. Markup and the text around it take the rest.

use std::collections::BTreeMap;

use crate::evidence::Found;
use crate::markdown::Words;
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};

/// Limit of the passages that overlap at one position.
const MAX_PASSAGES: usize = 32;

/// Reports words of the article that too many passages quote, at most once per text block.
pub(super) fn check_overlap(
    found: &[Found],
    texts: &[Words],
    article: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    // Number of passages that begin and that end at each position of each text block.
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
        diagnostics.add(
            article
                .diagnostic(
                    Kind::TooManyPassages,
                    words.in_file(&(at..at + 1)),
                    format!("{open} passages overlap here (limit: {MAX_PASSAGES})"),
                )
                .hint("quote other words for some of the facts, or merge several facts"),
        );
    }
}
