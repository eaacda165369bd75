//! Maps of the places in a fact box. The compiler draws them, so a package and a page hold a drawing and no geographic
//! data.
//!
//! A map shows the places, their names, and the countries and seas around them. It is as large as the places need.
//! Around places close together it grows to [`LEAST`] km, and up to [`BLANK`] km until a border or a coast is in view.
//!
//! *Invariant:* the same places give the same map. Its path data has at most [`MAX_PATH`] bytes.

mod atlas;
mod degrees;
mod labels;
mod outline;
mod projection;

use std::collections::HashMap;

use crate::authored::{AuthoredBox, AuthoredFact, AuthoredMapLabel};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use atlas::{Country, LandArea};
use degrees::Degrees;
use outline::{Point, Rect, Weighed};
use projection::Projection;
use sidelight_model::{Aspect, BoxId, Map, MapLabel, MapPoint};

/// Width of a map, in map units. A phone shows one unit as about 1 px.
const WIDTH: f64 = 340.0;
/// Free space around the places, as a fraction of the width or height of all places.
const SPACE: f64 = 0.3;
/// Least width of a map, in km. At 1:50 million, a smaller area has no shape.
const LEAST: f64 = 250.0;
/// Greatest width of a map that grows until it shows a border or a coast, in km.
const BLANK: f64 = 600.0;
/// Greatest distance of a place from the middle of all places, in km.
const FURTHEST: f64 = 4_500.0;
/// Greatest distance of a place from the nearest country, in km.
const OFF_SHORE: f64 = 400.0;
/// Tolerance for simplifying borders, in map units. It is raised until the path data fits into [`MAX_PATH`].
const FINEST: f64 = 0.4;
/// Limit of the path data, in bytes.
const MAX_PATH: usize = 2_400;

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
    (shown.len() == places.len()).then(|| {
        let lands = lands(&shown, countries, &projection);
        let sheet = Sheet::new(places, &lands, &projection);
        let labels: Vec<(Point, &str)> = fact_box
            .map_labels
            .iter()
            .filter_map(|label| sheet.label(label, &projection, file, diagnostics))
            .collect();
        sheet.map(&lands, &labels)
    })
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

/// A border on its way to a map, in km from the projection's centre.
struct Land {
    ring: Vec<Point>,
    /// `true` if the country has one of the places.
    has_place: bool,
}

/// Returns the borders of all countries in the projection. `shown` has the countries with places.
fn lands(
    shown: &[(&Country, &LandArea)],
    countries: &[Country],
    projection: &Projection,
) -> Vec<Land> {
    countries
        .iter()
        .flat_map(|country| {
            let has_place = shown.iter().any(|(other, _)| std::ptr::eq(*other, country));
            country.areas.iter().map(move |area| (area, has_place))
        })
        .flat_map(|(area, has_place)| area.directions().iter().map(move |ring| (ring, has_place)))
        .map(|(ring, has_place)| Land {
            ring: ring
                .iter()
                .map(|at| projection.project_direction(*at))
                .collect(),
            has_place,
        })
        .collect()
}

/// The part of the Earth that a map shows, with the places in it.
struct Sheet<'a> {
    places: &'a [MappedFact<'a>],
    points: Vec<Point>,
    /// The visible area, in km from the projection's centre.
    crop: Rect,
}

impl<'a> Sheet<'a> {
    fn new(places: &'a [MappedFact<'a>], lands: &[Land], projection: &Projection) -> Self {
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
        let space = of_places.width().max(of_places.height()) * SPACE;
        let crop = of_places.grown(space, space);
        // Limit the shape: the width is 1.2 to 2 times the height.
        let width = crop.width().max(crop.height() * 1.2).max(LEAST);
        let height = crop.height().max(width / 2.0);
        let mut crop = crop.grown((width - crop.width()) / 2.0, (height - crop.height()) / 2.0);
        let has_border = |crop: &Rect| {
            let mut points = lands.iter().flat_map(|land| &land.ring);
            points.any(|(x, y)| {
                (crop.left..=crop.right).contains(x) && (crop.top..=crop.bottom).contains(y)
            })
        };
        while crop.width() * 1.25 <= BLANK && !has_border(&crop) {
            crop = crop.grown(crop.width() / 8.0, crop.height() / 8.0);
        }
        Self {
            places,
            points,
            crop,
        }
    }

    /// Converts a point from km to map units.
    fn on_map(&self, (x, y): Point) -> Point {
        let units = WIDTH / self.crop.width();
        ((x - self.crop.left) * units, (y - self.crop.top) * units)
    }

    /// Returns the area of the map, in map units.
    fn frame(&self) -> Rect {
        Rect {
            left: 0.0,
            top: 0.0,
            right: WIDTH,
            bottom: outline::short(self.crop.height() * WIDTH / self.crop.width()),
        }
    }

    /// Returns the position and the name of a label. Reports a label outside the map.
    fn label<'l>(
        &self,
        label: &'l AuthoredMapLabel,
        projection: &Projection,
        file: &SourceFile,
        diagnostics: &DiagnosticSink,
    ) -> Option<(Point, &'l str)> {
        let at = projection.project((label.at.longitude, label.at.latitude));
        let (x, y) = self.on_map(at);
        let at = (outline::short(x), outline::short(y));
        let name = label.name.value.as_str();
        if !self.frame().holds(&Rect::around([at])?) {
            diagnostics.add(
                file.diagnostic(
                    Kind::NoMap,
                    label.name.span.clone(),
                    format!("the label `{name}` is outside the map"),
                )
                .hint("the map shows the places and the area around them; move the label into it, or delete it"),
            );
            return None;
        }
        Some((at, name))
    }

    fn map(&self, lands: &[Land], areas: &[(Point, &str)]) -> Map {
        let frame = self.frame();
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
        let fitting = labels::fitting(areas, &named, &sides, &frame);
        let fitting = areas.iter().zip(fitting).filter(|(_, fits)| *fits);
        let labels = fitting.map(|(((x, y), name), _)| MapLabel {
            name: (*name).to_owned(),
            x: *x,
            y: *y,
        });
        let labels = labels.collect();
        let [outline, neighbours] = self.outlines(lands, &frame);
        Map {
            width: WIDTH,
            height: frame.bottom,
            labels,
            scale: (self.crop.width() / WIDTH * 1000.0).round() / 1000.0,
            outline,
            neighbours: Some(neighbours),
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

    /// Returns SVG path data: the borders of the countries with places, then those of the others.
    fn outlines(&self, lands: &[Land], frame: &Rect) -> [String; 2] {
        // Clip outside the edge, so that the lines along the cut aren't visible.
        let beyond = frame.grown(4.0, 4.0);
        let rings: Vec<(Weighed, bool)> = lands
            .iter()
            .map(|land| {
                let flat = land.ring.iter().map(|at| self.on_map(*at)).collect();
                (outline::clip(flat, &beyond), land.has_place)
            })
            .filter(|(ring, _)| outline::area(ring) >= 1.0)
            .map(|(ring, has_place)| (Weighed::new(ring, FINEST), has_place))
            .collect();
        let mut tolerance = FINEST;
        loop {
            let mut paths = [String::new(), String::new()];
            for (ring, has_place) in &rings {
                let ring = ring.simplified(tolerance);
                if ring.len() > 2 && outline::area(&ring) >= tolerance * 2.0 {
                    outline::write(&ring, &mut paths[usize::from(!has_place)]);
                }
            }
            if paths.iter().map(String::len).sum::<usize>() <= MAX_PATH {
                return paths;
            }
            tolerance *= 1.3;
        }
    }
}
