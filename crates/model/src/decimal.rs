//! Decimal numbers, exactly as a newsroom writes them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::json::{FromJson, Json, Reading};

/// The pattern of a decimal number for JSON Schemas. It doesn't check the number of all digits together.
#[cfg(feature = "schema")]
pub const DECIMAL: &str = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?$";

/// A decimal number with at most 15 digits: `48.2`, `-3.40`, `0.1`. It keeps its decimals, so `48.20` stays `48.20`.
///
/// In a package it is a text, because numbers of JSON become binary fractions in most programs, without their last zeros.
/// Two numbers are equal only if they have the same number of decimals; [`Decimal::compare`] compares their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, with = "String", extend("pattern" = DECIMAL))
)]
pub struct Decimal {
    /// The digits without the decimal point, with the sign.
    mantissa: i64,
    /// The number of digits after the decimal point, at most 14.
    decimals: u8,
}

/// The reason why a text is not a decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalError {
    /// The text isn't in the format of a decimal number.
    Form,
    /// The number has more than 15 digits.
    TooLong,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "write a number as 48.2 or -3.4",
            Self::TooLong => "a number has at most 15 digits",
        })
    }
}

impl Decimal {
    /// The number 0.
    pub const ZERO: Self = Self {
        mantissa: 0,
        decimals: 0,
    };

    /// The maximum number of digits. All of them are exact in every spreadsheet.
    const MAX_DIGITS: usize = 15;

    /// Returns the number as a multiple of 10⁻¹⁴. Sums of many such multiples fit into the type.
    fn scaled(self) -> i128 {
        i128::from(self.mantissa) * Self::unit(self.decimals)
    }

    /// Compares the values of two numbers. `48.2` and `48.20` are equal.
    pub fn compare(self, other: Self) -> Ordering {
        self.scaled().cmp(&other.scaled())
    }

    /// Returns `true` for a number below 0.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Returns the number without its sign.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self {
            mantissa: self.mantissa.abs(),
            ..self
        }
    }

    /// Returns the number without its sign, as its digits before the decimal point and those after it.
    pub fn digits(self) -> (u64, String) {
        let (mantissa, unit) = (
            self.mantissa.unsigned_abs(),
            10_u64.pow(u32::from(self.decimals)),
        );
        // The 1 keeps the zeros at the beginning, and isn't shown.
        let mut decimals = (unit + mantissa % unit).to_string();
        decimals.remove(0);
        (mantissa / unit, decimals)
    }

    /// Returns the number less another one, exactly, with the decimals of the more precise of them. Returns `None` if the
    /// difference has more than 15 digits.
    pub fn minus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let difference = self.scaled() - other.scaled();
        Self::new(difference / Self::unit(decimals), decimals)
    }

    /// Returns the size of the last of some decimals in multiples of 10⁻¹⁴.
    fn unit(decimals: u8) -> i128 {
        10_i128.pow(14 - u32::from(decimals))
    }

    /// Returns the share of a range that the number is above the low end, in parts of `whole`, rounded down. The number
    /// is inside the range, and the range isn't empty.
    pub fn share(self, low: Self, high: Self, whole: u16) -> u16 {
        let above = self.scaled() - low.scaled();
        let range = (high.scaled() - low.scaled()).max(1);
        (above * i128::from(whole) / range) as u16
    }

    /// Returns the change from an earlier number to this one in per cent of the earlier one, rounded: to whole numbers
    /// from 10 per cent on, and to one decimal below. Returns `None` if the earlier number isn't above 0, if the change is
    /// 1,000 per cent or more, or if it rounds to 0.
    pub fn change_in_percent(self, before: Self) -> Option<Self> {
        if before.mantissa <= 0 {
            return None;
        }
        let whole = before.scaled();
        let thousandths = (self.scaled() - whole) * 1_000;
        // Half of the divisor rounds away from 0.
        let rounded = |number: i128, by: i128| (number + number.signum() * by / 2) / by;
        let tenths = rounded(thousandths, whole);
        let (percent, decimals) = match tenths.abs() {
            0 | 10_000.. => return None,
            1..100 => (tenths, 1),
            _ => (rounded(thousandths, whole * 10), 0),
        };
        Self::new(percent, decimals)
    }

    /// Returns the sum of numbers, exactly, with the decimals of the most precise of them. Returns `None` if it has more
    /// than 15 digits.
    pub fn sum(numbers: impl Iterator<Item = Self> + Clone) -> Option<Self> {
        let decimals = numbers.clone().map(|number| number.decimals).max()?;
        let sum = numbers.fold(0_i128, |sum, number| sum.saturating_add(number.scaled()));
        Self::new(sum / Self::unit(decimals), decimals)
    }

    fn new(mantissa: i128, decimals: u8) -> Option<Self> {
        let mantissa = i64::try_from(mantissa).ok()?;
        (mantissa.unsigned_abs() < 10_u64.pow(Self::MAX_DIGITS as u32))
            .then_some(Self { mantissa, decimals })
    }
}

