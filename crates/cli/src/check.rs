//! `totalplace check`: what is in the sources, how each file is read, what looks wrong.

use std::collections::BTreeMap;

use intake::fields::Field;
use intake::people::PersonFile;
use intake::source_file::SourceFile;
use model::place::SourceKind;
use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind, Tally, in_words_capital};
use money::Money;
use pipeline::{Checked, CheckedPublication, Proposal, check};
use report::block::{count, plural};
use report::summary::Beside;
use serde_json::json;

use crate::fail::Failure;
use crate::progress::Bars;
use crate::{Outcome, PlaceFolder, table};

/// Problems of single rows that are shown before the rest is only counted.
const ROWS_SHOWN_MAX: usize = 10;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: PlaceFolder,
    /// Every problem, not the first few of each kind
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Propose bodies and sources for the files that no source names yet, and the year of most of their lines
    #[arg(long, conflicts_with = "json")]
    propose: bool,
    /// Add what is proposed to place.toml, then check
    #[arg(long, requires = "propose")]
    write: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.propose && proposed(&arguments)? == Proposed::Shown {
        return Ok(Outcome::Look);
    }
    let checked = check(&arguments.place.dir, &Bars::new())?;
    crate::unless_closed(print_all(&checked, &arguments))?;
    for path in &checked.written {
        say!("wrote {}", path.display());
    }
    if !checked.people.is_empty() {
        let n_records: u64 = checked.people.iter().map(|file| file.n_records).sum();
        say!(
            "{} about people, {} records and contacts",
            plural(checked.people.len(), "file"),
            count(n_records as usize)
        );
    }
    let n_unread = checked.tables.iter().filter(|table| !table.is_read()).count();
    let n_lines: u64 = checked.tables.iter().map(|table| table.counts.n_lines).sum();
    let tables = match checked.tables.len() {
        1 => "1 file or sheet".to_owned(),
        n => format!("{} files and sheets", count(n)),
    };
    say!(
        "{tables}, {}, {} not read, {}",
        plural(n_lines as usize, "line"),
        count(n_unread),
        plural(checked.problems.len(), "problem")
    );
    beside_the_headline(&checked).iter().for_each(|what| say!("{what}"));
    let lacking = lacking(&checked.place, n_lines);
    lacking.iter().for_each(|what| say!("{what}"));
    // A file that was not read has a problem that says why.
    let is_settled = checked.problems.iter().all(|problem| problem.kind.is_settled());
    Ok(if is_settled && lacking.is_none() { Outcome::Done } else { Outcome::Look })
}

fn print_all(checked: &Checked, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.json {
        return crate::print(format!("{:#}", to_json(checked)));
    }
    crate::print(readings(checked))?;
    if !checked.publications.is_empty() {
        crate::print(publications(checked))?;
    }
    if !checked.people.is_empty() {
        crate::print(people(checked))?;
        let read_how = |file: &PersonFile| -> Vec<String> {
            file.read_how.iter().map(|said| crate::people::line(&file.shown(), said)).collect()
        };
        checked.people.iter().flat_map(read_how).try_for_each(crate::print)?;
    }
    if !checked.event_logs.is_empty() {
        crate::print(event_logs(checked))?;
    }
    crate::print(problems(checked, if arguments.all { usize::MAX } else { ROWS_SHOWN_MAX }))
}

/// What was done with a proposal.
#[derive(PartialEq)]
enum Proposed {
    /// There was nothing to propose, or it was added to place.toml.
    Settled,
    /// It was shown, and waits for a person's yes.
    Shown,
}

fn proposed(arguments: &Arguments) -> Result<Proposed, Failure> {
    let dir = &arguments.place.dir;
    let proposal = pipeline::propose(dir, &Bars::new())?;
    crate::unless_closed(crate::print(proposal.text().trim_start()))?;
    proposal.left.iter().for_each(|(path, why)| say!("not proposed: {path}: {why}"));
    proposal.other_year().iter().for_each(|year| say_other_year(&proposal, *year));
    if proposal.bodies.is_empty() {
        say!(
            "nothing to propose: {}",
            match proposal.left.is_empty() {
                true => "every file under the sources' root already has a source",
                false => "add a [[source]] by hand for the files above that you want to read",
            }
        );
        // Without a year a check would only say that it is missing.
        return Ok(if proposal.declared.is_empty() { Proposed::Shown } else { Proposed::Settled });
    }
    if !arguments.write {
        say!(
            "Nothing is written yet. Check the names and kinds, then run `totalplace check {} --propose --write` to add these lines to place.toml",
            dir.display()
        );
        return Ok(Proposed::Shown);
    }
    proposal.write(dir)?;
    say!("added to {}: check the names and kinds there", dir.join("place.toml").display());
    Ok(Proposed::Settled)
}

