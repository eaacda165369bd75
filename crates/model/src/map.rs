//! The map of a box of places.

use serde::Serialize;

use super::FactId;
use super::json::{from_object, from_variant};

/// A map as vector data, already projected. Displaying it needs no geographic data.
///
/// All lengths are in map units. The origin is the upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Map {
    /// The width in map units, 1 to 2,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2_000)))]
    pub width: f64,
    /// The height in map units, 1 to 2,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2_000)))]
    pub height: f64,
    /// The number of kilometres in one map unit, in the middle of the map. More than 0.
    pub scale: f64,
    /// The borders of the countries with the places, as SVG path data of at most 32,768 bytes. It has only the commands
    /// `M`, `L`, `l` and `Z`, and numbers.
    #[cfg_attr(feature = "schema", schemars(length(max = 32_768), extend("pattern" = "^[MLlZ0-9 .-]*$")))]
    pub outline: String,
    /// The borders of all other countries on the map, in the format of `outline`. The rest of the map is sea. Absent if
    /// the map shows only the countries with the places.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 32_768), extend("pattern" = "^[MLlZ0-9 .-]*$")))]
    pub neighbours: Option<String>,
    /// The places on the map. Each is a fact of the same box.
    pub points: Vec<MapPoint>,
    /// The names of countries, regions and seas on the map.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<MapLabel>,
}

from_object!(Map {
    width,
    height,
    scale,
    outline,
    neighbours,
    points,
    labels
});

impl Map {
    /// The maximum width and height, in map units.
    pub const MAX_SIDE: f64 = 2_000.0;
    /// The maximum length of an outline, in bytes.
    pub const MAX_OUTLINE: usize = 32_768;
}

/// One place on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct MapPoint {
    /// The id of the place's fact in the same box.
    pub fact: FactId,
    /// The distance from the left edge in map units, 0 to the width of the map.
    pub x: f64,
    /// The distance from the upper edge in map units, 0 to the height of the map.
    pub y: f64,
    /// The side of the point on which the name is printed. Absent if the name doesn't fit on any side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelSide>,
}

from_object!(MapPoint { fact, x, y, label });

/// The name of a country, a region or a sea on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct MapLabel {
    /// The name. It is not blank.
    pub name: String,
    /// The distance of its middle from the left edge in map units, 0 to the width of the map.
    pub x: f64,
    /// The distance of its middle from the upper edge in map units, 0 to the height of the map.
    pub y: f64,
}

from_object!(MapLabel { name, x, y });

/// A side of a point on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LabelSide {
    /// To the right of the point.
    Right,
    /// To the left of the point.
    Left,
    /// Above the point.
    Above,
    /// Below the point.
    Below,
}

from_variant!(LabelSide {
    "right" => Right,
    "left" => Left,
    "above" => Above,
    "below" => Below,
});
