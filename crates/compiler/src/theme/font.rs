//! Fonts of a newsroom: WOFF2 files, with the measurements that keep the page from moving when they arrive.
//!
//! *Invariant:* every number comes from the font file itself. A file whose content isn't a complete WOFF2 is refused.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider, Tag};

use super::asset::{Asset, read_asset};
use crate::Kind;
use crate::sources::Sources;
use crate::toml::{Table, Value};
use sidelight_documents::catch_panic;

/// Largest font file, in bytes. Four such files together load in about five seconds on a slow phone connection.
pub const MAX_FONT: u64 = 300_000;

/// The weight from which on a font counts as bold (CSS Fonts 4, section 2.2).
pub const LEAST_BOLD: u16 = 600;

/// The signature of WOFF2 (section 4.1 of its specification).
const SIGNATURE: &[u8; 4] = b"wOF2";

/// The relative frequencies of letters in running text, in English and in Russian. The average width of a font is that of
/// such text.
const LATIN: &[(char, u32)] = &[
    (' ', 180),
    ('e', 103),
    ('t', 74),
    ('a', 65),
    ('o', 61),
    ('n', 57),
    ('i', 56),
    ('s', 52),
    ('h', 49),
    ('r', 49),
    ('d', 34),
    ('l', 33),
    ('u', 23),
    ('c', 22),
    ('m', 20),
    ('w', 19),
    ('f', 18),
    ('g', 16),
    ('y', 16),
    ('p', 15),
    ('b', 12),
    ('v', 8),
    ('k', 6),
    ('j', 1),
    ('q', 1),
    ('x', 1),
    ('z', 1),
];
const CYRILLIC: &[(char, u32)] = &[
    (' ', 160),
    ('о', 92),
    ('е', 71),
    ('а', 67),
    ('и', 62),
    ('н', 56),
    ('т', 53),
    ('с', 46),
    ('р', 40),
    ('в', 38),
    ('л', 37),
    ('к', 29),
    ('м', 27),
    ('д', 25),
    ('п', 24),
    ('у', 22),
    ('я', 17),
    ('ы', 16),
    ('ь', 15),
    ('г', 14),
    ('з', 14),
    ('б', 13),
    ('ч', 12),
    ('й', 10),
    ('ж', 8),
    ('х', 8),
    ('ш', 6),
    ('ю', 5),
    ('ц', 4),
    ('щ', 3),
    ('э', 3),
    ('ф', 2),
    ('ъ', 1),
];

/// The kind of font that a browser shows until the newsroom's font is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// A font with serifs.
    Serif,
    /// A font without serifs.
    SansSerif,
}

/// The names of [`Fallback`] in `site.toml`.
const FALLBACKS: [(&str, Fallback); 2] = [
    ("serif", Fallback::Serif),
    ("sans-serif", Fallback::SansSerif),
];

/// The style of a font file within its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontStyle {
    /// Upright, of regular weight.
    Regular,
    /// Upright and bold.
    Bold,
    /// Italic, of regular weight.
    Italic,
}

/// A family of fonts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFamily {
    /// The name, as plain text.
    pub name: String,
    /// The licence under which the fonts may be published, as plain text.
    pub licence: String,
    /// The kind of font shown until these are there.
    pub fallback: Fallback,
    /// The files. The first one is regular, and each style is there once at most.
    pub files: Vec<FontFile>,
}

/// One font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// The style.
    pub style: FontStyle,
    /// The path of the file, as the newsroom wrote it.
    pub path: String,
    /// The file itself.
    pub asset: Asset,
    /// The least and the greatest weight. They differ for a variable font.
    pub weights: (u16, u16),
    /// The measurements.
    pub metrics: Metrics,
    /// The characters that the font has, as ranges of code points in ascending order.
    characters: Vec<RangeInclusive<u32>>,
}

