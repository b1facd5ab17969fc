//! Which contacts adults agreed to share with their family: `decisions/sharing.csv`.

use authored::Reading;
use model::words;

use crate::error::PlaceError;
use crate::files::Files;

/// Where a place keeps what adults agreed to share.
pub const SHARING: &str = "decisions/sharing.csv";

const COLUMNS: [&str; 5] = ["agreed_on", "recorded_by", "person_id", "agency", "answer"];

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
    pub person_id: u64,
    pub agency: String,
    pub answer: SharingAnswer,
}

/// What adults agreed to; of two lines of one adult about one agency the later one.
///
/// # Errors
/// [`PlaceError::Mistakes`], every one in the file.
pub fn sharing(files: &Files) -> Result<Vec<Sharing>, PlaceError> {
    let Some(text) = files.text(SHARING)? else { return Ok(Vec::new()) };
    let file = Reading::of(SHARING, &text);
    let mut answers = Vec::<Sharing>::new();
    file.columns(&COLUMNS, |_, [agreed_on, recorded_by, person, agency, answer]| {
        let filled = file.is_filled(agreed_on, "agreed_on")
            & file.is_filled(recorded_by, "recorded_by")
            & file.is_filled(agency, "agency");
        let person_id = person.text.trim().parse().ok();
        if person_id.is_none() {
            file.unknown_word(
                person.span.clone(),
                "person",
                &person.text,
                "the number of a person, as in person_cluster",
                [],
            );
        }
        let word = SharingAnswer::parse(&answer.text);
        if word.is_none() {
            let known = SharingAnswer::ALL.iter().map(|word| word.word());
            file.unknown_word(answer.span.clone(), "answer", &answer.text, "agreed or refused", known);
        }
        if let (true, Some(person_id), Some(answer)) = (filled, person_id, word) {
            answers.retain(|earlier| (earlier.person_id, &earlier.agency) != (person_id, &agency.text));
            answers.push(Sharing { person_id, agency: agency.text.clone(), answer });
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
    fn the_later_answer_of_an_adult_about_an_agency_stands() {
        let text = "agreed_on,recorded_by,person_id,agency,answer\n2026-11-01,A. Lead,7,schools,agreed\n\
            2026-11-02,A. Lead,7,health,agreed\n2026-11-03,A. Lead,7,schools,refused\n";
        let refused = Sharing { person_id: 7, agency: "schools".to_owned(), answer: SharingAnswer::Refused };
        let agreed = Sharing { person_id: 7, agency: "health".to_owned(), answer: SharingAnswer::Agreed };
        assert_eq!(read(text), Ok(vec![agreed, refused]));
    }

    #[test]
    fn an_answer_that_is_not_clear_is_no_agreement() {
        let text = "agreed_on,recorded_by,person_id,agency,answer\n2026-11-01,A. Lead,seven,schools,yes\n";
        assert_eq!(read(text), Err(2));
    }
}
