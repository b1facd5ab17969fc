//! Benefit expenditure of an area by benefit and year, as a dashboard's JSON holds it.
//!
//! An object with `title` (`… in Birmingham`), `unit` or `metric` (`£ million / year`), `lines` that name the benefits
//! (`id`, `label`) and `history`: one entry per year with `total_m` and `components` by id. Each component is a figure of
//! the Department for Work and Pensions for the area, `benefit_expenditure`; the total is one more, which sums them.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::spending::{Sector, SpendingKind};
use model::{FinancialYear, Place, ProblemKind};
use money::{Amount, Money};
use serde_json::Value;

use super::error::Error;
use super::headings::{self, Unit, slug};
use super::plain::by_name;
use super::publication::{Line, Publication, Reading, Sheet};

pub(super) const DEPARTMENT: &str = "Department for Work and Pensions";
pub(super) const SERIES: &str = "benefit_expenditure";
const EXPECTED: &str = "`history` of years with `components`, and a `title` that names the area";

/// Reads a JSON object. `row` of a figure is the place of its year in the history, from 1.
pub(super) fn read(bytes: &[u8], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let unreadable = |reason: String| Error::Unreadable { path: publication.path.clone(), reason };
    let all: Value = serde_json::from_slice(bytes).map_err(|e| unreadable(e.to_string()))?;
    let text = |key: &str| all[key].as_str().unwrap_or_default();
    let area = text("title").rsplit_once(" in ").map(|(_, area)| area.trim()).filter(|area| !area.is_empty());
    let (Some(history), Some(area)) = (all["history"].as_array(), area) else {
        return Err(publication.without(EXPECTED));
    };
    let unit = headings::unit(text("unit")).or_else(|| headings::unit(text("metric")));
    let unit = unit.ok_or(Error::UnitMissing { path: publication.path.clone(), sheet: "history".to_owned() })?;
    let label = |line: &Value| Some((line["id"].as_str()?.to_owned(), line["label"].as_str()?.to_owned()));
    let labels: BTreeMap<String, String> = all["lines"].as_array().into_iter().flatten().filter_map(label).collect();
    let source = Source {
        sheet: publication.sheet(""),
        area: area.to_owned(),
        area_code: area_code(&all["source"]["label"]),
        body_id: by_name(place, DEPARTMENT).map(|body| body.id.clone()),
        unit,
        labels,
    };
    let (mut reading, mut differing) = (Reading::default(), Vec::new());
    for (at, year) in history.iter().enumerate() {
        source.add(at as u64 + 1, year, &mut reading, &mut differing);
    }
    reading.problems.extend(source.totals_that_differ(&differing));
    Ok(reading)
}

/// The code of a district that a source's name holds: `row E08000025`.
fn area_code(label: &Value) -> Option<String> {
    let mut words = label.as_str()?.split(|c: char| !c.is_ascii_alphanumeric());
    let is_code = |word: &&str| {
        word.len() == 9 && word.as_bytes()[0].is_ascii_uppercase() && word[1..].bytes().all(|b| b.is_ascii_digit())
    };
    words.find(is_code).map(str::to_owned)
}

/// A year whose benefits come to something else than its total.
struct Difference {
    row: u64,
    year: FinancialYear,
    total: Money,
    sum: Money,
}

struct Source {
    sheet: Sheet,
    area: String,
    area_code: Option<String>,
    body_id: Option<String>,
    unit: Unit,
    labels: BTreeMap<String, String>,
}

impl Source {
    fn add(&self, row: u64, entry: &Value, reading: &mut Reading, differing: &mut Vec<Difference>) {
        let printed = entry["year"].as_str().unwrap_or_default();
        let Some(year) = FinancialYear::parse(printed) else {
            let text = format!("`{printed}`");
            return reading.problems.push(self.sheet.cell_problem(row, "year", ProblemKind::YearUnreadable, text));
        };
        let total = self.pounds(&entry["total_m"]);
        let mut sum = Money::ZERO;
        let components: Vec<(&String, &Value)> = entry["components"].as_object().into_iter().flatten().collect();
        for (id, value) in &components {
            let Some(amount) = self.pounds(value) else {
                let text = format!("`{value}` of `{id}`, {year}");
                reading.problems.push(self.sheet.cell_problem(row, id, ProblemKind::AmountUnreadable, text));
                continue;
            };
            sum += amount;
            let label = self.labels.get(*id).unwrap_or(id);
            reading.lines.push(self.line(row, id, label, Some(SpendingKind::Benefits), year, amount));
        }
        let Some(total) = total else { return };
        reading.lines.push(self.line(row, "total_m", "Total", None, year, total));
        // Each figure is rounded to a tenth of a unit.
        let rounding = Money::from_pence(self.unit.pennies() / 20 * (components.len() as i64 + 1));
        if (total - sum).abs() > rounding {
            differing.push(Difference { row, year, total, sum });
        }
    }

    /// One problem for the years whose benefits do not add up to their total: some benefits are not listed.
    fn totals_that_differ(&self, differing: &[Difference]) -> Option<Problem> {
        let most = differing.iter().max_by_key(|year| (year.total - year.sum).abs())?;
        let text = format!(
            "the benefits listed do not add up to the total in {} of the years; the largest difference is in {}, where they come to {} of {}",
            differing.len(),
            most.year,
            most.sum,
            most.total
        );
        let amount = Some(differing.iter().map(|year| (year.total - year.sum).abs()).sum());
        let problem = self.sheet.cell_problem(most.row, "total_m", ProblemKind::TotalDiffers, text);
        Some(Problem { n_rows: differing.len() as u64, amount, ..problem })
    }

    /// Exact: the number's own digits, its point moved.
    fn pounds(&self, value: &Value) -> Option<Money> {
        let cell = calamine::Data::String(value.as_number()?.to_string());
        let amount: Amount = headings::pounds(&cell, self.unit)?.ok()?;
        Some(amount.money)
    }

    fn line(
        &self,
        row: u64,
        column: &str,
        label: &str,
        kind: Option<SpendingKind>,
        year: FinancialYear,
        amount: Money,
    ) -> Line {
        Line {
            column: column.to_owned(),
            body_id: self.body_id.clone(),
            spender: DEPARTMENT.to_owned(),
            area: self.area.clone(),
            area_code: self.area_code.clone(),
            sector: Some(Sector::Central),
            kind,
            line_code: slug(column),
            label: label.to_owned(),
            ..Line::new(&self.sheet, row, SERIES, year, amount)
        }
    }
}
