//! What the columns of a return are.
//!
//! | return | series | label | kind |
//! |---|---|---|---|
//! | RS | `revenue_outturn_summary:` and the sheet's measure | heading | |
//! | RSX | `revenue_outturn_services:` and the measure | service | pay, purchases and income apart |
//! | RO1 to RO6 | `revenue_outturn_detail:` and the measure | line | as RSX |
//! | RA | `revenue_budget:net_current_expenditure` | heading | |
//! | COR4 | `capital_outturn:total_capital_expenditure` | block of services | capital |
//! | COR B, CER B, the financing sheet of COR4 | `capital_financing:amount` | heading | |
//!
//! Income is printed above zero, and is held as printed. Reserves, the housing revenue account, capital items and the
//! like are in the same sheet of RS and RA under a title of their own; their measure is that title. Of a block of COR4
//! only `Total Capital Expenditure` is read: the rest are its parts, and receipts.

use model::place::SourceKind;
use model::spending::{SpendingKind, Stage};

use super::super::grid::Grid;
use super::super::headings::{bare, slug};
use super::super::line_numbers::{self, NumberedLine};
use super::header::{Header, is_about};

/// One of the returns that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::published) enum Return {
    Summary,
    Services,
    /// A return beneath the services, RO1 to RO6.
    Detail,
    Budget,
    Capital,
    Financing,
    FinancingBudget,
}

impl Return {
    /// The return of a sheet by its titles or, where these say nothing, by those of the workbook.
    pub fn find(grids: &[Grid], grid: &Grid, header: &Header) -> Option<Return> {
        let own = titles(grid, header.row).join(" ") + " " + &grid.name;
        let of_all = || grids.iter().flat_map(|grid| titles(grid, ROWS_OF_TITLES)).collect::<Vec<_>>().join(" ");
        Return::of_title(&own).or_else(|| Return::of_title(&of_all()))
    }

    fn of_title(title: &str) -> Option<Return> {
        let title = title.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
        if has(&["service expenditure summary", "(rsx)"]) {
            Some(Return::Services)
        } else if has(&["(ro1)", "(ro2)", "(ro3)", "(ro4)", "(ro5)", "(ro6)"]) {
            Some(Return::Detail)
        } else if has(&["revenue account budget", "(ra)"]) {
            Some(Return::Budget)
        } else if has(&["revenue outturn summary", "(rs)"]) {
            Some(Return::Summary)
        } else if has(&["capital expenditure by service"]) {
            Some(Return::Capital)
        } else if has(&["cer b", "capital estimates return"]) {
            Some(Return::FinancingBudget)
        } else if has(&["cor b", "financing & memorandum", "finance total capital", "financing of capital"]) {
            Some(Return::Financing)
        } else {
            None
        }
    }

    pub fn stage(self) -> Stage {
        if matches!(self, Return::Budget | Return::FinancingBudget) { Stage::Budget } else { Stage::Outturn }
    }

    /// The publication of a series.
    fn publication(self) -> &'static str {
        match self {
            Return::Summary => SourceKind::RevenueOutturnSummary.word(),
            Return::Services => "revenue_outturn_services",
            Return::Detail => "revenue_outturn_detail",
            Return::Budget => "revenue_budget",
            Return::Capital => "capital_outturn",
            Return::Financing | Return::FinancingBudget => "capital_financing",
        }
    }

    fn series(self, measure: &str) -> String {
        match self {
            Return::Financing | Return::FinancingBudget => format!("{}:amount", self.publication()),
            _ => format!("{}:{measure}", self.publication()),
        }
    }
}

const ROWS_OF_TITLES: usize = 15;
const NET_CURRENT: &str = "net_current_expenditure";

/// The texts above the headings.
pub(super) fn titles(grid: &Grid, header_row: usize) -> Vec<String> {
    let texts = (0..header_row.min(grid.rows.len())).flat_map(|row| grid.texts(row));
    texts.filter(|title| !title.is_empty()).collect()
}

/// One column of figures.
pub(super) struct FigureColumn {
    pub at: usize,
    /// As printed, for messages.
    pub heading: String,
    pub label: String,
    pub line_code: String,
    pub series: String,
    pub kind: Option<SpendingKind>,
    /// The title of its block, where the return has one beside the label.
    pub segment: Option<String>,
}

/// The columns of one sheet, the `index`th of its workbook; `title` is the one that states the unit.
pub(super) fn figure_columns(
    grid: &Grid,
    header: &Header,
    kind: Return,
    index: usize,
    title: &str,
    numbered: &[NumberedLine],
) -> Vec<FigureColumn> {
    match kind {
        Return::Services | Return::Detail => services(grid, header, kind),
        Return::Capital => blocks(grid, header),
        _ => lines(grid, header, kind, index, title, numbered),
    }
}

