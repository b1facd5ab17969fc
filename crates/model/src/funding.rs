//! Who puts in the money that bodies spend, and by what.

use crate::words;

words! {
    /// By what money comes to a body (method, sections 1.2 and 1.4).
    Instrument {
        /// Voted by Parliament, for a national body's own spending.
        Supply = "supply",
        Grant = "grant",
        CouncilTax = "council_tax",
        BusinessRates = "business_rates",
        /// Collected by another council with its council tax.
        Precept = "precept",
        Levy = "levy",
        /// Other money of a public body: pooled funds, money passed on.
        Transfer = "transfer",
        /// What another public body buys of it.
        Purchase = "purchase",
        /// Surpluses, charges and other income that the net figures do not hold already.
        Charges = "charges",
        /// From developers, the lottery, the European Union.
        Contributions = "contributions",
        /// Sales of assets.
        Receipts = "receipts",
        /// Capital paid from revenue.
        OwnRevenue = "own_revenue",
        Borrowing = "borrowing",
        Reserves = "reserves",
        /// Interest and repayment, less interest received: a use of money, except for a body that lends more than it owes.
        Debt = "debt",
        /// Council tax benefit to the account of the tax, and the like: passed on, not spent.
        Collection = "collection",
        /// Where it comes from is not known.
        Residual = "residual",
    }
}

impl Instrument {
    /// Whether the money comes from another public body.
    pub fn is_transfer(self) -> bool {
        use Instrument::{Grant, Levy, Precept, Purchase, Supply, Transfer};
        matches!(self, Supply | Grant | Precept | Levy | Transfer | Purchase)
    }

    pub fn is_tax(self) -> bool {
        matches!(self, Instrument::CouncilTax | Instrument::BusinessRates)
    }

    /// Whether several lines of a return are one sum: money goes in and out of one account.
    pub fn is_netted(self) -> bool {
        matches!(self, Instrument::Charges | Instrument::Reserves | Instrument::Debt)
    }

    /// Where money of the kind comes from first; a transfer of a national body comes from the Treasury.
    pub fn origin(self, is_national: bool) -> MoneyOrigin {
        use Instrument::{BusinessRates, CouncilTax, Grant, Levy, Precept, Purchase, Residual, Supply, Transfer};
        match self {
            Supply | Grant => MoneyOrigin::Treasury,
            Transfer | Purchase | Levy if is_national => MoneyOrigin::Treasury,
            CouncilTax | BusinessRates | Precept => MoneyOrigin::LocalTaxes,
            Transfer | Purchase | Levy => MoneyOrigin::OtherBodies,
            Residual => MoneyOrigin::NotKnown,
            _ => MoneyOrigin::Own,
        }
    }
}

words! {
    /// Where money comes from first.
    MoneyOrigin {
        Treasury = "treasury",
        /// Council tax and business rates.
        LocalTaxes = "local_taxes",
        /// Local public bodies, whose own money comes from all of these.
        OtherBodies = "other_bodies",
        /// Borrowing, reserves, charges, sales and contributions.
        Own = "own",
        NotKnown = "not_known",
    }
}

words! {
    /// What the pounds of a funder rest on.
    FundingBasis {
        /// The receiver's own return.
        Published = "published",
        /// The payer's ledger.
        PayersLedger = "payers_ledger",
        /// By what a body is: departments spend what Parliament votes.
        Rule = "rule",
        /// What is left when all that is shown is taken off.
        Residual = "residual",
    }
}

words! {
    /// Which money of a body funds what.
    FundingAccount {
        Revenue = "revenue",
        Capital = "capital",
        /// Both, where its sources do not tell them apart.
        Whole = "whole",
    }
}

words! {
    /// Which sign of a printed figure is money that comes in.
    MoneyIn {
        Plus = "plus",
        Minus = "minus",
        /// Tables print it either way.
        Either = "either",
    }
}

/// Where the money of a published line comes from: a row of `funding_line.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingRule {
    /// Publication and measure, with `*` for anything and `|` between alternatives.
    pub series: String,
    /// Label as published, in the same way.
    pub label: String,
    pub money_in: MoneyIn,
    pub instrument: Instrument,
    /// None where the line does not say.
    pub funder: Option<String>,
    /// The reason, in words.
    pub reason: String,
    /// File and line.
    pub at: String,
}
