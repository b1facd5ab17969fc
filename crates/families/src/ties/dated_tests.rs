//! Ties and families from records with dates.

use jiff::civil::date;
use model::tables::FamilyRole;

use super::tests::{DAY, check, record};
use super::ties;
use crate::facts::facts;
use crate::family::Family;
use crate::period::Period;
use crate::records::PersonRecord;
use crate::tables::families;

/// The same record, said from and until the first of June of a year.
pub(super) fn dated(record: PersonRecord, from: Option<i16>, to: Option<i16>) -> PersonRecord {
    let day = |year: Option<i16>| year.map(|year| date(year, 6, 1));
    PersonRecord { period: Period { from: day(from), to: day(to) }, ..record }
}

/// On tenancy T1 as one of the words.
pub(super) fn on_tenancy(record: PersonRecord, relation: &str) -> PersonRecord {
    PersonRecord { household_ref: Some("T1".to_owned()), relation: Some(relation.to_owned()), ..record }
}

#[test]
fn a_tie_is_as_wide_as_its_records_and_one_without_dates_is_open() {
    let mother = || record(1, "ann oak", 1985, "wx11aa 1");
    let child = |id: &str, from, to| {
        let record = PersonRecord {
            record_id: id.to_owned(),
            carer_ref: Some("1".to_owned()),
            ..record(3, "cid oak", 2015, "")
        };
        dated(record, from, to)
    };
    let check = |children: Vec<PersonRecord>, expected| check([vec![mother()], children].concat(), false, &[expected]);
    check(vec![child("c", Some(2019), Some(2021))], "parent 1 3 recorded 2019-2021");
    check(vec![child("c", Some(2019), Some(2021)), child("d", Some(2023), None)], "parent 1 3 recorded 2019-");
    check(vec![child("c", Some(2019), Some(2021)), child("d", None, Some(2024))], "parent 1 3 recorded -2024");
    check(vec![child("c", Some(2019), Some(2021)), child("d", None, None)], "parent 1 3 recorded");
}

#[test]
fn who_left_a_tenancy_is_no_partner_of_who_came_after() {
    let at = |person, name, born, from, to| dated(record(person, name, born, "wx11aa 1"), from, to);
    let records = || {
        vec![
            on_tenancy(at(1, "ann oak", 1985, Some(2010), None), "tenant"),
            on_tenancy(at(2, "old fir", 1984, Some(2010), Some(2020)), "tenant"),
            on_tenancy(at(4, "new elm", 1986, Some(2021), None), "tenant"),
            on_tenancy(at(3, "cid oak", 2015, Some(2015), None), "child"),
        ]
    };
    let expected = [
        "parent 1 3 tenancy 2015-",
        "parent 2 3 tenancy 2015-2020",
        "parent 4 3 tenancy 2021-",
        "partner 1 2 tenancy 2010-2020",
        "partner 1 4 tenancy 2021-",
    ];
    check(records(), true, &expected);
    let undated: Vec<PersonRecord> = records().into_iter().map(|record| dated(record, None, None)).collect();
    let of_three = ["parent 1 3 tenancy", "parent 2 3 tenancy", "parent 4 3 tenancy"];
    check(undated, true, &of_three);
}

#[test]
fn who_has_left_a_home_is_not_presumed_to_care_there() {
    let child = || record(3, "cid oak", 2015, "wx11aa 1");
    let tenant = |home| dated(on_tenancy(record(2, "bob fir", 1984, home), "tenant"), Some(2010), Some(2024));
    let stale = |home| PersonRecord { record_id: "stale".to_owned(), ..record(2, "bob fir", 1984, home) };
    let now = || PersonRecord { record_id: "now".to_owned(), ..record(2, "bob fir", 1984, "wx22bb 2") };
    check(vec![child(), tenant("wx11aa 1")], true, &[]);
    // Another agency has not heard that he moved; the tenancy and his new home say so.
    check(vec![child(), tenant("wx11aa 1"), stale("wx11aa 1"), now()], true, &[]);
    // Nothing says where else he would live.
    check(vec![child(), tenant("wx11aa 1"), stale("wx11aa 1")], true, &["parent 2 3 presumed"]);
    // But the tenancy goes on with somebody else.
    let other = || on_tenancy(record(7, "dan elm", 1930, "wx11aa 1"), "tenant");
    check(vec![child(), tenant("wx11aa 1"), stale("wx11aa 1"), other()], true, &[]);
    // The end of a case is no move.
    let closed = PersonRecord { household_ref: None, ..tenant("wx11aa 1") };
    check(vec![child(), closed, stale("wx11aa 1"), now()], true, &["parent 2 3 presumed"]);
}

