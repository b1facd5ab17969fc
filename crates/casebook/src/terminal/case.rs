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
        None => writeln!(out, "  no counterfactual is named: nothing here is called a saving"),
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
    let mut row = |label: &str, figure: &dyn Fn(&View) -> String| {
        let mut cells = vec![label.to_owned()];
        cells.extend(case.views.iter().map(figure));
        rows.push(cells);
    };
    let or_none =
        |ratio: Option<f64>, digits: usize| ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.digits$}"));
    // What is not stated is not nothing.
    let (has_costs, has_benefits) = (!case.costs.is_empty(), !case.benefits.is_empty());
    let not_stated = || "not stated".to_owned();
    let benefit = |amount: f64| if has_benefits { pounds(amount) } else { not_stated() };
    let npv = |amount: f64| if has_costs { benefit(amount) } else { not_stated() };
    let bcr = |measure: Measure| or_none(measure.bcr.filter(|_| has_benefits), 4);
    row("cost", &|view| if has_costs { pounds(view.pv_cost) } else { not_stated() });
    row("fiscal benefit", &|view| benefit(view.pv_fiscal));
    row("  of it cashable", &|view| benefit(view.pv_cashable));
    row("economic benefit", &|view| benefit(view.pv_economic));
    row("social benefit", &|view| benefit(view.pv_social));
    row("public value: NPV", &|view| npv(view.public.npv));
    row("public value: BCR", &|view| bcr(view.public));
    row("financial case: NPV", &|view| npv(view.financial.npv));
    row("financial case: BCR", &|view| bcr(view.financial));
    row("cashable: BCR", &|view| bcr(view.cashable));
    row("net budget impact", &|view| npv(view.net_budget_impact));
    row("pays back after (years)", &|view| or_none(view.payback.map(|payback| payback.after_years), 2));
    row("benefits × this for NPV 0", &|view| or_none(view.switching.public, 4));
    table(&rows, out);
    if let Some(bcr) = case.uncorrected_public_bcr.filter(|_| has_benefits) {
        let _ = writeln!(out, "  without any correction for optimism the public-value BCR is {bcr:.4}");
    }
    out.push('\n');
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
