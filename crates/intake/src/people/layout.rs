//! Which column of a file about people is what.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{are_birth_parts, are_numbers_of_records, column, field_of_cells, fits, is_dates, is_days};
use super::field::{PersonField, contained_field, field_of, is_of_another, numbered_field, squashed};
use crate::clock::Stamp;
use crate::encoding::Encoding;
use crate::plain::is_value;
use crate::rows::Row;

/// How one file or sheet is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub headings: Vec<String>,
    /// The row of the headings; 0 where the file has none.
    pub header_row: u64,
    pub columns: BTreeMap<PersonField, usize>,
    /// Further columns of a field, in the order of the file: parts of the address, second first names and surnames.
    pub more: Vec<(PersonField, usize)>,
    /// Columns whose headings say nothing and whose cells do.
    pub by_content: BTreeSet<usize>,
    /// Whether the cells have first names and surnames the other way round than the headings.
    pub are_names_swapped: bool,
}

/// Rows in which headings are looked for.
pub const HEADER_ROWS_MAX: usize = 60;

/// The rows of a sample and their numbers.
pub type Sample = [(u64, Vec<String>)];

/// What a person says of a file: field and heading.
pub type Said<'s> = &'s [(PersonField, String)];

/// Why a file has no layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoHeadings;

impl Layout {
    /// The layout of a file of contacts: of the row that names most fields; none where no row names the number of a person
    /// and something more. `said` is what a person wrote under `columns` in `place.toml`.
    pub fn of_contacts(sample: &Sample, said: Said<'_>) -> Option<Layout> {
        let is_enough = |layout: &Layout| layout.columns.contains_key(&PersonField::RecordId) && 1 < layout.n_fields();
        best(sample, true, said, &is_enough)
    }

    /// The layout of any extract about people, whether or not it numbers its records: by its headings, and by its cells
    /// where these say nothing or are not there. `ignored` are headings that nobody is to read.
    ///
    /// # Errors
    /// [`NoHeadings`] where the first row holds values, and no column tells by itself what it is.
    pub fn find(sample: &Sample, said: Said<'_>, ignored: &[&str]) -> Result<Layout, NoHeadings> {
        let first = sample.first().map_or(0, |(number, _)| *number);
        let has_values = |cells: &[String]| cells.iter().any(|cell| is_value(cell));
        // `18 Oak Road` in a first row of people names no address.
        let is_enough = |layout: &Layout| {
            let is_one = layout.n_fields() == 1 && layout.header_row == first;
            1 < layout.n_fields() || (is_one && !has_values(&layout.headings))
        };
        let mut layout = match best(sample, false, said, &is_enough) {
            Some(layout) => layout,
            None => {
                let heads =
                    sample.first().is_some_and(|(_, cells)| !has_values(cells) && !begins_with_a_person(sample));
                if heads { of_row(&sample[..1], &sample[1..], false, said) } else { Layout::without_headings(sample) }
            }
        };
        let rows = layout.rows_below(sample);
        layout.add_by_content(rows, ignored);
        if layout.header_row == 0 && layout.by_content.len() < 2 {
            return Err(NoHeadings);
        }
        layout.add_numbers(rows, ignored);
        if said.is_empty() {
            layout.put_names_right(rows);
        }
        Ok(layout)
    }

    fn without_headings(sample: &Sample) -> Layout {
        let n_columns = sample.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
        let headings = (1..=n_columns).map(|place| format!("column {place}")).collect();
        Layout {
            headings,
            header_row: 0,
            columns: BTreeMap::new(),
            more: Vec::new(),
            by_content: BTreeSet::new(),
            are_names_swapped: false,
        }
    }

