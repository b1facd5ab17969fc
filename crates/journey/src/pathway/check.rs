//! Cases beside a pathway: which rules each breaks, how far it is from an allowed order, and what that costs.

use std::collections::BTreeMap;

use model::event_log::{EventLog, Name};
use money::Money;

use super::distance::{Nearest, nearest, orders_in};
use super::response::{Expected, Response};
use super::{Pathway, Rule, RuleKind};
use crate::calendar::{BankHolidays, Division};
use crate::{NotComputed, Trace, Traces, Variants, variants};

/// What a check needs to know beside the log.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'h> {
    /// The end of what the log covers, on its clock: a deadline beyond it is pending. None if every deadline counts.
    pub until: Option<i64>,
    pub holidays: &'h BankHolidays,
    pub division: Division,
}

/// A log beside a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conformance {
    /// In the order of the traces; nothing where the pathway allows no order.
    pub distances: Vec<CaseDistance>,
    /// Cases that went exactly as one of the orders.
    pub n_as_designed: usize,
    /// In the order of the pathway.
    pub rules: Vec<RuleOutcome>,
    /// Activities of the pathway that never occur in the log: done by nobody, or misspelt.
    pub activities_unseen: Vec<String>,
}

/// How far a case is from the nearest allowed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseDistance {
    pub case: Name,
    /// The place of the nearest order in the pathway.
    pub order: usize,
    /// Activities to add, leave out or exchange.
    pub distance: usize,
}

/// The cases that break a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleOutcome {
    pub id: String,
    /// Cases to which the rule applies.
    pub n_cases: usize,
    pub broken: Vec<Name>,
    /// Cases that do not break it yet, because a deadline is not over.
    pub n_pending: usize,
    /// Cases of which nobody can tell, by the reason.
    pub not_computed: BTreeMap<NotComputed, usize>,
    /// What the contacts of the cases that break it cost in all, as far as that is known.
    pub cost_of_broken: Money,
    pub n_events_without_cost: usize,
}

/// Checks every case.
///
/// A rule is broken only if it is certain: where the order of two events is unknown, the one that keeps the rule is taken.
/// Days are those of the log's clock.
pub fn check(traces: &Traces, pathway: &Pathway, seen: &Observation) -> Conformance {
    let distances = distances(traces, pathway);
    let is_unseen = |activity: &&str| traces.log.activities.find(activity).is_none();
    Conformance {
        n_as_designed: distances.iter().filter(|case| case.distance == 0).count(),
        distances,
        rules: pathway.rules.iter().map(|rule| outcome(traces, rule, seen)).collect(),
        activities_unseen: pathway.activities().into_iter().filter(is_unseen).map(str::to_owned).collect(),
    }
}

fn distances(traces: &Traces, pathway: &Pathway) -> Vec<CaseDistance> {
    let orders = orders_in(traces.log, pathway);
    let Variants { variants, of_case } = variants(traces);
    let nearest: Vec<Option<Nearest>> = variants.iter().map(|variant| nearest(variant, &orders)).collect();
    let distance = |(trace, variant): (Trace, &u32)| {
        let Nearest { order, distance } = nearest[*variant as usize]?;
        Some(CaseDistance { case: trace.case, order, distance })
    };
    traces.iter().zip(&of_case).filter_map(distance).collect()
}

/// What a rule says of one case to which it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Holds,
    Pending,
    Broken,
}

fn outcome(traces: &Traces, rule: &Rule, seen: &Observation) -> RuleOutcome {
    let mut outcome = RuleOutcome { id: rule.id.clone(), ..RuleOutcome::default() };
    for trace in traces.iter() {
        let verdict = rule.kind.verdict(&trace, traces.log, seen);
        outcome.n_cases += usize::from(verdict != Ok(None));
        match verdict {
            Ok(Some(Verdict::Broken)) => outcome.add_broken(&trace),
            Ok(Some(Verdict::Pending)) => outcome.n_pending += 1,
            Ok(Some(Verdict::Holds) | None) => {}
            Err(reason) => *outcome.not_computed.entry(reason).or_default() += 1,
        }
    }
    outcome
}

impl RuleOutcome {
    fn add_broken(&mut self, trace: &Trace) {
        self.broken.push(trace.case);
        self.cost_of_broken += trace.events().filter_map(|event| event.cost).sum::<Money>();
        self.n_events_without_cost += trace.events().filter(|event| event.cost.is_none()).count();
    }
}

impl RuleKind {
    /// None where the rule does not apply: the activity that it speaks of does not occur.
    fn verdict(&self, trace: &Trace, log: &EventLog, seen: &Observation) -> Result<Option<Verdict>, NotComputed> {
        let find = |activity: &String| log.activities.find(activity);
        let places = |activity: Option<Name>| -> Vec<usize> {
            (0..trace.len()).filter(|at| Some(trace.event(*at).activity) == activity).collect()
        };
        match self {
            RuleKind::Response { after, then, deadline } => {
                let expected = Expected { then: find(then), deadline: *deadline };
                responses(trace, &places(find(after)), &expected, seen)
            }
            RuleKind::Precedence { activity, needs } => {
                let needed = places(find(needs));
                let is_kept = |at: &usize| needed.iter().any(|needed| trace.may_be_before(*needed, *at));
                Ok(kept_by_all(places(find(activity)).iter().map(is_kept)))
            }
            // An activity that should not happen is looked for in every case.
            RuleKind::Absence { activity } => Ok(kept_by_all([places(find(activity)).is_empty()].into_iter())),
        }
    }
}

