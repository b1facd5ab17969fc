//! A small place by hand: two libraries, a clinic and a hub along one road, and three villages.
//!
//! A thousandth of a degree of latitude is 0.111195 km, so the road runs north in steps of about 1.1 km.

use std::collections::BTreeMap;

use std::ops::ControlFlow;

use estate::Progress;
use estate::place::{
    Demand, DemandArea, Holding, Inputs, PlaceAnswer, PlaceObstacle, PlacePlan, ProposalBody, Question, Stock, answer,
    proposal_text, read_question,
};
use model::tables::{BuildingFate, CostBasis, EstateMoney, PlanRole};
use model::{FinancialYear, Position};
use money::Money;

const QUESTION: &str = "title = \"Two services\"\nfirst_year = \"2026-27\"\nby = \"2027-28\"\nn_years = 5\npounds_per_km = 20\n\
    move_cost = 1000\nhosts = [\"hub\"]\nrunning = { per_m2 = 100, each = 40000, source = \"by hand\" }\n\
    exit = { each = 10000, source = \"by hand\" }\n\
    [[service]]\nid = \"library\"\nbody = \"council\"\narea = 100\n\
    [[service]]\nid = \"clinic\"\nbody = \"nhs\"\narea = 150\n";

/// Small places are settled in few parts of the search.
fn within_reason(progress: &Progress) -> ControlFlow<()> {
    if progress.n_nodes < 2_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn at(step: f64) -> Option<Position> {
    Some(Position { lon: 0.0, lat: 53.0 + step / 100.0 })
}

fn pounds(pounds: i64) -> Money {
    Money::from_pence(pounds * 100)
}

fn holding(name: &str, kind: &str, body: &str, step: f64) -> Holding {
    Holding {
        id: format!("{body}: {name}"),
        name: name.to_owned(),
        body: Some(body.to_owned()),
        agency: Some(body.to_owned()),
        kind: Some(kind.to_owned()),
        at: at(step),
        ..Holding::default()
    }
}

/// South has a library of 200 m²; North has a library and, beside it, a clinic.
fn stock() -> Stock {
    let south = Holding { floor_area_m2: Some(200.0), ..holding("South", "library", "council", 0.0) };
    let north =
        Holding { running: Some((pounds(60_000), CostBasis::Register)), ..holding("North", "library", "council", 2.0) };
    let clinic = holding("Clinic", "clinic", "nhs", 2.0);
    let hub = Holding { spare_m2: Some(120.0), ..holding("Hub", "hub", "charity", 2.0) };
    Stock { buildings: vec![south, north, clinic, hub] }
}

fn demand() -> Demand {
    let area = |name: &str, step: f64, people: f64, decile: f64, cars: f64| DemandArea {
        code: name.to_owned(),
        name: name.to_owned(),
        at: at(step),
        district_code: None,
        figures: BTreeMap::from([
            ("population".to_owned(), people),
            ("deprivation_decile".to_owned(), decile),
            ("households_without_car".to_owned(), cars),
        ]),
    };
    Demand {
        areas: vec![
            area("low", 0.0, 1000.0, 2.0, 90.0),
            area("mid", 1.0, 500.0, 5.0, 40.0),
            area("top", 2.0, 800.0, 9.0, 30.0),
        ],
    }
}

fn question(change: impl Fn(&str) -> String) -> Question {
    read_question(&change(QUESTION), "estate/two.toml").unwrap_or_else(|found| panic!("{found:?}"))
}

fn asked(question: &Question, stock: &Stock) -> PlaceAnswer {
    answer(Inputs { question, stock, demand: &demand() }, &mut within_reason)
}

fn check(change: impl Fn(&str) -> String, stock: &Stock) -> PlaceAnswer {
    asked(&question(change), stock)
}

fn best(answer: &PlaceAnswer) -> &PlacePlan {
    answer.plans.iter().find(|plan| plan.role == PlanRole::Best).unwrap_or_else(|| panic!("{:?}", answer.obstacles))
}

fn fates(plan: &PlacePlan) -> Vec<(&str, BuildingFate)> {
    plan.moves.iter().map(|each| (each.name.as_str(), each.fate)).collect()
}

fn total(plan: &PlacePlan, kind: EstateMoney) -> Money {
    plan.sums.iter().filter(|sum| sum.kind == kind).map(|sum| sum.amount).sum()
}

#[test]
fn the_best_plan_weighs_money_of_all_years_against_access() {
    // North's library costs 60,000 a year; the hub beside it takes the library in for 1,000.
    let answer = check(str::to_owned, &stock());
    let plan = best(&answer);
    assert!(plan.proof.is_proved);
    assert!(fates(plan).contains(&("North", BuildingFate::Closes)), "{:?}", fates(plan));
    assert!(fates(plan).contains(&("Hub", BuildingFate::Stays)));
    let hub = plan.moves.iter().find(|each| each.name == "Hub").unwrap();
    assert_eq!((hub.services_now.len(), hub.services_then.as_slice()), (0, ["library".to_owned()].as_slice()));
    assert!((plan.mean - plan.mean_now.unwrap()).abs() < 1e-9, "nobody goes further");
}

#[test]
fn a_plans_money_by_body_and_year_is_that_of_the_model() {
    let answer = check(str::to_owned, &stock());
    for plan in &answer.plans {
        // All open for five years: South 200 m² at 100, North 60,000, the clinic 40,000.
        let as_it_is = pounds(5 * (20_000 + 60_000 + 40_000));
        let [saved, added, exit, moves, opening] = [
            EstateMoney::RunningSaved,
            EstateMoney::RunningAdded,
            EstateMoney::ExitCost,
            EstateMoney::MoveCost,
            EstateMoney::OpeningCost,
        ]
        .map(|kind| total(plan, kind));
        assert_eq!(plan.horizon, as_it_is - saved + added + exit + moves + opening, "{}", plan.id);
        assert_eq!(plan.once, exit + moves + opening);
    }
}

#[test]
fn a_building_runs_through_the_year_in_which_it_closes() {
    let answer = check(str::to_owned, &stock());
    let plan = best(&answer);
    let years: Vec<i32> = (plan.sums.iter())
        .filter(|sum| sum.kind == EstateMoney::RunningSaved && sum.amount == pounds(60_000))
        .map(|sum| sum.year.0)
        .collect();
    assert_eq!(years, [2027, 2028, 2029, 2030]);
    let exit = plan.sums.iter().find(|sum| sum.kind == EstateMoney::ExitCost).unwrap();
    assert_eq!((exit.year, exit.amount), (FinancialYear(2026), pounds(10_000)));
}

#[test]
fn a_lease_keeps_a_building_and_a_break_says_when_it_may_close() {
    let mut stock = stock();
    stock.buildings[1].lease_lets_go = Some(FinancialYear(2029));
    let plan = best(&check(str::to_owned, &stock)).clone();
    assert!(fates(&plan).contains(&("North", BuildingFate::Stays)), "the lease runs beyond 2027-28");
    stock.buildings[1].lease_lets_go = Some(FinancialYear(2027));
    let plan = best(&check(str::to_owned, &stock)).clone();
    let north = plan.moves.iter().find(|each| each.name == "North").unwrap();
    assert_eq!((north.fate, north.from_year), (BuildingFate::Closes, Some(FinancialYear(2027))));
}

#[test]
fn receipts_stand_apart_and_only_for_what_is_owned() {
    let mut stock = stock();
    (stock.buildings[1].valuation, stock.buildings[1].is_freehold) = (Some(pounds(250_000)), true);
    let plan = best(&check(str::to_owned, &stock)).clone();
    assert_eq!(plan.receipts, pounds(250_000));
    assert_eq!(plan.once, total(&plan, EstateMoney::ExitCost) + total(&plan, EstateMoney::MoveCost));
    stock.buildings[1].is_freehold = false;
    assert_eq!(best(&check(str::to_owned, &stock)).receipts, Money::ZERO);
}

#[test]
fn a_host_without_known_room_takes_nothing_in() {
    let mut stock = stock();
    stock.buildings[3].spare_m2 = None;
    let plan = best(&check(str::to_owned, &stock)).clone();
    assert!(plan.moves.iter().find(|each| each.name == "Hub").unwrap().services_then.is_empty());
}

#[test]
fn the_frontier_trades_money_for_access_and_ends_at_both_ends() {
    let answer = check(str::to_owned, &stock());
    let frontier: Vec<&PlacePlan> = answer.plans.iter().filter(|plan| plan.role == PlanRole::Frontier).collect();
    assert!(2 <= frontier.len());
    for two in frontier.windows(2) {
        assert!(two[1].horizon < two[0].horizon && two[0].mean < two[1].mean);
    }
    let others = answer.plans.iter().filter(|plan| plan.role != PlanRole::Frontier);
    let (nearest, cheapest) = (frontier[0].mean, frontier[frontier.len() - 1].horizon);
    assert!(others.clone().all(|plan| nearest <= plan.mean + 1e-9 && cheapest <= plan.horizon));
}

#[test]
fn next_best_plans_are_other_plans_and_no_better() {
    let answer = check(str::to_owned, &stock());
    let ranked: Vec<&PlacePlan> = answer.plans.iter().filter(|plan| plan.role != PlanRole::Frontier).collect();
    assert_eq!(ranked.len(), 6);
    let value = |plan: &PlacePlan| plan.horizon.pounds() + 5.0 * 20.0 * plan.mean * plan.people;
    for two in ranked.windows(2) {
        assert!(two[0].offers != two[1].offers && value(two[0]) <= value(two[1]) + 1e-6);
    }
}

#[test]
fn what_each_closure_costs_whom_is_told_by_deprivation_and_cars() {
    let answer = check(str::to_owned, &stock());
    let south = answer.closures.iter().find(|closure| closure.name == "South").unwrap();
    // low would go to North, two steps up the road; mid is as near to both and goes to the first of them.
    let step = 1.111_950_8;
    assert!((south.most_further - 2.0 * step).abs() < 1e-4, "{}", south.most_further);
    assert_eq!(south.most_further_area.as_deref(), Some("low"));
    assert_eq!((south.deprived_further, south.without_car_further), (Some(1000.0), Some(90.0)));
    assert_eq!(south.saves, pounds(20_000));
    let clinic = answer.closures.iter().find(|closure| closure.name == "Clinic").unwrap();
    assert_eq!((clinic.people_further, clinic.people_stranded), (0.0, 2300.0), "there is no other clinic");
}

#[test]
fn access_is_told_by_service_and_group() {
    let answer = check(|text| text.replace("pounds_per_km = 20", "pounds_per_km = 0"), &stock());
    let plan = best(&answer);
    let library = |grouping: &str, group: &str| {
        let found =
            plan.access.iter().find(|each| each.service == 0 && each.grouping == grouping && each.group == group);
        found.unwrap_or_else(|| panic!("{grouping} {group} in {:?}", plan.access)).clone()
    };
    assert_eq!(library("everybody", "everybody").people, 2300.0);
    assert_eq!(library("without_car", "without car").people, 160.0);
    assert_eq!(library("deprivation_decile", "2").people, 1000.0);
    let further: f64 = plan.access.iter().filter(|each| each.grouping == "everybody").map(|each| each.n_further).sum();
    assert!(0.0 < further, "the cheapest plan sends somebody further");
}

#[test]
fn what_keeps_a_plan_from_being_made_is_said_in_words() {
    let no_sum = |text: &str| text.replace("running = { per_m2 = 100, each = 40000,", "running = { per_m2 = 100,");
    let answer = check(no_sum, &stock());
    let texts: Vec<String> = answer.obstacles.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["the running cost of Clinic is in no register; state `running = { each = ... }`"]);
    assert!(answer.plans.is_empty() && answer.obstacles[0].stops());

    let mut stock = stock();
    stock.buildings[2].at = None;
    let answer = check(str::to_owned, &stock);
    let texts: Vec<String> = answer.obstacles.iter().map(ToString::to_string).collect();
    assert!(texts.iter().any(|text| text == "it is not known where Clinic stands, so it is in no plan"), "{texts:?}");
    assert!(
        texts.iter().any(|text| text.starts_with("no building with a known place is of the kind clinic")),
        "{texts:?}"
    );

    let near = |text: &str| text.replace("area = 150\n", "area = 150\nlimit = 1\n");
    stock = self::stock();
    stock.buildings.truncate(3);
    stock.buildings[0].floor_area_m2 = None;
    let answer = check(near, &stock);
    assert!(matches!(&answer.obstacles[..], [PlaceObstacle::Roof(_), ..]), "{:?}", answer.obstacles);
    assert!(
        answer.obstacles.iter().any(|why| why.to_string().starts_with("1,000 people of low")),
        "{:?}",
        answer.obstacles
    );
}

