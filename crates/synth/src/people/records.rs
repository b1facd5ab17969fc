//! What an agency has written down of a person, with the slips of those who wrote it.

use jiff::civil::Date;
use rand::RngExt;

use super::addresses::Home;
use super::agencies::Agency;
use super::fates::{Pregnancy, Provision};
use super::names::{Sex, plain_letters};
use super::periods::Days;
use super::person::{Person, Role};
use crate::dice::{Dice, pick};

/// One record of one agency.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The agency's own number.
    pub id: String,
    pub given: String,
    pub middle: String,
    pub family: String,
    pub known_as: String,
    pub born: Option<Date>,
    pub sex: Option<Sex>,
    pub home: Home,
    pub address: String,
    pub town: String,
    pub postcode: String,
    pub uprn: String,
    pub nhs_number: String,
    pub nino: String,
    pub upn: String,
    pub phone: String,
    /// Filled where the agency knows the household: tenancy, relation, carer, partner.
    pub household_ref: String,
    pub relation: String,
    pub carer: String,
    pub carer_ref: String,
    /// The parent of the child's other family, where it has two.
    pub second_carer: String,
    pub second_carer_postcode: String,
    pub partner_nino: String,
    /// From when until when the agency says this.
    pub days: Days,
    pub pregnancy: Option<Pregnancy>,
    pub provision: Provision,
    /// What is wrong with it.
    pub errors: Vec<Slip>,
}

/// What can be wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    GivenTypo,
    FamilyTypo,
    Nickname,
    NamesSwapped,
    FormerName,
    HalfOfTwoNames,
    BirthMissing,
    /// The first of January, as systems fill in.
    BirthDefault,
    BirthWrong,
    OldAddress,
    AddressTypo,
    PostcodeMissing,
    NumberMissing,
    SexMissing,
}

/// The chance of each slip in a record in which it could be.
pub(crate) const RECORD_SLIPS: [(Slip, f64); 14] = [
    (Slip::GivenTypo, 0.02),
    (Slip::FamilyTypo, 0.025),
    (Slip::Nickname, 0.12),
    (Slip::NamesSwapped, 0.006),
    (Slip::FormerName, 0.15),
    (Slip::HalfOfTwoNames, 0.3),
    (Slip::BirthMissing, 0.015),
    (Slip::BirthDefault, 0.006),
    (Slip::BirthWrong, 0.012),
    (Slip::OldAddress, 0.45),
    (Slip::AddressTypo, 0.02),
    (Slip::PostcodeMissing, 0.03),
    (Slip::NumberMissing, 0.12),
    (Slip::SexMissing, 0.01),
];
/// People with a second record in the same agency.
pub(crate) const SECOND_RECORD: f64 = 0.015;

impl Slip {
    pub fn word(self) -> &'static str {
        match self {
            Slip::GivenTypo => "given_typo",
            Slip::FamilyTypo => "family_typo",
            Slip::Nickname => "nickname",
            Slip::NamesSwapped => "names_swapped",
            Slip::FormerName => "former_name",
            Slip::HalfOfTwoNames => "half_of_two_names",
            Slip::BirthMissing => "birth_missing",
            Slip::BirthDefault => "birth_default",
            Slip::BirthWrong => "birth_wrong",
            Slip::OldAddress => "old_address",
            Slip::AddressTypo => "address_typo",
            Slip::PostcodeMissing => "postcode_missing",
            Slip::NumberMissing => "number_missing",
            Slip::SexMissing => "sex_missing",
        }
    }

    fn chance(self) -> f64 {
        RECORD_SLIPS.iter().find(|(slip, _)| *slip == self).map_or(0.0, |(_, chance)| *chance)
    }
}

/// Which of a person's records in an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    First,
    /// Written by somebody who did not find the first.
    Second,
    /// Of something that is over, or outside what the agency usually knows.
    Other,
}

