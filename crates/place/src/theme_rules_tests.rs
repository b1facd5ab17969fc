use super::*;

const LINES: &str = "theme,body,series,label,share,reason,who\n";
const ACTIVITIES: &str =
    "theme,body,activity,n,unit,unit_cost,cost_year,staff_hours,hourly_cost,source,who,service,intent,within\n";

fn read(name: &str, text: &str) -> Result<ThemeRules, Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("rules")).unwrap();
    std::fs::write(dir.path().join("rules").join(name), text).unwrap();
    let files = Files::read(dir.path(), THEME_RULES).unwrap();
    let themes = [Theme { id: "under-fives".to_owned(), name: "Children under five".to_owned() }];
    theme_rules(&files, &themes).map_err(|error| error.mistakes().iter().map(Mistake::in_one_line).collect())
}

fn check_refused(name: &str, header: &str, row: &str, says: &str) {
    let mistakes = read(name, &format!("{header}{row}\n")).expect_err(row);
    assert!(mistakes.iter().any(|mistake| mistake.contains(says)), "{row}: {mistakes:?}");
}

#[test]
fn a_stated_share_is_read_with_its_reason_and_who_stated_it() {
    let row = "under-fives,county,revenue_outturn_services:*,Children*,35%,head count of 2023,A. Officer\n";
    let rules = read(THEME_PUBLISHED, &format!("{LINES}{row}")).unwrap();
    let [line] = &rules.lines[..] else { panic!("one line") };
    assert_eq!((line.share, line.who.as_str(), line.intent), (0.35, "A. Officer", None));
    assert_eq!(line.at, "rules/theme_published.csv:2");
}

#[test]
fn a_share_that_nobody_stated_is_refused() {
    for (row, says) in [
        ("under-fives,county,ro,Children,,head count,A. Officer", "`share` is empty"),
        ("under-fives,county,ro,Children,0.3,,A. Officer", "`reason` is empty"),
        ("under-fives,county,ro,Children,0.3,head count,", "`who` is empty"),
        ("under-fives,county,ro,Children,0,head count,A. Officer", "`share` is `0`"),
        ("under-fives,county,ro,Children,1.01,head count,A. Officer", "`share` is `1.01`"),
        ("under-fives,county,ro,Children,NaN,head count,A. Officer", "`share` is `NaN`"),
        ("under-fives,county,ro,Children,-5%,head count,A. Officer", "`share` is `-5%`"),
        ("under-fivs,county,ro,Children,0.3,head count,A. Officer", "did you mean `under-fives`"),
    ] {
        check_refused(THEME_PUBLISHED, LINES, row, says);
    }
}

#[test]
fn an_activity_has_a_unit_cost_or_staff_time_each_with_its_prices() {
    let rows = "under-fives,county,Home visits,\"1,200\",visit,32.45,2023-24,,,diary,A. Officer,,early,ledger\n\
                under-fives,charity,Play groups,,,,2023-24,400,18.50,rota,B. Manager\n\
                under-fives,nhs,Assessments,90,assessment,HE1.2,,,,return,C. Nurse\n";
    let found = read(THEME_ACTIVITY, &format!("{ACTIVITIES}{rows}")).unwrap().activities;
    let year = FinancialYear(2023);
    let pounds = Money::from_pence(3245);
    assert_eq!(found[0].cost, ActivityCost::Unit(UnitPrice::Stated { pounds, year }));
    assert_eq!((&found[0].n, &found[0].within), (&Quantity::Stated(1200.0), &Some(Within::Ledger)));
    assert_eq!(found[1].cost, ActivityCost::Staff { hours: 400.0, hourly: Money::from_pence(1850), year });
    assert_eq!((&found[1].n, found[1].intent), (&Quantity::Stated(1.0), None));
    assert_eq!(found[2].cost, ActivityCost::Unit(UnitPrice::Named("HE1.2".to_owned())));
}

#[test]
fn people_are_counted_only_as_released() {
    let row = |n: &str, unit: &str| format!("under-fives,county,Help,{n},{unit},10,2023-24,,,diary,A. Officer");
    let text = format!("{ACTIVITIES}{}\n", row("families_eligible:all", "families"));
    let released = Quantity::Released { topic: "families_eligible".to_owned(), category: "all".to_owned() };
    assert_eq!(read(THEME_ACTIVITY, &text).unwrap().activities[0].n, released);
    check_refused(THEME_ACTIVITY, ACTIVITIES, &row("137", "families"), "`families` are people");
    check_refused(THEME_ACTIVITY, ACTIVITIES, &row("137", "children in need"), "`children in need` are people");
    check_refused(THEME_ACTIVITY, ACTIVITIES, &row("familie_eligible:all", "families"), "families_eligible");
}

#[test]
fn an_activity_that_says_too_little_or_too_much_is_refused() {
    for (row, says) in [
        ("under-fives,county,Visits,10,visit,5,2023-24,2,30,diary,A", "count the staff twice"),
        ("under-fives,county,Visits,10,visit,,,,,diary,A", "`unit_cost` is empty"),
        ("under-fives,county,Visits,10,visit,5,,,,diary,A", "not a financial year"),
        ("under-fives,county,Visits,10,visit,-5,2023-24,,,diary,A", "not an amount in pounds"),
        ("under-fives,county,Visits,0,visit,5,2023-24,,,diary,A", "`n` is `0`"),
        ("under-fives,county,Visits,10,visit,5,2023-24,,,,A", "`source` is empty"),
        ("under-fives,county,Visits,10,visit,5,2023-24,,,diary,", "`who` is empty"),
        ("under-fives,county,Visits,10,,5,2023-24,,,diary,A", "`unit` is empty"),
        ("under-fives,county,Visits,10,visit,5,2023-24,,,diary,A,lamps", "`lamps` is not a valid service"),
        ("under-fives,county,Visits,10,visit,5,2023-24,,,diary,A,,erly", "`erly` is not a valid intent"),
    ] {
        check_refused(THEME_ACTIVITY, ACTIVITIES, row, says);
    }
    let twice = "under-fives,county,Visits,10,visit,5,2023-24,,,diary,A\n";
    check_refused(THEME_ACTIVITY, ACTIVITIES, &format!("{twice}{twice}"), "already exists, on line 2");
}
