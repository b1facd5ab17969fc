//! What the records of a person say together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use jiff::civil::Date;
use model::tables::{PERSON_CLUSTER, PERSON_RECORD, person_cluster, person_record as column};

use crate::families::PersonId;
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
}

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
        ]
        .map(texts);
        let born = batch.column(PERSON_RECORD.index(column::BORN)).as_primitive::<Date32Type>();
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
            held.push(Held {
                person,
                agency: key.0,
                record_id: key.1,
                born: born.is_valid(row).then(|| model::date_of_day(born.value(row))),
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
    pub homes: BTreeSet<String>,
    pub agencies: BTreeSet<String>,
}

/// The facts of every person. Of several dates of birth the one that most records have stands, of equals the earlier.
pub(super) fn facts(held: &[Held]) -> BTreeMap<PersonId, Facts> {
    let mut facts: BTreeMap<PersonId, Facts> = BTreeMap::new();
    let mut births: BTreeMap<PersonId, BTreeMap<Date, u32>> = BTreeMap::new();
    let mut years: BTreeMap<PersonId, BTreeMap<i16, u32>> = BTreeMap::new();
    for record in held {
        let person = facts.entry(record.person).or_default();
        person.names.extend(record.name.clone());
        person.family_names.extend(record.family_name.clone());
        person.homes.extend(record.home.clone());
        person.agencies.insert(record.agency.clone());
        if let Some(born) = record.born {
            *births.entry(record.person).or_default().entry(born).or_default() += 1;
        }
        if let Some(year) = record.born_year {
            *years.entry(record.person).or_default().entry(year).or_default() += 1;
        }
    }
    for (person, facts) in &mut facts {
        facts.born = births.get(person).and_then(most);
        facts.born_year = facts.born.map(|born| born.year()).or_else(|| years.get(person).and_then(most));
    }
    facts
}

fn most<V: Copy + Ord>(counts: &BTreeMap<V, u32>) -> Option<V> {
    counts.iter().max_by_key(|(value, n)| (**n, std::cmp::Reverse(**value))).map(|(value, _)| *value)
}
