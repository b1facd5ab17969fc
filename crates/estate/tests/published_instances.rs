//! Published instances come out at their proven optimum (`../shared/data/facility-location`).

mod common;

use std::ops::ControlFlow;

use common::{model, patient, proved, proved_plans, shared_json, shared_text};
use estate::read::{read_holmberg, read_pmed, read_pmedcap};
use estate::{Answer, Model, Progress, Question, Reach, Trip, locate};

const DATA: &str = "facility-location";

fn optima(file: &str) -> Option<Vec<(String, f64)>> {
    let text = shared_text(&format!("{DATA}/{file}"))?;
    let words = |line: &str| {
        let mut words = line.split_whitespace();
        (words.next().unwrap().to_owned(), words.next().unwrap().parse().unwrap())
    };
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(words).collect())
}

fn pmed(name: &str) -> Model {
    let text = shared_text(&format!("{DATA}/{name}.txt")).expect("its optimum is there");
    read_pmed(&text, name).expect("it has no mistakes")
}

fn check_medians(numbers: std::ops::RangeInclusive<usize>) {
    let Some(optima) = optima("optima.txt") else { return };
    let wanted = optima.iter().filter(|(name, _)| numbers.contains(&name[4..].parse().unwrap()));
    for (name, optimum) in wanted {
        assert_eq!(proved(&pmed(name)).value, *optimum, "{name}");
    }
}

#[test]
fn small_p_medians_are_proved() {
    check_medians(1..=8);
}

#[test]
#[ignore = "takes half a minute; run with --release -- --ignored"]
fn large_p_medians_are_proved() {
    check_medians(9..=20);
}

#[test]
fn p_centres_are_proved() {
    let Some(optima) = optima("p-center-optima.txt") else { return };
    assert_eq!(optima.len(), 20);
    for (name, optimum) in optima {
        let mut model = pmed(&name);
        model.question = Question::Centre { n_sites: model.n_sites().unwrap() };
        assert_eq!(proved(&model).value, optimum, "{name}");
    }
}

#[test]
fn capacitated_p_medians_are_proved() {
    let Some(answers) = shared_json(&format!("{DATA}/known_answers.json")) else { return };
    let instances = answers["pmedcap1 (distance = Euclidean, rounded down)"].as_object().unwrap();
    assert_eq!(instances.len(), 10);
    for (name, answer) in instances {
        let text = shared_text(&format!("{DATA}/{name}.txt")).unwrap();
        let model = read_pmedcap(&text, name).unwrap();
        let plan = proved(&model);
        assert_eq!(Some(plan.value), answer["solved"].as_f64(), "{name}");
        check_rooms(&model, &plan);
    }
}

/// Whole points only, and no room too full.
fn check_rooms(model: &Model, plan: &estate::Plan) {
    for site in 0..model.sites.len() {
        let visits = plan.visits.iter().filter(|visit| visit.site == site);
        let load: f64 = visits.map(|visit| model.points[visit.point].load * visit.share).sum();
        assert!(load <= model.sites[site].capacity.unwrap() + 1e-6, "{}: site {site} holds {load}", model.title);
    }
    assert!(plan.left_out(model).is_empty());
    assert!(model.may_split || plan.visits.len() == model.points.len());
}

fn check_holmberg(names: &[&str], may_split: bool, key: &str) {
    let Some(answers) = shared_json(&format!("{DATA}/known_answers.json")) else { return };
    for name in names {
        let text = shared_text(&format!("{DATA}/{name}.txt")).unwrap();
        let model = Model { may_split, ..read_holmberg(&text, name).unwrap() };
        let plan = proved(&model);
        let wanted = answers["holmberg"][name][key].as_f64().unwrap();
        assert!((plan.value - wanted).abs() < 1e-5, "{name}: {} is not {wanted}", plan.value);
        check_rooms(&model, &plan);
    }
}

const HOLMBERG: [&str; 8] = [
    "holmberg-p1",
    "holmberg-p2",
    "holmberg-p3",
    "holmberg-p4",
    "holmberg-p13",
    "holmberg-p25",
    "holmberg-p41",
    "holmberg-p56",
];

#[test]
fn facilities_with_split_supply_are_proved() {
    check_holmberg(&HOLMBERG, true, "multi_source");
}

#[test]
fn facilities_that_serve_whole_customers_are_proved() {
    check_holmberg(&HOLMBERG[..7], false, "single_source");
}

