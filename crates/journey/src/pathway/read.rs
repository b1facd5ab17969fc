//! A pathway as a person writes it, in TOML.

use authored::{Keys, Mistakes, read_toml};

use super::{Deadline, Pathway, Rule, RuleKind};

/// The name, and then what a pathway must have one of.
const KEYS: &[&str] = &["name", "order", "response", "precedence", "absence"];

/// Reads a pathway.
///
/// # Errors
/// Every mistake in the file.
pub fn read(text: &str, file: &str) -> Result<Pathway, Mistakes> {
    read_toml(text, file, "the pathway", KEYS, pathway)
}

fn pathway(keys: &Keys<'_>) -> Option<Pathway> {
    let name = keys.needed("name", "\"Early help\"");
    let orders = orders(keys);
    let mut rules = Vec::new();
    add_rules(&mut rules, keys, "response", &["id", "after", "then", "within_days", "within_working_days"], response);
    add_rules(&mut rules, keys, "precedence", &["id", "activity", "needs"], precedence);
    add_rules(&mut rules, keys, "absence", &["id", "activity"], absence);
    if !KEYS.iter().skip(1).any(|key| keys.has(key)) {
        keys.missing("order", "an order of activities, written [[order]], or a rule, such as [[response]]");
    }
    Some(Pathway { name: name?, orders, rules: rules.into_iter().map(|(_, rule)| rule).collect() })
}

fn orders(keys: &Keys<'_>) -> Vec<Vec<String>> {
    let order = |order: &Keys<'_>| {
        order.need("activities", "`activities = [\"Referral\", \"Assessment\"]`");
        order.owned_texts("activities", "\"Referral\", \"Assessment\"")
    };
    keys.tables("order", "[[order]]", &["activities"]).iter().map(order).collect()
}

/// Adds the rules of one kind, each with its line; an id that is there already is a mistake.
fn add_rules(
    rules: &mut Vec<(usize, Rule)>,
    keys: &Keys<'_>,
    key: &str,
    known: &[&str],
    kind: fn(&Keys<'_>) -> Option<RuleKind>,
) {
    for table in keys.tables(key, &format!("[[{key}]]"), known) {
        let id = table.needed("id", "\"assessed-in-time\"");
        let (Some(id), Some(kind)) = (id, kind(&table)) else { continue };
        if let Some((first_line, _)) = rules.iter().find(|(_, rule)| rule.id == id) {
            table.file.duplicate(table.span.clone(), "rule", &id, *first_line, "an id of its own");
        }
        rules.push((table.line(), Rule { id, kind }));
    }
}

/// More than ten years is no deadline.
const DAYS_MAX: i64 = 3_660;

fn response(keys: &Keys<'_>) -> Option<RuleKind> {
    let after = keys.needed("after", "\"Referral\"");
    let then = keys.needed("then", "\"Assessment\"");
    let days = |key| keys.whole(key, 0..=DAYS_MAX).map(|days| days as u32);
    let (calendar, working) = (days("within_days"), days("within_working_days"));
    if keys.has("within_days") && keys.has("within_working_days") {
        keys.out_of_range("within_working_days", "a second deadline", "one of `within_days` and `within_working_days`");
    }
    let deadline = working.map(Deadline::WorkingDays).or(calendar.map(Deadline::CalendarDays));
    Some(RuleKind::Response { after: after?, then: then?, deadline })
}

fn precedence(keys: &Keys<'_>) -> Option<RuleKind> {
    let activity = keys.needed("activity", "\"Support\"");
    let needs = keys.needed("needs", "\"Assessment\"");
    Some(RuleKind::Precedence { activity: activity?, needs: needs? })
}

fn absence(keys: &Keys<'_>) -> Option<RuleKind> {
    Some(RuleKind::Absence { activity: keys.needed("activity", "\"Eviction\"")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pathway_is_read_with_its_orders_and_rules() {
        let text = r#"
            name = "Early help"
            [[order]]
            activities = ["Referral", "Assessment", "Close"]
            [[response]]
            id = "assessed-in-time"
            after = "Referral"
            then = "Assessment"
            within_working_days = 45
            [[precedence]]
            id = "assessed-first"
            activity = "Support"
            needs = "Assessment"
            [[absence]]
            id = "no-eviction"
            activity = "Eviction"
        "#;
        let pathway = read(text, "pathway.toml").expect("no mistake");
        assert_eq!(pathway.orders, [["Referral", "Assessment", "Close"]]);
        let ids: Vec<&str> = pathway.rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, ["assessed-in-time", "assessed-first", "no-eviction"]);
        let RuleKind::Response { deadline, .. } = &pathway.rules[0].kind else { panic!("a response") };
        assert_eq!(*deadline, Some(Deadline::WorkingDays(45)));
        assert_eq!(pathway.activities(), ["Assessment", "Close", "Eviction", "Referral", "Support"]);
    }

    fn check_mistakes(text: &str, expected: &[&str]) {
        let mistakes = read(text, "pathway.toml").expect_err("mistakes").mistakes;
        let printed: Vec<String> = mistakes.iter().map(|mistake| mistake.kind.to_string()).collect();
        assert_eq!(printed, expected);
    }

    #[test]
    fn every_mistake_is_reported() {
        check_mistakes("name = \"Early help\"", &["`order` is missing from the pathway"]);
        check_mistakes(
            "name = \"x\"\n[[response]]\nid = \"a\"\nafter = \"Referral\"\nwithin = 5",
            &["`then` is missing from [[response]]", "`within` means nothing in [[response]]"],
        );
        check_mistakes(
            "name = \"x\"\n[[absence]]\nid = \"a\"\nactivity = \"b\"\n[[absence]]\nid = \"a\"\nactivity = \"c\"",
            &["the rule `a` already exists, on line 2"],
        );
        check_mistakes(
            "name = \"x\"\n[[response]]\nid = \"a\"\nafter = \"b\"\nthen = \"c\"\nwithin_days = 3\nwithin_working_days = 4",
            &["`within_working_days` is a second deadline"],
        );
    }
}