/// Measurements of a font, in ten-thousandths of its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metrics {
    /// The height of a line above the baseline.
    pub ascent: u32,
    /// The height of a line below the baseline.
    pub descent: u32,
    /// The additional space between lines.
    pub line_gap: u32,
    /// The average width of a Latin letter. Zero if the font doesn't have most of them.
    pub latin: u32,
    /// The average width of a Cyrillic letter. Zero if the font doesn't have most of them.
    pub cyrillic: u32,
}

impl FontFamily {
    /// Reads a table such as `[theme.text-font]`. Reports mistakes, and returns `None` if the regular font can't be used.
    pub(super) fn read(
        mut table: Table<'_>,
        fallback: Fallback,
        sources: &dyn Sources,
    ) -> Option<Self> {
        let name = table.text("family");
        let licence = table
            .required("licence", "\"SIL Open Font License 1.1\"")
            .and_then(|value| value.text());
        let chosen = table
            .optional("fallback")
            .and_then(|value| value.choice(&FALLBACKS));
        let regular = table.required("regular", "\"fonts/name.woff2\"");
        let others = [
            (FontStyle::Bold, table.optional("bold")),
            (FontStyle::Italic, table.optional("italic")),
        ];
        table.finish();
        let regular = regular.and_then(|value| FontFile::read(&value, FontStyle::Regular, sources));
        let others = others
            .into_iter()
            .filter_map(|(style, value)| FontFile::read(&value?, style, sources));
        let others: Vec<FontFile> = others.collect();
        Some(Self {
            name,
            licence: licence?.value,
            fallback: chosen.map_or(fallback, |chosen| chosen.value),
            files: regular.into_iter().chain(others).collect(),
        })
        .filter(|family| {
            family
                .files
                .first()
                .is_some_and(|file| file.style == FontStyle::Regular)
        })
    }

    /// Returns the first file that lacks some of these characters, with those that it lacks.
    pub(super) fn lacking(&self, characters: &BTreeSet<char>) -> Option<(&FontFile, Vec<char>)> {
        self.files.iter().find_map(|file| {
            let lacking: Vec<char> = characters
                .iter()
                .copied()
                .filter(|c| !file.has(*c))
                .collect();
            (!lacking.is_empty()).then_some((file, lacking))
        })
    }
}

impl FontFile {
    fn read(value: &Value<'_>, style: FontStyle, sources: &dyn Sources) -> Option<Self> {
        let (path, bytes) = read_asset(
            value,
            sources,
            MAX_FONT,
            "keep only the letters that your articles use, for example with pyftsubset",
        )?;
        match Self::parse(style, &path, bytes) {
            Ok(file) => Some(file),
            Err((message, hint)) => {
                value.report(Kind::Font, message, hint);
                None
            }
        }
    }

    /// Parses a file. Returns message and hint if it can't be used.
    fn parse(style: FontStyle, path: &str, bytes: Vec<u8>) -> Result<Self, (String, &'static str)> {
        check_container(path, &bytes)?;
        let broken = || {
            (
                format!("`{path}` is broken: its tables can't be read"),
                "get a new copy, and check that a browser shows it",
            )
        };
        // A font of untrusted origin mustn't end the build, whatever its bytes are.
        let parsed = catch_panic(|| {
            let sfnt = wuff::decompress_woff2(&bytes).ok()?;
            measure(&sfnt)
        });
        let Measured {
            metrics,
            weights,
            characters,
        } = parsed.flatten().ok_or_else(broken)?;
        if metrics.ascent == 0 || metrics.latin.max(metrics.cyrillic) == 0 {
            return Err((
                format!("`{path}` has no height of lines or lacks most Latin and Cyrillic letters"),
                "use a font for running text; without these measurements the page would move when the font arrives",
            ));
        }
        // A wrong weight in a bold file mustn't make it replace the regular one.
        let weights = match (style, weights) {
            (FontStyle::Bold, (least, most)) if least == most => {
                (least.max(LEAST_BOLD), most.max(LEAST_BOLD))
            }
            (_, weights) => weights,
        };
        Ok(Self {
            style,
            path: path.to_owned(),
            asset: Asset {
                stem: "font",
                ending: "woff2",
                content: bytes.into(),
            },
            weights,
            metrics,
            characters,
        })
    }

