//! Figures: amounts with decimals, a scale, and a unit, a currency or per cent. They may have changed over time.

use std::fmt;

use serde::Serialize;

use super::json::{FromJson, Json, Reading, from_object, from_variant};
use super::{Decimal, PartialDate};

/// A figure: a number with decimals and its unit. The number may have a value before, or a series of values over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Measure {
    /// The number, in units of `scale`. Of a series, the last number.
    pub value: Decimal,
    /// The unit of all numbers.
    pub unit: MeasureUnit,
    /// The scale of all numbers. Absent for plain numbers and for per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// The number before the change, which is another one than `value`. Absent if not given, and for a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Decimal>,
    /// The numbers of a series, at least two, each later than the one before. Absent without a series.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<MeasurePoint>,
}

from_object!(Measure {
    value,
    unit,
    scale,
    before,
    points
});

/// The unit of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MeasureUnit {
    /// A unit in the article's language, as it reads after the number: `litres`, `pupils`. It is not blank.
    Named(String),
    /// Money.
    Currency(Currency),
    /// Per cent.
    Percent,
}

from_variant!(MeasureUnit {
    "named" => Named(_),
    "currency" => Currency(_),
    "percent" => Percent,
});

/// A currency, by its code in ISO 4217: `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, with = "String", extend("pattern" = "^[A-Z]{3}$"))
)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currencies with a sign of their own: code and sign.
    pub const WITH_SIGNS: [(&str, &str); 9] = [
        ("EUR", "€"),
        ("USD", "$"),
        ("GBP", "£"),
        ("KZT", "₸"),
        ("RUB", "₽"),
        ("JPY", "¥"),
        ("UAH", "₴"),
        ("TRY", "₺"),
        ("INR", "₹"),
    ];

    /// Makes a currency of its code. Returns `None` if it isn't three capital letters.
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        code.iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(code))
    }

    /// Returns the code.
    pub fn code(&self) -> &str {
        // The code is ASCII, so it can be read.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns the sign of a currency that has one of its own: `€`. Returns `None` for other currencies.
    pub fn sign(&self) -> Option<&'static str> {
        let mut known = Self::WITH_SIGNS.iter();
        known
            .find(|(code, _)| *code == self.code())
            .map(|(_, sign)| *sign)
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl FromJson for Currency {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        match Self::new(json.text(reading)?) {
            Some(currency) => Some(currency),
            None => reading.wrong("a currency is three capital letters".into()),
        }
    }
}

/// The scale of a number: the power of ten that it is a multiple of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scale {
    /// 1,000.
    Thousand,
    /// 1,000,000.
    Million,
    /// 1,000,000,000.
    Billion,
}

from_variant!(Scale {
    "thousand" => Thousand,
    "million" => Million,
    "billion" => Billion,
});

impl Scale {
    /// Returns the number of zeros.
    pub fn zeros(self) -> u8 {
        match self {
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }

    /// Returns the English name, as in packages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Thousand => "thousand",
            Self::Million => "million",
            Self::Billion => "billion",
        }
    }
}

/// A number of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct MeasurePoint {
    /// The day, the month or the year that the number is for.
    pub date: PartialDate,
    /// The number.
    pub value: Decimal,
}

from_object!(MeasurePoint { date, value });

impl Measure {
    /// Returns the number from which the value changed: the one before, or the first of a series.
    pub fn earlier(&self) -> Option<Decimal> {
        self.before
            .or_else(|| self.points.first().map(|point| point.value))
    }

    /// Returns `true` if the numbers of two figures can be compared and added: they have the same unit and scale.
    pub fn is_like(&self, other: &Self) -> bool {
        self.unit == other.unit && self.scale == other.scale
    }

    /// Returns scale and unit for programs and messages: `million EUR`, `%`, `pupils`.
    pub fn unit_text(&self) -> String {
        let unit = match &self.unit {
            MeasureUnit::Named(unit) => unit,
            MeasureUnit::Currency(currency) => currency.code(),
            MeasureUnit::Percent => "%",
        };
        match self.scale {
            Some(scale) => [scale.as_str(), " ", unit].concat(),
            None => unit.to_owned(),
        }
    }

    /// Returns the points for programs and messages: `2024 44.1; 2025 46.0`.
    pub fn points_text(&self) -> String {
        let points = self.points.iter();
        let written: Vec<String> = points
            .map(|MeasurePoint { date, value }| format!("{date} {value}"))
            .collect();
        written.join("; ")
    }
}

/// Formats the figure for error messages: `48.2 million EUR`, `1.2 million EUR (before: 1.9)`, `48.2 % (2024 44.1; 2025 48.2)`.
impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.unit_text())?;
        if let Some(before) = self.before {
            write!(f, " (before: {before})")?;
        }
        if !self.points.is_empty() {
            write!(f, " ({})", self.points_text())?;
        }
        Ok(())
    }
}
