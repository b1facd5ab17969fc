//! Headings that are no known name but hold its words.

use model::tables::VatBasis;

use super::{Field, Side, basis_of, currency, near};

/// How surely a heading means a field by the words in it, from 0 to 1.
pub(super) fn contained_score(field: Field, words: &[String]) -> f64 {
    let heading = Heading { words, joined: words.concat() };
    match field {
        Field::Amount => amount(&heading),
        Field::Date => date(&heading),
        Field::Payee => payee(&heading),
        Field::PayeeCode if heading.any(&PARTIES) && heading.any(&NUMBERS) => 0.8,
        Field::IrrecoverableVat if heading.is_irrecoverable_vat() => 0.95,
        Field::Department if heading.is_department() => 0.8,
        Field::Service if heading.is_service() => 0.6,
        Field::Subjective if heading.is_subjective() => 0.7,
        Field::Description if heading.any(&["description", "purpose", "narrative"]) => 0.7,
        Field::Reference if heading.is_reference() => 0.75,
        Field::Capital if heading.has("capital") && heading.has("revenue") => 0.9,
        Field::Category if heading.is_category() => 0.8,
        Field::Side => Side::name_score(&heading.joined),
        Field::Credit if heading.is_credit() => 0.8,
        Field::Currency => currency::name_score(words, &heading.joined),
        Field::CompanyNumber if heading.is_number_of(&COMPANIES) => 0.97,
        Field::CharityNumber if heading.is_number_of(&CHARITIES) => 0.97,
        Field::VatNumber if heading.is_number_of(&["vat"]) => 0.97,
        Field::Postcode if heading.is_postcode_of_payee() => 0.97,
        _ => 0.0,
    }
}

/// Who is paid.
const PARTIES: [&str; 4] = ["supplier", "vendor", "creditor", "payee"];
/// The same with what standards call them.
const PARTIES_PAID: [&str; 6] = ["supplier", "vendor", "creditor", "payee", "beneficiary", "recipient"];
/// Words for a number that stands for something.
const NUMBERS: [&str; 6] = ["id", "code", "no", "number", "ref", "reference"];
/// Words for a number in a register; `registration` says that it is one.
const REGISTERED_NUMBERS: [&str; 8] = ["no", "number", "num", "id", "registration", "reg", "nos", "numbers"];
const COMPANIES: [&str; 3] = ["company", "companies", "house"];
const CHARITIES: [&str; 3] = ["charity", "charities", "commission"];
/// Words that may be in such a heading: whose number it is, and of what sort.
const BESIDE_NUMBERS: [&str; 14] = [
    "supplier",
    "suppliers",
    "vendor",
    "creditor",
    "payee",
    "beneficiary",
    "recipient",
    "org",
    "organisation",
    "registered",
    "s",
    "uk",
    "gb",
    "the",
];
/// Words for money.
const SUMS: [&str; 14] = [
    "amount", "value", "total", "gross", "net", "nett", "cost", "spend", "£", "paid", "sterling", "payment", "spent",
    "actual",
];
/// What beside a word for money says that it is not what this payment came to: it was agreed, expected or is still due.
const NOT_THIS_PAYMENT: [&str; 24] = [
    "contract",
    "budget",
    "award",
    "retention",
    "retained",
    "commitment",
    "committed",
    "forecast",
    "estimate",
    "estimated",
    "planned",
    "approved",
    "order",
    "po",
    "limit",
    "balance",
    "outstanding",
    "remaining",
    "cumulative",
    "running",
    "ytd",
    "previous",
    "framework",
    "tender",
];
/// What beside a word for money says that the column holds something else about it.
const NO_SUMS: [&str; 18] = [
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
    "centre",
    "center",
    "centres",
    "ctr",
    "element",
];
/// What beside a payee says that the column holds something else about them.
const NO_NAMES: [&str; 17] = [
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
];

/// The words of a heading.
struct Heading<'a> {
    words: &'a [String],
    joined: String,
}

