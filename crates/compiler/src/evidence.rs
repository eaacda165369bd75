//! Finds the one passage in the article that each quotation refers to.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredEvidence, AuthoredQuote};
use crate::did_you_mean::suggestion;
use crate::first_difference::first_difference;
use crate::lookalikes::{Difference, difference, letter_name, shape, unseen_name};
use crate::markdown::{AuthoredCell, AuthoredTable, CellError, Line, Markdown, Words, find_cell};
use crate::source_file::SourceFile;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::{EvidenceId, FactId};
use sidelight_text::{Passage, Phrases, Quote, WordIndex};

/// Maximum number of matches of an ambiguous quotation that are counted.
const MAX_COUNTED: usize = 1000;

/// Maximum number of matches that a diagnostic points to.
const MAX_SHOWN: usize = 4;

/// Maximum number of failed quotations that are compared with the text to explain the failure. Each comparison scans the
/// whole text.
const MAX_COMPARED: usize = 100;

/// A passage that was found for a piece of evidence.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The id of the evidence.
    pub(super) id: EvidenceId,
    /// The index of the text block among the text blocks of the body.
    pub(super) text: usize,
    /// The range of the passage in that block, in code points.
    pub(super) range: Range<usize>,
}

/// A search for evidence in one article.
pub(super) struct Search<'a> {
    article: &'a SourceFile,
    facts: &'a SourceFile,
    diagnostics: &'a DiagnosticSink,
    texts: &'a [Words],
    tables: &'a [AuthoredTable],
    passages: Vec<Passage<'a>>,
    /// Texts that evidence can't come from, such as the headline and crossheads, each with a name for messages.
    outside: Vec<(&'static str, Passage<'a>)>,
    closest: OnceCell<WordIndex>,
    /// The texts as they look, for the comparison of letters.
    shapes: OnceCell<Vec<String>>,
    /// The number of failed quotations that may still be compared with the text.
    compared: Cell<usize>,
}

impl<'a> Search<'a> {
    /// Prepares a search in the text blocks of the body. `outside` holds other texts, such as the headline, each
    /// with its name for messages.
    pub(super) fn new(
        article: &'a SourceFile,
        facts: &'a SourceFile,
        markdown: &'a Markdown,
        outside: &[(&'static str, &'a str)],
        diagnostics: &'a DiagnosticSink,
    ) -> Self {
        let texts = markdown.words.as_slice();
        let crossheads = texts
            .iter()
            .filter(|words| words.is_crosshead)
            .map(|words| ("a crosshead", words.text.as_str()));
        Self {
            article,
            facts,
            diagnostics,
            texts,
            tables: &markdown.tables,
            passages: texts
                .iter()
                .map(|words| Passage::new(&words.text))
                .collect(),
            outside: outside
                .iter()
                .copied()
                .chain(crossheads)
                .map(|(name, text)| (name, Passage::new(text)))
                .collect(),
            closest: OnceCell::new(),
            shapes: OnceCell::new(),
            compared: Cell::new(MAX_COMPARED),
        }
    }

    /// Finds the evidence of all boxes. Reports every quotation that matches no passage, or more than one.
    pub(super) fn find_all(&self, boxes: &[AuthoredBox]) -> Vec<Found> {
        let mut all = Vec::new();
        let quotes = boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
            .flat_map(|fact| &fact.evidence)
            .map(|evidence| evidence.quote().map_or("", |quote| quote.quote.exact()))
            .collect::<Vec<_>>();
        let mut holders = self.holders(&quotes).into_iter();
        for fact in boxes.iter().flat_map(|fact_box| &fact_box.facts) {
            for (i, evidence) in fact.evidence.iter().enumerate() {
                let holders = holders.next().unwrap_or_default();
                let place = match evidence {
                    AuthoredEvidence::Quote(quote) => self.find(quote, &holders),
                    AuthoredEvidence::Cell(cell) => self.find_cell(cell),
                };
                // A missing fact id was already reported. The search above still reports errors in the quotation.
                if let (Some((text, range)), Some(fact)) = (place, &fact.id) {
                    all.push(Found {
                        id: evidence_id(&fact.value, i),
                        text,
                        range,
                    });
                }
            }
        }
        all
    }

    /// Returns, for each quotation, the indices of the text blocks that contain its words, ascending and without duplicates.
    /// Scans each text block once for all quotations.
    fn holders(&self, quotes: &[&str]) -> Vec<Vec<usize>> {
        let mut holders = vec![Vec::new(); quotes.len()];
        let quotes = Phrases::new(quotes.iter().copied());
        for (text, passage) in self.passages.iter().enumerate() {
            for (_, quote) in quotes.places(passage) {
                if holders[quote].last() != Some(&text) {
                    holders[quote].push(text);
                }
            }
        }
        holders
    }

