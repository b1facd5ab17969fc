//! The plain layout of unit costs, read row by row.

use std::collections::BTreeMap;
use std::ops::Range;

use authored::{MistakeKind, Mistakes, Reading, hint};
use model::FinancialYear;

use super::code::Key;
use super::{COLUMNS, Doubt, Origin, UnitBound, UnitCost, UnitCosts, UnitValue, ValueKind};
use crate::Counted;

/// How many times the middle of its like a figure must be before it looks like two numbers run together.
const OUTLIER_TIMES: f64 = 20.0;

/// A row by the names of its columns, and where to find it.
struct Row<'a> {
    columns: &'a [String],
    record: &'a csv::StringRecord,
    span: Range<usize>,
    file: &'a Reading,
    counted: &'a Counted,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }

    fn owned(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }

    fn wrong(&self, kind: MistakeKind, expected: &str) {
        self.file.add(self.span.clone(), kind, expected);
    }

    fn out_of_range(&self, column: &str, expected: &str) {
        let kind = MistakeKind::OutOfRange { key: column.to_owned(), value: format!("{:?}", self.cell(column)) };
        self.wrong(kind, expected);
    }

    /// A number such as `1,234.50` or `£40`; none where the cell is empty.
    fn number(&self, column: &str) -> Result<Option<f64>, ()> {
        match self.cell(column) {
            "" => Ok(None),
            text => number(text).map(Some).ok_or_else(|| self.out_of_range(column, "a number of pounds")),
        }
    }
}

pub(super) fn read(text: &str, file: &str, counted: &Counted) -> Result<UnitCosts, Mistakes> {
    let file = Reading::of(file, text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns = columns(&mut reader, &file);
    let mut costs = UnitCosts::default();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let start = record.position().map_or(0, |position| position.byte() as usize);
                let row = Row { columns: &columns, record: &record, span: start..text.len(), file: &file, counted };
                add(&mut costs, &row);
            }
            Err(error) => {
                file.add(0..0, MistakeKind::NotCsv { why: error.to_string() }, "rows of cells");
                break;
            }
        }
    }
    file.finish(Some(costs))
}

fn columns(reader: &mut csv::Reader<&[u8]>, file: &Reading) -> Vec<String> {
    let header = reader.headers().cloned().unwrap_or_default();
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    for name in columns.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        file.unknown_key(0..0, name, "the header", "a column of unit costs", COLUMNS);
    }
    for needed in ["code", "detail", "unit", "kind", "price_year", "source"] {
        if !columns.iter().any(|name| name == needed) {
            file.missing_key(0..0, needed, "the header", format!("a column `{needed}`"));
        }
    }
    columns
}

fn add(costs: &mut UnitCosts, row: &Row<'_>) {
    let code = row.cell("code");
    if code.is_empty() {
        return row.wrong(MistakeKind::Empty { key: "code".to_owned() }, "a code such as CR1.0");
    }
    let (Some(kind), Ok((value, origin))) = (kind(row), value(row)) else { return };
    let cost = costs.by_code.entry(Key::of(code)).or_insert_with(|| without_values(row, origin));
    if cost.values.insert(kind, value).is_some() {
        let id = format!("{code} {}", kind.word());
        row.wrong(MistakeKind::Unfit(format!("the unit cost `{id}` already exists")), "each code and kind once");
    }
}

fn without_values(row: &Row<'_>, origin: Origin) -> UnitCost {
    UnitCost {
        code: row.owned("code"),
        category: row.owned("category"),
        subject: row.owned("subject"),
        detail: row.cell("detail").split_whitespace().collect::<Vec<_>>().join(" "),
        unit: row.owned("unit"),
        agency: row.owned("agency"),
        agency_detail: row.owned("agency_detail"),
        values: BTreeMap::new(),
        source: row.owned("source"),
        quality: row.owned("quality"),
        includes: row.owned("includes"),
        origin,
        replaces: None,
    }
}

fn kind(row: &Row<'_>) -> Option<ValueKind> {
    let word = row.cell("kind").to_lowercase();
    let kind = ValueKind::parse(&word);
    if kind.is_none() {
        let words = ValueKind::WORDS.iter().copied();
        row.file.unknown_word(row.span.clone(), "kind of value", &word, "fiscal, economic or social", words);
    }
    kind
}

