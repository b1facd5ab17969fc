//! The records of people, as far as families need them.

use std::collections::{BTreeSet, HashMap};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, PrimitiveArray, RecordBatch, StringArray};
use jiff::civil::Date;
use model::tables::{PERSON_CLUSTER, PERSON_RECORD, person_cluster, person_record as column};

use crate::{Period, PersonId};
use model::decision::RecordKey;
use model::home::fold;
use model::home::{home, is_number, words};

/// The person of every record.
pub(super) type PersonOf = HashMap<RecordKey, PersonId>;

/// Reads `person_cluster`.
pub(super) fn person_of(clusters: &[RecordBatch]) -> PersonOf {
    let mut person_of = PersonOf::new();
    for batch in clusters {
        let text = |name: &str| batch.column(PERSON_CLUSTER.index(name)).as_string::<i32>();
        let (agencies, ids) = (text(person_cluster::AGENCY), text(person_cluster::RECORD_ID));
        let people = batch.column(PERSON_CLUSTER.index(person_cluster::PERSON_ID)).as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            person_of
                .insert((agencies.value(row).to_owned(), ids.value(row).to_owned()), people.value(row) as PersonId);
        }
    }
    person_of
}

/// A record, as far as families need it.
#[derive(Clone)]
pub(super) struct Held {
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

/// Where the text columns that are read stand in [`Columns`].
const TEXTS: [&str; 15] = [
    column::AGENCY,
    column::RECORD_ID,
    column::GIVEN_NAME,
    column::FAMILY_NAME,
    column::ADDRESS,
    column::POSTCODE,
    column::NINO,
    column::HOUSEHOLD_REF,
    column::RELATION,
    column::CARER_NAME,
    column::CARER_REF,
    column::OTHER_CARER_NAME,
    column::OTHER_CARER_POSTCODE,
    column::PARTNER_REF,
    column::SEN_PROVISION,
];
const DAYS: [&str; 5] =
    [column::BORN, column::VALID_FROM, column::VALID_TO, column::EXPECTED_DELIVERY, column::DELIVERED];

/// The columns of a batch that are read.
struct Columns<'b> {
    texts: [&'b StringArray; TEXTS.len()],
    days: [&'b PrimitiveArray<Date32Type>; DAYS.len()],
    years: &'b PrimitiveArray<Int64Type>,
}

impl Columns<'_> {
    fn of(batch: &RecordBatch) -> Columns<'_> {
        let at = |name: &str| batch.column(PERSON_RECORD.index(name));
        Columns {
            texts: TEXTS.map(|name| at(name).as_string::<i32>()),
            days: DAYS.map(|name| at(name).as_primitive()),
            years: at(column::BORN_YEAR).as_primitive(),
        }
    }

    fn key(&self, row: usize) -> RecordKey {
        (self.texts[0].value(row).to_owned(), self.texts[1].value(row).to_owned())
    }

    /// The record of a row, and its address.
    fn record(&self, row: usize, person: PersonId) -> (Held, Option<String>) {
        let text = |texts: &StringArray| texts.is_valid(row).then(|| texts.value(row).to_owned());
        let [
            agency,
            record_id,
            given,
            family,
            address,
            postcode,
            nino,
            household,
            relation,
            carer,
            carer_ref,
            other_carer,
            other_postcode,
            partner,
            provision,
        ] = self.texts.map(text);
        let [born, from, to, expected_delivery, delivered] =
            self.days.map(|days| days.is_valid(row).then(|| model::date_of_day(days.value(row))));
        let folded = |text: Option<String>| text.map(|text| fold(&text));
        let record = Held {
            person,
            agency: agency.unwrap_or_default(),
            record_id: record_id.unwrap_or_default(),
            born,
            born_year: self.years.is_valid(row).then(|| self.years.value(row) as i16),
            name: given.zip(family.clone()).map(|(given, family)| fold(&format!("{given} {family}"))),
            family_name: folded(family),
            home: home(address.as_deref(), postcode.as_deref()),
            postcode,
            nino,
            household_ref: household,
            relation: folded(relation),
            carer_name: folded(carer),
            carer_ref,
            other_carer: folded(other_carer).zip(other_postcode),
            partner_ref: partner,
            period: Period { from, to },
            has_send: provision.is_some_and(|provision| provision == PLAN),
            expected_delivery,
            delivered,
        };
        (record, address)
    }
}

/// The records with their person, by agency and number. A record of nobody, because linkage is of another run, is left out.
pub(super) fn held(records: &[RecordBatch], person_of: &PersonOf) -> Vec<Held> {
    let mut held = Vec::new();
    let mut without_postcode: Vec<(usize, String)> = Vec::new();
    let mut postcodes: HashMap<String, BTreeSet<String>> = HashMap::new();
    for batch in records {
        let columns = Columns::of(batch);
        for row in 0..batch.num_rows() {
            let Some(person) = person_of.get(&columns.key(row)).copied() else { continue };
            let (record, address) = columns.record(row, person);
            match (address.as_deref().and_then(street), &record.postcode) {
                (Some(street), Some(postcode)) => {
                    postcodes.entry(street).or_default().insert(postcode.clone());
                }
                (Some(_), None) => without_postcode.push((held.len(), address.unwrap_or_default())),
                _ => {}
            }
            held.push(record);
        }
    }
    // A house and street that stand under one postcode only are under it where it was left out.
    for (at, address) in without_postcode {
        let only = street(&address).and_then(|street| postcodes.get(&street)).filter(|found| found.len() == 1);
        held[at].home = only.and_then(|found| home(Some(&address), found.first().map(String::as_str)));
    }
    held.sort_by(|a, b| (&a.agency, &a.record_id).cmp(&(&b.agency, &b.record_id)));
    held
}

/// Numbers and the two words after them: `95 willow lane`, whatever town follows.
fn street(address: &str) -> Option<String> {
    let folded = fold(address);
    let words = words(&folded);
    let last_number = words.iter().rposition(|word| is_number(word))?;
    Some(words[..words.len().min(last_number + 3)].join(" "))
}
