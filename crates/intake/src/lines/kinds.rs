//! What the codes of a column of types, and a column of yes and no, say of lines.

use model::ProblemKind;
use money::Money;

use super::{LineReader, Tally, Value};
use crate::fields::Side;

/// The largest share of a file's lines that are credits.
const CREDITS_SHARE_MAX: f64 = 0.4;
/// Lines of each of two types that make them the two halves of the same payments.
const HALVES_MIN: u64 = 5;

impl LineReader<'_> {
    /// Doubts about a column of types: credits by their code, and invoices beside their payments.
    pub(super) fn doubt_types(&mut self, tally: &Tally) {
        let values: Vec<&Value> = tally.values.iter().filter(|value| !value.text.is_empty()).collect();
        if values.len() < 2 {
            return;
        }
        if let Some((credit, of)) = credits_among(&values).filter(|_| self.counts.n_negative == 0) {
            let text = format!(
                "`{}` has the code `{}` on {} ({}) beside `{}`, which may be credit notes without their minus signs; they \
                 were counted as payments",
                tally.heading,
                credit.text,
                credit.n_lines_in_words(),
                credit.amount,
                of.text,
            );
            let (n, amount) = (credit.n_lines, Some(credit.amount));
            self.push_problem(None, ProblemKind::NoNegativeLines, n, amount, Some(tally.heading.clone()), text);
        }
        let is_said = self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::LinesRepeated);
        if let Some((one, other)) = halves(&values).filter(|_| !is_said) {
            let text = format!(
                "`{}` has {} of `{}` and {} of `{}`, both of {}: the same payments may stand there twice; all were counted",
                tally.heading,
                one.n_lines_in_words(),
                one.text,
                other.n_lines_in_words(),
                other.text,
                one.amount,
            );
            let (n, amount) = (one.n_lines, Some(one.amount));
            self.push_problem(None, ProblemKind::LinesRepeated, n, amount, Some(tally.heading.clone()), text);
        }
    }

    /// Amounts with VAT among others without.
    pub(super) fn doubt_vat_flag(&mut self, tally: &Tally) {
        let of = |side: Side| {
            let such = tally.values.iter().filter(|value| Side::of_flag(&value.text) == Some(side));
            such.fold((0, Money::ZERO), |(n, sum), value| (n + value.n_lines, sum + value.amount))
        };
        let ((n, amount), (n_without, _)) = (of(Side::Returned), of(Side::Paid));
        if n == 0 || n_without == 0 {
            return;
        }
        let text = format!(
            "`{}` says that {n} amounts ({amount}) are with VAT and {n_without} are not; all were counted as printed",
            tally.heading
        );
        let column = Some(tally.heading.clone());
        self.push_problem(None, ProblemKind::SeveralAmountColumns, n, Some(amount), column, text);
    }
}

/// A code for credits, with the one for invoices that it is formed after.
fn credits_among<'v>(values: &[&'v Value]) -> Option<(&'v Value, &'v Value)> {
    let n: u64 = values.iter().map(|value| value.n_lines).sum();
    let few = values.iter().filter(|value| (value.n_lines as f64) <= CREDITS_SHARE_MAX * n as f64);
    few.into_iter().find_map(|credit| {
        let of =
            values.iter().find(|other| credit.n_lines < other.n_lines && is_credit_of(&credit.text, &other.text))?;
        Some((*credit, *of))
    })
}

/// Whether a code is one for credits beside one for invoices: `PC` beside `PI`, `KG` beside `RE` or `KR`, `ACR` beside `AP`.
fn is_credit_of(credit: &str, invoice: &str) -> bool {
    const KNOWN: [(&str, &str); 5] = [("KG", "RE"), ("KG", "KR"), ("C", "I"), ("C", "INV"), ("-", "+")];
    let code = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '-')).collect::<String>().to_uppercase()
    };
    let (credit, invoice) = (code(credit), code(invoice));
    if KNOWN.contains(&(credit.as_str(), invoice.as_str())) {
        return true;
    }
    if invoice.len() < 2 || credit.len() < 2 || !credit.is_ascii() || !invoice.is_ascii() {
        return false;
    }
    let names_credit = ["CRED", "CRN", "CRMEMO", "REVERSAL", "REFUND"];
    let is_named = names_credit.iter().any(|word| credit.contains(word))
        || credit.ends_with("CR")
        || credit == "CN"
        || credit == "CR";
    let is_of_invoices =
        invoice.contains("INV") || matches!(invoice.as_str(), "STANDARD" | "PAYMENT" | "AP" | "STD" | "DR");
    if is_named && !invoice.contains("CR") && (is_of_invoices || credit.len() <= 4) {
        return true;
    }
    // One letter other, which is a C where the invoice has an I, N or P: `PI` and `PC`, `PIN` and `PCN`, `AP` and `AC`.
    let differ: Vec<(u8, u8)> = credit.bytes().zip(invoice.bytes()).filter(|(a, b)| a != b).collect();
    let is_turned = credit.len() == invoice.len() && matches!(differ.as_slice(), [(b'C', b'I' | b'P' | b'N' | b'D')]);
    let is_longer = credit.strip_prefix(invoice.as_str()).is_some_and(|end| matches!(end, "C" | "CR" | "CN" | "CRN"));
    is_turned || is_longer
}

/// Two types with as many lines and the same pounds.
fn halves<'v>(values: &[&'v Value]) -> Option<(&'v Value, &'v Value)> {
    let is_large = |value: &&&Value| HALVES_MIN <= value.n_lines && value.amount != Money::ZERO;
    let large: Vec<&&Value> = values.iter().filter(is_large).collect();
    large.iter().enumerate().find_map(|(i, one)| {
        let other = large[i + 1..].iter().find(|other| other.n_lines == one.n_lines && other.amount == one.amount)?;
        Some((**one, **other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_credits_are_known_by_those_of_invoices() {
        for (credit, invoice) in [
            ("PC", "PI"),
            ("PCN", "PIN"),
            ("AC", "AP"),
            ("KG", "RE"),
            ("KG", "KR"),
            ("C", "I"),
            ("CN", "INV"),
            ("CRNOTE", "INVOICE"),
            ("PCRN", "PINV"),
            ("Credit Memo", "Standard"),
            ("Refund", "Payment"),
            ("ADJUSTMENT-CR", "INVOICE"),
            ("INVC", "INV"),
            ("-", "+"),
        ] {
            assert!(is_credit_of(credit, invoice), "{credit} {invoice}");
        }
        for (credit, invoice) in [
            ("C", "R"),
            ("Capital", "Revenue"),
            ("PI", "PC"),
            ("BACS", "CHQ"),
            ("Card", "Invoice"),
            ("GL", "AP"),
            ("SC", "SR"),
        ] {
            assert!(!is_credit_of(credit, invoice), "{credit} {invoice}");
        }
    }
}