    /// Returns the only match of a quotation: the index of its text block and its range there. `texts` are the text blocks
    /// that contain its words. Reports a diagnostic and returns `None` if there is no match, or more than one.
    fn find(&self, quote: &AuthoredQuote, texts: &[usize]) -> Option<(usize, Range<usize>)> {
        let mut places = self.places_in(texts.iter().copied(), &quote.quote);
        let (first, second) = (places.next(), places.next());
        if first.is_some() && second.is_none() {
            return first;
        }
        let diagnostic = if !self.may_compare() {
            self.facts
                .diagnostic(
                    if first.is_none() {
                        Kind::QuoteNotFound
                    } else {
                        Kind::QuoteAmbiguous
                    },
                    quote.exact.span.clone(),
                    match first {
                        None => "this quotation isn't in the article's text",
                        Some(_) => "this quotation occurs more than once in the article",
                    },
                )
                .hint(format!(
                    "copy the words exactly from the article; only the first {MAX_COMPARED} wrong quotations \
                     get a suggestion"
                ))
        } else if first.is_none() {
            self.not_found(quote)
        } else {
            let places: Vec<_> = first
                .into_iter()
                .chain(second)
                .chain(places)
                .take(MAX_COUNTED + 1)
                .collect();
            self.ambiguous(quote, &places)
        };
        self.diagnostics.add(diagnostic);
        None
    }

    /// Returns the text of a cell: its index and its whole range. Reports a diagnostic and returns `None` if there is no such
    /// cell, if the headers don't say which one is meant, or if it is empty.
    fn find_cell(&self, cell: &AuthoredCell) -> Option<(usize, Range<usize>)> {
        let error = match find_cell(self.tables, self.texts, cell) {
            Ok(text) => return Some((text, 0..self.texts[text].text.chars().count())),
            Err(error) => error,
        };
        let id = &cell.table.value;
        let diagnostic = |span: &Range<usize>, message: String| {
            self.facts
                .diagnostic(Kind::UnknownCell, span.clone(), message)
        };
        let named = |line: Line| match line {
            Line::Row => ("row", &cell.row),
            Line::Column => ("column", &cell.column),
        };
        self.diagnostics.add(match error {
            CellError::NoTable => {
                let ids = self.tables.iter().map(|table| table.id.value.as_str());
                let hint = match self.tables {
                    [] => "it has no tables at all; quote its text instead".to_owned(),
                    _ => suggestion(id.as_str(), ids, "its tables are"),
                };
                diagnostic(&cell.table.span, format!("the article has no table `{id}`")).hint(hint)
            }
            CellError::NoHeader(line, headers) => {
                let (name, wanted) = named(line);
                let headers = headers.iter().map(String::as_str);
                let hint = suggestion(&wanted.value, headers, &format!("its {name}s are"));
                let message = format!("the table `{id}` has no {name} `{}`", wanted.value);
                diagnostic(&wanted.span, message).hint(hint)
            }
            CellError::Ambiguous(line, texts) => {
                let (name, wanted) = named(line);
                let message = format!(
                    "the table `{id}` has {} {name}s with the header `{}`",
                    texts.len(),
                    wanted.value
                );
                let places: Vec<_> = texts
                    .iter()
                    .map(|text| (*text, 0..self.texts[*text].text.chars().count()))
                    .collect();
                self.with_places(diagnostic(&wanted.span, message), &places)
                    .hint(format!("give each {name} a header of its own in the table"))
            }
            CellError::Empty => diagnostic(
                &cell.column.span,
                format!(
                    "the cell of `{}` and `{}` in the table `{id}` is empty",
                    cell.row.value, cell.column.value
                ),
            )
            .hint("name a cell with text; an empty cell supports no fact"),
        });
        None
    }

    /// Returns `true` if one more failed quotation may be compared with the text. Each call counts as a comparison.
    fn may_compare(&self) -> bool {
        let left = self.compared.get();
        self.compared.set(left.saturating_sub(1));
        left > 0
    }

    /// Returns all matches of a quotation in paragraphs, block quotes and list items.
    fn places<'s>(&'s self, quote: &'s Quote) -> impl Iterator<Item = (usize, Range<usize>)> + 's {
        self.places_in(0..self.passages.len(), quote)
    }

    fn places_in<'s>(
        &'s self,
        texts: impl Iterator<Item = usize> + 's,
        quote: &'s Quote,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 's {
        texts
            .filter(|text| !self.texts[*text].is_crosshead)
            .flat_map(move |text| {
                let places = self.passages[text].places(quote);
                places.map(move |range| (text, range))
            })
    }

