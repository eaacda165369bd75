//! Maps of the places in a fact box. The compiler draws them, so a package and a page hold a drawing and no geographic
//! data.
//!
//! A map shows the places, their names, and the borders of the countries that contain them. It covers the land areas
//! around the places, but at most [`REACH`] km beyond the places, so that a town in a large country stays recognisable.
//!
//! *Invariant:* the same places give the same map. Its path data has at most [`MAX_PATH`] bytes.

mod atlas;
mod degrees;
mod labels;
mod outline;
mod projection;

use std::collections::HashMap;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use atlas::{Country, LandArea};
use degrees::Degrees;
use outline::{Point, Rect, Weighed};
use projection::Projection;
use sidelight_model::{Aspect, BoxId, Map, MapPoint};

/// Width of a map, in map units. A phone shows one unit as about 1 px.
const WIDTH: f64 = 340.0;
/// Greatest distance that a map shows beyond its places, in km.
const REACH: f64 = 1_000.0;
/// Least width and height of a map, in km. At 1:50 million, a smaller area has no shape.
const LEAST: f64 = 120.0;
/// Greatest distance of a place from the middle of all places, in km.
const FURTHEST: f64 = 4_500.0;
/// Greatest distance of a place from the nearest country, in km.
const OFF_SHORE: f64 = 400.0;
/// Free margin on every side, as a fraction of the width.
const MARGIN: f64 = 0.05;
/// Tolerance for simplifying borders, in map units. It is raised until the path data fits into [`MAX_PATH`].
const FINEST: f64 = 0.4;
/// Limit of the path data, in bytes.
const MAX_PATH: usize = 4_500;

/// Draws the map of every box that has places. Reports places that can't be shown; their box gets no map.
pub(super) fn draw_maps(
    boxes: &[AuthoredBox],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> HashMap<BoxId, Map> {
    boxes
        .iter()
        .filter_map(|fact_box| {
            let id = fact_box.id.as_ref()?.value.clone();
            let places: Vec<MappedFact<'_>> =
                fact_box.facts.iter().filter_map(MappedFact::of).collect();
            let map = draw(&places, fact_box, file, diagnostics)?;
            Some((id, map))
        })
        .collect()
}

/// A fact about a place, with the place's name and coordinates.
struct MappedFact<'a> {
    fact: &'a AuthoredFact,
    name: &'a str,
    at: Degrees,
}

impl<'a> MappedFact<'a> {
    fn of(fact: &'a AuthoredFact) -> Option<Self> {
        match fact.aspect.as_ref()?.value {
            Aspect::Place(at) => Some(Self {
                fact,
                name: fact.label.as_ref().map_or("", |label| label.value.as_str()),
                at: (at.longitude, at.latitude),
            }),
            _ => None,
        }
    }
}

fn draw(
    places: &[MappedFact<'_>],
    fact_box: &AuthoredBox,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> Option<Map> {
    let first = places.first()?;
    let countries = match atlas::countries() {
        Ok(countries) => countries,
        Err(error) => {
            diagnostics.add(
                file.diagnostic(
                    Kind::Internal,
                    fact_box.span.clone(),
                    format!("Sidelight's world map can't be read: {error}"),
                )
                .hint("this is a bug in Sidelight; please report it"),
            );
            return None;
        }
    };
    let mut shown: Vec<(&Country, &LandArea)> = Vec::new();
    for place in places {
        match area_of(place.at, countries) {
            Some(area) => shown.push(area),
            None => diagnostics.add(
                file.diagnostic(
                    Kind::NoMap,
                    place.fact.detail.clone(),
                    format!("this place is at sea, more than {OFF_SHORE} km from any country"),
                )
                .hint("write latitude, then longitude: `[43.34, 52.86]`; maps show places on land or near a \
                       coast"),
            ),
        }
    }
    let at: Vec<Degrees> = places.iter().map(|place| place.at).collect();
    let projection = Projection::around(&at).filter(|projection| projection.reach(&at) <= FURTHEST);
    let Some(projection) = projection else {
        let (here, name) = (Projection::around(&[first.at])?, first.name);
        let away = |place: &MappedFact<'_>| here.reach(&[place.at]);
        let last = places
            .iter()
            .max_by(|a, b| away(a).total_cmp(&away(b)))
            .unwrap_or(first);
        diagnostics.add(
            file.diagnostic(
                Kind::NoMap,
                last.fact.detail.clone(),
                format!(
                    "this place is {:.0} km from `{name}`, too far for one map",
                    away(last)
                ),
            )
            .related(
                &file.shown,
                first.fact.detail.clone(),
                format!("`{name}` is here"),
            )
            .hint("move it to another box, or check the order: latitude, then longitude"),
        );
        return None;
    };
    (shown.len() == places.len())
        .then(|| Sheet::new(places, &shown, &projection).map(&shown, &projection))
}

/// Returns the country and land area that contain a place, or else the nearest ones within [`OFF_SHORE`]. Returns `None`
/// if all are further away.
fn area_of(
    at: Degrees,
    countries: &'static [Country],
) -> Option<(&'static Country, &'static LandArea)> {
    let areas = || {
        countries
            .iter()
            .flat_map(|country| country.areas.iter().map(move |area| (country, area)))
    };
    if let Some(found) = areas().find(|(_, area)| area.holds(at)) {
        return Some(found);
    }
    let here = Projection::around(&[at])?;
    areas()
        .map(|found| {
            let off = found
                .1
                .rings
                .iter()
                .flatten()
                .map(|point| here.project(*point))
                .map(|(x, y)| x.hypot(y))
                .fold(f64::INFINITY, f64::min);
            (found, off)
        })
        .filter(|(_, off)| *off <= OFF_SHORE)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(found, _)| found)
}

/// The part of the Earth that a map shows, with the places in it.
struct Sheet<'a> {
    places: &'a [MappedFact<'a>],
    points: Vec<Point>,
    /// The visible area, in km from the projection's centre.
    crop: Rect,
}

