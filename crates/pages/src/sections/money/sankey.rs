//! The map of money: from funders through bodies to what they pay for.

use std::collections::BTreeMap;

use account::{Crossing, Dimension, Filter, Tally};
use model::tables::FlowTier;
use model::{AccountPart, FinancialYear, Treatment};
use money::Money;

use crate::block::{Amount, Cell, Chart, ChartKind, Column, Edge, Figure, Row, Table, Tier};
use crate::view::{View, figure_of};

/// Nodes that stand alone; the others of their column stand together.
const N_FUNDERS: usize = 7;
const N_BODIES: usize = 10;
const N_SERVICES: usize = 12;

/// A node of one column: one id, or all that are too small to stand alone.
#[derive(Clone, Debug)]
struct Node {
    name: String,
    ids: Vec<String>,
}

/// All lines; none where there is nothing to map.
pub fn of_overview(view: &View<'_>) -> Option<Table> {
    let table = table(view, "map-of-money", "From funders, through bodies, to services".to_owned(), None);
    (!table.rows.is_empty()).then_some(table)
}

/// Each year that has a share worth seeing, all on one scale.
pub fn by_year(view: &View<'_>) -> Vec<(FinancialYear, Table)> {
    let mut wholes: BTreeMap<i32, Money> = BTreeMap::new();
    for flow in view.site.small.flows.as_deref().unwrap_or_default() {
        if flow.tier == FlowTier::BodyToService {
            *wholes.entry(flow.year.0).or_default() += flow.amount;
        }
    }
    let largest = wholes.values().copied().max().unwrap_or_default();
    // Stragglers of other years would be a blank chart each; they are in the table of flows.
    let is_worth_seeing = |whole: &Money| whole.share_of(largest).is_some_and(|share| 0.01 <= share);
    let years = wholes.iter().filter(|(_, whole)| is_worth_seeing(whole)).map(|(year, _)| FinancialYear(*year));
    let caption = |year| format!("From funders, through bodies, to services, {year}");
    let mut tables: Vec<(FinancialYear, Table)> = years
        .map(|year| (year, table(view, &format!("map-{}", year.0), caption(year), Some(year))))
        .filter(|(_, table)| !table.rows.is_empty())
        .collect();
    let whole = tables.iter().map(|(_, table)| tallest_column(table)).max();
    // The scale is that of all years, so that a band of one height is the same money on the page of each.
    tables.retain(|(year, _)| view.year.is_none_or(|shown| shown == *year));
    for (_, table) in &mut tables {
        table.chart = Some(Chart { kind: ChartKind::Sankey, whole });
    }
    tables
}

/// The pounds of the fullest column of a map: what the scale of all years is set by. A node is as high as
/// what enters or what leaves it, whichever is more; what is below zero is not drawn.
fn tallest_column(table: &Table) -> Money {
    let mut nodes: BTreeMap<(Tier, bool, &str), Money> = BTreeMap::new();
    for row in &table.rows {
        let (Some(edge), Some(Cell::Amount(Amount::Lines(figure)))) = (&row.edge, row.cells.get(2)) else { continue };
        if figure.amount > Money::ZERO {
            *nodes.entry((edge.tier, true, &edge.from)).or_default() += figure.amount;
            *nodes.entry((edge.tier, false, &edge.to)).or_default() += figure.amount;
        }
    }
    let sum = |tier, is_from| nodes.iter().filter(|((t, f, _), _)| (*t, *f) == (tier, is_from)).map(|(_, m)| *m).sum();
    let (funders, services): (Money, Money) = (sum(Tier::Funder, true), sum(Tier::Body, false));
    let mut bodies: BTreeMap<&str, Money> = BTreeMap::new();
    for ((tier, is_from, id), money) in &nodes {
        if (*tier == Tier::Funder) != *is_from {
            let known = bodies.entry(id).or_default();
            *known = (*known).max(*money);
        }
    }
    funders.max(services).max(bodies.values().sum())
}

fn table(view: &View<'_>, id: &str, caption: String, year: Option<FinancialYear>) -> Table {
    let of_year = |filter: Filter| match year {
        Some(year) => filter.only(Dimension::Year, Some(&year.to_string())),
        None => view.of_year(filter),
    };
    let account = &view.site.account;
    let passed = of_year(Filter::default().only(Dimension::Treatment, Some(Treatment::Transfer.word())));
    let spent = of_year(Filter::of_parts(&[AccountPart::SpendHere]));
    let kept = of_year(Filter::kept_transfers());
    let is_of_place = |id: &str| view.site.place.body(id).is_some_and(|body| body.in_perimeter);

    let mut funding = account.by_two(&passed, Dimension::Body, Dimension::Counterparty);
    funding.retain(|c| c.b.as_deref().is_some_and(is_of_place));
    let spending = account.by_two(&spent, Dimension::Body, Dimension::Service);
    let mut leaving = account.by_two(&kept, Dimension::Body, Dimension::Counterparty);
    leaving.retain(|c| !c.b.as_deref().is_some_and(is_of_place));

    let funders = nodes(funding.iter().map(from), N_FUNDERS, "Other public bodies");
    let bodies = nodes(spending.iter().map(from).chain(funding.iter().map(to)), N_BODIES, "Other bodies here");
    let services = nodes(spending.iter().map(to), N_SERVICES, "Other services");

    let columns = vec![Column::words("From"), Column::words("To"), Column::charted("Pounds"), Column::number("Lines")];
    let mut table = Table::new(id, caption, columns).chart(ChartKind::Sankey);
    edges(&mut table, Tier::Funder, &funding, &passed, (&funders, Dimension::Body), (&bodies, Dimension::Counterparty));
    edges(&mut table, Tier::Body, &spending, &spent, (&bodies, Dimension::Body), (&services, Dimension::Service));
    edges_out(view, &mut table, &leaving, &kept, &bodies);
    table
}

