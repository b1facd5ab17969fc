//! Letters and words beside an amount that say whether it was paid or came back.

/// Which way a line's money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Paid,
    Returned,
}

impl Side {
    /// What a cell of a debit or credit column, or of a column of document types, says.
    pub fn of(cell: &str) -> Option<Side> {
        const RETURNED: [&str; 19] = [
            "c",
            "cr",
            "cr.",
            "credit",
            "credits",
            "credit note",
            "credit memo",
            "credit invoice",
            "creditnote",
            "crn",
            "cn",
            "cm",
            "crm",
            "kg",
            "refund",
            "purchase credit note",
            "supplier credit note",
            "-",
            "reversal",
        ];
        const PAID: [&str; 20] = [
            "",
            "d",
            "dr",
            "dr.",
            "debit",
            "debits",
            "invoice",
            "inv",
            "purchase invoice",
            "supplier invoice",
            "standard invoice",
            "standard",
            "pi",
            "si",
            "kr",
            "payment",
            "pay",
            "pmt",
            "debit note",
            "+",
        ];
        let is_one_of = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
        match () {
            () if is_one_of(&RETURNED) => Some(Side::Returned),
            () if is_one_of(&PAID) => Some(Side::Paid),
            () => None,
        }
    }

    /// How surely a heading names such a column: `Dr/Cr` surely, `Document Type` only if its cells bear it out.
    pub(super) fn name_score(joined: &str) -> f64 {
        const SURE: [&str; 13] = [
            "drcr",
            "crdr",
            "debitcredit",
            "creditdebit",
            "debitorcredit",
            "creditordebit",
            "dc",
            "dcindicator",
            "drcrindicator",
            "debitcreditindicator",
            "creditdebitindicator",
            "drcrflag",
            "debitcreditflag",
        ];
        const LIKELY: [&str; 18] = [
            "sign",
            "documenttype",
            "doctype",
            "transactiontype",
            "transtype",
            "trantype",
            "invoicetype",
            "type",
            "entrytype",
            "postingtype",
            "recordtype",
            "linetype",
            "invoiceorcredit",
            "invoicecredit",
            "invoicecreditnote",
            "credit",
            "cr",
            "creditnote",
        ];
        match () {
            () if SURE.contains(&joined) => 0.95,
            () if LIKELY.contains(&joined) => 0.7,
            () => 0.0,
        }
    }
}