    fn rows_below<'s>(&self, sample: &'s Sample) -> &'s Sample {
        &sample[sample.partition_point(|(number, _)| *number <= self.header_row)..]
    }

    /// Takes columns by their cells for fields that no heading names, where exactly one column may be it.
    fn add_by_content(&mut self, rows: &Sample, ignored: &[&str]) {
        let is_free = |at: &usize| {
            !self.is_read(*at) && !ignored.contains(&self.headings[*at].as_str()) && !is_of_another(&self.headings[*at])
        };
        let found: Vec<(usize, PersonField)> = (0..self.headings.len())
            .filter(is_free)
            .filter_map(|at| Some((at, field_of_cells(&column(rows, at))?)))
            .collect();
        let has_names =
            [PersonField::GivenName, PersonField::FamilyName].iter().all(|field| self.columns.contains_key(field));
        for (at, field) in &found {
            let n_such = found.iter().filter(|(_, other)| other == field).count();
            let is_needless = *field == PersonField::FullName && has_names;
            if n_such == 1 && !self.columns.contains_key(field) && !is_needless {
                self.columns.insert(*field, *at);
                self.by_content.insert(*at);
            }
        }
    }

    /// Reads first names and surnames the other way round where the lists of names say so of both columns.
    fn put_names_right(&mut self, rows: &Sample) {
        use PersonField::{FamilyName, GivenName};
        let (Some(given), Some(family)) = (self.column(GivenName), self.column(FamilyName)) else { return };
        let says = [given, family].map(|at| field_of_cells(&column(rows, at)));
        if says == [Some(FamilyName), Some(GivenName)] {
            self.columns.extend([(GivenName, family), (FamilyName, given)]);
            self.are_names_swapped = true;
        }
    }

    /// Takes a column that numbers the records, where no heading says so: the first of the file, or the only one, that has
    /// another code in each row.
    fn add_numbers(&mut self, rows: &Sample, ignored: &[&str]) {
        if self.columns.contains_key(&PersonField::RecordId) || self.n_fields() == 0 {
            return;
        }
        let numbers = |at: &usize| {
            !self.is_read(*at)
                && !ignored.contains(&self.headings[*at].as_str())
                && field_of(&self.headings[*at], false).is_none()
                && are_numbers_of_records(&column(rows, *at), rows.len())
        };
        let found: Vec<usize> = (0..self.headings.len()).filter(numbers).collect();
        if let Some(at) = found.first().filter(|at| **at == 0 || found.len() == 1) {
            self.columns.insert(PersonField::RecordId, *at);
            self.by_content.insert(*at);
        }
    }

    fn n_fields(&self) -> usize {
        self.columns.len() + self.more.len()
    }

    /// How many columns describe a person, not counting the number of the record; none where no column holds a name, a date of
    /// birth or a number of the person's own.
    pub fn n_fields_of_people(&self) -> usize {
        use PersonField::*;
        let tells = |field: &PersonField| {
            matches!(field, GivenName | FamilyName | FullName | Born | BornYear | NhsNumber | Nino | Upn)
        };
        if !self.columns.keys().any(tells) {
            return 0;
        }
        self.n_fields() - usize::from(self.columns.contains_key(&RecordId))
    }

    fn is_read(&self, at: usize) -> bool {
        self.columns.values().any(|read| *read == at) || self.more.iter().any(|(_, read)| *read == at)
    }

    pub fn column(&self, field: PersonField) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    /// Every column of a field, in the order of the file.
    pub fn all_columns(&self, field: PersonField) -> Vec<usize> {
        let more = self.more.iter().filter(|(of, _)| *of == field).map(|(_, at)| *at);
        let mut all: Vec<usize> = self.column(field).into_iter().chain(more).collect();
        all.sort_unstable();
        all
    }

    pub fn heading(&self, field: PersonField) -> Option<&str> {
        self.column(field).map(|at| self.headings[at].as_str())
    }

    /// Which heading was read as what, for the table of files.
    pub fn read_as(&self) -> String {
        let of = self.columns.iter().map(|(field, at)| (*field, *at)).chain(self.more.iter().copied());
        let said: Vec<String> =
            of.map(|(field, at)| format!("{} = {}{}", field.word(), self.headings[at], self.how(at))).collect();
        said.join("; ")
    }

    fn how(&self, at: usize) -> &'static str {
        if self.by_content.contains(&at) && self.header_row != 0 { " (by its content)" } else { "" }
    }

    /// Positions of the columns that are read.
    pub fn read_columns(&self) -> impl Iterator<Item = usize> {
        self.columns.values().copied().chain(self.more.iter().map(|(_, at)| *at))
    }

    /// Positions of columns that mean nothing here.
    pub fn others(&self) -> impl Iterator<Item = usize> {
        (0..self.headings.len()).filter(|at| !self.is_read(*at) && !self.headings[*at].is_empty())
    }

    /// Headings that mean nothing here.
    pub fn not_read(&self) -> Option<String> {
        let others: Vec<&str> = self.others().map(|at| self.headings[at].as_str()).collect();
        (!others.is_empty()).then(|| others.join("; "))
    }

    /// Whether a row repeats the headings, as files put together by hand have it.
    pub fn is_heading(&self, row: &Row, encoding: Encoding) -> bool {
        let is_repeated =
            |(at, heading): (usize, &String)| row.text(at, &encoding).trim().eq_ignore_ascii_case(heading);
        self.header_row != 0
            && self.headings.iter().enumerate().take(row.len()).all(is_repeated)
            && 1 < (0..row.len()).filter(|at| !row.cell(*at).is_empty()).count()
    }
}

