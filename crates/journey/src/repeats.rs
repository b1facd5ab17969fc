//! Assessments that were done again.

use std::cmp::Reverse;

use jiff::Span;
use model::event_log::{Event, Name};
use money::Money;

use crate::moment::{date, until};
use crate::{TieRule, Trace, Traces};

/// What counts as the same assessment, and what makes doing it again right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatRules {
    pub families: Vec<AssessmentFamily>,
    /// An assessment within this many months of the one before it is a repeat; later it is a new one.
    pub window_months: i32,
    /// Activities after which a new assessment is needed: a step up, a new need.
    pub triggers: Vec<String>,
    /// Assessments that the law asks for at intervals. They are no repeats, but one that follows them may be.
    pub exempt: Vec<String>,
}

/// Activities that ask for the same things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentFamily {
    pub name: String,
    pub activities: Vec<String>,
}

/// An assessment of one person that repeats an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    pub case: Name,
    /// The place of its family in the rules.
    pub family: usize,
    pub earlier: Event,
    pub again: Event,
    /// Whether another agency did it; none where one of them is not known.
    pub is_across: Option<bool>,
}

/// Every repeat of a log, and what was not counted as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats {
    /// By case in the order of the traces, and within a case by time.
    pub repeats: Vec<Repeat>,
    pub n_across: usize,
    pub n_within: usize,
    pub n_agency_unknown: usize,
    /// What the repeats cost, as far as their costs are known.
    pub cost: Money,
    pub n_without_cost: usize,
    /// Within the window, but asked for by law.
    pub n_exempt: usize,
    /// Within the window, but after a trigger.
    pub n_triggered: usize,
}

/// Finds repeats (method, section 4); a case of the traces is a person here, so join the logs of a person first.
///
/// A trigger of the same day as the new assessment, where only the day is known, is taken to be its reason.
pub fn repeats(traces: &Traces, rules: &RepeatRules) -> Repeats {
    let reading = Reading::of(traces, rules);
    let mut repeats = Repeats::default();
    for trace in traces.iter() {
        for family in 0..rules.families.len() {
            repeats.add_family(&trace, family, &reading);
        }
    }
    repeats.repeats.sort_by_key(|repeat| (repeat.case, repeat.again.start.micros, repeat.again.row));
    repeats
}

/// The rules in the numbers of the log: what each activity is.
struct Reading {
    /// By family, by activity.
    is_of_family: Vec<Vec<bool>>,
    is_trigger: Vec<bool>,
    is_exempt: Vec<bool>,
    window: Span,
}

impl Reading {
    fn of(traces: &Traces, rules: &RepeatRules) -> Reading {
        let is_one_of = |activities: &[String]| -> Vec<bool> {
            traces.log.activities.iter().map(|name| activities.iter().any(|activity| activity == name)).collect()
        };
        Reading {
            is_of_family: rules.families.iter().map(|family| is_one_of(&family.activities)).collect(),
            is_trigger: is_one_of(&rules.triggers),
            is_exempt: is_one_of(&rules.exempt),
            window: Span::new().months(rules.window_months),
        }
    }

    fn is_within(&self, earlier: &Event, again: &Event) -> bool {
        date(again.start.micros) <= date(earlier.start.micros).saturating_add(self.window)
    }

    fn is_triggered(&self, trace: &Trace, earlier: &Event, again: &Event) -> bool {
        let between = until(earlier.start)..until(again.start);
        let is_reason =
            |event: &Event| self.is_trigger[event.activity.index()] && between.contains(&event.start.micros);
        trace.events().any(is_reason)
    }
}

impl Repeats {
    fn add_family(&mut self, trace: &Trace, family: usize, reading: &Reading) {
        let is_of_family = &reading.is_of_family[family];
        let mut assessments: Vec<&Event> =
            trace.events().filter(|event| is_of_family[event.activity.index()]).collect();
        if trace.ties == TieRule::Concurrent {
            // Of two at one time nobody knows which was the second, so the cheaper one is, whatever the order of rows.
            assessments.sort_by_key(|event| (event.start.micros, Reverse(event.cost), event.agency, event.activity));
        }
        for pair in assessments.windows(2).filter(|pair| reading.is_within(pair[0], pair[1])) {
            let (earlier, again) = (*pair[0], *pair[1]);
            if reading.is_exempt[again.activity.index()] {
                self.n_exempt += 1;
            } else if reading.is_triggered(trace, &earlier, &again) {
                self.n_triggered += 1;
            } else {
                self.add(trace.case, family, earlier, again);
            }
        }
    }

