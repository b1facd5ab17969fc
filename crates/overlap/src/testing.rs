//! A small place for tests: lines with their supplier in one table.

use std::collections::BTreeSet;

use model::tables::{LEDGER_LINE, PAYEE_SUPPLIER, SPEND, SUPPLIER, ledger_line};

use crate::paid_lines::PaidLines;
use crate::suppliers::Suppliers;

pub(crate) struct Place {
    pub lines: PaidLines,
    pub suppliers: Suppliers,
}

impl Place {
    /// `lines` has the columns of `ledger_line` and, in place of the heading, `supplier` and the `service` of the common list;
    /// every line is spending here.
    pub fn of(lines: &str, suppliers: &str) -> Place {
        let rows: Vec<Vec<&str>> = lines
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| line.split('|').map(str::trim).collect())
            .collect();
        let at = |name: &str| rows[0].iter().position(|heading| *heading == name);
        let cell = |row: &Vec<&str>, name: &str| at(name).map(|at| row[at].to_owned()).unwrap_or_default();
        let left_out = [at("supplier"), at("service")];
        let without = |row: &Vec<&str>| {
            let kept = row.iter().enumerate().filter(|(at, _)| !left_out.contains(&Some(*at)));
            kept.map(|(_, cell)| *cell).collect::<Vec<_>>().join(" | ")
        };
        let ledger: Vec<String> = rows.iter().map(without).collect();
        let treated = rows[1..].iter().map(|row| format!("spend | here | {}", cell(row, "service")));
        let names: BTreeSet<String> = rows[1..]
            .iter()
            .filter(|row| !cell(row, "payee").is_empty())
            .map(|row| format!("{} | {} | {} | 0.99", cell(row, "body"), cell(row, "payee"), cell(row, "supplier")))
            .collect();
        let names = format!("body | payee | supplier | score\n{}", names.into_iter().collect::<Vec<_>>().join("\n"));
        let suppliers =
            Suppliers::read(&testkit::batch(&SUPPLIER, suppliers), &testkit::batch(&PAYEE_SUPPLIER, &names));
        let treated = format!("treatment | attribution | service\n{}", treated.collect::<Vec<_>>().join("\n"));
        let batch = testkit::batch(&LEDGER_LINE, &ledger.join("\n"));
        assert!(!LEDGER_LINE.read(&batch).is_empty() && batch.column_by_name(ledger_line::LINE_ID).is_some());
        let mut read = PaidLines::default();
        read.add(&batch, &testkit::batch(&SPEND, &treated), &suppliers);
        Place { lines: read, suppliers }
    }
}
