//! A list of grants as a table: one row, one grant.

use model::ProblemKind;
use model::grant::Grant;
use money::Money;

use super::cells::{CellAmount, DateColumn, end_in_words, foreign, says_nothing, without_entities};
use super::content::Sheet;
use super::grant_columns::{RULES, Role};
use super::headings::Columns;
use super::numbers::Registration;
use super::problems::Problems;
use super::recipients::{self, Recipient};
use super::{ContractFile, FileReader};
use crate::reading::Unit;

/// Reads a sheet, if its headings are of grants.
pub(super) fn read(sheet: &Sheet, reader: &FileReader<'_>, problems: &mut Problems, file: &mut ContractFile) -> bool {
    let Some(columns) = Columns::find(sheet, RULES, Columns::are_of_grants) else { return false };
    problems.begin_sheet(sheet);
    let table = Table::of(sheet, &columns);
    table.doubt_columns(problems);
    let rows: Vec<usize> = columns.rows(sheet).filter(|row| table.is_grant(*row, problems)).collect();
    file.grants.extend(rows.into_iter().map(|row| table.read_row(row, reader, problems)));
    true
}

/// A sheet whose columns are known.
struct Table<'s> {
    sheet: &'s Sheet,
    columns: &'s Columns<Role>,
    awarded: DateColumn,
    starts: DateColumn,
    ends: DateColumn,
}

