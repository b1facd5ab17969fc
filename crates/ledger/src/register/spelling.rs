//! One spelling for what ledgers print in several ways, and other ways to read a printed name.

use std::borrow::Cow;

use model::name::{NameKey, name_key};

use super::abbreviations::in_long;
use super::acronyms::in_full;

/// A name as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    pub key: String,
    pub legal_form: Option<&'static str>,
}

impl Spelling {
    pub fn of(printed: &str) -> Spelling {
        let NameKey { key, legal_form, .. } = name_key(printed);
        // `Whitmarsh Hospital NHS Trust (The)`; a legal form may stand before it.
        match key.strip_suffix(" THE") {
            Some(before) if legal_form.is_none() => Spelling::of(before),
            _ => Spelling { key: canonical(key), legal_form },
        }
    }

    /// What the name says without a code in front or behind and without words about the payment; none where it has
    /// neither.
    pub fn stripped(&self) -> Option<Spelling> {
        let key = [" DIRECT DEBIT", " A C"].iter().find_map(|end| self.key.strip_suffix(end)).unwrap_or(&self.key);
        let key = without_glued_number(key);
        let words: Vec<&str> = key.split(' ').collect();
        let n_before = words.iter().take_while(|word| is_code(word)).count();
        let is_payment = |word: &&&str| is_code(word) || PAYMENT_WORDS.contains(*word);
        let n_after = words[n_before..].iter().rev().take_while(is_payment).count();
        let name = &words[n_before..words.len() - n_after];
        let name = name.join(" ");
        (name != self.key && !name.is_empty()).then(|| {
            // `Ashby Homes Ltd - payments`: the form stood before the words, and still says that it is a company.
            let spelling = Spelling::of(&name);
            Spelling { legal_form: spelling.legal_form.or(self.legal_form), ..spelling }
        })
    }

    /// What the name of an NHS body says without the code of three letters and digits that the NHS gives it, in front or
    /// behind: `RBV Christie Hospital NHS Trust`. `RUH Bath` has such letters of its own, so only a listed name counts.
    pub fn without_nhs_code(&self) -> impl Iterator<Item = Spelling> + use<'_> {
        let is_code = |word: &str| word.len() == 3 && word.starts_with('R') && is_capitals_and_digits(word);
        let is_nhs = self.key.split(' ').any(|word| word == "NHS" || word == "TRUST");
        let front = self.key.split_once(' ').filter(|(code, _)| is_code(code)).map(|(_, name)| name);
        let behind = self.key.rsplit_once(' ').filter(|(_, code)| is_code(code)).map(|(name, _)| name);
        let names = [front, behind].into_iter().flatten().filter(move |_| is_nhs && self.legal_form.is_none());
        names.map(Spelling::of)
    }

    /// The name with its short and misspelt words in full, in every way that they can be meant.
    pub fn in_long(&self) -> impl Iterator<Item = Spelling> + use<'_> {
        in_long(&self.key).into_iter().map(|key| Spelling { key, legal_form: self.legal_form })
    }

    /// The key of a name that was cut off within `Council` and looks like a company's: `East Riding of Yorkshire Co`.
    pub fn cut_key(&self, printed: &str) -> Option<&str> {
        let printed = printed.trim_end();
        let ends_in_co = printed.get(printed.len().checked_sub(3)?..)?.eq_ignore_ascii_case(" co");
        if ends_in_co { self.key.strip_suffix("MPANY") } else { None }
    }

    /// The full name behind a well-known short one.
    pub fn in_full(&self) -> Option<Spelling> {
        let name = in_full(&self.key).filter(|_| self.legal_form.is_none())?;
        Some(Spelling::of(name))
    }
}

/// A name without a number that stands before its first word with no space between: `000038HERTFORDSHIRE PARTNERSHIP`.
fn without_glued_number(key: &str) -> &str {
    let name = key.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = key.len() - name.len();
    let is_number = 5 <= n_digits || 4 <= n_digits && key.starts_with('0');
    let is_word = 3 <= name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if is_number && is_word { name } else { key }
}

