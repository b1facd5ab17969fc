//! One column of a file, of which each distinct cell is read once.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::birth::Birth;
use super::name::Name;
use jiff::civil::Date;
use model::ProblemKind;
use model::tables::Sex;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    Text(Box<str>),
    /// A whole name from one cell.
    Name(Box<Name>),
    /// An address and the postcode that ended it.
    Address(Box<(String, String)>),
    Birth(Birth),
    /// A day, a month, a year or an age.
    Number(i32),
    Day(Date),
    Sex(Sex),
    /// It says something that cannot be read: why, and a text that may be compared.
    Unread(ProblemKind, Option<Box<str>>),
}

impl Value {
    pub(super) fn text(text: Option<String>) -> Value {
        text.map_or(Value::Nothing, |text| Value::Text(text.into_boxed_str()))
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Address(parts) => Some(&parts.0),
            _ => None,
        }
    }

    pub(super) fn is_filled(&self) -> bool {
        *self != Value::Nothing
    }
}

/// How many distinct cells are remembered before all are forgotten.
const N_CELLS_MAX: usize = 1 << 17;
const EMPTY: u32 = u32::MAX;

/// The cells of a column so far, and what each of them says. A cell is known by its code until it is forgotten.
#[derive(Default)]
pub(super) struct CellColumn {
    /// All cells, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    slots: Vec<u32>,
    values: Vec<Value>,
}

impl CellColumn {
    /// The code of a cell; `read` is asked for those that were not seen yet.
    pub(super) fn code(&mut self, cell: &[u8], read: impl FnOnce() -> Value) -> u32 {
        if self.slots.len() < 2 * (self.values.len() + 1) {
            self.grow();
        }
        let slot = self.slot(cell);
        if self.slots[slot] == EMPTY {
            self.slots[slot] = self.values.len() as u32; // `forget_if_many` keeps them few
            self.bytes.extend_from_slice(cell);
            self.ends.push(self.bytes.len());
            self.values.push(read());
        }
        self.slots[slot]
    }

    pub(super) fn value(&self, code: u32) -> &Value {
        &self.values[code as usize]
    }

    /// Forgets all cells where they are many: between batches, so that no code is in use. The room stays for those that come.
    pub(super) fn forget_if_many(&mut self) {
        if N_CELLS_MAX < self.values.len() {
            self.bytes.clear();
            self.ends.clear();
            self.values.clear();
            self.slots.fill(EMPTY);
        }
    }

    fn cell(&self, code: u32) -> &[u8] {
        let at = code as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    fn slot(&self, cell: &[u8]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(cell) as usize & mask;
        while self.slots[slot] != EMPTY && self.cell(self.slots[slot]) != cell {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let n_slots = (4 * (self.values.len() + 1)).next_power_of_two().max(64);
        self.slots.clear();
        self.slots.resize(n_slots, EMPTY);
        for code in 0..self.values.len() as u32 {
            let slot = self.slot(self.cell(code));
            self.slots[slot] = code;
        }
    }
}

fn hash(cell: &[u8]) -> u64 {
    FixedState::default().hash_one(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_distinct_cell_is_read_once() {
        let (mut column, mut n_read) = (CellColumn::default(), 0);
        let mut read = |cell: &str| {
            let code = column.code(cell.as_bytes(), || {
                n_read += 1;
                Value::text(Some(cell.to_owned()))
            });
            (code, column.value(code).as_text().expect("a text").to_owned())
        };
        for round in 0..2 {
            for number in 0..1_000 {
                let cell = number.to_string();
                assert_eq!(read(&cell), (number, cell.clone()), "round {round}");
            }
        }
        assert_eq!(n_read, 1_000);
    }
}
