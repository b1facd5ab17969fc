//! What a title, the name of a file or sheet, or a heading within a file says of the rows that it stands over.
//!
//! A list of payments is called one, or nothing. `Invoices on hold`, `Open purchase orders`, `Grants received`, `Credit
//! notes` and `Ten largest payments` are lists of something else: counted beside the payments, they are money that was not
//! spent, or was counted already.

use model::ProblemKind;

use super::heading_words;
use super::status::{NOT_PAID, Status};

/// What rows are, if they are no payments of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Held, ordered, planned, owed or cancelled.
    NotPaid,
    /// What came in.
    Income,
    /// Credit notes and refunds.
    Credits,
    /// Some of the payments again: the largest, or a part of them.
    Again,
    /// A test, a draft or an example.
    Trial,
    /// Amounts in another currency.
    Foreign,
}

impl Purpose {
    /// The kind of data quality warning that it is.
    pub fn kind(self) -> ProblemKind {
        match self {
            Purpose::NotPaid | Purpose::Trial => ProblemKind::LinesNotPaid,
            Purpose::Income => ProblemKind::FileOfIncome,
            Purpose::Credits => ProblemKind::NoNegativeLines,
            Purpose::Again => ProblemKind::LinesRepeated,
            Purpose::Foreign => ProblemKind::CurrencyMark,
        }
    }

    /// What follows `they` in a doubt.
    pub fn may_be(self) -> &'static str {
        match self {
            Purpose::NotPaid => "may not be paid",
            Purpose::Income => "may be income",
            Purpose::Credits => "may be credits without their minus signs",
            Purpose::Again => "may be payments that stand elsewhere too",
            Purpose::Trial => "may be a draft or an example",
            Purpose::Foreign => "may be in another currency",
        }
    }
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// It is the name of a file or of a sheet.
    Name,
    /// Above the headings, or below the last line.
    Title,
    /// Between the lines, over those that follow.
    Section,
}

/// Longer texts are notes, in which such words say other things.
const WORDS_MAX: usize = 16;
/// A heading between the lines is short.
const SECTION_WORDS_MAX: usize = 8;

/// What is said wherever it stands.
const SURE: [(&str, Purpose); 62] = [
    ("on hold", Purpose::NotPaid),
    ("not yet paid", Purpose::NotPaid),
    ("not paid", Purpose::NotPaid),
    ("unpaid", Purpose::NotPaid),
    ("awaiting payment", Purpose::NotPaid),
    ("awaiting approval", Purpose::NotPaid),
    ("awaiting authorisation", Purpose::NotPaid),
    ("orders raised", Purpose::NotPaid),
    ("orders placed", Purpose::NotPaid),
    ("orders issued", Purpose::NotPaid),
    ("open orders", Purpose::NotPaid),
    ("open purchase orders", Purpose::NotPaid),
    ("outstanding commitments", Purpose::NotPaid),
    ("outstanding invoices", Purpose::NotPaid),
    ("invoices outstanding", Purpose::NotPaid),
    ("outstanding orders", Purpose::NotPaid),
    ("orders outstanding", Purpose::NotPaid),
    ("disputed invoices", Purpose::NotPaid),
    ("invoices in dispute", Purpose::NotPaid),
    ("in dispute", Purpose::NotPaid),
    ("aged creditors", Purpose::NotPaid),
    ("aged creditor", Purpose::NotPaid),
    ("cancelled payments", Purpose::NotPaid),
    ("cancelled invoices", Purpose::NotPaid),
    ("cancelled cheques", Purpose::NotPaid),
    ("payments cancelled", Purpose::NotPaid),
    ("rejected payments", Purpose::NotPaid),
    ("payments rejected", Purpose::NotPaid),
    ("rejected invoices", Purpose::NotPaid),
    ("returned payments", Purpose::NotPaid),
    ("payments returned", Purpose::NotPaid),
    ("bacs returned", Purpose::NotPaid),
    ("bacs returns", Purpose::NotPaid),
    ("failed payments", Purpose::NotPaid),
    ("stopped cheques", Purpose::NotPaid),
    ("void payments", Purpose::NotPaid),
    ("proposed payments", Purpose::NotPaid),
    ("forecast payments", Purpose::NotPaid),
    ("amounts due", Purpose::NotPaid),
    ("income received", Purpose::Income),
    ("grants received", Purpose::Income),
    ("invoices raised", Purpose::Income),
    ("sales invoices", Purpose::Income),
    ("aged debtors", Purpose::Income),
    ("aged debt", Purpose::Income),
    ("largest payments", Purpose::Again),
    ("largest suppliers", Purpose::Again),
    ("highest payments", Purpose::Again),
    ("top ten", Purpose::Again),
    ("top 10", Purpose::Again),
    ("top 20", Purpose::Again),
    ("duplicate payments", Purpose::Again),
    ("duplicate invoices", Purpose::Again),
    ("cumulative spend", Purpose::Again),
    ("cumulative payments", Purpose::Again),
    ("not for publication", Purpose::Trial),
    ("do not publish", Purpose::Trial),
    ("test data", Purpose::Trial),
    ("sample data", Purpose::Trial),
    ("dummy data", Purpose::Trial),
    ("example data", Purpose::Trial),
    ("test extract", Purpose::Trial),
];

