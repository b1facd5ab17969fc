//! From rows as they come to columns in the order of source and id.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;

use super::spill::{self, Spill};
use super::texts::{Dictionary, Texts};
use super::{Codes, Column, NULL, Records};
use crate::Error;
use crate::memory::MemoryLimit;

/// Takes rows, one or many at a time, and makes [`Records`] of them.
pub struct RecordsBuilder {
    names: Vec<String>,
    columns: Vec<ColumnBuilder>,
    ids: Texts,
    sources: Vec<String>,
    /// For each run of rows, the source and the first row.
    runs: Vec<(usize, u32)>,
    spill: Option<Spill>,
}

/// Values of one column: the texts there are, and for each row which of them it has.
#[derive(Clone, Debug, Default)]
pub struct CodedValues<'t> {
    pub texts: Vec<Option<Cow<'t, str>>>,
    pub keys: Vec<Option<u32>>,
}

#[derive(Default)]
pub(super) struct ColumnBuilder {
    pub(super) codes: Vec<u32>,
    pub(super) dictionary: Dictionary,
}

impl RecordsBuilder {
    /// Columns by name; rows must give their values in this order.
    ///
    /// # Errors
    /// [`Error::NoColumns`], or [`Error::ColumnTwice`].
    pub fn new(names: &[&str]) -> Result<RecordsBuilder, Error> {
        if names.is_empty() {
            return Err(Error::NoColumns);
        }
        if let Some(twice) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
            return Err(Error::ColumnTwice { column: (*twice.1).to_owned() });
        }
        let columns = names.iter().map(|_| ColumnBuilder::default()).collect();
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(RecordsBuilder { names, columns, ids: Texts::default(), sources: Vec::new(), runs: Vec::new(), spill: None })
    }

    /// Writes rows to scratch where memory may not hold their codes.
    #[must_use]
    pub fn within(mut self, memory: MemoryLimit) -> RecordsBuilder {
        self.spill = Some(Spill::new(memory));
        self
    }

    /// Says which source the next rows are of.
    pub fn source(&mut self, name: &str) {
        let at = self.sources.iter().position(|source| source == name).unwrap_or_else(|| {
            self.sources.push(name.to_owned());
            self.sources.len() - 1
        });
        self.runs.push((at, self.ids.len() as u32));
    }

    /// Rows so far of the source named last.
    pub(super) fn n_rows_of_source(&self) -> usize {
        let Some((source, _)) = self.runs.last() else { return self.ids.len() };
        let ends = self.runs.iter().skip(1).map(|(_, start)| *start).chain([self.ids.len() as u32]);
        let runs = self.runs.iter().zip(ends).filter(|((of, _), _)| of == source);
        runs.map(|((_, start), end)| (end - start) as usize).sum()
    }

    /// Adds one row of the source named last. A value that is empty or blank is not there.
    ///
    /// # Errors
    /// [`Error::TooMuch`] beyond what codes can count; [`Error::Ragged`].
    pub fn push(&mut self, id: &str, values: &[Option<&str>]) -> Result<(), Error> {
        if values.len() != self.columns.len() {
            return Err(Error::Ragged { found: values.len(), expected: self.columns.len() });
        }
        self.ids.push(id.trim())?;
        self.columns.iter_mut().zip(values).try_for_each(|(column, value)| column.push(*value))?;
        self.spill(false)
    }

    fn spill(&mut self, is_last: bool) -> Result<(), Error> {
        self.spill.as_mut().map_or(Ok(()), |spill| spill.take(&mut self.columns, is_last))
    }

    /// Adds many rows at once, the columns side by side on all threads.
    ///
    /// `values[column]` gives the values of one column in the order of `ids`.
    ///
    /// # Errors
    /// As [`RecordsBuilder::push`].
    pub fn push_columns<'a, V>(&mut self, ids: impl IntoIterator<Item = &'a str>, values: Vec<V>) -> Result<(), Error>
    where
        V: IntoIterator<Item = Option<&'a str>> + Send,
    {
        if values.len() != self.columns.len() {
            return Err(Error::Ragged { found: values.len(), expected: self.columns.len() });
        }
        ids.into_iter().try_for_each(|id| self.ids.push(id.trim()).map(drop))?;
        let n_rows = self.ids.len() - self.spill.as_ref().map_or(0, Spill::n_rows);
        let pushed = self.columns.par_iter_mut().zip(values.into_par_iter());
        pushed.try_for_each(|(column, values)| values.into_iter().try_for_each(|value| column.push(value)))?;
        match self.columns.iter().find(|column| column.codes.len() != n_rows) {
            Some(column) => Err(Error::Ragged { found: column.codes.len(), expected: n_rows }),
            None => self.spill(false),
        }
    }

    /// Adds many rows at once, each distinct value of a column with the rows that have it: the columns side by side on all
    /// threads, and one look at the dictionary for each distinct value.
    ///
    /// # Errors
    /// As [`RecordsBuilder::push`].
    pub fn push_coded<'a>(
        &mut self,
        ids: impl IntoIterator<Item = &'a str>,
        columns: &[CodedValues<'_>],
    ) -> Result<(), Error> {
        if columns.len() != self.columns.len() {
            return Err(Error::Ragged { found: columns.len(), expected: self.columns.len() });
        }
        ids.into_iter().try_for_each(|id| self.ids.push(id.trim()).map(drop))?;
        let n_rows = self.ids.len() - self.spill.as_ref().map_or(0, Spill::n_rows);
        let pushed = self.columns.par_iter_mut().zip(columns);
        pushed.try_for_each(|(column, values)| column.push_coded(values))?;
        match self.columns.iter().find(|column| column.codes.len() != n_rows) {
            Some(column) => Err(Error::Ragged { found: column.codes.len(), expected: n_rows }),
            None => self.spill(false),
        }
    }

    /// The records in their lasting order.
    ///
    /// # Errors
    /// [`Error::NoRecords`], [`Error::IdsRepeat`], or [`Error::Scratch`].
    pub fn finish(mut self) -> Result<Records, Error> {
        let n_records = self.ids.len();
        if n_records == 0 {
            return Err(Error::NoRecords);
        }
        let (sources, source_of) = self.sources_in_order();
        let ids = std::mem::take(&mut self.ids);
        let key = |row: u32| (source_of(row), ids.get(row as usize));
        let order = order_of(n_records, &|a, b| {
            let ((source_a, id_a), (source_b, id_b)) = (key(a), key(b));
            source_a.cmp(&source_b).then_with(|| id_order(id_a, id_b))
        });
        let at = |position: u32| order.as_ref().map_or(position, |order| order[position as usize]);
        check_ids(n_records, &sources, |position| key(at(position)))?;
        let source_starts = starts(n_records, sources.len(), |position| source_of(at(position)));
        let ids = match &order {
            Some(order) => gathered(&ids, order)?,
            None => ids,
        };
        self.spill(true)?;
        let (columns, codes) = self.columns_in_order(order)?;
        Ok(Records { columns, ids, sources, source_starts, codes })
    }

    fn columns_in_order(self, order: Option<Vec<u32>>) -> Result<(Vec<Column>, Codes), Error> {
        if let Some(written) = self.spill.and_then(Spill::written) {
            return spill::columns_in_order(written, &self.names, self.columns, order);
        }
        let columns = self.names.into_par_iter().zip(self.columns);
        let columns = columns.map(|(name, growing)| growing.finish(name, order.as_deref()));
        Ok((columns.collect::<Result<_, _>>()?, Codes::WithColumns))
    }

    /// The names of the sources sorted, and a function from an input row to its source among them.
    fn sources_in_order(&mut self) -> (Vec<String>, impl Fn(u32) -> usize + use<>) {
        let found = std::mem::take(&mut self.sources);
        let mut sorted = if found.is_empty() { vec![String::new()] } else { found.clone() };
        sorted.sort();
        let rank = |name: &String| sorted.binary_search(name).unwrap_or_default();
        let mut runs: Vec<(u32, usize)> = self.runs.iter().map(|(at, start)| (*start, rank(&found[*at]))).collect();
        if runs.first().is_none_or(|(start, _)| 0 < *start) {
            runs.insert(0, (0, 0));
        }
        let source_of = move |row: u32| runs[runs.partition_point(|(start, _)| *start <= row) - 1].1;
        (sorted, source_of)
    }
}

