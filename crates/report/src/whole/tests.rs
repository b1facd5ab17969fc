use model::tables::{COVERAGE, PLACE_POPULATION, PUBLICATION, REGIONAL_BRIDGE, SET_ASIDE, WHOLE_COUNT};
use testkit::Memory;

use super::*;
use crate::block::Value;
use crate::testing::place;

/// Two bodies and a department in 2020, and a cell of another year that is in nothing.
fn tables() -> Memory {
    Memory::new()
        .with(
            &WHOLE_COUNT,
            "
            cell_id | financial_year | body_id | body            | service   | label            | kind      | control             | basis                  | grade | method     | amount | low    | high
            1       | 2020           | county  | County          | education | Schools          | pay       | local_statutory     | published_for_the_body | A     | published  | 600.00 | 600.00 | 600.00
            2       | 2020           | county  | County          | education | Schools          | income    | local_statutory     | published_for_the_body | A     | published  | -50.00 | -50.00 | -50.00
            3       | 2020           |         | Work Department | benefits  | State pension    | benefits  | national_formula    | apportioned            | D     | by age     | 400.00 | 380.00 | 450.00
            4       | 2020           | trust   | Trust           | nhs       | All              | current   | local_discretion    | ledger                 | A     | its ledger | 50.00  | 50.00  | 50.00
            5       | 2020           | county  | County          | council_houses | Housing revenue account | current | local_statutory | not_known         | X     | not in it  |        |        |
            6       | 2019           | county  | County          | education | Schools          | pay       | local_statutory     | published_for_the_body | A     | published  | 9.00   | 9.00   | 9.00
            ",
        )
        .with(
            &SET_ASIDE,
            "
            financial_year | body   | label           | set_aside_as | reason                    | amount
            2020           | County | Transport levy  | transfer     | counted at the authority  | 30.00
            2020           | County | Total           | total        | a sum                     | 580.00
            ",
        )
        .with(
            &COVERAGE,
            "
            financial_year | body_id | body            | service   | capital | published | apportioned | counted | ledger | opens  | note | ask
            2020           | county  | County          | education | false   | 550.00    |             | 550.00  | 110.00 | 110.00 |      | the pay bill by service
            2020           |         | Work Department | benefits  | false   |           | 400.00      | 400.00  |        |        |      | claims by district
            2020           | trust   | Trust           | nhs       | false   |           |             | 50.00   | 50.00  | 50.00  |      |
            2020           | county  | County          | council_houses | false |        |             |         |        |        |      | the housing revenue account
            ",
        )
        .with(&REGIONAL_BRIDGE, "financial_year | step | per_head | note\n 2020 | Region | 12.00 | published\n")
        .with(&PLACE_POPULATION, "financial_year | people | as_of\n 2020 | 100 | mid-2020\n")
}

fn count() -> WholeCount {
    whole_count(&tables(), &place(), &str::to_uppercase).unwrap().expect("there are cells")
}

fn pounds(text: &str) -> Money {
    money::Amount::parse(text).unwrap().money
}

#[test]
fn the_whole_is_the_sum_of_the_cells_of_the_year() {
    let count = count();
    assert_eq!(count.total(), pounds("1000.00"));
    assert_eq!(count.bounds(), (pounds("980.00"), pounds("1050.00")));
    assert_eq!(count.per_head(), Some(pounds("10.00")));
    assert_eq!(count.addressable(), pounds("600.00"));
    assert_eq!(count.benefits(), pounds("400.00"));
    assert_eq!(count.opens(), pounds("160.00"));
    assert_eq!(count.share_that_opens(), Some(0.16));
}

#[test]
fn what_is_not_known_is_named_and_is_in_no_sum() {
    let count = count();
    let facts = count.facts();
    let fact = facts.iter().find(|fact| fact.label == "Not known").expect("it is named");
    assert_eq!(fact.value, Value::Count(1));
    assert!(fact.note.contains("Housing revenue account (County)"), "{}", fact.note);
    let basis = count.by_basis();
    assert_eq!(basis.iter().map(|(_, amount, _)| *amount).sum::<Money>(), count.total());
    assert!(basis.contains(&(CountBasis::NotKnown, Money::ZERO, 1)));
}

#[test]
fn each_table_adds_up_to_the_whole() {
    let count = count();
    for block in count.blocks() {
        let (total, rows) = block.rows.split_last().expect("there is a total");
        let amounts = rows.iter().map(|row| match row[1] {
            Value::Money(amount) => amount,
            _ => panic!("{} has a row without pounds", block.title),
        });
        assert_eq!(Value::Money(amounts.sum()), total[1], "{}", block.title);
    }
}

#[test]
fn what_would_open_most_is_asked_for_first_and_what_is_not_known_last() {
    let asks = count().asks();
    let asks: Vec<(&str, Option<Money>)> = asks.iter().map(|(_, ask, pounds)| (ask.as_str(), *pounds)).collect();
    assert_eq!(
        asks,
        [
            ("the pay bill by service", Some(pounds("440.00"))),
            ("claims by district", Some(pounds("400.00"))),
            ("the housing revenue account", None),
        ]
    );
}

