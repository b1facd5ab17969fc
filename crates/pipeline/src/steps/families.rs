//! Families: who cares for which children, and how many agencies know them.

use authored::read_toml;
use families::{FamilyOptions, family_tables, known_at_thresholds, shipped_schemes};
use model::tables::{
    CONTACT, FAMILY_ELIGIBILITY, FAMILY_MEMBER, FAMILY_YEAR, KNOWN_AT_THRESHOLD, LINK_THRESHOLD, PERSON_CLUSTER,
    PERSON_CLUSTER_AROUND, PERSON_RECORD, PERSON_TIE,
};

use place::Files;

use crate::Error;
use crate::step::{FileSet, Step, Work};

/// Says whether carers are presumed.
const FAMILIES: &str = "linkage/families.toml";
const PRESUME_CARERS: &str = "presume_carers";

pub(crate) const STEPS: &[Step] = &[Step {
    name: "families",
    reads: &[&PERSON_RECORD, &PERSON_CLUSTER, &LINK_THRESHOLD, &PERSON_CLUSTER_AROUND, &CONTACT],
    writes: &[&PERSON_TIE, &FAMILY_MEMBER, &FAMILY_YEAR, &FAMILY_ELIGIBILITY, &KNOWN_AT_THRESHOLD],
    files: &[FileSet::Written(place::PLACE), FileSet::Written(&[FAMILIES])],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let [records, clusters, contacts, thresholds, around] =
        [&PERSON_RECORD, &PERSON_CLUSTER, &CONTACT, &LINK_THRESHOLD, &PERSON_CLUSTER_AROUND]
            .map(|table| work.batches(table));
    let (records, clusters, contacts) = (records?, clusters?, contacts?);
    let schemes = shipped_schemes();
    let options = FamilyOptions { year: work.place()?.year, presume: presumes(work.files())?, schemes: &schemes };
    let found = family_tables(&records, &clusters, &contacts, &options);
    let years = [found.years.clone()];
    let known = known_at_thresholds(&thresholds?, (&clusters, &years), &around?, (&records, &contacts), &options);
    work.write(&KNOWN_AT_THRESHOLD, known)?;
    work.write(&PERSON_TIE, found.ties)?;
    work.write(&FAMILY_MEMBER, found.members)?;
    work.write(&FAMILY_YEAR, found.years)?;
    work.write(&FAMILY_ELIGIBILITY, found.eligibility)
}

/// Whether carers may be presumed by age and address; they are where the place says nothing.
fn presumes(files: &Files) -> Result<bool, Error> {
    let Some(text) = files.text(FAMILIES)? else { return Ok(true) };
    let read = read_toml(&text, FAMILIES, "the file", &[PRESUME_CARERS], |keys| {
        Some(keys.truth(PRESUME_CARERS).unwrap_or(true))
    });
    Ok(read.map_err(place::PlaceError::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_what_families_presume_is_pointed_at() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("linkage")).unwrap();
        let given = |text: &str| {
            std::fs::write(dir.path().join(FAMILIES), text).unwrap();
            presumes(&Files::read(dir.path(), &[FAMILIES]).unwrap()).map_err(|error| match error {
                Error::Place(error) => error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect(),
                other => vec![other.to_string()],
            })
        };
        assert_eq!(given("# as shipped\n"), Ok(true));
        assert_eq!(given("presume_carers = false\n"), Ok(false));
        assert_eq!(
            given("# Ŵ\npresume_carers = \"no\"\npresume_carer = false\n"),
            Err(vec![
                "linkage/families.toml:2:18: `presume_carers` is text (\"no\"); expected true or false".to_owned(),
                "linkage/families.toml:3:1: `presume_carer` means nothing in the file; expected a key of the file \
                 (did you mean `presume_carers`?)"
                    .to_owned(),
            ])
        );
    }
}