impl<'s> Table<'s> {
    fn of(sheet: &'s Sheet, columns: &'s Columns<Role>) -> Table<'s> {
        let dates = |role: Role| DateColumn::of(columns.rows(sheet).filter_map(|row| columns.cell(sheet, row, role)));
        Table {
            awarded: dates(Role::AwardedOn),
            starts: dates(Role::StartsOn),
            ends: dates(Role::EndsOn),
            sheet,
            columns,
        }
    }

    fn doubt_columns(&self, problems: &mut Problems) {
        for (role, dates) in
            [(Role::AwardedOn, &self.awarded), (Role::StartsOn, &self.starts), (Role::EndsOn, &self.ends)]
        {
            if dates.is_mixed {
                let heading = self.columns.heading(role);
                let what = format!("both orders of day and month are under `{heading}`");
                problems.file(ProblemKind::DateFormatMixed, &what);
            }
        }
        let heading = self.columns.heading(Role::AmountAwarded);
        let names_award = heading.to_lowercase().contains("award");
        if self.columns.has(Role::AmountAwarded) && !names_award && !self.columns.has(Role::AmountDisbursed) {
            let what = format!("`{heading}` does not say whether it was awarded or paid out; it was read as awarded");
            problems.file(ProblemKind::GrantMeasureUnsaid, &what);
        }
        for role in [Role::AmountAwarded, Role::AmountDisbursed] {
            let (heading, unit) = (self.columns.heading(role), self.unit(role));
            if unit != Unit::Pounds {
                let what = format!("`{heading}` is in {}, and was multiplied out", unit.words());
                problems.file(ProblemKind::AmountsScaled, &what);
            }
        }
    }

    /// Whether a row is a grant; a total and a note are not, and each is said.
    fn is_grant(&self, row: usize, problems: &mut Problems) -> bool {
        let recipient = [Role::Recipient, Role::RecipientId, Role::Individual, Role::Id]
            .into_iter()
            .find_map(|role| self.cell(row, role));
        let has_amount =
            [Role::AmountAwarded, Role::AmountDisbursed].into_iter().any(|role| self.cell(row, role).is_some());
        let is_total = self.sheet.rows[row].iter().any(|cell| {
            let lower = cell.to_lowercase();
            matches!(lower.trim_end_matches(':').trim(), "total" | "totals" | "grand total" | "overall total")
        });
        let number = number(row);
        let amount = [Role::AmountAwarded, Role::AmountDisbursed].into_iter().find_map(|role| {
            match CellAmount::of(self.cell(row, role)?, self.unit(role)) {
                CellAmount::Pounds(money) => Some(money),
                _ => None,
            }
        });
        let n_filled = self.sheet.rows[row].iter().filter(|cell| !cell.is_empty()).count();
        match (recipient.is_some(), has_amount) {
            _ if is_total && n_filled < 4 => {
                problems.count(ProblemKind::TotalRow, number, "", "a row is a total of others", amount);
                false
            }
            (true, _) => true,
            (false, true) if 2 < n_filled => true,
            (false, true) => {
                problems.count(ProblemKind::TotalRow, number, "", "a row has an amount and nobody who gets it", amount);
                false
            }
            (false, false) => {
                problems.count(ProblemKind::PaddingRow, number, "", "a row is a note or a name of a group", None);
                false
            }
        }
    }

    fn read_row(&self, row: usize, reader: &FileReader<'_>, problems: &mut Problems) -> Grant {
        let text = |role: Role| self.cell(row, role).filter(|cell| !says_nothing(cell)).map(without_entities);
        let funder = text(Role::Funder);
        let regrant_type = text(Role::Regrant);
        let mut grant = Grant {
            source_file: problems.shown(),
            source_row: number(row),
            grant_id: text(Role::Id),
            body_id: reader.body_of(funder.as_deref()),
            funder,
            funder_id: text(Role::FunderId),
            programme: text(Role::Programme),
            department: text(Role::Department),
            period_as_printed: text(Role::Period),
            title: text(Role::Title).or_else(|| text(Role::Purpose)),
            capital: self.cell(row, Role::Capital).and_then(is_capital),
            is_regrant: regrant_type.is_some(),
            regrant_type,
            ..Grant::default()
        };
        self.read_amounts(row, &mut grant, problems);
        self.read_dates(row, &mut grant, problems);
        recipients::fill(grant, self.recipient(row, text(Role::Recipient), text(Role::RecipientId)), problems)
    }

    fn recipient(&self, row: usize, name: Option<String>, id: Option<String>) -> Recipient {
        let printed = |role: Role| self.cell(row, role).filter(|cell| !says_nothing(cell));
        let mut registration = printed(Role::CompanyNumber).map(Registration::of_company).unwrap_or_default();
        let of_charity = printed(Role::CharityNumber).map(Registration::of_charity).unwrap_or_default();
        let of_either = printed(Role::Registration).map(Registration::of).unwrap_or_default();
        registration.company = registration.company.or(of_charity.company).or(of_either.company);
        registration.charity = registration.charity.or(of_charity.charity).or(of_either.charity);
        registration.has_other |= of_charity.has_other || of_either.has_other;
        let roles = [Role::Registration, Role::CharityNumber, Role::CompanyNumber];
        Recipient {
            is_individual: self.cell(row, Role::Individual).is_some(),
            number_as_printed: roles.into_iter().find_map(printed).map(str::to_owned),
            column: roles
                .into_iter()
                .map(|role| self.columns.heading(role))
                .find(|h| !h.is_empty())
                .unwrap_or("")
                .to_owned(),
            name,
            id,
            registration,
        }
    }

    fn read_amounts(&self, row: usize, grant: &mut Grant, problems: &mut Problems) {
        grant.currency = self.cell(row, Role::Currency).and_then(foreign);
        if let Some(currency) = &grant.currency {
            problems.cell(ProblemKind::CurrencyForeign, number(row), self.columns.heading(Role::Currency), currency);
            return;
        }
        let mut pounds = |role: Role| -> Option<Money> {
            let cell = self.cell(row, role)?;
            CellAmount::of(cell, self.unit(role)).pounds(problems, number(row), self.columns.heading(role), cell)
        };
        (grant.amount_awarded, grant.amount_disbursed) = (pounds(Role::AmountAwarded), pounds(Role::AmountDisbursed));
    }

    fn read_dates(&self, row: usize, grant: &mut Grant, problems: &mut Problems) {
        let mut unreadable = |role: Role, cell: &str| {
            if end_in_words(cell) == model::tables::ContractEnd::Unreadable {
                problems.cell(ProblemKind::ContractDateUnreadable, number(row), self.columns.heading(role), cell);
            }
        };
        let mut day = |role: Role, dates: &DateColumn, is_end: bool| {
            let cell = self.cell(row, role)?;
            let day = if is_end { dates.last_day(cell) } else { dates.day(cell) };
            if day.is_none() {
                unreadable(role, cell);
            }
            day
        };
        grant.awarded_on = day(Role::AwardedOn, &self.awarded, false);
        grant.starts_on = day(Role::StartsOn, &self.starts, false);
        grant.ends_on = day(Role::EndsOn, &self.ends, true);
    }

    fn unit(&self, role: Role) -> Unit {
        Unit::of_heading(self.columns.heading(role))
    }

    fn cell(&self, row: usize, role: Role) -> Option<&'s str> {
        self.columns.cell(self.sheet, row, role)
    }
}

/// `Capital`, `Revenue`.
fn is_capital(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "capital" => Some(true),
        "revenue" => Some(false),
        _ => None,
    }
}

/// The row as a spreadsheet counts it.
fn number(row: usize) -> u64 {
    row as u64 + 1
}
