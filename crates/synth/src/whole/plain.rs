//! Plain tables of published figures, for what comes in no layout of its own.

use std::path::Path;

use model::spending::SpendingKind;
use money::Money;

use super::figures::{Figure, Is, Spender, is_small};
use crate::bodies::body;
use crate::folder::{SOURCES, parent_of};
use crate::{Error, Plan};

const HEADINGS: [&str; 11] = [
    "body",
    "spender",
    "area",
    "area_code",
    "financial_year",
    "series",
    "line_code",
    "service",
    "kind",
    "basis",
    "amount",
];
const OLD_HEADINGS: [&str; 6] = ["body_id", "financial_year", "series", "line_code", "label", "amount"];

/// Writes the figures in two tables, one of them in the older layout.
pub(super) fn write(dir: &Path, plan: &Plan, figures: &[Figure]) -> Result<(), Error> {
    let (small, others): (Vec<&Figure>, Vec<&Figure>) = figures.iter().partition(|figure| is_small(figure));
    let name = |what: &str| format!("whole-count/{what}-{}.csv", plan.year);
    table(dir, &name("published-figures"), &HEADINGS, others.iter().map(|figure| row(figure, plan).to_vec()))?;
    table(
        dir,
        &name("accounts-of-small-bodies"),
        &OLD_HEADINGS,
        small.iter().map(|figure| old_row(figure, plan).to_vec()),
    )
}

fn table(dir: &Path, name: &str, headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<(), Error> {
    let path = dir.join(SOURCES).join(name);
    parent_of(&path)?;
    let mut writer = csv::Writer::from_path(&path).map_err(Error::csv)?;
    writer.write_record(headings).map_err(Error::csv)?;
    for row in rows {
        writer.write_record(row).map_err(Error::csv)?;
    }
    writer.flush().map_err(Error::io(&path))
}

fn row(figure: &Figure, plan: &Plan) -> [String; 11] {
    let (body, spender) = match figure.spender {
        Spender::Body(id) => (body(id).name, ""),
        Spender::National(name) => ("", name),
    };
    let (code, area) = figure.area.unwrap_or_default();
    let is_capital = matches!(figure.is, Is::Counted { kind: SpendingKind::Capital, .. });
    let kind = if is_capital { SpendingKind::Capital.word() } else { "" };
    let basis = if figure.is_budget { "budget" } else { "outturn" };
    let amount = Money::from_pence(figure.pence).plain();
    let year = plan.year.to_string();
    [body, spender, area, code, &year, figure.series, figure.line, figure.label, kind, basis, &amount]
        .map(str::to_owned)
}

fn old_row(figure: &Figure, plan: &Plan) -> [String; 6] {
    let Spender::Body(id) = figure.spender else { panic!("the older layout names bodies of the place") };
    let amount = Money::from_pence(figure.pence).plain();
    [id, &plan.year.to_string(), figure.series, figure.line, figure.label, &amount].map(str::to_owned)
}