impl ColumnBuilder {
    fn push(&mut self, value: Option<&str>) -> Result<(), Error> {
        let code = match value.map(str::trim) {
            Some(value) if !value.is_empty() => self.dictionary.intern(value)?,
            _ => NULL,
        };
        self.codes.push(code);
        Ok(())
    }

    fn push_coded(&mut self, values: &CodedValues<'_>) -> Result<(), Error> {
        let mut code_of: Vec<Option<u32>> = vec![None; values.texts.len()];
        self.codes.reserve(values.keys.len());
        for key in &values.keys {
            let code = match key.map(|key| key as usize) {
                None => NULL,
                Some(key) => match code_of[key] {
                    Some(code) => code,
                    None => {
                        let text = values.texts[key].as_deref().map_or("", str::trim);
                        let code = if text.is_empty() { NULL } else { self.dictionary.intern(text)? };
                        *code_of[key].insert(code)
                    }
                },
            };
            self.codes.push(code);
        }
        Ok(())
    }

    /// Codes counted anew in the lasting order, so that they too do not depend on how rows came.
    fn finish(self, name: String, order: Option<&[u32]>) -> Result<Column, Error> {
        let Some(order) = order else {
            return Ok(Column { name, codes: self.codes, values: self.dictionary.into_texts() });
        };
        let old = self.dictionary.into_texts();
        let mut new_of_old = vec![NULL; old.len()];
        let mut values = Texts::default();
        let mut codes = Vec::with_capacity(order.len());
        for row in order {
            let code = self.codes[*row as usize];
            if code != NULL && new_of_old[code as usize] == NULL {
                new_of_old[code as usize] = values.push(old.get(code as usize))?;
            }
            codes.push(if code == NULL { NULL } else { new_of_old[code as usize] });
        }
        values.shrink();
        Ok(Column { name, codes, values })
    }
}

