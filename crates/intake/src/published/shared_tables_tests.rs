//! Published tables that lie beside the project and are no returns: read in place, compared with what was known.

use model::place::SourceKind;
use model::spending::SpendingKind;
use model::{BodyKind, ProblemKind};
use money::Money;

use super::publication::{Publication, Reading};
use super::shared_tests::{bytes, known, read, sums, thousands};
use super::tests::place;
use super::{drivers, grid, layout};

const LINES: &str = "whole-count/lancashire/revenue_outturn_lines_2021-22_to_2024-25.csv";

fn lancashire() -> model::Place {
    place(2024, Some("North West"), &[("county", "Lancashire County Council", BodyKind::CountyCouncil, Some("E2321"))])
}

#[test]
fn lines_of_lancashire_lose_nothing_silently() {
    let Some(reading) = read(LINES, &lancashire()) else { return };
    let answers = known(&["lancashire"]);
    let mut by_row = std::collections::BTreeMap::<u64, usize>::new();
    reading.lines.iter().for_each(|line| *by_row.entry(line.row).or_default() += 1);
    let complete = by_row.values().filter(|n| **n == 7).count();
    assert_eq!(complete as u64, answers["lines_with_all_seven_columns"].as_u64().unwrap());
    let of_kind = |kind| reading.problems.iter().filter(move |problem| problem.kind == kind);
    let differing: u64 = of_kind(ProblemKind::TotalDiffers).map(|problem| problem.n_rows).sum();
    assert_eq!(differing, answers["of_those_not_adding_up"].as_u64().unwrap());
    assert!(of_kind(ProblemKind::TotalDiffers).all(|problem| problem.text.contains("Emergency planning")));
    let lost = of_kind(ProblemKind::AmountMissing).find(|problem| problem.text.starts_with("RSX 2021-22"));
    assert!(lost.is_some_and(|problem| problem.text.contains("Education services")), "{:?}", reading.problems);
    assert_eq!(of_kind(ProblemKind::AmountsOutOfScale).count(), 0);
    assert_eq!(of_kind(ProblemKind::AmountsScaled).count(), 1, "its totals of services are those of thousands");
    let county = |measure_wanted: &str| {
        let mut own = reading.lines.iter().filter(|line| {
            line.body_id.as_deref() == Some("county")
                && line.year.0 == 2024
                && line.label == "Total Service Expenditure"
                && line.series == format!("revenue_outturn_services:{measure_wanted}")
        });
        own.next().map(|line| line.amount.pence())
    };
    let answers = &answers["lancashire_cc_2024_25"];
    assert_eq!(county("net_current_expenditure"), Some(thousands(&answers["total_service_expenditure_net"])));
    assert_eq!(county("employees"), Some(thousands(&answers["employees"])));
    assert_eq!(county("total_expenditure"), Some(thousands(&answers["gross"])));
}

#[test]
fn totals_of_lancashire_are_those_of_the_ministry() {
    let Some(lines) = read(LINES, &lancashire()) else { return };
    let Some(services) = read("whole-count/revenue/RSX_2021-22_data_by_LA_Live.csv", &lancashire()) else { return };
    let totals = |reading: &Reading| {
        let own = reading.lines.iter().filter(|line| {
            line.year.0 == 2021
                && line.label == "Total Service Expenditure"
                && line.series == "revenue_outturn_services:net_current_expenditure"
        });
        sums(own, |line| line.area_code.clone())
    };
    let (own, all) = (totals(&lines), totals(&services));
    let equal = own.iter().filter(|(code, amount)| all.get(*code) == Some(*amount)).count();
    assert_eq!(equal as u64, known(&["lancashire", "tse_2021_22_equals_rsx_csv_for_councils"]).as_u64().unwrap());
}

#[test]
fn a_net_current_expenditure_of_nought_is_no_figure() {
    let file = "whole-count/lancashire/revenue_summary_2021-22_to_2024-25.csv";
    let Some(reading) = read(file, &lancashire()) else { return };
    let net = reading.lines.iter().filter(|line| line.label == "NET CURRENT EXPENDITURE");
    assert!(net.clone().all(|line| line.amount != Money::ZERO));
    let told = reading.problems.iter().find(|p| p.text.starts_with("`NET CURRENT EXPENDITURE`")).unwrap();
    // Of 60, one is empty and two are other than zero.
    assert_eq!((told.kind, told.n_rows, net.count()), (ProblemKind::TotalDiffers, 57, 2));
    assert!(reading.lines.iter().any(|line| line.series == "revenue_outturn_summary:reserves"));
}

#[test]
fn social_care_has_its_year_from_the_name_and_its_unit_from_a_note() {
    let leeds = place(2014, None, &[("leeds", "Leeds City Council", BodyKind::Council, Some("E4704"))]);
    let Some(reading) = read("whole-count/social-care/pss-exp-eng-14-15-council-level-expenditure.csv", &leeds) else {
        return;
    };
    let total = |category: &str| {
        let series = format!("adult_social_care_expenditure:{category}");
        let mut own = reading.lines.iter().filter(|line| {
            line.body_id.as_deref() == Some("leeds")
                && line.series == series
                && line.label == "Adult Social Care / Total"
        });
        own.next().map(|line| (line.year.0, line.amount.pence() / 100_000))
    };
    assert_eq!(total("gross_total_cost_total_expenditure"), Some((2014, 277_106)));
    assert_eq!(total("income_income_from_nhs"), Some((2014, 37_655)));
    assert_eq!(total("net_current_expenditure"), Some((2014, 191_458)));
}

