//! Search: a text folded once, in which whatever a reader types is found in one sweep, in any spelling of its names.
//!
//! *Invariant:* a search allocates nothing for the pieces of the text, however many; hits are in order, never overlap,
//! and never run from one block into another.

mod folding;
mod spellings;

use std::ops::Range;

pub use folding::Folding;
pub use spellings::Spellings;
use spellings::{Other, is_within_word};

/// What stands between blocks in a folded text; white space is folded to something else, so no query has it.
const BOUNDARY: char = '\n';

/// A text made ready for search, piece by piece: a piece is a text node, a block is what words don't run out of.
#[derive(Debug, Default)]
pub struct Index {
    folded: String,
    /// Where each piece begins, in bytes of the folded text.
    starts: Vec<u32>,
}

/// A hit, in bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    start: u32,
    end: u32,
}

/// A part of a hit that lies in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The number of the piece.
    pub piece: usize,
    /// Where in the piece, in bytes of its folded text; see [`Index::places`].
    place: Range<usize>,
}

impl Index {
    /// Ends the block, if it has anything in it.
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

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.starts.len()
    }

    /// Finds all that is asked for; `hits` is emptied first. Says which other spellings were among them.
    pub fn find<'q>(&self, query: &'q Query, hits: &mut Vec<Hit>) -> Vec<&'q str> {
        hits.clear();
        let mut needles: Vec<_> = query
            .needles
            .iter()
            .map(|needle| (needle, self.next(needle, 0), false))
            .collect();
        // Of those that begin first the longest.
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

    /// The first place of a needle from `from` on. What was typed may stand anywhere, even within a word; another
    /// spelling only where a word begins, for nobody typed a part of that.
    fn next(&self, needle: &Needle, mut from: u32) -> Option<Hit> {
        loop {
            let rest = self.folded.get(from as usize..)?;
            let start = from + rest.find(&needle.folded)? as u32;
            let end = start + needle.folded.len() as u32;
            // Pieces part words too: what stands in one line needn't be one sentence.
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

    /// The hits of those that begin in these pieces.
    pub fn hits_in(&self, pieces: Range<usize>, hits: &[Hit]) -> Range<usize> {
        let first = |piece: usize| match self.starts.get(piece) {
            Some(start) => hits.partition_point(|hit| hit.start < *start),
            None => hits.len(),
        };
        first(pieces.start)..first(pieces.end)
    }

    /// The number of the piece in which a hit begins.
    pub fn piece_of(&self, hit: Hit) -> usize {
        // Pieces that come to nothing begin where the next one does.
        self.starts
            .partition_point(|start| *start <= hit.start)
            .saturating_sub(1)
    }

    /// A hit, part by part.
    pub fn parts(&self, hit: Hit) -> impl Iterator<Item = Part> {
        (self.piece_of(hit)..self.starts.len())
            .map(move |piece| {
                let start = self.starts[piece];
                let end = self
                    .starts
                    .get(piece + 1)
                    .map_or(self.folded.len(), |end| *end as usize);
                let from = hit.start.max(start) - start;
                Part {
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

    /// Where each byte of a piece stands in the piece as it was pushed, for [`Places::of`].
    pub fn places(&self, piece: usize, text: &str, folding: &mut Folding) -> Places {
        let start = self.starts.get(piece).map_or(0, |start| *start as usize);
        // What the piece was added to decides whether a space at its beginning counts.
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
                // It is folded away, and belongs to what is before it.
                for place in places.0.iter_mut().skip(last) {
                    place.end = end;
                }
            }
            at = end;
        }
        places
    }
}

/// Where a piece's folded bytes come from.
#[derive(Debug, Default)]
pub struct Places(Vec<Range<u32>>);

impl Places {
    /// Where a part stands, in UTF-16 code units, as browsers count. Accents belong to the letter before them.
    pub fn of(&self, part: &Part) -> Range<u32> {
        match self.0.get(part.place.clone()) {
            Some([only]) => only.clone(),
            Some([first, .., last]) => first.start..last.end,
            Some([]) | None => 0..0,
        }
    }
}

/// What a reader looks for, in all spellings.
pub struct Query {
    needles: Vec<Needle>,
}

struct Needle {
    folded: String,
    /// The spelling, unless it is what was typed.
    shown: Option<String>,
}

impl Query {
    /// Takes what was typed. Space around it doesn't count, and nothing is found for nothing.
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

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }
}

// proptest needs the operating system.
#[cfg(test)]
mod tests;
