//! Finds the one passage in a document that a quotation refers to.

use std::fmt::{self, Display, Formatter};

use sidelight_model::{DocumentFormat, DocumentPlace, SourceQuote, TimeRange};
use sidelight_text::{Quote, WordIndex};

use crate::document_text::DocumentText;
use crate::index::{Bare, Occurrence, without_hyphens};
use crate::normalise::normalise;

/// Length of the text before and after a passage, in code points.
const CONTEXT: usize = 32;

/// Maximum number of places of an ambiguous quotation.
const MAX_PLACES: usize = 20;

/// Number of words by which the beginning of a quotation is searched for that continues in the next part.
const BEGINNING: usize = 3;

/// Largest document in which a similar passage is searched for, in bytes of text.
const MAX_COMPARED: usize = 8 * 1024 * 1024;

/// A passage of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPassage {
    /// The words as the document writes them, normalised, with the text around them in the same part of the document.
    pub quote: SourceQuote,
    /// The place of the words. The time of a passage of several cues is from the first to the last of them.
    pub place: DocumentPlace,
}

/// A passage that is similar to a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosestPassage {
    /// The words as the document writes them, normalised.
    pub words: String,
    /// The place of the words.
    pub place: DocumentPlace,
}

/// The reason why a quotation refers to no passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindError {
    /// The document doesn't have the words.
    NotFound,
    /// The words occur several times, also at the given place if there is one.
    Ambiguous {
        /// The places of the first occurrences, in order. A place is repeated if it has the words several times.
        places: Vec<DocumentPlace>,
    },
    /// The words don't occur at the given place, but elsewhere.
    OnOtherPlace {
        /// The place of the first occurrence.
        place: DocumentPlace,
    },
    /// The words begin on a page or in a paragraph and continue in the next one. Each part is a quotation of its own.
    AcrossParts {
        /// The place of the beginning.
        first: DocumentPlace,
    },
}

impl Display for FindError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "the document doesn't have these words",
            Self::Ambiguous { .. } => "these words occur more than once in the document",
            Self::OnOtherPlace { .. } => "these words are at another place of the document",
            Self::AcrossParts { .. } => "these words go beyond one part of the document",
        })
    }
}

impl std::error::Error for FindError {}

/// Finds the passage that a quotation refers to. If `place` is given, only the words there count: on that page, in that
/// paragraph, or at a time that overlaps that range.
///
/// White space, quotation marks, ligatures and hyphens at line ends may differ. A quotation consists of whole words.
///
/// # Errors
/// Returns an error unless exactly one passage has the words.
pub fn find(
    document: &DocumentText,
    quote: &str,
    place: Option<DocumentPlace>,
) -> Result<FoundPassage, FindError> {
    let words = normalise(quote);
    let quote = Quote::new(&words);
    let mut found = occurrences(document, &quote, place);
    if found.here.is_empty() && found.elsewhere.is_none() && document.index.has_breaks() {
        found = divided(document, &quote, place);
    }
    match (found.here.as_slice(), found.elsewhere, found.across) {
        ([one], ..) => Ok(passage(document, one)),
        ([], Some(other), _) => Err(FindError::OnOtherPlace {
            place: place_of(document, &other),
        }),
        ([], None, Some(first)) => Err(FindError::AcrossParts {
            first: document.parts()[first.parts.start].place(),
        }),
        ([], None, None) => Err(match continued(document, &quote) {
            Some(first) => FindError::AcrossParts { first },
            None => FindError::NotFound,
        }),
        (many, ..) => Err(FindError::Ambiguous {
            places: many.iter().map(|found| place_of(document, found)).collect(),
        }),
    }
}

/// Occurrences of a quotation.
#[derive(Default)]
struct Found {
    /// The first occurrences at the given place, or anywhere without one.
    here: Vec<Occurrence>,
    /// The first occurrence at another place.
    elsewhere: Option<Occurrence>,
    /// The first occurrence that goes beyond a page or paragraph.
    across: Option<Occurrence>,
}

fn occurrences(document: &DocumentText, quote: &Quote, place: Option<DocumentPlace>) -> Found {
    sort_out(document, document.index.occurrences(quote), place)
}

/// Returns occurrences that differ from the quotation in hyphens at line ends.
fn divided(document: &DocumentText, quote: &Quote, place: Option<DocumentPlace>) -> Found {
    let bare = document.bare.get_or_init(|| Bare::new(&document.index));
    let bare_quote = Quote::new(&without_hyphens(quote.exact(), |_| {}));
    let found = document.index.divided(bare, quote, &bare_quote);
    sort_out(document, found, place)
}