    fn in_file(&self, text: usize, range: &Range<usize>) -> Range<usize> {
        self.texts[text].in_file(range)
    }

    fn not_found(&self, quote: &AuthoredQuote) -> Diagnostic {
        let diagnostic = |message: &str| {
            self.facts
                .diagnostic(Kind::QuoteNotFound, quote.exact.span.clone(), message)
        };
        if quote.has_context {
            let bare = Quote::new(&quote.exact.value);
            let places: Vec<_> = self.places(&bare).take(MAX_SHOWN).collect();
            if !places.is_empty() {
                let diagnostic = diagnostic(
                    "this quotation is in the article, but not between this `prefix` and `suffix`",
                )
                .hint(
                    "give the words directly before and after the quotation, in the same paragraph",
                );
                return self.with_places(diagnostic, &places);
            }
        }
        let diagnostic = diagnostic("this quotation isn't in the article's text");
        let folded = quote.quote.exact();
        if let Some((name, _)) = self
            .outside
            .iter()
            .find(|(_, passage)| passage.folded().contains(folded))
        {
            return diagnostic.hint(format!(
                "these words are in {name}; quote a paragraph, blockquote or list item of the text instead"
            ));
        }
        if let Some(first) = self.across(folded) {
            let words = &self.texts[first];
            return self
                .facts
                .diagnostic(
                    Kind::QuoteNotFound,
                    quote.exact.span.clone(),
                    "this quotation goes beyond one paragraph",
                )
                .related(&self.article.shown, words.in_file(&(0..words.text.chars().count())), "it starts here")
                .hint("a quotation must be within one paragraph; give each part as a quotation of its own");
        }
        if let Some((text, found)) = self.lookalike(folded) {
            let words = &self.texts[text];
            return diagnostic
                .related(
                    &self.article.shown,
                    words.in_file(&(0..words.text.chars().count())),
                    "the article has words that look the same",
                )
                .hint(lookalike_hint(&found));
        }
        self.with_closest(diagnostic, quote)
    }

    /// Returns the index of the first text block that contains a quotation when joined with the blocks after it. Returns
    /// `None` if there is no such block. Crossheads between the blocks may be quoted or left out. `folded` is the folded
    /// quotation.
    fn across(&self, folded: &str) -> Option<usize> {
        let texts: Vec<usize> = (0..self.texts.len()).collect();
        let paragraphs: Vec<usize> = texts
            .iter()
            .copied()
            .filter(|text| !self.texts[*text].is_crosshead)
            .collect();
        [texts, paragraphs]
            .iter()
            .find_map(|texts| self.across_these(texts, folded))
    }

    fn across_these(&self, texts: &[usize], folded: &str) -> Option<usize> {
        let words = folded.match_indices(' ').map(|(at, _)| at);
        // Each end of a word may be the end of the first block.
        let ends: Vec<usize> = words.collect();
        (0..texts.len()).find_map(|i| {
            let first = self.passages[texts[i]].folded();
            ends.iter()
                .take_while(|at| **at <= first.len())
                .filter(|at| first.ends_with(&folded[..**at]))
                .any(|at| self.goes_on(&texts[i + 1..], &folded[at + 1..]))
                .then_some(texts[i])
        })
    }

    /// Returns `true` if text blocks that follow each other begin with the rest of a quotation.
    fn goes_on(&self, texts: &[usize], mut rest: &str) -> bool {
        for text in texts {
            let next = self.passages[*text].folded();
            if next.starts_with(rest) {
                return true;
            }
            match rest
                .strip_prefix(next)
                .and_then(|rest| rest.strip_prefix(' '))
            {
                Some(more) => rest = more,
                None => return false,
            }
        }
        false
    }

    /// Finds words that look like a quotation but have other characters. Returns the index of their text block and the
    /// first difference.
    fn lookalike(&self, folded: &str) -> Option<(usize, Difference)> {
        let shapes = self.shapes.get_or_init(|| {
            let folded = self.passages.iter().map(Passage::folded);
            folded.map(shape).collect()
        });
        self.passages
            .iter()
            .zip(shapes)
            .enumerate()
            .filter(|(text, _)| !self.texts[*text].is_crosshead)
            .find_map(|(text, (passage, shape))| {
                Some((text, difference(passage.folded(), shape, folded)?))
            })
    }

