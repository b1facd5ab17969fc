//! Who belongs to whom, as far as an agency writes it down, now and before.

use super::agencies::Agency;
use super::families::Family;
use super::fates::{Former, FormerKind};
use super::households::Chunk;
use super::person::{Person, Role};
use super::records::{Record, Wanted, Which, record, record_id};
use crate::dice::Dice;

/// The parent of a child's other family, with whom it does not live most of the time.
fn other_parent_of<'c>(person: &Person, chunk: &'c Chunk) -> Option<&'c Person> {
    let is_here = |family: &&Family| {
        family.members.iter().any(|member| !member.is_main && chunk.people[member.person].id == person.id)
    };
    let other = chunk.families.iter().find(is_here)?;
    let parent = other.members.iter().map(|member| &chunk.people[member.person]);
    parent.into_iter().find(|member| member.role == Role::Parent)
}

/// With whom somebody claims as a couple: the other parent of the household, or of the child that is expected.
fn partner_of<'c>(person: &Person, chunk: &'c Chunk) -> Option<&'c Person> {
    let expects = |other: &Person| person.pregnancy.is_some() || other.pregnancy.is_some();
    let is_partner = |other: &&Person| {
        other.household == person.household
            && other.role == person.role
            && other.id != person.id
            && other.departed.is_none()
    };
    let mut here = chunk.people.iter().filter(is_partner).filter(|_| person.departed.is_none());
    match person.role {
        Role::Parent => here.next(),
        Role::Adult => here.next().filter(|other| here.next().is_none() && expects(other)),
        Role::Child | Role::Relative | Role::Resident => None,
    }
}

/// Who belongs to whom, as far as the agency writes it down.
pub(super) fn add_relations(record: &mut Record, agency: Agency, person: &Person, chunk: &Chunk) {
    let parent_of = |person: &Person| {
        chunk.people.iter().find(|other| other.household == person.household && other.role == Role::Parent)
    };
    match agency {
        Agency::Schools => {
            let name = |of: &Person| format!("{} {}", of.given, of.family);
            record.carer = parent_of(person).map(name).unwrap_or_default();
            if let Some(other) = other_parent_of(person, chunk) {
                record.second_carer = name(other);
                record.second_carer_postcode = other.homes.last().map(|(_, home)| home.postcode()).unwrap_or_default();
            }
        }
        Agency::SocialCare if person.role == Role::Child => {
            record.carer_ref = parent_of(person).map(|of| record_id(agency, of.id, Which::First)).unwrap_or_default();
        }
        Agency::Benefits => {
            record.partner_nino = partner_of(person, chunk).map(|of| of.nino.clone()).unwrap_or_default();
        }
        _ => {}
    }
}

/// The record of a tenancy or claim that is over, and the agency that still holds it.
pub(super) fn former_record(former: &Former, chunk: &Chunk, dice: &mut Dice) -> (Agency, Record) {
    let (person, other) = (&chunk.people[former.person], &chunk.people[former.other]);
    let (agency, home) = match former.what {
        FormerKind::SharedTenancy(home) | FormerKind::EarlierTenancy(home) => (Agency::Housing, home),
        FormerKind::Claim => (Agency::Benefits, other.household_home_on(former.to)),
    };
    let mut record = record(agency, person, Which::Other, Wanted::At(home), dice);
    record.days = (Some(former.from), Some(former.to));
    match former.what {
        FormerKind::SharedTenancy(_) => {}
        FormerKind::EarlierTenancy(_) => record.household_ref = format!("{}A", record.household_ref),
        FormerKind::Claim => record.partner_nino.clone_from(&other.nino),
    }
    (agency, record)
}
