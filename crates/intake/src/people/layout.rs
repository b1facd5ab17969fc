//! Which column of a file about people is what.

use std::collections::BTreeMap;

use super::field::{PersonField, field_of};

/// How one file or sheet is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub headings: Vec<String>,
    /// The row of the headings.
    pub header_row: u64,
    pub columns: BTreeMap<PersonField, usize>,
    /// Further parts of the address, in the order of the file.
    pub address_more: Vec<usize>,
}

/// Rows in which headings are looked for.
pub const HEADER_ROWS_MAX: usize = 60;

impl Layout {
    /// The layout of the row that names most fields; none where no row names the number of a person and something more.
    ///
    /// `said` is what a person wrote under `columns` in `place.toml`: field and heading.
    pub fn find(sample: &[(u64, Vec<String>)], is_contacts: bool, said: &[(PersonField, String)]) -> Option<Layout> {
        let layouts =
            sample.iter().take(HEADER_ROWS_MAX).map(|(number, cells)| of_row(*number, cells, is_contacts, said));
        let mut best: Option<Layout> = None;
        for layout in
            layouts.filter(|layout| layout.columns.contains_key(&PersonField::RecordId) && layout.n_fields() > 1)
        {
            if best.as_ref().is_none_or(|best| best.n_fields() < layout.n_fields()) {
                best = Some(layout);
            }
        }
        best
    }

    fn n_fields(&self) -> usize {
        self.columns.len() + self.address_more.len()
    }

    pub fn column(&self, field: PersonField) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    pub fn heading(&self, field: PersonField) -> Option<&str> {
        self.column(field).map(|at| self.headings[at].as_str())
    }

    /// Which heading was read as what, for the table of files.
    pub fn read_as(&self) -> String {
        let of = self.columns.iter().map(|(field, at)| (*field, *at));
        let more = self.address_more.iter().map(|at| (PersonField::AddressMore, *at));
        let said: Vec<String> =
            of.chain(more).map(|(field, at)| format!("{} = {}", field.word(), self.headings[at])).collect();
        said.join("; ")
    }

    /// Headings that mean nothing here.
    pub fn not_read(&self) -> Option<String> {
        let is_read = |at: &usize| self.columns.values().chain(&self.address_more).any(|read| read == at);
        let others = (0..self.headings.len()).filter(|at| !is_read(at)).map(|at| self.headings[at].as_str());
        let others: Vec<&str> = others.filter(|heading| !heading.is_empty()).collect();
        (!others.is_empty()).then(|| others.join("; "))
    }

    /// Whether a row repeats the headings, as files put together by hand have it.
    pub fn is_heading(&self, cells: &[String]) -> bool {
        cells.iter().filter(|cell| !cell.is_empty()).count() > 1
            && cells.iter().zip(&self.headings).all(|(cell, heading)| cell.trim().eq_ignore_ascii_case(heading))
    }
}

fn of_row(number: u64, cells: &[String], is_contacts: bool, said: &[(PersonField, String)]) -> Layout {
    let headings: Vec<String> =
        cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut layout = Layout { header_row: number, columns: BTreeMap::new(), address_more: Vec::new(), headings };
    for (field, heading) in said {
        if let Some(at) = layout.headings.iter().position(|found| found.eq_ignore_ascii_case(heading.trim())) {
            layout.columns.insert(*field, at);
        }
    }
    for at in 0..layout.headings.len() {
        let is_said = layout.columns.values().any(|said| *said == at);
        match field_of(&layout.headings[at], is_contacts).filter(|_| !is_said) {
            Some(PersonField::AddressMore) => layout.address_more.push(at),
            // Of two columns with one meaning the first is read; the other stands among those that are not.
            Some(field) => drop(layout.columns.entry(field).or_insert(at)),
            None => {}
        }
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn the_row_that_names_most_is_the_heading() {
        let sample = [
            row(1, &["People known to the service", ""]),
            row(3, &["Ref", "First name", "Second name", "Shoe size", "Town", "Address"]),
            row(4, &["1", "Ann", "Ref", "7", "", ""]),
        ];
        let layout = Layout::find(&sample, false, &[]).expect("a heading");
        assert_eq!((layout.header_row, layout.column(PersonField::FamilyName)), (3, Some(2)));
        assert_eq!(layout.not_read().as_deref(), Some("Shoe size"));
        assert!(layout.read_as().ends_with("address = Address; address_more = Town"), "{}", layout.read_as());
        assert!(Layout::find(&sample, true, &[]).is_none(), "these are no contacts");
    }

    #[test]
    fn what_a_person_says_wins() {
        let sample = [row(1, &["Ref", "Key", "Name"])];
        let said = [(PersonField::RecordId, "key".to_owned())];
        let layout = Layout::find(&sample, false, &said).expect("a heading");
        assert_eq!(layout.heading(PersonField::RecordId), Some("Key"));
        assert_eq!(layout.not_read().as_deref(), Some("Ref"));
    }
}
