//! Collects the glyphs of a page.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

use super::layout::Placed;

/// Maximum number of drawing operations of a page, and of its glyphs. A newspaper page has some 30,000 glyphs, a map a
/// million paths.
const MAX_OPERATIONS: usize = 4_000_000;

/// Width of a glyph whose font doesn't have it, in thousandths of the size.
const WIDTH: f32 = 500.0;

/// Distance from the page at which glyphs are outside, in points. Scans have texts that are a little larger than the page.
const MARGIN: f64 = 5.0;

/// The reason for which [`TextDevice`] unwinds hayro.
struct TooMany;

/// Runs an interpretation. Returns `None` if its device has had too many operations.
///
/// hayro has no other way to stop than unwinding. This doesn't call the panic hook.
pub(super) fn run(interpret: impl FnOnce()) -> Option<()> {
    match catch_unwind(AssertUnwindSafe(interpret)) {
        Ok(()) => Some(()),
        Err(reason) if reason.is::<TooMany>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// A device that collects glyphs.
pub(super) struct TextDevice {
    bounds: Rect,
    glyphs: Vec<Placed>,
    /// The glyphs by position in tenths of a point, because some are drawn twice: filled, then stroked, or as a shadow.
    drawn: HashSet<(i64, i64, String)>,
    operations: usize,
    /// For each open sequence of marked content: the text that replaces its glyphs, until a glyph has it.
    replaced: Vec<Option<Replacement>>,
}

struct Replacement {
    text: String,
    is_used: bool,
}

impl TextDevice {
    pub(super) fn new(page: Rect) -> Self {
        Self {
            bounds: page.inflate(MARGIN, MARGIN),
            glyphs: Vec::new(),
            drawn: HashSet::new(),
            operations: 0,
            replaced: Vec::new(),
        }
    }

    pub(super) fn into_glyphs(self) -> Vec<Placed> {
        self.glyphs
    }

    fn count(&mut self) {
        self.operations += 1;
        if self.operations > MAX_OPERATIONS {
            resume_unwind(Box::new(TooMany));
        }
    }

    fn add(&mut self, glyph: &Glyph<'_>, transform: Affine, mode: WritingMode) {
        let width = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let start = transform * Point::ZERO;
        let end = transform
            * match mode {
                WritingMode::Horizontal => Point::new(f64::from(width.unwrap_or(WIDTH)), 0.0),
                WritingMode::Vertical => Point::new(0.0, -1000.0),
            };
        let up = transform * Point::new(0.0, 1000.0) - start;
        let is_finite = [start.x, start.y, end.x, end.y, up.x, up.y]
            .iter()
            .all(|number| number.is_finite());
        if !is_finite || !self.bounds.contains(start) {
            return;
        }
        let text = match self.replaced.iter_mut().rev().find_map(Option::as_mut) {
            Some(replacement) if replacement.is_used => String::new(),
            Some(replacement) => {
                replacement.is_used = true;
                replacement.text.clone()
            }
            None => match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            },
        };
        let tenth = |number: f64| (number * 10.0).round() as i64;
        let is_new = text.is_empty()
            || self
                .drawn
                .insert((tenth(start.x), tenth(start.y), text.clone()));
        if is_new {
            self.glyphs.push(Placed {
                text,
                start,
                end,
                size: up.hypot(),
                direction: direction(end - start, up),
            });
        }
    }
}

/// Returns the unit vector of the writing direction.
fn direction(advance: Vec2, up: Vec2) -> Vec2 {
    let along = if advance.hypot() > 0.0 {
        advance
    } else {
        Vec2::new(up.y, -up.x)
    };
    match along.hypot() {
        0.0 => Vec2::new(1.0, 0.0),
        length => along / length,
    }
}

impl<'a> Device<'a> for TextDevice {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.count();
            let transform = props.transform * glyph.transform();
            self.add(glyph, transform, run.writing_mode());
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.count();
        let text = properties.and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        self.replaced.push(text.map(|text| Replacement {
            text: text_string(text.as_bytes()),
            is_used: false,
        }));
    }

    fn end_marked_content(&mut self) {
        self.replaced.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Decodes a text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a byte order mark. Without one, it is taken as
/// Latin-1, from which PDFDocEncoding differs in few characters.
fn text_string(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> = units
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        return String::from_utf16_lossy(&units);
    }
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(text) => String::from_utf8_lossy(text).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
