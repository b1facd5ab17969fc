//! The unit cost database of New Economy and Greater Manchester, as published: one workbook, a sheet for each theme.
//!
//! Columns are found by their headings. Every figure keeps its original amount and price year; the uprated column is
//! read only to be compared with, because uprating it again would count inflation twice. Codes, ranges and comments stay
//! as they are printed. Method, section 5.5.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use model::FinancialYear;

use crate::sheet::{Workbook, WorkbookError};

/// A unit cost database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Database {
    /// As its first sheet calls it.
    pub title: String,
    /// The sentence that says under which licence it may be used; it has to be named with every use.
    pub licence: String,
    /// The year to whose prices the workbook uprates.
    pub current_year: Option<FinancialYear>,
    /// The deflator that the workbook uprates with.
    pub deflator: BTreeMap<FinancialYear, f64>,
    /// In the order of sheets and rows.
    pub costs: Vec<UnitCostRow>,
}

/// One line of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitCostRow {
    pub sheet: String,
    /// From 1, as a spreadsheet counts.
    pub row: u64,
    /// Empty where the cell is: version 1.4 has one such line, the police's part of an average crime.
    pub code: String,
    pub category: String,
    pub subject: String,
    pub detail: String,
    pub unit: String,
    pub agency: String,
    pub agency_detail: String,
    pub figures: Vec<Figure>,
    pub source: String,
    /// Red, amber or green.
    pub quality: String,
    /// What the figure holds and leaves out.
    pub comment: String,
}

/// One amount of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// `fiscal`, `economic` or `social`.
    pub kind: &'static str,
    pub value: Printed,
    pub year: FinancialYear,
    /// What the workbook has in its uprated column.
    pub uprated: Option<f64>,
}

/// An amount as the cell holds it: a number, or text such as `330-840`, which is a range and never a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Printed {
    Number(f64),
    Text(String),
}

/// What is wrong with a workbook that should be a unit cost database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnitCostError {
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    #[error("no sheet has a column `Cost code`, so this is not a unit cost database")]
    NotADatabase,
    #[error("`{sheet}` has no column `{column}`")]
    NoColumn { sheet: String, column: &'static str },
    #[error("`{sheet}`, row {row}: `{text}` is not a financial year")]
    BadYear { sheet: String, row: u64, text: String },
}

const KINDS: [(&str, &str); 3] = [("fiscal", "fiscal"), ("economic", "economic"), ("social", "social")];

/// Of the layout that appraisals read.
const CSV_HEADINGS: [&str; 13] = [
    "code",
    "category",
    "subject",
    "detail",
    "unit",
    "agency",
    "agency_detail",
    "kind",
    "value",
    "price_year",
    "source",
    "quality",
    "includes",
];

impl Database {
    /// Reads a database from the bytes of its workbook.
    pub fn read(bytes: &[u8]) -> Result<Database, UnitCostError> {
        // The sheets of ledgers are text rounded to fifteen digits; here every digit of a number is compared. The other
        // reader is opened first because it turns away bombs and passwords.
        Workbook::open(bytes.to_vec())?;
        let broken = |error: calamine::XlsxError| WorkbookError::from(calamine::Error::Xlsx(error));
        let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
        let mut database = Database::default();
        for sheet in workbook.sheet_names() {
            let cells = workbook.worksheet_range(&sheet).map_err(broken)?;
            if let Some(columns) = Columns::of(&sheet, &cells)? {
                database.read_costs(&sheet, &cells, &columns)?;
            } else {
                database.read_lookups(&cells);
                database.read_words(&cells);
            }
        }
        if database.costs.is_empty() { Err(UnitCostError::NotADatabase) } else { Ok(database) }
    }

    /// A figure in the prices of the workbook's current year: uprated once, from the original.
    pub fn uprated(&self, figure: &Figure) -> Option<f64> {
        let Printed::Number(value) = figure.value else { return None };
        let at = |year: &FinancialYear| self.deflator.get(year).copied();
        Some(money::real_terms(value, at(&figure.year)?, at(&self.current_year?)?))
    }

