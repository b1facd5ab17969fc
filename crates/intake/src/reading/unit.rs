//! What the amounts of a file are counted in, as its heading or a line above it says.

use money::{Amount, AmountError, Money};

use crate::fields::heading_words;

/// What one printed unit is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    #[default]
    Pounds,
    Pence,
    Thousands,
    Millions,
    Billions,
}

impl Unit {
    pub fn words(self) -> &'static str {
        match self {
            Unit::Pounds => "pounds",
            Unit::Pence => "pence",
            Unit::Thousands => "thousands of pounds",
            Unit::Millions => "millions of pounds",
            Unit::Billions => "billions of pounds",
        }
    }

    pub const ALL: [Unit; 5] = [Unit::Pounds, Unit::Pence, Unit::Thousands, Unit::Millions, Unit::Billions];

    /// The word in `mappings/`.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Pounds => "pounds",
            Unit::Pence => "pence",
            Unit::Thousands => "thousands",
            Unit::Millions => "millions",
            Unit::Billions => "billions",
        }
    }

    /// Reads the word in `mappings/`.
    pub fn parse(word: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// The unit in the heading of an amount: `Net Amount (£000)`, `£k`, `£m`, `Amount in pence`.
    pub(crate) fn of_heading(heading: &str) -> Unit {
        let words = heading_words(heading);
        if speaks_of_others(&words) {
            return Unit::Pounds;
        }
        let of_word = |word: &String| match word.as_str() {
            "000" | "000s" | "thousand" | "thousands" => Some(Unit::Thousands),
            "million" | "millions" => Some(Unit::Millions),
            "billion" | "billions" => Some(Unit::Billions),
            "pence" => Some(Unit::Pence),
            // `£.p` is pounds and pence.
            "p" if !words.iter().any(|word| matches!(word.as_str(), "£" | "gbp")) => Some(Unit::Pence),
            _ => None,
        };
        match Unit::after_pound_sign(&words) {
            Unit::Pounds => words.iter().find_map(of_word).unwrap_or_else(|| Unit::after_in(&words)),
            unit => unit,
        }
    }

    /// `in thousands`, `are £ thousands`, `in k`.
    fn after_in(words: &[String]) -> Unit {
        let of_pair = |pair: &[String]| match (pair[0].as_str(), pair[1].as_str()) {
            ("in" | "are", "thousand" | "thousands" | "000" | "000s" | "k" | "ks") => Some(Unit::Thousands),
            ("in" | "are", "million" | "millions" | "m") => Some(Unit::Millions),
            ("in" | "are", "billion" | "billions" | "bn") => Some(Unit::Billions),
            ("in" | "are", "pence") => Some(Unit::Pence),
            _ => None,
        };
        words.windows(2).find_map(of_pair).unwrap_or_default()
    }

    /// The unit in a line above the heading: `£000`, `All figures in thousands`. `Payments over £25k` names none.
    pub(crate) fn of_banner(text: &str) -> Unit {
        let words = heading_words(text);
        if speaks_of_others(&words) {
            return Unit::Pounds;
        }
        let alone = || match words.as_slice() {
            [word] if matches!(word.as_str(), "000s" | "thousands") => Unit::Thousands,
            [word] if word == "millions" => Unit::Millions,
            [word] if word == "pence" => Unit::Pence,
            _ => Unit::Pounds,
        };
        [Unit::after_in(&words), Unit::after_pound_sign(&words), alone()]
            .into_iter()
            .find(|unit| *unit != Unit::Pounds)
            .unwrap_or_default()
    }

    fn after_pound_sign(words: &[String]) -> Unit {
        let pairs = words.windows(2).filter(|pair| matches!(pair[0].as_str(), "£" | "gbp"));
        let of_pair = |pair: &[String]| match pair[1].as_str() {
            "000" | "000s" | "k" | "ks" | "thousand" | "thousands" => Some(Unit::Thousands),
            "m" | "mn" | "mil" | "million" | "millions" => Some(Unit::Millions),
            "bn" | "billion" | "billions" => Some(Unit::Billions),
            _ => None,
        };
        pairs.into_iter().find_map(of_pair).unwrap_or_default()
    }

    /// An amount printed in this unit, in pounds.
    pub fn pounds(self, amount: Amount) -> Result<Amount, AmountError> {
        const PENNY: i128 = 1_000_000;
        let (times, over) = match self {
            Unit::Pounds => return Ok(amount),
            Unit::Pence => (1, 100),
            Unit::Thousands => (1_000, 1),
            Unit::Millions => (1_000_000, 1),
            Unit::Billions => (1_000_000_000, 1),
        };
        let millionths = (i128::from(amount.money.pence()) * PENNY + i128::from(amount.dust)) * times / over;
        let pence = (2 * millionths + PENNY).div_euclid(2 * PENNY);
        let dust = i32::try_from(millionths - pence * PENNY).expect("dust is less than a penny");
        let money = Money::from_pence(i64::try_from(pence).map_err(|_| AmountError::TooLarge)?);
        Ok(Amount { money, dust, sub_penny: dust != 0, ..amount })
    }
}

/// `£ not £000`, `previously in £000s`, `over £25,000`: what the amounts are not, or a threshold.
fn speaks_of_others(words: &[String]) -> bool {
    const WORDS: [&str; 8] = ["not", "previously", "formerly", "over", "above", "exceeding", "greater", "than"];
    words.iter().any(|word| WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_stands_behind_the_pound_sign_or_is_a_word() {
        for heading in ["Net Amount (£000)", "£'000", "£000s", "Amount £k", "Value (£ thousands)", "Amount (thousands)"]
        {
            assert_eq!(Unit::of_heading(heading), Unit::Thousands, "{heading}");
        }
        assert_eq!(Unit::of_heading("Spend £m"), Unit::Millions);
        assert_eq!(Unit::of_heading("Amount in pence"), Unit::Pence);
        assert_eq!(Unit::of_heading("Amount (£)"), Unit::Pounds);
        assert_eq!(Unit::of_heading("Amount over £500"), Unit::Pounds);
    }

    #[test]
    fn a_threshold_in_a_banner_is_no_unit() {
        for banner in
            ["Payments over £25k", "EA >£25k Sept 11", "Spend over £500 000", "Payments above £1m", "£500 and over"]
        {
            assert_eq!(Unit::of_banner(banner), Unit::Pounds, "{banner}");
        }
        assert_eq!(Unit::of_banner("All figures in thousands of pounds"), Unit::Thousands);
        assert_eq!(Unit::of_banner("£'000"), Unit::Thousands);
        assert_eq!(Unit::of_banner("Amounts are in £m"), Unit::Millions);
    }

    #[test]
    fn thousands_and_pence_are_multiplied_out_exactly() {
        let pounds = |unit: Unit, text: &str| unit.pounds(Amount::parse(text).unwrap()).unwrap().money.plain();
        assert_eq!(pounds(Unit::Thousands, "12.5"), "12500.00");
        assert_eq!(pounds(Unit::Thousands, "-0.12345"), "-123.45");
        assert_eq!(pounds(Unit::Millions, "1.234567"), "1234567.00");
        assert_eq!(pounds(Unit::Pence, "1250"), "12.50");
    }
}
