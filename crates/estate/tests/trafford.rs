//! Trafford's libraries: every value that was found by enumerating all 8,191 sets (`../shared/data/estate`).

mod common;

use common::{model, patient, proved, proved_plans, shared_json, shared_text, site};
use estate::{Answer, Model, Obstacle, Place, Point, Question, closures, frontier, locate, reach_by_air};
use money::Money;

struct Trafford {
    points: Vec<Point>,
    at: Vec<Place>,
    libraries: Vec<(String, Place)>,
    answers: serde_json::Value,
}

fn trafford() -> Option<Trafford> {
    let answers = shared_json("estate/known_answers.json")?["libraries_as_location_problem"].clone();
    let demand = shared_text("estate/trafford/derived_demand_lsoa.csv")?;
    let libraries = shared_text("estate/trafford/libraries.csv")?;
    let (mut points, mut at) = (Vec::new(), Vec::new());
    for row in csv::Reader::from_reader(demand.as_bytes()).records().map(Result::unwrap) {
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        let group = Some(row[5].to_owned());
        points.push(Point { id: row[0].to_owned(), people: number(1), load: number(1), group });
        at.push(Place { lon: number(3), lat: number(4) });
    }
    let place = |row: csv::StringRecord| {
        (row[0].to_owned(), Place { lon: row[8].parse().unwrap(), lat: row[9].parse().unwrap() })
    };
    let mut reader = csv::Reader::from_reader(libraries.as_bytes());
    let libraries = reader.records().map(|row| place(row.unwrap())).collect();
    Some(Trafford { points, at, libraries, answers })
}

impl Trafford {
    fn model(&self, question: Question, limit: Option<f64>) -> Model {
        let places: Vec<Place> = self.libraries.iter().map(|(_, place)| *place).collect();
        let sites = self.libraries.iter().map(|(name, _)| site(name)).collect();
        let reach = reach_by_air(&places, &self.at, 1.0, None);
        Model { limit, unit: "km".to_owned(), ..model(question, self.points.clone(), sites, reach) }
    }
}