    fn add(&mut self, case: Name, family: usize, earlier: Event, again: Event) {
        let is_across = earlier.agency.zip(again.agency).map(|(earlier, again)| earlier != again);
        match is_across {
            Some(true) => self.n_across += 1,
            Some(false) => self.n_within += 1,
            None => self.n_agency_unknown += 1,
        }
        match again.cost {
            Some(cost) => self.cost += cost,
            None => self.n_without_cost += 1,
        }
        self.repeats.push(Repeat { case, family, earlier, again, is_across });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EventOrder;
    use crate::testing::log_of;

    fn rules() -> RepeatRules {
        let family = |name: &str, activities: &[&str]| AssessmentFamily {
            name: name.to_owned(),
            activities: activities.iter().map(|activity| activity.to_string()).collect(),
        };
        RepeatRules {
            families: vec![
                family("needs", &["early help", "social work", "statutory review"]),
                family("housing", &["housing"]),
            ],
            window_months: 6,
            triggers: vec!["step up".to_owned()],
            exempt: vec!["statutory review".to_owned()],
        }
    }

    fn check_repeats(rows: &str, n_across_within_exempt_triggered: [usize; 4], pounds: i64) {
        let log = log_of(&format!("case | activity | agency | start | cost\n{rows}"));
        let repeats = repeats(&Traces::of(&log, EventOrder::Start, TieRule::Concurrent), &rules());
        let counts = [repeats.n_across, repeats.n_within, repeats.n_exempt, repeats.n_triggered];
        assert_eq!((counts, repeats.cost.pence()), (n_across_within_exempt_triggered, 100 * pounds));
        assert_eq!(repeats.repeats.len(), repeats.n_across + repeats.n_within + repeats.n_agency_unknown);
    }

    #[test]
    fn an_assessment_again_within_the_window_is_a_repeat_within_an_agency_or_across() {
        let rows = "
            1 | early help  | council | 2025-01-10 | 100
            1 | social work | trust   | 2025-07-10 | 150
            1 | early help  | trust   | 2025-09-01 | 70
            2 | early help  | council | 2025-01-10 | 100
            2 | social work | trust   | 2025-07-11 | 150
        ";
        check_repeats(rows, [1, 1, 0, 0], 220);
    }

    #[test]
    fn families_of_assessments_repeat_nothing_of_each_other() {
        check_repeats(
            "1 | early help | council | 2025-01-10 | 100\n1 | housing | council | 2025-01-11 | 50",
            [0; 4],
            0,
        );
    }

    #[test]
    fn a_trigger_between_makes_it_a_new_assessment() {
        let trigger = |day: &str| {
            format!(
                "
                1 | early help  | council | 2025-01-10 | 100
                1 | step up     | council | {day}      | 0
                1 | social work | trust   | 2025-02-01 | 150
                "
            )
        };
        check_repeats(&trigger("2025-01-20"), [0, 0, 0, 1], 0);
        check_repeats(&trigger("2025-02-01"), [0, 0, 0, 1], 0);
        check_repeats(&trigger("2025-02-02"), [1, 0, 0, 0], 150);
        // On the day of the first assessment it was the reason for that one.
        check_repeats(&trigger("2025-01-10"), [1, 0, 0, 0], 150);
    }

    #[test]
    fn of_two_assessments_of_one_day_the_cheaper_one_is_the_repeat() {
        let rows = ["1 | early help | council | 2025-01-10 | 100", "1 | social work | trust | 2025-01-10 | 150"];
        check_repeats(&rows.join("\n"), [1, 0, 0, 0], 100);
        check_repeats(&[rows[1], rows[0]].join("\n"), [1, 0, 0, 0], 100);
    }

    #[test]
    fn a_statutory_review_is_no_repeat_but_may_be_repeated() {
        let rows = "
            1 | early help       | council | 2025-01-10 | 100
            1 | statutory review | council | 2025-03-01 | 80
            1 | social work      | council | 2025-04-01 | 150
        ";
        check_repeats(rows, [0, 1, 1, 0], 150);
    }
}
