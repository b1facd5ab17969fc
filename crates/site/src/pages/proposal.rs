//! One proposal: money year by year, who pays and who gains, what would change the answer, what it rests on.

use super::proposals::{STANDARD, address_of, estimate, money, number, years};
use super::{above, new_page};
use crate::block::{
    Amount, Block, Cell, Chart, ChartKind, Column, Fact, Inline, Page, Section, Table, TagColour, words,
};
use crate::proposals::{Input, Note, Proposal, Swing};

/// Inputs that a chart has room for.
const N_SWINGS: usize = 10;

/// Views of the discount rates: word of the table and heading.
const VIEWS: [(&str, &str); 3] =
    [(STANDARD, "Standard rates"), ("sensitivity", "Without pure time preference"), ("undiscounted", "Undiscounted")];

pub fn page(proposal: &Proposal) -> Page {
    let lede = vec![Inline::Text(proposal.summary.clone().unwrap_or_default())];
    let lede = if proposal.summary.is_some() { lede } else { Vec::new() };
    let mut page = new_page(address_of(proposal), proposal.name.clone(), lede, above(&[("Proposals", "proposals")]));
    page.blocks.extend(standing(proposal));
    if !proposal.results.iter().any(|row| row.value.is_some() && row.measure == "pv_fiscal") {
        page.blocks.push(Block::Words(words![
            "What it brings is claimed and not put into figures: ",
            Amount::NotComputed,
            ", which is not nothing."
        ]));
    }
    page.blocks.push(Block::Facts(facts(proposal)));
    page.blocks.push(hand_on(proposal));
    page.sections = sections(proposal);
    page
}

/// How whoever disagrees with a number tries another.
fn hand_on(proposal: &Proposal) -> Block {
    let file = format!("proposals/{}.toml", proposal.id);
    let command = format!("totalplace appraise {file} --xlsx {}.xlsx", proposal.id);
    Block::Words(words![
        "Every number stands in ",
        Inline::code(file),
        ": change one and build again. ",
        Inline::code(command),
        " writes all of this as a workbook with live formulas, ",
        Inline::code("--docx"),
        " as a summary by five cases."
    ])
}

/// Against what, in which prices, and whose claim it is.
fn standing(proposal: &Proposal) -> Vec<Block> {
    let last = model::FinancialYear(proposal.first_year.0 + proposal.n_years.max(1) as i32 - 1);
    let span = format!("{} to {last}, in {} prices. ", proposal.first_year, proposal.price_year);
    let mut blocks = vec![Block::Words(match &proposal.counterfactual {
        Some(against) => words![span, "Against: ", against.clone(), "."],
        None => words![span, "No counterfactual is named, so nothing here may be called a saving."],
    })];
    if let (Some(who), Some(claim)) = (&proposal.claimed_by, proposal.notes("claim").next()) {
        blocks.push(Block::Words(words!["Claimed by ", who.clone(), ": “", claim.text.clone(), "”. ", origin(claim)]));
    }
    let n = proposal.notes("not_confirmed").count();
    if 0 < n {
        let text =
            if n == 1 { "1 number is not confirmed".to_owned() } else { format!("{n} numbers are not confirmed") };
        blocks.push(Block::Words(words![
            Inline::Tag(text, TagColour::Doubtful),
            " Whatever is computed from them is not confirmed either; ",
            Inline::link("which they are", format!("{}#not-confirmed", address_of(proposal))),
            "."
        ]));
    }
    blocks
}

