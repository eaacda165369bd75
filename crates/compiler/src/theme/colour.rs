//! Colours: parsing, contrast as WCAG 2.2 defines it, and the OKLCH model, in which a colour can get another lightness and
//! keep its hue (CSS Color 4, section 9).

use std::fmt;

/// An opaque colour in sRGB, with eight bits a channel.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

/// Writes `#rrggbb`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl fmt::Debug for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Colour {
    /// Parses `#rgb` or `#rrggbb`. Returns `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |i: usize| match digits.len() {
            3 => u8::from_str_radix(&digits[i..=i].repeat(2), 16).ok(),
            6 => u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).ok(),
            _ => None,
        };
        Some(Self([part(0)?, part(1)?, part(2)?]))
    }

    /// Returns the relative luminance, from 0 for black to 1 for white.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|part| linear(f64::from(part) / 255.0));
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Returns the contrast ratio with another colour, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }
}

/// A colour in OKLCH: lightness from 0 to 1, chroma, and hue in radians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Oklch {
    pub(super) lightness: f64,
    pub(super) chroma: f64,
    pub(super) hue: f64,
}

impl From<Colour> for Oklch {
    fn from(colour: Colour) -> Self {
        let [r, g, b] = colour.0.map(|part| linear(f64::from(part) / 255.0));
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Self {
            lightness,
            chroma: a.hypot(b),
            hue: b.atan2(a),
        }
    }
}

impl Oklch {
    /// Returns the nearest colour of sRGB with this lightness and hue. Reduces the chroma until sRGB has the colour.
    pub(super) fn colour(self) -> Colour {
        let (mut low, mut high) = (0.0, self.chroma);
        if let Some(colour) = self.in_srgb(high) {
            return colour;
        }
        for _ in 0..16 {
            let middle = (low + high) / 2.0;
            match self.in_srgb(middle) {
                Some(_) => low = middle,
                None => high = middle,
            }
        }
        self.in_srgb(low).unwrap_or(Colour(if self.lightness > 0.5 {
            [255; 3]
        } else {
            [0; 3]
        }))
    }

    /// Returns the colour with another chroma, or `None` if sRGB doesn't have it.
    fn in_srgb(self, chroma: f64) -> Option<Colour> {
        let (a, b) = (chroma * self.hue.cos(), chroma * self.hue.sin());
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        let parts = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ];
        // Rounding to eight bits hides deviations of this size.
        const SLACK: f64 = 0.0001;
        if parts
            .iter()
            .any(|part| !(-SLACK..=1.0 + SLACK).contains(part))
        {
            return None;
        }
        Some(Colour(parts.map(|part| {
            (encoded(part.clamp(0.0, 1.0)) * 255.0).round() as u8
        })))
    }
}

/// Converts a channel from sRGB to linear light.
fn linear(part: f64) -> f64 {
    if part <= 0.04045 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

/// Converts a channel from linear light to sRGB.
fn encoded(part: f64) -> f64 {
    if part <= 0.003_130_8 {
        part * 12.92
    } else {
        1.055 * part.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_hexadecimal_colours_are_parsed() {
        for (text, expected) in [
            ("#abc", Some([0xaa, 0xbb, 0xcc])),
            ("#0B5a63", Some([0x0b, 0x5a, 0x63])),
            ("", None),
            ("#", None),
            ("abc", None),
            ("#abcd", None),
            ("#+1+1+1", None),
            ("#ЖЖЖ", None),
            ("red", None),
            ("rgb(0,0,0)", None),
        ] {
            assert_eq!(
                Colour::parse(text).map(|colour| colour.0),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let colour = |text| Colour::parse(text).unwrap();
        for (one, other, expected) in [
            ("#000", "#fff", 21.0),
            ("#fff", "#fff", 1.0),
            ("#777", "#fff", 4.48),
        ] {
            let found = colour(one).contrast(colour(other));
            assert!((found - expected).abs() < 0.01, "{one} on {other}: {found}");
        }
    }

    proptest! {
        #[test]
        fn a_colour_survives_oklch(parts in any::<[u8; 3]>()) {
            let back = Oklch::from(Colour(parts)).colour();
            for (one, other) in parts.into_iter().zip(back.0) {
                prop_assert!(one.abs_diff(other) <= 1, "{parts:?} became {back}");
            }
        }

        #[test]
        fn every_lightness_has_a_colour(parts in any::<[u8; 3]>(), lightness in 0.0..=1.0) {
            let colour = Oklch { lightness, ..Colour(parts).into() }.colour();
            prop_assert!((Oklch::from(colour).lightness - lightness).abs() < 0.06, "{colour}");
        }
    }
}