/// The number of a person's record in an agency: unique there, and it tells nothing.
pub(crate) fn record_id(agency: Agency, person: u64, which: Which) -> String {
    // Multiplying by one prime modulo another gives each number one other.
    const MODULUS: u64 = 999_999_937;
    /// Twice the number of anybody is below.
    const OTHERS: u64 = 500_000_000;
    let own = person * 2
        + match which {
            Which::First => 0,
            Which::Second => 1,
            Which::Other => OTHERS,
        };
    let number = own * (387_420_499 + agency as u64 * 1_009) % MODULUS;
    match agency {
        Agency::Health => format!("P{number:09}"),
        Agency::Schools => format!("{number:09}"),
        Agency::Housing => format!("H{number:09}"),
        Agency::SocialCare => format!("C{number:09}"),
        Agency::Police => format!("N{number:09}"),
        Agency::Benefits => format!("UC{number:09}"),
        Agency::MentalHealth => format!("R{number:09}"),
        Agency::Voluntary => format!("V-{number:09}"),
    }
}

/// What the agency wrote down of somebody at a home.
pub(crate) fn record(agency: Agency, person: &Person, which: Which, home: Wanted, dice: &mut Dice) -> Record {
    let mut record = Record {
        id: record_id(agency, person.id, which),
        born: Some(person.born),
        sex: Some(person.sex),
        ..Record::default()
    };
    let mut slips = Slips { dice, made: Vec::new() };
    write_names(&mut record, person, &mut slips);
    write_birth(&mut record, &mut slips);
    record.home = home.of(person, &mut slips);
    write_address(&mut record, person, &mut slips);
    if slips.happens(Slip::SexMissing) {
        record.sex = None;
    }
    // An agency's own number is always there, others' sometimes.
    let has_number =
        matches!(agency, Agency::Health | Agency::Schools | Agency::Benefits) || !slips.happens(Slip::NumberMissing);
    if has_number {
        record.nhs_number = person.nhs_number.to_string();
        record.nino.clone_from(&person.nino);
        record.upn.clone_from(&person.upn);
    }
    record.phone = format!("07{:09}", crate::dice::fingerprint(&format!("phone {}", person.id)) % 1_000_000_000);
    record.errors = slips.made;
    if agency.has_plain_letters() {
        for text in [&mut record.given, &mut record.middle, &mut record.family, &mut record.known_as] {
            *text = plain_letters(text);
        }
    }
    if agency.shouts() {
        for text in [&mut record.given, &mut record.middle, &mut record.family, &mut record.address, &mut record.town] {
            *text = text.to_uppercase();
        }
    }
    record
}

/// At which home somebody is to be written down.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// Where they live on the day, or where they lived before, if the agency has not heard. Of who moved out of a family
    /// the caller says whether it has.
    Now {
        day: Date,
        heard: bool,
    },
    /// Where their tenancy is or was: a landlord knows.
    Tenancy(Home),
    At(Home),
}

impl Wanted {
    fn of(self, person: &Person, slips: &mut Slips) -> Home {
        let has_moved = person.homes.len() > 1;
        let (day, heard) = match self {
            Wanted::At(home) => return home,
            Wanted::Tenancy(home) => {
                // What would have been drawn, so that the rest of the file is the same for everybody.
                let _ = has_moved && slips.dice.random_bool(Slip::OldAddress.chance());
                if has_moved && home == person.homes[0].1 {
                    slips.made.push(Slip::OldAddress);
                }
                return home;
            }
            Wanted::Now { day, heard } => (day, heard),
        };
        let is_old = has_moved && slips.happens(Slip::OldAddress);
        match person.departed {
            Some(_) if heard => person.home_on(day),
            departed => {
                if departed.is_some() {
                    slips.made.push(Slip::OldAddress);
                }
                if is_old { person.homes[0].1 } else { person.household_home_on(day) }
            }
        }
    }
}

struct Slips<'a> {
    dice: &'a mut Dice,
    made: Vec<Slip>,
}

impl Slips<'_> {
    fn happens(&mut self, slip: Slip) -> bool {
        let happens = self.dice.random_bool(slip.chance());
        if happens {
            self.made.push(slip);
        }
        happens
    }
}

fn write_names(record: &mut Record, person: &Person, slips: &mut Slips) {
    record.given.clone_from(&person.given);
    record.middle.clone_from(&person.middle);
    record.family.clone_from(&person.family);
    if let Some(nickname) = person.known_as {
        record.known_as = nickname.to_owned();
        if slips.happens(Slip::Nickname) {
            record.given = nickname.to_owned();
        }
    }
    if let Some(former) = &person.former_family
        && slips.happens(Slip::FormerName)
    {
        record.family.clone_from(former);
    }
    if let Some((first, second)) = record.family.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned()))
        && slips.happens(Slip::HalfOfTwoNames)
    {
        record.family = if slips.dice.random_bool(0.5) { first } else { second };
    }
    if slips.happens(Slip::GivenTypo) {
        record.given = typo(&record.given, slips.dice);
    }
    if slips.happens(Slip::FamilyTypo) {
        record.family = typo(&record.family, slips.dice);
    }
    if slips.happens(Slip::NamesSwapped) {
        std::mem::swap(&mut record.given, &mut record.family);
    }
}

