//! The records of people, as far as families need them.

use std::collections::{BTreeSet, HashMap};

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::decision::RecordKey;
use model::home::{fold, home, is_number, words};
use model::read::{Count, Day, Values};
use model::tables::{PERSON_CLUSTER, PERSON_RECORD, person_cluster, person_record as column};
use model::{Rows, Text};

use crate::period::Period;
use crate::person::PersonId;

/// The person of every record.
pub(crate) type PersonOf = HashMap<RecordKey, PersonId>;

/// Reads `person_cluster`.
pub(crate) fn person_of(clusters: &[RecordBatch]) -> PersonOf {
    let mut person_of = PersonOf::new();
    for batch in clusters {
        let rows = PERSON_CLUSTER.read(batch);
        let (agencies, ids) = (rows.text(person_cluster::AGENCY), rows.text(person_cluster::RECORD_ID));
        let people = rows.id(person_cluster::PERSON_ID);
        for row in 0..rows.len() {
            let key = (agencies.value(row).to_owned(), ids.value(row).to_owned());
            person_of.insert(key, people.value(row) as PersonId);
        }
    }
    person_of
}

/// A record, as far as families need it.
#[derive(Clone)]
pub(crate) struct PersonRecord {
    pub person: PersonId,
    pub agency: String,
    pub record_id: String,
    pub born: Option<Date>,
    pub born_year: Option<i16>,
    /// Folded, given name and family name.
    pub name: Option<String>,
    pub family_name: Option<String>,
    pub home: Option<String>,
    pub postcode: Option<String>,
    pub nino: Option<String>,
    pub household_ref: Option<String>,
    pub relation: Option<String>,
    pub carer_name: Option<String>,
    pub carer_ref: Option<String>,
    /// Name and postcode of a carer who lives elsewhere.
    pub other_carer: Option<(String, String)>,
    pub partner_ref: Option<String>,
    /// While the agency says all this.
    pub period: Period,
    pub has_send: bool,
    pub expected_delivery: Option<Date>,
    pub delivered: Option<Date>,
}

/// A plan of education, health and care, which may last until 25; support in school ends with school (method, section 3.4).
const PLAN: &str = "E";

/// The columns of a batch that are read.
struct Columns<'b> {
    agency: Text<'b>,
    record_id: Text<'b>,
    given_name: Text<'b>,
    family_name: Text<'b>,
    address: Text<'b>,
    postcode: Text<'b>,
    nino: Text<'b>,
    household_ref: Text<'b>,
    relation: Text<'b>,
    carer_name: Text<'b>,
    carer_ref: Text<'b>,
    other_carer_name: Text<'b>,
    other_carer_postcode: Text<'b>,
    partner_ref: Text<'b>,
    sen_provision: Text<'b>,
    born_year: Values<'b, Count>,
    born: Values<'b, Day>,
    valid_from: Values<'b, Day>,
    valid_to: Values<'b, Day>,
    expected_delivery: Values<'b, Day>,
    delivered: Values<'b, Day>,
}

