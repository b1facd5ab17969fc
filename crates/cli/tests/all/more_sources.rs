//! A whole count to which another source of the same money is added, and published counts that stay what they are.

use std::path::{Path, PathBuf};

use crate::run::Copy;

/// The data beside the checkout; none, with a plain line, where they are not there.
fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if path.is_dir() {
        return path.canonicalize().ok();
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// From a folder to another by way of the root, as patterns of sources are written.
fn relative(from: &Path, to: &Path) -> String {
    let up = "../".repeat(from.components().count() - 1);
    format!("{up}{}", to.display().to_string().trim_start_matches('/'))
}

const BODIES: &str = r#"
[[body]]
id = "leeds"
name = "Leeds City Council"
kind = "council"
codes = { ons = "E08000035", ecode = "E4704" }
[[body]]
id = "metro"
name = "West Yorkshire Integrated Transport Authority"
kind = "levying_body"
codes = { ecode = "E6347" }
[[body]]
id = "pct"
name = "Leeds Primary Care Trust"
kind = "nhs_commissioner"
[[body]]
id = "hospitals"
name = "Leeds Teaching Hospitals NHS Trust"
kind = "nhs_trust"
[[body]]
id = "dwp"
name = "Department for Work and Pensions"
kind = "department"
reach = "national"
"#;

/// A place that reads some published files, and the tables of its own folder `more/`.
fn place(root: &Path, head: &str, bodies: &str, files: &[&str]) -> Copy {
    let copy = Copy::empty();
    let own = relative(root, &copy.path().canonicalize().expect("it is there").join("more/*.csv"));
    let mut files: Vec<String> = files.iter().map(|file| format!("\"{file}\"")).collect();
    files.push(format!("\"{own}\""));
    let (root, files) = (root.display(), files.join(", "));
    let sources = format!("[[source]]\nkind = \"published\"\nfiles = [{files}]\n");
    copy.write("place.toml", &format!("{head}\n[sources]\nroot = \"{root}\"\n{bodies}\n{sources}"));
    copy
}

fn leeds(root: &Path) -> Copy {
    let head = "name = \"Leeds\"\nyear = \"2011-12\"\narea_codes = [\"E08000035\"]";
    place(root, head, BODIES, &["leeds-2011-12/published-totals/Revenue_Outturn*"])
}

fn pounds(place: &Copy, sql: &str) -> f64 {
    place.value(sql).parse().expect("pounds")
}

fn total(place: &Copy) -> f64 {
    pounds(place, "SELECT coalesce(sum(amount), 0) FROM whole_count")
}

/// The total with a table beside the returns.
fn total_with(place: &Copy, table: &str) -> f64 {
    place.write("more/table.csv", table);
    place.build_to(&["consolidation"]);
    let read = place.value("SELECT coalesce(sum(n_figures), 0) FROM publication WHERE path LIKE '%more/table.csv'");
    assert_ne!(read, "0", "the table is read: {table}");
    total(place)
}

/// The lines of the table that are set aside, each with its reason.
fn set_aside(place: &Copy) -> Vec<String> {
    let rows = place.query(
        "SELECT s.label, s.reason FROM set_aside s JOIN publication p ON s.file_id = p.file_id
        WHERE p.path LIKE '%more/table.csv' ORDER BY s.label",
    );
    rows.iter().map(|row| format!("{}: {}", row["label"].as_str().unwrap(), row["reason"].as_str().unwrap())).collect()
}

fn said(place: &Copy, kind: &str) -> String {
    let rows = place.query(&format!("SELECT text FROM whole_count_problem WHERE kind = '{kind}'"));
    rows.iter().filter_map(|row| row["text"].as_str()).collect::<Vec<_>>().join("\n")
}

/// Services 1,133.7m, housing benefit 257.7m, parishes 1.4m, small lines 2.6m of the council; 169.3m of the transport
/// authority, all of which is counted here; the levy of 33.9m once.
const BASE: f64 = 1_564_720_000.0;

#[test]
fn another_source_of_the_same_money_does_not_move_the_total() {
    let Some(root) = shared() else { return };
    let place = leeds(&root);
    place.build_to(&["consolidation"]);
    assert_eq!(total(&place), BASE);
    let tables = [
        (
            "a levy file",
            "leeds,2011-12,Levy paid to the integrated transport authority,33948000,current",
            "A levy is counted at the body that spends it",
        ),
        ("a grant file", "leeds,2011-12,Revenue Support Grant,74392000,current", "Where the money comes from"),
        ("the schools' grant", "leeds,2011-12,Dedicated Schools Grant,400000000,income", "Where the money comes from"),
        (
            "housing benefit subsidy",
            "leeds,2011-12,Housing benefit subsidy,257000000,income",
            "Where the money comes from",
        ),
        (
            "gross beside net",
            "leeds,2011-12,Adult Social Care gross of fees,290000000,current",
            "The same money in another publication",
        ),
    ];
    for (what, row, reason) in tables {
        assert_eq!(total_with(&place, &format!("body,year,service,amount,kind\n{row}\n")), BASE, "{what}");
        let aside = set_aside(&place);
        assert!(aside.len() == 1 && aside[0].contains(reason), "{what}: {aside:?}");
    }
    let differ = said(&place, "published_sources_differ");
    assert!(differ.contains("£203,275,000.00 and is counted") && differ.contains("£290,000,000.00"), "{differ}");
    // The department's own figure of the benefit that the council pays; 0.1% more than the council says.
    let benefit = "body,area_code,area,year,service,amount,kind\ndwp,E08000035,Leeds,2011-12,Housing benefit,258000000,benefits\n";
    assert_eq!(total_with(&place, benefit), BASE);
    let aside = set_aside(&place);
    assert!(aside.len() == 1 && aside[0].contains("the authority publishes"), "{aside:?}");
}

#[test]
fn a_housing_revenue_account_moves_the_total_by_its_spending_less_rebates() {
    let Some(root) = shared() else { return };
    let place = leeds(&root);
    let account =
        "body,year,service,amount,kind\nleeds,2011-12,Housing revenue account expenditure,200000000,current\n";
    // 111,429,000 are rebates, which the account spends: they counted as benefits while it was not known.
    assert_eq!(total_with(&place, account), BASE + 200_000_000.0 - 111_429_000.0);
    let rebates = "SELECT amount FROM set_aside WHERE label LIKE '%rent rebates to HRA%'";
    assert_eq!(pounds(&place, rebates), 111_429_000.0);
    let unknown =
        "SELECT count(*) FROM whole_count WHERE basis = 'not_known' AND label LIKE 'Housing revenue account%'";
    assert_eq!(place.value(unknown), "0");
}

#[test]
fn commissioners_beside_providers_are_refused_with_both_named() {
    let Some(root) = shared() else { return };
    let place = leeds(&root);
    let commissioner = "body,year,service,amount,kind\npct,2011-12,Health care,1200000000,current\n";
    assert_eq!(total_with(&place, commissioner), BASE + 1_200_000_000.0);
    let both = format!("{commissioner}hospitals,2011-12,Health services,950000000,current\n");
    assert_eq!(total_with(&place, &both), BASE + 1_200_000_000.0, "a pound of health care stands in both accounts");
    let refused = said(&place, "health_seen_twice");
    for name in ["Leeds Primary Care Trust", "Leeds Teaching Hospitals NHS Trust"] {
        assert!(refused.contains(name), "{name} in `{refused}`");
    }
    let left_out = "SELECT sum(amount) FROM whole_count_problem WHERE kind = 'health_seen_twice'";
    assert_eq!(pounds(&place, left_out), 950_000_000.0);
}

/// The regional analysis takes the outturn of police and fire as it is: the README of the data says how.
#[test]
fn outturn_of_police_and_fire_of_a_region_is_the_regional_analysis_exactly() {
    let Some(root) = shared() else { return };
    let place = place(
        &root,
        "name = \"Leeds\"\nyear = \"2011-12\"\narea_codes = [\"E08000035\"]\nregion = \"Yorkshire and The Humber\"",
        BODIES,
        &["leeds-2011-12/published-totals/*.xls*"],
    );
    place.build_to(&["intake"]);
    for (line, function, thousands) in [
        ("Police services", "3.1 of which: other police services", 1_029_813.0),
        ("Fire and rescue services", "3.2 Fire-protection services", 199_388.0),
    ] {
        let returned = format!(
            "SELECT sum(amount) FROM published_figure WHERE series = 'revenue_outturn_summary:net_current_expenditure'
            AND label = '{line}' AND (spender LIKE '%Yorkshire%' OR spender LIKE '%Humberside%')"
        );
        let analysed = format!(
            "SELECT sum(amount) FROM published_figure WHERE series = 'country_regional_analysis' AND financial_year = 2011
            AND area LIKE 'Yorkshire%' AND sector = 'local_government' AND kind = 'current' AND label LIKE '% / {function}'"
        );
        assert_eq!(pounds(&place, &returned), thousands * 1000.0, "{line} of the authorities");
        assert_eq!(pounds(&place, &analysed), thousands * 1000.0, "{function} of the region");
    }
}

#[test]
fn two_published_counts_of_one_place_stay_two_and_are_in_no_sum() {
    let Some(root) = shared() else { return };
    let council = "[[body]]\nid = \"council\"\nname = \"Birmingham City Council\"\nkind = \"council\"\n";
    let head = "name = \"Birmingham\"\nyear = \"2008-09\"\narea_codes = [\"E08000025\"]";
    let place = place(&root, head, council, &["whole-count/counts/*.csv"]);
    let own = "body,year,service,amount,kind\ncouncil,2008-09,Education,1000000000,current\n";
    assert_eq!(total_with(&place, own), 1_000_000_000.0, "headlines of others are not added");
    let counts = place.query(
        "SELECT s.amount, s.label, s.reason, s.row, p.path FROM set_aside s JOIN publication p ON s.file_id = p.file_id
        WHERE s.set_aside_as = 'memo' AND s.label LIKE 'total%' ORDER BY s.amount",
    );
    let amounts: Vec<&str> = counts.iter().filter_map(|row| row["amount"].as_str()).collect();
    assert_eq!(amounts, ["7300000000.00", "7500000000.00"], "{counts:?}");
    for (count, source) in counts.iter().zip(["https://localis.org.uk", "https://www.lgcplus.com"]) {
        assert!(count["label"].as_str().unwrap().contains(source), "{count}");
        assert!(count["path"].as_str().unwrap().ends_with("published_counts.csv"), "{count}");
    }
    let shown = place.command("coverage").arg("--set-aside").output().expect("the command runs");
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("£7,300,000,000.00") && shown.contains("£7,500,000,000.00"), "{shown}");
}

