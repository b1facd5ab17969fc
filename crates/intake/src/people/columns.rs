//! Records and contacts gathered into batches of their tables.

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::TableRows;
use model::tables::{CONTACT, PERSON_RECORD, Sex, contact, person_record};
use money::Money;

use super::birth::Birth;
use super::field::PersonField;
use super::period::{Period, Pregnancy};

/// The columns of a record before the birth that say what a cell says, and the field of each.
pub(super) const NAMES: [(&str, PersonField); 5] = [
    (person_record::GIVEN_NAME, PersonField::GivenName),
    (person_record::OTHER_NAMES, PersonField::OtherNames),
    (person_record::FAMILY_NAME, PersonField::FamilyName),
    (person_record::FORMER_NAME, PersonField::FormerName),
    (person_record::KNOWN_AS, PersonField::KnownAs),
];

/// The same after the birth.
pub(super) const DETAILS: [(&str, PersonField); 16] = [
    (person_record::ADDRESS, PersonField::Address),
    (person_record::POSTCODE, PersonField::Postcode),
    (person_record::UPRN, PersonField::Uprn),
    (person_record::NHS_NUMBER, PersonField::NhsNumber),
    (person_record::NINO, PersonField::Nino),
    (person_record::UPN, PersonField::Upn),
    (person_record::PHONE, PersonField::Phone),
    (person_record::EMAIL, PersonField::Email),
    (person_record::HOUSEHOLD_REF, PersonField::HouseholdRef),
    (person_record::RELATION, PersonField::Relation),
    (person_record::CARER_NAME, PersonField::CarerName),
    (person_record::CARER_REF, PersonField::CarerRef),
    (person_record::OTHER_CARER_NAME, PersonField::OtherCarerName),
    (person_record::OTHER_CARER_POSTCODE, PersonField::OtherCarerPostcode),
    (person_record::PARTNER_REF, PersonField::PartnerRef),
    (person_record::SEN_PROVISION, PersonField::SenProvision),
];

/// One record of a person, every text in its own form.
#[derive(Clone, Default)]
pub(super) struct Record {
    pub id: String,
    /// In the order of [`NAMES`].
    pub names: [Option<String>; NAMES.len()],
    pub birth: Birth,
    pub sex: Option<Sex>,
    /// In the order of [`DETAILS`].
    pub details: [Option<String>; DETAILS.len()],
    pub period: Period,
    pub pregnancy: Pregnancy,
}

impl Record {
    /// Whether it says anything by which a person could be known.
    pub fn says_something(&self) -> bool {
        use PersonField::{Email, NhsNumber, Nino, Phone, Upn};
        let mut details = DETAILS.iter().zip(&self.details);
        self.names.iter().any(Option::is_some)
            || self.birth.born.is_some()
            || details
                .any(|((_, field), text)| matches!(field, NhsNumber | Nino | Upn | Phone | Email) && text.is_some())
    }
}

/// Records on their way into a batch.
pub(super) struct Records {
    rows: TableRows,
    pub n: usize,
}

impl Records {
    pub fn new() -> Records {
        Records { rows: PERSON_RECORD.rows(), n: 0 }
    }

    pub fn push(&mut self, agency: &str, file_id: &str, row: u64, record: &Record) {
        let Record { birth, period, pregnancy, .. } = record;
        let cells = self.rows.push();
        cells.text(person_record::AGENCY, agency).text(person_record::RECORD_ID, &record.id);
        cells.text(person_record::FILE_ID, file_id).count(person_record::ROW, row);
        for ((column, _), text) in NAMES.iter().zip(&record.names) {
            cells.text_if_any(column, text.as_deref());
        }
        cells.date_if_any(person_record::BORN, birth.born);
        cells.count_if_any(person_record::BORN_YEAR, birth.year.map(|year| year.unsigned_abs().into()));
        cells.text_if_any(person_record::SEX, record.sex.map(Sex::word));
        for ((column, _), text) in DETAILS.iter().zip(&record.details) {
            cells.text_if_any(column, text.as_deref());
        }
        cells.date_if_any(person_record::VALID_FROM, period.from).date_if_any(person_record::VALID_TO, period.to);
        cells.date_if_any(person_record::EXPECTED_DELIVERY, pregnancy.expected);
        cells.date_if_any(person_record::DELIVERED, pregnancy.delivered);
        self.n += 1;
    }

    pub fn finish(&mut self) -> RecordBatch {
        std::mem::replace(self, Records::new()).rows.finish()
    }
}

/// One contact.
#[derive(Clone)]
pub(super) struct Contact {
    pub id: String,
    pub record_id: String,
    pub activity: String,
    pub team: Option<String>,
    pub start: Date,
    pub end: Option<Date>,
    pub channel: Option<String>,
    pub outcome: Option<String>,
    pub cost: Option<Money>,
    pub is_assessment: bool,
    pub needs: Option<String>,
}

/// Contacts on their way into a batch.
pub(super) struct Contacts {
    rows: TableRows,
    pub n: usize,
}

impl Contacts {
    pub fn new() -> Contacts {
        Contacts { rows: CONTACT.rows(), n: 0 }
    }

    pub fn push(&mut self, agency: &str, file_id: &str, row: u64, contact: &Contact) {
        self.rows
            .push()
            .text(contact::CONTACT_ID, &contact.id)
            .text(contact::AGENCY, agency)
            .text(contact::RECORD_ID, &contact.record_id)
            .text(contact::FILE_ID, file_id)
            .count(contact::ROW, row)
            .text(contact::ACTIVITY, &contact.activity)
            .text_if_any(contact::TEAM, contact.team.as_deref())
            .date(contact::START, contact.start)
            .date_if_any(contact::END, contact.end)
            .text_if_any(contact::CHANNEL, contact.channel.as_deref())
            .text_if_any(contact::OUTCOME, contact.outcome.as_deref())
            .money_if_any(contact::COST, contact.cost)
            .flag(contact::IS_ASSESSMENT, contact.is_assessment)
            .text_if_any(contact::NEEDS, contact.needs.as_deref());
        self.n += 1;
    }

    pub fn finish(&mut self) -> RecordBatch {
        std::mem::replace(self, Contacts::new()).rows.finish()
    }
}
