//! A place of two years: each year's pages show that year's money.

use crate::run::Copy;
use crate::site::check_figures;

/// A council and the police, with payments of two years and one of a third that is not counted. Amounts are chosen so
/// that no sum of one year is a sum of the other.
fn two_years() -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        r#"
        name = "Ashby"
        years = ["2023-24", "2024-25"]

        [[body]]
        id = "council"
        name = "Ashby Council"
        kind = "council"

        [[body]]
        id = "police"
        name = "Ashby Police"
        kind = "police"

        [[source]]
        body = "council"
        files = ["council/*.csv"]

        [[source]]
        body = "police"
        files = ["police/*.csv"]
        "#,
    );
    let rows = |year: u32, month: u32, base: u32| -> String {
        (1..=20)
            .map(|day| format!("{day:02}/{month:02}/{year},Acorn Care Ltd {day},Social Care,{base}.{day:02}\n"))
            .collect()
    };
    let file = |rows: String| format!("Date,Supplier,Service,Amount\n{rows}");
    place.write("sources/council/2023-05.csv", &file(rows(2023, 5, 100)));
    place.write(
        "sources/council/2024-05.csv",
        &file(rows(2024, 5, 300) + "21/05/2024,Beech Ltd,Social Care,-7000.00\n"),
    );
    place.write("sources/council/2020-05.csv", &file(rows(2020, 5, 900)));
    place.write("sources/police/2024-06.csv", &file(rows(2024, 6, 70)));
    place
}

/// The sum of a year in the ledger, as a page prints it exactly.
fn spent(place: &Copy, body: &str, year: u32) -> String {
    let sql = format!(
        "SELECT coalesce(sum(amount), 0) FROM ledger_line WHERE financial_year = {year} AND body_id LIKE '{body}'"
    );
    let pounds: f64 = place.value(&sql).parse().expect("a sum");
    money::Money::from_pence((pounds * 100.0).round() as i64).to_string()
}

#[test]
fn each_year_has_its_pages_and_its_headline_is_the_ledgers_sum_of_that_year() {
    let place = two_years();
    place.build();
    place.publish();
    let page = |path: &str| std::fs::read_to_string(place.join(path)).unwrap_or_else(|_| panic!("no {path}"));
    for (overview, bodies, body, year) in [
        ("public/index.html", "public/bodies.html", "public/bodies/council.html", 2024),
        ("public/2023-24.html", "public/2023-24/bodies.html", "public/2023-24/bodies/council.html", 2023),
    ] {
        let all = spent(&place, "%", year);
        assert!(page(overview).contains(&format!("<p class=\"hero__exact\">{all} in ")), "{overview}: {all}");
        let council = spent(&place, "council", year);
        assert!(page(bodies).contains(&council), "{bodies}: {council}");
        assert!(page(body).contains(&council), "{body}: {council}");
    }
    // 20 payments of £100.01 to £100.20 by hand: £2,002.10.
    assert_eq!(spent(&place, "%", 2023), "£2,002.10");
    assert_eq!(spent(&place, "%", 2024), "£404.20", "6,002.10 - 7,000.00 + 1,402.10");
    assert!(
        !page("public/2023-24/bodies/police.html").contains("£1,402.10"),
        "the police paid nothing in the first year"
    );
}

#[test]
fn the_same_page_of_the_other_year_is_one_link_away_and_what_has_no_year_says_so() {
    let place = two_years();
    place.build();
    place.publish();
    let page = |path: &str| std::fs::read_to_string(place.join(path)).unwrap_or_else(|_| panic!("no {path}"));
    let latest = page("public/bodies/council.html");
    assert!(latest.contains("href=\"../2023-24/bodies/council.html\""), "{latest}");
    let earlier = page("public/2023-24/bodies/council.html");
    assert!(earlier.contains("href=\"../../bodies/council.html\""), "{earlier}");
    assert!(
        earlier.contains("href=\"../../2023-24/services.html\"")
            || earlier.contains("href=\"../../2023-24/money.html\"")
    );
    assert!(earlier.contains("year=2023-24"), "its figures open the rows of the year");
    let suppliers = page("public/suppliers.html");
    assert!(suppliers.contains("Pounds here are of 2023 to 2024 and 2024 to 2025 added up."), "{suppliers}");
    assert!(!place.join("public/2023-24/suppliers.html").exists());
}

#[test]
fn every_figure_of_either_year_is_the_sum_of_its_rows() {
    let place = two_years();
    place.build();
    assert!(check_figures(place.path()) > 50);
}
