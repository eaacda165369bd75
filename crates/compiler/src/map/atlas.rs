//! Country borders: Natural Earth at 1:50 million, as TopoJSON (see `assets/map/README.md`).
//!
//! *Invariant:* the built-in data is parsed at most once and never changes. A country that crosses the 180th meridian is
//! split there into two areas, as in the data.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use serde::Deserialize;

use super::degrees::Degrees;
use super::outline::{Rect, dense};
use super::projection::{Direction, direction};

/// `countries-50m.json` of the npm package `world-atlas` 2.0.2, compressed with gzip.
const DATA: &[u8] = include_bytes!("../../../../assets/map/countries-50m.json.gz");

/// A country.
pub(super) struct Country {
    /// Its land areas: the mainland and the islands.
    pub(super) areas: Vec<LandArea>,
}

/// One connected area of land in a country. Lakes and other countries inside it are holes.
pub(super) struct LandArea {
    /// The outer border, then the borders of the holes. The last point of each ring equals its first.
    pub(super) rings: Vec<Vec<Degrees>>,
    /// Bounding box of the outer border, in degrees.
    bounds: Rect,
    /// The rings as directions, with extra points for projections. Computed when the area is first drawn.
    directions: OnceLock<Vec<Vec<Direction>>>,
}

impl LandArea {
    /// Returns the rings as directions from the centre of the Earth. Points are added until neighbours are at most one
    /// degree apart, so that a line that is straight in degrees is drawn with its true curve.
    pub(super) fn directions(&self) -> &[Vec<Direction>] {
        self.directions.get_or_init(|| {
            let ring = |ring: &Vec<Degrees>| dense(ring).into_iter().map(direction).collect();
            self.rings.iter().map(ring).collect()
        })
    }

    /// Returns true if a place is inside the border and in no hole.
    pub(super) fn holds(&self, (x, y): Degrees) -> bool {
        let bounds = &self.bounds;
        if !(bounds.left..=bounds.right).contains(&x) || !(bounds.top..=bounds.bottom).contains(&y)
        {
            return false;
        }
        let crossings = self
            .rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .filter(|edge| {
                let ((x1, y1), (x2, y2)) = (edge[0], edge[1]);
                (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
            })
            .count();
        crossings % 2 == 1
    }
}

/// Returns all countries, or an error message if the built-in data can't be parsed.
pub(super) fn countries() -> Result<&'static [Country], &'static str> {
    static COUNTRIES: OnceLock<Result<Vec<Country>, String>> = OnceLock::new();
    match COUNTRIES.get_or_init(read) {
        Ok(countries) => Ok(countries),
        Err(error) => Err(error),
    }
}

fn read() -> Result<Vec<Country>, String> {
    let mut json = Vec::new();
    GzDecoder::new(DATA)
        .read_to_end(&mut json)
        .map_err(|error| error.to_string())?;
    let topology: Topology = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    let arcs: Vec<Vec<Degrees>> = topology
        .arcs
        .iter()
        .map(|arc| topology.transform.arc(arc))
        .collect();
    topology
        .objects
        .countries
        .geometries
        .iter()
        .map(|geometry| geometry.country(&arcs))
        .collect::<Option<_>>()
        .ok_or_else(|| "a border is missing".to_owned())
}

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    /// Lines of integer points. Each point is stored as its difference from the previous one.
    arcs: Vec<Vec<(i32, i32)>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

impl Transform {
    fn arc(&self, arc: &[(i32, i32)]) -> Vec<Degrees> {
        let mut at = (0, 0);
        arc.iter()
            .map(|(dx, dy)| {
                at = (at.0 + dx, at.1 + dy);
                (
                    f64::from(at.0) * self.scale.0 + self.translate.0,
                    f64::from(at.1) * self.scale.1 + self.translate.1,
                )
            })
            .collect()
    }
}

#[derive(Deserialize)]
struct Objects {
    countries: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

/// The rings of a country. A ring is a list of arc numbers; a negative number is the arc `!number` reversed (TopoJSON,
/// section 2.1.4).
#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { arcs: Vec<Vec<i32>> },
    MultiPolygon { arcs: Vec<Vec<Vec<i32>>> },
}

impl Geometry {
    fn country(&self, arcs: &[Vec<Degrees>]) -> Option<Country> {
        let areas = match self {
            Self::Polygon { arcs: rings } => vec![area(rings, arcs)?],
            Self::MultiPolygon { arcs: areas } => areas
                .iter()
                .map(|rings| area(rings, arcs))
                .collect::<Option<_>>()?,
        };
        Some(Country { areas })
    }
}

fn area(rings: &[Vec<i32>], arcs: &[Vec<Degrees>]) -> Option<LandArea> {
    let rings = rings
        .iter()
        .map(|ring| self::ring(ring, arcs))
        .collect::<Option<Vec<_>>>()?;
    let bounds = Rect::around(rings.first()?.iter().copied())?;
    Some(LandArea {
        rings,
        bounds,
        directions: OnceLock::new(),
    })
}

fn ring(numbers: &[i32], arcs: &[Vec<Degrees>]) -> Option<Vec<Degrees>> {
    let mut ring = Vec::new();
    for &number in numbers {
        // Neighbouring arcs share a point. Keep it only once.
        ring.pop();
        let forwards = usize::try_from(number);
        let backwards = usize::try_from(!number);
        match (forwards, backwards) {
            (Ok(i), _) => ring.extend(arcs.get(i)?),
            (_, Ok(i)) => ring.extend(arcs.get(i)?.iter().rev()),
            _ => return None,
        }
    }
    Some(ring)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_read_and_its_borders_close() {
        let countries = countries().unwrap();
        assert_eq!(countries.len(), 241);
        for ring in countries
            .iter()
            .flat_map(|country| &country.areas)
            .flat_map(|area| &area.rings)
        {
            assert!(ring.len() >= 4);
            assert_eq!(ring.first(), ring.last());
            assert!(
                ring.iter()
                    .all(|(x, y)| x.abs() <= 180.01 && y.abs() <= 90.0)
            );
        }
    }

    #[test]
    fn places_lie_in_their_countries() {
        let holders = |at: Degrees| {
            countries()
                .unwrap()
                .iter()
                .filter(|country| country.areas.iter().any(|area| area.holds(at)))
                .count()
        };
        // Almaty, Maseru (in a hole of South Africa), Paris; the middle of the Atlantic.
        for (at, expected) in [
            ((76.89, 43.24), 1),
            ((27.5, -29.4), 1),
            ((2.35, 48.86), 1),
            ((-30.0, 30.0), 0),
        ] {
            assert_eq!(holders(at), expected, "{at:?}");
        }
    }
}
