//! Rows become ledger lines.

mod beside;
mod blocks;
mod columns;
mod counter_entries;
mod credits;
mod days;
mod exponents;
mod headings;
mod hidden_sums;
mod invoice_totals;
mod kinds;
mod marked;
mod meaning;
mod nought;
mod own_name;
mod padding;
mod partly;
mod payees;
mod periods;
mod private;
mod references;
mod registered;
mod said_twice;
mod sections;
mod sides;
mod sizes;
mod tallies;
mod total;
mod unheaded;
mod unit_below;
mod unproved_totals;
mod wide;
mod without_payee;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::payee::PayeeMasks;
use model::problem::Problem;
use model::{FinancialYear, ProblemKind};
use money::{Amount, AmountError, CurrencyMark, Money};

use crate::dates::DateVote;
use crate::encoding::Encoding;
use crate::fields::Field;
use crate::fields::currency::is_sterling;
use crate::fields::period::{PeriodBasis, PeriodVotes};
use crate::fields::purpose::Purpose;
use crate::payee::{MaskedPayees, PayeeKind};
use crate::reading::{Reading, Unit, is_cell_error};
use crate::rows::{Row, Rows, Step};
use crate::second_look::{OtherHeading, SecondLook};
use beside::Beside;
use blocks::Blocks;
use columns::Columns;
use days::{DateCache, Day};
use exponents::is_rounded_by_exponent;
use hidden_sums::HiddenSums;
use marked::Marked;
use meaning::reference_code;
pub use meaning::{ByPayee, Meaning, Meanings};
use nought::Nought;
use own_name::OwnName;
use padding::Padding;
use partly::Partly;
use payees::PayeeCache;
use periods::PeriodCache;
use private::{told, told_heading_of_people};
use references::WholeAmounts;
use sections::Sections;
pub use sizes::Sizes;
pub use tallies::{Tally, Value};
use total::Groups;
use unheaded::Unheaded;
use unproved_totals::UnprovedTotal;

/// Lines in one batch.
pub const BATCH_LINES: usize = 1 << 17;
/// Rows in one file: more would run into the next file's line ids.
pub const ROWS_MAX: u64 = (1 << 24) - 1;
/// Number of rows that one warning names in its text.
const EXAMPLES_MAX: usize = 3;

/// A line of a trillion pounds is a slip: all public spending of the United Kingdom is little more in a year.
const LINE_AMOUNT_MAX: Money = Money::from_pence(1_000_000_000_000_00);
/// Nor can the lines of a file add up to more than this, so that sums over files always fit.
const FILE_AMOUNT_MAX: Money = Money::from_pence(100_000_000_000_000_00);

/// Which table is read, for ids and messages.
#[derive(Clone, Debug)]
pub struct TableId {
    pub body_id: String,
    pub file_id: String,
    /// The file's part of its line ids.
    pub line_base: i64,
    /// The keys of the body's own names.
    pub own_keys: Vec<String>,
}

/// What must be known beside the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Year of lines without a date.
    pub year: FinancialYear,
    /// What the numbers of accounting periods count.
    pub period_basis: PeriodBasis,
    /// A date after this one is in the future.
    pub last_date: Date,
    /// Dates stored as numbers are counted from 1904.
    pub counts_from_1904: bool,
    /// The cells are those of a sheet, in which a number has no leading zeros.
    pub is_sheet: bool,
}

