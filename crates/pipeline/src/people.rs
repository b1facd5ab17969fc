//! Steps about people: who is who, families, and what of them may be released.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use arrow::array::RecordBatch;
use authored::read_toml;
use engine::{TableReader, TableWriter, table_path};
use intake::files::Found;
use intake::people::activity::ActivityRules;
use intake::people::{PeopleBatch, PeopleReader, PersonFile, person_file_table};
use intake::problem::Problem;
use linkage::Model;
use linkage::evidence::NameOrigins;
use families::shipped_schemes;
use families::tables::{FamilyOptions, family_tables, released};
use linkage::identities::Identities;
use linkage::people::{RecordKey, people, register};
use linkage::review::{Answer, Verdict, settled};
use model::Table;
use model::decision::PairAnswer;
use model::tables::{
    CONTACT, FAMILY_ELIGIBILITY, FAMILY_MEMBER, FAMILY_YEAR, PERSON_CHANGE, PERSON_CLUSTER, PERSON_FILE, PERSON_PAIR,
    PERSON_RECORD, PERSON_TIE, RELEASED_FIGURE,
};

use crate::inputs::Inputs;
use crate::record::InputDigest;
use crate::steps::Work;
use crate::{Error, Progress};

/// What a place says about linkage, in its own folder.
#[derive(Clone, Debug, Default)]
pub struct LinkageFiles {
    /// `linkage/people.toml`: the place's own model.
    pub model: Option<String>,
    /// `linkage/activities.csv`: the place's own rules for activities.
    pub activities: Option<String>,
    /// `linkage/name_origins.csv`: where names come from, for error by group.
    pub name_origins: Option<String>,
    /// `linkage/families.toml`: whether carers are presumed.
    pub families: Option<String>,
}

const MODEL: &str = "linkage/people.toml";
const ACTIVITIES: &str = "linkage/activities.csv";
const NAME_ORIGINS: &str = "linkage/name_origins.csv";
const FAMILIES: &str = "linkage/families.toml";
const PRESUME_CARERS: &str = "presume_carers";
/// The folder of the trained model, and its name in there.
pub const FOLDER: &str = "linkage";
pub const TRAINED: &str = "people.toml";

impl LinkageFiles {
    pub fn read(dir: &Path) -> Result<LinkageFiles, Error> {
        let read = |name: &str| {
            let path = dir.join(name);
            match fs::read_to_string(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                text => text.map(Some).map_err(Error::file("read", &path)),
            }
        };
        Ok(LinkageFiles {
            model: read(MODEL)?,
            activities: read(ACTIVITIES)?,
            name_origins: read(NAME_ORIGINS)?,
            families: read(FAMILIES)?,
        })
    }

    /// The model to link with.
    pub fn model(&self) -> Result<Model, Error> {
        Model::read(self.model.as_deref().unwrap_or(linkage::people::MODEL)).map_err(Error::of_model)
    }

    fn activities(&self) -> Result<ActivityRules, Error> {
        ActivityRules::read(self.activities.as_deref())
            .map_err(|why| Error::Linkage(format!("{ACTIVITIES} cannot be read: {why}")))
    }

    /// Where names come from, by the place's own list and the shipped one.
    pub(crate) fn name_origins(&self) -> Result<NameOrigins, Error> {
        NameOrigins::read(self.name_origins.as_deref())
            .map_err(|why| Error::Linkage(format!("{NAME_ORIGINS} cannot be read: {why}")))
    }

    /// Whether carers may be presumed by age and address; they are where the place says nothing.
    fn presumes(&self) -> Result<bool, Error> {
        let Some(text) = &self.families else { return Ok(true) };
        let read = read_toml(text, FAMILIES, "the file", &[PRESUME_CARERS], |keys| {
            Some(keys.truth(PRESUME_CARERS).unwrap_or(true))
        });
        Ok(read.map_err(place::PlaceError::from)?)
    }
}

impl Error {
    /// A model that cannot be used; its mistakes stand on lines of their own.
    fn of_model(error: linkage::Error) -> Error {
        Error::Linkage(format!("{MODEL}: {error}"))
    }
}

/// The register of identities and the answers of reviewers.
pub fn signed(inputs: &Inputs) -> Identities {
    register(&inputs.signed_people)
}

/// Answers as linkage takes them; their verdicts are words, which [`Inputs::read`] insists on.
pub fn answers(answers: &[PairAnswer]) -> Vec<Answer> {
    let answer = |answer: &PairAnswer| {
        let (left, right) =
            if answer.one <= answer.other { (&answer.one, &answer.other) } else { (&answer.other, &answer.one) };
        let verdict = Verdict::parse(&answer.verdict)?;
        Some(Answer { reviewer: answer.decided_by.clone(), left: left.clone(), right: right.clone(), verdict })
    };
    answers.iter().filter_map(answer).collect()
}

/// Reads the files about people and keeps nothing of them but how they are read.
pub(crate) fn look(inputs: &Inputs) -> Result<Vec<PersonFile>, Error> {
    let rules = inputs.linkage.activities()?;
    let mut reader = PeopleReader::new(&inputs.place, &rules);
    Ok(inputs.about_people().iter().flat_map(|file| reader.read(file, &mut drop)).collect())
}

