//! Rows under headings, from whatever form of table: looked over once for its columns and moments, then read.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;

use foldhash::fast::FixedState;

use super::columns::{ColumnRead, Columns, TableHead};
use super::error::Error;
use super::log_builder::{CostCell, EventCells, LogBuilder, MomentCell, ProblemColumns};
use super::moment_column::{MomentColumn, MomentSurvey};
use super::options::Options;
use super::problem::{Notice, RowProblemKind};
use super::role::Role;
use super::table_head::{TableStart, find_start};
use crate::encoding::Encoding;
use crate::plain::RowSource;
use crate::reading::Points;
use crate::rows::{Row, Step};

/// Distinct amounts that are enough to see how a column writes them.
const AMOUNTS_MAX: usize = 50_000;

/// A table to be read, whatever its form.
pub(super) struct Table<'a> {
    pub path: &'a Path,
    pub file_name: &'a str,
    pub counts_from_1904: bool,
    /// Rows are numbered from the first under the headings, where the form has no headings of its own.
    pub has_row_of_headings: bool,
    /// What parts the cells of a text.
    pub delimiter: Option<u8>,
}

impl Table<'_> {
    /// A table with its headings above its rows.
    pub fn of<'a>(path: &'a Path, file_name: &'a str) -> Table<'a> {
        Table { path, file_name, counts_from_1904: false, has_row_of_headings: true, delimiter: None }
    }
}

/// How each column of a table is read.
struct Plan {
    columns: Columns,
    start: MomentColumn,
    end: MomentColumn,
    points: Points,
    headings: Vec<String>,
    first_row: u64,
}

/// Reads every row into events or problems.
pub(super) fn read_table(
    source: &dyn RowSource,
    table: &Table<'_>,
    options: &Options,
) -> Result<(LogBuilder, Vec<ColumnRead>), Error> {
    let mut builder = LogBuilder::new(table.file_name, options.is_lifecycle_paired);
    let plan = plan(source, table, options, &mut builder.notices)?;
    let columns = plan.columns.read(&plan.headings);
    builder.columns = plan.problem_columns();
    read_rows(source, table, plan, &mut builder)?;
    Ok((builder, columns))
}

fn plan(
    source: &dyn RowSource,
    table: &Table<'_>,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Result<Plan, Error> {
    let TableStart { headings, sample, heading_row, n_above } = find_start(source, table.path, &options.columns)?;
    if 0 < n_above {
        notices.push(Notice::RowsAboveHeadings { n_rows: n_above, heading_row });
    }
    let head = TableHead { path: table.path, headings, sample };
    let columns = Columns::choose(&head, &options.columns, notices)?;
    let survey = survey(source, table.path, &columns, heading_row)?;
    let settle = |moments: &MomentSurvey| moments.settle(table.counts_from_1904);
    let plan = Plan {
        start: settle(&survey.start),
        end: settle(&survey.end),
        points: Points::of(survey.amounts.iter().map(|amount| &**amount)).settled(table.delimiter),
        columns,
        headings: head.headings,
        first_row: heading_row + 1,
    };
    plan.say_moments(notices);
    Ok(plan)
}

#[derive(Default)]
struct Survey {
    start: MomentSurvey,
    end: MomentSurvey,
    amounts: BTreeSet<Box<str>>,
}

/// Looks at every moment and at the amounts: one cell out of a million may say that days come first.
fn survey(source: &dyn RowSource, path: &Path, columns: &Columns, heading_row: u64) -> Result<Survey, Error> {
    let mut survey = Survey::default();
    let encoding = source.encoding();
    let looked_at: Vec<usize> =
        [Role::Start, Role::End, Role::Cost].into_iter().filter_map(|role| columns.of(role)).collect();
    let mut rows = source.rows(Some(&looked_at)).map_err(Error::file(path))?;
    let mut row = Row::default();
    loop {
        match rows.next(&mut row).map_err(Error::file(path))? {
            Step::End => return Ok(survey),
            Step::Row if heading_row < row.number => survey.look(&row, columns, &encoding),
            Step::Row | Step::TooLong { .. } => {}
        }
    }
}

impl Survey {
    fn look(&mut self, row: &Row, columns: &Columns, encoding: &Encoding) {
        for (role, survey) in [(Role::Start, &mut self.start), (Role::End, &mut self.end)] {
            if let Some(column) = columns.of(role) {
                survey.count(&row.text(column, encoding));
            }
        }
        if let Some(column) = columns.of(Role::Cost)
            && self.amounts.len() < AMOUNTS_MAX
        {
            let text = row.text(column, encoding);
            if !self.amounts.contains(&*text) {
                self.amounts.insert(text.into());
            }
        }
    }
}

