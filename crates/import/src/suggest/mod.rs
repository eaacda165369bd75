//! Suggests facts for an article: numbers, dates, names and quotations that no fact covers. Also lists facts with
//! weak support.
//!
//! A *candidate* is a number, a date, a quotation or a name (`candidates`). All mentions of a name are one candidate,
//! listed at the first mention. A candidate is *covered* if it, or the sentence that contains it, overlaps the
//! evidence of a fact. For a name, any of its mentions counts, and so does a fact that contains the name. *Coverage*
//! is the share of candidates that are covered.
//!
//! *Invariant:* only parts of the text are suggested, and every suggested quotation occurs in exactly one position.

mod candidates;
mod show;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use self::candidates::{Candidate, Known, What, find};
use sidelight_compiler::draft::{DraftFacts, DraftText};
use sidelight_compiler::language::{Bound, has, words_of};
use sidelight_compiler::markdown::{Markdown, in_bytes};
use sidelight_compiler::sentences::sentences;
use sidelight_compiler::source_file::{Loaded, SourceFile, load};
use sidelight_compiler::sources::Sources;
use sidelight_compiler::toml::toml_text;
use sidelight_compiler::{AuthoredEvidence, AuthoredFact, DiagnosticSink, Head, Report};
use sidelight_text::{Passage, Quote, fold, words};

/// Suggestions for the fact boxes of an article.
#[derive(Debug, Clone, Serialize)]
pub struct Suggestions {
    /// Slug of the article.
    pub slug: String,
    /// Numbers of candidates and of covered candidates, in total and by sort.
    pub coverage: Coverage,
    /// Paragraphs with uncovered candidates.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences that are evidence of several facts.
    pub shared: Vec<Shared>,
    /// Ids of facts without `by` whose passages report what somebody said.
    pub unattributed: Vec<String>,
    /// Numbers and dates in a sentence with evidence, but outside of the evidence.
    pub cut_short: Vec<CutShort>,
    /// Number of facts that name a passage in the document of a source, and number of all facts. `None` if no source has a
    /// document.
    pub with_document: Option<[usize; 2]>,
}

/// Counts of candidates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Covered candidates in percent of all candidates, rounded down. 100 if there are no candidates.
    pub percent: usize,
    /// Number of covered candidates.
    pub covered: usize,
    /// Number of all candidates.
    pub all: usize,
    /// Number of covered candidates and number of all candidates, by sort: `number`, `date`, `name`, `quotation`.
    pub by_sort: BTreeMap<&'static str, [usize; 2]>,
}

/// A paragraph with uncovered candidates.
#[derive(Debug, Clone, Serialize)]
pub struct Paragraph {
    /// Line of the paragraph in `article.md`, from 1.
    pub line: usize,
    /// Sentences with uncovered candidates.
    pub sentences: Vec<Sentence>,
}

/// A sentence with uncovered candidates.
#[derive(Debug, Clone, Serialize)]
pub struct Sentence {
    /// Uncovered candidates.
    pub uncovered: Vec<Uncovered>,
    /// Fact to paste into `facts.toml`, with a blank statement. `None` if no quotation around the sentence occurs in
    /// exactly one position.
    pub stub: Option<String>,
}

/// An uncovered candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Uncovered {
    /// Sort of the candidate: `number`, `date`, `name` or `quotation`.
    pub sort: &'static str,
    /// Words of the candidate.
    pub text: String,
}

/// A sentence that is evidence of several facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// Line of the paragraph in `article.md`, from 1.
    pub line: usize,
    /// Beginning of the sentence.
    pub text: String,
    /// Ids of the facts.
    pub facts: Vec<String>,
}

/// A number or a date in a sentence with evidence, but outside of the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CutShort {
    /// Line of the paragraph in `article.md`, from 1.
    pub line: usize,
    /// Words of the number or date.
    pub text: String,
}

