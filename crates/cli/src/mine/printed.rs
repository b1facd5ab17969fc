//! What a log shows, on a terminal.

use intake::people::grouped;
use journey::{NotComputed, Traces};
use model::event_log::Name;

use super::figures::Figures;
use super::reading::ReadLogs;
use crate::fail::Failure;
use crate::table::table;

/// Rows of a table where not all are asked for.
const N_SHOWN: usize = 10;

pub fn print(figures: &Figures, traces: &Traces<'_>, read: &ReadLogs, all: bool) -> Result<(), Failure> {
    let out = Out { all };
    crate::print(format!(
        "{} events of {} cases, {} activities",
        grouped(traces.n_events() as u64),
        grouped(traces.n_cases() as u64),
        grouped(figures.rework.activities.len() as u64)
    ))?;
    for file in &read.files {
        let columns: Vec<String> = file.columns.iter().map(|(role, heading)| format!("{role} `{heading}`")).collect();
        let columns = if columns.is_empty() { String::new() } else { format!("; {}", columns.join(", ")) };
        crate::print(format!("  {}: {}, {} rows{columns}", file.path, file.form, grouped(file.n_rows)))?;
    }
    several(figures, traces, read)?;
    if 0 < figures.graph.n_tied {
        crate::print(format!(
            "  {} of {} steps rest on the order of rows: the two events have one moment",
            grouped(figures.graph.n_tied),
            grouped(figures.graph.n_steps)
        ))?;
    }
    steps(figures, traces, &out)?;
    begins_and_ends(figures, traces, &out)?;
    ways(figures, traces, &out)?;
    hand_offs(figures, traces, &out)?;
    times(figures)?;
    waits(figures, traces, &out)?;
    costs(figures)
}

struct Out {
    all: bool,
}

impl Out {
    fn table(&self, title: &str, headings: &[&str], right: &[usize], rows: Vec<Vec<String>>) -> Result<(), Failure> {
        if rows.is_empty() {
            return Ok(());
        }
        let n_more = if self.all { 0 } else { rows.len().saturating_sub(N_SHOWN) };
        crate::print(format!("\n{title}"))?;
        let n_shown = rows.len() - n_more;
        crate::print(table(headings, right, rows.into_iter().take(n_shown)))?;
        if 0 < n_more { crate::print(format!("and {n_more} more: --all")) } else { Ok(()) }
    }
}

fn several(figures: &Figures, traces: &Traces<'_>, read: &ReadLogs) -> Result<(), Failure> {
    let Some(n_across) = read.n_cases_across else { return Ok(()) };
    let between = &figures.between_files;
    let share = 100.0 * between.n_across as f64 / between.n_steps.max(1) as f64;
    crate::print(format!(
        "  {} logs as one: {} cases have events in several; {} of {} steps ({share:.1}%) go from one log to another, and no log \
         shows them alone",
        read.n_logs,
        grouped(n_across as u64),
        grouped(between.n_across),
        grouped(between.n_steps)
    ))?;
    let files = &traces.log.files;
    for ((from, to), n) in &between.by_pair {
        crate::print(format!("    {} to {}: {}", files.name(*from), files.name(*to), grouped(*n)))?;
    }
    Ok(())
}

fn steps(figures: &Figures, traces: &Traces<'_>, out: &Out) -> Result<(), Failure> {
    let name = |activity: Name| traces.log.activities.name(activity).to_owned();
    let rows = figures.graph.edges.iter().map(|edge| vec![name(edge.from), name(edge.to), grouped(edge.n)]).collect();
    let title = format!(
        "What comes directly after what: {} edges, {} steps",
        grouped(figures.graph.edges.len() as u64),
        grouped(figures.graph.n_steps)
    );
    out.table(&title, &["activity", "next", "steps"], &[2], rows)
}

fn begins_and_ends(figures: &Figures, traces: &Traces<'_>, out: &Out) -> Result<(), Failure> {
    for (title, counts) in [("How cases begin", &figures.graph.starts), ("How cases end", &figures.graph.ends)] {
        let row = |count: &journey::ActivityCount| {
            vec![traces.log.activities.name(count.activity).to_owned(), grouped(count.n)]
        };
        out.table(title, &["activity", "cases"], &[1], counts.iter().map(row).collect())?;
    }
    let rework = &figures.rework;
    let row = |activity: &journey::Activity| {
        vec![
            traces.log.activities.name(activity.activity).to_owned(),
            grouped(activity.n_events),
            grouped(activity.n_cases),
            grouped(activity.n_cases_repeated),
        ]
    };
    let title = format!(
        "Activities: {} events are done again in their case, in {} cases",
        grouped(rework.n_events_repeated),
        grouped(rework.n_cases_repeated)
    );
    let headings = ["activity", "events", "cases", "cases with it again"];
    out.table(&title, &headings, &[1, 2, 3], rework.activities.iter().map(row).collect())
}

fn ways(figures: &Figures, traces: &Traces<'_>, out: &Out) -> Result<(), Failure> {
    let n_cases = traces.n_cases() as f64;
    let row = |variant: &journey::Variant| {
        let steps: Vec<&str> =
            variant.activities.iter().map(|step| traces.log.activities.name(step.activity)).collect();
        let share = 100.0 * variant.n_cases as f64 / n_cases;
        vec![steps.join(" → "), grouped(variant.n_cases), format!("{share:.1}%")]
    };
    let title = format!("Variants: {}", grouped(figures.variants.variants.len() as u64));
    out.table(&title, &["activities", "cases", "share"], &[1, 2], figures.variants.variants.iter().map(row).collect())
}

