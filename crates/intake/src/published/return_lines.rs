//! Lines of the ministry's returns in long form: one row per council, year and line.
//!
//! `ons_code,council,class,financial_year,form,line,employees,running_expenses,…,net_current_expenditure` holds lines of
//! RSX (`revenue_outturn_services:`) and of RO2 to RO6 (`revenue_outturn_detail:`), a column per measure;
//! `ons_code,council,class,financial_year,section,line,value_thousands` holds the outturn summary
//! (`revenue_outturn_summary:`, services under `net_current_expenditure`, other sections under their own name).
//!
//! The returns are made in thousands of pounds; a file that does not say so is told. An empty cell is lost, never zero.
//! Lines whose columns do not add up are told, and a net current expenditure of zero beside services that were paid
//! for is left out.

use std::collections::{BTreeMap, HashMap};

use calamine::Data;
use model::problem::Problem;
use model::spending::{Sector, SpendingKind};
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use super::bodies::{self, Authority};
use super::grid::Grid;
use super::headings::{self, THOUSANDS, Unit, bare, slug};
use super::publication::{Line, Publication, Reading, Sheet};

const HEADER_ROW_MAX: usize = 20;
const NET: &str = "net_current_expenditure";

/// Measures of a line, as their headings say them, in the order C1 to C7.
const MEASURES: [(&str, &[&str], Option<SpendingKind>); 7] = [
    ("employees", &["employees"], Some(SpendingKind::Pay)),
    ("running_expenses", &["runningexpenses"], Some(SpendingKind::GoodsServices)),
    ("total_expenditure", &["totalexpenditure", "gross"], None),
    ("sales_fees_and_charges", &["salesfeescharges", "salesfeesandcharges"], Some(SpendingKind::Income)),
    ("other_income", &["otherincome"], Some(SpendingKind::Income)),
    ("total_income", &["totalincome"], None),
    (NET, &["netcurrentexpenditure", "valuethousands", "value"], None),
];

/// Whether a sheet has such headings.
pub(super) fn is_layout(grid: &Grid) -> bool {
    Columns::find(grid).is_some()
}

/// Reads the sheet; nothing where it has no such headings.
pub(super) fn read(grid: &Grid, publication: &Publication, place: &Place) -> Reading {
    let Some(columns) = Columns::find(grid) else { return Reading::default() };
    let unit = columns.stated_unit(grid);
    let sheet = publication.sheet(&grid.name);
    let bodies = bodies_by_code(grid, &columns, place);
    let mut table =
        Table { grid, columns: &columns, sheet: &sheet, unit: unit.unwrap_or(THOUSANDS), doubts: Doubts::default() };
    let mut reading = Reading::default();
    let services = table.services_paid();
    for row in columns.header_row + 1..grid.rows.len() {
        let body = bodies.get(&grid.text(row, columns.code)).cloned();
        table.add(row, body, &services, &mut reading);
    }
    if unit.is_none() && !reading.lines.is_empty() {
        let sum: Money = reading.lines.iter().filter(|line| line.series.ends_with(NET)).map(|line| line.amount).sum();
        let text =
            "the file does not state its unit; it was read as thousands of pounds, as in all these returns".to_owned();
        let n_rows = reading.lines.len() as u64;
        let kind =
            if is_plausible(&reading.lines) { ProblemKind::AmountsScaled } else { ProblemKind::AmountsOutOfScale };
        let problem = sheet.problem(kind, text);
        reading.problems.push(Problem { n_rows, amount: Some(sum), ..problem });
    }
    reading.problems.extend(table.doubts.problems(&sheet));
    reading
}

/// Whether figures read as thousands prove the unit: the largest total of services of any authority is about £3 billion,
/// and the smallest, had it been printed in pounds, would be above £4 billion.
fn is_plausible(lines: &[Line]) -> bool {
    let totals = lines.iter().filter(|line| slug(&line.label) == "total_service_expenditure");
    let largest = totals.map(|line| line.amount.abs()).max();
    largest.is_some_and(|largest| largest < Money::from_pence(400_000_000_000))
}

struct Columns {
    header_row: usize,
    code: usize,
    council: usize,
    year: usize,
    line: usize,
    /// The column of forms, or of sections of the summary.
    form: usize,
    is_summary: bool,
    /// Position in [`MEASURES`] and column.
    measures: Vec<(usize, usize)>,
}