fn write_birth(record: &mut Record, slips: &mut Slips) {
    let born = record.born.expect("everybody was born");
    if slips.happens(Slip::BirthMissing) {
        record.born = None;
    } else if slips.happens(Slip::BirthDefault) {
        record.born = Some(Date::constant(born.year(), 1, 1));
    } else if slips.happens(Slip::BirthWrong) {
        record.born = Some(slipped(born, slips.dice));
    }
}

/// Day and month exchanged where that is a date, else a year or a day beside.
fn slipped(born: Date, dice: &mut Dice) -> Date {
    let exchanged = Date::new(born.year(), born.day(), born.month()).ok().filter(|date| *date != born);
    match exchanged {
        Some(date) if dice.random_bool(0.5) => date,
        _ if dice.random_bool(0.5) => born.saturating_add(jiff::Span::new().days(pick(dice, &[1i64, -1, 10, -10]))),
        _ => born.saturating_sub(jiff::Span::new().years(1)),
    }
}

fn write_address(record: &mut Record, person: &Person, slips: &mut Slips) {
    let home = record.home;
    record.address = home.line();
    record.town = home.town().to_owned();
    record.postcode = home.postcode();
    record.uprn = home.uprn().to_string();
    record.household_ref = format!("T{:08}", (home.0 * 48_271 + 11) % 99_999_989);
    record.relation = match person.role {
        Role::Child => "Child",
        Role::Relative => "Other",
        Role::Parent | Role::Adult | Role::Resident => "Tenant",
    }
    .to_owned();
    if slips.happens(Slip::AddressTypo) {
        record.address = typo(&record.address, slips.dice);
    }
    if slips.happens(Slip::PostcodeMissing) {
        record.postcode.clear();
    } else if slips.dice.random_bool(0.2) {
        // Half of the world writes no space in it.
        record.postcode.retain(|c| c != ' ');
    }
}

/// One letter left out, doubled, exchanged with the next, or another one.
fn typo(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let at = dice.random_range(1..letters.len() - 1);
    match dice.random_range(0..4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = char::from(dice.random_range(b'a'..=b'z')),
    }
    letters.into_iter().collect()
}

impl Record {
    pub fn printed_date(&self, style: fn(Date) -> String) -> String {
        self.born.map(style).unwrap_or_default()
    }

    /// The first day on which it is true, as the agency prints it.
    pub fn first_day(&self, style: fn(Date) -> String) -> String {
        self.days.0.map(style).unwrap_or_default()
    }

    pub fn last_day(&self, style: fn(Date) -> String) -> String {
        self.days.1.map(style).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::dice;
    use crate::people::households::chunk;
    use model::FinancialYear;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_of_records_are_unique() {
        let ids: BTreeSet<String> = (1..50_000)
            .flat_map(|id| {
                [Which::First, Which::Second, Which::Other].map(|which| record_id(Agency::Police, id, which))
            })
            .collect();
        assert_eq!(ids.len(), 3 * 49_999);
    }

    #[test]
    fn slips_are_made_at_their_rates_and_written_down() {
        let mut dice = dice(1, "records");
        let people: Vec<Person> = (0..40).flat_map(|number| chunk(7, FinancialYear(2025), number).people).collect();
        let home = Wanted::Now { day: Date::constant(2026, 3, 31), heard: true };
        let records: Vec<Record> =
            people.iter().map(|person| record(Agency::SocialCare, person, Which::First, home, &mut dice)).collect();
        let n = records.iter().filter(|record| record.errors.contains(&Slip::FamilyTypo)).count() as f64;
        assert!((n / records.len() as f64 - Slip::FamilyTypo.chance()).abs() < 0.006, "{n} of {}", records.len());
        for (person, record) in people.iter().zip(&records).filter(|(_, record)| record.errors.is_empty()) {
            assert_eq!((&record.family, record.born), (&person.family, Some(person.born)));
            assert_eq!(record.nhs_number, person.nhs_number.to_string());
        }
    }
}
