//! The tables about families.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use jiff::civil::Date;
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::tables::{CONTACT, FAMILY_ELIGIBILITY, FAMILY_MEMBER, FAMILY_YEAR, PERSON_TIE, contact as column};
use model::{FinancialYear, Table};
use money::Money;

use super::facts::Facts;
use super::records::PersonOf;
use super::ties::Ties;
use crate::{Contact, Eligibility, Families, Family, FamilyMember, FamilyYear, Need, PersonId, Role, Scheme};
use model::decision::RecordKey;

/// Contacts of members of families, and the needs of which they are evidence.
pub(super) struct Found {
    pub contacts: Vec<Contact>,
    pub needs: Vec<Need>,
}

/// Reads `contact` for those who are members of a family.
pub(super) fn contacts(batches: &[RecordBatch], person_of: &PersonOf, members: &BTreeSet<PersonId>) -> Found {
    let mut found = Found { contacts: Vec::new(), needs: Vec::new() };
    for batch in batches {
        let texts = |name: &str| batch.column(CONTACT.index(name)).as_string::<i32>().clone();
        let [agencies, ids, activities, contact_ids, needs] =
            [column::AGENCY, column::RECORD_ID, column::ACTIVITY, column::CONTACT_ID, column::NEEDS].map(texts);
        let starts = batch.column(CONTACT.index(column::START)).as_primitive::<Date32Type>();
        let costs = batch.column(CONTACT.index(column::COST)).as_primitive::<Decimal128Type>();
        let is_assessment = batch.column(CONTACT.index(column::IS_ASSESSMENT)).as_boolean();
        for row in 0..batch.num_rows() {
            let key: RecordKey = (agencies.value(row).to_owned(), ids.value(row).to_owned());
            let Some(person) = person_of.get(&key).copied().filter(|person| members.contains(person)) else { continue };
            let on = model::date_of_day(starts.value(row));
            let source = || format!("{} {}", key.0, contact_ids.value(row));
            let of_row = needs.is_valid(row).then(|| needs.value(row)).into_iter().flat_map(|needs| needs.split('|'));
            let need = |need: &str| Need { person, need: need.to_owned(), on, source: source() };
            found.needs.extend(of_row.map(need));
            found.contacts.push(Contact {
                person,
                agency: key.0.clone(),
                service: activities.value(row).to_owned(),
                on,
                is_assessment: is_assessment.value(row),
                cost: costs.is_valid(row).then(|| Money::from_pence(costs.value(row) as i64)),
            });
        }
    }
    found
}

/// Whether a scheme's rule holds on any day of a year.
pub(super) fn holds_in(scheme: &Scheme, year: FinancialYear) -> bool {
    let day = |text: &str| text.parse::<Date>().ok();
    day(&scheme.from).zip(day(&scheme.to)).is_some_and(|(from, to)| from <= year.last_day() && year.first_day() <= to)
}

fn batch(table: &Table, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(table.schema(), columns).expect("columns stand in the order of the table")
}

fn words<'t>(texts: impl Iterator<Item = &'t str>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    texts.for_each(|text| builder.append_value(text));
    Arc::new(builder.finish())
}

fn wholes(numbers: impl Iterator<Item = u64>) -> ArrayRef {
    let mut builder = Int64Builder::new();
    numbers.for_each(|number| builder.append_value(number as i64));
    Arc::new(builder.finish())
}

fn dates(dates: impl Iterator<Item = Option<Date>>) -> ArrayRef {
    let mut builder = Date32Builder::new();
    dates.for_each(|date| builder.append_option(date.map(model::day_of_date)));
    Arc::new(builder.finish())
}

fn flags(flags: impl Iterator<Item = bool>) -> ArrayRef {
    let mut builder = BooleanBuilder::new();
    flags.for_each(|flag| builder.append_value(flag));
    Arc::new(builder.finish())
}

fn pounds(amounts: impl Iterator<Item = Money>) -> ArrayRef {
    let builder = Decimal128Builder::new().with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE);
    let mut builder = builder.expect("the precision and scale of money are valid");
    amounts.for_each(|amount| builder.append_value(i128::from(amount.pence())));
    Arc::new(builder.finish())
}

