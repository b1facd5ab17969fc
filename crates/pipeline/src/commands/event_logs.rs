//! Event logs that a place names as sources: how `check` reads each. No build counts them; `mine` shows what is in them.

use intake::events::{NamedColumns, Options, read_log};
use intake::files::{Files, Found};
use model::ProblemKind;
use model::problem::Problem;

/// An event log of a place, and how it was read. It names headings and numbers, nothing of any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedLog {
    pub path: String,
    pub body_id: String,
    /// What it is; none where it could not be read.
    pub form: Option<&'static str>,
    /// What each column was read as.
    pub read_as: Vec<(&'static str, String)>,
    pub n_rows: u64,
    pub n_events: u64,
    pub n_cases: u64,
    pub n_problems: u64,
}

/// Reads every event log, and says what a person should look at.
pub(super) fn event_logs(logs: &Files) -> (Vec<CheckedLog>, Vec<Problem>) {
    let mut problems = logs.problems.clone();
    let mut checked = Vec::new();
    for found in &logs.found {
        let (log, of_log) = event_log(found);
        checked.push(log);
        problems.extend(of_log);
    }
    (checked, problems)
}

fn event_log(found: &Found) -> (CheckedLog, Vec<Problem>) {
    let body_id = found.body_id.clone().unwrap_or_default();
    let shown = found.shown_path.as_str();
    let problem = |kind, text: String| Problem { n_rows: 1, ..Problem::new(&body_id, kind, text) };
    let mut log = CheckedLog {
        path: shown.to_owned(),
        body_id: body_id.clone(),
        form: None,
        read_as: Vec::new(),
        n_rows: 0,
        n_events: 0,
        n_cases: 0,
        n_problems: 0,
    };
    let options = match named_columns(&found.columns) {
        Ok(columns) => Options { columns, ..Options::unsaid() },
        Err(why) => return (log, vec![problem(ProblemKind::FileUnreadable, format!("`{shown}`: {why}"))]),
    };
    let read = match read_log(&found.path, &options) {
        Ok(read) => read,
        Err(error) => return (log, vec![problem(ProblemKind::FileUnreadable, error.to_string())]),
    };
    let columns = read.columns.iter().filter_map(|column| Some((column.role?.word(), column.heading.clone())));
    log.form = Some(read.form.words());
    log.read_as = columns.collect();
    (log.n_rows, log.n_events) = (read.n_rows, read.log.events.len() as u64);
    log.n_cases = read.log.cases.iter().count() as u64;
    log.n_problems = read.problems.len() as u64;
    let doubtful = |text: String| problem(ProblemKind::PersonFileDoubtful, format!("`{shown}`: {text}"));
    let mut problems: Vec<Problem> = read.notices.iter().map(|notice| doubtful(notice.to_string())).collect();
    problems.extend(
        read.problems.iter().map(|row| Problem {
            row: Some(row.row),
            ..doubtful(format!("row {} is no event: {}", row.row, row.kind))
        }),
    );
    problems.extend(read.cell_problems.iter().map(|cell| Problem {
        row: Some(cell.row),
        column: Some(cell.column.clone()),
        ..doubtful(format!("row {}, column `{}`: {}", cell.row, cell.column, cell.kind))
    }));
    (log, problems)
}

/// Columns as `columns` of the source names them: `{ case = "Ref", activity = "What" }`.
fn named_columns(columns: &[(String, String)]) -> Result<NamedColumns, String> {
    let mut named = NamedColumns::default();
    for (role, heading) in columns {
        let column = match role.as_str() {
            "case" => &mut named.case,
            "activity" => &mut named.activity,
            "time" => &mut named.time,
            "end" => &mut named.end,
            "agency" => &mut named.agency,
            "team" => &mut named.team,
            "resource" => &mut named.resource,
            "cost" => &mut named.cost,
            other => {
                return Err(format!(
                    "`columns` of its source names `{other}`; an event log has case, activity, time, end, agency, team, \
                     resource and cost"
                ));
            }
        };
        *column = Some(heading.clone());
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use model::place::SourceKind;

    use super::*;

    fn check(text: &str, columns: &[(&str, &str)]) -> (CheckedLog, Vec<Problem>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("housing.csv");
        std::fs::write(&path, text).unwrap();
        let found = Found {
            body_id: Some("council".to_owned()),
            shown_path: "logs/housing.csv".to_owned(),
            path,
            kind: SourceKind::EventLog,
            agency: None,
            columns: columns.iter().map(|(role, heading)| ((*role).to_owned(), (*heading).to_owned())).collect(),
            building: None,
        };
        event_log(&found)
    }

    #[test]
    fn a_log_says_how_it_is_read_and_which_rows_are_no_events() {
        let rows = "case,activity,start\n1,Referral,2026-03-02\n1,Visit,2026-03-09\n,Visit,2026-03-09\n";
        let (log, problems) = check(rows, &[]);
        assert_eq!((log.n_rows, log.n_events, log.n_cases, log.n_problems), (3, 2, 1, 1));
        assert!(log.read_as.contains(&("case", "case".to_owned())), "{:?}", log.read_as);
        assert!(
            problems.iter().any(|problem| problem.text.contains("row 4 is no event: it has no case")),
            "{problems:?}"
        );
    }

    #[test]
    fn what_is_no_log_or_names_an_unknown_column_is_a_problem() {
        let (log, problems) = check("colour,size\nred,3\n", &[]);
        assert!(log.form.is_none() && problems[0].kind == ProblemKind::FileUnreadable, "{problems:?}");
        let (_, problems) = check("case,activity,start\n", &[("colour", "x")]);
        assert!(problems[0].text.contains("names `colour`"), "{problems:?}");
    }
}
