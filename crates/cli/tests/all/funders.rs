//! Who funds what is counted, by the program: the invented area of the method (T1, T1b), and Leeds.

use std::collections::BTreeMap;

use crate::run::Copy;

/// Payer, payee, millions, expense type, description: the method's invented area.
const PAYMENTS: [(&str, &str, i64, &str, &str); 21] = [
    ("cg", "Testham City Council", 300, "Grants", "Revenue and specific grants"),
    ("cg", "Testham City Council", 200, "Grants", "Dedicated schools grant"),
    ("cg", "Testham City Council", 60, "Housing benefit", "Housing benefit subsidy"),
    ("council", "Testham Community Schools", 180, "Delegated budgets", "Delegated schools budget"),
    ("council", "Tenants", 61, "Rent allowance", "Housing benefit paid"),
    ("schools", "School payroll", 150, "Salaries", "Teachers"),
    ("schools", "Bookshop Ltd", 25, "Books", "Goods"),
    ("schools", "Testham City Council", 5, "Services bought", "Buy-back of council services"),
    ("icb", "Testham City Council", 30, "Section 75", "Better Care Fund"),
    ("council", "Builders Ltd", 400, "Works", "Suppliers"),
    ("council", "Council payroll", 120, "Salaries", "Officers"),
    ("district", "Testham City Council", 80, "Precepts", "Precept"),
    ("district", "Testham Police Authority", 15, "Precepts", "Precept"),
    ("district", "Parks Ltd", 20, "Works", "Suppliers"),
    ("cg", "Testham Police Authority", 60, "Grants", "Police grant"),
    ("police", "Police payroll", 65, "Salaries", "Officers"),
    ("police", "Cars Ltd", 10, "Cars", "Goods"),
    ("cg", "NHS Testham ICB", 500, "Cash funding", "Allocation"),
    ("icb", "Surgeries Ltd", 470, "Health care", "Surgeries and drugs"),
    ("council", "Testham City Council", 12, "Recharges", "Internal recharge"),
    ("cg", "Households", 350, "Benefits", "State pension and other benefits"),
];

const BODIES: [(&str, &str, &str, &str); 6] = [
    ("cg", "Department of Everything", "department", "reach = \"national\""),
    ("council", "Testham City Council", "council", ""),
    ("district", "Lower Testham District Council", "district_council", ""),
    ("police", "Testham Police Authority", "police", ""),
    ("icb", "NHS Testham ICB", "nhs_commissioner", ""),
    ("schools", "Testham Community Schools", "school", ""),
];

/// The invented area with its ledgers; what central government pays to people is published for the area.
fn testham() -> Copy {
    let copy = Copy::empty();
    let mut text =
        "name = \"Testham\"\nyear = \"2015-16\"\n\n[[source]]\nkind = \"published\"\nfiles = [\"area.csv\"]\n"
            .to_owned();
    for (id, name, kind, more) in BODIES {
        text += &format!("\n[[body]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"{kind}\"\n{more}\n");
        text += &format!("\n[[source]]\nbody = \"{id}\"\nfiles = [\"{id}.csv\"]\n");
        let mut ledger = "Payment Date,Supplier Name,Amount,Expense Type,Description,Transaction Number\n".to_owned();
        for (at, (_, payee, millions, heading, words)) in PAYMENTS.iter().enumerate().filter(|(_, row)| row.0 == id) {
            let day = at + 1;
            ledger += &format!("{day:02}/06/2015,{payee},{millions}000000.00,{heading},{words},{at}\n");
        }
        copy.write(&format!("sources/{id}.csv"), &ledger);
    }
    copy.write("place.toml", &text);
    copy.write("sources/area.csv", "body,area,year,series,service,amount,kind\ncg,Testham,2015-16,benefit_expenditure,State pension,350000000,benefits\n");
    copy.build_to(&["consolidation"]);
    copy
}

/// Pounds by the first column of a query, in whole millions; a sum that is not one is left as it is.
fn millions(copy: &Copy, sql: &str) -> BTreeMap<String, String> {
    let rows = copy.query(sql);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let short = |pounds: String| pounds.strip_suffix("000000.00").map(str::to_owned).unwrap_or(pounds);
    rows.iter().map(|row| (text(&row["name"]), short(text(&row["pounds"])))).collect()
}

fn expected(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, pounds)| ((*name).to_owned(), (*pounds).to_owned())).collect()
}

#[test]
fn the_final_spender_view_and_the_funder_view_come_from_the_same_rows() {
    let copy = testham();
    // T1: what each body spends last, and C = 1,671.
    let spenders = "SELECT coalesce(body_id, body) AS name, sum(amount) AS pounds FROM whole_count
        WHERE amount IS NOT NULL GROUP BY 1";
    let by_body =
        [("cg", "350"), ("council", "581"), ("district", "20"), ("icb", "470"), ("police", "75"), ("schools", "175")];
    assert_eq!(millions(&copy, spenders), expected(&by_body));
    assert_eq!(copy.value("SELECT sum(amount) FROM whole_count"), "1671000000.00");
    assert_eq!(copy.value("SELECT sum(amount) FROM funding"), "1671000000.00");
    let funded = spenders.replace("whole_count", "funding");
    assert_eq!(millions(&copy, &funded), expected(&by_body), "the funders of each body add up to what it spends");

    // T1b: the council has 675 of others, 761 goes out, 86 is its own.
    let funders = "SELECT coalesce(funder_id, funder) AS name, sum(received) AS pounds FROM funding
        WHERE body_id = 'council' GROUP BY 1";
    let of_council = [("cg", "560"), ("icb", "30"), ("district", "80"), ("schools", "5"), ("Not known", "86")];
    assert_eq!(millions(&copy, funders), expected(&of_council));
    // Its 581 in proportion: 581 × 560 ÷ 761 = 427.542706…
    for (funder, amount) in [
        ("cg", "427542706.96"),
        ("icb", "22904073.59"),
        ("district", "61077529.57"),
        ("schools", "3817345.60"),
        ("Not known", "65658344.28"),
    ] {
        let sql = format!(
            "SELECT sum(amount) FROM funding WHERE body_id = 'council' AND coalesce(funder_id, funder) = '{funder}'"
        );
        assert_eq!(copy.value(&sql), amount, "{funder}");
    }
}

