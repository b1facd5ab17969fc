use super::*;
use crate::{Counted, Reference};

/// The published lines of the database whose parts are known (method, section 5.5), and a place's own figure.
const COSTS: &str = "\
code,category,subject,detail,unit,agency,agency_detail,kind,value,price_year,source,quality,includes
E&E1.0,EMPLOYMENT & ECONOMY,BENEFITS,Workless claimant entering work,Per claimant per year,Multiple,DWP,fiscal,9800,2012-13,DWP,G,\"Benefits saved, tax gained\"
E&E1.0,EMPLOYMENT & ECONOMY,BENEFITS,Workless claimant entering work,Per claimant per year,Multiple,DWP,economic,14044,2012-13,DWP,G,
E&E1.0.1,EMPLOYMENT & ECONOMY,BENEFITS,Reduced benefits,Per claimant per year,DWP,HM Revenue and Customs,fiscal,9234,2012-13,DWP,G,
E&E1.0.2,EMPLOYMENT & ECONOMY,BENEFITS,Better health,Per claimant per year,NHS,-,fiscal,566,2012-13,DWP,G,
E&S2.0,EDUCATION & SKILLS,EXCLUSION,Permanent exclusion from school,Per year,Multiple,,fiscal,9219,2005-06,Misspent Youth,A,
HE1.0,HEALTH,ALCOHOL,Alcohol dependency,Per person per year,NHS,,fiscal,330-840,2009-10,NICE,A,
SS1.0,SOCIAL SERVICES,LOOKED AFTER CHILDREN,Child taken into care,Per year,Local Authority,Social Services,fiscal,\"51,080\",2013-14,DfE,A,
";

fn costs() -> UnitCosts {
    UnitCosts::read(COSTS, "unit-costs.csv", &Counted::default()).expect("a good file")
}

#[test]
fn parts_that_add_up_say_who_bears_the_cost() {
    let split = costs().split("E&E1.0").expect("a cost with parts");
    assert!(split.is_whole, "9,234 + 566 = 9,800");
    let shares: Vec<String> = split.shares.iter().map(|s| format!("{} {:.4}", s.agency, s.share)).collect();
    assert_eq!(shares, ["DWP / HM Revenue and Customs 0.9422", "NHS 0.0578"]);
    assert_eq!(costs().split("SS1.0"), None);

    let partial = COSTS.replace("fiscal,566", "fiscal,56");
    let split =
        UnitCosts::read(&partial, "u.csv", &Counted::default()).expect("a good file").split("E&E1.0").expect("parts");
    assert!(!split.is_whole, "9,234 + 56 is not 9,800");
}

#[test]
fn a_range_stays_a_range() {
    let costs = costs();
    let value = costs.get("HE1.0").expect("there").values[&ValueKind::Fiscal];
    assert_eq!((value.low, value.value, value.high), (Some(330.0), None, Some(840.0)));
    assert_eq!(value.central(), 585.0);
    assert!(costs.get("HE1.0").expect("there").in_words().starts_with("fiscal £330 to £840, 2009-10 prices"));
}

#[test]
fn a_unit_cost_is_uprated_once_from_its_own_year() {
    let reference = Reference::builtin();
    let deflator = reference.deflator("hmt-2015-03").expect("there");
    let value = costs().get("SS1.0").expect("there").values[&ValueKind::Fiscal];
    let uprated = value.uprated(deflator, FinancialYear(2015)).expect("in the series");
    assert_eq!(format!("{uprated:.6}"), "52675.637040", "as the database prints it for 2015-16");
}

#[test]
fn words_find_costs_whatever_their_form() {
    let costs = costs();
    let found = |words: &str| costs.search(words, 3).iter().map(|hit| hit.cost.code.clone()).collect::<Vec<_>>();
    assert_eq!(found("school exclusion"), ["E&S2.0"]);
    assert_eq!(found("exclusons"), ["E&S2.0"]);
    assert_eq!(found("E&E1.0.2"), ["E&E1.0.2"]);
    assert_eq!(found("children in care")[0], "SS1.0");
    assert_eq!(found("zebra"), Vec::<String>::new());
}

