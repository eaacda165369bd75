//! Geographic coordinates.

/// A place on the Earth: longitude, then latitude, in degrees. East and north are positive.
pub(super) type Degrees = (f64, f64);