/// Says which year most lines have, and how they are counted.
fn say_other_year(proposal: &Proposal, year: FinancialYear) {
    let (n_lines, all) = (proposal.years[&year], proposal.years.values().sum::<u64>());
    let (declared, change) = match proposal.declared.as_slice() {
        [] => ("place.toml names no year".to_owned(), format!("`year = \"{year}\"` counts them")),
        [one] => (format!("place.toml says {one}"), format!("`year = \"{year}\"` counts them")),
        several => {
            let said: Vec<String> = several.iter().map(FinancialYear::to_string).collect();
            (format!("place.toml says {}", said.join(", ")), format!("\"{year}\" among its `years` counts them"))
        }
    };
    let (n_lines, all) = (count(n_lines as usize), count(all as usize));
    say!("{n_lines} of {all} lines are of {year}, but {declared}: {change}");
}

/// The pounds of other years and of copies, which are in no headline; `None` if there are none.
fn beside_the_headline(checked: &Checked) -> Option<String> {
    let mut beside = Beside::default();
    let mut other_years: BTreeMap<FinancialYear, Tally> = BTreeMap::new();
    let is_beside = |table: &&SourceFile| table.is_read() && !checked.counted.contains(&table.file_id);
    for table in checked.tables.iter().filter(is_beside) {
        if checked.copies.contains_key(&table.file_id) {
            beside.copies += Tally { n_lines: table.counts.n_lines as usize, amount: table.counts.amount };
            continue;
        }
        for (year, (n_lines, amount)) in &table.counts.years {
            let year = FinancialYear(*year);
            if !checked.place.counts_year(year) {
                *other_years.entry(year).or_default() += Tally { n_lines: *n_lines as usize, amount: *amount };
            }
        }
    }
    beside.other_years = other_years.into_iter().collect();
    let notes: Vec<String> = [beside.years_note(), beside.copies_note()].into_iter().flatten().collect();
    let years = checked.place.years_in_words();
    (!notes.is_empty()).then(|| format!("not in the headline of {years}: {}", notes.join("; ")))
}

/// What a place lacks to be counted, with the lines to add; none where it has bodies and lines, or people alone.
pub fn lacking(place: &Place, n_lines: u64) -> Option<&'static str> {
    let has_people = place.sources.iter().any(|source| source.kind.is_about_people());
    if place.bodies.is_empty() && !has_people {
        return Some(
            "place.toml names no body: add a `[[body]]` with `id`, `name` and `kind`, and a `[[source]]` with its files; \
             `totalplace check --propose` proposes both for the files that are there",
        );
    }
    let has_ledgers = place.sources.iter().any(|source| source.kind == SourceKind::Ledger);
    match (n_lines == 0 && !has_people, has_ledgers) {
        (false, _) => None,
        (true, true) => Some("no payment was read: the problems above say what happened to each file"),
        (true, false) => Some(
            "no payment was read: add a `[[source]]` with `body` and `files` to place.toml for each body's ledgers; \
             `totalplace check --propose` proposes them for the files that are there",
        ),
    }
}

fn readings(checked: &Checked) -> comfy_table::Table {
    let headings = ["File", "Rows", "Lines", "Negative", "Pounds", "Sure", "Amount, basis", "Payee", "Date"];
    let rows = checked.tables.iter().map(reading_row);
    table::table(&headings, &[1, 2, 3, 4, 5], rows)
}

fn reading_row(table: &SourceFile) -> Vec<String> {
    let heading =
        |field: Field| table.reading.as_ref().and_then(|reading| reading.heading(field)).unwrap_or("–").to_owned();
    let basis = table.reading.as_ref().map_or("", |reading| reading.vat_basis.word());
    let sure = table.reading.as_ref().map_or("–".to_owned(), |reading| match reading.is_confirmed {
        true => "confirmed".to_owned(),
        false => format!("{:.0}%", reading.confidence * 100.0),
    });
    let format = table.reading.as_ref().and_then(|reading| reading.date_format).map_or("", |format| format.name());
    vec![
        table.shown(),
        count(table.counts.n_rows as usize),
        count(table.counts.n_lines as usize),
        count(table.counts.n_negative as usize),
        table.counts.amount.to_string(),
        sure,
        format!("{} ({basis})", heading(Field::Amount)),
        heading(Field::Payee),
        format!("{} {format}", heading(Field::Date)),
    ]
}

