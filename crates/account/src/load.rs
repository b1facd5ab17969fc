//! From tables to columns.

mod files;
mod side_by_side;
mod suppliers;
mod themes;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use model::tables::{self, spend};
use model::{Place, Tables, date_of_day};
use money::Money;

use self::side_by_side::{Interners, Run, each_run};
use self::suppliers::SupplierOf;
use self::themes::ThemeReader;
use crate::cells::{CellFinder, Cells, KEY, Key};
use crate::dictionary::{Dictionary, NONE};
use crate::lines::{Headings, Lines, NO_DATE};
use crate::themes::Themes;
use crate::{Dimension, Error, SourceFile, filter};

/// Everything that tables hold, as columns.
pub(crate) struct Loaded {
    /// By dimension.
    pub dictionaries: Vec<Dictionary>,
    pub cells: Cells,
    pub lines: Lines,
    pub headings: Headings,
    pub themes: Themes,
    pub files: Vec<SourceFile>,
    pub counterparties: BTreeMap<String, String>,
    /// Names of suppliers by id.
    pub suppliers: BTreeMap<String, String>,
}

pub(crate) fn load(place: &Place, tables: &dyn Tables) -> Result<Loaded, Error> {
    let files = files::read_files(tables)?;
    let counterparties = files::read_counterparties(tables)?;
    let mut interners = Interners::new();
    // A body without a line is a body all the same: it can be asked for and found.
    for body in &place.bodies {
        interners.of(Dimension::Body).code(&body.id);
    }
    let supplier_of = suppliers::read_suppliers(tables, &mut interners)?;
    let mut loader = Loader::new(&mut interners, ThemeReader::open(tables)?, supplier_of);
    each_run(tables, &mut interners, |interners, run| loader.add(interners, &run))?;
    let loaded = loader.finish(interners, files, counterparties)?;
    Ok(Loaded { suppliers: suppliers::read_names(tables)?, ..loaded })
}

/// Lines while tables are read, with codes in the order in which texts came.
struct Loader<'t> {
    cells: CellFinder,
    lines: Lines,
    headings: HashMap<[u32; 3], u32, FixedState>,
    themes: ThemeReader<'t>,
    /// By the codes of body and payee.
    supplier_of: SupplierOf,
    months: Months,
    negative: u32,
    positive: u32,
    redacted: u32,
    nameless: u32,
    named: u32,
}

