//! The share picture, shown by sites that link to an article: the headline on a plain background.
//!
//! It is drawn in Noto Sans (SIL Open Font License 1.1) from the `notosans` crate, so it looks the same on every
//! machine. The font has Latin, Greek and Cyrillic letters, including those of Kazakh. An article whose headline has
//! other letters gets no picture, since it would show empty boxes.
//!
//! The picture is an SVG that resvg renders. The part that all articles of a site share is rendered once, and so is
//! each letter of the headlines (`letters`).
//!
//! *Invariant:* no word crosses the margin, since lines are broken by the character widths of the font itself.

mod letters;

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use notosans::{BOLD_TTF, REGULAR_TTF};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use self::letters::Letters;
use crate::page::escaped;
use sidelight_compiler::SiteInfo;
use sidelight_model::Article;

/// The picture's width in px.
pub(super) const WIDTH: u32 = 1200;
/// The picture's height in px.
pub(super) const HEIGHT: u32 = 630;

/// The margin on each side, in px.
const MARGIN: f32 = 80.0;
/// The font sizes that are tried for a headline, in px, largest first.
const SIZES: [f32; 7] = [84.0, 76.0, 68.0, 60.0, 54.0, 48.0, SMALLEST];
const SMALLEST: f32 = 42.0;
/// The font size of the site's title, in px.
const TITLE_SIZE: f32 = 32.0;
/// The line spacing, as a multiple of the font size.
const LEADING: f32 = 1.2;
/// The top and bottom of the headline's area, in px.
const TEXT: (f32, f32) = (170.0, 560.0);

type Colour = [u8; 3];
const PAPER: Colour = [0xfd, 0xfc, 0xfa];
const INK: Colour = [0x1d, 0x1b, 0x19];
const SOFT: Colour = [0x5c, 0x56, 0x4f];
const ACCENT: Colour = [0x0b, 0x5a, 0x63];

/// Returns true if an article gets a picture. The headline must be drawable, and the site needs a base URL, since pages
/// can refer to the picture only with one.
pub(super) fn has_share_image(article: &Article, info: &SiteInfo) -> bool {
    info.base_url.is_some() && drawable(&article.headline, BOLD_TTF).is_some()
}

/// Returns the picture as PNG, or `None` if the article gets none.
pub(super) fn share_image(article: &Article, info: &SiteInfo) -> Option<Vec<u8>> {
    if !has_share_image(article, info) {
        return None;
    }
    let (size, lines) = lines(&drawable(&article.headline, BOLD_TTF)?);
    let title = drawable(&info.title, REGULAR_TTF).and_then(|title| shortened(&title));
    with_letters(title.as_deref(), size, &lines)
        .or_else(|| rendered(&svg(title.as_deref(), size, &lines)))
        .and_then(|picture| png(&picture))
}

/// The parts that pictures share, cached for each thread.
struct Common {
    title: Option<String>,
    /// The picture without a headline.
    ground: Vec<u8>,
    letters: Letters,
}

/// Assembles the picture from cached parts. Returns `None` if the headline has letters that must be drawn together, or
/// if rendering fails.
fn with_letters(title: Option<&str>, size: f32, lines: &[String]) -> Option<Vec<u8>> {
    thread_local! {
        static COMMON: RefCell<Option<Common>> = const { RefCell::new(None) };
    }
    COMMON.with_borrow_mut(|common| {
        if common
            .as_ref()
            .is_none_or(|common| common.title.as_deref() != title)
        {
            *common = Some(Common {
                title: title.map(str::to_owned),
                ground: rendered(&svg(title, size, &[]))?,
                letters: Letters::new(options()),
            });
        }
        let common = common.as_mut()?;
        let mut picture = common.ground.clone();
        for (line, y) in lines.iter().zip(baselines(size)) {
            for letter in common.letters.line(line, MARGIN, y, size)? {
                for (x, y, covered) in letter.pixels() {
                    ink(&mut picture, x, y, covered);
                }
            }
        }
        Some(picture)
    })
}

/// Covers a pixel with ink. `covered` is the coverage from 0 to 255. Coverage of overlapping letters isn't added; the
/// darker one counts.
fn ink(picture: &mut [u8], x: i32, y: i32, covered: u8) {
    if !(0..WIDTH as i32).contains(&x) || !(0..HEIGHT as i32).contains(&y) {
        return;
    }
    let place = (y as usize * WIDTH as usize + x as usize) / 2;
    // The first pixel of a pair is in the high half of the byte.
    let shift = if x % 2 == 0 { 4 } else { 0 };
    let step = INK_STEPS[usize::from(covered / 16)];
    if let Some(pair) = picture.get_mut(place)
        && *pair >> shift & 0xf < step
    {
        *pair = *pair & !(0xf << shift) | step << shift;
    }
}