/// Columns that are one line of the return each.
fn lines(
    grid: &Grid,
    header: &Header,
    kind: Return,
    index: usize,
    title: &str,
    numbered: &[NumberedLine],
) -> Vec<FigureColumn> {
    let headed: Vec<(usize, String)> = grid
        .texts(header.row)
        .into_iter()
        .enumerate()
        .skip(header.first)
        .filter(|(_, label)| !label.is_empty() && !is_about(label))
        .collect();
    let labels: Vec<String> = headed.iter().map(|(_, label)| label.clone()).collect();
    let of_page = line_numbers::of_labels(&labels, numbered);
    let codes = row_of_codes(grid, header);
    let groups = groups(grid, header);
    let column = |((at, label), line): ((usize, String), Option<&NumberedLine>)| {
        let group = groups.get(at).filter(|group| !group.is_empty());
        let of_page = line.and_then(|line| line.measures.get(index)).map(|heading| slug(heading));
        let of_group = || group.filter(|group| is_measure(group)).map(|group| slug(group));
        let measure = of_page.or_else(of_group).unwrap_or_else(|| measure_of_title(title));
        let of_row = || codes.and_then(|row| whole_number(&grid.text(row, at)));
        let line_code = line.map(|line| line.code.clone()).or_else(of_row).unwrap_or_else(|| slug(&label));
        let segment = group.filter(|_| kind.publication() == "capital_financing").cloned();
        FigureColumn {
            at,
            heading: label.clone(),
            label,
            line_code,
            series: kind.series(&measure),
            kind: None,
            segment,
        }
    };
    headed.into_iter().zip(of_page).map(column).collect()
}

/// The measure of a sheet by its title; a title about the data alone says none.
fn measure_of_title(title: &str) -> String {
    let measure = slug(title);
    let says_none =
        ["data_", "all_figures", "figures", "this_worksheet"].iter().any(|start| measure.starts_with(start));
    if says_none || measure.is_empty() { NET_CURRENT.to_owned() } else { measure }
}

/// Whether a title above columns says that they are not net current expenditure.
fn is_measure(group: &str) -> bool {
    let group = bare(group);
    let others = ["reserves", "housingrevenueaccount", "hra", "capitalitems", "localcounciltaxsupport"];
    others.iter().any(|words| group.starts_with(words) || (words.len() > 8 && group.contains(words)))
}

/// Titles above the headings, each standing over its columns until the next one.
fn groups(grid: &Grid, header: &Header) -> Vec<String> {
    let is_titles = |row: &usize| {
        let texts = grid.texts(*row);
        let words = texts.iter().skip(header.first).filter(|text| text.contains(char::is_alphabetic)).count();
        words > 1 && words * 2 < texts.len() && texts.iter().skip(header.first).any(|text| text.contains(' '))
    };
    let Some(row) = (0..header.row).rev().find(is_titles) else { return Vec::new() };
    let mut title = String::new();
    let mut groups = grid.texts(row);
    groups.resize(grid.rows[header.row].len(), String::new());
    for (at, text) in groups.iter_mut().enumerate() {
        if at < header.first {
            text.clear();
        } else if text.is_empty() {
            text.clone_from(&title);
        } else {
            title.clone_from(text);
        }
    }
    groups
}

/// The row above the headings that holds the lines' numbers, where there is one.
fn row_of_codes(grid: &Grid, header: &Header) -> Option<usize> {
    let n_numbers = |row: usize| {
        let texts = grid.texts(row).into_iter().skip(header.first);
        texts.filter(|text| whole_number(text).is_some_and(|number| number.len() >= 3)).count()
    };
    (0..header.row).rev().find(|row| n_numbers(*row) > 9)
}

/// A line number, as a workbook or a text holds it: `190` or `190.0`.
fn whole_number(text: &str) -> Option<String> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    ((2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.to_owned())
}

/// The columns of RSX in their order: measure, and what the money is spent on.
const MEASURES: [(&str, Option<SpendingKind>); 7] = [
    ("employees", Some(SpendingKind::Pay)),
    ("running_expenses", Some(SpendingKind::GoodsServices)),
    ("total_expenditure", None),
    ("sales_fees_and_charges", Some(SpendingKind::Income)),
    ("other_income", Some(SpendingKind::Income)),
    ("total_income", None),
    (NET_CURRENT, None),
];

/// Seven columns for each service, named in the heading or in a title above. A column that has lost its heading is known by its code (`C7R699`) or by the six
/// before it.
fn services(grid: &Grid, header: &Header, kind: Return) -> Vec<FigureColumn> {
    let mut columns: Vec<FigureColumn> = Vec::new();
    let above = groups(grid, header);
    let codes = (0..header.row).find(|row| grid.texts(*row).iter().any(|text| cell_code(text).is_some()));
    let n_columns = grid.rows[header.row..].iter().map(Vec::len).max().unwrap_or(0);
    for at in header.first..n_columns {
        let heading = grid.text(header.row, at);
        let code = codes.and_then(|row| cell_code(&grid.text(row, at)));
        let of_titles = || Some((above.get(at).filter(|title| !title.is_empty())?.clone(), measure_alone(&heading)?));
        let Some((label, measure)) = service_and_measure(&heading).or_else(of_titles).or_else(|| {
            let before = columns.last().filter(|before| before.at + 1 == at && heading.is_empty())?;
            let position = MEASURES.iter().position(|(measure, _)| before.series.ends_with(&format!(":{measure}")))?;
            (position + 1 < MEASURES.len()).then(|| (before.label.clone(), position + 1))
        }) else {
            continue;
        };
        let (measure, spent_on) = MEASURES[measure];
        columns.push(FigureColumn {
            at,
            heading: if heading.is_empty() { format!("column {} without a heading", at + 1) } else { heading },
            line_code: code.unwrap_or_else(|| slug(&label)),
            label,
            series: kind.series(measure),
            kind: spent_on,
            segment: None,
        });
    }
    columns
}

