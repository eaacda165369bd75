//! The colours of a page in one scheme: those that a newsroom chooses, and those that follow from them.
//!
//! *Invariant:* every text of a palette without a fault is readable on all its backgrounds (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::colour::{Colour, Oklch};

/// The style sheet with the default colours.
const TOKENS: &str = include_str!("../../../../assets/styles/tokens.css");

/// A colour scheme that a newsroom can give colours to. High contrast and forced colours keep their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
    /// Brown text on a cream background.
    Sepia,
}

impl Scheme {
    /// All schemes.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Sepia];

    /// Returns the name, which is also that of its table in `site.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Sepia => "sepia",
        }
    }

    /// Returns the default colours, by the names of their custom properties without `--`.
    pub fn defaults(self) -> &'static BTreeMap<&'static str, Colour> {
        static ALL: LazyLock<[BTreeMap<&'static str, Colour>; 3]> = LazyLock::new(|| {
            let base = |side| colours(":root", side);
            let mut sepia = base(0);
            sepia.extend(colours(":root[data-theme=\"sepia\"]", 0));
            [base(0), base(1), sepia]
        });
        &ALL[self as usize]
    }

    fn default(self, name: &str) -> Colour {
        self.defaults().get(name).copied().unwrap_or(Colour([0; 3]))
    }
}

/// Returns the colours that the first rule with this selector sets. `side` is 0 for the first colour of `light-dark()` and
/// 1 for the second.
fn colours(selector: &str, side: usize) -> BTreeMap<&'static str, Colour> {
    let rule = TOKENS
        .match_indices(selector)
        .find_map(|(at, _)| TOKENS[at + selector.len()..].trim_start().strip_prefix('{'));
    let rule = rule
        .and_then(|rule| rule.split('}').next())
        .unwrap_or_default();
    rule.split(';')
        .filter_map(|declaration| {
            let (name, value) = declaration.rsplit_once("--")?.1.split_once(':')?;
            let value = value.trim();
            let both = value
                .strip_prefix("light-dark(")
                .and_then(|both| both.strip_suffix(')'));
            let value = both.map_or(Some(value), |both| both.split(',').nth(side))?;
            Some((name, Colour::parse(value.trim())?))
        })
        .collect()
}

/// The texts and controls that depend on a newsroom's colours: foreground, background, and the least contrast.
const PAIRS: [(&str, &str, f64); 10] = [
    ("ink", "paper", TEXT),
    ("ink", "panel", TEXT),
    ("ink", "sunk", TEXT),
    ("soft", "paper", TEXT),
    ("soft", "panel", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "panel", TEXT),
    ("accent", "mark", TEXT),
    ("accent", "sunk", CONTROL),
    ("mark-ink", "mark", TEXT),
];

/// The least contrast of text (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// The least contrast of controls and of the focus ring (WCAG 2.2, 1.4.11).
const CONTROL: f64 = 3.0;

/// The colours of a page in one scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// The scheme.
    pub scheme: Scheme,
    /// The colour of links and controls.
    pub accent: Colour,
    /// The background of the page.
    pub paper: Colour,
}

/// A contrast that is too low.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fault {
    /// The text or control, as an author would call it.
    pub(super) front: &'static str,
    /// The background, as an author would call it.
    pub(super) ground: &'static str,
    /// The contrast ratio.
    pub(super) contrast: f64,
    /// The least ratio.
    pub(super) least: f64,
}

impl Palette {
    /// Makes a palette. A colour that the newsroom doesn't give is the default of the scheme.
    pub fn new(scheme: Scheme, accent: Option<Colour>, background: Option<Colour>) -> Self {
        Self {
            scheme,
            accent: accent.unwrap_or_else(|| scheme.default("accent")),
            paper: background.unwrap_or_else(|| scheme.default("paper")),
        }
    }

