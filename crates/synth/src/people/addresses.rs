//! Where people live: streets of fifteen houses, each with a postcode, and every home with its number.

use crate::dice::fingerprint;

/// A home, by its number from the first street on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Home(pub u64);

const HOMES_PER_POSTCODE: u64 = 15;
/// The first number of homes in the register of properties.
const UPRN_FIRST: u64 = 99_010_000_000;

const ROOTS: [&str; 40] = [
    "Church",
    "Station",
    "Mill",
    "Orchard",
    "Wend",
    "Amble",
    "Park",
    "Victoria",
    "Albert",
    "Manor",
    "Green",
    "Chapel",
    "School",
    "Queen's",
    "King's",
    "Meadow",
    "Fen",
    "Holt",
    "Oak",
    "Ash",
    "Elm",
    "Beech",
    "Willow",
    "Cedar",
    "Hawthorn",
    "Heron",
    "Kestrel",
    "Swallow",
    "Wharf",
    "Bridge",
    "Abbey",
    "Priory",
    "Castle",
    "Market",
    "Windmill",
    "Quarry",
    "Spring",
    "Coronation",
    "Jubilee",
    "Nelson",
];
const TYPES: [&str; 9] = ["Road", "Street", "Close", "Avenue", "Lane", "Drive", "Way", "Gardens", "Crescent"];
const TOWNS: [&str; 8] =
    ["Ambleford", "Ambleford", "Ambleford", "Fenholt", "Fenholt", "Little Wend", "Holt St Mary", "Wend Magna"];
/// Letters of the inward part of postcodes.
const LETTERS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

impl Home {
    fn street(self) -> u64 {
        self.0 / HOMES_PER_POSTCODE
    }

    pub fn uprn(self) -> u64 {
        UPRN_FIRST + self.0
    }

    /// `12 Mill Lane`; some homes are flats in a house.
    pub fn line(self) -> String {
        let hash = fingerprint(&format!("street {}", self.street()));
        let root = ROOTS[(hash % 40) as usize];
        let kind = TYPES[(hash / 40 % 9) as usize];
        let number = 1 + self.0 % HOMES_PER_POSTCODE * 2 + hash / 400 % 2 + hash / 1_000 % 6 * 30;
        match hash / 7 % 12 {
            0 => format!("Flat {}, {} {root} {kind}", 1 + self.0 % HOMES_PER_POSTCODE, 1 + hash / 9_000 % 90),
            _ => format!("{number} {root} {kind}"),
        }
    }

    pub fn town(self) -> &'static str {
        TOWNS[(fingerprint(&format!("town {}", self.street() / 40)) % 8) as usize]
    }

    /// `WX7 3AB`: each street has its own.
    pub fn postcode(self) -> String {
        let street = self.street();
        let (letters, sector, district) = (street % 400, street / 400 % 9, street / 3_600);
        let letter = |at: u64| char::from(LETTERS[at as usize]);
        format!("WX{} {}{}{}", district + 1, sector + 1, letter(letters / 20), letter(letters % 20))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn neighbours_share_a_postcode_and_no_two_streets_do() {
        assert_eq!(Home(0).postcode(), Home(14).postcode());
        let postcodes: BTreeSet<String> = (0..20_000).map(|street| Home(street * 15).postcode()).collect();
        assert_eq!(postcodes.len(), 20_000);
        let homes: BTreeSet<(String, String)> =
            (0..3_000).map(|home| (Home(home).line(), Home(home).postcode())).collect();
        assert_eq!(homes.len(), 3_000);
    }
}
