//! The contents of `facts.toml` before evidence is resolved, with byte ranges for later diagnostics.
//!
//! A field is `None` or empty if the author left it out, or if a diagnostic about it was already reported.

use std::ops::Range;

use crate::document_keys::AuthoredSourcePassage;
use crate::markdown::AuthoredCell;
use crate::toml::Spanned;
use sidelight_model::{
    Aspect, BoxId, BoxKind, Coordinates, FactId, GroupId, KeyFactOf, Measure, PartialDate,
    Quantity, SourceId,
};
use sidelight_text::Quote;

/// A fact box.
pub struct AuthoredBox {
    /// The range of its `[[box]]` line.
    pub span: Range<usize>,
    /// `id`
    pub id: Option<Spanned<BoxId>>,
    /// `kind`
    pub kind: Option<Spanned<BoxKind>>,
    /// `title`
    pub title: String,
    /// `gist`
    pub gist: String,
    /// `[[box.group]]`
    pub groups: Vec<AuthoredGroup>,
    /// `[[box.fact]]`
    pub facts: Vec<AuthoredFact>,
    /// `[[box.dispute]]`
    pub disputes: Vec<AuthoredDispute>,
    /// `[[box.map-label]]`
    pub map_labels: Vec<AuthoredMapLabel>,
}

/// The name of a country, a region or a sea on a map.
pub struct AuthoredMapLabel {
    /// `name`
    pub name: Spanned<String>,
    /// `coordinates`: the middle of the name.
    pub at: Coordinates,
}

/// A group of facts.
pub struct AuthoredGroup {
    /// `id`
    pub id: Option<Spanned<GroupId>>,
    /// `title`
    pub title: String,
    /// `party`: the person or organisation that makes these demands.
    pub party: Option<String>,
}

/// A fact.
pub struct AuthoredFact {
    /// The range of its `[[box.fact]]` line.
    pub span: Range<usize>,
    /// `id`
    pub id: Option<Spanned<FactId>>,
    /// `group`
    pub group: Option<Spanned<GroupId>>,
    /// `aspect`, including the `date`, `entity`, `coordinates`, `question` or `of` that some aspects require.
    pub aspect: Option<Spanned<Aspect>>,
    /// The range of the date, the entity, the coordinates, the question or the claim's id. For other aspects, the range
    /// of `aspect` itself.
    pub detail: Range<usize>,
    /// `label`
    pub label: Option<Spanned<String>>,
    /// `statement`
    pub statement: Spanned<String>,
    /// `quantity`
    pub quantity: Option<Spanned<Quantity>>,
    /// `figure`
    pub figure: Option<Spanned<Measure>>,
    /// `true` if a quantity or a figure is missing or invalid and a diagnostic about that was already reported.
    pub number_told: bool,
    /// `total-of`
    pub total_of: Vec<Spanned<FactId>>,
    /// `derived`: the calculation behind the number.
    pub derived: Option<Spanned<String>>,
    /// `term`: the length of prison sentences.
    pub term: Option<Spanned<Quantity>>,
    /// `date` of a fact that isn't an event.
    pub date: Option<Spanned<PartialDate>>,
    /// `by`: the person or party that makes the statement. `None` if the source itself makes it.
    pub by: Option<String>,
    /// `role`: the role of the person or organisation in the attribution.
    pub role: Option<String>,
    /// `source`
    pub source: Option<Spanned<SourceId>>,
    /// `true` if the author gave a `source`, even an invalid one. A diagnostic about an invalid one was already reported.
    pub source_told: bool,
    /// `as-of`
    pub as_of: Option<PartialDate>,
    /// `evidence`
    pub evidence: Vec<AuthoredEvidence>,
    /// `from`: the passages in documents of sources.
    pub from: Vec<AuthoredSourcePassage>,
    /// `unquoted`: words of the fact that its passages needn't have.
    pub unquoted: Vec<Spanned<String>>,
    /// `[[box.fact.correction]]`
    pub corrections: Vec<AuthoredCorrection>,
}

/// A correction, of an article or of a fact.
pub struct AuthoredCorrection {
    /// `date`
    pub date: Option<PartialDate>,
    /// `fact`: the fact that a correction of an article names.
    pub fact: Option<Spanned<FactId>>,
    /// `was`: the earlier text.
    pub was: String,
    /// `now`: the corrected text.
    pub now: String,
}

/// A key fact of an article.
pub struct AuthoredKeyFact {
    /// The range of its `[[key-fact]]` line.
    pub span: Range<usize>,
    /// `fact` or `box`
    pub of: Option<Spanned<KeyFactOf>>,
    /// `label`
    pub label: Option<Spanned<String>>,
    /// `true` if the author gave a `label`, even an invalid one. A diagnostic about an invalid one was already reported.
    pub label_told: bool,
}

/// A passage that supports a fact.
pub enum AuthoredEvidence {
    /// A quotation.
    Quote(Box<AuthoredQuote>),
    /// A cell of a table.
    Cell(AuthoredCell),
}

impl AuthoredEvidence {
    /// Returns the quotation. Returns `None` for a cell.
    pub fn quote(&self) -> Option<&AuthoredQuote> {
        match self {
            Self::Quote(quote) => Some(quote.as_ref()),
            Self::Cell(_) => None,
        }
    }
}

/// A quoted passage.
pub struct AuthoredQuote {
    /// The quotation as it was typed.
    pub exact: Spanned<String>,
    /// The quotation, folded for matching.
    pub quote: Quote,
    /// `true` if the author gave a `prefix` or a `suffix`.
    pub has_context: bool,
}

/// A dispute.
pub struct AuthoredDispute {
    /// The range of its `[[box.dispute]]` line.
    pub span: Range<usize>,
    /// `about`
    pub about: String,
    /// `[[box.dispute.version]]`
    pub versions: Vec<AuthoredVersion>,
}

/// One side of a dispute.
pub struct AuthoredVersion {
    /// `holder`: the person or organisation that gives this version.
    pub holder: String,
    /// `facts`
    pub facts: Vec<Spanned<FactId>>,
}
