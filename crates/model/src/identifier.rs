//! Identifiers that carry their own check.

/// Whether a text is a well-formed NHS number: ten digits, weights 10 to 2, modulus 11.
///
/// A valid check digit says that the number was not mistyped, not that it is the right person's
/// (method, section 3.2).
pub fn is_nhs_number(text: &str) -> bool {
    let Some(digits) = digits::<10>(text) else { return false };
    let sum: u32 = digits[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => digits[9] == 0,
        check => check == digits[9], // a check of 10 equals no digit, so such a number is never valid
    }
}

/// Whether a text is a well-formed UK VAT number, by the older modulus 97 or the newer 9755.
///
/// Companies in a VAT group share one number: it proves the group, not the company (method, section 2.3).
pub fn is_vat_number(text: &str) -> bool {
    let bare = text.trim();
    let bare = bare.strip_prefix("GB").or_else(|| bare.strip_prefix("gb")).unwrap_or(bare);
    let Some(digits) = digits::<9>(bare) else { return false };
    let sum: u32 = digits[..7].iter().zip((2..=8).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = digits[7] * 10 + digits[8];
    (sum + check).is_multiple_of(97) || (sum + check + 55).is_multiple_of(97)
}

/// The numbers of a legal entity that a ledger prints, each as the id of its register (method, section 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityNumber {
    Company,
    Charity,
    Vat,
}

impl EntityNumber {
    /// `GB-COH-01234567` of `1234567`; none where the text is no such number.
    pub fn id(self, printed: &str) -> Option<String> {
        let text: String = printed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        // A spreadsheet takes a number for one that is counted with.
        let text = text.strip_suffix(".0").unwrap_or(&text);
        match self {
            EntityNumber::Company => {
                company_number(text).or_else(|| society_number(text)).map(|number| format!("GB-COH-{number}"))
            }
            EntityNumber::Charity => charity_id(text),
            EntityNumber::Vat => {
                let bare = text.strip_prefix("GB").unwrap_or(text).get(..9)?;
                is_vat_number(bare).then(|| format!("GB-VAT-{bare}"))
            }
        }
    }

    /// The number of a text that names its register itself, as the 360Giving standard prints it: `GB-CHC-1098765`.
    pub fn of_org_id(text: &str) -> Option<String> {
        let number = |kind: EntityNumber, prefix: &str| kind.id(text.strip_prefix(prefix)?).filter(|id| id == text);
        number(EntityNumber::Company, "GB-COH-")
            .or_else(|| number(EntityNumber::Charity, "GB-CHC-"))
            .or_else(|| number(EntityNumber::Charity, "GB-SC-"))
    }
}

/// Letters with which numbers of Companies House begin.
const COMPANY_PREFIXES: [&str; 17] =
    ["SC", "NI", "OC", "SO", "NC", "LP", "SL", "NL", "FC", "SF", "NF", "IP", "SP", "RS", "RC", "CE", "CS"];

/// Eight characters; zeros in front, which spreadsheets strip, are put back. There is no check digit, so a number of
/// one digit over and over is taken for a placeholder.
fn company_number(text: &str) -> Option<String> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let prefix = &text[..text.len() - digits.len()];
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_placeholder = digits.bytes().all(|b| Some(&b) == digits.as_bytes().first()) || text == "12345678";
    let has_its_length = match prefix {
        "" => (4..=8).contains(&digits.len()),
        prefix => COMPANY_PREFIXES.contains(&prefix) && digits.len() == 6,
    };
    (is_number && has_its_length && !is_placeholder)
        .then(|| format!("{prefix}{digits:0>width$}", width = 8 - prefix.len()))
}

/// Registers of societies, whose numbers may end in `R`: `IP20558R`.
const SOCIETY_PREFIXES: [&str; 4] = ["IP", "SP", "RS", "NP"];

/// `IP20558R`: a registered society with five digits.
fn society_number(text: &str) -> Option<String> {
    let prefix = SOCIETY_PREFIXES.into_iter().find(|prefix| text.starts_with(prefix))?;
    let digits = text[prefix.len()..].strip_suffix('R')?;
    (digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
}

/// Six or seven digits in England and Wales, `SC` with six in Scotland.
fn charity_id(text: &str) -> Option<String> {
    let is_number = |digits: &str, lengths: std::ops::RangeInclusive<usize>| {
        let is_placeholder = digits.bytes().all(|b| Some(&b) == digits.as_bytes().first());
        lengths.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !is_placeholder
    };
    match text.strip_prefix("SC") {
        Some(digits) => is_number(digits, 6..=6).then(|| format!("GB-SC-SC{digits}")),
        None => is_number(text, 6..=7).then(|| format!("GB-CHC-{text}")),
    }
}

/// Exactly `N` digits; spaces between them are allowed, nothing else is.
fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let digits: Vec<u32> = text.chars().filter(|c| *c != ' ').map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    digits.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: EntityNumber, printed: &str, id: Option<&str>) {
        assert_eq!(kind.id(printed).as_deref(), id, "{printed}");
    }

    /// Method, section 2.3: shapes of registers; the companies are Tesco PLC and John Lewis plc, the charity is Oxfam.
    #[test]
    fn numbers_of_registers_are_read_by_their_shape() {
        check(EntityNumber::Company, "00445790", Some("GB-COH-00445790"));
        check(EntityNumber::Company, "445790", Some("GB-COH-00445790"));
        check(EntityNumber::Company, "445790.0", Some("GB-COH-00445790"));
        check(EntityNumber::Company, "sc 123456", Some("GB-COH-SC123456"));
        check(EntityNumber::Company, "ip20558r", Some("GB-COH-IP20558R"));
        check(EntityNumber::Charity, "202918", Some("GB-CHC-202918"));
        check(EntityNumber::Charity, "SC039042", Some("GB-SC-SC039042"));
        check(EntityNumber::Vat, "GB 980 7806 84", Some("GB-VAT-980780684"));
        for (kind, no_number) in [
            (EntityNumber::Company, "N/A"),
            (EntityNumber::Company, "00000000"),
            (EntityNumber::Company, "12345678"),
            (EntityNumber::Company, "123456789"),
            (EntityNumber::Company, "AB123456"),
            (EntityNumber::Company, "17"),
            (EntityNumber::Company, "20558R"),
            (EntityNumber::Company, "IP2058R"),
            (EntityNumber::Charity, "12345"),
            (EntityNumber::Charity, "999999"),
            (EntityNumber::Vat, "980780685"),
            (EntityNumber::Vat, "0"),
            (EntityNumber::Vat, "é98078068"),
        ] {
            check(kind, no_number, None);
        }
        assert_eq!(EntityNumber::of_org_id("GB-COH-00445790").as_deref(), Some("GB-COH-00445790"));
        assert_eq!(EntityNumber::of_org_id("GB-COH-445790"), None, "an id is whole");
        assert_eq!(EntityNumber::of_org_id("00445790"), None);
    }

    /// Method, T4.
    #[test]
    fn check_digits_t4() {
        assert!(is_nhs_number("943 476 5919"));
        assert!(!is_nhs_number("943 476 5918"));
        assert!(is_vat_number("980780684"));
        assert!(is_vat_number("GB 980 7806 84"));
        assert!(!is_vat_number("980780685"));
        assert!(!is_nhs_number("94347659I9"));
    }
}
