//! Checks that a fact says no more than its passages: each number, date and name in it must be in a passage that it
//! quotes.
//!
//! A number may be in digits or words, and must have the same bound: “more than 100” doesn't support “100”. It may also
//! be the result of `total-of` or `derived`. A date is supported by a passage with the same day, month and year. If the
//! passage has no year, the year may be in another passage of the fact, in the same paragraph, or in the article's
//! `as-of`. A name is supported by any of its spellings, and by its last word.
//!
//! *Invariant:* a doubtful word makes no error. Statements are read carefully, passages generously.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::evidence::{Found, evidence_id};
use crate::head::Head;
use crate::language::{Bound, Words as Language, has, words_of};
use crate::markdown::{Words, in_bytes};
use crate::particulars::{Caution, DateParts, Particular, Reader, What};
use crate::sentences::sentences;
use crate::source_file::SourceFile;
use crate::toml::{Spanned, toml_text};
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::{Alias, Amount, Aspect, EvidenceId, PartialDate, Quantity};
use sidelight_text::{Passage, Quote, words};

/// Maximum number of facts for which a passage is suggested. Each suggestion scans the whole text.
const MAX_SEARCHED: usize = 100;

/// Maximum length of a passage that a hint suggests, in bytes.
const MAX_SUGGESTED: usize = 400;

/// The parts of an article that the check reads.
pub(crate) struct Material<'a> {
    pub(crate) boxes: &'a [AuthoredBox],
    pub(crate) head: &'a Head,
    pub(crate) texts: &'a [Words],
    pub(crate) found: &'a [Found],
    pub(crate) article: &'a SourceFile,
    pub(crate) facts: &'a SourceFile,
}

/// Reports facts that say more than their passages. Skips facts whose passages weren't all found.
pub(crate) fn check_support(material: &Material<'_>, diagnostics: &DiagnosticSink) {
    let language = &material.head.language;
    let mut reader = Reader::new(language);
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

/// Something that a fact states.
struct Claim {
    what: Claimed,
    /// The words of the fact, or its number or date as written in TOML.
    shown: String,
    /// The range in `facts.toml`.
    span: Range<usize>,
}

enum Claimed {
    Number(u64, Option<Bound>),
    /// A number whose bound isn't compared, as in “over three to five weeks”.
    RangeEnd(u64),
    Date(DateParts),
    Name(String),
}

struct Check<'a> {
    material: &'a Material<'a>,
    reader: Reader,
    language: &'static Language,
    found: HashMap<&'a EvidenceId, &'a Found>,
    /// The years in the texts that were read, by the index of the text.
    years: RefCell<HashMap<usize, BTreeSet<u16>>>,
    /// The number of searches for a passage to suggest.
    searched: Cell<usize>,
}

/// The particulars of the passages that a fact quotes.
struct Support<'a> {
    /// The passages.
    passages: Vec<&'a str>,
    numbers: Vec<(u64, Option<Bound>)>,
    dates: Vec<DateParts>,
    /// Years that complete dates without a year.
    years: BTreeSet<u16>,
}

