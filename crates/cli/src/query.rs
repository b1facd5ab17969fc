//! `totalplace query`: Query every table in SQL.

use std::io::Write;
use std::path::{Path, PathBuf};

use engine::Cell;
use model::Tables;
use serde_json::{Map, Number, Value, json};

use crate::fail::Failure;
use crate::talk::shown;
use crate::{Outcome, table};

#[derive(clap::Args)]
#[command(after_help = "Tables and columns: docs/reference/tables.md, or `SHOW TABLES` and `DESCRIBE ledger_line`.\n\
    Example: totalplace query my-place \"SELECT body_id, count(*), sum(amount) FROM ledger_line GROUP BY body_id\"\n\
    You can query tables about people too. They stay on this machine: only `export`, the pages and `released_figure` may leave it.")]
pub struct Arguments {
    /// Folder of the place (may be left out), then the SELECT; without a SELECT, the tables are listed
    #[arg(value_name = "[DIR] SELECT", num_args = 0..=2)]
    arguments: Vec<String>,
    /// An array of objects; decimals as strings, so that no penny is rounded
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Comma-separated values
    #[arg(long)]
    csv: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (dir, sql) = match arguments.arguments.as_slice() {
        [dir, sql] => (PathBuf::from(dir), sql),
        [dir] if !dir.trim().contains(char::is_whitespace) => {
            return list_tables(Path::new(dir), &arguments);
        }
        [sql] => (PathBuf::from("."), sql),
        [] => return list_tables(Path::new("."), &arguments),
        _ => return Err(Failure::new("a query is one SELECT", "put the SELECT in quotation marks")),
    };
    place::read(&dir)?;
    let answer = pipeline::of_one_build(&dir, |folder| Ok::<_, pipeline::Error>(engine::query(folder.path(), sql)?))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let headings: Vec<&str> = answer.schema.fields().iter().map(|field| field.name().as_str()).collect();
    if arguments.json {
        write_json(&mut out, &headings, &answer)?;
    } else if arguments.csv {
        write_csv(&mut out, &headings, &answer)?;
    } else {
        let right: Vec<usize> = answer.number_columns();
        let rows: Vec<Vec<String>> = answer.rows().map(|row| row.iter().map(Cell::text).collect()).collect();
        writeln!(out, "{}", table::table(&headings, &right, rows))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Lists the tables, with their rows and what one row means, when there is no SELECT.
fn list_tables(dir: &Path, arguments: &Arguments) -> Result<Outcome, Failure> {
    place::read(dir)?;
    let folder = pipeline::folder(dir)?;
    let mut rows = Vec::new();
    for table in model::tables::ALL.iter().filter(|table| folder.exists(table)) {
        rows.push((table.name, table.n_rows(&folder)?, table.meaning.trim()));
    }
    if arguments.json {
        let object = |(name, n_rows, meaning)| json!({ "table": name, "n_rows": n_rows, "meaning": meaning });
        crate::print(format!("{:#}", Value::Array(rows.into_iter().map(object).collect())))?;
        return Ok(Outcome::Done);
    }
    if arguments.csv {
        let mut out = std::io::stdout().lock();
        write!(out, "table,n_rows,meaning\r\n")?;
        for (name, n_rows, meaning) in rows {
            write!(out, "{name},{n_rows},{}\r\n", csv_cell(meaning))?;
        }
        return Ok(Outcome::Done);
    }
    let cells =
        |(name, n_rows, meaning): (&str, usize, &str)| vec![name.to_owned(), n_rows.to_string(), meaning.to_owned()];
    crate::print(table::table(&["Table", "Rows", "One row is"], &[1], rows.into_iter().map(cells)))?;
    say!(
        "ask with `totalplace query {} \"SELECT ... FROM ledger_line\"`; `DESCRIBE ledger_line` lists its columns",
        dir.display()
    );
    Ok(Outcome::Done)
}

fn write_json(out: &mut impl Write, headings: &[&str], answer: &engine::Answer) -> Result<(), Failure> {
    write!(out, "[")?;
    for (i, row) in answer.rows().enumerate() {
        let object: Map<String, Value> =
            headings.iter().map(|name| (*name).to_owned()).zip(row.into_iter().map(value)).collect();
        let separator = if i == 0 { "\n" } else { ",\n" };
        write!(out, "{separator}{}", shown(&Value::Object(object).to_string()))?;
    }
    Ok(writeln!(out, "\n]")?)
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Flag(flag) => Value::Bool(flag),
        Cell::Whole(n) => Value::Number(n.into()),
        Cell::Estimate(n) => Number::from_f64(n).map_or(Value::Null, Value::Number),
        Cell::Decimal(text) | Cell::Text(text) => Value::String(text),
    }
}

fn write_csv(out: &mut impl Write, headings: &[&str], answer: &engine::Answer) -> Result<(), Failure> {
    let line =
        |cells: Vec<String>| shown(&cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",")).into_owned();
    write!(out, "{}\r\n", line(headings.iter().map(|h| (*h).to_owned()).collect()))?;
    for row in answer.rows() {
        write!(out, "{}\r\n", line(row.iter().map(Cell::text).collect()))?;
    }
    Ok(())
}

/// A cell by RFC 4180.
fn csv_cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
