//! Made-up people of two agencies, beside whom a test puts the people whom it is about.

use std::collections::{BTreeMap, BTreeSet};

use linkage::people::{COLUMNS, model_for};
use linkage::records::RecordsBuilder;
use linkage::score::ScoredPair;
use linkage::{LinkOptions, Linked, MemoryLimit, Records, link};

/// One record: its agency, who it truly is, and what it says, by column.
#[derive(Clone, Debug)]
pub struct Row {
    pub agency: &'static str,
    pub person: String,
    pub says: BTreeMap<&'static str, String>,
}

pub const AGENCIES: [&str; 2] = ["council", "nhs"];

const GIVEN: [&str; 24] = [
    "susan", "james", "pamela", "david", "emily", "larry", "sarah", "kenneth", "carol", "edward", "martha", "george",
    "nicole", "peter", "joyce", "henry", "linda", "thomas", "helen", "stephen", "ruth", "philip", "diane", "walter",
];
const FAMILY: [&str; 30] = [
    "moore", "hunt", "foster", "king", "baker", "spencer", "knight", "turner", "ford", "ryan", "lewis", "elliott",
    "cooper", "fox", "hudson", "murray", "grant", "palmer", "stone", "wells", "barker", "dean", "ellis", "walsh",
    "nash", "price", "reid", "shaw", "tate", "webb",
];

/// A record that says these things.
pub fn row(agency: &'static str, person: &str, says: &[(&'static str, &str)]) -> Row {
    let says = says.iter().filter(|(_, value)| !value.is_empty());
    let mut says: BTreeMap<&'static str, String> = says.map(|(name, value)| (*name, (*value).to_owned())).collect();
    if let Some(born) = says.get("born") {
        says.insert("born_year", born[..4].to_owned());
    }
    Row { agency, person: person.to_owned(), says }
}

/// The same record in both agencies.
pub fn in_both(person: &str, says: &[(&'static str, &str)]) -> Vec<Row> {
    AGENCIES.iter().map(|agency| row(agency, person, says)).collect()
}

/// This many people known to both agencies who live alone, each with a first name, a surname, a birth date and a home of their own.
pub fn strangers(n: usize) -> Vec<Row> {
    let stranger = |at: usize| {
        // Steps without a common divisor, so that no two are alike in everything.
        let (given, family) = (GIVEN[at * 7 % GIVEN.len()], FAMILY[(at * 11 + at / 24) % FAMILY.len()]);
        let born = format!("{}-{:02}-{:02}", 1940 + at * 13 % 70, 1 + at * 5 % 12, 2 + at * 17 % 26);
        let postcode = format!("TS{} {}{}{}", 1 + at % 19, at % 9, letter(at), letter(at / 19));
        let home = format!("{} {}", postcode.to_lowercase(), 1 + at % 90);
        let says =
            [("given_name", given), ("family_name", family), ("born", &born), ("postcode", &postcode), ("home", &home)];
        in_both(&format!("stranger {at}"), &says)
    };
    (0..n).flat_map(stranger).collect()
}

fn letter(at: usize) -> char {
    char::from(b"ABDEFGHJLNPQRSTUWXYZ"[at % 20])
}

/// Somebody of this home. A home is a postcode, then a house.
pub fn at_home<'s>(given: &'s str, family: &'s str, born: &'s str, home: &'s str) -> Vec<(&'static str, &'s str)> {
    let postcode: &str = home.rsplit_once(' ').map_or("", |(postcode, _)| postcode);
    vec![("given_name", given), ("family_name", family), ("born", born), ("postcode", postcode), ("home", home)]
}

pub fn records(rows: &[Row]) -> Records {
    let mut builder = RecordsBuilder::new(&COLUMNS).expect("columns");
    for (at, row) in rows.iter().enumerate() {
        builder.source(row.agency);
        let values: Vec<Option<&str>> = COLUMNS.iter().map(|name| row.says.get(name).map(String::as_str)).collect();
        builder.push(&at.to_string(), &values).expect("a record");
    }
    builder.finish().expect("records")
}

/// What linking rows came to.
pub struct Outcome {
    pub records: Records,
    pub linked: Linked,
}

pub fn outcome(rows: &[Row]) -> Outcome {
    outcome_within(rows, None)
}

pub fn outcome_within(rows: &[Row], memory: Option<MemoryLimit>) -> Outcome {
    let records = records(rows);
    let model = model_for(&records, None).expect("a model");
    let options = LinkOptions { memory, accepts_few: true, ..LinkOptions::USUAL };
    let linked = link(&records, &model, &options, |_: &[ScoredPair]| Ok(())).expect("linked");
    Outcome { records, linked }
}

impl Outcome {
    /// Insists that no cluster mixes two people, of those whom the test is about or of the strangers.
    pub fn mixes_nobody(&self, rows: &[Row], what: &str) {
        let row_of = |row: u32| &rows[self.records.id(row).parse::<usize>().expect("a place")];
        for members in self.linked.clusters.members() {
            let people: BTreeSet<&str> = members.iter().map(|row| row_of(*row).person.as_str()).collect();
            assert!(people.len() == 1, "{what}: one person is made of {people:?}");
        }
    }

    /// How many of these people have all their records in one cluster.
    pub fn n_whole(&self, rows: &[Row], is_asked: impl Fn(&str) -> bool) -> usize {
        let mut clusters: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for row in 0..self.records.n_records() as u32 {
            let person = rows[self.records.id(row).parse::<usize>().expect("a place")].person.as_str();
            clusters.entry(person).or_default().insert(self.linked.clusters.of(row));
        }
        clusters.iter().filter(|(person, clusters)| is_asked(person) && clusters.len() == 1).count()
    }
}
