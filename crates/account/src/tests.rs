//! The account against `report::summary`, against figures by hand, and against its naive twin.

use model::{AccountPart, UNCLASSIFIED, tables};
use money::{Amount, Money};
use proptest::prelude::*;
use report::summary::summary;

use crate::testing::{Naive, account, place, tables};
use crate::{Account, Dimension, Error, Filter, FilterError, Sort, Tally};
use testkit::Memory;

fn pounds(text: &str) -> Money {
    Amount::parse(text).unwrap().money
}

/// Lines and pounds of a query.
#[track_caller]
fn check_figure(query: &str, n_lines: usize, amount: &str) {
    let filter = Filter::from_query(query).unwrap();
    account().check(&filter).unwrap();
    let tally = account().tally(&filter);
    assert_eq!((tally.n_lines, tally.amount), (n_lines, pounds(amount)), "{query}");
}

#[test]
fn standard_figures_are_those_of_the_summary() {
    let summary = summary(&tables(), &place()).unwrap();
    let account = account();
    let total = summary.total;
    let whitehall = summary.from_whitehall.unwrap();
    let figures = [
        (Filter::gross(), total.gross()),
        (Filter::net_here(), total.net()),
        (Filter::eliminated(), total[AccountPart::TransfersEliminated]),
        (Filter::kept_transfers(), total[AccountPart::TransfersKept]),
        (Filter::financing(), total[AccountPart::Financing]),
        (Filter::excluded(), total[AccountPart::Excluded]),
        (Filter::elsewhere(), total[AccountPart::Elsewhere]),
        (Filter::not_attributable(), total[AccountPart::NotAttributable]),
        (Filter::other_years(), summary.beside.of_other_years()),
        (Filter::copies(), summary.beside.copies),
        (Filter::net_here().only(Dimension::Nameless, Some("yes")), summary.payees_withheld),
        (Filter::net_here().only(Dimension::Service, Some(UNCLASSIFIED)), summary.unclassified),
    ];
    for (filter, expected) in figures {
        let found = account.tally(&filter);
        assert_eq!((found.n_lines, found.amount), (expected.n_lines, expected.amount), "{}", filter.to_query());
    }
    let found = account.tally(&Filter::from_whitehall(&place()).unwrap());
    assert_eq!((found.n_lines, found.amount), (whitehall.n_lines, whitehall.amount));
    for body in &summary.bodies {
        let net = account.tally(&Filter::net_here().only(Dimension::Body, Some(&body.body_id)));
        assert_eq!(net.amount, body.parts.net().amount, "{}", body.body_id);
    }
}