impl<'t> Loader<'t> {
    fn new(interners: &mut Interners, themes: ThemeReader<'t>, supplier_of: SupplierOf) -> Loader<'t> {
        let nameless = interners.flag(Dimension::Nameless);
        Loader {
            cells: CellFinder::default(),
            lines: Lines::default(),
            headings: HashMap::default(),
            themes,
            supplier_of,
            months: Months::default(),
            negative: interners.of(Dimension::Sign).code(filter::NEGATIVE),
            positive: interners.of(Dimension::Sign).code(filter::POSITIVE),
            redacted: interners.flag(Dimension::Redacted)(true),
            nameless: nameless(true),
            named: nameless(false),
        }
    }

    fn add(&mut self, interners: &mut Interners, run: &Run<'_>) -> Result<(), Error> {
        let max = u32::MAX as usize;
        if max - self.lines.len() < run.n_rows {
            return Err(Error::TooManyLines { max });
        }
        for (i, line_id) in run.line_ids().iter().enumerate() {
            let (spend_row, ledger_row) = (run.spend_from + i, run.ledger_from + i);
            self.themes.take(self.lines.len() as u32, *line_id)?;
            let (amount, date) = (run.spend.amounts[spend_row], run.ledger.dates[ledger_row]);
            let month = self.months.code(interners, date);
            let key = self.key(run, spend_row, ledger_row, month, amount);
            let heading = |dimension| run.ledger.code(dimension, ledger_row);
            let triple = [Dimension::Department, Dimension::Heading, Dimension::Subjective].map(heading);
            let next = self.headings.len() as u32;
            self.lines.heading.push(*self.headings.entry(triple).or_insert(next));
            self.lines.cell.push(self.cells.add(key, amount));
            self.lines.amount.push(amount);
            let (body, payee) =
                (run.spend.code(Dimension::Body, spend_row), run.ledger.code(Dimension::Payee, ledger_row));
            self.lines.payee.push(payee);
            self.lines.supplier.push(self.supplier_of.get(&(body, payee)).copied().unwrap_or(NONE));
            self.lines.row.push(run.ledger.rows[ledger_row]);
            self.lines.date.push(date);
        }
        Ok(())
    }

    fn key(&self, run: &Run<'_>, spend_row: usize, ledger_row: usize, month: u32, amount: Money) -> Key {
        let redacted = run.ledger.code(Dimension::Redacted, ledger_row);
        let is_nameless = redacted == self.redacted || run.ledger.code(Dimension::Payee, ledger_row) == NONE;
        KEY.map(|dimension| match dimension {
            Dimension::File | Dimension::Capital => run.ledger.code(dimension, ledger_row),
            Dimension::Month => month,
            Dimension::Sign if amount.is_negative() => self.negative,
            Dimension::Sign => self.positive,
            Dimension::Redacted => redacted,
            Dimension::Nameless if is_nameless => self.nameless,
            Dimension::Nameless => self.named,
            _ => run.spend.code(dimension, spend_row),
        })
    }

    fn finish(
        self,
        mut interners: Interners,
        files: Vec<SourceFile>,
        counterparties: BTreeMap<String, String>,
    ) -> Result<Loaded, Error> {
        let (themes, names) = self.themes.finish()?;
        *interners.of(Dimension::Theme) = names;
        let (mut dictionaries, new_codes): (Vec<Dictionary>, Vec<Vec<u32>>) =
            interners.0.into_iter().map(|interner| interner.finish()).unzip();
        check_words(&dictionaries)?;
        let new = |dimension: Dimension, code: u32| new_codes[dimension as usize][code as usize];
        let cells = self.cells.finish(&mut dictionaries, &new_codes);
        check_filled(&cells)?;
        let mut lines = self.lines;
        lines.payee.iter_mut().for_each(|code| *code = new(Dimension::Payee, *code));
        lines.supplier.iter_mut().for_each(|code| *code = new(Dimension::Supplier, *code));
        let mut triples = vec![[NONE; 3]; self.headings.len()];
        self.headings.into_iter().for_each(|(triple, at)| triples[at as usize] = triple);
        let column = |at: usize, dimension| triples.iter().map(|triple| new(dimension, triple[at])).collect();
        let headings = Headings {
            department: column(0, Dimension::Department),
            service: column(1, Dimension::Heading),
            subjective: column(2, Dimension::Subjective),
        };
        let themes = in_new_order(themes, &new_codes[Dimension::Theme as usize]);
        let themes = Themes::new(themes, lines.len());
        let suppliers = BTreeMap::new();
        Ok(Loaded { dictionaries, cells, lines, headings, themes, files, counterparties, suppliers })
    }
}

fn in_new_order<T: Default>(values: Vec<T>, new_codes: &[u32]) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::new();
    ordered.resize_with(new_codes.len(), T::default);
    for (value, new) in values.into_iter().zip(new_codes) {
        ordered[*new as usize] = value;
    }
    ordered
}

/// Every word that decides about a line must be one of ours.
fn check_words(dictionaries: &[Dictionary]) -> Result<(), Error> {
    let deciding = [
        (Dimension::Treatment, spend::TREATMENT),
        (Dimension::Attribution, spend::ATTRIBUTION),
        (Dimension::TransferKind, spend::TRANSFER_KIND),
    ];
    for (dimension, column) in deciding {
        let known = filter::fixed_words(dimension).expect("these words are the same in every account");
        if let Some((_, word)) = dictionaries[dimension as usize].iter().find(|(_, word)| !known.contains(word)) {
            return Err(Error::Word { table: tables::SPEND.name, column, word: word.to_owned() });
        }
    }
    Ok(())
}

/// No line may go without the words that its part of the account follows from.
fn check_filled(cells: &Cells) -> Result<(), Error> {
    for (dimension, column) in [(Dimension::Treatment, spend::TREATMENT), (Dimension::Attribution, spend::ATTRIBUTION)]
    {
        if cells.codes(dimension).is_some_and(|codes| codes.contains(&NONE)) {
            return Err(Error::Word { table: tables::SPEND.name, column, word: String::new() });
        }
    }
    Ok(())
}

/// The month of each day, found once for each day.
#[derive(Default)]
struct Months {
    codes: HashMap<i32, u32, FixedState>,
}

impl Months {
    fn code(&mut self, interners: &mut Interners, days: i32) -> u32 {
        if days == NO_DATE {
            return NONE;
        }
        let month = || date_of_day(days).strftime("%Y-%m").to_string();
        *self.codes.entry(days).or_insert_with(|| interners.of(Dimension::Month).code(&month()))
    }
}
