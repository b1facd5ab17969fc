//! How each agency's system lays out its file: headings and what stands under them.

use jiff::civil::Date;

use super::agencies::Agency;
use super::fates::Provision;
use super::names::Sex;
use super::records::Record;

/// A heading as the system exports it, and the cell of a record under it.
type Column = (&'static str, fn(&Record) -> String);

impl Agency {
    /// Headings of its file.
    pub fn headings(self) -> Vec<&'static str> {
        self.columns().iter().map(|(heading, _)| *heading).collect()
    }

    /// One row of its file.
    pub fn row(self, record: &Record) -> Vec<String> {
        self.columns().iter().map(|(_, cell)| cell(record)).collect()
    }

    fn columns(self) -> &'static [Column] {
        match self {
            Agency::Health => HEALTH,
            Agency::Schools => SCHOOLS,
            Agency::Housing => HOUSING,
            Agency::SocialCare => SOCIAL_CARE,
            Agency::Police => POLICE,
            Agency::Benefits => BENEFITS,
            Agency::MentalHealth => MENTAL_HEALTH,
            Agency::Voluntary => VOLUNTARY,
        }
    }
}

const HEALTH: &[Column] = &[
    ("nhs_number", |of| of.nhs_number.clone()),
    ("family_name", |of| of.family.clone()),
    ("given_name", |of| of.given.clone()),
    ("other_given_name", |of| of.middle.clone()),
    ("birth_date", |of| of.printed_date(iso)),
    ("gender_code", |of| code(of, "2", "1")),
    ("address_line_1", |of| of.address.clone()),
    ("address_town", |of| of.town.clone()),
    ("postcode", |of| of.postcode.clone()),
    ("edd", |of| of.pregnancy.map(|pregnancy| pregnancy.expected.to_string()).unwrap_or_default()),
    ("delivery_date", delivery_date),
    ("patient_ref", |of| of.id.clone()),
];

const SCHOOLS: &[Column] = &[
    ("UPN", |of| of.upn.clone()),
    ("Surname", |of| of.family.clone()),
    ("Forename", |of| of.given.clone()),
    ("Preferred Forename", |of| of.known_as.clone()),
    ("DOB", |of| of.printed_date(slashes)),
    ("Sex", |of| code(of, "F", "M")),
    ("Address", full_address),
    ("Postcode", |of| of.postcode.clone()),
    ("Parent or Carer", |of| of.carer.clone()),
    ("Pupil Ref", |of| of.id.clone()),
    ("Second Contact", |of| of.second_carer.clone()),
    ("Second Contact Postcode", |of| of.second_carer_postcode.clone()),
    ("Date of Entry", |of| of.first_day(named_month)),
    ("Date of Leaving", |of| of.last_day(named_month)),
    ("SENprovision", provision),
];

const HOUSING: &[Column] = &[
    ("Person Ref", |of| of.id.clone()),
    ("Tenancy Ref", |of| of.household_ref.clone()),
    ("Title", |of| code(of, "Ms", "Mr")),
    ("First Name", |of| of.given.clone()),
    ("Last Name", |of| of.family.clone()),
    ("Date of Birth", |of| of.printed_date(slashes)),
    ("UPRN", |of| of.uprn.clone()),
    ("Address", full_address),
    ("Post Code", |of| of.postcode.clone()),
    ("Relationship", |of| of.relation.clone()),
    ("Tenancy Start Date", |of| of.first_day(slashes)),
    ("Tenancy End Date", |of| of.last_day(slashes)),
];

const SOCIAL_CARE: &[Column] = &[
    ("ClientID", |of| of.id.clone()),
    ("LastName", |of| of.family.clone()),
    ("FirstName", |of| of.given.clone()),
    ("KnownAs", |of| of.known_as.clone()),
    ("DateOfBirth", |of| of.printed_date(iso)),
    ("Gender", |of| code(of, "Female", "Male")),
    ("NHSNumber", |of| of.nhs_number.clone()),
    ("FullAddress", full_address),
    ("Postcode", |of| of.postcode.clone()),
    ("CarerClientID", |of| of.carer_ref.clone()),
    ("OpenedDate", |of| of.first_day(iso)),
    ("ClosedDate", |of| of.last_day(iso)),
];

const POLICE: &[Column] = &[
    ("NOMINAL_ID", |of| of.id.clone()),
    ("SURNAME", |of| of.family.clone()),
    ("FORENAME1", |of| of.given.clone()),
    ("FORENAME2", |of| of.middle.clone()),
    ("DOB", |of| of.printed_date(slashes)),
    ("SEX", |of| code(of, "F", "M")),
    ("LAST_KNOWN_ADDRESS", full_address),
    ("POSTCODE", |of| of.postcode.clone()),
];

const BENEFITS: &[Column] = &[
    ("NINO", |of| of.nino.clone()),
    ("SURNAME", |of| of.family.clone()),
    ("FIRST NAME", |of| of.given.clone()),
    ("DATE OF BIRTH", |of| of.printed_date(compact)),
    ("ADDRESS", full_address),
    ("POSTCODE", |of| of.postcode.clone()),
    ("CLAIM REF", |of| of.id.clone()),
    ("PARTNER NINO", |of| of.partner_nino.clone()),
    ("CLAIM START", |of| of.first_day(compact)),
    // Its system wants a date, and writes one that never comes.
    ("CLAIM END", |of| Some(of.last_day(compact)).filter(|to| !to.is_empty()).unwrap_or_else(|| "99991231".to_owned())),
];

const MENTAL_HEALTH: &[Column] = &[
    ("RiO ID", |of| of.id.clone()),
    ("NHS Number", |of| of.nhs_number.clone()),
    ("Name", |of| format!("{}, {}", of.family, of.given)),
    ("D.O.B.", |of| of.printed_date(named_month)),
    ("Gender", |of| code(of, "F", "M")),
    ("Address", |of| of.address.clone()),
    ("Postcode", |of| of.postcode.clone()),
];

const VOLUNTARY: &[Column] = &[
    ("Ref", |of| of.id.clone()),
    ("First name", |of| of.given.clone()),
    ("Second name", |of| of.family.clone()),
    ("Year of birth", |of| of.printed_date(|day| day.year().to_string())),
    ("Postcode", |of| of.postcode.clone()),
    ("Phone", |of| of.phone.clone()),
];

fn delivery_date(of: &Record) -> String {
    let ended = of.pregnancy.and_then(|pregnancy| pregnancy.ended.filter(|_| pregnancy.is_end_written));
    ended.map(|day| day.to_string()).unwrap_or_default()
}

fn full_address(of: &Record) -> String {
    format!("{}, {}", of.address, of.town)
}

fn provision(of: &Record) -> String {
    let word = match of.provision {
        Provision::None => "N",
        Provision::Support => "K",
        Provision::Plan => "E",
    };
    word.to_owned()
}

fn code(of: &Record, female: &str, male: &str) -> String {
    let code = match of.sex {
        Some(Sex::Female) => female,
        Some(Sex::Male) => male,
        None => "",
    };
    code.to_owned()
}

pub(super) fn iso(date: Date) -> String {
    date.to_string()
}

pub(super) fn slashes(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

fn compact(date: Date) -> String {
    format!("{}{:02}{:02}", date.year(), date.month(), date.day())
}

pub(super) fn named_month(date: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    format!("{:02}-{}-{}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}
