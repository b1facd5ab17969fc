use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use appraisal::{Reference, appraise, read};

use super::*;

const EARLY_HELP: &str = include_str!("../../../../reference/proposals/early-help.toml");
const BIRMINGHAM: &str = include_str!("../../../../reference/proposals/birmingham.toml");
const TWO_FAMILIES: &str = include_str!("../../../../reference/proposals/two-families.toml");

/// The worked example with everything that the sheets can hold: a cap that binds, a taper, points, a health effect.
fn with_everything() -> String {
    EARLY_HELP
        .replace("retention  = { value", "annual_spend = 2_000\noverlap = 0.1\nretention  = { value")
        .replacen("drop_off         = 0.25", "taper = [1.0, 0.8, 0.5]\nmultiplier = 1.1\nleakage = 0.05", 1)
        .replacen("duration_years   = 3\n", "", 1)
        .replace(
            "kind   = \"economic\"\namount = 6_000",
            "kind   = \"economic\"\namount = 6_000\nprice_year = \"2024-25\"",
        )
        .replace("output           = 16_000\n", "")
        .replace("rule = \"pro_rata\"\nof   = \"fiscal\"", "rule = \"proportional\"\nof   = \"cashable\"")
}

/// A receipt, a disbenefit, and money that is back before a late cost takes it out again.
fn with_signs() -> String {
    EARLY_HELP
        .replace("[300_000, 150_000]", "[100_000, -5_000, 0, 900_000]")
        .replace("[60_000, 30_000]", "[6_000, 0]")
        .replace("[90_000, 45_000]", "[9_000, -10_000]")
        .replacen("kind   = \"economic\"\namount = 6_000", "kind   = \"economic\"\namount = -6_000", 1)
        .replace("output           = 16_000\n", "")
}

/// An impact of nothing, in a yellow cell that a reader may change.
fn with_a_nought() -> String {
    EARLY_HELP.replacen("impact           = { value = 0.25, low = 0.10, high = 0.40 }", "impact = 0", 1)
}

#[test]
fn money_that_goes_out_again_is_not_back_for_good() {
    let (_, case) = made(&with_signs(), true);
    let view = case.standard();
    assert!(view.financial.npv < 0.0 && view.payback.is_none() && view.first_crossing.is_some());
}

fn made(text: &str, with_results: bool) -> (Vec<u8>, Case) {
    let reference = Reference::builtin();
    let proposal = read(text, "p.toml", &reference).unwrap_or_else(|mistakes| {
        panic!("{}", mistakes.mistakes.iter().map(|m| m.in_one_line()).collect::<Vec<_>>().join("\n"))
    });
    let case = appraise(&proposal, &reference).expect("appraisable");
    let bytes = make(&proposal, &reference, &case, with_results).expect("a workbook that agrees with the case");
    (bytes, case)
}

#[test]
fn every_formula_is_worth_what_the_case_says() {
    // `make` compares each figure with the case and fails where they disagree.
    for text in [EARLY_HELP, BIRMINGHAM, TWO_FAMILIES, &with_everything(), &with_signs(), &with_a_nought()] {
        let (bytes, _) = made(text, true);
        assert!(bytes.starts_with(b"PK"));
    }
}

#[test]
fn a_formula_that_says_something_else_is_found() {
    let reference = Reference::builtin();
    let proposal = read(EARLY_HELP, "p.toml", &reference).expect("a good proposal");
    let mut case = appraise(&proposal, &reference).expect("appraisable");
    case.views[0].pv_fiscal += 1.0;
    assert!(matches!(workbook(&proposal, &reference, &case), Err(Error::Disagrees { .. })));
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    assert_eq!(made(EARLY_HELP, true).0, made(EARLY_HELP, true).0);
}

/// A program that knows nothing of this one computes every cell of every sheet again, from formulas without values.
#[test]
fn libreoffice_computes_the_same() {
    for text in [EARLY_HELP, BIRMINGHAM, TWO_FAMILIES, &with_everything(), &with_signs(), &with_a_nought()] {
        let (bytes, case) = made(text, false);
        let Some(sheets) = sheets(&bytes, Recalculation::Always) else { return };
        check_summary(&sheets["Summary"], &case);
        if text == EARLY_HELP {
            let ours = self::sheets(&made(text, true).0, Recalculation::Never).expect("it opened the other one");
            check_cells(&sheets, &ours);
            // Were the values of the file not taken, both sides would be LibreOffice's.
            let empty = self::sheets(&bytes, Recalculation::Never).expect("it opened the other one");
            assert_ne!(empty["Summary"], ours["Summary"], "a file without values has none to take");
        }
    }
}

