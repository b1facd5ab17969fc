//! The Country and Regional Analysis: what was spent for each region, by department and function.
//!
//! HM Treasury's database has a row for every programme, region, sector and kind of spending, and a column for every
//! year. Here it is one figure per region, part of the public sector, department, function and sub-function, programme
//! and kind, for each year that the place counts. Its editions differ: those of 2014 and 2018 are in thousands and name
//! `CRA Segment …`; those of 2010 are in millions, which they do not say, and name a `Programme Object Group`.
//!
//! `line_code` is the code that opens the sub-function (`10.2`) or, where it has none, its COFOG group (`EU01`); several
//! sub-functions can share one. `label` is function and sub-function as printed; `spender` is the department; `segment`
//! the programme. Names that differ by letter case alone are one name.

use std::collections::{HashMap, HashSet};

use calamine::{Data, DataType};
use model::place::SourceKind;
use model::problem::Problem;
use model::spending::{Sector, SpendingKind, Stage};
use model::{Body, FinancialYear, Place, ProblemKind, Reach};
use money::Money;

use super::error::Error;
use super::grid::Grid;
use super::headings::{self, Unit, bare};
use super::measure::{self, Measure};
use super::plain::by_name;
use super::publication::{Line, Publication, Reading, Sheet};
use super::spellings::{Names, spelling_key};
use super::stages;

/// What a sheet of the database has, for messages.
pub(super) const EXPECTED: &str = "sheet with columns headed `HMT Function`, `HMT Subfunction` and `NUTS Region`";

/// Whether a workbook has such a sheet.
pub(super) fn is_layout(grids: &[Grid]) -> bool {
    grids.iter().any(|grid| Columns::find(grid).is_some_and(|page| !page.years.is_empty()))
}

/// Reads the sheet that has a column of regions and columns of years.
pub(super) fn read(grids: &[Grid], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    // A hidden sheet is read where no other is there, and said.
    let (seen, hidden): (Vec<&Grid>, Vec<&Grid>) = grids.iter().partition(|grid| !grid.is_hidden);
    let page = seen.into_iter().chain(hidden).find_map(Columns::find).ok_or_else(|| publication.without(EXPECTED))?;
    let years: Vec<(FinancialYear, usize)> =
        page.years.iter().filter(|(year, _)| place.counts_year(*year)).copied().collect();
    if years.is_empty() {
        let found: Vec<String> = page.years.iter().map(|(year, _)| year.to_string()).collect();
        let (path, wanted) = (publication.path.clone(), place.years_in_words());
        return Err(Error::OtherYears { path, wanted, found: found.join(", ") });
    }
    let mut table = Table::new(publication.sheet(&page.grid.name));
    table.problems.extend(page.beside(&table.sheet));
    if page.grid.is_hidden {
        let text = format!("the sheet `{}` is hidden, and no other has the figures: it was read", page.grid.name);
        table.problems.push(table.sheet.problem(ProblemKind::SheetHidden, text));
    }
    let unit = match stated_unit(grids) {
        Some(unit) => unit,
        None => table.unit_by_size(&page, years[0].1).ok_or_else(|| {
            let sheet = page.grid.name.clone();
            Error::UnitMissing { path: publication.path.clone(), sheet }
        })?,
    };
    let heading = page.heading(years[years.len() - 1].1);
    let said = measure::of_table((page.grid, page.header_row), Some(&heading), publication)?;
    for row in page.header_row + 1..page.grid.rows.len() {
        table.add(&page, row, &years, unit);
    }
    let mut reading = table.into_reading(&page, place, &years);
    let said = said.and_then(|said| measure::warning(&said, &publication.sheet(&page.grid.name), &reading.lines));
    reading.problems.extend(said);
    Ok(reading)
}

/// The unit is in the notes of the workbook, which may be another sheet.
fn stated_unit(grids: &[Grid]) -> Option<Unit> {
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
    /// None in an edition by function alone.
    subfunction: Option<usize>,
    group: Option<usize>,
    region: usize,
    country: Option<usize>,
    department: Option<usize>,
    segment: Option<usize>,
    sector: Option<usize>,
    kind: Option<usize>,
    /// One column for each year.
    years: Vec<(FinancialYear, usize)>,
    /// Further columns that name a year of these: plans, real terms.
    others: Vec<usize>,
}

