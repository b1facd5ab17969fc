//! Answers as a person reads them.

use std::fmt::Write;
use std::time::Duration;

use estate::roof::{Estate, RoofAnswer, RoofPlan};
use estate::{Access, Answer, Closure, FrontierPlan, Model, Plan, Progress, Proof, Question};

/// Longer lists of people are cut, with the number of those left out.
const N_SHOWN: usize = 5;

pub fn progress(progress: &Progress, elapsed: Duration) -> String {
    let best = progress.best.map_or("no plan yet".to_owned(), |best| format!("best {best:.3}"));
    let bound = if progress.bound.is_finite() { format!("{:.3}", progress.bound) } else { "unknown".to_owned() };
    format!("{:.0} s: {best}, bound {bound}, {} parts searched", elapsed.as_secs_f64(), progress.n_nodes)
}

pub fn answer(model: &Model, answer: &Answer, closures: &[Closure]) -> String {
    let mut text = format!("{}\n", model.title);
    match answer {
        Answer::Plans { plans, proof } => {
            for (at, plan) in plans.iter().enumerate() {
                if 1 < plans.len() {
                    let _ = writeln!(text, "\nPlan {}", at + 1);
                }
                text += &described(model, plan);
            }
            text += &proved(proof);
            closures.iter().for_each(|closure| text += &closed(model, closure));
        }
        Answer::Impossible(obstacles) => text += &impossible(obstacles),
        Answer::Unknown { bound, n_nodes } => text += &unknown(*bound, *n_nodes),
    }
    text.trim_end().to_owned()
}

pub fn frontier(model: &Model, plans: &[FrontierPlan]) -> String {
    let mut text = format!("{}\n", model.title);
    if plans.is_empty() {
        text += "  no plan meets every condition; without --frontier the reasons are told\n";
    }
    for FrontierPlan { plan, access, proof } in plans {
        let mean = access.mean().unwrap_or_default();
        let unit = &model.unit;
        let doubt = if proof.is_proved { String::new() } else { format!(" (gap {:.2}%)", proof.gap * 100.0) };
        let _ = writeln!(
            text,
            "  {}: {mean:.3} {unit} on average, {:.3} {unit} at most{doubt}: {}",
            plan.money,
            access.longest,
            plan.ids(model).join(", ")
        );
    }
    text.trim_end().to_owned()
}

pub fn roofs(estate: &Estate, answer: &RoofAnswer) -> String {
    let mut text = format!("{}\n", estate.title);
    match answer {
        RoofAnswer::Plans { plans, proof } => {
            for (at, plan) in plans.iter().enumerate() {
                if 1 < plans.len() {
                    let _ = writeln!(text, "\nPlan {}", at + 1);
                }
                text += &shared(estate, plan);
            }
            text += &proved(proof);
        }
        RoofAnswer::Impossible(obstacles) => text += &impossible(obstacles),
        RoofAnswer::Unknown { bound, n_nodes } => text += &unknown(*bound, *n_nodes),
    }
    text.trim_end().to_owned()
}

fn described(model: &Model, plan: &Plan) -> String {
    let access = plan.access(model);
    let unit = &model.unit;
    let value = match model.question {
        Question::Median { .. } | Question::WithinBudget { .. } => format!("{:.3} person-{unit}", plan.value),
        Question::Centre { .. } => format!("nobody further than {:.3} {unit}", plan.value),
        Question::Cover => format!("{} sites", plan.value),
        Question::MostCovered { .. } => format!("{} of {} people within the limit", plan.value, model.n_people()),
        Question::Cheapest { .. } => format!("£{:.2} for sites and ways together", plan.value),
    };
    let mut text = format!("  {value}\n  open: {}\n", plan.ids(model).join(", "));
    if let Some(mean) = access.mean() {
        let _ = writeln!(text, "  {mean:.3} {unit} on average, {:.3} {unit} at most", access.longest);
    }
    let left_out: f64 = plan.left_out(model).iter().map(|point| model.points[*point].people).sum();
    if 0.0 < left_out {
        let _ = writeln!(text, "  {left_out} people are left out; the average is without them");
    }
    let mut groups: Vec<(String, Access)> = plan.access_by_group(model).into_iter().collect();
    // Deciles by number, names by name.
    groups.sort_by_key(|(group, _)| group.parse::<u64>().unwrap_or(u64::MAX));
    for (group, access) in groups {
        let _ = writeln!(
            text,
            "    group {group}: {} people, {:.3} {unit} on average, {:.3} at most",
            access.people,
            access.mean().unwrap_or_default(),
            access.longest
        );
    }
    text
}

fn closed(model: &Model, closure: &Closure) -> String {
    let mut text = format!(
        "  closing {} saves {}; {} people go further, {:.3} person-{} in all\n",
        model.sites[closure.site].id,
        closure.saves,
        closure.n_people(),
        closure.total(),
        model.unit
    );
    for further in closure.further.iter().take(N_SHOWN) {
        let id = &model.points[further.point].id;
        let _ = writeln!(text, "    {} people of {id}: {:.3} to {:.3}", further.people, further.before, further.after);
    }
    if N_SHOWN < closure.further.len() {
        let _ = writeln!(text, "    and {} points more", closure.further.len() - N_SHOWN);
    }
    for point in &closure.stranded {
        let point = &model.points[*point];
        let _ = writeln!(text, "    {} people of {} would have no site within the limit", point.people, point.id);
    }
    text
}

fn shared(estate: &Estate, plan: &RoofPlan) -> String {
    let names = |buildings: &[usize]| {
        buildings.iter().map(|at| estate.buildings[*at].id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut text = String::new();
    for at in &plan.open {
        let services = plan.offers.iter().filter(|(building, _)| building == at);
        let services: Vec<&str> = services.map(|(_, service)| estate.services[*service].id.as_str()).collect();
        let services = if services.is_empty() { "nothing".to_owned() } else { services.join(", ") };
        let _ = writeln!(text, "  {}: {services}", estate.buildings[*at].id);
    }
    if !plan.closes.is_empty() {
        let _ = writeln!(text, "  closes: {}", names(&plan.closes));
    }
    if !plan.opens.is_empty() {
        let _ = writeln!(text, "  opens: {}", names(&plan.opens));
    }
    for (body, money) in &plan.money_by_body {
        let _ = writeln!(text, "  {body} pays {money}");
    }
    let _ = writeln!(text, "  {} in all, and {:.3} person-{}", plan.money(), plan.total_distance(estate), estate.unit);
    text
}

fn proved(proof: &Proof) -> String {
    match proof.is_proved {
        true => format!("proved: no plan is better ({} parts searched)\n", proof.n_nodes),
        false => format!(
            "not proved: the best plan may be up to {:.2}% better (bound {:.3}, {} parts searched)\n",
            proof.gap * 100.0,
            proof.bound,
            proof.n_nodes
        ),
    }
}

fn impossible(obstacles: &[impl std::fmt::Display]) -> String {
    let reasons: String = obstacles.iter().map(|obstacle| format!("  {obstacle}\n")).collect();
    format!("no plan meets every condition:\n{reasons}")
}

fn unknown(bound: f64, n_nodes: usize) -> String {
    format!("no plan was found in the time given (bound {bound:.3}, {n_nodes} parts searched)\n")
}
