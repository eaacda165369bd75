//! Every text is readable on all its backgrounds, in every theme (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../assets/styles/tokens.css");

/// Texts and their backgrounds. The contrast must be 4.5 to 1.
const TEXTS: [(&str, &str); 12] = [
    ("ink", "paper"),
    ("ink", "panel"),
    ("ink", "sunk"),
    ("soft", "paper"),
    ("soft", "panel"),
    ("accent", "paper"),
    ("accent", "panel"),
    ("mark-ink", "mark"),
    ("hit-ink", "hit"),
    ("hit-ink", "hit-current"),
    ("paper", "ink"),
    ("paper", "accent"),
];
/// Indicators other than text, such as the focus ring, and their backgrounds. The contrast must be 3 to 1.
const SIGNS: [(&str, &str); 3] = [("accent", "paper"), ("accent", "panel"), ("accent", "sunk")];

/// The colours that a rule sets, by token: light, dark.
type Colours = HashMap<String, [[u8; 3]; 2]>;

/// Returns the colours of each rule with this selector.
fn colours(selector: &str) -> Vec<Colours> {
    let rules = TOKENS
        .match_indices(selector)
        .map(|(at, _)| &TOKENS[at + selector.len()..]);
    rules
        .filter_map(|rule| rule.trim_start().strip_prefix('{')?.split('}').next())
        .map(|rule| rule.split(';').filter_map(declaration).collect())
        .collect()
}

fn declaration(declaration: &str) -> Option<(String, [[u8; 3]; 2])> {
    let (name, value) = declaration.trim().rsplit_once("--")?.1.split_once(':')?;
    let value = value.trim();
    let (light, dark) = match value.strip_prefix("light-dark(") {
        Some(both) => both.strip_suffix(')')?.split_once(',')?,
        None => (value, value),
    };
    Some((
        name.to_owned(),
        [colour(light.trim())?, colour(dark.trim())?],
    ))
}

/// Parses `#rgb` or `#rrggbb`. Returns `None` for anything else.
fn colour(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.strip_prefix('#')?;
    let part = |i: usize| match hex.len() {
        3 => u8::from_str_radix(&hex[i..=i].repeat(2), 16).ok(),
        6 => u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok(),
        _ => None,
    };
    Some([part(0)?, part(1)?, part(2)?])
}

/// Returns the relative luminance as WCAG defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_reckoned_as_wcag_does() {
    for (one, other, expected) in [
        ("#000", "#fff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#777", "#fff", 4.48),
    ] {
        let found = contrast(colour(one).unwrap(), colour(other).unwrap());
        assert!((found - expected).abs() < 0.01, "{one} on {other}: {found}");
    }
}

#[test]
fn every_theme_can_be_read() {
    let base = colours(":root").remove(0);
    assert!(base.len() >= 10, "{base:?}");
    // Light and dark are the two sides of the base colours.
    for (theme, sides, least) in [
        (None, [0, 1].as_slice(), 4.5),
        (Some(":root[data-theme=\"sepia\"]"), &[0], 4.5),
        // High contrast must meet 1.4.6.
        (Some(":root[data-theme=\"contrast\"]"), &[0, 1], 7.0),
        (Some(":root[data-theme=\"auto\"]"), &[0, 1], 7.0),
    ] {
        let mut all = base.clone();
        if let Some(selector) = theme {
            let own = colours(selector);
            assert_eq!(own.len(), 1, "{selector}");
            assert_eq!(own[0].len(), base.len(), "{selector} sets every colour");
            all.extend(own.into_iter().flatten());
        }
        for &side in sides {
            for (pairs, least) in [(TEXTS.as_slice(), least), (&SIGNS, 3.0)] {
                for (front, ground) in pairs {
                    let ratio = contrast(all[*front][side], all[*ground][side]);
                    assert!(
                        ratio >= least,
                        "{theme:?}, {side}: {front} on {ground} is {ratio:.2}"
                    );
                }
            }
        }
    }
}

#[test]
fn colours_of_high_contrast_are_the_same_whoever_asks_for_them() {
    assert_eq!(
        colours(":root[data-theme=\"contrast\"]"),
        colours(":root[data-theme=\"auto\"]")
    );
}

#[test]
fn the_browsers_frame_has_the_colour_of_the_page() {
    let [light, dark] = colours(":root").remove(0)["paper"];
    let shell = include_str!("../../index.html");
    for (scheme, colour) in [("light", light), ("dark", dark)] {
        let [r, g, b] = colour;
        let meta = format!(
            "<meta name=\"theme-color\" content=\"#{r:02x}{g:02x}{b:02x}\" media=\"(prefers-color-scheme: {scheme})\">"
        );
        assert!(shell.contains(&meta), "{meta}");
    }
}
