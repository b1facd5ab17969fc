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

/// Exactly `N` digits; spaces between them are allowed, nothing else is.
fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let digits: Vec<u32> = text.chars().filter(|c| *c != ' ').map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    digits.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
