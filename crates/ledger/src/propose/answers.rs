//! A person's answers as rows of the place's `rules/service.csv`.

use std::collections::BTreeSet;

use model::rule::RuleField;

/// A person said what a heading pays for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The columns of the heading with their text, as printed; empty ones are left out of the rule.
    pub heading: Vec<(RuleField, String)>,
    pub service: String,
    /// COFOG division or group; empty takes that of the service.
    pub cofog: Option<String>,
    /// Why, or who said so.
    pub note: String,
}

const ID: &str = "id";
const SERVICE: &str = "service";
const COFOG: &str = "cofog";
const NOTE: &str = "note";

/// The text of `rules/service.csv` with a rule for each answer after the rules that are there.
///
/// What is in the file keeps its order and its words. A column that the answers need and the file
/// lacks is added. The outcome `service` stands after the conditions, one of which has the same name.
pub fn answers_as_rules(existing: &str, answers: &[Answer]) -> Result<String, csv::Error> {
    let (header, rows) = read(existing)?;
    let old = Columns::of(&header);
    let needed: BTreeSet<RuleField> =
        answers.iter().flat_map(|answer| answer.heading.iter().map(|(field, _)| *field)).collect();
    let is_column = |field: &RuleField| old.condition(*field).is_some() || needed.contains(field);
    let fields: Vec<RuleField> = RuleField::ALL.iter().copied().filter(is_column).collect();

    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let names = fields.iter().map(|field| field.word());
    writer.write_record([ID].into_iter().chain(names).chain([SERVICE, COFOG, NOTE]))?;
    let mut ids = BTreeSet::new();
    for row in &rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default();
        ids.insert(cell(old.id).to_owned());
        let conditions = fields.iter().map(|field| cell(old.condition(*field)));
        let outcome = [old.service, old.cofog, old.note].map(cell);
        writer.write_record([cell(old.id)].into_iter().chain(conditions).chain(outcome))?;
    }
    for answer in answers {
        let id = new_id(answer, &mut ids);
        let conditions = fields.iter().map(|field| whole_cell(text_of(answer, *field)));
        let outcome = [answer.service.clone(), answer.cofog.clone().unwrap_or_default(), answer.note.clone()];
        writer.write_record([id].into_iter().chain(conditions).chain(outcome))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn read(existing: &str) -> Result<(csv::StringRecord, Vec<csv::StringRecord>), csv::Error> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(existing.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers()?.clone();
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    Ok((header, rows))
}

/// Where things are in a file.
struct Columns<'a> {
    header: &'a csv::StringRecord,
    id: Option<usize>,
    service: Option<usize>,
    cofog: Option<usize>,
    note: Option<usize>,
}

impl Columns<'_> {
    fn of(header: &csv::StringRecord) -> Columns<'_> {
        let last = |name: &str| {
            header.iter().collect::<Vec<_>>().iter().rposition(|cell| cell.trim().eq_ignore_ascii_case(name))
        };
        Columns { header, id: last(ID), service: last(SERVICE), cofog: last(COFOG), note: last(NOTE) }
    }

    fn condition(&self, field: RuleField) -> Option<usize> {
        let at = self.header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(field.word()))?;
        (Some(at) != self.service).then_some(at)
    }
}

fn text_of(answer: &Answer, field: RuleField) -> &str {
    answer.heading.iter().find(|(of, _)| *of == field).map(|(_, text)| text.trim()).unwrap_or_default()
}

/// A pattern that matches this text and nothing else.
fn whole_cell(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    // `|` would part alternatives and `*` would stand for the rest of a word.
    if text.contains(['|', '*']) {
        return format!("/^\\s*{}\\s*$/", regex::escape(text));
    }
    format!("={text}")
}

/// `answer-`, the body and the words of the heading; numbered where that is taken.
fn new_id(answer: &Answer, taken: &mut BTreeSet<String>) -> String {
    let text: Vec<&str> = answer.heading.iter().map(|(_, text)| text.as_str()).collect();
    let words = text.join(" ").to_lowercase();
    let slug: Vec<&str> =
        words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(6).collect();
    let stem = format!("answer-{}", slug.join("-"));
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let id = std::iter::once(stem.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(stem.clone());
    taken.insert(id.clone());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(heading: &[(RuleField, &str)], service: &str) -> Answer {
        Answer {
            heading: heading.iter().map(|(field, text)| (*field, (*text).to_owned())).collect(),
            service: service.to_owned(),
            cofog: None,
            note: "asked".to_owned(),
        }
    }

    fn check(existing: &str, answers: &[Answer], expected: &str) {
        let unindented = |text: &str| text.trim().lines().map(|line| format!("{}\n", line.trim())).collect::<String>();
        assert_eq!(answers_as_rules(&unindented(existing), answers).unwrap(), unindented(expected));
    }

    #[test]
    fn an_answer_becomes_a_rule_for_exactly_its_heading() {
        check(
            "",
            &[answer(&[(RuleField::Body, "acorn"), (RuleField::Service, "Stores, yard")], "central_services")],
            "
            id,body,service,service,cofog,note
            answer-acorn-stores-yard,=acorn,\"=Stores, yard\",central_services,,asked
            ",
        );
    }

    #[test]
    fn rules_that_are_there_stay_as_they_are_and_come_first() {
        check(
            "
            id,department,service,cofog,note
            a,=Parks,cultural,08.1,\"kept, word for word\"
            ",
            &[answer(&[(RuleField::Service, "Depot")], "central_services")],
            "
            id,department,service,service,cofog,note
            a,=Parks,,cultural,08.1,\"kept, word for word\"
            answer-depot,,=Depot,central_services,,asked
            ",
        );
    }

    #[test]
    fn two_answers_never_share_an_id() {
        let same = answer(&[(RuleField::Service, "Depot")], "central_services");
        let text = answers_as_rules("", &[same.clone(), same]).unwrap();
        assert!(text.contains("\nanswer-depot,") && text.contains("\nanswer-depot-2,"), "{text}");
    }

    #[test]
    fn the_pattern_of_an_answer_matches_its_own_text_alone() {
        for text in ["Stores", "A | B", "5* rating", "!urgent", "/slashes/", "R&D (UK)", "=equals", "a.b"] {
            let pattern = model::rule::Pattern::parse(&whole_cell(text)).unwrap();
            let regex = regex::RegexBuilder::new(&pattern.regex).case_insensitive(true).build().unwrap();
            assert!(regex.is_match(text) != pattern.negated, "{pattern:?} on its own text {text:?}");
            for other in [format!("{text} more"), format!("more {text}"), "other".to_owned()] {
                assert!(regex.is_match(&other) == pattern.negated, "{pattern:?} on {other:?}");
            }
        }
    }
}
