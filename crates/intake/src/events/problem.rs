//! What is said about a log that is read: rows left out, cells left empty, and what a person should know.

use super::role::Role;

/// A row that did not become an event, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// As in [`model::event_log::Event::row`].
    pub row: u64,
    pub kind: RowProblemKind,
}

/// Why a row is not an event. What its cells hold is not told: it may be about a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowProblemKind {
    #[error("it has no case")]
    CaseMissing,
    #[error("it has no activity")]
    ActivityMissing,
    #[error("its case or activity is an error of a spreadsheet, such as `#N/A`")]
    SpreadsheetError,
    #[error("it has no moment")]
    MomentMissing,
    #[error("its moment in `{column}` is not a date or a time")]
    MomentUnreadable { column: String },
    #[error("its moment in `{column}` has an offset from UTC where most have none, so the two cannot be compared")]
    OffsetAlone { column: String },
    #[error("its moment in `{column}` has no offset from UTC where most have one, so the two cannot be compared")]
    OffsetMissing { column: String },
    #[error("it has {n_cells} cells under {n_headings} headings, so its cells may stand under the wrong ones")]
    TooManyCells { n_cells: usize, n_headings: usize },
    #[error("a quotation mark in it is never closed")]
    OpenQuote,
    #[error("it repeats the headings")]
    HeadingsAgain,
}

/// A cell that could not be read in a row that is an event all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    pub row: u64,
    pub column: String,
    pub kind: CellProblemKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellProblemKind {
    #[error("the end is not a date or a time")]
    EndUnreadable,
    #[error("the end and the beginning are on two clocks: one has an offset from UTC and one has none")]
    EndOnAnotherClock,
    #[error("the cost is not an amount of pounds and pence")]
    CostUnreadable,
}

/// What a person should know of a log that is read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Notice {
    #[error("{} of the moments in `{column}` could not be read", percent(*n_unread, *n))]
    MomentsUnread { column: String, n_unread: u64, n: u64 },
    #[error("every moment in `{column}` is a midnight, so they are read as days; the order within a day is unknown")]
    AllMidnight { column: String },
    #[error("the days in `{column}` are read day first (31/12); nothing in the column says which way round they are")]
    DayFirstAssumed { column: String },
    #[error(
        "some days in `{column}` can only be day first and others only month first; one kind is not read, and days of the other kind may be misread"
    )]
    DayOrderMixed { column: String },
    #[error("no time in `{column}` is after 12:59, as if AM and PM were lost; check it against the source")]
    TwelveHourClock { column: String },
    #[error("{n} moments in `{column}` are in 1970 or earlier, or after 2100, and may stand for a date not known")]
    FarMoments { column: String, n: u64 },
    #[error("{n_copies} rows repeat another row in every cell, the first of them row {first_row}; all are kept")]
    RowsRepeated { n_copies: u64, first_row: u64 },
    #[error("{n} events end before they begin, the first of them in row {first_row}; they are kept as they are")]
    EndsBeforeStart { n: u64, first_row: u64 },
    #[error(
        "{n_starts} rows are starts and {n_completes} are completes, and each is an event of its own; give `--pair-lifecycle` to \
         make one event of the two"
    )]
    LifecycleNotPaired { n_starts: u64, n_completes: u64 },
    #[error(
        "{n_pairs} starts and completes were made one event; {n_starts_left} starts and {n_completes_left} completes had no other \
         half, {n_others} rows were neither, and all of these are events of their own"
    )]
    LifecyclePaired { n_pairs: u64, n_starts_left: u64, n_completes_left: u64, n_others: u64 },
    #[error(
        "{n} pairs begin in one team, agency or resource and end in another; the event has the one in which it began"
    )]
    PairsAcross { n: u64 },
    #[error(
        "the log declares the classifier `{name}` ({keys}), which is not used; give `--classifier \"{name}\"` to name activities by it"
    )]
    ClassifierUnused { name: String, keys: String },
    #[error("{n_traces} traces have the name of another trace and are read as the same case")]
    TracesOfOneName { n_traces: u64 },
    #[error("{n_traces} traces have no events")]
    TracesWithoutEvents { n_traces: u64 },
    #[error("{n_columns} columns may be the {}: {candidates}; none is read{}", .role.word(), give(*role))]
    ColumnOpen { role: Role, n_columns: usize, candidates: String },
    #[error("the only moment of an event is `{column}`, which says when it ended")]
    EndsAlone { column: String },
    #[error(
        "`{column}` says the same in all rows of each case, so it is when the case ended, and no event has an end; name it with `--end` if it is not"
    )]
    EndOfCase { column: String },
    #[error("every case has one event; check whether the right column is read as the case")]
    EventsAlone,
    #[error(
        "{n_cases} cases are numbers that a spreadsheet rounded (`1.23E+12`), so several cases may have become one; ask for the log without that"
    )]
    CasesRounded { n_cases: u64 },
    #[error(
        "the file has exactly as many rows as a sheet of a spreadsheet can hold ({n_rows}), so rows may be missing at its end"
    )]
    FullSheet { n_rows: u64 },
    #[error("{n} costs have parts of a penny and are rounded to the nearest penny")]
    CostsRounded { n: u64 },
    #[error("{n} rows are hidden in the workbook; they are read")]
    HiddenRows { n: u64 },
    #[error("sheet `{read}` is read; the other sheets are not: {others}")]
    OtherSheets { read: String, others: String },
    #[error("{n_rows} rows above the headings in row {heading_row} are not read")]
    RowsAboveHeadings { n_rows: u64, heading_row: u64 },
    #[error("the file says it is {declared}, but its bytes are {read}; it is read as the latter")]
    EncodingNotAsSaid { declared: String, read: String },
    #[error("{n_events} events belong to no object of the chosen type and are in no case")]
    EventsWithoutObject { n_events: u64 },
    #[error("{n_events} events belong to several objects of the chosen type and are in the case of each")]
    EventsOfSeveralObjects { n_events: u64 },
}

fn percent(part: u64, whole: u64) -> String {
    format!("{:.1}%", 100.0 * part as f64 / whole.max(1) as f64)
}

fn give(role: Role) -> String {
    role.option().map_or(String::new(), |option| format!("; choose one with `{option}`"))
}
