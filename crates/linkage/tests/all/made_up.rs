//! Made-up people for tests: seeded, small, and with the truth in the id.

use linkage::records::{Records, RecordsBuilder};
use linkage::score::ScoredPair;
use linkage::{LinkOptions, Linked, Model, link};

/// A stream of numbers that follows from its seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        (self.below(1_000_000) as f64) < probability * 1e6
    }
}

/// The model of these columns.
pub const FIVE_COLUMNS: &str = include_str!("five_columns.toml");
pub const COLUMNS: [&str; 5] = ["first_name", "surname", "dob", "postcode", "address"];

/// A record: source, id whose digits before the dot are the true person, and values.
pub type Row = (String, String, Vec<Option<String>>);

/// People with one to four records each, some with slips, moves and gaps.
pub fn people(n_people: u64, seed: u64) -> Vec<Row> {
    let mut dice = Dice(seed);
    let firsts = ["William", "Siân", "Margaret", "Robert", "Elizabeth", "Ngọc", "James", "Ayesha", "Thomas", "Łukasz"];
    let syllables =
        ["ash", "bar", "cal", "den", "far", "gar", "hol", "kel", "mar", "nor", "oak", "pen", "stan", "thorn"];
    let mut rows = Vec::new();
    for person in 0..n_people {
        let first = firsts[dice.below(10) as usize].to_owned();
        let surname = format!("{}{}ton", syllables[dice.below(14) as usize], syllables[dice.below(14) as usize]);
        let dob = format!("{}-{:02}-{:02}", 1940 + dice.below(70), 1 + dice.below(12), 1 + dice.below(28));
        let postcode = format!("LS{} {}AB", 1 + dice.below(20), dice.below(10));
        let address = format!("{} {} Road", 1 + dice.below(99), syllables[dice.below(14) as usize]);
        for copy in 0..1 + dice.below(4) {
            let mut values = [&first, &surname, &dob, &postcode, &address].map(|value| Some(value.clone()));
            for value in &mut values {
                if dice.chance(0.05) {
                    *value = None;
                } else if let Some(text) = value.as_mut().filter(|_| dice.chance(0.08)) {
                    let at = text.char_indices().map(|(at, _)| at).nth(2).unwrap_or(0);
                    text.insert(at, 'x');
                }
            }
            let source = ["council", "nhs", "police"][dice.below(3) as usize].to_owned();
            rows.push((source, format!("{person}.{copy}"), values.to_vec()));
        }
    }
    rows
}

pub fn records(columns: &[&str], rows: &[Row]) -> Records {
    let mut builder = RecordsBuilder::new(columns).expect("columns");
    for (source, id, values) in rows {
        builder.source(source);
        builder.push(id, &values.iter().map(Option::as_deref).collect::<Vec<_>>()).expect("a record");
    }
    builder.finish().expect("records")
}

/// Records linked as the command links them, whose pairs nobody keeps.
pub fn linked(records: &Records, model: &Model) -> Linked {
    link(records, model, &LinkOptions::USUAL, |_: &[ScoredPair]| Ok(())).expect("linked")
}

/// The true person of every row.
pub fn truth(records: &Records) -> Vec<u32> {
    let person = |row| records.id(row).split('.').next().and_then(|person| person.parse().ok()).expect("an id");
    (0..records.n_records() as u32).map(person).collect()
}
