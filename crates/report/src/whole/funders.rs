//! Who funds what is counted, and what is left of each body.

use model::funding::{FundingAccount, FundingBasis, Instrument, MoneyOrigin};
use model::tables::{BODY_FUNDING, FUNDING, body_funding, funding};
use model::{Place, Row, TableError, Tables};
use money::Money;

use super::PrintedAt;
use super::read::{Files, of_year, printed_at, read_files};

/// The funder view of one year. Its pounds add up to the whole count, body by body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funders {
    pub rows: Vec<FunderRow>,
    pub bodies: Vec<BodyFunding>,
}

/// One funder of one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunderRow {
    pub body_id: Option<String>,
    pub body: String,
    pub account: FundingAccount,
    pub funder: String,
    pub instrument: Instrument,
    pub origin: MoneyOrigin,
    /// The line as published, or the evidence in words.
    pub label: String,
    pub basis: FundingBasis,
    pub printed: Option<PrintedAt>,
    /// What the body has of it for every area that it serves.
    pub received: Option<Money>,
    /// What of it pays for what is counted here.
    pub amount: Money,
    pub note: String,
}

/// What one local body spends, passes on and has, and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFunding {
    pub body: String,
    pub account: FundingAccount,
    pub outlay: Money,
    pub transfers_out: Money,
    pub transfers_in: Money,
    pub own_funded: Money,
    /// None where no source of its own is published.
    pub own_taxes: Option<Money>,
    pub own_other: Option<Money>,
    pub unexplained: Money,
    pub for_place: Money,
    pub note: String,
}

impl Funders {
    pub fn total(&self) -> Money {
        self.rows.iter().map(|row| row.amount).sum()
    }

    /// Pounds by where they come from first; nothing for an origin that gives none.
    pub fn by_origin(&self) -> Vec<(MoneyOrigin, Money)> {
        let of = |origin: &MoneyOrigin| {
            let rows = self.rows.iter().filter(|row| row.origin == *origin);
            (*origin, rows.map(|row| row.amount).sum())
        };
        MoneyOrigin::ALL.iter().map(of).filter(|(_, amount)| *amount != Money::ZERO).collect()
    }
}

/// Where money comes from, for residents.
pub fn origin_in_words(origin: MoneyOrigin) -> &'static str {
    match origin {
        MoneyOrigin::Treasury => "HM Treasury",
        MoneyOrigin::LocalTaxes => "Council tax and business rates",
        MoneyOrigin::OtherBodies => "Other local bodies",
        MoneyOrigin::Own => "Borrowing, reserves and charges",
        MoneyOrigin::NotKnown => "Not known",
    }
}

/// The funder view of the place's year; none where the whole is not counted.
///
/// # Errors
/// [`TableError`] where a table cannot be read.
pub fn funders(tables: &dyn Tables, place: &Place) -> Result<Option<Funders>, TableError> {
    if !tables.exists(&FUNDING) || !tables.exists(&BODY_FUNDING) {
        return Ok(None);
    }
    let files = read_files(tables)?;
    let year = place.year;
    let rows = of_year(tables, &FUNDING, funding::FINANCIAL_YEAR, year, |row| read_funder(row, &files))?;
    let bodies = of_year(tables, &BODY_FUNDING, body_funding::FINANCIAL_YEAR, year, read_body)?;
    Ok((!rows.is_empty()).then_some(Funders { rows, bodies }))
}

fn read_funder(row: &Row<'_>, files: &Files) -> FunderRow {
    FunderRow {
        body_id: row.text_if_any(funding::BODY_ID).map(str::to_owned),
        body: row.text(funding::BODY).to_owned(),
        account: FundingAccount::parse(row.text(funding::ACCOUNT)).expect("a word of its column"),
        funder: row.text(funding::FUNDER).to_owned(),
        instrument: Instrument::parse(row.text(funding::INSTRUMENT)).expect("a word of its column"),
        origin: MoneyOrigin::parse(row.text(funding::ORIGIN)).expect("a word of its column"),
        label: row.text(funding::LABEL).to_owned(),
        basis: FundingBasis::parse(row.text(funding::BASIS)).expect("a word of its column"),
        printed: printed_at(row, files),
        received: row.money_if_any(funding::RECEIVED),
        amount: row.money(funding::AMOUNT),
        note: row.text(funding::NOTE).to_owned(),
    }
}

fn read_body(row: &Row<'_>) -> BodyFunding {
    BodyFunding {
        body: row.text(body_funding::BODY).to_owned(),
        account: FundingAccount::parse(row.text(body_funding::ACCOUNT)).expect("a word of its column"),
        outlay: row.money(body_funding::OUTLAY),
        transfers_out: row.money(body_funding::TRANSFERS_OUT),
        transfers_in: row.money(body_funding::TRANSFERS_IN),
        own_funded: row.money(body_funding::OWN_FUNDED),
        own_taxes: row.money_if_any(body_funding::OWN_TAXES),
        own_other: row.money_if_any(body_funding::OWN_OTHER),
        unexplained: row.money(body_funding::UNEXPLAINED),
        for_place: row.money(body_funding::FOR_PLACE),
        note: row.text(body_funding::NOTE).to_owned(),
    }
}
