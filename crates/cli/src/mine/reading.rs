//! One log or several, read as one; what was read as what, and what could not be read, is said.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use intake::events::{Form, LogRead, NamedColumns, Options, read_log, read_relations};
use journey::{CaseOf, JoinError, Relation, join};
use model::event_log::EventLog;

use crate::fail::Failure;

#[derive(clap::Args)]
#[command(next_help_heading = "How logs are read")]
pub struct ReadingArguments {
    /// Column of the case: its heading, or `#3` for the third; in XES a key
    #[arg(long, value_name = "COLUMN")]
    case: Option<String>,
    /// Column of the activity
    #[arg(long, value_name = "COLUMN")]
    activity: Option<String>,
    /// Column of the moment, or of the beginning
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// Column of the end
    #[arg(long, value_name = "COLUMN")]
    end: Option<String>,
    /// Column of the agency or group
    #[arg(long, value_name = "COLUMN")]
    agency: Option<String>,
    /// Column of the team or role
    #[arg(long, value_name = "COLUMN")]
    team: Option<String>,
    /// Column of the person or machine that did it
    #[arg(long, value_name = "COLUMN")]
    resource: Option<String>,
    /// Column of what it cost
    #[arg(long, value_name = "COLUMN")]
    cost: Option<String>,
    /// Classifier of an XES log that names its activities
    #[arg(long, value_name = "NAME")]
    classifier: Option<String>,
    /// Objects of an OCEL log that are the cases
    #[arg(long, value_name = "TYPE")]
    object_type: Option<String>,
    /// Sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Make one event of a start and a complete of one piece of work
    #[arg(long)]
    pair_lifecycle: bool,
}

/// Logs as one.
pub struct ReadLogs {
    pub log: EventLog,
    /// Each file with what it is and holds.
    pub files: Vec<FileRead>,
    /// Rows that were not read, relations that joined nothing, and notices.
    pub needs_a_look: bool,
    pub n_logs: usize,
    /// Joined cases with events in several logs; none of one log alone.
    pub n_cases_across: Option<usize>,
}

pub struct FileRead {
    pub path: String,
    pub form: &'static str,
    pub n_rows: u64,
    pub n_events: usize,
    pub n_problems: usize,
    pub columns: Vec<(String, String)>,
    pub notices: Vec<String>,
}

/// The first rows that were not read are said one by one.
const PROBLEMS_SAID: usize = 5;

pub fn read(paths: &[PathBuf], relations: Option<&Path>, arguments: &ReadingArguments) -> Result<ReadLogs, Failure> {
    let options = options(arguments);
    let mut logs = Vec::new();
    let mut files = Vec::new();
    let mut needs_a_look = false;
    for path in paths {
        let read = read_log(path, &options).map_err(|error| unreadable(&error))?;
        needs_a_look |= said(path, &read);
        files.push(file_read(path, &read));
        logs.push(read.log);
    }
    let n_logs = logs.len();
    let Some(relations) = relations else {
        return match logs.len() {
            1 => {
                let log = logs.pop().expect("there is one");
                Ok(ReadLogs { log, files, needs_a_look, n_logs, n_cases_across: None })
            }
            _ => Err(Failure::new(
                "several logs are one only by which cases belong together",
                "give a table of two columns of case numbers with `--relations FILE`; or mine each log by itself",
            )),
        };
    };
    let (pairs, has_problems) = pairs(relations, &logs)?;
    let joined = join(logs, &pairs).map_err(|error| not_joined(&error))?;
    if !joined.relations_unused.is_empty() {
        say!("warning: {} relations name a case that is in no log", joined.relations_unused.len());
    }
    needs_a_look |= has_problems || !joined.relations_unused.is_empty();
    Ok(ReadLogs { log: joined.log, files, needs_a_look, n_logs, n_cases_across: Some(joined.n_cases_across) })
}

fn options(arguments: &ReadingArguments) -> Options {
    Options {
        columns: NamedColumns {
            case: arguments.case.clone(),
            activity: arguments.activity.clone(),
            time: arguments.time.clone(),
            end: arguments.end.clone(),
            agency: arguments.agency.clone(),
            team: arguments.team.clone(),
            resource: arguments.resource.clone(),
            cost: arguments.cost.clone(),
        },
        classifier: arguments.classifier.clone(),
        object_type: arguments.object_type.clone(),
        sheet: arguments.sheet.clone(),
        is_lifecycle_paired: arguments.pair_lifecycle,
        // Half for the events, half for what is counted of them.
        memory_bytes_max: Some(crate::link::memory_of_machine() / 2),
    }
}

