//! Payback is when money is back for good: the last time that the running sum comes up to nothing.

use crate::signs::{benefit, case, proposal, shared_case};

const ALREADY: &str = "already_corrected = true";

/// Years until money is back for good, and until it first is where that is another time, undiscounted.
fn check_payback(cost: &str, gain: &str, expected: (Option<f64>, Option<f64>)) {
    let costs = format!("[[cost]]\nid = \"late\"\nbody = \"council\"\nby_year = {cost}\n{ALREADY}\n");
    let text = proposal(&(costs + &benefit("b", gain, ALREADY))).replace("n_years = 3", "n_years = 5");
    let case = case(&text);
    let view = case.views.last().expect("an undiscounted view");
    let found = [view.payback, view.first_crossing].map(|time| time.map(|time| time.after_years));
    assert_eq!((found[0], found[1]), expected, "{cost} {gain}");
}

#[test]
fn a_late_cost_takes_out_what_was_back() {
    let Some(case) = shared_case("late-cost.toml") else { return };
    let view = case.standard();
    assert_eq!(format!("{:.0}", view.financial.npv), "-255336");
    assert_eq!(view.payback, None, "money is never back for good");
    let first = view.first_crossing.expect("it is back for a while");
    assert_eq!(format!("{:.2}", first.after_years), "1.69");
}

#[test]
fn the_last_time_counts_and_an_earlier_one_is_named() {
    // Year 0 costs 100 in each of them.
    check_payback("[0]", "[0, 200]", (Some(1.5), None));
    check_payback("[0, 0, 200]", "[0, 200, 0, 400]", (Some(3.25), Some(1.5)));
    check_payback("[0, 0, 0, 200]", "[0, 200]", (None, Some(1.5)));
    check_payback("[0]", "[0, 50]", (None, None));
    check_payback("[0]", "[0, 100]", (Some(2.0), None));
    check_payback("[0]", "[0, 100, 50]", (Some(2.0), None));
    check_payback("[0]", "[150]", (Some(0.0), None));
    check_payback("[0, 100]", "[150, 0, 100]", (Some(2.5), None));
}