    fn with_closest(&self, diagnostic: Diagnostic, quote: &AuthoredQuote) -> Diagnostic {
        let passages = self.closest.get_or_init(|| {
            WordIndex::new(self.texts.iter().map(|words| {
                if words.is_crosshead {
                    ""
                } else {
                    words.text.as_str()
                }
            }))
        });
        let Some(found) = passages.closest(&quote.exact.value) else {
            return diagnostic
                .hint("copy the words exactly from the article; nothing in it resembles this");
        };
        let words = &self.texts[found.text];
        let passage = whole_words(&words.text, &found.place);
        let hint = match first_difference(passage, &quote.exact.value) {
            Some((article, quote)) if !article.is_empty() && !quote.is_empty() => format!(
                "the article has `{article}` where the quotation has `{quote}`; copy the words exactly"
            ),
            _ => "copy whole words exactly from the article; only spaces and the style of quotation marks may \
                  differ"
                .to_owned(),
        };
        let place = words.bytes_in_file(&found.place);
        diagnostic
            .related(&self.article.shown, place, "this is the closest match")
            .hint(hint)
    }

    fn ambiguous(&self, quote: &AuthoredQuote, places: &[(usize, Range<usize>)]) -> Diagnostic {
        let count = if places.len() > MAX_COUNTED {
            format!("more than {MAX_COUNTED}")
        } else {
            places.len().to_string()
        };
        let diagnostic = self.facts.diagnostic(
            Kind::QuoteAmbiguous,
            quote.exact.span.clone(),
            format!("this quotation occurs {count} times in the article"),
        );
        let hint = match places.first().map(|place| self.context(place)) {
            Some((key, words)) if !quote.has_context && !words.is_empty() => format!(
                "quote more of the sentence, or add the words beside it, here for the first: `{{ quote = \
                 \"…\", {key} = \"{words}\" }}`"
            ),
            _ => "quote more of the sentence, or make `prefix` or `suffix` longer".to_owned(),
        };
        self.with_places(diagnostic, places).hint(hint)
    }

    fn with_places(
        &self,
        mut diagnostic: Diagnostic,
        places: &[(usize, Range<usize>)],
    ) -> Diagnostic {
        for (number, (text, range)) in places.iter().take(MAX_SHOWN).enumerate() {
            let label = match number + 1 {
                shown if shown == MAX_SHOWN && places.len() > MAX_SHOWN => {
                    format!("here, and {} more", places.len() - shown)
                }
                _ => "here".to_owned(),
            };
            diagnostic = diagnostic.related(&self.article.shown, self.in_file(*text, range), label);
        }
        diagnostic
    }

    /// Returns the key `prefix` with up to two words before a match. If the match begins its text block, returns the key
    /// `suffix` with up to two words after it. Double quotes in the words are escaped for TOML.
    fn context(&self, (text, range): &(usize, Range<usize>)) -> (&'static str, String) {
        let text = &self.texts[*text].text;
        let before: String = text.chars().take(range.start).collect();
        let words: Vec<&str> = before.split_whitespace().collect();
        if let [.., last] = words.as_slice() {
            let from = words.len().saturating_sub(2);
            let two = words
                .get(from..)
                .map_or_else(|| (*last).to_owned(), |two| two.join(" "));
            return ("prefix", two.replace('"', "\\\""));
        }
        let after: String = text.chars().skip(range.end).take(200).collect();
        let words: Vec<&str> = after.split_whitespace().take(2).collect();
        ("suffix", words.join(" ").replace('"', "\\\""))
    }
}

fn lookalike_hint(found: &Difference) -> String {
    match found {
        Difference::InQuote(c, word) => format!(
            "the quotation has the invisible character {}, in `{word}`; copy the words from the article again",
            unseen_name(*c)
        ),
        Difference::InArticle(c, word) => format!(
            "the article has the invisible character {}, in `{word}`; delete it there, or copy the words from the \
             article again",
            unseen_name(*c)
        ),
        Difference::Letter(article, quote, word) => format!(
            "in `{word}`, the quotation has the {}, but the article has the {}; they look the same; correct the \
             wrong one",
            letter_name(*quote),
            letter_name(*article)
        ),
    }
}

/// Returns the byte range `part` of a text, extended in both directions up to white space, to include adjacent punctuation.
fn whole_words<'a>(text: &'a str, part: &Range<usize>) -> &'a str {
    let before = text[..part.start].trim_end_matches(|c: char| !c.is_whitespace());
    let end = text[part.end..]
        .find(char::is_whitespace)
        .map_or(text.len(), |space| part.end + space);
    &text[before.len()..end]
}

/// Returns the id of a fact's piece of evidence. `index` counts from 0.
pub(super) fn evidence_id(fact: &FactId, index: usize) -> EvidenceId {
    EvidenceId::of(fact, index + 1)
}