impl Columns {
    fn find(grid: &Grid) -> Option<Columns> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let bared: Vec<String> = grid.texts(header_row).iter().map(|heading| bare(heading)).collect();
            let at = |wanted: &[&str]| bared.iter().position(|heading| wanted.contains(&heading.as_str()));
            let (form, section) = (at(&["form", "return"]), at(&["section"]));
            let measure = |(index, (_, headings, _)): (usize, &(&str, &[&str], _))| Some((index, at(headings)?));
            let measures: Vec<(usize, usize)> = MEASURES.iter().enumerate().filter_map(measure).collect();
            (!measures.is_empty()).then_some(Columns {
                header_row,
                code: at(&["onscode", "ecode", "code"])?,
                council: at(&["council", "localauthority", "authority"])?,
                year: at(&["financialyear", "year"])?,
                line: at(&["line", "label"])?,
                form: form.or(section)?,
                is_summary: form.is_none(),
                measures,
            })
        })
    }

    fn stated_unit(&self, grid: &Grid) -> Option<Unit> {
        let headings = grid.texts(self.header_row);
        let titles = (0..self.header_row).flat_map(|row| grid.texts(row));
        let in_thousands = headings.iter().any(|heading| bare(heading).ends_with("thousands")).then_some(THOUSANDS);
        in_thousands.or_else(|| titles.chain(headings).find_map(|title| headings::unit(&title)))
    }
}

/// The body that each code of the file is.
fn bodies_by_code(grid: &Grid, columns: &Columns, place: &Place) -> HashMap<String, String> {
    let rows = columns.header_row + 1..grid.rows.len();
    let names: BTreeMap<String, String> =
        rows.map(|row| (grid.text(row, columns.code), grid.text(row, columns.council))).collect();
    let authorities: Vec<Authority> =
        names.iter().map(|(code, name)| Authority { codes: vec![code.clone()], name: name.clone() }).collect();
    let found = bodies::assign(place, &authorities).bodies;
    names.into_keys().zip(found).filter_map(|(code, body)| Some((code, body?.id.clone()))).collect()
}

/// One row, its words read.
struct Printed {
    row: usize,
    number: u64,
    form: String,
    council: String,
    label: String,
    year: FinancialYear,
    body: Option<String>,
}

/// Council and year.
type CouncilYear = (String, String);

struct Table<'a> {
    grid: &'a Grid,
    columns: &'a Columns,
    sheet: &'a Sheet,
    unit: Unit,
    doubts: Doubts,
}

impl Table<'_> {
    fn council_year(&self, row: usize) -> CouncilYear {
        (self.grid.text(row, self.columns.code), self.grid.text(row, self.columns.year))
    }

    fn amount(&self, row: usize, column: usize) -> Option<Result<Money, ()>> {
        let cell = self.grid.cell(row, column).unwrap_or(&Data::Empty);
        headings::pounds(cell, self.unit).map(|amount| amount.map(|amount| amount.money).map_err(|_| ()))
    }

    /// Councils and years whose services came to something.
    fn services_paid(&self) -> BTreeMap<CouncilYear, Money> {
        let rows = self.columns.header_row + 1..self.grid.rows.len();
        let total = |row: usize| {
            let is_total = slug(&self.grid.text(row, self.columns.line)) == "total_service_expenditure";
            let (_, column) = self.columns.measures.last().filter(|_| is_total)?;
            let amount = self.amount(row, *column)?.ok()?;
            (amount != Money::ZERO).then(|| (self.council_year(row), amount))
        };
        rows.filter_map(total).collect()
    }

    fn add(
        &mut self,
        row: usize,
        body: Option<String>,
        services: &BTreeMap<CouncilYear, Money>,
        reading: &mut Reading,
    ) {
        let columns = self.columns;
        let text = |column: usize| self.grid.text(row, column);
        let (label, printed_year) = (text(columns.line), text(columns.year));
        if label.is_empty() && printed_year.is_empty() {
            return;
        }
        let number = row as u64 + 1;
        let Some(year) = FinancialYear::parse(&printed_year) else {
            let heading = self.grid.text(columns.header_row, columns.year);
            let text = format!("`{printed_year}`");
            reading.problems.push(self.sheet.cell_problem(number, &heading, ProblemKind::YearUnreadable, text));
            return;
        };
        let printed =
            Printed { row, number, form: text(columns.form), council: text(columns.council), label, year, body };
        let mut amounts: [Option<Money>; 7] = [None; 7];
        for (index, column) in &columns.measures {
            let Some(amount) = self.figure(&printed, *column, services, reading) else { continue };
            amounts[*index] = Some(amount);
            reading.lines.push(self.line(&printed, *index, *column, amount));
        }
        if let Some(difference) = difference(&amounts, self.unit) {
            let key = (printed.form.clone(), printed.label.clone(), year);
            self.doubts.sums.entry(key).or_default().add_amount(&printed, difference);
        }
    }

    /// The pounds of a cell; none, and a doubt, where it is empty, unreadable or a zero that cannot be.
    fn figure(
        &mut self,
        printed: &Printed,
        column: usize,
        services: &BTreeMap<CouncilYear, Money>,
        reading: &mut Reading,
    ) -> Option<Money> {
        let Some(amount) = self.amount(printed.row, column) else {
            self.doubts.blanks.entry((printed.form.clone(), printed.year)).or_default().add(printed);
            return None;
        };
        let Ok(amount) = amount else {
            let heading = self.grid.text(self.columns.header_row, column);
            let text = format!("`{}` for {}", self.grid.text(printed.row, column), printed.council);
            let problem = self.sheet.cell_problem(printed.number, &heading, ProblemKind::AmountUnreadable, text);
            reading.problems.push(problem);
            return None;
        };
        let is_total = ["net_current_expenditure", "revenue_expenditure"].contains(&slug(&printed.label).as_str());
        let is_nought = self.columns.is_summary && is_total && amount == Money::ZERO;
        if let Some(paid) = services.get(&self.council_year(printed.row)).filter(|_| is_nought) {
            self.doubts.noughts.entry(printed.label.clone()).or_default().add_amount(printed, *paid);
            return None;
        }
        Some(amount)
    }

    fn line(&self, printed: &Printed, index: usize, column: usize, amount: Money) -> Line {
        let Printed { row, number, form, council, label, year, body } = printed;
        let (measure, _, kind) = MEASURES[index];
        let code = self.grid.text(*row, self.columns.code);
        Line {
            column: self.grid.text(self.columns.header_row, column),
            body_id: body.clone(),
            spender: council.clone(),
            spender_code: Some(code.clone()),
            area: council.clone(),
            area_code: Some(code),
            sector: Some(Sector::Local),
            kind,
            line_code: slug(label),
            label: label.clone(),
            segment: (form != "RSX" && !self.columns.is_summary).then(|| form.clone()),
            ..Line::new(self.sheet, *number, &self.series(form, measure), *year, amount)
        }
    }

    fn series(&self, form: &str, measure: &str) -> String {
        if !self.columns.is_summary {
            let publication = if form == "RSX" { "revenue_outturn_services" } else { "revenue_outturn_detail" };
            return format!("{publication}:{measure}");
        }
        let section = slug(&form.replace('_', " "));
        let measure =
            if ["service_expenditure", "key_financials"].contains(&section.as_str()) { NET } else { &section };
        format!("revenue_outturn_summary:{measure}")
    }
}

