//! Published figures in a plain table, for publications that no other reader knows, such as those that come as a PDF.
//!
//! One row per figure, CSV or workbook, the columns in any order:
//!
//! | column | meaning |
//! |---|---|
//! | `body` or `body_id` | who spends: a body of the place, by its id, name, other name or code |
//! | `area` | for which area, where no body of the place spends it; one of both must be there |
//! | `financial_year` or `year` | `2011-12` |
//! | `service` or `label` | what it is spent on, as printed |
//! | `amount` | pounds; another unit is in the heading, `amount (£ thousand)`, in a row above, or in a column `unit` |
//! | `series` | publication and measure; `plain` where it is missing |
//! | `line_code` | number of the line |
//! | `kind` | `pay`, `goods_and_services`, `current`, `benefits`, `grants_outside`, `capital` or `income` |
//! | `includes` | what the figure includes, in words: net of fees, with capital charges |
//! | `basis` or `stage` | `outturn`, `budget` or `allocation`; `outturn` where it is missing and no title says a plan |
//! | `spender`, `area_code` | name of a spender that is no body of the place; code of the area |
//!
//! A body that the place does not have is kept as the area of a figure of no body here, and told.

use std::collections::BTreeMap;

use calamine::Data;
use model::name::name_key;
use model::problem::Problem;
use model::spending::{SpendingKind, Stage};
use model::{Body, FinancialYear, Place, ProblemKind};
use money::Money;

use super::error::Error;
use super::grid::Grid;
use super::headings::{self, POUNDS, Unit, bare};
use super::measure::{self, Measure};
use super::publication::{Line, Publication, Reading, Sheet};
use super::{areas, stages, units};

const HEADER_ROW_MAX: usize = 20;
const EXPECTED: &str = "row of headings `body_id,financial_year,series,line_code,label,amount`, or `body` or `area`, \
                        `year`, `service` and `amount`";

/// Whether a sheet has the headings that a plain table needs.
pub(super) fn is_layout(grid: &Grid) -> bool {
    Columns::find(grid).is_some()
}

/// Reads the rows below the headings.
pub(super) fn read(grid: &Grid, publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let columns = Columns::find(grid).ok_or_else(|| publication.without(EXPECTED))?;
    insist_on_one_amount(grid, &columns, publication)?;
    let (unit, stage) = (unit(grid, &columns, publication)?, stage(grid, &columns, publication));
    let heading = grid.text(columns.header_row, columns.amount);
    let said = measure::of_table((grid, columns.header_row), Some(&heading), publication)?;
    let gross = titles(grid, &columns).find(|title| is_gross(title));
    let sheet = publication.sheet(&grid.name);
    let mut table =
        Table { grid, unit, stage, gross, columns, sheet, place, years: Vec::new(), measures: BTreeMap::new() };
    let mut reading = Reading::default();
    for row in table.columns.header_row + 1..grid.rows.len() {
        if grid.texts(row).iter().any(|text| !text.is_empty()) {
            table.add(row, &mut reading);
        }
    }
    reading.problems.extend(table.bare_years());
    reading.problems.extend(table.measures());
    reading.problems.extend(said.and_then(|said| measure::warning(&said, &table.sheet, &reading.lines)));
    Ok(reading)
}

struct Columns {
    header_row: usize,
    body: Option<usize>,
    area: Option<usize>,
    area_code: Option<usize>,
    spender: Option<usize>,
    year: usize,
    label: usize,
    amount: usize,
    /// Columns of amounts, of which only one can be read.
    amounts: Vec<usize>,
    unit_of_row: Option<usize>,
    series: Option<usize>,
    line_code: Option<usize>,
    kind: Option<usize>,
    includes: Option<usize>,
    basis: Option<usize>,
    period: Option<usize>,
}

