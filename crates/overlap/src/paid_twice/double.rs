//! Two payments of what may be one invoice.

use std::collections::BTreeSet;

use model::date_of_day;
use model::tables::{LEDGER_LINE, OverlapConfidence, OverlapKind};

use super::payments::Bill;
use super::{AMOUNT_MIN, BodyRepeats};
use crate::finding::{Evidence, Finding, Pounds};
use crate::names::NameId;
use crate::paid_lines::{PaidLine, PaidLines};
use crate::suppliers::Suppliers;

/// What two payments have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The same invoice number and every line of it, in one body's ledger.
    WholeInvoice,
    /// The same invoice number and some of its lines, in one body's ledger.
    LinesOfInvoice,
    /// The same invoice number in two bodies' ledgers.
    AcrossBodies,
    /// The same amount to the penny and the same heading, and nothing else of the supplier repeats.
    AmountAlone,
}

/// Lines of two payments, those of the second matched one by one to those of the first.
#[derive(Clone, Debug)]
pub(super) struct Double<'l> {
    pub likeness: Likeness,
    pub first: Vec<&'l PaidLine>,
    pub second: Vec<&'l PaidLine>,
}

/// What two bills have in common: of each amount as many lines as both have.
pub(super) fn matched<'l>(first: &Bill<'_, 'l>, second: &Bill<'_, 'l>) -> (Vec<&'l PaidLine>, Vec<&'l PaidLine>) {
    let both = first.iter().filter_map(|(pence, lines)| Some((*lines, *second.get(pence)?)));
    let large = both.filter(|(lines, _)| AMOUNT_MIN <= lines[0].amount);
    let pairs: Vec<(&PaidLine, &PaidLine)> =
        large.flat_map(|(first, second)| first.iter().copied().zip(second.iter().copied())).collect();
    pairs.into_iter().unzip()
}

impl Double<'_> {
    /// The finding: the pounds of the second payment.
    pub fn finding<'r>(
        &self,
        lines: &PaidLines,
        suppliers: &Suppliers,
        repeats_of: impl Fn(&str) -> Option<&'r BodyRepeats>,
    ) -> Finding {
        let (one, other) = (self.first[0], self.second[0]);
        let supplier = lines.text(one.supplier);
        let name = suppliers.name(supplier);
        let second = self.second.iter().map(|line| line.pounds()).collect();
        let texts = self.texts(lines, repeats_of(lines.text(other.body)));
        Finding {
            kind: OverlapKind::PaidTwice,
            keys: vec![supplier.to_owned(), lines.place(one), lines.place(other)],
            title: format!("{name}: {}", texts.title),
            bodies: [one, other].iter().map(|line| lines.text(line.body).to_owned()).collect::<BTreeSet<_>>(),
            pounds: Pounds::of_lines(second),
            confidence: self.confidence(),
            keep_apart: false,
            how: texts.how,
            condition: self.condition().to_owned(),
            evidence: self.evidence(lines),
        }
    }

    fn confidence(&self) -> OverlapConfidence {
        match self.likeness {
            Likeness::WholeInvoice => OverlapConfidence::High,
            Likeness::LinesOfInvoice | Likeness::AcrossBodies => OverlapConfidence::Medium,
            Likeness::AmountAlone => OverlapConfidence::Low,
        }
    }

    fn texts(&self, lines: &PaidLines, repeats: Option<&BodyRepeats>) -> Texts {
        let [first, second] = [self.first[0], self.second[0]].map(day);
        let reference: NameId = self.second[0].reference;
        let invoice = format!("invoice {}", lines.text(reference));
        let (title, what) = match self.likeness {
            Likeness::WholeInvoice => {
                (format!("{invoice} paid twice"), "Supplier, reference and every line are the same")
            }
            Likeness::LinesOfInvoice => {
                (format!("lines of {invoice} paid twice"), "Supplier, reference and some of the lines are the same")
            }
            Likeness::AcrossBodies => (
                format!("{invoice} paid by two bodies"),
                "Supplier, reference and amount are the same in two bodies' ledgers",
            ),
            Likeness::AmountAlone => (
                "one amount paid twice".to_owned(),
                "Supplier, heading and amount are the same to the penny, and little else of the supplier repeats; the invoice's \
                 number is not in the ledger",
            ),
        };
        let beside = repeats.map(|repeats| repeats.beside_chance(self.likeness)).unwrap_or_default();
        Texts { title, how: format!("{what}; paid on {first} and on {second}.{beside}") }
    }

    fn condition(&self) -> &'static str {
        match self.likeness {
            Likeness::AcrossBodies => {
                "It is money if the bodies had not agreed to share the bill, and the supplier's statement shows one invoice"
            }
            _ => {
                "It is money if the goods came once, the supplier's statement shows one invoice, and it has not been paid back"
            }
        }
    }

    fn evidence(&self, lines: &PaidLines) -> Vec<Evidence> {
        let of = |line: &&PaidLine, which: &str| Evidence {
            body_id: Some(lines.text(line.body).to_owned()),
            table: LEDGER_LINE.name.to_owned(),
            key: lines.place(line),
            note: format!("{which} payment, {}", day(line)),
            amount: Some(line.amount),
        };
        let first = self.first.iter().map(|line| of(line, "first"));
        first.chain(self.second.iter().map(|line| of(line, "second"))).collect()
    }
}

struct Texts {
    title: String,
    how: String,
}

fn day(line: &PaidLine) -> String {
    line.day.map(|day| date_of_day(day).to_string()).unwrap_or_default()
}
