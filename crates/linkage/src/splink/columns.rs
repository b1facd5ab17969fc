//! Columns that Splink is given: values as they are compared here, so that its SQL need not work them out.

use std::io::{self, Write};

use model::home::fold;

use crate::Error;
use crate::bind::{Bound, Slot};
use crate::linkage_model::Expression;
use crate::records::NULL;
use crate::text_form;

/// How a value is written for a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As it is.
    Value,
    /// In plain lower case, as likenesses are measured.
    Folded,
    /// A date as days since 1970.
    Day,
    /// The same with day and month swapped.
    SwappedDay,
    Number,
    /// Numbers of members of a list, parted by `;`.
    Members,
    /// Numbers of the formal names that a name may stand for, parted by `;`.
    Names,
    Consonants,
    HasVowels,
}

/// One column of the records that go with settings.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    expression: Expression,
    shape: Shape,
}

/// Every column that settings name, each once.
#[derive(Debug)]
pub(super) struct Columns<'b, 'r> {
    bound: &'b Bound<'r>,
    columns: Vec<Column>,
}

/// What numbers the records and names their sources, as Splink calls it.
pub const UNIQUE_ID: &str = "unique_id";
pub const SOURCE_DATASET: &str = "source_dataset";

impl<'b, 'r> Columns<'b, 'r> {
    pub(super) fn of(bound: &'b Bound<'r>) -> Columns<'b, 'r> {
        Columns { bound, columns: Vec::new() }
    }

    /// The column of an expression in a shape, new or known.
    pub(super) fn name(&mut self, expression: &Expression, shape: Shape) -> String {
        let slot = self.slot(expression);
        // Values that are plain lower case already are one column with their folded form.
        let is_folded = || slot.values.iter().all(|value| fold(value) == value);
        let shape = if shape == Shape::Folded && is_folded() { Shape::Value } else { shape };
        if let Some(known) =
            self.columns.iter().find(|column| column.shape == shape && column.expression == *expression)
        {
            return known.name.clone();
        }
        let name = self.free_name(&format!("{}{}", words(expression), shape.ending()));
        self.columns.push(Column { name: name.clone(), expression: expression.clone(), shape });
        name
    }

    fn slot(&self, expression: &Expression) -> &'b Slot<'r> {
        &self.bound.slots[self.bound.slot_of(expression)]
    }

    /// DuckDB tells names apart whatever their case.
    fn free_name(&self, wanted: &str) -> String {
        let is_taken = |name: &str| {
            let own = [UNIQUE_ID, SOURCE_DATASET].into_iter();
            own.chain(self.columns.iter().map(|column| column.name.as_str()))
                .any(|other| other.eq_ignore_ascii_case(name))
        };
        let numbered = (2..).map(|n| format!("{wanted}_{n}"));
        std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !is_taken(name)).expect("numbers do not end")
    }

    /// Writes every record as CSV; a missing value is an empty cell without quotes.
    ///
    /// # Errors
    /// [`Error::Scratch`]; the writer's own.
    pub(super) fn write(&self, out: &mut impl Write) -> Result<io::Result<()>, Error> {
        let columns: Vec<(usize, Vec<Option<String>>)> = self.columns.iter().map(|column| self.cells(column)).collect();
        let names = self.columns.iter().map(|column| column.name.as_str());
        let heading: Vec<&str> = [SOURCE_DATASET, UNIQUE_ID].into_iter().chain(names).collect();
        let mut written = writeln!(out, "{}", heading.join(","));
        let (records, width) = (self.bound.records(), self.bound.slots.len());
        self.bound.for_each_chunk(|first, words| {
            for (row, codes) in (first..).zip(words.chunks_exact(width)) {
                if written.is_err() {
                    break;
                }
                let cells = columns.iter().map(|(slot, cells)| match codes[*slot] {
                    NULL => None,
                    code => cells[code as usize].as_deref(),
                });
                let own = [records.sources()[records.source_of(row)].as_str(), records.id(row)];
                written = write_row(out, own.into_iter().map(Some).chain(cells));
            }
            Ok(())
        })?;
        Ok(written)
    }

    /// The slot of a column, and what is written for each of its values.
    fn cells(&self, column: &Column) -> (usize, Vec<Option<String>>) {
        let at = self.bound.slot_of(&column.expression);
        let slot = &self.bound.slots[at];
        let cell = |code: usize| column.shape.cell(slot, code);
        (at, (0..slot.values.len()).map(cell).collect())
    }
}

impl Shape {
    fn ending(self) -> &'static str {
        match self {
            Shape::Value => "",
            Shape::Folded => "_folded",
            Shape::Day => "_as_day",
            Shape::SwappedDay => "_as_swapped_day",
            Shape::Number => "_as_number",
            Shape::Members => "_members",
            Shape::Names => "_formal_names",
            Shape::Consonants => "_consonants",
            Shape::HasVowels => "_has_vowels",
        }
    }

    fn cell(self, slot: &Slot<'_>, code: usize) -> Option<String> {
        let value = slot.values.get(code);
        let list = |members: &[u32]| members.iter().map(u32::to_string).collect::<Vec<_>>().join(";");
        let some = |list: String| Some(list).filter(|list| !list.is_empty());
        match self {
            Shape::Value => Some(value.to_owned()),
            Shape::Folded => Some(fold(value)),
            Shape::Day => Some(slot.days[code]?.number.to_string()),
            Shape::SwappedDay => Some(slot.days[code]?.swapped?.to_string()),
            Shape::Number => Some(format!("{:?}", slot.numbers[code]?)),
            Shape::Members => some(list(&slot.members[code])),
            Shape::Names => some(list(&slot.names[code])),
            Shape::Consonants => text_form::without_vowels(&fold(value)).1,
            Shape::HasVowels => Some(if text_form::without_vowels(&fold(value)).0 { "yes" } else { "no" }.to_owned()),
        }
    }
}

/// An expression as one word: `substr_born_6_5`.
fn words(expression: &Expression) -> String {
    let text = expression.to_string();
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let word = parts.collect::<Vec<_>>().join("_");
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) { word } else { format!("column_{word}") }
}

fn write_row<'c>(out: &mut impl Write, cells: impl Iterator<Item = Option<&'c str>>) -> io::Result<()> {
    for (at, cell) in cells.enumerate() {
        if at != 0 {
            out.write_all(b",")?;
        }
        match cell {
            // An empty text is in quotes, so that it is not a missing one.
            Some(text) if text.is_empty() || text.contains([',', '"', '\n', '\r', ' ']) => {
                write!(out, "\"{}\"", text.replace('"', "\"\""))?;
            }
            Some(text) => out.write_all(text.as_bytes())?,
            None => {}
        }
    }
    out.write_all(b"\n")
}
