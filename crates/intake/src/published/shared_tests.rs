//! Published files that lie beside the project, read in place and compared with what was known beforehand.
#![allow(clippy::print_stdout)] // a test whose data are absent says so, and figures are shown with --nocapture

use std::collections::BTreeMap;
use std::path::PathBuf;

use model::place::SourceKind;
use model::spending::{Sector, SpendingKind, Stage};
use model::{BodyKind, Place, ProblemKind};
use money::Money;
use serde_json::Value;

use super::layout;
use super::publication::{Line, Publication, Reading};
use super::tests::place;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// The content of a file; none, and a plain line, where the data are absent.
pub(super) fn bytes(file: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(PathBuf::from(SHARED).join(file)).ok();
    if bytes.is_none() {
        println!("skipped: {file} is not on this machine");
    }
    bytes
}

/// One file without any configuration; none, and a plain line, where the data are absent.
pub(super) fn read(file: &str, place: &Place) -> Option<Reading> {
    let bytes = bytes(file)?;
    let begun = std::time::Instant::now();
    let reading =
        layout::read_every_year(&bytes, &Publication::new(file, SourceKind::Published, &bytes), place).unwrap();
    println!("{file}: {} figures, {} problems in {:?}", reading.lines.len(), reading.problems.len(), begun.elapsed());
    for problem in &reading.problems {
        let (kind, row, amount) = (problem.kind.word(), problem.row, problem.amount);
        println!("  {kind} (row {row:?}, {} rows, {amount:?}): {}", problem.n_rows, problem.text);
    }
    Some(reading)
}

