//! The article package: one JSON document with everything that a reader program needs to show an article.
//!
//! The compiler makes packages from a newsroom's files, and the browser renders them. Other programs may read them.
//! Enums are externally tagged (`{"paragraph": …}`), so that an error can give the whole path to the value.
//! All offsets count Unicode code points, as the [Web Annotation model] requires (section 4.2.4).
//!
//! # Example
//!
//! Lists the facts of a package. `examples/list_facts.rs` is a program that does it.
//!
//! ```
//! use sidelight_model::{Article, PackageError};
//!
//! fn statements(json: &str) -> Result<Vec<String>, PackageError> {
//!     let article = Article::from_json(json)?;
//!     let facts = article.boxes.iter().flat_map(|fact_box| &fact_box.facts);
//!     Ok(facts.map(|fact| fact.statement.clone()).collect())
//! }
//!
//! # fn main() -> Result<(), PackageError> {
//! let package = include_str!("../examples/harbour.json");
//! assert_eq!(statements(package)?, ["Forty dockers stopped work."]);
//! # Ok(())
//! # }
//! ```
//!
//! *Invariant:* an [`Article`] that was parsed is valid. Its ids are unique, its references resolve, and its totals equal
//! their parts. The evidence of every fact is in the body, at exactly the given position.
//! Code that builds an [`Article`] in any other way calls [`Article::check`].
//!
//! [Web Annotation model]: https://www.w3.org/TR/annotation-model/#text-position-selector

pub mod anchor;
mod article;
mod author_kind;
mod check;
mod date;
mod decimal;
mod document;
mod error;
mod facts;
mod figure;
mod href;
mod id;
mod inline;
mod json;
mod map;
mod measure;
mod media;
mod moment;
mod package;
mod pull_quote;
mod quantity;
mod schema;
mod table;
mod text_block;
mod unseen;

pub use article::{
    Alias, Article, Block, Byline, Correction, KeyFact, KeyFactOf, RelatedStory, Source,
};
pub use author_kind::AuthorKind;
#[cfg(feature = "schema")]
pub use check::LANGUAGE_TAG;
pub use check::is_language_tag;
#[cfg(feature = "schema")]
pub use date::PARTIAL_DATE;
pub use date::{DateError, PartialDate};
#[cfg(feature = "schema")]
pub use decimal::DECIMAL;
pub use decimal::{Decimal, DecimalError};
pub use document::{
    Document, DocumentFormat, DocumentPlace, Publish, Recording, SourcePassage, SourceQuote,
    TimeRange,
};
pub use error::PackageError;
pub use facts::{
    Aspect, Attribution, BoxKind, Coordinates, Dispute, Entity, Evidence, Fact, FactBox, Group,
    TextRange, Version,
};
pub use figure::{Figure, FigureGroup, MAX_GROUP, Variant};
pub use href::{Href, HrefError};
pub use id::{BlockId, BoxId, EvidenceId, FactId, GroupId, IdError, Slug, SourceId, TableId};
pub use inline::{EvidenceSpan, Inline, Link, plain_text};
pub use json::Json;
pub use map::{LabelSide, Map, MapLabel, MapPoint};
pub use measure::{Currency, Measure, MeasurePoint, MeasureUnit, Scale};
pub use media::{Cue, Frame, Media, Track};
#[cfg(feature = "schema")]
pub use moment::MOMENT;
pub use moment::{Moment, MomentError};
pub use pull_quote::PullQuote;
pub use quantity::{Amount, Quantity};
pub use schema::{SCHEMA, Schema};
pub use table::{Align, Cell, Column, Row, Table};
pub use text_block::TextBlock;
pub use unseen::{UnseenError, is_unseen_mark, never_allowed, unseen};

/// Compiles the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