    /// The plain layout that appraisals read: one row for each kind of value. A line without a code goes by its place.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(CSV_HEADINGS).expect("memory takes every row");
        for cost in &self.costs {
            let code = if cost.code.is_empty() { format!("{}-{}", cost.sheet, cost.row) } else { cost.code.clone() };
            for figure in &cost.figures {
                let (value, year) = (figure.value.to_string(), figure.year.to_string());
                let row = [
                    &code,
                    &cost.category,
                    &cost.subject,
                    &cost.detail,
                    &cost.unit,
                    &cost.agency,
                    &cost.agency_detail,
                    figure.kind,
                    &value,
                    &year,
                    &cost.source,
                    &cost.quality,
                    &cost.comment,
                ];
                writer.write_record(row).expect("memory takes every row");
            }
        }
        let bytes = writer.into_inner().expect("memory takes every row");
        String::from_utf8(bytes).expect("text in, text out")
    }

    fn read_costs(&mut self, sheet: &str, cells: &Range<Data>, columns: &Columns) -> Result<(), UnitCostError> {
        for (row, values) in cells.rows().enumerate().skip(columns.first_row) {
            let cell = |column: usize| text_of(values.get(column));
            let detail = cell(columns.detail);
            if detail.is_empty() {
                continue; // blank rows, and lists for the drop-downs below the table
            }
            let number = row as u64 + cells.start().map_or(0, |(first, _)| u64::from(first)) + 1;
            let mut figures = Vec::new();
            for (kind, column) in &columns.kinds {
                figures.extend(figure(sheet, number, kind, &values[(*column).min(values.len())..])?);
            }
            self.costs.push(UnitCostRow {
                sheet: sheet.to_owned(),
                row: number,
                code: cell(columns.code),
                category: cell(columns.category),
                subject: cell(columns.subject),
                detail,
                unit: cell(columns.unit),
                agency: cell(columns.agency),
                agency_detail: cell(columns.agency + 1),
                figures,
                source: cell(columns.source),
                quality: cell(columns.quality),
                comment: cell(columns.comment),
            });
        }
        Ok(())
    }

    /// The deflator and the year to uprate to, from whichever sheet has the headings `GDP cumulative` and `Current Year`.
    fn read_lookups(&mut self, cells: &Range<Data>) {
        let Some((row, column)) = find(cells, |text| text.starts_with("GDP cumulative")) else { return };
        let year_column = (0..column).rev().find(|at| cell_text(cells, row, *at) == "Year");
        for below in row + 1..cells.height() {
            let year = year_column.and_then(|at| FinancialYear::parse(&cell_text(cells, below, at)));
            let index = cells.get((below, column)).and_then(number_of);
            if let (Some(year), Some(index)) = (year, index) {
                self.deflator.insert(year, index);
            }
        }
        if let Some((row, column)) = find(cells, |text| text == "Current Year") {
            let below = (row + 1..cells.height()).map(|below| cell_text(cells, below, column));
            self.current_year = below.filter(|text| !text.is_empty()).find_map(|text| FinancialYear::parse(&text));
        }
    }

    fn read_words(&mut self, cells: &Range<Data>) {
        let texts = || cells.used_cells().map(|(_, _, cell)| text_of(Some(cell)));
        if self.title.is_empty() {
            self.title = texts().find(|text| text.contains("Unit Cost Database")).unwrap_or_default();
        }
        if self.licence.is_empty() {
            self.licence = texts().find(|text| text.contains("licensed under")).unwrap_or_default();
        }
    }
}

/// Where a sheet of costs has what, by the headings of its first rows.
struct Columns {
    first_row: usize,
    category: usize,
    subject: usize,
    code: usize,
    detail: usize,
    unit: usize,
    /// The first of two.
    agency: usize,
    /// The first of three columns of each kind: value, year, uprated.
    kinds: Vec<(&'static str, usize)>,
    source: usize,
    quality: usize,
    comment: usize,
}

impl Columns {
    /// None for a sheet that has no costs.
    fn of(sheet: &str, cells: &Range<Data>) -> Result<Option<Columns>, UnitCostError> {
        let Some((row, code)) = find(cells, |text| text == "Cost code") else { return Ok(None) };
        let headings: Vec<String> = (0..cells.width()).map(|column| cell_text(cells, row, column)).collect();
        if !headings.iter().any(|heading| heading == "Unit") {
            return Ok(None); // a log of what was changed about which code
        }
        let at = |column: &'static str| {
            let starts = |heading: &String| heading.to_lowercase().starts_with(column);
            let found = headings.iter().position(starts);
            found.ok_or_else(|| UnitCostError::NoColumn { sheet: sheet.to_owned(), column })
        };
        let kind = |(kind, heading): (&'static str, &'static str)| Ok((kind, at(heading)?));
        Ok(Some(Columns {
            first_row: row + 2, // the second row of headings names the three columns of each kind
            category: at("outcome category")?,
            subject: at("outcome detail")?,
            code,
            detail: at("cost / saving detail")?,
            unit: at("unit")?,
            agency: at("agency")?,
            kinds: KINDS.into_iter().map(kind).collect::<Result<_, UnitCostError>>()?,
            source: at("original source")?,
            quality: at("rag")?,
            comment: at("comment")?,
        }))
    }
}

/// The amount, year and uprated amount of one kind; none where the cell is empty.
fn figure(sheet: &str, row: u64, kind: &'static str, cells: &[Data]) -> Result<Option<Figure>, UnitCostError> {
    let value = match cells.first() {
        Some(cell) if number_of(cell).is_some() => number_of(cell).map(Printed::Number),
        cell => Some(text_of(cell)).filter(|text| !text.is_empty()).map(Printed::Text),
    };
    let Some(value) = value else { return Ok(None) };
    let text = text_of(cells.get(1));
    let year = FinancialYear::parse(&text).ok_or_else(|| UnitCostError::BadYear {
        sheet: sheet.to_owned(),
        row,
        text: text.clone(),
    })?;
    Ok(Some(Figure { kind, value, year, uprated: cells.get(2).and_then(number_of) }))
}