/// Words behind a name that say how it is paid.
const PAYMENT_WORDS: [&str; 16] = [
    "AC",
    "ACC",
    "ACCOUNT",
    "ACCOUNTS",
    "BACS",
    "CHAPS",
    "CHEQUE",
    "CHEQUES",
    "CIS",
    "DD",
    "FPS",
    "PAYMENT",
    "PAYMENTS",
    "PAYROLL",
    "REMITTANCE",
    "REMITTANCES",
];

/// A number of a supplier or an organisation, such as `100234`, `RR8` or `V00012`; `3M` and `365` are names.
fn is_code(word: &str) -> bool {
    let n_digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_mixed = n_digits < word.len() && (3..=12).contains(&word.len()) && is_capitals_and_digits(word);
    4 <= n_digits || (0 < n_digits && is_mixed)
}

fn is_capitals_and_digits(word: &str) -> bool {
    // `1ST` and `24HR` are words.
    let is_ordinal = word.ends_with("ST") || word.ends_with("ND") || word.ends_with("RD") || word.ends_with("TH");
    !is_ordinal && !word.ends_with("HR") && word.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// One spelling for the words that government names spell in several ways.
fn canonical(key: String) -> String {
    const SPELLINGS: [(&str, &str); 6] = [
        ("H M ", "HM "),
        ("HER MAJESTYS ", "HM "),
        ("HIS MAJESTYS ", "HM "),
        ("HM REVENUES AND ", "HM REVENUE AND "),
        ("DEPT ", "DEPARTMENT "),
        ("DEPARTMENT OF COMMUNITIES", "DEPARTMENT FOR COMMUNITIES"),
    ];
    let key = in_whole_words(key);
    for (variant, usual) in SPELLINGS {
        if let Some(rest) = key.strip_prefix(variant) {
            return format!("{usual}{rest}");
        }
    }
    key
}

/// `N H S` is NHS, `KING S` is what a backtick leaves of King's, and an NHSFT is a foundation trust.
fn in_whole_words(key: String) -> String {
    let is_short = |word: &str| word.len() == 1 || word == "FT" || word.starts_with("NHS") || word.ends_with("TRUST");
    if !key.split(' ').any(is_short) {
        return key;
    }
    let words: Vec<&str> = key.split(' ').collect();
    let is_letter = |word: &&str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    let mut whole: Vec<Cow<'_, str>> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let n_letters = words[at..].iter().take_while(|word| is_letter(word)).count();
        match n_letters {
            0 => whole.push(Cow::Borrowed(trust_in_full(words[at], whole.last().map(Cow::as_ref)))),
            // `NHS F Trust`
            1 if words[at] == "F"
                && whole.last().is_some_and(|before| before == "NHS")
                && words.get(at + 1) == Some(&"TRUST") =>
            {
                whole.push(Cow::Borrowed("FOUNDATION"));
            }
            1 if words[at] == "S" && whole.last().is_some_and(|before| 1 < before.len()) => {
                whole.last_mut().expect("a word stands before").to_mut().push('S');
            }
            3.. => whole.push(Cow::Owned(trust_in_full(&words[at..at + n_letters].concat(), None).to_owned())),
            _ => whole.extend(words[at..at + n_letters].iter().map(|letter| Cow::Borrowed(*letter))),
        }
        at += n_letters.max(1);
    }
    whole.join(" ")
}

fn trust_in_full<'a>(word: &'a str, before: Option<&str>) -> &'a str {
    match (word, before) {
        ("NHSFT", _) => "NHS FOUNDATION TRUST",
        ("NHSFOUNDATIONTRUST", _) => "NHS FOUNDATION TRUST",
        ("FOUNDATIONTRUST" | "FOUNDTRUST", Some("NHS")) => "FOUNDATION TRUST",
        ("NHST", _) => "NHS TRUST",
        ("FT", Some("NHS")) => "FOUNDATION TRUST",
        _ => word,
    }
}
