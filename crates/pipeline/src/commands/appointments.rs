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
    /// The purpose names these uses and not this one.
    NotForThis(Vec<PurposeUse>),
    /// The purpose ended on this day.
    Ended(Date),
    /// Nobody is known by that number or record.
    Unknown,
    /// Answers about sharing name an agency or a record that the place has not got, or a day to come: one might be a refusal.
    SharingUnclear(String),
}

/// A book, and under which purpose it was made.
pub struct MadeBook {
    pub book: Book,
    pub purpose: Purpose,
    /// Adults of the family, if it is a family's; of them those who have not agreed to share anything.
    pub adults: Vec<i64>,
    pub silent_adults: Vec<i64>,
    /// Records that a person confirmed, and that the last build has under somebody else: their contacts are not in the book.
    pub elsewhere: Vec<RecordKey>,
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
    // What agencies sent since may say what must not be printed.
    super::publish::up_to_date_in(dir, |step| step.writes.iter().any(|table| table.name == CONTACT.name))?;
    let never = never_printed(files.text(NEVER_PRINTED)?.as_deref()).map_err(place::PlaceError::from)?;
    let answers = place::pair_answers(&files)?;
    let built = Built::of_place(dir)?;
    let (about, made) = match built.make(whose, &answers, &files, &never, (purpose, looking.today))? {
        Ok(made) => made,
        Err(refusal) => return Ok(Err(refusal)),
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
pub fn confirm(
    dir: &Path,
    one: &RecordKey,
    other: &RecordKey,
    looking: &Looking<'_>,
) -> Result<Result<(), Refusal>, Error> {
    // Who may not look may not decide who is who in looking either.
    let files = Files::read(dir, WRITTEN)?;
    if let Err(refusal) = allowed(place::purpose(&files)?, looking) {
        return Ok(Err(refusal));
    }
    let built = Built::of_place(dir)?;
    if [one, other].into_iter().any(|record| !built.records.values().any(|own| own.contains(record))) {
        return Ok(Err(Refusal::Unknown));
    }
    let answer = PairAnswer {
        decided_on: looking.today.to_string(),
        decided_by: looking.by.to_owned(),
        one: one.clone(),
        other: other.clone(),
        verdict: "same".to_owned(),
    };
    Ok(Ok(place::add_pair_answers(dir, &[answer])?))
}

fn allowed(purpose: Option<Purpose>, looking: &Looking<'_>) -> Result<Purpose, Refusal> {
    let purpose = purpose.ok_or(Refusal::NoPurpose)?;
    match purpose {
        purpose if purpose.until < looking.today => Err(Refusal::Ended(purpose.until)),
        purpose if !purpose.uses.contains(&looking.what) => Err(Refusal::NotForThis(purpose.uses)),
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
    fn of_place(dir: &Path) -> Result<Built, Error> {
        let last_day = place::read(dir)?.year.last_day();
        of_one_build(dir, |folder| Built::of(folder, last_day))
    }

    /// Families are those of the last day of the year, as in the tables of journeys.
    fn of(folder: &engine::Folder, last_day: Date) -> Result<Built, Error> {
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
            if row.date_if_any(family_member::TO).is_none_or(|to| last_day <= to) {
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
        (purpose, today): (Purpose, Date),
    ) -> Result<Result<(String, MadeBook), Refusal>, Error> {
        if let Whose::Family(family) = whose {
            return self.of_family(*family, answers, files, never, (purpose, today));
        }
        let Some((person, first)) = self.person(whose) else { return Ok(Err(Refusal::Unknown)) };
        let (records, confirmed) = (&self.records[&person], confirmed(&first, answers));
        let elsewhere = confirmed.difference(records).filter(|record| !never.holds_text(&record.0)).cloned().collect();
        let book = Book::of_person(&self.contacts, person, records, &confirmed, never);
        let made = MadeBook { book, purpose, adults: Vec::new(), silent_adults: Vec::new(), elsewhere };
        // The record names them for good; people are numbered afresh until somebody signs.
        Ok(Ok((format!("{}:{}", first.0, first.1), made)))
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
        (purpose, today): (Purpose, Date),
    ) -> Result<Result<(String, MadeBook), Refusal>, Error> {
        let Some(members) = self.families.get(&family) else { return Ok(Err(Refusal::Unknown)) };
        let sharing = place::sharing(files)?;
        if let Some(unclear) = self.unclear(&sharing, today) {
            return Ok(Err(Refusal::SharingUnclear(unclear)));
        }
        let answer = |adult: i64, agency: &str| -> Option<SharingAnswer> {
            let records = self.records.get(&adult)?;
            let own = sharing.iter().filter(|answer| answer.agency == agency && records.contains(&answer.record));
            // The latest; of two of one day the refusal.
            own.max_by_key(|answer| (answer.answered_on, answer.answer == SharingAnswer::Refused)).map(|own| own.answer)
        };
        let agreed = |adult: i64, agency: &str| answer(adult, agency) == Some(SharingAnswer::Agreed);
        let adults: Vec<i64> = members.iter().filter(|(_, is_adult)| **is_adult).map(|(person, _)| *person).collect();
        let has_agreed = |adult: &i64| self.agencies().any(|agency| agreed(*adult, agency));
        let silent_adults = adults.iter().copied().filter(|adult| !has_agreed(adult)).collect();
        let records_of = |person: &i64| -> Option<(i64, BTreeSet<RecordKey>)> {
            Some((*person, confirmed(self.records.get(person)?.first()?, answers)))
        };
        let confirmed: BTreeMap<i64, BTreeSet<RecordKey>> = members.keys().filter_map(records_of).collect();
        let book = Book::of_family(&self.contacts, &confirmed, &adults, agreed, never);
        let names = adults.iter().filter_map(|adult| self.records.get(adult)?.first());
        let names: Vec<String> = names.map(|(agency, id)| format!("{agency}:{id}")).collect();
        let made = MadeBook { book, purpose, adults, silent_adults, elsewhere: Vec::new() };
        Ok(Ok((format!("family of {}", names.join(" and ")), made)))
    }

    fn agencies(&self) -> impl Iterator<Item = &str> {
        let all: BTreeSet<&str> = self.records.values().flatten().map(|(agency, _)| agency.as_str()).collect();
        all.into_iter()
    }

    /// What is wrong with the answers: an agency or record that nobody sent, or a day to come.
    fn unclear(&self, sharing: &[place::Sharing], today: Date) -> Option<String> {
        let agencies: BTreeSet<&str> = self.agencies().collect();
        let records: BTreeSet<&RecordKey> = self.records.values().flatten().collect();
        sharing.iter().find_map(|answer| {
            match (agencies.contains(answer.agency.as_str()), records.contains(&answer.record)) {
                (false, _) => Some(format!("the agency `{}`", answer.agency)),
                (_, false) => Some(format!("the record `{}:{}`", answer.record.0, answer.record.1)),
                _ if today < answer.answered_on => Some(format!("the day {}", answer.answered_on)),
                _ => None,
            }
        })
    }
}
