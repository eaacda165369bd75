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
    /// Stressed text.
    Emphasis(Vec<Inline>),
    /// Strongly stressed text.
    Strong(Vec<Inline>),
    /// A link.
    Link(Link),
    /// A passage that bears out a fact, or a part of one: passages that only partly overlap are split.
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
    /// Where it leads.
    pub href: Href,
    /// What it shows.
    pub inlines: Vec<Inline>,
}

from_object!(Link { href, inlines });

/// A passage of the text, or a part of one, that bears out a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct EvidenceSpan {
    /// Which evidence.
    pub evidence: EvidenceId,
    /// The text it covers.
    pub inlines: Vec<Inline>,
}

from_object!(EvidenceSpan { evidence, inlines });

impl Inline {
    /// The pieces inside it; none for plain text.
    pub fn children(&self) -> &[Inline] {
        match self {
            Self::Text(_) => &[],
            Self::Emphasis(inlines) | Self::Strong(inlines) => inlines,
            Self::Link(link) => &link.inlines,
            Self::Evidence(span) => &span.inlines,
        }
    }
}

/// The text of inlines without any markup.
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