fn origin(note: &Note) -> String {
    let parts = [note.source.as_deref(), note.quality.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join("; ")
}

fn facts(proposal: &Proposal) -> Vec<Fact> {
    let value = |measure| proposal.value(STANDARD, measure);
    let uncorrected = value("uncorrected_public_bcr");
    let corrected = match uncorrected {
        Some(ratio) => format!("{ratio:.4} without any correction for optimism"),
        None => "nothing is spent, so there is no ratio".to_owned(),
    };
    vec![
        Fact::new("Cost", estimate(value("pv_cost")), words!["present value, standard rates"]),
        Fact::new("Public value, net", estimate(value("public_npv")), words!["fiscal, economic and social, less cost"]),
        Fact::new("Public value for a pound", number(value("public_bcr"), 4), words![corrected]),
        Fact::new(
            "Public money for a pound",
            number(value("financial_bcr"), 4),
            words!["of it cashable: ", number(value("cashable_bcr"), 4)],
        ),
        Fact::new("Pays back after", years(value("payback_years")), words!["public money in, public money out"]),
    ]
}

fn sections(proposal: &Proposal) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |id: &str, heading: &str, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            sections.push(Section::new(id, heading, blocks));
        }
    };
    add("readings", "What the claim comes to", notes(proposal, "reading"));
    add("ambiguous", "What the claim leaves open", notes(proposal, "ambiguous"));
    add("cash-flow", "Money year by year", cash_flow(proposal));
    add("cumulative", "When it comes back", cumulative(proposal));
    add("bodies", "Who pays and who gains", bodies(proposal));
    add("values", "Present values", values(proposal));
    add("outcomes", "What it brings", notes(proposal, "outcome"));
    add("answer", "What would change the answer", swings(proposal));
    add("scenarios", "Under other assumptions", scenarios(proposal));
    add("chance", "How sure that is", chances(proposal));
    add("budgets", "Which budget lines a saving leaves", notes(proposal, "budget"));
    add("assumptions", "What is assumed", assumptions(proposal));
    add("findings", "What to know before believing it", notes(proposal, "finding"));
    add("not-confirmed", "Numbers that are not confirmed", not_confirmed(proposal));
    sections
}

fn notes(proposal: &Proposal, kind: &str) -> Vec<Block> {
    let items: Vec<Vec<Inline>> = proposal.notes(kind).map(|note| vec![Inline::Text(note.text.clone())]).collect();
    if items.is_empty() { Vec::new() } else { vec![Block::List(items)] }
}

/// Costs below the line and benefits above it, in the prices of the price year.
fn cash_flow(proposal: &Proposal) -> Vec<Block> {
    let of_kinds = |year, kinds: &[&str], nominal: bool| -> money::Money {
        let flows = proposal.flows.iter().filter(|flow| flow.year == year && kinds.contains(&flow.kind.as_str()));
        flows.map(|flow| if nominal { flow.nominal } else { flow.amount }).sum()
    };
    const COSTS: &[&str] = &["cost_revenue", "cost_capital", "cost_in_kind"];
    let first = proposal.first_year.0;
    let last = proposal.flows.iter().map(|flow| flow.year.0).max().unwrap_or(first - 1);
    if last < first {
        return Vec::new();
    }
    let columns = vec![
        Column::short("Year"),
        Column::charted("Cost"),
        Column::charted("Cashable"),
        Column::charted("Capacity released"),
        Column::charted("Economic"),
        Column::charted("Social"),
        Column::number("Cost in cash of the year"),
    ];
    let rows = (first..=last).map(|year| {
        let year = model::FinancialYear(year);
        let benefit = |kind: &str| Cell::Amount(Amount::Estimated(of_kinds(year, &[kind], false)));
        vec![
            Cell::from(year.to_string()),
            Cell::Amount(Amount::Estimated(-of_kinds(year, COSTS, false))),
            benefit("cashable_benefit"),
            benefit("capacity_released"),
            benefit("economic"),
            benefit("social"),
            Cell::Amount(Amount::Estimated(of_kinds(year, COSTS, true))),
        ]
    });
    let caption = format!("Costs and benefits by year in {} prices, undiscounted", proposal.price_year);
    let table = Table::new("cash-flow-table", caption, columns).rows(rows).chart(ChartKind::Bar).note(words![
        "Cashable money can leave the budget line that is named for it; capacity released is time and beds."
    ]);
    vec![Block::Table(table)]
}