fn find(cells: &Range<Data>, is_meant: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let mut used = cells.used_cells();
    used.find(|(_, _, cell)| is_meant(&text_of(Some(cell)))).map(|(row, column, _)| (row, column))
}

fn cell_text(cells: &Range<Data>, row: usize, column: usize) -> String {
    text_of(cells.get((row, column)))
}

/// A cell's text without the breaks of its lines.
fn text_of(cell: Option<&Data>) -> String {
    let text = cell.map(Data::to_string).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number_of(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        _ => None,
    }
}

impl std::fmt::Display for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Printed::Number(number) => number.fmt(f),
            Printed::Text(text) => text.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rust_xlsxwriter::Workbook as Written;

    use super::*;

    /// The database as published, where it is.
    #[allow(clippy::print_stdout)] // tells the person who runs the tests without it
    fn published() -> Option<Database> {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/unit-costs/unit-cost-database.xlsx");
        let Ok(bytes) = std::fs::read(&path) else {
            println!("skipped: the unit cost database is not at {}", path.display());
            return None;
        };
        Some(Database::read(&bytes).expect("the published workbook"))
    }

    #[test]
    fn every_uprated_cell_of_the_published_database_is_recomputed_to_the_last_digit() {
        let Some(database) = published() else { return };
        assert_eq!(database.current_year, Some(FinancialYear(2015)));
        let mut n_equal = BTreeMap::new();
        for cost in &database.costs {
            for figure in cost.figures.iter().filter(|figure| figure.uprated.is_some()) {
                assert_eq!(database.uprated(figure), figure.uprated, "{} {}", cost.code, figure.kind);
                *n_equal.entry(figure.kind).or_insert(0) += 1;
            }
        }
        assert_eq!(n_equal, BTreeMap::from([("fiscal", 674), ("economic", 80), ("social", 25)]));
    }

    #[test]
    fn the_published_database_is_read_whole() {
        let Some(database) = published() else { return };
        assert_eq!(database.costs.len(), 684);
        let without_code: Vec<u64> = database.costs.iter().filter(|c| c.code.is_empty()).map(|c| c.row).collect();
        assert_eq!(without_code, [58], "the police's part of an average crime lost its code");
        assert!(database.to_csv().contains("\nCrime-58,CRIME,ALL CRIME,"));
        assert_eq!(database.title, "Unit Cost Database (v.1.4) - Introduction");
        assert!(database.licence.contains("Creative Commons Attribution 4.0"), "{}", database.licence);
        assert_eq!(database.deflator.len(), 31);
        let cost = database.costs.iter().find(|cost| cost.code == "E&E1.0").expect("a cost of the method");
        assert_eq!(
            (cost.sheet.as_str(), cost.row, cost.unit.as_str()),
            ("Employment & Economy", 3, "Per claimant per year")
        );
        let fiscal = &cost.figures[0];
        assert_eq!((fiscal.value.clone(), fiscal.year), (Printed::Number(9_800.0), FinancialYear(2012)));
        assert_eq!(cost.figures.len(), 2, "fiscal and economic");
        let n_rows = database.to_csv().lines().filter(|line| line.contains("Per claimant per year")).count();
        assert!(n_rows >= 9, "{n_rows}");
    }

    /// A sheet of costs with two lines, headings where later versions may put them.
    fn small(value: &str) -> Vec<u8> {
        let mut workbook = Written::new();
        let sheet = workbook.add_worksheet();
        let headings = [
            "Outcome category",
            "Outcome detail",
            "Cost code",
            "Cost / saving detail",
            "Unit",
            "Agency",
            "",
            "Fiscal value",
            "",
            "",
            "Economic value",
            "",
            "",
            "Social value",
            "",
            "",
            "Original source",
            "RAG assessment",
            "Comment",
        ];
        for (column, heading) in headings.iter().enumerate() {
            sheet.write(0, column as u16, *heading).unwrap();
        }
        let row = ["CRIME", "THEFT", "CR1.0", "Theft\nof a bike", "Per incident", "Police", "", value, "2010/11"];
        for (column, text) in row.iter().enumerate() {
            sheet.write(2, column as u16, *text).unwrap();
        }
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn a_range_stays_text_and_is_never_run_together() {
        let database = Database::read(&small("330-840")).unwrap();
        let cost = &database.costs[0];
        assert_eq!(cost.figures[0].value, Printed::Text("330-840".to_owned()));
        assert_eq!(cost.detail, "Theft of a bike");
        assert_eq!(database.uprated(&cost.figures[0]), None);
        let csv = database.to_csv();
        assert_eq!(
            csv.lines().nth(1),
            Some("CR1.0,CRIME,THEFT,Theft of a bike,Per incident,Police,,fiscal,330-840,2010-11,,,")
        );
    }

    #[test]
    fn what_is_no_database_says_so() {
        let mut workbook = Written::new();
        workbook.add_worksheet().write(0, 0, "Payee").unwrap();
        let error = Database::read(&workbook.save_to_buffer().unwrap()).unwrap_err();
        assert!(matches!(error, UnitCostError::NotADatabase), "{error}");
        assert!(matches!(Database::read(b"PK no archive"), Err(UnitCostError::Workbook(_))));
    }
}