/// What reading a table gave beside its lines.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub n_rows: u64,
    pub n_header_rows: u64,
    pub n_blank_rows: u64,
    pub n_problem_rows: u64,
    pub n_lines: u64,
    pub n_negative: u64,
    pub n_redacted: u64,
    /// Lines whose payee's cell is empty, and their pounds.
    pub n_without_payee: u64,
    pub amount_without_payee: Money,
    /// Names that are masked, and so are not in the lines.
    pub masked: MaskedPayees,
    /// Credits by their column that carry a minus sign themselves, and those that were turned.
    pub n_credits_with_minus: u64,
    pub n_credits_turned: u64,
    pub amount: Money,
    pub amount_negative: Money,
    pub first_day: Option<i32>,
    pub last_day: Option<i32>,
    pub vote: DateVote,
    pub problems: Vec<Problem>,
    /// Headings further down that are not the first one over again.
    pub other_headings: Vec<OtherHeading>,
    /// Rows that carry the sum of the lines under them.
    pub heads_with_sums: BTreeSet<u64>,
    /// Lines and pounds by month, counted as `year × 12 + month - 1`.
    pub months: BTreeMap<i32, (u64, Money)>,
    /// Lines and pounds by the financial year that they are of.
    pub years: BTreeMap<i32, (u64, Money)>,
    /// What the dates say about the numbers in the column of periods.
    pub period_votes: PeriodVotes,
    /// How large the amounts are.
    pub sizes: Sizes,
    /// What the columns that name the body that pays say, with lines and pounds.
    pub bodies: Vec<Tally>,
    /// What each line means, sorted, to find files that repeat each other.
    pub meanings: Meanings,
    /// What a note below the last line says of the table, and the note.
    pub(crate) note: Option<(Purpose, String)>,
}

/// Reads the rows of a table into batches of lines.
pub fn read_lines(
    rows: &mut dyn Rows,
    encoding: Encoding,
    (reading, seen): (&Reading, &SecondLook),
    table: &TableId,
    (context, masks): (Context, &PayeeMasks),
    emit: &mut dyn FnMut(RecordBatch),
) -> io::Result<Counts> {
    let mut reader = LineReader::new(encoding, (reading, seen), table, (context, masks));
    let mut row = Row::default();
    loop {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::TooLong { n_bytes } => reader.too_long(&row, n_bytes),
            Step::Row => reader.row(&row),
        }
        if reader.counts.n_rows > ROWS_MAX {
            return Err(io::Error::other("the file has more than 16,777,215 rows: split it"));
        }
        if reader.columns.n == BATCH_LINES {
            emit(reader.columns.finish(table));
        }
    }
    if reader.columns.n > 0 {
        emit(reader.columns.finish(table));
    }
    Ok(reader.finish())
}

struct LineReader<'a> {
    encoding: Encoding,
    reading: &'a Reading,
    table: &'a TableId,
    columns: Columns,
    counts: Counts,
    dates: DateCache,
    periods: PeriodCache,
    doubts: BTreeMap<(ProblemKind, String), Doubt>,
    payees: PayeeCache<'a>,
    /// Sub-penny dust carried from line to line, in millionths of a penny.
    dust: i64,
    seen: &'a SecondLook,
    context: Context,
    /// Headings further down that are still to come, and the row of the next one.
    later: &'a [Reading],
    next_heading: u64,
    /// How the dates above a heading with another date format were voted.
    first_vote: Option<DateVote>,
    groups: Groups,
    hidden_sums: HiddenSums,
    unproved: Vec<UnprovedTotal>,
    whole: WholeAmounts,
    padding: Padding,
    /// A row that gives the unit of the amounts.
    unit_below: Option<(u64, Unit, String)>,
    /// The last line, if it is the sum of all above: its row, its amount and the amount as printed.
    sum_of_all: Option<(u64, Money, String)>,
    blocks: Blocks,
    unheaded: Unheaded,
    beside: Beside,
    nought: Nought,
    own_name: OwnName,
    /// The number of each line's invoice, where a column beside the reference holds it.
    invoices: Vec<u32>,
    /// The references of the lines; nought where there is none.
    references: Vec<u32>,
    marked: Marked,
    sections: Sections,
    partly: Partly,
    tallies: Vec<Tally>,
    at: [Option<usize>; Field::ALL.len()],
}