#[test]
fn allocations_without_a_year_are_refused_with_what_to_write() {
    let file = "whole-count/nhs/ccg_allocations.csv";
    let Some(content) = bytes(file) else { return };
    let of = |path: &str| {
        let publication = Publication::new(path, SourceKind::Published, &content);
        layout::read_every_year(&content, &publication, &place(2016, None, &[]))
    };
    let refused = of(file).unwrap_err().to_string();
    assert!(refused.contains("`ccg_allocations_2016-17.csv`"), "{refused}");
    let reading = of("nhs/ccg_allocations_2016-17.csv").unwrap();
    let darlington = reading.lines.iter().find(|line| line.spender == "NHS Darlington CCG").unwrap();
    assert_eq!((reading.lines.len(), darlington.amount.to_string()), (209, "£154,148,000.00".to_owned()));
    assert!(
        reading.problems.iter().any(|p| p.text.contains("`Final closing DfT` counts people")),
        "{:?}",
        reading.problems
    );
}

#[test]
fn grant_to_schools_is_in_prices_of_another_year() {
    let birmingham = place(2020, None, &[("birmingham", "Birmingham City Council", BodyKind::Council, None)]);
    let file = "whole-count/schools/NEU_school_grant_by_LA_2015-16_2020-21.xlsx";
    let Some(reading) = read(file, &birmingham) else { return };
    let own = reading.lines.iter().filter(|line| line.body_id.as_deref() == Some("birmingham"));
    let amounts: Vec<(i32, i64)> = own.map(|line| (line.year.0, line.amount.pence() / 100)).collect();
    assert_eq!(amounts, [(2015, 1_398_892_477), (2020, 1_385_908_025)]);
    assert!(
        reading
            .lines
            .iter()
            .all(|line| line.series == "school_funding:real_terms" && line.label.contains("2022-23 prices"))
    );
    let Some(phases) = read("whole-count/schools/NEU_school_grant_by_LA_and_phase.xlsx", &birmingham) else { return };
    let sum: Money = phases
        .lines
        .iter()
        .filter(|line| line.body_id.as_deref() == Some("birmingham") && line.year.0 == 2020)
        .map(|line| line.amount)
        .sum();
    assert!((sum.pence() / 100 - 1_385_908_025).abs() < 5, "{sum}: the phases of an authority add up to it");
}

#[test]
fn benefits_of_birmingham_are_figures_of_the_department_for_the_city() {
    let bodies = [("dwp", "Department for Work and Pensions", BodyKind::Department, None)];
    let file = "whole-count/benefits/birmingham_dwp_benefit_expenditure_2002-03_2024-25.json";
    let Some(reading) = read(file, &place(2011, Some("West Midlands"), &bodies)) else { return };
    let of_year = || reading.lines.iter().filter(|line| line.year.0 == 2011);
    for answer in known(&["birmingham_2011_12_test_of_drivers", "benefits"]).as_array().unwrap() {
        let line = of_year().find(|line| line.line_code == answer["benefit"].as_str().unwrap()).unwrap();
        assert_eq!(line.amount.pence(), thousands(&answer["published"]) * 1_000, "{}", line.label);
        assert_eq!((line.kind, line.body_id.as_deref()), (Some(SpendingKind::Benefits), Some("dwp")));
        assert_eq!((line.area.as_str(), line.area_code.as_deref()), ("Birmingham", Some("E08000025")));
    }
    assert!(of_year().any(|line| line.label == "State Pension" && line.amount.to_string() == "£919,300,000.00"));
    assert_eq!(of_year().filter(|line| line.label == "Total").count(), 1);
    let less: Vec<&str> = reading.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert!(matches!(less[..], [text] if text.contains("do not add up")), "{less:?}");
}

#[test]
fn two_counts_of_one_place_stay_two() {
    let Some(reading) = read("whole-count/counts/published_counts.csv", &place(2008, None, &[])) else { return };
    let totals = reading.lines.iter().filter(|line| line.area == "Birmingham" && line.label.starts_with("total"));
    let totals: Vec<i64> = totals.map(|line| line.amount.pence() / 100_000_000_00).collect();
    assert_eq!(totals, [73, 75]);
}

#[test]
fn people_by_age_are_drivers_and_empty_cells_are_none() {
    let Some(content) = bytes("geography/population_lad.csv") else { return };
    let publication = Publication::new("population_lad.csv", SourceKind::Drivers, &content);
    let reading = drivers::read(&grid::read_any(&content).unwrap(), &publication).unwrap();
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let of = |code: &str, driver: &str, as_of: &str| {
        let mut found =
            reading.drivers.iter().filter(|d| d.area_code == code && d.driver == driver && d.as_of == as_of);
        found.next().map(|driver| driver.value)
    };
    let drivers = known(&["leeds_2011_12", "drivers"]);
    let answer = |name: &str| drivers[name]["leeds"].as_f64();
    assert_eq!(of("E08000035", "population", "census-2011"), answer("population"));
    assert_eq!(of("E08000035", "aged_65_and_over", "census-2011"), None);
    assert_eq!(of("E08000035", "aged_65_and_over", "mid-2019"), answer("aged_65_and_over"));
    assert_eq!(of("E08000035", "aged_0_to_15", "mid-2019"), answer("aged_0_to_15"));
}
