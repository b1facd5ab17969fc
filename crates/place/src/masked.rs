//! `rules/masked.csv`: payees whose names are published although they look like people, or masked although they do not.

use authored::{Cell, MistakeKind, Reading};
use model::payee::{PayeeMask, PayeeMasks, mask_key};

use crate::error::PlaceError;
use crate::files::Files;

/// Where a place keeps what people said about the names of payees.
pub const MASKED: &str = "rules/masked.csv";
/// Its name in the folder of rules.
pub(crate) const MASKED_NAME: &str = "masked.csv";

const COLUMNS: [&str; 4] = ["payee", "mask", "reason", "who"];
const YES: &str = "yes";
const NO: &str = "no";

/// What people said about the names of payees.
///
/// # Errors
/// [`PlaceError::Mistakes`], every one in the file: a row that cannot be read masks nothing, so nothing is built.
pub fn masked_payees(files: &Files) -> Result<PayeeMasks, PlaceError> {
    let Some(text) = files.text(MASKED)? else { return Ok(PayeeMasks::default()) };
    Ok(PayeeMasks::of(&masks_in(&text)?))
}

fn masks_in(text: &str) -> Result<Vec<PayeeMask>, PlaceError> {
    let file = Reading::of(MASKED, text);
    let mut masks = Vec::<(PayeeMask, usize)>::new();
    file.columns(&COLUMNS, |row, [payee, mask, _, who]| {
        let is_filled = file.is_filled(payee, "payee") & file.is_filled(who, "who");
        let Some(is_masked) = yes_or_no(mask, &file) else { return };
        let key = mask_key(&payee.text);
        if is_filled && key.is_empty() {
            file.add(payee.span.clone(), MistakeKind::Empty { key: "payee".to_owned() }, "a name with letters in it");
        } else if let Some((_, line)) = masks.iter().find(|(other, _)| mask_key(&other.payee) == key) {
            file.duplicate(payee.span.clone(), "payee", &payee.text, *line, "a payee that is on no other row");
        } else if is_filled {
            let at = format!("{MASKED}:{}", row.line);
            masks
                .push((PayeeMask { payee: payee.text.clone(), is_masked, decided_by: who.text.clone(), at }, row.line));
        }
    });
    Ok(file.finish(Some(masks.into_iter().map(|(mask, _)| mask).collect()))?)
}

fn yes_or_no(cell: &Cell, file: &Reading) -> Option<bool> {
    match cell.text.to_lowercase().as_str() {
        YES => Some(true),
        NO => Some(false),
        _ => {
            file.unknown_word(cell.span.clone(), "word for `mask`", &cell.text, "yes or no", [YES, NO]);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PayeeMasks, PlaceError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join(MASKED), text).unwrap();
        masked_payees(&Files::read(dir.path(), &[MASKED]).unwrap())
    }

    #[test]
    fn a_place_says_whose_name_is_masked() {
        let masks = read(
            "payee,mask,reason,who\nJane Doe,no,trades under her name,A. Clerk\nKite & Co,yes,one person,A. Clerk\n",
        )
        .unwrap();
        assert_eq!(masks.of_payee("JANE DOE"), Some(false));
        assert_eq!(masks.of_payee("Kite and Co"), Some(true));
        assert_eq!(masks.of_payee("Acorn Ltd"), None);
    }

    #[test]
    fn without_the_file_nobody_said_anything() {
        let dir = tempfile::tempdir().unwrap();
        let masks = masked_payees(&Files::read(dir.path(), &[MASKED]).unwrap()).unwrap();
        assert_eq!(masks.of_payee("Jane Doe"), None);
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let mistakes = |text: &str| -> Vec<String> {
            read(text).unwrap_err().mistakes().iter().map(|mistake| mistake.in_one_line()).collect()
        };
        let found = mistakes(
            "payee,mask,reason,who\nJane Doe,nop,,A. Clerk\n,yes,,A. Clerk\nJ Smith,yes,,\nA Kite,no,,B\na kite,yes,,B\n",
        );
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].starts_with("rules/masked.csv:2:10:") && found[0].contains("did you mean `no`?"), "{found:?}");
        assert!(found[1].starts_with("rules/masked.csv:3:1:"), "{found:?}");
        assert!(found[2].starts_with("rules/masked.csv:4:"), "{found:?}");
        assert!(found[3].starts_with("rules/masked.csv:6:1:"), "{found:?}");
        let found = mistakes("payee,masked,reason,who\nJane Doe,no,,A. Clerk\n");
        assert!(found.iter().any(|mistake| mistake.contains("did you mean `mask`?")), "{found:?}");
    }
}
