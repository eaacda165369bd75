//! Geographic coordinates.

/// A place on the Earth: degrees east, degrees north.
pub(super) type Degrees = (f64, f64);
