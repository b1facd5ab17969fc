//! One proposal: money year by year, who pays and who gains, what would change the answer, what it is based on.

use model::tables::{BodyTier, ProposalFlowKind, ProposalMeasure, ProposalNoteKind, ProposalUnit, ProposalView};

use crate::block::{
    Amount, Block, Cell, Chart, ChartKind, Column, Fact, Inline, Page, Section, Table, TagColour, words,
};
use crate::proposals::{Input, Note, Proposal, Swing};
use crate::sections::doing_better::proposals::{address_of, estimate, money, number, years};

/// Inputs that a chart has room for.
const N_SWINGS: usize = 10;

/// Views of the discount rates and their headings.
const VIEWS: [(ProposalView, &str); 3] = [
    (ProposalView::Standard, "Standard rates"),
    (ProposalView::Sensitivity, "Without pure time preference"),
    (ProposalView::Undiscounted, "Undiscounted"),
];

pub fn page(proposal: &Proposal) -> Page {
    let lede = vec![Inline::Text(proposal.summary.clone().unwrap_or_default())];
    let lede = if proposal.summary.is_some() { lede } else { Vec::new() };
    let mut page = Page::new(address_of(proposal), proposal.name.clone(), lede);
    page.blocks.extend(standing(proposal));
    if !proposal.results.iter().any(|row| row.value.is_some() && row.measure == ProposalMeasure::PvFiscal) {
        page.blocks.push(Block::Words(words![
            "Benefits that are claimed but not put into figures: ",
            Amount::NotComputed,
            ". They may still matter."
        ]));
    }
    page.blocks.push(Block::Facts(facts(proposal)));
    page.blocks.push(hand_on(proposal));
    page.sections = sections(proposal);
    page
}

/// How a reader who disagrees with a number tries another.
fn hand_on(proposal: &Proposal) -> Block {
    let file = format!("proposals/{}.toml", proposal.id);
    let command = format!("totalplace appraise {file} --xlsx {}.xlsx", proposal.id);
    Block::Words(words![
        "Every number is in ",
        Inline::code(file),
        ": change one and rebuild. ",
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
        None => words![span, "No counterfactual is named, so nothing here can be called a saving."],
    })];
    if let (Some(who), Some(claim)) = (&proposal.claimed_by, proposal.notes(ProposalNoteKind::Claim).next()) {
        blocks.push(Block::Words(words!["Claimed by ", who.clone(), ": “", claim.text.clone(), "”. ", origin(claim)]));
    }
    let n = proposal.notes(ProposalNoteKind::NotConfirmed).count();
    if 0 < n {
        let text =
            if n == 1 { "1 number is not confirmed".to_owned() } else { format!("{n} numbers are not confirmed") };
        blocks.push(Block::Words(words![
            Inline::Tag(text, TagColour::Doubtful),
            " Anything computed from them is not confirmed either; ",
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
    let value = |measure| proposal.value(ProposalView::Standard, measure);
    let uncorrected = value(ProposalMeasure::UncorrectedPublicBcr);
    let corrected = match uncorrected {
        Some(ratio) => format!("{ratio:.4} without the correction for optimism"),
        None => "nothing is spent, so no ratio can be given".to_owned(),
    };
    vec![
        Fact::new("Cost", estimate(value(ProposalMeasure::PvCost)), words!["present value, standard rates"]),
        Fact::new(
            "Public value, net",
            estimate(value(ProposalMeasure::PublicNpv)),
            words!["fiscal, economic and social, less cost"],
        ),
        Fact::new("Public value for a pound", number(value(ProposalMeasure::PublicBcr), 4), words![corrected]),
        Fact::new(
            "Public money for a pound",
            number(value(ProposalMeasure::FinancialBcr), 4),
            words!["of it cashable: ", number(value(ProposalMeasure::CashableBcr), 4)],
        ),
        Fact::new(
            "Pays back after",
            years(value(ProposalMeasure::PaybackYears)),
            words!["public money in, public money out"],
        ),
    ]
}

fn sections(proposal: &Proposal) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |id: &str, heading: &str, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            sections.push(Section::new(id, heading, blocks));
        }
    };
    add("readings", "What the claim adds up to", notes(proposal, ProposalNoteKind::Reading));
    add("ambiguous", "What the claim does not settle", notes(proposal, ProposalNoteKind::Ambiguous));
    add("cash-flow", "Money year by year", cash_flow(proposal));
    add("cumulative", "When it comes back", cumulative(proposal));
    add("bodies", "Who pays and who gains", bodies(proposal));
    add("values", "Present values", values(proposal));
    add("outcomes", "Its benefits", notes(proposal, ProposalNoteKind::Outcome));
    add("answer", "What would change the answer", swings(proposal));
    add("scenarios", "Under other assumptions", scenarios(proposal));
    add("chance", "How sure that is", chances(proposal));
    add("budgets", "Which budget lines a saving comes from", notes(proposal, ProposalNoteKind::Budget));
    add("assumptions", "Assumptions", assumptions(proposal));
    add("findings", "What to know before you rely on it", notes(proposal, ProposalNoteKind::Finding));
    add("not-confirmed", "Numbers that are not confirmed", not_confirmed(proposal));
    sections
}

