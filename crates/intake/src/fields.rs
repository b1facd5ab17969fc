//! Which column of a file is which field of the ledger.
//!
//! A heading is compared with the names that ledgers use (method, sections 1.9 and 1.12), and what
//! the column holds must bear it out: a column called `Supplier ID` that holds names is the payee.

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
}

impl Field {
    pub const ALL: [Field; 13] = [
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
    ];

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
        }
    }

    pub fn parse(word: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.word() == word)
    }
}

model::words! {
    /// Whether amounts hold VAT (method, section 1.10).
    VatBasis {
        Net = "net",
        Gross = "gross",
        Mixed = "mixed",
        Unknown = "unknown",
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
    pub periods: f64,
    /// Cells with at least as many letters as digits.
    pub words: f64,
    /// Different values per filled cell.
    pub distinct: f64,
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
    let exact = aliases(field).iter().find(|(alias, _)| *alias == joined).map(|(_, score)| *score);
    exact.unwrap_or_else(|| contained_score(field, words))
}

/// Headings seen in real ledgers, letters and digits only, and how surely each means the field.
fn aliases(field: Field) -> &'static [(&'static str, f64)] {
    match field {
        Field::Amount => &[
            ("netamount", 1.0),
            ("netamount£", 1.0),
            ("amount£", 0.97),
            ("amount", 0.97),
            ("amountgbp", 0.97),
            ("gbpamount", 0.97),
            ("distributionamount", 0.96),
            ("linevalue", 0.96),
            ("lineamount", 0.96),
            ("apamount", 0.95),
            ("amountpaid", 0.95),
            ("value", 0.85),
            ("total", 0.8),
            ("£", 0.8),
            ("gross", 0.75),
            ("grossamount", 0.78),
            ("invoiceamount", 0.85),
            ("totalamount", 0.8),
            ("spend", 0.7),
            ("payment", 0.55),
        ],
        Field::Date => &[
            ("paymentdate", 1.0),
            ("datepaid", 1.0),
            ("paiddate", 1.0),
            ("dateofpayment", 1.0),
            ("date", 0.97),
            ("transactiondate", 0.94),
            ("accountingdate", 0.93),
            ("postingdate", 0.93),
            ("posteddate", 0.93),
            ("transdate", 0.93),
            ("effectivedate", 0.9),
            ("cleareddate", 0.9),
            ("gldate", 0.9),
            ("inputdate", 0.8),
            ("allocationdate", 0.8),
            ("invoicedate", 0.85),
            ("dateincurred", 0.9),
            ("updated", 0.7),
            ("paid", 0.4),
        ],
        Field::Payee => &[
            ("supplier", 1.0),
            ("suppliername", 1.0),
            ("supplierbeneficiaryname", 1.0),
            ("beneficiary", 1.0),
            ("recipientorgname", 0.97), // the 360Giving standard
            ("beneficiaryname", 1.0),
            ("payee", 1.0),
            ("payeename", 1.0),
            ("vendor", 0.97),
            ("vendorname", 0.97),
            ("creditor", 0.95),
            ("creditorname", 0.95),
            ("supplicer", 0.95),
            ("suppliersname", 0.97),
            ("supplierfinal", 0.97),
            ("suppliernamewithheld", 0.9),
            ("merchantname", 0.95),
            ("merchant", 0.9),
            ("customerorsupplier", 0.9),
            ("recipient", 0.9),
            ("paidto", 0.9),
            ("name", 0.85),
            ("bodyname", 0.1),
        ],
        Field::PayeeCode => &[
            ("recipientorgidentifier", 0.97),
            ("supplierid", 0.95),
            ("suppliercode", 0.95),
            ("suppliernumber", 0.95),
            ("supplierno", 0.95),
            ("supplierref", 0.95),
            ("vendorid", 0.95),
            ("vendorcode", 0.95),
            ("vendornumber", 0.95),
            ("creditorno", 0.9),
            ("payeecode", 0.95),
            ("localsupplierinternalreference", 0.95),
        ],
        Field::IrrecoverableVat => &[
            ("irrecoverablevat", 1.0),
            ("irrecoverablevatamount", 1.0),
            ("nonrecoverablevat", 1.0),
            ("vatthatcannotberecovered", 1.0),
        ],
        Field::Department => &[
            ("directorate", 0.97),
            ("entity", 0.96),
            ("department", 0.95),
            ("departmentname", 0.95),
            ("departmentalfamily", 0.9),
            ("departmentfamily", 0.9),
            ("deptfamily", 0.9),
            ("organisationalunit", 0.9),
            ("departmentarea", 0.95),
            ("directorateservicewhereexpenditureincurred", 0.97),
            ("servicelabel", 0.7),
            ("strgrpcct", 0.9),
            ("nstrgt", 0.9),
            ("portfolio", 0.8),
            ("bodyname", 0.3),
            ("belevel7", 0.3),
        ],
        Field::Service => &[
            ("service", 0.97),
            ("servicearea", 1.0),
            ("servicedivisionlabel", 1.0),
            ("servicedivisonlabel", 1.0),
            ("servicecategorylabel", 0.98),
            ("expensearea", 0.97),
            ("expenditurearea", 0.97),
            ("expensearea1", 0.9),
            ("expensearea3", 0.92),
            ("servicelabel", 0.9),
            ("servicename", 0.97),
            ("costcentrename", 0.85),
            ("costcentredescription", 0.85),
            ("costcentre", 0.7),
            ("servicecostcentre", 0.95),
            ("division", 0.8),
        ],
        Field::Subjective => &[
            ("expensetype", 1.0),
            ("expensetype3", 0.97),
            ("expensetype6", 0.8),
            ("expendituretype", 0.75),
            ("expenditurecategory", 0.97),
            ("sercopexpenditurecategory", 0.98),
            ("subjective", 0.97),
            ("subjectivedescription", 0.97),
            ("cipfasubjt", 0.97),
            ("cipfsubjt", 0.97),
            ("account", 0.85),
            ("accountdetail", 0.9),
            ("accountdescription", 0.9),
            ("detailcode", 0.6),
            ("groupdescription", 0.7),
            ("natureofexpenditure", 0.95),
        ],
        Field::Description => &[
            ("description", 0.97),
            ("purpose", 0.95),
            ("purposeofspend", 0.97),
            ("purposeofexpenditure", 0.97),
            ("summaryofpurpose", 0.97),
            ("transactiondescription", 0.95),
            ("transationdescription", 0.95),
            ("detailedexpendituretype", 0.9),
            ("expendituredescription", 0.95),
            ("expensedescription", 0.95),
            ("invoicedescription", 0.93),
            ("actualdescription", 0.95),
            ("descriptionoftransaction", 0.95),
            ("polinedescription", 0.93),
            ("additionalnarrative", 0.9),
            ("narrative", 0.9),
            ("cipfsubst", 0.8),
            ("costcentrename", 0.6),
            ("details", 0.8),
        ],
        Field::Reference => &[
            ("transactionnumber", 1.0),
            ("transactionno", 1.0),
            ("transactionnum", 1.0),
            ("transaction", 0.8),
            ("transactionreference", 1.0),
            ("transactionid", 1.0),
            ("transno", 0.97),
            ("transref", 0.97),
            ("refno", 0.95),
            ("reference", 0.95),
            ("internalref", 0.95),
            ("hbcrefno", 0.95),
            ("invoicenumber", 0.9),
            ("invoiceno", 0.9),
            ("invoicetransactionnumber", 0.97),
            ("transationnumber", 0.97),
            ("trasnsactionnumber", 0.97),
            ("paymentnumber", 0.9),
            ("paymentreference", 0.9),
            ("invnum", 0.8),
            ("voucherno", 0.9),
        ],
        Field::Capital => &[
            ("capitalrevenue", 1.0),
            ("capitalorrevenue", 1.0),
            ("caprev", 1.0),
            ("revenuecapital", 1.0),
            ("revcap", 1.0),
        ],
        Field::Category => &[
            ("procurementclassification", 1.0),
            ("merchantcategory", 1.0),
            ("procurementcategory", 1.0),
            ("proclass", 0.95),
            ("category", 0.85),
            ("microcategory", 0.8),
            ("subcategory", 0.8),
            ("supplierclassification", 0.8),
            ("spendcategory", 0.5),
            ("balsheetlevel1", 0.5),
        ],
        Field::Period => &[("period", 0.9), ("accountingperiod", 1.0), ("financialperiod", 1.0)],
    }
}

