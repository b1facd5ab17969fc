//! British postcodes, by their shape.

/// `WX1 1AA`, however it is spaced; none where it is not a postcode.
pub fn spelled(text: &str) -> Option<String> {
    let squashed = squashed(text);
    let has_shape = has_shape(squashed.as_bytes());
    has_shape.then(|| format!("{} {}", &squashed[..squashed.len() - 3], &squashed[squashed.len() - 3..]))
}

/// Whether a text has the shape of a British postcode, however it is spaced.
pub fn is_postcode(text: &str) -> bool {
    text.len() <= 12 && has_shape(squashed(text).as_bytes())
}

/// A postcode with all that is known of its form: `Unit3AB` is none.
pub fn is_whole(code: &[u8]) -> bool {
    let Some((outward, inward)) = code.split_at_checked(code.len().saturating_sub(3)) else { return false };
    let n_letters = outward.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let district = &outward[n_letters..];
    let is_district = matches!(district, [digit] if digit.is_ascii_digit())
        || matches!(district, [digit, other] if digit.is_ascii_digit() && other.is_ascii_alphanumeric());
    (1..=2).contains(&n_letters)
        && is_district
        && inward[0].is_ascii_digit()
        && inward[1..].iter().all(u8::is_ascii_alphabetic)
}

fn squashed(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}

fn has_shape(bytes: &[u8]) -> bool {
    let is_inward = |end: &[u8]| end[0].is_ascii_digit() && end[1..].iter().all(u8::is_ascii_alphabetic);
    (5..=7).contains(&bytes.len()) && bytes[0].is_ascii_alphabetic() && is_inward(&bytes[bytes.len() - 3..])
}
