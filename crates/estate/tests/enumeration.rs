//! Small models made by chance (with a seed) against every set of sites: locks, rooms, limits, budgets, next best plans.

mod common;

use common::{model, patient, point, site};
use estate::{Answer, Choice, Model, Question, Reach, Trip, locate};
use money::Money;

/// SplitMix64: the same models everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % n
    }
}

const N_SITES: usize = 6;
const N_POINTS: usize = 7;

/// A model with locks, and with some pairs that cannot reach each other.
fn by_chance(seed: u64) -> Model {
    let mut chance = Chance(seed);
    let points = (0..N_POINTS).map(|at| point(&format!("d{at}"), (1 + chance.below(50)) as f64)).collect();
    let mut sites: Vec<estate::Site> = (0..N_SITES).map(|at| site(&format!("S{at}"))).collect();
    for site in &mut sites {
        site.cost = Money::from_pence(100 * (10 + chance.below(400)) as i64);
        site.state = match chance.below(10) {
            0 => Choice::Open,
            1 => Choice::Closed,
            _ => Choice::Free,
        };
    }
    let mut trips = Vec::new();
    for (site, point) in (0..N_SITES).flat_map(|site| (0..N_POINTS).map(move |point| (site, point))) {
        if 0 < chance.below(8) {
            // Quarters, so that sums are exact and costs are not whole.
            trips.push(Trip { site, point, distance: chance.below(200) as f64 / 4.0 });
        }
    }
    model(Question::Cover, points, sites, Reach::of(trips))
}

fn with_rooms(mut model: Model, seed: u64, may_split: bool) -> Model {
    let mut chance = Chance(seed ^ 0xabcd);
    model.sites.iter_mut().for_each(|site| site.capacity = Some((30 + chance.below(90)) as f64));
    Model { may_split, ..model }
}

/// The sets of sites that locks and the number of sites allow.
fn sets(model: &Model, is_exact: bool) -> Vec<u32> {
    let fits = |set: &u32| {
        let state = |at: usize| match model.sites[at].state {
            Choice::Open => set >> at & 1 == 1,
            Choice::Closed => set >> at & 1 == 0,
            Choice::Free => true,
        };
        let n_open = set.count_ones() as usize;
        let is_counted =
            model.n_sites().is_none_or(|n_sites| if is_exact { n_open == n_sites } else { n_open <= n_sites });
        is_counted && (0..N_SITES).all(state)
    };
    (0..1 << N_SITES).filter(fits).collect()
}

fn distance(model: &Model, site: usize, point: usize) -> Option<f64> {
    let trip = model.reach.within(model.limit).find(|trip| (trip.site, trip.point) == (site, point));
    trip.map(|trip| trip.distance)
}

/// The cheapest way to serve whole points from a set, by trying all; none where it does not fit.
fn serve(model: &Model, set: u32, cost: &dyn Fn(usize, f64) -> f64, may_leave_out: bool) -> Option<f64> {
    let left: Vec<f64> = model.sites.iter().map(|site| site.capacity.unwrap_or(f64::INFINITY)).collect();
    let best = serve_from(model, set, cost, may_leave_out, 0, &mut left.clone());
    best.is_finite().then_some(best)
}

fn serve_from(
    model: &Model,
    set: u32,
    cost: &dyn Fn(usize, f64) -> f64,
    may_leave_out: bool,
    point: usize,
    left: &mut Vec<f64>,
) -> f64 {
    if point == N_POINTS {
        return 0.0;
    }
    let mut best = f64::INFINITY;
    if may_leave_out {
        best = model.points[point].people + serve_from(model, set, cost, may_leave_out, point + 1, left);
    }
    for site in (0..N_SITES).filter(|site| set >> site & 1 == 1) {
        let Some(far) = distance(model, site, point) else { continue };
        let load = model.points[point].load;
        if left[site] < load {
            continue;
        }
        left[site] -= load;
        best = best.min(cost(point, far) + serve_from(model, set, cost, may_leave_out, point + 1, left));
        left[site] += load;
    }
    best
}

fn money(model: &Model, set: u32) -> Money {
    (0..N_SITES).filter(|at| set >> at & 1 == 1).map(|at| model.sites[at].cost).sum()
}