impl<'a> Sheet<'a> {
    fn new(
        places: &'a [MappedFact<'a>],
        shown: &[(&Country, &LandArea)],
        projection: &Projection,
    ) -> Self {
        let points: Vec<Point> = places
            .iter()
            .map(|place| projection.project(place.at))
            .collect();
        let of_places = Rect::around(points.iter().copied()).unwrap_or(Rect {
            left: 0.0,
            top: 0.0,
            right: 0.0,
            bottom: 0.0,
        });
        let far = of_places.grown(REACH, REACH);
        let within = |(x, y): Point| (x.clamp(far.left, far.right), y.clamp(far.top, far.bottom));
        let land = shown
            .iter()
            .flat_map(|(_, area)| area.directions().first())
            .flatten()
            .map(|at| within(projection.project_direction(*at)));
        let crop = Rect::around(land.chain(points.iter().copied())).unwrap_or(of_places);
        let crop = crop.grown(
            ((LEAST - crop.width()) / 2.0).max(0.0),
            ((LEAST - crop.height()) / 2.0).max(0.0),
        );
        // Limit the shape: without margins, the width is 1.1 to 2 times the height.
        let (width, height) = (crop.width(), crop.height());
        let crop = crop.grown(
            ((height * 1.1 - width) / 2.0).max(0.0),
            ((width / 2.0 - height) / 2.0).max(0.0),
        );
        let margin = crop.width() * MARGIN;
        Self {
            places,
            points,
            crop: crop.grown(margin, margin),
        }
    }

    /// Converts a point from km to map units.
    fn on_map(&self, (x, y): Point) -> Point {
        let units = WIDTH / self.crop.width();
        ((x - self.crop.left) * units, (y - self.crop.top) * units)
    }

    fn map(&self, shown: &[(&Country, &LandArea)], projection: &Projection) -> Map {
        let height = outline::short(self.crop.height() * WIDTH / self.crop.width());
        let frame = Rect {
            left: 0.0,
            top: 0.0,
            right: WIDTH,
            bottom: height,
        };
        let points: Vec<Point> = self
            .points
            .iter()
            .map(|at| self.on_map(*at))
            .map(|(x, y)| (outline::short(x), outline::short(y)))
            .collect();
        let named: Vec<(Point, &str)> = points
            .iter()
            .copied()
            .zip(self.places.iter().map(|place| place.name))
            .collect();
        let sides = labels::place(&named, &frame);
        Map {
            width: WIDTH,
            height,
            scale: (self.crop.width() / WIDTH * 1000.0).round() / 1000.0,
            outline: self.outline(shown, projection, &frame),
            points: self
                .places
                .iter()
                .zip(points)
                .zip(sides)
                .filter_map(|((place, (x, y)), label)| {
                    Some(MapPoint {
                        fact: place.fact.id.as_ref()?.value.clone(),
                        x,
                        y,
                        label,
                    })
                })
                .collect(),
        }
    }

    /// Returns the borders of the countries as SVG path data.
    fn outline(
        &self,
        shown: &[(&Country, &LandArea)],
        projection: &Projection,
        frame: &Rect,
    ) -> String {
        let mut countries: Vec<&Country> = Vec::new();
        for (country, _) in shown {
            if !countries.iter().any(|other| std::ptr::eq(*other, *country)) {
                countries.push(country);
            }
        }
        // Clip outside the edge, so that the lines along the cut aren't visible.
        let beyond = frame.grown(4.0, 4.0);
        let rings: Vec<Weighed> = countries
            .iter()
            .flat_map(|country| &country.areas)
            .flat_map(LandArea::directions)
            .map(|ring| {
                let flat = ring
                    .iter()
                    .map(|at| self.on_map(projection.project_direction(*at)))
                    .collect();
                outline::clip(flat, &beyond)
            })
            .filter(|ring| outline::area(ring) >= 1.0)
            .map(|ring| Weighed::new(ring, FINEST))
            .collect();
        let mut tolerance = FINEST;
        loop {
            let mut path = String::new();
            for ring in &rings {
                let ring = ring.simplified(tolerance);
                if ring.len() > 2 && outline::area(&ring) >= tolerance * 2.0 {
                    outline::write(&ring, &mut path);
                }
            }
            if path.len() <= MAX_PATH {
                return path;
            }
            tolerance *= 1.3;
        }
    }
}
