//! A case as a terminal shows it: one screen, then what would change the answer.

use std::fmt::Write as _;

use appraisal::text::{plain, pounds, short};
use appraisal::{BodyView, Case, Measure, View, YearRow, claims};
use model::tables::BodyTier;

use super::table::{N_INPUTS, cut, table};

/// The case in one screen.
pub fn case(case: &Case) -> String {
    let mut out = String::new();
    head(case, &mut out);
    results(case, &mut out);
    who(case, &mut out);
    years(case, &mut out);
    swings(case, &mut out);
    scenarios(case, &mut out);
    claim(case, &mut out);
    notes(case, &mut out);
    out
}

fn head(case: &Case, out: &mut String) {
    let _ = writeln!(out, "{}", case.name);
    let last = model::FinancialYear(case.first_year.0 + case.n_years as i32 - 1);
    let _ = writeln!(out, "  {} to {last}, {} prices", case.first_year, case.price_year);
    match &case.counterfactual {
        Some(counterfactual) => writeln!(out, "  against: {counterfactual}"),
        None => writeln!(out, "  no counterfactual is named, so nothing here can be called a saving"),
    }
    .expect("text takes every line");
    out.push('\n');
}

fn results(case: &Case, out: &mut String) {
    if case.costs.is_empty() && case.benefits.is_empty() {
        return;
    }
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(case.views.iter().map(heading));
    for (label, figure) in figures(case) {
        let mut cells = vec![label.to_owned()];
        cells.extend(case.views.iter().map(figure));
        rows.push(cells);
    }
    table(&rows, out);
    if let Some(bcr) = case.uncorrected_public_bcr.filter(|_| !case.benefits.is_empty()) {
        let _ = writeln!(out, "  without the correction for optimism, the public-value BCR is {bcr:.4}");
    }
    out.push('\n');
}

type Figure<'a> = Box<dyn Fn(&View) -> String + 'a>;

/// What is not stated is not nothing.
fn figures(case: &Case) -> Vec<(&'static str, Figure<'_>)> {
    let stated = |amount: f64, is_stated: bool| if is_stated { pounds(amount) } else { "not stated".to_owned() };
    let cost = move |amount: f64| stated(amount, !case.costs.is_empty());
    let benefit = move |amount: f64| stated(amount, !case.benefits.is_empty());
    let npv = move |amount: f64| stated(amount, !case.costs.is_empty() && !case.benefits.is_empty());
    let bcr = move |measure: Measure| ratio(measure.bcr.filter(|_| !case.benefits.is_empty()), 4);
    let mut figures: Vec<(&'static str, Figure<'_>)> = vec![
        ("cost", Box::new(move |view| cost(view.pv_cost))),
        ("fiscal benefit", Box::new(move |view| benefit(view.pv_fiscal))),
        ("  of it cashable", Box::new(move |view| benefit(view.pv_cashable))),
        ("economic benefit", Box::new(move |view| benefit(view.pv_economic))),
        ("social benefit", Box::new(move |view| benefit(view.pv_social))),
        ("public value: NPV", Box::new(move |view| npv(view.public.npv))),
        ("public value: BCR", Box::new(move |view| bcr(view.public))),
        ("financial case: NPV", Box::new(move |view| npv(view.financial.npv))),
        ("financial case: BCR", Box::new(move |view| bcr(view.financial))),
        ("cashable: BCR", Box::new(move |view| bcr(view.cashable))),
        ("net budget impact", Box::new(move |view| npv(view.net_budget_impact))),
        ("pays back after (years)", Box::new(|view| ratio(view.payback.map(|payback| payback.after_years), 2))),
        ("benefits × this for NPV 0", Box::new(|view| ratio(view.switching.public, 4))),
    ];
    if case.views.iter().any(|view| view.first_crossing.is_some()) {
        let first = |view: &View| ratio(view.first_crossing.map(|crossing| crossing.after_years), 2);
        figures.insert(figures.len() - 1, ("  first pays back, then does not", Box::new(first)));
    }
    figures
}

fn ratio(ratio: Option<f64>, digits: usize) -> String {
    ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.digits$}"))
}

fn heading(view: &View) -> String {
    view.label.rsplit(", ").next().unwrap_or(&view.label).to_owned()
}