#[test]
fn leeds_2017_18_is_counted_from_its_files() {
    let Some(root) = shared() else { return };
    let head = "name = \"Leeds\"\nyear = \"2017-18\"\narea_codes = [\"E08000035\"]";
    let place = place(&root, head, BODIES, &["whole-count/revenue/RS_2017-18*"]);
    place.build_to(&["consolidation"]);
    let sum = |condition: &str| {
        pounds(
            &place,
            &format!("SELECT coalesce(sum(amount), 0) FROM whole_count WHERE body_id = 'leeds' AND {condition}"),
        )
    };
    // Line 699 of the return: the thirteen services.
    let services = "label IN ('Education services', 'Highways and transport services', 'Children Social Care',
        'Adult Social Care', 'Public Health', 'Housing services (GFRA only)', 'Cultural and related services',
        'Environmental and regulatory services', 'Planning and development services', 'Police services',
        'Fire and rescue services', 'Central services', 'Other services')";
    assert_eq!(sum(services), 1_111_120_000.0);
    assert_eq!(sum("label LIKE 'TOTAL HOUSING REVENUE ACCOUNT%'"), 249_745_000.0);
    assert_eq!(sum("kind = 'benefits'"), 137_368_000.0, "allowances and rebates on other homes");
    let rebates = "SELECT sum(amount) FROM set_aside WHERE body_id = 'leeds' AND label LIKE '%rent rebates to HRA%'";
    assert_eq!(pounds(&place, rebates), 110_202_000.0, "the housing revenue account, which is counted, spends them");
    assert_eq!(place.value("SELECT count(*) FROM whole_count WHERE body_id = 'leeds' AND kind = 'pay'"), "0");
}