fn best(sample: &Sample, is_contacts: bool, said: Said<'_>, is_enough: &dyn Fn(&Layout) -> bool) -> Option<Layout> {
    let mut best: Option<Layout> = None;
    for at in 0..sample.len().min(HEADER_ROWS_MAX) {
        let layout = of_row(&sample[at..=at], &sample[at + 1..], is_contacts, said);
        if is_enough(&layout) && best.as_ref().is_none_or(|best| best.n_fields() < layout.n_fields()) {
            best = Some(layout);
        }
    }
    best
}

/// Whether the first row is a person like those below: a column of first names has one there too.
fn begins_with_a_person(sample: &Sample) -> bool {
    let Some(((_, first), below)) = sample.split_first() else { return false };
    let known = super::known_names::KnownNames::shipped();
    (0..first.len()).any(|at| match field_of_cells(&column(below, at)) {
        Some(PersonField::GivenName) => known.is_given(&first[at]),
        Some(PersonField::FamilyName) => known.is_family(&first[at]),
        Some(PersonField::FullName) => first[at].split([' ', ',']).any(|word| known.is_given(word)),
        _ => false,
    })
}

fn of_row(row: &Sample, below: &Sample, is_contacts: bool, said: Said<'_>) -> Layout {
    let [(number, cells)] = row else { return Layout::without_headings(row) };
    let headings: Vec<String> =
        cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut layout = Layout {
        header_row: *number,
        columns: BTreeMap::new(),
        more: Vec::new(),
        by_content: BTreeSet::new(),
        are_names_swapped: false,
        headings,
    };
    for (field, heading) in said {
        if let Some(at) = layout.headings.iter().position(|found| found.eq_ignore_ascii_case(heading.trim())) {
            layout.columns.insert(*field, at);
        }
    }
    layout.take_named(below, is_contacts);
    if is_contacts {
        layout.take_moments(below, said);
    } else {
        layout.take_birth_parts(below);
        layout.take_contained(below);
    }
    layout
}

