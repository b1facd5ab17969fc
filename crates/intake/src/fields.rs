//! Which column of a file is which field of the ledger.
//!
//! A heading is compared with the names that ledgers use (method, sections 1.9 and 1.12), and what
//! the column holds must bear it out: a column called `Supplier ID` that holds names is the payee.

mod aliases;
mod contained;
pub(crate) mod currency;
mod near;
pub mod period;
pub(crate) mod purpose;
mod side;
pub(crate) mod status;

use model::tables::VatBasis;

use aliases::ALIASES;
use contained::contained_score;
pub use side::Side;

/// A field of the ledger that a column can be read into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Amount,
    Date,
    Payee,
    PayeeCode,
    IrrecoverableVat,
    Department,
    Service,
    Subjective,
    Description,
    Reference,
    Capital,
    Category,
    /// Accounting period such as `202013`: the financial year and a month counted from April.
    Period,
    /// Whether the line was paid or came back: `DR` and `CR`, `Invoice` and `Credit Note`.
    Side,
    Currency,
    /// What came back, in a column beside what was paid.
    Credit,
    /// The payee's number at Companies House.
    CompanyNumber,
    CharityNumber,
    VatNumber,
    /// The payee's.
    Postcode,
}

impl Field {
    pub const ALL: [Field; 20] = [
        Field::Amount,
        Field::Date,
        Field::Payee,
        Field::PayeeCode,
        Field::IrrecoverableVat,
        Field::Department,
        Field::Service,
        Field::Subjective,
        Field::Description,
        Field::Reference,
        Field::Capital,
        Field::Category,
        Field::Period,
        Field::Side,
        Field::Currency,
        Field::Credit,
        Field::CompanyNumber,
        Field::CharityNumber,
        Field::VatNumber,
        Field::Postcode,
    ];

    /// What tells which organisation the payee is, beside its name.
    pub const OF_PAYEES: [Field; 4] = [Field::CompanyNumber, Field::CharityNumber, Field::VatNumber, Field::Postcode];

    /// The word in `mappings/`.
    pub fn word(self) -> &'static str {
        match self {
            Field::Amount => "amount",
            Field::Date => "date",
            Field::Payee => "payee",
            Field::PayeeCode => "payee_code",
            Field::IrrecoverableVat => "irrecoverable_vat",
            Field::Department => "department",
            Field::Service => "service",
            Field::Subjective => "subjective",
            Field::Description => "description",
            Field::Reference => "reference",
            Field::Capital => "capital",
            Field::Category => "category",
            Field::Period => "period",
            Field::Side => "debit_or_credit",
            Field::Currency => "currency",
            Field::Credit => "credit",
            Field::CompanyNumber => "company_number",
            Field::CharityNumber => "charity_number",
            Field::VatNumber => "vat_number",
            Field::Postcode => "payee_postcode",
        }
    }

    pub fn parse(word: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// What a column holds, from a sample of its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Content {
    /// Share of the sampled rows in which the cell is filled.
    pub filled: f64,
    /// Shares of the filled cells.
    pub amounts: f64,
    pub decimals: f64,
    pub dates: f64,
    /// The same, including formats that are dates only under a heading that says so.
    pub dates_by_name: f64,
    /// Cells of nothing but digits: dates as numbers, or codes.
    pub bare_numbers: f64,
    /// Amounts that are multiples of £50.
    pub round: f64,
    pub n_cells: f64,
    pub periods: f64,
    /// Cells with at least as many letters as digits.
    pub words: f64,
    /// Cells that say `DR` or `CR` in any of the usual words, and those of them that say `CR`.
    pub sides: f64,
    pub returned: f64,
    /// The same for cells longer than one letter, whatever their heading.
    pub sides_unnamed: f64,
    /// Cells that say yes or no.
    pub flags: f64,
    pub currencies: f64,
    pub postcodes: f64,
    /// Cells that end as names of organisations do: `Ltd`, `plc`, `Council`.
    pub organisations: f64,
    /// Different values per filled cell.
    pub distinct: f64,
    /// Different values.
    pub n_distinct: f64,
    /// Share of the filled cells that hold the value that stands there most often.
    pub commonest: f64,
}

