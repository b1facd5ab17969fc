//! What people decided: `decisions/suppliers.csv`, to which lines are only ever added.

use std::io;
use std::path::Path;

use authored::{Cell, MistakeKind, Reading, WholeFile};
use jiff::civil::Date;
use model::decision::{DecidedPayee, SupplierAnswer, SupplierDecision};
use serde::Serialize;

use crate::added_rows::with_rows;
use crate::error::PlaceError;
use crate::files::Files;
use crate::signing;

/// Where a place keeps what people decided about suppliers.
pub const SUPPLIER_DECISIONS: &str = "decisions/suppliers.csv";
/// The same with what says which bodies a decision may name.
pub const SUPPLIER_FILES: &[&str] = &["place.toml", SUPPLIER_DECISIONS];

const COLUMNS: [&str; 7] = ["decided_on", "decided_by", "body", "payee", "other_body", "other_payee", "decision"];
const SAME: &str = "same";
const DIFFERENT: &str = "different";

/// What people decided about suppliers; of two lines about the same two payees the later one.
///
/// # Errors
/// [`PlaceError::Mistakes`], every one in the file.
pub fn supplier_decisions(files: &Files) -> Result<Vec<SupplierDecision>, PlaceError> {
    let Some(text) = files.text(SUPPLIER_DECISIONS)? else { return Ok(Vec::new()) };
    decisions_of(&text, files)
}

fn decisions_of(text: &str, files: &Files) -> Result<Vec<SupplierDecision>, PlaceError> {
    let file = Reading::of(SUPPLIER_DECISIONS, text);
    let bodies = crate::place(files).ok().map(|place| place.bodies.into_iter().map(|body| body.id).collect::<Vec<_>>());
    let mut decisions = Vec::<SupplierDecision>::new();
    file.columns(&COLUMNS, |row, cells| {
        if let Some(decision) = decision(cells, bodies.as_deref(), &file) {
            let is_about_them = |earlier: &SupplierDecision| is_same_pair(earlier, &decision);
            decisions.retain(|earlier| !is_about_them(earlier));
            decisions.push(SupplierDecision { at: format!("{SUPPLIER_DECISIONS}:{}", row.line), ..decision });
        }
    });
    Ok(file.finish(Some(decisions))?)
}

fn decision(
    [decided_on, decided_by, body, payee, other_body, other_payee, decision]: [&Cell; 7],
    bodies: Option<&[String]>,
    file: &Reading,
) -> Option<SupplierDecision> {
    let all_filled = is_day(decided_on, file)
        & file.is_filled(decided_by, "decided_by")
        & file.is_filled(payee, "payee")
        & file.is_filled(other_payee, "other_payee")
        & is_word(decision, file);
    let known = is_body(body, bodies, file) & is_body(other_body, bodies, file);
    let of = |body: &Cell, payee: &Cell| DecidedPayee {
        body_id: Some(body.text.clone()).filter(|id| !id.is_empty()),
        payee: payee.text.clone(),
    };
    let (one, other) = (of(body, payee), of(other_body, other_payee));
    let is_itself = one.payee == other.payee && (one.body_id == other.body_id || one.body_id.is_none());
    if all_filled && is_itself {
        let kind = MistakeKind::UnknownWord { what: "second payee".to_owned(), word: other.payee.clone() };
        file.add(other_payee.span.clone(), kind, "another payee, or the same payee of another body");
    }
    (all_filled && known && !is_itself).then(|| SupplierDecision {
        one,
        other,
        is_same: decision.text == SAME,
        decided_by: decided_by.text.clone(),
        at: String::new(),
    })
}

/// A day as the program writes it, or as a spreadsheet rewrites it.
fn is_day(cell: &Cell, file: &Reading) -> bool {
    let is_day = ["%Y-%m-%d", "%d/%m/%Y"].iter().any(|form| Date::strptime(form, &cell.text).is_ok());
    if !is_day {
        let kind = MistakeKind::Unfit(format!("`decided_on` is `{}`", cell.text));
        file.add(cell.span.clone(), kind, "the date of the decision, such as 2026-01-31");
    }
    is_day
}

fn is_word(cell: &Cell, file: &Reading) -> bool {
    let is_known = [SAME, DIFFERENT].contains(&cell.text.as_str());
    if !is_known {
        file.unknown_word(cell.span.clone(), "decision", &cell.text, "same or different", [SAME, DIFFERENT]);
    }
    is_known
}

fn is_body(cell: &Cell, bodies: Option<&[String]>, file: &Reading) -> bool {
    // What is wrong with the place file is `read`'s to say.
    let Some(bodies) = bodies else { return true };
    let is_known = cell.text.is_empty() || bodies.contains(&cell.text);
    if !is_known {
        let expected = "a body of place.toml, or nothing for every body";
        let known = bodies.iter().map(String::as_str);
        file.unknown_word(cell.span.clone(), "body of the place", &cell.text, expected, known);
    }
    is_known
}

fn is_same_pair(a: &SupplierDecision, b: &SupplierDecision) -> bool {
    (&a.one, &a.other) == (&b.one, &b.other) || (&a.one, &a.other) == (&b.other, &b.one)
}

#[derive(Serialize)]
struct AnswerRow<'a> {
    decided_on: &'a str,
    decided_by: &'a str,
    body: &'a str,
    payee: &'a str,
    other_body: &'a str,
    other_payee: &'a str,
    decision: &'a str,
    note: &'a str,
}

