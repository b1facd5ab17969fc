//! The totals of one batch.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, PrimitiveArray};
use model::tables::ledger_line;
use model::{FinancialYear, Rows, Treatment};

use super::classes::{Class, Classes};
use crate::text::TextColumn;
use crate::totals::{BodyMonth, FileTreatment, LineClass, Tally, Totals};

/// Months of a year, and one place for lines without a date.
const N_MONTHS: usize = 13;

/// Adds up the lines of a batch, by class and month and by file and treatment.
///
/// Lines are counted in plain vectors by position; names come in only once for each sum.
pub(super) fn totals(rows: Rows, body: &TextColumn, classes: &Classes) -> Totals {
    let file = TextColumn::of(rows.text(ledger_line::FILE_ID));
    let amount = rows.money(ledger_line::AMOUNT);
    let day: &PrimitiveArray<Date32Type> = rows.array(ledger_line::DATE).as_primitive();
    let kinds = Kinds::of(classes);
    let n_kinds = kinds.distinct.len();
    let mut of_class = vec![[Tally::default(); N_MONTHS]; classes.classes.len()];
    let mut of_file = vec![Tally::default(); file.values.len() * body.values.len() * n_kinds];
    for row in 0..rows.len() {
        let month = if day.is_valid(row) { month_of(day.value(row)) } else { 0 };
        let line = amount.value(row);
        let class = classes.keys[row] as usize;
        of_class[class][month].add_line(line);
        let file_and_body = file.keys[row] as usize * body.values.len() + body.keys[row] as usize;
        of_file[file_and_body * n_kinds + kinds.of_class[class]].add_line(line);
    }
    Totals { by_file: name_files(&of_file, &kinds, &file, body), ..name_classes(&of_class, classes) }
}

/// What sums by file tell apart about a class.
type Kind = (FinancialYear, Treatment, Option<bool>);

struct Kinds {
    distinct: Vec<Kind>,
    /// For each class, the position of its kind.
    of_class: Vec<usize>,
}

impl Kinds {
    fn of(classes: &Classes) -> Kinds {
        let mut kinds = Kinds { distinct: Vec::new(), of_class: Vec::with_capacity(classes.classes.len()) };
        for class in &classes.classes {
            let kind = (class.financial_year, class.decision.treatment, class.capital);
            let known = kinds.distinct.iter().position(|known| *known == kind);
            kinds.of_class.push(known.unwrap_or(kinds.distinct.len()));
            if known.is_none() {
                kinds.distinct.push(kind);
            }
        }
        kinds
    }
}

fn name_files(
    of_file: &[Tally],
    kinds: &Kinds,
    file: &TextColumn,
    body: &TextColumn,
) -> BTreeMap<FileTreatment, Tally> {
    let mut by_file = BTreeMap::new();
    for (position, tally) in of_file.iter().enumerate().filter(|(_, tally)| 0 < tally.n_lines) {
        let file_and_body = position / kinds.distinct.len();
        let (financial_year, treatment, capital) = kinds.distinct[position % kinds.distinct.len()];
        let key = FileTreatment {
            file_id: file.values[file_and_body / body.values.len()].to_owned(),
            body_id: body.values[file_and_body % body.values.len()].to_owned(),
            financial_year,
            treatment,
            capital,
        };
        *by_file.entry(key).or_default() += *tally;
    }
    by_file
}

fn name_classes(of_class: &[[Tally; N_MONTHS]], classes: &Classes) -> Totals {
    let mut totals = Totals::default();
    for (class, months) in classes.classes.iter().zip(of_class) {
        *totals.by_class.entry(line_class(class)).or_default() += months.iter().sum();
        if class.decision.treatment != Treatment::Spend || class.capital == Some(true) {
            continue;
        }
        for (month, tally) in months.iter().enumerate().skip(1).filter(|(_, tally)| 0 < tally.n_lines) {
            let key =
                BodyMonth { body_id: class.body.id.clone(), financial_year: class.financial_year, month: month as u32 };
            *totals.by_month.entry(key).or_default() += *tally;
        }
    }
    totals
}

fn line_class(class: &Class) -> LineClass {
    let decision = &class.decision;
    LineClass {
        body_id: class.body.id.clone(),
        financial_year: class.financial_year,
        treatment: decision.treatment,
        transfer_kind: decision.transfer_kind,
        counterparty_id: decision.counterparty_id.map(str::to_owned),
        why: decision.why.to_owned(),
        service: decision.service.to_owned(),
        cofog: decision.cofog.map(str::to_owned),
        intent: decision.intent,
        attribution: decision.attribution,
        eliminated: decision.eliminated,
        capital: class.capital,
    }
}

/// The calendar month, 1 to 12, of a day counted from 1 January 1970.
///
/// The year is taken to start in March, so that the leap day comes last (Hinnant, *chrono-compatible
/// low-level date algorithms*). A calendar library would be asked a million times for the same.
fn month_of(days: i32) -> usize {
    const DAYS_OF_400_YEARS: i64 = 146_097;
    let since_march_of_year_zero = i64::from(days) + 719_468;
    let day_of_400_years = since_march_of_year_zero.rem_euclid(DAYS_OF_400_YEARS);
    let year =
        (day_of_400_years - day_of_400_years / 1_460 + day_of_400_years / 36_524 - day_of_400_years / 146_096) / 365;
    let day_of_year = day_of_400_years - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    (if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 }) as usize
}

#[cfg(test)]
mod tests {
    use super::month_of;
    use jiff::ToSpan;
    use jiff::civil::Date;

    #[test]
    fn months_agree_with_the_calendar_on_every_day_of_four_centuries() {
        let first = Date::constant(1800, 1, 1);
        for offset in 0..146_097 {
            let date = first.checked_add(offset.days()).unwrap();
            let days = date.since(Date::constant(1970, 1, 1)).unwrap().get_days();
            assert_eq!(month_of(days), date.month() as usize, "{date}");
        }
    }
}