impl<'a> Columns<'a> {
    fn find(grid: &'a Grid) -> Option<Columns<'a>> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let headed = grid.texts(header_row);
            let bared: Vec<String> = headed.iter().map(|heading| bare(heading)).collect();
            let at = |wanted: &[&str]| bared.iter().position(|heading| wanted.contains(&heading.as_str()));
            let subfunction = at(&["hmtsubfunction", "subfunction", "hmtsubfunctionalclassification"]);
            let segment = at(&["crasegmentdescription", "crasegmentname", "programmeobjectgroupalias"]);
            (subfunction.is_some() || segment.is_some()).then_some(())?;
            let (years, others) = years(&headed);
            Some(Columns {
                grid,
                header_row,
                function: at(&["hmtfunction", "function", "hmtfunctionalclassification"])?,
                subfunction,
                group: at(&["cofoglevel2"]).or_else(|| at(&["cofoglevel1"])),
                region: at(&["nutsregion", "nuts1region", "itlregion", "itl1region", "region"])?,
                country: at(&["country"]),
                department: at(&["department", "departmentname", "deptname"]),
                segment,
                sector: at(&["cglgorpc", "cglgpcboe", "cglgpc", "sector"]),
                kind: at(&["caporcur", "capcur"]),
                years,
                others,
            })
        })
    }

    fn heading(&self, column: usize) -> String {
        self.grid.text(self.header_row, column)
    }

    /// That further columns name a year which another column is read for.
    fn beside(&self, sheet: &Sheet) -> Option<Problem> {
        let first = *self.others.first()?;
        let others: Vec<String> = self.others.iter().map(|column| format!("`{}`", self.heading(*column))).collect();
        let text = format!("{} name the same year as another column, so they were not read", others.join(", "));
        let problem = sheet.problem(ProblemKind::SeveralAmountColumns, text);
        Some(Problem { column: Some(self.heading(first)), ..problem })
    }

    /// Whether a row sums others up: `All departments`, `Total`, `England`.
    fn is_total(&self, row: usize) -> bool {
        let texts =
            [self.text(row, self.department), self.grid.text(row, self.function), self.grid.text(row, self.region)];
        texts.iter().any(|text| {
            let text = bare(text);
            ["total", "grandtotal", "alldepartments", "allfunctions", "allregions", "totalall"].contains(&text.as_str())
                || text.starts_with("total") && text.ends_with("expenditure")
        })
    }

    /// The text of a cell that a sheet may not have.
    fn text(&self, row: usize, column: Option<usize>) -> String {
        column.map(|column| self.grid.text(row, column)).unwrap_or_default()
    }

    /// The region without its country in front: `ENGLAND_North East` is beside `ENGLAND` or alone.
    fn region(&self, row: usize) -> String {
        let printed = self.grid.text(row, self.region);
        let country = self.text(row, self.country);
        let country = if country.is_empty() { "ENGLAND" } else { &country };
        printed.strip_prefix(country).and_then(|rest| rest.strip_prefix('_')).unwrap_or(&printed).to_owned()
    }

    fn line_code(&self, row: usize) -> String {
        let leading = |text: String| {
            let word = text.split([' ', ';']).next().unwrap_or_default().to_owned();
            word.bytes().any(|b| b.is_ascii_digit()).then_some(word)
        };
        let subfunction = self.text(row, self.subfunction);
        let group = self.text(row, self.group);
        leading(subfunction.clone()).or_else(|| leading(group)).unwrap_or_else(|| headings::slug(&subfunction))
    }

    fn sector(&self, row: usize) -> Option<Sector> {
        match self.text(row, self.sector).to_uppercase().as_str() {
            "CG" | "CENTRAL GOVERNMENT" | "CENTRAL" => Some(Sector::Central),
            "LG" | "LOCAL GOVERNMENT" | "LOCAL" | "LOCAL AUTHORITY" | "LOCAL AUTHORITIES" => Some(Sector::Local),
            // The Bank of England stands beside the public corporations.
            "PC" | "BOE" | "PUBLIC CORPORATION" | "PUBLIC CORPORATIONS" | "BANK OF ENGLAND" => {
                Some(Sector::Corporation)
            }
            _ => None,
        }
    }

    fn kind(&self, row: usize) -> Option<SpendingKind> {
        match self.text(row, self.kind).to_uppercase().as_str() {
            "CUR" => Some(SpendingKind::Current),
            "CAP" => Some(SpendingKind::Capital),
            _ => None,
        }
    }

    /// An edition of a year holds plans for that year, not outturn: the analysis of 2010 has a column 2010-11.
    fn stage(&self, year: FinancialYear) -> Stage {
        let numbers = self.grid.name.split(|c: char| !c.is_ascii_digit());
        let edition = numbers.filter(|number| number.len() == 4).find_map(|number| number.parse::<i32>().ok());
        if edition.is_some_and(|edition| year.0 >= edition) { Stage::Budget } else { Stage::Outturn }
    }
}

