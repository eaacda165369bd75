//! Borders on their way from degrees to path data: densified, projected, clipped to the map, simplified and written.
//!
//! *Invariant:* path data contains only `M`, `l`, `Z`, spaces, and numbers with at most one decimal.

use std::fmt::{self, Write};

use super::degrees::Degrees;

/// A point as x and y. The unit is the caller's: map units, km or degrees.
pub(super) type Point = (f64, f64);

/// A rectangle, in the same unit as its points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    /// Returns the smallest rectangle around the points, or `None` if there are no points.
    pub(super) fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |rect: Option<Self>, (x, y)| {
            Some(rect.map_or(
                Self {
                    left: x,
                    top: y,
                    right: x,
                    bottom: y,
                },
                |rect| Self {
                    left: rect.left.min(x),
                    top: rect.top.min(y),
                    right: rect.right.max(x),
                    bottom: rect.bottom.max(y),
                },
            ))
        })
    }

    /// Returns the rectangle enlarged by `x` on the left and right, and by `y` at the top and bottom.
    pub(super) fn grown(self, x: f64, y: f64) -> Self {
        Self {
            left: self.left - x,
            top: self.top - y,
            right: self.right + x,
            bottom: self.bottom + y,
        }
    }

    /// Returns true if the rectangles have a point in common, edges included.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }

    /// Returns true if `other` is completely inside this rectangle, edges included.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// Adds points to a ring until neighbours are at most one degree apart: a line that is straight in degrees is curved on
/// the map. The result leaves out the last point of the ring, which equals the first.
pub(super) fn dense(ring: &[Degrees]) -> Vec<Degrees> {
    let mut dense = Vec::with_capacity(ring.len());
    for edge in ring.windows(2) {
        let ((x1, y1), (x2, y2)) = (edge[0], edge[1]);
        let steps = (x2 - x1)
            .abs()
            .max((y2 - y1).abs())
            .ceil()
            .clamp(1.0, 360.0);
        let mut step = 0.0;
        while step < steps {
            let part = step / steps;
            dense.push((x1 + (x2 - x1) * part, y1 + (y2 - y1) * part));
            step += 1.0;
        }
    }
    dense
}

/// Clips a ring to a rectangle (Sutherland–Hodgman). A clipped ring follows the edge of the rectangle.
pub(super) fn clip(ring: Vec<Point>, rect: &Rect) -> Vec<Point> {
    type Inside = fn(Point, &Rect) -> bool;
    type Cut = fn(Point, Point, &Rect) -> Point;
    fn at_x((x1, y1): Point, (x2, y2): Point, x: f64) -> Point {
        (x, y1 + (y2 - y1) * (x - x1) / (x2 - x1))
    }
    fn at_y((x1, y1): Point, (x2, y2): Point, y: f64) -> Point {
        (x1 + (x2 - x1) * (y - y1) / (y2 - y1), y)
    }
    let sides: [(Inside, Cut); 4] = [
        (|p, r| p.0 >= r.left, |a, b, r| at_x(a, b, r.left)),
        (|p, r| p.0 <= r.right, |a, b, r| at_x(a, b, r.right)),
        (|p, r| p.1 >= r.top, |a, b, r| at_y(a, b, r.top)),
        (|p, r| p.1 <= r.bottom, |a, b, r| at_y(a, b, r.bottom)),
    ];
    sides.into_iter().fold(ring, |ring, (inside, cut)| {
        let mut out = Vec::with_capacity(ring.len());
        let before = ring.last().into_iter().chain(&ring);
        for (&from, &to) in before.zip(&ring) {
            if inside(from, rect) != inside(to, rect) {
                out.push(cut(from, to, rect));
            }
            if inside(to, rect) {
                out.push(to);
            }
        }
        out
    })
}

/// A ring with a weight for every point. With the weights, simplifying to several tolerances needs no new computation.
pub(super) struct Weighed {
    ring: Vec<Point>,
    /// For every point, the square of the smallest tolerance that drops it. 0 for points that every tolerance drops.
    weights: Vec<f64>,
}

impl Weighed {
    /// Computes the weights of a ring's points (Douglas–Peucker). Points that a tolerance of `least` drops get the
    /// weight 0.
    pub(super) fn new(ring: Vec<Point>, least: f64) -> Self {
        let mut weights = vec![0.0; ring.len()];
        if let Some(&first) = ring.first() {
            let far = furthest(&ring, |point| distance(point, first)).map_or(0, |(i, _)| i);
            weights[far] = f64::INFINITY;
            weights[0] = f64::INFINITY;
            let mut parts = vec![(0, far, f64::INFINITY), (far, ring.len(), f64::INFINITY)];
            while let Some((from, to, whole)) = parts.pop() {
                if to <= from + 1 {
                    continue;
                }
                // The ring is closed: its first point follows its last.
                let (a, b) = (ring[from], *ring.get(to).unwrap_or(&first));
                let most = furthest(&ring[from + 1..to], |point| from_line(point, a, b));
                if let Some((i, off)) = most
                    && off > least * least
                {
                    let middle = from + 1 + i;
                    // A point never outweighs the point that split off its part of the ring, so it isn't kept without
                    // it.
                    let weight = off.min(whole);
                    weights[middle] = weight;
                    parts.extend([(from, middle, weight), (middle, to, weight)]);
                }
            }
        }
        Self { ring, weights }
    }

