//! The three real places: what the files say, what the doubts are, and that money is conserved.

use crate::run::Copy;

/// What must hold in every built place (design, section 8).
pub fn check_conservation(place: &Copy) {
    let lost = "SELECT count(*) FROM (
        SELECT f.file_id, f.n_lines, f.amount, count(s.line_id) AS n, coalesce(sum(s.amount), 0) AS spent
        FROM source_file f LEFT JOIN ledger_line l ON f.file_id = l.file_id LEFT JOIN spend s ON l.line_id = s.line_id
        GROUP BY f.file_id, f.n_lines, f.amount) t WHERE n <> n_lines OR spent <> amount";
    assert_eq!(place.value(lost), "0", "every line of every file is treated once, to the penny");
    let rows =
        "SELECT count(*) FROM source_file WHERE n_rows <> n_header_rows + n_blank_rows + n_problem_rows + n_lines";
    assert_eq!(place.value(rows), "0", "rows are headings, blanks, problems and lines");
    let words =
        "SELECT count(*) FROM spend WHERE treatment NOT IN ('spend', 'transfer', 'financing', 'excluded') OR why = ''";
    assert_eq!(place.value(words), "0", "every line has a treatment and a reason");
    let eliminated = "SELECT count(*) FROM spend WHERE eliminated AND treatment <> 'transfer'";
    assert_eq!(place.value(eliminated), "0", "only transfers are eliminated");
    let reconciled = "SELECT count(*) FROM (
        SELECT body_id, series, service,
          sum(CASE WHEN item = 'published' THEN amount ELSE 0 END) - sum(CASE WHEN item = 'counted' THEN amount ELSE 0 END)
          - sum(CASE WHEN item NOT IN ('published', 'counted') THEN coalesce(amount, 0) ELSE 0 END) AS gap
        FROM reconciliation GROUP BY body_id, series, service) t WHERE gap <> 0";
    assert_eq!(place.value(reconciled), "0", "published less counted is the causes and what does not open");
}

fn n_problems(place: &Copy, condition: &str) -> usize {
    place.value(&format!("SELECT count(*) FROM row_problem WHERE {condition}")).parse().expect("a count")
}

#[test]
fn tyne_and_wear_is_counted_and_its_doubts_are_told() {
    let Some(place) = Copy::of_example("tyne-and-wear-2020-21") else { return };
    place.count();
    assert_eq!(place.value("SELECT count(*) FROM ledger_line"), "434789");
    check_conservation(&place);
    // Months that were never sent.
    let months =
        "SELECT text FROM row_problem WHERE body_id = 'north-tyneside' AND kind = 'missing_month' ORDER BY text";
    let texts: Vec<String> =
        place.query(months).iter().map(|row| row["text"].as_str().expect("text").to_owned()).collect();
    for month in ["April 2020", "November 2020", "March 2021"] {
        assert!(texts.iter().any(|text| text.starts_with(month)), "{month} in {texts:?}");
    }
    assert_eq!(texts.len(), 3, "{texts:?}");
    // Signs that were lost: the whole of Darlington, and Gateshead from April to August.
    assert_eq!(n_problems(&place, "kind = 'no_negative_lines' AND body_id = 'darlington' AND file_id IS NULL"), 1);
    let signless = "SELECT f.path AS path FROM row_problem p JOIN source_file f ON p.file_id = f.file_id
        WHERE p.kind = 'no_negative_lines' AND p.body_id = 'gateshead' ORDER BY path";
    let paths: Vec<String> =
        place.query(signless).iter().map(|row| row["path"].as_str().expect("a path").to_owned()).collect();
    assert_eq!(paths, ["04", "05", "06", "07", "08"].map(|month| format!("gateshead/2020-{month}.csv")));
    // Repeated lines are money.
    let repeated = "SELECT count(*) FROM (SELECT count(*) AS n FROM ledger_line WHERE body_id = 'north-tyneside'
        GROUP BY date, payee, amount, reference, description) t WHERE n > 1";
    assert_ne!(place.value(repeated), "0");
    crate::suppliers::check_tyne_and_wear(&place);
}