fn cumulative(proposal: &Proposal) -> Vec<Block> {
    let (fiscal, public) = (proposal.by_year("running_fiscal"), proposal.by_year("running_public"));
    if proposal.value(STANDARD, "pv_cost").is_none() || fiscal.is_empty() {
        return Vec::new();
    }
    let columns = vec![Column::short("Year"), Column::charted("Public money"), Column::charted("Public value")];
    let rows = fiscal.iter().zip(&public).map(|((year, fiscal), (_, public))| {
        let cell = |value: f64| Cell::Amount(Amount::Estimated(money(value)));
        vec![Cell::from(year.to_string()), cell(*fiscal), cell(*public)]
    });
    let caption = "Benefits less costs, added up from the first year, discounted at the standard rates";
    let table = Table::new("cumulative-table", caption, columns).rows(rows).chart(ChartKind::Line);
    let payback = match proposal.value(STANDARD, "payback_years") {
        Some(years) => format!("Public money has come back after {years:.2} years."),
        None => "Public money does not come back within these years.".to_owned(),
    };
    vec![Block::Words(words![payback]), Block::Table(table)]
}

fn bodies(proposal: &Proposal) -> Vec<Block> {
    if proposal.bodies.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words("Body"),
        Column::charted("Pays"),
        Column::charted("Gains"),
        Column::number("Net"),
        Column::number("Of it AME"),
        Column::number("Side payment"),
        Column::number("Chance to be better off"),
    ];
    let rows = proposal.bodies.iter().map(|body| body_row(proposal, body));
    let totals = ["local", "central"].map(|tier| tier_row(proposal, tier));
    let table =
        Table::new("bodies-table", "What each body pays and gains: present values at the standard rates", columns)
            .rows(rows)
            .aside(totals)
            .chart(ChartKind::Bar);
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(proposal.notes("side_payments").map(|note| {
        Block::Words(words![
            "Side payments: ",
            note.text.clone(),
            ". Received +, paid -. AME is demand-led money, which returns to the Treasury: sharing it needs the Treasury's \
             agreement."
        ])
    }));
    blocks
}

/// What is said of each body and of each tier, in the order of the columns.
const MEASURES_OF_BODIES: [&str; 5] = ["pays", "gains", "net", "gains_ame", "side_payment"];

fn body_row(proposal: &Proposal, body: &crate::proposals::Body) -> Vec<Cell> {
    let value = |measure| Cell::Amount(estimate(proposal.of_body(&body.id, STANDARD, measure)));
    let mut cells = vec![Cell::from(format!("{} ({})", body.name, body.tier))];
    cells.extend(MEASURES_OF_BODIES.map(value));
    cells.push(Cell::Share(proposal.of_body(&body.id, "draws", "chance_better_off")));
    cells
}

fn tier_row(proposal: &Proposal, tier: &str) -> Vec<Cell> {
    let sum = |measure| -> Option<f64> {
        let of_tier = proposal.bodies.iter().filter(|body| body.tier == tier);
        of_tier.map(|body| proposal.of_body(&body.id, STANDARD, measure)).sum()
    };
    let mut cells = vec![Cell::from(format!("All {tier} bodies"))];
    cells.extend(MEASURES_OF_BODIES.map(|measure| Cell::Amount(estimate(sum(measure)))));
    cells.push(Cell::Share(None));
    cells
}

fn values(proposal: &Proposal) -> Vec<Block> {
    const POUNDS: [(&str, &str); 8] = [
        ("pv_cost", "Cost"),
        ("pv_fiscal", "Fiscal benefit"),
        ("pv_cashable", "Of it cashable"),
        ("pv_economic", "Economic benefit"),
        ("pv_social", "Social benefit"),
        ("public_npv", "Public value, net"),
        ("financial_npv", "Public money, net"),
        ("net_budget_impact", "Net budget impact"),
    ];
    const RATIOS: [(&str, &str); 5] = [
        ("public_bcr", "Public value for a pound"),
        ("financial_bcr", "Public money for a pound"),
        ("cashable_bcr", "Cashable money for a pound"),
        ("switching_public", "Times benefits for no public value"),
        ("switching_fiscal", "Times benefits for no public money"),
    ];
    let is_there = |view: &str| proposal.results.iter().any(|row| row.view == view);
    let views: Vec<(&str, &str)> = VIEWS.into_iter().filter(|(view, _)| is_there(view)).collect();
    let mut columns = vec![Column::words("")];
    columns[0].heading = "Measure".to_owned();
    columns.extend(views.iter().map(|(_, heading)| Column::number(*heading)));
    let row = |name: &str, cell: &dyn Fn(&str) -> Cell| {
        let mut cells = vec![Cell::from(name.to_owned())];
        cells.extend(views.iter().map(|(view, _)| cell(view)));
        cells
    };
    let mut table = Table::new("values-table", "Present values under each set of discount rates", columns);
    for (measure, name) in POUNDS {
        table = table.row(row(name, &|view| Cell::Amount(estimate(proposal.value(view, measure)))));
    }
    for (measure, name) in RATIOS {
        table = table.row(row(name, &|view| Cell::Words(vec![number(proposal.value(view, measure), 4)])));
    }
    table = table.row(row("Pays back after", &|view| Cell::Words(vec![years(proposal.value(view, "payback_years"))])));
    vec![Block::Table(table)]
}