#[test]
fn payees_and_services_part_as_in_the_summary() {
    let summary = summary(&tables(), &place()).unwrap();
    let named = Filter::net_here().only(Dimension::Nameless, Some("no"));
    let found: Vec<_> =
        account().by(&named, Dimension::Payee).into_iter().map(|g| (g.value.unwrap(), g.tally)).collect();
    let found: Vec<_> = found.iter().map(|(name, tally)| (name.as_str(), tally.n_lines, tally.amount)).collect();
    let expected: Vec<_> = summary.payees.iter().map(|p| (p.name.as_str(), p.tally.n_lines, p.tally.amount)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_place_without_national_bodies_has_nothing_from_whitehall() {
    let mut place = place();
    place.bodies.retain(|body| body.id != "dfe");
    assert_eq!(Filter::from_whitehall(&place), None);
}

#[test]
fn figures_by_hand() {
    check_figure("", 10, "1061.95");
    check_figure("part=net", 4, "164.95");
    check_figure("payee=Acorn%20Nursery", 2, "140.00");
    check_figure("q=TYNESHIRE", 3, "365.00");
    check_figure("q=tyneshire&except-body=dfe", 2, "65.00");
    check_figure("without=month", 1, "-10.00");
    check_figure("month=2020-05&body=county", 3, "64.95");
    check_figure("min=40&max=60", 3, "140.00");
    check_figure("sign=negative", 2, "-10.05");
    check_figure("redacted=yes", 1, "-0.05");
    check_figure("cofog=09", 4, "960.00");
    check_figure("division=09", 5, "1000.00");
    check_figure("department=Children", 2, "99.95");
    check_figure("heading=Schools&body=county", 0, "0");
    check_figure("file=f1&row=4", 1, "25.00");
    check_figure("capital=yes", 1, "40.00");
    check_figure("body=police", 0, "0");
}

#[test]
fn a_theme_counts_its_part_of_each_line() {
    check_figure("theme=families", 3, "124.00");
    check_figure("theme=families&payee=Tyneshire%20Trust", 1, "20.00");
    check_figure("theme=families&min=50", 1, "100.00");
    check_figure("without=theme", 7, "881.95");
    check_figure("with=theme", 3, "180.00");
    check_figure("except-theme=alcohol", 9, "1021.95");
    let groups = account().by(&Filter::default(), Dimension::Theme);
    let groups: Vec<_> = groups.iter().map(|g| (g.label.as_str(), g.tally.n_lines, g.tally.amount)).collect();
    assert_eq!(
        groups,
        [("No theme", 7, pounds("881.95")), ("Families", 3, pounds("124.00")), ("Alcohol", 1, pounds("10.00"))]
    );
    let crossed = account().by_two(&Filter::default(), Dimension::Theme, Dimension::Body);
    let crossed: Vec<_> =
        crossed.iter().filter(|c| c.a.is_some()).map(|c| (&*c.a_label, &*c.b_label, c.tally.amount)).collect();
    assert_eq!(
        crossed,
        [
            ("Families", "Tyneshire County Council", pounds("120.00")),
            ("Alcohol", "Tyneshire County Council", pounds("10.00")),
            ("Families", "Tyneshire Trust", pounds("4.00")),
        ]
    );
}

#[test]
fn a_tally_tells_credits_and_withheld_payees_apart() {
    let expected = Tally {
        n_lines: 6,
        amount: pounds("161.95"),
        n_credits: 2,
        credits: pounds("-10.05"),
        n_redacted: 1,
        redacted: pounds("-0.05"),
    };
    assert_eq!(account().tally(&Filter::default().only(Dimension::Body, Some("county"))), expected);
}

#[test]
fn groups_come_largest_first_and_equal_ones_by_name() {
    let groups = account().by(&Filter::default().or(Dimension::Payee, Some("Acorn Nursery")), Dimension::Heading);
    let groups: Vec<_> = groups.iter().map(|g| (g.value.as_deref(), g.tally.amount)).collect();
    assert_eq!(groups, [(Some("Nurseries"), pounds("100.00")), (Some("Creche"), pounds("40.00"))]);
    let page = account().by_page(&Filter::gross(), Dimension::Month, 1, 2);
    let labels: Vec<_> = page.groups.iter().map(|g| (g.label.as_str(), g.tally.amount)).collect();
    assert_eq!(page.n_groups, 4);
    assert_eq!(labels, [("May 2020", pounds("104.95")), ("May 2021", pounds("7.00"))]);
}

#[test]
fn a_row_says_where_it_stands_and_what_was_decided() {
    let account = account();
    let row = account.row(6);
    assert_eq!((row.path, row.sheet, row.row), ("trust/b.xlsx", Some("April"), 2));
    assert_eq!((row.service_id, row.cofog, row.capital), ("education", Some("09.1"), Some(true)));
    assert_eq!(account.label(Dimension::Service, Some(row.service_id)), "Education");
    assert_eq!(row.themes, [("families", pounds("4.00"))]);
    let row = account.row(1);
    let counterparty = account.label(Dimension::Counterparty, row.counterparty_id);
    assert_eq!(counterparty, "Tyneshire Trust", "the place's own name stands first");
    assert_eq!((row.eliminated, row.part), (true, AccountPart::TransfersEliminated));
    assert_eq!(account.row(3).date, None);
}

#[test]
fn names_are_found_ignoring_capitals() {
    let account = account();
    let found = |text: &str| account.search(text, 9).into_iter().map(|h| (h.dimension, h.label)).collect::<Vec<_>>();
    let acorn = |dimension| (dimension, "Acorn Nursery".to_owned());
    assert_eq!(found("acorn"), [Dimension::Supplier, Dimension::Payee].map(acorn));
    assert_eq!(
        found("TYNESHIRE T"),
        [
            (Dimension::Body, "Tyneshire Trust".to_owned()),
            (Dimension::Counterparty, "Tyneshire Trust".to_owned()),
            (Dimension::Payee, "Tyneshire Trust".to_owned()),
        ]
    );
    assert_eq!(found("social"), [(Dimension::Service, "Adult social care".to_owned())]);
    assert_eq!(found("  "), []);
    assert_eq!(account.search("acorn", 9)[1].tally.amount, pounds("140.00"));
    assert_eq!(account.search("e", 3).len(), 3);
}

#[test]
fn words_are_found_in_any_order_and_slips_are_near() {
    let account = account();
    assert_eq!(account.search("nursery acorn", 9)[0].label, "Acorn Nursery");
    assert!(account.search("acron nursry", 9).is_empty());
    let near = account.search_nearly("acron nursry", 9);
    let near: Vec<_> = near.iter().map(|hit| (hit.dimension, hit.label.as_str())).collect();
    assert_eq!(near, [(Dimension::Supplier, "Acorn Nursery"), (Dimension::Payee, "Acorn Nursery")]);
    assert!(account.search_nearly("zebra", 9).is_empty() && account.search_nearly(" ", 9).is_empty());
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let refused = |tables: Memory| Account::load(&place(), &tables).err().map(|error| error.to_string());
    let short = tables().with(&tables::LEDGER_LINE, "line | file | body\n 1 | f1 | county");
    assert!(refused(short).unwrap().contains("row 1 of `spend`"));
    let gift = tables().with(&tables::SPEND, "line | body | treatment | attribution\n 1 | county | gift | here");
    let gift = gift.with(&tables::LEDGER_LINE, "line | file | body\n 1 | f1 | county");
    assert!(refused(gift.with(&tables::THEME_SHARE, "line | theme")).unwrap().contains("`gift`"));
    let stray = tables().with(&tables::THEME_SHARE, "line | theme | amount\n 2 | families | 1\n 1 | families | 1");
    assert!(refused(stray).unwrap().contains("row 1 of `theme_share`"));
    assert!(matches!(
        Account::load(&place(), &Memory::new()).err(),
        Some(Error::Table(model::TableError::NotBuilt { table: "source_file" }))
    ));
}

#[test]
fn values_that_are_not_there_are_named_with_the_nearest() {
    let check = |query: &str| account().check(&Filter::from_query(query).unwrap()).unwrap_err().to_string();
    assert_eq!(check("body=conty"), "this account has no body `conty`; did you mean `county`?");
    assert_eq!(check("body=Tyneshire%20Trust"), "this account has no body `Tyneshire Trust`; did you mean `trust`?");
    assert!(check("payee=Nobody").contains("this account has no payee"), "{}", check("payee=Nobody"));
    assert_eq!(check("file=f1&body=trust"), "no line can have both `file=f1` and `body=trust`; remove one of them");
}

#[test]
fn equal_tables_have_equal_digests_and_others_do_not() {
    let other = tables().with(&tables::THEME_SHARE, "line | theme");
    assert_eq!(account().digest(), account().digest());
    assert_ne!(account().digest(), Account::load(&place(), &other).unwrap().digest());
}

/// The n-th word of a few, or nothing.
fn word<'a>(words: &[&'a str], n: u32) -> &'a str {
    words.get(n as usize % (words.len() + 1)).copied().unwrap_or("")
}

