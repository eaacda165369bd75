//! Checks that a fact says no more than its passages: each number, date and name in it must be in a passage that it
//! quotes.
//!
//! A number may be in digits or words, and must have the same bound: “more than 100” doesn't support “100”. It may also
//! be the result of `total-of` or `derived`. A date is supported by a passage with the same day, month and year. If the
//! passage has no year, the year may be in another passage of the fact, in the same paragraph, or in the article's
//! `as-of`. The numbers of a figure may have another scale in the passage, and its unit and a minus sign must be there too.
//! A name is supported by any of its spellings, and by its last word. A cell of a table also says what its headers and the
//! caption say.
//!
//! *Invariant:* a doubtful word makes no error. Statements are read carefully, passages generously.

mod cells;
mod claims;
mod names;
mod passages;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use self::claims::{Claim, Claimed, Claims};
use self::passages::Support;
use crate::authored::{AuthoredBox, AuthoredFact};
use crate::evidence::{Found, evidence_id};
use crate::head::Head;
use crate::language::{Bound, Words as Language, words_of};
use crate::markdown::{AuthoredTable, Words, in_bytes};
use crate::particulars::{Caution, TextReader, What};
use crate::sentences::sentences;
use crate::source_file::SourceFile;
use crate::toml::toml_text;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::{Aspect, EvidenceId};

/// Maximum number of facts for which a passage is suggested. Each suggestion scans the whole text.
const MAX_SEARCHED: usize = 100;

/// Maximum length of a passage that a hint suggests, in bytes.
const MAX_SUGGESTED: usize = 400;

/// The parts of an article that the check reads.
pub(crate) struct Material<'a> {
    pub(crate) boxes: &'a [AuthoredBox],
    pub(crate) head: &'a Head,
    pub(crate) texts: &'a [Words],
    pub(crate) tables: &'a [AuthoredTable],
    pub(crate) found: &'a [Found],
    pub(crate) article: &'a SourceFile,
    pub(crate) facts: &'a SourceFile,
}

/// Reports facts that say more than their passages. Skips facts whose passages weren't all found.
pub(crate) fn check_support(material: &Material<'_>, diagnostics: &DiagnosticSink) {
    let language = &material.head.language;
    let mut reader = TextReader::new(language);
    for words in material.texts {
        reader.learn(&words.text);
    }
    let aliases = &material.head.aliases;
    for alias in aliases {
        reader.learn_name(&alias.name);
    }
    for name in material
        .boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter_map(name_of)
    {
        reader.learn_name(name);
    }
    let found: HashMap<&EvidenceId, &Found> = material
        .found
        .iter()
        .map(|found| (&found.id, found))
        .collect();
    let check = Check {
        material,
        reader,
        language: words_of(language),
        found,
        years: RefCell::default(),
        searched: Cell::new(0),
    };
    for fact_box in material.boxes {
        for fact in &fact_box.facts {
            if let Some(diagnostic) = check.fact(fact, fact_box) {
                diagnostics.add(diagnostic);
            }
        }
    }
}

/// Returns the name of a person, an organisation or a place.
fn name_of(fact: &AuthoredFact) -> Option<&str> {
    match &fact.aspect.as_ref()?.value {
        Aspect::Person(entity) | Aspect::Organisation(entity) => Some(&entity.name),
        Aspect::Place(_) => fact.label.as_ref().map(|label| label.value.as_str()),
        _ => None,
    }
}

struct Check<'a> {
    material: &'a Material<'a>,
    reader: TextReader,
    language: &'static Language,
    found: HashMap<&'a EvidenceId, &'a Found>,
    /// The years in the texts that were read, by the index of the text.
    years: RefCell<HashMap<usize, BTreeSet<u16>>>,
    /// The number of searches for a passage to suggest.
    searched: Cell<usize>,
}

impl<'a> Check<'a> {
    fn fact(&self, fact: &AuthoredFact, fact_box: &AuthoredBox) -> Option<Diagnostic> {
        let support = self.support(fact)?;
        let claims = Claims {
            reader: &self.reader,
            language: self.language,
            facts: self.material.facts,
        };
        let missing: Vec<Claim> = claims
            .of(fact)
            .into_iter()
            .chain(claims.calculation(fact, fact_box))
            .filter(|claim| !support.supports(claim))
            .collect();
        let is_missing = |word: &str| missing.iter().any(|claim| claim.shown == word);
        if let Some(word) = fact.unquoted.iter().find(|word| !is_missing(&word.value)) {
            return Some(
                self.material
                    .facts
                    .diagnostic(
                        Kind::BeyondEvidence,
                        word.span.clone(),
                        format!("`{}` isn't missing from the passages", word.value),
                    )
                    .hint("delete it from `unquoted`"),
            );
        }
        let missing: Vec<Claim> = missing
            .into_iter()
            .filter(|claim| fact.unquoted.iter().all(|word| word.value != claim.shown))
            .collect();
        (!missing.is_empty()).then(|| self.beyond(&missing, &support))
    }