/// A doubt about lines that were kept, gathered over the file.
#[derive(Default)]
struct Doubt {
    n: u64,
    amount: Money,
    examples: Vec<(u64, String)>,
}

impl<'a> LineReader<'a> {
    fn new(
        encoding: Encoding,
        (reading, seen): (&'a Reading, &'a SecondLook),
        table: &'a TableId,
        (context, masks): (Context, &'a PayeeMasks),
    ) -> LineReader<'a> {
        LineReader {
            encoding,
            reading,
            table,
            columns: Columns::default(),
            counts: Counts::default(),
            dates: DateCache::new(reading.date_format, context),
            periods: PeriodCache::new(context.period_basis),
            doubts: BTreeMap::new(),
            payees: PayeeCache::new(masks, &table.own_keys),
            dust: 0,
            seen,
            context,
            later: &seen.later,
            next_heading: seen.later.first().map_or(u64::MAX, |next| next.header_rows.0),
            first_vote: None,
            groups: Groups::default(),
            hidden_sums: HiddenSums::default(),
            unproved: Vec::new(),
            whole: WholeAmounts::default(),
            padding: Padding::default(),
            unit_below: None,
            sum_of_all: None,
            blocks: Blocks::default(),
            unheaded: Unheaded::of(reading),
            beside: Beside::default(),
            nought: Nought::default(),
            own_name: OwnName::default(),
            invoices: Vec::new(),
            references: Vec::new(),
            marked: Marked::default(),
            sections: Sections::default(),
            partly: Partly::of(reading),
            tallies: tallies::tallies(reading),
            at: Field::ALL.map(|field| reading.column(field)),
        }
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r [u8] {
        self.at[field as usize].map_or(&[], |i| row.cell(i))
    }

    fn row(&mut self, row: &Row) {
        self.counts.n_rows += 1;
        if self.next_heading <= row.number {
            self.obey_next_heading();
        }
        if self.is_header_row(row.number) {
            // A blank row between a banner and the heading is a blank row.
            if row.is_blank() {
                self.counts.n_blank_rows += 1
            } else {
                self.counts.n_header_rows += 1
            }
            return;
        }
        if self.is_split_row(row) {
            return;
        }
        self.count_beside(row);
        let printed = self.encoding.decode(self.cell(row, Field::Amount));
        match self.amount_of(row, &printed) {
            Ok(amount) if self.is_beyond_belief(amount.money) => {
                self.problem(row, ProblemKind::AmountUnreadable, None, Field::Amount)
            }
            Ok(amount) => self.amount_row(row, amount, &printed),
            Err(error) => self.odd_row(row, error, &printed),
        }
    }

    fn is_beyond_belief(&self, amount: Money) -> bool {
        let counts = &self.counts;
        let turnover = counts.amount - counts.amount_negative - counts.amount_negative;
        LINE_AMOUNT_MAX < amount.abs() || FILE_AMOUNT_MAX < turnover + amount.abs()
    }

    fn is_header_row(&self, number: u64) -> bool {
        let (first, last) = self.reading.header_rows;
        if self.reading.header_is_last { first <= number } else { number <= last }
    }

    fn amount_row(&mut self, row: &Row, mut amount: Amount, printed: &str) {
        if let Some(date) = self.at[Field::Date as usize] {
            self.dates.look_at(row.cell(date), self.encoding);
        }
        if self.is_total(row, amount.money) {
            return self.total_row(row, amount.money);
        }
        if let Some(field) = self.foreign_field(row, &amount) {
            return self.problem(row, ProblemKind::CurrencyForeign, Some(amount.money), field);
        }
        self.turn_credit(row, &mut amount);
        let day = self.date(row, amount.money);
        if amount.sub_penny {
            amount.money += self.carry_dust(amount.dust);
            self.doubt(ProblemKind::SubPenny, Field::Amount, row.number, amount.money, printed);
        }
        if is_rounded_by_exponent(printed) {
            self.doubt(ProblemKind::AmountsRounded, Field::Amount, row.number, amount.money, printed);
        }
        if matches!(amount.mark, Some(CurrencyMark::Dollar | CurrencyMark::Euro)) {
            self.doubt(ProblemKind::CurrencyMark, Field::Amount, row.number, amount.money, printed);
        }
        if row.has_open_quote {
            self.doubt(ProblemKind::OpenQuote, Field::Amount, row.number, amount.money, printed);
        }
        if row.is_hidden {
            self.doubt(ProblemKind::RowsHidden, Field::Amount, row.number, amount.money, printed);
        }
        self.look_for_sum(row, amount.money, printed);
        let may_be_total = self.may_be_total(row, amount.money);
        self.count_in_group(row, amount.money, day.days.is_some());
        if may_be_total {
            self.doubt(ProblemKind::PossibleTotal, Field::Amount, row.number, amount.money, printed);
            self.sum_of_all = None;
            self.groups.begin();
        }
        self.hidden_sums.line(row.number, amount.money);
        self.count_line(amount.money, day);
        self.whole.count(amount.money, printed);
        let (payee, kind) = self.payee(row);
        self.own_name.count(payee.is_own, amount.money);
        self.nought.count(amount.money, day);
        // An empty cell says nothing about a rule by which names are withheld, so it is in no share of them.
        self.counts.n_redacted += u64::from(kind.is_withheld() && !self.cell(row, Field::Payee).is_empty());
        let reference = reference_code(self.cell(row, Field::Reference), self.encoding);
        self.counts.meanings.push(day.days, amount.money, payee.code, reference);
        self.blocks.line(row);
        self.count_invoice(row);
        self.keep_reference(row);
        self.count_marks(row, amount.money);
        self.count_in_section(amount.money);
        self.partly.count(row, self.encoding, amount.money);
        self.tally(row, amount.money);
        self.unheaded.count(row, self.encoding, amount.money);
        self.count_without_payee(row, amount.money);
        self.push_line(row, amount.money, day, kind);
    }

    /// The penny by which a line with dust moves, so that the file's total is its exact total rounded once.
    /// Rounding each such line alone would lose or make a penny every few lines.
    fn carry_dust(&mut self, dust: i32) -> Money {
        const PENNY: i64 = 1_000_000;
        let carried = self.dust + i64::from(dust);
        let pence = (2 * carried + PENNY).div_euclid(2 * PENNY);
        self.dust = carried - pence * PENNY;
        Money::from_pence(pence)
    }

    /// The column that shows that the amount is in another currency: a column of currencies, or the amount with its sign.
    fn foreign_field(&self, row: &Row, amount: &Amount) -> Option<Field> {
        let is_marked = matches!(amount.mark, Some(CurrencyMark::Dollar | CurrencyMark::Euro));
        let is_sterling = |cell: &[u8]| is_sterling(&self.encoding.decode(cell));
        match self.at[Field::Currency as usize] {
            Some(currency) if !is_sterling(row.cell(currency)) => Some(Field::Currency),
            _ => (is_marked && !self.reading.dollars_are_pounds).then_some(Field::Amount),
        }
    }

    fn count_line(&mut self, amount: Money, day: Day) {
        let counts = &mut self.counts;
        counts.n_lines += 1;
        counts.amount += amount;
        counts.sizes.count(amount);
        if amount.is_negative() {
            counts.n_negative += 1;
            counts.amount_negative += amount;
        }
        if let Some(date) = day.days {
            counts.first_day = Some(counts.first_day.map_or(date, |first| first.min(date)));
            counts.last_day = Some(counts.last_day.map_or(date, |last| last.max(date)));
            let month = counts.months.entry(day.month).or_default();
            *month = (month.0 + 1, month.1 + amount);
        }
    }

    /// Reads the date cell and gathers what is wrong with it.
    fn date(&mut self, row: &Row, amount: Money) -> Day {
        if self.at[Field::Date as usize].is_none() {
            return self.dates.none();
        }
        let cell = self.cell(row, Field::Date);
        let day = self.dates.read(cell, self.encoding);
        let kind = match day {
            Day { days: Some(_), is_future: true, .. } => ProblemKind::DateFuture,
            Day { days: Some(_), .. } => return day,
            _ if cell.is_empty() => ProblemKind::DateMissing,
            _ => ProblemKind::DateUnreadable,
        };
        let printed = self.encoding.decode(cell).into_owned();
        self.doubt(kind, Field::Date, row.number, amount, &printed);
        day
    }

    fn push_line(&mut self, row: &Row, amount: Money, day: Day, kind: PayeeKind) {
        let month = day.days.map(|_| day.month);
        let period = self.at[Field::Period as usize].and_then(|i| self.periods.year(row.cell(i), self.encoding, month));
        let vat =
            self.at[Field::IrrecoverableVat as usize].and_then(|i| Amount::parse(&row.text(i, &self.encoding)).ok());
        let payee = match kind {
            PayeeKind::Printed => Cow::Borrowed(""),
            _ => self.encoding.decode(self.at[Field::Payee as usize].map_or(&[], |at| row.cell(at))),
        };
        if let Some(reason) = kind.masked_for() {
            self.counts.masked.count(&payee, reason, amount);
        }
        let pays_people = self.pays_people(row);
        let columns = &mut self.columns;
        columns.n += 1;
        columns.line_id.append_value(self.table.line_base + row.number as i64);
        columns.row.append_value(row.number as i64);
        columns.date.append_option(day.days);
        let year = period.unwrap_or(day.year);
        columns.year.append_value(year);
        let of_year = self.counts.years.entry(year).or_default();
        *of_year = (of_year.0 + 1, of_year.1 + amount);
        columns.amount.push(amount);
        columns.vat.push(vat.map(|vat| vat.money));
        columns.capital.append_option(capital(self.at[Field::Capital as usize].map_or(&[], |i| row.cell(i))));
        columns.redacted.append_value(kind.is_withheld());
        for (field, builder) in columns.texts() {
            match self.at[field as usize].map_or(&[][..], |i| row.cell(i)) {
                [] => builder.append_null(),
                cell if kind != PayeeKind::Printed || self.payees.names_somebody(field, cell, self.encoding) => {
                    builder.append_option(told((kind, &payee), field, cell, self.encoding, &mut self.payees))
                }
                cell if pays_people && self.payees.holds_plain_name(field, cell, self.encoding) => {
                    builder.append_value(told_heading_of_people(&self.encoding.decode(cell)));
                }
                cell => builder.append_value(self.encoding.decode(cell)),
            }
        }
        // Numbers and postcodes lead to a person as a name does.
        let told = (kind == PayeeKind::Printed).then(|| registered::numbers_and_postcode(row, &self.at, self.encoding));
        let (numbers, postcode) = told.unwrap_or_default();
        columns.payee_identifiers.append_option(numbers);
        columns.payee_postcode.append_option(postcode);
    }

    /// A row without an amount: blank, a heading again, or a row for a person to look at.
    fn odd_row(&mut self, row: &Row, error: AmountError, printed: &str) {
        self.groups.begin();
        self.prove_totals_above();
        if row.is_blank() {
            self.counts.n_blank_rows += 1;
            return;
        }
        let cells = row.texts(&self.encoding);
        if self.reading.is_heading(&cells) {
            return self.heading_again(row, &cells);
        }
        self.look_for_unit(row, &cells);
        self.look_for_section(row);
        let kind = match error {
            AmountError::Empty if self.may_pad(row) => return self.pad(row, self.is_note(row)),
            _ if !is_cell_error(printed) && self.is_note(row) => return self.pad(row, true),
            AmountError::Empty => ProblemKind::AmountMissing,
            _ if is_cell_error(printed) => ProblemKind::CellError,
            _ => ProblemKind::AmountUnreadable,
        };
        self.problem(row, kind, None, Field::Amount);
    }

    fn too_long(&mut self, row: &Row, n_bytes: u64) {
        self.counts.n_rows += 1;
        self.counts.n_problem_rows += 1;
        // What it begins with may be many rows, with their payees.
        let text = format!("{n_bytes} bytes without an end of the row");
        self.push_problem(Some(row.number), ProblemKind::RowTooLong, 1, None, None, text);
    }

    /// Keeps a row that is not a line, as it was printed.
    fn problem(&mut self, row: &Row, kind: ProblemKind, amount: Option<Money>, field: Field) {
        self.counts.n_problem_rows += 1;
        let printed = self.told_row(row);
        let column = self.reading.heading(field).map(str::to_owned);
        self.push_problem(Some(row.number), kind, 1, amount, column, shorten(&printed, 500));
    }

    fn doubt(&mut self, kind: ProblemKind, field: Field, row: u64, amount: Money, printed: &str) {
        let column = self.reading.heading(field).unwrap_or_default().to_owned();
        let doubt = self.doubts.entry((kind, column)).or_default();
        doubt.n += 1;
        doubt.amount += amount;
        if doubt.examples.len() < EXAMPLES_MAX {
            doubt.examples.push((row, shorten(&self.payees.payees.told(printed), 60)));
        }
    }

    fn push_problem(
        &mut self,
        row: Option<u64>,
        kind: ProblemKind,
        n_rows: u64,
        amount: Option<Money>,
        column: Option<String>,
        text: String,
    ) {
        let file_id = Some(self.table.file_id.clone());
        let problem = Problem::new(&self.table.body_id, kind, text);
        self.counts.problems.push(Problem { file_id, row, column, n_rows, amount, ..problem });
    }

    fn finish(mut self) -> Counts {
        self.doubt_sum_of_all();
        self.doubt_hidden_sums();
        self.doubt_without_payee();
        self.doubt_own_name();
        self.doubt_nought();
        self.doubt_marks();
        self.doubt_sections();
        self.doubt_counter_entries();
        self.doubt_partly();
        self.doubt_unproved_totals();
        for ((kind, column), doubt) in std::mem::take(&mut self.doubts) {
            let examples: Vec<String> =
                doubt.examples.iter().map(|(row, text)| format!("row {row} {text:?}")).collect();
            let more = if doubt.n as usize > doubt.examples.len() { " and so on" } else { "" };
            let text = format!("{}{more}", examples.join(", "));
            self.push_problem(None, kind, doubt.n, Some(doubt.amount), Some(column).filter(|c| !c.is_empty()), text);
        }
        let in_order = self.counts.meanings.clone();
        self.counts.meanings.sort();
        self.doubt_blocks(&in_order);
        self.doubt_invoice_totals(&in_order);
        self.doubt_said_twice(&in_order);
        self.doubt_sums_above(&in_order);
        self.counts.bodies = self.finish_tallies();
        self.finish_padding();
        self.doubt_other_headings();
        self.doubt_references();
        self.doubt_unheaded();
        self.doubt_beside();
        self.doubt_unit_below();
        std::mem::take(&mut self.payees.decided).into_iter().for_each(|key| self.counts.masked.meet(key));
        self.counts.period_votes = self.periods.votes;
        self.counts.heads_with_sums = self.groups.heads_with_sums();
        self.counts.vote = self.first_vote.take().unwrap_or_else(|| self.dates.vote());
        self.counts
    }
}

fn capital(cell: &[u8]) -> Option<bool> {
    match cell.first()?.to_ascii_lowercase() {
        b'c' => Some(true),
        b'r' => Some(false),
        _ => None,
    }
}

fn shorten(text: &str, n_chars: usize) -> String {
    match text.char_indices().nth(n_chars) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
