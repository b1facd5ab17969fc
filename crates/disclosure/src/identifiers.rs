//! Numbers that stand for one person, in text that is about to be published.

use std::sync::LazyLock;

use regex::Regex;

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundIdentifier {
    pub kind: Identifier,
    /// It is said or printed as such. Otherwise it only has the form, which numbers of documents and accounts have too.
    pub is_certain: bool,
}

/// What kind of number a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identifier {
    NhsNumber,
    NationalInsuranceNumber,
    BankDetails,
    CaseReference,
}

impl Identifier {
    pub fn in_words(self) -> &'static str {
        match self {
            Identifier::NhsNumber => "an NHS number",
            Identifier::NationalInsuranceNumber => "a National Insurance number",
            Identifier::BankDetails => "bank details",
            Identifier::CaseReference => "a case reference",
        }
    }
}

struct Patterns {
    nhs: Regex,
    other_number: Regex,
    insurance: Regex,
    sort_code: Regex,
    account: Regex,
    bank_words: Regex,
    beside_sort_code: Regex,
    iban: Regex,
    case: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).expect("a pattern of ours");
    Patterns {
        nhs: regex(r"\b(\d{3})([ -]?)(\d{3})([ -]?)(\d{4})\b"),
        other_number: regex(r"(?i)\b(inv|invoice|order|po|tel|phone|mobile|fax|vat|uprn|account|a/c)\b"),
        // Two letters, six digits, one letter (HMRC, National Insurance Manual NIM39110).
        insurance: regex(r"(?i)\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
        sort_code: regex(r"\b(\d{2})([- ])(\d{2})[- ](\d{2})\b"),
        account: regex(r"\b\d{8}\b"),
        bank_words: regex(r"(?i)\b(sort ?code|s/c|account (no|number)|a/c|acc(t|ount)?\.? ?no|bank details|iban)\b"),
        beside_sort_code: regex(r"(?i)\b(sort|acct?|account|acno)\b"),
        iban: regex(r"\bGB\d{2} ?[A-Z]{4}(?: ?\d{2,4}){4,5}\b"),
        case: regex(
            r"(?i)\b(case|client|child|tenant|patient|pupil|service[ -]user|claimant|nominee|customer)('s)? ?(ref(erence)?|no|number|id|file)\b\.?[ :#-]*[A-Z]{0,4}[ /-]?\d{3,}",
        ),
    }
});

/// The first kind of number of a single person that a text holds.
///
/// An NHS number is ten digits whose last proves the others. Printed in one piece and without the letters `NHS` it is not certain,
/// because one number in eleven proves itself by chance (`United Utilities - 4290419380`); beside a word such as `invoice` it is
/// none. A National Insurance number that is all of a text is not certain either: vouchers are numbered so (`CM090263A`).
pub fn identifier_in(text: &str) -> Option<FoundIdentifier> {
    // Most texts are names and headings: without six digits there is nothing to look for.
    if text.bytes().filter(u8::is_ascii_digit).count() < 3 {
        return None;
    }
    let patterns = &*PATTERNS;
    let certain = |kind: Identifier| FoundIdentifier { kind, is_certain: true };
    if let Some(is_certain) = nhs_number(text, patterns) {
        return Some(FoundIdentifier { kind: Identifier::NhsNumber, is_certain });
    }
    if patterns.insurance.captures_iter(text).any(|found| !is_never_given(&found[1])) {
        let is_certain = text.trim().contains(' ');
        return Some(FoundIdentifier { kind: Identifier::NationalInsuranceNumber, is_certain });
    }
    if holds_bank_details(text, patterns) {
        return Some(certain(Identifier::BankDetails));
    }
    patterns.case.is_match(text).then(|| certain(Identifier::CaseReference))
}

/// Prefixes that HMRC never gives out.
fn is_never_given(prefix: &str) -> bool {
    ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&prefix.to_ascii_uppercase().as_str())
}

