//! Who is who.

use std::fs;

use linkage::NameOrigins;
use linkage::identities::Identities;
pub(crate) use linkage::people::TRAINED;
use linkage::people::{people, register};
use linkage::review::{Answer, Verdict, settled};
use linkage::{ListedValue, Model, listed_values};
use model::decision::PairAnswer;
use model::tables::{
    LINK_ERROR, LINK_THRESHOLD, PERSON_CHANGE, PERSON_CLUSTER, PERSON_CLUSTER_AROUND, PERSON_PAIR, PERSON_RECORD,
};
use place::Files;

use crate::Error;
use crate::step::{FileSet, Step, Work};

/// The place's own model.
const MODEL: &str = "linkage/people.toml";
/// Where names come from, for error by group.
const NAME_ORIGINS: &str = "linkage/name_origins.csv";
/// Values that stand for nothing in the files of this place.
const PLACEHOLDERS: &str = "linkage/placeholders.csv";
/// All that a place says about who is who.
pub(crate) const FILES: &[&str] =
    &[MODEL, NAME_ORIGINS, PLACEHOLDERS, place::SIGNED_PEOPLE, place::SIGNATURES, place::PAIR_ANSWERS];
/// The folder of the trained model.
pub(crate) const FOLDER: &str = "linkage";
/// What counted as missing and who was held apart, a line each.
pub(crate) const HOUSEHOLDS: &str = "households.txt";

pub(crate) const STEPS: &[Step] = &[Step {
    name: "linkage",
    reads: &[&PERSON_RECORD],
    writes: &[&PERSON_PAIR, &PERSON_CLUSTER, &PERSON_CHANGE, &LINK_THRESHOLD, &PERSON_CLUSTER_AROUND, &LINK_ERROR],
    files: &[FileSet::Written(FILES)],
    folder: Some(FOLDER),
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let records = work.batches(&PERSON_RECORD)?;
    let settled = settled(&answers(work.files())?);
    let placeholders = placeholders(work.files())?;
    let (model, signed) = (own_model(work.files())?, signed(work.files())?);
    let found = people(&records, &model, &signed, &settled, &placeholders, name_origins(work.files())?)
        .map_err(|error| Error::Linkage(error.to_string()))?;
    work.write(&PERSON_PAIR, found.pairs)?;
    work.write(&PERSON_CLUSTER, found.clusters)?;
    work.write(&PERSON_CHANGE, found.changes)?;
    work.write(&LINK_THRESHOLD, found.thresholds)?;
    work.write(&PERSON_CLUSTER_AROUND, found.around)?;
    work.write(&LINK_ERROR, found.errors)?;
    let folder = work.made_folder(FOLDER)?;
    let path = folder.join(TRAINED);
    if !found.model.is_empty() {
        fs::write(&path, found.model).map_err(Error::file("write", &path))?;
    }
    if !found.said.is_empty() {
        let path = folder.join(HOUSEHOLDS);
        let lines: String = found.said.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, lines).map_err(Error::file("write", &path))?;
    }
    Ok(())
}

/// What the place adds to the list of values that stand for nothing.
pub(crate) fn placeholders(files: &Files) -> Result<Vec<ListedValue>, Error> {
    let Some(text) = files.text(PLACEHOLDERS)? else { return Ok(Vec::new()) };
    listed_values(&text).map_err(|mistake| Error::Linkage(format!("{PLACEHOLDERS}: {mistake}")))
}

/// The model to link with: the place's own, or the shipped one.
pub(crate) fn own_model(files: &Files) -> Result<Model, Error> {
    let own = files.text(MODEL)?;
    // Its mistakes stand on lines of their own.
    Model::read(own.as_deref().unwrap_or(linkage::people::MODEL))
        .map_err(|error| Error::Linkage(format!("{MODEL}: {error}")))
}

/// Where names come from, by the place's own list and the shipped one.
pub(crate) fn name_origins(files: &Files) -> Result<NameOrigins, Error> {
    NameOrigins::read(files.text(NAME_ORIGINS)?.as_deref())
        .map_err(|why| Error::Linkage(format!("{NAME_ORIGINS} cannot be read: {why}")))
}

/// Who was who when somebody last signed.
pub(crate) fn signed(files: &Files) -> Result<Identities, Error> {
    Ok(register(&place::signed_people(files)?))
}

/// The answers of reviewers. One whose verdict is not a word would let two people be joined whom somebody held apart.
pub(crate) fn answers(files: &Files) -> Result<Vec<Answer>, Error> {
    let answers = place::pair_answers(files)?;
    let answer = |(at, answer): (usize, &PairAnswer)| {
        let verdict = Verdict::parse(&answer.verdict).ok_or_else(|| {
            Error::Linkage(format!(
                "the verdict of answer {} in {} must be one of {}; correct the row and build again",
                at + 1,
                place::PAIR_ANSWERS,
                Verdict::WORDS.join(", ")
            ))
        })?;
        let (left, right) =
            if answer.one <= answer.other { (&answer.one, &answer.other) } else { (&answer.other, &answer.one) };
        Ok(Answer { reviewer: answer.decided_by.clone(), left: left.clone(), right: right.clone(), verdict })
    };
    answers.iter().enumerate().map(answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_that_is_not_a_word_stops_the_build_and_names_nobody() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("decisions")).unwrap();
        let given = |verdict: &str| {
            let heading = "decided_on,decided_by,agency,record_id,other_agency,other_record_id,verdict";
            let row = format!("2024-05-01,Marker,police,MarkedId,health,P2,{verdict}");
            fs::write(dir.path().join(place::PAIR_ANSWERS), format!("{heading}\n{row}\n")).unwrap();
            answers(&Files::read(dir.path(), FILES).unwrap())
        };
        assert_eq!(given("different").unwrap().len(), 1);
        let message = given("differnt").unwrap_err().to_string();
        assert!(
            message.contains("answer 1 in decisions/person_pairs.csv must be one of same, different, unsure"),
            "{message}"
        );
        assert!(!message.contains("Marker") && !message.contains("MarkedId"), "{message}");
    }

    #[test]
    fn a_list_of_placeholders_that_cannot_be_used_is_named_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let given = |text: &str| {
            fs::create_dir_all(dir.path().join("linkage")).unwrap();
            fs::write(dir.path().join(PLACEHOLDERS), text).unwrap();
            placeholders(&Files::read(dir.path(), FILES).unwrap())
        };
        assert_eq!(given("column,value,reason\naddress,The Hostel,a hostel\n").unwrap().len(), 1);
        let message = given("column,value,reason\nadress,The Hostel,a hostel\n").unwrap_err().to_string();
        assert!(message.contains("linkage/placeholders.csv: line 2: the first column must be one of"), "{message}");
    }
}
