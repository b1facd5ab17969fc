//! Whole counts from other years' and other places' publications.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::Copy;

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/whole-count");
    if path.is_dir() {
        return path.canonicalize().ok();
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// A place whose sources are the published figures, with a body for each id, name, kind and E-code.
fn place(root: &Path, years: &str, bodies: &[(&str, &str, &str, &str)], files: &[&str]) -> Copy {
    let copy = Copy::empty();
    let bodies: String = bodies
        .iter()
        .map(|(id, name, kind, codes)| {
            format!("[[body]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"{kind}\"\ncodes = {{ {codes} }}\n")
        })
        .collect();
    let files: Vec<String> = files.iter().map(|file| format!("\"{file}\"")).collect();
    let text = format!(
        "name = \"Somewhere\"\n{years}\n[sources]\nroot = \"{}\"\n{bodies}[[source]]\nkind = \"published\"\nfiles = [{}]\n",
        root.display(),
        files.join(", ")
    );
    copy.write("place.toml", &text);
    copy
}

fn sum(place: &Copy, condition: &str) -> f64 {
    let sql = format!("SELECT coalesce(sum(amount), 0) FROM whole_count WHERE {condition}");
    place.value(&sql).parse().expect("pounds")
}

fn known(root: &Path) -> Value {
    let text = std::fs::read_to_string(root.join("known_answers.json")).expect("the known answers are beside the data");
    serde_json::from_str(&text).expect("they are JSON")
}

#[test]
fn a_return_with_pay_gives_pay_purchases_and_income_of_each_body() {
    let Some(root) = shared() else { return };
    let leeds = [("leeds", "Leeds City Council", "council", "ons = \"E08000035\", ecode = \"E4704\"")];
    let copy = place(&root, "year = \"2021-22\"", &leeds, &["revenue/RSX_2021-22*.csv"]);
    copy.build_to(&["consolidation"]);
    let council = &known(&root)["rsx_2021_22"]["councils"]["Leeds"];
    let thousands = |name: &str| council[name].as_f64().expect("thousands") * 1000.0;
    assert_eq!(sum(&copy, "kind = 'pay'"), thousands("Employees  (C1)"));
    assert_eq!(sum(&copy, "kind = 'goods_and_services'"), thousands("Running Expenses  (C2)"));
    assert_eq!(sum(&copy, "kind = 'income'"), -thousands("Total Income  (C6 = C4 + C5)"));
    assert_eq!(sum(&copy, "kind IN ('pay', 'goods_and_services', 'income')"), thousands("C6)"));
    let gross = sum(&copy, "kind IN ('pay', 'goods_and_services')");
    assert!((sum(&copy, "kind = 'pay'") / gross - 0.391).abs() < 0.0005, "pay is 39.1% of what is spent gross");
}

#[test]
fn a_return_without_pay_says_that_it_does_not_part_it() {
    let Some(place) = Copy::of_example("leeds-2011-12") else { return };
    place.build_to(&["consolidation"]);
    assert_eq!(sum(&place, "kind = 'pay'"), 0.0);
    let kinds = place.value(
        "SELECT count(*) FROM whole_count WHERE kind = 'current' AND basis = 'published_for_the_body' AND amount > 0",
    );
    assert!(10 <= kinds.parse::<u32>().expect("a count"), "{kinds} services of current spending, not split");
}

#[test]
fn lancashire_is_counted_over_four_years_and_lost_cells_are_no_noughts() {
    let Some(root) = shared() else { return };
    let county = [("county", "Lancashire County Council", "county_council", "ons = \"E10000017\", ecode = \"E2321\"")];
    let years = "years = [\"2021-22\", \"2022-23\", \"2023-24\", \"2024-25\"]";
    let copy = place(&root, years, &county, &["lancashire/revenue_outturn_lines*.csv"]);
    copy.build_to(&["consolidation"]);
    let known = &known(&root)["lancashire"]["lancashire_cc_2024_25"];
    let thousands = |name: &str| known[name].as_f64().expect("thousands") * 1000.0;
    let of_2024 = |kind: &str| sum(&copy, &format!("financial_year = 2024 AND kind = '{kind}'"));
    // Services whose cells the source lost are not in the count, so the sum may lack them and never exceeds the total.
    assert!(of_2024("pay") <= thousands("employees") && 0.9 * thousands("employees") < of_2024("pay"));
    assert_eq!(copy.value("SELECT count(DISTINCT financial_year) FROM whole_count WHERE amount IS NOT NULL"), "4");
    assert_eq!(copy.value("SELECT count(*) FROM whole_count WHERE amount = 0 AND basis = 'not_known'"), "0");
}

/// Every file is read without a word about its layout; one whose year nobody states says so.
#[test]
fn every_published_file_is_read_or_says_what_it_lacks() {
    let Some(root) = shared() else { return };
    let leeds = [("leeds", "Leeds City Council", "council", "ons = \"E08000035\", ecode = \"E4704\"")];
    let years: Vec<String> = (2004..=2024).map(|year| format!("\"{year}-{:02}\"", (year + 1) % 100)).collect();
    let folders = [
        "revenue/*",
        "capital/*",
        "regional/*",
        "lancashire/*",
        "schools/*",
        "social-care/*",
        "benefits/*",
        "counts/*",
        "nhs/*",
    ];
    let copy = place(&root, &format!("years = [{}]", years.join(", ")), &leeds, &folders);
    copy.build_to(&["consolidation"]);
    let read = copy.query("SELECT DISTINCT path FROM publication WHERE 0 < n_figures");
    let read: Vec<&str> = read.iter().filter_map(|row| row["path"].as_str()).collect();
    for folder in folders {
        for entry in std::fs::read_dir(root.join(folder.trim_end_matches("/*"))).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if read.iter().any(|path| path.ends_with(&name)) {
                continue;
            }
            let said =
                copy.value(&format!("SELECT count(*) FROM publication_problem WHERE strpos(text, '{name}') > 0"));
            assert_ne!(said, "0", "{name} is neither read nor is anything said of it");
            assert!(name == "ccg_allocations.csv" || name == "PESA_2010_chapter10_tables.xlsx", "{name} is not read");
        }
    }
}
