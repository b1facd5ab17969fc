//! The published unit cost database, from its workbook into an appraisal: read, uprated with the reference, split.

use std::path::Path;

use appraisal::unit_costs::{UnitCosts, ValueKind};
use appraisal::{Counted, Reference, appraise, read};
use intake::unit_costs::Database;
use model::FinancialYear;

/// The database as published, where it is.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without it
fn database() -> Option<Database> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/unit-costs/unit-cost-database.xlsx");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: the unit cost database is not at {}", path.display());
        return None;
    };
    Some(Database::read(&bytes).expect("the published workbook"))
}

fn costs(database: &Database) -> UnitCosts {
    UnitCosts::read(&database.to_csv(), "unit-costs.csv", &Counted::default()).unwrap_or_else(|mistakes| {
        panic!("{}", mistakes.mistakes.iter().map(|m| m.in_one_line()).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn the_reference_uprates_every_figure_as_the_workbook_does() {
    let Some(database) = database() else { return };
    let costs = costs(&database);
    let reference = Reference::builtin();
    let deflator = reference.deflator("hmt-2015-03").expect("the deflator of the database");
    let mut n_equal = 0;
    for row in &database.costs {
        let code = if row.code.is_empty() { format!("{}-{}", row.sheet, row.row) } else { row.code.clone() };
        let cost = costs.get(&code).expect("every line is there");
        for figure in row.figures.iter().filter(|figure| figure.kind == "fiscal") {
            let Some(cached) = figure.uprated else { continue };
            let uprated =
                cost.values[&ValueKind::Fiscal].uprated(deflator, FinancialYear(2015)).expect("in the series");
            assert!((uprated - cached).abs() <= 1e-12 * cached, "{code}: {uprated} {cached}");
            n_equal += 1;
        }
    }
    assert_eq!(n_equal, 674);
}

/// Method, section 5.5: the anchors, and the parts that add up to them.
#[test]
fn anchors_and_splits_are_those_of_the_method() {
    let Some(database) = database() else { return };
    let costs = costs(&database);
    let fiscal = |code: &str| {
        let value = costs.get(code).expect("a code of the method").values[&ValueKind::Fiscal];
        (value.central(), value.year.to_string())
    };
    for (code, value, year) in [
        ("CR1.0", 500.0, "2002-03"),
        ("CR3.0", 33_785.0, "2013-14"),
        ("E&S1.0", 1_509.0, "2005-06"),
        ("E&S2.0", 9_219.0, "2005-06"),
        ("HE1.0", 1_800.0, "2009-10"),
        ("HO3.0", 2_501.0, "2010-11"),
        ("SS1.0", 51_080.0, "2013-14"),
        ("FI1.0", 3_079.0, "2008-09"),
        ("CR2.0", 2_470.0, "2008-09"),
    ] {
        let (found, found_year) = fiscal(code);
        assert_eq!((found, code), (value, code));
        assert!(year == found_year || code == "E&S2.0", "{code} {found_year}");
    }
    let whole = |code: &str| costs.split(code).map(|split| split.is_whole);
    assert_eq!([whole("E&E1.0"), whole("CR2.0"), whole("E&E10.0"), whole("FI1.0")], [Some(true); 4]);
    assert_eq!([whole("HO1.0"), whole("HE2.0"), whole("CR8.0")], [Some(false); 3], "partial, or of other years");
    let split = costs.split("E&E1.0").expect("a cost with parts");
    assert_eq!(format!("{:.4}", split.shares[0].share), "0.9422", "9,234 of 9,800 are benefits saved");
    let refused: Vec<_> = costs.doubts(&Reference::builtin().bounds).into_iter().filter(|d| d.is_refused).collect();
    assert_eq!(refused, [], "nothing published is beyond belief");
}

#[test]
fn school_exclusion_is_found_with_its_year_split_and_source() {
    let Some(database) = database() else { return };
    let costs = costs(&database);
    let hits = costs.search("school exclusion", 5);
    assert_eq!(hits[0].cost.code, "E&S2.0");
    let split = costs.split("E&S2.0").expect("its parts");
    assert!(split.is_whole && split.shares.len() >= 2);
    assert!(hits[0].cost.source.contains("Misspent Youth"));
    assert!(!hits[0].cost.includes.is_empty(), "it says what it holds");
}

#[test]
fn a_proposal_takes_its_price_from_the_database_and_says_so() {
    let Some(database) = database() else { return };
    let reference = Reference::builtin().with_unit_costs(&database.to_csv(), "unit-costs.csv").expect("good costs");
    let text = include_str!("../../../../reference/proposals/early-help.toml").replacen(
        "amount   = { value = 50_000, low = 35_000, high = 65_000 }",
        "unit_cost = \"SS1.0\"",
        1,
    );
    let proposal = read(&text, "p.toml", &reference).expect("a good proposal");
    let case = appraise(&proposal, &reference).expect("appraisable");
    let assumption = case.assumptions.iter().find(|a| a.path == "benefit.care.fiscal").expect("a value");
    // £51,080 of 2013-14 in 2025-26 prices: × 103.2388 / 73.0337.
    assert!((assumption.estimate.value - 51_080.0 * 103.2388 / 73.0337).abs() < 1e-6);
    let source = assumption.source.as_deref().expect("a source");
    assert!(source.starts_with("SS1.0, fiscal £51,080, 2013-14 prices"), "{source}");
}