fn texts(value: &serde_json::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn check_near(value: f64, known: &serde_json::Value, digits: i32) {
    let known = known.as_f64().unwrap();
    assert!((value - known).abs() <= 0.501 * 10f64.powi(-digits), "{value} is not {known}");
}

#[test]
fn p_medians_are_those_of_enumeration() {
    let Some(trafford) = trafford() else { return };
    for n_sites in 1..=13 {
        let model = trafford.model(Question::Median { n_sites }, None);
        let known = &trafford.answers["p_median"][n_sites.to_string()];
        let plan = proved(&model);
        assert_eq!(plan.ids(&model), texts(&known["open"]));
        check_near(plan.value, &known["person_km"], 3);
        check_near(plan.access(&model).mean().unwrap(), &known["mean_km"], 6);
    }
}

#[test]
fn the_most_people_covered_are_those_of_enumeration() {
    let Some(trafford) = trafford() else { return };
    for n_sites in 1..=13 {
        let model = trafford.model(Question::MostCovered { n_sites }, Some(1.5));
        let known = &trafford.answers["mclp_1_5_km"][n_sites.to_string()];
        assert_eq!(Some(proved(&model).value), known["covered"].as_f64(), "{n_sites}");
    }
}

#[test]
fn p_centres_are_those_of_enumeration() {
    let Some(trafford) = trafford() else { return };
    for n_sites in 1..=13 {
        let model = trafford.model(Question::Centre { n_sites }, None);
        check_near(proved(&model).value, &trafford.answers["p_center_km"][n_sites.to_string()], 6);
    }
}

#[test]
fn who_lies_beyond_a_limit_is_told_by_name_with_the_people() {
    let Some(trafford) = trafford() else { return };
    for (limit, n_people) in [(1.5, 29855.0), (2.0, 8389.0), (2.5, 4598.0), (3.0, 1426.0)] {
        let known = &trafford.answers["lscp"][format!("{limit:.1}")];
        let model = trafford.model(Question::Cover, Some(limit));
        let Answer::Impossible(obstacles) = locate(&model, 1, &mut patient) else { panic!("{limit} km can be kept") };
        let beyond: Vec<(&str, f64)> = obstacles
            .iter()
            .map(|obstacle| match obstacle {
                Obstacle::BeyondLimit { point, people, .. } => (point.as_str(), *people),
                other => panic!("{other}"),
            })
            .collect();
        assert_eq!(beyond.iter().map(|(id, _)| *id).collect::<Vec<_>>(), texts(&known["infeasible_lsoas"]));
        assert_eq!(beyond.iter().map(|(_, people)| people).sum::<f64>(), n_people);
        assert_eq!(known["people"].as_f64(), Some(n_people));
    }
}

#[test]
fn the_cover_of_three_kilometres_fails_in_peoples_words() {
    let Some(trafford) = trafford() else { return };
    let Answer::Impossible(obstacles) = locate(&trafford.model(Question::Cover, Some(3.0)), 1, &mut patient) else {
        panic!("3 km can be kept")
    };
    let words: Vec<String> = obstacles.iter().map(Obstacle::to_string).collect();
    assert_eq!(words.len(), 1);
    assert!(
        words[0].starts_with("1,426 people of E01006087 have no site within 3 km; the nearest is "),
        "{}",
        words[0]
    );
    assert!(words[0].ends_with(", 3.003 km away"), "{}", words[0]);
}

#[test]
fn four_libraries_cover_everybody_within_four_kilometres_in_two_ways() {
    let Some(trafford) = trafford() else { return };
    let known = &trafford.answers["lscp"]["4.0"];
    let model = trafford.model(Question::Cover, Some(4.0));
    let plans = proved_plans(&model, 3);
    assert_eq!(plans.iter().map(|plan| plan.value).collect::<Vec<_>>(), [4.0, 4.0, 5.0]);
    assert!(plans[..2].iter().any(|plan| plan.ids(&model) == texts(&known["one_of_them"])));
}

#[test]
fn access_by_decile_is_that_of_the_nearest_library() {
    let Some(trafford) = trafford() else { return };
    let model = trafford.model(Question::Median { n_sites: 13 }, None);
    let groups = proved(&model).access_by_group(&model);
    assert_eq!(groups.len(), 10);
    for (decile, access) in groups {
        let known = &trafford.answers["nearest_km_by_imd_2025_decile"][&decile];
        assert_eq!(Some(access.people), known[0].as_f64());
        check_near(access.mean().unwrap(), &known[1], 4);
    }
}

#[test]
fn the_five_next_best_plans_are_those_of_enumeration() {
    let Some(trafford) = trafford() else { return };
    let model = trafford.model(Question::Median { n_sites: 5 }, None);
    let mut values: Vec<f64> = Vec::new();
    for set in (0_u32..1 << 13).filter(|set| set.count_ones() == 5) {
        let mut nearest = vec![f64::INFINITY; model.points.len()];
        for trip in model.reach.trips().iter().filter(|trip| set >> trip.site & 1 == 1) {
            nearest[trip.point] = nearest[trip.point].min(trip.distance);
        }
        values.push(nearest.iter().zip(&model.points).map(|(far, point)| far * point.people).sum());
    }
    values.sort_by(f64::total_cmp);
    for (plan, value) in proved_plans(&model, 6).iter().zip(values) {
        assert!((plan.value - value).abs() < 1e-6, "{} is not {value}", plan.value);
    }
}

/// Made-up running costs, all different, so that each plan on the frontier is the only one.
fn with_costs(mut model: Model) -> Model {
    for (at, site) in model.sites.iter_mut().enumerate() {
        site.cost = Money::from_pence(100_000_00 + 7_919_00 * at as i64);
    }
    model
}

#[test]
fn the_frontier_of_money_against_access_is_that_of_enumeration() {
    let Some(trafford) = trafford() else { return };
    let mut model = with_costs(trafford.model(Question::Cover, None));
    // Seven libraries, so that the frontier is short enough to ask for all of it.
    model.sites.truncate(7);
    model.reach = estate::Reach::of(model.reach.trips().iter().filter(|trip| trip.site < 7).copied().collect());
    let mut all: Vec<(Money, f64)> = Vec::new();
    for set in 1_u32..1 << 7 {
        let mut nearest = vec![f64::INFINITY; model.points.len()];
        for trip in model.reach.trips().iter().filter(|trip| set >> trip.site & 1 == 1) {
            nearest[trip.point] = nearest[trip.point].min(trip.distance);
        }
        let far = nearest.iter().zip(&model.points).map(|(far, point)| far * point.people).sum();
        all.push(((0..7).filter(|site| set >> site & 1 == 1).map(|site| model.sites[site].cost).sum(), far));
    }
    let beaten = |plan: &(Money, f64)| all.iter().any(|other| other.0 <= plan.0 && other.1 <= plan.1 && other != plan);
    let mut known: Vec<(Money, f64)> = all.iter().filter(|plan| !beaten(plan)).copied().collect();
    known.sort_by_key(|plan| std::cmp::Reverse(plan.0));
    let plans = frontier(&model, 1 << 7, &mut patient);
    assert_eq!(plans.len(), known.len());
    for (plan, (money, far)) in plans.iter().zip(known) {
        assert!(plan.proof.is_proved);
        assert_eq!(plan.plan.money, money);
        assert!((plan.access.total - far).abs() < 1e-6);
    }
}

#[test]
fn what_a_closure_costs_is_the_difference_it_makes() {
    let Some(trafford) = trafford() else { return };
    let model = trafford.model(Question::Median { n_sites: 13 }, None);
    let plan = proved(&model);
    let closures = closures(&model, &plan);
    assert_eq!(closures.len(), 13);
    // Without Trafford Local Studies Centre the twelve best stay: 223,846.474 less 223,711.338 person-km.
    let studies =
        closures.iter().find(|closure| model.sites[closure.site].id == "Trafford Local Studies Centre").unwrap();
    assert!((studies.total() - 135.136).abs() < 0.001, "{}", studies.total());
    assert!(studies.stranded.is_empty() && 0.0 < studies.n_people());
}