#[test]
fn check_lists_published_figures_with_their_pounds_and_whom_they_speak_of() {
    let Some(root) = shared() else { return };
    let place = leeds(&root);
    place.write(
        "more/table.csv",
        "body,year,service,amount,kind\nleeds,2011-12,Trees,1000,current\nleeds,2011-12,Parks,250.50,current\n\
         Elsewhere Council,2011-12,Parks,7,current\n",
    );
    let output = place.command("check").arg("--json").output().expect("the command runs");
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    let published = checked["published"].as_array().expect("a list");
    let table = published.iter().find(|file| file["file"].as_str().unwrap().ends_with("more/table.csv"));
    let table = table.expect("the table is listed");
    assert_eq!((&table["n_figures"], &table["amount_of_place"]), (&3.into(), &"1250.50".into()), "{table}");
    assert_eq!((&table["speaks_of"], &table["n_others"]), (&serde_json::json!(["Leeds City Council"]), &1.into()));
    let summary = published.iter().find(|file| file["series"] == serde_json::json!(["revenue_outturn_summary"]));
    let summary = summary.expect("the return is listed");
    let speaks_of = summary["speaks_of"].to_string();
    assert!(speaks_of.contains("Leeds City Council") && speaks_of.contains("Transport Authority"), "{summary}");
    assert!(400 < summary["n_others"].as_u64().unwrap(), "every other authority of England: {summary}");
    let output = place.command("check").output().expect("the command runs");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    for words in ["Published figures", "£1,250.50", "Leeds City Council; 1 other"] {
        assert!(printed.contains(words), "{words} in\n{printed}");
    }
}

