//! A place on the map.

/// The mean radius of the earth.
const EARTH_KM: f64 = 6371.0088;
/// The length of a degree of latitude.
pub const DEGREE_KM: f64 = EARTH_KM * std::f64::consts::PI / 180.0;

/// Degrees east of Greenwich and north of the equator (WGS84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub lon: f64,
    pub lat: f64,
}

impl Position {
    /// The great-circle distance (haversine), which is exact to half a per cent on the real earth.
    pub fn km_to(&self, other: &Position) -> f64 {
        let (lat_a, lat_b) = (self.lat.to_radians(), other.lat.to_radians());
        let north = ((lat_b - lat_a) / 2.0).sin();
        let east = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let half = north * north + lat_a.cos() * lat_b.cos() * east * east;
        2.0 * EARTH_KM * half.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_as_long_as_it_is() {
        let equator = Position { lon: 0.0, lat: 0.0 };
        assert!((equator.km_to(&Position { lon: 0.0, lat: 1.0 }) - 111.195_08).abs() < 1e-4);
        assert!((DEGREE_KM - 111.195_08).abs() < 1e-4);
    }
}
