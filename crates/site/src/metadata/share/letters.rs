//! Cached letters of headlines. Each letter is drawn once and copied into all pictures that contain it.
//!
//! A site has thousands of headlines but about a hundred different letters. So the renderer draws one letter at a time,
//! in one size and at one of [`STEPS`] positions within a pixel. It also measures the distance that the font sets
//! between two letters. Headlines are assembled from these, some 20 times faster than they are rendered. If all were
//! rendered, building a site with a base URL would take about three times as long.
//!
//! *Invariant:* only letters that look the same alone and in a line are assembled here. A line with letters that join,
//! stack or change beside others is left to the renderer, and [`Letters::line`] returns `None`.

use std::collections::HashMap;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Node, Options, Tree};

use crate::page::escaped;

/// The number of horizontal positions within a pixel at which a letter can be drawn.
const STEPS: f32 = 4.0;
/// The size limit of the cache of drawn letters, in bytes. If the cache is larger, it is emptied.
const KEPT: usize = 4 * 1024 * 1024;
/// The font size in which distances are measured, in px.
const MEASURE: f32 = 1000.0;

/// The drawn letters and measured distances of one font.
pub(super) struct Letters {
    options: Options<'static>,
    /// The distance from the first letter to the second, as a multiple of the font size. `None` if the two aren't drawn
    /// as two glyphs on one baseline.
    distances: HashMap<(char, char), Option<f32>>,
    drawn: HashMap<(char, u32, u8), Arc<Letter>>,
    bytes: usize,
}

/// A letter at its position in a line.
pub(super) struct Placed {
    letter: Arc<Letter>,
    /// The left and top edges of the letter's rectangle in the picture, in px.
    left: i32,
    top: i32,
}

/// A drawn letter in one size.
struct Letter {
    /// The offset from the letter's origin to the top left corner of its rectangle, in px.
    left: i32,
    top: i32,
    /// The width of the rectangle, in px.
    width: usize,
    /// The coverage of each pixel, row by row, from 0 to 255.
    covered: Vec<u8>,
}

impl Letters {
    /// Creates an empty cache for bold letters in the font of `options`.
    pub(super) fn new(options: Options<'static>) -> Self {
        Self {
            options,
            distances: HashMap::new(),
            drawn: HashMap::new(),
            bytes: 0,
        }
    }

    /// Returns the letters of a line that begins at `x` on the baseline `y`, both in px. Returns `None` if the line
    /// must be drawn as a whole.
    pub(super) fn line(&mut self, text: &str, x: f32, y: i32, size: f32) -> Option<Vec<Placed>> {
        let mut placed = Vec::new();
        let mut x = x;
        let mut before = None;
        for c in text.chars() {
            if !stands_alone(c) {
                return None;
            }
            if let Some(before) = before {
                x += self.distance(before, c)? * size;
            }
            before = Some(c);
            if c == ' ' {
                continue;
            }
            let place = (x * STEPS).round() / STEPS;
            let letter = self.letter(c, size, ((place - place.floor()) * STEPS) as u8)?;
            placed.push(Placed {
                left: place.floor() as i32 + letter.left,
                top: y + letter.top,
                letter,
            });
        }
        Some(placed)
    }

    fn distance(&mut self, first: char, second: char) -> Option<f32> {
        if let Some(known) = self.distances.get(&(first, second)) {
            return *known;
        }
        let distance = self.measured(first, second);
        self.distances.insert((first, second), distance);
        distance
    }

    fn measured(&self, first: char, second: char) -> Option<f32> {
        let pair = escaped(&format!("{first}{second}"));
        let tree = self.tree(&pair, 0.0, 0.0, MEASURE, (1, 1))?;
        let glyphs: Vec<_> = tree
            .root()
            .children()
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(text.layouted()),
                _ => None,
            })
            .flatten()
            .flat_map(|span| &span.positioned_glyphs)
            .collect();
        let [one, other] = glyphs.as_slice() else {
            return None;
        };
        let (from, to) = (one.transform(), other.transform());
        let level = from.ty == to.ty && from.ty == 0.0 && from.tx == 0.0;
        level.then_some(to.tx / MEASURE)
    }

    fn letter(&mut self, c: char, size: f32, step: u8) -> Option<Arc<Letter>> {
        let key = (c, size.to_bits(), step);
        if let Some(drawn) = self.drawn.get(&key) {
            return Some(Arc::clone(drawn));
        }
        let letter = Arc::new(self.draw(c, size, step)?);
        if self.bytes > KEPT {
            self.drawn.clear();
            self.bytes = 0;
        }
        self.bytes += letter.covered.len();
        self.drawn.insert(key, Arc::clone(&letter));
        Some(letter)
    }

    fn draw(&self, c: char, size: f32, step: u8) -> Option<Letter> {
        // Every letter stays within these distances of its origin.
        let (before, above) = (size.ceil(), (size * 1.5).ceil());
        let (width, height) = ((size * 4.0).ceil() as u32, (size * 2.5).ceil() as u32);
        let x = before + f32::from(step) / STEPS;
        let text = escaped(c.encode_utf8(&mut [0; 4]));
        let tree = self.tree(&text, x, above, size, (width, height))?;
        let mut pixels = Pixmap::new(width, height)?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        let covered = |x: u32, y: u32| pixels.data()[((y * width + x) * 4 + 3) as usize];
        let rows: Vec<u32> = (0..height)
            .filter(|y| (0..width).any(|x| covered(x, *y) > 0))
            .collect();
        let columns: Vec<u32> = (0..width)
            .filter(|x| rows.iter().any(|y| covered(*x, *y) > 0))
            .collect();
        let from_to = |all: &[u32]| match (all.first(), all.last()) {
            (Some(first), Some(last)) => (*first, last + 1),
            _ => (0, 0),
        };
        let ((left, right), (top, bottom)) = (from_to(&columns), from_to(&rows));
        Some(Letter {
            left: left as i32 - before as i32,
            top: top as i32 - above as i32,
            width: (right - left) as usize,
            covered: (top..bottom)
                .flat_map(|y| (left..right).map(move |x| (x, y)))
                .map(|(x, y)| covered(x, y))
                .collect(),
        })
    }

    fn tree(
        &self,
        text: &str,
        x: f32,
        y: f32,
        size: f32,
        (width, height): (u32, u32),
    ) -> Option<Tree> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
             <text xml:space=\"preserve\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\">{text}</text></svg>"
        );
        Tree::from_str(&svg, &self.options).ok()
    }
}

impl Placed {
    /// Returns every pixel that the letter covers: column, row, and coverage from 1 to 255.
    pub(super) fn pixels(&self) -> impl Iterator<Item = (i32, i32, u8)> {
        let rows = self.letter.covered.chunks(self.letter.width.max(1));
        (self.top..).zip(rows).flat_map(move |(y, row)| {
            (self.left..)
                .zip(row)
                .filter(|(_, covered)| **covered > 0)
                .map(move |(x, covered)| (x, y, *covered))
        })
    }
}

/// Returns true for characters that are drawn separately: Latin, Greek and Cyrillic letters, digits and common
/// punctuation. Excludes combining marks, which are drawn onto other characters.
fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{24F}'
        | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{1E00}'..='\u{1FFF}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
        | '\u{20A0}'..='\u{20BF}' | '\u{2116}' | '\u{2122}')
}
