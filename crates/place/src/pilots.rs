//! The thirteen pilots of Total Place, and the names they go by.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use authored::nearest_few;
use model::BodyKind;
use serde::Deserialize;

use crate::error::PlaceError;

/// One pilot of 2009-10, with what a new place takes over from it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pilot {
    /// 1 to 13, in the order of the list it was announced in.
    pub number: u32,
    pub id: String,
    pub region: String,
    /// As printed in that list.
    pub place: String,
    /// Its usual name.
    pub name: String,
    /// What other documents call it.
    pub other_names: Vec<String>,
    pub types: Vec<PlaceType>,
    /// As printed.
    pub theme: String,
    /// The printed theme taken apart.
    pub themes: Vec<PilotTheme>,
    pub phases: Vec<Phase>,
    pub area_codes: Vec<String>,
    /// What is doubtful or left out.
    pub note: Option<String>,
    #[serde(rename = "body")]
    pub bodies: Vec<PilotBody>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PilotTheme {
    pub id: String,
    pub name: String,
}

/// A body of a pilot, under its name of 2009.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PilotBody {
    pub id: String,
    pub name: String,
    pub kind: String,
    #[serde(default)]
    pub other_names: Vec<String>,
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
    /// `national` where it served more than the place.
    pub reach: Option<String>,
    pub note: Option<String>,
}

impl PilotBody {
    pub fn kind(&self) -> Option<BodyKind> {
        BodyKind::parse(&self.kind)
    }
}

/// What sort of area it was; a place may be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceType {
    CityRegion,
    CoastalTownMaa,
    County,
    InnerLondonBorough,
    LondonBorough,
    Maa,
    Metropolitan,
    TwoTier,
    Unitary,
}

/// How far into the programme it took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the pilots.
    Trial,
    Pilot,
    /// Beside the pilots, without being one.
    Parallel,
    RollOut,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PilotFile {
    pilot: Vec<Pilot>,
}

static PILOTS: LazyLock<Vec<Pilot>> = LazyLock::new(|| {
    let file: PilotFile = toml::from_str(include_str!("../../../reference/pilots.toml"))
        .expect("the pilots are part of the program, and a test reads them");
    file.pilot
});

/// The thirteen pilots, in the order of their numbers.
pub fn pilots() -> &'static [Pilot] {
    &PILOTS
}

/// The pilot that goes by a name: its number, its id or any of its names, in whatever order and spelling of `and`.
///
/// # Errors
/// [`PlaceError::UnknownPilot`].
pub fn pilot(name: &str) -> Result<&'static Pilot, PlaceError> {
    let key = key(name);
    pilots()
        .iter()
        .find(|pilot| names(pilot).any(|known| self::key(known) == key) || pilot.number.to_string() == key)
        .ok_or_else(|| PlaceError::UnknownPilot { name: name.to_owned(), hint: suggestion(name) })
}

fn suggestion(name: &str) -> String {
    let usual = pilots().iter().flat_map(|pilot| [&pilot.name, &pilot.place].into_iter().chain(&pilot.other_names));
    let near = nearest_few(name, usual.map(String::as_str), 3);
    if !near.is_empty() {
        let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
        return format!("did you mean {}?", near.join(" or "));
    }
    let all: Vec<&str> = pilots().iter().map(|pilot| pilot.id.as_str()).collect();
    format!("the pilots are {}", all.join(", "))
}

fn names(pilot: &Pilot) -> impl Iterator<Item = &str> {
    [&pilot.id, &pilot.place, &pilot.name].into_iter().chain(&pilot.other_names).map(String::as_str)
}

/// `Luton/ Central Beds` and `central-beds and Luton` have one key: the words that matter, sorted.
fn key(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let mut words: Vec<&str> = plain.split_whitespace().filter(|word| !matches!(*word, "and" | "the")).collect();
    words.sort_unstable();
    words.join(" ")
}

