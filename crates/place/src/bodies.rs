//! `rules/bodies.csv`: what people said about payees that are nearly, or seem to be, public bodies of the place.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::Path;

use authored::{MistakeKind, Reading};
use model::Place;
use model::name::name_key;
use model::payee_answer::PayeeAnswer;
use serde::Serialize;

use crate::added_rows::with_rows;
use crate::error::PlaceError;
use crate::files::{Files, PLACE_AND_REGISTERS};
use crate::rule_text::RULES_DIR;

/// Where a place keeps what people said about payees that may be bodies.
pub const BODY_ANSWERS: &str = "rules/bodies.csv";

const COLUMNS: [&str; 3] = ["payee", "body", "who"];
/// The payee is none of the bodies here.
const NONE: &str = "none";

/// What people said about payees.
///
/// # Errors
/// [`PlaceError::Mistakes`], every one in the file: an answer that cannot be read would move money.
pub fn payee_answers(files: &Files, place: &Place) -> Result<Vec<PayeeAnswer>, PlaceError> {
    Ok(payee_answers_by_line(files, place)?.into_iter().map(|(answer, _)| answer).collect())
}

/// The same, each with the line of the file that it stands on.
///
/// # Errors
/// As [`payee_answers`].
pub fn payee_answers_by_line(files: &Files, place: &Place) -> Result<Vec<(PayeeAnswer, usize)>, PlaceError> {
    let Some(text) = files.text(BODY_ANSWERS)? else { return Ok(Vec::new()) };
    let file = Reading::of(BODY_ANSWERS, &text);
    let ids = place.bodies.iter().map(|body| body.id.as_str());
    let mut answers = Vec::<(PayeeAnswer, usize)>::new();
    file.columns(&COLUMNS, |row, [payee, body, _]| {
        let key = name_key(&payee.text).key;
        if key.is_empty() {
            file.add(
                payee.span.clone(),
                MistakeKind::Empty { key: "payee".to_owned() },
                "a name as a ledger prints it",
            );
        } else if body.text != NONE && !ids.clone().any(|id| id == body.text) {
            let known = ids.clone().chain([NONE]);
            file.not_there(body.span.clone(), "body", &body.text, "the id of a body in place.toml, or none", known);
        } else if let Some((_, line)) = answers.iter().find(|(other, _)| name_key(&other.payee).key == key) {
            file.duplicate(payee.span.clone(), "payee", &payee.text, *line, "a payee that is on no other row");
        } else {
            let body_id = (body.text != NONE).then(|| body.text.clone());
            answers.push((PayeeAnswer { payee: payee.text.clone(), body_id }, row.line));
        }
    });
    Ok(file.finish(Some(answers))?)
}

#[derive(Serialize)]
struct Row<'a> {
    payee: &'a str,
    body: &'a str,
    who: &'a str,
}

/// Adds what people said about payees to the file, whole or not at all. What was said before is not written again.
///
/// # Errors
/// [`PlaceError`] if the existing file cannot be read, if it or an earlier answer of these says another body, or if the
/// new file cannot be written.
pub fn add_payee_answers(dir: &Path, answers: &[PayeeAnswer], who: &str) -> Result<(), PlaceError> {
    let files = Files::read(dir, PLACE_AND_REGISTERS)?;
    // Nothing is added to a file that cannot be read.
    let before = payee_answers_by_line(&files, &crate::place(&files)?)?;
    let new = not_said_before(&before, answers)?;
    if new.is_empty() {
        return Ok(());
    }
    let rows = new.into_iter().map(|answer| Row { payee: &answer.payee, body: written(answer), who });
    let path = dir.join(BODY_ANSWERS);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    let whole = with_rows(files.get(BODY_ANSWERS).unwrap_or_default(), rows)
        .map_err(|_| unwritable(io::Error::other("its rows are not CSV")))?;
    std::fs::create_dir_all(dir.join(RULES_DIR)).map_err(unwritable)?;
    authored::write_whole(&path, &whole).map_err(unwritable)
}