/// The column of each year, and further columns that name the same year with other words: of several, the one that says
/// least is the year's.
fn years(headed: &[String]) -> (Vec<(FinancialYear, usize)>, Vec<usize>) {
    let mut years: Vec<(FinancialYear, usize)> = Vec::new();
    let mut others = Vec::new();
    let words = |column: usize| {
        let heading = headed[column].to_lowercase();
        let is_real = heading.split(|c: char| !c.is_alphanumeric()).any(|word| word == "real");
        let is_another = is_real || stages::is_plan(&heading) || Measure::of(&heading).is_some();
        (is_another, heading.chars().filter(|c| c.is_alphabetic()).count())
    };
    for (column, heading) in headed.iter().enumerate() {
        let Some(year) = headings::year(heading) else { continue };
        match years.iter_mut().find(|(known, _)| *known == year) {
            None => years.push((year, column)),
            Some((_, known)) if words(column) < words(*known) => others.push(std::mem::replace(known, column)),
            Some(_) => others.push(column),
        }
    }
    (years, others)
}

/// What makes two rows one figure, all but the year: numbers of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct FigureKey {
    region: usize,
    department: usize,
    function: usize,
    subfunction: usize,
    segment: usize,
    sector: Option<Sector>,
    kind: Option<SpendingKind>,
}

/// The rows of one figure.
struct Figure {
    first_row: usize,
    /// One for each year that is counted; none where no row has a figure.
    sums: Vec<Option<Money>>,
}

struct Table {
    sheet: Sheet,
    regions: Names,
    departments: Names,
    functions: Names,
    subfunctions: Names,
    segments: Names,
    figures: HashMap<FigureKey, Figure>,
    problems: Vec<Problem>,
    /// Amounts of the rows of each figure, to the penny and of all years.
    rows: HashSet<(FigureKey, Vec<Option<Money>>)>,
    /// Rows that stand there again, with their amounts.
    again: Vec<(FigureKey, Vec<Option<Money>>)>,
    /// Pounds of the latest year in all rows, whatever their sign.
    turnover: Money,
    /// Rows that stand twice and rows that sum others up: how many, the pounds of the latest year, and the first.
    repeated: (u64, Money, usize),
    totals: (u64, Money, usize),
    /// Rows for each year whose figure has parts of a penny.
    n_sub_penny: u64,
}

impl Table {
    fn new(sheet: Sheet) -> Table {
        Table {
            sheet,
            regions: Names::default(),
            departments: Names::default(),
            functions: Names::default(),
            subfunctions: Names::default(),
            segments: Names::default(),
            figures: HashMap::new(),
            problems: Vec::new(),
            rows: HashSet::new(),
            again: Vec::new(),
            turnover: Money::ZERO,
            repeated: (0, Money::ZERO, 0),
            totals: (0, Money::ZERO, 0),
            n_sub_penny: 0,
        }
    }

    /// The one unit in which the figures of a year come to what the country spends: £100bn to £3,000bn. A database that
    /// does not state its unit is read by that, and the doubt is told.
    fn unit_by_size(&mut self, page: &Columns<'_>, year_column: usize) -> Option<Unit> {
        let cells = page.grid.rows[page.header_row + 1..].iter().filter_map(|row| row.get(year_column));
        let units: f64 = cells.filter_map(DataType::as_f64).sum();
        let sizes = [
            ("pounds", headings::POUNDS, 1.0),
            ("thousands", headings::THOUSANDS, 1e3),
            ("millions", headings::MILLIONS, 1e6),
        ];
        let (word, unit, _) = sizes.into_iter().find(|(_, _, size)| (1e11..3e12).contains(&(units * size)))?;
        let text = format!(
            "the workbook does not state its unit; it was read as {word}, which makes its {} match what the country spends",
            page.heading(year_column)
        );
        let problem = self.sheet.problem(ProblemKind::AmountsOutOfScale, text);
        self.problems.push(Problem { column: Some(page.heading(year_column)), ..problem });
        Some(unit)
    }