pub(super) fn known(path: &[&str]) -> Value {
    let text = std::fs::read_to_string(PathBuf::from(SHARED).join("whole-count/known_answers.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    path.iter().fold(&all, |value, key| &value[*key]).clone()
}

/// Thousands of a known answer as exact pence; the answers have three decimals at most.
pub(super) fn thousands(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 1_000.0).round() as i64 * 100
}

/// Whether a sum is an answer of three decimals of thousands, that is of whole pounds.
fn is_answer(sum: Option<&Money>, answer: &Value) -> bool {
    sum.is_some_and(|sum| (sum.pence() - thousands(answer)).abs() < 100)
}

pub(super) fn sums<'a, K: Ord>(
    lines: impl Iterator<Item = &'a Line>,
    key: impl Fn(&'a Line) -> K,
) -> BTreeMap<K, Money> {
    let mut sums = BTreeMap::new();
    for line in lines {
        *sums.entry(key(line)).or_insert(Money::ZERO) += line.amount;
    }
    sums
}

fn leeds_in(year: i32) -> Place {
    let bodies = [
        ("leeds", "Leeds City Council", BodyKind::Council, Some("E4704")),
        ("police", "West Yorkshire Police", BodyKind::Police, Some("E7047")),
        ("fire", "West Yorkshire Fire and Rescue Authority", BodyKind::Fire, None),
        ("dwp", "Department for Work and Pensions", BodyKind::Department, None),
    ];
    place(year, Some("Yorkshire and The Humber"), &bodies)
}

const ANALYSIS: &str = "leeds-2011-12/published-totals/CRA_2014_Combined_Database_for_Publication.xlsx";

#[test]
fn the_regional_analysis_is_read_by_sector_department_function_and_kind_to_the_digit() {
    let Some(reading) = read(ANALYSIS, &leeds_in(2011)) else { return };
    let answers = known(&["leeds_2011_12", "cra_2014_yorkshire_and_the_humber_2011_12"]);
    let region = || reading.lines.iter().filter(|line| line.area == "Yorkshire and the Humber");
    let total: Money = region().map(|line| line.amount).sum();
    assert!(is_answer(Some(&total), &answers["total"]), "{total}");
    let sector = |line: &Line| match line.sector {
        Some(Sector::Central) => "CG",
        Some(Sector::Local) => "LG",
        Some(Sector::Corporation) => "PC",
        None => "",
    };
    let function = |line: &Line| line.label.split(" / ").next().unwrap().to_owned();
    let check = |found: BTreeMap<String, Money>, name: &str| {
        for (key, answer) in answers[name].as_object().unwrap() {
            assert!(is_answer(found.get(key), answer), "{name}: {key} is {answer}, not {:?}", found.get(key));
        }
    };
    check(sums(region(), |line| sector(line).to_owned()), "by_sector");
    check(sums(region(), function), "by_function");
    check(sums(region(), |line| format!("{} | {}", function(line), sector(line))), "by_function_and_sector");
    check(sums(region(), |line| line.spender.clone()), "by_department_over_100m");
    let kind = |line: &Line| if line.kind == Some(SpendingKind::Capital) { "CAP" } else { "CUR" };
    check(sums(region(), |line| kind(line).to_owned()), "by_cap_cur");
    assert!(region().any(|line| line.body_id.as_deref() == Some("dwp") && line.segment.is_some()));
}

#[test]
fn the_regional_analysis_of_2018_sums_a_region_of_two_spellings() {
    let mut place = leeds_in(2017);
    place.earlier_years = (2013..2017).map(model::FinancialYear).collect();
    let Some(reading) = read("whole-count/regional/CRA_2018_database.xlsx", &place) else { return };
    let answers = known(&["cra_2018", "by_region_label_as_published"]);
    let found = sums(reading.lines.iter(), |line| (line.area.clone(), line.year.0));
    for (at, year) in (2013..2018).enumerate() {
        let both: i64 = ["ENGLAND_Yorkshire and The Humber", "ENGLAND_Yorkshire and the Humber"]
            .map(|label| thousands(&answers[label][at]))
            .iter()
            .sum();
        let area = "Yorkshire and the Humber".to_owned();
        // The answers are rounded to the thousand, once for each spelling.
        assert!((found[&(area, year)].pence() - both).abs() <= 100_000, "{year}");
        for (label, area) in [("ENGLAND_London", "London"), ("SCOTLAND", "SCOTLAND"), ("WALES", "WALES")] {
            let difference = found[&(area.to_owned(), year)].pence() - thousands(&answers[label][at]);
            assert!(difference.abs() <= 50_000, "{label} {year}: {difference}");
        }
    }
    assert!(reading.problems.iter().any(|problem| problem.kind == ProblemKind::RegionSpelling));
}

#[test]
fn the_regional_analysis_of_2010_is_in_millions_and_its_last_year_is_a_plan() {
    let mut place = leeds_in(2010);
    place.earlier_years = (2004..2010).map(model::FinancialYear).collect();
    let Some(reading) = read("whole-count/regional/PESA_2010_chapter9_tables.xlsx", &place) else { return };
    let answers = known(&["cra_2010_database", "by_region_label_as_published"]);
    let found = sums(reading.lines.iter(), |line| (line.area.to_lowercase(), line.year.0));
    for (at, year) in (2004..2010).enumerate() {
        let answer =
            |labels: &[&str]| -> i64 { labels.iter().map(|label| thousands(&answers[*label][at]) * 1_000).sum() };
        let check = |area: &str, labels: &[&str]| {
            let difference = found[&(area.to_owned(), year)].pence() - answer(labels);
            assert!(difference.abs() <= 100_000, "{area} {year}: {difference}");
        };
        check("north east", &["ENGLAND_North East"]);
        check("scotland", &["SCOTLAND", "Scotland"]);
        check("yorkshire and the humber", &["ENGLAND_Yorkshire and the Humber", "ENGLAND_Yorkshire and The Humber"]);
    }
    let stages = |year: i32| {
        reading.lines.iter().filter(move |line| line.year.0 == year).all(|line| line.stage == Stage::Budget)
    };
    assert!(stages(2010) && !stages(2009));
    assert!(reading.problems.iter().any(|problem| problem.kind == ProblemKind::AmountsOutOfScale));
    let Some(other) = read("whole-count/regional/PESA_2010_chapter10_tables.xlsx", &place) else { return };
    assert!(other.problems.iter().any(|problem| problem.text.contains("no row is for `Yorkshire and The Humber`")));
}

const CAPITAL: &str = "whole-count/capital/COR4_2011-12_by_LA.xls";

#[test]
fn capital_by_service_has_one_total_and_tells_of_the_other_and_of_moved_regions() {
    let Some(reading) = read(CAPITAL, &leeds_in(2011)) else { return };
    let answers = known(&["capital_outturn_2011_12"]);
    let services = || reading.lines.iter().filter(|line| line.series == "capital_outturn:total_capital_expenditure");
    let totals = services().filter(|line| line.label.starts_with("TOTAL"));
    let total: Money = totals.clone().map(|line| line.amount).sum();
    assert_eq!((totals.count(), total.pence()), (444, thousands(&answers["sum_total_capital_expenditure"])));
    let leeds = sums(services().filter(|line| line.body_id.as_deref() == Some("leeds")), |line| {
        line.label.split_whitespace().next().unwrap().to_lowercase()
    });
    let of = |label: &str| thousands(&answers["leeds_by_service"][label]);
    for (label, own) in [
        ("education", "education"),
        ("transport", "transport"),
        ("social_services", "pss"),
        ("housing", "housing"),
        ("culture", "culture"),
        ("environment", "environmental"),
        ("planning", "planning"),
        ("central", "central"),
        ("trading", "trading"),
        ("total", "total"),
    ] {
        assert_eq!(leeds[own].pence(), of(label), "{label}");
    }
    assert!(services().all(|line| line.kind == Some(SpendingKind::Capital)));
    let two =
        reading.problems.iter().find(|problem| problem.kind == ProblemKind::TotalDiffers && problem.row.is_none());
    let financing = thousands(&answers["financing_sheet_england_total_expenditure"]);
    assert_eq!(two.unwrap().amount, Some(Money::from_pence(financing - total.pence())));
    let moved: Vec<&str> = reading
        .problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::RegionSpelling)
        .map(|problem| problem.text.as_str())
        .collect();
    for code in answers["wrong_region_codes_on_the_transport_rows"].as_object().unwrap().keys() {
        let name = services().find(|line| code.starts_with(line.spender_code.as_deref().unwrap())).unwrap();
        assert!(moved.iter().any(|text| text.starts_with(&name.spender)), "{code}");
    }
}

