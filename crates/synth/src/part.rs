//! One file or sheet: banner, heading, lines with their slips, totals, and the truth beside them.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use jiff::civil::Date;
use model::{FinancialYear, ProblemKind, Treatment};
use rand::RngExt;

use crate::Error;
use crate::ledgers::{Column, Ledger, Oddity, PartPlan, oddities_of};
use crate::lines::{Line, Wanted, each_line};
use crate::print::{Cell, Sheet, print_date};
use crate::purchases::HOUSING_BENEFIT;
use crate::slips::{Slip, Slips};
use crate::suppliers::Supplier;
use crate::trades::TradeId;
use crate::truth::{BadRow, LineKey, PartTruth};
use crate::world::World;

/// Where the treatment of each line is written down.
pub(crate) type LineFile = BufWriter<File>;

/// Writes one part and says what is true of it. `line_truth` gets every line that is no plain spending.
pub(crate) fn write_part(
    world: &World,
    ledger: &'static Ledger,
    plan: &PartPlan,
    path: &str,
    sheet: &mut dyn Sheet,
    line_truth: &mut LineFile,
) -> Result<PartTruth, Error> {
    let mut part = Part::new(world, ledger, plan, path, sheet, line_truth);
    if !part.has(Oddity::HeadingLast) {
        part.banner()?;
        part.heading()?;
    }
    for department in ledger.departments() {
        let before = part.truth.tenths;
        for &(month, n_lines) in &plan.months {
            let n_lines = share_of_department(ledger, department, n_lines);
            let wanted = Wanted { ledger, month, n_lines, department };
            part.n_expected = n_lines;
            let below = each_line(world, wanted, &mut |line| part.line(line))?;
            part.truth.below_threshold.merge(below);
        }
        if let Some(department) = department {
            part.subtotal(department, part.truth.tenths - before)?;
        }
    }
    part.foot()?;
    Ok(part.truth)
}

/// A department's part of a month's lines, by the weight of what it buys.
fn share_of_department(ledger: &Ledger, department: Option<&str>, n_lines: u64) -> u64 {
    let Some(department) = department else { return n_lines };
    let weight = |wanted: Option<&str>| -> u64 {
        let of = ledger.purchases.iter().filter(|purchase| wanted.is_none_or(|wanted| purchase.department == wanted));
        of.map(|purchase| u64::from(purchase.weight)).sum()
    };
    (n_lines * weight(Some(department)) / weight(None)).max(6)
}

/// One line in this many of a month that has dates of the year before.
const YEAR_EARLY_ONE_IN: u32 = 50;
/// One line in this many of the last period that is paid after the year.
const PAID_AFTER_ONE_IN: u32 = 12;
/// Trades that look after buildings.
const PREMISES: [TradeId; 4] = [TradeId::Energy, TradeId::Building, TradeId::Property, TradeId::Guards];
const PADDING_ROWS: u64 = 300;
const EMPTY_COLUMNS: usize = 17;

struct Part<'a> {
    world: &'a World,
    ledger: &'static Ledger,
    sheet: &'a mut dyn Sheet,
    line_truth: &'a mut LineFile,
    oddities: Vec<Oddity>,
    slips: Slips,
    truth: PartTruth,
    n_expected: u64,
}

/// What a row prints instead of what was booked.
#[derive(Default)]
struct Printed {
    date: Option<String>,
    shifted_date: Option<Date>,
    amount: Option<&'static str>,
    tenths: Option<i64>,
    has_comma: bool,
    is_mixed: bool,
    /// Booked in period 13 and paid in the month after the year.
    paid_after: bool,
}

