//! Pictures in the body.

use serde::Serialize;

use super::json::from_object;
use super::{Href, Inline};

/// A picture with its caption and credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Figure {
    /// The picture in several sizes, at least one, the smallest first.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub variants: Vec<Variant>,
    /// What it shows, in words for those who can't see it.
    pub alt: String,
    /// What a reader must know of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Who made it, or whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

from_object!(Figure {
    variants,
    alt,
    caption,
    credit
});

/// One size of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Variant {
    /// Its address, relative to the package.
    pub src: Href,
    /// Its width in px.
    pub width: u64,
    /// Its height in px.
    pub height: u64,
}

from_object!(Variant { src, width, height });
