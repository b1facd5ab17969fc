//! Where the names of records come from.

use rayon::prelude::*;

use crate::Error;
use crate::memory::MemoryLimit;
use crate::name_origins::{NOT_LISTED, NameOrigins};
use crate::person_column::{PersonColumn, PersonColumns};
use crate::records::{NULL, Records};

/// An origin for each record. It is beside no record that anybody sees, and serves sums alone.
#[derive(Clone, Debug, Default)]
pub struct RecordOrigins {
    /// The origins that there are.
    pub names: Vec<String>,
    /// For each row the position of its origin; empty where the records have no names.
    pub of_row: Vec<u16>,
}

impl RecordOrigins {
    /// Where the names of each record come from; `columns` says which of its columns are names.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub fn of(
        records: &Records,
        columns: &[(String, PersonColumn)],
        memory: Option<&MemoryLimit>,
        origins: &NameOrigins,
    ) -> Result<RecordOrigins, Error> {
        let columns = PersonColumns::of(records, columns);
        let [family, given] = [PersonColumn::FamilyName, PersonColumn::GivenName].map(|wanted| columns.at(wanted));
        if family.is_none() && given.is_none() {
            return Ok(RecordOrigins::default());
        }
        let mut found =
            RecordOrigins { names: vec![NOT_LISTED.to_owned()], of_row: Vec::with_capacity(records.n_records()) };
        // Each name is looked up once; 0 is of those that no list has.
        let of_family = found.of_values(records, family, |name| origins.of(Some(name), None));
        let of_given = found.of_values(records, given, |name| origins.of(None, Some(name)));
        records.for_each_chunk(memory, |_, columns| {
            let origin = |at: Option<usize>, of_value: &[u16], row: usize| {
                let code = at.map_or(NULL, |at| columns[at][row]);
                if code == NULL { 0 } else { of_value[code as usize] }
            };
            let n_rows = columns.first().map_or(0, |codes| codes.len());
            found.of_row.extend((0..n_rows).map(|row| match origin(family, &of_family, row) {
                0 => origin(given, &of_given, row),
                of_family => of_family,
            }));
            Ok(())
        })?;
        Ok(found)
    }

    /// The origin of every value of a column.
    fn of_values<'o>(
        &mut self,
        records: &Records,
        column: Option<usize>,
        of: impl Fn(&str) -> &'o str + Sync + Send,
    ) -> Vec<u16> {
        let Some(column) = column.map(|at| &records.columns()[at]) else { return Vec::new() };
        let values: Vec<&str> = column.values.iter().collect();
        let origins: Vec<&str> = values.into_par_iter().map(of).collect();
        let position = |origin: &str| {
            let known = self.names.iter().position(|known| known == origin);
            known.unwrap_or_else(|| {
                self.names.push(origin.to_owned());
                self.names.len() - 1
            }) as u16
        };
        origins.into_iter().map(position).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    #[test]
    fn a_record_without_a_listed_surname_goes_by_its_first_name() {
        let mut builder = RecordsBuilder::new(&["family_name", "given_name"]).expect("columns");
        let rows =
            [(Some("smith"), None), (Some("zzyzx"), Some("mohammed")), (None, None), (Some("o'neill"), Some("ann"))];
        rows.iter().enumerate().for_each(|(at, (family, given))| {
            builder.push(&at.to_string(), &[*family, *given]).expect("a row");
        });
        let records = builder.finish().expect("records");
        let origins = NameOrigins::read(None).expect("the list");
        let found = RecordOrigins::of(&records, &[], None, &origins).expect("origins");
        let shown: Vec<&str> = found.of_row.iter().map(|at| found.names[usize::from(*at)].as_str()).collect();
        let expected = [("smith", ""), ("zzyzx", "mohammed"), ("", ""), ("o'neill", "ann")].map(|(family, given)| {
            origins.of(Some(family).filter(|name| !name.is_empty()), Some(given).filter(|name| !name.is_empty()))
        });
        assert_eq!(shown, expected);
        assert_eq!((shown[0], shown[2], shown[3]), ("english", NOT_LISTED, "irish"));
    }
}