#[test]
fn a_places_own_figure_is_its_count_over_its_activity() {
    let row = |spend: &str, year: &str| {
        format!(
            "code,detail,unit,kind,spend,activity,price_year,source\n\
             SS1.0,Child in care,Per year,fiscal,{spend},20,{year},own count and returns\n"
        )
    };
    let rows = [("council", "childrens_social_care", 1_200_000.0), ("council", "education", 5.0)];
    let rows = rows.map(|(body, service, pounds)| (body.to_owned(), service.to_owned(), pounds));
    let counted = Counted::of(FinancialYear(2024), rows);
    let costs = UnitCosts::read(&row("council:childrens_social_care", "2024-25"), "own.csv", &counted).expect("good");
    let cost = costs.get("SS1.0").expect("there");
    assert_eq!(
        cost.in_words(),
        "fiscal £60,000, 2024-25 prices = £1,200,000 counted for council:childrens_social_care (payments only, which \
         leave out pay: nothing is published for it) / 20 (own count and returns)"
    );
    let whole = [("council".to_owned(), "childrens_social_care".to_owned(), 3_000_000.0, 1_200_000.0)];
    let whole = counted.clone().with_whole(whole);
    let costs = UnitCosts::read(&row("council:childrens_social_care", "2024-25"), "own.csv", &whole).expect("good");
    assert_eq!(
        costs.get("SS1.0").expect("there").in_words(),
        "fiscal £150,000, 2024-25 prices = £3,000,000 counted for council:childrens_social_care (the whole count, of \
         which 40% is traced to payments) / 20 (own count and returns)"
    );
    let wrong = |spend: &str, year: &str, counted: &Counted| {
        UnitCosts::read(&row(spend, year), "own.csv", counted).expect_err("a mistake").mistakes[0].in_one_line()
    };
    assert_eq!(
        wrong("council:childrens_social_car", "2024-25", &counted),
        "own.csv:2:1: there is no counted spending `council:childrens_social_car`; expected body:service as the \
         account counts them, or pounds (did you mean `council:childrens_social_care`?)"
    );
    assert!(wrong("council:education", "2023-24", &counted).contains("2024-25, the year that was counted"));
    assert!(wrong("council:education", "2024-25", &Counted::default()).contains("totalplace build"));
}

#[test]
fn a_places_own_figure_replaces_a_national_one_and_says_so() {
    let own = "code,detail,unit,kind,spend,activity,price_year,source\n\
               SS1.0,Child in care in Marshford,Per year,fiscal,1200000,20,2024-25,own ledger and returns\n";
    let costs = costs().replaced_by(UnitCosts::read(own, "own.csv", &Counted::default()).expect("a good file"));
    let cost = costs.get("SS1.0").expect("there");
    assert_eq!(cost.values[&ValueKind::Fiscal].central(), 60_000.0, "1,200,000 / 20");
    assert_eq!(cost.origin, Origin::Local { spend: 1_200_000.0, activity: 20.0, counted: None });
    assert_eq!(cost.replaces.as_deref(), Some("fiscal £51,080, 2013-14 prices (DfE)"));
    assert_eq!(costs.len(), 6);
}

#[test]
fn digits_that_lost_their_dash_are_doubted_and_impossible_weeks_refused() {
    let rows = "code,subject,detail,unit,kind,value,price_year,source\n\
                E&S5.0,SKILLS,Annual benefit of NVQ2,Per year,fiscal,330840,2010-11,a copy\n\
                E&S6.0,SKILLS,Annual benefit of NVQ3,Per year,fiscal,641,2010-11,a copy\n\
                E&S7.0,SKILLS,Annual benefit of NVQ4,Per year,fiscal,494,2010-11,a copy\n\
                SS8.0,CARE,Nursing care,Per week,fiscal,7778,2013-14,a copy\n";
    let costs = UnitCosts::read(rows, "copy.csv", &Counted::default()).expect("a good file");
    let doubts = costs.doubts(&Reference::builtin().bounds);
    let found: Vec<(&str, bool)> = doubts.iter().map(|doubt| (doubt.code.as_str(), doubt.is_refused)).collect();
    assert_eq!(found, [("E&S5.0", false), ("SS8.0", true)]);
    assert!(doubts[0].why.contains("330 to 840"), "{}", doubts[0].why);
}

#[test]
fn mistakes_name_the_row_and_what_was_meant() {
    let rows = "code,detail,unit,kind,value,price_year,source\n\
                X1.0,a,Each,fiscl,10,2020-21,s\n\
                X2.0,b,Each,fiscal,ten,2020-21,s\n\
                X3.0,c,Each,fiscal,10,2020-22,s\n\
                X4.0,d,Each,fiscal,10,2020-21,s\n\
                x4.0,d,Each,fiscal,11,2020-21,s\n";
    let mistakes = UnitCosts::read(rows, "own.csv", &Counted::default()).expect_err("a bad file").mistakes;
    let lines: Vec<String> = mistakes.iter().map(|mistake| mistake.in_one_line()).collect();
    assert_eq!(
        lines,
        [
            "own.csv:2:1: `fiscl` is not a valid kind of value; expected fiscal, economic or social (did you mean `fiscal`?)",
            "own.csv:3:1: `value` is \"ten\"; expected a number of pounds",
            "own.csv:4:1: `price_year` is \"2020-22\"; expected a financial year such as 2013-14",
            "own.csv:6:1: the unit cost `x4.0 fiscal` already exists; expected each code and kind once",
        ]
    );
}
