//! Makes lines of glyphs.
//!
//! The glyphs are kept in the order in which the page draws them. That is the order of reading in nearly all PDFs, also
//! with columns. Their positions show where words and lines end.

use hayro_interpret::kurbo::{Point, Vec2};

/// Distance between two glyphs from which a space is between them, as a part of the size.
const SPACE: f64 = 0.17;

/// Distance to which the second of two glyphs in one word may begin before the end of the first, as a part of the size.
const OVERLAP: f64 = 0.6;

/// Distance between two base lines from which they belong to different lines, as a part of the size. Indices and
/// exponents are nearer.
const LINE: f64 = 0.55;

/// Distance between two glyphs of a line from which they are in different columns, as a part of the size.
const COLUMN: f64 = 8.0;

/// A glyph on a page.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// The text of the glyph. Empty if the glyph before it has the text of both.
    pub(super) text: String,
    /// The position of its origin, in points.
    pub(super) start: Point,
    /// The position of the next glyph's origin, if they are in one word.
    pub(super) end: Point,
    /// The size of the font.
    pub(super) size: f64,
    /// The direction of writing, as a unit vector.
    pub(super) direction: Vec2,
}

/// What is between two glyphs.
#[derive(Debug, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

/// Returns the text of glyphs, with a line feed between lines.
pub(super) fn lines(glyphs: &[Placed]) -> String {
    let mut text = String::new();
    let mut before: Option<&Placed> = None;
    for glyph in glyphs {
        match before.map(|before| gap(before, glyph)) {
            Some(Gap::Line) => text.push('\n'),
            Some(Gap::Space) => text.push(' '),
            Some(Gap::None) | None => {}
        }
        text.push_str(&glyph.text);
        before = Some(glyph);
    }
    text
}

fn gap(before: &Placed, glyph: &Placed) -> Gap {
    let size = before.size.max(glyph.size).max(f64::MIN_POSITIVE);
    let along = before.direction;
    if along.dot(glyph.direction) < 0.9 {
        return Gap::Line;
    }
    let step = glyph.start - before.end;
    if step.cross(along).abs() > LINE * size {
        return Gap::Line;
    }
    let distance = step.dot(along);
    if (-OVERLAP * size..=COLUMN * size).contains(&distance) {
        return match distance > SPACE * size {
            true => Gap::Space,
            false => Gap::None,
        };
    }
    // Letters that are written from right to left may be drawn one by one, each to the left of the one before it.
    let back = (before.start - glyph.end).dot(along);
    match back {
        back if back.abs() <= SPACE * size => Gap::None,
        back if back > 0.0 && back <= COLUMN * size => Gap::Space,
        _ => Gap::Line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(glyphs: &[(&str, f64, f64)], expected: &str) {
        let glyphs: Vec<Placed> = glyphs
            .iter()
            .map(|(text, x, y)| Placed {
                text: (*text).to_owned(),
                start: Point::new(*x, *y),
                end: Point::new(*x + 5.0, *y),
                size: 10.0,
                direction: Vec2::new(1.0, 0.0),
            })
            .collect();
        assert_eq!(lines(&glyphs), expected);
    }

    #[test]
    fn positions_show_words_and_lines() {
        check(&[], "");
        check(&[("a", 0.0, 0.0), ("b", 5.0, 0.0)], "ab");
        check(&[("a", 0.0, 0.0), ("b", 6.0, 0.0)], "ab");
        check(&[("a", 0.0, 0.0), ("b", 8.0, 0.0)], "a b");
        check(&[("a", 0.0, 0.0), ("2", 5.0, 4.0)], "a2");
        check(&[("a", 50.0, 0.0), ("b", 0.0, -12.0)], "a\nb");
        check(&[("a", 0.0, 0.0), ("b", 200.0, 0.0)], "a\nb");
        check(&[("a", 200.0, 0.0), ("b", 0.0, 0.0)], "a\nb");
        check(
            &[("א", 20.0, 0.0), ("ב", 15.0, 0.0), ("ג", 5.0, 0.0)],
            "אב ג",
        );
    }
}
