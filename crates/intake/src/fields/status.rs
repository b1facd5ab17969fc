//! Words that say whether a line was paid at all.

use super::heading_words;

/// What a cell says of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Paid,
    /// Cancelled, reversed or stopped; or planned, committed or accrued.
    NotPaid,
}

/// Longer cells are descriptions.
const WORDS_MAX: usize = 5;
const BYTES_MAX: usize = 40;

/// What such words begin with.
pub(super) const NOT_PAID: [&str; 38] = [
    "cancel",
    "void",
    "commitment",
    "committed",
    "budget",
    "accru",
    "forecast",
    "estimate",
    "revers",
    "reject",
    "pending",
    "unpaid",
    "draft",
    "planned",
    "proforma",
    "encumb",
    "projected",
    "projection",
    "stopped",
    "declined",
    "failed",
    "hold",
    "held",
    "returned",
    "withdrawn",
    "deleted",
    "parked",
    "recalled",
    "disputed",
    "suspended",
    "provision",
    "awaiting",
    "outstanding",
    "bounced",
    "refused",
    "superseded",
    "unposted",
    "unapproved",
];
const PAID: [&str; 29] = [
    "paid",
    "cleared",
    "actual",
    "actuals",
    "posted",
    "complete",
    "completed",
    "invoice",
    "invoices",
    "payment",
    "payments",
    "reconciled",
    "settled",
    "approved",
    "released",
    "processed",
    "issued",
    "presented",
    "bacs",
    "cheque",
    "chaps",
    "matched",
    "authorised",
    "live",
    "journal",
    "inv",
    "cashed",
    "spend",
    "expenditure",
];

impl Status {
    /// `Cancelled`, `Void cheque`, `Not paid`; `Paid`, `Actual`, `Invoice`. `None` where a cell says neither.
    pub(crate) fn of(cell: &str) -> Option<Status> {
        if BYTES_MAX < cell.len() || cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let words = heading_words(cell);
        let has = |is_it: &dyn Fn(&str) -> bool| words.iter().any(|word| is_it(word));
        let is_not = has(&|word| matches!(word, "not" | "non" | "un" | "never"));
        let is_paid = has(&|word| PAID.contains(&word));
        let is_undone = has(&|word| NOT_PAID.iter().any(|start| word.starts_with(start)));
        match () {
            () if words.is_empty() || WORDS_MAX < words.len() => None,
            // `Accruals reversed`, `Cancelled invoice`; but `Paid, was on hold`.
            () if is_undone && !is_not && !has(&|word| word == "paid") => Some(Status::NotPaid),
            () if is_not && is_paid => Some(Status::NotPaid),
            () if is_paid => Some(Status::Paid),
            () => None,
        }
    }
}

/// Words that are beside such words and say nothing else.
const BESIDE: [&str; 24] = [
    "payment",
    "payments",
    "invoice",
    "invoices",
    "cheque",
    "po",
    "order",
    "entry",
    "entries",
    "journal",
    "line",
    "lines",
    "by",
    "bank",
    "supplier",
    "not",
    "on",
    "yet",
    "duplicate",
    "approval",
    "authorisation",
    "purchase",
    "for",
    "figures",
];

impl Status {
    /// Whether a cell is nothing but such words: `Accrual`, `PO commitment`; not `Provision of care`.
    pub(crate) fn is_not_paid_alone(cell: &str) -> bool {
        let is_such = |word: &String| {
            BESIDE.contains(&word.as_str())
                || PAID.contains(&word.as_str())
                || NOT_PAID.iter().any(|start| word.starts_with(start))
        };
        Status::of(cell) == Some(Status::NotPaid) && heading_words(cell).iter().all(is_such)
    }
}

/// How a heading speaks of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusHeading {
    /// `Payment Status`: each of its words counts.
    Status,
    /// `Line Type`, `Basis`: cells of such words alone.
    Type,
    /// Anything else: the same, and only beside words for what was paid.
    Other,
    /// `Cancelled?`, `Void flag`: yes means that a line was not paid.
    Flag,
    /// `Date cancelled`: any date does.
    Date,
}

impl StatusHeading {
    pub(crate) fn of(heading: &str) -> Option<StatusHeading> {
        let words = heading_words(heading);
        let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        let is_undone = words.iter().any(|word| NOT_PAID.iter().any(|start| word.starts_with(start)));
        let is_money = has(&["amount", "value", "£", "total", "code", "number", "ref", "reference", "holder", "name"]);
        match () {
            () if is_money || has(&OF_OTHERS) => None,
            () if has(&["status", "state", "stage"]) => Some(StatusHeading::Status),
            () if is_undone && has(&["date"]) => Some(StatusHeading::Date),
            () if is_undone && words.len() <= 3 => Some(StatusHeading::Flag),
            () if has(&OF_PURPOSE) => None,
            () if has(&["type", "types", "kind", "basis", "scenario", "version", "record", "entry"]) => {
                Some(StatusHeading::Type)
            }
            () => Some(StatusHeading::Other),
        }
    }
}

/// Headings about something else than the line: who was paid, or by what.
const OF_OTHERS: [&str; 10] = [
    "supplier",
    "vendor",
    "payee",
    "merchant",
    "card",
    "organisation",
    "contract",
    "project",
    "beneficiary",
    "account",
];
/// Headings about what it was for.
const OF_PURPOSE: [&str; 14] = [
    "expense",
    "expenses",
    "expenditure",
    "spend",
    "service",
    "cost",
    "procurement",
    "vat",
    "tax",
    "subjective",
    "department",
    "directorate",
    "description",
    "purpose",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_whether_a_line_was_paid() {
        for cell in [
            "Cancelled",
            "CANCELED",
            "Void",
            "VOIDED CHEQUE",
            "Commitment",
            "Budget",
            "Accrual",
            "Forecast",
            "Reversed",
            "Not paid",
            "Payment rejected",
            "On hold",
            "Pending",
            "Invoice - cancelled",
            "Accruals",
            "un-paid",
        ] {
            assert_eq!(Status::of(cell), Some(Status::NotPaid), "{cell}");
        }
        for cell in ["Paid", "PAID", "Actual", "Invoice", "Cleared", "Posted", "Paid (was on hold)", "BACS payment"] {
            assert_eq!(Status::of(cell), Some(Status::Paid), "{cell}");
        }
        for cell in ["", "Grants", "Household waste", "A", "Void in 2020", "Provisions for the kitchen of the school"] {
            assert_eq!(Status::of(cell), None, "{cell}");
        }
    }

    #[test]
    fn words_alone_are_told_from_what_was_bought() {
        for cell in ["Accrual", "PO Commitment", "Cancelled cheque", "Budget figures", "Not paid"] {
            assert!(Status::is_not_paid_alone(cell), "{cell}");
        }
        for cell in ["Provision of care", "Void works", "Budget support", "Invoice", "Estimated meters"] {
            assert!(!Status::is_not_paid_alone(cell), "{cell}");
        }
    }

    #[test]
    fn headings_of_statuses_are_told_from_those_of_what_was_bought() {
        for (heading, expected) in [
            ("Payment Status", Some(StatusHeading::Status)),
            ("Line Type", Some(StatusHeading::Type)),
            ("A/B", Some(StatusHeading::Other)),
            ("Cancelled?", Some(StatusHeading::Flag)),
            ("Date Cancelled", Some(StatusHeading::Date)),
            ("Expense Type", None),
            ("Supplier Status", None),
            ("Budget holder", None),
        ] {
            assert_eq!(StatusHeading::of(heading), expected, "{heading}");
        }
    }
}
