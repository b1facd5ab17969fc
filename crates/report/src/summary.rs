//! What a finance director wants on one screen: the account, what it is based on and what is doubtful.
//!
//! Every figure is a plain sum over the tables. What was not computed is `None` and prints as
//! "not computed", never as zero (design, section 8, rule 5).

mod blocks;
mod json;
mod lines;
mod tables;
mod terminal;
pub(crate) mod warnings;

pub(crate) use lines::Beneath;

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

use model::tables::{Basis, ReconcilingItem, TransferStatus};
use model::{AccountPart, FinancialYear, Place, ProblemKind, Tables, Tally, TransferKind, in_words_capital};
use money::Money;

use crate::Error;
use crate::suppliers::Suppliers;
use crate::whole::{Above, Population, payments_in_words, population, whole_count};

/// The account of a place, summed up.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub place: String,
    /// The year that is counted; the latest if there are several.
    pub year: FinancialYear,
    /// What was spent here in each year that is counted, the earliest first.
    pub net_by_year: Vec<(FinancialYear, Tally)>,
    pub population: Option<Population>,
    pub sources: Sources,
    /// Bodies with lines, in the order of the place file.
    pub bodies: Vec<BodyAccount>,
    pub total: Parts,
    /// Money from national bodies to bodies of the place; none where transfers were not computed.
    pub from_whitehall: Option<Whitehall>,
    /// What is shown beside the headline and is not part of it.
    pub beside: Beside,
    /// Net spending here by service, the largest first; the unclassified stands apart.
    pub services: Vec<Named>,
    pub unclassified: Tally,
    /// Names of the services of the place, by their ids.
    pub service_names: BTreeMap<String, String>,
    /// Net spending here by client group, where a heading names one, the largest first.
    pub client_groups: Vec<Named>,
    /// Net spending here by payee as printed, the largest first.
    pub payees: Vec<Named>,
    /// Net spending here whose payee is withheld or not printed.
    pub payees_withheld: Tally,
    /// None where the steps that find suppliers did not run.
    pub suppliers: Option<Suppliers>,
    pub transfers: Option<Vec<TransferLine>>,
    pub reconciliations: Option<Vec<Reconciliation>>,
    pub doubts: Option<Vec<Doubt>>,
    pub missing_bodies: Vec<MissingBody>,
    /// The whole count that these are the payments beneath, which stands before them; none where nothing is published.
    pub above: Option<Above>,
}

/// Lines left out of the count no matter who was paid; they are in the part `excluded`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Of years that the place does not count, the earliest first.
    pub other_years: Vec<(FinancialYear, Tally)>,
    /// In files that are copies of others.
    pub copies: Tally,
}

impl Beside {
    /// All lines of other years.
    pub fn of_other_years(&self) -> Tally {
        self.other_years.iter().map(|(_, tally)| *tally).sum()
    }
}

/// A name with its lines and pounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub tally: Tally,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    pub n_files: usize,
    /// Files, or sheets, that gave no line.
    pub n_files_without_lines: usize,
    pub n_rows: usize,
    pub n_lines: usize,
    /// Rows kept as problems instead of lines.
    pub n_problem_rows: usize,
    /// The least sure reading among files with lines.
    pub confidence_min: Option<f64>,
    /// Lines and pounds by whether they hold VAT: net, gross, mixed or unknown.
    pub vat_bases: Vec<Named>,
}

/// How every line is counted. The parts add up to all lines, to the penny (design, section 8, rule 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts([Tally; AccountPart::ALL.len()]);

impl Parts {
    /// All lines: what adding up the files gives.
    pub fn gross(&self) -> Tally {
        self.0.into_iter().sum()
    }

    /// What was spent here, each pound once.
    pub fn net(&self) -> Tally {
        AccountPart::NET.map(|part| self[part]).into_iter().sum()
    }

    /// The parts that are not net.
    pub fn left_out(&self) -> impl Iterator<Item = (AccountPart, Tally)> {
        AccountPart::ALL.iter().filter(|part| !part.is_net()).map(|part| (*part, self[*part]))
    }
}

impl Index<AccountPart> for Parts {
    type Output = Tally;

    fn index(&self, part: AccountPart) -> &Tally {
        &self.0[part as usize]
    }
}

impl IndexMut<AccountPart> for Parts {
    fn index_mut(&mut self, part: AccountPart) -> &mut Tally {
        &mut self.0[part as usize]
    }
}

/// One body's part of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyAccount {
    pub body_id: String,
    pub name: String,
    pub parts: Parts,
}

/// What came from national bodies to bodies of the place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whitehall {
    pub n_lines: usize,
    pub amount: Money,
    /// The part taken out of the total because the receiver's own spending is in it.
    pub eliminated: Money,
}

/// One row of the table `transfer`, with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferLine {
    pub payer: String,
    pub receiver: String,
    pub kind: TransferKind,
    pub n_lines: usize,
    pub amount: Money,
    pub eliminated: bool,
    /// The receiver's figure, where its files show receipts.
    pub matched_amount: Option<Money>,
    pub status: TransferStatus,
}

