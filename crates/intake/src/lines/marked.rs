//! Lines of which a text says that they are something else than a payment: cancelled, a credit note, or the VAT of the line
//! beside it.

use model::ProblemKind;
use money::Money;

use super::{LineReader, shorten};
use crate::fields::{Field, heading_words};
use crate::rows::Row;

/// This many lines of one mark or more are no slip.
const LINES_MIN: u64 = 3;
/// The largest share of a file's lines: what nearly all lines say tells none from another.
const SHARE_MAX: f64 = 0.6;
/// Longer cells are descriptions, in which VAT is only mentioned.
const VAT_BYTES_MAX: usize = 40;
/// Words of an account for VAT.
const OF_VAT: [&str; 20] = [
    "vat",
    "input",
    "inputs",
    "tax",
    "recoverable",
    "reclaimable",
    "recovered",
    "on",
    "purchases",
    "purchase",
    "control",
    "account",
    "standard",
    "rate",
    "rated",
    "a",
    "c",
    "creditors",
    "refundable",
    "in",
];
/// Columns whose cells may carry a mark.
const TEXTS: [Field; 6] =
    [Field::Payee, Field::Description, Field::Subjective, Field::Service, Field::Category, Field::Department];

/// How a text marks its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Cancelled,
    Credit,
    Vat,
}

/// Lines of one mark.
#[derive(Default)]
struct Of {
    n: u64,
    n_negative: u64,
    amount: Money,
    example: String,
}

/// Lines that a text marks, by their mark.
#[derive(Default)]
pub(super) struct Marked {
    cancelled: Of,
    credits: Of,
    vat: Of,
    /// Lines with a reference of a credit note, and with another one.
    credit_references: Of,
}

impl Marked {
    fn of(&mut self, mark: Mark) -> &mut Of {
        match mark {
            Mark::Cancelled => &mut self.cancelled,
            Mark::Credit => &mut self.credits,
            Mark::Vat => &mut self.vat,
        }
    }
}

impl Of {
    fn count(&mut self, amount: Money, cell: &str) {
        self.n += 1;
        self.n_negative += u64::from(amount.is_negative());
        self.amount += amount;
        if self.n == 1 {
            self.example = cell.to_owned();
        }
    }
}

impl LineReader<'_> {
    pub(super) fn count_marks(&mut self, row: &Row, amount: Money) {
        for field in TEXTS {
            let Some(at) = self.at[field as usize] else { continue };
            let cell = row.cell(at);
            if !may_be_marked(cell) {
                continue;
            }
            let text = self.encoding.decode(cell);
            if let Some(mark) = mark_of(&text, field) {
                self.marked.of(mark).count(amount, &text);
                return;
            }
        }
        if let Some(at) = self.at[Field::Reference as usize] {
            let cell = row.cell(at);
            if cell.first().is_some_and(|first| matches!(first, b'c' | b'C')) {
                let text = self.encoding.decode(cell);
                if is_reference_of_credit(&text) {
                    self.marked.credit_references.count(amount, &text);
                }
            }
        }
    }

    pub(super) fn doubt_marks(&mut self) {
        let Marked { cancelled, credits, vat, credit_references } = std::mem::take(&mut self.marked);
        let n_lines = self.counts.n_lines;
        let is_some = |of: &Of| LINES_MIN <= of.n && of.n as f64 <= SHARE_MAX * n_lines as f64;
        let mut say = |kind: ProblemKind, of: &Of, text: String| {
            let example = shorten(&self.payees.payees.told(&of.example), 40);
            let text =
                format!("{} of {n_lines} lines ({}) {text}, such as {example:?}; they were counted", of.n, of.amount);
            self.push_problem(None, kind, of.n, Some(of.amount), None, text);
        };
        // One cancelled payment may be half of a file's pounds.
        if 0 < cancelled.n && cancelled.amount != Money::ZERO {
            say(ProblemKind::LinesNotPaid, &cancelled, "are called cancelled, void or the like in a text".to_owned());
        }
        let have_lost_signs = |of: &Of| is_some(of) && of.n_negative == 0;
        if have_lost_signs(&credits) {
            say(ProblemKind::NoNegativeLines, &credits, "are called credit notes and none has a minus sign".to_owned());
        } else if have_lost_signs(&credit_references) {
            let words = "have the reference of a credit note and none has a minus sign".to_owned();
            say(ProblemKind::NoNegativeLines, &credit_references, words);
        }
        if is_some(&vat) {
            say(
                ProblemKind::SeveralAmountColumns,
                &vat,
                "are the VAT of other lines, which a body recovers".to_owned(),
            );
        }
    }
}

/// Whether a cell is worth reading: nearly all are not.
/// Cheap to tell, because every text of every row is asked: whether a cell opens with a word for a mark, or has VAT in it.
fn may_be_marked(cell: &[u8]) -> bool {
    const BYTES_MAX: usize = 400;
    if BYTES_MAX <= cell.len() {
        return false;
    }
    let Some(first) = cell.iter().position(u8::is_ascii_alphabetic) else { return false };
    let mut opening = [0; 3];
    opening.iter_mut().zip(&cell[first..]).for_each(|(to, byte)| *to = byte.to_ascii_uppercase());
    match &opening {
        b"CAN" | b"VOI" | b"REJ" | b"DO " | b"NOT" | b"STO" | b"UNP" | b"CRE" | b"CR " | b"INP" => true,
        b"REV" | b"REC" | b"RET" => true,
        _ => cell.len() <= VAT_BYTES_MAX && says_vat(cell),
    }
}