    fn add(&mut self, page: &Columns<'_>, row: usize, years: &[(FinancialYear, usize)], unit: Unit) {
        let amounts: Vec<Option<Money>> =
            years.iter().map(|(_, column)| self.amount(page, row, *column, unit)).collect();
        if amounts.iter().all(Option::is_none) {
            return;
        }
        let (region, function) = (page.region(row), page.grid.text(row, page.function));
        if region.is_empty() {
            return self.problems.push(self.unreadable(page, row, years[0].1));
        }
        let key = FigureKey {
            region: self.regions.number(&region),
            department: self.departments.number(&page.text(row, page.department)),
            function: self.functions.number(&function),
            subfunction: self.subfunctions.number(&page.text(row, page.subfunction)),
            segment: self.segments.number(&page.text(row, page.segment)),
            sector: page.sector(row),
            kind: page.kind(row),
        };
        // What the doubt about a spelling is worth: the pounds of the latest year.
        let latest = amounts.last().copied().flatten().unwrap_or(Money::ZERO);
        let count = |(n, sum, first): (u64, Money, usize)| (n + 1, sum + latest, if n == 0 { row } else { first });
        if page.is_total(row) {
            self.totals = count(self.totals);
            return;
        }
        self.regions.count(key.region, &region, latest);
        self.functions.count(key.function, &function, latest);
        let every_year = self.every_year(page, row, unit);
        let is_nought = every_year.iter().flatten().all(|amount| *amount == Money::ZERO);
        self.turnover += latest.abs();
        if !is_nought && !self.rows.insert((key, every_year)) {
            self.repeated = count(self.repeated);
            self.again.push((key, amounts));
            return;
        }
        self.sum_up(key, row, amounts);
    }

    fn sum_up(&mut self, key: FigureKey, row: usize, amounts: Vec<Option<Money>>) {
        let figure =
            self.figures.entry(key).or_insert_with(|| Figure { first_row: row, sums: vec![None; amounts.len()] });
        for (sum, amount) in figure.sums.iter_mut().zip(amounts) {
            if let Some(amount) = amount {
                *sum = Some(sum.unwrap_or(Money::ZERO) + amount);
            }
        }
    }

    /// The amounts of a row in all years that the sheet has.
    fn every_year(&self, page: &Columns<'_>, row: usize, unit: Unit) -> Vec<Option<Money>> {
        let amount = |column: usize| {
            let cell = page.grid.cell(row, column).unwrap_or(&Data::Empty);
            headings::pounds(cell, unit)?.ok().map(|amount| amount.money)
        };
        page.years.iter().map(|(_, column)| amount(*column)).collect()
    }

    /// Editions have a few rows that stand twice and are counted twice in the Treasury's own sums. Where they are more than a
    /// few, the file holds its rows twice.
    fn settle_repeated(&mut self) {
        if REPEATED_MAX * self.turnover.pounds() < self.repeated.1.pounds().abs() {
            return;
        }
        self.repeated = (0, Money::ZERO, 0);
        for (key, amounts) in std::mem::take(&mut self.again) {
            let row = self.figures[&key].first_row;
            self.sum_up(key, row, amounts);
        }
    }

    /// What was left out: rows that stand twice, and rows that sum others up.
    fn left_out(&self, column: &str) -> Vec<Problem> {
        let (repeated, totals) = (self.repeated, self.totals);
        let of = |(n_rows, amount, first): (u64, Money, usize), kind, text: String| {
            let problem = self.sheet.cell_problem(first as u64 + 1, column, kind, text);
            (n_rows > 0).then_some(Problem { n_rows, amount: Some(amount), ..problem })
        };
        let again = format!(
            "{} rows stand again in every word and in the pounds of every year, {} of all regions: each was read once",
            repeated.0, repeated.1
        );
        let sums = format!("{} rows sum others up, {}: they were left out", totals.0, totals.1);
        let all = [of(repeated, ProblemKind::LinesRepeated, again), of(totals, ProblemKind::TotalRow, sums)];
        all.into_iter().flatten().collect()
    }

    fn amount(&mut self, page: &Columns<'_>, row: usize, column: usize, unit: Unit) -> Option<Money> {
        let cell = page.grid.cell(row, column).unwrap_or(&Data::Empty);
        match headings::pounds(cell, unit)? {
            Ok(amount) => {
                self.n_sub_penny += u64::from(amount.sub_penny);
                Some(amount.money)
            }
            Err(_) => {
                self.problems.push(self.unreadable(page, row, column));
                None
            }
        }
    }

    fn into_reading(mut self, page: &Columns<'_>, place: &Place, years: &[(FinancialYear, usize)]) -> Reading {
        self.settle_repeated();
        let (region_column, function_column) = (page.heading(page.region), page.heading(page.function));
        self.problems.extend(self.regions.several(&self.sheet, &region_column, ProblemKind::RegionSpelling));
        self.problems.extend(self.functions.several(&self.sheet, &function_column, ProblemKind::LabelSpelling));
        let own = place.region.as_deref();
        let otherwise = |own| self.regions.otherwise(own, &self.sheet, &region_column, ProblemKind::RegionSpelling);
        self.problems.extend(own.and_then(otherwise));
        self.problems.extend(own.and_then(|own| self.region_missing(own, &region_column)));
        self.problems.extend(self.sub_penny(&page.heading(years[years.len() - 1].1)));
        self.problems.extend(self.left_out(&page.heading(years[years.len() - 1].1)));
        let lines = self.lines(page, place, years);
        Reading { lines, problems: self.problems, ..Reading::default() }
    }

