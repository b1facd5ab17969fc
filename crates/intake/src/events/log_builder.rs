//! Rows become events here, whatever form they came in.

use model::event_log::{Event, EventLog, Moment, Name, Names};
use money::{Amount, CurrencyMark, Money};

use super::cases::{is_spreadsheet_error, say_cases};
use super::clock::Settled;
use super::lifecycle::Transition;
use super::moment::PrintedMoment;
use super::problem::{CellProblem, CellProblemKind, Notice, RowProblem, RowProblemKind};

/// The cells of one row, by what they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EventCells<'a> {
    pub row: u32,
    pub case: &'a str,
    pub activity: &'a str,
    pub start: MomentCell,
    pub end: MomentCell,
    pub agency: &'a str,
    pub team: &'a str,
    pub resource: &'a str,
    pub cost: CostCell,
    pub lifecycle: &'a str,
    pub instance: &'a str,
    /// Of everything that the row says, to know a copy of it.
    pub hash: u64,
}

/// What a cell of a moment holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum MomentCell {
    #[default]
    Empty,
    Unreadable,
    Read(PrintedMoment),
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) enum CostCell {
    #[default]
    Empty,
    Unreadable,
    Read(Money),
    /// It has parts of a penny.
    Rounded(Money),
}

impl CostCell {
    /// Euros and dollars are no pounds, and nobody says at what rate they become some.
    pub fn of(amount: Option<Amount>) -> CostCell {
        match amount {
            None | Some(Amount { mark: Some(CurrencyMark::Dollar | CurrencyMark::Euro), .. }) => CostCell::Unreadable,
            Some(Amount { money, sub_penny: true, .. }) => CostCell::Rounded(money),
            Some(Amount { money, .. }) => CostCell::Read(money),
        }
    }
}

/// The headings of the columns that problems speak of.
#[derive(Debug, Clone, Default)]
pub(super) struct ProblemColumns {
    pub start: String,
    pub end: String,
    pub cost: String,
}

/// Events as they are read, with what is needed to settle the log when all are there.
pub(super) struct LogBuilder {
    pub log: EventLog,
    pub columns: ProblemColumns,
    /// The offsets of beginning and end as printed, beside each event.
    pub offsets: Vec<[Option<i16>; 2]>,
    pub transitions: Vec<Transition>,
    /// Beside each event where lifecycles are paired, else nothing.
    pub instances: Vec<Option<Name>>,
    instance_names: Names,
    is_paired: bool,
    hashes: Vec<(u64, u32)>,
    pub problems: Vec<RowProblem>,
    pub cell_problems: Vec<CellProblem>,
    pub notices: Vec<Notice>,
    pub n_rows: u64,
    n_moments: [u64; 2],
    n_moments_unread: [u64; 2],
    n_costs_rounded: u64,
    file: Name,
    last: [Option<Name>; 5],
}

/// Columns of names whose last value is kept in mind: rows of one case mostly stand together.
#[derive(Clone, Copy)]
enum NameColumn {
    Case,
    Activity,
    Agency,
    Team,
    Resource,
}

impl LogBuilder {
    pub fn new(file_name: &str, is_paired: bool) -> LogBuilder {
        let mut log = EventLog::default();
        let file = log.files.number(file_name);
        LogBuilder {
            log,
            columns: ProblemColumns::default(),
            offsets: Vec::new(),
            transitions: Vec::new(),
            instances: Vec::new(),
            instance_names: Names::default(),
            is_paired,
            hashes: Vec::new(),
            problems: Vec::new(),
            cell_problems: Vec::new(),
            notices: Vec::new(),
            n_rows: 0,
            n_moments: [0; 2],
            n_moments_unread: [0; 2],
            n_costs_rounded: 0,
            file,
            last: [None; 5],
        }
    }

    /// A row that is no event.
    pub fn reject(&mut self, row: u64, kind: RowProblemKind) {
        self.n_rows += 1;
        self.problems.push(RowProblem { row, kind });
    }

    /// A row that is an event if its case, activity and moment are there.
    pub fn add(&mut self, cells: &EventCells<'_>) {
        self.count_moments(cells);
        match self.whole(cells) {
            Ok(start) => {
                self.n_rows += 1;
                self.push(cells, start);
            }
            Err(kind) => self.reject(u64::from(cells.row), kind),
        }
    }

    fn count_moments(&mut self, cells: &EventCells<'_>) {
        for (at, cell) in [cells.start, cells.end].into_iter().enumerate() {
            self.n_moments[at] += u64::from(!matches!(cell, MomentCell::Empty));
            self.n_moments_unread[at] += u64::from(matches!(cell, MomentCell::Unreadable));
        }
    }