/// One input at a time, the widest first.
fn swings(proposal: &Proposal) -> Vec<Block> {
    let inputs = widest_swings(proposal);
    // Where no cost is stated there is no net value that could move.
    let answer = proposal.value(STANDARD, "public_npv").map(money);
    if inputs.is_empty() || answer.is_none() {
        return Vec::new();
    }
    let columns = vec![
        Column::words("Input"),
        Column::number("From"),
        Column::number("To"),
        Column::charted("Public value, net, at the first"),
        Column::charted("Public value, net, at the second"),
        Column::words("Decides"),
    ];
    let rows = inputs.into_iter().map(|(input, swing)| swing_row(input, swing));
    let caption = "One input moved at a time, the widest swing first";
    let mut table = Table::new("swings", caption, columns).rows(rows).note(words![
        "Inputs move within the range that the author states, else a fifth either way. An input decides where the answer \
         changes its sign on the way."
    ]);
    // Bars begin at the answer as it stands.
    table.chart = Some(Chart { kind: ChartKind::Tornado, whole: answer });
    vec![Block::Table(table)]
}

fn widest_swings(proposal: &Proposal) -> Vec<(&Input, Swing)> {
    let mut inputs: Vec<(&Input, Swing)> =
        proposal.inputs.iter().filter_map(|input| Some((input, input.swing?))).collect();
    let width = |swing: &Swing| (swing.at_high - swing.at_low).abs();
    inputs.sort_by(|(a, one), (b, other)| width(other).cmp(&width(one)).then_with(|| a.label.cmp(&b.label)));
    inputs.truncate(N_SWINGS);
    inputs
}

fn swing_row(input: &Input, swing: Swing) -> Vec<Cell> {
    let decides = match swing.decides {
        true => Inline::Tag("decides".to_owned(), TagColour::Doubtful),
        false => "no".into(),
    };
    vec![
        Cell::from(input.label.clone()),
        Cell::from(plain(swing.low)),
        Cell::from(plain(swing.high)),
        Cell::Amount(Amount::Estimated(swing.at_low)),
        Cell::Amount(Amount::Estimated(swing.at_high)),
        Cell::from(decides),
    ]
}

fn scenarios(proposal: &Proposal) -> Vec<Block> {
    let names = proposal.scenarios();
    if names.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words("Scenario"),
        Column::number("Public value, net"),
        Column::number("Public value for a pound"),
        Column::number("Public money for a pound"),
        Column::number("The same undiscounted"),
    ];
    let rows = names.into_iter().map(|name| {
        let ratio = |view: &str, measure: &str| Cell::Words(vec![number(proposal.of_scenario(name, view, measure), 2)]);
        vec![
            Cell::from(name.to_owned()),
            Cell::Amount(estimate(proposal.of_scenario(name, STANDARD, "public_npv"))),
            ratio(STANDARD, "public_bcr"),
            ratio(STANDARD, "financial_bcr"),
            ratio("undiscounted", "financial_bcr"),
        ]
    });
    vec![Block::Table(Table::new("scenarios-table", "The proposal under other assumptions", columns).rows(rows))]
}

