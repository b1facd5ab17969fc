//! The summary by five cases, as blocks of text and tables: what the document and the Markdown page have in common.

use appraisal::text::{percent, plain, pounds};
use appraisal::{Case, Uncertainty, View, claims};

/// A block of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    /// Its first row has the headings, its first column the names.
    Table(Vec<Vec<String>>),
    List(Vec<String>),
}

/// What stands where an author wrote nothing: an empty case is shown as empty.
const NOT_WRITTEN: &str = "Not written yet.";
const N_SWINGS: usize = 8;

/// The five cases of the Green Book, from the case and from what its author wrote.
pub(crate) fn blocks(case: &Case, uncertainty: Option<&Uncertainty>) -> Vec<Block> {
    let mut blocks = vec![Block::Title(case.name.clone())];
    blocks.extend(case.summary.clone().map(Block::Paragraph));
    blocks.push(Block::Paragraph(opening(case)));
    let written = |text: &Option<String>| Block::Paragraph(text.clone().unwrap_or_else(|| NOT_WRITTEN.to_owned()));

    blocks.push(Block::Heading("Strategic case".to_owned()));
    blocks.push(written(&case.five_cases.strategic));
    blocks.extend(claim(case));

    blocks.extend(economic(case, uncertainty));
    blocks.push(Block::Heading("Commercial case".to_owned()));
    blocks.push(written(&case.five_cases.commercial));

    blocks.extend(financial(case));
    blocks.push(Block::Heading("Management case".to_owned()));
    blocks.push(written(&case.five_cases.management));

    blocks.push(Block::Heading("Assumptions".to_owned()));
    blocks.push(Block::Table(assumptions(case)));
    blocks.push(Block::Heading("What to know before you rely on it".to_owned()));
    blocks.push(Block::List(notes(case)));
    blocks.retain(|block| !is_empty(block));
    blocks
}

fn economic(case: &Case, uncertainty: Option<&Uncertainty>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Economic case".to_owned())];
    blocks.extend(case.five_cases.economic.clone().map(Block::Paragraph));
    blocks.push(Block::Paragraph(verdict(case)));
    blocks.push(Block::Table(values(case)));
    blocks.push(Block::Table(outcomes(case)));
    blocks.push(Block::Paragraph("What would change the answer, one input at a time:".to_owned()));
    blocks.push(Block::Table(swings(case)));
    blocks.extend(uncertainty.map(|drawn| Block::Paragraph(chances(drawn))));
    blocks
}

fn financial(case: &Case) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Financial case".to_owned())];
    blocks.extend(case.five_cases.financial.clone().map(Block::Paragraph));
    blocks.push(Block::Table(budget(case)));
    blocks.push(Block::Table(bodies(case)));
    blocks.push(Block::List(budget_lines(case)));
    blocks
}

/// A table of nothing but its headings, or a list of nothing.
fn is_empty(block: &Block) -> bool {
    match block {
        Block::Table(rows) => rows.len() < 2,
        Block::List(items) => items.is_empty(),
        _ => false,
    }
}

fn opening(case: &Case) -> String {
    let against = match &case.counterfactual {
        Some(counterfactual) => format!("Against: {counterfactual}."),
        None => "No counterfactual is named, so nothing here can be called a saving.".to_owned(),
    };
    let last = case.years.last().map_or(case.first_year, |year| year.year);
    format!("{against} Years {} to {last}, in {} prices.", case.first_year, case.price_year)
}

fn claim(case: &Case) -> Vec<Block> {
    let Some(claim) = &case.claim else { return Vec::new() };
    let mut items = claims::lines(claim);
    items.extend(claim.ambiguous.iter().map(|ambiguous| format!("Ambiguous: {ambiguous}")));
    vec![
        Block::Paragraph(format!("Claimed by {}: “{}” ({})", claim.who, claim.quote, claim.source)),
        Block::List(items),
    ]
}

/// The answer in a sentence. A ratio is no verdict by itself (Green Book 2026).
fn verdict(case: &Case) -> String {
    let view = case.standard();
    let Some(bcr) = view.public.bcr else { return "Nothing is spent, so no ratio can be given.".to_owned() };
    let financial = view.financial.bcr.map_or(String::new(), |ratio| format!(" and {ratio:.2} of public money"));
    let payback = payback(view);
    let uncorrected = case
        .uncorrected_public_bcr
        .map_or(String::new(), |ratio| format!(" Without the correction for optimism, the first would be {ratio:.2}."));
    format!("Each pound of cost brings {bcr:.2} of public value{financial}. {payback}{uncorrected}")
}

/// When public money is back for good; an earlier time at which it is back only until later costs is named as such.
fn payback(view: &View) -> String {
    let first = view
        .first_crossing
        .map(|first| format!("it first pays back after {:.1} years, but later costs reverse that", first.after_years));
    match (view.payback, first) {
        (Some(payback), None) => format!("Public money is paid back after {:.1} years.", payback.after_years),
        (Some(payback), Some(first)) => {
            format!("Public money is paid back for good after {:.1} years; {first}.", payback.after_years)
        }
        (None, None) => "Public money is not paid back within these years.".to_owned(),
        (None, Some(first)) => format!("Public money is not paid back for good within these years: {first}."),
    }
}