impl<'a> Part<'a> {
    fn new(
        world: &'a World,
        ledger: &'static Ledger,
        plan: &'a PartPlan,
        path: &str,
        sheet: &'a mut dyn Sheet,
        line_truth: &'a mut LineFile,
    ) -> Part<'a> {
        let position = |column: Column| ledger.layout.columns.iter().position(|(_, known)| *known == column);
        // Only where words stand before the amount is a row that moved right plainly broken.
        let takes_comma =
            position(Column::Capital).zip(position(Column::Net)).is_some_and(|(before, net)| before + 1 == net);
        let turn = plan.first_month() + ledger.name.len();
        let slips = Slips::new(world.plan.seed, &format!("{} {}", ledger.name, plan.first_month()), turn, takes_comma);
        let mut truth = PartTruth::new(ledger, path, plan.sheet.as_deref());
        truth.by_name.resize(world.book(ledger.body).names.len(), Default::default());
        let oddities = oddities_of(ledger, plan.first_month());
        Part { world, ledger, sheet, line_truth, oddities, slips, truth, n_expected: 0 }
    }

    fn has(&self, oddity: Oddity) -> bool {
        self.oddities.contains(&oddity)
    }

    fn write(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.truth.n_rows += 1;
        self.sheet.row(cells)
    }

    fn banner(&mut self) -> Result<(), Error> {
        for text in self.ledger.layout.banner {
            let mut cells = vec![Cell::Empty; self.ledger.layout.columns.len()];
            cells[0] = if text.is_empty() { Cell::Empty } else { Cell::text(*text) };
            if text.is_empty() {
                self.truth.n_blank_rows += 1
            } else {
                self.truth.n_header_rows += 1
            }
            self.write(&cells)?;
        }
        Ok(())
    }

    fn heading(&mut self) -> Result<(), Error> {
        let layout = self.ledger.layout;
        if !layout.upper.is_empty() {
            let upper: Vec<Cell> = layout.upper.iter().map(|text| Cell::text(*text)).collect();
            self.truth.n_header_rows += 1;
            self.write(&upper)?;
        }
        let is_nameless = |column: Column| self.has(Oddity::NamelessColumn) && column == Column::Category;
        let name = |(heading, column): &(&'static str, Column)| {
            if is_nameless(*column) { Cell::Empty } else { Cell::text(*heading) }
        };
        let mut cells: Vec<Cell> = layout.columns.iter().map(name).collect();
        if self.has(Oddity::EmptyColumns) {
            cells.resize(cells.len() + EMPTY_COLUMNS, Cell::Empty);
        }
        self.truth.n_header_rows += 1;
        self.write(&cells)
    }

    fn line(&mut self, line: Line<'_>) -> Result<(), Error> {
        if self.has(Oddity::HeadingRepeated) && self.truth.n_lines == self.n_expected / 2 {
            self.heading()?;
        }
        let slip = if line.is_ordinary() { self.slips.next() } else { None };
        let printed = self.print(&line, slip);
        let cells = self.cells(&line, &printed);
        self.truth.n_rows += 1;
        self.sheet.row(&cells)?;
        let row = self.truth.n_rows;
        if let Some(slip) = slip {
            let bad =
                BadRow { row, kind: slip.kind(), what: slip.words(), pence: line.pence, is_counted: !slip.loses_row() };
            self.truth.bad_rows.push(bad);
        }
        match slip.filter(|slip| slip.loses_row()) {
            Some(slip) => {
                self.truth.n_problem_rows += 1;
                self.truth.problem(slip.kind(), line.pence);
                Ok(())
            }
            None => self.count(&line, &printed, row),
        }
    }

    /// What the slip and the oddities of the file make of a line.
    fn print(&mut self, line: &Line<'_>, slip: Option<Slip>) -> Printed {
        let mut printed = Printed::default();
        match slip {
            Some(Slip::SubPenny) => printed.tenths = Some(line.pence * 10 + self.slips.dice().random_range(1..10)),
            Some(Slip::DateUnreadable) => {
                let texts = ["99/99/99999", "31/02/2025", "TBC", "00/00/0000", "various"];
                printed.date = Some(texts[self.slips.dice().random_range(0..texts.len())].to_owned());
            }
            Some(Slip::DateMissing) => printed.date = Some(String::new()),
            Some(Slip::DateFuture) => printed.shifted_date = Some(years_off(line.date, 10)),
            Some(Slip::DateAYearEarly) => printed.shifted_date = Some(years_off(line.date, -1)),
            Some(Slip::AmountText) => {
                let texts = ["see note", "TBC", "n/a", "awaiting invoice"];
                printed.amount = Some(texts[self.slips.dice().random_range(0..texts.len())]);
            }
            Some(Slip::AmountMissing) => printed.amount = Some(""),
            Some(Slip::CellError) => printed.amount = Some("#REF!"),
            Some(Slip::CommaUnquoted) => printed.has_comma = true,
            None => self.print_oddly(line, &mut printed),
        }
        if self.has(Oddity::SignsLost) && line.pence < 0 {
            printed.tenths = Some(-line.pence * 10);
        }
        printed
    }

    fn print_oddly(&mut self, line: &Line<'_>, printed: &mut Printed) {
        if self.has(Oddity::DatedAYearEarly)
            && line.is_ordinary()
            && self.slips.dice().random_ratio(1, YEAR_EARLY_ONE_IN)
        {
            printed.shifted_date = Some(years_off(line.date, -1));
        }
        if self.has(Oddity::PaidAfterTheYear) && self.slips.dice().random_ratio(1, PAID_AFTER_ONE_IN) {
            printed.paid_after = true;
        }
        // One cell of the file, in its second half, where the rest has shown that it is UTF-8.
        printed.is_mixed =
            self.has(Oddity::MixedEncoding) && self.truth.n_lines == self.n_expected / 2 && line.is_ordinary();
    }

    fn cells<'l>(&self, line: &'l Line<'_>, printed: &Printed) -> Vec<Cell<'l>> {
        let layout = self.ledger.layout;
        let supplier = line.supplier.map(|id| &self.world.suppliers.all[id as usize]);
        let mut cells = Vec::with_capacity(layout.columns.len() + 1);
        for (_, column) in layout.columns {
            match column {
                Column::Payee if printed.has_comma => {
                    cells.push(Cell::text(line.payee.as_ref()));
                    cells.push(Cell::text(" Accounts Receivable"));
                }
                Column::Purpose if printed.is_mixed => cells.push(Cell::WrongEncoding(MIXED_TEXT)),
                Column::Date => cells.push(self.date_cell(line, printed)),
                Column::Period => cells.push(Cell::text(self.period(line, printed))),
                Column::Net => cells.push(match printed.amount {
                    Some(text) => Cell::text(text),
                    None => Cell::Amount(printed.tenths.unwrap_or(line.pence * 10)),
                }),
                // A month without minus signs has none in any column.
                Column::Gross | Column::Vat if self.has(Oddity::SignsLost) => {
                    cells.push(match plain_cell(*column, line, supplier) {
                        Cell::Amount(tenths) => Cell::Amount(tenths.abs()),
                        cell => cell,
                    })
                }
                column => cells.push(plain_cell(*column, line, supplier)),
            }
        }
        if self.has(Oddity::Ragged) {
            while cells.last().is_some_and(|cell| matches!(cell, Cell::Empty)) {
                cells.pop();
            }
        }
        if self.has(Oddity::EmptyColumns) {
            cells.resize(cells.len() + EMPTY_COLUMNS, Cell::Empty);
        }
        cells
    }

    /// The accounting period that the line is booked in, whatever its printed date.
    fn period(&self, line: &Line<'_>, printed: &Printed) -> String {
        let year = FinancialYear::of(line.date).0;
        let number = if printed.paid_after { 13 } else { (i32::from(line.date.month()) + 8) % 12 + 1 };
        format!("{year}{number:02}")
    }

    fn date_cell<'l>(&self, line: &Line<'_>, printed: &Printed) -> Cell<'l> {
        let date = match printed.paid_after {
            true => line.date.saturating_add(jiff::Span::new().months(1)),
            false => printed.shifted_date.unwrap_or(line.date),
        };
        match &printed.date {
            Some(text) if text.is_empty() => Cell::Empty,
            Some(text) => Cell::text(text.clone()),
            None if self.has(Oddity::DatesAsText) => {
                let mut text = String::new();
                print_date(date, crate::ledgers::DateStyle::Slashes, &mut text);
                Cell::text(text)
            }
            None => Cell::Day(date),
        }
    }

    /// Adds a printed line to the truth.
    fn count(&mut self, line: &Line<'_>, printed: &Printed, row: u64) -> Result<(), Error> {
        let tenths = printed.tenths.unwrap_or(line.pence * 10);
        // A period or the file's name gives the year, whatever date is printed.
        let financial_year = FinancialYear::of(line.date).0;
        let truth = &mut self.truth;
        truth.n_lines += 1;
        truth.tenths += tenths;
        truth.n_negative += u64::from(tenths < 0);
        truth.n_withheld += u64::from(line.is_withheld);
        let key = LineKey { financial_year, class: line.class, is_capital: line.is_capital };
        // Dust of a penny is plain spending of the year, so it is settled once for the file at the end.
        truth.by_key.entry(key).or_default().add(tenths.div_euclid(10));
        if let Some(name_id) = line.name_id {
            truth.by_name[name_id as usize].add(tenths.div_euclid(10));
        } else if let Some(counterparty) = line.class.counterparty {
            truth.by_public_payee.entry((line.payee.to_string(), counterparty)).or_default().add(tenths.div_euclid(10));
        }
        let is_spending = line.class.treatment == Treatment::Spend;
        if tenths > 0 && line.pence < 0 {
            truth.lost_signs.add(-line.pence);
            if is_spending {
                truth.lost_signs_of_spending.add(-line.pence);
            }
        }
        let trade = line.supplier.map(|id| self.world.suppliers.all[id as usize].trade);
        if is_spending && !line.is_capital && trade.is_some_and(|trade| PREMISES.contains(&trade)) {
            truth.premises.add(tenths.div_euclid(10));
        }
        if is_spending {
            truth.spend(line.department, line.service, line.is_capital, tenths.div_euclid(10));
        }
        if is_spending && line.service == HOUSING_BENEFIT {
            truth.benefits.add(tenths.div_euclid(10));
        }
        self.count_doubts(line, printed, row, tenths);
        self.write_line_truth(line, row)
    }

    fn count_doubts(&mut self, line: &Line<'_>, printed: &Printed, row: u64, tenths: i64) {
        let pence = tenths.div_euclid(10);
        let mark = self.has(Oddity::Dollars);
        let truth = &mut self.truth;
        if printed.tenths.is_some_and(|tenths| tenths % 10 != 0) {
            truth.problem(ProblemKind::SubPenny, pence);
        }
        match &printed.date {
            Some(text) if text.is_empty() => truth.problem(ProblemKind::DateMissing, pence),
            Some(_) => truth.problem(ProblemKind::DateUnreadable, pence),
            None => {}
        }
        if let Some(date) = printed.shifted_date {
            truth.problem(ProblemKind::DateOutsidePeriod, pence);
            let is_future = date.year() > line.date.year();
            if is_future {
                truth.problem(ProblemKind::DateFuture, pence);
            } else if truth.bad_rows.last().is_none_or(|bad| bad.row != row) {
                let what = Slip::DateAYearEarly.words();
                truth.bad_rows.push(BadRow {
                    row,
                    kind: ProblemKind::DateOutsidePeriod,
                    what,
                    pence: line.pence,
                    is_counted: true,
                });
            }
        }
        if mark {
            truth.problem(ProblemKind::CurrencyMark, pence);
        }
        if printed.is_mixed {
            truth.problem(ProblemKind::EncodingMixed, pence);
        }
    }

    fn write_line_truth(&mut self, line: &Line<'_>, row: u64) -> Result<(), Error> {
        let class = line.class;
        if class.treatment == Treatment::Spend {
            return Ok(());
        }
        let written = writeln!(
            self.line_truth,
            "{row},{},{},{},{}",
            class.treatment.word(),
            class.transfer_kind.map_or("", |kind| kind.word()),
            class.counterparty.unwrap_or_default(),
            class.is_eliminated(self.ledger.body),
        );
        written.map_err(Error::io(Path::new("truth/lines")))
    }

    /// The sum of a department's lines, worded as a spreadsheet's subtotals are.
    fn subtotal(&mut self, department: &str, tenths: i64) -> Result<(), Error> {
        let label = format!("{department} Total");
        self.total_row(Some((Column::Department, Cow::Owned(label))), tenths, "the sum of one department's lines")
    }

    fn foot(&mut self) -> Result<(), Error> {
        let layout = self.ledger.layout;
        let first = layout.columns[0].1;
        if layout.total || self.has(Oddity::Total) {
            self.total_row(Some((first, Cow::Borrowed("Total"))), self.truth.tenths, "the sum of the file")?;
        }
        if layout.subtotals {
            self.total_row(Some((first, Cow::Borrowed("Grand Total"))), self.truth.tenths, "the sum of the file")?;
        }
        if self.has(Oddity::TotalWithoutWord) {
            self.total_row(None, self.truth.tenths, "the sum of the file, without a word")?;
        }
        if self.has(Oddity::HeadingLast) {
            self.heading()?;
        }
        if self.has(Oddity::Padding) {
            let cells = vec![Cell::Empty; layout.columns.len()];
            for _ in 0..PADDING_ROWS {
                self.truth.n_blank_rows += 1;
                self.write(&cells)?;
            }
        }
        self.line_truth.flush().map_err(Error::io(Path::new("truth/lines")))?;
        self.settle_dust();
        Ok(())
    }

    fn total_row(
        &mut self,
        label: Option<(Column, Cow<'static, str>)>,
        tenths: i64,
        what: &'static str,
    ) -> Result<(), Error> {
        let pence = crate::truth::rounded(tenths);
        let cells: Vec<Cell> = self
            .ledger
            .layout
            .columns
            .iter()
            .map(|(_, column)| match (&label, column) {
                (_, Column::Net) => Cell::Amount(pence * 10),
                (Some((at, text)), column) if at == column => Cell::Text(text.clone()),
                _ => Cell::Empty,
            })
            .collect();
        self.write(&cells)?;
        self.truth.n_problem_rows += 1;
        self.truth.problem(ProblemKind::TotalRow, pence);
        let row = self.truth.n_rows;
        self.truth.bad_rows.push(BadRow { row, kind: ProblemKind::TotalRow, what, pence, is_counted: false });
        Ok(())
    }

    /// Lines were added up in whole pence; what their third decimals come to belongs to plain spending.
    fn settle_dust(&mut self) {
        let counted: i64 = self.truth.by_key.values().map(|tally| tally.pence).sum();
        let dust = self.truth.pence() - counted;
        let key = LineKey {
            financial_year: self.world.plan.year.0,
            class: crate::purchases::Class::SPEND,
            is_capital: false,
        };
        if dust != 0 {
            self.truth.by_key.entry(key).or_default().pence += dust;
        }
    }
}

