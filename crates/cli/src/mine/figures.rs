//! Everything that is counted of a log, once.

use std::collections::BTreeMap;

use journey::calendar::{BankHolidays, Division};
use journey::{Attribute, Pair};
use journey::{
    CaseTimes, Closing, EdgeWaits, Graph, Handoffs, JourneyCosts, LeadTotals, NotComputed, Rework, StepsBetweenFiles,
    TimeToClose, Timekeeping, TouchTotals, Traces, Variants, case_times, directly_follows, handoffs, journey_costs,
    lead_totals, rework, steps_between_files, time_to_close, touch_totals, variants, waits,
};
use model::event_log::{Name, Names};
use serde_json::{Value, json};

use super::choices::Choices;
use super::reading::ReadLogs;
use crate::fail::Failure;

pub struct Figures {
    pub graph: Graph,
    pub variants: Variants,
    pub rework: Rework,
    pub handoffs: Handoffs,
    pub lead: Result<LeadTotals, NotComputed>,
    pub touch: Result<TouchTotals, NotComputed>,
    pub waits: Vec<EdgeWaits>,
    pub steps_without_wait: BTreeMap<NotComputed, u64>,
    pub costs: JourneyCosts,
    /// Where somebody said what closes a case.
    pub to_close: Option<TimeToClose>,
    pub between_files: StepsBetweenFiles,
    /// Calendar or working time, in words.
    pub timekeeping: String,
    pub division: Division,
    pub holidays: BankHolidays,
}

impl Figures {
    pub fn of(traces: &Traces<'_>, choices: &Choices) -> Result<Figures, Failure> {
        if traces.n_events() == 0 {
            return Err(Failure::new("no event is left", "choose other cases, or check how the log is read"));
        }
        let (words, timekeeping) = match &choices.working {
            Some((words, times)) => (words.clone(), Timekeeping::Working(times)),
            None => ("calendar time".to_owned(), Timekeeping::Calendar),
        };
        let times: Vec<CaseTimes> = case_times(traces, timekeeping);
        let (waits, steps_without_wait) = waits(traces, Attribute::Activity, timekeeping);
        let last = traces.log.events.iter().map(|event| event.end.unwrap_or(event.start).micros).max();
        let closing = (!choices.closing.is_empty())
            .then(|| Closing { activities: choices.closing.clone(), observed_until: last.unwrap_or_default() });
        Ok(Figures {
            graph: directly_follows(traces),
            variants: variants(traces),
            rework: rework(traces),
            handoffs: handoffs(traces, choices.hand_offs),
            lead: lead_totals(&times),
            touch: touch_totals(&times),
            waits,
            steps_without_wait,
            costs: journey_costs(traces),
            to_close: closing.map(|closing| time_to_close(traces, &closing, timekeeping)),
            between_files: steps_between_files(traces),
            timekeeping: words,
            division: choices.division,
            holidays: BankHolidays::shipped(),
        })
    }

    pub fn json(&self, traces: &Traces<'_>, read: &ReadLogs) -> Value {
        let log = traces.log;
        let activities = &log.activities;
        let counts = |counts: &[journey::ActivityCount]| -> Value {
            counts.iter().map(|count| json!([activities.name(count.activity), count.n])).collect()
        };
        let variant = |variant: &journey::Variant| {
            let steps: Vec<&str> = variant.activities.iter().map(|step| activities.name(step.activity)).collect();
            json!({ "activities": steps, "n_cases": variant.n_cases })
        };
        let files: Vec<Value> = read
            .files
            .iter()
            .map(|file| {
                json!({
                    "path": file.path, "form": file.form, "n_rows": file.n_rows, "n_events": file.n_events,
                    "n_problems": file.n_problems, "notices": file.notices,
                    "columns": file.columns.iter().map(|(role, heading)| json!([role, heading])).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "files": files,
            "n_cases": traces.n_cases(),
            "n_events": traces.n_events(),
            "n_activities": self.rework.activities.len(),
            "n_cases_across": read.n_cases_across,
            "n_tied": self.graph.n_tied,
            "n_steps": self.graph.n_steps,
            "edges": pairs(&self.graph.edges, activities),
            "starts": counts(&self.graph.starts),
            "ends": counts(&self.graph.ends),
            "activities": self.rework.activities.iter().map(|a| json!([activities.name(a.activity), a.n_events])).collect::<Vec<_>>(),
            "n_variants": self.variants.variants.len(),
            "variants": self.variants.variants.iter().map(variant).collect::<Vec<_>>(),
            "rework": { "n_events": self.rework.n_events_repeated, "n_cases": self.rework.n_cases_repeated },
            "handoffs": {
                "n": self.handoffs.n_handoffs, "n_same": self.handoffs.n_same, "n_unknown": self.handoffs.n_unknown,
                "pairs": pairs(&self.handoffs.between().copied().collect::<Vec<_>>(), self.handoffs.attribute.names(log)),
            },
            "timekeeping": self.timekeeping,
            "lead": lead(&self.lead),
            "touch": touch(&self.touch),
            "waits": self.waits.iter().map(|edge| wait(edge, activities)).collect::<Vec<_>>(),
            "cost": {
                "total": self.costs.total.plain(),
                "n_events_without": self.costs.n_events_without_cost,
                "median": or_why(&self.costs.median_pounds),
                "p90": or_why(&self.costs.p90_pounds),
            },
            "median_days_to_close": self.to_close.as_ref().map(|to_close| to_close.survival.median()),
            "n_steps_between_files": self.between_files.n_across,
            "steps_between_files": self.between_files.by_pair.iter().map(|((from, to), n)| {
                json!([log.files.name(*from), log.files.name(*to), n])
            }).collect::<Vec<_>>(),
        })
    }
}

fn pairs(pairs: &[Pair], names: &Names) -> Value {
    pairs.iter().map(|pair| json!([names.name(pair.from), names.name(pair.to), pair.n])).collect()
}

fn wait(edge: &EdgeWaits, names: &Names) -> Value {
    let name = |name: Name| names.name(name);
    json!({
        "from": name(edge.from), "to": name(edge.to), "n": edge.n, "n_overlapping": edge.n_overlapping,
        "median_seconds": edge.median_seconds, "p90_seconds": edge.p90_seconds, "mean_seconds": edge.mean_seconds,
    })
}

fn lead(lead: &Result<LeadTotals, NotComputed>) -> Value {
    match lead {
        Ok(lead) => json!({
            "n_cases": lead.n_cases, "total_seconds": lead.total.as_secs_f64(), "median_seconds": lead.median_seconds,
            "mean_seconds": lead.mean_seconds, "max_seconds": lead.max.as_secs_f64(), "n_zero": lead.n_zero,
        }),
        Err(reason) => not_computed(reason),
    }
}

fn touch(touch: &Result<TouchTotals, NotComputed>) -> Value {
    match touch {
        Ok(touch) => json!({
            "n_cases": touch.n_cases, "touch_seconds": touch.touch.as_secs_f64(),
            "intervals_seconds": touch.intervals.as_secs_f64(), "wait_seconds": touch.wait.as_secs_f64(),
            "flow_efficiency": touch.flow_efficiency,
        }),
        Err(reason) => not_computed(reason),
    }
}

fn or_why(value: &Result<f64, NotComputed>) -> Value {
    value.as_ref().map_or_else(not_computed, |value| json!(value))
}

fn not_computed(reason: &NotComputed) -> Value {
    json!({ "not_computed": reason.to_string() })
}
