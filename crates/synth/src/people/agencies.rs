//! The agencies that hold files about people, whom each knows, and how each lays its file out.

use rand::RngExt;

use super::fates::Provision;
use super::households::Chunk;
use super::names::Sex;
use super::person::{Person, Role};
use super::records::Record;
use crate::bodies::{AMBLEFORD, COUNTY, DEPARTMENT, FOUNDATION, ICB, PARTNERSHIP, POLICE};
use crate::dice::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Agency {
    Health,
    Schools,
    Housing,
    SocialCare,
    Police,
    Benefits,
    MentalHealth,
    Voluntary,
}

impl Agency {
    pub const ALL: [Agency; 8] = [
        Agency::Health,
        Agency::Schools,
        Agency::Housing,
        Agency::SocialCare,
        Agency::Police,
        Agency::Benefits,
        Agency::MentalHealth,
        Agency::Voluntary,
    ];

    /// The word in contacts and in the truth, and in the name of its files.
    pub fn word(self) -> &'static str {
        match self {
            Agency::Health => "health",
            Agency::Schools => "schools",
            Agency::Housing => "housing",
            Agency::SocialCare => "social_care",
            Agency::Police => "police",
            Agency::Benefits => "benefits",
            Agency::MentalHealth => "mental_health",
            Agency::Voluntary => "voluntary",
        }
    }

    /// The body whose money its contacts cost.
    pub fn body(self) -> &'static str {
        match self {
            Agency::Health => ICB,
            Agency::Schools | Agency::SocialCare => COUNTY,
            Agency::Housing => AMBLEFORD,
            Agency::Police => POLICE,
            Agency::Benefits => DEPARTMENT,
            Agency::MentalHealth => PARTNERSHIP,
            Agency::Voluntary => FOUNDATION,
        }
    }

    /// Headings as its system exports them.
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            Agency::Health => &[
                "nhs_number",
                "family_name",
                "given_name",
                "other_given_name",
                "birth_date",
                "gender_code",
                "address_line_1",
                "address_town",
                "postcode",
                "edd",
                "delivery_date",
                "patient_ref",
            ],
            Agency::Schools => &[
                "UPN",
                "Surname",
                "Forename",
                "Preferred Forename",
                "DOB",
                "Sex",
                "Address",
                "Postcode",
                "Parent or Carer",
                "Pupil Ref",
                "Second Contact",
                "Second Contact Postcode",
                "Date of Entry",
                "Date of Leaving",
                "SENprovision",
            ],
            Agency::Housing => &[
                "Person Ref",
                "Tenancy Ref",
                "Title",
                "First Name",
                "Last Name",
                "Date of Birth",
                "UPRN",
                "Address",
                "Post Code",
                "Relationship",
                "Tenancy Start Date",
                "Tenancy End Date",
            ],
            Agency::SocialCare => &[
                "ClientID",
                "LastName",
                "FirstName",
                "KnownAs",
                "DateOfBirth",
                "Gender",
                "NHSNumber",
                "FullAddress",
                "Postcode",
                "CarerClientID",
                "OpenedDate",
                "ClosedDate",
            ],
            Agency::Police => {
                &["NOMINAL_ID", "SURNAME", "FORENAME1", "FORENAME2", "DOB", "SEX", "LAST_KNOWN_ADDRESS", "POSTCODE"]
            }
            Agency::Benefits => &[
                "NINO",
                "SURNAME",
                "FIRST NAME",
                "DATE OF BIRTH",
                "ADDRESS",
                "POSTCODE",
                "CLAIM REF",
                "PARTNER NINO",
                "CLAIM START",
                "CLAIM END",
            ],
            Agency::MentalHealth => &["RiO ID", "NHS Number", "Name", "D.O.B.", "Gender", "Address", "Postcode"],
            Agency::Voluntary => &["Ref", "First name", "Second name", "Year of birth", "Postcode", "Phone"],
        }
    }

    /// Capitals and no marks over letters.
    pub fn shouts(self) -> bool {
        matches!(self, Agency::Police | Agency::Benefits)
    }

    /// Names without marks over letters, as in most old systems.
    pub fn has_plain_letters(self) -> bool {
        self.shouts() || matches!(self, Agency::Housing | Agency::MentalHealth)
    }

    /// One row of its file.
    pub fn row(self, record: &Record) -> Vec<String> {
        let of = |text: &str| text.to_owned();
        let Record { id, given, middle, family, known_as, sex, address, town, postcode, .. } = record;
        let full = format!("{address}, {town}");
        let date = |style: fn(jiff::civil::Date) -> String| record.printed_date(style);
        match self {
            Agency::Health => vec![
                of(&record.nhs_number),
                of(family),
                of(given),
                of(middle),
                date(|d| d.to_string()),
                of(code(*sex, "2", "1")),
                of(address),
                of(town),
                of(postcode),
                record.pregnancy.map(|of| of.expected.to_string()).unwrap_or_default(),
                record
                    .pregnancy
                    .and_then(|of| of.ended.filter(|_| of.is_end_written))
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
                of(id),
            ],
            Agency::Schools => vec![
                of(&record.upn),
                of(family),
                of(given),
                of(known_as),
                date(slashes),
                of(code(*sex, "F", "M")),
                full,
                of(postcode),
                of(&record.carer),
                of(id),
                of(&record.second_carer),
                of(&record.second_carer_postcode),
                record.first_day(named_month),
                record.last_day(named_month),
                of(match record.provision {
                    Provision::None => "N",
                    Provision::Support => "K",
                    Provision::Plan => "E",
                }),
            ],
            Agency::Housing => vec![
                of(id),
                of(&record.household_ref),
                of(code(*sex, "Ms", "Mr")),
                of(given),
                of(family),
                date(slashes),
                of(&record.uprn),
                full,
                of(postcode),
                of(&record.relation),
                record.first_day(slashes),
                record.last_day(slashes),
            ],
            Agency::SocialCare => vec![
                of(id),
                of(family),
                of(given),
                of(known_as),
                date(|d| d.to_string()),
                of(code(*sex, "Female", "Male")),
                of(&record.nhs_number),
                full,
                of(postcode),
                of(&record.carer_ref),
                record.first_day(|d| d.to_string()),
                record.last_day(|d| d.to_string()),
            ],
            Agency::Police => vec![
                of(id),
                of(family),
                of(given),
                of(middle),
                date(slashes),
                of(code(*sex, "F", "M")),
                full,
                of(postcode),
            ],
            Agency::Benefits => vec![
                of(&record.nino),
                of(family),
                of(given),
                date(compact),
                full,
                of(postcode),
                of(id),
                of(&record.partner_nino),
                record.first_day(compact),
                // Its system wants a date, and writes one that never comes.
                Some(record.last_day(compact)).filter(|to| !to.is_empty()).unwrap_or_else(|| "99991231".to_owned()),
            ],
            Agency::MentalHealth => vec![
                of(id),
                of(&record.nhs_number),
                format!("{family}, {given}"),
                date(named_month),
                of(code(*sex, "F", "M")),
                of(address),
                of(postcode),
            ],
            Agency::Voluntary => {
                vec![of(id), of(given), of(family), date(|d| d.year().to_string()), of(postcode), of(&record.phone)]
            }
        }
    }
}

