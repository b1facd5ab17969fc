//! A book of appointments and the team around a family: what a purpose allows, of what people confirmed and agreed to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use journey::people::{Book, Contacts, NEVER_PRINTED, confirmed, never_printed};
use model::decision::{PairAnswer, RecordKey};
use model::tables::{CONTACT, FAMILY_MEMBER, FamilyRole, PERSON_CLUSTER, family_member, person_cluster};
use place::{Files, Purpose, PurposeUse, SHARING, SharingAnswer, Use};

use crate::{Error, of_one_build};

/// Whose book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The person of whom an agency holds this record.
    Record(RecordKey),
    /// A person by the number in `person_cluster`; begins with the first record by agency and number.
    Person(i64),
    /// A family by the number in `family_member`.
    Family(i64),
}

/// Who looks, on which day, and for what.
pub struct Looking<'l> {
    pub by: &'l str,
    pub today: Date,
    pub what: PurposeUse,
}

/// Why there is no book.
#[derive(Debug)]
pub enum Refusal {
    /// `place.toml` has no `[purpose]`.
    NoPurpose,
    /// The purpose does not name this use.
    NotForThis(Purpose),
    /// The purpose has ended.
    Ended(Purpose),
    /// Nobody is known by that number or record.
    Unknown,
}

/// A book, and under which purpose it was made.
pub struct MadeBook {
    pub book: Book,
    pub purpose: Purpose,
    /// Adults of the family, if it is a family's; of them those who have not agreed to share anything.
    pub adults: Vec<i64>,
    pub silent_adults: Vec<i64>,
}

const WRITTEN: &[&str] = &["place.toml", NEVER_PRINTED, SHARING, place::PAIR_ANSWERS];