#[test]
fn leeds_shows_its_grants_once() {
    let Some(place) = Copy::of_example("leeds-2011-12") else { return };
    let output = place.count();
    assert_eq!(place.value("SELECT count(*) FROM ledger_line"), "312315");
    check_conservation(&place);
    let transfer = |body: &str, counterparty: &str| {
        place.value(&format!(
            "SELECT sum(amount) FROM spend WHERE body_id = '{body}' AND counterparty_id = '{counterparty}' AND treatment = 'transfer'"
        ))
    };
    assert_eq!(transfer("department-for-education", "leeds-city-council"), "508149933.54");
    assert_eq!(transfer("department-of-health", "leeds-pct"), "1073634795.95");
    let rules = place.query("SELECT DISTINCT why, eliminated FROM spend WHERE body_id = 'department-for-education' AND counterparty_id = 'leeds-city-council'");
    assert!(
        rules.iter().all(|row| row["eliminated"] == true && row["why"].as_str().is_some_and(|why| !why.is_empty())),
        "{rules:?}"
    );
    let kept = place.value("SELECT count(*) FROM spend WHERE body_id = 'department-of-health' AND counterparty_id = 'leeds-pct' AND eliminated");
    assert_eq!(kept, "0", "the trust sent no ledger, so what it was paid is the best evidence");
    assert_ne!(place.value("SELECT count(*) FROM spend WHERE attribution = 'elsewhere'"), "0");
    // The reconciliation is there with its causes, and is printed.
    let items = place.query("SELECT DISTINCT item FROM reconciliation WHERE body_id = 'leeds-city-council'");
    let items: Vec<&str> = items.iter().filter_map(|row| row["item"].as_str()).collect();
    for item in [
        "published",
        "counted",
        "pay",
        "below_threshold",
        "benefits",
        "schools",
        "capital",
        "transfers",
        "missing_months",
        "signs",
        "does_not_open",
    ] {
        assert!(items.contains(&item), "{item} in {items:?}");
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.to_lowercase().contains("does not open"), "{printed}");
    crate::suppliers::check_leeds(&place, &printed);
    // A region is one region, however it is spelled.
    let spellings = place.value("SELECT count(DISTINCT area) FROM published_figure WHERE series = 'country_regional_analysis' AND lower(area) LIKE '%yorkshire%'");
    assert_eq!(spellings, "1");
    assert!(n_problems(&place, "kind = 'region_spelling'") > 0);
    // Dollars that are pounds, and the total row that would have doubled a month.
    assert_eq!(n_problems(&place, "kind = 'currency_mark' AND body_id = 'ministry-of-justice'"), 3);
    assert_eq!(
        n_problems(
            &place,
            "kind = 'total_row' AND body_id = 'leeds-city-council' AND CAST(amount AS VARCHAR) = '78917710.50'"
        ),
        1
    );
    assert_eq!(
        n_problems(&place, "kind = 'missing_month' AND body_id = 'leeds-city-council' AND text LIKE 'August 2011%'"),
        1
    );
    assert_eq!(n_problems(&place, "kind = 'missing_month' AND body_id = 'department-for-work-and-pensions'"), 4);
    assert_eq!(
        n_problems(&place, "kind = 'missing_month' AND body_id = 'department-of-health' AND text LIKE 'May 2011%'"),
        1
    );
    // Four months whose files were renamed are not missing.
    assert_eq!(n_problems(&place, "kind = 'missing_month' AND body_id = 'ministry-of-justice'"), 0);
}

#[test]
fn lancashire_reads_every_sheet() {
    let Some(place) = Copy::of_example("lancashire") else { return };
    let output = place.count();
    assert_eq!(place.value("SELECT count(*) FROM ledger_line"), "30896");
    // Nearly half of the pounds are of eight other years: they are shown below the headline of 2023-24 and counted in no
    // headline.
    assert_eq!(place.value("SELECT sum(amount) FROM ledger_line"), "254705612.68");
    let of_other_years = "SELECT sum(amount) FROM spend WHERE why = 'builtin.other-year' AND treatment = 'excluded'";
    assert_eq!(place.value(of_other_years), "125857669.74");
    assert_eq!(place.value("SELECT count(DISTINCT financial_year) FROM flow"), "1");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("£128,785,700.33") && printed.contains("14,608 lines of"), "{printed}");
    assert_eq!(place.value("SELECT count(*) FROM source_file WHERE n_lines > 0"), "38");
    check_conservation(&place);
}