fn who(case: &Case, out: &mut String) {
    if case.bodies.is_empty() {
        return;
    }
    out.push_str("Who pays and who gains (present values, standard rates)\n");
    let mut rows = vec![["body", "tier", "pays", "gains", "net", "side payment"].map(str::to_owned)];
    for (at, body) in case.bodies.iter().enumerate() {
        let view = case.standard().bodies[at];
        let payment = case.gain_share.as_ref().map_or("–".to_owned(), |share| pounds(share.bodies[at].side_payment));
        let [pays, gains, net] = [view.pays, view.gains, view.net].map(pounds);
        rows.push([body.name.clone(), body.tier.word().to_owned(), pays, gains, net, payment]);
    }
    for tier in [BodyTier::Local, BodyTier::Central] {
        rows.push(tier_row(case, tier));
    }
    table(&rows, out);
    match &case.gain_share {
        Ok(share) => writeln!(out, "  side payments: {}; received +, paid -", share.rule),
        Err(why) => writeln!(out, "  no side payments: {why}"),
    }
    .expect("text takes every line");
    out.push('\n');
}

/// All bodies of a tier together.
fn tier_row(case: &Case, tier: BodyTier) -> [String; 6] {
    let of_tier = || case.bodies.iter().zip(&case.standard().bodies).filter(|(body, _)| body.tier == tier);
    let sum = |figure: fn(&BodyView) -> f64| of_tier().map(|(_, view)| figure(view)).sum::<f64>();
    let figures = [sum(|view| view.pays), sum(|view| view.gains), sum(|view| view.net)];
    let [pays, gains, net] = figures.map(pounds);
    [format!("all {}", tier.word()), String::new(), pays, gains, net, String::new()]
}

fn years(case: &Case, out: &mut String) {
    if case.costs.is_empty() && case.benefits.is_empty() {
        return;
    }
    out.push_str("Year by year (real, undiscounted; running sums discounted)\n");
    let heading = ["year", "cost", "cashable", "capacity", "economic", "social", "running fiscal", "running public"];
    let mut rows = vec![heading.map(str::to_owned)];
    // A long appraisal shows the years in which something happens.
    let happens = |row: &&YearRow| row.cost != 0.0 || row.fiscal + row.economic + row.social != 0.0;
    for row in case.years.iter().filter(happens).take(12) {
        let figures = [
            row.cost,
            row.cashable,
            row.capacity_released,
            row.economic,
            row.social,
            row.cumulative_fiscal,
            row.cumulative_public,
        ];
        let [a, b, c, d, e, f, g] = figures.map(short);
        rows.push([row.year.to_string(), a, b, c, d, e, f, g]);
    }
    table(&rows, out);
    let n_more = case.years.iter().filter(happens).count().saturating_sub(12);
    if 0 < n_more {
        let _ = writeln!(out, "  and {n_more} more years");
    }
    out.push('\n');
}

fn swings(case: &Case, out: &mut String) {
    if case.tornado.is_empty() {
        return;
    }
    out.push_str("What would change the answer (public NPV, one input at a time)\n");
    let mut rows = vec![["input", "from", "to", "NPV at from", "NPV at to", ""].map(str::to_owned)];
    for swing in case.tornado.iter().take(N_INPUTS) {
        let sign = if swing.changes_sign { "changes sign" } else { "" };
        rows.push([
            cut(&swing.label),
            plain(swing.low),
            plain(swing.high),
            pounds(swing.npv_at_low),
            pounds(swing.npv_at_high),
            sign.to_owned(),
        ]);
    }
    table(&rows, out);
    out.push('\n');
}

fn scenarios(case: &Case, out: &mut String) {
    if case.scenarios.is_empty() {
        return;
    }
    out.push_str("Scenarios (public value: NPV and BCR)\n");
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(case.views.iter().map(heading));
    for scenario in &case.scenarios {
        let mut cells = vec![cut(&scenario.name)];
        let cell = |view: &View| match view.public.bcr {
            Some(bcr) => format!("{} {bcr:.2}", short(view.public.npv)),
            None => short(view.public.npv),
        };
        cells.extend(scenario.views.iter().map(cell));
        rows.push(cells);
    }
    table(&rows, out);
    out.push('\n');
}

fn claim(case: &Case, out: &mut String) {
    let Some(claim) = &case.claim else { return };
    let _ = writeln!(out, "Claimed by {}: “{}”", claim.who, claim.quote);
    for line in claims::lines(claim) {
        let _ = writeln!(out, "  {line}");
    }
    for ambiguous in &claim.ambiguous {
        let _ = writeln!(out, "  ambiguous: {ambiguous}");
    }
    out.push('\n');
}

fn notes(case: &Case, out: &mut String) {
    for finding in &case.findings {
        let _ = writeln!(out, "look: {}", finding.text);
    }
    for caution in &case.cautions {
        let _ = writeln!(out, "not confirmed: {} ({})", caution.about, caution.quality);
    }
}
