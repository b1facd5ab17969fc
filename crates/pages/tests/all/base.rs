//! Payments are beside all that is spent, where that is known, and never as if they were the whole.

use model::tables::{COVERAGE, WHOLE_COUNT};

use crate::html::unescaped;
use crate::{small, tables};

const CELLS: &str = "
cell_id | financial_year | body_id | body                     | service   | cofog | label   | kind    | control          | basis                  | grade | method    | amount      | low         | high
1       | 2020           | county  | Tyneshire County Council | education | 09    | Schools | current | local_discretion | published_for_the_body | A     | published | 30000000.00 | 30000000.00 | 30000000.00
2       | 2020           |         | Work Department          | benefits  | 10    | Pension | benefits | national_formula | apportioned           | D     | by age    | 10000000.00 | 9000000.00  | 11000000.00
";
const BENEATH: &str = "
financial_year | body_id | body                     | service   | capital | published   | apportioned | counted     | ledger     | opens      | note | ask
2020           | county  | Tyneshire County Council | education | false   | 30000000.00 |             | 30000000.00 | 6000000.00 | 6000000.00 |      |
2020           |         | Work Department          | benefits  | false   |             | 10000000.00 | 10000000.00 |            |            |      |
";

fn page(site: &pages::Site, path: &str, query: &str) -> String {
    unescaped(&site.page(path, query).body)
}

#[test]
fn a_body_and_a_service_say_what_they_spend_in_all_and_what_of_it_opens() {
    let site =
        tables::site_of(&tables::place(), &tables::memory(24).with(&WHOLE_COUNT, CELLS).with(&COVERAGE, BENEATH));
    for path in ["bodies/county", "services/education", "bodies/county/print"] {
        let page = page(&site, path, "");
        for said in [
            "Spent in all, the whole count",
            "£30.0m",
            "75.0% of all money for the place; 20.0% of it is traced to payments",
        ] {
            assert!(page.contains(said), "{path} says {said}");
        }
    }
    for path in ["bodies/borough", "services/housing"] {
        let said = "we cannot say what its payments are part of";
        assert!(page(&site, path, "").contains(said), "{path} has no published figure and says so");
    }
    for (path, query) in [("bodies", ""), ("services", ""), ("compare", "a=body:county&b=body:borough")] {
        let page = page(&site, path, query);
        for said in ["Spent in all", "£30.0m", "20.0%"] {
            assert!(page.contains(said), "{path} says {said}");
        }
    }
}

#[test]
fn every_share_of_payments_says_what_payments_are_a_part_of() {
    let with =
        tables::site_of(&tables::place(), &tables::memory(24).with(&WHOLE_COUNT, CELLS).with(&COVERAGE, BENEATH));
    let beside = [
        (
            &with,
            "payments only: 15.0% of the £40.0m (£219.30 for each resident) spent for the place in all is traced to payments",
        ),
        (small(), "payments only: there is no published figure for what is spent in all"),
    ];
    for (site, said) in beside {
        let payments = if site.page("payments", "").status == 200 { "payments" } else { "" };
        for path in
            [payments, "bodies", "services", "themes", "suppliers", "payees", "bodies/county", "themes/early-years"]
        {
            assert!(page(site, path, "").contains(said), "/{path} says `{said}`");
        }
    }
    let education = "£30.0m in all, 75.0% of all money for the place";
    assert!(page(&with, "payments", "").contains(education), "a division of COFOG stands beside the whole of it");
}
