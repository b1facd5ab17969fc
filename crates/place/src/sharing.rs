//! Which contacts adults agreed to share with their family: `decisions/sharing.csv`.

use authored::{MistakeKind, Reading};
use jiff::civil::Date;
use model::decision::RecordKey;
use model::words;

use crate::error::PlaceError;
use crate::files::Files;

/// Where a place keeps what adults agreed to share.
pub const SHARING: &str = "decisions/sharing.csv";

const COLUMNS: [&str; 6] = ["agreed_on", "recorded_by", "record_agency", "record_id", "agency", "answer"];

words! {
    /// What an adult said.
    SharingAnswer {
        Agreed = "agreed",
        Refused = "refused",
    }
}

/// One adult's answer about the contacts of one agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// A record of the adult: people are numbered afresh, records are not.
    pub record: RecordKey,
    /// Whose contacts they spoke of.
    pub agency: String,
    pub answered_on: Date,
    pub answer: SharingAnswer,
}

/// What adults agreed to, every answer; which one stands depends on which records are one person's.
///
/// # Errors
/// [`PlaceError::Mistakes`], every one in the file.
pub fn sharing(files: &Files) -> Result<Vec<Sharing>, PlaceError> {
    let Some(text) = files.text(SHARING)? else { return Ok(Vec::new()) };
    let file = Reading::of(SHARING, &text);
    let mut answers = Vec::<Sharing>::new();
    file.columns(&COLUMNS, |_, [agreed_on, recorded_by, record_agency, record_id, agency, answer]| {
        let filled = file.is_filled(recorded_by, "recorded_by")
            & file.is_filled(record_agency, "record_agency")
            & file.is_filled(record_id, "record_id")
            & file.is_filled(agency, "agency");
        let day = ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|form| Date::strptime(form, &agreed_on.text).ok());
        if day.is_none() {
            let kind = MistakeKind::Unfit(format!("`agreed_on` is `{}`", agreed_on.text));
            file.add(agreed_on.span.clone(), kind, "the date of the answer, such as 2026-01-31");
        }
        let word = SharingAnswer::parse(&answer.text);
        if word.is_none() {
            let known = SharingAnswer::ALL.iter().map(|word| word.word());
            file.unknown_word(answer.span.clone(), "answer", &answer.text, "agreed or refused", known);
        }
        if let (true, Some(answered_on), Some(answer)) = (filled, day, word) {
            let record = (record_agency.text.clone(), record_id.text.clone());
            answers.push(Sharing { record, agency: agency.text.clone(), answered_on, answer });
        }
    });
    Ok(file.finish(Some(answers))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Sharing>, usize> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("decisions")).unwrap();
        std::fs::write(dir.path().join(SHARING), text).unwrap();
        sharing(&Files::read(dir.path(), &[SHARING]).unwrap()).map_err(|error| error.mistakes().len())
    }

    #[test]
    fn an_answer_is_of_somebody_with_a_record_about_an_agency() {
        let text = "agreed_on,recorded_by,record_agency,record_id,agency,answer\n2026-11-01,A. Lead,health,P7,schools,agreed\n";
        let agreed = Sharing {
            record: ("health".to_owned(), "P7".to_owned()),
            agency: "schools".to_owned(),
            answered_on: Date::constant(2026, 11, 1),
            answer: SharingAnswer::Agreed,
        };
        assert_eq!(read(text), Ok(vec![agreed]));
    }

    #[test]
    fn an_answer_that_is_not_clear_is_no_agreement() {
        let text =
            "agreed_on,recorded_by,record_agency,record_id,agency,answer\n2026-13-01,A. Lead,health,,schools,yes\n";
        assert_eq!(read(text), Err(3));
    }
}
