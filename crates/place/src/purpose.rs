//! What a place may look at single people for: the `[purpose]` of `place.toml`.
//!
//! Counting families and knocking on a door are different purposes with different approvals (method, section 3.7). A book of
//! appointments, a team around a family and early warning are for the second, so they need this table.

use authored::{Keys, MistakeKind};
use jiff::civil::Date;
use model::words;
use toml::de::DeValue;

words! {
    /// What single people are looked at for.
    PurposeUse {
        /// A person's book of appointments.
        Appointments = "appointments",
        /// The team around a family.
        Team = "team",
        /// A list of people for whom something may be getting worse.
        EarlyWarning = "early_warning",
    }
}

/// Why, under which power and until when single people may be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// What the support is, in the place's words.
    pub support: String,
    /// The statutory power.
    pub power: String,
    /// The condition of Article 6 of the UK GDPR, such as `6(1)(e)`.
    pub article_6: String,
    /// The condition of Article 9, such as `9(2)(g)`.
    pub article_9: String,
    /// The reference of the data protection impact assessment.
    pub impact_assessment: String,
    /// The last day.
    pub until: Date,
    pub uses: Vec<PurposeUse>,
}

const TABLE: &str = "[purpose]";
const KEYS: [&str; 7] = ["support", "power", "article_6", "article_9", "impact_assessment", "until", "uses"];

/// The purpose that the keys of a place file declare; mistakes are gathered in the file.
pub(crate) fn purpose_of(keys: &Keys<'_>) -> Option<Purpose> {
    let table = keys.table("purpose", TABLE, &KEYS)?;
    let support = table.needed("support", "\"lead workers for families with many agencies\"");
    let power = table.needed("power", "\"Children Act 2004, sections 10 and 11\"");
    let article_6 = condition(&table, "article_6", "6(1)(", 'f');
    let article_9 = condition(&table, "article_9", "9(2)(", 'j');
    let impact_assessment = table.needed("impact_assessment", "\"DPIA 2026/14\"");
    let until = until(&table);
    let uses = uses(&table);
    Some(Purpose {
        support: support?,
        power: power?,
        article_6: article_6?,
        article_9: article_9?,
        impact_assessment: impact_assessment?,
        until: until?,
        uses: uses?,
    })
}

/// A condition of an article: its paragraph, and a letter up to the last that it has.
fn condition(table: &Keys<'_>, key: &str, paragraph: &str, last: char) -> Option<String> {
    let example = format!("\"{paragraph}e)\"");
    let text = table.needed_text(key, &example)?;
    let plain: String = text.get_ref().chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let plain = plain.trim_start_matches("article").trim_start_matches("art.").trim_start_matches("art");
    let letter = plain.strip_prefix(paragraph).and_then(|rest| rest.strip_suffix(')'));
    let is_one = letter.is_some_and(|letter| {
        let mut letters = letter.chars();
        letters.next().is_some_and(|first| ('a'..=last).contains(&first)) && letters.next().is_none()
    });
    if !is_one {
        let kind = MistakeKind::Unfit(format!("`{}` is not a condition of that article", text.get_ref()));
        table.file.add(text.span(), kind, format!("one of {paragraph}a) to {paragraph}{last})"));
        return None;
    }
    Some(plain.to_owned())
}

fn until(table: &Keys<'_>) -> Option<Date> {
    let expected = "the last day, such as 2027-03-31";
    table.need("until", expected);
    let value = table.get("until")?;
    let written = match value.get_ref() {
        DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return table.wrong_type("until", value, expected),
    };
    let day = written.trim().parse().ok();
    if day.is_none() {
        table.out_of_range("until", written, expected);
    }
    day
}

fn uses(table: &Keys<'_>) -> Option<Vec<PurposeUse>> {
    let all: Vec<&str> = PurposeUse::ALL.iter().map(|word| word.word()).collect();
    table.need("uses", "`uses = [\"appointments\", \"team\"]`");
    let n_before = table.file.n_mistakes();
    let mut uses = Vec::new();
    for text in table.texts("uses", "\"appointments\", \"team\"") {
        match PurposeUse::parse(text.get_ref()) {
            Some(word) => uses.push(word),
            None => {
                let expected = "appointments, team or early_warning";
                table.file.unknown_word(text.span(), "use", text.get_ref(), expected, all.iter().copied());
            }
        }
    }
    (table.file.n_mistakes() == n_before).then_some(uses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Files;
    use crate::nearest_place::PLACE_FILE;
    use crate::read::purpose;

    const WHOLE: &str = "name = \"A\"\nyear = \"2025-26\"\n[purpose]\nsupport = \"lead workers\"\npower = \"Children Act 2004, s.10\"\n\
        article_6 = \"Article 6(1)(e)\"\narticle_9 = \"9(2)(g)\"\nimpact_assessment = \"DPIA 7\"\nuntil = 2027-03-31\n\
        uses = [\"appointments\"]\n";

    fn read(text: &str) -> Result<Option<Purpose>, Vec<String>> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(PLACE_FILE), text).unwrap();
        purpose(&Files::read(dir.path(), &[PLACE_FILE]).unwrap())
            .map_err(|error| error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect())
    }

    #[test]
    fn a_place_that_says_nothing_has_no_purpose() {
        assert_eq!(read("name = \"A\"\nyear = \"2025-26\"\n"), Ok(None));
    }

    #[test]
    fn a_purpose_names_its_power_its_conditions_and_its_end() {
        let purpose = read(WHOLE).unwrap().unwrap();
        assert_eq!((purpose.article_6.as_str(), purpose.article_9.as_str()), ("6(1)(e)", "9(2)(g)"));
        assert_eq!(purpose.until, jiff::civil::date(2027, 3, 31));
        assert_eq!(purpose.uses, [PurposeUse::Appointments]);
    }

    #[test]
    fn every_part_is_needed_and_checked() {
        for key in KEYS {
            let without: String =
                WHOLE.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
            let mistakes = read(&without).unwrap_err();
            assert!(mistakes.len() == 1 && mistakes[0].contains(key), "{key}: {mistakes:?}");
        }
        for (right, wrong) in [
            ("9(2)(g)", "9(2)(z)"),
            ("6(1)(e)", "6(2)(e)"),
            ("2027-03-31", "\"soon\""),
            ("\"appointments\"", "\"appointment\""),
        ] {
            assert_eq!(read(&WHOLE.replace(right, wrong)).unwrap_err().len(), 1, "{wrong}");
        }
    }
}