fn values(case: &Case) -> Vec<Vec<String>> {
    let mut rows = vec![vec!["Present values".to_owned()]];
    rows[0].extend(case.views.iter().map(|view| view.label.clone()));
    let mut add = |name: &str, figure: &dyn Fn(&View) -> String| {
        let mut row = vec![name.to_owned()];
        row.extend(case.views.iter().map(figure));
        rows.push(row);
    };
    let ratio = |ratio: Option<f64>| ratio.map_or("not computed".to_owned(), |ratio| format!("{ratio:.4}"));
    add("Cost", &|view| pounds(view.pv_cost));
    add("Fiscal benefit", &|view| pounds(view.pv_fiscal));
    add("of it cashable", &|view| pounds(view.pv_cashable));
    add("Economic benefit", &|view| pounds(view.pv_economic));
    add("Social benefit", &|view| pounds(view.pv_social));
    add("Public value: net present value", &|view| pounds(view.public.npv));
    add("Public value: benefits to costs", &|view| ratio(view.public.bcr));
    add("Financial case: net present value", &|view| pounds(view.financial.npv));
    add("Financial case: benefits to costs", &|view| ratio(view.financial.bcr));
    add("Benefits multiplied by this to break even", &|view| ratio(view.switching.public));
    rows
}

fn outcomes(case: &Case) -> Vec<Vec<String>> {
    let mut rows = vec![
        ["Outcome", "Affected a year", "Net a year", "Correction for optimism", "All years"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for benefit in &case.benefits {
        let affected = benefit.n_affected.map_or("claimed".to_owned(), plain);
        let sum: f64 = benefit.pounds.iter().sum();
        let correction = benefit.correction_in_words();
        rows.push(vec![benefit.outcome.clone(), affected, plain(benefit.net_units), correction, pounds(sum)]);
    }
    rows
}

fn swings(case: &Case) -> Vec<Vec<String>> {
    let mut rows = vec![["Input", "From", "To", "Net present value", "Decides"].map(str::to_owned).to_vec()];
    for swing in case.tornado.iter().take(N_SWINGS) {
        let values = format!("{} to {}", pounds(swing.npv_at_low), pounds(swing.npv_at_high));
        let decides = if swing.changes_sign { "yes" } else { "no" };
        rows.push(vec![swing.label.clone(), plain(swing.low), plain(swing.high), values, decides.to_owned()]);
    }
    rows
}

fn chances(drawn: &Uncertainty) -> String {
    let npv = drawn.public_npv;
    format!(
        "Of {} draws of {} inputs, {} are above zero; a tenth are below {}, half below {}, and a tenth above {}. \
         Perfect information before the decision would be worth {}.",
        drawn.simulation.n_draws,
        drawn.n_uncertain_inputs,
        percent(drawn.chance_public_gain),
        pounds(npv.p10),
        pounds(npv.p50),
        pounds(npv.p90),
        pounds(drawn.value_of_knowing_everything),
    )
}

fn budget(case: &Case) -> Vec<Vec<String>> {
    let headings = ["Pounds of the year", "Cost", "Cashable", "Capacity released", "Left to find"];
    let mut rows = vec![headings.map(str::to_owned).to_vec()];
    let happens = |row: &&appraisal::YearRow| row.cost != 0.0 || row.fiscal != 0.0;
    for row in case.years.iter().filter(happens) {
        let capacity = row.capacity_released * row.price_level;
        let figures =
            [row.nominal_cost, row.nominal_cashable, capacity, row.nominal_cost - row.nominal_cashable].map(pounds);
        rows.push([vec![row.year.to_string()], figures.to_vec()].concat());
    }
    rows
}

fn bodies(case: &Case) -> Vec<Vec<String>> {
    let headings = ["Body", "Pays", "Gains", "Net", "Side payment"];
    let mut rows = vec![headings.map(str::to_owned).to_vec()];
    for (at, body) in case.bodies.iter().enumerate() {
        let view = case.standard().bodies[at];
        let payment = match &case.gain_share {
            Ok(share) => pounds(share.bodies[at].side_payment),
            Err(_) => "none".to_owned(),
        };
        let [pays, gains, net] = [view.pays, view.gains, view.net].map(pounds);
        rows.push(vec![format!("{} ({})", body.name, body.tier.word()), pays, gains, net, payment]);
    }
    rows
}

fn budget_lines(case: &Case) -> Vec<String> {
    let line = |budget: &appraisal::BudgetUse| {
        let of = budget.amount.map_or(String::new(), |amount| format!(" of {}", pounds(amount)));
        let share = budget.share_in_words().map_or(String::new(), |share| format!("; {share}"));
        format!("Up to {}{of} a year can come out of `{}` ({}){share}", pounds(budget.most()), budget.line, budget.body)
    };
    case.budgets.iter().map(line).collect()
}

fn assumptions(case: &Case) -> Vec<Vec<String>> {
    let mut rows = vec![["Number", "Value", "Range", "Source and evidence"].map(str::to_owned).to_vec()];
    for parameter in &case.assumptions {
        let range = parameter.estimate.range.map_or("none stated".to_owned(), |range| {
            format!("{} to {}, {}", plain(range.low), plain(range.high), range.shape.word())
        });
        let source = parameter.source.clone().unwrap_or_else(|| "not stated".to_owned());
        rows.push(vec![parameter.label.clone(), plain(parameter.estimate.value), range, source]);
    }
    rows
}

fn notes(case: &Case) -> Vec<String> {
    let cautions =
        case.cautions.iter().map(|caution| format!("Not confirmed: {} ({})", caution.about, caution.quality));
    case.findings.iter().map(|finding| finding.text.clone()).chain(cautions).collect()
}
