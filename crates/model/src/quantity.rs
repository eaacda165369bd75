//! Numbers as a report gives them: exact, a bound, a range or an approximation.

use std::fmt;

use serde::Serialize;

use super::json::{from_object, from_variant};

/// How many, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Quantity {
    /// How many.
    pub amount: Amount,
    /// Of what, in the plural: `people`, `years`, `days`.
    pub unit: String,
}

from_object!(Quantity { amount, unit });

/// How many, and how surely. Whole numbers: a half year is 6 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Amount {
    /// Just this many.
    Exact(u64),
    /// This many or more.
    AtLeast(u64),
    /// More than this many.
    MoreThan(u64),
    /// About this many.
    About(u64),
    /// From the first to the second, both included; the first is the smaller.
    Range(u64, u64),
}

from_variant!(Amount {
    "exact" => Exact(_),
    "at-least" => AtLeast(_),
    "more-than" => MoreThan(_),
    "about" => About(_),
    "range" => Range(_, _),
});

impl Amount {
    /// The number if it is exact.
    pub fn exact(self) -> Option<u64> {
        match self {
            Self::Exact(n) => Some(n),
            _ => None,
        }
    }

    /// The smallest and the largest number it names.
    pub fn bounds(self) -> (u64, u64) {
        match self {
            Self::Exact(n) | Self::AtLeast(n) | Self::MoreThan(n) | Self::About(n) => (n, n),
            Self::Range(low, high) => (low, high),
        }
    }

    /// Whether the true number may be larger than any it names.
    pub fn is_open(self) -> bool {
        matches!(self, Self::AtLeast(_) | Self::MoreThan(_))
    }

    /// Whether a range, if it is one, goes upwards.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::Range(low, high) if low >= high)
    }
}

/// Compact and free of language, for error messages: `37`, `≥ 37`, `> 100`, `≈ 100`, `3–7`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(n) => write!(f, "{n}"),
            Self::AtLeast(n) => write!(f, "≥ {n}"),
            Self::MoreThan(n) => write!(f, "> {n}"),
            Self::About(n) => write!(f, "≈ {n}"),
            Self::Range(low, high) => write!(f, "{low}–{high}"),
        }
    }
}

/// `37 people`, `3–7 years`; for error messages.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit)
    }
}
