//! Ties from tenancies: who was on one with whom, and who left.

use jiff::civil::{Date, date};

use super::dated_tests::{dated, on_tenancy};
use super::tests::{check, record};
use crate::period::Period;
use crate::records::PersonRecord;

fn tenant(person: u64, born: i16, from: i16, to: Option<i16>) -> PersonRecord {
    let name = format!("a{person} family{person}");
    dated(on_tenancy(record(person, &name, born, "wx11aa 1"), "tenant"), Some(from), to)
}

#[test]
fn tenants_are_a_couple_only_where_a_child_or_a_pregnancy_was_there_with_them() {
    let son = |to| dated(on_tenancy(record(3, "cid oak", 1997, "wx11aa 1"), "son"), Some(2005), to);
    let with = |son| vec![tenant(1, 1970, 2005, None), son, tenant(2, 1971, 2019, None)];
    let gone = "parent 1 3 tenancy 2005-2015";
    check(with(son(Some(2015))), true, &[gone]);
    let stays = ["parent 1 3 tenancy 2005-", "parent 2 3 tenancy 2019-", "partner 1 2 tenancy 2019-"];
    check(with(son(None)), true, &stays);

    let expecting = |record| PersonRecord { expected_delivery: Some(date(2025, 7, 1)), ..record };
    let left = tenant(4, 1990, 2010, Some(2018));
    let now = PersonRecord { record_id: "now".to_owned(), ..expecting(record(4, "a4 family4", 1990, "wx22bb 2")) };
    let tenants = |first| vec![first, tenant(2, 1986, 2020, None), left.clone(), now.clone()];
    check(tenants(tenant(1, 1985, 2010, None)), true, &[]);
    check(tenants(expecting(tenant(1, 1985, 2010, None))), false, &["partner 1 2 tenancy 2020-"]);
}

#[test]
fn who_leaves_within_a_month_of_the_child_leaves_with_it() {
    let until = |record: PersonRecord, to: Date| PersonRecord {
        record_id: "tenancy".to_owned(),
        home: None,
        period: Period { from: Some(date(2012, 6, 1)), to: Some(to) },
        ..record
    };
    let mother = || record(1, "ann oak", 1985, "wx22bb 2");
    let father = || record(2, "bob oak", 1985, "wx33cc 3");
    let child = || record(3, "cid oak", 2012, "wx11aa 1");
    let records = |mother_to| {
        let tenancies = vec![
            until(on_tenancy(mother(), "tenant"), mother_to),
            until(on_tenancy(father(), "tenant"), date(2024, 6, 1)),
            until(on_tenancy(child(), "child"), date(2024, 6, 1)),
        ];
        [vec![mother(), father(), child()], tenancies].concat()
    };
    let couple = "partner 1 2 tenancy 2012-2024";
    let father = "parent 2 3 presumed 2012-";
    check(records(date(2024, 5, 31)), true, &["parent 1 3 presumed 2012-", father, couple]);
    check(records(date(2024, 3, 31)), true, &["parent 1 3 tenancy 2012-2024", father, couple]);
}

#[test]
fn a_tenancy_of_few_people_and_many_records_is_a_family() {
    let often =
        |record: PersonRecord| (0..4).map(move |at| PersonRecord { record_id: format!("{at}"), ..record.clone() });
    let child = || on_tenancy(record(3, "cid oak", 2015, "wx11aa 1"), "child");
    let records = often(child()).chain(often(on_tenancy(record(1, "ann oak", 1985, "wx11aa 1"), "tenant")));
    let records = records.chain(often(on_tenancy(record(2, "bob elm", 1985, "wx11aa 1"), "tenant")));
    check(records.collect(), false, &["parent 1 3 tenancy", "parent 2 3 tenancy", "partner 1 2 tenancy"]);
    let many = (10..20_u64).map(|at| on_tenancy(record(at, &format!("a{at} b{at}"), 1985, "wx11aa 1"), "tenant"));
    check(many.chain([child()]).collect(), false, &[]);
}