const SUMMARIES: [(i32, &str); 3] = [
    (2010, "whole-count/revenue/RS_2010-11_data_by_LA_27-Nov-2012.xls"),
    (2011, "leeds-2011-12/published-totals/Revenue_Outturn_Summary__RS__data_2011-12_by_LA_-_Revised_28-Nov-2013.xls"),
    (2017, "whole-count/revenue/RS_2017-18_data_by_LA.xlsx"),
];

#[test]
fn police_are_found_before_and_after_their_code_changed() {
    for (year, file) in SUMMARIES {
        let Some(reading) = read(file, &leeds_in(year)) else { return };
        let of = |body: &str| {
            let mut lines = reading.lines.iter().filter(move |line| {
                line.body_id.as_deref() == Some(body)
                    && line.series == "revenue_outturn_summary:net_current_expenditure"
            });
            let codes: Vec<&str> = lines.clone().filter_map(|line| line.spender_code.as_deref()).collect();
            (codes[0].to_owned(), lines.find(|line| line.label == "Police services").map(|line| line.amount))
        };
        let (code, police) = of("police");
        println!("{year}: {code} {police:?}, {:?}", of("fire").0);
        assert_eq!(code, if year < 2012 { "E6047" } else { "E7047" });
        assert!(police.is_some_and(|amount| amount > Money::from_pence(30_000_000_000)));
        let by_name = reading.problems.iter().filter(|problem| problem.kind == ProblemKind::BodyUnknown).count();
        assert_eq!(by_name, usize::from(year < 2012), "said once, where it is by name alone");
        assert!(reading.lines.iter().all(|line| line.year.0 == year));
    }
}

#[test]
fn leeds_of_the_summary_of_2011_is_as_printed() {
    let Some(reading) = read(SUMMARIES[1].1, &leeds_in(2011)) else { return };
    let own = reading.lines.iter().filter(|line| {
        line.body_id.as_deref() == Some("leeds") && line.series == "revenue_outturn_summary:net_current_expenditure"
    });
    let found = sums(own, |line| line.label.clone());
    // The sheet of net current expenditure holds levels of reserves too, which are a series of their own.
    let is_spending = |label: &str| !label.contains("level");
    let answers = known(&["leeds_2011_12", "rs_2011_12", "leeds_E4704"]);
    for (label, answer) in answers.as_object().unwrap().iter().filter(|(label, _)| is_spending(label)) {
        // Lines of zero for the whole country are not kept.
        let sum = found.iter().find(|(own, _)| super::headings::bare(own) == super::headings::bare(label));
        assert_eq!(sum.map_or(0, |(_, sum)| sum.pence()), thousands(answer), "{label}");
    }
}

