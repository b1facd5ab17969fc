//! What is done twice and buildings, on pages.

use model::tables::{
    BUILDING, BUILDING_CLOSURE, BUILDING_PAIR, ESTATE_OBSTACLE, ESTATE_PLAN, OVERLAP, OVERLAP_BODY, OVERLAP_EVIDENCE,
    PAYMENT_REPEATS, VOLUNTARY_SPEND,
};
use pages::Site;
use testkit::Memory;

use crate::{small, tables};

fn with_overlaps(memory: Memory) -> Memory {
    memory
        .with(
            &OVERLAP,
            "overlap_id | kind | strand | title | bodies | n_bodies | amount | amount_seen | claimed_by | confidence | keep_apart | how | condition | savings_low | savings_high | savings_source | rank
             shared_supplier:acorn | shared_supplier | collaborative_procurement | Acorn is paid by 2 bodies | county | 1 | 900.00 | 1000.00 | paid_twice:birch | high | true | Their ledgers pay it. | It is money if they buy the same thing | 0 | 0.069 | HM Treasury | 1
             paid_twice:birch | paid_twice | back_office_and_it | Birch may have been paid twice | county | 1 | 100.00 | 100.00 | | low | false | Two equal payments. | It is money if it is so | | | | 2",
        )
        .with(&OVERLAP_BODY, "overlap_id | body_id | amount\n shared_supplier:acorn | county | 900.00")
        .with(
            &OVERLAP_EVIDENCE,
            "overlap_id | body_id | table | key | note | amount
             shared_supplier:acorn | county | supplier_spend | acorn | 3 lines that are addressable | 900.00
             paid_twice:birch | county | ledger_line | a.csv#2 | Birch on two days | 100.00",
        )
        .with(
            &PAYMENT_REPEATS,
            "body_id | n_lines | n_undated | n_repeated | n_in_series | n_put_right | n_with_reference | n_same_invoice | expected_same_invoice | are_references_telling | n_alone | n_alone_listed
             county | 40 | 0 | 6 | 4 | 0 | 40 | 1 | 0 | true | 0 | 0",
        )
        .with(
            &VOLUNTARY_SPEND,
            "body_id | service | n_suppliers | amount | all_suppliers | share
             county | education | 2 | 50.00 | 100.00 | 0.5",
        )
}

fn site() -> Site {
    tables::site_of(&tables::place(), &with_overlaps(tables::memory(4)))
}

#[test]
fn findings_have_pages_and_a_payment_that_may_be_doubled_names_nobody() {
    let site = site();
    let list = site.page("done-twice", "");
    assert_eq!(list.status, 200);
    assert!(list.body.contains("Acorn is paid by 2 bodies") && !list.body.contains("Birch"), "{}", list.body);
    assert!(list.body.contains("small or voluntary: do not bundle"));
    let one = site.page("done-twice/shared_supplier-acorn", "");
    let own = site.addresses().into_iter().find(|address| address.starts_with("done-twice/")).expect("its page");
    let one = if one.status == 200 { one } else { site.page(&own, "") };
    assert_eq!(one.status, 200, "{own}");
    assert!(one.body.contains("3 lines that are addressable") && one.body.contains("0.0% to 6.9%"), "{}", one.body);
    assert!(!one.body.contains("Birch"), "the finding that has claimed the rest names nobody");
    assert!(!site.addresses().iter().any(|address| address.contains("birch")));
    assert!(site.page("doing-better", "").body.contains("href=\"done-twice\""));
}

#[test]
fn a_place_without_findings_or_buildings_has_no_such_pages() {
    assert_eq!(small().page("done-twice", "").status, 404);
    assert_eq!(small().page("buildings", "").status, 404);
}

#[test]
fn buildings_neighbours_plans_and_obstacles_are_on_one_page() {
    let memory = tables::memory(4)
        .with(
            &BUILDING,
            "building_id | body_id | agency | name | longitude | latitude | floor_area_m2
             a | county | libraries | Old Library | -2.3 | 53.4 | 120
             b | county | health | Clinic | -2.3 | 53.4 |",
        )
        .with(
            &BUILDING_PAIR,
            "building_id | other_building_id | metres | agency | other_agency\n a | b | 12 | libraries | health",
        )
        .with(
            &ESTATE_PLAN,
            "plan_id | question | title | role | rank | n_closes | saved_a_year | once | receipts | mean_distance | longest_distance | unit | is_proved | gap
             roof-best-1 | roof | One roof | best | 1 | 1 | 5000.00 | 900.00 | 0.00 | 0.9 | 3.0 | km | true | 0",
        )
        .with(
            &BUILDING_CLOSURE,
            "question | building_id | saves | people_further | person_distance | most_further | people_stranded
             roof | a | 5000.00 | 30 | 12 | 0.8 | 4",
        )
        .with(&ESTATE_OBSTACLE, "question | stops | text\n hall | true | Nobody says how large the hall is.");
    let page = tables::site_of(&tables::place(), &memory).page("buildings", "");
    assert_eq!(page.status, 200);
    for text in ["Old Library", "Clinic", "One roof", "nothing is better", "Nobody says how large the hall is."] {
        assert!(page.body.contains(text), "{text}");
    }
}