/// A heading that is no known name but holds its words.
fn contained_score(field: Field, words: &[String]) -> f64 {
    let has = |word: &str| words.iter().any(|w| w == word);
    let any = |candidates: &[&str]| candidates.iter().any(|word| has(word));
    let joined = words.concat();
    let holds = |part: &str| joined.contains(part);
    match field {
        Field::Amount => {
            let names =
                any(&["amount", "value", "total", "gross", "net", "nett", "cost", "spend", "£", "paid", "sterling"])
                    || holds("amount");
            let is_other = any(&[
                "number",
                "no",
                "ref",
                "reference",
                "date",
                "type",
                "code",
                "name",
                "description",
                "area",
                "category",
                "id",
                "rate",
            ]) || (any(&["vat", "tax"]) && basis_of(words) == VatBasis::Unknown);
            match (names && !is_other, basis_of(words)) {
                (false, _) => 0.0,
                (true, VatBasis::Net) => 0.98,
                (true, VatBasis::Gross) => 0.74,
                (true, _) if has("invoice") && has("total") => 0.79,
                (true, _) if has("total") => 0.8,
                (true, _) => 0.8,
            }
        }
        Field::Date if has("date") || holds("date") => {
            if any(&["invoice", "due", "start", "end", "order"]) {
                0.6
            } else {
                0.8
            }
        }
        Field::Payee => {
            let names = any(&["supplier", "beneficiary", "payee", "vendor", "creditor", "merchant"]);
            let is_other = any(&[
                "id",
                "code",
                "no",
                "number",
                "ref",
                "reference",
                "type",
                "postcode",
                "post",
                "classification",
                "category",
                "vat",
                "site",
                "obs",
                "address",
                "registration",
                "size",
            ]);
            match (names, is_other) {
                (true, false) => 0.8,
                // `Supplier ID(T)`: what it holds decides.
                (true, true) if any(&["id"]) && has("t") => 0.75,
                _ => 0.0,
            }
        }
        Field::PayeeCode
            if any(&["supplier", "vendor", "creditor", "payee"])
                && any(&["id", "code", "no", "number", "ref", "reference"]) =>
        {
            0.8
        }
        Field::IrrecoverableVat
            if has("vat")
                && (holds("irrecover") || holds("nonrecover") || holds("notrecover") || holds("cannotberecovered")) =>
        {
            0.95
        }
        Field::Department if any(&["department", "directorate", "dept", "directotate"]) || holds("directo") => 0.8,
        Field::Service if any(&["service", "division"]) || holds("costcent") || (has("expense") && has("area")) => 0.6,
        Field::Subjective
            if (any(&["expense", "expenditure", "spend"]) && any(&["type", "category", "nature"]))
                || has("subjective")
                || holds("cipf") =>
        {
            0.7
        }
        Field::Description if any(&["description", "purpose", "narrative"]) => 0.7,
        Field::Reference
            if any(&["transaction", "trans", "invoice", "payment", "voucher", "ref"])
                && any(&["number", "no", "num", "ref", "reference", "id"]) =>
        {
            0.75
        }
        Field::Capital if has("capital") && has("revenue") => 0.9,
        Field::Category
            if any(&["procurement", "merchant"]) && any(&["category", "classification", "code", "group"]) =>
        {
            0.8
        }
        _ => 0.0,
    }
}

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
        Field::Amount | Field::IrrecoverableVat if content.dates > 0.9 && content.decimals == 0.0 => 0.2,
        Field::Amount => content.amounts * (0.5 + 0.5 * content.filled.min(1.0)),
        Field::IrrecoverableVat => content.amounts,
        Field::Date => content.dates,
        Field::Period => content.periods,
        Field::Payee => content.words,
        Field::PayeeCode => 1.0 - 0.8 * content.words,
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
        assert_eq!(best("VAT_REGISTRATION_NUM"), None);
        assert_eq!(best("Supplier Postcode"), None);
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
}
