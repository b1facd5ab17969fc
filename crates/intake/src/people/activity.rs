//! Rules for activities: which are assessments, and of which needs they are evidence.

use serde::Deserialize;

/// The rules that come with the program (`reference/linkage/activities.csv`).
pub const SHIPPED: &str = include_str!("../../../../reference/linkage/activities.csv");

/// What words in the name of an activity say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ActivityRule {
    /// Words that must all be in the activity, in small letters.
    pub words: String,
    /// The agency that it is about; any where it is empty.
    pub agency: String,
    pub is_assessment: bool,
    /// Needs of which the activity is evidence, with `|` between them; the programmes' rules name them.
    pub needs: String,
}

/// Rules in their order: the first that fits an activity decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityRules(Vec<ActivityRule>);

impl ActivityRules {
    /// Reads rules of a place, if any, and puts them before those of the program.
    ///
    /// # Errors
    /// What is wrong with the text and where.
    pub fn read(own: Option<&str>) -> Result<ActivityRules, String> {
        let mut rules = Vec::new();
        for text in own.into_iter().chain([SHIPPED]) {
            let mut reader =
                csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
            for rule in reader.deserialize::<ActivityRule>() {
                rules.push(rule.map_err(|error| error.to_string())?);
            }
        }
        Ok(ActivityRules(rules))
    }

    /// What is said of an activity of an agency, if anything.
    pub fn of(&self, agency: &str, activity: &str) -> Option<&ActivityRule> {
        let activity = activity.to_lowercase();
        let words: Vec<&str> = activity.split(|c: char| !c.is_alphanumeric()).collect();
        let fits = |rule: &&ActivityRule| {
            (rule.agency.is_empty() || rule.agency == agency)
                && rule.words.split_whitespace().all(|word| words.contains(&word))
        };
        self.0.iter().find(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_may_say_what_its_activities_are() {
        let own = "words,agency,is_assessment,needs\nhome visit,police,true,crime\n";
        let rules = ActivityRules::read(Some(own)).expect("rules");
        assert!(rules.of("police", "Home visit").is_some_and(|rule| rule.is_assessment));
        assert!(!rules.of("social_care", "Home visit").is_some_and(|rule| rule.is_assessment));
        let shipped = ActivityRules::read(None).expect("the shipped rules");
        let assessment = shipped.of("social_care", "Child and Family assessment").expect("a rule");
        assert!(assessment.is_assessment);
        assert!(shipped.of("housing", "Repair visit").is_none());
        let broken =
            ActivityRules::read(Some("words,agency,is_assessment,needs\nx,,perhaps,\n")).expect_err("no word for yes");
        assert!(broken.contains("line: 2"), "{broken}");
    }
}
