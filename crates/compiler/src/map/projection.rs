//! From the round Earth to a flat map: Lambert's azimuthal equal-area projection, centred on the middle of the places.
//!
//! Areas are true everywhere, and shapes nearly so around the centre (under 1 % of error within 1,200 km). The
//! projection has no edge: a map across the 180th meridian or over a pole is drawn like any other, which conic
//! projections can't do.

use super::degrees::Degrees;

/// The Earth's mean radius in km (IUGG).
const RADIUS: f64 = 6371.0;
/// Greatest distance from the centre at which a place is drawn, in radians. Places further away are drawn at this
/// distance. It is beyond the edge of every map, and short of the point opposite the centre, which has no position on
/// the map.
const FURTHEST: f64 = 2.0;

/// A unit vector from the centre of the Earth. Its axes point to 0° N 0° E, to 0° N 90° E and to the North Pole.
pub(super) type Direction = [f64; 3];

/// A position on the map: km to the right of the centre, then km below it.
pub(super) type Flat = (f64, f64);

/// A projection around a centre.
pub(super) struct Projection {
    sin_longitude: f64,
    cos_longitude: f64,
    sin_latitude: f64,
    cos_latitude: f64,
}

impl Projection {
    /// Creates a projection around the middle of the places. Returns `None` if there are no places, or if they have no
    /// middle because they are all around the Earth.
    pub(super) fn around(places: &[Degrees]) -> Option<Self> {
        let mut sum = [0.0; 3];
        for place in places {
            for (sum, part) in sum.iter_mut().zip(direction(*place)) {
                *sum += part;
            }
        }
        let length = sum.iter().map(|part| part * part).sum::<f64>().sqrt();
        if length < 1e-6 {
            return None;
        }
        let middle = sum.map(|part| part / length);
        let sin_latitude = middle[2].clamp(-1.0, 1.0);
        let (sin_longitude, cos_longitude) = middle[1].atan2(middle[0]).sin_cos();
        Some(Self {
            sin_longitude,
            cos_longitude,
            sin_latitude,
            cos_latitude: sin_latitude.asin().cos(),
        })
    }

    /// Returns the distance from the centre to the furthest of the places, in km on the Earth.
    pub(super) fn reach(&self, places: &[Degrees]) -> f64 {
        places
            .iter()
            .map(|place| {
                let ((right, up), cosine) = self.seen(direction(*place));
                right.hypot(up).atan2(cosine) * RADIUS
            })
            .fold(0.0, f64::max)
    }

    /// Returns the position of a place on the map.
    pub(super) fn project(&self, place: Degrees) -> Flat {
        self.project_direction(direction(place))
    }

    /// Returns the position on the map of a place given as a direction. This saves computing the sines of its
    /// coordinates.
    pub(super) fn project_direction(&self, place: Direction) -> Flat {
        let ((x, y), cosine) = self.seen(place);
        // Near the centre, where nearly all places are, one square root is enough:
        // 2 sin(d/2) / sin(d) is √(2 / (1 + cos(d))).
        if cosine > 0.0 {
            let stretch = RADIUS * (2.0 / (1.0 + cosine)).sqrt();
            return (x * stretch, -y * stretch);
        }
        let sine = x.hypot(y);
        let distance = sine.atan2(cosine).min(FURTHEST);
        let far = RADIUS * 2.0 * (distance / 2.0).sin();
        if sine > 1e-12 {
            (x / sine * far, -y / sine * far)
        } else {
            // Exactly opposite the centre, every direction is as good as another.
            (0.0, far)
        }
    }

    /// Returns the sine of a place's angular distance from the centre, as its parts to the right and up, and the cosine.
    fn seen(&self, [x, y, z]: Direction) -> ((f64, f64), f64) {
        let right = y * self.cos_longitude - x * self.sin_longitude;
        let towards = x * self.cos_longitude + y * self.sin_longitude;
        let up = self.cos_latitude * z - self.sin_latitude * towards;
        let cosine = self.sin_latitude * z + self.cos_latitude * towards;
        ((right, up), cosine)
    }
}

/// Returns the direction of a place from the centre of the Earth.
pub(super) fn direction((longitude, latitude): Degrees) -> Direction {
    let (sin, cos) = latitude.to_radians().sin_cos();
    let (sin_turn, cos_turn) = longitude.to_radians().sin_cos();
    [cos * cos_turn, cos * sin_turn, sin]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_near_the_middle_are_those_on_the_earth() {
        // Across the 180th meridian, over the North Pole, and from Janaozen to Almaty.
        for (places, km) in [
            ([(179.0, 0.0), (-179.0, 0.0)], 222.4),
            ([(0.0, 89.0), (180.0, 89.0)], 222.4),
            ([(52.86, 43.34), (76.89, 43.24)], 1936.0),
        ] {
            let projection = Projection::around(&places).unwrap();
            let [a, b] = places.map(|place| projection.project(place));
            let distance = (a.0 - b.0).hypot(a.1 - b.1);
            assert!((distance - km).abs() < km / 100.0, "{distance} for {km}");
            assert!((projection.reach(&places) - km / 2.0).abs() < km / 100.0);
        }
    }

    #[test]
    fn north_is_up_and_nothing_is_without_a_place() {
        let projection = Projection::around(&[(10.0, 50.0)]).unwrap();
        assert!(projection.project((10.0, 51.0)).1 < 0.0);
        assert!(projection.project((11.0, 50.0)).0 > 0.0);
        for place in [(-170.0, -50.0), (10.0, -90.0), (-170.0, -49.9)] {
            let (x, y) = projection.project(place);
            assert!(x.hypot(y) > 10_000.0 && x.hypot(y) < 13_000.0, "{x} {y}");
        }
        assert!(Projection::around(&[]).is_none());
        assert!(Projection::around(&[(0.0, 0.0), (180.0, 0.0)]).is_none());
    }
}