impl<'b> Columns<'b> {
    fn of(rows: Rows<'b>) -> Columns<'b> {
        Columns {
            agency: rows.text(column::AGENCY),
            record_id: rows.text(column::RECORD_ID),
            given_name: rows.text(column::GIVEN_NAME),
            family_name: rows.text(column::FAMILY_NAME),
            address: rows.text(column::ADDRESS),
            postcode: rows.text(column::POSTCODE),
            nino: rows.text(column::NINO),
            household_ref: rows.text(column::HOUSEHOLD_REF),
            relation: rows.text(column::RELATION),
            carer_name: rows.text(column::CARER_NAME),
            carer_ref: rows.text(column::CARER_REF),
            other_carer_name: rows.text(column::OTHER_CARER_NAME),
            other_carer_postcode: rows.text(column::OTHER_CARER_POSTCODE),
            partner_ref: rows.text(column::PARTNER_REF),
            sen_provision: rows.text(column::SEN_PROVISION),
            born_year: rows.count(column::BORN_YEAR),
            born: rows.date(column::BORN),
            valid_from: rows.date(column::VALID_FROM),
            valid_to: rows.date(column::VALID_TO),
            expected_delivery: rows.date(column::EXPECTED_DELIVERY),
            delivered: rows.date(column::DELIVERED),
        }
    }

    fn key(&self, row: usize) -> RecordKey {
        (self.agency.value(row).to_owned(), self.record_id.value(row).to_owned())
    }

    fn record(&self, row: usize, person: PersonId) -> PersonRecord {
        let text = |column: &Text<'_>| column.value_if_any(row).map(str::to_owned);
        let folded = |column: &Text<'_>| column.value_if_any(row).map(fold);
        let day = |column: &Values<'_, Day>| column.value_if_any(row);
        let names = self.given_name.value_if_any(row).zip(self.family_name.value_if_any(row));
        PersonRecord {
            person,
            agency: self.agency.value(row).to_owned(),
            record_id: self.record_id.value(row).to_owned(),
            born: day(&self.born),
            born_year: self.born_year.value_if_any(row).map(|year| year as i16),
            name: names.map(|(given, family)| fold(&format!("{given} {family}"))),
            family_name: folded(&self.family_name),
            home: home(self.address.value_if_any(row), self.postcode.value_if_any(row)),
            postcode: text(&self.postcode),
            nino: text(&self.nino),
            household_ref: text(&self.household_ref),
            relation: folded(&self.relation),
            carer_name: folded(&self.carer_name),
            carer_ref: text(&self.carer_ref),
            other_carer: folded(&self.other_carer_name).zip(text(&self.other_carer_postcode)),
            partner_ref: text(&self.partner_ref),
            period: Period { from: day(&self.valid_from), to: day(&self.valid_to) },
            has_send: self.sen_provision.value_if_any(row) == Some(PLAN),
            expected_delivery: day(&self.expected_delivery),
            delivered: day(&self.delivered),
        }
    }
}

/// The records with their person, by agency and number. A record without a person, because linkage is of another
/// run, is left out.
pub(crate) fn person_records(batches: &[RecordBatch], person_of: &PersonOf) -> Vec<PersonRecord> {
    let mut records = Vec::new();
    let mut streets = Streets::default();
    for batch in batches {
        let columns = Columns::of(PERSON_RECORD.read(batch));
        for row in 0..batch.num_rows() {
            let Some(person) = person_of.get(&columns.key(row)).copied() else { continue };
            streets.add(records.len(), columns.address.value(row), columns.postcode.value_if_any(row));
            records.push(columns.record(row, person));
        }
    }
    for (at, address, postcode) in streets.found_postcodes() {
        records[at].home = home(Some(address), Some(postcode));
    }
    records.sort_by(|a, b| (&a.agency, &a.record_id).cmp(&(&b.agency, &b.record_id)));
    records
}

/// Addresses that lack their postcode, and the postcodes under which each house and street is known.
#[derive(Default)]
struct Streets {
    /// The place of the record, and its address.
    without_postcode: Vec<(usize, String)>,
    postcodes: HashMap<String, BTreeSet<String>>,
}

impl Streets {
    fn add(&mut self, record: usize, address: &str, postcode: Option<&str>) {
        let Some(street) = street(address) else { return };
        match postcode {
            Some(postcode) => {
                self.postcodes.entry(street).or_default().insert(postcode.to_owned());
            }
            None => self.without_postcode.push((record, address.to_owned())),
        }
    }

    /// The postcode of each address that lacks it, where its house and street are under one only.
    fn found_postcodes(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        self.without_postcode.iter().filter_map(|(record, address)| {
            let postcodes = self.postcodes.get(&street(address)?).filter(|found| found.len() == 1)?;
            Some((*record, address.as_str(), postcodes.first()?.as_str()))
        })
    }
}

/// Numbers and the two words after them: `95 willow lane`, whatever town follows.
fn street(address: &str) -> Option<String> {
    let folded = fold(address);
    let words = words(&folded);
    let last_number = words.iter().rposition(|word| is_number(word))?;
    Some(words[..words.len().min(last_number + 3)].join(" "))
}