impl Content {
    /// Whether numbers are spreadsheet dates, or dates written without separators. Payments of whole pounds are mostly
    /// round, and these are not.
    fn may_be_days(&self) -> bool {
        self.dates > 0.9 && self.decimals == 0.0 && self.round < 0.5 && 3.0 <= self.n_cells
    }
}

/// Letters and digits of a heading in lower case, words apart.
pub fn heading_words(heading: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous_lower = false;
    let mut in_word = false;
    for c in heading.chars() {
        if !c.is_alphanumeric() {
            if matches!(c, '£' | '$' | '€') {
                words.push(c.to_string());
            }
            in_word = false;
            previous_lower = false;
            continue;
        }
        // `TransNo` is two words; `TRANSNO` is one.
        if !in_word || (previous_lower && c.is_uppercase()) {
            words.push(String::new());
        }
        in_word = true;
        previous_lower = c.is_lowercase();
        words.last_mut().expect("a word was begun").extend(c.to_lowercase());
    }
    words
}

/// How well a heading names a field, from 0 to 1.
pub fn name_score(field: Field, words: &[String]) -> f64 {
    if words.is_empty() {
        return 0.0;
    }
    let joined = words.concat();
    let aliases = ALIASES.iter().filter(|(own, _)| *own == field).flat_map(|(_, aliases)| *aliases);
    let exact = aliases.into_iter().find(|(alias, _)| *alias == joined).map(|(_, score)| *score);
    exact.unwrap_or_else(|| contained_score(field, words))
}

/// Words of headings that say which sum of a payment it is.
pub const VAT_WORDS: [&str; 5] = ["vat", "gross", "net", "nett", "tax"];

/// The VAT basis that a heading states.
pub fn basis_of(words: &[String]) -> VatBasis {
    let joined = words.concat();
    let holds = |parts: &[&str]| parts.iter().any(|part| joined.contains(part));
    let net = words.iter().any(|w| matches!(w.as_str(), "net" | "nett"))
        || holds(&[
            "exvat",
            "exclvat",
            "excludesvat",
            "excludingvat",
            "excvat",
            "exclusiveofvat",
            "withoutvat",
            "netofvat",
        ]);
    let gross = words.iter().any(|w| w == "gross")
        || holds(&["incvat", "inclvat", "includingvat", "includesvat", "inclusiveofvat", "withvat"]);
    match (net, gross) {
        (true, true) => VatBasis::Mixed,
        (true, false) => VatBasis::Net,
        (false, true) => VatBasis::Gross,
        (false, false) => VatBasis::Unknown,
    }
}