impl Plan {
    fn problem_columns(&self) -> ProblemColumns {
        let heading = |role| self.columns.of(role).map_or(String::new(), |at| self.headings[at].clone());
        ProblemColumns { start: heading(Role::Start), end: heading(Role::End), cost: heading(Role::Cost) }
    }

    fn say_moments(&self, notices: &mut Vec<Notice>) {
        let ProblemColumns { start, end, .. } = self.problem_columns();
        for (moments, column) in [(&self.start, start), (&self.end, end)] {
            if moments.is_mixed {
                notices.push(Notice::DayOrderMixed { column });
            } else if moments.is_day_first_assumed {
                notices.push(Notice::DayFirstAssumed { column });
            }
        }
    }
}

fn read_rows(source: &dyn RowSource, table: &Table<'_>, mut plan: Plan, builder: &mut LogBuilder) -> Result<(), Error> {
    let encoding = source.encoding();
    let mut rows = source.rows(None).map_err(Error::file(table.path))?;
    let mut row = Row::default();
    let mut n_hidden = 0;
    loop {
        let step = rows.next(&mut row).map_err(Error::file(table.path))?;
        let number = if table.has_row_of_headings { row.number } else { row.number.saturating_sub(1) };
        match step {
            Step::End => break,
            _ if row.number < plan.first_row => {}
            Step::TooLong { .. } => builder.reject(number, RowProblemKind::OpenQuote),
            Step::Row if row.is_blank() => {}
            Step::Row => {
                n_hidden += u64::from(row.is_hidden);
                let number = u32::try_from(number).map_err(|_| Error::TooManyRows { path: table.path.to_owned() })?;
                read_row(&row, number, &encoding, &mut plan, builder);
            }
        }
    }
    if table.has_row_of_headings && matches!(row.number, 65_536 | 1_048_576) {
        builder.notices.push(Notice::FullSheet { n_rows: row.number });
    }
    if 0 < n_hidden {
        builder.notices.push(Notice::HiddenRows { n: n_hidden });
    }
    Ok(())
}

fn read_row(row: &Row, number: u32, encoding: &Encoding, plan: &mut Plan, builder: &mut LogBuilder) {
    if let Some(kind) = out_of_shape(row, plan, encoding) {
        return builder.reject(u64::from(number), kind);
    }
    let text = |role| plan.columns.of(role).map(|at| row.text(at, encoding)).unwrap_or_default();
    let [case, activity, agency, team] = [Role::Case, Role::Activity, Role::Agency, Role::Team].map(text);
    let [resource, lifecycle, instance] = [Role::Resource, Role::Lifecycle, Role::Instance].map(text);
    let [start, end, cost] = [Role::Start, Role::End, Role::Cost].map(text);
    builder.add(&EventCells {
        row: number,
        case: &case,
        activity: &activity,
        start: moment(&mut plan.start, &start),
        end: moment(&mut plan.end, &end),
        agency: &agency,
        team: &team,
        resource: &resource,
        cost: if cost.is_empty() { CostCell::Empty } else { CostCell::of(plan.points.parse(&cost).ok()) },
        lifecycle: &lifecycle,
        instance: &instance,
        hash: hash(row),
    });
}

/// A row whose cells may stand under the wrong headings. A comma that nobody quoted would move an activity into the column of
/// moments, or worse, a team into that of resources, where nothing tells.
fn out_of_shape(row: &Row, plan: &Plan, encoding: &Encoding) -> Option<RowProblemKind> {
    if row.has_open_quote {
        return Some(RowProblemKind::OpenQuote);
    }
    let n_headings = plan.headings.len();
    let n_cells = (0..row.len()).rev().find(|at| !row.cell(*at).is_empty()).map_or(0, |last| last + 1);
    if n_headings < n_cells {
        return Some(RowProblemKind::TooManyCells { n_cells, n_headings });
    }
    let is_heading = |role| plan.columns.of(role).is_none_or(|at| row.text(at, encoding) == plan.headings[at]);
    [Role::Case, Role::Activity, Role::Start].into_iter().all(is_heading).then_some(RowProblemKind::HeadingsAgain)
}

fn moment(column: &mut MomentColumn, text: &str) -> MomentCell {
    match text {
        "" => MomentCell::Empty,
        text => column.read(text).map_or(MomentCell::Unreadable, MomentCell::Read),
    }
}

fn hash(row: &Row) -> u64 {
    let (bytes, ends) = row.bytes_and_ends();
    let mut hasher = FixedState::default().build_hasher();
    hasher.write(bytes);
    ends.iter().for_each(|end| hasher.write_usize(*end));
    hasher.finish()
}