/// A text as an id: small letters and digits, with `-` between the words.
pub fn slug(text: &str) -> String {
    let plain: String =
        text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn there_are_thirteen_pilots_in_nine_regions() {
        let mut n_by_region: BTreeMap<&str, usize> = BTreeMap::new();
        for pilot in pilots() {
            *n_by_region.entry(&pilot.region).or_default() += 1;
        }
        let expected = [
            ("East", 1),
            ("East Midlands", 1),
            ("London", 2),
            ("North East", 2),
            ("North West", 1),
            ("South East", 1),
            ("South West", 1),
            ("West Midlands", 3),
            ("Yorkshire and The Humber", 1),
        ];
        assert_eq!(n_by_region, BTreeMap::from(expected));
        let numbers: Vec<u32> = pilots().iter().map(|pilot| pilot.number).collect();
        assert_eq!(numbers, (1..=13).collect::<Vec<_>>());
    }

    #[test]
    fn every_name_of_the_luton_pilot_finds_the_same_one() {
        for name in [
            "Luton/ Central Beds",
            "Luton and Central Bedfordshire",
            "Bedfordshire and Luton",
            "central bedfordshire & luton",
            "luton-central-bedfordshire",
            "5",
        ] {
            assert_eq!(pilot(name).unwrap().number, 5, "{name}");
        }
    }

    #[test]
    fn every_name_finds_one_pilot_only() {
        let mut owner: HashMap<String, u32> = HashMap::new();
        for pilot in pilots() {
            for name in names(pilot) {
                let earlier = owner.insert(key(name), pilot.number);
                assert!(earlier.is_none_or(|earlier| earlier == pilot.number), "{name} is two pilots");
                assert_eq!(self::pilot(name).unwrap().number, pilot.number, "{name}");
            }
        }
    }

    #[test]
    fn a_near_miss_is_told_what_was_meant() {
        check_suggestion("Croyden", "did you mean `Croydon`?");
        check_suggestion("Birmigham", "did you mean `Birmingham`?");
        let hint = hint_for("Atlantis");
        assert!(hint.starts_with("the pilots are dorset, kent, croydon, "), "{hint}");
    }

    fn check_suggestion(written: &str, expected: &str) {
        assert_eq!(hint_for(written), expected);
    }

    fn hint_for(written: &str) -> String {
        match pilot(written) {
            Err(PlaceError::UnknownPilot { hint, .. }) => hint,
            other => panic!("{written} gave {other:?}"),
        }
    }

    /// Published totals are 63 authorities and 34 trusts; what is missing is said in the file.
    #[test]
    fn the_bodies_are_those_of_2009() {
        let count = |kinds: &[BodyKind]| {
            let bodies = pilots().iter().flat_map(|pilot| &pilot.bodies);
            let named = bodies.filter(|body| kinds.contains(&body.kind().unwrap()));
            named.map(|body| body.name.as_str()).collect::<BTreeSet<_>>().len()
        };
        let councils = [BodyKind::Council, BodyKind::CountyCouncil, BodyKind::DistrictCouncil];
        assert_eq!(count(&councils), 60);
        assert_eq!(count(&[BodyKind::NhsCommissioner]), 31);
        assert_eq!(count(&[BodyKind::Police]), 12);
        assert_eq!(count(&[BodyKind::Fire]), 12);
    }

    /// The codes of councils are those of the register, wherever the shared data are.
    #[test]
    #[allow(clippy::print_stdout)] // a test that was skipped says so
    fn council_codes_are_those_of_the_register() {
        let register = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/codes/uk_local_authorities.csv");
        let Ok(mut reader) = csv::Reader::from_path(register) else {
            println!("skipped: {register} is not there");
            return;
        };
        let headers = reader.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let (id, ons, ecode) = (column("local-authority-code"), column("gss-code"), column("ecode"));
        let rows: HashMap<String, csv::StringRecord> =
            reader.records().map(|row| row.unwrap()).map(|row| (row[id].to_owned(), row)).collect();
        let mut n_checked = 0;
        for body in pilots().iter().flat_map(|pilot| &pilot.bodies).filter(|body| !body.codes.is_empty()) {
            let code = |scheme: &str| body.codes[scheme].as_str();
            let row = &rows[code("local-authority-eng")];
            assert_eq!((&row[ons], &row[ecode]), (code("ons"), code("ecode")), "{}", body.name);
            n_checked += 1;
        }
        assert_eq!(n_checked, 60);
    }
}
