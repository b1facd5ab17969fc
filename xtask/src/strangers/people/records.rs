//! Records about people of some homes: one agency's, with every detail known, and another's, with slips.

use crate::homes::{self, Person, address, nhs_number, postcode};
use crate::strangers::book::Cell;
use crate::strangers::day::Day;
use crate::strangers::dice::Dice;

/// People of the homes that both agencies serve.
const N_PEOPLE: usize = 220;
/// Of ten people, how many the first agency knows, and the second.
const FIRST: usize = 8;
const SECOND: usize = 7;

/// What the first agency knows of a person.
#[derive(Clone, Debug)]
pub struct Record {
    pub person: u32,
    pub id: String,
    pub given: String,
    pub family: String,
    pub born: Day,
    pub sex: &'static str,
    pub nhs: String,
    pub address: String,
    pub postcode: String,
}

/// Both agencies' records of the same homes.
pub struct Sample {
    pub first: Vec<Record>,
    /// A file of the second agency with the true person of each id.
    pub second: String,
    pub second_truth: Vec<(String, u32)>,
}

pub fn sample(seed: u64) -> Sample {
    let mut dice = Dice::new(0x5045_4F50 ^ seed);
    let mut people = homes::people(N_PEOPLE, &mut dice);
    // Systems give the first of January to whom they know no better, so nobody here is born on one.
    people
        .iter_mut()
        .filter(|person| person.born.month == 1)
        .for_each(|person| person.born.day = person.born.day.max(2));
    let mut first: Vec<Record> = people.iter().filter(|_| dice.below(10) < FIRST).map(record).collect();
    dice.shuffle(&mut first);
    let mut known: Vec<&Person> = people.iter().filter(|_| dice.below(10) < SECOND).collect();
    dice.shuffle(&mut known);
    let (mut second, mut second_truth) = (SECOND_HEADINGS.to_owned(), Vec::new());
    for person in known {
        let id = format!("S{:05}", 30_000 + person.id);
        second += &line(&id, person, &mut dice);
        second_truth.push((id, person.id));
    }
    Sample { first, second, second_truth }
}

fn record(person: &Person) -> Record {
    Record {
        person: person.id,
        id: format!("F{:05}", 10_000 + person.id),
        given: person.given.clone(),
        family: person.family.clone(),
        born: person.born,
        sex: if person.is_female { "F" } else { "M" },
        nhs: nhs_number(person.id),
        address: address(person.home),
        postcode: postcode(person.home),
    }
}

const SECOND_HEADINGS: &str = "Ref,First Name,Last Name,Date of Birth,Sex,NHS Number,Address,Postcode\n";

/// Half of the second agency's records have an NHS number.
fn line(id: &str, person: &Person, dice: &mut Dice) -> String {
    let homes::Record { given, family, born, is_female, nhs_number, postcode, address, .. } =
        homes::record(person, "second", dice);
    let cell = |text: Option<String>| text.unwrap_or_default();
    let born = born.map(|day| format!("{:02}/{:02}/{}", day.day, day.month, day.year)).unwrap_or_default();
    let nhs = if dice.is_one_in(2) { nhs_number } else { String::new() };
    let sex = if is_female { "F" } else { "M" };
    let [given, family, address, postcode] = [given, family, address, postcode].map(cell);
    format!("{id},{given},{family},{born},{sex},{nhs},{address},{postcode}\n")
}

impl Record {
    pub fn cells(&self, headings: &[(&str, &str)]) -> Vec<Cell> {
        headings.iter().map(|(_, about)| self.cell(about)).collect()
    }

    fn cell(&self, about: &str) -> Cell {
        match about {
            "id" => Cell::text(&self.id),
            "given" => Cell::text(&self.given),
            "family" => Cell::text(&self.family),
            "born" => Cell::Day(self.born),
            "sex" => Cell::text(self.sex),
            "nhs" => Cell::text(&self.nhs),
            "address" => Cell::text(&self.address),
            _ => Cell::text(&self.postcode),
        }
    }
}
