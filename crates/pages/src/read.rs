//! The small tables, read whole: problems, transfers, flows, reconciliations.

use std::collections::BTreeMap;

use model::problem::{Problem, read_problems};
use model::tables::{
    self, Basis, FigureMeasure, FigureTopic, FlowTier, ReconcilingItem, TransferStatus, flow, reconciliation,
    released_figure, transfer,
};
use model::{FinancialYear, Place, Row, Table, TableError, Tables};
use money::Money;
use report::journeys::ThemeAnswers;
use report::whole::{Funders, Population, ThemeCosts, WholeCount, funders, population, theme_costs, whole_count};

use crate::Error;
use crate::buildings::{self, Buildings};
use crate::proposals::{self, Proposals};

/// What the pages tell beside the lines.
#[derive(Clone, Debug)]
pub struct SmallTables {
    pub problems: Vec<Problem>,
    /// None where the step that writes them did not run: not computed, rather than none.
    pub transfers: Option<Vec<Transfer>>,
    pub flows: Option<Vec<Flow>>,
    pub reconciliations: Option<Vec<Reconciliation>>,
    pub proposals: Option<Proposals>,
    /// What was released about people and families; nothing else about them is read.
    pub figures: Vec<ReleasedFigure>,
    /// The questions of themes, as far as anybody knows the answers.
    pub theme_answers: Vec<ThemeAnswers>,
    /// What is told of the latest year.
    pub of_year: TablesOfYear,
    /// The same of each earlier year that is counted.
    pub earlier_years: Vec<TablesOfYear>,
    /// Buildings and plans for them; none where no building is known.
    pub buildings: Option<Buildings>,
    /// What is done twice; none where nobody looked.
    pub overlaps: Option<report::overlaps::Overlaps>,
    /// By supplier; nothing where suppliers were not looked for.
    pub printed_names: BTreeMap<String, Vec<report::suppliers::PrintedName>>,
}

/// What is told of one year.
#[derive(Clone, Debug)]
pub struct TablesOfYear {
    pub year: FinancialYear,
    /// The whole count; none where nothing is published for the place.
    pub whole: Option<WholeCount>,
    /// Who funds what is counted.
    pub funders: Option<Funders>,
    /// What each theme costs in all; nothing where nobody knows anything of it.
    pub theme_costs: Vec<ThemeCosts>,
    pub population: Option<Population>,
}

fn of_year(
    tables: &dyn Tables,
    place: &Place,
    year: FinancialYear,
    service_name: &dyn Fn(&str) -> String,
) -> Result<TablesOfYear, Error> {
    let place = &Place { year, earlier_years: Vec::new(), ..place.clone() };
    Ok(TablesOfYear {
        year,
        whole: whole_count(tables, place, service_name)?,
        funders: funders(tables, place)?,
        theme_costs: theme_costs(tables, place, service_name)?,
        population: population(tables, place)?,
    })
}

/// One row of the table `transfer`.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub payer_id: String,
    pub receiver_id: String,
    pub year: FinancialYear,
    pub kind: String,
    pub why: String,
    pub n_lines: usize,
    pub amount: Money,
    pub is_eliminated: bool,
    pub matched: Option<Money>,
    pub difference: Option<Money>,
    pub status: TransferStatus,
}

/// One edge of the money map.
#[derive(Clone, Debug)]
pub struct Flow {
    pub tier: FlowTier,
    pub year: FinancialYear,
    pub amount: Money,
}

/// One published total beside what was counted.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    pub body_id: String,
    pub year: FinancialYear,
    pub series: String,
    /// `all` for the whole body.
    pub service: String,
    pub items: Vec<Item>,
}

/// One line of a reconciliation.
#[derive(Clone, Debug)]
pub struct Item {
    pub item: ReconcilingItem,
    pub amount: Option<Money>,
    pub basis: Basis,
    pub note: String,
}

impl Reconciliation {
    pub fn amount(&self, item: ReconcilingItem) -> Option<Money> {
        self.items.iter().find(|found| found.item == item).and_then(|found| found.amount)
    }
}