/// Files of published figures: the publications, rows, pounds, and whom they speak of.
fn publications(checked: &Checked) -> comfy_table::Table {
    let headings =
        ["Published figures", "Publication", "Figures", "Drivers", "Pounds as printed, totals too", "Speaks of"];
    let rows = checked.publications.iter().map(|publication| {
        let series = publication.series.iter().map(|series| series.replace('_', " ")).collect::<Vec<_>>().join(", ");
        let n = |n: u64| if n == 0 { "–".to_owned() } else { count(n as usize) };
        let amount = match publication.speaks_of.is_empty() {
            true => "–".to_owned(),
            false => publication.amount.to_string(),
        };
        let counts = [n(publication.n_figures), n(publication.n_drivers), amount];
        [publication.file.clone(), series].into_iter().chain(counts).chain([speaks_of(publication)]).collect()
    });
    table::table(&headings, &[2, 3, 4], rows)
}

/// `Leeds City Council, West Yorkshire Police and 442 others`; a file of others alone says that it has nothing of the place.
fn speaks_of(publication: &CheckedPublication) -> String {
    const N_NAMED: usize = 3;
    if publication.n_figures == 0 {
        return "areas, used to share out money".to_owned();
    }
    let mut names: Vec<&str> = publication.speaks_of.iter().take(N_NAMED).map(String::as_str).collect();
    let n_more = publication.speaks_of.len().saturating_sub(N_NAMED);
    let more = format!("{n_more} more for this place");
    names.extend((0 < n_more).then_some(more.as_str()));
    let own = if names.is_empty() { "nothing for this place".to_owned() } else { names.join(", ") };
    match publication.n_others {
        0 => own,
        n => format!("{own}; {}", plural(n, "other")),
    }
}

/// Files about people: headings and numbers of rows, and nothing of anybody.
fn people(checked: &Checked) -> comfy_table::Table {
    let headings = ["File about people", "Agency", "Rows", "Records", "Problems", "Read as"];
    let rows = checked.people.iter().map(|file| {
        let path = file.shown();
        let counts = [file.n_rows, file.n_records, file.n_problem_rows].map(|n| count(n as usize));
        [path, file.agency.clone()].into_iter().chain(counts).chain([file.read_as()]).collect::<Vec<String>>()
    });
    table::table(&headings, &[2, 3, 4], rows)
}

fn event_logs(checked: &Checked) -> comfy_table::Table {
    let headings = ["Event log", "Form", "Rows", "Events", "Cases", "No events", "Read as"];
    let rows = checked.event_logs.iter().map(|log| {
        let counts = [log.n_rows, log.n_events, log.n_cases, log.n_problems].map(|n| count(n as usize));
        let read_as: Vec<String> = log.read_as.iter().map(|(role, heading)| format!("{role} `{heading}`")).collect();
        let form = log.form.unwrap_or("not read").to_owned();
        [log.path.clone(), form].into_iter().chain(counts).chain([read_as.join(", ")]).collect::<Vec<String>>()
    });
    table::table(&headings, &[2, 3, 4, 5], rows)
}

/// Problems by kind, with what to ask the body for.
fn problems(checked: &Checked, rows_max: usize) -> String {
    let shown: BTreeMap<&str, String> = checked
        .tables
        .iter()
        .map(|table| (table.file_id.as_str(), table.shown()))
        .chain(checked.people.iter().map(|file| (file.file_id.as_str(), file.path.clone())))
        .collect();
    let mut by_kind: BTreeMap<ProblemKind, Vec<&Problem>> = BTreeMap::new();
    checked.problems.iter().for_each(|problem| by_kind.entry(problem.kind).or_default().push(problem));
    let mut lines: Vec<String> = Vec::new();
    for (kind, problems) in by_kind {
        let amount: Money = problems.iter().filter_map(|problem| problem.amount).sum();
        let pounds = if amount == Money::ZERO { String::new() } else { format!(", {amount}") };
        let n = count(problems.len());
        lines.push(format!("\n{} ({n}{pounds}): {}", in_words_capital(kind.found()), kind.to_do()));
        lines.extend(problems.iter().take(rows_max).map(|problem| problem_line(problem, &shown)));
        if rows_max < problems.len() {
            lines.push(format!("  and {} more: --all", count(problems.len() - rows_max)));
        }
    }
    lines.extend(checked.register_doubts.iter().take(rows_max).map(|doubt| format!("  register: {doubt}")));
    lines.join("\n")
}