/// Parses a number: digits with at most one decimal point and a minus sign before them. There are digits on both sides of
/// the point. The first of several digits before it isn't 0.
///
/// ```
/// use sidelight_model::{Decimal, DecimalError};
///
/// let budget: Decimal = "48.20".parse()?;
/// assert_eq!(budget.to_string(), "48.20");
/// assert_eq!("4e7".parse::<Decimal>(), Err(DecimalError::Form));
/// # Ok::<(), DecimalError>(())
/// ```
impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !is_digits(decimals) || (whole.len() > 1 && whole.starts_with('0'))
        {
            return Err(DecimalError::Form);
        }
        let decimals = unsigned.len() - (whole.len() + 1).min(unsigned.len());
        if whole.len() + decimals > Self::MAX_DIGITS {
            return Err(DecimalError::TooLong);
        }
        let (mut mantissa, sign) = (0, if unsigned.len() < text.len() { -1 } else { 1 });
        for digit in unsigned.bytes().filter(u8::is_ascii_digit) {
            mantissa = mantissa * 10 + i64::from(digit - b'0');
        }
        Ok(Self {
            mantissa: sign * mantissa,
            decimals: decimals as u8,
        })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = self.digits();
        let sign = if self.is_negative() { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{decimals}")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromJson for Decimal {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let text = json.text(reading)?;
        reading.made(text.parse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_keep_their_digits() {
        for text in [
            "0",
            "0.1",
            "48.20",
            "-3.4",
            "-0.05",
            "0.00",
            "999999999999999",
            "-0.00000000000001",
            "1.00000000000000",
        ] {
            let parsed = number(text);
            assert_eq!(parsed.to_string(), text);
            let json = serde_json::to_string(&parsed).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            let read: Json = serde_json::from_str(&json).unwrap();
            assert_eq!(read.read(), Ok(parsed));
        }
        assert_eq!(number("-0.0").to_string(), "0.0");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "-", ".", "1.", ".5", "1.2.3", "1e3", "+1", "--1", "01", "00", "1,5", "1_0", " 1",
            "nan", "inf", "0x1", "٣", "−1",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError::Form), "{text}");
        }
        for text in [
            "1000000000000000",
            "100000000000000.0",
            "0.000000000000001",
            "99999999999999999999999999999999999999999999",
        ] {
            let parsed = text.parse::<Decimal>();
            assert_eq!(parsed, Err(DecimalError::TooLong), "{text}");
        }
        let json = Json::Number(48.2);
        let refused = json.read::<Decimal>().unwrap_err();
        assert_eq!(refused.reason, "it is a number, not a text");
    }

    #[test]
    fn numbers_are_ordered_by_their_values() {
        let sorted = [
            "-48.2",
            "-3.40",
            "-0.1",
            "0",
            "0.09",
            "0.1",
            "3.399",
            "3.4",
            "999999999999999",
        ];
        for (i, a) in sorted.into_iter().enumerate() {
            for (j, b) in sorted.into_iter().enumerate() {
                assert_eq!(number(a).compare(number(b)), i.cmp(&j), "{a} {b}");
            }
        }
        assert_eq!(number("48.2").compare(number("48.20")), Ordering::Equal);
        assert_ne!(number("48.2"), number("48.20"));
    }

    #[test]
    fn sums_and_differences_are_exact() {
        let sum = |texts: &[&str]| Decimal::sum(texts.iter().map(|text| number(text)));
        assert_eq!(sum(&["0.1", "0.2"]), Some(number("0.3")));
        assert_eq!(sum(&["48.20", "-0.2", "1"]), Some(number("49.00")));
        assert_eq!(sum(&["999999999999999", "1"]), None);
        assert_eq!(sum(&[]), None);
        assert_eq!(number("1.2").minus(number("1.9")), Some(number("-0.7")));
        assert_eq!(number("1").minus(number("0.25")), Some(number("0.75")));
        assert_eq!(number("-999999999999999").minus(number("1")), None);
    }

    #[test]
    fn changes_are_rounded_once() {
        for (now, before, expected) in [
            ("1.2", "1.9", Some("-37")),
            ("48.2", "46.0", Some("4.8")),
            ("2", "1", Some("100")),
            ("1.1", "1", Some("10")),
            ("1.0995", "1", Some("10")),
            ("1.0994", "1", Some("9.9")),
            ("-1", "1", Some("-200")),
            ("1.0004", "1", None),
            ("11", "1", None),
            ("1", "0", None),
            ("1", "-2", None),
        ] {
            let change = number(now).change_in_percent(number(before));
            assert_eq!(
                change.map(|change| change.to_string()).as_deref(),
                expected,
                "{now} {before}"
            );
        }
    }

    #[test]
    fn shares_of_a_range_fit_into_it() {
        let share = |at, low, high| number(at).share(number(low), number(high), 10_000);
        assert_eq!(share("0", "-1", "3"), 2_500);
        assert_eq!(
            share("999999999999999", "-999999999999999", "999999999999999"),
            10_000
        );
        assert_eq!(share("0", "0", "0"), 0);
    }
}