    /// Returns the colours that differ from the defaults of the scheme or may do so, by the names of their custom
    /// properties without `--`.
    pub fn properties(&self) -> [(&'static str, Colour); 6] {
        ["paper", "panel", "sunk", "rule", "accent", "accent-rule"]
            .map(|name| (name, self.get(name)))
    }

    /// Returns a colour by the name of its custom property.
    fn get(&self, name: &'static str) -> Colour {
        match name {
            "accent" => self.accent,
            "paper" => self.paper,
            "panel" | "sunk" | "rule" if self.paper != self.scheme.default("paper") => {
                self.shifted(name)
            }
            "accent-rule" if self.accent != self.scheme.default("accent") => self.middle(),
            other => self.scheme.default(other),
        }
    }

    /// Returns the background with the difference in lightness that the default colour has from the default background.
    fn shifted(&self, name: &str) -> Colour {
        let of = |colour: Colour| Oklch::from(colour);
        let (default, from) = (
            of(self.scheme.default(name)),
            of(self.scheme.default("paper")),
        );
        let paper = of(self.paper);
        let by = default.lightness - from.lightness;
        let lightness = (paper.lightness + by).clamp(0.0, 1.0);
        // A background that is closer to grey has surfaces that are, too.
        let tint = (paper.chroma / from.chroma).min(1.0);
        let chroma = (paper.chroma + (default.chroma - from.chroma) * tint).max(0.0);
        Oklch {
            lightness,
            chroma,
            ..paper
        }
        .colour()
    }

    /// Returns a line colour between accent and background.
    fn middle(&self) -> Colour {
        let (accent, paper) = (Oklch::from(self.accent), Oklch::from(self.paper));
        Oklch {
            lightness: (accent.lightness + paper.lightness) / 2.0,
            chroma: accent.chroma * 0.65,
            ..accent
        }
        .colour()
    }

    /// Returns the contrasts that are too low because of the background alone.
    pub(super) fn background_fault(&self) -> Option<Fault> {
        self.worst(|front| front != "accent")
    }

    /// Returns the contrasts that are too low because of the accent colour.
    pub(super) fn accent_fault(&self) -> Option<Fault> {
        self.worst(|front| front == "accent")
    }

    /// Returns the fault that is farthest from its limit.
    fn worst(&self, is_meant: impl Fn(&str) -> bool) -> Option<Fault> {
        PAIRS
            .into_iter()
            .filter(|(front, ..)| is_meant(front))
            .map(|(front, ground, least)| Fault {
                front: noun(front),
                ground: noun(ground),
                contrast: self.get(front).contrast(self.get(ground)),
                least,
            })
            .filter(|fault| fault.contrast < fault.least)
            .min_by(|a, b| (a.contrast / a.least).total_cmp(&(b.contrast / b.least)))
    }

    /// Returns the palette with the nearest background on which the page's texts can be read: the same hue, with the
    /// lightness changed as little as possible.
    pub(super) fn with_nearest_background(&self) -> Self {
        let with = |paper| Self { paper, ..*self };
        nearest(self.paper, |paper| with(paper).background_fault().is_none()).map_or(*self, with)
    }

    /// Returns the palette with the nearest accent colour that can be read: the same hue, with the lightness changed as
    /// little as possible.
    pub(super) fn with_nearest_accent(&self) -> Self {
        let with = |accent| Self { accent, ..*self };
        nearest(self.accent, |accent| with(accent).accent_fault().is_none()).map_or(*self, with)
    }
}

/// The number of steps of lightness that are tried in each direction, from black to white.
const STEPS: u32 = 500;

/// Returns the colour of the same hue with the nearest lightness that passes. Returns `None` if none does.
fn nearest(colour: Colour, passes: impl Fn(Colour) -> bool) -> Option<Colour> {
    if passes(colour) {
        return Some(colour);
    }
    let from = Oklch::from(colour);
    (1..=STEPS).find_map(|step| {
        let by = f64::from(step) / f64::from(STEPS);
        [from.lightness - by, from.lightness + by]
            .into_iter()
            .map(|lightness| lightness.clamp(0.0, 1.0))
            .map(|lightness| Oklch { lightness, ..from }.colour())
            .find(|colour| passes(*colour))
    })
}

/// Returns the name of a colour for authors.
fn noun(name: &str) -> &'static str {
    match name {
        "ink" => "the text",
        "soft" => "secondary text",
        "accent" => "the accent colour",
        "mark-ink" => "marked text",
        "paper" => "the background",
        "panel" => "the background of boxes",
        "sunk" => "the background of controls",
        _ => "marked passages",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schemes() -> impl Strategy<Value = Scheme> {
        prop::sample::select(Scheme::ALL.to_vec())
    }

    fn hue_difference(one: Oklch, other: Oklch) -> f64 {
        let by = (one.hue - other.hue).abs();
        by.min(std::f64::consts::TAU - by)
    }

    #[test]
    fn the_default_colours_are_found_and_pass() {
        for scheme in Scheme::ALL {
            let palette = Palette::new(scheme, None, None);
            for (name, colour) in palette.properties() {
                assert_eq!(scheme.defaults().get(name), Some(&colour), "{name}");
            }
            for (front, ground, _) in PAIRS {
                for name in [front, ground] {
                    assert!(scheme.defaults().contains_key(name), "{scheme:?}: {name}");
                }
            }
            assert_eq!(palette.background_fault(), None, "{scheme:?}");
            assert_eq!(palette.accent_fault(), None, "{scheme:?}");
        }
    }

    #[test]
    fn nearly_the_default_background_gives_nearly_the_default_surfaces() {
        for scheme in Scheme::ALL {
            let mut paper = scheme.default("paper");
            paper.0[2] ^= 1;
            let palette = Palette::new(scheme, None, Some(paper));
            for name in ["panel", "sunk", "rule"] {
                let (found, default) = (palette.get(name), scheme.default(name));
                for (one, other) in found.0.into_iter().zip(default.0) {
                    assert!(
                        one.abs_diff(other) <= 6,
                        "{scheme:?} {name}: {found}, {default}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_suggested_passes_and_has_the_same_hue(
            scheme in schemes(),
            accent in any::<[u8; 3]>(),
            background in any::<[u8; 3]>(),
        ) {
            let given = Palette::new(scheme, Some(Colour(accent)), Some(Colour(background)));
            let readable = given.with_nearest_background();
            prop_assert_eq!(readable.background_fault(), None);
            let whole = readable.with_nearest_accent();
            prop_assert_eq!(whole.accent_fault(), None);
            prop_assert_eq!(whole.paper, readable.paper);
            for (before, after) in [(given.paper, whole.paper), (given.accent, whole.accent)] {
                let (before, after) = (Oklch::from(before), Oklch::from(after));
                // The hue of a nearly grey colour is lost in rounding.
                if before.chroma > 0.05 && after.chroma > 0.05 {
                    prop_assert!(hue_difference(before, after) < 0.12, "{:?}, {:?}", given, whole);
                }
            }
        }

        #[test]
        fn no_nearer_lightness_would_pass(scheme in schemes(), accent in any::<[u8; 3]>()) {
            let given = Palette::new(scheme, Some(Colour(accent)), None);
            let whole = given.with_nearest_accent();
            let (from, to) = (Oklch::from(given.accent), Oklch::from(whole.accent));
            let distance = (from.lightness - to.lightness).abs();
            for part in 0..20 {
                let by = distance * f64::from(part) / 20.0 - 0.004;
                for lightness in [from.lightness - by, from.lightness + by] {
                    if by > 0.0 && (0.0..=1.0).contains(&lightness) {
                        let accent = Oklch { lightness, ..from }.colour();
                        prop_assert!(Palette { accent, ..given }.accent_fault().is_some(), "{accent}");
                    }
                }
            }
        }

        #[test]
        fn a_readable_colour_is_kept(scheme in schemes(), accent in any::<[u8; 3]>()) {
            let given = Palette::new(scheme, Some(Colour(accent)), None);
            let whole = given.with_nearest_accent();
            prop_assert_eq!(given.accent_fault().is_none(), whole == given);
        }
    }
}
