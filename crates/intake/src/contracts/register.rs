//! A register of contracts or a list of notices: one row, one contract.

mod row_suppliers;

use jiff::civil::Date;
use model::ProblemKind;
use model::contract::Contract;
use model::tables::{ContractEnd, ContractRecord};
use money::Money;

use super::cells::{CellAmount, DateColumn, end_in_words, foreign, says_nothing, without_entities};
use super::columns::{RULES, Role};
use super::content::Sheet;
use super::headings::Columns;
use super::problems::Problems;
use super::{ContractFile, FileReader};
use crate::reading::Unit;

/// Reads a sheet, if its headings are of contracts.
pub(super) fn read(sheet: &Sheet, reader: &FileReader<'_>, problems: &mut Problems, file: &mut ContractFile) -> bool {
    let Some(columns) = Columns::find(sheet, RULES, Columns::are_of_contracts) else { return false };
    problems.begin_sheet(sheet);
    let table = Table::of(sheet, &columns);
    table.doubt_columns(problems);
    for row in columns.rows(sheet) {
        if table.is_contract(row, problems) {
            table.read_row(row, reader, problems, file);
        }
    }
    true
}

/// A sheet whose columns are known.
struct Table<'s> {
    sheet: &'s Sheet,
    columns: &'s Columns<Role>,
    starts: DateColumn,
    ends: DateColumn,
    renews: DateColumn,
    published: DateColumn,
    awarded: DateColumn,
    /// Its rows are notices, not lines of a register.
    is_of_notices: bool,
}