/// Renders an SVG to pixels in the palette, two per byte. Returns `None` if the SVG can't be parsed.
fn rendered(svg: &str) -> Option<Vec<u8>> {
    let tree = Tree::from_str(svg, &options()).ok()?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    Some(in_palette(pixels.data()))
}

fn options() -> Options<'static> {
    Options {
        fontdb: faces(),
        font_family: "Noto Sans".into(),
        ..Options::default()
    }
}

fn faces() -> Arc<fontdb::Database> {
    static FACES: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    Arc::clone(FACES.get_or_init(|| {
        let mut faces = fontdb::Database::new();
        faces.load_font_source(fontdb::Source::Binary(Arc::new(REGULAR_TTF)));
        faces.load_font_source(fontdb::Source::Binary(Arc::new(BOLD_TTF)));
        Arc::new(faces)
    }))
}

/// Returns a text without the symbols that a font lacks, such as emoji. Returns `None` if the font lacks a letter or a
/// digit, or if no text remains.
fn drawable(text: &str, face: &[u8]) -> Option<String> {
    let charmap = FontRef::new(face).ok()?.charmap();
    let mut drawn = String::new();
    for c in text.chars() {
        if c.is_whitespace() {
            drawn.push(' ');
        } else if charmap.map(c).is_some() {
            drawn.push(c);
        } else if c.is_alphanumeric() {
            return None;
        }
    }
    let words: Vec<&str> = drawn.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Returns the width of a text in px. Returns infinity if the font can't be parsed.
fn width(text: &str, face: &[u8], size: f32) -> f32 {
    let Ok(font) = FontRef::new(face) else {
        return f32::INFINITY;
    };
    let charmap = font.charmap();
    let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
    text.chars()
        .filter_map(|c| metrics.advance_width(charmap.map(c)?))
        .sum()
}

/// Breaks a headline into lines, in the largest size in which it fits without breaking a word. Returns the size and the
/// lines. In the smallest size words may be broken, and a headline that is too long ends in an ellipsis.
fn lines(headline: &str) -> (f32, Vec<String>) {
    for size in SIZES {
        let (lines, broken) = wrap(headline, size);
        if !broken && lines.len() <= room(size) {
            return (size, lines);
        }
    }
    let (mut lines, _) = wrap(headline, SMALLEST);
    if lines.len() > room(SMALLEST) {
        lines.truncate(room(SMALLEST));
        if let Some(line) = lines.last_mut() {
            while !line.is_empty() && !fits(&format!("{line}…"), SMALLEST) {
                line.pop();
            }
            line.truncate(line.trim_end().len());
            line.push('…');
        }
    }
    (SMALLEST, lines)
}

/// Returns the number of lines of a size that fit into the headline's area.
fn room(size: f32) -> usize {
    ((TEXT.1 - TEXT.0) / (size * LEADING)) as usize
}

/// Returns true if a line of the headline fits between the margins.
fn fits(line: &str, size: f32) -> bool {
    width(line, BOLD_TTF, size) <= WIDTH as f32 - 2.0 * MARGIN
}

/// Breaks a headline into lines at its spaces. A word that is wider than a line is broken too. Returns the lines, and
/// true if a word was broken.
fn wrap(headline: &str, size: f32) -> (Vec<String>, bool) {
    let mut lines = Vec::new();
    let mut broken = false;
    let mut line = String::new();
    for word in headline.split(' ') {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if fits(&longer, size) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if !fits(&line, size) {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
                broken = true;
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    (lines, broken)
}

fn svg(title: Option<&str>, size: f32, lines: &[String]) -> String {
    let hex = |[r, g, b]: Colour| format!("#{r:02x}{g:02x}{b:02x}");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{}\"/>\
         <rect x=\"{MARGIN}\" y=\"130\" width=\"{}\" height=\"4\" fill=\"{}\"/>",
        hex(PAPER),
        WIDTH as f32 - 2.0 * MARGIN,
        hex(ACCENT),
    );
    if let Some(title) = title {
        svg.push_str(&format!(
            "<text x=\"{MARGIN}\" y=\"104\" font-size=\"{TITLE_SIZE}\" fill=\"{}\">{}</text>",
            hex(SOFT),
            escaped(title)
        ));
    }
    for (line, y) in lines.iter().zip(baselines(size)) {
        svg.push_str(&format!(
            "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\" fill=\"{}\">{}</text>",
            hex(INK),
            escaped(line)
        ));
    }
    svg.push_str("</svg>");
    svg
}

/// Returns the vertical positions of the headline's baselines, from the top, in px. They are rounded to whole pixels so
/// that letters look the same in all lines.
fn baselines(size: f32) -> impl Iterator<Item = i32> {
    (0..10u8).map(move |line| (TEXT.0 + size + f32::from(line) * size * LEADING).round() as i32)
}

/// Shortens a site's title to the words that fit on its line. Returns `None` if not even the first word fits.
fn shortened(title: &str) -> Option<String> {
    let mut words: Vec<&str> = title.split(' ').collect();
    while !words.is_empty() {
        let title = words.join(" ");
        if width(&title, REGULAR_TTF, TITLE_SIZE) <= WIDTH as f32 - 2.0 * MARGIN {
            return Some(title);
        }
        words.pop();
    }
    None
}

/// Returns the colours of a picture, at most 16: the colours of its parts, and steps from the background to each of
/// them for the edges of letters.
fn palette() -> Vec<Colour> {
    let step = |of: Colour, part: u32| {
        std::array::from_fn(|i| {
            let (from, to) = (u32::from(PAPER[i]), u32::from(of[i]));
            // All colours are darker than the background, so this can't underflow.
            (from - (from - to) * part / 16) as u8
        })
    };
    let mut palette: Vec<Colour> = vec![PAPER];
    palette.extend([3, 6, 10, 13, 16].map(|part| step(INK, part)));
    palette.extend([4, 8, 12, 16].map(|part| step(SOFT, part)));
    palette.extend([6, 11, 16].map(|part| step(ACCENT, part)));
    palette
}

/// The palette index for each amount of ink, in sixteenths of a pixel: the nearest step of the ink colour.
const INK_STEPS: [u8; 16] = [0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5];

/// Converts pixels of four bytes each to the palette, two pixels per byte.
fn in_palette(pixels: &[u8]) -> Vec<u8> {
    let palette = palette();
    let distance = |a: &Colour, b: &Colour| -> u32 {
        (0..3).map(|i| u32::from(a[i].abs_diff(b[i])).pow(2)).sum()
    };
    // A small cache by colour: pictures have few colours, so most pixels skip the search.
    let mut met = [(PAPER, 0); 256];
    let mut index = |pixel: &[u8]| {
        let colour = [pixel[0], pixel[1], pixel[2]];
        let place = colour[0] ^ colour[1].rotate_left(3) ^ colour[2].rotate_left(5);
        let last = &mut met[usize::from(place)];
        if last.0 != colour {
            let nearest = (0..)
                .zip(&palette)
                .min_by_key(|(_, other)| distance(other, &colour));
            *last = (colour, nearest.map_or(0, |(index, _): (u8, _)| index));
        }
        last.1
    };
    pixels
        .chunks_exact(8)
        .map(|pair| index(&pair[..4]) << 4 | index(&pair[4..]))
        .collect()
}

/// Encodes a picture in the palette as PNG. Returns `None` if encoding fails.
fn png(picture: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette().concat());
    // The file is a tenth larger than with the default and encoding is ten times as fast. This mode chooses a filter
    // for each row, which reduces the file to a third.
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(picture).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two renderings may differ by a step or two where an edge is at another position between two pixels.
    #[test]
    fn a_picture_put_together_is_the_one_rendered_as_a_whole() {
        for headline in [
            "After Janaozen: Kazakstan’s Dissenters’ Movement falters",
            "AVATAR To Ty We. “Office flow”, 14–20 % — файл Ағаш Їжак Ώρα",
            "Жаңаөзен: ұлттық қозғалыс үні өшті — ҒЫЛЫМ, әлі күнге дейін һәм іңкәр",
        ] {
            let (size, lines) = lines(headline);
            let one = with_letters(Some("Articles"), size, &lines).unwrap();
            let other = rendered(&svg(Some("Articles"), size, &lines)).unwrap();
            let grey = palette().iter().map(|colour| colour[0]).collect::<Vec<_>>();
            let far = one
                .iter()
                .zip(&other)
                .flat_map(|(a, b)| [(a >> 4, b >> 4), (a & 0xf, b & 0xf)])
                .filter(|(a, b)| grey[usize::from(*a)].abs_diff(grey[usize::from(*b)]) > 80)
                .count();
            let inked = other.iter().filter(|pair| **pair != 0).count();
            assert!(far * 100 < inked, "{headline}: {far} of {inked}");
        }
    }

    #[test]
    fn letters_that_join_are_left_to_the_renderer() {
        let (size, lines) = lines("A\u{301}");
        assert!(with_letters(None, size, &lines).is_none());
        assert!(rendered(&svg(None, size, &lines)).is_some());
    }
}
