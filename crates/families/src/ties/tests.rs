//! Ties from a few records, each as an agency might have written it.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use model::tables::TieBasis;

use super::{TieEvidence, TieFinder, TieKey, Ties, ties};
use crate::facts::facts;
use crate::period::Period;
use crate::records::PersonRecord;

pub(super) const DAY: Date = date(2025, 3, 31);

/// A record of a person who is called, was born in a year, and lives somewhere.
pub(super) fn record(person: u64, name: &str, born: i16, home: &str) -> PersonRecord {
    let family_name = name.rsplit(' ').next().map(str::to_owned);
    PersonRecord {
        person,
        agency: "health".to_owned(),
        record_id: person.to_string(),
        born: Some(date(born, 6, 1)),
        born_year: Some(born),
        name: Some(name.to_owned()),
        family_name,
        home: Some(home.to_owned()),
        postcode: home.split_once(' ').map(|(postcode, _)| postcode.to_owned()),
        nino: None,
        household_ref: None,
        relation: None,
        carer_name: None,
        carer_ref: None,
        other_carer: None,
        partner_ref: None,
        period: Period::default(),
        has_send: false,
        expected_delivery: None,
        delivered: None,
    }
}

/// Ties as text: kind, from, to and basis.
pub(super) fn check(records: Vec<PersonRecord>, presume: bool, expected: &[&str]) {
    let facts = facts(&records, DAY);
    let shown = |((kind, from, to), known): (&TieKey, &TieEvidence)| {
        let day = |day: Option<Date>| day.map(|day| format!("{}", day.year())).unwrap_or_default();
        let Period { from: first, to: last } = known.period;
        let period =
            if known.period == Period::default() { String::new() } else { format!(" {}-{}", day(first), day(last)) };
        format!("{} {from} {to} {}{period}", kind.word(), known.basis.word())
    };
    let found: Vec<String> = ties(&records, &facts, DAY, presume).iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn adults_of_the_parents_generation_are_presumed_to_care() {
    let home = |person, name, born| record(person, name, born, "wx11aa 1");
    let records = || {
        vec![
            home(1, "ann oak", 1985),
            home(2, "bob oak", 1983),
            home(3, "cid oak", 2015),
            home(4, "gran oak", 1955),
            home(5, "big oak", 2004),
        ]
    };
    check(records(), true, &["parent 1 3 presumed", "parent 2 3 presumed"]);
    check(records(), false, &[]);
    // Three of the generation, none with the child's name: nobody knows which.
    let sharers =
        vec![home(1, "ann ash", 1985), home(2, "bob elm", 1986), home(6, "dee fir", 1987), home(3, "cid oak", 2015)];
    check(sharers, true, &[]);
}

#[test]
fn a_child_born_in_the_year_of_the_day_and_known_by_the_year_alone_is_a_child() {
    let newborn = PersonRecord { born: None, ..record(3, "cid oak", 2025, "wx11aa 1") };
    check(vec![record(1, "ann oak", 1985, "wx11aa 1"), newborn], true, &["parent 1 3 presumed"]);
}

#[test]
fn a_namesake_of_one_generation_is_counted_once() {
    let home = |person, name, born| record(person, name, born, "wx11aa 1");
    let others = || vec![home(2, "bob elm", 1983), home(3, "cid fir", 2015)];
    let with = |first, again| [vec![first, again], others()].concat();
    let expected = ["parent 1 3 presumed", "parent 2 3 presumed"];
    check(with(home(1, "ann oak", 1985), home(4, "ann oak", 1986)), true, &expected);
    check(with(home(1, "ann oak", 1985), home(4, "eve oak", 1986)), true, &[]);
    check(
        with(home(1, "bob elm", 1962), home(4, "ann oak", 1985)),
        true,
        &["parent 2 3 presumed", "parent 4 3 presumed"],
    );
}

#[test]
fn an_institution_ties_nobody() {
    let many = (0..12_u64).map(|at| record(at, &format!("a{at} family{at}"), 1980, "wx11aa 9"));
    check(many.chain([record(20, "kid family1", 2015, "wx11aa 9")]).collect(), true, &[]);
}

#[test]
fn a_carer_is_found_by_name_at_home_or_where_only_one_can_be_meant() {
    let mut pupil = record(3, "cid oak", 2015, "wx11aa 1");
    pupil.carer_name = Some("anne oak".to_owned());
    let mother = |home: &str| record(1, "ann oak", 1985, home);
    let namesake = || record(7, "anne oak", 1990, "wx99zz 4");
    let of = |pupil: &PersonRecord| PersonRecord {
        agency: "schools".to_owned(),
        ..record(3, "cid oak", 2015, pupil.home.as_deref().unwrap_or_default())
    };
    let with_carer = |pupil: &PersonRecord| PersonRecord { carer_name: pupil.carer_name.clone(), ..of(pupil) };
    check(vec![mother("wx11aa 1"), with_carer(&pupil), namesake()], false, &["parent 1 3 named"]);
    check(vec![mother("wx22bb 2"), with_carer(&pupil), namesake()], false, &["parent 7 3 named_alone"]);
    let another = record(8, "anne oak", 1988, "wx88yy 4");
    check(vec![with_carer(&pupil), namesake(), another], false, &[]);
}

#[test]
fn numbers_tenancies_and_second_parents_are_taken_as_written() {
    let mut mother = record(1, "ann oak", 1985, "wx11aa 1");
    (mother.household_ref, mother.relation) = (Some("T1".to_owned()), Some("tenant".to_owned()));
    mother.partner_ref = Some("AB1".to_owned());
    let mut partner = record(2, "bob elm", 1983, "wx33cc 3");
    partner.nino = Some("AB1".to_owned());
    let mut child = record(3, "cid oak", 2015, "wx11aa 1");
    (child.household_ref, child.relation) = (Some("T1".to_owned()), Some("child".to_owned()));
    child.carer_ref = Some("1".to_owned());
    child.other_carer = Some(("dad fir".to_owned(), "wx44dd".to_owned()));
    let father = record(4, "dad fir", 1980, "wx44dd 4");
    let expected = ["parent 1 3 recorded", "parent 4 3 named", "partner 1 2 recorded"];
    check(vec![mother, partner, child, father], false, &expected);
}

#[test]
fn a_child_left_alone_has_the_carers_of_its_siblings() {
    let mut pupil = record(3, "cid oak", 2015, "wx11aa 1");
    pupil.carer_name = Some("ann oak".to_owned());
    let records = vec![record(1, "ann oak", 1985, "wx22bb 2"), pupil, record(4, "dot oak", 2022, "wx11aa 1")];
    check(records, true, &["parent 1 3 named_alone", "parent 1 4 presumed"]);
}

#[test]
fn a_child_has_the_carer_elsewhere_of_its_siblings_by_name() {
    let mut pupil = record(3, "cid oak", 2015, "wx11aa 1");
    (pupil.carer_name, pupil.other_carer) =
        (Some("ann oak".to_owned()), Some(("dad fir".to_owned(), "wx44dd".to_owned())));
    let adults = || vec![record(1, "ann oak", 1985, "wx11aa 1"), record(4, "dad fir", 1980, "wx44dd 4")];
    let with = |younger: PersonRecord| [adults(), vec![pupil.clone(), younger]].concat();
    let expected = ["parent 1 3 named", "parent 1 6 presumed", "parent 4 3 named", "parent 4 6 presumed"];
    check(with(record(6, "dot oak", 2022, "wx11aa 1")), true, &expected);
    check(with(record(6, "dot ash", 2022, "wx11aa 1")), true, &expected[..3]);
}

#[test]
fn nobody_cares_for_themselves_in_a_record_that_is_over() {
    let records = [record(3, "cid oak", 2015, "wx11aa 1"), record(1, "ann oak", 1985, "wx11aa 1")];
    let facts = facts(&records, DAY);
    let mut finder = TieFinder {
        facts: &facts,
        day: DAY,
        ties: Ties::new(),
        separated: BTreeMap::new(),
        lapsed: BTreeMap::new(),
        parted: BTreeMap::new(),
    };
    let over = Period { from: None, to: Some(date(2024, 6, 1)) };
    finder.add_carer(3, 3, TieBasis::Recorded, over);
    assert!(finder.lapsed.is_empty() && finder.ties.is_empty());
    finder.add_carer(1, 3, TieBasis::Recorded, over);
    assert_eq!((finder.lapsed[&3].len(), finder.ties.len()), (1, 1));
}
