//! What agencies write down of people.

use super::people::{Person, address, nhs_number, postcode};
use super::{names, slips};
use crate::strangers::day::Day;
use crate::strangers::dice::Dice;

/// A record; what it does not say is `None`.
#[derive(Clone, Debug)]
pub struct Record {
    /// Whose it truly is.
    pub person: u32,
    pub agency: &'static str,
    pub given: Option<String>,
    pub family: Option<String>,
    pub born: Option<Day>,
    pub is_female: bool,
    pub nhs_number: String,
    pub postcode: Option<String>,
    pub address: Option<String>,
}

const AGENCIES: [&str; 6] = ["council", "nhs", "police", "housing", "dwp", "schools"];
/// Of a hundred people, how many are known to one agency, to two, and so on.
const KNOWN_TO: [usize; 6] = [42, 27, 16, 8, 5, 2];

/// Slips in a thousand records.
const SHORT_NAME: usize = 300;
const INITIAL: usize = 8;
const GIVEN_TYPO: usize = 25;
const FAMILY_TYPO: usize = 35;
const FORMER_NAME: usize = 120;
const BORN_OTHERWISE: usize = 25;
const OLD_HOME: usize = 350;
const ADDRESS_TYPO: usize = 30;
const MISSING: [usize; 5] = [10, 5, 35, 60, 60];

/// Every person's records, one agency after another, in an order that says nothing.
pub fn records(people: &[Person], dice: &mut Dice) -> Vec<Record> {
    let mut records = Vec::with_capacity(people.len() * 9 / 4);
    for person in people {
        let mut agencies = AGENCIES;
        dice.shuffle(&mut agencies);
        let n = known_to(dice);
        records.extend(agencies[..n].iter().map(|agency| record(person, agency, dice)));
        if dice.is_one_in(40) {
            records.push(record(person, agencies[0], dice));
        }
    }
    dice.shuffle(&mut records);
    records
}

fn known_to(dice: &mut Dice) -> usize {
    let mut at = dice.below(100);
    let n = KNOWN_TO.iter().position(|share| {
        let is_here = at < *share;
        at = at.saturating_sub(*share);
        is_here
    });
    n.map_or(1, |n| n + 1)
}

fn happens(slip: usize, dice: &mut Dice) -> bool {
    dice.below(1_000) < slip
}

/// What one agency has of a person.
pub fn record(person: &Person, agency: &'static str, dice: &mut Dice) -> Record {
    let home = person.home_before.filter(|_| happens(OLD_HOME, dice)).unwrap_or(person.home);
    let line = address(home);
    let line = if happens(ADDRESS_TYPO, dice) { slips::typo(&line, dice) } else { line };
    let born = if happens(BORN_OTHERWISE, dice) { slips::misread(person.born, dice) } else { person.born };
    let (given, family) = (given_as_written(person, dice), family_as_written(person, dice));
    let is_there = MISSING.map(|missing| !happens(missing, dice));
    Record {
        person: person.id,
        agency,
        given: Some(given).filter(|_| is_there[0]),
        family: Some(family).filter(|_| is_there[1]),
        born: Some(born).filter(|_| is_there[2]),
        is_female: person.is_female,
        nhs_number: nhs_number(person.id),
        postcode: Some(postcode(home)).filter(|_| is_there[3]),
        address: Some(line).filter(|_| is_there[4]),
    }
}

fn given_as_written(person: &Person, dice: &mut Dice) -> String {
    match names::short(&person.given) {
        // Three in ten of those who have one, in the agencies that ask for it.
        Some(short) if dice.is_one_in(3) && happens(SHORT_NAME, dice) => short.to_owned(),
        _ if happens(INITIAL, dice) => person.given.chars().take(1).collect(),
        _ if happens(GIVEN_TYPO, dice) => slips::typo(&person.given, dice),
        _ => person.given.clone(),
    }
}

fn family_as_written(person: &Person, dice: &mut Dice) -> String {
    let name = person.former.as_ref().filter(|_| happens(FORMER_NAME, dice)).unwrap_or(&person.family);
    if happens(FAMILY_TYPO, dice) { slips::typo(name, dice) } else { name.clone() }
}
