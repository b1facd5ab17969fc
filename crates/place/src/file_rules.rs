//! What the rules of a place say of whole files: which they name, and whether these files are there.

use model::rule::{Pattern, Rule, RuleField, Rules};
use regex::{Regex, RegexBuilder};

/// A file as rules see it.
#[derive(Clone, Copy, Debug)]
pub struct RuledFile<'a> {
    /// The path, and the sheet where there is one: `ashby/2023.xlsx [May]`.
    pub shown: &'a str,
    pub body_id: &'a str,
    /// The word for the kind of the body.
    pub body_kind: &'a str,
}

/// File and line of each rule of the place, with its pattern, that names files of which none is there: it does nothing, and
/// the person who wrote it believes that it does.
pub fn rules_without_file(rules: &Rules, files: &[RuledFile<'_>]) -> Vec<(String, String)> {
    let mut found = without_file(&rules.treatment, files);
    found.extend(without_file(&rules.service, files));
    found.extend(without_file(&rules.theme, files));
    found.extend(without_file(&rules.intent, files));
    found.extend(without_file(&rules.client_group, files));
    found
}

fn without_file<T>(rules: &[Rule<T>], files: &[RuledFile<'_>]) -> Vec<(String, String)> {
    let named = rules.iter().filter(|rule| !rule.is_shipped).filter_map(|rule| {
        let (_, pattern) = rule.when.iter().find(|(field, pattern)| *field == RuleField::File && !pattern.negated)?;
        Some((rule, pattern))
    });
    let is_met =
        |pattern: &Pattern| compiled(pattern).is_none_or(|regex| files.iter().any(|file| regex.is_match(file.shown)));
    named
        .filter(|(_, pattern)| !is_met(pattern))
        .map(|(rule, pattern)| (rule.at.clone(), pattern.text.clone()))
        .collect()
}

/// For each file, whether a rule of the place counts its lines though it is a copy or they are of another year: the first
/// rule that looks at nothing but the file and its body decides.
pub fn counted_files(rules: &Rules, files: &[RuledFile<'_>]) -> Vec<bool> {
    let of_file = |field: &RuleField| matches!(field, RuleField::File | RuleField::Body | RuleField::BodyKind);
    let whole = rules
        .treatment
        .iter()
        .filter(|rule| !rule.is_shipped && rule.names_files() && rule.when.iter().all(|(field, _)| of_file(field)));
    let whole: Vec<(bool, Vec<Condition<'_>>)> = whole
        .map(|rule| {
            let conditions = rule
                .when
                .iter()
                .filter_map(|(field, pattern)| Some(Condition { field: *field, pattern, regex: compiled(pattern)? }));
            (rule.then.treatment.is_none(), conditions.collect())
        })
        .collect();
    let decides = |file: &RuledFile<'_>| whole.iter().find(|(_, all)| all.iter().all(|one| one.holds(file)));
    files.iter().map(|file| decides(file).is_some_and(|(is_counted, _)| *is_counted)).collect()
}

struct Condition<'a> {
    field: RuleField,
    pattern: &'a Pattern,
    regex: Regex,
}

impl Condition<'_> {
    fn holds(&self, file: &RuledFile<'_>) -> bool {
        let value = match self.field {
            RuleField::Body => file.body_id,
            RuleField::BodyKind => file.body_kind,
            _ => file.shown,
        };
        self.regex.is_match(value) != self.pattern.negated
    }
}

/// None for an expression that is too large, which the build says.
fn compiled(pattern: &Pattern) -> Option<Regex> {
    RegexBuilder::new(&pattern.regex).case_insensitive(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Files, RULES, rules};

    const PLACE: &str =
        "name = \"X\"\nyear = \"2011-12\"\n[[body]]\nid = \"ashby\"\nname = \"Ashby\"\nkind = \"council\"\n";
    const HEAD: &str = "id,body,file,payee,treatment\n";

    fn read(treatment: &str) -> Rules {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join("place.toml"), PLACE).unwrap();
        std::fs::write(dir.path().join("rules/treatment.csv"), format!("{HEAD}{treatment}")).unwrap();
        rules(&Files::read(dir.path(), RULES).unwrap()).unwrap()
    }

    fn files() -> [RuledFile<'static>; 3] {
        ["ashby/2011-04.csv", "ashby/2011-05.csv", "ashby/book.xlsx [May]"].map(|shown| RuledFile {
            shown,
            body_id: "ashby",
            body_kind: "council",
        })
    }

    #[test]
    fn a_rule_that_names_no_file_there_is_is_told_with_its_line() {
        let rules = read(
            "a,,ashby/2011-04.csv,,count\nb,,ashby/2012-04.csv,,count\nc,,=2011-05.csv,,excluded\nd,,book,,excluded\n\
             e,,!ashby/2019.csv,,excluded\nf,ashby,/2013-\\d+/,,excluded\ng,,,Acorn,excluded\n",
        );
        let found = rules_without_file(&rules, &files());
        let at: Vec<(&str, &str)> = found.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
        let expected = [
            ("rules/treatment.csv:3", "ashby/2012-04.csv"),
            ("rules/treatment.csv:4", "=2011-05.csv"),
            ("rules/treatment.csv:7", "/2013-\\d+/"),
        ];
        assert_eq!(at, expected);
        assert_eq!(rules_without_file(&Rules::default(), &files()), []);
    }

    #[test]
    fn a_rule_that_counts_a_file_is_known_by_the_file_alone() {
        let counted = |rows: &str| counted_files(&read(rows), &files());
        assert_eq!(counted("a,,2011-04,,count\n"), [true, false, false]);
        assert_eq!(counted("a,,2011-04,,excluded\nb,,2011,,count\n"), [false, true, false]);
        assert_eq!(counted("a,ashby,book | 2011-05,,count\n"), [false, true, true]);
        assert_eq!(
            counted("a,,2011,Acorn,count\n"),
            [false; 3],
            "it counts some lines, and which is not known before the build"
        );
        assert_eq!(counted("a,,,Acorn,excluded\n"), [false; 3]);
    }
}