/// By how much a line's columns do not add up (C1 + C2 = C3, C4 + C5 = C6, C3 - C6 = C7), where it has all seven; one
/// printed unit is rounding.
fn difference(amounts: &[Option<Money>; 7], unit: Unit) -> Option<Money> {
    let [Some(employees), Some(running), Some(gross), Some(sales), Some(other), Some(income), Some(net)] = *amounts
    else {
        return None;
    };
    let differences = [employees + running - gross, sales + other - income, gross - income - net];
    let largest = differences.into_iter().max_by_key(|difference| difference.abs())?;
    (largest.abs() > Money::from_pence(unit.pennies())).then_some(largest)
}

/// Rows with one doubt: how many, the first, and its pounds.
#[derive(Default)]
struct Rows {
    n_rows: u64,
    first: Option<(u64, String)>,
    last_row: u64,
    amount: Money,
}

impl Rows {
    fn add(&mut self, printed: &Printed) {
        self.n_rows += u64::from(self.last_row != printed.number);
        self.last_row = printed.number;
        self.first.get_or_insert_with(|| (printed.number, format!("`{}` of {}", printed.label, printed.council)));
    }

    fn add_amount(&mut self, printed: &Printed, amount: Money) {
        self.add(printed);
        self.amount += amount.abs();
    }

    fn problem(&self, sheet: &Sheet, kind: ProblemKind, text: impl Fn(&str) -> String) -> Option<Problem> {
        let (row, first) = self.first.as_ref()?;
        let amount = (self.amount != Money::ZERO).then_some(self.amount);
        Some(Problem { row: Some(*row), n_rows: self.n_rows, amount, ..sheet.problem(kind, text(first)) })
    }
}

#[derive(Default)]
struct Doubts {
    /// Empty cells by form and year.
    blanks: BTreeMap<(String, FinancialYear), Rows>,
    /// Lines that do not add up, by form, line and year.
    sums: BTreeMap<(String, String, FinancialYear), Rows>,
    /// Totals of zero beside services that were paid for, by line.
    noughts: BTreeMap<String, Rows>,
}

impl Doubts {
    fn problems(&self, sheet: &Sheet) -> Vec<Problem> {
        let blanks = self.blanks.iter().filter_map(|((form, year), rows)| {
            rows.problem(sheet, ProblemKind::AmountMissing, |first| {
                let n = rows.n_rows;
                format!("{form} {year}: empty cells, the first in {first} ({n} in all): lost, which does not mean that nothing was spent")
            })
        });
        let sums = self.sums.iter().filter_map(|((form, _, year), rows)| {
            rows.problem(sheet, ProblemKind::TotalDiffers, |first| {
                format!("{form} {year}: the columns of {first} do not add up to its totals (rows: {})", rows.n_rows)
            })
        });
        let noughts = self.noughts.values().filter_map(|rows| {
            rows.problem(sheet, ProblemKind::TotalDiffers, |first| {
                let n = rows.n_rows;
                format!("{first} is printed as zero, although its services were paid for; left out (rows: {n})")
            })
        });
        blanks.chain(sums).chain(noughts).collect()
    }
}