fn problem_line(problem: &Problem, shown: &BTreeMap<&str, String>) -> String {
    let file = problem.file_id.as_deref().and_then(|id| shown.get(id)).map_or(problem.body_id.as_str(), String::as_str);
    let row = problem.row.map(|row| format!(" row {row}")).unwrap_or_default();
    let text = report::for_terminal(&problem.text);
    // A doubt about a whole file names it itself.
    let file = report::for_terminal(file);
    if text.starts_with(&*file) { format!("  {text}") } else { format!("  {file}{row}: {text}") }
}

fn to_json(checked: &Checked) -> serde_json::Value {
    let files: Vec<_> = checked.tables.iter().map(table_json).collect();
    let problems: Vec<_> = checked
        .problems
        .iter()
        .map(|p| {
            json!({
                "body_id": p.body_id, "file_id": p.file_id, "row": p.row, "column": p.column, "kind": p.kind.word(), "n_rows": p.n_rows,
                "amount": p.amount.map(Money::plain), "text": p.text, "ask": p.kind.ask(),
            })
        })
        .collect();
    let people: Vec<_> = checked.people.iter().map(|file| {
        json!({ "file_id": file.file_id, "body_id": file.body_id, "agency": file.agency, "path": file.path, "sheet": file.sheet,
            "kind": file.kind.word(), "n_rows": file.n_rows, "n_records": file.n_records, "n_problem_rows": file.n_problem_rows,
            "read_as": file.read_as(), "read_how": file.read_how })
    }).collect();
    let publications: Vec<_> = checked.publications.iter().map(publication_json).collect();
    let event_logs: Vec<_> = checked.event_logs.iter().map(event_log_json).collect();
    json!({ "place": checked.place.name, "files": files, "published": publications, "people": people, "event_logs": event_logs, "problems": problems, "register_doubts": checked.register_doubts })
}

fn event_log_json(log: &pipeline::CheckedLog) -> serde_json::Value {
    let read_as: BTreeMap<&str, &str> = log.read_as.iter().map(|(role, heading)| (*role, heading.as_str())).collect();
    json!({
        "file": log.path, "body": log.body_id, "form": log.form, "n_rows": log.n_rows, "n_events": log.n_events,
        "n_cases": log.n_cases, "n_problems": log.n_problems, "read_as": read_as,
    })
}

fn publication_json(publication: &CheckedPublication) -> serde_json::Value {
    json!({
        "file": publication.file, "series": publication.series, "n_figures": publication.n_figures,
        "n_drivers": publication.n_drivers, "amount_of_place": publication.amount.plain(),
        "speaks_of": publication.speaks_of, "n_others": publication.n_others,
    })
}

fn table_json(table: &SourceFile) -> serde_json::Value {
    let reading = table.reading.as_ref();
    let columns: BTreeMap<&str, &str> = reading
        .map(|reading| reading.columns.iter().map(|(field, i)| (field.word(), reading.headings[*i].as_str())).collect())
        .unwrap_or_default();
    json!({
        "file_id": table.file_id, "body_id": table.body_id, "path": table.path, "sheet": table.sheet, "sha256": table.sha256,
        "format": table.format, "encoding": table.encoding.map(|e| e.name()), "is_read": table.is_read(),
        "header_row": reading.map(|r| r.header_rows.1), "columns": columns, "confidence": reading.map(|r| r.confidence),
        "is_confirmed": reading.is_some_and(|r| r.is_confirmed), "vat_basis": reading.map(|r| r.vat_basis.word()),
        "date_format": reading.and_then(|r| r.date_format).map(|f| f.name()), "n_rows": table.counts.n_rows,
        "n_lines": table.counts.n_lines, "n_negative": table.counts.n_negative, "amount": table.counts.amount.plain(),
    })
}