fn kept_by_all(is_kept: impl Iterator<Item = bool>) -> Option<Verdict> {
    is_kept.map(|is_kept| if is_kept { Verdict::Holds } else { Verdict::Broken }).reduce(worse)
}

fn responses(
    trace: &Trace,
    places: &[usize],
    expected: &Expected,
    seen: &Observation,
) -> Result<Option<Verdict>, NotComputed> {
    let verdict = |at: &usize| {
        expected.response(trace, *at, seen).map(|response| match response {
            Response::InTime => Verdict::Holds,
            Response::Pending => Verdict::Pending,
            Response::Late => Verdict::Broken,
        })
    };
    let verdicts: Vec<Verdict> = places.iter().map(verdict).collect::<Result<_, _>>()?;
    Ok(verdicts.into_iter().reduce(worse))
}

fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Broken, _) | (_, Verdict::Broken) => Verdict::Broken,
        (Verdict::Pending, _) | (_, Verdict::Pending) => Verdict::Pending,
        (Verdict::Holds, Verdict::Holds) => Verdict::Holds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pathway::read;
    use crate::testing::{log_of, moment};
    use crate::{EventOrder, TieRule};

    const PATHWAY: &str = r#"
        name = "Early help"
        [[order]]
        activities = ["Referral", "Assessment", "Support", "Close"]
        [[order]]
        activities = ["Referral", "Assessment", "Close"]
        [[response]]
        id = "calendar"
        after = "Referral"
        then = "Assessment"
        within_days = 3
        [[response]]
        id = "working"
        after = "Referral"
        then = "Assessment"
        within_working_days = 3
        [[precedence]]
        id = "assessed-first"
        activity = "Support"
        needs = "Assessment"
        [[absence]]
        id = "no-eviction"
        activity = "Eviction"
    "#;

    // 5 May 2025 is a bank holiday in England and Wales.
    const ROWS: &str = "
        case | activity   | start      | cost
        on   | Referral   | 2025-05-02 | 10
        on   | Assessment | 2025-05-05 | 20
        on   | Support    | 2025-05-05 | 30
        on   | Close      | 2025-06-02 | 1
        late | Referral   | 2025-05-02 | 10
        late | Assessment | 2025-05-08 | 20
        late | Close      | 2025-06-02 |
        slow | Support    | 2025-05-02 | 30
        slow | Referral   | 2025-05-02 | 10
        slow | Assessment | 2025-05-09 | 20
        slow | Eviction   | 2025-05-10 | 500
        open | Referral   | 2025-05-28 | 10
    ";

    fn check_pathway(until: Option<&str>, check: impl Fn(&Conformance, &dyn Fn(&RuleOutcome) -> String)) {
        let log = log_of(ROWS);
        let holidays = BankHolidays::shipped();
        let until = until.map(|until| moment(until).micros);
        let seen = Observation { until, holidays: &holidays, division: Division::EnglandAndWales };
        let pathway = read(PATHWAY, "pathway.toml").expect("no mistake");
        let traces = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
        let broken = |rule: &RuleOutcome| {
            let names: Vec<&str> = rule.broken.iter().map(|case| log.cases.name(*case)).collect();
            format!("{}: {} of {}, {} pending", rule.id, names.join(" "), rule.n_cases, rule.n_pending)
        };
        check(&super::check(&traces, &pathway, &seen), &broken);
    }

    #[test]
    fn the_cases_that_break_each_rule_are_named_with_what_they_cost() {
        check_pathway(Some("2025-05-30"), |conformance, broken| {
            let rules: Vec<String> = conformance.rules.iter().map(broken).collect();
            let expected = [
                "calendar: late slow of 4, 1 pending",
                "working: slow of 4, 1 pending",
                // Support and referral of one day may have been in either order, and the assessment of `slow` came after.
                "assessed-first: slow of 2, 0 pending",
                "no-eviction: slow of 4, 0 pending",
            ];
            assert_eq!(rules, expected);
            let cost = |rule: usize| {
                (conformance.rules[rule].cost_of_broken.pence(), conformance.rules[rule].n_events_without_cost)
            };
            assert_eq!([cost(0), cost(3)], [(590_00, 1), (560_00, 0)]);
        });
    }

    #[test]
    fn a_deadline_beyond_the_log_is_pending_until_the_log_covers_it() {
        check_pathway(None, |conformance, broken| {
            assert_eq!(broken(&conformance.rules[0]), "calendar: late slow open of 4, 0 pending");
        });
    }

    #[test]
    fn cases_are_so_many_changes_from_the_nearest_order() {
        check_pathway(None, |conformance, _| {
            let distances: Vec<(usize, usize)> =
                conformance.distances.iter().map(|case| (case.order, case.distance)).collect();
            // `on` has assessment and support on one day; `slow` lacks a close and has support and an eviction beside.
            assert_eq!(distances, [(0, 0), (1, 0), (1, 2), (1, 2)]);
            assert_eq!(conformance.n_as_designed, 2);
        });
    }

    #[test]
    fn an_activity_that_the_log_lacks_is_named() {
        let log = log_of("case | activity | start\n1 | Referal | 2025-01-01");
        let holidays = BankHolidays::shipped();
        let seen = Observation { until: None, holidays: &holidays, division: Division::Scotland };
        let pathway = read(PATHWAY, "pathway.toml").expect("no mistake");
        let conformance = check(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder), &pathway, &seen);
        assert_eq!(conformance.activities_unseen, ["Assessment", "Close", "Eviction", "Referral", "Support"]);
    }
}