fn notes(proposal: &Proposal, kind: ProposalNoteKind) -> Vec<Block> {
    let items: Vec<Vec<Inline>> = proposal.notes(kind).map(|note| vec![Inline::Text(note.text.clone())]).collect();
    if items.is_empty() { Vec::new() } else { vec![Block::List(items)] }
}

/// Costs below the line and benefits above it, in the prices of the price year.
fn cash_flow(proposal: &Proposal) -> Vec<Block> {
    let of_kinds = |year, kinds: &[ProposalFlowKind], nominal: bool| -> money::Money {
        let flows = proposal.flows.iter().filter(|flow| flow.year == year && kinds.contains(&flow.kind));
        flows.map(|flow| if nominal { flow.nominal } else { flow.amount }).sum()
    };
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
        let benefit = |kind| Cell::Amount(Amount::Estimated(of_kinds(year, &[kind], false)));
        vec![
            Cell::from(year.to_string()),
            Cell::Amount(Amount::Estimated(-of_kinds(year, &ProposalFlowKind::COSTS, false))),
            benefit(ProposalFlowKind::CashableBenefit),
            benefit(ProposalFlowKind::CapacityReleased),
            benefit(ProposalFlowKind::Economic),
            benefit(ProposalFlowKind::Social),
            Cell::Amount(Amount::Estimated(of_kinds(year, &ProposalFlowKind::COSTS, true))),
        ]
    });
    let caption = format!("Costs and benefits by year in {} prices, undiscounted", proposal.price_year);
    let table = Table::new("cash-flow-table", caption, columns).rows(rows).chart(ChartKind::Bar).note(words![
        "A cashable benefit can be taken out of the budget line named for it; capacity released is time and beds."
    ]);
    vec![Block::Table(table)]
}

fn cumulative(proposal: &Proposal) -> Vec<Block> {
    let (fiscal, public) =
        (proposal.by_year(ProposalMeasure::RunningFiscal), proposal.by_year(ProposalMeasure::RunningPublic));
    if proposal.value(ProposalView::Standard, ProposalMeasure::PvCost).is_none() || fiscal.is_empty() {
        return Vec::new();
    }
    let columns = vec![Column::short("Year"), Column::charted("Public money"), Column::charted("Public value")];
    let rows = fiscal.iter().zip(&public).map(|((year, fiscal), (_, public))| {
        let cell = |value: f64| Cell::Amount(Amount::Estimated(money(value)));
        vec![Cell::from(year.to_string()), cell(*fiscal), cell(*public)]
    });
    let caption = "Benefits less costs, added up from the first year, discounted at the standard rates";
    let table = Table::new("cumulative-table", caption, columns).rows(rows).chart(ChartKind::Line);
    vec![Block::Words(words![payback(proposal)]), Block::Table(table)]
}