fn chances(proposal: &Proposal) -> Vec<Block> {
    let drawn = |measure: &str| proposal.value("draws", measure);
    let Some(n_draws) = drawn("n_draws") else {
        let reason = proposal.notes("not_drawn").next().map(|note| note.text.clone());
        return reason.map(|reason| Block::Words(words![reason, "."])).into_iter().collect();
    };
    let columns = vec![
        Column::words(""),
        Column::number("One in ten is below"),
        Column::number("Half are below"),
        Column::number("One in ten is above"),
        Column::number("Chance to gain"),
    ];
    let mut columns = columns;
    columns[0].heading = "Net".to_owned();
    let row = |name: String, cells: [Option<f64>; 3], chance: Option<f64>| {
        let mut row = vec![Cell::from(name)];
        row.extend(cells.map(|value| Cell::Amount(estimate(value))));
        row.push(Cell::Share(chance));
        row
    };
    let of = |prefix: &str| ["p10", "p50", "p90"].map(|tenth| drawn(&format!("{prefix}_{tenth}")));
    let mut rows = vec![
        row("Public value".to_owned(), of("public_npv"), drawn("chance_public_gain")),
        row("Public money".to_owned(), of("fiscal_npv"), drawn("chance_fiscal_gain")),
    ];
    rows.extend(proposal.bodies.iter().map(|body| {
        let of_body = |measure: &str| proposal.of_body(&body.id, "draws", measure);
        row(body.name.clone(), ["net_p10", "net_p50", "net_p90"].map(of_body), of_body("chance_better_off"))
    }));
    let inputs = drawn("n_uncertain_inputs").unwrap_or_default();
    let caption = format!("{n_draws:.0} draws of {inputs:.0} inputs at once, correlated as the proposal says");
    let mut blocks = vec![Block::Table(Table::new("draws", caption, columns).rows(rows))];
    blocks.extend(knowing(proposal));
    blocks
}

/// What it would be worth to know an input before deciding.
fn knowing(proposal: &Proposal) -> Vec<Block> {
    let mut known: Vec<(&Input, money::Money)> =
        proposal.inputs.iter().filter_map(|input| Some((input, input.value_of_knowing?))).collect();
    known.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.label.cmp(&b.label)));
    let everything = proposal.value("draws", "value_of_knowing_everything");
    let worth: Vec<Vec<Inline>> = known
        .iter()
        .filter(|(_, pounds)| money::Money::from_pence(100) <= *pounds)
        .take(N_SWINGS)
        .map(|(input, pounds)| words![input.label.clone(), ": ", Amount::Estimated(*pounds)])
        .collect();
    let mut blocks = vec![Block::Words(words![
        "Knowing everything before deciding would be worth ",
        estimate(everything),
        " of public value. More evidence is worth buying where it costs less than this for one input:"
    ])];
    match worth.is_empty() {
        true => blocks.push(Block::Words(words!["No single input would change the decision."])),
        false => blocks.push(Block::List(worth)),
    }
    blocks
}

fn assumptions(proposal: &Proposal) -> Vec<Block> {
    if proposal.inputs.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words("Number"),
        Column::number("Value"),
        Column::short("Range"),
        Column::long("Source, and how good the evidence is"),
    ];
    let rows = proposal.inputs.iter().map(|input| {
        let range =
            input.range.map_or("none stated".to_owned(), |(low, high)| format!("{} to {}", plain(low), plain(high)));
        vec![
            Cell::from(input.label.clone()),
            Cell::from(plain(input.value)),
            Cell::from(range),
            Cell::from(input.source.clone().unwrap_or_else(|| "not stated".to_owned())),
        ]
    });
    let caption = "Every number that the answer rests on";
    vec![Block::Table(Table::new("assumptions-table", caption, columns).rows(rows))]
}

fn not_confirmed(proposal: &Proposal) -> Vec<Block> {
    let mut notes = proposal.notes("not_confirmed").peekable();
    if notes.peek().is_none() {
        return Vec::new();
    }
    let columns = vec![Column::words("Number"), Column::words("How good it is"), Column::long("Source")];
    let rows = notes.map(|note| {
        let or_none = |text: &Option<String>| Cell::from(text.clone().unwrap_or_else(|| "not stated".to_owned()));
        vec![Cell::from(note.text.clone()), or_none(&note.quality), or_none(&note.source)]
    });
    vec![Block::Table(
        Table::new("not-confirmed-table", "Numbers whose authority is not confirmed", columns).rows(rows),
    )]
}

/// A number without trailing zeros.
fn plain(number: f64) -> String {
    let printed = format!("{number:.4}");
    printed.trim_end_matches('0').trim_end_matches('.').to_owned()
}