pub(super) fn tie_table(ties: &Ties) -> RecordBatch {
    let keys = || ties.keys();
    let columns = vec![
        words(keys().map(|(kind, ..)| kind.word())),
        wholes(keys().map(|(_, from, _)| *from)),
        wholes(keys().map(|(.., to)| *to)),
        dates(ties.values().map(|known| known.period.from)),
        dates(ties.values().map(|known| known.period.to)),
        words(ties.values().map(|known| known.basis.word())),
        wholes(ties.values().map(|known| known.n)),
    ];
    batch(&PERSON_TIE, columns)
}

pub(super) fn member_table(families: &Families) -> RecordBatch {
    let of = |family: &Family| family.members.iter().map(|member| (family.id, *member)).collect::<Vec<_>>();
    let members: Vec<(PersonId, FamilyMember)> = families.families.iter().flat_map(of).collect();
    let columns = vec![
        wholes(members.iter().map(|(family, _)| *family)),
        wholes(members.iter().map(|(_, member)| member.person)),
        words(members.iter().map(|(_, member)| member.role.word())),
        flags(members.iter().map(|(_, member)| member.is_main)),
        dates(members.iter().map(|(_, member)| member.period.from)),
        dates(members.iter().map(|(_, member)| member.period.to)),
    ];
    batch(&FAMILY_MEMBER, columns)
}

pub(super) fn year_table(
    families: &Families,
    years: &[FamilyYear],
    main: &[FamilyYear],
    facts: &BTreeMap<PersonId, Facts>,
    year: FinancialYear,
) -> RecordBatch {
    let family_of: HashMap<PersonId, &Family> = families.families.iter().map(|family| (family.id, family)).collect();
    let n_of = |role: Role| {
        let family_of = &family_of;
        move |found: &FamilyYear| family_of[&found.family_id].members.iter().filter(|m| m.role == role).count() as u64
    };
    let n_known = |found: &FamilyYear| {
        let people = family_of[&found.family_id].members.iter().filter_map(|member| facts.get(&member.person));
        people.flat_map(|facts| &facts.agencies).collect::<BTreeSet<_>>().len() as u64
    };
    let agencies: Vec<String> =
        years.iter().map(|found| found.agencies.iter().cloned().collect::<Vec<_>>().join("|")).collect();
    let mut financial = Int32Builder::new();
    years.iter().for_each(|_| financial.append_value(year.0));
    let columns = vec![
        wholes(years.iter().map(|found| found.family_id)),
        Arc::new(financial.finish()) as ArrayRef,
        wholes(years.iter().map(n_of(Role::Adult))),
        wholes(years.iter().map(n_of(Role::Child))),
        wholes(years.iter().map(n_known)),
        wholes(years.iter().map(|found| found.agencies.len() as u64)),
        wholes(years.iter().map(|found| found.n_services)),
        wholes(years.iter().map(|found| found.n_contacts)),
        wholes(years.iter().map(|found| found.n_assessments)),
        pounds(years.iter().map(|found| found.cost)),
        wholes(years.iter().map(|found| found.n_without_cost)),
        pounds(main.iter().map(|found| found.cost)),
        words(agencies.iter().map(String::as_str)),
    ];
    batch(&FAMILY_YEAR, columns)
}

pub(super) fn eligibility_table(found: &[(&Scheme, Vec<Eligibility>)]) -> RecordBatch {
    let rows: Vec<(&str, &Eligibility)> =
        found.iter().flat_map(|(scheme, rows)| rows.iter().map(|row| (scheme.id.as_str(), row))).collect();
    let needs: Vec<String> =
        rows.iter().map(|(_, row)| row.needs.keys().cloned().collect::<Vec<_>>().join("|")).collect();
    let columns = vec![
        wholes(rows.iter().map(|(_, row)| row.family_id)),
        words(rows.iter().map(|(scheme, _)| *scheme)),
        wholes(rows.iter().map(|(_, row)| row.needs.len() as u64)),
        words(needs.iter().map(String::as_str)),
        flags(rows.iter().map(|(_, row)| row.is_eligible)),
    ];
    batch(&FAMILY_ELIGIBILITY, columns)
}
