//! What several tests need: the shared data, and models put together by hand.
#![allow(dead_code, clippy::print_stdout)] // each test file uses a part of it, and says what it skips

use std::ops::ControlFlow;
use std::path::PathBuf;

use estate::{Answer, Choice, Model, Plan, Point, Progress, Question, Reach, Site, locate};
use money::Money;

/// A file of the shared data; none where the data are not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

pub fn shared_text(path: &str) -> Option<String> {
    shared(path).map(|path| std::fs::read_to_string(path).expect("the file can be read"))
}

pub fn shared_json(path: &str) -> Option<serde_json::Value> {
    shared_text(path).map(|text| serde_json::from_str(&text).expect("the file is JSON"))
}

pub fn patient(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The best plan, which must be proved to be the best.
pub fn proved(model: &Model) -> Plan {
    proved_plans(model, 1).remove(0)
}

pub fn proved_plans(model: &Model, n_plans: usize) -> Vec<Plan> {
    match locate(model, n_plans, &mut patient) {
        Answer::Plans { plans, proof } => {
            assert!(proof.is_proved, "{}: the gap is {}", model.title, proof.gap);
            assert_eq!(proof.gap, 0.0);
            plans
        }
        other => panic!("{}: {other:?}", model.title),
    }
}

pub fn point(id: &str, people: f64) -> Point {
    Point { id: id.to_owned(), people, load: people, group: None }
}

pub fn site(id: &str) -> Site {
    Site { id: id.to_owned(), state: Choice::Free, capacity: None, cost: Money::ZERO }
}

pub fn model(question: Question, points: Vec<Point>, sites: Vec<Site>, reach: Reach) -> Model {
    let (title, unit) = ("test".to_owned(), "minutes".to_owned());
    Model { title, question, points, sites, reach, limit: None, may_split: false, unit }
}