    /// The figures in the order of the sheet, the earliest year first.
    fn lines(&self, page: &Columns<'_>, place: &Place, years: &[(FinancialYear, usize)]) -> Vec<Line> {
        let (regions, departments, functions) =
            (self.regions.usual(), self.departments.printed(), self.functions.usual());
        let bodies: Vec<Option<&Body>> =
            departments.iter().map(|name| by_name(place, name).or_else(|| by_initials(place, name))).collect();
        // Rules know departments by their whole names.
        let is_short = |name: &str| name.len() <= INITIALS_MAX;
        let in_full = |(name, body): (&String, &Option<&Body>)| match body {
            Some(body) if is_short(name) => body.name.clone(),
            _ => name.clone(),
        };
        let spenders: Vec<String> = departments.iter().zip(&bodies).map(in_full).collect();
        let segments = self.segments.printed();
        let mut figures: Vec<(&FigureKey, &Figure)> = self.figures.iter().collect();
        figures.sort_by_key(|(_, figure)| figure.first_row);
        let mut lines = Vec::with_capacity(figures.len() * years.len());
        for (at, (year, column)) in years.iter().enumerate() {
            let (heading, stage) = (page.heading(*column), page.stage(*year));
            for (key, figure) in &figures {
                let Some(amount) = figure.sums[at] else { continue };
                let (row, series) = (figure.first_row, SourceKind::CountryRegionalAnalysis.word());
                lines.push(Line {
                    column: heading.clone(),
                    body_id: bodies[key.department].map(|body| body.id.clone()),
                    spender: spenders[key.department].clone(),
                    area: regions[key.region].clone(),
                    sector: key.sector,
                    kind: key.kind,
                    stage,
                    segment: Some(segments[key.segment].clone()).filter(|segment| !segment.is_empty()),
                    line_code: page.line_code(row),
                    label: label(&functions[key.function], &page.text(row, page.subfunction)),
                    ..Line::new(&self.sheet, row as u64 + 1, series, *year, amount)
                });
            }
        }
        lines
    }

    /// An edition whose column of regions holds countries alone has nothing for a region of England.
    fn region_missing(&self, own: &str, column: &str) -> Option<Problem> {
        let found = self.regions.usual();
        let text = format!("no row is for `{own}`; the column has {}", found.join(", "));
        let problem = self.sheet.problem(ProblemKind::AmountMissing, text);
        (!self.regions.holds(own)).then(|| Problem { column: Some(column.to_owned()), ..problem })
    }

    fn sub_penny(&self, column: &str) -> Option<Problem> {
        let text = "figures shared out by formula; each was rounded to the penny before it was added".to_owned();
        let problem = self.sheet.problem(ProblemKind::SubPenny, text);
        let n_rows = self.n_sub_penny;
        (n_rows > 0).then(|| Problem { column: Some(column.to_owned()), n_rows, ..problem })
    }

    fn unreadable(&self, page: &Columns<'_>, row: usize, column: usize) -> Problem {
        let text = format!("`{}` for region `{}`", page.grid.text(row, column), page.region(row));
        self.sheet.cell_problem(row as u64 + 1, &page.heading(column), ProblemKind::AmountUnreadable, text)
    }
}

/// The share of an edition's pounds that rows which stand twice may have.
const REPEATED_MAX: f64 = 0.005;

const INITIALS_MAX: usize = 6;

/// The only national body of the place whose initials these are: `DWP` is the Department for Work and Pensions.
fn by_initials<'a>(place: &'a Place, printed: &str) -> Option<&'a Body> {
    let is_short = (2..=INITIALS_MAX).contains(&printed.len()) && printed.bytes().all(|b| b.is_ascii_uppercase());
    let initials = |body: &Body| -> String {
        let words = body.name.split(|c: char| !c.is_alphanumeric());
        words.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
    };
    let mut found = place.bodies.iter().filter(|body| body.reach == Reach::National && initials(body) == printed);
    found.next().filter(|_| is_short && found.next().is_none())
}

/// Function and sub-function in one label; one of them where they say the same.
fn label(function: &str, subfunction: &str) -> String {
    if subfunction.is_empty() || spelling_key(function) == spelling_key(subfunction) {
        return function.to_owned();
    }
    format!("{function} / {subfunction}")
}