/// What the README of the data lists as traps: each is solved, and reported with its pounds.
#[test]
fn what_is_wrong_in_published_files_is_said_and_counted_rightly() {
    let Some(root) = shared() else { return };
    let bodies = "[[body]]\nid = \"gla\"\nname = \"Greater London Authority\"\nkind = \"combined_authority\"\ncodes = { ecode = \"E5100\" }\n\
                  [[body]]\nid = \"birmingham\"\nname = \"Birmingham City Council\"\nkind = \"council\"\ncodes = { ecode = \"E4601\" }\n";
    let head = "name = \"Two cities\"\nyears = [\"2011-12\", \"2022-23\"]\narea_codes = [\"E12000007\"]";
    let files =
        ["whole-count/revenue/RSX_2022-23*", "whole-count/capital/COR4*", "leeds-2011-12/published-totals/CRA_2014*"];
    let place = place(&root, head, bodies, &files);
    place.build_to(&["consolidation"]);
    let said = |kind: &str| {
        let rows = place.query(&format!("SELECT text FROM publication_problem WHERE kind = '{kind}'"));
        rows.iter().filter_map(|row| row["text"].as_str()).collect::<Vec<_>>().join("\n")
    };
    for (kind, words) in [
        ("lines_repeated", "Greater London Authority (E5100) is in row 252 and here again"),
        ("amount_missing", "Birmingham has no figures"),
        ("outside_place", "High Peak, North West Leicestershire, Woking"),
        ("region_spelling", "West Yorkshire Integrated Transport Authority is in region `WM`"),
        ("region_spelling", "Tyne and Wear Integrated Transport Authority is in region `YH`"),
        ("label_spelling", "`10. SOCIAL PROTECTION`"),
    ] {
        assert!(said(kind).contains(words), "{kind}: {words} in\n{}", said(kind));
    }
    let once = "SELECT sum(amount) FROM published_figure WHERE body_id = 'gla' AND label = 'Total Service Expenditure'
        AND series = 'revenue_outturn_services:net_current_expenditure' AND financial_year = 2022";
    assert_eq!(pounds(&place, once), 6_749_489_000.0, "an authority that is listed twice is read once");
    let unknown = "SELECT count(*) FROM whole_count WHERE body_id = 'birmingham' AND financial_year = 2022
        AND basis = 'not_known' AND amount IS NULL AND label = 'All its spending'";
    assert_eq!(place.value(unknown), "1", "an authority without figures is not known, never nought");
    let spellings =
        "SELECT count(DISTINCT label) FROM published_figure WHERE lower(label) LIKE '10. social protection%'
        AND label NOT LIKE '10. Social protection%'";
    assert_eq!(place.value(spellings), "0", "labels that differ by letter case alone are one");
}
