//! What stands in `facts.toml`, with the places of whatever can still turn out to be wrong.
//!
//! A field is `None`, or empty, when it was left out or when a fault in it has been told.

use std::ops::Range;

use super::toml::At;
use sidelight_model::{Aspect, BoxId, BoxKind, FactId, GroupId, PartialDate, Quantity, SourceId};
use sidelight_text::Quote;

/// A fact box.
pub(super) struct AuthoredBox {
    /// Its header.
    pub(super) span: Range<usize>,
    pub(super) id: Option<At<BoxId>>,
    pub(super) kind: Option<At<BoxKind>>,
    pub(super) title: String,
    pub(super) gist: String,
    pub(super) groups: Vec<AuthoredGroup>,
    pub(super) facts: Vec<AuthoredFact>,
    pub(super) disputes: Vec<AuthoredDispute>,
}

/// A group of facts.
pub(super) struct AuthoredGroup {
    pub(super) id: Option<At<GroupId>>,
    pub(super) title: String,
    pub(super) party: Option<String>,
}

/// A fact.
pub(super) struct AuthoredFact {
    /// Its header.
    pub(super) span: Range<usize>,
    pub(super) id: Option<At<FactId>>,
    pub(super) group: Option<At<GroupId>>,
    pub(super) aspect: Option<At<Aspect>>,
    /// The place of the date, the entity or the coordinates that the aspect has; else of the aspect.
    pub(super) detail: Range<usize>,
    pub(super) label: Option<String>,
    pub(super) statement: String,
    pub(super) quantity: Option<At<Quantity>>,
    /// Whether its quantity is faulty or wrongly missing, which has been told.
    pub(super) quantity_told: bool,
    pub(super) total_of: Vec<At<FactId>>,
    pub(super) derived: Option<String>,
    pub(super) by: String,
    pub(super) role: Option<String>,
    pub(super) source: Option<At<SourceId>>,
    /// Whether the source it names is faulty, which has been told.
    pub(super) source_told: bool,
    pub(super) as_of: Option<PartialDate>,
    pub(super) evidence: Vec<AuthoredQuote>,
    /// What was wrong with it and has been put right.
    pub(super) corrections: Vec<AuthoredCorrection>,
}

/// A correction, of an article or of a fact.
pub(super) struct AuthoredCorrection {
    pub(super) date: Option<PartialDate>,
    /// The fact that an article's correction names.
    pub(super) fact: Option<At<FactId>>,
    pub(super) was: String,
    pub(super) now: String,
}

/// A quoted passage.
pub(super) struct AuthoredQuote {
    /// The words as they were typed.
    pub(super) exact: At<String>,
    /// The words as they are looked for.
    pub(super) quote: Quote,
    /// Whether words around it are given.
    pub(super) has_context: bool,
}

/// A dispute.
pub(super) struct AuthoredDispute {
    /// Its header.
    pub(super) span: Range<usize>,
    pub(super) about: String,
    pub(super) versions: Vec<AuthoredVersion>,
}

/// One side of a dispute.
pub(super) struct AuthoredVersion {
    pub(super) holder: String,
    pub(super) facts: Vec<At<FactId>>,
}