/// A published total beside what was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    pub body: String,
    pub series: String,
    pub year: FinancialYear,
    /// Published, counted, each cause, what does not open; in the order of the table.
    pub items: Vec<ReconciliationItem>,
}

/// One line of a reconciliation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconciliationItem {
    pub item: ReconcilingItem,
    pub amount: Option<Money>,
    pub basis: Basis,
    pub note: String,
}

impl Reconciliation {
    pub fn published(&self) -> Option<Money> {
        self.items.iter().find(|item| item.item == ReconcilingItem::Published).and_then(|item| item.amount)
    }

    /// A figure as a fraction of the published total; none where either is not there.
    pub fn share(&self, item: &ReconciliationItem) -> Option<f64> {
        item.amount?.share_of(self.published()?)
    }
}

/// What is wrong or doubtful, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub kind: ProblemKind,
    pub n_rows: usize,
    pub n_files: usize,
    /// Bodies concerned, by name.
    pub bodies: Vec<String>,
    /// Pounds concerned, as far as they can be told; none where no row tells.
    pub amount: Option<Money>,
    /// Whether the rows or files are left out of the count, rather than kept with a doubt.
    pub left_out: bool,
    /// Whether it is recorded and nobody has to look at it.
    pub is_settled: bool,
    pub ask: &'static str,
}

/// A body of the perimeter of which no line was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingBody {
    pub body_id: String,
    pub name: String,
    /// Files or sheets that were there and gave no line.
    pub n_files: usize,
    /// What other bodies paid it, kept in the total as the best evidence; none where not computed.
    pub paid_by_others: Option<Money>,
}

impl Summary {
    /// With the names of services, each with its id.
    pub fn with_service_names(self, names: impl IntoIterator<Item = (String, String)>) -> Summary {
        Summary { service_names: names.into_iter().collect(), ..self }
    }

    /// The name of a service; its id in words where it has none.
    pub fn service_name(&self, id: &str) -> String {
        self.service_names.get(id).cloned().unwrap_or_else(|| in_words_capital(id))
    }

    /// The years that are counted: `2023-24`, `2022-23 and 2023-24`.
    pub fn years_in_words(&self) -> String {
        let years: Vec<String> = self.net_by_year.iter().map(|(year, _)| year.to_string()).collect();
        match years.split_last() {
            Some((last, earlier)) if !earlier.is_empty() => format!("{} and {last}", earlier.join(", ")),
            _ => self.year.to_string(),
        }
    }

    /// Net spending for each resident, in the latest year; `None` if nothing says how many there are.
    pub fn per_head(&self) -> Option<Money> {
        let people = self.population.as_ref()?.people;
        let latest = self.net_by_year.iter().find(|(year, _)| 1 < self.net_by_year.len() && *year == self.year);
        let net = latest.map_or(self.total.net(), |(_, tally)| *tally);
        net.amount.per_head(people)
    }

    /// How much of all spending opens to these payments, in words that stand beside their sums.
    pub fn payments_in_words(&self) -> String {
        payments_in_words(self.above.as_ref())
    }

    /// The share of net pounds whose service is known.
    pub fn coverage(&self) -> Option<f64> {
        let net = self.total.net().amount;
        (net - self.unclassified.amount).share_of(net)
    }

    /// Net spending here whose heading says whom it is for.
    pub fn of_client_groups(&self) -> Tally {
        let mut sum = Tally::default();
        self.client_groups.iter().for_each(|group| sum += group.tally);
        sum
    }

    /// The share of net pounds whose client group is known.
    pub fn client_group_coverage(&self) -> Option<f64> {
        self.of_client_groups().amount.share_of(self.total.net().amount)
    }
}

/// Sums up the account.
pub fn summary(tables: &dyn Tables, place: &Place) -> Result<Summary, Error> {
    let files = tables::read_files(tables)?;
    let lines = lines::read_lines(tables, place)?;
    tables::check_conserved(&files, &lines.bodies)?;
    let transfers = tables::read_transfers(tables, place)?;
    let total = lines.bodies.iter().fold(Parts::default(), |total, body| total.plus(&body.parts));
    Ok(Summary {
        place: place.name.clone(),
        year: place.year,
        net_by_year: lines.net_by_year,
        population: population(tables, place)?,
        missing_bodies: tables::missing_bodies(place, &files, transfers.as_ref()),
        sources: files.sources,
        from_whitehall: transfers.as_ref().map(|found| found.from_whitehall),
        transfers: transfers.map(|found| found.lines),
        reconciliations: tables::read_reconciliations(tables, place)?,
        doubts: tables::read_doubts(tables, place)?,
        bodies: lines.bodies,
        total,
        beside: lines.beside,
        services: lines.services,
        unclassified: lines.unclassified,
        service_names: BTreeMap::new(),
        client_groups: lines.client_groups,
        payees: lines.payees,
        payees_withheld: lines.payees_withheld,
        suppliers: crate::suppliers::suppliers(tables)?,
        above: whole_count(tables, place, &str::to_owned)?.map(|whole| whole.above()),
    })
}

impl Parts {
    fn plus(&self, other: &Parts) -> Parts {
        Parts(std::array::from_fn(|at| [self.0[at], other.0[at]].into_iter().sum()))
    }
}

#[cfg(test)]
mod tests;
