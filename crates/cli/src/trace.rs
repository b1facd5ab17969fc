//! `totalplace trace`: from a figure to its rows.

mod exists;

use std::io::Write;
use std::path::PathBuf;

use pipeline::{Filter, Trace, TracedRow, trace};
use report::block::plural;
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, table};

#[derive(clap::Args)]
#[command(after_help = "Example: totalplace trace my-place --body gateshead --payee \"NORTHUMBRIAN WATER\"")]
pub struct Arguments {
    /// Folder of the place
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Lines of one body's ledger
    #[arg(long, value_name = "ID")]
    body: Option<String>,
    /// Words in the printed payee, in capitals or not
    #[arg(long, value_name = "WORDS")]
    payee: Option<String>,
    /// Lines of one supplier, under any name
    #[arg(long, value_name = "ID")]
    supplier: Option<String>,
    /// Lines paid to one public body
    #[arg(long, value_name = "ID")]
    counterparty: Option<String>,
    /// spend, transfer, financing or excluded
    #[arg(long, value_name = "WORD")]
    treatment: Option<String>,
    /// grant, precept, levy, section_75, recharge, purchase or pass_through
    #[arg(long, value_name = "WORD")]
    transfer_kind: Option<String>,
    /// Service of the common list
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// here, elsewhere or not_attributable
    #[arg(long, value_name = "WORD")]
    attribution: Option<String>,
    /// Rule that decided the treatment
    #[arg(long, value_name = "RULE")]
    why: Option<String>,
    /// Part of a file's path, or its id
    #[arg(long, value_name = "PATH")]
    file: Option<String>,
    /// Row in the file
    #[arg(long, value_name = "N")]
    row: Option<u64>,
    /// One line by its id
    #[arg(long, value_name = "ID")]
    line: Option<i64>,
    /// Month of the date
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<String>,
    /// Smallest amount
    #[arg(long, value_name = "POUNDS", allow_hyphen_values = true)]
    min: Option<String>,
    /// Largest amount
    #[arg(long, value_name = "POUNDS", allow_hyphen_values = true)]
    max: Option<String>,
    /// A condition in SQL over l (ledger_line), s (spend) and f (source_file)
    #[arg(long = "where", value_name = "SQL")]
    condition: Option<String>,
    /// Rows to show, largest first
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is in the place of a row whose file has another checksum than when it was read.
const NOT_AS_READ: &str = "the file is missing or has changed since it was read, so it is not evidence of this line";

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (dir, limit, as_json) = (arguments.dir.clone(), arguments.limit, arguments.json);
    let filter: Filter = arguments.into();
    exists::insist(&dir, &filter)?;
    let found = trace(&dir, &filter, limit)?;
    crate::unless_closed(print(&found, as_json).map_err(Failure::from))?;
    if found.n_lines > found.rows.len() as u64 && !found.rows.is_empty() {
        say!("showing the {} largest; `--limit {}` shows all", found.rows.len(), found.n_lines);
    }
    if found.rows.iter().any(|row| row.file_changed) {
        say!("a source file has changed since it was read: run `totalplace build {}` again", dir.display());
        return Ok(Outcome::Look);
    }
    if found.n_lines == 0 {
        let missing = exists::missing(&dir, &filter)?;
        missing.iter().for_each(|what| say!("{what}"));
        if missing.is_empty() {
            say!("no line matches all of these filters together: remove them one at a time");
        }
        return Ok(Outcome::Look);
    }
    Ok(Outcome::Done)
}

fn print(found: &Trace, as_json: bool) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if as_json {
        let rows: Vec<_> = found.rows.iter().map(row_json).collect();
        let text = json!({ "n_lines": found.n_lines, "amount": found.amount.plain(), "rows": rows });
        return writeln!(out, "{}", crate::talk::shown(&format!("{text:#}")));
    }
    writeln!(out, "{}, {}", plural(found.n_lines as usize, "line"), found.amount)?;
    found.rows.iter().try_for_each(|row| print_row(&mut out, row))
}

fn print_row(out: &mut impl Write, row: &TracedRow) -> std::io::Result<()> {
    let sheet = row.sheet.as_ref().map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
    writeln!(out)?;
    writeln!(
        out,
        "{:>18}  {}  {}  ({}, {}, {})",
        row.amount.to_string(),
        row.date.as_deref().unwrap_or("no date"),
        report::for_terminal(row.payee.as_deref().unwrap_or("no payee")),
        row.body_id,
        row.treatment,
        row.service
    )?;
    let place = format!("{}{sheet} row {}  line {}  rule {}", row.path, row.row, row.line_id, row.why);
    writeln!(out, "{:>18}  {}", "", report::for_terminal(&place))?;
    let printed = row.printed.as_ref().map(|cells| cells.join(" | ")).unwrap_or_else(|| NOT_AS_READ.to_owned());
    let width = usize::from(table::width()).saturating_sub(20);
    let printed = report::for_terminal(&printed).into_owned();
    let mut rest: Vec<char> = printed.chars().collect();
    while !rest.is_empty() {
        let line: String = rest.drain(..width.min(rest.len())).collect();
        writeln!(out, "{:>18}  {line}", "")?;
    }
    Ok(())
}

fn row_json(row: &TracedRow) -> serde_json::Value {
    json!({
        "line_id": row.line_id, "body_id": row.body_id, "path": row.path, "sheet": row.sheet, "row": row.row, "date": row.date,
        "payee": row.payee, "amount": row.amount.plain(), "treatment": row.treatment, "why": row.why, "service": row.service,
        "printed": row.printed, "file_changed": row.file_changed,
    })
}

impl From<Arguments> for Filter {
    fn from(a: Arguments) -> Filter {
        Filter {
            body: a.body,
            payee: a.payee,
            supplier: a.supplier,
            counterparty: a.counterparty,
            treatment: a.treatment,
            transfer_kind: a.transfer_kind,
            service: a.service,
            attribution: a.attribution,
            why: a.why,
            file: a.file,
            row: a.row,
            line: a.line,
            month: a.month,
            min: a.min,
            max: a.max,
            condition: a.condition,
        }
    }
}