#[test]
#[ignore = "takes most of a minute; run with --release -- --ignored"]
fn the_largest_facilities_that_serve_whole_customers_are_proved() {
    check_holmberg(&HOLMBERG[7..], false, "single_source");
}

/// Tracts of San Francisco with their people, shops, and metres on the network.
fn san_francisco(question: Question, limit: Option<f64>) -> Option<Model> {
    let text =
        shared_text(&format!("{DATA}/san-francisco/SF_network_distance_candidateStore_16_censusTract_205_new.csv"))?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut points, mut sites, mut trips) = (Vec::new(), Vec::new(), Vec::new());
    let place = |ids: &[String], id: &str| ids.iter().position(|known| known == id);
    let (mut tracts, mut shops): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for row in reader.deserialize() {
        let (distance, shop, tract, people): (f64, String, String, f64) = row.unwrap();
        let site = place(&shops, &shop).unwrap_or_else(|| {
            sites.push(common::site(&shop));
            shops.push(shop);
            shops.len() - 1
        });
        let point = place(&tracts, &tract).unwrap_or_else(|| {
            points.push(common::point(&tract, people));
            tracts.push(tract);
            tracts.len() - 1
        });
        trips.push(Trip { site, point, distance });
    }
    assert_eq!((points.len(), sites.len()), (205, 16));
    Some(Model { limit, ..model(question, points, sites, Reach::of(trips)) })
}

fn check_san_francisco(key: &str, figure: &str, question: fn(usize) -> Question, limit: Option<f64>) {
    let Some(answers) = shared_json(&format!("{DATA}/known_answers.json")) else { return };
    for n_sites in 1..=16 {
        let model = san_francisco(question(n_sites), limit).unwrap();
        let wanted = answers["san_francisco"][key][n_sites.to_string()][figure].as_f64().unwrap();
        let value = proved(&model).value;
        assert!((value - wanted).abs() < 1e-9 * wanted, "{key} of {n_sites}: {value} is not {wanted}");
    }
}

#[test]
fn san_franciscos_p_medians_are_those_of_enumeration() {
    check_san_francisco("p_median", "objective", |n_sites| Question::Median { n_sites }, None);
}

#[test]
fn san_franciscos_p_centres_are_those_of_enumeration() {
    check_san_francisco("p_center", "objective", |n_sites| Question::Centre { n_sites }, None);
}

#[test]
fn san_franciscos_coverage_is_that_of_enumeration() {
    check_san_francisco("mclp_5000", "covered", |n_sites| Question::MostCovered { n_sites }, Some(5000.0));
}

#[test]
fn covering_san_francisco_takes_eight_shops_in_eight_ways() {
    let Some(model) = san_francisco(Question::Cover, Some(5000.0)) else { return };
    let values: Vec<f64> = proved_plans(&model, 9).iter().map(|plan| plan.value).collect();
    assert_eq!(values, [8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 9.0]);
}

#[test]
fn the_published_mean_of_four_shops_comes_out() {
    let Some(model) = san_francisco(Question::Median { n_sites: 4 }, None) else { return };
    let mean = proved(&model).access(&model).mean().unwrap();
    assert!((mean - 2982.1268579890657).abs() < 1e-6, "{mean}");
}

#[test]
fn threads_change_nothing() {
    let Some(text) = shared_text(&format!("{DATA}/pmed9.txt")) else { return };
    let model = read_pmed(&text, "pmed9").unwrap();
    let answer = |n_threads: usize| -> Answer {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        threads.install(|| locate(&model, 2, &mut patient))
    };
    assert_eq!(answer(1), answer(3));
}

#[test]
fn progress_never_claims_more_than_is_proved() {
    let Some(text) = shared_text(&format!("{DATA}/pmed9.txt")) else { return };
    let model = read_pmed(&text, "pmed9").unwrap();
    let mut told = Vec::new();
    let mut watch = |progress: &Progress| {
        told.push(*progress);
        ControlFlow::Continue(())
    };
    locate(&model, 1, &mut watch);
    // Its optimum is 2734.
    assert!(told.iter().any(|progress| 2700.0 < progress.bound));
    for (before, progress) in told.iter().zip(&told[1..]) {
        assert!(progress.bound <= 2734.0 && progress.best.is_none_or(|best| 2734.0 <= best), "{progress:?}");
        let is_proved = progress.best == Some(2734.0);
        assert!(is_proved || progress.best.is_none_or(|best| progress.bound < best), "{before:?} {progress:?}");
    }
}