#[test]
fn people_nobody_counted_or_placed_are_told_and_left_out() {
    let mut demand = demand();
    demand.areas[0].figures.remove("population");
    demand.areas[1].at = None;
    let (question, stock) = (question(str::to_owned), stock());
    let answer = answer(Inputs { question: &question, stock: &stock, demand: &demand }, &mut within_reason);
    let texts: Vec<String> = answer.obstacles.iter().map(ToString::to_string).collect();
    assert!(texts[0].starts_with("1 area has neither a centre nor an outline"), "{texts:?}");
    assert!(texts[1].starts_with("1 area has no figure `population`"), "{texts:?}");
    assert!(answer.obstacles.iter().all(|why| !why.stops()));
    assert_eq!(best(&answer).people, 2.0 * 800.0);
    let nobody = self::answer_of_nobody();
    assert!(matches!(nobody.obstacles[0], PlaceObstacle::NoPeople { .. }));
}

fn answer_of_nobody() -> PlaceAnswer {
    let (question, stock) = (question(str::to_owned), stock());
    answer(Inputs { question: &question, stock: &stock, demand: &Demand::default() }, &mut within_reason)
}

#[test]
fn a_vacant_building_opens_where_that_is_worth_it() {
    let mut stock = stock();
    // A library that stands empty in the south, and costs nearly nothing, in place of the one that is open.
    stock.buildings[0].is_vacant = true;
    stock.buildings[0].running = Some((pounds(10), CostBasis::Register));
    let answer = check(|text| text.replace("pounds_per_km = 20", "pounds_per_km = 100\nopening = 500"), &stock);
    let plan = best(&answer);
    assert!(fates(plan).contains(&("South", BuildingFate::Opens)), "{:?}", fates(plan));
    assert_eq!(total(plan, EstateMoney::OpeningCost), pounds(500));
    assert_eq!(total(plan, EstateMoney::RunningAdded), pounds(50));
}