/// What is said by a single word, in a text that speaks of no payments.
const WORDS: [(&str, Purpose); 28] = [
    ("commitments", Purpose::NotPaid),
    ("committed", Purpose::NotPaid),
    ("budget", Purpose::NotPaid),
    ("budgets", Purpose::NotPaid),
    ("forecast", Purpose::NotPaid),
    ("forecasts", Purpose::NotPaid),
    ("accruals", Purpose::NotPaid),
    ("outstanding", Purpose::NotPaid),
    ("disputed", Purpose::NotPaid),
    ("cancelled", Purpose::NotPaid),
    ("rejected", Purpose::NotPaid),
    ("returned", Purpose::NotPaid),
    ("pending", Purpose::NotPaid),
    ("excluded", Purpose::NotPaid),
    ("encumbrances", Purpose::NotPaid),
    ("quotations", Purpose::NotPaid),
    ("debtors", Purpose::Income),
    ("receivable", Purpose::Income),
    ("receivables", Purpose::Income),
    ("duplicates", Purpose::Again),
    ("duplicate", Purpose::Again),
    ("sample", Purpose::Trial),
    ("dummy", Purpose::Trial),
    ("template", Purpose::Trial),
    ("example", Purpose::Trial),
    ("examples", Purpose::Trial),
    ("test", Purpose::Trial),
    ("tests", Purpose::Trial),
];

/// Words of what was spent: such a text is about payments, whatever else it says.
const OF_PAYMENTS: [&str; 14] = [
    "payment",
    "payments",
    "paid",
    "spend",
    "spending",
    "spent",
    "expenditure",
    "purchases",
    "transactions",
    "invoices",
    "suppliers",
    "transparency",
    "holder",
    "holders",
];
/// What leaves something out says nothing about what is there.
const LEAVES_OUT: [&str; 12] = [
    "exclude",
    "excludes",
    "excluding",
    "except",
    "without",
    "omitted",
    "other",
    "exclusive",
    "include",
    "includes",
    "including",
    "no",
];
/// Words beside `Credit notes` in a text that says nothing else; months and numbers may stand there too.
const BESIDE_CREDITS: [&str; 20] = [
    "credit",
    "credits",
    "note",
    "notes",
    "refund",
    "refunds",
    "received",
    "issued",
    "from",
    "suppliers",
    "supplier",
    "and",
    "list",
    "of",
    "register",
    "report",
    "the",
    "in",
    "crns",
    "cn",
];

/// What a text says of the rows that it stands over; `None` where it says nothing, or that they are payments.
pub(crate) fn purpose_of(text: &str, stands: Stands) -> Option<Purpose> {
    let words = heading_words(text);
    let n_max = if stands == Stands::Section { SECTION_WORDS_MAX } else { WORDS_MAX };
    if words.is_empty() || n_max < words.len() {
        return None;
    }
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let joined = format!(" {} ", words.join(" "));
    // An address says nothing about the rows.
    if has(&LEAVES_OUT) || has(&["http", "https", "www"]) {
        return None;
    }
    if let Some(purpose) = foreign(&words).filter(|_| stands != Stands::Section) {
        return Some(purpose);
    }
    let is_title_of_parts = words.starts_with(&["of".to_owned(), "which".to_owned()]) && stands == Stands::Section;
    if is_title_of_parts {
        return Some(Purpose::Again);
    }
    let sure = SURE.iter().find(|(phrase, _)| joined.contains(&format!(" {phrase} ")));
    if let Some((_, purpose)) = sure {
        return Some(*purpose);
    }
    if is_of_credits(&words, stands) {
        return Some(Purpose::Credits);
    }
    // A department may be called Budget Support, a street Test Lane: between the lines nothing but such words counts.
    if stands == Stands::Section {
        return Status::is_not_paid_alone(text).then_some(Purpose::NotPaid);
    }
    if words[0] == "draft" && (stands == Stands::Name || words.len() <= 3) {
        return Some(Purpose::Trial);
    }
    if has(&OF_PAYMENTS) {
        return None;
    }
    let is_place = |word: &str| word == "test" && has(&["valley", "match", "centre", "and"]);
    let single = WORDS.iter().find(|(word, _)| has(&[word]) && !is_place(word));
    single.map(|(_, purpose)| *purpose)
}

/// Whether the heading of an amount says that it was not paid, or not yet: `Accrued Amount`, `Invoice value unpaid`.
pub(crate) fn is_heading_of_unpaid(heading: &str) -> bool {
    const ALSO: [&str; 6] = ["ordered", "balance", "payable", "owed", "due", "requested"];
    let words = heading_words(heading);
    let is_paid =
        words.iter().any(|word| matches!(word.as_str(), "paid" | "payment" | "payments" | "spend" | "actual"));
    let is_unpaid =
        |word: &String| ALSO.contains(&word.as_str()) || NOT_PAID.iter().any(|start| word.starts_with(start));
    let is_not = words.iter().any(|word| matches!(word.as_str(), "not" | "un"));
    words.iter().any(is_unpaid) && !is_paid || is_not && is_paid
}

