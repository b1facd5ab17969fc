//! Households, the people in them, and what happens to them in a year.
//!
//! A chunk of households is made from one stream of chance, so that chunks can be made side by side.
//! Families are dated: partners come and go, children are born, households move, and some children
//! live in two families.

use jiff::civil::Date;
use model::FinancialYear;
use rand::RngExt;

use super::addresses::Home;
use super::families::{Family, Member};
use super::fates::{self, Former, Provision};
use super::names::{Origin, Sex, family_name, given_name, nickname, origin};
use super::person::{Person, Role, nhs_number, nino, upn};
use crate::dice::{Dice, dice};

/// Households made from one stream.
pub(crate) const CHUNK_HOUSEHOLDS: u64 = 128;
/// Homes set aside for a chunk: its households, and empty ones to move to.
const CHUNK_HOMES: u64 = 150;
/// Numbers set aside for the people of a chunk, and for its families.
const CHUNK_NUMBERS: u64 = 1_200;

/// Households of one stream.
pub(crate) struct Chunk {
    pub people: Vec<Person>,
    pub families: Vec<Family>,
    /// Homes rented from the district council.
    pub council_homes: Vec<u64>,
    /// What is over, and still is in files.
    pub formers: Vec<Former>,
}

/// How often things happen, as shares; they are printed into the truth.
pub(crate) const MOVES: f64 = 0.09;
pub(crate) const PARTNER_JOINS_OR_LEAVES: f64 = 0.035;
pub(crate) const BORN_IN_THE_YEAR: f64 = 0.06;
pub(crate) const TWO_FAMILIES: f64 = 0.3;
pub(crate) const NAME_CHANGED: f64 = 0.25;
pub(crate) const COUNCIL_RENTED: f64 = 0.17;
/// Households in a thousand by need: most have none, a few have nearly everything.
pub(crate) const NEEDS: [(u32, u8); 5] = [(700, 0), (190, 1), (80, 2), (24, 3), (6, 4)];

/// Makes a chunk; people are numbered from `first_id`.
pub(crate) fn chunk(seed: u64, year: FinancialYear, number: u64) -> Chunk {
    let mut maker = Maker {
        dice: dice(seed, &format!("households {number}")),
        year,
        next_id: number * CHUNK_NUMBERS + 1,
        next_household: number * CHUNK_HOUSEHOLDS,
        next_empty: number * CHUNK_HOMES + CHUNK_HOUSEHOLDS,
        chunk: Chunk { people: Vec::new(), families: Vec::new(), council_homes: Vec::new(), formers: Vec::new() },
    };
    for position in 0..CHUNK_HOUSEHOLDS {
        maker.household(Home(number * CHUNK_HOMES + position));
    }
    assert!(maker.next_id <= (number + 1) * CHUNK_NUMBERS, "a chunk has fewer people than numbers");
    // Who moves out takes the last of the empty homes; households take the first.
    fates::add(&mut maker.chunk, seed, number, year, Home((number + 1) * CHUNK_HOMES - 1));
    let Chunk { people, families, .. } = &mut maker.chunk;
    families.iter_mut().for_each(|family| family.grow_up(people, year.last_day()));
    maker.chunk
}

/// What the members of a family share: origin, name and need.
type Kin<'a> = (Origin, &'a str, u8);

struct Maker {
    dice: Dice,
    year: FinancialYear,
    next_id: u64,
    next_household: u64,
    next_empty: u64,
    chunk: Chunk,
}