impl Layout {
    /// Takes the columns whose headings name a field.
    fn take_named(&mut self, below: &Sample, is_contacts: bool) {
        for at in 0..self.headings.len() {
            if self.is_read(at) {
                continue;
            }
            let heading = &self.headings[at];
            if let Some(field) = field_of(heading, is_contacts) {
                self.take(by_cells(field, heading, below, at), at);
            } else if let Some((field, number)) = numbered_field(heading).filter(|_| !is_contacts) {
                if number == 1 { self.take(field, at) } else { self.more.push((field, at)) }
            }
        }
        // `forename_2` without a first one is the first.
        for (field, at) in std::mem::take(&mut self.more) {
            let is_first = !matches!(field, PersonField::AddressMore) && !self.columns.contains_key(&field);
            if is_first {
                self.columns.insert(field, at);
            } else {
                self.more.push((field, at));
            }
        }
    }

    /// Of two columns with one meaning the first is read; the other stands among those that are not.
    fn take(&mut self, field: PersonField, at: usize) {
        match field {
            PersonField::AddressMore => self.more.push((field, at)),
            field => {
                self.columns.entry(field).or_insert(at);
            }
        }
    }

    /// `Start time` has the date too where no other column has it and its cells do.
    fn take_moments(&mut self, below: &Sample, said: Said<'_>) {
        use PersonField::{End, EndTime, Start, StartTime};
        for (day, time) in [(Start, StartTime), (End, EndTime)] {
            let is_free = !self.columns.contains_key(&day) && said.iter().all(|(field, _)| *field != time);
            let Some(at) = self.column(time).filter(|_| is_free) else { continue };
            let cells = column(below, at);
            let dates: Vec<&str> = cells.iter().map(|cell| Stamp::of(cell).date).collect();
            if is_dates(&dates) {
                self.columns.remove(&time);
                self.columns.insert(day, at);
            }
        }
    }

    /// Day, month and year of birth under headings that say so together alone, as `bd`, `bm` and `by`.
    fn take_birth_parts(&mut self, below: &Sample) {
        const TRIPLES: [[&str; 3]; 8] = [
            ["bd", "bm", "by"],
            ["birthday", "birthmonth", "birthyear"],
            ["dobday", "dobmonth", "dobyear"],
            ["day", "month", "year"],
            ["d", "m", "y"],
            ["tag", "monat", "jahr"],
            ["jour", "mois", "annee"],
            ["dydd", "mis", "blwyddyn"],
        ];
        let parts = [PersonField::BornDay, PersonField::BornMonth, PersonField::BornYear];
        if self.columns.contains_key(&PersonField::Born) || parts.iter().all(|part| self.columns.contains_key(part)) {
            return;
        }
        let squashed: Vec<String> = self.headings.iter().map(|heading| squashed(heading)).collect();
        for triple in TRIPLES {
            let [day, month, year] = triple.map(|name| squashed.iter().position(|heading| heading == name));
            let (Some(day), Some(month), Some(year)) = (day, month, year) else { continue };
            if are_birth_parts(&column(below, day), &column(below, month), &column(below, year)) {
                self.columns.extend(parts.into_iter().zip([day, month, year]));
                return;
            }
        }
    }

    /// Takes columns whose headings contain the name of a field that no other names, as `postcode_fake` and `Patient surname`,
    /// if their cells are of it.
    fn take_contained(&mut self, below: &Sample) {
        for at in 0..self.headings.len() {
            let Some(field) = contained_field(&self.headings[at]).filter(|_| !self.is_read(at)) else { continue };
            if !self.columns.contains_key(&field) && fits(field, &column(below, at)) {
                self.columns.insert(field, at);
            }
        }
    }
}