impl Columns {
    fn find(grid: &Grid) -> Option<Columns> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let headed = grid.texts(header_row);
            let at = |wanted: &[&str]| headed.iter().position(|heading| wanted.contains(&bare(heading).as_str()));
            let amounts: Vec<usize> = (0..headed.len()).filter(|at| is_amount(&headed[*at])).collect();
            let amount = *amounts.first()?;
            let (body, area) = (at(&["bodyid", "body"]), at(&["area", "place", "region"]));
            body.or(area)?;
            Some(Columns {
                header_row,
                body,
                area,
                area_code: at(&["areacode", "onscode", "code"]),
                spender: at(&["spender", "department", "organisation"]),
                year: at(&["financialyear", "year"])?,
                label: at(&["label", "service", "line", "function"])?,
                amount,
                amounts,
                unit_of_row: at(&["unit"]),
                series: at(&["series", "publication"]),
                line_code: at(&["linecode"]),
                kind: at(&["kind"]),
                includes: at(&["includes", "segment", "note", "notes"]),
                basis: at(&["basis", "stage"]),
                period: at(&["period", "quarter", "months", "prices", "pricebasis"]),
            })
        })
    }
}

/// Whether a column holds amounts of what was spent: `amount (£m)`, `amount in thousands`, `£ thousand`.
fn is_amount(heading: &str) -> bool {
    let bared = bare(heading);
    let in_unit = bared.starts_with("amount") && units::of_heading(heading).is_some();
    let is_amount = ["amount", "amountgbp", "pounds"].contains(&bared.as_str()) || units::is_unit_alone(heading);
    (in_unit || is_amount) && !stages::is_plan(heading)
}

/// The unit of a table: what its heading or a title states, pounds where neither does.
fn unit(grid: &Grid, columns: &Columns, publication: &Publication) -> Result<Unit, Error> {
    let heading = grid.text(columns.header_row, columns.amount);
    let titles = titles(grid, columns);
    let said = titles.filter_map(|title| Some((units::of_title(&title)?, title)));
    let said: Vec<(Unit, String)> =
        said.chain(units::of_heading(&heading).map(|unit| (unit, heading.clone()))).collect();
    let said: Vec<(Unit, String)> = said.into_iter().chain(unit_below(grid, columns, publication)?).collect();
    let Some((unit, first)) = said.first() else { return Ok(POUNDS) };
    match said.iter().find(|(other, _)| other != unit) {
        None => Ok(*unit),
        Some((_, second)) => Err(Error::UnitsContradict {
            path: publication.path.clone(),
            sheet: grid.name.clone(),
            first: first.clone(),
            second: second.clone(),
        }),
    }
}

/// The unit that a note below the figures states. One between them is refused: nobody can know which of them it is of.
fn unit_below(grid: &Grid, columns: &Columns, publication: &Publication) -> Result<Option<(Unit, String)>, Error> {
    let is_figure = |row: &usize| FinancialYear::parse(&grid.text(*row, columns.year)).is_some();
    let rows = columns.header_row + 1..grid.rows.len();
    let last = rows.clone().rev().find(is_figure).unwrap_or(columns.header_row);
    let notes =
        rows.filter(|row| !is_figure(row)).flat_map(|row| grid.texts(row).into_iter().map(move |text| (row, text)));
    let mut found = notes.filter_map(|(row, text)| Some((row, unit_of_note(&text)?, text)));
    let Some((row, unit, text)) = found.next() else { return Ok(None) };
    if row < last {
        return Err(Error::UnitBetween {
            path: publication.path.clone(),
            sheet: grid.name.clone(),
            row: row + 1,
            text,
        });
    }
    Ok(Some((unit, text)))
}

/// The unit that a note states of all figures: it names no number of its own.
fn unit_of_note(text: &str) -> Option<Unit> {
    let has_number = text.replace("000", "").contains(|c: char| c.is_ascii_digit());
    if has_number { None } else { units::of_title(text) }
}

/// Whether a label says that its figure is income: `Highways income`, `Fees and charges`, not `Income support`.
fn is_income(label: &str) -> bool {
    let label = label.to_lowercase();
    let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |wanted: &[&str]| words.windows(wanted.len()).any(|some| some == wanted);
    let is_net = has(&["net"]) || has(&["less"]) || has(&["of", "income"]);
    !is_net
        && (words.last().is_some_and(|word| *word == "income")
            || has(&["income", "from"])
            || has(&["fees", "and", "charges"])
            || has(&["sales", "fees"]))
}

