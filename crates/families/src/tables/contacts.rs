//! Contacts of members of families, and the needs of which they are evidence.

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use model::Row;
use model::tables::{CONTACT, contact};

use crate::family_year::Contact;
use crate::person::PersonId;
use crate::records::PersonOf;
use crate::scheme::Need;

/// Reads `contact` for those who are members of a family.
pub(super) fn contacts(
    batches: &[RecordBatch],
    person_of: &PersonOf,
    members: &BTreeSet<PersonId>,
) -> (Vec<Contact>, Vec<Need>) {
    let (mut contacts, mut needs) = (Vec::new(), Vec::new());
    for row in batches.iter().flat_map(|batch| CONTACT.read(batch).iter()) {
        let key = (row.text(contact::AGENCY).to_owned(), row.text(contact::RECORD_ID).to_owned());
        let Some(person) = person_of.get(&key).copied().filter(|person| members.contains(person)) else { continue };
        contacts.push(contact_of(&row, person));
        needs.extend(needs_of(&row, person));
    }
    (contacts, needs)
}

fn contact_of(row: &Row<'_>, person: PersonId) -> Contact {
    Contact {
        person,
        agency: row.text(contact::AGENCY).to_owned(),
        service: row.text(contact::ACTIVITY).to_owned(),
        on: row.date(contact::START),
        is_assessment: row.flag(contact::IS_ASSESSMENT),
        cost: row.money_if_any(contact::COST),
    }
}

fn needs_of(row: &Row<'_>, person: PersonId) -> impl Iterator<Item = Need> {
    let source = format!("{} {}", row.text(contact::AGENCY), row.text(contact::CONTACT_ID));
    let on = row.date(contact::START);
    let needs = row.text_if_any(contact::NEEDS).into_iter().flat_map(|needs| needs.split('|'));
    needs.map(move |need| Need { person, need: need.to_owned(), on, source: source.clone() })
}