/// The values of all sets that meet every condition, the best first.
fn enumerated(model: &Model) -> Vec<f64> {
    let far = |point: usize, distance: f64| model.points[point].people * distance;
    let values = |is_exact: bool, value: &dyn Fn(u32) -> Option<f64>| -> Vec<f64> {
        sets(model, is_exact).into_iter().filter_map(value).collect()
    };
    let mut values = match model.question {
        Question::Median { .. } => values(true, &|set| serve(model, set, &far, false)),
        Question::Cover => {
            values(false, &|set| serve(model, set, &|_, _| 0.0, false).map(|_| f64::from(set.count_ones())))
        }
        Question::MostCovered { .. } => {
            values(true, &|set| serve(model, set, &|_, _| 0.0, true).map(|left_out| left_out - model.n_people()))
        }
        Question::Cheapest { pounds_per_unit } => values(false, &|set| {
            let priced = |point: usize, distance: f64| pounds_per_unit * far(point, distance);
            serve(model, set, &priced, false).map(|ways| ways + money(model, set).pounds())
        }),
        Question::WithinBudget { budget } => {
            values(false, &|set| serve(model, set, &far, false).filter(|_| money(model, set) <= budget))
        }
        Question::Centre { .. } => {
            let within = |set: u32, limit: f64| {
                let cost = |_: usize, distance: f64| if distance <= limit { 0.0 } else { f64::INFINITY };
                serve(model, set, &cost, false).is_some()
            };
            let mut limits: Vec<f64> = model.reach.trips().iter().map(|trip| trip.distance).collect();
            limits.sort_by(f64::total_cmp);
            values(false, &|set| limits.iter().copied().find(|limit| within(set, *limit)))
        }
    };
    values.sort_by(f64::total_cmp);
    values
}

/// Whether some set met every condition.
fn check(model: &Model, n_plans: usize) -> bool {
    let known = enumerated(model);
    match locate(model, n_plans, &mut patient) {
        Answer::Plans { plans, proof } => {
            assert!(proof.is_proved);
            assert_eq!(plans.len(), known.len().min(n_plans), "{model:?}");
            for (plan, known) in plans.iter().zip(&known) {
                // People covered are counted, not those left out.
                let value =
                    if matches!(model.question, Question::MostCovered { .. }) { -plan.value } else { plan.value };
                assert!((value - known).abs() < 1e-6, "{value} is not {known}: {model:?}");
            }
            true
        }
        Answer::Impossible(obstacles) => {
            assert!(known.is_empty() && !obstacles.is_empty(), "{known:?} {obstacles:?} {model:?}");
            false
        }
        Answer::Unknown { .. } => panic!("nobody broke the search off"),
    }
}

fn questions(seed: u64) -> [Question; 6] {
    let n_sites = 1 + (seed % 4) as usize;
    [
        Question::Median { n_sites },
        Question::Centre { n_sites },
        Question::Cover,
        Question::MostCovered { n_sites },
        Question::Cheapest { pounds_per_unit: 0.25 },
        Question::WithinBudget { budget: Money::from_pence(100 * (100 + 137 * (seed as i64 % 8))) },
    ]
}

#[test]
fn every_kind_is_that_of_enumeration() {
    let mut n_possible = 0;
    for seed in 0..60 {
        for question in questions(seed) {
            let limit = (seed % 3 == 0).then_some(35.0);
            let n_plans = if matches!(question, Question::Centre { .. }) { 1 } else { 3 };
            n_possible += usize::from(check(&Model { question, limit, ..by_chance(seed) }, n_plans));
        }
    }
    assert!((150..340).contains(&n_possible), "{n_possible} of 360 have a plan: a test of both outcomes");
}

#[test]
fn every_kind_with_rooms_for_whole_points_is_that_of_enumeration() {
    let mut n_possible = 0;
    for seed in 100..140 {
        for question in questions(seed) {
            let n_plans = if matches!(question, Question::Centre { .. }) { 1 } else { 2 };
            n_possible += usize::from(check(&Model { question, ..with_rooms(by_chance(seed), seed, false) }, n_plans));
        }
    }
    assert!((40..230).contains(&n_possible), "{n_possible} of 240 have a plan: a test of both outcomes");
}

#[test]
fn people_who_may_split_are_never_worse_off_than_those_who_may_not() {
    for seed in 200..230 {
        for question in questions(seed) {
            let whole = Model { question, ..with_rooms(by_chance(seed), seed, false) };
            let split = Model { may_split: true, ..whole.clone() };
            let (whole, split) = (locate(&whole, 1, &mut patient), locate(&split, 1, &mut patient));
            let Some(whole) = whole.best() else { continue };
            let split = split.best().expect("what whole points can do, split ones can");
            match question {
                Question::MostCovered { .. } => assert!(whole.value <= split.value + 1e-6),
                _ => assert!(split.value <= whole.value + 1e-6),
            }
        }
    }
}
