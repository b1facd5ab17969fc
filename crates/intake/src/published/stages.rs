//! Whether words say that a figure is a plan or what was spent.

use model::spending::Stage;

const PLAN: [&str; 11] = [
    "budget",
    "budgets",
    "budgeted",
    "plan",
    "plans",
    "planned",
    "forecast",
    "forecasts",
    "estimate",
    "estimates",
    "estimated",
];
const SPENT: [&str; 7] = ["outturn", "outturns", "actual", "actuals", "spent", "audited", "accounts"];

/// The stage that a word of a column says: `Original Budget`, `Actual`, `out-turn`. None where it says none, or both.
pub(super) fn of_word(printed: &str) -> Option<Stage> {
    let is_allocated = || words(printed).iter().any(|word| word.starts_with("allocat"));
    match (says(printed, &PLAN), says(printed, &SPENT)) {
        (true, false) => Some(Stage::Budget),
        (false, true) => Some(Stage::Outturn),
        (false, false) if is_allocated() => Some(Stage::Allocation),
        _ => None,
    }
}

/// Whether a title or the name of a file says that its figures are a plan: `Budget book 2021-22`. One that says what was
/// spent as well (`outturn against budget`) says no plan; the name of a return, `Revenue Outturn (RO)`, says neither.
pub(super) fn is_plan(title: &str) -> bool {
    let title = title.to_lowercase().replace('_', " ");
    let title = ["revenue outturn", "capital outturn"].iter().fold(title, |title, name| title.replace(name, " "));
    says(&title, &PLAN) && !says(&title, &["outturn", "outturns", "actual", "actuals", "spent"])
}

fn says(text: &str, wanted: &[&str]) -> bool {
    words(text).iter().any(|word| wanted.contains(&word.as_str()))
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace("out-turn", "outturn").replace("out turn", "outturn");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_column_say_a_plan_or_what_was_spent() {
        for (printed, stage) in [
            ("Original Budget", Some(Stage::Budget)),
            ("forecast", Some(Stage::Budget)),
            ("Actual", Some(Stage::Outturn)),
            ("Out-turn", Some(Stage::Outturn)),
            ("Allocation", Some(Stage::Allocation)),
            ("budget and outturn", None),
            ("net", None),
        ] {
            assert_eq!(of_word(printed), stage, "{printed}");
        }
    }

    #[test]
    fn a_title_says_a_plan_unless_it_says_what_was_spent_too() {
        assert!(is_plan("Revenue Outturn (RO) 2021-22 Budget: Service Expenditure Summary (RSX) data"));
        assert!(is_plan("leeds_budget_book_2021-22") && is_plan("Medium term financial plan"));
        assert!(!is_plan("Revenue Outturn (RO) 2021-22 Final: Service Expenditure Summary (RSX) data"));
        assert!(!is_plan("Outturn against budget 2021-22") && !is_plan("Town planning 2021-22"));
    }
}