impl Maker {
    fn household(&mut self, home: Home) {
        let number = self.next_household;
        self.next_household += 1;
        let first = self.chunk.people.len();
        let need = self.need();
        // People in difficulty rent from the council more often.
        if self.dice.random_bool(COUNCIL_RENTED * (0.7 + 0.6 * f64::from(need))) {
            self.chunk.council_homes.push(home.0);
        }
        let origin = origin(&mut self.dice);
        let family = family_name(origin, &mut self.dice);
        match self.dice.random_range(0..1_000) {
            0..=169 => self.adults(1, (66, 97), origin, &family, need),
            170..=309 => self.adults(1, (19, 65), origin, &family, need),
            310..=459 => self.adults(2, (66, 92), origin, &family, need),
            460..=669 => self.adults(2, (22, 65), origin, &family, need),
            670..=868 => self.with_children(2, origin, &family, need),
            869..=968 => self.with_children(1, origin, &family, need),
            969..=992 => self.sharers(need),
            993..=996 => self.residents((70, 100), 24),
            _ => self.residents((18, 60), 12),
        }
        let until = self.chunk.people.len();
        let moved =
            self.dice.random_bool(MOVES * (1.0 + 0.5 * f64::from(need))).then(|| (self.day(), self.empty_home()));
        for person in &mut self.chunk.people[first..until] {
            person.household = number;
            person.homes.insert(0, (self.year.first_day(), home));
            if let Some((day, to)) = moved.filter(|_| person.role != Role::Resident) {
                person.homes.push((day, to));
            }
        }
    }

    fn need(&mut self) -> u8 {
        let mut at = self.dice.random_range(0..1_000);
        for (share, need) in NEEDS {
            if at < share {
                return need;
            }
            at -= share;
        }
        0
    }

    /// A day of the year.
    fn day(&mut self) -> Date {
        self.year.first_day().saturating_add(jiff::Span::new().days(self.dice.random_range(5..360)))
    }

    fn empty_home(&mut self) -> Home {
        let home = self.next_empty;
        // Where a chunk has no empty home left, its first one is taken again: someone has left it by then.
        let end = home / CHUNK_HOMES * CHUNK_HOMES + CHUNK_HOMES;
        self.next_empty = if home + 1 < end { home + 1 } else { end - CHUNK_HOMES + CHUNK_HOUSEHOLDS };
        Home(home)
    }

    fn adults(&mut self, n: usize, (youngest, oldest): (i16, i16), origin: Origin, family: &str, need: u8) {
        let age = self.dice.random_range(youngest..=oldest);
        for position in 0..n {
            let sex = if position == 0 { self.either() } else { self.other_sex() };
            let age = (age + self.dice.random_range(-4..=4)).max(18);
            let role = Role::Adult;
            self.person(sex, age, origin, family, role, need);
            if position == 1 {
                self.maybe_married_name(origin);
            }
        }
    }

    fn either(&mut self) -> Sex {
        if self.dice.random_bool(0.507) { Sex::Female } else { Sex::Male }
    }

    /// Nearly always the other sex than the one before.
    fn other_sex(&mut self) -> Sex {
        let before = self.chunk.people.last().map_or(Sex::Female, |person| person.sex);
        let same = self.dice.random_bool(0.02);
        if (before == Sex::Female) == same { Sex::Female } else { Sex::Male }
    }

    /// Parents with children, dated; with two parents one may come or go in the year.
    fn with_children(&mut self, n_parents: usize, origin: Origin, family: &str, need: u8) {
        let age = self.dice.random_range(20..=52);
        let mut members: Vec<Member> = Vec::new();
        for position in 0..n_parents {
            members.push(self.parent(position, n_parents, age, (origin, family, need)));
        }
        // The mother may have kept or taken a name.
        self.maybe_married_name(origin);
        let n_children = [1, 1, 1, 2, 2, 2, 2, 3, 3, 4][self.dice.random_range(0..10)];
        for _ in 0..n_children {
            members.push(self.child(age, (origin, family, need)));
        }
        if self.dice.random_bool(0.05) {
            self.person(Sex::Female, age + 27, origin, family, Role::Relative, need);
        }
        self.chunk.add_family(members);
        if n_parents == 1 && self.dice.random_bool(TWO_FAMILIES) {
            self.second_family(need);
        }
    }