/// How well what a column holds bears out a field, from 0 (it cannot be) to 1.
pub fn content_score(field: Field, content: &Content) -> f64 {
    if content.filled == 0.0 {
        // An empty column is harmless for everything that may be empty.
        return if matches!(field, Field::Amount | Field::Date | Field::Payee) { 0.0 } else { 0.6 };
    }
    match field {
        Field::Amount | Field::IrrecoverableVat if content.may_be_days() => 0.2,
        Field::Amount => content.amounts * (0.5 + 0.5 * content.filled.min(1.0)),
        Field::IrrecoverableVat => content.amounts,
        Field::Credit if content.amounts < 0.95 => 0.0,
        Field::Credit => 1.0,
        Field::Date => content.dates.max(content.dates_by_name),
        Field::Period => content.periods,
        Field::Payee => content.words,
        // One word for a credit note among kinds of payment is enough: words that are not understood are reported.
        Field::Side if content.sides < 0.95 && (content.returned == 0.0 || content.sides < 0.5) => 0.3,
        Field::Side => 1.0,
        Field::Currency if content.currencies < 0.5 => 0.0,
        Field::Currency => 1.0,
        Field::PayeeCode => 1.0 - 0.8 * content.words,
        // What is not a number is no evidence, cell by cell.
        Field::CompanyNumber | Field::CharityNumber | Field::VatNumber => 1.0 - 0.8 * content.words,
        Field::Postcode => content.postcodes,
        Field::Department | Field::Service | Field::Subjective | Field::Category => {
            (0.4 + 0.6 * content.words) * (1.0 - 0.7 * content.dates)
        }
        Field::Description => 0.4 + 0.6 * content.words,
        Field::Reference => 1.0 - 0.5 * content.dates.min(1.0 - content.distinct),
        Field::Capital => {
            if content.distinct <= 0.5 || content.filled < 0.1 {
                1.0
            } else {
                0.3
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(heading: &str) -> Option<Field> {
        let words = heading_words(heading);
        let score = |field: &Field| name_score(*field, &words);
        Field::ALL.into_iter().rev().max_by(|a, b| score(a).total_cmp(&score(b))).filter(|field| score(field) > 0.0)
    }

    #[test]
    fn real_headings_are_known() {
        for (heading, field) in [
            ("Net Amount(£)", Field::Amount),
            ("Total (excludes VAT)", Field::Amount),
            ("Invoice Line Value (net of VAT)", Field::Amount),
            ("DISTRIBUTION_AMOUNT", Field::Amount),
            ("* Total Invoice Amount", Field::Amount),
            ("* SUPPLIER FINAL", Field::Payee),
            ("Supplier (Beneficiary) Name", Field::Payee),
            ("Local Supplier Internal Reference", Field::PayeeCode),
            ("Directotate", Field::Department),
            ("SeRCOP Expenditure Category", Field::Subjective),
            ("Cap/Rev", Field::Capital),
            ("TRANSACTION_NUM", Field::Reference),
            ("TransNo", Field::Reference),
            ("ACCOUNTING_DATE", Field::Date),
            ("Name:  ", Field::Payee),
            ("Period", Field::Period),
        ] {
            assert_eq!(best(heading), Some(field), "{heading}");
        }
        for (heading, field) in [
            ("VAT_REGISTRATION_NUM", Field::VatNumber),
            ("Supplier VAT Registration Number", Field::VatNumber),
            ("VAT No.", Field::VatNumber),
            ("Company Registration Number", Field::CompanyNumber),
            ("Supplier Company No", Field::CompanyNumber),
            ("Companies House Number", Field::CompanyNumber),
            ("Registered Charity Number", Field::CharityNumber),
            ("Charity Reg. No", Field::CharityNumber),
            ("Supplier Postcode", Field::Postcode),
            ("Vendor Post Code", Field::Postcode),
        ] {
            assert_eq!(best(heading), Some(field), "{heading}");
        }
        // Whose postcode it is must be said: it may be that of the place where the money went.
        for heading in
            ["Postcode", "Delivery Postcode", "Company", "Charity", "Company or Charity Number", "Our Company Number"]
        {
            assert_eq!(best(heading).filter(|field| Field::OF_PAYEES.contains(field)), None, "{heading}");
        }
    }

    #[test]
    fn the_net_amount_is_preferred_and_vat_is_no_amount() {
        let score = |heading: &str| name_score(Field::Amount, &heading_words(heading));
        assert!(score("Net Amount") > score("Amount") && score("Amount") > score("Gross Amount"));
        assert_eq!(score("VAT"), 0.0);
        assert_eq!(score("Recoverable VAT Amount"), 0.0);
        assert_eq!(score("Payment Date"), 0.0);
        assert_eq!(basis_of(&heading_words("Amount inc VAT where appropriate")), VatBasis::Gross);
        assert_eq!(basis_of(&heading_words("mix of nett & gross")), VatBasis::Mixed);
    }

    /// Numbers of eight digits read like days, but those of invoices do not come again and again.
    #[test]
    fn a_column_of_days_that_recur_is_less_likely_one_of_references() {
        let days = |distinct: f64| Content { filled: 1.0, dates: 1.0, distinct, ..Content::default() };
        assert_eq!(content_score(Field::Reference, &days(1.0)), 1.0);
        assert_eq!(content_score(Field::Reference, &days(0.25)), 0.625, "1 - (1 - 0.25) / 2");
        assert_eq!(content_score(Field::Reference, &Content { dates: 0.0, ..days(0.25) }), 1.0);
    }
}
