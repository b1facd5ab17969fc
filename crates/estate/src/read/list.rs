//! A list in a CSV whose columns the model names.

use authored::{Keys, MistakeKind, Reading, Row};

use super::written::{Files, NUMBER_MAX};

/// A CSV under reading, with the columns that the model names.
pub struct List {
    pub reading: Reading,
    rows: Vec<Row>,
    columns: Vec<(&'static str, usize)>,
}

impl List {
    /// Opens the file under `file`; each key but that names a column. Needed keys are `needed`.
    pub fn open(keys: &Keys<'_>, files: &Files<'_>, needed: &[&'static str], others: &[&'static str]) -> Option<List> {
        let (name, text) = files.text(keys, "file")?;
        let reading = Reading::of(&name, &text);
        let mut rows = reading.rows().into_iter();
        let Some(header) = rows.next() else {
            reading.add(0..0, MistakeKind::Lacking(format!("`{name}` is empty")), "a heading and rows");
            files.mistakes.borrow_mut().extend(reading.into_mistakes());
            return None;
        };
        let headings: Vec<&str> = header.cells.iter().map(|cell| cell.text.as_str()).collect();
        needed.iter().for_each(|key| keys.need(key, format!("`{key} = \"HEADING\"`, a column of `{name}`")));
        let mut columns = Vec::new();
        for key in needed.iter().chain(others) {
            let Some(heading) = keys.text(key) else { continue };
            let expected = format!("a heading of `{name}`");
            let at = keys.file.position_of(&heading, "column", expected, headings.iter().copied());
            columns.extend(at.map(|at| (*key, at)));
        }
        let rows = rows.collect();
        Some(List { reading, rows, columns })
    }

    /// What `read` makes of every row; none where a row has a mistake.
    pub fn read<T>(self, files: &Files<'_>, read: impl Fn(&ListRow<'_>) -> Option<T>) -> Option<Vec<T>> {
        let rows = self.rows.iter().map(|row| read(&ListRow { list: &self, row }));
        let values: Vec<Option<T>> = rows.collect();
        files.mistakes.borrow_mut().extend(self.reading.into_mistakes());
        values.into_iter().collect()
    }
}

pub struct ListRow<'l> {
    list: &'l List,
    row: &'l Row,
}

impl ListRow<'_> {
    pub fn has(&self, key: &str) -> bool {
        self.list.columns.iter().any(|(known, _)| *known == key)
    }

    fn cell(&self, key: &str) -> Option<authored::Cell> {
        let (_, at) = self.list.columns.iter().find(|(known, _)| *known == key)?;
        Some(self.row.cell(*at))
    }

    /// Text that is not empty.
    pub fn text(&self, key: &str) -> Option<String> {
        let cell = self.cell(key)?;
        self.list.reading.is_filled(&cell, key).then_some(cell.text)
    }

    pub fn number(&self, key: &str, least: f64) -> Option<f64> {
        let cell = self.cell(key)?;
        let value = cell.text.replace(',', "").parse::<f64>().ok();
        let value = value.filter(|value| value.is_finite() && least <= *value && *value <= NUMBER_MAX);
        if value.is_none() {
            let kind = match cell.text.is_empty() {
                true => MistakeKind::Empty { key: key.to_owned() },
                false => MistakeKind::OutOfRange { key: key.to_owned(), value: cell.text },
            };
            self.list.reading.add(cell.span, kind, "a number");
        }
        value
    }

    /// A number where the column is named and the cell filled; `Some(None)` where it is not.
    pub fn optional_number(&self, key: &str, least: f64) -> Option<Option<f64>> {
        match self.cell(key).filter(|cell| !cell.text.is_empty()) {
            Some(_) => self.number(key, least).map(Some),
            None => Some(None),
        }
    }

    /// The position of the name in a cell among known ones.
    pub fn position(&self, key: &str, what: &str, known: &std::collections::HashMap<String, usize>) -> Option<usize> {
        let cell = self.cell(key)?;
        let at = known.get(&cell.text).copied();
        if at.is_none() {
            let names = known.keys().map(String::as_str);
            self.list.reading.not_there(cell.span, what, &cell.text, format!("a {what} of the model"), names);
        }
        at
    }
}