    /// Returns true if the font has a character.
    fn has(&self, c: char) -> bool {
        let point = u32::from(c);
        let after = self
            .characters
            .partition_point(|range| *range.start() <= point);
        after > 0 && self.characters[after - 1].contains(&point)
    }
}

/// Checks the signature, and that the file is as long as its header says.
fn check_container(path: &str, bytes: &[u8]) -> Result<(), (String, &'static str)> {
    let kind = bytes.get(..4).unwrap_or_default();
    if kind != SIGNATURE {
        let found = match kind {
            b"wOFF" => "a WOFF of version 1",
            b"OTTO" => "an OpenType font that isn't packed as WOFF2",
            b"\0\x01\0\0" | b"true" => "a TrueType font that isn't packed as WOFF2",
            _ => "not a WOFF2 font",
        };
        return Err((
            format!("`{path}` is {found}"),
            "save it as WOFF2, which all browsers load, for example with `fonttools ttLib.woff2 compress`",
        ));
    }
    let length = bytes.get(8..12).and_then(|length| length.try_into().ok());
    let length = length.map_or(0, u32::from_be_bytes) as usize;
    if length != bytes.len() {
        return Err((
            format!(
                "`{path}` is incomplete: it has {} of {length} bytes",
                bytes.len()
            ),
            "get a new copy, and check that a browser shows it",
        ));
    }
    Ok(())
}

/// What is known of a font from its tables.
struct Measured {
    metrics: Metrics,
    weights: (u16, u16),
    characters: Vec<RangeInclusive<u32>>,
}

/// Measures a font that isn't packed. Returns `None` if its tables can't be read.
fn measure(sfnt: &[u8]) -> Option<Measured> {
    /// The font size that the numbers refer to.
    const SIZE: f32 = 10_000.0;
    let font = FontRef::new(sfnt).ok()?;
    let (size, location) = (Size::new(SIZE), LocationRef::default());
    let metrics = font.metrics(size, location);
    let glyphs = font.glyph_metrics(size, location);
    let characters = font.charmap();
    let average = |letters: &[(char, u32)]| {
        let all: u32 = letters.iter().map(|(_, times)| times).sum();
        let (width, times) = letters
            .iter()
            .filter_map(|(letter, times)| {
                let width = glyphs.advance_width(characters.map(*letter)?)?;
                Some((width.clamp(0.0, 10.0 * SIZE) as u32 * times, times))
            })
            .fold((0, 0), |(width, all), (one, times)| {
                (width + one, all + times)
            });
        // Too few letters aren't an average of text.
        if times * 2 > all { width / times } else { 0 }
    };
    let part = |part: f32| part.clamp(0.0, 10.0 * SIZE).round() as u32;
    let weight = font.axes().get_by_tag(Tag::new(b"wght"));
    let measured = Metrics {
        ascent: part(metrics.ascent),
        descent: part(-metrics.descent),
        line_gap: part(metrics.leading),
        latin: average(LATIN),
        cyrillic: average(CYRILLIC),
    };
    let points: BTreeSet<u32> = characters.mappings().map(|(point, _)| point).collect();
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    for point in points {
        match ranges.last_mut() {
            Some(last) if last.end() + 1 == point => *last = *last.start()..=point,
            _ => ranges.push(point..=point),
        }
    }
    let own = font.attributes().weight.value();
    let (least, most) = weight.map_or((own, own), |axis| (axis.min_value(), axis.max_value()));
    let weights = (
        least.clamp(1.0, 1000.0) as u16,
        most.clamp(1.0, 1000.0) as u16,
    );
    Some(Measured {
        metrics: measured,
        weights,
        characters: ranges,
    })
}
