//! A place of a few bodies on disk, and what the program finds in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::book::{Book, Line};
use super::layouts::Layout;
use super::write::bytes;
use crate::Outcome;
use crate::shell::{fresh_dir, remove_dir, write};

/// Body, month of payment, payee and financial year.
pub type Key = (String, String, String, i32);

/// How many lines and pence there are under each key.
pub type Tally = BTreeMap<Key, (i64, i64)>;

/// A doubt or a row that was left out.
#[derive(Clone, Debug)]
pub struct Problem {
    pub kind: String,
    pub body: String,
    /// Path with sheet, and the text of the problem.
    pub about: String,
    pub month: Option<String>,
    /// What the problem says is at stake, in pence.
    pub pence: Vec<i64>,
}

/// What the program made of a place.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    pub exit: i32,
    pub tally: Tally,
    pub problems: Vec<Problem>,
    pub stderr: String,
}

/// Counts lines as the truth has them.
pub fn tally<'a>(bodies: impl IntoIterator<Item = (&'a str, &'a [Line])>) -> Tally {
    let mut tally = Tally::new();
    for (body, lines) in bodies {
        for line in lines {
            let month = line.day.to_string()[..7].to_owned();
            let key = (body.to_owned(), month, line.payee.clone(), line.day.financial_year());
            let entry = tally.entry(key).or_default();
            *entry = (entry.0 + 1, entry.1 + line.pence);
        }
    }
    tally
}

/// Writes a place folder anew.
pub fn lay_out(dir: &Path, bodies: &[(&Layout, &Book)]) -> Outcome {
    fresh_dir(dir)?;
    write(&dir.join("place.toml"), &place_file(bodies))?;
    for (layout, book) in bodies {
        let folder = dir.join("sources").join(layout.folder);
        fresh_dir(&folder)?;
        for file in &book.files {
            let path = folder.join(format!("{}.{}", file.stem, file.print.ending));
            fs::write(&path, bytes(file)?).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        }
    }
    Ok(())
}

fn place_file(bodies: &[(&Layout, &Book)]) -> String {
    let mut text = "name = \"Wendshire\"\nyear = \"2024-25\"\n\n[sources]\nroot = \"sources\"\n".to_owned();
    for (layout, _) in bodies {
        let Layout { id, name, kind, .. } = layout;
        text += &format!("\n[[body]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"{kind}\"\n");
    }
    for (layout, _) in bodies {
        text += &format!("\n[[source]]\nbody = \"{}\"\nfiles = [\"{}/*\"]\n", layout.id, layout.folder);
    }
    text
}

/// Lines that are not excluded, by body, month, payee and year; then problems with their file.
const QUESTION: &str = "\
SELECT 'line' AS what, l.body_id AS a, substr(CAST(l.date AS VARCHAR), 1, 7) AS b, l.payee AS c, \
    CAST(l.financial_year AS VARCHAR) AS d, CAST(count(*) AS VARCHAR) AS e, CAST(sum(l.amount) AS VARCHAR) AS f, \
    CAST(NULL AS VARCHAR) AS g \
FROM ledger_line l JOIN spend s ON s.line_id = l.line_id WHERE s.treatment <> 'excluded' \
GROUP BY l.body_id, substr(CAST(l.date AS VARCHAR), 1, 7), l.payee, l.financial_year \
UNION ALL \
SELECT 'problem', p.body_id, substr(CAST(p.month AS VARCHAR), 1, 7), p.kind, f.path || ' [' || coalesce(f.sheet, '') || ']', \
    p.text, CAST(p.amount AS VARCHAR), CAST(p.estimate AS VARCHAR) \
FROM ledger_problem p LEFT JOIN source_file f ON f.file_id = p.file_id";

pub struct Program {
    pub path: PathBuf,
}

impl Program {
    /// Builds the account of a place and reads it from its tables.
    pub fn observe(&self, dir: &Path) -> Outcome<Observed> {
        remove_dir(&dir.join("out"))?;
        let place = dir.to_string_lossy();
        let built = self.run(&["build", &place, "ledger", "--json"])?;
        let stderr = String::from_utf8_lossy(&built.stderr).into_owned();
        let exit = built.status.code().unwrap_or(-1);
        let mut observed = Observed { exit, stderr, ..Observed::default() };
        if !matches!(exit, 0 | 1) {
            return Ok(observed);
        }
        let asked = self.run(&["query", &place, "--json", QUESTION])?;
        let rows: Vec<Value> = serde_json::from_slice(&asked.stdout).map_err(|_| {
            format!("`query` gave no rows in {}: {}", dir.display(), String::from_utf8_lossy(&asked.stderr))
        })?;
        rows.iter().for_each(|row| observed.take(row));
        Ok(observed)
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome<std::process::Output> {
        let mut command = Command::new(&self.path);
        let command = command.args(arguments).stdin(Stdio::null());
        command.output().map_err(|error| format!("cannot run `{}`: {error}", self.path.display()))
    }
}

impl Observed {
    fn take(&mut self, row: &Value) {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        if row["what"] == "line" {
            let payee = text("c").split_whitespace().collect::<Vec<_>>().join(" ");
            let key = (text("a"), text("b"), payee, text("d").parse().unwrap_or(0));
            let entry = self.tally.entry(key).or_default();
            *entry = (entry.0 + text("e").parse::<i64>().unwrap_or(0), entry.1 + pence(&text("f")).unwrap_or(0));
            return;
        }
        self.problems.push(Problem {
            kind: text("c"),
            body: text("a"),
            about: format!("{} {}", text("d"), text("e")),
            month: row["b"].as_str().map(str::to_owned),
            pence: ["f", "g"].iter().filter_map(|key| pence(&text(key))).collect(),
        });
    }
}

fn pence(text: &str) -> Option<i64> {
    text.contains('.').then(|| text.replace('.', "").parse().ok()).flatten()
}
