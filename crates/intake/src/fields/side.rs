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
        const PAID: [&str; 19] = [
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
            "+",
        ];
        let is_one_of = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
        match () {
            () if is_one_of(&RETURNED) => Some(Side::Returned),
            () if is_one_of(&PAID) => Some(Side::Paid),
            () => Side::of_words(cell),
        }
    }

    /// The side that a longer cell gives by one of its words: `AP Credit Memo`, `Expense claim`. A debit note or memo may
    /// be either.
    fn of_words(cell: &str) -> Option<Side> {
        const RETURNED: [&str; 8] = ["credit", "refund", "refunded", "reversal", "crn", "cn", "scn", "pcn"];
        const PAID: [&str; 14] = [
            "invoice", "invoices", "inv", "payment", "payments", "bacs", "chaps", "cheque", "chq", "claim", "expenses",
            "faster", "dd", "card",
        ];
        // `credit` does not mean a credit in these: a credit card, a credit union and a credit transfer pay.
        const NO_CREDITS: [&str; 5] = ["card", "cards", "union", "transfer", "transfers"];
        let words = || cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let has = |known: &[&str]| words().any(|word| known.iter().any(|known| word.eq_ignore_ascii_case(known)));
        // `SINV`, `APINV`; `SCRN`, `PCRN`.
        let ends = |ends: &[&str]| {
            let is_end = |word: &str, end: &&str| word.len() <= 6 && word.to_ascii_lowercase().ends_with(end);
            words().any(|word| ends.iter().any(|end| is_end(word, end)))
        };
        match () {
            () if 40 < cell.len() || has(&["debit"]) => None,
            () if has(&RETURNED) && !has(&NO_CREDITS) || ends(&["crn"]) => Some(Side::Returned),
            () if ends(&["inv"]) => Some(Side::Paid),
            () if has(&PAID) || has(&NO_CREDITS) && has(&["credit"]) => Some(Side::Paid),
            () => None,
        }
    }

    /// Yes or no in a column headed by a word for credit notes.
    pub(crate) fn of_flag(cell: &str) -> Option<Side> {
        let is_one_of = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
        match () {
            () if is_one_of(&["y", "yes", "true", "1", "x"]) => Some(Side::Returned),
            () if is_one_of(&["n", "no", "false", "0", ""]) => Some(Side::Paid),
            () => None,
        }
    }

    /// Whether a heading asks if a line is a credit: `Credit Note?`, `Refund`, `Is credit`.
    pub(crate) fn is_flag_heading(words: &[String]) -> bool {
        let names = ["credit", "refund", "reversal", "crn"];
        let beside = ["note", "memo", "is", "a", "flag", "y", "n", "yes", "no", "indicator"];
        words.iter().any(|word| names.contains(&word.as_str()))
            && words.iter().all(|word| names.contains(&word.as_str()) || beside.contains(&word.as_str()))
    }

    /// Whether a heading speaks of what was paid with or to whom, which is no side of the ledger: a credit card pays.
    pub(crate) fn is_of_others(joined: &str) -> bool {
        ["card", "supplier", "vendor", "payee", "account", "body"].iter().any(|other| joined.starts_with(other))
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
        const LIKELY: [&str; 21] = [
            "sign",
            "doc",
            "document",
            "trans",
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
        let ends = ["type", "indicator", "doctyp", "kind", "transactioncode"];
        if Side::is_of_others(joined) {
            return 0.0;
        }
        match () {
            () if SURE.contains(&joined) => 0.95,
            () if LIKELY.contains(&joined) || ends.iter().any(|end| joined.ends_with(end)) => 0.7,
            () => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells of up to forty letters are kinds of document; a longer one is a sentence about the payment.
    #[test]
    fn the_side_of_a_longer_cell_is_that_of_one_of_its_words() {
        let forty = "credit memo for goods that were returned";
        assert_eq!(forty.len(), 40);
        for (cell, side) in [
            ("AP Credit Memo", Some(Side::Returned)),
            ("Supplier refund", Some(Side::Returned)),
            ("SCRN", Some(Side::Returned)),
            (forty, Some(Side::Returned)),
            ("Expense claim", Some(Side::Paid)),
            ("APINV", Some(Side::Paid)),
            ("Corporate credit card", Some(Side::Paid)),
            ("Credit union", Some(Side::Paid)),
            ("Debit memo", None),
            ("Debit card payment", None),
            ("credit memo for goods that were returned.", None),
            ("Retention", None),
        ] {
            assert_eq!(Side::of_words(cell), side, "{cell}");
        }
    }
}