/// Whether a title says that its figures are gross.
fn is_gross(title: &str) -> bool {
    let title = title.to_lowercase();
    let has = |wanted: &str| title.split(|c: char| !c.is_alphanumeric()).any(|word| word == wanted);
    has("gross") && !has("net")
}

/// The texts above the headings.
fn titles(grid: &Grid, columns: &Columns) -> impl Iterator<Item = String> {
    (0..columns.header_row).flat_map(|row| grid.texts(row)).filter(|text| !text.is_empty())
}

/// Refuses a table with two columns of amounts: which of them was spent, nobody can know.
fn insist_on_one_amount(grid: &Grid, columns: &Columns, publication: &Publication) -> Result<(), Error> {
    let headings: Vec<String> =
        columns.amounts.iter().map(|at| format!("`{}`", grid.text(columns.header_row, *at))).collect();
    let (path, sheet) = (publication.path.clone(), grid.name.clone());
    match headings.len() {
        0 | 1 => Ok(()),
        _ => Err(Error::AmountsSeveral { path, sheet, headings: headings.join(", ") }),
    }
}

/// The stage of figures of which no column says it: a plan where a title or the file's name says so.
fn stage(grid: &Grid, columns: &Columns, publication: &Publication) -> Stage {
    let names = [grid.name.clone(), publication.stem().to_owned()];
    let is_plan = titles(grid, columns).chain(names).any(|title| stages::is_plan(&title));
    if is_plan { Stage::Budget } else { Stage::Outturn }
}

struct Table<'a> {
    grid: &'a Grid,
    unit: Unit,
    /// Of rows that do not say it.
    stage: Stage,
    /// The title that says that the figures are gross.
    gross: Option<String>,
    columns: Columns,
    sheet: Sheet,
    place: &'a Place,
    /// Rows whose year is a single number, and that number.
    years: Vec<(usize, FinancialYear)>,
    /// Rows that say another measure than pounds of the whole year: how many, their pounds, the first and its words.
    measures: BTreeMap<&'static str, (u64, Money, usize, String)>,
}