/// A text of the article, with its sentences and its evidence as ranges of bytes.
struct Text<'a> {
    /// The index among the texts of the article, with the crossheads.
    number: usize,
    text: &'a str,
    line: usize,
    sentences: Vec<Range<usize>>,
    /// Ranges of the evidence, with the index of the fact.
    evidence: Vec<(Range<usize>, usize)>,
}

/// Suggests facts for an article. Searches an article with errors as far as its text can be read. If there is no text
/// to search, returns `None` and a report with the diagnostics of the files.
pub fn suggest(sources: &dyn Sources, name: &str) -> (Option<Suggestions>, Report) {
    let diagnostics = DiagnosticSink::default();
    let article = load(sources, name, "article.md", &diagnostics);
    let facts = load(sources, name, "facts.toml", &DiagnosticSink::default());
    let found = article
        .usable
        .then(|| read(name, &article.file, &facts, &diagnostics))
        .flatten();
    let mut report = Report::default();
    if found.is_none() {
        report.add(diagnostics.into_inner());
    }
    report.add_file(article.file);
    (found, report)
}

fn read(
    name: &str,
    article: &SourceFile,
    facts: &Loaded,
    diagnostics: &DiagnosticSink,
) -> Option<Suggestions> {
    // Leave diagnostics inside the parts to `sidelight check`.
    let quiet = DiagnosticSink::default();
    let DraftText { head, markdown, .. } = DraftText::read(article, &|| None, diagnostics, &quiet)?;
    let boxes = DraftFacts::read(facts, &quiet).boxes;
    let facts: Vec<&AuthoredFact> = boxes.iter().flat_map(|fact_box| &fact_box.facts).collect();
    let mut texts = texts(article, &markdown);
    add_evidence(&mut texts, &facts, &markdown);
    Some(put_together(name, &texts, &facts, &head))
}

fn texts<'m>(article: &SourceFile, markdown: &'m Markdown) -> Vec<Text<'m>> {
    markdown
        .words
        .iter()
        .enumerate()
        .filter(|(_, words)| !words.is_crosshead)
        .map(|(number, words)| Text {
            number,
            text: &words.text,
            line: article.text[..words.bytes_in_file(&(0..words.text.len())).start]
                .matches('\n')
                .count()
                + 1,
            sentences: sentences(&words.text),
            evidence: Vec::new(),
        })
        .collect()
}

/// Adds evidence for each quotation that occurs in exactly one position, and for each cell that a fact names.
fn add_evidence(texts: &mut [Text<'_>], facts: &[&AuthoredFact], markdown: &Markdown) {
    let passages: Vec<Passage<'_>> = texts.iter().map(|text| Passage::new(text.text)).collect();
    let mut found = Vec::new();
    for (number, fact) in facts.iter().enumerate() {
        for evidence in &fact.evidence {
            let quote = match evidence {
                AuthoredEvidence::Quote(quote) => &quote.quote,
                AuthoredEvidence::Cell(cell) => {
                    let text = markdown.cell(cell).and_then(|words| index_of(texts, words));
                    found.extend(
                        text.map(|text| (text, 0..texts[text].text.chars().count(), number)),
                    );
                    continue;
                }
            };
            let places: Vec<(usize, Range<usize>)> = places(&passages, quote).take(2).collect();
            if let [(text, place)] = places.as_slice() {
                found.push((*text, place.clone(), number));
            }
        }
    }
    for (text, place, fact) in found {
        let bytes = in_bytes(texts[text].text, &place);
        texts[text].evidence.push((bytes, fact));
    }
}

/// Returns the index among the texts of one of the article's texts.
fn index_of(texts: &[Text<'_>], words: usize) -> Option<usize> {
    texts.iter().position(|text| text.number == words)
}

fn places<'p>(
    passages: &'p [Passage<'_>],
    quote: &'p Quote,
) -> impl Iterator<Item = (usize, Range<usize>)> + 'p {
    passages
        .iter()
        .enumerate()
        .flat_map(move |(number, passage)| passage.places(quote).map(move |place| (number, place)))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