impl Heading<'_> {
    /// Whether the words say that it is the number of such an organisation in a register, and say nothing else: `Our
    /// Company Number` is the payer's.
    fn is_number_of(&self, kinds: &[&str]) -> bool {
        let is_of = |words: &[&str], word: &String| words.contains(&word.as_str());
        let is_known =
            |word: &String| is_of(kinds, word) || is_of(&REGISTERED_NUMBERS, word) || is_of(&BESIDE_NUMBERS, word);
        self.any(&kinds[..kinds.len().min(2)]) && self.any(&REGISTERED_NUMBERS) && self.words.iter().all(is_known)
    }

    fn is_postcode_of_payee(&self) -> bool {
        (self.has("postcode") || self.has("code") && (self.has("post") || self.has("postal")))
            && self.any(&PARTIES_PAID)
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    fn any(&self, candidates: &[&str]) -> bool {
        candidates.iter().any(|word| self.has(word))
    }

    /// Whether a part of a word or of several run together is in it.
    fn holds(&self, part: &str) -> bool {
        self.joined.contains(part)
    }

    fn is_irrecoverable_vat(&self) -> bool {
        let parts = ["irrecover", "nonrecover", "notrecover", "cannotberecovered"];
        self.has("vat") && parts.iter().any(|part| self.holds(part))
    }

    fn is_department(&self) -> bool {
        self.any(&["department", "directorate", "dept", "directotate"]) || self.holds("directo")
    }

    fn is_service(&self) -> bool {
        self.any(&["service", "division"]) || self.holds("costcent") || (self.has("expense") && self.has("area"))
    }

    fn is_subjective(&self) -> bool {
        let says_kind = self.any(&["expense", "expenditure", "spend"]) && self.any(&["type", "category", "nature"]);
        says_kind || self.has("subjective") || self.holds("cipf")
    }

    fn is_reference(&self) -> bool {
        self.any(&["transaction", "trans", "invoice", "payment", "voucher", "ref"])
            && self.any(&["number", "no", "num", "ref", "reference", "id"])
    }

    /// A word for a credit, with nothing but words for sums beside it.
    fn is_credit(&self) -> bool {
        let names = ["credit", "credits", "cr", "refund", "refunded", "receipt", "receipts"];
        let beside =
            ["amount", "amounts", "value", "£", "gbp", "net", "total", "sum", "note", "notes", "received", "s"];
        self.any(&names)
            && self.words.iter().all(|word| names.contains(&word.as_str()) || beside.contains(&word.as_str()))
    }

    fn is_category(&self) -> bool {
        self.any(&["procurement", "merchant"]) && self.any(&["category", "classification", "code", "group"])
    }
}

fn amount(heading: &Heading<'_>) -> f64 {
    let basis = basis_of(heading.words);
    let is_sum = heading.any(&SUMS) || heading.holds("amount");
    let is_tax = heading.any(&["vat", "tax"]) && basis == VatBasis::Unknown;
    match basis {
        _ if !is_sum || is_tax || heading.any(&NO_SUMS) => 0.0,
        // Dollars are no pounds.
        _ if heading.any(&["$", "€", "usd", "eur", "euro", "euros", "dollars"])
            && !currency::says_sterling(heading.words) =>
        {
            0.0
        }
        // Alone it makes a reading that a person must confirm.
        _ if heading.any(&NOT_THIS_PAYMENT) => 0.5,
        VatBasis::Net => 0.98,
        VatBasis::Gross => 0.74,
        // An invoice's total may stand on each of its lines.
        _ if heading.has("invoice") && heading.has("total") => 0.79,
        _ => 0.8,
    }
}

fn date(heading: &Heading<'_>) -> f64 {
    match heading.holds("date") {
        true if heading.any(&["invoice", "due", "start", "end", "order"]) => 0.6,
        true => 0.8,
        false => 0.0,
    }
}

fn payee(heading: &Heading<'_>) -> f64 {
    let names = heading.any(&["supplier", "beneficiary", "payee", "vendor", "creditor", "merchant"]);
    match heading.any(&NO_NAMES) {
        false if names => 0.8,
        false if near::names_payee(heading.words) => 0.75,
        // `Supplier ID(T)`: what it holds decides.
        true if names && heading.has("id") && heading.has("t") => 0.75,
        _ => 0.0,
    }
}
