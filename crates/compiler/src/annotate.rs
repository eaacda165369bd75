//! Adds evidence spans around passages and links around mentions to the inlines of a text block, across any markup.
//!
//! *Invariant:* the plain text doesn't change. The spans of one piece of evidence together cover its passage, in order
//! and without a gap.
//!
//! If one passage contains another, its span is the outer one. If two passages partly overlap, the later one is split. A
//! link is never split, so a passage that partly overlaps a link is split at the edge of the link. If necessary,
//! emphasis is split.

use std::ops::Range;

use sidelight_model::{EvidenceId, EvidenceSpan, Href, Inline, Link};

/// Marks passages as evidence and mentions as links in the inlines of a text block. All ranges are in code points of its
/// plain text. A mention must not overlap another mention or an existing link.
pub(super) fn mark(
    inlines: Vec<Inline>,
    passages: &[(Range<usize>, EvidenceId)],
    mentions: &[(Range<usize>, Href)],
) -> Vec<Inline> {
    if passages.is_empty() && mentions.is_empty() {
        return inlines;
    }
    let mut flat = Flat::default();
    flat.add(inlines, &mut 0, 0);
    flat.marks.extend(passages.iter().map(|(range, id)| Mark {
        range: range.clone(),
        wrap: Wrap::Evidence(id.clone()),
        depth: 0,
    }));
    flat.marks.extend(mentions.iter().map(|(range, href)| Mark {
        range: range.clone(),
        wrap: Wrap::Link(Link {
            href: href.clone(),
            inlines: Vec::new(),
        }),
        depth: 0,
    }));
    flat.build()
}

/// A text block without its tree: the text, and the range of each element around parts of it.
#[derive(Default)]
struct Flat {
    text: Vec<char>,
    marks: Vec<Mark>,
}

struct Mark {
    range: Range<usize>,
    wrap: Wrap,
    /// Depth of an existing element in the tree. New marks have depth 0.
    depth: usize,
}

enum Wrap {
    Emphasis,
    Strong,
    Link(Link),
    Evidence(EvidenceId),
}

impl Wrap {
    /// Returns the rank of a mark. Where two marks partly overlap, the one of lower rank is split.
    fn rank(&self) -> u8 {
        match self {
            Self::Emphasis | Self::Strong => 0,
            Self::Evidence(_) => 1,
            Self::Link(_) => 2,
        }
    }
}

impl Flat {
    fn add(&mut self, inlines: Vec<Inline>, at: &mut usize, depth: usize) {
        for inline in inlines {
            let start = *at;
            let wrap = match inline {
                Inline::Text(text) => {
                    self.text.extend(text.chars());
                    *at = self.text.len();
                    continue;
                }
                Inline::Emphasis(inside) => {
                    self.add(inside, at, depth + 1);
                    Wrap::Emphasis
                }
                Inline::Strong(inside) => {
                    self.add(inside, at, depth + 1);
                    Wrap::Strong
                }
                Inline::Link(mut link) => {
                    self.add(std::mem::take(&mut link.inlines), at, depth + 1);
                    Wrap::Link(link)
                }
                Inline::Evidence(span) => {
                    self.add(span.inlines, at, depth + 1);
                    Wrap::Evidence(span.evidence)
                }
            };
            self.marks.push(Mark {
                range: start..*at,
                wrap,
                depth,
            });
        }
    }

    fn build(mut self) -> Vec<Inline> {
        let len = self.text.len();
        self.marks
            .retain(|mark| mark.range.start < mark.range.end && mark.range.end <= len);
        // From the outside in, as far as the ranges decide it.
        self.marks.sort_by_key(|mark| {
            (
                mark.range.start,
                std::cmp::Reverse(mark.range.end),
                u8::from(!matches!(mark.wrap, Wrap::Evidence(_))),
                mark.depth,
            )
        });
        let all: Vec<usize> = (0..self.marks.len()).collect();
        self.inlines(0..len, &all)
    }

    /// Builds the inlines of a part of the text. `marks` are those that overlap the part and aren't around it already,
    /// in order.
    fn inlines(&self, part: Range<usize>, marks: &[usize]) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut at = part.start;
        let mut rest = marks;
        while at < part.end {
            // Marks that have ended are never needed again.
            while let [first, others @ ..] = rest
                && self.marks[*first].range.end <= at
            {
                rest = others;
            }
            let Some((mark, end)) = self.outermost(at, part.end, rest) else {
                let next = rest
                    .iter()
                    .map(|i| self.marks[*i].range.start)
                    .find(|start| *start > at)
                    .map_or(part.end, |start| start.min(part.end));
                out.push(Inline::Text(self.text[at..next].iter().collect()));
                at = next;
                continue;
            };
            let inside: Vec<usize> = rest
                .iter()
                .copied()
                .take_while(|i| self.marks[*i].range.start < end)
                .filter(|i| *i != mark && self.marks[*i].range.end > at)
                .collect();
            let inlines = self.inlines(at..end, &inside);
            out.push(match &self.marks[mark].wrap {
                Wrap::Emphasis => Inline::Emphasis(inlines),
                Wrap::Strong => Inline::Strong(inlines),
                Wrap::Link(link) => Inline::Link(Link {
                    href: link.href.clone(),
                    inlines,
                }),
                Wrap::Evidence(evidence) => Inline::Evidence(EvidenceSpan {
                    evidence: evidence.clone(),
                    inlines,
                }),
            });
            at = end;
        }
        out
    }

    /// Returns the mark that must be outside all others at `at`, with the position up to which it is unbroken. Returns
    /// `None` if no mark covers `at`.
    fn outermost(&self, at: usize, limit: usize, marks: &[usize]) -> Option<(usize, usize)> {
        marks
            .iter()
            .copied()
            .take_while(|i| self.marks[*i].range.start <= at)
            .filter(|i| self.marks[*i].range.end > at)
            .map(|i| (i, self.reach(i, at, limit, marks)))
            // Of equal marks, take the first, because marks are in order.
            .reduce(|best, other| if other.1 > best.1 { other } else { best })
    }

    /// Returns the position up to which a mark is unbroken from `at`. A mark of higher rank that begins inside it and
    /// ends outside cuts it.
    fn reach(&self, mark: usize, at: usize, limit: usize, marks: &[usize]) -> usize {
        let rank = self.marks[mark].wrap.rank();
        let mut end = self.marks[mark].range.end.min(limit);
        // A cut at one position can make another one necessary before it.
        loop {
            let cut = marks
                .iter()
                .map(|i| &self.marks[*i])
                .take_while(|other| other.range.start < end)
                .find(|other| {
                    other.wrap.rank() > rank
                        && other.range.start > at
                        && other.range.end.min(limit) > end
                });
            match cut {
                Some(other) => end = other.range.start,
                None => return end,
            }
        }
    }
}

#[cfg(test)]
mod tests;
