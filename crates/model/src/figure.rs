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

/// Several pictures that are shown together, with one caption for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct FigureGroup {
    /// The pictures, at least two and at most [`MAX_GROUP`](crate::MAX_GROUP). None has a caption of its own.
    #[cfg_attr(feature = "schema", schemars(length(min = 2, max = MAX_GROUP)))]
    pub figures: Vec<Figure>,
    /// The caption for all pictures. It has no evidence in it. Absent if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
}

from_object!(FigureGroup { figures, caption });

/// The largest number of pictures in a group.
pub const MAX_GROUP: usize = 8;

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