/// Whether LibreOffice computes formulas when it opens a file, or takes the values that the file holds.
#[derive(Clone, Copy)]
enum Recalculation {
    Always = 0,
    Never = 1,
}

/// Every sheet as comma-separated values, by its name; none where LibreOffice is not installed.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without it
fn sheets(bytes: &[u8], recalculation: Recalculation) -> Option<BTreeMap<String, String>> {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("case.xlsx");
    std::fs::write(&file, bytes).expect("room for a workbook");
    write_profile(dir.path(), recalculation);
    // Every sheet into its own file, numbers with all their digits.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
    let ran = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", dir.path().display()))
        .args(["--headless", "--convert-to", filter, "--outdir"])
        .arg(dir.path())
        .arg(&file)
        .output();
    let Ok(output) = ran else {
        println!("skipped: LibreOffice (`soffice`) is not installed");
        return None;
    };
    let read = |name: &str| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        std::fs::read_to_string(dir.path().join(format!("case-{name}.csv")))
            .unwrap_or_else(|_| panic!("{name}: {said}"))
    };
    Some(SHEETS.iter().map(|name| ((*name).to_owned(), read(name))).collect())
}

fn write_profile(dir: &Path, recalculation: Recalculation) {
    let user = dir.join("profile/user");
    std::fs::create_dir_all(&user).expect("a folder");
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>"#,
        recalculation as u8
    );
    std::fs::write(user.join("registrymodifications.xcu"), text).expect("room for a profile");
}

fn rows_of(sheet: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(sheet.as_bytes());
    reader.records().map(|row| row.expect("a row of cells")).collect()
}

/// Cell by cell: numbers to the last digits, everything else as it is.
fn check_cells(theirs: &BTreeMap<String, String>, ours: &BTreeMap<String, String>) {
    let mut n_numbers = 0;
    for (name, sheet) in ours {
        let (ours, theirs) = (rows_of(sheet), rows_of(&theirs[name]));
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for (row, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            assert_eq!(ours.len(), theirs.len(), "{name}, row {row}");
            for (ours, theirs) in ours.iter().zip(theirs) {
                match (ours.parse::<f64>(), theirs.parse::<f64>()) {
                    (Ok(one), Ok(other)) => {
                        assert!((one - other).abs() <= 1e-9 * (1.0 + one.abs()), "{name}, row {row}: {one} {other}");
                        n_numbers += 1;
                    }
                    _ => assert_eq!(ours, theirs, "{name}, row {row}"),
                }
            }
        }
    }
    assert!(400 < n_numbers, "only {n_numbers} numbers were compared");
}

fn check_time(found: &str, expected: Option<appraisal::Payback>, none: &str) {
    match expected {
        None => assert_eq!(found, none),
        Some(expected) => {
            let found: f64 = found.parse().expect("years");
            assert!((found - expected.after_years).abs() < 1e-9, "{found}");
        }
    }
}

fn check_summary(summary: &str, case: &Case) {
    let rows = rows_of(summary);
    let check_row = |name: &str, figures: &dyn Fn(&appraisal::View) -> Option<f64>| {
        let row = rows.iter().find(|row| row.get(0) == Some(name)).unwrap_or_else(|| panic!("{name}\n{summary}"));
        for (at, view) in case.views.iter().enumerate() {
            let Some(expected) = figures(view) else { continue };
            let found: f64 = row[at + 1].parse().unwrap_or_else(|_| panic!("{name}: {}", &row[at + 1]));
            assert!((found - expected).abs() <= 1e-9 * (1.0 + expected.abs()), "{name}: {found} {expected}");
        }
    };
    check_row("cost", &|view| Some(view.pv_cost));
    check_row("fiscal benefit", &|view| Some(view.pv_fiscal));
    check_row("of it cashable", &|view| Some(view.pv_cashable));
    check_row("economic benefit", &|view| Some(view.pv_economic));
    check_row("social benefit", &|view| Some(view.pv_social));
    check_row("public value: NPV", &|view| Some(view.public.npv));
    check_row("public value: BCR", &|view| view.public.bcr);
    check_row("financial case: BCR", &|view| view.financial.bcr);
    check_row("cashable: BCR", &|view| view.cashable.bcr);
    check_row("net budget impact", &|view| Some(view.net_budget_impact));
    check_row("benefits × this: public NPV 0", &|view| view.switching.public);
    let payback =
        rows.iter().find(|row| row.get(0).is_some_and(|name| name.starts_with("pays back"))).expect("a payback");
    check_time(&payback[1], case.standard().payback, cash_flow::NEVER);
    let first = rows.iter().find(|row| row.get(0).is_some_and(|name| name.starts_with("first back"))).expect("a first");
    check_time(&first[1], case.standard().first_crossing, cash_flow::NO_OTHER);
}