    /// The beginning of an event that has all it needs. An end alone is the one moment of its event.
    fn whole(&self, cells: &EventCells<'_>) -> Result<PrintedMoment, RowProblemKind> {
        if cells.case.trim().is_empty() {
            return Err(RowProblemKind::CaseMissing);
        }
        if cells.activity.trim().is_empty() {
            return Err(RowProblemKind::ActivityMissing);
        }
        if is_spreadsheet_error(cells.case) || is_spreadsheet_error(cells.activity) {
            return Err(RowProblemKind::SpreadsheetError);
        }
        match (cells.start, cells.end) {
            (MomentCell::Read(start), _) => Ok(start),
            (MomentCell::Unreadable, _) => Err(RowProblemKind::MomentUnreadable { column: self.columns.start.clone() }),
            (MomentCell::Empty, MomentCell::Read(end)) => Ok(end),
            (MomentCell::Empty, MomentCell::Unreadable) => {
                Err(RowProblemKind::MomentUnreadable { column: self.columns.end.clone() })
            }
            (MomentCell::Empty, MomentCell::Empty) => Err(RowProblemKind::MomentMissing),
        }
    }

    fn push(&mut self, cells: &EventCells<'_>, start: PrintedMoment) {
        let end = match (cells.start, cells.end) {
            (MomentCell::Empty, _) => None,
            (_, MomentCell::Read(end)) => Some(end),
            (_, MomentCell::Unreadable) => {
                self.leave_empty(cells.row, self.columns.end.clone(), CellProblemKind::EndUnreadable);
                None
            }
            (_, MomentCell::Empty) => None,
        };
        let moment = |printed: PrintedMoment| Moment { micros: printed.local, precision: printed.precision };
        let event = Event {
            case: self.name(NameColumn::Case, cells.case),
            activity: self.name(NameColumn::Activity, cells.activity),
            start: moment(start),
            end: end.map(moment),
            agency: self.name_or_none(NameColumn::Agency, cells.agency),
            team: self.name_or_none(NameColumn::Team, cells.team),
            resource: self.name_or_none(NameColumn::Resource, cells.resource),
            cost: self.cost(cells),
            file: self.file,
            row: cells.row,
        };
        self.log.events.push(event);
        self.offsets.push([start.offset, end.and_then(|end| end.offset)]);
        self.transitions.push(Transition::of(cells.lifecycle));
        self.hashes.push((cells.hash, cells.row));
        if self.is_paired {
            let instance = (!cells.instance.is_empty()).then(|| self.instance_names.number(cells.instance));
            self.instances.push(instance);
        }
    }

    fn cost(&mut self, cells: &EventCells<'_>) -> Option<Money> {
        match cells.cost {
            CostCell::Empty => None,
            CostCell::Read(money) => Some(money),
            CostCell::Rounded(money) => {
                self.n_costs_rounded += 1;
                Some(money)
            }
            CostCell::Unreadable => {
                self.leave_empty(cells.row, self.columns.cost.clone(), CellProblemKind::CostUnreadable);
                None
            }
        }
    }

    fn leave_empty(&mut self, row: u32, column: String, kind: CellProblemKind) {
        self.cell_problems.push(CellProblem { row: u64::from(row), column, kind });
    }

    fn name_or_none(&mut self, column: NameColumn, text: &str) -> Option<Name> {
        (!text.is_empty()).then(|| self.name(column, text))
    }

    fn name(&mut self, column: NameColumn, text: &str) -> Name {
        let names = match column {
            NameColumn::Case => &mut self.log.cases,
            NameColumn::Activity => &mut self.log.activities,
            NameColumn::Agency => &mut self.log.agencies,
            NameColumn::Team => &mut self.log.teams,
            NameColumn::Resource => &mut self.log.resources,
        };
        let last = &mut self.last[column as usize];
        match *last {
            Some(name) if names.name(name) == text => name,
            _ => *last.insert(names.number(text)),
        }
    }

    /// All rows are read: the clock is settled, days are told from midnights, and what is odd is said.
    pub fn finish(mut self) -> LogBuilder {
        self.say_unread();
        if 0 < self.n_costs_rounded {
            self.notices.push(Notice::CostsRounded { n: self.n_costs_rounded });
        }
        self.say_copies();
        Settled::of(&self).apply(&mut self);
        say_cases(&self.log, &mut self.notices);
        self
    }

    fn say_unread(&mut self) {
        for (at, column) in [&self.columns.start, &self.columns.end].into_iter().enumerate() {
            let (n_unread, n) = (self.n_moments_unread[at], self.n_moments[at]);
            if 0 < n_unread {
                self.notices.push(Notice::MomentsUnread { column: column.clone(), n_unread, n });
            }
        }
    }

    fn say_copies(&mut self) {
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.sort_unstable();
        let copies = hashes.chunk_by(|a, b| a.0 == b.0).filter(|rows| 1 < rows.len());
        let (mut n_copies, mut first_row) = (0, u64::MAX);
        for rows in copies {
            n_copies += rows.len() as u64 - 1;
            first_row = first_row.min(u64::from(rows[1].1));
        }
        if 0 < n_copies {
            self.notices.push(Notice::RowsRepeated { n_copies, first_row });
        }
    }
}