/// Shorter ids first, then by their bytes, so that plain numbers are in the order of numbers.
pub(super) fn id_order(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// How many of `n` ordered things come before the place asked for.
pub(super) fn partition(n: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The rows in order; none where they are in order as they came.
fn order_of(n_rows: usize, compare: &(impl Fn(u32, u32) -> Ordering + Sync)) -> Option<Vec<u32>> {
    let is_sorted = (1..n_rows as u32).all(|row| compare(row - 1, row).is_le());
    if is_sorted {
        return None;
    }
    let mut order: Vec<u32> = (0..n_rows as u32).collect();
    order.par_sort_by(|a, b| compare(*a, *b));
    Some(order)
}

/// Two records with one id would be one person by accident, so ids must be unique within a source.
fn check_ids<'a>(n_rows: usize, sources: &[String], key: impl Fn(u32) -> (usize, &'a str)) -> Result<(), Error> {
    let mut n_repeats = vec![0_usize; sources.len()];
    for position in 1..n_rows as u32 {
        if key(position - 1) == key(position) {
            n_repeats[key(position).0] += 1;
        }
    }
    match n_repeats.iter().position(|n| *n != 0) {
        Some(source) => Err(Error::IdsRepeat { source_name: sources[source].clone(), n_repeats: n_repeats[source] }),
        None => Ok(()),
    }
}

fn starts(n_rows: usize, n_sources: usize, source_of: impl Fn(u32) -> usize) -> Vec<u32> {
    let first_row = |source| partition(n_rows, |position| source_of(position as u32) < source) as u32;
    (0..=n_sources).map(first_row).collect()
}

fn gathered(texts: &Texts, order: &[u32]) -> Result<Texts, Error> {
    let mut gathered = Texts::default();
    order.iter().try_for_each(|row| gathered.push(texts.get(*row as usize)).map(drop))?;
    gathered.shrink();
    Ok(gathered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(rows: &[(&str, &str, Option<&str>)]) -> Result<Records, Error> {
        let mut builder = RecordsBuilder::new(&["name"])?;
        for (source, id, name) in rows {
            builder.source(source);
            builder.push(id, &[*name])?;
        }
        builder.finish()
    }

    #[test]
    fn rows_stand_in_the_order_of_source_and_id() {
        let records = build(&[
            ("nhs", "10", Some("Ann")),
            ("council", "2", Some("Bob")),
            ("nhs", "9", Some(" Bob ")),
            ("council", "11", Some(" ")),
        ])
        .expect("records");
        let ids: Vec<&str> = (0..4).map(|row| records.id(row)).collect();
        assert_eq!(ids, ["2", "11", "9", "10"]);
        let sources: Vec<usize> = (0..4).map(|row| records.source_of(row)).collect();
        assert_eq!(sources, [0, 0, 1, 1]);
        let name = records.column("name").expect("the column");
        assert_eq!(name.codes, [0, NULL, 0, 1]);
        assert_eq!(records.value("name", 3), Some("Ann"));
        assert_eq!(records.row_of("nhs", "10"), Some(3));
        assert_eq!(records.row_of("nhs", "11"), None);
    }

    #[test]
    fn rows_with_keys_are_the_rows_that_are_pushed_one_by_one() {
        let mut builder = RecordsBuilder::new(&["name"]).expect("a column");
        builder.source("nhs");
        let texts = ["Unused", "Bob ", " ", "Ann"].map(|text| Some(text.into())).to_vec();
        let values = CodedValues { texts, keys: vec![Some(1), None, Some(2), Some(3), Some(1)] };
        for ids in [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]] {
            builder.push_coded(ids, std::slice::from_ref(&values)).expect("rows");
        }
        let records = builder.finish().expect("records");
        let names: Vec<Option<&str>> = (5..10).map(|row| records.value("name", row)).collect();
        assert_eq!(names, [Some("Bob"), None, None, Some("Ann"), Some("Bob")]);
        assert_eq!(records.columns()[0].values.len(), 2, "a text that no row has is no value");
    }

    #[test]
    fn ids_that_repeat_are_refused_within_a_source_only() {
        let repeats = build(&[("nhs", "1", None), ("nhs", "2", None), ("nhs", "1", None)]);
        assert!(matches!(repeats, Err(Error::IdsRepeat { n_repeats: 1, .. })), "{repeats:?}");
        assert!(build(&[("nhs", "1", None), ("police", "1", None)]).is_ok());
    }

    #[test]
    fn records_without_columns_or_rows_are_refused() {
        assert!(matches!(RecordsBuilder::new(&[]), Err(Error::NoColumns)));
        assert!(matches!(RecordsBuilder::new(&["a", "a"]), Err(Error::ColumnTwice { .. })));
        assert!(matches!(build(&[]), Err(Error::NoRecords)));
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let records = build(&[("nhs", "1", Some("Marker"))]).expect("records");
        let printed = format!("{records:?} {:?}", records.columns());
        assert!(!printed.contains("Marker"), "{printed}");
    }
}