/// Adds what people answered about suppliers to the file, whole or not at all; the lines that are there stay as they are.
///
/// # Errors
/// [`PlaceError`] if the file or what is added to it cannot be read, or if the new file cannot be written.
pub fn add_supplier_answers(dir: &Path, answers: &[SupplierAnswer]) -> Result<(), PlaceError> {
    let path = dir.join(SUPPLIER_DECISIONS);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    let _held = signing::lock(dir)?;
    let files = Files::read(dir, SUPPLIER_FILES)?;
    // Nothing is added to a file that cannot be read.
    supplier_decisions(&files)?;
    let rows = answers.iter().map(|answer| AnswerRow {
        decided_on: &answer.decided_on,
        decided_by: &answer.decided_by,
        body: answer.one.body_id.as_deref().unwrap_or_default(),
        payee: &answer.one.payee,
        other_body: answer.other.body_id.as_deref().unwrap_or_default(),
        other_payee: &answer.other.payee,
        decision: if answer.is_same { SAME } else { DIFFERENT },
        note: &answer.note,
    });
    let whole = with_rows(files.get(SUPPLIER_DECISIONS).unwrap_or_default(), rows)
        .map_err(|_| unwritable(io::Error::other("its rows are not CSV")))?;
    // What is about to stand there is read as the next build will read it.
    let text = String::from_utf8(whole).map_err(|_| unwritable(io::Error::other("it is not UTF-8 text")))?;
    decisions_of(&text, &files)?;
    let whole = WholeFile::prepare(&path, text.as_bytes()).map_err(unwritable)?;
    whole.put_in_place().map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn decisions(rows: &str) -> Result<Vec<SupplierDecision>, PlaceError> {
        let dir = tempfile::tempdir().unwrap();
        let place =
            "name = \"X\"\nyear = \"2020-21\"\n[[body]]\nid = \"county\"\nname = \"County\"\nkind = \"council\"\n";
        fs::write(dir.path().join("place.toml"), place).unwrap();
        fs::create_dir(dir.path().join("decisions")).unwrap();
        fs::write(dir.path().join(SUPPLIER_DECISIONS), format!("{},note\n{rows}", COLUMNS.join(","))).unwrap();
        let files = Files::read(dir.path(), SUPPLIER_FILES)?;
        supplier_decisions(&files)
    }

    #[test]
    fn the_later_decision_about_two_payees_holds() {
        let found = decisions(
            "2026-01-01,Ann,,A,county,B,same,\n2026-01-02,Ann,,C,,D,same,\n2026-02-01,Bob,county,B,,A,different,\n",
        );
        let found: Vec<(String, bool, String)> =
            found.unwrap().into_iter().map(|d| (d.decided_by, d.is_same, d.at)).collect();
        assert_eq!(
            found,
            [
                ("Ann".to_owned(), true, "decisions/suppliers.csv:3".to_owned()),
                ("Bob".to_owned(), false, "decisions/suppliers.csv:4".to_owned()),
            ]
        );
    }

    #[test]
    fn mistakes_are_pointed_at() {
        let error = decisions(
            "2026-01-01,Ann,,A,,B,sane,\n2026-01-01,,,A,,B,same,\n2026-01-01,Ann,,A,,A,same,\n2026-01-01,Ann,conty,A,,B,same,\n\
             2026-13-01,Ann,,A,,B,same,\n,Ann,,A,,B,same,\n",
        );
        let error = error.unwrap_err();
        let found: Vec<String> = error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect();
        let expected =
            ["did you mean `same`", "decided_by", "another payee", "did you mean `county`", "2026-13-01", "decided_on"];
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (line, words) in found.iter().zip(expected) {
            assert!(line.contains(words), "{line}");
        }
    }

    #[test]
    fn answers_are_added_and_what_was_there_stays() {
        let dir = tempfile::tempdir().unwrap();
        let place =
            "name = \"X\"\nyear = \"2020-21\"\n[[body]]\nid = \"county\"\nname = \"County\"\nkind = \"council\"\n";
        fs::write(dir.path().join("place.toml"), place).unwrap();
        let answer = |body: Option<&str>, payee: &str, is_same: bool| SupplierAnswer {
            decided_on: "2026-01-31".to_owned(),
            decided_by: "A. Clerk".to_owned(),
            one: DecidedPayee { body_id: body.map(str::to_owned), payee: payee.to_owned() },
            other: DecidedPayee { body_id: None, payee: "Acorn, Ltd".to_owned() },
            is_same,
            note: "their invoices".to_owned(),
        };
        add_supplier_answers(dir.path(), &[answer(None, "ACRON LTD", true)]).unwrap();
        let path = dir.path().join(SUPPLIER_DECISIONS);
        let first = fs::read_to_string(&path).unwrap();
        assert_eq!(
            first,
            format!("{},note\n2026-01-31,A. Clerk,,ACRON LTD,,\"Acorn, Ltd\",same,their invoices\n", COLUMNS.join(","))
        );
        // Somebody's editor left the last line without its end.
        fs::write(&path, first.trim_end()).unwrap();
        add_supplier_answers(dir.path(), &[answer(Some("county"), "Oak", false)]).unwrap();
        let second = fs::read_to_string(&path).unwrap();
        assert_eq!(second, format!("{first}2026-01-31,A. Clerk,county,Oak,,\"Acorn, Ltd\",different,their invoices\n"));
        // An answer that cannot be read leaves all as it was.
        for bad in [answer(Some("conty"), "Elm", true), answer(None, "Acorn, Ltd", true), answer(None, "", true)] {
            let error = add_supplier_answers(dir.path(), &[answer(None, "Ash", true), bad]).unwrap_err();
            assert!(error.mistakes()[0].in_one_line().starts_with("decisions/suppliers.csv:5:"), "{error:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), second);
        }
        // Nor is anything added to what is broken.
        fs::write(&path, second.replace("different", "diferent")).unwrap();
        assert!(add_supplier_answers(dir.path(), &[answer(None, "Ash", true)]).is_err());
    }
}