/// Makes a book. That somebody looked is written down before anything is given back.
///
/// # Errors
/// [`Error`] where the place is not built, or a file cannot be read or written.
pub fn book(dir: &Path, whose: &Whose, looking: &Looking<'_>) -> Result<Result<MadeBook, Refusal>, Error> {
    let files = Files::read(dir, WRITTEN)?;
    let purpose = match allowed(place::purpose(&files)?, looking) {
        Ok(purpose) => purpose,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let never = never_printed(files.text(NEVER_PRINTED)?.as_deref()).map_err(place::PlaceError::from)?;
    let answers = place::pair_answers(&files)?;
    let built = of_one_build(dir, |folder| -> Result<Built, Error> { Built::of(folder) })?;
    let Some((about, made)) = built.make(whose, &answers, &files, &never, purpose)? else {
        return Ok(Err(Refusal::Unknown));
    };
    let used = Use {
        used_on: looking.today.to_string(),
        used_by: looking.by.to_owned(),
        what: looking.what.word().to_owned(),
        about,
        impact_assessment: made.purpose.impact_assessment.clone(),
    };
    place::add_use(dir, &used)?;
    Ok(Ok(made))
}

/// Writes down that a person confirmed two records to be of one person.
///
/// # Errors
/// [`Error`] where the answer cannot be written.
pub fn confirm(dir: &Path, one: &RecordKey, other: &RecordKey, looking: &Looking<'_>) -> Result<(), Error> {
    let answer = PairAnswer {
        decided_on: looking.today.to_string(),
        decided_by: looking.by.to_owned(),
        one: one.clone(),
        other: other.clone(),
        verdict: "same".to_owned(),
    };
    Ok(place::add_pair_answers(dir, &[answer])?)
}

fn allowed(purpose: Option<Purpose>, looking: &Looking<'_>) -> Result<Purpose, Refusal> {
    let purpose = purpose.ok_or(Refusal::NoPurpose)?;
    match purpose {
        purpose if purpose.until < looking.today => Err(Refusal::Ended(purpose)),
        purpose if !purpose.uses.contains(&looking.what) => Err(Refusal::NotForThis(purpose)),
        purpose => Ok(purpose),
    }
}

/// What a build knows of people, as far as books need it.
struct Built {
    contacts: Contacts,
    records: BTreeMap<i64, BTreeSet<RecordKey>>,
    /// Members of each family that are in it now, and whether they are adults.
    families: BTreeMap<i64, BTreeMap<i64, bool>>,
}

impl Built {
    fn of(folder: &engine::Folder) -> Result<Built, Error> {
        let read = |table: &'static model::Table| -> Result<Vec<arrow::array::RecordBatch>, Error> {
            Ok(table.batches(folder, &[])?.collect::<Result<_, _>>()?)
        };
        let clusters = read(&PERSON_CLUSTER)?;
        let mut records: BTreeMap<i64, BTreeSet<RecordKey>> = BTreeMap::new();
        for row in clusters.iter().flat_map(|batch| PERSON_CLUSTER.read(batch).iter()) {
            let record = [person_cluster::AGENCY, person_cluster::RECORD_ID].map(|column| row.text(column).to_owned());
            records.entry(row.id(person_cluster::PERSON_ID)).or_default().insert(record.into());
        }
        let mut families: BTreeMap<i64, BTreeMap<i64, bool>> = BTreeMap::new();
        for row in read(&FAMILY_MEMBER)?.iter().flat_map(|batch| FAMILY_MEMBER.read(batch).iter()) {
            let is_adult = FamilyRole::parse(row.text(family_member::ROLE)) == Some(FamilyRole::Adult);
            if row.date_if_any(family_member::TO).is_none() {
                let members = families.entry(row.id(family_member::FAMILY_ID)).or_default();
                // Somebody who grew up in the family is an adult of it.
                *members.entry(row.id(family_member::PERSON_ID)).or_default() |= is_adult;
            }
        }
        Ok(Built { contacts: Contacts::of(&read(&CONTACT)?, &clusters), records, families })
    }

    fn make(
        &self,
        whose: &Whose,
        answers: &[PairAnswer],
        files: &Files,
        never: &journey::people::NeverPrinted,
        purpose: Purpose,
    ) -> Result<Option<(String, MadeBook)>, Error> {
        if let Whose::Family(family) = whose {
            return self.of_family(*family, answers, files, never, purpose);
        }
        let Some((person, first)) = self.person(whose) else { return Ok(None) };
        let book = Book::of_person(&self.contacts, person, &self.records[&person], &confirmed(&first, answers), never);
        let made = MadeBook { book, purpose, adults: Vec::new(), silent_adults: Vec::new() };
        Ok(Some((format!("person {person}"), made)))
    }

    /// The person, and the record that their book begins with.
    fn person(&self, whose: &Whose) -> Option<(i64, RecordKey)> {
        match whose {
            Whose::Record(record) => {
                let (person, _) = self.records.iter().find(|(_, records)| records.contains(record))?;
                Some((*person, record.clone()))
            }
            Whose::Person(person) => Some((*person, self.records.get(person)?.first()?.clone())),
            Whose::Family(_) => None,
        }
    }

    fn of_family(
        &self,
        family: i64,
        answers: &[PairAnswer],
        files: &Files,
        never: &journey::people::NeverPrinted,
        purpose: Purpose,
    ) -> Result<Option<(String, MadeBook)>, Error> {
        let Some(members) = self.families.get(&family) else { return Ok(None) };
        let sharing = place::sharing(files)?;
        let agreed = |adult: i64, agency: &str| {
            let answer = sharing.iter().find(|answer| answer.person_id == adult as u64 && answer.agency == agency);
            answer.is_some_and(|answer| answer.answer == SharingAnswer::Agreed)
        };
        let adults: Vec<i64> = members.iter().filter(|(_, is_adult)| **is_adult).map(|(person, _)| *person).collect();
        let has_agreed = |adult: &i64| {
            let is_theirs = |answer: &place::Sharing| answer.person_id == *adult as u64;
            sharing.iter().any(|answer| is_theirs(answer) && answer.answer == SharingAnswer::Agreed)
        };
        let silent_adults = adults.iter().copied().filter(|adult| !has_agreed(adult)).collect();
        let records_of = |person: &i64| -> Option<(i64, BTreeSet<RecordKey>)> {
            Some((*person, confirmed(self.records.get(person)?.first()?, answers)))
        };
        let confirmed: BTreeMap<i64, BTreeSet<RecordKey>> = members.keys().filter_map(records_of).collect();
        let book = Book::of_family(&self.contacts, &confirmed, &adults, agreed, never);
        Ok(Some((format!("family {family}"), MadeBook { book, purpose, adults, silent_adults })))
    }
}