const BODIES: [&str; 3] = ["county", "trust", "dfe"];
const PAYEES: [&str; 6] = ["Acorn", "Oak Ltd", "oak & son", "ÉLM", "REDACTED", "Birch"];
const DEPARTMENTS: [&str; 3] = ["Adults", "Children", "Roads"];
const TREATMENTS: [&str; 4] = ["spend", "transfer", "financing", "excluded"];
const SERVICES: [&str; 3] = ["education", "police", "unclassified"];
const COFOGS: [&str; 3] = ["09", "09.1", "10.4"];
const DATES: [&str; 4] = ["2020-04-01", "2020-04-30", "2020-07-31", "2021-05-01"];
const THEMES: [&str; 2] = ["alcohol", "families"];

/// An account of made-up lines, each from one number.
fn made_up(seeds: &[u32]) -> Account {
    let (mut ledger, mut spend) = (String::new(), String::new());
    ledger.push_str("line | file | row | body | date | payee | amount | department | service | redacted | capital\n");
    spend.push_str("line | body | amount | treatment | eliminated | attribution | service | cofog | why\n");
    let mut shares = "line | theme | amount\n".to_owned();
    for (at, seed) in seeds.iter().enumerate() {
        let digit = |n: u32| seed / 7u32.pow(n) % 7 + seed % (n + 2);
        let body = BODIES[at * 3 / seeds.len().max(1)];
        let pence = (i64::from(seed % 2000) - 200) * 5;
        let amount = Money::from_pence(pence).plain();
        let (payee, department) = (word(&PAYEES, digit(0)), word(&DEPARTMENTS, digit(1)));
        let redacted = if payee == "REDACTED" { "yes" } else { "no" };
        let (date, capital) = (word(&DATES, digit(2)), word(&["yes", "no"], digit(3)));
        let heading = word(&["Schools", "Parks"], digit(4));
        let row = at + 2;
        ledger.push_str(&format!(
            "{at} | f{body} | {row} | {body} | {date} | {payee} | {amount} | {department} | {heading} | {redacted} | {capital}\n"
        ));
        let treatment = TREATMENTS[digit(5) as usize % 4];
        let eliminated = if treatment == "transfer" && digit(6) % 2 == 0 { "yes" } else { "no" };
        let attribution = ["here", "elsewhere", "not_attributable"][digit(7) as usize % 3];
        let (service, cofog) = (SERVICES[digit(8) as usize % 3], word(&COFOGS, digit(9)));
        spend.push_str(&format!(
            "{at} | {body} | {amount} | {treatment} | {eliminated} | {attribution} | {service} | {cofog} | r{}\n",
            digit(3) % 3
        ));
        for theme in THEMES.iter().filter(|theme| (seed / 11 + theme.len() as u32).is_multiple_of(3)) {
            shares.push_str(&format!("{at} | {theme} | {}\n", Money::from_pence(pence / 4).plain()));
        }
    }
    let memory = Memory::default()
        .with(&tables::LEDGER_LINE, &ledger)
        .with(&tables::SPEND, &spend)
        .with(&tables::THEME_SHARE, &shares)
        .with(&tables::SOURCE_FILE, "file | body\n fcounty | county\n ftrust | trust\n fdfe | dfe");
    Account::load(&place(), &memory).unwrap()
}

