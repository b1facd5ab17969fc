//! The map of the whole: from where money comes from first, through funders, bodies and services, to kinds of spending.
//!
//! Each step adds up to the whole: the first two from the table of funders, the others from the cells.

use std::collections::BTreeMap;

use model::funding::Instrument;
use money::Money;
use report::whole::{FunderRow, Funders, WholeCount, kind_in_words, origin_in_words};

use crate::block::{Amount, Cell, Chart, ChartKind, Column, Edge, Row, Table, Tier, words};

/// Names of one column that stand alone; the others stand together.
const N_FUNDERS: usize = 9;
const N_BODIES: usize = 9;
const N_SERVICES: usize = 10;

/// Pounds between two names.
type Flow = (String, String, Money);

/// The map as a table, from which the chart is drawn.
pub fn table(whole: &WholeCount, funders: &Funders) -> Table {
    let from_origins = flows(funders.rows.iter().map(|row| (origin(row), funder(row), row.amount)));
    let to_bodies = flows(funders.rows.iter().map(|row| (funder(row), row.body.clone(), row.amount)));
    let counted = || whole.cells.iter().filter_map(|cell| Some((cell, cell.amount?)));
    let to_services = flows(counted().map(|(cell, amount)| (cell.body.clone(), cell.service.clone(), amount)));
    let to_kinds =
        flows(counted().map(|(cell, amount)| (cell.service.clone(), kind_in_words(cell.kind).to_owned(), amount)));

    let funders_alone = largest(&from_origins, N_FUNDERS);
    let bodies_alone = largest(&to_services, N_BODIES);
    let services_alone = largest(&to_services, N_SERVICES);
    let (funders_of, bodies_of, services_of) = (
        Names { alone: funders_alone.to, others: "Smaller funders" },
        Names { alone: bodies_alone.from, others: "Smaller bodies" },
        Names { alone: services_alone.to, others: "Smaller services" },
    );
    let as_it_is = Names { alone: Vec::new(), others: "" };
    let steps = [
        (Tier::Origin, from_origins, &as_it_is, &funders_of),
        (Tier::Funder, to_bodies, &funders_of, &bodies_of),
        (Tier::Body, to_services, &bodies_of, &services_of),
        (Tier::Service, to_kinds, &services_of, &as_it_is),
    ];
    let columns = vec![Column::words("From"), Column::words("To"), Column::charted("Pounds"), Column::short("Step")];
    let caption = format!("All public money for {}: where it comes from and goes", whole.place);
    let mut table = Table::new("money-map", caption, columns);
    for (at, (tier, flows, from, to)) in steps.into_iter().enumerate() {
        table.rows.extend(rows(tier, at + 1, flows, from, to));
    }
    table.chart = Some(Chart { kind: ChartKind::Sankey, whole: None });
    let note = "The rows of each of the four stages add up to ";
    table.note(words![note, Amount::Stated(whole.total()), ". Amounts below zero are not drawn."])
}

fn origin(row: &FunderRow) -> String {
    origin_in_words(row.origin).to_owned()
}

/// National bodies spend what Parliament votes: on the map they stand among the funders too, as their grants leave there.
fn funder(row: &FunderRow) -> String {
    if row.instrument == Instrument::Supply { row.body.clone() } else { row.funder.clone() }
}

/// Pounds by pair of names.
fn flows(found: impl Iterator<Item = Flow>) -> Vec<Flow> {
    let mut sums: BTreeMap<(String, String), Money> = BTreeMap::new();
    for (from, to, amount) in found {
        *sums.entry((from, to)).or_default() += amount;
    }
    sums.into_iter().map(|((from, to), amount)| (from, to, amount)).collect()
}

/// The names at both ends that hold most, the largest first.
struct Largest {
    from: Vec<String>,
    to: Vec<String>,
}

fn largest(flows: &[Flow], n_max: usize) -> Largest {
    let of = |name: fn(&Flow) -> &String| {
        let mut sums: BTreeMap<&String, Money> = BTreeMap::new();
        for flow in flows {
            *sums.entry(name(flow)).or_default() += flow.2;
        }
        let mut sums: Vec<(&String, Money)> = sums.into_iter().collect();
        sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        // One alone under "others" may as well have its name.
        let n = if sums.len() <= n_max + 1 { sums.len() } else { n_max };
        sums.into_iter().take(n).map(|(name, _)| name.clone()).collect()
    };
    Largest { from: of(|flow| &flow.0), to: of(|flow| &flow.1) }
}

/// Which names of a column stand alone: all where none is said.
struct Names {
    alone: Vec<String>,
    others: &'static str,
}

impl Names {
    fn of(&self, name: String) -> String {
        if self.others.is_empty() || self.alone.contains(&name) { name } else { self.others.to_owned() }
    }
}

/// The rows of one step, the largest first.
fn rows(tier: Tier, step: usize, flows: Vec<Flow>, from: &Names, to: &Names) -> Vec<Row> {
    let named = flows.into_iter().map(|(a, b, amount)| (from.of(a), to.of(b), amount));
    let mut flows: Vec<Flow> = self::flows(named).into_iter().filter(|flow| flow.2 != Money::ZERO).collect();
    flows.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    let row = |(from, to, amount): Flow| Row {
        edge: Some(Edge { tier, from: from.clone(), to: to.clone() }),
        cells: vec![
            Cell::from(from),
            Cell::from(to),
            Cell::Amount(Amount::Rounded(amount)),
            Cell::from(format!("{step} of 4")),
        ],
        is_aside: false,
    };
    flows.into_iter().map(row).collect()
}
