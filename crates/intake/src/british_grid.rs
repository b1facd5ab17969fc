//! Eastings and northings of the British National Grid as longitude and latitude.
//!
//! The transformation is the seven-parameter one of Ordnance Survey, which is right to about five metres anywhere in Great
//! Britain. The exact one needs a table of shifts that is larger than the program
//! (docs/decisions/0039-british-grid-to-five-metres.md).

use std::sync::LazyLock;

use model::Position;
use proj4rs::proj::Proj;

const GRID: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
                    +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";
const DEGREES: &str = "+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs";
/// What the grid covers, in metres.
const EAST_MAX: f64 = 700_000.0;
const NORTH_MAX: f64 = 1_300_000.0;
/// Letters of the grid's squares: `I` is not one of them.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNOPQRSTUVWXYZ";
const SQUARE_METRES: f64 = 100_000.0;

static PROJECTIONS: LazyLock<(Proj, Proj)> = LazyLock::new(|| {
    let of = |text: &str| Proj::from_proj_string(text).expect("the projection is written right");
    (of(GRID), of(DEGREES))
});

/// Where an easting and a northing are; none outside the grid.
pub fn position(east: f64, north: f64) -> Option<Position> {
    if !(0.0..=EAST_MAX).contains(&east) || !(0.0..=NORTH_MAX).contains(&north) {
        return None;
    }
    let mut point = (east, north, 0.0);
    let (grid, degrees) = &*PROJECTIONS;
    proj4rs::transform::transform(grid, degrees, &mut point).ok()?;
    Some(Position { lon: point.0.to_degrees(), lat: point.1.to_degrees() })
}

/// Easting and northing of a reference such as `SJ 7654 8765`: the middle of the square that it names.
pub fn reference(text: &str) -> Option<(f64, f64)> {
    let signs: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let (letters, digits) = signs.split_at_checked(2)?;
    let is_sound = digits.len() <= 10 && digits.len().is_multiple_of(2) && !digits.is_empty();
    if !is_sound || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [first, second] = [letters[0], letters[1]]
        .map(|letter| LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase()).map(|at| at as i32));
    let (first, second) = (first?, second?);
    // Five by five squares of five by five squares, counted from the north west; the false origin is in SV.
    let east = ((first - 2).rem_euclid(5)) * 5 + second % 5;
    let north = 19 - (first / 5) * 5 - second / 5;
    let half = digits.len() / 2;
    let step = SQUARE_METRES / 10f64.powi(half as i32);
    let metres = |digits: &[u8]| digits.iter().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0')) * step;
    let [east, north] = [(east, &digits[..half]), (north, &digits[half..])]
        .map(|(square, digits)| f64::from(square) * SQUARE_METRES + metres(digits) + step / 2.0);
    Some((east, north))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points that Ordnance Survey publishes with both, to a millimetre (OSTN15 test points and user guide).
    #[test]
    fn published_points_are_right_to_five_metres() {
        for (east, north, lon, lat) in [
            (651_409.792, 313_177.448, 1.716_073_973, 52.658_007_833),
            (91_492.146, 11_318.803, -6.299_777_520, 49.922_261_939),
            (530_624.974, 178_388.464, -0.119_925_572, 51.489_365_649),
            (389_544.190, 261_912.153, -2.154_586_144, 52.255_297_106),
        ] {
            let error = position(east, north).unwrap().km_to(&Position { lon, lat }) * 1000.0;
            assert!(error < 5.0, "{east} {north}: {error:.2} m");
        }
    }

    #[test]
    fn letters_name_squares_of_a_hundred_kilometres() {
        assert_eq!(reference("TG 51409 13177"), Some((651_409.5, 313_177.5)));
        assert_eq!(reference("sj7687"), Some((376_500.0, 387_500.0)));
        assert_eq!(reference("SV0000000000"), Some((0.5, 0.5)));
        for text in ["", "TG", "TG123", "IG1234", "M33 4ND", "TG 12a4"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }

    #[test]
    fn what_lies_outside_the_grid_has_no_position() {
        assert_eq!(position(-1.0, 5.0), None);
        assert_eq!(position(400_000.0, 1_400_000.0), None);
    }
}