/// Conditions on dimensions, each with a few values, some as exceptions, now and then on no value.
fn choices() -> impl Strategy<Value = Filter> {
    let values = prop::sample::select(vec![
        (Dimension::Body, BODIES.as_slice()),
        (Dimension::Payee, PAYEES.as_slice()),
        (Dimension::Department, DEPARTMENTS.as_slice()),
        (Dimension::Heading, ["Schools", "Parks"].as_slice()),
        (Dimension::Treatment, TREATMENTS.as_slice()),
        (Dimension::Service, SERVICES.as_slice()),
        (Dimension::Cofog, COFOGS.as_slice()),
        (Dimension::CofogDivision, ["09", "10"].as_slice()),
        (Dimension::Month, ["2020-04", "2020-07", "2021-05"].as_slice()),
        (Dimension::Part, ["spend_here", "transfers_kept", "financing"].as_slice()),
        (Dimension::Sign, ["negative"].as_slice()),
        (Dimension::Nameless, ["yes"].as_slice()),
        (Dimension::Capital, ["yes", "no"].as_slice()),
    ]);
    let choice = (values, prop::collection::vec(0u32..7, 1..3), prop::bool::weighted(0.3));
    let theme = prop::option::of((0usize..3, any::<bool>()));
    (prop::collection::vec(choice, 0..3), theme).prop_map(|(choices, theme)| {
        let mut filter = Filter::default();
        for ((dimension, words), picks, is_exception) in choices {
            filter = filter.any(dimension);
            for pick in picks {
                let value = Some(word(words, pick)).filter(|word| !word.is_empty());
                filter = if is_exception { filter.except(dimension, value) } else { filter.or(dimension, value) };
            }
        }
        match theme {
            Some((theme, true)) => filter.except(Dimension::Theme, THEMES.get(theme).copied()),
            Some((theme, false)) => filter.only(Dimension::Theme, THEMES.get(theme).copied()),
            None => filter,
        }
    })
}

