//! What lines can be told apart by.

use std::fmt;

model::words! {
    /// Something that lines can be filtered and grouped by. The word is its key in an address.
    Dimension {
        /// The body whose ledger it is.
        Body = "body",
        /// The file and sheet it is in.
        File = "file",
        /// Financial year, as `2020-21`.
        Year = "year",
        /// Calendar month of the date, as `2020-07`; a line may have no date.
        Month = "month",
        /// Where the line goes in the account: its [`model::AccountPart`].
        Part = "part",
        /// spend, transfer, financing or excluded.
        Treatment = "treatment",
        /// grant, precept and so on, of a transfer.
        TransferKind = "transfer_kind",
        /// `yes` where a transfer is taken out of the total.
        Eliminated = "eliminated",
        /// here, elsewhere or not_attributable.
        Attribution = "attribution",
        /// The rule that decided the treatment.
        Rule = "rule",
        /// Service of the common list.
        Service = "service",
        /// The rule that decided the service.
        ServiceRule = "service_rule",
        /// COFOG division or group exactly as decided.
        Cofog = "cofog",
        /// COFOG division: the first two digits, so that `10` holds `10` and `10.4`.
        CofogDivision = "division",
        /// How early in the life of a problem the money is spent.
        Intent = "intent",
        /// The public body paid.
        Counterparty = "counterparty",
        /// `yes`, `no`, or nothing where the body does not say.
        Capital = "capital",
        /// `negative` for a credit note or money in, else `positive`.
        Sign = "sign",
        /// `yes` where the payee is withheld.
        Redacted = "redacted",
        /// `no` where a payee is printed and not withheld.
        Nameless = "nameless",
        /// The organisation behind the payee, whatever the body calls it.
        Supplier = "supplier",
        /// Payee exactly as printed.
        Payee = "payee",
        /// Directorate or department as printed.
        Department = "department",
        /// Service, cost centre or expense area as printed.
        Heading = "heading",
        /// Kind of expense as printed.
        Subjective = "subjective",
        /// Theme of the place. Amounts are then the theme's part of each line; themes overlap and are never added up.
        Theme = "theme",
    }
}

impl Dimension {
    /// What a column or a filter of it is called on a page.
    pub fn title(self) -> &'static str {
        match self {
            Dimension::Body => "Body",
            Dimension::File => "File",
            Dimension::Year => "Financial year",
            Dimension::Month => "Month",
            Dimension::Part => "Part of the account",
            Dimension::Treatment => "Treatment",
            Dimension::TransferKind => "Kind of transfer",
            Dimension::Eliminated => "Taken out of the total",
            Dimension::Attribution => "For this place",
            Dimension::Rule => "Rule for the treatment",
            Dimension::Service => "Service",
            Dimension::ServiceRule => "Rule for the service",
            Dimension::Cofog => "COFOG",
            Dimension::CofogDivision => "COFOG division",
            Dimension::Intent => "Intent",
            Dimension::Counterparty => "Public body paid",
            Dimension::Capital => "Capital",
            Dimension::Sign => "Sign",
            Dimension::Redacted => "Payee withheld",
            Dimension::Nameless => "Payee withheld or not printed",
            Dimension::Supplier => "Supplier",
            Dimension::Payee => "Payee",
            Dimension::Department => "Department as printed",
            Dimension::Heading => "Service as printed",
            Dimension::Subjective => "Kind of expense as printed",
            Dimension::Theme => "Theme",
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