/// `Education services - Net Current Expenditure (C7 = C3 - C6)` taken apart; the measure by its place.
fn service_and_measure(heading: &str) -> Option<(String, usize)> {
    let words = heading.split("(C").next().unwrap_or(heading).trim();
    let (service, measure) = words.rsplit_once('-')?;
    let measure = slug(measure);
    let position = MEASURES.iter().position(|(known, _)| *known == measure)?;
    Some((service.trim().to_owned(), position))
}

/// The measure of a heading that names no service, which then stands above it: `Employees (C1)`.
fn measure_alone(heading: &str) -> Option<usize> {
    let measure = slug(heading.split("(C").next().unwrap_or(heading));
    MEASURES.iter().position(|(known, _)| *known == measure)
}

/// The line's number of a code such as `C7R699`.
fn cell_code(text: &str) -> Option<String> {
    let (column, row) = text.strip_prefix('C')?.split_once('R')?;
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number(column) && is_number(row)).then(|| row.to_owned())
}

/// The column `Total Capital Expenditure` of each block of services. Its heading runs over several rows.
fn blocks(grid: &Grid, header: &Header) -> Vec<FigureColumn> {
    let (titles_row, groups) = groups_of_blocks(grid, header);
    let n_columns = groups.len();
    let column = |at: usize| {
        let words: Vec<String> =
            (titles_row + 1..=header.row).map(|row| grid.text(row, at)).filter(|text| !text.is_empty()).collect();
        let heading = words.join(" ");
        let label = groups[at].clone();
        (slug(&heading) == "total_capital_expenditure" && !label.is_empty()).then(|| FigureColumn {
            at,
            heading: format!("{label}: {heading}"),
            line_code: slug(&label),
            label,
            series: Return::Capital.series("total_capital_expenditure"),
            kind: Some(SpendingKind::Capital),
            segment: None,
        })
    };
    (header.first..n_columns).filter_map(column).collect()
}

/// The service that stands over each column, in the first row with several of them, and that row.
fn groups_of_blocks(grid: &Grid, header: &Header) -> (usize, Vec<String>) {
    let n_titles = |row: usize| grid.texts(row).iter().skip(header.first).filter(|text| !text.is_empty()).count();
    let Some(row) = (0..header.row).find(|row| n_titles(*row) > 1) else { return (0, Vec::new()) };
    let mut title = String::new();
    let mut groups = grid.texts(row);
    groups.resize(grid.rows[header.row].len(), String::new());
    for (at, text) in groups.iter_mut().enumerate() {
        if at >= header.first && !text.is_empty() {
            title.clone_from(text);
        }
        text.clone_from(&title);
    }
    (row, groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_of_services_is_taken_apart() {
        let check = |heading: &str, service: &str, measure: usize| {
            assert_eq!(service_and_measure(heading), Some((service.to_owned(), measure)), "{heading}");
        };
        check("Education services - Employees (C1)", "Education services", 0);
        check("Housing services (GFRA only)- Sales, Fees and Charges (C4)", "Housing services (GFRA only)", 3);
        check("Total Service Expenditure - Net Current Expenditure (C7 = C3 - C6)", "Total Service Expenditure", 6);
        assert_eq!(service_and_measure("Notes"), None);
    }

    #[test]
    fn titles_tell_which_return_it_is() {
        let check = |title: &str, wanted: Option<Return>| assert_eq!(Return::of_title(title), wanted, "{title}");
        check(
            "Worksheet 2: Revenue Outturn (RO) 2021-22 Final: Service Expenditure Summary (RSX) data",
            Some(Return::Services),
        );
        check("Revenue Outturn (RO) 2017-18: Revenue Outturn Summary (RS) data", Some(Return::Summary));
        check("Revenue Account Budget (RA) 2021-22: Revenue Account data", Some(Return::Budget));
        check("Revenue Outturn (RO) 2021-22: Highways and transport services (RO2) data", Some(Return::Detail));
        check("2011-12 Capital Expenditure by Service", Some(Return::Capital));
        check(
            "CER B 2020-21: Total resources used to finance total capital expenditure",
            Some(Return::FinancingBudget),
        );
        check("COR B 2018-19: Total resources used to finance total capital expenditure", Some(Return::Financing));
        check("Council tax by billing authority", None);
    }
}