impl Table<'_> {
    fn text(&self, row: usize, column: Option<usize>) -> Option<String> {
        column.map(|column| self.grid.text(row, column)).filter(|text| !text.is_empty())
    }

    fn problem(&self, row: usize, column: usize, kind: ProblemKind, text: String) -> Problem {
        self.sheet.cell_problem(row as u64 + 1, &self.grid.text(self.columns.header_row, column), kind, text)
    }

    fn add(&mut self, row: usize, reading: &mut Reading) {
        let columns = &self.columns;
        let printed = self.grid.text(row, columns.year);
        let Some(year) = FinancialYear::parse(&printed) else {
            let problem = self.problem(row, columns.year, ProblemKind::YearUnreadable, format!("`{printed}`"));
            return reading.problems.push(problem);
        };
        if printed.bytes().all(|b| b.is_ascii_digit()) && self.place.counts_year(year) {
            self.years.push((row, year));
        }
        let columns = &self.columns;
        let (amount, doubt) = self.amount(row);
        reading.problems.extend(doubt);
        let Some(amount) = amount else { return };
        let (body, doubt) = self.body(row);
        reading.problems.extend(doubt);
        if let Some(doubt) = body.and_then(|body| self.other_area(row, body, amount)) {
            return reading.problems.push(doubt);
        }
        let label = self.grid.text(row, columns.label);
        let (kind, doubt) = self.word(row, columns.kind, SpendingKind::parse);
        let kind = kind.or_else(|| is_income(&label).then_some(SpendingKind::Income));
        reading.problems.extend(doubt);
        let (stage, doubt) = self.word(row, columns.basis, stages::of_word);
        reading.problems.extend(doubt);
        let segment = self.segment(row, &label);
        if let Some((measure, text)) = self.measure(row, &label, segment.as_deref()) {
            let first = || (0, Money::ZERO, row, text);
            let found = self.measures.entry(measure.in_words()).or_insert_with(first);
            (found.0, found.1) = (found.0 + 1, found.1 + amount);
        }
        let columns = &self.columns;
        let (body, _) = self.body(row);
        let own_name = body.map(|body| body.name.clone()).or_else(|| self.text(row, columns.body));
        let area = self.text(row, columns.area).or_else(|| own_name.clone()).unwrap_or_default();
        let area_code =
            self.text(row, columns.area_code).or_else(|| Some(area.clone()).filter(|code| areas::is_area(code)));
        let spender = own_name.or_else(|| self.text(row, columns.spender)).unwrap_or_default();
        let series = self.text(row, columns.series).unwrap_or_else(|| "plain".to_owned());
        reading.lines.push(Line {
            column: self.grid.text(columns.header_row, columns.amount),
            body_id: body.map(|body| body.id.clone()),
            spender,
            area,
            area_code,
            stage: stage.unwrap_or(self.stage),
            segment,
            kind,
            line_code: self.text(row, columns.line_code).unwrap_or_else(|| headings::slug(&label)),
            label,
            ..Line::new(&self.sheet, row as u64 + 1, &series, year, amount)
        });
    }

    /// What a figure includes, in words: what its row says, a word of its basis that is no known one, or that the table is
    /// gross.
    fn segment(&self, row: usize, label: &str) -> Option<String> {
        let basis = || self.text(row, self.columns.basis).filter(|basis| stages::of_word(basis).is_none());
        let is_net = label.to_lowercase().contains("net");
        let gross = || self.gross.is_some() && !is_net;
        self.text(row, self.columns.includes).or_else(basis).or_else(|| gross().then(|| "gross".to_owned()))
    }

    /// The measure that a row says it has, where that is prices of another year or a part of the year.
    fn measure(&self, row: usize, label: &str, segment: Option<&str>) -> Option<(Measure, String)> {
        let period = self.text(row, self.columns.period);
        let texts = [segment.map(str::to_owned), period, Some(label.to_owned())].into_iter().flatten();
        let mut said = texts.filter_map(|text| Some((Measure::of(&text)?, text)));
        said.find(|(measure, _)| !matches!(measure, Measure::Rate(_)))
    }

    /// A warning for each measure that rows say.
    fn measures(&self) -> Vec<Problem> {
        let column = self.columns.label;
        let warning = |(what, (n_rows, amount, row, text)): (&&'static str, &(u64, Money, usize, String))| {
            let text = format!("`{text}` says that the figure is {what}; it was read as pounds of the whole year");
            let problem = self.problem(*row, column, ProblemKind::MeasureDoubtful, text);
            Problem { n_rows: *n_rows, amount: Some(*amount), ..problem }
        };
        self.measures.iter().map(warning).collect()
    }

    /// The amount of a row, and what is wrong with it.
    fn amount(&self, row: usize) -> (Option<Money>, Option<Problem>) {
        let column = self.columns.amount;
        let cell = self.grid.cell(row, column).unwrap_or(&Data::Empty);
        let printed = self.grid.text(row, column);
        let problem = |kind, text: String| Some(self.problem(row, column, kind, text));
        let Some(unit) = self.unit(row) else {
            let text = format!("`{printed}` in an unknown unit");
            return (None, problem(ProblemKind::AmountUnreadable, text));
        };
        match headings::pounds(cell, unit) {
            None => (None, problem(ProblemKind::AmountMissing, "no amount".to_owned())),
            Some(Err(_)) => (None, problem(ProblemKind::AmountUnreadable, format!("`{printed}`"))),
            Some(Ok(amount)) => {
                let rounded = || problem(ProblemKind::SubPenny, format!("`{printed}` was rounded to the penny"));
                (Some(amount.money), amount.sub_penny.then(rounded).flatten())
            }
        }
    }

    /// The unit of a row: its own, or that of the heading.
    fn unit(&self, row: usize) -> Option<Unit> {
        let Some(printed) = self.text(row, self.columns.unit_of_row) else { return Some(self.unit) };
        let is_pounds = ["£", "gbp", "pounds", "pound"].contains(&printed.to_lowercase().as_str());
        if is_pounds {
            Some(POUNDS)
        } else {
            headings::unit(&printed).or_else(|| headings::unit(&format!("£ {printed}")))
        }
    }

    /// The body of a row, and that the place has none of that name.
    fn body(&self, row: usize) -> (Option<&Body>, Option<Problem>) {
        let Some(column) = self.columns.body else { return (None, None) };
        let printed = self.grid.text(row, column);
        let body = find_body(self.place, &printed);
        let is_unknown = body.is_none() && !(printed.is_empty() && self.columns.area.is_some());
        let of_place = name_key(&printed).key == name_key(&self.place.name).key;
        let text = if of_place {
            format!("`{printed}` is the place, not a body of it; kept as a figure of the area, spent by nobody named")
        } else {
            format!("`{printed}` is not a body of this place; kept as a figure of another area")
        };
        (body, is_unknown.then(|| self.problem(row, column, ProblemKind::BodyUnknown, text)))
    }

    /// That a row is of an area which is not its body's own: a part of it, or another authority's of the same name.
    fn other_area(&self, row: usize, body: &Body, amount: Money) -> Option<Problem> {
        let column = self.columns.area_code?;
        let code = self.text(row, Some(column))?;
        let what = areas::not_of_body(self.place, body, &code)?;
        let area = self.text(row, self.columns.area).filter(|area| *area != body.name);
        let area = area.map_or_else(|| code.clone(), |area| format!("{area} ({code})"));
        let text = format!("{area} is {what}, not the area of `{}`: its figure was left out", body.name);
        let problem = self.problem(row, column, ProblemKind::BodyUnknown, text);
        Some(Problem { amount: Some(amount), ..problem })
    }

    /// That years are single numbers, which may be calendar years or those in which financial years end.
    fn bare_years(&self) -> Option<Problem> {
        let (row, year) = self.years.first()?;
        let text = format!(
            "`{}` may be a calendar year or a financial year by its start or its end; it was read as {year}",
            self.grid.text(*row, self.columns.year)
        );
        let problem = self.problem(*row, self.columns.year, ProblemKind::YearUnreadable, text);
        Some(Problem { n_rows: self.years.len() as u64, ..problem })
    }

    /// A word of a fixed list; another one is told and left out.
    fn word<T>(&self, row: usize, column: Option<usize>, parse: fn(&str) -> Option<T>) -> (Option<T>, Option<Problem>) {
        let (Some(column), Some(printed)) = (column, self.text(row, column)) else { return (None, None) };
        let word = parse(&printed.to_lowercase().replace([' ', '-'], "_"));
        let heading = self.grid.text(self.columns.header_row, column);
        let text = format!("`{printed}` is not a known {heading}; the figure was kept without it");
        // What kind of spending it is moves no total; whether it was spent does.
        let is_basis = self.columns.basis == Some(column);
        let kind = if is_basis { ProblemKind::MeasureDoubtful } else { ProblemKind::LabelSpelling };
        let doubt = || self.problem(row, column, kind, text);
        let is_known = word.is_some();
        (word, (!is_known).then(doubt))
    }
}

/// A body of the place by its id, a code, its name or another of its names.
pub(super) fn find_body<'a>(place: &'a Place, printed: &str) -> Option<&'a Body> {
    let by_id = || place.body(printed);
    let by_code = || place.bodies.iter().find(|body| body.codes.iter().any(|(_, code)| code == printed));
    by_id().or_else(by_code).or_else(|| by_name(place, printed))
}

/// The only body of the place with this name or other name.
pub(super) fn by_name<'a>(place: &'a Place, printed: &str) -> Option<&'a Body> {
    let wanted = name_key(printed).key;
    let mut found = place.bodies.iter().filter(|body| {
        let mut names = std::iter::once(&body.name).chain(&body.other_names);
        !wanted.is_empty() && names.any(|name| name_key(name).key == wanted)
    });
    found.next().filter(|_| found.next().is_none())
}