/// How much a body spends beyond its ledger nobody knows; the larger ledger comes first.
#[test]
fn a_body_that_only_its_ledger_speaks_of_is_asked_by_the_pounds_of_its_ledger() {
    let cells = "
        cell_id | financial_year | body | service | label | kind    | control          | basis  | grade | method     | amount
        1       | 2020           | A    | nhs     | Lines | current | local_discretion | ledger | A     | its ledger | 5.00
        2       | 2020           | Z    | nhs     | Lines | current | local_discretion | ledger | A     | its ledger | 90.00
        ";
    let coverage = "
        financial_year | body | service | capital | counted | ledger | opens | note | ask
        2020           | A    | nhs     | false   | 5.00    | 5.00   | 5.00  |      | ask A for its outturn
        2020           | Z    | nhs     | false   | 60.00   | 60.00  | 60.00 |      | ask Z for its outturn
        2020           | Z    | fire    | false   | 30.00   | 30.00  | 30.00 |      | ask Z for its outturn
        2020           | B    | all     | false   |         |        |       |      | ask B for its outturn
        ";
    let tables = Memory::new().with(&WHOLE_COUNT, cells).with(&SET_ASIDE, "body\n").with(&COVERAGE, coverage);
    let tables = tables.with(&REGIONAL_BRIDGE, "step\n").with(&PLACE_POPULATION, "people\n");
    let count = counted(&tables, &place(), &str::to_owned).unwrap().expect("the count was made");
    assert!(!count.has_published());
    let asks: Vec<(String, Option<Money>)> = count.asks().into_iter().map(|(body, _, pounds)| (body, pounds)).collect();
    assert_eq!(asks, [("Z".to_owned(), None), ("A".to_owned(), None), ("B".to_owned(), None)]);
}

#[test]
fn people_are_of_the_driver_with_its_area_day_and_file_or_of_place_toml() {
    let tables = tables()
        .with(
            &PLACE_POPULATION,
            "financial_year | people | area | as_of | file_id\n 2020 | 100 | Leeds | mid-2020 | f1\n",
        )
        .with(&PUBLICATION, "file_id | path\n f1 | ../drivers/people.csv\n");
    let people = population(&tables, &place()).unwrap().expect("a driver says");
    assert_eq!(people.source_in_brackets(), " (Leeds, mid 2020, drivers/people.csv)");
    let stated = population(&Memory::new(), &place()).unwrap().expect("place.toml says");
    assert_eq!((stated.people, stated.source_in_brackets()), (100, String::new()));
}

#[test]
fn a_sum_of_other_figures_is_no_line_that_was_set_aside() {
    let block = count().set_aside_block();
    assert_eq!(block.rows.len(), 1);
    assert_eq!(block.rows[0][2], Value::Money(pounds("30.00")));
}

#[test]
fn a_place_for_which_nothing_is_published_has_no_whole_count() {
    assert_eq!(whole_count(&Memory::new(), &place(), &str::to_owned).unwrap(), None);
    let none = Memory::new().with(&WHOLE_COUNT, "cell_id\n").with(&SET_ASIDE, "body\n").with(&COVERAGE, "body\n");
    let none = none.with(&REGIONAL_BRIDGE, "step\n").with(&PLACE_POPULATION, "people\n");
    assert_eq!(whole_count(&none, &place(), &str::to_owned).unwrap(), None);
}

/// The ledgers of two bodies, and a third of which nothing is known, are payments and no whole.
#[test]
fn payments_alone_are_no_whole() {
    let ledgers = "
        cell_id | financial_year | body  | service   | label | kind    | control          | basis     | grade | method     | amount
        1       | 2020           | Trust | nhs       | Lines | current | local_discretion | ledger    | A     | its ledger | 50.00
        2       | 2020           | Fire  | fire      | All   | current | local_discretion | not_known | X     | no figure  |
        ";
    let of = |cells: &str| {
        let tables = Memory::new().with(&WHOLE_COUNT, cells).with(&SET_ASIDE, "body\n").with(&COVERAGE, "body\n");
        let tables = tables.with(&REGIONAL_BRIDGE, "step\n").with(&PLACE_POPULATION, "people\n");
        whole_count(&tables, &place(), &str::to_owned).unwrap()
    };
    assert_eq!(of(ledgers), None);
    let published = format!(
        "{}        3 | 2020 | Fire | fire | Fire | current | local_discretion | published_for_the_body | A | published | 7.00\n",
        ledgers.trim_end_matches(' ')
    );
    assert_eq!(of(&published).map(|count| count.total()), Some(pounds("57.00")));
}

#[test]
fn the_base_of_a_body_or_service_is_all_that_is_counted_of_it() {
    let count = count();
    let county = count.base_of_body("county").expect("it is published");
    assert_eq!((county.counted, county.opens, county.has_payments_alone), (pounds("550.00"), pounds("110.00"), false));
    assert_eq!(county.in_words(), "£550.00 in the whole count, of which 20.0% is traced to payments");
    let nhs = count.base_of_service("nhs").expect("its ledger leads");
    assert_eq!((nhs.counted, nhs.has_payments_alone), (pounds("50.00"), true));
    assert_eq!(count.base_of_service("council_houses"), None, "not known is no base of nought");
    assert_eq!(count.base_of_body("police"), None);
    assert_eq!(count.base().counted, count.total());
}

#[test]
fn a_sum_of_payments_stands_beside_what_is_spent_in_all_or_says_that_nobody_knows() {
    assert_eq!(
        payments_in_words(Some(&count().above())),
        "payments only: 16.0% of the £1,000.00 (£10.00 for each resident) spent for the place in all is traced to payments"
    );
    assert_eq!(payments_in_words(None), "payments only: there is no published figure for what is spent in all");
}
