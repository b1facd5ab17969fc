//! The Country and Regional Analysis: what was spent for each region, by function.
//!
//! HM Treasury's database has a row for every programme, region, sector and kind of spending, and a
//! column for every year. Here it is one line per region, function and sub-function for the
//! place's year: capital and current spending of central government, local government and public
//! corporations together. `line_code` is the code that opens the sub-function (`10.2`) or, where it
//! has none, its COFOG group (`EU01`); several sub-functions can share one. `label` is function
//! and sub-function as printed.

use std::collections::BTreeMap;

use calamine::Data;
use model::place::SourceKind;
use model::problem::Problem;
use model::spending::Stage;
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use super::error::Error;
use super::grid::Grid;
use super::headings::{self, Unit, bare};
use super::publication::{Line, Publication, Reading, Sheet};

/// Reads the sheet that has a column of regions and columns of years.
pub(super) fn read(grids: &[Grid], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let page = grids.iter().find_map(Columns::find).ok_or_else(|| Error::HeadingsMissing {
        path: publication.path.clone(),
        expected: "sheet with columns headed `HMT Function`, `HMT Subfunction` and `NUTS Region`",
    })?;
    let Some((_, year_column)) = page.years.iter().find(|(year, _)| *year == place.year).copied() else {
        let found: Vec<String> = page.years.iter().map(|(year, _)| year.to_string()).collect();
        return Err(Error::OtherYears {
            path: publication.path.clone(),
            wanted: place.year.to_string(),
            found: found.join(", "),
        });
    };
    let unit = find_unit(grids)
        .ok_or_else(|| Error::UnitMissing { path: publication.path.clone(), sheet: page.grid.name.clone() })?;
    let mut table = Table::new(publication.sheet(&page.grid.name));
    for row in page.header_row + 1..page.grid.rows.len() {
        table.add(&page, row, year_column, unit);
    }
    Ok(table.into_reading(&page, place))
}

/// The unit stands in the notes of the workbook, which may be another sheet.
fn find_unit(grids: &[Grid]) -> Option<Unit> {
    let titles = grids.iter().flat_map(|grid| grid.rows.iter().take(ROWS_OF_NOTES).flatten());
    titles
        .filter_map(|cell| match cell {
            Data::String(text) => headings::unit(text),
            _ => None,
        })
        .next()
}

const ROWS_OF_NOTES: usize = 200;
const HEADER_ROW_MAX: usize = 40;

/// Where the columns of the database stand.
struct Columns<'a> {
    grid: &'a Grid,
    header_row: usize,
    function: usize,
    subfunction: usize,
    group: Option<usize>,
    region: usize,
    country: Option<usize>,
    years: Vec<(FinancialYear, usize)>,
}

impl<'a> Columns<'a> {
    fn find(grid: &'a Grid) -> Option<Columns<'a>> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let headed: Vec<String> =
                (0..grid.rows[header_row].len()).map(|column| grid.text(header_row, column)).collect();
            let at = |wanted: &[&str]| headed.iter().position(|heading| wanted.contains(&bare(heading).as_str()));
            Some(Columns {
                grid,
                header_row,
                function: at(&["hmtfunction", "function"])?,
                subfunction: at(&["hmtsubfunction", "subfunction"])?,
                group: at(&["cofoglevel1"]),
                region: at(&["nutsregion", "nuts1region", "region"])?,
                country: at(&["country"]),
                years: headed
                    .iter()
                    .enumerate()
                    .filter_map(|(column, heading)| Some((headings::year(heading)?, column)))
                    .collect(),
            })
        })
    }

    /// The region without its country in front: `ENGLAND_North East` stands beside `ENGLAND`.
    fn region(&self, row: usize) -> String {
        let printed = self.grid.text(row, self.region);
        let country = self.country.map(|column| self.grid.text(row, column)).unwrap_or_default();
        let within = printed.strip_prefix(&country).and_then(|rest| rest.strip_prefix('_'));
        within.filter(|_| !country.is_empty()).unwrap_or(&printed).to_owned()
    }

    fn line_code(&self, row: usize) -> String {
        let leading = |text: String| {
            let word = text.split([' ', ';']).next().unwrap_or_default().to_owned();
            word.bytes().any(|b| b.is_ascii_digit()).then_some(word)
        };
        let group = self.group.map(|column| self.grid.text(row, column)).unwrap_or_default();
        let subfunction = self.grid.text(row, self.subfunction);
        leading(subfunction.clone()).or_else(|| leading(group)).unwrap_or_else(|| headings::slug(&subfunction))
    }
}