#[test]
fn a_carer_whose_record_is_over_is_presumed_to_go_on_until_another_is_known() {
    let pupil = PersonRecord {
        carer_ref: Some("1".to_owned()),
        ..dated(record(3, "cid oak", 2008, ""), Some(2012), Some(2024))
    };
    let child = || PersonRecord { record_id: "gp".to_owned(), ..record(3, "cid oak", 2008, "wx11aa 1") };
    let mother = || record(1, "ann oak", 1985, "wx11aa 1");
    let records = || vec![mother(), PersonRecord { home: None, ..pupil.clone() }, child()];
    check(records(), false, &["parent 1 3 recorded 2012-2024"]);
    check(records(), true, &["parent 1 3 presumed 2012-"]);
    // Nobody knows anything of the child now, or another carer is written down.
    check(vec![mother(), pupil.clone()], true, &["parent 1 3 recorded 2012-2024"]);
    let fostered = PersonRecord { agency: "care".to_owned(), carer_ref: Some("9".to_owned()), ..child() };
    let foster =
        PersonRecord { agency: "care".to_owned(), record_id: "9".to_owned(), ..record(5, "fay elm", 1980, "wx33cc 3") };
    let expected = ["parent 1 3 recorded 2012-2024", "parent 5 3 recorded"];
    check(vec![PersonRecord { home: None, ..mother() }, pupil.clone(), fostered, foster], true, &expected);
    // The mother left a tenancy on which the child stayed: when the school named her last, or years before.
    let left = |to| dated(on_tenancy(mother(), "tenant"), Some(2012), Some(to));
    let stayed = || on_tenancy(PersonRecord { home: None, record_id: "stayed".to_owned(), ..child() }, "child");
    let now = || PersonRecord { record_id: "now".to_owned(), ..record(1, "ann oak", 1985, "wx22bb 2") };
    let with = |to| vec![left(to), now(), stayed(), pupil.clone()];
    check(with(2024), true, &["parent 1 3 recorded 2012-2024"]);
    check(with(2020), true, &["parent 1 3 presumed 2012-"]);
}

#[test]
fn who_claims_alone_after_a_couple_is_not_presumed_to_live_with_the_other() {
    let claim = |id: &str, partner: Option<&str>, from, to| {
        let claim = PersonRecord {
            agency: "benefits".to_owned(),
            record_id: id.to_owned(),
            ..record(1, "ann oak", 1985, "wx11aa 1")
        };
        dated(PersonRecord { partner_ref: partner.map(str::to_owned), ..claim }, from, to)
    };
    let partner = || PersonRecord { nino: Some("AB1".to_owned()), ..record(2, "bob fir", 1984, "wx11aa 1") };
    let child = || PersonRecord { carer_ref: Some("1".to_owned()), ..record(3, "cid oak", 2015, "wx11aa 1") };
    let mother = || record(1, "ann oak", 1985, "wx11aa 1");
    let couple = || claim("old", Some("AB1"), Some(2015), Some(2024));
    let alone = || claim("new", None, Some(2024), None);
    let together = ["parent 1 3 recorded", "parent 2 3 presumed", "partner 1 2 recorded 2015-2024"];
    // A claim may end because somebody found work.
    check(vec![mother(), couple(), partner(), child()], true, &together);
    check(vec![mother(), couple(), alone(), partner(), child()], true, &[together[0], together[2]]);
}

#[test]
fn who_expects_a_child_has_a_partner_if_one_can_be_meant() {
    let expecting = |person, name, born, home| PersonRecord {
        expected_delivery: Some(date(2025, 7, 1)),
        ..record(person, name, born, home)
    };
    let mother = || expecting(1, "ann oak", 1995, "wx11aa 1");
    let other = |person, born| record(person, "bob elm", born, "wx11aa 1");
    check(vec![mother(), other(2, 1993)], true, &["partner 1 2 presumed"]);
    check(vec![mother(), other(2, 1993)], false, &[]);
    check(vec![mother(), other(2, 1993), other(4, 1960)], true, &["partner 1 2 presumed"]);
    check(vec![mother(), other(2, 1993), other(4, 1990)], true, &[]);
    let tenants = || vec![on_tenancy(mother(), "tenant"), on_tenancy(other(2, 1993), "tenant")];
    check(tenants(), false, &["partner 1 2 tenancy"]);
    let born = || PersonRecord { delivered: Some(date(2025, 3, 30)), ..mother() };
    check(vec![born(), other(2, 1993)], true, &[]);
}

#[test]
fn who_expects_a_child_is_no_partner_of_her_family() {
    let home = |person, name, born| record(person, name, born, "wx11aa 1");
    let expecting = || PersonRecord { expected_delivery: Some(date(2025, 7, 1)), ..home(1, "pia oak", 2003) };
    let siblings = vec![
        on_tenancy(expecting(), "daughter"),
        on_tenancy(home(2, "quin oak", 2001), "son"),
        on_tenancy(home(3, "ann oak", 1970), "tenant"),
        on_tenancy(home(4, "bob oak", 1970), "tenant"),
    ];
    let parents = ["parent 3 1 tenancy", "parent 3 2 tenancy", "parent 4 1 tenancy", "parent 4 2 tenancy"];
    check(siblings.clone(), true, &[parents.as_slice(), &["partner 3 4 tenancy"]].concat());
    // Beside her brother there is one who can be meant.
    let with_friend = [siblings, vec![home(5, "ben elm", 2002)]].concat();
    check(with_friend, true, &[parents.as_slice(), &["partner 1 5 presumed", "partner 3 4 tenancy"]].concat());
    // Her mother is young, and was written down while she was at school.
    let pupil =
        PersonRecord { record_id: "pupil".to_owned(), carer_ref: Some("6".to_owned()), ..home(1, "pia oak", 2003) };
    let young = vec![expecting(), dated(pupil, Some(2010), Some(2019)), home(6, "eve oak", 1988)];
    check(young, true, &["parent 6 1 recorded 2010-2019"]);
}

