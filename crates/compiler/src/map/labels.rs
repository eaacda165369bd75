//! Placement of the names on a map.
//!
//! *Invariant:* the same places always give the same placement. No name overlaps another name or a point, or crosses the
//! edge. A name that doesn't fit isn't drawn.

use super::outline::{Point, Rect};
use sidelight_model::LabelSide;

/// The sides of a point on which its name can be placed, best first. Cartographers prefer the right.
const SIDES: [LabelSide; 4] = [
    LabelSide::Right,
    LabelSide::Left,
    LabelSide::Above,
    LabelSide::Below,
];
/// Half the height of a name, in map units. The styles set names in 14 units.
const HALF_HEIGHT: f64 = 9.0;
/// The size of the label of an area in relation to the name of a place.
const AREA: f64 = 0.85;
/// Distance from the centre of a point to its name, in map units.
const GAP: f64 = 7.0;
/// Radius of a drawn point with its outline, in map units.
const POINT: f64 = 5.5;
/// Limit of the placements to try. Beyond it, each name in turn takes the first side where it fits.
const MAX_TRIES: usize = 20_000;

/// Chooses a side for every name; earlier names get the better sides. If they don't all fit, each name in turn takes the
/// first side where it fits, or `None`.
pub(super) fn place(points: &[(Point, &str)], frame: &Rect) -> Vec<Option<LabelSide>> {
    let rooms: Vec<Vec<(LabelSide, Rect)>> = points
        .iter()
        .map(|(at, name)| {
            SIDES
                .into_iter()
                .map(|side| (side, room(*at, name, side)))
                .filter(|(_, room)| frame.holds(room))
                .filter(|(_, room)| {
                    points
                        .iter()
                        .all(|(other, _)| other == at || !room.meets(&around(*other)))
                })
                .collect()
        })
        .collect();
    let mut taken = Vec::new();
    let mut tries = MAX_TRIES;
    if fit(&rooms, &mut taken, &mut tries) {
        return taken.into_iter().map(|(side, _)| Some(side)).collect();
    }
    let mut taken: Vec<Rect> = Vec::new();
    rooms
        .iter()
        .map(|rooms| {
            let (side, room) = rooms
                .iter()
                .find(|(_, room)| !taken.iter().any(|other| other.meets(room)))?;
            taken.push(*room);
            Some(*side)
        })
        .collect()
}

/// Chooses the labels of areas that fit: each whose middle is at its point, that crosses no edge, and that covers
/// neither a place, nor the name of a place, nor an earlier label. `sides` are those of the places' names.
pub(super) fn fitting(
    labels: &[(Point, &str)],
    places: &[(Point, &str)],
    sides: &[Option<LabelSide>],
    frame: &Rect,
) -> Vec<bool> {
    let mut taken: Vec<Rect> = places.iter().map(|(at, _)| around(*at)).collect();
    let named = places.iter().zip(sides);
    taken.extend(named.filter_map(|((at, name), side)| Some(room(*at, name, (*side)?))));
    labels
        .iter()
        .map(|((x, y), name)| {
            let half: f64 = name.chars().map(advance).sum::<f64>() * AREA / 2.0;
            let room = Rect {
                left: x - half,
                top: y - HALF_HEIGHT,
                right: x + half,
                bottom: y + HALF_HEIGHT,
            };
            let fits = frame.holds(&room) && !taken.iter().any(|other| other.meets(&room));
            if fits {
                taken.push(room);
            }
            fits
        })
        .collect()
}

/// Places the names that aren't in `taken` yet, by backtracking. Returns false if they don't all fit, or if `tries`
/// reaches 0.
fn fit(
    rooms: &[Vec<(LabelSide, Rect)>],
    taken: &mut Vec<(LabelSide, Rect)>,
    tries: &mut usize,
) -> bool {
    let Some(next) = rooms.get(taken.len()) else {
        return true;
    };
    for (side, room) in next {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        if taken.iter().any(|(_, other)| other.meets(room)) {
            continue;
        }
        taken.push((*side, *room));
        if fit(rooms, taken, tries) {
            return true;
        }
        taken.pop();
    }
    false
}

fn around((x, y): Point) -> Rect {
    Rect {
        left: x - POINT,
        top: y - POINT,
        right: x + POINT,
        bottom: y + POINT,
    }
}

/// Returns the rectangle that a name covers, in map units.
fn room((x, y): Point, name: &str, side: LabelSide) -> Rect {
    let width: f64 = name.chars().map(advance).sum();
    let (left, middle) = match side {
        LabelSide::Right => (x + GAP, y),
        LabelSide::Left => (x - GAP - width, y),
        LabelSide::Above => (x - width / 2.0, y - GAP - HALF_HEIGHT),
        LabelSide::Below => (x - width / 2.0, y + GAP + HALF_HEIGHT),
    };
    Rect {
        left,
        top: middle - HALF_HEIGHT,
        right: left + width,
        bottom: middle + HALF_HEIGHT,
    }
}

/// Returns the estimated width of a character in a sans-serif face of 15 units. Errs towards too wide.
fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | ' ' | '.' | ',' | '’' | '\'' | '-' => 5.5,
        'm' | 'w' | 'M' | 'W' => 13.5,
        '\u{1100}'.. => 15.5,
        c if c.is_uppercase() => 11.5,
        _ => 9.0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 340.0,
        bottom: 200.0,
    };

    #[test]
    fn names_make_way_for_each_other() {
        use LabelSide::{Above, Left, Right};
        for (points, expected) in [
            (&[((100.0, 100.0), "Almaty")][..], &[Some(Right)][..]),
            (&[((330.0, 100.0), "Almaty")], &[Some(Left)]),
            (
                &[((60.0, 110.0), "Janaozen"), ((54.0, 100.0), "Shetpe")],
                &[Some(Right), Some(Above)],
            ),
            (&[((170.0, 100.0), &*"far too long ".repeat(9))], &[None]),
            (&[], &[]),
        ] {
            assert_eq!(place(points, &FRAME), expected, "{points:?}");
        }
    }

    #[test]
    fn labels_of_areas_make_way_for_places() {
        let places = [((60.0, 110.0), "Janaozen")];
        let sides = place(&places, &FRAME);
        let labels = [
            ((170.0, 50.0), "Kazakstan"),
            ((175.0, 55.0), "over another label"),
            ((100.0, 110.0), "over a name"),
            ((62.0, 105.0), "over a place"),
            ((5.0, 150.0), "over the edge"),
        ];
        assert_eq!(
            fitting(&labels, &places, &sides, &FRAME),
            [true, false, false, false, false]
        );
    }

    proptest! {
        #[test]
        fn no_name_lies_on_another(points in prop::collection::vec(((0.0..340.0, 0.0..200.0), "[A-Za-z]{1,12}"), 0..12)) {
            let points: Vec<(Point, &str)> = points.iter().map(|(at, name)| (*at, name.as_str())).collect();
            let sides = place(&points, &FRAME);
            prop_assert_eq!(sides.len(), points.len());
            let rooms: Vec<Rect> = points
                .iter()
                .zip(&sides)
                .filter_map(|((at, name), side)| Some(room(*at, name, (*side)?)))
                .collect();
            for (i, this) in rooms.iter().enumerate() {
                prop_assert!(FRAME.holds(this));
                prop_assert!(!rooms[i + 1..].iter().any(|other| other.meets(this)));
            }
        }
    }
}