#[test]
fn a_proposal_has_costs_savings_and_access_in_words() {
    let mut stock = stock();
    (stock.buildings[1].valuation, stock.buildings[1].is_freehold) = (Some(pounds(250_000)), true);
    let question = question(str::to_owned);
    let answer = asked(&question, &stock);
    let council = ProposalBody { id: "council".to_owned(), name: "The \"Council\"".to_owned(), tier: "local" };
    let text = proposal_text(&question, best(&answer), &[council]);
    let value: toml::Value = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(value["strand"].as_str(), Some("property"));
    let bodies = value["body"].as_array().unwrap();
    assert!(bodies.iter().any(|body| body["name"].as_str() == Some("The \"Council\"")), "{text}");
    let benefit = &value["benefit"].as_array().unwrap()[0];
    let by_year: Vec<f64> =
        benefit["claimed_by_year"].as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
    assert_eq!((by_year.len(), by_year[0]), (5, 0.0));
    // The council keeps the building until it is sold, so nothing is cash yet.
    assert_eq!(benefit["value"].as_array().unwrap()[0]["cashable"].as_float(), Some(0.0));
    let receipts =
        value["cost"].as_array().unwrap().iter().find(|cost| cost["kind"].as_str() == Some("capital")).unwrap();
    assert_eq!(receipts["by_year"].as_array().unwrap()[0].as_float(), Some(-250_000.0));
    assert!(value["five_cases"]["strategic"].as_str().unwrap().starts_with("Access: "));
}