/// Whether an NHS number in a text is certain; none where there is none.
fn nhs_number(text: &str, patterns: &Patterns) -> Option<bool> {
    let says_nhs = text.to_ascii_uppercase().contains("NHS");
    let is_of_words = text.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    let may_be_other = !is_of_words || patterns.other_number.is_match(text);
    let numbers = patterns.nhs.captures_iter(text).filter_map(|found| {
        let is_certain = !found[2].is_empty() || says_nhs;
        let is_told_apart = found[2] == found[4] && (is_certain || !may_be_other);
        let is_one = is_told_apart && proves_itself(&format!("{}{}{}", &found[1], &found[3], &found[5]));
        is_one.then_some(is_certain)
    });
    numbers.max()
}

/// Modulus 11 over ten digits (NHS Data Dictionary, NHS NUMBER).
fn proves_itself(digits: &str) -> bool {
    let digits: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        check => check,
    };
    digits.len() == 10 && digits[9] == check && digits.iter().any(|digit| *digit != digits[0])
}

fn holds_bank_details(text: &str, patterns: &Patterns) -> bool {
    if patterns.iban.find_iter(text).any(|found| is_iban(found.as_str())) {
        return true;
    }
    let has_account = patterns.account.is_match(text);
    let says_so = patterns.bank_words.is_match(text);
    patterns.sort_code.captures_iter(text).any(|found| {
        let [day, month] = [1, 3].map(|group| found[group].parse::<u32>().unwrap_or_default());
        // `12-05-24 12345678` is a date and a number.
        let may_be_date = (1..=31).contains(&day) && (1..=12).contains(&month);
        has_account && (says_so || !may_be_date || patterns.beside_sort_code.is_match(text))
    }) || (says_so && has_account)
}

/// The check digits of ISO 13616: the number, its first four characters behind, leaves 1 over 97.
fn is_iban(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.len() != 22 {
        return false;
    }
    let turned = text[4..].chars().chain(text[..4].chars());
    let left = turned.fold(0, |left: u32, letter| match letter.to_digit(36) {
        Some(digit) if digit < 10 => (left * 10 + digit) % 97,
        Some(number) => (left * 100 + number) % 97,
        None => left,
    });
    left == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_person_are_found() {
        let cases = [
            ("Respite for NHS 943 476 5919", Identifier::NhsNumber),
            ("943-476-5919", Identifier::NhsNumber),
            ("nhs no 9434765919", Identifier::NhsNumber),
            ("Refund AB 12 34 56 C", Identifier::NationalInsuranceNumber),
            ("nino ab123456c", Identifier::NationalInsuranceNumber),
            ("Refund to 20-45-77 12345678", Identifier::BankDetails),
            ("sort code 12-05-24, account number 12345678", Identifier::BankDetails),
            ("sort 20-12-34 acct 12345678", Identifier::BankDetails),
            ("Refund 20-12-34 account 12345678", Identifier::BankDetails),
            ("Acc 12345678 sort 01 02 03", Identifier::BankDetails),
            ("IBAN GB29 NWBK 6016 1331 9268 19", Identifier::BankDetails),
            ("Child ref 445566", Identifier::CaseReference),
            ("Case No: LCS/10233", Identifier::CaseReference),
            ("service user id 90210", Identifier::CaseReference),
        ];
        for (text, expected) in cases {
            assert_eq!(identifier_in(text), Some(FoundIdentifier { kind: expected, is_certain: true }), "{text}");
        }
    }

    #[test]
    fn what_only_has_the_form_of_one_is_not_certain() {
        let cases = [
            ("Transport of patient 9434765919", Identifier::NhsNumber),
            // Printed by Hyndburn in 2024 and by the Department of Health in 2011.
            ("United Utilities - 4290419380 5 Elmfield Hall Flat", Identifier::NhsNumber),
            ("CM090263A", Identifier::NationalInsuranceNumber),
        ];
        for (text, expected) in cases {
            assert_eq!(identifier_in(text), Some(FoundIdentifier { kind: expected, is_certain: false }), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "9434765918",
            "9434765919",
            "Invoice 9434765919",
            "Tel 943 476 5918",
            "PO 4500123456",
            "GB123456C",
            "Route A1234",
            "12-05-24 12345678",
            "April 2024 - March 2025",
            "Case management software 2024",
            "Client monies",
            "Acorn Ltd (01234567)",
            "A1(M) junction 46",
            "2222222222",
            "",
        ] {
            assert_eq!(identifier_in(text), None, "{text}");
        }
    }
}