/// What the cells make of a heading that may be two fields: `Birth Day` is a day or a date, `Born` a year or a date.
fn by_cells(field: PersonField, heading: &str, below: &Sample, at: usize) -> PersonField {
    let cells = column(below, at);
    let is_day_heading = || ["birthday", "geburtstag", "dyddgeni"].contains(&squashed(heading).as_str());
    match field {
        PersonField::Born if is_day_heading() && is_days(&cells) => PersonField::BornDay,
        PersonField::BornDay if is_dates(&cells) && !is_days(&cells) => PersonField::Born,
        field => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let rows = text.lines().map(|line| line.trim().split('|').map(|cell| cell.trim().to_owned()).collect());
        (1..).zip(rows).collect()
    }

    /// The fields of an extract with the headings that were read as them.
    fn check_any(text: &str, expected: &str) {
        let layout = Layout::find(&rows(text), &[], &[]).expect("a layout");
        assert_eq!(layout.read_as(), expected, "{text}");
    }

    #[test]
    fn the_row_that_names_most_is_the_heading() {
        let sample = [
            row(1, &["People known to the service", ""]),
            row(3, &["Ref", "First name", "Second name", "Shoe size", "Address 2", "Address"]),
            row(4, &["1", "Ann", "Ref", "7", "", ""]),
        ];
        let layout = Layout::find(&sample, &[], &[]).expect("a heading");
        assert_eq!((layout.header_row, layout.column(PersonField::FamilyName)), (3, Some(2)));
        assert_eq!(layout.not_read().as_deref(), Some("Shoe size"));
        assert!(layout.read_as().ends_with("address = Address; address_more = Address 2"), "{}", layout.read_as());
        assert!(Layout::of_contacts(&sample, &[]).is_none(), "these are no contacts");
    }

    #[test]
    fn what_a_person_says_wins() {
        let sample = [row(1, &["Ref", "Key", "Name"])];
        let said = [(PersonField::RecordId, "key".to_owned())];
        let layout = Layout::find(&sample, &said, &[]).expect("a heading");
        assert_eq!(layout.heading(PersonField::RecordId), Some("Key"));
        assert_eq!(layout.not_read().as_deref(), Some("Ref"));
    }

    #[test]
    fn names_under_each_others_headings_are_read_as_what_they_are() {
        let people = "1|Smith|John\n2|Jones|Mary\n3|Patel|William\n4|Khan|Robert\n5|Evans|Susan\n6|Taylor|James\n";
        check_any(
            &format!("ID|Forename|Surname\n{people}"),
            "record_id = ID; given_name = Surname; family_name = Forename",
        );
        let said = [(PersonField::GivenName, "Forename".to_owned())];
        let layout = Layout::find(&rows(&format!("ID|Forename|Surname\n{people}")), &said, &[]).expect("a layout");
        assert_eq!((layout.heading(PersonField::GivenName), layout.are_names_swapped), (Some("Forename"), false));
        check_any(
            "ID|Forename|Surname\n1|James|Thomas\n2|Thomas|James\n3|Lee|Kelly\n4|Kelly|Lee\n5|Dean|Craig\n6|Craig|Dean\n",
            "record_id = ID; given_name = Forename; family_name = Surname",
        );
    }

    #[test]
    fn headings_of_any_language_and_form_are_known() {
        check_any(
            "VORNAME|Nachname|GebDat.|PLZ|Ort\n",
            "given_name = VORNAME; family_name = Nachname; born = GebDat.; town = Ort; postcode = PLZ",
        );
        check_any(
            "Prénom|Nom|Date_naissance|Ville\n",
            "given_name = Prénom; family_name = Nom; born = Date_naissance; town = Ville",
        );
        check_any(
            "Enw Cyntaf|Cyfenw|Dyddiad geni|Cod post|Rhyw\n",
            "given_name = Enw Cyntaf; family_name = Cyfenw; born = Dyddiad geni; sex = Rhyw; postcode = Cod post",
        );
    }

    #[test]
    fn a_heading_that_contains_a_name_is_it_where_the_cells_are_of_it() {
        check_any(
            "unique_id|Patient surname|postcode_fake\n1|Ash|LS1 4AP\n2|Bell|LS2 7ER\n",
            "record_id = unique_id; family_name = Patient surname; postcode = postcode_fake",
        );
        check_any(
            "id|First and last name|dob\n1|Ute Ash|1961-12-03\n",
            "record_id = id; full_name = First and last name; born = dob",
        );
        check_any("id|Surname|GP postcode\n1|Ash|LS1 4AP\n2|Bell|LS2 7ER\n", "record_id = id; family_name = Surname");
    }

    #[test]
    fn a_birth_in_three_columns_is_found_by_its_parts() {
        check_any(
            "fname_c1|fname_c2|lname_c1|by|bm|bd\nUTE||ASH|1961|12|3\n",
            "given_name = fname_c1; family_name = lname_c1; born_year = by; born_month = bm; born_day = bd; given_name = fname_c2",
        );
        check_any(
            "Name|Birth Year|Birth Month|Birth Day\nUte Ash|1961|12|03\n",
            "full_name = Name; born_year = Birth Year; born_month = Birth Month; born_day = Birth Day",
        );
        check_any("Name|Birth Day\nUte Ash|03/12/1961\n", "full_name = Name; born = Birth Day");
        check_any(
            "Name|Geburtstag|Geburtsmonat|Geburtsjahr\nUte Ash|3|12|1961\n",
            "full_name = Name; born_year = Geburtsjahr; born_month = Geburtsmonat; born_day = Geburtstag",
        );
    }

    #[test]
    fn a_code_in_each_row_numbers_the_records() {
        let rows_of = |number: &dyn Fn(usize) -> String| -> String {
            (1..=6).map(|at| format!("{}|Ash|1961-12-0{at}|7{at}.50\n", number(at))).collect()
        };
        let read_as = |text: &str| Layout::find(&rows(text), &[], &[]).expect("a layout").read_as();
        let found = read_as(&format!("Kennzahl|Surname|DOB|Fee\n{}", rows_of(&|at| format!("K-{}", 400 + 7 * at))));
        assert_eq!(found, "record_id = Kennzahl (by its content); family_name = Surname; born = DOB");
        for (heading, number) in [
            ("Kennzahl", &(|at: usize| format!("K-{}", at / 2)) as &dyn Fn(usize) -> String),
            ("Kennzahl", &|at| if at == 3 { String::new() } else { format!("K-{at}") }),
            ("Kennzahl", &|at| format!("{}", 'a'.max((b'a' + at as u8) as char))),
        ] {
            let found = read_as(&format!("{heading}|Surname|DOB|Fee\n{}", rows_of(number)));
            assert_eq!(found, "family_name = Surname; born = DOB");
        }
    }

    #[test]
    fn a_file_without_headings_is_read_by_what_it_holds() {
        let people = "John|Ash|03/12/1961|LS1 4AP\nMary|Smith|28/05/1990|LS2 7ER\nWilliam|Jones|01/02/2001|BD1 4AA\n\
             Robert|Patel|04/03/1975|WF1 1AA\nSusan|Khan|09/08/1933|HX1 1AB\nJames|Evans|11/10/1950|HX2 2AB\n";
        check_any(people, "given_name = column 1; family_name = column 2; born = column 3; postcode = column 4");
        let with_streets: String =
            (18..).zip(people.lines()).map(|(house, line)| format!("{line}|{house} Oak Road\n")).collect();
        let layout = Layout::find(&rows(&with_streets), &[], &[]).expect("columns that tell what they are");
        assert_eq!((layout.header_row, layout.heading(PersonField::Address)), (0, Some("column 5")));
        let unknown = rows("Qq1|77\nRr2|88\n");
        assert_eq!(Layout::find(&unknown, &[], &[]), Err(NoHeadings));
        let with_strange_headings = format!("A|B|C|D\n{people}");
        check_any(
            &with_strange_headings,
            "given_name = A (by its content); family_name = B (by its content); born = C (by its content); postcode = D (by its content)",
        );
        assert!(
            Layout::find(&rows(&with_strange_headings), &[], &["D"])
                .is_ok_and(|layout| !layout.columns.contains_key(&PersonField::Postcode))
        );
    }
}
