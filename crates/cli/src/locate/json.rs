//! Answers for other programs.

use estate::roof::{Estate, RoofAnswer, RoofPlan};
use estate::{Answer, Closure, FrontierPlan, Model, Plan, Proof};
use serde_json::{Value, json};

pub fn answer(model: &Model, answer: &Answer, closures: &[Closure]) -> String {
    let value = match answer {
        Answer::Plans { plans, proof } => json!({
            "plans": plans.iter().map(|each| plan(model, each)).collect::<Vec<Value>>(),
            "proof": proved(proof),
            "closures": closures.iter().map(|closure| closed(model, closure)).collect::<Vec<Value>>(),
        }),
        Answer::Impossible(obstacles) => impossible(obstacles),
        Answer::Unknown { bound, n_nodes } => json!({ "plans": [], "bound": bound, "parts_searched": n_nodes }),
    };
    format!("{value:#}")
}

pub fn frontier(model: &Model, plans: &[FrontierPlan]) -> String {
    let plans = plans.iter().map(|each| json!({ "plan": plan(model, &each.plan), "proof": proved(&each.proof) }));
    format!("{:#}", json!({ "frontier": plans.collect::<Vec<Value>>() }))
}

pub fn roofs(estate: &Estate, answer: &RoofAnswer) -> String {
    let value = match answer {
        RoofAnswer::Plans { plans, proof } => json!({
            "plans": plans.iter().map(|plan| roof_plan(estate, plan)).collect::<Vec<Value>>(),
            "proof": proved(proof),
        }),
        RoofAnswer::Impossible(obstacles) => impossible(obstacles),
        RoofAnswer::Unknown { bound, n_nodes } => json!({ "plans": [], "bound": bound, "parts_searched": n_nodes }),
    };
    format!("{value:#}")
}

fn plan(model: &Model, plan: &Plan) -> Value {
    let access = plan.access(model);
    let visits = plan.visits.iter().map(|visit| {
        json!({
            "point": model.points[visit.point].id,
            "site": model.sites[visit.site].id,
            "share": visit.share,
            "distance": visit.distance,
        })
    });
    json!({
        "value": plan.value,
        "open": plan.ids(model),
        "money": plan.money.plain(),
        "mean_distance": access.mean(),
        "longest_distance": access.longest,
        "unit": model.unit,
        "visits": visits.collect::<Vec<Value>>(),
        "left_out": plan.left_out(model).iter().map(|point| &model.points[*point].id).collect::<Vec<_>>(),
    })
}

fn closed(model: &Model, closure: &Closure) -> Value {
    let further = closure.further.iter().map(|further| {
        let id = &model.points[further.point].id;
        json!({ "point": id, "people": further.people, "before": further.before, "after": further.after })
    });
    json!({
        "site": model.sites[closure.site].id,
        "saves": closure.saves.plain(),
        "person_distance": closure.total(),
        "further": further.collect::<Vec<Value>>(),
        "stranded": closure.stranded.iter().map(|point| &model.points[*point].id).collect::<Vec<_>>(),
    })
}

fn roof_plan(estate: &Estate, plan: &RoofPlan) -> Value {
    let building = |at: &usize| estate.buildings[*at].id.as_str();
    let offer =
        |(at, service): &(usize, usize)| json!({ "building": building(at), "service": estate.services[*service].id });
    let bodies = plan.money_by_body.iter().map(|(body, money)| (body.clone(), Value::String(money.plain())));
    json!({
        "value": plan.value,
        "open": plan.open.iter().map(building).collect::<Vec<_>>(),
        "closes": plan.closes.iter().map(building).collect::<Vec<_>>(),
        "opens": plan.opens.iter().map(building).collect::<Vec<_>>(),
        "offers": plan.offers.iter().map(offer).collect::<Vec<Value>>(),
        "moves": plan.moves.iter().map(offer).collect::<Vec<Value>>(),
        "money_by_body": Value::Object(bodies.collect()),
        "money": plan.money().plain(),
        "person_distance": plan.total_distance(estate),
        "unit": estate.unit,
    })
}

fn proved(proof: &Proof) -> Value {
    json!({ "is_proved": proof.is_proved, "bound": proof.bound, "gap": proof.gap, "parts_searched": proof.n_nodes })
}

fn impossible(obstacles: &[impl std::fmt::Display]) -> Value {
    json!({ "plans": [], "impossible": obstacles.iter().map(ToString::to_string).collect::<Vec<String>>() })
}