impl<'a> Check<'a> {
    fn fact(&self, fact: &AuthoredFact, fact_box: &AuthoredBox) -> Option<Diagnostic> {
        let support = self.support(fact)?;
        let missing: Vec<Claim> = self
            .claims(fact)
            .into_iter()
            .chain(self.calculation(fact, fact_box))
            .filter(|claim| !self.supports(&support, claim))
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
        let head = self.material.head;
        let mut support = Support {
            passages: Vec::new(),
            numbers: Vec::new(),
            dates: Vec::new(),
            years: [head.as_of]
                .into_iter()
                .flatten()
                .map(PartialDate::year)
                .collect(),
        };
        for index in 0..fact.evidence.len() {
            let found = self.found.get(&evidence_id(id, index))?;
            let text = &self.material.texts.get(found.text)?.text;
            let passage = &text[in_bytes(text, &found.range)];
            support.add(self.reader.read(passage, Caution::Generous));
            support.years.extend(self.years_in(found.text, text));
            if words(passage).any(|(_, word)| has(&self.language.none, &word.to_lowercase())) {
                support.numbers.push((0, None));
            }
            support.passages.push(passage);
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

    /// Returns what a fact states in its statement, label, number, date and entity.
    fn claims(&self, fact: &AuthoredFact) -> Vec<Claim> {
        let mut claims = Vec::new();
        // A calculated number, or a date that follows from others, isn't in any passage.
        let is_calculated = fact.derived.is_some() || !fact.total_of.is_empty();
        let mut calculated = Vec::new();
        if let Some(quantity) = &fact.quantity {
            let (low, high) = quantity.value.amount.bounds();
            if is_calculated {
                calculated.extend([low, high]);
            }
            claims.extend(numbers(quantity));
        }
        claims.extend(fact.term.iter().flat_map(numbers));
        let aspect = fact.aspect.as_ref().map(|aspect| &aspect.value);
        let own_date = match (aspect, &fact.date) {
            (Some(Aspect::Event(date)), _) => Some((*date, &fact.detail)),
            (_, Some(date)) => Some((date.value, &date.span)),
            _ => None,
        };
        if let Some((date, span)) = own_date
            && fact.derived.is_none()
        {
            claims.push(Claim {
                what: Claimed::Date(date.into()),
                shown: date.to_string(),
                span: span.clone(),
            });
        }
        let holder = fact.by.as_deref().unwrap_or_default();
        claims.extend(self.claims_in(&fact.statement, holder));
        match aspect {
            Some(Aspect::Person(entity) | Aspect::Organisation(entity)) => {
                let names = [Some(&entity.name), entity.affiliation.as_ref()];
                claims.extend(names.into_iter().flatten().map(|name| Claim {
                    what: Claimed::Name(name.clone()),
                    shown: name.clone(),
                    span: self.place_of(name, &fact.detail),
                }));
                if let Some(role) = &entity.role {
                    claims.extend(self.claims_in(
                        &Spanned {
                            value: role.clone(),
                            span: fact.detail.clone(),
                        },
                        holder,
                    ));
                }
            }
            Some(Aspect::Place(_)) => claims.extend(fact.label.iter().map(|label| Claim {
                what: Claimed::Name(label.value.clone()),
                shown: label.value.clone(),
                span: label.span.clone(),
            })),
            _ => {
                if let Some(label) = &fact.label {
                    claims.extend(self.claims_in(label, holder));
                }
            }
        }
        claims.retain(|claim| match &claim.what {
            Claimed::Number(number, _) | Claimed::RangeEnd(number) => !calculated.contains(number),
            Claimed::Date(date) => {
                fact.derived.is_none()
                    || own_date.is_none_or(|(own, _)| DateParts::from(own) != *date)
            }
            Claimed::Name(_) => true,
        });
        claims
    }

    /// Returns the numbers of a calculation. Each must be in a passage, or be the number of another fact of the box.
    fn calculation(&self, fact: &AuthoredFact, fact_box: &AuthoredBox) -> Vec<Claim> {
        let Some(derived) = &fact.derived else {
            return Vec::new();
        };
        let known: BTreeSet<u64> = fact_box
            .facts
            .iter()
            .filter_map(|fact| fact.quantity.as_ref())
            .flat_map(|quantity| <[u64; 2]>::from(quantity.value.amount.bounds()))
            .collect();
        let mut claims = self.claims_in(derived, "");
        claims.retain(|claim| match claim.what {
            Claimed::Number(number, _) => !known.contains(&number),
            _ => true,
        });
        claims
    }

    /// Returns the claims in a text. A name that is part of `holder` isn't a claim, because readers see the attribution.
    fn claims_in(&self, text: &Spanned<String>, holder: &str) -> Vec<Claim> {
        let written = &text.value;
        self.reader
            .read(written, Caution::Careful)
            .into_iter()
            .filter_map(|Particular { what, place }| {
                let shown = &written[place];
                let what = match what {
                    What::Number(value) => {
                        let (number, bound) = value?;
                        Claimed::Number(number, bound)
                    }
                    What::Date(parts) => Claimed::Date(parts),
                    // In other languages, words that are no names may have capital letters.
                    What::Name if self.language.is_unknown() || contains(holder, shown) => None?,
                    What::Name => Claimed::Name(shown.to_owned()),
                };
                Some(Claim {
                    what,
                    shown: shown.to_owned(),
                    span: self.place_of(shown, &text.span),
                })
            })
            .collect()
    }

    /// Returns the range of some words inside a range of `facts.toml`. Returns the whole range if the words are written
    /// with escapes there.
    fn place_of(&self, words: &str, span: &Range<usize>) -> Range<usize> {
        let source = &self.material.facts.text[span.clone()];
        match source.find(words) {
            Some(at) => span.start + at..span.start + at + words.len(),
            None => span.clone(),
        }
    }

    fn supports(&self, support: &Support<'_>, claim: &Claim) -> bool {
        match &claim.what {
            // “The officer” is one officer.
            Claimed::Number(1, None) => true,
            Claimed::Number(number, bound) => support
                .numbers
                .iter()
                .any(|(other, of)| other == number && self.is_bound(*bound, *of)),
            Claimed::RangeEnd(number) => support.numbers.iter().any(|(other, _)| other == number),
            Claimed::Date(date) => support.has_date(*date),
            Claimed::Name(name) => self.has_name(support, name),
        }
    }

    /// Reports whether a passage's bound supports a fact's bound. In a language without words for a bound, the bound
    /// isn't compared.
    fn is_bound(&self, stated: Option<Bound>, passage: Option<Bound>) -> bool {
        let is_known = |bound| self.language.bounds().any(|(_, known)| known == bound);
        stated == passage || stated.is_some_and(|bound| !is_known(bound) && passage.is_none())
    }

    fn has_name(&self, support: &Support<'_>, name: &str) -> bool {
        let mut spellings: Vec<&str> = vec![name];
        for Alias {
            name: known,
            spellings: others,
        } in &self.material.head.aliases
        {
            if known == name || others.iter().any(|other| other == name) {
                spellings.push(known);
                spellings.extend(others.iter().map(String::as_str));
            }
        }
        let last = words(name).last().map_or(name, |(_, word)| word);
        spellings.push(last);
        spellings
            .iter()
            .any(|spelling| support.passages.iter().any(|text| contains(text, spelling)))
            || (!name.is_ascii()
                && support
                    .passages
                    .iter()
                    .any(|text| has_inflected(text, last)))
    }

    /// Returns the diagnostic for claims that no passage of the fact supports.
    fn beyond(&self, missing: &[Claim], support: &Support<'_>) -> Diagnostic {
        let first = &missing[0];
        let mut shown: Vec<String> = Vec::new();
        for claim in missing {
            let word = format!("`{}`", claim.shown);
            if !shown.contains(&word) {
                shown.push(word);
            }
        }
        let bound = match first.what {
            Claimed::Number(number, stated) => support
                .numbers
                .iter()
                .find(|(other, of)| *other == number && *of != stated)
                .map(|(_, of)| (stated, *of)),
            _ => None,
        };
        let message = match bound {
            Some((stated, passage)) => format!(
                "the fact says {} {}, but its passage says {} {}",
                phrase(stated),
                first.shown,
                phrase(passage),
                first.shown,
            ),
            None => format!("the passages of this fact don't have {}", shown.join(", ")),
        };
        let diagnostic =
            self.material
                .facts
                .diagnostic(Kind::BeyondEvidence, first.span.clone(), message);
        let diagnostic = match (&first.what, support.numbers.as_slice()) {
            (Claimed::Number(..) | Claimed::RangeEnd(_), [(number, _)]) if bound.is_none() => {
                diagnostic.label(format!("the passage says {number}"))
            }
            _ => diagnostic,
        };
        if bound.is_some() {
            return diagnostic.hint("correct the fact, or quote the passage that supports it");
        }
        match self.suggested(missing) {
            Some((text, sentence)) => {
                let words = &self.material.texts[text];
                let quote = words.text[sentence.clone()].trim_end_matches(['.', ',', ';', ':']);
                let hint = if quote.len() <= MAX_SUGGESTED {
                    format!("quote this passage too: add {} to `evidence`", toml_text(quote))
                } else {
                    "quote this passage too: add its words to `evidence`".to_owned()
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
            None if self.searched.get() > MAX_SEARCHED => diagnostic.hint(format!(
                "quote the passage that has it too; only the first {MAX_SEARCHED} such facts get a suggestion"
            )),
            None => diagnostic.hint(
                "the article's text doesn't have it either; change the fact, or add it to the text and quote that",
            ),
        }
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
                let mut support = Support {
                    passages: vec![text],
                    numbers: Vec::new(),
                    dates: Vec::new(),
                    years: BTreeSet::new(),
                };
                support.add(self.reader.read(text, Caution::Generous));
                let count = missing
                    .iter()
                    .filter(|claim| self.supports(&support, claim))
                    .count();
                if count > best.as_ref().map_or(0, |(most, ..)| *most) {
                    best = Some((count, number, sentence));
                }
            }
        }
        best.map(|(_, text, sentence)| (text, sentence))
    }
}

impl Support<'_> {
    fn add(&mut self, particulars: Vec<Particular>) {
        for particular in particulars {
            match particular.what {
                What::Number(Some(value)) => self.numbers.push(value),
                What::Date(parts) => {
                    self.years.extend(parts.year);
                    self.dates.push(parts);
                }
                What::Number(None) | What::Name => {}
            }
        }
    }

    fn has_date(&self, date: DateParts) -> bool {
        self.dates.iter().any(|other| {
            let year = match (date.year, other.year) {
                (Some(year), None) => self.years.contains(&year),
                (Some(year), Some(other)) => year == other,
                (None, _) => true,
            };
            year && (date.month.is_none() || date.month == other.month)
                && (date.day.is_none() || date.day == other.day)
        })
    }
}

/// Returns the numbers of a quantity.
fn numbers(quantity: &Spanned<Quantity>) -> impl Iterator<Item = Claim> {
    let amount = quantity.value.amount;
    let bound = match amount {
        Amount::AtLeast(_) => Some(Bound::AtLeast),
        Amount::MoreThan(_) => Some(Bound::MoreThan),
        Amount::About(_) => Some(Bound::About),
        Amount::Exact(_) | Amount::Range(..) => None,
    };
    let (low, high) = amount.bounds();
    [Some(low), (low != high).then_some(high)]
        .into_iter()
        .flatten()
        .map(move |number| Claim {
            what: match amount {
                Amount::Range(..) => Claimed::RangeEnd(number),
                _ => Claimed::Number(number, bound),
            },
            shown: number.to_string(),
            span: quantity.span.clone(),
        })
}

fn phrase(bound: Option<Bound>) -> &'static str {
    match bound {
        None => "exactly",
        Some(Bound::MoreThan) => "more than",
        Some(Bound::AtLeast) => "at least",
        Some(Bound::About) => "about",
    }
}

/// Reports whether a text contains some words as whole words. Ignores case if the words begin without a capital letter.
fn contains(text: &str, words: &str) -> bool {
    let has = |text: &str, words: &str| {
        let quote = Quote::new(words);
        Passage::new(text).places(&quote).next().is_some()
    };
    if words.starts_with(char::is_lowercase) {
        has(&text.to_lowercase(), &words.to_lowercase())
    } else {
        has(text, words)
    }
}

/// Reports whether a text has another form of a word, with the same beginning: «Назарбаева» for «Назарбаев». Up to three
/// letters at the end may differ.
fn has_inflected(text: &str, word: &str) -> bool {
    let beginning = |word: &str| -> Option<String> {
        let letters = word.chars().count();
        (letters >= 4).then(|| word.chars().take((letters - 1).max(4)).collect())
    };
    let Some(stem) = beginning(word) else {
        return false;
    };
    words(text).any(|(_, other)| {
        other.starts_with(&stem) && other.chars().count() <= word.chars().count() + 3
    })
}