fn code(sex: Option<Sex>, female: &'static str, male: &'static str) -> &'static str {
    match sex {
        Some(Sex::Female) => female,
        Some(Sex::Male) => male,
        None => "",
    }
}

fn slashes(date: jiff::civil::Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

fn compact(date: jiff::civil::Date) -> String {
    format!("{}{:02}{:02}", date.year(), date.month(), date.day())
}

fn named_month(date: jiff::civil::Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    format!("{:02}-{}-{}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

/// The chance, by need, that an agency knows somebody it could know.
fn chance(agency: Agency, is_child: bool) -> [f64; 5] {
    match (agency, is_child) {
        (Agency::SocialCare, true) => [0.004, 0.03, 0.16, 0.5, 0.92],
        (Agency::SocialCare, false) => [0.006, 0.02, 0.08, 0.25, 0.5],
        (Agency::Police, true) => [0.008, 0.02, 0.08, 0.3, 0.6],
        (Agency::Police, false) => [0.03, 0.06, 0.18, 0.5, 0.85],
        (Agency::Benefits, _) => [0.07, 0.25, 0.55, 0.82, 0.95],
        (Agency::MentalHealth, true) => [0.008, 0.025, 0.08, 0.25, 0.5],
        (Agency::MentalHealth, false) => [0.015, 0.05, 0.15, 0.4, 0.7],
        (Agency::Voluntary, _) => [0.002, 0.025, 0.1, 0.35, 0.7],
        (Agency::Health | Agency::Schools | Agency::Housing, _) => [1.0; 5],
    }
}

/// Whether an agency holds a record of somebody.
pub(crate) fn knows(agency: Agency, person: &Person, chunk: &Chunk, age: i16, dice: &mut Dice) -> bool {
    let is_child = age < 18;
    let could = match agency {
        Agency::Health => dice.random_bool(0.97),
        Agency::Schools => !person.upn.is_empty() && dice.random_bool(0.94),
        Agency::Housing => person.role != Role::Resident && chunk.council_homes.contains(&person.homes[0].1.0),
        Agency::Police => age >= 10,
        Agency::Benefits => (16..=66).contains(&age),
        Agency::Voluntary => !is_child,
        Agency::SocialCare | Agency::MentalHealth => true,
    };
    let mut chance = chance(agency, is_child)[usize::from(person.need)];
    // Care for older people goes by age rather than by trouble.
    if agency == Agency::SocialCare && age > 74 {
        chance += 0.12 + if person.role == Role::Resident { 0.5 } else { 0.0 };
    }
    could && dice.random_bool(chance.min(1.0))
}
