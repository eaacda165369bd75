//! A newsroom's fonts as CSS.
//!
//! Until such a font is there, and if it doesn't come soon, the page shows a font that the system has, scaled so that text
//! takes the same space. `font-display: optional` never exchanges fonts on a page that somebody reads: a font that comes
//! late is shown from the next page on. So nothing moves.

use super::shared_path;
use sidelight_compiler::theme::{
    Fallback, FontFamily, FontFile, FontStyle, LEAST_BOLD, Metrics, Theme,
};

/// A font that systems have: the names of its files, and the average widths of its letters in ten-thousandths of the font
/// size, Latin and Cyrillic. The texts and weights are those of [`Metrics`].
struct SystemFont {
    regular: (&'static [&'static str], [u32; 2]),
    bold: (&'static [&'static str], [u32; 2]),
    italic: (&'static [&'static str], [u32; 2]),
}

/// Fonts with serifs: those of Windows, macOS and many Linux systems, which have the same widths, and that of the others.
const SERIF: [SystemFont; 2] = [
    SystemFont {
        regular: (
            &["Times New Roman", "Liberation Serif", "Tinos"],
            [4000, 4582],
        ),
        bold: (
            &[
                "Times New Roman Bold",
                "Liberation Serif Bold",
                "Tinos Bold",
            ],
            [4255, 4890],
        ),
        italic: (
            &[
                "Times New Roman Italic",
                "Liberation Serif Italic",
                "Tinos Italic",
            ],
            [4013, 4666],
        ),
    },
    SystemFont {
        regular: (&["DejaVu Serif"], [5119, 5760]),
        bold: (&["DejaVu Serif Bold"], [5652, 6428]),
        italic: (&["DejaVu Serif Italic"], [5119, 5985]),
    },
];

/// Fonts without serifs, chosen like [`SERIF`].
const SANS_SERIF: [SystemFont; 2] = [
    SystemFont {
        regular: (&["Arial", "Liberation Sans", "Arimo"], [4413, 5049]),
        bold: (
            &["Arial Bold", "Liberation Sans Bold", "Arimo Bold"],
            [4771, 5445],
        ),
        italic: (
            &["Arial Italic", "Liberation Sans Italic", "Arimo Italic"],
            [4413, 5261],
        ),
    },
    SystemFont {
        regular: (&["DejaVu Sans"], [5066, 5796]),
        bold: (&["DejaVu Sans Bold"], [5720, 6348]),
        italic: (&["DejaVu Sans Oblique"], [5066, 5796]),
    },
];

/// Languages that are usually written in Cyrillic letters.
const CYRILLIC: [&str; 10] = ["be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"];

/// The font of the reader's choice “Sans serif”, which a newsroom's font doesn't replace.
const SYSTEM_UI: &str =
    "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Helvetica Neue\",Arial,sans-serif";

/// The headings with a font of their own.
const HEADINGS: &str = ":is(.head h1,.listing h1,.entries h2,:is(.prose,.stretch)>h2)";

/// Returns the CSS of all fonts. `root` is the mark for the site's root in addresses.
pub(super) fn styles(theme: &Theme, language: &str, root: char) -> String {
    let is_cyrillic = language
        .split('-')
        .next()
        .is_some_and(|tag| CYRILLIC.contains(&tag))
        && !language.contains("Latn");
    let mut css = String::new();
    let mut add = |role: &str, family: &Option<FontFamily>| {
        let family = family.as_ref()?;
        css.push_str(&faces(role, family, is_cyrillic, root));
        let generic = match family.fallback {
            Fallback::Serif => "serif",
            Fallback::SansSerif => "sans-serif",
        };
        Some(format!("\"{role}\",\"{role}-1\",\"{role}-2\",{generic}"))
    };
    let text = add("site-text", &theme.text_font);
    let headings = add("site-heading", &theme.heading_font);
    let ui = add("site-ui", &theme.ui_font);
    if let Some(stack) = text {
        css.push_str(&format!(":root{{--serif:{stack}}}"));
    }
    // The reader's choice of another font is also one for headings.
    if let Some(stack) = headings {
        css.push_str(&format!(
            ":root:not([data-face=\"sans\"],[data-face=\"legible\"]) {HEADINGS}{{font-family:{stack}}}"
        ));
    }
    if let Some(stack) = ui {
        css.push_str(&format!(
            ":root{{--sans:{stack}}}@media screen{{[data-face=\"sans\"]{{--face:{SYSTEM_UI}}}}}"
        ));
    }
    css
}