fn says_vat(cell: &[u8]) -> bool {
    memchr::memchr2_iter(b'v', b'V', cell)
        .any(|at| cell[at..].get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"VAT")))
}

fn mark_of(text: &str, field: Field) -> Option<Mark> {
    let upper = text.trim().to_ascii_uppercase();
    if is_cancelled(&upper) {
        return Some(Mark::Cancelled);
    }
    if field == Field::Description && starts_with_credit(&upper) {
        return Some(Mark::Credit);
    }
    let is_account = matches!(field, Field::Subjective | Field::Description | Field::Category | Field::Service);
    (is_account && text.len() <= VAT_BYTES_MAX && is_vat(&upper)).then_some(Mark::Vat)
}

/// `CANCELLED - Acorn Ltd`, `**VOID** Acorn Ltd`, `(Rejected) Acorn Ltd`; not `Cancelled holidays` or `Void works`.
fn is_cancelled(upper: &str) -> bool {
    const WORDS: [&str; 12] = [
        "CANCELLED",
        "CANCELED",
        "VOIDED",
        "VOID",
        "REJECTED",
        "REVERSED",
        "STOPPED",
        "DO NOT PAY",
        "NOT PAID",
        "UNPAID",
        "RECALLED",
        "RETURNED",
    ];
    let inner = upper.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_bracketed = inner.len() < upper.len();
    let Some(word) = WORDS.iter().find(|word| inner.starts_with(**word)) else { return false };
    let rest = &inner[word.len()..];
    let is_closed = rest.starts_with(['*', ')', ']', '}', '>', '#', '!', '/']);
    let is_parted =
        rest.starts_with(" - ") || rest.starts_with(':') || rest.starts_with(" – ") || rest.starts_with(" * ");
    // A void is an empty house too.
    match *word {
        "VOID" | "RETURNED" => is_bracketed && (is_closed || rest.is_empty()),
        _ => is_closed || is_parted,
    }
}

fn starts_with_credit(upper: &str) -> bool {
    const STARTS: [&str; 5] = ["CREDIT NOTE", "CREDIT MEMO", "CR NOTE", "CREDIT - ", "CREDIT: "];
    STARTS.iter().any(|start| upper.starts_with(start))
}

/// `CRN5100106`, `CN-0012`, `CR/12`; not `CENTRE1` or `C12`.
fn is_reference_of_credit(text: &str) -> bool {
    let upper = text.trim().to_ascii_uppercase();
    let letters = upper.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = upper[letters..].trim_start_matches(['-', '/', ' ', '_', '.']);
    matches!(&upper[..letters], "CRN" | "CN" | "CR" | "CREDIT" | "CRED")
        && rest.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

fn is_vat(upper: &str) -> bool {
    let is_named = |words: &[String]| {
        words.iter().any(|word| word == "vat") || words.starts_with(&["input".to_owned(), "tax".to_owned()])
    };
    if !upper.contains("VAT") && !upper.starts_with("INPUT TAX") {
        return false;
    }
    let words = heading_words(upper);
    let is_known = |word: &String| OF_VAT.contains(&word.as_str()) || word.bytes().all(|b| b.is_ascii_digit());
    is_named(&words) && words.iter().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_open_a_text_and_are_set_apart() {
        for text in [
            "CANCELLED - Acorn Ltd",
            "**VOID** Acorn Ltd",
            "(Rejected) Acorn Ltd",
            "Cancelled: Acorn",
            "DO NOT PAY - A",
        ] {
            assert_eq!(mark_of(text, Field::Payee), Some(Mark::Cancelled), "{text}");
            assert!(may_be_marked(text.as_bytes()), "{text}");
        }
        for text in ["Void works", "Void - 12 High Street", "Cancelled holidays", "Reversed Ltd", "Returned goods"] {
            assert_eq!(mark_of(text, Field::Description), None, "{text}");
        }
        for text in ["Credit note - paper", "CREDIT MEMO 12", "Cr note for April"] {
            assert_eq!(mark_of(text, Field::Description), Some(Mark::Credit), "{text}");
            assert!(may_be_marked(text.as_bytes()), "{text}");
        }
        for text in ["VAT", "VAT Input", "Input VAT", "VAT Input Tax Recoverable", "VAT @ 20%", "Input Tax"] {
            assert_eq!(mark_of(text, Field::Subjective), Some(Mark::Vat), "{text}");
            assert!(may_be_marked(text.as_bytes()), "{text}");
        }
        for text in ["VAT advice", "Credit union", "Innovation", "Conservation"] {
            assert_eq!(mark_of(text, Field::Subjective), None, "{text}");
        }
        for text in ["Acorn Ltd", "Vatican tours and more than forty letters of it", "12", ""] {
            assert!(!may_be_marked(text.as_bytes()), "{text}");
        }
        for (text, is) in [("CRN5100106", true), ("CN-0012", true), ("C12", false), ("CENTRE1", false), ("INV1", false)]
        {
            assert_eq!(is_reference_of_credit(text), is, "{text}");
        }
    }
}
