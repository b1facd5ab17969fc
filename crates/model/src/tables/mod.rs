//! Every table and column, once.
//!
//! `tables::LEDGER_LINE` is the table and `tables::ledger_line::PAYEE` the name of its column.

use std::sync::LazyLock;

use crate::table::{Column, Table};

macro_rules! tables {
    ($(
        $(#[doc = $meaning:literal])+
        $table:ident $module:ident $name:literal by $step:literal $(about $subject:ident)? {
            $($column:ident $column_name:literal $kind:ident $(<$words:ty>)? $presence:ident $column_meaning:literal;)+
        }
    )+) => {
        $(
            $(#[doc = $meaning])+
            pub const $table: $crate::Table = $crate::Table {
                name: $name,
                meaning: concat!($($meaning),+),
                written_by: $step,
                is_about_people: $crate::tables::tables!(@people $($subject)?),
                columns: &[$($crate::Column {
                    name: $column_name,
                    kind: $crate::Kind::$kind,
                    nullable: $crate::tables::tables!(@nullable $presence),
                    leaves: $crate::tables::tables!(@leaves $presence),
                    words: $crate::tables::tables!(@words $($words)?),
                    meaning: $column_meaning,
                }),+],
            };

            $(#[doc = $meaning])+
            pub mod $module {
                $(#[doc = $column_meaning] pub const $column: &str = $column_name;)+
            }
        )+

        /// The tables of this room, in the order in which a reader meets them.
        pub(super) const TABLES: &[&$crate::Table] = &[$(&$table),+];
    };
    (@people) => { false };
    (@people people) => { true };
    (@words) => { &[] };
    (@words $words:ty) => { <$words>::WORDS };
    (@nullable required) => { false };
    (@nullable optional) => { true };
    (@nullable private) => { true };
    (@leaves required) => { true };
    (@leaves optional) => { true };
    (@leaves private) => { false };
}
use tables;

mod appraisal;
mod consolidation;
mod contracts;
mod disclosure;
mod estate;
mod families;
mod intake;
mod journeys;
mod ledger;
mod linkage;
mod overlaps;
mod people;
mod problems;
mod suppliers;

pub use appraisal::*;
pub use consolidation::*;
pub use contracts::*;
pub use disclosure::*;
pub use estate::*;
pub use families::*;
pub use intake::*;
pub use journeys::*;
pub use ledger::*;
pub use linkage::*;
pub use overlaps::*;
pub use people::*;
pub use problems::*;
pub use suppliers::*;

/// The tables of each room, in the order in which a reader meets them.
const ROOMS: &[&[&Table]] = &[
    intake::TABLES,
    contracts::TABLES,
    problems::TABLES,
    ledger::TABLES,
    consolidation::TABLES,
    suppliers::TABLES,
    people::TABLES,
    linkage::TABLES,
    families::TABLES,
    journeys::TABLES,
    overlaps::TABLES,
    disclosure::TABLES,
    estate::TABLES,
    appraisal::TABLES,
];

const N_TABLES: usize = {
    let (mut n, mut room) = (0, 0);
    while room < ROOMS.len() {
        n += ROOMS[room].len();
        room += 1;
    }
    n
};

const EVERY: [&Table; N_TABLES] = {
    let mut tables = [ROOMS[0][0]; N_TABLES];
    let (mut n, mut room) = (0, 0);
    while room < ROOMS.len() {
        let mut at = 0;
        while at < ROOMS[room].len() {
            tables[n] = ROOMS[room][at];
            n += 1;
            at += 1;
        }
        room += 1;
    }
    tables
};

/// Every table, in the order in which a reader meets them.
pub const ALL: &[&Table] = &EVERY;

/// [`ALL`], one after another.
pub fn all() -> impl Iterator<Item = &'static Table> {
    ALL.iter().copied()
}

/// Tables that may leave the place, as they leave it: all except tables about people, and without the columns of free
/// text that nobody has checked for names.
pub fn that_may_leave() -> impl Iterator<Item = &'static Table> {
    static LEAVING: LazyLock<Vec<Table>> = LazyLock::new(|| all().filter_map(as_it_leaves).collect());
    LEAVING.iter()
}

impl Table {
    /// Whether no row of it is in any export or download, people or suppliers.
    pub fn stays(&self) -> bool {
        stays(self)
    }

    /// Whether the table leaves the place with all its columns.
    pub fn leaves_whole(&self) -> bool {
        !stays(self) && self.as_kept().columns.iter().all(|column| column.leaves)
    }

    /// The table with all its columns, of which this one may lack those that never leave.
    pub fn as_kept(&self) -> &Table {
        all().find(|table| table.name == self.name).unwrap_or(self)
    }
}

/// Tables that stay although they are not about people: they name suppliers whose invoices may have been paid twice, which is
/// for the body that paid to look at. The pages tell what else is in them.
const CANDIDATES: [&Table; 3] = [&OVERLAP, &OVERLAP_BODY, &OVERLAP_EVIDENCE];

/// Whether no row of a table leaves the place.
fn stays(table: &Table) -> bool {
    table.is_about_people || CANDIDATES.iter().any(|candidate| candidate.name == table.name)
}

fn as_it_leaves(table: &'static Table) -> Option<Table> {
    let leaves = |columns: &'static [Column]| -> &'static [Column] {
        match columns.iter().all(|column| column.leaves) {
            true => columns,
            false => columns.iter().copied().filter(|column| column.leaves).collect::<Vec<_>>().leak(),
        }
    };
    (!stays(table)).then(|| Table { columns: leaves(table.columns), ..*table })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn what_holds_numbers_of_people_or_their_records_does_not_leave() {
        let tells =
            [person_cluster::PERSON_ID, person_cluster::RECORD_ID, family_member::FAMILY_ID, person_file::N_RECORDS];
        for table in that_may_leave() {
            assert!(table.columns.iter().all(|column| !tells.contains(&column.name)), "{}", table.name);
        }
    }

    #[test]
    fn what_names_suppliers_who_may_have_been_paid_twice_stays() {
        for table in CANDIDATES {
            assert!(
                that_may_leave().all(|leaving| leaving.name != table.name) && !table.leaves_whole(),
                "{}",
                table.name
            );
        }
    }

    #[test]
    fn free_text_of_ledgers_stays() {
        let leaving = that_may_leave().find(|table| table.name == LEDGER_LINE.name).expect("lines leave");
        let private = [ledger_line::DESCRIPTION, ledger_line::PAYEE_POSTCODE];
        assert!(leaving.columns.iter().all(|column| !private.contains(&column.name)));
        assert_eq!(leaving.columns.len() + private.len(), LEDGER_LINE.columns.len());
        assert_eq!(leaving.as_kept().columns, LEDGER_LINE.columns);
        assert!(!leaving.leaves_whole() && SPEND.leaves_whole());
        assert!(that_may_leave().all(|table| table.name != MASKED_PAYEE.name), "it is about people");
    }

    #[test]
    fn names_are_unique_and_plain() {
        let mut names = HashSet::new();
        for table in all() {
            assert!(names.insert(table.name), "table {} is declared twice", table.name);
            let mut columns = HashSet::new();
            for column in table.columns {
                assert!(columns.insert(column.name), "{}.{} is declared twice", table.name, column.name);
                assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()));
                assert!(!column.meaning.is_empty());
            }
        }
    }
}