/// What is in the one cell of another encoding.
const MIXED_TEXT: &str = "Café and conference room";

fn years_off(date: Date, years: i16) -> Date {
    let year = date.year() + years;
    // The 29th of February is in every fourth year only.
    Date::new(year, date.month(), date.day())
        .or_else(|_| Date::new(year, date.month(), 28))
        .expect("day 28 is in every month")
}

fn plain_cell<'l>(column: Column, line: &'l Line<'_>, supplier: Option<&Supplier>) -> Cell<'l> {
    let text = |text: &'l str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    let owned = |text: Option<String>| text.map_or(Cell::Empty, Cell::text);
    let has_vat = supplier.is_some_and(|supplier| supplier.vat_number.is_some()) && !line.reference.is_multiple_of(3);
    let vat = if has_vat { line.pence / 5 } else { 0 };
    match column {
        Column::Department => text(line.department),
        Column::Service => text(line.service),
        Column::Subjective => text(line.subjective),
        Column::Purpose => text(line.purpose),
        Column::Payee => text(line.payee.as_ref()),
        Column::PayeeCode => Cell::text(line.payee_code.to_string()),
        Column::Reference => Cell::text(line.reference.to_string()),
        Column::Capital => text(if line.is_capital { "Capital" } else { "Revenue" }),
        Column::CapitalLetter => text(if line.is_capital { "C" } else { "R" }),
        Column::Vat => Cell::Amount(vat * 10),
        Column::Gross => Cell::Amount((line.pence + vat) * 10),
        Column::IrrecoverableVat => {
            if line.reference.is_multiple_of(40) {
                Cell::Amount(vat * 10)
            } else {
                Cell::Empty
            }
        }
        Column::Category => owned(supplier.map(|supplier| supplier.trade.trade().word.to_owned())),
        Column::Postcode => owned(supplier.map(|supplier| supplier.postcode.clone())),
        Column::VatNumber => owned(supplier.and_then(|supplier| supplier.vat_number.clone())),
        Column::CharityNumber => owned(supplier.and_then(|supplier| supplier.charity_number.clone())),
        Column::OrganisationId => owned(supplier.map(organisation_id)),
        Column::GrantId => Cell::text(format!("360G-WendshireCF-{}", line.reference)),
        Column::Always(always) => text(always),
        Column::Date | Column::Period | Column::Net => Cell::Empty,
    }
}

/// An id with its register's prefix (method, section 2.3).
fn organisation_id(supplier: &Supplier) -> String {
    match (&supplier.charity_number, &supplier.company_number) {
        (Some(number), _) => format!("GB-CHC-{number}"),
        (None, Some(number)) => format!("GB-COH-{number}"),
        (None, None) => format!("360G-WendshireCF-ORG-{}", supplier.id),
    }
}