/// Returns the `@font-face` rules of a family, and of the system's fonts that are shown until it has loaded.
fn faces(role: &str, family: &FontFamily, is_cyrillic: bool, root: char) -> String {
    let system = match family.fallback {
        Fallback::Serif => &SERIF,
        Fallback::SansSerif => &SANS_SERIF,
    };
    let mut css = String::new();
    for file in &family.files {
        let shape = shape(file);
        css.push_str(&format!(
            "@font-face{{font-family:\"{role}\";src:url({root}{}) format(\"woff2\");{shape};font-display:optional}}",
            shared_path(&file.asset)
        ));
        for (number, font) in system.iter().enumerate() {
            // A font for headings may have only bold letters.
            let (names, widths) = match file.style {
                FontStyle::Italic => font.italic,
                _ if file.weights.0 >= LEAST_BOLD => font.bold,
                _ => font.regular,
            };
            let names: Vec<String> = names
                .iter()
                .map(|name| format!("local(\"{name}\")"))
                .collect();
            css.push_str(&format!(
                "@font-face{{font-family:\"{role}-{}\";src:{};{shape};{}}}",
                number + 1,
                names.join(","),
                adjusted(file.metrics, widths, is_cyrillic)
            ));
        }
    }
    css
}

/// Returns the descriptors for weight and style.
fn shape(file: &FontFile) -> String {
    let style = match file.style {
        FontStyle::Regular | FontStyle::Bold => "normal",
        FontStyle::Italic => "italic",
    };
    let (least, most) = file.weights;
    format!("font-weight:{least} {most};font-style:{style}")
}

/// Returns the descriptors that give a system's font the size and line height of the newsroom's font. `widths` are the
/// system font's, Latin and Cyrillic.
fn adjusted(metrics: Metrics, [latin, cyrillic]: [u32; 2], is_cyrillic: bool) -> String {
    let (own, system) = match (is_cyrillic && metrics.cyrillic > 0) || metrics.latin == 0 {
        true => (metrics.cyrillic, cyrillic),
        false => (metrics.latin, latin),
    };
    // In ten-thousandths. A font this much larger or smaller isn't one for running text.
    let size = (u64::from(own) * 10_000 / u64::from(system.max(1))).clamp(5_000, 20_000);
    let of_size = |length: u32| percent(u64::from(length) * 10_000 / size);
    format!(
        "size-adjust:{};ascent-override:{};descent-override:{};line-gap-override:{}",
        percent(size),
        of_size(metrics.ascent),
        of_size(metrics.descent),
        of_size(metrics.line_gap)
    )
}

/// Writes ten-thousandths as a percentage.
fn percent(part: u64) -> String {
    format!("{}.{:02}%", part / 100, part % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_systems_font_gets_the_measurements_of_the_newsrooms() {
        let metrics = Metrics {
            ascent: 9_000,
            descent: 2_500,
            line_gap: 0,
            latin: 5_000,
            cyrillic: 0,
        };
        let expected = "size-adjust:125.00%;ascent-override:72.00%;descent-override:20.00%;line-gap-override:0.00%";
        assert_eq!(adjusted(metrics, [4_000, 4_582], false), expected);
        // A font without Cyrillic letters is measured by its Latin ones.
        assert_eq!(adjusted(metrics, [4_000, 4_582], true), expected);
        let both = Metrics {
            cyrillic: 4_582,
            ..metrics
        };
        assert!(adjusted(both, [4_000, 4_582], true).starts_with("size-adjust:100.00%;"));
        let odd = Metrics {
            latin: 90_000,
            ..metrics
        };
        assert!(adjusted(odd, [4_000, 4_582], false).starts_with("size-adjust:200.00%;"));
    }
}
