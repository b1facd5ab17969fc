//! Amounts printed with an exponent and so few figures that pounds are lost: `1.5E+04`.

/// Whether an amount has an exponent and its last figure stands for a pound or more. What a spreadsheet calculates with
/// is printed to fifteen figures and loses nothing.
pub(super) fn is_rounded_by_exponent(printed: &str) -> bool {
    const FIGURES_EXACT: usize = 10;
    if !printed.bytes().any(|byte| byte | 0x20 == b'e') {
        return false;
    }
    let Some((mantissa, exponent)) = printed.split_once(['E', 'e']) else { return false };
    let Ok(exponent) = exponent.trim().parse::<i64>() else { return false };
    let n_figures = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let n_decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end().len()) as i64;
    n_figures < FIGURES_EXACT && n_decimals <= exponent && 0 < exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_takes_figures_away_unless_all_are_there() {
        for printed in ["1.5E+04", "1.23e+05", "-2E+3", "£1.23E+04", "12E3"] {
            assert!(is_rounded_by_exponent(printed), "{printed}");
        }
        for printed in ["1.234567E+04", "123.45", "1.5E-02", "12.50 CREDIT", "EUR 5", "1.23456789012E+06", "9.5E+0"] {
            assert!(!is_rounded_by_exponent(printed), "{printed}");
        }
    }
}
