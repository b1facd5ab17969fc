//! The unit of a plain table, by all that its titles and its heading say.

use super::headings::{self, MILLIONS, POUNDS, THOUSANDS, Unit};

/// Words that say a unit without a pound sign.
const WORDS: [(&[&str], Unit); 2] =
    [(&["000", "000s", "thousand", "thousands", "k"], THOUSANDS), (&["million", "millions", "m", "mn"], MILLIONS)];

/// The unit that a title above a table states: `£ thousand`, `All figures in thousands`, `(000s)`, `in £.`
pub(super) fn of_title(title: &str) -> Option<Unit> {
    headings::unit(title).or_else(|| pounds(title)).or_else(|| {
        let words = words(title);
        let is_said = |at: usize| {
            words.len() == 1 || (at > 0 && words[at - 1] == "in") || title.contains(&format!("({}", words[at]))
        };
        (0..words.len()).filter(|at| is_said(*at)).find_map(|at| of_word(&words[at]))
    })
}

/// The unit that the heading of a column of amounts states: `amount (000)`, `amount in millions`, `amount (£)`.
pub(super) fn of_heading(heading: &str) -> Option<Unit> {
    let of_words = || words(heading).iter().skip(1).find_map(|word| of_word(word));
    headings::unit(heading).or_else(|| pounds(heading)).or_else(of_words)
}

/// Whether a heading says a unit and nothing else: `£m`, `£ thousand`, `£'000s`.
pub(super) fn is_unit_alone(heading: &str) -> bool {
    let heading = heading.trim().trim_start_matches('(').trim_end_matches(')');
    heading.starts_with('£') && words(heading).len() < 2 && (heading == "£" || headings::unit(heading).is_some())
}

fn of_word(word: &str) -> Option<Unit> {
    WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, unit)| *unit)
}

/// Single pounds, which a text says by ending with them: `reported in £.`, `amount (pounds)`.
pub(super) fn pounds(text: &str) -> Option<Unit> {
    let text = text.replace("Â£", "£").replace(char::REPLACEMENT_CHARACTER, "£").to_lowercase();
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '£');
    ["£", "£s", "in pounds", "(pounds", "in gbp", "(gbp", "pounds sterling"]
        .iter()
        .any(|end| text.ends_with(end))
        .then_some(POUNDS)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_may_be_said_with_or_without_a_pound_sign() {
        for said in ["£ thousand", "All figures in £ thousand", "Figures in thousands", "(000s)", "Data in 000s"] {
            assert_eq!(of_title(said), Some(THOUSANDS), "{said}");
        }
        for said in ["amount (000)", "amount in thousands", "amount £k", "amount 000s"] {
            assert_eq!(of_heading(said), Some(THOUSANDS), "{said}");
        }
        assert_eq!(of_heading("amount (m)"), Some(MILLIONS));
        for said in ["Data is reported in £.", "All amounts are in pounds", "amount (£)", "Spending (GBP)"] {
            assert_eq!(of_title(said), Some(POUNDS), "{said}");
        }
    }

    #[test]
    fn a_title_that_names_a_number_or_a_million_trees_states_no_unit() {
        for said in ["Leeds accounts 2021-22", "A million trees for Leeds", "The first thousand days", "amount"] {
            assert_eq!(of_title(said), None, "{said}");
        }
        assert!(is_unit_alone("£m") && is_unit_alone("£ thousand") && is_unit_alone("£'000"));
        assert!(!is_unit_alone("cost (£m)") && !is_unit_alone("amount"));
    }
}