/// The amount of a row: a figure, a range kept as a range, or what the place spent divided by what it did.
fn value(row: &Row<'_>) -> Result<(UnitValue, Origin), ()> {
    let year = FinancialYear::parse(row.cell("price_year"))
        .ok_or_else(|| row.out_of_range("price_year", "a financial year such as 2013-14"))?;
    let figure = |value| UnitValue { low: None, value: Some(value), high: None, year };
    if let Some((low, high)) = range(row.cell("value")) {
        return Ok((UnitValue { low: Some(low), value: None, high: Some(high), year }, Origin::Published));
    }
    let (spend, counted) = spend(row, year)?;
    match (row.number("value")?, spend, row.number("activity")?) {
        (Some(value), None, None) => Ok((figure(value), Origin::Published)),
        (None, Some(spend), Some(activity)) if 0.0 < activity => {
            Ok((figure(spend / activity), Origin::Local { spend, activity, counted }))
        }
        _ => {
            row.out_of_range("value", "a value, or the place's own spend and activity");
            Err(())
        }
    }
}

/// What the place spent: as the file states it, or as the place counted it for a body and service.
fn spend(row: &Row<'_>, year: FinancialYear) -> Result<(Option<f64>, Option<String>), ()> {
    let cell = row.cell("spend");
    let Some((body, service)) = cell.split_once(':') else { return Ok((row.number("spend")?, None)) };
    let counted = row.counted.of_service(body.trim(), service.trim());
    let (Some(spend), Some(counted_year)) = (counted, row.counted.year) else {
        let kind = MistakeKind::NotThere { what: "counted spending".to_owned(), id: cell.to_owned() };
        let names = row.counted.names();
        let nearest = match names.is_empty() {
            true => Some("run `totalplace build` first: nothing is counted yet".to_owned()),
            false => hint(cell, names.iter().map(String::as_str)),
        };
        let expected = "body:service as the account counts them, or pounds";
        row.file.add_with_hint(row.span.clone(), kind, expected, nearest);
        return Err(());
    };
    if counted_year != year {
        row.out_of_range("price_year", &format!("{counted_year}, the year that was counted"));
        return Err(());
    }
    Ok((Some(spend.pounds), Some(format!("{cell} ({})", spend.basis_in_words()))))
}

fn number(text: &str) -> Option<f64> {
    let plain: String = text.trim_start_matches('£').chars().filter(|c| *c != ',').collect();
    plain.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// `330-840` or `330 to 840`: never one number.
fn range(text: &str) -> Option<(f64, f64)> {
    let parts: Vec<&str> = text.split(['-', '–']).flat_map(|part| part.split(" to ")).map(str::trim).collect();
    let [low, high] = parts.as_slice() else { return None };
    let (low, high) = (number(low)?, number(high)?);
    (low < high).then_some((low, high))
}

pub(super) fn doubts(costs: &UnitCosts, bounds: &[UnitBound]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for cost in costs.iter() {
        for (kind, value) in &cost.values {
            let doubt = |why: String, is_refused| Doubt { code: cost.code.clone(), kind: *kind, why, is_refused };
            let unit = cost.unit.trim().to_lowercase();
            let bound = bounds.iter().find(|bound| bound.unit == unit && bound.high < value.central());
            if let Some(bound) = bound {
                doubts.push(doubt(format!("more than {} {unit}: {}", bound.high, bound.source), true));
            } else if let Some((low, high)) = run_together(value).filter(|_| is_outlier(costs, cost, *kind)) {
                doubts.push(doubt(format!("looks like {low} to {high} with the dash lost"), false));
            }
        }
    }
    doubts
}

/// The two numbers that a whole number may have been: `330840` is 330 and 840.
fn run_together(value: &UnitValue) -> Option<(f64, f64)> {
    let digits =
        value.value.filter(|value| value.fract() == 0.0 && *value < 1e12).map(|value| format!("{value:.0}"))?;
    let (low, high) = digits.split_at(digits.len() / 2);
    let (low, high): (f64, f64) = (low.parse().ok()?, high.parse().ok()?);
    (digits.len().is_multiple_of(2) && low < high).then_some((low, high))
}

/// Whether a figure is many times the middle one of the same subject, unit and kind.
fn is_outlier(costs: &UnitCosts, cost: &UnitCost, kind: ValueKind) -> bool {
    let is_like = |other: &&UnitCost| {
        other.code != cost.code && other.subject == cost.subject && other.unit.trim() == cost.unit.trim()
    };
    let mut like: Vec<f64> =
        costs.iter().filter(is_like).filter_map(|c| Some(c.values.get(&kind)?.central())).collect();
    like.sort_by(f64::total_cmp);
    let middle = like.get(like.len() / 2);
    middle.is_some_and(|middle| OUTLIER_TIMES * middle < cost.values[&kind].central())
}