/// When public money is back for good; an earlier time at which it is back only until later costs is named as such.
fn payback(proposal: &Proposal) -> String {
    let value = |measure| proposal.value(ProposalView::Standard, measure);
    let first = value(ProposalMeasure::FirstBackYears)
        .map(|years| format!("it first pays back after {years:.2} years, but later costs reverse that"));
    match (value(ProposalMeasure::PaybackYears), first) {
        (Some(years), None) => format!("Public money is paid back after {years:.2} years."),
        (Some(years), Some(first)) => format!("Public money is paid back for good after {years:.2} years; {first}."),
        (None, None) => "Public money is not paid back within these years.".to_owned(),
        (None, Some(first)) => format!("Public money is not paid back for good within these years: {first}."),
    }
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
    let totals = [BodyTier::Local, BodyTier::Central].map(|tier| tier_row(proposal, tier));
    let table =
        Table::new("bodies-table", "What each body pays and gains: present values at the standard rates", columns)
            .rows(rows)
            .aside(totals)
            .chart(ChartKind::Bar);
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(proposal.notes(ProposalNoteKind::SidePayments).map(|note| {
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
const MEASURES_OF_BODIES: [ProposalMeasure; 5] = [
    ProposalMeasure::Pays,
    ProposalMeasure::Gains,
    ProposalMeasure::Net,
    ProposalMeasure::GainsAme,
    ProposalMeasure::SidePayment,
];

fn body_row(proposal: &Proposal, body: &crate::proposals::Body) -> Vec<Cell> {
    let value = |measure| Cell::Amount(estimate(proposal.of_body(&body.id, ProposalView::Standard, measure)));
    let mut cells = vec![Cell::from(format!("{} ({})", body.name, body.tier.word()))];
    cells.extend(MEASURES_OF_BODIES.map(value));
    cells.push(Cell::Share(proposal.of_body(&body.id, ProposalView::Draws, ProposalMeasure::ChanceBetterOff)));
    cells
}

fn tier_row(proposal: &Proposal, tier: BodyTier) -> Vec<Cell> {
    let sum = |measure| -> Option<f64> {
        let of_tier = proposal.bodies.iter().filter(|body| body.tier == tier);
        of_tier.map(|body| proposal.of_body(&body.id, ProposalView::Standard, measure)).sum()
    };
    let mut cells = vec![Cell::from(format!("All {} bodies", tier.word()))];
    cells.extend(MEASURES_OF_BODIES.map(|measure| Cell::Amount(estimate(sum(measure)))));
    cells.push(Cell::Share(None));
    cells
}

/// Present values and what follows from them, in the order in which a reader asks for them.
const VALUES: [(ProposalMeasure, &str); 15] = [
    (ProposalMeasure::PvCost, "Cost"),
    (ProposalMeasure::PvFiscal, "Fiscal benefit"),
    (ProposalMeasure::PvCashable, "Of it cashable"),
    (ProposalMeasure::PvEconomic, "Economic benefit"),
    (ProposalMeasure::PvSocial, "Social benefit"),
    (ProposalMeasure::PublicNpv, "Public value, net"),
    (ProposalMeasure::FinancialNpv, "Public money, net"),
    (ProposalMeasure::NetBudgetImpact, "Net budget impact"),
    (ProposalMeasure::PublicBcr, "Public value for a pound"),
    (ProposalMeasure::FinancialBcr, "Public money for a pound"),
    (ProposalMeasure::CashableBcr, "Cashable money for a pound"),
    (ProposalMeasure::SwitchingPublic, "Benefits multiplied by this for no public value"),
    (ProposalMeasure::SwitchingFiscal, "Benefits multiplied by this for no public money"),
    (ProposalMeasure::PaybackYears, "Pays back after"),
    (ProposalMeasure::FirstBackYears, "First pays back, then does not"),
];

fn values(proposal: &Proposal) -> Vec<Block> {
    let is_there = |view: ProposalView| proposal.results.iter().any(|row| row.view == view);
    let views: Vec<(ProposalView, &str)> = VIEWS.into_iter().filter(|(view, _)| is_there(*view)).collect();
    let mut columns = vec![Column::words("Measure")];
    columns.extend(views.iter().map(|(_, heading)| Column::number(*heading)));
    // Only a proposal whose money goes out again has a first time that is not the last.
    let is_asked = |(measure, _): &(ProposalMeasure, &str)| {
        *measure != ProposalMeasure::FirstBackYears
            || views.iter().any(|(view, _)| proposal.value(*view, *measure).is_some())
    };
    let rows = VALUES.into_iter().filter(is_asked).map(|(measure, name)| {
        let mut cells = vec![Cell::from(name.to_owned())];
        cells.extend(views.iter().map(|(view, _)| value_cell(proposal, *view, measure)));
        cells
    });
    let caption = "Present values under each set of discount rates";
    vec![Block::Table(Table::new("values-table", caption, columns).rows(rows))]
}

fn value_cell(proposal: &Proposal, view: ProposalView, measure: ProposalMeasure) -> Cell {
    let value = proposal.value(view, measure);
    match measure.unit() {
        ProposalUnit::Pounds => Cell::Amount(estimate(value)),
        ProposalUnit::Years => Cell::Words(vec![years(value)]),
        _ => Cell::Words(vec![number(value, 4)]),
    }
}

/// One input at a time, the widest first.
fn swings(proposal: &Proposal) -> Vec<Block> {
    let inputs = widest_swings(proposal);
    // Where no cost is stated there is no net value that could move.
    let answer = proposal.value(ProposalView::Standard, ProposalMeasure::PublicNpv).map(money);
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
    let caption = "Each input varied on its own, the widest swing first";
    let mut table = Table::new("swings", caption, columns).rows(rows).note(words![
        "Each input varies within the range the author states, or by a fifth either way if none is stated. An input \
         is decisive if the answer changes sign within that range."
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
        let ratio = |view, measure| Cell::Words(vec![number(proposal.of_scenario(name, view, measure), 2)]);
        vec![
            Cell::from(name.to_owned()),
            Cell::Amount(estimate(proposal.of_scenario(name, ProposalView::Standard, ProposalMeasure::PublicNpv))),
            ratio(ProposalView::Standard, ProposalMeasure::PublicBcr),
            ratio(ProposalView::Standard, ProposalMeasure::FinancialBcr),
            ratio(ProposalView::Undiscounted, ProposalMeasure::FinancialBcr),
        ]
    });
    vec![Block::Table(Table::new("scenarios-table", "The proposal under other assumptions", columns).rows(rows))]
}

fn chances(proposal: &Proposal) -> Vec<Block> {
    let drawn = |measure| proposal.value(ProposalView::Draws, measure);
    let Some(n_draws) = drawn(ProposalMeasure::NDraws) else {
        let reason = proposal.notes(ProposalNoteKind::NotDrawn).next().map(|note| note.text.clone());
        return reason.map(|reason| Block::Words(words![reason, "."])).into_iter().collect();
    };
    let columns = vec![
        Column::words("Net"),
        Column::number("One in ten is below"),
        Column::number("Half are below"),
        Column::number("One in ten is above"),
        Column::number("Chance to gain"),
    ];
    let inputs = drawn(ProposalMeasure::NUncertainInputs).unwrap_or_default();
    let caption = format!("{n_draws:.0} draws of {inputs:.0} inputs at once, correlated as the proposal says");
    let mut blocks = vec![Block::Table(Table::new("draws", caption, columns).rows(draw_rows(proposal)))];
    blocks.extend(knowing(proposal));
    blocks
}

fn draw_rows(proposal: &Proposal) -> Vec<Vec<Cell>> {
    let drawn = |measure| proposal.value(ProposalView::Draws, measure);
    let row = |name: &str, cells: [Option<f64>; 3], chance: Option<f64>| {
        let mut row = vec![Cell::from(name.to_owned())];
        row.extend(cells.map(|value| Cell::Amount(estimate(value))));
        row.push(Cell::Share(chance));
        row
    };
    let public = ProposalMeasure::PUBLIC_NPV.map(drawn);
    let fiscal = ProposalMeasure::FISCAL_NPV.map(drawn);
    let mut rows = vec![
        row("Public value", public, drawn(ProposalMeasure::ChancePublicGain)),
        row("Public money", fiscal, drawn(ProposalMeasure::ChanceFiscalGain)),
    ];
    rows.extend(proposal.bodies.iter().map(|body| {
        let of_body = |measure| proposal.of_body(&body.id, ProposalView::Draws, measure);
        row(&body.name, ProposalMeasure::NET.map(of_body), of_body(ProposalMeasure::ChanceBetterOff))
    }));
    rows
}

/// What it would be worth to know an input before deciding.
fn knowing(proposal: &Proposal) -> Vec<Block> {
    let mut known: Vec<(&Input, money::Money)> =
        proposal.inputs.iter().filter_map(|input| Some((input, input.value_of_knowing?))).collect();
    known.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.label.cmp(&b.label)));
    let everything = proposal.value(ProposalView::Draws, ProposalMeasure::ValueOfKnowingEverything);
    let worth: Vec<Vec<Inline>> = known
        .iter()
        .filter(|(_, pounds)| money::Money::from_pence(100) <= *pounds)
        .take(N_SWINGS)
        .map(|(input, pounds)| words![input.label.clone(), ": ", Amount::Estimated(*pounds)])
        .collect();
    let mut blocks = vec![Block::Words(words![
        "Perfect information before the decision would be worth ",
        estimate(everything),
        " of public value. More evidence on one input is worth buying if it costs less than this:"
    ])];
    match worth.is_empty() {
        true => blocks.push(Block::Words(words!["No single input would change the decision on its own."])),
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
    let caption = "Every number behind the answer";
    vec![Block::Table(Table::new("assumptions-table", caption, columns).rows(rows))]
}

fn not_confirmed(proposal: &Proposal) -> Vec<Block> {
    let mut notes = proposal.notes(ProposalNoteKind::NotConfirmed).peekable();
    if notes.peek().is_none() {
        return Vec::new();
    }
    let columns = vec![Column::words("Number"), Column::words("How good it is"), Column::long("Source")];
    let rows = notes.map(|note| {
        let or_none = |text: &Option<String>| Cell::from(text.clone().unwrap_or_else(|| "not stated".to_owned()));
        vec![Cell::from(note.text.clone()), or_none(&note.quality), or_none(&note.source)]
    });
    vec![Block::Table(Table::new("not-confirmed-table", "Numbers with no confirmed authority", columns).rows(rows))]
}

/// A number without trailing zeros.
fn plain(number: f64) -> String {
    let printed = format!("{number:.4}");
    printed.trim_end_matches('0').trim_end_matches('.').to_owned()
}
