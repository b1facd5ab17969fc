//! What the records of a person say together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use jiff::civil::Date;
use model::tables::{PERSON_CLUSTER, PERSON_RECORD, person_cluster, person_record as column};

use super::homes;
use crate::families::{Period, PersonId, is_pregnant};
use crate::people::{RecordKey, home, is_number, words};
use crate::text_form::fold;

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

/// The records with their person, by agency and number. A record of nobody, because linkage is of another run, is left out.
pub(super) fn held(records: &[RecordBatch], person_of: &PersonOf) -> Vec<Held> {
    let mut held = Vec::new();
    let mut without_postcode: Vec<(usize, String)> = Vec::new();
    let mut postcodes: HashMap<String, BTreeSet<String>> = HashMap::new();
    for batch in records {
        let texts = |name: &str| batch.column(PERSON_RECORD.index(name)).as_string::<i32>().clone();
        let [
            agencies,
            ids,
            given,
            family,
            addresses,
            found,
            ninos,
            households,
            relations,
            carers,
            carer_refs,
            other_carers,
            other_postcodes,
            partners,
            provisions,
        ] = [
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
        ]
        .map(texts);
        let days = [column::BORN, column::VALID_FROM, column::VALID_TO, column::EXPECTED_DELIVERY, column::DELIVERED]
            .map(|name| batch.column(PERSON_RECORD.index(name)).as_primitive::<Date32Type>());
        let years = batch.column(PERSON_RECORD.index(column::BORN_YEAR)).as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            let of = |texts: &arrow_array::StringArray| texts.is_valid(row).then(|| texts.value(row).to_owned());
            let key = (agencies.value(row).to_owned(), ids.value(row).to_owned());
            let Some(person) = person_of.get(&key).copied() else { continue };
            let (address, postcode) = (of(&addresses), of(&found));
            let street = address.as_deref().and_then(street);
            match (&street, &postcode) {
                (Some(street), Some(postcode)) => {
                    postcodes.entry(street.clone()).or_default().insert(postcode.clone());
                }
                (Some(_), None) => without_postcode.push((held.len(), address.clone().unwrap_or_default())),
                _ => {}
            }
            let (given, family) = (of(&given), of(&family));
            let [born, from, to, expected_delivery, delivered] =
                days.map(|days| days.is_valid(row).then(|| model::date_of_day(days.value(row))));
            held.push(Held {
                person,
                agency: key.0,
                record_id: key.1,
                born,
                born_year: years.is_valid(row).then(|| years.value(row) as i16),
                name: given.zip(family.clone()).map(|(given, family)| fold(&format!("{given} {family}"))),
                family_name: family.map(|family| fold(&family)),
                home: home(address.as_deref(), postcode.as_deref()),
                postcode,
                nino: of(&ninos),
                household_ref: of(&households),
                relation: of(&relations).map(|relation| fold(&relation)),
                carer_name: of(&carers).map(|name| fold(&name)),
                carer_ref: of(&carer_refs),
                other_carer: of(&other_carers).map(|name| fold(&name)).zip(of(&other_postcodes)),
                partner_ref: of(&partners),
                period: Period { from, to },
                has_send: of(&provisions).is_some_and(|provision| provision == PLAN),
                expected_delivery,
                delivered,
            });
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

/// What is known of a person.
#[derive(Default)]
pub(super) struct Facts {
    pub born: Option<Date>,
    pub born_year: Option<i16>,
    pub names: BTreeSet<String>,
    pub family_names: BTreeSet<String>,
    /// Every home, and while it was theirs.
    pub homes: BTreeMap<String, Period>,
    /// The latest day on which a record of the day at a home begins.
    pub came: BTreeMap<String, Date>,
    pub agencies: BTreeSet<String>,
    /// Any record of them is true on the day.
    pub is_here: bool,
    /// With a plan on the day.
    pub has_send: bool,
    /// On the day.
    pub is_pregnant: bool,
}

/// The facts of every person for a day. Of several dates of birth the one that most records have stands, of equals the earlier.
pub(super) fn facts(held: &[Held], day: Date) -> BTreeMap<PersonId, Facts> {
    let mut of_person: BTreeMap<PersonId, Vec<&Held>> = BTreeMap::new();
    for record in held {
        of_person.entry(record.person).or_default().push(record);
    }
    let going_on = homes::going_on(held, day);
    of_person.into_iter().map(|(person, records)| (person, facts_of(&records, &going_on, day))).collect()
}

fn facts_of(records: &[&Held], going_on: &homes::GoingOn<'_>, day: Date) -> Facts {
    let born = most(records.iter().filter_map(|record| record.born));
    let born_year = born.map(|born| born.year()).or_else(|| most(records.iter().filter_map(|record| record.born_year)));
    let on_the_day = || records.iter().filter(|record| record.period.holds(day));
    let expected: Vec<Date> = on_the_day().filter_map(|record| record.expected_delivery).collect();
    let ended: Vec<Date> = records.iter().filter_map(|record| record.delivered).collect();
    Facts {
        born,
        born_year,
        names: records.iter().filter_map(|record| record.name.clone()).collect(),
        family_names: records.iter().filter_map(|record| record.family_name.clone()).collect(),
        homes: homes::homes(records, going_on, day),
        came: homes::came(on_the_day().copied()),
        agencies: records.iter().map(|record| record.agency.clone()).collect(),
        is_here: on_the_day().next().is_some(),
        has_send: on_the_day().any(|record| record.has_send),
        is_pregnant: is_pregnant(day, &expected, &ended),
    }
}

/// The value that comes most often, of equals the smallest.
fn most<V: Copy + Ord>(values: impl Iterator<Item = V>) -> Option<V> {
    let mut counts: BTreeMap<V, u32> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(value, n)| (*n, std::cmp::Reverse(*value))).map(|(value, _)| value)
}
