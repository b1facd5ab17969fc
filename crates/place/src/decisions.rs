//! What people decided: `decisions/suppliers.csv`, to which lines are only ever added.

use authored::{Cell, MistakeKind, Reading};
use model::decision::{DecidedPayee, SupplierDecision};

use crate::error::PlaceError;
use crate::files::Files;

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
    let file = Reading::of(SUPPLIER_DECISIONS, &text);
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
    [_, decided_by, body, payee, other_body, other_payee, decision]: [&Cell; 7],
    bodies: Option<&[String]>,
    file: &Reading,
) -> Option<SupplierDecision> {
    let all_filled = file.is_filled(decided_by, "decided_by")
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
        file.add(other_payee.span.clone(), kind, "another payee, or the same one of another body");
    }
    (all_filled && known && !is_itself).then(|| SupplierDecision {
        one,
        other,
        is_same: decision.text == SAME,
        decided_by: decided_by.text.clone(),
        at: String::new(),
    })
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
            "2026-01-01,Ann,,A,,B,sane,\n2026-01-01,,,A,,B,same,\n2026-01-01,Ann,,A,,A,same,\n2026-01-01,Ann,conty,A,,B,same,\n",
        );
        let error = error.unwrap_err();
        let found: Vec<String> = error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        for (line, words) in
            found.iter().zip(["did you mean `same`", "decided_by", "another payee", "did you mean `county`"])
        {
            assert!(line.contains(words), "{line}");
        }
    }
}
