//! What a theme costs: payments, stated shares of published figures, activities, each pound once.

use std::process::Output;

use crate::run::Copy;

const LINES: &str = "theme,body,series,label,share,reason,who\n";
const SHARE: &str = "early-years,marshford-county,statement_of_accounts:net_expenditure,Children*,22%,22 in 100 children it knew,Head of service\n";
const ACTIVITIES: &str =
    "theme,body,activity,n,unit,unit_cost,cost_year,staff_hours,hourly_cost,source,who,service,intent,within\n";
const GROUPS: &str = "early-years,Acorn Trust,Play groups,,,,2025-26,400,18.50,rota,Trust manager,,preventive,\n";
const VISITS: &str = "early-years,marshford-county,Home visits,1200,visits,32.45,2025-26,,,diary,Help manager,,early,";

fn said(output: &Output) -> (Option<i32>, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn query(place: &Copy, sql: &str) -> String {
    said(&place.command("query").args(["--csv", sql]).output().unwrap()).1
}

#[test]
fn a_theme_of_an_example_is_counted_with_what_somebody_stated_of_it() {
    let place = Copy::of_example("marshford").expect("its data are its own");
    place.write("rules/theme_published.csv", &format!("{LINES}{SHARE}"));
    place.write("rules/theme_activity.csv", &format!("{ACTIVITIES}{GROUPS}{VISITS}\n"));
    let built = said(&place.command("build").arg("--quiet").output().unwrap());
    assert_eq!(built.0, Some(1), "{}", built.1);
    let counted = "SELECT body, kind, basis, amount FROM theme_count WHERE theme = 'early-years' AND amount IS NOT NULL \
                   ORDER BY amount";
    let counted = query(&place, counted);
    assert!(counted.contains("Acorn Trust,pay,staff_time,7400.00"), "{counted}");
    assert!(counted.contains("Marshford County Council,current,stated_share,1342000.00"), "{counted}");
    let refused = query(&place, "SELECT text FROM theme_count_problem");
    assert!(refused.contains("`Home visits` of marshford-county, £38,940.00, is not counted"), "{refused}");
    assert!(
        refused.contains("the stated share of `Children's services` (£1,342,000.00; row 3 of its file)"),
        "{refused}"
    );

    place.publish();
    let page = std::fs::read_to_string(place.join("public/themes/early-years.html")).expect("the theme has a page");
    for said in ["What it costs in all", "Play groups", "93% benefits to less than 7% help into work"] {
        assert!(page.contains(said), "{said}");
    }
    let shown = said(&place.command("coverage").args(["--theme", "Early years", "--json"]).output().unwrap());
    assert!(shown.0 == Some(0) && shown.1.contains("\"total\": \"1349400.00\""), "{}", shown.1);
    let unknown = said(&place.command("coverage").args(["--theme", "early-year"]).output().unwrap());
    assert!(unknown.0 == Some(2) && unknown.1.contains("did you mean `early-years`?"), "{}", unknown.1);
}

#[test]
fn a_share_that_nobody_stated_stops_the_build_with_its_line() {
    let place = Copy::of_example("marshford").expect("its data are its own");
    let nobody = SHARE.replace("Head of service", "");
    place.write("rules/theme_published.csv", &format!("{LINES}{nobody}"));
    let built = said(&place.command("build").arg("--quiet").output().unwrap());
    assert_eq!(built.0, Some(2), "{}", built.1);
    assert!(built.1.contains("`who` is empty") && built.1.contains("theme_published.csv"), "{}", built.1);
}