impl<'s> Table<'s> {
    fn of(sheet: &'s Sheet, columns: &'s Columns<Role>) -> Table<'s> {
        let dates = |role: Role| DateColumn::of(columns.rows(sheet).filter_map(|row| columns.cell(sheet, row, role)));
        let is_awarded = |row: usize| columns.cell(sheet, row, Role::Status).is_some_and(is_awarded);
        let is_of_notices =
            columns.has(Role::NoticeType) || (columns.has(Role::AwardedOn) && columns.rows(sheet).any(is_awarded));
        Table {
            starts: dates(Role::StartsOn),
            ends: dates(Role::EndsOn),
            renews: dates(Role::RenewsOn),
            published: dates(Role::PublishedOn),
            awarded: dates(Role::AwardedOn),
            is_of_notices,
            sheet,
            columns,
        }
    }

    /// Says what is doubtful about whole columns.
    fn doubt_columns(&self, problems: &mut Problems) {
        let dates = [
            (Role::StartsOn, &self.starts),
            (Role::EndsOn, &self.ends),
            (Role::RenewsOn, &self.renews),
            (Role::PublishedOn, &self.published),
            (Role::AwardedOn, &self.awarded),
        ];
        for (role, _) in dates.into_iter().filter(|(_, dates)| dates.is_mixed) {
            let heading = self.columns.heading(role);
            problems.file(ProblemKind::DateFormatMixed, &format!("both orders of day and month are under `{heading}`"));
        }
        if self.columns.has(Role::AmountYearly) && !self.columns.has(Role::Amount) {
            let heading = self.columns.heading(Role::AmountYearly);
            let what = format!("`{heading}` is what a contract costs a year; no column has its whole value");
            problems.file(ProblemKind::ContractValueYearly, &what);
        }
        let unit = self.unit(Role::Amount);
        if unit != Unit::Pounds {
            let heading = self.columns.heading(Role::Amount);
            let what = format!("`{heading}` is in {}, and was multiplied out", unit.words());
            problems.file(ProblemKind::AmountsScaled, &what);
        }
    }

    /// Whether a row is a contract; a total and a note are not, and each is said.
    fn is_contract(&self, row: usize, problems: &mut Problems) -> bool {
        let says = |role: Role| self.cell(row, role).is_some_and(|cell| !says_nothing(cell));
        let cells = &self.sheet.rows[row];
        let is_total = cells.iter().any(|cell| {
            let lower = cell.to_lowercase();
            matches!(
                lower.trim_end_matches(':').trim(),
                "total" | "totals" | "grand total" | "overall total" | "total value"
            )
        });
        let has_name = (says(Role::Title) && says(Role::Supplier)) || says(Role::Id) || says(Role::EndsOn);
        let n_filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_note = n_filled < 2 || (!has_name && n_filled < 3);
        if is_total && !says(Role::Supplier) {
            problems.count(ProblemKind::TotalRow, number(row), "", "a row is a total of others", None);
        } else if is_note {
            problems.count(ProblemKind::PaddingRow, number(row), "", "a row is a note or a name of a group", None);
        }
        !(is_note || is_total && !says(Role::Supplier))
    }

    fn read_row(&self, row: usize, reader: &FileReader<'_>, problems: &mut Problems, file: &mut ContractFile) {
        let mut contract = Contract::new(&problems.shown(), number(row), self.record(row));
        self.read_words(row, reader, &mut contract);
        self.read_amounts(row, &mut contract, problems);
        self.read_dates(row, &mut contract, problems);
        self.read_codes(row, &mut contract, problems);
        let cell = self.cell(row, Role::Supplier).unwrap_or_default();
        let suppliers = row_suppliers::read(self, row, cell, &mut contract, problems);
        contract.is_framework = super::doubts::is_framework(&contract, None);
        file.suppliers.extend(suppliers);
        file.contracts.push(contract);
    }

    fn record(&self, row: usize) -> ContractRecord {
        let is_award = self.cell(row, Role::Status).is_some_and(is_awarded)
            || (!self.columns.has(Role::Status) && self.cell(row, Role::AwardedOn).is_some());
        match (self.is_of_notices, is_award) {
            (false, _) => ContractRecord::Register,
            (true, true) => ContractRecord::Award,
            (true, false) => ContractRecord::Notice,
        }
    }

    fn read_words(&self, row: usize, reader: &FileReader<'_>, contract: &mut Contract) {
        let text = |role: Role| self.cell(row, role).filter(|cell| !says_nothing(cell)).map(without_entities);
        contract.contract_id = text(Role::Id);
        contract.title = text(Role::Title);
        contract.status = text(Role::Status);
        contract.buyer = text(Role::Buyer);
        contract.body_id = reader.body_of(contract.buyer.as_deref());
        contract.category = text(Role::Category);
        contract.department = text(Role::Department);
        contract.procedure = text(Role::Procedure);
    }

    fn read_amounts(&self, row: usize, contract: &mut Contract, problems: &mut Problems) {
        contract.currency = self.cell(row, Role::Currency).and_then(foreign);
        if let Some(currency) = &contract.currency {
            problems.cell(ProblemKind::CurrencyForeign, number(row), self.columns.heading(Role::Currency), currency);
            return;
        }
        let mut pounds = |role: Role| {
            let cell = self.cell(row, role)?;
            let amount = CellAmount::of(cell, self.unit(role));
            amount.pounds(problems, number(row), self.columns.heading(role), cell)
        };
        let amount = pounds(Role::Amount);
        contract.amount_yearly = pounds(Role::AmountYearly);
        // Notices print 0 where they name no value.
        let mut value = |role: Role| pounds(role).filter(|value| *value != Money::ZERO);
        (contract.value_low, contract.value_high) = (value(Role::ValueLow), value(Role::ValueHigh));
        match contract.record {
            ContractRecord::Notice => {
                contract.value_high = contract.value_high.or(amount.filter(|a| *a != Money::ZERO))
            }
            _ => contract.amount = amount,
        }
    }

    fn read_dates(&self, row: usize, contract: &mut Contract, problems: &mut Problems) {
        let mut day = |role: Role, dates: &DateColumn| self.day(row, role, dates, problems);
        (contract.starts_on, contract.start_as_printed) = day(Role::StartsOn, &self.starts);
        (contract.renews_on, contract.renewal_as_printed) = day(Role::RenewsOn, &self.renews);
        contract.released_on = day(Role::PublishedOn, &self.published).0;
        contract.awarded_on = day(Role::AwardedOn, &self.awarded).0;
        self.read_end(row, contract, problems);
        if let (Some(start), Some(end)) = (contract.starts_on, contract.ends_on)
            && end < start
        {
            let dates = format!("{start} to {end}");
            problems.cell(
                ProblemKind::ContractDatesContradict,
                number(row),
                self.columns.heading(Role::EndsOn),
                &dates,
            );
        }
    }

    fn read_end(&self, row: usize, contract: &mut Contract, problems: &mut Problems) {
        let heading = self.columns.heading(Role::EndsOn);
        let Some(cell) = self.cell(row, Role::EndsOn) else { return };
        contract.ends_on = self.ends.last_day(cell);
        contract.end = if contract.ends_on.is_some() { ContractEnd::Dated } else { end_in_words(cell) };
        contract.end_as_printed = contract.ends_on.is_none().then(|| cell.to_owned());
        match contract.end {
            ContractEnd::Unreadable => problems.cell(ProblemKind::ContractDateUnreadable, number(row), heading, cell),
            ContractEnd::Rolling | ContractEnd::ToBeConfirmed => {
                let what = format!("the end is `{}`", cell.to_lowercase());
                problems.count(ProblemKind::ContractEndOpen, number(row), heading, &what, contract.amount);
            }
            ContractEnd::Dated | ContractEnd::Missing => {}
        }
    }

    /// The day of a cell, or what it prints instead.
    fn day(
        &self,
        row: usize,
        role: Role,
        dates: &DateColumn,
        problems: &mut Problems,
    ) -> (Option<Date>, Option<String>) {
        let Some(cell) = self.cell(row, role) else { return (None, None) };
        let day = dates.day(cell);
        if day.is_none() && end_in_words(cell) == ContractEnd::Unreadable && cell.bytes().any(|b| b.is_ascii_digit()) {
            problems.cell(ProblemKind::ContractDateUnreadable, number(row), self.columns.heading(role), cell);
        }
        (day, day.is_none().then(|| cell.to_owned()))
    }

    fn read_codes(&self, row: usize, contract: &mut Contract, problems: &mut Problems) {
        let Some(cell) = self.cell(row, Role::CpvCodes) else { return };
        let (codes, others) = cpv_codes(cell);
        contract.cpv_codes = (!codes.is_empty()).then(|| codes.join(" "));
        if !others.is_empty() {
            let what = "codes do not have eight digits";
            let heading = self.columns.heading(Role::CpvCodes);
            problems.count(ProblemKind::CategoryCodeUnreadable, number(row), heading, what, None);
        }
    }

    fn unit(&self, role: Role) -> Unit {
        Unit::of_heading(self.columns.heading(role))
    }

    fn cell(&self, row: usize, role: Role) -> Option<&'s str> {
        self.columns.cell(self.sheet, row, role)
    }
}