fn filters() -> impl Strategy<Value = Filter> {
    let amounts = prop::option::of((-1100i64..9000, 0i64..9000));
    let text = prop::option::weighted(0.3, prop::sample::select(vec!["oak", "é", "r", "&", "zzz"]));
    (choices(), amounts, text).prop_map(|(filter, amounts, text)| Filter {
        amount_min: amounts.map(|(min, _)| Money::from_pence(min)),
        amount_max: amounts.map(|(min, more)| Money::from_pence(min + more)),
        text: text.map(|text| text.to_lowercase()),
        ..filter
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_that_of_the_naive_twin(
        seeds in prop::collection::vec(0u32..3_000_000, 0..400),
        filters in prop::collection::vec(filters(), 8),
        offset in 0usize..40,
    ) {
        let account = made_up(&seeds);
        let naive = Naive(&account);
        for filter in &filters {
            prop_assert_eq!(account.tally(filter), naive.tally(filter), "{}", filter.to_query());
            prop_assert_eq!(account.lines(filter), naive.lines(filter));
            for dimension in [Dimension::Payee, Dimension::Month, Dimension::Part, Dimension::Department, Dimension::Rule] {
                let groups: Vec<_> = account.by(filter, dimension).into_iter().map(|g| (g.value, g.tally)).collect();
                prop_assert_eq!(groups, naive.by(filter, dimension), "{} by {}", filter.to_query(), dimension);
            }
            for sort in Sort::ALL {
                let page = account.rows(filter, *sort, offset, 10);
                let all = naive.sorted(filter, *sort);
                prop_assert_eq!(page.lines, all.into_iter().skip(offset).take(10).collect::<Vec<_>>(), "{:?}", sort);
            }
        }
    }

    #[test]
    fn crossings_and_groups_add_up_to_the_tally(
        seeds in prop::collection::vec(0u32..3_000_000, 0..400),
        filter in filters(),
    ) {
        let account = made_up(&seeds);
        let crossings = account.by_two(&filter, Dimension::Service, Dimension::Payee);
        let mut total = Tally::default();
        for crossing in &crossings {
            total += crossing.tally;
            let narrowed = filter.clone().only(Dimension::Service, crossing.a.as_deref());
            let narrowed = narrowed.only(Dimension::Payee, crossing.b.as_deref());
            prop_assert_eq!(account.tally(&narrowed), crossing.tally, "{}", narrowed.to_query());
        }
        prop_assert_eq!(total, account.tally(&filter));
    }

    #[test]
    fn a_query_gives_its_filter_again(filter in filters()) {
        match Filter::from_query(&filter.to_query()) {
            Ok(read) => prop_assert_eq!(read, filter),
            // What is made up at random may contradict itself; that is refused by name.
            Err(FilterError::Contradiction { .. } | FilterError::NeverAbsent { .. }) => {}
            Err(error) => prop_assert!(false, "{}: {}", filter.to_query(), error),
        }
    }
}