/// Reads them all.
///
/// `service_name` gives the name of a service by its id.
pub fn read(tables: &dyn Tables, place: &Place, service_name: &dyn Fn(&str) -> String) -> Result<SmallTables, Error> {
    Ok(SmallTables {
        of_year: of_year(tables, place, place.year, service_name)?,
        earlier_years: (place.earlier_years.iter())
            .map(|year| of_year(tables, place, *year, service_name))
            .collect::<Result<_, Error>>()?,
        problems: read_problems(tables)?,
        transfers: rows(tables, &tables::TRANSFER, transfer_of)?,
        flows: rows(tables, &tables::FLOW, flow_of)?,
        reconciliations: rows(tables, &tables::RECONCILIATION, item_of)?.map(gather),
        proposals: proposals::read(tables)?,
        theme_answers: report::journeys::theme_answers(tables, place, service_name)?,
        figures: rows(tables, &tables::RELEASED_FIGURE, figure_of)?.unwrap_or_default(),
        buildings: buildings::read(tables)?,
        overlaps: report::overlaps::overlaps(tables)?,
        printed_names: report::suppliers::printed_names(tables)?,
    })
}

/// One released figure about people.
#[derive(Clone, Debug)]
pub struct ReleasedFigure {
    pub topic: FigureTopic,
    pub category: String,
    pub measure: FigureMeasure,
    /// Neither count nor pounds where the figure is withheld.
    pub n: Option<usize>,
    pub amount: Option<Money>,
    pub shown: String,
}

fn figure_of(row: &Row<'_>) -> ReleasedFigure {
    ReleasedFigure {
        topic: FigureTopic::parse(row.text(released_figure::TOPIC)).expect("a word of its column"),
        category: row.text(released_figure::CATEGORY).to_owned(),
        measure: FigureMeasure::parse(row.text(released_figure::MEASURE)).expect("a word of its column"),
        n: row.count_if_any(released_figure::N).map(|n| n as usize),
        amount: row.money_if_any(released_figure::AMOUNT),
        shown: row.text(released_figure::SHOWN).to_owned(),
    }
}

fn transfer_of(row: &Row<'_>) -> Transfer {
    Transfer {
        payer_id: row.text(transfer::PAYER_ID).to_owned(),
        receiver_id: row.text(transfer::RECEIVER_ID).to_owned(),
        year: row.year(transfer::FINANCIAL_YEAR),
        kind: row.text(transfer::TRANSFER_KIND).to_owned(),
        why: row.text(transfer::WHY).to_owned(),
        n_lines: row.count(transfer::N_LINES) as usize,
        amount: row.money(transfer::AMOUNT),
        is_eliminated: row.flag(transfer::ELIMINATED),
        matched: row.money_if_any(transfer::MATCHED_AMOUNT),
        difference: row.money_if_any(transfer::DIFFERENCE),
        status: TransferStatus::parse(row.text(transfer::STATUS)).expect("a word of its column"),
    }
}

fn flow_of(row: &Row<'_>) -> Flow {
    let tier = FlowTier::parse(row.text(flow::TIER)).expect("a word of its column");
    Flow { tier, year: row.year(flow::FINANCIAL_YEAR), amount: row.money(flow::AMOUNT) }
}

/// A row of the table `reconciliation`, which is one item.
fn item_of(row: &Row<'_>) -> Reconciliation {
    Reconciliation {
        body_id: row.text(reconciliation::BODY_ID).to_owned(),
        year: row.year(reconciliation::FINANCIAL_YEAR),
        series: row.text(reconciliation::SERIES).to_owned(),
        service: row.text(reconciliation::SERVICE).to_owned(),
        items: vec![Item {
            item: ReconcilingItem::parse(row.text(reconciliation::ITEM)).expect("a word of its column"),
            amount: row.money_if_any(reconciliation::AMOUNT),
            basis: Basis::parse(row.text(reconciliation::BASIS)).expect("a word of its column"),
            note: row.text(reconciliation::NOTE).to_owned(),
        }],
    }
}

/// Items that belong together, in the order of the table.
fn gather(items: Vec<Reconciliation>) -> Vec<Reconciliation> {
    let mut found: Vec<Reconciliation> = Vec::new();
    let mut places = BTreeMap::new();
    for mut item in items {
        let key = (item.body_id.clone(), item.year, item.series.clone(), item.service.clone());
        match places.get(&key) {
            Some(at) => {
                let known: &mut Reconciliation = &mut found[*at];
                known.items.append(&mut item.items);
            }
            None => {
                places.insert(key, found.len());
                found.push(item);
            }
        }
    }
    found
}

/// The rows of a table; none where it was not written.
fn rows<T>(tables: &dyn Tables, table: &'static Table, of: fn(&Row<'_>) -> T) -> Result<Option<Vec<T>>, TableError> {
    tables.exists(table).then(|| table.read_all(tables, of)).transpose()
}