    /// Returns the particulars of a fact's passages. Returns `None` if it has none, or if one of them wasn't found.
    fn support(&self, fact: &AuthoredFact) -> Option<Support<'a>> {
        let id = &fact
            .id
            .as_ref()
            .filter(|_| !fact.evidence.is_empty())?
            .value;
        let as_of = &self.material.head.as_of;
        let mut support = Support::new(self.language, &self.material.head.aliases);
        support
            .years
            .extend(as_of.as_ref().map(|as_of| as_of.value.year()));
        for index in 0..fact.evidence.len() {
            let found = self.found.get(&evidence_id(id, index))?;
            let text = &self.material.texts.get(found.text)?.text;
            let passage = &text[in_bytes(text, &found.range)];
            support.add(passage, &self.reader);
            self.add_headers(&mut support, found.text, passage);
            support.years.extend(self.years_in(found.text, text));
        }
        Some(support)
    }

    /// Returns the years in a text, which is read once.
    fn years_in(&self, index: usize, text: &str) -> BTreeSet<u16> {
        let mut known = self.years.borrow_mut();
        let years = known.entry(index).or_insert_with(|| {
            self.reader
                .read(text, Caution::Generous)
                .iter()
                .filter_map(|found| match found.what {
                    What::Date(parts) => parts.year,
                    _ => None,
                })
                .collect()
        });
        years.clone()
    }

    /// Returns the diagnostic for claims that no passage of the fact supports.
    fn beyond(&self, missing: &[Claim], support: &Support<'_>) -> Diagnostic {
        let first = &missing[0];
        let diagnostic = |message: String| {
            self.material
                .facts
                .diagnostic(Kind::BeyondEvidence, first.span.clone(), message)
        };
        if let Claimed::Number(number, stated) = first.what
            && let Some((_, passage)) = support.numbers.iter().find(|(other, _)| *other == number)
        {
            let (stated, passage) = (phrase(stated), phrase(*passage));
            return diagnostic(format!(
                "the fact says {stated} {number}, but its passage says {passage} {number}"
            ))
            .hint("correct the fact, or quote the passage that supports it");
        }
        if let Claimed::Figure(number, is_negative) = first.what
            && let Some((_, bound)) = support.numbers.iter().find(|(other, _)| *other == number)
        {
            let (message, hint) = match (bound, is_negative) {
                (Some(_), _) => (
                    format!("the passage says {} {number}", phrase(*bound)),
                    "a figure is exact: quote a passage that gives it so, or write a `quantity` with this bound",
                ),
                (None, true) => (
                    "the passages say nothing of a decrease or a deficit".to_owned(),
                    "quote the words that say so too, or delete the minus sign",
                ),
                (None, false) => (
                    "the number in the passage has a minus sign".to_owned(),
                    "add the minus sign, or quote another passage",
                ),
            };
            return diagnostic(format!("the fact says {}, but {message}", first.shown)).hint(hint);
        }
        let mut shown: Vec<String> = Vec::new();
        for claim in missing {
            let word = format!("`{}`", claim.shown);
            if !shown.contains(&word) {
                shown.push(word);
            }
        }
        let mut diagnostic = diagnostic(format!(
            "the passages of this fact don't have {}",
            shown.join(", ")
        ));
        let mut fix = "quote this passage too";
        if let (Claimed::Number(..) | Claimed::RangeEnd(_) | Claimed::Figure(..), [(number, _)]) =
            (&first.what, support.numbers.as_slice())
        {
            diagnostic = diagnostic.label(format!("the passage says {number}"));
            fix = "correct the number, or quote this passage too";
        }
        let Some((text, sentence)) = self.suggested(missing) else {
            return diagnostic.hint(if self.searched.get() > MAX_SEARCHED {
                format!("quote the passage that has it too; only the first {MAX_SEARCHED} such facts get a suggestion")
            } else {
                "the article's text doesn't have it either; change the fact, or add it to the text and quote that".into()
            });
        };
        let words = &self.material.texts[text];
        let quote = words.text[sentence.clone()].trim_end_matches(['.', ',', ';', ':']);
        let hint = if let Some(cell) = self.written_cell(words) {
            format!("{fix}: add `{cell}` to `evidence`")
        } else if quote.len() <= MAX_SUGGESTED {
            format!("{fix}: add {} to `evidence`", toml_text(quote))
        } else {
            format!("{fix}: add its words to `evidence`")
        };
        let label = if shown.len() == 1 {
            "this passage has it"
        } else {
            "this passage has some of it"
        };
        diagnostic
            .related(
                &self.material.article.shown,
                words.bytes_in_file(&sentence),
                label,
            )
            .hint(hint)
    }

    /// Returns the sentence of the article that supports most of these claims: the index of its text, and its range in
    /// bytes. Returns `None` if no sentence supports any.
    fn suggested(&self, missing: &[Claim]) -> Option<(usize, Range<usize>)> {
        self.searched.set(self.searched.get() + 1);
        if self.searched.get() > MAX_SEARCHED {
            return None;
        }
        let mut best: Option<(usize, usize, Range<usize>)> = None;
        for (number, words) in self.material.texts.iter().enumerate() {
            if words.is_crosshead {
                continue;
            }
            for sentence in sentences(&words.text) {
                let text = &words.text[sentence.clone()];
                let mut support = Support::new(self.language, &self.material.head.aliases);
                support.add(text, &self.reader);
                self.add_headers(&mut support, number, text);
                let count = missing
                    .iter()
                    .filter(|claim| support.supports(claim))
                    .count();
                if count > best.as_ref().map_or(0, |(most, ..)| *most) {
                    best = Some((count, number, sentence));
                }
            }
        }
        best.map(|(_, text, sentence)| (text, sentence))
    }
}

fn phrase(bound: Option<Bound>) -> &'static str {
    match bound {
        None => "exactly",
        Some(Bound::MoreThan) => "more than",
        Some(Bound::AtLeast) => "at least",
        Some(Bound::About) => "about",
    }
}
