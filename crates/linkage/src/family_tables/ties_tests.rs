//! Ties from a few records, each as an agency might have written it.

use jiff::civil::{Date, date};

use super::facts::facts;
use super::families;
use super::held::Held;
use super::ties::{Known, TieKey, ties};
use crate::families::{Family, Period, Role};

const DAY: Date = date(2025, 3, 31);

/// A record of a person who is called, was born in a year, and lives somewhere.
fn held(person: u64, name: &str, born: i16, home: &str) -> Held {
    let family_name = name.rsplit(' ').next().map(str::to_owned);
    Held {
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
fn check(records: Vec<Held>, presume: bool, expected: &[&str]) {
    let facts = facts(&records, DAY);
    let shown = |((kind, from, to), known): (&TieKey, &Known)| {
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
    let home = |person, name, born| held(person, name, born, "wx11aa 1");
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
    let newborn = Held { born: None, ..held(3, "cid oak", 2025, "wx11aa 1") };
    check(vec![held(1, "ann oak", 1985, "wx11aa 1"), newborn], true, &["parent 1 3 presumed"]);
}

#[test]
fn a_namesake_of_one_generation_is_counted_once() {
    let home = |person, name, born| held(person, name, born, "wx11aa 1");
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
    let many = (0..12_u64).map(|at| held(at, &format!("a{at} family{at}"), 1980, "wx11aa 9"));
    check(many.chain([held(20, "kid family1", 2015, "wx11aa 9")]).collect(), true, &[]);
}

#[test]
fn a_carer_is_found_by_name_at_home_or_where_only_one_can_be_meant() {
    let mut pupil = held(3, "cid oak", 2015, "wx11aa 1");
    pupil.carer_name = Some("anne oak".to_owned());
    let mother = |home: &str| held(1, "ann oak", 1985, home);
    let namesake = || held(7, "anne oak", 1990, "wx99zz 4");
    let of = |pupil: &Held| Held {
        agency: "schools".to_owned(),
        ..held(3, "cid oak", 2015, pupil.home.as_deref().unwrap_or_default())
    };
    let with_carer = |pupil: &Held| Held { carer_name: pupil.carer_name.clone(), ..of(pupil) };
    check(vec![mother("wx11aa 1"), with_carer(&pupil), namesake()], false, &["parent 1 3 named"]);
    check(vec![mother("wx22bb 2"), with_carer(&pupil), namesake()], false, &["parent 7 3 named_alone"]);
    let another = held(8, "anne oak", 1988, "wx88yy 4");
    check(vec![with_carer(&pupil), namesake(), another], false, &[]);
}

#[test]
fn numbers_tenancies_and_second_parents_are_taken_as_written() {
    let mut mother = held(1, "ann oak", 1985, "wx11aa 1");
    (mother.household_ref, mother.relation) = (Some("T1".to_owned()), Some("tenant".to_owned()));
    mother.partner_ref = Some("AB1".to_owned());
    let mut partner = held(2, "bob elm", 1983, "wx33cc 3");
    partner.nino = Some("AB1".to_owned());
    let mut child = held(3, "cid oak", 2015, "wx11aa 1");
    (child.household_ref, child.relation) = (Some("T1".to_owned()), Some("child".to_owned()));
    child.carer_ref = Some("1".to_owned());
    child.other_carer = Some(("dad fir".to_owned(), "wx44dd".to_owned()));
    let father = held(4, "dad fir", 1980, "wx44dd 4");
    let expected = ["parent 1 3 recorded", "parent 4 3 named", "partner 1 2 recorded"];
    check(vec![mother, partner, child, father], false, &expected);
}

#[test]
fn a_child_left_alone_has_the_carers_of_its_siblings() {
    let mut pupil = held(3, "cid oak", 2015, "wx11aa 1");
    pupil.carer_name = Some("ann oak".to_owned());
    let records = vec![held(1, "ann oak", 1985, "wx22bb 2"), pupil, held(4, "dot oak", 2022, "wx11aa 1")];
    check(records, true, &["parent 1 3 named_alone", "parent 1 4 presumed"]);
}

/// The same record, said from and until the first of June of a year.
fn while_held(record: Held, from: Option<i16>, to: Option<i16>) -> Held {
    let day = |year: Option<i16>| year.map(|year| date(year, 6, 1));
    Held { period: Period { from: day(from), to: day(to) }, ..record }
}

/// On tenancy T1 as one of the words.
fn on_tenancy(record: Held, relation: &str) -> Held {
    Held { household_ref: Some("T1".to_owned()), relation: Some(relation.to_owned()), ..record }
}

#[test]
fn a_tie_is_as_wide_as_its_records_and_one_without_dates_is_open() {
    let mother = || held(1, "ann oak", 1985, "wx11aa 1");
    let child = |id: &str, from, to| {
        let record = Held { record_id: id.to_owned(), carer_ref: Some("1".to_owned()), ..held(3, "cid oak", 2015, "") };
        while_held(record, from, to)
    };
    let check = |children: Vec<Held>, expected| check([vec![mother()], children].concat(), false, &[expected]);
    check(vec![child("c", Some(2019), Some(2021))], "parent 1 3 recorded 2019-2021");
    check(vec![child("c", Some(2019), Some(2021)), child("d", Some(2023), None)], "parent 1 3 recorded 2019-");
    check(vec![child("c", Some(2019), Some(2021)), child("d", None, Some(2024))], "parent 1 3 recorded -2024");
    check(vec![child("c", Some(2019), Some(2021)), child("d", None, None)], "parent 1 3 recorded");
}

#[test]
fn who_left_a_tenancy_is_no_partner_of_who_came_after() {
    let at = |person, name, born, from, to| while_held(held(person, name, born, "wx11aa 1"), from, to);
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
    let undated: Vec<Held> = records().into_iter().map(|record| while_held(record, None, None)).collect();
    let of_three = ["parent 1 3 tenancy", "parent 2 3 tenancy", "parent 4 3 tenancy"];
    check(undated, true, &of_three);
}

#[test]
fn who_has_left_a_home_is_not_presumed_to_care_there() {
    let child = || held(3, "cid oak", 2015, "wx11aa 1");
    let tenant = |home| while_held(on_tenancy(held(2, "bob fir", 1984, home), "tenant"), Some(2010), Some(2024));
    let stale = |home| Held { record_id: "stale".to_owned(), ..held(2, "bob fir", 1984, home) };
    let now = || Held { record_id: "now".to_owned(), ..held(2, "bob fir", 1984, "wx22bb 2") };
    check(vec![child(), tenant("wx11aa 1")], true, &[]);
    // Another agency has not heard that he moved; the tenancy and his new home say so.
    check(vec![child(), tenant("wx11aa 1"), stale("wx11aa 1"), now()], true, &[]);
    // Nothing says where else he would live.
    check(vec![child(), tenant("wx11aa 1"), stale("wx11aa 1")], true, &["parent 2 3 presumed"]);
    // But the tenancy goes on with somebody else.
    let other = || on_tenancy(held(7, "dan elm", 1930, "wx11aa 1"), "tenant");
    check(vec![child(), tenant("wx11aa 1"), stale("wx11aa 1"), other()], true, &[]);
    // The end of a case is no move.
    let closed = Held { household_ref: None, ..tenant("wx11aa 1") };
    check(vec![child(), closed, stale("wx11aa 1"), now()], true, &["parent 2 3 presumed"]);
}

#[test]
fn a_carer_whose_record_is_over_is_presumed_to_go_on_until_another_is_known() {
    let pupil =
        Held { carer_ref: Some("1".to_owned()), ..while_held(held(3, "cid oak", 2008, ""), Some(2012), Some(2024)) };
    let child = || Held { record_id: "gp".to_owned(), ..held(3, "cid oak", 2008, "wx11aa 1") };
    let mother = || held(1, "ann oak", 1985, "wx11aa 1");
    let records = || vec![mother(), Held { home: None, ..pupil.clone() }, child()];
    check(records(), false, &["parent 1 3 recorded 2012-2024"]);
    check(records(), true, &["parent 1 3 presumed 2012-"]);
    // Nobody knows anything of the child now, or another carer is written down.
    check(vec![mother(), pupil.clone()], true, &["parent 1 3 recorded 2012-2024"]);
    let fostered = Held { agency: "care".to_owned(), carer_ref: Some("9".to_owned()), ..child() };
    let foster = Held { agency: "care".to_owned(), record_id: "9".to_owned(), ..held(5, "fay elm", 1980, "wx33cc 3") };
    let expected = ["parent 1 3 recorded 2012-2024", "parent 5 3 recorded"];
    check(vec![Held { home: None, ..mother() }, pupil, fostered, foster], true, &expected);
}

#[test]
fn who_claims_alone_after_a_couple_is_not_presumed_to_live_with_the_other() {
    let claim = |id: &str, partner: Option<&str>, from, to| {
        let claim =
            Held { agency: "benefits".to_owned(), record_id: id.to_owned(), ..held(1, "ann oak", 1985, "wx11aa 1") };
        while_held(Held { partner_ref: partner.map(str::to_owned), ..claim }, from, to)
    };
    let partner = || Held { nino: Some("AB1".to_owned()), ..held(2, "bob fir", 1984, "wx11aa 1") };
    let child = || Held { carer_ref: Some("1".to_owned()), ..held(3, "cid oak", 2015, "wx11aa 1") };
    let mother = || held(1, "ann oak", 1985, "wx11aa 1");
    let couple = || claim("old", Some("AB1"), Some(2015), Some(2024));
    let alone = || claim("new", None, Some(2024), None);
    let together = ["parent 1 3 recorded", "parent 2 3 presumed", "partner 1 2 recorded 2015-2024"];
    // A claim may end because somebody found work.
    check(vec![mother(), couple(), partner(), child()], true, &together);
    check(vec![mother(), couple(), alone(), partner(), child()], true, &[together[0], together[2]]);
}

#[test]
fn a_child_has_the_carer_elsewhere_of_its_siblings_by_name() {
    let mut pupil = held(3, "cid oak", 2015, "wx11aa 1");
    (pupil.carer_name, pupil.other_carer) =
        (Some("ann oak".to_owned()), Some(("dad fir".to_owned(), "wx44dd".to_owned())));
    let adults = || vec![held(1, "ann oak", 1985, "wx11aa 1"), held(4, "dad fir", 1980, "wx44dd 4")];
    let with = |younger: Held| [adults(), vec![pupil.clone(), younger]].concat();
    let expected = ["parent 1 3 named", "parent 1 6 presumed", "parent 4 3 named", "parent 4 6 presumed"];
    check(with(held(6, "dot oak", 2022, "wx11aa 1")), true, &expected);
    check(with(held(6, "dot ash", 2022, "wx11aa 1")), true, &expected[..3]);
}

#[test]
fn who_expects_a_child_has_a_partner_if_one_can_be_meant() {
    let expecting =
        |person, name, born, home| Held { expected_delivery: Some(date(2025, 7, 1)), ..held(person, name, born, home) };
    let mother = || expecting(1, "ann oak", 1995, "wx11aa 1");
    let other = |person, born| held(person, "bob elm", born, "wx11aa 1");
    check(vec![mother(), other(2, 1993)], true, &["partner 1 2 presumed"]);
    check(vec![mother(), other(2, 1993)], false, &[]);
    check(vec![mother(), other(2, 1993), other(4, 1960)], true, &["partner 1 2 presumed"]);
    check(vec![mother(), other(2, 1993), other(4, 1990)], true, &[]);
    let tenants = || vec![on_tenancy(mother(), "tenant"), on_tenancy(other(2, 1993), "tenant")];
    check(tenants(), false, &["partner 1 2 tenancy"]);
    let born = || Held { delivered: Some(date(2025, 3, 30)), ..mother() };
    check(vec![born(), other(2, 1993)], true, &[]);
}

/// Families of the day as text: adults and children.
fn check_families(records: Vec<Held>, expected: &[&str]) {
    let facts = facts(&records, DAY);
    let families = families(&facts, &ties(&records, &facts, DAY, true), DAY);
    let of = |family: &Family, role| {
        let members = family.members.iter().filter(|member| member.role == role);
        members.map(|member| member.person.to_string()).collect::<Vec<_>>().join(" ")
    };
    let shown = |family: &Family| format!("{} | {}", of(family, Role::Adult), of(family, Role::Child));
    let found: Vec<String> = families.families.iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn ended_tenancies_and_ended_partners_make_no_family() {
    let mother = || on_tenancy(held(1, "ann oak", 1985, "wx11aa 1"), "tenant");
    let child = || on_tenancy(held(3, "cid oak", 2015, "wx11aa 1"), "child");
    let former = |to| while_held(on_tenancy(held(2, "bob fir", 1984, "wx11aa 1"), "tenant"), Some(2012), to);
    check_families(vec![mother(), child(), former(None)], &["1 2 | 3"]);
    check_families(vec![mother(), child(), former(Some(2024))], &["1 | 3"]);
    // A claim as a couple that has ended.
    let claim = |to| Held {
        agency: "benefits".to_owned(),
        partner_ref: Some("AB1".to_owned()),
        ..while_held(held(1, "ann oak", 1985, "wx11aa 1"), Some(2012), to)
    };
    let partner = || Held { nino: Some("AB1".to_owned()), ..held(2, "bob fir", 1984, "wx22bb 2") };
    check_families(vec![mother(), child(), claim(None), partner()], &["1 2 | 3"]);
    check_families(vec![mother(), child(), claim(Some(2024)), partner()], &["1 | 3"]);
}

#[test]
fn a_pregnancy_and_a_plan_until_25_make_a_family() {
    let expecting = |expected| Held { expected_delivery: Some(expected), ..held(1, "ann oak", 1990, "wx11aa 1") };
    check_families(vec![expecting(date(2025, 9, 1)), held(2, "bob oak", 1991, "wx11aa 1")], &["1 2 | "]);
    check_families(vec![expecting(date(2025, 3, 1)), held(2, "bob oak", 1991, "wx11aa 1")], &[]);
    let grown = |has_send| Held { has_send, carer_ref: Some("2".to_owned()), ..held(3, "cid oak", 2004, "wx11aa 1") };
    let carer = || held(2, "dee oak", 1970, "wx11aa 1");
    check_families(vec![grown(true), carer()], &["2 | 3"]);
    check_families(vec![grown(false), carer()], &[]);
}