fn hand_offs(figures: &Figures, traces: &Traces<'_>, out: &Out) -> Result<(), Failure> {
    let handoffs = &figures.handoffs;
    if handoffs.n_handoffs + handoffs.n_same == 0 {
        return crate::print("\nHand-offs: not computed, because no two events say who did them");
    }
    let names = handoffs.attribute.names(traces.log);
    let row = |pair: &journey::Pair| {
        let share = 100.0 * handoffs.share(pair);
        vec![names.name(pair.from).to_owned(), names.name(pair.to).to_owned(), grouped(pair.n), format!("{share:.1}%")]
    };
    let title = format!(
        "Hand-offs between {}: {} of {} steps; {} do not say who",
        whose(handoffs.attribute),
        grouped(handoffs.n_handoffs),
        grouped(handoffs.n_steps),
        grouped(handoffs.n_unknown)
    );
    let headings = ["from", "to", "steps", "of all steps"];
    out.table(&title, &headings, &[2, 3], handoffs.between().map(row).collect())
}

fn whose(attribute: journey::Attribute) -> &'static str {
    match attribute {
        journey::Attribute::Agency => "agencies",
        journey::Attribute::Team => "teams",
        journey::Attribute::Resource => "resources",
        journey::Attribute::File => "files",
        journey::Attribute::Activity => "activities",
    }
}

fn times(figures: &Figures) -> Result<(), Failure> {
    crate::print(format!("\nTimes, in {}", figures.timekeeping))?;
    match &figures.lead {
        Ok(lead) => crate::print(format!(
            "  lead time of {} cases: median {}, mean {}, longest {}",
            grouped(lead.n_cases as u64),
            span(lead.median_seconds),
            span(lead.mean_seconds),
            span(lead.max.as_secs_f64())
        ))?,
        Err(reason) => not_computed("lead time", reason)?,
    }
    match &figures.touch {
        Ok(touch) => crate::print(format!(
            "  touch time {} (overlaps once; {} with overlaps), flow efficiency {:.2}%",
            span(touch.touch.as_secs_f64()),
            span(touch.intervals.as_secs_f64()),
            100.0 * touch.flow_efficiency
        ))?,
        Err(reason) => not_computed("touch time and flow efficiency", reason)?,
    }
    match &figures.to_close {
        Some(to_close) => crate::print(format!(
            "  until it closes (Kaplan and Meier): {}; {} closed, {} still open",
            to_close
                .survival
                .median()
                .map_or("fewer than half have closed".to_owned(), |days| format!("median {days:.1} days")),
            grouped(to_close.survival.n_closed as u64),
            grouped(to_close.survival.n_open as u64)
        )),
        None => crate::print("  open cases: not computed, because nothing says what closes a case (--closing)"),
    }
}

fn waits(figures: &Figures, traces: &Traces<'_>, out: &Out) -> Result<(), Failure> {
    let name = |activity: Name| traces.log.activities.name(activity).to_owned();
    let row = |edge: &journey::EdgeWaits| {
        vec![
            name(edge.from),
            name(edge.to),
            grouped(edge.n as u64),
            span(edge.median_seconds),
            span(edge.p90_seconds),
            span(edge.mean_seconds),
        ]
    };
    let headings = ["activity", "next", "steps", "median", "nine in ten", "mean"];
    let title = format!("Waits between steps, the longest in all first, in {}", figures.timekeeping);
    out.table(&title, &headings, &[2, 3, 4, 5], figures.waits.iter().map(row).collect())?;
    for (reason, n) in &figures.steps_without_wait {
        crate::print(format!("{} steps have no wait: {reason}", grouped(*n)))?;
    }
    Ok(())
}

fn costs(figures: &Figures) -> Result<(), Failure> {
    let costs = &figures.costs;
    if costs.n_cases_complete == 0 {
        return Ok(());
    }
    let pounds = |value: &Result<f64, NotComputed>| match value {
        Ok(pounds) => format!("£{pounds:.2}"),
        Err(reason) => format!("not computed ({reason})"),
    };
    crate::print(format!(
        "\nCosts: {} in all; {} events have none; of cases with every cost, median {}, nine in ten {}",
        costs.total,
        grouped(costs.n_events_without_cost as u64),
        pounds(&costs.median_pounds),
        pounds(&costs.p90_pounds)
    ))
}

fn not_computed(what: &str, reason: &NotComputed) -> Result<(), Failure> {
    crate::print(format!("  {what}: not computed, because {reason}"))
}

/// A length of time as people say it.
fn span(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3_600.0;
    const DAY: f64 = 86_400.0;
    match seconds.abs() {
        s if s < MINUTE => format!("{seconds:.0} s"),
        s if s < HOUR => format!("{:.0} min", seconds / MINUTE),
        s if s < DAY => format!("{:.1} h", seconds / HOUR),
        _ => format!("{:.1} days", seconds / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_the_unit_that_fits() {
        assert_eq!([0.0, 59.0, 90.0, 5_400.0, 129_600.0].map(span), ["0 s", "59 s", "2 min", "1.5 h", "1.5 days"]);
    }
}