/// Reads the files about people into their tables, and gives back the problems of their rows.
pub fn intake(inputs: &Inputs, tables: &Path, progress: &dyn Progress) -> Result<Vec<Problem>, Error> {
    let rules = inputs.linkage.activities()?;
    let mut reader = PeopleReader::new(&inputs.place, &rules);
    let mut records = TableWriter::create(&table_path(tables, &PERSON_RECORD), &PERSON_RECORD)?;
    let mut contacts = TableWriter::create(&table_path(tables, &CONTACT), &CONTACT)?;
    let mut files: Vec<PersonFile> = Vec::new();
    let found: Vec<Found> = inputs.about_people();
    for file in &found {
        let mut failed = None;
        let mut write = |batch: PeopleBatch| {
            let (writer, batch) = match batch {
                PeopleBatch::Records(batch) => (&mut records, batch),
                PeopleBatch::Contacts(batch) => (&mut contacts, batch),
            };
            let written = writer.encoder().encode(&[batch]).and_then(|group| writer.append(group));
            failed = failed.take().or(written.err());
        };
        files.extend(reader.read(file, &mut write));
        failed.map_or(Ok(()), Err)?;
        progress.advance(1);
    }
    records.finish()?;
    contacts.finish()?;
    write(tables, &PERSON_FILE, person_file_table(&files))?;
    Ok(files.into_iter().flat_map(|file| file.problems).collect())
}

fn write(tables: &Path, table: &'static Table, batch: RecordBatch) -> Result<(), Error> {
    Ok(TableWriter::write_all(&table_path(tables, table), table, &[batch])?)
}

pub(crate) fn batches(tables: &Path, table: &'static Table) -> Result<Vec<RecordBatch>, Error> {
    let columns: Vec<&'static str> = table.columns.iter().map(|column| column.name).collect();
    let reader = TableReader::open(tables, table, &columns, false)?;
    Ok(reader.rows()?.collect::<Result<_, _>>()?)
}

pub(crate) fn digest_people(inputs: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    let digest = digest.with(MODEL, inputs.linkage.model.as_deref().unwrap_or_default().as_bytes());
    inputs.people_decision_bytes.iter().fold(digest, |digest, (name, bytes)| digest.with(name, bytes))
}

pub(crate) fn run_people(work: &Work) -> Result<(), Error> {
    let Work { inputs, tables, progress, .. } = *work;
    progress.begin("linkage::people", 1);
    let records = batches(tables, &PERSON_RECORD)?;
    let settled: BTreeMap<(RecordKey, RecordKey), bool> = settled(&answers(&inputs.pair_answers));
    let found = people(&records, &inputs.linkage.model()?, &signed(inputs), &settled)
        .map_err(|error| Error::Linkage(error.to_string()))?;
    write(tables, &PERSON_PAIR, found.pairs)?;
    write(tables, &PERSON_CLUSTER, found.clusters)?;
    write(tables, &PERSON_CHANGE, found.changes)?;
    let folder = tables.parent().expect("tables stand in a folder of their own").join(FOLDER);
    fs::create_dir_all(&folder).map_err(Error::file("make the folder", &folder))?;
    let path = folder.join(TRAINED);
    if !found.model.is_empty() {
        fs::write(&path, found.model).map_err(Error::file("write", &path))?;
    }
    progress.advance(1);
    Ok(())
}

pub(crate) fn digest_families(inputs: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    let digest = digest.with("year", inputs.place.year.to_string().as_bytes());
    digest.with(FAMILIES, inputs.linkage.families.as_deref().unwrap_or_default().as_bytes())
}

pub(crate) fn run_families(work: &Work) -> Result<(), Error> {
    let Work { inputs, tables, progress, .. } = *work;
    progress.begin("linkage::families", 1);
    let [records, clusters, contacts] = [&PERSON_RECORD, &PERSON_CLUSTER, &CONTACT].map(|table| batches(tables, table));
    let schemes = shipped_schemes();
    let options = FamilyOptions { year: inputs.place.year, presume: inputs.linkage.presumes()?, schemes: &schemes };
    let found = family_tables(&records?, &clusters?, &contacts?, &options);
    write(tables, &PERSON_TIE, found.ties)?;
    write(tables, &FAMILY_MEMBER, found.members)?;
    write(tables, &FAMILY_YEAR, found.years)?;
    write(tables, &FAMILY_ELIGIBILITY, found.eligibility)?;
    progress.advance(1);
    Ok(())
}

pub(crate) fn run_release(work: &Work) -> Result<(), Error> {
    let Work { tables, progress, .. } = *work;
    progress.begin("disclosure::release", 1);
    let [clusters, years, eligible] =
        [&PERSON_CLUSTER, &FAMILY_YEAR, &FAMILY_ELIGIBILITY].map(|table| batches(tables, table));
    let figures = released(&clusters?, &years?, &eligible?, &shipped_schemes());
    write(tables, &RELEASED_FIGURE, disclosure::figure_table(&figures))?;
    progress.advance(1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_what_families_presume_is_pointed_at() {
        let presumes = |text: &str| {
            let files = LinkageFiles { families: Some(text.to_owned()), ..LinkageFiles::default() };
            files.presumes().map_err(|error| match error {
                Error::Place(error) => error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect(),
                other => vec![other.to_string()],
            })
        };
        assert_eq!(presumes("# as shipped\n"), Ok(true));
        assert_eq!(presumes("presume_carers = false\n"), Ok(false));
        assert_eq!(
            presumes("# Ŵ\npresume_carers = \"no\"\npresume_carer = false\n"),
            Err(vec![
                "linkage/families.toml:2:18: `presume_carers` is text (\"no\"); expected true or false".to_owned(),
                "linkage/families.toml:3:1: `presume_carer` means nothing in the file; expected a key of the file \
                 (did you mean `presume_carers`?)"
                    .to_owned(),
            ])
        );
    }
}