#[test]
fn services_with_pay_are_as_printed_for_every_authority_and_what_is_missing_is_told() {
    for (year, name, file) in [
        (2021, "rsx_2021_22", "whole-count/revenue/RSX_2021-22_data_by_LA_Live.csv"),
        (2022, "rsx_2022_23", "whole-count/revenue/RSX_2022-23_data_by_LA.csv"),
        (2023, "rsx_2023_24", "whole-count/revenue/RSX_2023-24_data_by_LA.csv"),
    ] {
        let Some(reading) = read(file, &leeds_in(year)) else { return };
        let answers = known(&[name]);
        let totals = || reading.lines.iter().filter(|line| line.label == "Total Service Expenditure");
        let measure = |line: &Line| line.series.split(':').nth(1).unwrap().to_owned();
        let sum = sums(totals(), measure);
        let repeated: i64 = i64::from(year > 2021);
        assert_eq!(sum.len(), 7);
        for (heading, answer) in answers["sum_of_authorities"].as_object().unwrap() {
            let words = heading.split("  (C").next().unwrap().rsplit_once(" - ").unwrap().1;
            let measure = super::headings::slug(words);
            // The answers of the years with a repeated authority hold it twice.
            let twice = totals().filter(|line| line.spender_code.as_deref() == Some("E5100"));
            let twice: Money =
                twice.filter(|line| line.series.ends_with(&format!(":{measure}"))).map(|line| line.amount).sum();
            let once = sum[&measure].pence();
            assert!(
                once == thousands(answer) || once + repeated * twice.pence() - thousands(answer) <= 100_000,
                "{name}: {measure}"
            );
        }
        for (council, answer) in answers["councils"].as_object().unwrap() {
            let own = sums(totals().filter(|line| line.spender == *council), measure);
            assert_eq!(own["employees"].pence(), thousands(&answer["Employees  (C1)"]), "{council}");
            assert_eq!(own["total_income"].pence(), thousands(&answer["Total Income  (C6 = C4 + C5)"]), "{council}");
            assert_eq!(own["net_current_expenditure"].pence(), thousands(&answer["C6)"]), "{council}");
        }
        let without = "authorities that are not bodies of the place have no figures, which does not mean that nothing was spent: ";
        let names = reading.problems.iter().filter_map(|p| p.text.strip_prefix(without));
        let names: Vec<&str> = names.flat_map(|names| names.split(", ")).collect();
        for missing in answers["without_figures"].as_array().unwrap() {
            assert!(names.contains(&missing.as_str().unwrap()), "{missing}");
        }
        let again = reading.problems.iter().filter(|problem| problem.kind == ProblemKind::LinesRepeated).count() as i64;
        assert_eq!(again, repeated);
        assert!(reading.problems.iter().any(|p| p.kind == ProblemKind::OutsidePlace && p.text.starts_with("ENGLAND")));
        assert!(reading.lines.iter().any(|line| line.kind == Some(SpendingKind::Pay)));
    }
}

#[test]
fn budgets_and_financing_are_read_as_what_they_are() {
    for (file, series, stage) in [
        ("whole-count/revenue/RA_2021-22_data_by_LA.csv", "revenue_budget:net_current_expenditure", Stage::Budget),
        ("whole-count/revenue/RA_2023-24_data_Part_1.csv", "revenue_budget:net_current_expenditure", Stage::Budget),
        ("whole-count/capital/COR_2018-19_B_financing.xlsx", "capital_financing:amount", Stage::Outturn),
        ("whole-count/capital/CER_2020-21_B_financing_budget.xlsx", "capital_financing:amount", Stage::Budget),
    ] {
        let Some(reading) = read(file, &leeds_in(2021)) else { return };
        for (series, sum) in sums(reading.lines.iter(), |line| line.series.clone()) {
            println!("  {series}: {sum}");
        }
        assert!(reading.lines.iter().all(|line| line.stage == stage), "{file}");
        assert!(reading.lines.iter().any(|line| line.series == series && line.body_id.as_deref() == Some("leeds")));
    }
}
