//! Numbers as a page prints them: rounded once, here.

use money::Money;

/// Whole pounds with separators: `£1,234`, `-£1,234`.
pub fn pounds(amount: f64) -> String {
    let whole = money_of(amount.round());
    let printed = whole.abs().to_string();
    let printed = printed.strip_suffix(".00").unwrap_or(&printed);
    if whole.is_negative() { format!("-{printed}") } else { printed.to_owned() }
}

/// Pounds as they are, with pence only where there are some.
pub fn exact_pounds(amount: f64) -> String {
    let printed = money_of(amount).to_string();
    printed.strip_suffix(".00").unwrap_or(&printed).to_owned()
}

/// Whole pounds, short where they are many: `£37.0m`.
pub fn short(amount: f64) -> String {
    if amount.abs() < 10_000.0 { pounds(amount) } else { money_of(amount).short() }
}

/// A share as a percentage without more decimals than it has: `60%`, `2.5%`.
pub fn percent(share: f64) -> String {
    let printed = format!("{:.2}", 100.0 * share);
    format!("{}%", printed.trim_end_matches('0').trim_end_matches('.'))
}

/// A number without trailing zeros.
pub fn plain(number: f64) -> String {
    let printed = format!("{number:.4}");
    printed.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An estimate as money, rounded to the penny; an estimate beyond what money holds is an error of input.
pub fn money_of(amount: f64) -> Money {
    assert!(amount.abs() < 9e15, "an estimate stays below £9 quadrillion");
    Money::from_pence((amount * 100.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_are_rounded_once() {
        assert_eq!([pounds(-169_948.65), pounds(0.4), pounds(-0.4)], ["-£169,949", "£0", "£0"]);
        assert_eq!([exact_pounds(51_080.0), exact_pounds(128.533)], ["£51,080", "£128.53"]);
        assert_eq!([short(37_000_000.0), short(9_999.4)], ["£37.0m", "£9,999"]);
        assert_eq!([percent(0.6), percent(0.025), percent(1.0)], ["60%", "2.5%", "100%"]);
        assert_eq!([plain(0.25), plain(200.0), plain(1.4032)], ["0.25", "200", "1.4032"]);
    }
}