/// Codes of eight digits, each once, their check digits left out; and what is printed among them that is not a code.
pub(super) fn cpv_codes(cell: &str) -> (Vec<String>, Vec<String>) {
    let (mut codes, mut others): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/');
    for printed in cell.split(is_between).filter(|part| part.bytes().any(|byte| byte.is_ascii_digit())) {
        let (digits, check) = printed.split_once('-').unwrap_or((printed, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match digits.len() == 8 && is_number(digits) && check.len() == 1 && is_number(check) {
            true if codes.iter().any(|code| code == digits) => {}
            true => codes.push(digits.to_owned()),
            false => others.push(printed.to_owned()),
        }
    }
    (codes, others)
}

fn is_awarded(status: &str) -> bool {
    status.to_lowercase().contains("awarded")
}

/// The row as a spreadsheet counts it.
fn number(row: usize) -> u64 {
    row as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_a_cell_have_eight_digits() {
        let (codes, others) = cpv_codes("71314000, 09000000-3, 249620000-5, 71314000-2, 3870000-2;50000000-5");
        assert_eq!(codes, ["71314000", "09000000", "50000000"]);
        assert_eq!(others, ["249620000-5", "3870000-2"]);
        assert_eq!(cpv_codes("Cleaning services").0, [""; 0]);
    }
}