/// The answers about payees of which nothing was said. A payee is the same under every spelling that has one key, and a
/// second row of it would stop every build.
fn not_said_before<'a>(
    before: &[(PayeeAnswer, usize)],
    answers: &'a [PayeeAnswer],
) -> Result<Vec<&'a PayeeAnswer>, PlaceError> {
    let key = |answer: &PayeeAnswer| name_key(&answer.payee).key;
    let in_file = before.iter().map(|(answer, line)| (key(answer), (written(answer), Some(*line))));
    let mut known: HashMap<String, (&str, Option<usize>)> = in_file.collect();
    let mut new = Vec::new();
    for answer in answers {
        match known.entry(key(answer)) {
            Entry::Vacant(entry) => {
                entry.insert((written(answer), None));
                new.push(answer);
            }
            Entry::Occupied(entry) if entry.get().0 == written(answer) => {}
            Entry::Occupied(entry) => {
                let (said, line) = *entry.get();
                let (payee, said, now) = (answer.payee.clone(), said.to_owned(), written(answer).to_owned());
                return Err(PlaceError::AnsweredOtherwise { payee, said, line, now });
            }
        }
    }
    Ok(new)
}

/// The body of an answer as the file has it.
fn written(answer: &PayeeAnswer) -> &str {
    answer.body_id.as_deref().unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "name = \"Ashby\"\nyear = \"2025-26\"\n[[body]]\nid = \"trust\"\nname = \"Ashby NHS Trust\"\nkind = \"nhs_trust\"\n";

    fn read(text: &[u8]) -> Result<Vec<PayeeAnswer>, PlaceError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join("place.toml"), PLACE).unwrap();
        std::fs::write(dir.path().join(BODY_ANSWERS), text).unwrap();
        let files = Files::read(dir.path(), &["place.toml", BODY_ANSWERS]).unwrap();
        payee_answers(&files, &crate::place(&files).unwrap())
    }

    fn answer(payee: &str, body_id: Option<&str>) -> PayeeAnswer {
        PayeeAnswer { payee: payee.to_owned(), body_id: body_id.map(str::to_owned) }
    }

    #[test]
    fn answers_are_read_as_they_were_written() {
        let answers = [answer("ASHBY TRUST, THE", Some("trust")), answer("Ashby Trust Choir", None)];
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("place.toml"), PLACE).unwrap();
        add_payee_answers(dir.path(), &answers[..1], "A. Clerk").unwrap();
        add_payee_answers(dir.path(), &answers[1..], "B. Clerk").unwrap();
        let text = std::fs::read_to_string(dir.path().join(BODY_ANSWERS)).unwrap();
        assert_eq!(text, "payee,body,who\n\"ASHBY TRUST, THE\",trust,A. Clerk\nAshby Trust Choir,none,B. Clerk\n");
        assert_eq!(read(text.as_bytes()).unwrap(), answers);
    }

    #[test]
    fn a_payee_that_is_answered_twice_stands_in_the_file_once() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("place.toml"), PLACE).unwrap();
        let add = |answers: &[PayeeAnswer]| add_payee_answers(dir.path(), answers, "A. Clerk");
        let text = || std::fs::read_to_string(dir.path().join(BODY_ANSWERS)).unwrap();
        add(&[answer("Ashby Trust", Some("trust")), answer("ASHBY  TRUST", Some("trust"))]).unwrap();
        add(&[answer("ashby trust", Some("trust"))]).unwrap();
        let once = "payee,body,who\nAshby Trust,trust,A. Clerk\n";
        assert_eq!(text(), once);
        // One other body among good answers, and none of them is written.
        let error = add(&[answer("Ashby Choir", None), answer("ASHBY TRUST", None)]).unwrap_err().to_string();
        assert!(error.contains("`ASHBY TRUST`") && error.contains("line 2 of rules/bodies.csv"), "{error}");
        let error = add(&[answer("Ashby Choir", None), answer("ASHBY CHOIR", Some("trust"))]).unwrap_err().to_string();
        assert!(error.contains("`none` in an earlier answer"), "{error}");
        assert_eq!(text(), once);
        assert_eq!(read(text().as_bytes()).unwrap(), [answer("Ashby Trust", Some("trust"))]);
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let text = "payee,body,who\nAshby,trost,A\n,trust,A\nAshby Trust,trust,A\nASHBY TRUST,none,A\n";
        let error = read(text.as_bytes()).unwrap_err();
        let found: Vec<String> = error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found[0].starts_with("rules/bodies.csv:2:7:") && found[0].contains("did you mean `trust`?"),
            "{found:?}"
        );
        assert!(found[1].starts_with("rules/bodies.csv:3:1:"), "{found:?}");
        assert!(found[2].starts_with("rules/bodies.csv:5:1:"), "{found:?}");
    }
}