fn sort_out(
    document: &DocumentText,
    occurrences: impl Iterator<Item = Occurrence>,
    place: Option<DocumentPlace>,
) -> Found {
    let mut found = Found::default();
    for occurrence in occurrences {
        let goes_on = occurrence.parts.len() > 1 && document.format() != DocumentFormat::Transcript;
        if goes_on {
            found.across.get_or_insert(occurrence);
        } else if place.is_none_or(|place| overlaps(place, place_of(document, &occurrence))) {
            found.here.push(occurrence);
            if found.here.len() == MAX_PLACES {
                break;
            }
        } else {
            found.elsewhere.get_or_insert(occurrence);
        }
    }
    found
}

fn overlaps(given: DocumentPlace, found: DocumentPlace) -> bool {
    match (given, found) {
        (DocumentPlace::Time(given), DocumentPlace::Time(found)) => {
            given.start < found.end && found.start < given.end
        }
        _ => given == found,
    }
}

/// Returns the place of an occurrence. Only cues may have several parts.
fn place_of(document: &DocumentText, found: &Occurrence) -> DocumentPlace {
    let parts = &document.parts()[found.parts.clone()];
    let times = parts.iter().filter_map(|part| match part.place() {
        DocumentPlace::Time(time) => Some(time),
        _ => None,
    });
    let whole = times.reduce(|all, time| TimeRange {
        start: all.start.min(time.start),
        end: all.end.max(time.end),
    });
    match whole {
        Some(time) => DocumentPlace::Time(time),
        None => document.parts()[found.parts.start].place(),
    }
}

fn passage(document: &DocumentText, found: &Occurrence) -> FoundPassage {
    let texts: Vec<&str> = document.parts()[found.parts.clone()]
        .iter()
        .map(|part| part.text())
        .collect();
    let (first, last) = (
        texts.first().copied().unwrap_or_default(),
        texts.last().copied().unwrap_or_default(),
    );
    let start = byte_of(first, found.ends.0);
    let end = byte_of(last, found.ends.1);
    let exact = match texts.as_slice() {
        [] | [_] => first[start..end].to_owned(),
        [_, middle @ .., _] => {
            let pieces = [&first[start..]];
            let pieces = pieces.into_iter().chain(middle.iter().copied());
            pieces.chain([&last[..end]]).collect::<Vec<_>>().join(" ")
        }
    };
    FoundPassage {
        quote: SourceQuote {
            exact,
            prefix: first[byte_of(first, found.ends.0.saturating_sub(CONTEXT))..start].to_owned(),
            suffix: last[end..byte_of(last, found.ends.1 + CONTEXT)].to_owned(),
        },
        place: place_of(document, found),
    }
}

/// Returns the byte offset of a code point, or the length of the text if it has fewer.
fn byte_of(text: &str, point: usize) -> usize {
    text.char_indices()
        .nth(point)
        .map_or(text.len(), |(at, _)| at)
}

/// Returns the place at which a quotation begins that continues in the next part, with other words between, such as the
/// number of the page. Returns `None` if there is none.
fn continued(document: &DocumentText, quote: &Quote) -> Option<DocumentPlace> {
    let exact = quote.exact();
    let (end, _) = exact.match_indices(' ').nth(BEGINNING - 1)?;
    let beginning = Quote::new(&exact[..end]);
    let begins = document.index.occurrences(&beginning).take(MAX_PLACES);
    begins
        .filter(|found| found.parts.len() == 1)
        .find(|found| {
            let part = found.parts.start;
            let text = document.index.part(part);
            let text = &text[byte_of(text, found.ends.0)..];
            let rest = Quote::new(&exact[common_words(exact, text)..]);
            part + 1 < document.parts().len()
                && rest
                    .places_in_folded(document.index.part(part + 1))
                    .next()
                    .is_some()
        })
        .map(|found| document.parts()[found.parts.start].place())
}

/// Returns the length of the whole words with which both texts begin, in bytes of either.
fn common_words(a: &str, b: &str) -> usize {
    let words = a.split_inclusive(' ').zip(b.split_inclusive(' '));
    words
        .take_while(|(a, b)| a.trim_end() == b.trim_end())
        .map(|(a, _)| a.len())
        .sum()
}

/// Returns the passage that was probably meant by a quotation that isn't found. Returns `None` if none is similar, or if the
/// document is too long to compare. This reads all words of the document, so it isn't for thousands of quotations.
pub fn closest(document: &DocumentText, quote: &str) -> Option<ClosestPassage> {
    let words = normalise(quote);
    let texts = document.parts().iter().map(|part| part.text());
    if texts.clone().map(str::len).sum::<usize>() > MAX_COMPARED {
        return None;
    }
    let index = document.closest.get_or_init(|| WordIndex::new(texts));
    let found = index.closest(&words)?;
    let part = &document.parts()[found.text];
    Some(ClosestPassage {
        words: part.text()[found.place].to_owned(),
        place: part.place(),
    })
}