/// `All amounts are in euro (EUR)`.
fn foreign(words: &[String]) -> Option<Purpose> {
    const CURRENCIES: [&str; 8] = ["eur", "euro", "euros", "usd", "€", "$", "dollars", "chf"];
    const BESIDE: [&str; 10] =
        ["amounts", "amount", "values", "figures", "currency", "all", "in", "payments", "expressed", "shown"];
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    (has(&CURRENCIES) && has(&BESIDE) && !has(&["gbp", "£", "sterling", "pounds", "over", "above"]))
        .then_some(Purpose::Foreign)
}

fn is_of_credits(words: &[String], stands: Stands) -> bool {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let names = has(&["credits", "refunds", "crns"]) || has(&["credit"]) && has(&["note", "notes"]);
    let is_beside = |word: &String| {
        BESIDE_CREDITS.contains(&word.as_str())
            || stands != Stands::Section
                && (word.bytes().any(|b| b.is_ascii_digit()) || crate::dates::month_named(word).is_some())
    };
    names && words.iter().all(is_beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stands: Stands, texts: &[(&str, Option<Purpose>)]) {
        for (text, expected) in texts {
            assert_eq!(purpose_of(text, stands), *expected, "{text} as {stands:?}");
        }
    }

    #[test]
    fn names_of_files_and_sheets_say_what_they_list() {
        use Purpose::*;
        check(
            Stands::Name,
            &[
                ("Unpaid invoices at March", Some(NotPaid)),
                ("Open purchase orders March", Some(NotPaid)),
                ("BACS returned", Some(NotPaid)),
                ("Cancelled payments", Some(NotPaid)),
                ("Budget", Some(NotPaid)),
                ("Commitments 2024-25", Some(NotPaid)),
                ("invoices_awaiting_payment", Some(NotPaid)),
                ("Excluded", Some(NotPaid)),
                ("Debtors", Some(Income)),
                ("Grants received", Some(Income)),
                ("Credit notes 2024-25", Some(Credits)),
                ("Refunds", Some(Credits)),
                ("Duplicates", Some(Again)),
                ("Test extract", Some(Trial)),
                ("Sample data (dummy)", Some(Trial)),
                ("Draft payments", Some(Trial)),
                ("Test Valley Borough Council", None),
                ("Payments over 500 2024-25", None),
                ("Spend by budget holder", None),
                ("2024-25 Q1 expenditure (excluding cancelled)", None),
                ("Council tax refunds", None),
                ("Sheet1", None),
                ("Spend against budget", None),
            ],
        );
    }

    #[test]
    fn titles_and_footnotes_say_it_in_their_own_words() {
        use Purpose::*;
        check(
            Stands::Title,
            &[
                ("Wendshire Council - invoices received but not yet paid at 31 March 2025", Some(NotPaid)),
                ("Purchase orders raised over £5,000 in 2024-25", Some(NotPaid)),
                ("* This report lists orders placed, not payments made.", Some(NotPaid)),
                ("Budget 2024-25 by supplier", Some(NotPaid)),
                ("Income received over £500 2024-25", Some(Income)),
                ("All amounts are in euro (EUR)", Some(Foreign)),
                ("DRAFT - NOT FOR PUBLICATION - TEST DATA", Some(Trial)),
                ("Cumulative spend to date per supplier", Some(Again)),
                ("Payments to suppliers over £500, by budget holder", None),
                ("This list excludes cancelled payments", None),
                ("All amounts are in pounds sterling", None),
                ("Draft accounts at https://example.org/Draft/accounts are published in June", None),
            ],
        );
    }

    #[test]
    fn between_the_lines_nothing_but_such_words_counts() {
        use Purpose::*;
        check(
            Stands::Section,
            &[
                ("Invoices on hold - not yet paid", Some(NotPaid)),
                ("Commitments", Some(NotPaid)),
                ("Ten largest payments", Some(Again)),
                ("Of which grants to voluntary organisations:", Some(Again)),
                ("Credit notes received", Some(Credits)),
                ("Budget Support", None),
                ("Council Tax Refunds", None),
                ("Test Lane Depot", None),
                ("Adult Social Care", None),
                ("Income Collection", None),
            ],
        );
    }

    #[test]
    fn headings_of_amounts_that_were_not_paid() {
        for heading in ["Accrued Amount", "Invoice value unpaid", "Amount not paid", "Committed £", "Outstanding value"]
        {
            assert!(is_heading_of_unpaid(heading), "{heading}");
        }
        for heading in ["Amount", "Amount Paid", "Net Amount", "Payment on hold released and paid"] {
            assert!(!is_heading_of_unpaid(heading), "{heading}");
        }
    }
}