    fn parent(&mut self, position: usize, n_parents: usize, age: i16, (origin, family, need): Kin<'_>) -> Member {
        let sex = match position {
            0 if n_parents == 1 && self.dice.random_bool(0.88) => Sex::Female,
            0 => Sex::Female,
            _ => self.other_sex(),
        };
        let age = age + self.dice.random_range(-3..=5);
        self.person(sex, age, origin, family, Role::Parent, need);
        let comes_or_goes = position == 1 && self.dice.random_bool(PARTNER_JOINS_OR_LEAVES);
        let day = self.day();
        let (from, to) = match comes_or_goes {
            false => (self.year.first_day(), None),
            true if self.dice.random_bool(0.5) => (day, None),
            true => (self.year.first_day(), Some(day)),
        };
        Member { person: self.chunk.people.len() - 1, from, to, is_main: true }
    }

    /// A child of parents of this age, who may be born in the year.
    fn child(&mut self, age: i16, (origin, family, need): Kin<'_>) -> Member {
        let is_new = age < 43 && self.dice.random_bool(BORN_IN_THE_YEAR);
        let years = if is_new { 0 } else { self.dice.random_range(0..=(age - 18).clamp(1, 17)) };
        let sex = self.either();
        self.person(sex, years, origin, family, Role::Child, need);
        let person = self.chunk.people.len() - 1;
        let mut from = self.year.first_day();
        if is_new {
            from = self.day();
            self.chunk.people[person].born = from;
        }
        Member { person, from, to: None, is_main: true }
    }

    /// The other parent lives alone elsewhere, and the children live there too for a part of the week.
    fn second_family(&mut self, need: u8) {
        let children: Vec<Member> = {
            let family = self.chunk.families.last().expect("it was just made");
            family
                .members
                .iter()
                .copied()
                .filter(|member| self.chunk.people[member.person].role == Role::Child)
                .collect()
        };
        let oldest = self.chunk.people[children[0].person].born.year();
        let lives_alone = |person: &Person| {
            person.role == Role::Adult && person.sex == Sex::Male && (19..45).contains(&(oldest - person.born.year()))
        };
        // A household of one: the neighbours in the list are of other households.
        let alone = (0..self.chunk.people.len()).rev().take(400).find(|at| {
            let of = |at: usize| self.chunk.people.get(at).map(|person| person.household);
            lives_alone(&self.chunk.people[*at])
                && of(at + 1) != of(*at)
                && at.checked_sub(1).is_none_or(|before| of(before) != of(*at))
        });
        let Some(parent) = alone else { return };
        self.chunk.people[parent].role = Role::Parent;
        self.chunk.people[parent].need = self.chunk.people[parent].need.max(need.saturating_sub(1));
        let family = self.chunk.people[parent].family.clone();
        for child in &children {
            // Half of the children have the name of the parent they live with less.
            if self.dice.random_bool(0.5) {
                self.chunk.people[child.person].family.clone_from(&family);
            }
        }
        let parent = Member { person: parent, from: self.year.first_day(), to: None, is_main: true };
        let members = std::iter::once(parent)
            .chain(children.into_iter().map(|child| Member { is_main: false, ..child }))
            .collect();
        self.chunk.add_family(members);
    }

    /// Students and others who share a house and no name.
    fn sharers(&mut self, need: u8) {
        for _ in 0..self.dice.random_range(3..=6) {
            let origin = origin(&mut self.dice);
            let family = family_name(origin, &mut self.dice);
            let (sex, age) = (self.either(), self.dice.random_range(18..=30));
            self.person(sex, age, origin, &family, Role::Adult, need);
        }
    }

    /// A care home or a hostel: many people at one address who are nothing to each other.
    fn residents(&mut self, (youngest, oldest): (i16, i16), n: usize) {
        for _ in 0..n {
            let origin = origin(&mut self.dice);
            let family = family_name(origin, &mut self.dice);
            let (sex, age) = (self.either(), self.dice.random_range(youngest..=oldest));
            self.person(sex, age, origin, &family, Role::Resident, 2);
        }
    }

