//! Search: finds a reader's query in a folded text in one pass, in all spellings of the names in it.
//!
//! *Invariant:* a search allocates no memory for the pieces of the text, however many there are. Hits are in order,
//! never overlap, and never cross from one block into another.

mod folding;
mod spellings;

use std::ops::Range;

pub use folding::Folding;
pub use spellings::Spellings;
use spellings::{Other, is_within_word};

/// Separator between blocks in a folded text. White space is folded to a space, so no query contains it.
const BOUNDARY: char = '\n';

/// A text prepared for search, piece by piece. A piece is a text node. A block is a part of the text that no hit
/// crosses.
#[derive(Debug, Default)]
pub struct Index {
    folded: String,
    /// Beginnings of the pieces, in bytes of the folded text.
    starts: Vec<u32>,
}

/// A hit, in bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    start: u32,
    end: u32,
}

/// The part of a hit that is in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitPart {
    /// Number of the piece.
    pub piece: usize,
    /// Range in bytes of the piece's folded text; see [`Index::places`].
    place: Range<usize>,
}

impl Index {
    /// Ends the block, unless it is empty.
    pub fn end_block(&mut self) {
        if !self.folded.is_empty() && !self.folded.ends_with(BOUNDARY) {
            self.folded.push(BOUNDARY);
        }
    }

    /// Adds a piece to the block.
    pub fn push(&mut self, text: &str, folding: &mut Folding) {
        self.starts.push(self.folded.len() as u32);
        folding.push_all(text, &mut self.folded);
    }

    /// Returns the number of pieces.
    pub fn pieces(&self) -> usize {
        self.starts.len()
    }

    /// Finds all hits of a query and writes them to `hits`, which is emptied first. Returns the other spellings that
    /// were found.
    pub fn find<'q>(&self, query: &'q Query, hits: &mut Vec<Hit>) -> Vec<&'q str> {
        hits.clear();
        let mut needles: Vec<_> = query
            .needles
            .iter()
            .map(|needle| (needle, self.next(needle, 0), false))
            .collect();
        // Take the hit that begins first. If several do, take the longest.
        while let Some((_, next, found)) = needles
            .iter_mut()
            .filter(|(_, next, _)| next.is_some())
            .min_by_key(|(_, next, _)| next.map(|hit| (hit.start, u32::MAX - hit.end)))
            && let Some(hit) = *next
        {
            *found = true;
            hits.push(hit);
            for (needle, next, _) in &mut needles {
                if next.is_some_and(|next| next.start < hit.end) {
                    *next = self.next(needle, hit.end);
                }
            }
        }
        needles
            .into_iter()
            .filter(|(_, _, found)| *found)
            .filter_map(|(needle, ..)| needle.shown.as_deref())
            .collect()
    }

    /// Returns the first hit of a needle at `from` or later. The typed text may occur anywhere, even within a word.
    /// Another spelling is found only at the beginning of a word, because nobody typed a part of it.
    fn next(&self, needle: &Needle, mut from: u32) -> Option<Hit> {
        loop {
            let rest = self.folded.get(from as usize..)?;
            let start = from + rest.find(&needle.folded)? as u32;
            let end = start + needle.folded.len() as u32;
            // Each piece begins a word too, because the pieces of one line may belong to different sentences.
            let begins_word = || {
                !is_within_word(&self.folded, start as usize)
                    || self.starts.binary_search(&start).is_ok()
            };
            if needle.shown.is_none() || begins_word() {
                return Some(Hit { start, end });
            }
            from = end;
        }
    }

    /// Returns the range of the hits that begin in these pieces.
    pub fn hits_in(&self, pieces: Range<usize>, hits: &[Hit]) -> Range<usize> {
        let first = |piece: usize| match self.starts.get(piece) {
            Some(start) => hits.partition_point(|hit| hit.start < *start),
            None => hits.len(),
        };
        first(pieces.start)..first(pieces.end)
    }

    /// Returns the number of the piece in which a hit begins.
    pub fn piece_of(&self, hit: Hit) -> usize {
        // A piece with an empty folded text begins at the same position as the next piece.
        self.starts
            .partition_point(|start| *start <= hit.start)
            .saturating_sub(1)
    }

    /// Returns the parts of a hit, one for each piece.
    pub fn parts(&self, hit: Hit) -> impl Iterator<Item = HitPart> {
        (self.piece_of(hit)..self.starts.len())
            .map(move |piece| {
                let start = self.starts[piece];
                let end = self
                    .starts
                    .get(piece + 1)
                    .map_or(self.folded.len(), |end| *end as usize);
                let from = hit.start.max(start) - start;
                HitPart {
                    piece,
                    place: from as usize
                        ..(hit.end as usize).min(end).saturating_sub(start as usize),
                }
            })
            .take_while(move |part| {
                part.place.start + (self.starts[part.piece] as usize) < hit.end as usize
            })
            .filter(|part| !part.place.is_empty())
    }

    /// Returns the position in a piece's text of each byte of its folded text, for [`Places::of`]. `text` must be the
    /// text that was pushed.
    pub fn places(&self, piece: usize, text: &str, folding: &mut Folding) -> Places {
        let start = self.starts.get(piece).map_or(0, |start| *start as usize);
        // The character before the piece decides if a space at the beginning of the piece counts.
        let mut folded = match self.folded[..start].chars().next_back() {
            None => String::new(),
            Some(' ' | BOUNDARY) => BOUNDARY.to_string(),
            Some(_) => "x".to_owned(),
        };
        let before = folded.len();
        let mut places = Places::default();
        let mut at = 0;
        let mut last = 0;
        for c in text.chars() {
            folding.push(c, &mut folded);
            let end = at + c.len_utf16() as u32;
            if places.0.len() < folded.len() - before {
                last = places.0.len();
                places.0.resize(folded.len() - before, at..end);
            } else {
                // The character has no folded form, so it belongs to the character before it.
                for place in places.0.iter_mut().skip(last) {
                    place.end = end;
                }
            }
            at = end;
        }
        places
    }
}

/// Positions in a piece's text from which its folded bytes come.
#[derive(Debug, Default)]
pub struct Places(Vec<Range<u32>>);

impl Places {
    /// Returns the range of a part in UTF-16 code units, as browsers count. An accent belongs to the letter before
    /// it. Returns `0..0` if the part isn't in the piece.
    pub fn of(&self, part: &HitPart) -> Range<u32> {
        match self.0.get(part.place.clone()) {
            Some([only]) => only.clone(),
            Some([first, .., last]) => first.start..last.end,
            Some([]) | None => 0..0,
        }
    }
}

/// A reader's query in all spellings.
pub struct Query {
    needles: Vec<Needle>,
}

struct Needle {
    folded: String,
    /// Spelling to show, or `None` for the typed text.
    shown: Option<String>,
}

impl Query {
    /// Creates a query from typed text. Ignores white space around it. An empty text finds nothing.
    pub fn new(typed: &str, spellings: &Spellings, folding: &mut Folding) -> Self {
        let folded = folding.fold(typed);
        let others = spellings.others(&folded);
        let mut needles = Vec::new();
        if !folded.is_empty() {
            needles.push(Needle {
                folded,
                shown: None,
            });
        }
        needles.extend(others.into_iter().map(|Other { shown, folded }| Needle {
            folded,
            shown: Some(shown),
        }));
        Self { needles }
    }

    /// Returns `true` if there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }
}

// `proptest` runs only natively: it needs the operating system.
#[cfg(test)]
mod tests;
