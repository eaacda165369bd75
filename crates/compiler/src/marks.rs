//! Putting evidence and mentions into a text: spans around the passages, links around the names, whatever markup
//! runs across them.
//!
//! *Invariant:* the text that comes out is the text that went in, and the spans of one evidence together cover
//! its passage, in order and without a gap.
//!
//! Passages that nest are nested, the longer outside; of passages that partly overlap the later is split. A link
//! stays whole, so a passage that overlaps one partly is split at its border. Emphasis is split where need be.

use std::ops::Range;

use sidelight_model::{EvidenceId, EvidenceSpan, Href, Inline, Link};

/// Marks passages in the inlines of a text block, and makes links of mentions, which overlap neither each other nor a
/// link that is there; ranges are in code points of its plain text.
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

/// A text block without its tree: the text, and what is around which part of it.
#[derive(Default)]
struct Flat {
    text: Vec<char>,
    marks: Vec<Mark>,
}

struct Mark {
    range: Range<usize>,
    wrap: Wrap,
    /// How deep it stood in the tree.
    depth: usize,
}

enum Wrap {
    Emphasis,
    Strong,
    Link(Link),
    Evidence(EvidenceId),
}

impl Wrap {
    /// What is cut last stands last.
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
        // From the outside in, as far as ranges alone tell.
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

    /// The inlines of a part, given the marks that overlap it and aren't around it already, in order.
    fn inlines(&self, part: Range<usize>, marks: &[usize]) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut at = part.start;
        let mut rest = marks;
        while at < part.end {
            // Marks that are over never matter again.
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

    /// Of the marks that cover `at`, the one to go around the others, and how far it reaches unbroken.
    fn outermost(&self, at: usize, limit: usize, marks: &[usize]) -> Option<(usize, usize)> {
        marks
            .iter()
            .copied()
            .take_while(|i| self.marks[*i].range.start <= at)
            .filter(|i| self.marks[*i].range.end > at)
            .map(|i| (i, self.reach(i, at, limit, marks)))
            // Of equals the first: marks are in order.
            .reduce(|best, other| if other.1 > best.1 { other } else { best })
    }

    /// How far a mark reaches from `at` before a mark that must not be cut begins inside it and ends outside.
    fn reach(&self, mark: usize, at: usize, limit: usize, marks: &[usize]) -> usize {
        let rank = self.marks[mark].wrap.rank();
        let mut end = self.marks[mark].range.end.min(limit);
        // A cut at one place can bring about another before it.
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