#[test]
fn what_is_left_of_each_body_is_shown() {
    let copy = testham();
    let of = |column: &str| {
        let sql = format!("SELECT body_id AS name, {column} AS pounds FROM body_funding");
        millions(&copy, &sql)
    };
    let bodies = |values: [&str; 5]| {
        let ids = ["council", "district", "icb", "police", "schools"];
        expected(&ids.into_iter().zip(values).collect::<Vec<_>>())
    };
    assert_eq!(of("outlay"), bodies(["581", "20", "470", "75", "175"]));
    assert_eq!(of("transfers_out"), bodies(["180", "95", "30", "0.00", "5"]));
    assert_eq!(of("transfers_in"), bodies(["675", "0.00", "500", "75", "180"]));
    assert_eq!(of("own_funded"), bodies(["86", "115", "0.00", "0.00", "0.00"]));
}

#[test]
fn the_returns_of_leeds_account_for_every_pound() {
    let Some(copy) = Copy::of_example("leeds-2011-12") else { return };
    copy.build_to(&["consolidation"]);
    let whole = copy.value("SELECT sum(amount) FROM whole_count");
    assert_eq!(whole, "6212931044.86");
    assert_eq!(copy.value("SELECT sum(amount) FROM funding"), whole);
    let differing = "SELECT body FROM (
            SELECT body, amount FROM whole_count WHERE amount IS NOT NULL UNION ALL SELECT body, -amount FROM funding
        ) GROUP BY body HAVING sum(amount) <> 0";
    assert_eq!(copy.query(differing), Vec::<serde_json::Value>::new(), "body by body");
    // Every line of the revenue and capital returns of the council and the county's three bodies is a source or a use.
    assert_eq!(copy.value("SELECT count(*) FROM body_funding"), "9");
    assert_eq!(copy.value("SELECT count(*) FROM body_funding WHERE unexplained <> 0"), "0");
    // Printed in the council's return, and the part of its grants that a department's ledger shows.
    for (condition, pounds) in [
        ("funder = 'Council taxpayers'", "269115000.00"),
        ("funder = 'Business ratepayers'", "240669000.00"),
        ("label = 'Revenue Support Grant'", "74392000.00"),
        ("funder_id = 'department-for-education'", "508149933.54"),
        ("instrument = 'grant' AND account = 'revenue'", "1019035000.00"),
        ("account = 'capital'", "210546000.00"),
    ] {
        let sql = format!("SELECT sum(received) FROM funding WHERE body_id = 'leeds-city-council' AND {condition}");
        assert_eq!(copy.value(&sql), pounds, "{condition}");
    }
    let treasury =
        copy.value("SELECT count(*) FROM whole_count WHERE funder = 'HM Treasury' AND basis = 'apportioned'");
    let national =
        copy.value("SELECT count(*) FROM whole_count WHERE basis = 'apportioned' AND body NOT LIKE 'West Yorkshire%'");
    assert_eq!(treasury, national);
}

/// The sum of the services of Leeds in two summaries as they print it, in thousands of pounds.
const SERVICES: [(&str, &str); 2] = [("2010-11", "1210183000.00"), ("2017-18", "1111120000.00")];

#[test]
fn a_return_that_prints_its_services_twice_is_counted_once_and_accounts_for_every_pound() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/whole-count");
    let Ok(root) = root.canonicalize() else {
        println!("skipped: {} is not there", root.display());
        return;
    };
    let copy = Copy::empty();
    let text = format!(
        "name = \"Leeds\"\nyears = [\"2010-11\", \"2017-18\"]\narea_codes = [\"E08000035\"]\n[sources]\nroot = \"{}\"\n
        [[body]]\nid = \"leeds\"\nname = \"Leeds City Council\"\nkind = \"council\"\ncodes = {{ ecode = \"E4704\" }}\n
        [[source]]\nkind = \"published\"\nfiles = [\"revenue/RS_2010*\", \"revenue/RS_2017*\"]\n",
        root.display()
    );
    copy.write("place.toml", &text);
    copy.build_to(&["consolidation"]);
    for (year, services) in SERVICES {
        let first = &year[..4];
        let sql = format!(
            "SELECT sum(amount) FROM whole_count WHERE financial_year = {first} AND body_id = 'leeds'
             AND service NOT IN ('benefits', 'treasury_balance_sheet', 'housing_revenue_account')
             AND label NOT LIKE '%levy%'"
        );
        assert_eq!(copy.value(&sql), services, "{year}");
        // What a return leaves over is its rounding.
        let left = format!("SELECT unexplained FROM body_funding WHERE financial_year = {first} AND body_id = 'leeds'");
        let left: f64 = copy.value(&left).parse().expect("pounds");
        assert!(left.abs() <= 2000.0, "{year}: {left}");
    }
}