/// One end of a flow: id, name, pounds.
type End<'a> = (&'a Option<String>, &'a str, Money);

fn from(crossing: &Crossing) -> End<'_> {
    (&crossing.a, &crossing.a_label, crossing.tally.amount)
}

fn to(crossing: &Crossing) -> End<'_> {
    (&crossing.b, &crossing.b_label, crossing.tally.amount)
}

/// The nodes of one column, the largest first; what is small stands together at the end.
fn nodes<'a>(ends: impl Iterator<Item = End<'a>>, n_max: usize, others: &str) -> Vec<Node> {
    let mut sums: BTreeMap<&str, (&str, Money)> = BTreeMap::new();
    for (id, label, amount) in ends {
        if let Some(id) = id {
            sums.entry(id).or_insert((label, Money::ZERO)).1 += amount;
        }
    }
    let mut sums: Vec<(&str, &str, Money)> = sums.into_iter().map(|(id, (label, sum))| (id, label, sum)).collect();
    sums.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0)));
    let n = if sums.len() <= n_max + 1 { sums.len() } else { n_max };
    let rest = sums.split_off(n);
    let alone = sums.into_iter().map(|(id, label, _)| Node { name: label.to_owned(), ids: vec![id.to_owned()] });
    let mut nodes: Vec<Node> = alone.collect();
    if !rest.is_empty() {
        nodes.push(Node { name: others.to_owned(), ids: rest.into_iter().map(|(id, _, _)| id.to_owned()).collect() });
    }
    nodes
}

/// The rows between two columns. A node of several bodies can hold both ends of a flow; then the flow
/// between them is a row too, as its filter says.
fn edges(
    table: &mut Table,
    tier: Tier,
    crossings: &[Crossing],
    base: &Filter,
    (from, from_dimension): (&[Node], Dimension),
    (to, to_dimension): (&[Node], Dimension),
) {
    for from in from {
        for to in to {
            // A recharge leads from a body to itself, which on a map would only be a loop.
            if from.ids == to.ids && from.ids.len() == 1 && tier == Tier::Funder {
                continue;
            }
            let is_between = |c: &&Crossing| from.holds(&c.a) && to.holds(&c.b);
            let Some(tally) = sum(crossings.iter().filter(is_between)) else { continue };
            let filter = to.filter(to_dimension, from.filter(from_dimension, base.clone()));
            push(table, tier, from, to, figure_of(&tally, &filter));
        }
    }
}

/// What bodies here pass to public bodies of other areas, or to nobody named.
fn edges_out(view: &View<'_>, table: &mut Table, crossings: &[Crossing], base: &Filter, bodies: &[Node]) {
    let of_place = view.site.place.bodies.iter().filter(|body| body.in_perimeter);
    let outside = Node { name: "Public bodies outside the place".to_owned(), ids: vec!["outside".to_owned()] };
    let elsewhere = of_place.fold(base.clone(), |filter, body| filter.except(Dimension::Counterparty, Some(&body.id)));
    for from in bodies {
        let Some(tally) = sum(crossings.iter().filter(|c| from.holds(&c.a))) else { continue };
        let filter = from.filter(Dimension::Body, elsewhere.clone());
        push(table, Tier::Body, from, &outside, figure_of(&tally, &filter));
    }
}

fn push(table: &mut Table, tier: Tier, from: &Node, to: &Node, figure: Figure) {
    let n_lines = figure.n_lines;
    let cells =
        vec![Cell::from(from.name.clone()), Cell::from(to.name.clone()), Cell::from(figure), Cell::Count(n_lines)];
    let edge = Edge { tier, from: from.key(), to: to.key() };
    table.rows.push(Row { cells, edge: Some(edge), is_aside: false });
}

fn sum<'a>(crossings: impl Iterator<Item = &'a Crossing>) -> Option<Tally> {
    crossings.map(|crossing| crossing.tally).reduce(|mut sum, tally| {
        sum += tally;
        sum
    })
}

impl Node {
    fn holds(&self, id: &Option<String>) -> bool {
        id.as_ref().is_some_and(|id| self.ids.contains(id))
    }

    fn filter(&self, dimension: Dimension, filter: Filter) -> Filter {
        self.ids.iter().fold(filter, |filter, id| filter.or(dimension, Some(id)))
    }

    /// What tells it from the other nodes of its column.
    fn key(&self) -> String {
        match self.ids.as_slice() {
            [id] => id.clone(),
            _ => "others".to_owned(),
        }
    }
}
