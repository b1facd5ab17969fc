//! Doubts that show only when the files of a place are laid side by side.
//!
//! Nothing here changes a line. A body whose credit notes have lost their minus signs, a month that was
//! never sent, the same month sent twice: the product cannot repair these, so it says so beside the
//! total and, where it can, what it might be worth.

mod cards;
mod carried_over;
mod columns;
mod copies;
mod file_name;
mod income;
pub(crate) mod months;
mod named_otherwise;
mod outside;
mod periods;
mod repeats;
mod reprints;
mod shared;
mod signs;
mod signs_turned;
mod sizes;

use std::collections::BTreeMap;

use model::place::Options;
use model::problem::Problem;
use model::{Place, ProblemKind};

use crate::fields::Field;
use crate::source_file::SourceFile;
use cards::cards;
use carried_over::carried_over;
use columns::of_columns;
use file_name::file_name;
pub use file_name::names_person as file_names_person;
use months::missing_months;
use named_otherwise::named_otherwise;
pub use outside::year_of_most_lines;
use outside::{of_another_year, outside_period};
use repeats::repeats;
use reprints::reprints;
use signs::missing_signs;
use signs_turned::signs_turned;
use sizes::out_of_scale;

/// What a comparison of all tables of a place shows.
pub struct SideBySide {
    /// Every doubt, in no particular order.
    pub problems: Vec<Problem>,
    /// The id of each copy, with the id of the table of the same body that it repeats line by line.
    pub copies: BTreeMap<String, String>,
}

/// Every doubt across the tables of a place, and which of them are copies.
pub fn doubts(place: &Place, tables: &[SourceFile]) -> SideBySide {
    let read: Vec<&SourceFile> = tables.iter().filter(|table| table.is_read()).collect();
    let mut by_body: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    read.iter().for_each(|table| by_body.entry(&table.body_id).or_default().push(table));
    let repeats = repeats(place, &read);
    let mut found = repeats.problems;
    for (body_id, tables) in &by_body {
        let standing: Vec<&SourceFile> =
            tables.iter().copied().filter(|table| !repeats.copies.contains_key(&table.file_id)).collect();
        found.extend(reprints(&standing, &repeats.said));
        found.extend(cards(&standing));
        found.extend(carried_over(&standing, &repeats.said));
        found.extend(named_otherwise(&standing));
        found.extend(missing_signs(place, body_id, tables, &read));
        found.extend(signs_turned(tables));
        found.extend(missing_months(place, body_id, tables, &repeats.repeated));
        found.extend(tables.iter().filter_map(|table| outside_period(place, table)));
        found.extend(out_of_scale(tables));
        found.extend(withheld(&place.options, tables));
        found.extend(tables.iter().filter_map(|table| rival_amounts(table)));
        found.extend(tables.iter().filter_map(|table| file_name(table)));
        found.extend(tables.iter().flat_map(|table| of_columns(place, table)));
    }
    let originals = read.into_iter().filter(|table| !repeats.copies.contains_key(&table.file_id));
    found.extend(of_another_year(place, &originals.collect::<Vec<_>>()));
    SideBySide { problems: found, copies: repeats.copies }
}

fn problem(table: &SourceFile, kind: ProblemKind, text: String) -> Problem {
    Problem { n_rows: table.counts.n_lines, amount: Some(table.counts.amount), ..table.problem(kind, text) }
}

/// This many withheld payees in one file are not chance.
const WITHHELD_MIN: u64 = 10;
/// Fewer are, where the body as a whole does not withhold many.
const WITHHELD_FEW: u64 = 5;

/// Files of a body that withhold more payees than is usual.
///
/// Where the body as a whole does not, a file must also stand out from the body's others: a few such lines in a small file, one
/// of fifty for each week, are chance.
fn withheld(options: &Options, tables: &[&SourceFile]) -> Vec<Problem> {
    let n_withheld: u64 = tables.iter().map(|table| table.counts.n_redacted).sum();
    let n_lines: u64 = tables.iter().map(|table| table.counts.n_lines).sum();
    let (share_max, of_body) = (options.redacted_share_max, n_withheld as f64 / n_lines.max(1) as f64);
    let is_too_many = |table: &&&SourceFile| {
        let (n_withheld, n_lines) = (table.counts.n_redacted, table.counts.n_lines.max(1) as f64);
        let share = n_withheld as f64 / n_lines;
        let errors = |share: f64| (share * (1.0 - share) / n_lines).sqrt();
        let stands_out = || WITHHELD_FEW <= n_withheld && of_body + 3.0 * errors(of_body) < share;
        match share_max < of_body {
            _ if WITHHELD_MIN <= n_withheld => share_max < share,
            true => share_max < share - errors(share) / 2.0,
            false => share_max < share && stands_out(),
        }
    };
    tables.iter().filter(is_too_many).map(|table| many_withheld(table)).collect()
}

fn many_withheld(table: &SourceFile) -> Problem {
    let text = format!(
        "{}: the payee of {} of {} lines ({:.0}%) is withheld",
        table.shown(),
        table.counts.n_redacted,
        table.counts.n_lines,
        100.0 * table.counts.n_redacted as f64 / table.counts.n_lines.max(1) as f64
    );
    let n_rows = table.counts.n_redacted;
    Problem { n_rows, amount: None, ..problem(table, ProblemKind::RedactedShare, text) }
}

fn rival_amounts(table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|reading| !reading.rival_amounts.is_empty())?;
    let text = format!(
        "{}: `{}` was counted; {} could be the amount too",
        table.shown(),
        reading.heading(Field::Amount).unwrap_or_default(),
        reading.rival_amounts.join(", ")
    );
    Some(problem(table, ProblemKind::SeveralAmountColumns, text))
}