impl Text<'_> {
    /// Returns the index of the sentence that contains a range of bytes.
    fn sentence_of(&self, place: &Range<usize>) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.end <= place.start)
            .min(self.sentences.len().saturating_sub(1))
    }

    fn holds_evidence(&self, place: &Range<usize>) -> bool {
        self.evidence
            .iter()
            .any(|(evidence, _)| overlap(evidence, place))
    }

    /// Reports whether evidence overlaps a range of bytes or its sentence.
    fn covers(&self, place: &Range<usize>) -> bool {
        let sentence = self.sentences.get(self.sentence_of(place)).unwrap_or(place);
        self.holds_evidence(place) || self.holds_evidence(sentence)
    }
}

fn put_together(
    name: &str,
    texts: &[Text<'_>],
    facts: &[&AuthoredFact],
    head: &Head,
) -> Suggestions {
    let known = Known {
        language: &head.language,
        aliases: &head.aliases,
        dates: [
            head.as_of.as_ref().map(|date| date.value),
            head.published
                .as_ref()
                .map(|published| published.value.date()),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let all: Vec<&str> = texts.iter().map(|text| text.text).collect();
    let candidates = find(&all, &known);
    let stated: Vec<String> = facts
        .iter()
        .flat_map(|fact| {
            [
                fact.statement.value.as_str(),
                fact.by.as_deref().unwrap_or_default(),
            ]
        })
        .map(|text| fold(text).into_owned())
        .collect();
    let mut coverage = Coverage::default();
    let mut cut_short = Vec::new();
    let mut uncovered: BTreeMap<(usize, usize), Vec<&Candidate>> = BTreeMap::new();
    for candidate in &candidates {
        let is_covered = candidate
            .mentions
            .iter()
            .any(|(text, place)| texts[*text].covers(place))
            || (candidate.what == What::Name && is_named(&candidate.text, &stated));
        let counts = coverage.by_sort.entry(candidate.what.name()).or_default();
        counts[1] += 1;
        let Some((number, place)) = candidate.mentions.first() else {
            continue;
        };
        let text = &texts[*number];
        if is_covered {
            counts[0] += 1;
            let is_figure = matches!(candidate.what, What::Number(_) | What::Date);
            if is_figure && !text.holds_evidence(place) {
                cut_short.push(CutShort {
                    line: text.line,
                    text: candidate.text.clone(),
                });
            }
        } else {
            uncovered
                .entry((*number, text.sentence_of(place)))
                .or_default()
                .push(candidate);
        }
    }
    for counts in coverage.by_sort.values() {
        coverage.covered += counts[0];
        coverage.all += counts[1];
    }
    coverage.percent = (coverage.covered * 100)
        .checked_div(coverage.all)
        .unwrap_or(100);
    Suggestions {
        slug: name.to_owned(),
        coverage,
        paragraphs: paragraphs(texts, &uncovered),
        shared: shared(texts, facts),
        unattributed: unattributed(facts, head),
        cut_short,
        with_document: (!head.documents.is_empty()).then(|| {
            let named = facts.iter().filter(|fact| !fact.from.is_empty());
            [named.count(), facts.len()]
        }),
    }
}

/// Returns `true` if one of the facts' statements contains a name as whole words.
fn is_named(name: &str, statements: &[String]) -> bool {
    let quote = Quote::new(name);
    statements
        .iter()
        .any(|text| Passage::new(text).places(&quote).next().is_some())
}

fn paragraphs(
    texts: &[Text<'_>],
    uncovered: &BTreeMap<(usize, usize), Vec<&Candidate>>,
) -> Vec<Paragraph> {
    let passages: Vec<Passage<'_>> = texts.iter().map(|text| Passage::new(text.text)).collect();
    let mut paragraphs: Vec<(usize, Paragraph)> = Vec::new();
    for ((text, sentence), candidates) in uncovered {
        let found = Sentence {
            uncovered: candidates
                .iter()
                .map(|candidate| Uncovered {
                    sort: candidate.what.name(),
                    text: candidate.text.clone(),
                })
                .collect(),
            stub: stub(texts, &passages, *text, *sentence, candidates),
        };
        match paragraphs.last_mut() {
            Some((number, paragraph)) if number == text => paragraph.sentences.push(found),
            _ => paragraphs.push((
                *text,
                Paragraph {
                    line: texts[*text].line,
                    sentences: vec![found],
                },
            )),
        }
    }
    paragraphs
        .into_iter()
        .map(|(_, paragraph)| paragraph)
        .collect()
}

/// Returns a fact to paste. Its quotation is the sentence, extended by neighbouring sentences until it occurs in
/// exactly one position. Returns `None` if no quotation does.
fn stub(
    texts: &[Text<'_>],
    passages: &[Passage<'_>],
    text: usize,
    sentence: usize,
    candidates: &[&Candidate],
) -> Option<String> {
    let Text {
        text, sentences, ..
    } = texts.get(text)?;
    let quote = (0..sentences.len()).find_map(|more| {
        let first = sentences.get(sentence.saturating_sub(more))?;
        let last = sentences.get((sentence + more).min(sentences.len() - 1))?;
        // End the quotation with its last word; a full stop adds nothing.
        let quote = text[first.start..last.end]
            .trim()
            .trim_end_matches(['.', ',', ';', ':']);
        let stands_once = places(passages, &Quote::new(quote)).take(2).count() == 1;
        stands_once.then(|| quote.to_owned())
    })?;
    let quantity = candidates
        .iter()
        .find_map(|candidate| match candidate.what {
            What::Number(Some((number, _))) if number.whole().is_none() => {
                Some(format!("figure = {{ value = {number}, unit = \"\" }}\n"))
            }
            What::Number(Some((number, bound))) => {
                let key = match bound {
                    None => "exact",
                    Some(Bound::MoreThan) => "more-than",
                    Some(Bound::AtLeast) => "at-least",
                    Some(Bound::About) => "about",
                };
                Some(format!("quantity = {{ {key} = {number}, unit = \"\" }}\n"))
            }
            _ => None,
        })
        .unwrap_or_default();
    Some(format!(
        "[[box.fact]]\nid = \"\"\naspect = \"\"\nstatement = \"\"\n{quantity}by = \"\"\nevidence = [{}]\n",
        toml_text(&quote)
    ))
}

fn shared(texts: &[Text<'_>], facts: &[&AuthoredFact]) -> Vec<Shared> {
    let mut shared = Vec::new();
    for text in texts {
        for sentence in &text.sentences {
            let mut ids: Vec<String> = text
                .evidence
                .iter()
                .filter(|(place, _)| overlap(place, sentence))
                .filter_map(|(_, fact)| {
                    Some(facts.get(*fact)?.id.as_ref()?.value.as_str().to_owned())
                })
                .collect();
            ids.sort();
            ids.dedup();
            if ids.len() > 1 {
                shared.push(Shared {
                    line: text.line,
                    text: show::beginning(&text.text[sentence.clone()]),
                    facts: ids,
                });
            }
        }
    }
    shared
}

/// Returns the ids of facts without `by` whose passages report what somebody said.
fn unattributed(facts: &[&AuthoredFact], head: &Head) -> Vec<String> {
    let language = words_of(&head.language);
    let reports_speech = |fact: &AuthoredFact| {
        let mut passages = fact
            .evidence
            .iter()
            .filter_map(|evidence| Some(&evidence.quote()?.exact.value));
        passages.any(|passage| {
            words(passage).any(|(_, word)| has(&language.speech, &word.to_lowercase()))
        })
    };
    facts
        .iter()
        .filter(|fact| fact.by.is_none() && reports_speech(fact))
        .filter_map(|fact| Some(fact.id.as_ref()?.value.as_str().to_owned()))
        .collect()
}

impl Suggestions {
    /// Returns the suggestions as one JSON object.
    pub fn to_json(&self) -> String {
        // Writing texts, numbers and lists can't fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