    fn person(&mut self, sex: Sex, age: i16, origin: Origin, family: &str, role: Role, need: u8) {
        let born = self.born(age);
        let dice = &mut self.dice;
        let given = given_name(origin, sex, born.year(), dice);
        let middle = if dice.random_bool(0.6) { given_name(origin, sex, born.year(), dice) } else { String::new() };
        let known_as = nickname(&given, dice);
        let id = self.next_id;
        self.next_id += 1;
        let is_of_school_age = (4..=16).contains(&age);
        self.chunk.people.push(Person {
            id,
            household: self.next_household,
            sex,
            born,
            given,
            middle,
            family: family.to_owned(),
            former_family: None,
            known_as,
            origin,
            role,
            homes: Vec::new(),
            nhs_number: nhs_number(id),
            nino: if age >= 16 { nino(id) } else { String::new() },
            upn: if is_of_school_age { upn(id) } else { String::new() },
            need,
            provision: Provision::None,
            pregnancy: None,
            joined: None,
            departed: None,
            claims_since: None,
        });
    }

    /// The birthday of somebody of this age. Nobody is born after the year began but those who are born in it.
    fn born(&mut self, age: i16) -> Date {
        let first_day = self.year.first_day();
        let new_year = Date::new(self.year.0 as i16 - age.max(0), 1, 1).expect("the first of January is in every year");
        let born = new_year.saturating_add(jiff::Span::new().days(self.dice.random_range(0..365)));
        if born > first_day {
            return first_day.saturating_sub(jiff::Span::new().days(self.dice.random_range(1..90)));
        }
        born
    }

    /// The last person has, or had, another name before marriage.
    fn maybe_married_name(&mut self, origin: Origin) {
        let before = family_name(origin, &mut self.dice);
        let changed = self.dice.random_bool(NAME_CHANGED);
        let person = self.chunk.people.last_mut().expect("somebody was just made");
        if person.sex == Sex::Female && changed {
            person.former_family = Some(before);
        }
    }
}

impl Chunk {
    pub fn add_family(&mut self, members: Vec<Member>) {
        // People of a chunk are numbered from here too, and there are more of them than of families.
        let first = self.people[0].id;
        self.families.push(Family { id: first + self.families.len() as u64, members });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn many() -> Vec<Chunk> {
        (0..80).map(|number| chunk(7, FinancialYear(2025), number)).collect()
    }

    #[test]
    fn numbers_are_everybodys_own_and_check() {
        let chunks = many();
        let people: Vec<&Person> = chunks.iter().flat_map(|chunk| &chunk.people).collect();
        let numbers: BTreeSet<u64> = people.iter().map(|person| person.nhs_number).collect();
        assert_eq!(numbers.len(), people.len());
        for number in numbers.iter().take(500) {
            let digits: Vec<u64> = number.to_string().bytes().map(|byte| u64::from(byte - b'0')).collect();
            let weighed: u64 = digits[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            assert_eq!((weighed + digits[9]) % 11, 0, "{number}");
        }
        let per_household = people.len() as f64 / (80 * CHUNK_HOUSEHOLDS) as f64;
        assert!((2.1..2.7).contains(&per_household), "{per_household} people in a household");
    }

    #[test]
    fn families_hold_children_and_some_children_have_two() {
        let chunks = many();
        let year = FinancialYear(2025);
        let (mut n_children, mut n_in_two) = (0, 0);
        for chunk in &chunks {
            for family in &chunk.families {
                let makes_family = |person: &Person| person.role == Role::Child || person.expects(year.last_day());
                assert!(family.members.iter().any(|member| makes_family(&chunk.people[member.person])));
                assert!(
                    family
                        .members
                        .iter()
                        .all(|member| member.to.is_none_or(|to| member.from < to && year.contains(to)))
                );
            }
            let in_families = |main: bool| {
                chunk.families.iter().flat_map(|family| &family.members).filter(move |member| member.is_main == main)
            };
            n_children += in_families(true).filter(|member| chunk.people[member.person].role == Role::Child).count();
            n_in_two += in_families(false).count();
        }
        assert!(n_in_two * 50 > n_children, "{n_in_two} of {n_children} children have two families");
        assert!(n_in_two * 5 < n_children, "{n_in_two} of {n_children} children have two families");
    }
}
