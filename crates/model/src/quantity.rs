//! Quantities as a report gives them: an exact number, a bound, a range or an approximation.

use std::fmt;

use serde::Serialize;

use super::json::{from_object, from_variant};

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Quantity {
    /// The number, with its precision.
    pub amount: Amount,
    /// The unit in the article's language, as it reads after the number: `people`, `day`, `лет`. It is not blank.
    pub unit: String,
}

from_object!(Quantity { amount, unit });

/// A number with its precision. Only whole numbers exist: half a year is 6 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Amount {
    /// Exactly this number.
    Exact(u64),
    /// This number or more.
    AtLeast(u64),
    /// More than this number.
    MoreThan(u64),
    /// Approximately this number.
    About(u64),
    /// From the first number to the second, both included. The first is less than the second.
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
    /// Returns the number if it is exact.
    pub fn exact(self) -> Option<u64> {
        match self {
            Self::Exact(n) => Some(n),
            _ => None,
        }
    }

    /// Returns the smallest and the largest number given. They are equal unless the amount is a range.
    pub fn bounds(self) -> (u64, u64) {
        match self {
            Self::Exact(n) | Self::AtLeast(n) | Self::MoreThan(n) | Self::About(n) => (n, n),
            Self::Range(low, high) => (low, high),
        }
    }

    /// Returns `true` for `AtLeast` and `MoreThan`: the true number may be larger than the number given.
    pub fn is_open(self) -> bool {
        matches!(self, Self::AtLeast(_) | Self::MoreThan(_))
    }

    /// Returns `false` for a range whose first number isn't less than its second, otherwise `true`.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::Range(low, high) if low >= high)
    }
}

/// Formats the amount for error messages, without words of any language: `37`, `≥ 37`, `> 100`, `≈ 100`, `3–7`.
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

/// Formats the quantity for error messages: `37 people`, `3–7 years`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_keeps_its_precision() {
        use Amount::{About, AtLeast, Exact, MoreThan, Range};
        for (amount, shown, exact, bounds, is_open) in [
            (Exact(37), "37", Some(37), (37, 37), false),
            (AtLeast(37), "≥ 37", None, (37, 37), true),
            (MoreThan(100), "> 100", None, (100, 100), true),
            (About(100), "≈ 100", None, (100, 100), false),
            (Range(3, 7), "3–7", None, (3, 7), false),
        ] {
            assert_eq!(amount.to_string(), shown);
            assert_eq!(amount.exact(), exact, "{amount}");
            assert_eq!(amount.bounds(), bounds, "{amount}");
            assert_eq!(amount.is_open(), is_open, "{amount}");
            assert!(amount.is_ordered(), "{amount}");
        }
        assert!(!Range(3, 3).is_ordered());
        assert!(!Range(4, 3).is_ordered());
        let quantity = Quantity {
            amount: AtLeast(3),
            unit: "years".into(),
        };
        assert_eq!(quantity.to_string(), "≥ 3 years");
    }
}