    /// Returns the ring with fewer points, moved by at most `tolerance`. The `tolerance` must be at least the `least` of
    /// [`Weighed::new`].
    pub(super) fn simplified(&self, tolerance: f64) -> Vec<Point> {
        self.ring
            .iter()
            .zip(&self.weights)
            .filter(|(_, weight)| **weight > tolerance * tolerance)
            .map(|(point, _)| *point)
            .collect()
    }
}

fn furthest(points: &[Point], off: impl Fn(Point) -> f64) -> Option<(usize, f64)> {
    points
        .iter()
        .map(|point| off(*point))
        .enumerate()
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// Returns the squared distance of two points. Comparing distances needs no square root.
fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)
}

/// Returns the squared distance of a point from the line segment between `a` and `b`.
fn from_line(point: Point, a: Point, b: Point) -> f64 {
    let length = distance(a, b);
    if length == 0.0 {
        return distance(point, a);
    }
    let along = ((point.0 - a.0) * (b.0 - a.0) + (point.1 - a.1) * (b.1 - a.1)) / length;
    let along = along.clamp(0.0, 1.0);
    distance(
        point,
        (a.0 + (b.0 - a.0) * along, a.1 + (b.1 - a.1) * along),
    )
}

/// Returns the area that a ring encloses.
pub(super) fn area(ring: &[Point]) -> f64 {
    let after = ring.iter().skip(1).chain(ring.first());
    let twice: f64 = ring
        .iter()
        .zip(after)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    twice.abs() / 2.0
}

/// Appends a ring to path data: the first point, and the way from each point to the next. Ways have fewer digits than points,
/// which makes a page 0.4 KB smaller after brotli.
pub(super) fn write(ring: &[Point], path: &mut String) {
    let mut points = ring.iter().map(|(x, y)| (tenths(*x), tenths(*y)));
    let Some(mut before) = points.next() else {
        return;
    };
    // Writing to a `String` can't fail.
    let _ = write!(path, "M{} {}", Tenths(before.0), Tenths(before.1));
    let mut command = "l";
    for point in points {
        if point == before {
            continue;
        }
        for way in [point.0 - before.0, point.1 - before.1] {
            // A minus sign separates numbers too.
            let between = if command == " " && way < 0 {
                ""
            } else {
                command
            };
            let _ = write!(path, "{between}{}", Tenths(way));
            command = " ";
        }
        before = point;
    }
    path.push('Z');
}

/// A number of tenths, displayed as a decimal without a zero before the point.
struct Tenths(i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        match (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (0, tenths) => write!(f, "{sign}.{tenths}"),
            (whole, tenths) => write!(f, "{sign}{whole}.{tenths}"),
        }
    }
}

/// Returns a number in tenths, rounded to a half. Half a unit is half a pixel on a phone, and makes path data shorter.
fn tenths(number: f64) -> i64 {
    (number * 2.0).round() as i64 * 5
}

/// Rounds a number to one decimal.
pub(super) fn short(number: f64) -> f64 {
    // Adding 0 turns −0 into 0, which is written without a sign.
    (number * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RECT: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 10.0,
        bottom: 10.0,
    };

    #[test]
    fn rings_are_cut_at_the_edge() {
        let square = vec![(5.0, 5.0), (15.0, 5.0), (15.0, 15.0), (5.0, 15.0)];
        let cut = clip(square, &RECT);
        assert!((area(&cut) - 25.0).abs() < 1e-9, "{cut:?}");
        assert!(clip(vec![(11.0, 1.0), (12.0, 1.0), (12.0, 2.0)], &RECT).is_empty());
        assert!(clip(Vec::new(), &RECT).is_empty());
    }

    #[test]
    fn path_data_is_short() {
        let mut path = String::new();
        write(
            &[
                (0.0, -0.04),
                (10.25, 3.0),
                (10.26, 3.01),
                (7.0, 12.5),
                (-0.5, -3.0),
            ],
            &mut path,
        );
        assert_eq!(path, "M0 0l10.5 3-3.5 9.5-7.5-15.5Z");
    }

    #[test]
    fn long_lines_in_degrees_are_made_of_short_ones() {
        let dense = dense(&[(0.0, 50.0), (10.0, 50.0), (10.0, 50.5)]);
        assert_eq!(dense.len(), 11);
        assert_eq!(dense[3], (3.0, 50.0));
    }

    proptest! {
        #[test]
        fn simplifying_moves_nothing_far(ring in prop::collection::vec((0.0..100.0, 0.0..100.0), 0..60), tolerance in 0.1..10.0) {
            let simple = Weighed::new(ring.clone(), 0.1).simplified(tolerance);
            prop_assert!(simple.len() <= ring.len());
            for point in &ring {
                let near = simple
                    .iter()
                    .zip(simple.iter().skip(1).chain(simple.first()))
                    .map(|(a, b)| from_line(*point, *a, *b))
                    .fold(f64::INFINITY, f64::min);
                prop_assert!(near.sqrt() <= tolerance + 1e-9);
            }
        }

        #[test]
        fn what_is_cut_lies_in_the_rectangle(ring in prop::collection::vec((-30.0..30.0, -30.0..30.0), 0..30)) {
            for (x, y) in clip(ring, &RECT) {
                prop_assert!((-1e-6..=10.0 + 1e-6).contains(&x) && (-1e-6..=10.0 + 1e-6).contains(&y));
            }
        }
    }
}
