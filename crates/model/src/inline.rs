//! Text inside a block.

use serde::Serialize;

use super::json::{from_object, from_variant};
use super::{EvidenceId, Href};

/// A piece of a text block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasised text.
    Emphasis(Vec<Inline>),
    /// Strongly emphasised text.
    Strong(Vec<Inline>),
    /// A link.
    Link(Link),
    /// A passage that supports a fact, or a part of one. Passages that only partly overlap are split into parts.
    Evidence(EvidenceSpan),
}

from_variant!(Inline {
    "text" => Text(_),
    "emphasis" => Emphasis(_),
    "strong" => Strong(_),
    "link" => Link(_),
    "evidence" => Evidence(_),
});

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Link {
    /// The target of the link.
    pub href: Href,
    /// The text of the link. Its plain text is not blank.
    pub inlines: Vec<Inline>,
}

from_object!(Link { href, inlines });

/// A passage of the text that supports a fact, or a part of that passage.
///
/// The spans with one evidence id are adjacent. Together they cover the range of that evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct EvidenceSpan {
    /// The id of the evidence.
    pub evidence: EvidenceId,
    /// The text of the passage or part, at least one character.
    pub inlines: Vec<Inline>,
}

from_object!(EvidenceSpan { evidence, inlines });

impl Inline {
    /// Returns the inlines inside this one. The slice is empty for plain text.
    pub fn children(&self) -> &[Inline] {
        match self {
            Self::Text(_) => &[],
            Self::Emphasis(inlines) | Self::Strong(inlines) => inlines,
            Self::Link(link) => &link.inlines,
            Self::Evidence(span) => &span.inlines,
        }
    }
}

/// Returns the text of inlines without markup.
pub fn plain_text(inlines: &[Inline]) -> String {
    fn push(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.push_str(text),
                other => push(other.children(), out),
            }
        }
    }
    let mut out = String::new();
    push(inlines, &mut out);
    out
}
