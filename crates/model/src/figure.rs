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
    /// The picture in several sizes, at least one, from the narrowest to the widest.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub variants: Vec<Variant>,
    /// The alternative text for readers who can't see the picture. It is not blank.
    pub alt: String,
    /// The caption. It has no evidence in it. Absent if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The credit: the maker or the owner of the picture. Absent if not given.
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
    /// The address of the image file, relative to the package, in the same folder or below.
    pub src: Href,
    /// The width in pixels.
    pub width: u64,
    /// The height in pixels.
    pub height: u64,
}

from_object!(Variant { src, width, height });