/// Families of the day as text: adults and children.
pub(super) fn check_families(records: Vec<PersonRecord>, expected: &[&str]) {
    let facts = facts(&records, DAY);
    let families = families(&facts, &ties(&records, &facts, DAY, true), DAY);
    let of = |family: &Family, role| {
        let members = family.members.iter().filter(|member| member.role == role);
        members.map(|member| member.person.to_string()).collect::<Vec<_>>().join(" ")
    };
    let shown = |family: &Family| format!("{} | {}", of(family, FamilyRole::Adult), of(family, FamilyRole::Child));
    let found: Vec<String> = families.families.iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn ended_tenancies_and_ended_partners_make_no_family() {
    let mother = || on_tenancy(record(1, "ann oak", 1985, "wx11aa 1"), "tenant");
    let child = || on_tenancy(record(3, "cid oak", 2015, "wx11aa 1"), "child");
    let former = |to| dated(on_tenancy(record(2, "bob fir", 1984, "wx11aa 1"), "tenant"), Some(2012), to);
    check_families(vec![mother(), child(), former(None)], &["1 2 | 3"]);
    check_families(vec![mother(), child(), former(Some(2024))], &["1 | 3"]);
    // A claim as a couple that has ended.
    let claim = |to| PersonRecord {
        agency: "benefits".to_owned(),
        partner_ref: Some("AB1".to_owned()),
        ..dated(record(1, "ann oak", 1985, "wx11aa 1"), Some(2012), to)
    };
    let partner = || PersonRecord { nino: Some("AB1".to_owned()), ..record(2, "bob fir", 1984, "wx22bb 2") };
    check_families(vec![mother(), child(), claim(None), partner()], &["1 2 | 3"]);
    check_families(vec![mother(), child(), claim(Some(2024)), partner()], &["1 | 3"]);
}

#[test]
fn a_pregnancy_and_a_plan_until_25_make_a_family() {
    let expecting =
        |expected| PersonRecord { expected_delivery: Some(expected), ..record(1, "ann oak", 1990, "wx11aa 1") };
    check_families(vec![expecting(date(2025, 9, 1)), record(2, "bob oak", 1991, "wx11aa 1")], &["1 2 | "]);
    check_families(vec![expecting(date(2025, 3, 1)), record(2, "bob oak", 1991, "wx11aa 1")], &[]);
    let grown =
        |has_send| PersonRecord { has_send, carer_ref: Some("2".to_owned()), ..record(3, "cid oak", 2004, "wx11aa 1") };
    let carer = || record(2, "dee oak", 1970, "wx11aa 1");
    check_families(vec![grown(true), carer()], &["2 | 3"]);
    check_families(vec![grown(false), carer()], &[]);
}

#[test]
fn who_is_known_by_the_year_of_birth_alone_grows_up() {
    let by_year = |born| PersonRecord { born: None, ..record(3, "cid oak", born, "wx11aa 1") };
    let with =
        |born| vec![on_tenancy(record(1, "ann oak", 1955, "wx11aa 1"), "tenant"), on_tenancy(by_year(born), "son")];
    check_families(with(2010), &["1 | 3"]);
    check_families(with(1985), &[]);
}

#[test]
fn nothing_holds_in_a_gap_between_records() {
    let in_may = Period { from: Some(date(2025, 5, 1)), to: None };
    let early = |record: PersonRecord| dated(record, Some(2010), Some(2015));
    let later = |record: PersonRecord| PersonRecord { record_id: "later".to_owned(), period: in_may, ..record };
    let pupil = || PersonRecord { carer_ref: Some("1".to_owned()), ..record(3, "cid oak", 2008, "wx22bb 2") };
    let mother = || record(1, "ann oak", 1985, "wx11aa 1");
    let undated = PersonRecord { record_id: "undated".to_owned(), ..pupil() };
    check_families(vec![mother(), early(pupil()), undated], &["1 | 3"]);
    let gap = || vec![mother(), early(pupil()), later(pupil())];
    check(gap(), false, &["parent 1 3 recorded 2010-"]);
    check_families(gap(), &[]);
    // A home likewise.
    let child = || record(3, "cid oak", 2008, "wx11aa 1");
    check(vec![child(), mother()], true, &["parent 1 3 presumed"]);
    check(vec![child(), early(mother()), later(mother())], true, &[]);
}
