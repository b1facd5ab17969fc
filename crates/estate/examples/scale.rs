//! A large p-median of made-up buildings and people: `cargo run --release -p estate --example scale -- BUILDINGS POINTS P
//! SECONDS`.
//!
//! Says how many trips are within the limit and what gap is reached in the time given.

#![allow(clippy::print_stdout)] // an example is read on the terminal

use std::ops::ControlFlow;
use std::time::Instant;

use estate::{Answer, Choice, Model, Place, Point, Progress, Question, Site, locate, reach_by_air};
use money::Money;

fn main() {
    let sizes: Vec<usize> =
        std::env::args().skip(1).map(|size| size.parse().expect("sizes are whole numbers")).collect();
    let [n_buildings, n_points, n_sites, n_seconds] = sizes[..] else { panic!("four numbers are needed") };
    let started = Instant::now();
    let model = model(n_buildings, n_points, n_sites);
    println!("{} trips, {:.1} s", model.reach.trips().len(), started.elapsed().as_secs_f64());
    let mut gap_told = f64::INFINITY;
    let mut watch = |progress: &Progress| {
        let gap = progress.best.map_or(f64::INFINITY, |best| (best - progress.bound) / progress.bound);
        if gap < gap_told * 0.9 {
            gap_told = gap;
            println!("{:.1} s: gap {:.4}", started.elapsed().as_secs_f64(), gap);
        }
        if started.elapsed().as_secs() < n_seconds as u64 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    match locate(&model, 1, &mut watch) {
        Answer::Plans { plans, proof } => println!("{} {proof:?}", plans[0].value),
        Answer::Impossible(obstacles) => obstacles.iter().for_each(|obstacle| println!("{obstacle}")),
        Answer::Unknown { bound, .. } => println!("no plan; bound {bound}"),
    }
    println!("{:.1} s", started.elapsed().as_secs_f64());
}

/// Buildings and people in 60 by 60 km, thicker around some towns.
fn model(n_buildings: usize, n_points: usize, n_sites: usize) -> Model {
    let mut seed = 1_u64;
    let mut chance = move || {
        // SplitMix64: the same numbers everywhere.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    };
    let towns: Vec<(f64, f64)> = (0..40).map(|_| (chance(), chance())).collect();
    let mut place = || {
        let (east, north) = towns[(chance() * 39.999) as usize];
        let spread = if chance() < 0.7 { 0.05 } else { 0.5 };
        let east = (east + spread * (chance() - 0.5)).clamp(0.0, 1.0);
        let north = (north + spread * (chance() - 0.5)).clamp(0.0, 1.0);
        Place { lon: -2.8 + 0.9 * east, lat: 53.2 + 0.54 * north }
    };
    let at: Vec<Place> = (0..n_points).map(|_| place()).collect();
    let from: Vec<Place> = (0..n_buildings).map(|_| place()).collect();
    let point = |id: usize| {
        let people = (300 + id * 7919 % 1700) as f64;
        Point { id: id.to_string(), people, load: people, group: None }
    };
    let site = |id: usize| Site { id: id.to_string(), state: Choice::Free, capacity: None, cost: Money::ZERO };
    Model {
        title: "scale".to_owned(),
        question: Question::Median { n_sites },
        points: (0..n_points).map(point).collect(),
        sites: (0..n_buildings).map(site).collect(),
        reach: reach_by_air(&from, &at, 1.3, Some(12.0)),
        limit: Some(12.0),
        may_split: false,
        unit: "km".to_owned(),
    }
}