/// The relations of the first log to the second, whichever way round the table has them.
fn pairs(path: &Path, logs: &[EventLog]) -> Result<(Vec<Relation>, bool), Failure> {
    let [first, second] = logs else {
        return Err(Failure::new(
            format!("relations are between two logs, and {} are given", logs.len()),
            "give two logs; a third can be joined to what `--csv` writes of the two",
        ));
    };
    let relations = read_relations(path).map_err(|error| unreadable(&error))?;
    if !relations.problems.is_empty() {
        say!("warning: {} rows of {} relate nothing", relations.problems.len(), path.display());
    }
    let is_pair = |left: &EventLog, right: &EventLog| {
        left.cases.find(&relations.headings[0]).is_some() && right.cases.find(&relations.headings[1]).is_some()
    };
    if is_pair(first, second) || is_pair(second, first) {
        return Err(Failure::new(
            format!("the first row of {} is a pair of cases, where the headings should be", path.display()),
            "add a row of headings, so that the first pair is not lost",
        ));
    }
    let n_known = |left: &EventLog, right: &EventLog| {
        let is_known =
            |pair: &&[String; 2]| left.cases.find(&pair[0]).is_some() && right.cases.find(&pair[1]).is_some();
        relations.pairs.iter().filter(is_known).count()
    };
    let is_turned = n_known(first, second) < n_known(second, first);
    if is_turned {
        say!("{}: `{}` has the cases of the second log", path.display(), relations.headings[0]);
    }
    let n_merged = n_in_several_pairs(&relations.pairs, 0) + n_in_several_pairs(&relations.pairs, 1);
    if n_merged != 0 {
        say!(
            "warning: {}: cases that stand in several pairs: {n_merged}; all cases that hang together through them are one",
            path.display()
        );
    }
    let of = |log: usize, case: &String| CaseOf { log, case: case.clone() };
    let (left, right) = if is_turned { (1, 0) } else { (0, 1) };
    let pairs = relations.pairs.iter().map(|[one, other]| Relation { one: of(left, one), other: of(right, other) });
    Ok((pairs.collect(), n_merged != 0 || !relations.problems.is_empty()))
}

/// Cases of one column that are paired with different cases of the other.
fn n_in_several_pairs(pairs: &[[String; 2]], column: usize) -> usize {
    let mut partners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pair in pairs {
        partners.entry(&pair[column]).or_default().insert(&pair[1 - column]);
    }
    partners.values().filter(|partners| 1 < partners.len()).count()
}

/// Says what a person should know of a log; whether there is anything.
fn said(path: &Path, read: &LogRead) -> bool {
    let path = path.display();
    for notice in &read.notices {
        say!("warning: {path}: {notice}");
    }
    let n = read.problems.len();
    if n != 0 {
        say!("warning: {path}: {n} of {} rows are no events", read.n_rows);
        for problem in read.problems.iter().take(PROBLEMS_SAID) {
            say!("  row {}: {}", problem.row, problem.kind);
        }
        if PROBLEMS_SAID < n {
            say!("  and {} more", n - PROBLEMS_SAID);
        }
    }
    for problem in read.cell_problems.iter().take(PROBLEMS_SAID) {
        say!("warning: {path}: row {}, column `{}`: {}", problem.row, problem.column, problem.kind);
    }
    if PROBLEMS_SAID < read.cell_problems.len() {
        say!("warning: {path}: {} cells in all could not be read", read.cell_problems.len());
    }
    /// The first day of 2100, in microseconds since 1970.
    const FAR: i64 = 4_102_444_800_000_000;
    let n_far = read.log.events.iter().filter(|event| event.end.is_some_and(|end| FAR <= end.micros)).count();
    if n_far != 0 {
        say!(
            "warning: {path}: {n_far} ends are after 2100 and may stand for a date not known; times count them as they are"
        );
    }
    let n_long = if read.form == Form::Workbook { n_long_numbers(&read.log) } else { 0 };
    if n_long != 0 {
        say!(
            "warning: {path}: {n_long} cases are numbers of more than {DIGITS_MAX} digits, of which a spreadsheet keeps the first \
             {DIGITS_MAX}, so several cases may have become one; ask for the log as CSV"
        );
    }
    n_far != 0 || n_long != 0 || n != 0 || !read.cell_problems.is_empty() || !read.notices.is_empty()
}

/// Digits that a spreadsheet keeps of a number.
const DIGITS_MAX: usize = 15;

fn n_long_numbers(log: &EventLog) -> usize {
    let is_long = |case: &&str| DIGITS_MAX < case.len() && case.bytes().all(|byte| byte.is_ascii_digit());
    log.cases.iter().filter(is_long).count()
}

fn file_read(path: &Path, read: &LogRead) -> FileRead {
    let used = read.columns.iter().filter_map(|column| Some((column.role?.word().to_owned(), column.heading.clone())));
    FileRead {
        path: path.display().to_string(),
        form: read.form.words(),
        n_rows: read.n_rows,
        n_events: read.log.events.len(),
        n_problems: read.problems.len(),
        columns: used.collect(),
        notices: read.notices.iter().map(ToString::to_string).collect(),
    }
}

fn unreadable(error: &intake::events::Error) -> Failure {
    Failure::Other { text: error.to_string(), hint: None }
}

fn not_joined(error: &JoinError) -> Failure {
    match error {
        JoinError::ClocksDiffer { .. } => Failure::new(
            "the moments of one log have an offset from UTC and those of the other have none, so nobody knows which came first",
            "ask for both with offsets, or for both by the wall clock",
        ),
        other => Failure::Other { text: other.to_string(), hint: None },
    }
}