/// One key for the spellings of a name: case, spaces and `&` mean nothing.
fn spelling_key(name: &str) -> String {
    name.replace('&', " and ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Rows and pounds under each spelling of one name.
#[derive(Default)]
struct Spellings(BTreeMap<String, (usize, Money)>);

impl Spellings {
    fn add(&mut self, printed: &str, amount: Money) {
        let (n_rows, sum) = self.0.entry(printed.to_owned()).or_default();
        *n_rows += 1;
        *sum += amount;
    }

    /// The spelling of most rows; of two with as many, the first in the alphabet.
    fn usual(&self) -> String {
        let most = self.0.iter().rev().max_by_key(|(_, (n_rows, _))| *n_rows);
        most.map(|(printed, _)| printed.clone()).unwrap_or_default()
    }

    fn n_rows(&self) -> usize {
        self.0.values().map(|(n_rows, _)| n_rows).sum()
    }

    fn amount(&self) -> Money {
        self.0.values().map(|(_, sum)| *sum).sum()
    }

    /// `` `A` (3 rows, £5.00) and `a` (1 row, £2.00) ``
    fn in_words(&self) -> String {
        let each: Vec<String> = self
            .0
            .iter()
            .map(|(printed, (n_rows, sum))| {
                format!("`{printed}` ({n_rows} row{}, {sum})", if *n_rows == 1 { "" } else { "s" })
            })
            .collect();
        each.join(" and ")
    }
}

/// Region, function and sub-function, by their keys.
type LineKey = (String, String, String);

struct Table {
    sheet: Sheet,
    regions: BTreeMap<String, Spellings>,
    functions: BTreeMap<String, Spellings>,
    /// First row, line code, sub-function as printed first, sum.
    sums: BTreeMap<LineKey, (u64, String, String, Money)>,
    problems: Vec<Problem>,
    n_rows_sub_penny: u64,
}

impl Table {
    fn new(sheet: Sheet) -> Table {
        Table {
            sheet,
            regions: BTreeMap::new(),
            functions: BTreeMap::new(),
            sums: BTreeMap::new(),
            problems: Vec::new(),
            n_rows_sub_penny: 0,
        }
    }

    fn add(&mut self, page: &Columns<'_>, row: usize, year_column: usize, unit: Unit) {
        let region = page.region(row);
        let cell = page.grid.cell(row, year_column).unwrap_or(&Data::Empty);
        let amount = match headings::pounds(cell, unit) {
            None => return,
            Some(Ok(amount)) if !region.is_empty() => amount,
            Some(_) => return self.problems.push(self.unreadable(page, row, year_column)),
        };
        self.n_rows_sub_penny += u64::from(amount.sub_penny);
        let function = page.grid.text(row, page.function);
        let subfunction = page.grid.text(row, page.subfunction);
        let key = (spelling_key(&region), spelling_key(&function), spelling_key(&subfunction));
        self.regions.entry(key.0.clone()).or_default().add(&region, amount.money);
        self.functions.entry(key.1.clone()).or_default().add(&function, amount.money);
        let first = || (row as u64 + 1, page.line_code(row), subfunction, Money::ZERO);
        self.sums.entry(key).or_insert_with(first).3 += amount.money;
    }

    fn into_reading(mut self, page: &Columns<'_>, place: &Place) -> Reading {
        let region_column = page.grid.text(page.header_row, page.region);
        let function_column = page.grid.text(page.header_row, page.function);
        self.problems.extend(self.several(&self.regions, &region_column, ProblemKind::RegionSpelling));
        self.problems.extend(self.several(&self.functions, &function_column, ProblemKind::LabelSpelling));
        self.problems.extend(place.region.as_deref().and_then(|own| self.place_region(own, &region_column)));
        self.problems.extend(self.sub_penny(&page.grid.text(page.header_row, page.years_column(place.year))));
        let lines = self.sums.iter().map(|((region, function, _), (row, line_code, subfunction, amount))| Line {
            file_id: self.sheet.file_id.clone(),
            row: *row,
            column: page.grid.text(page.header_row, page.years_column(place.year)),
            body_id: None,
            spender: String::new(),
            spender_code: None,
            area_code: None,
            sector: None,
            stage: Stage::Outturn,
            segment: None,
            kind: None,
            area: self.regions[region].usual(),
            year: place.year,
            series: SourceKind::CountryRegionalAnalysis.word().to_owned(),
            line_code: line_code.clone(),
            label: label(&self.functions[function].usual(), subfunction),
            amount: *amount,
        });
        Reading { lines: lines.collect(), problems: self.problems }
    }

    /// Says so where the place file and the publication spell the place's region in two ways.
    fn place_region(&self, own: &str, column: &str) -> Option<Problem> {
        let spellings = self.regions.get(&spelling_key(own))?;
        let printed = spellings.usual();
        let text =
            format!("the place file says `{own}`, the publication {}; taken as one region", spellings.in_words());
        (printed != own).then(|| self.spelling(spellings, column, ProblemKind::RegionSpelling, text))
    }

    fn sub_penny(&self, column: &str) -> Option<Problem> {
        let text = "figures shared out by formula; each was rounded to the penny before it was added".to_owned();
        let problem = self.sheet.problem(ProblemKind::SubPenny, text);
        let n_rows = self.n_rows_sub_penny;
        (n_rows > 0).then(|| Problem { column: Some(column.to_owned()), n_rows, ..problem })
    }

    /// One problem for each name that is spelled in several ways.
    fn several(&self, names: &BTreeMap<String, Spellings>, column: &str, kind: ProblemKind) -> Vec<Problem> {
        let split = names.values().filter(|spellings| spellings.0.len() > 1);
        split
            .map(|spellings| {
                let text = format!("{} were summed as `{}`", spellings.in_words(), spellings.usual());
                self.spelling(spellings, column, kind, text)
            })
            .collect()
    }

    fn spelling(&self, spellings: &Spellings, column: &str, kind: ProblemKind, text: String) -> Problem {
        let (n_rows, amount) = (spellings.n_rows() as u64, Some(spellings.amount()));
        Problem { column: Some(column.to_owned()), n_rows, amount, ..self.sheet.problem(kind, text) }
    }

    fn unreadable(&self, page: &Columns<'_>, row: usize, year_column: usize) -> Problem {
        let text = format!("`{}` for region `{}`", page.grid.text(row, year_column), page.region(row));
        let column = Some(page.grid.text(page.header_row, year_column));
        let problem = self.sheet.problem(ProblemKind::AmountUnreadable, text);
        Problem { row: Some(row as u64 + 1), column, n_rows: 1, ..problem }
    }
}

impl Columns<'_> {
    fn years_column(&self, year: FinancialYear) -> usize {
        self.years.iter().find(|(own, _)| *own == year).map_or(0, |(_, column)| *column)
    }
}

/// Function and sub-function in one label; one of them where they say the same.
fn label(function: &str, subfunction: &str) -> String {
    if spelling_key(function) == spelling_key(subfunction) {
        return function.to_owned();
    }
    format!("{function} / {subfunction}")
}
