//! Every figure of the whole, with what it is based on and where to find it.

use report::block::plural;
use report::whole::{WholeCell, WholeCount, basis_in_words, kind_in_words};

use crate::block::{Amount, Block, Cell, Column, Page, Table, words};

pub fn page(whole: &WholeCount) -> Page {
    let lede = words![format!(
        "The {} behind the whole: what each is based on, how it was worked out, and where to find it in the publication.",
        plural(whole.cells.len(), "figure")
    )];
    let mut page = Page::new("figures", "Every figure of the whole", lede);
    page.blocks = vec![Block::Table(table(whole))];
    page
}

fn table(whole: &WholeCount) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("Published line"),
        Column::words("Service"),
        Column::words("Kind"),
        Column::number("Pounds"),
        Column::number("At least"),
        Column::number("At most"),
        Column::words("Basis"),
        Column::long("How it was worked out"),
        Column::long("Where to find it"),
    ];
    let mut cells: Vec<&WholeCell> = whole.cells.iter().collect();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.amount.map(|amount| amount.pence().abs())));
    let rows = cells.into_iter().map(|cell| {
        let amount = |amount: Option<money::Money>| Cell::Amount(amount.map_or(Amount::NotComputed, Amount::Stated));
        let printed = cell.printed.as_ref().map_or_else(|| "lines in the ledger".to_owned(), ToString::to_string);
        vec![
            Cell::from(cell.body.as_str()),
            Cell::from(cell.label.as_str()),
            Cell::from(cell.service.as_str()),
            Cell::from(kind_in_words(cell.kind)),
            amount(cell.amount),
            amount(cell.low),
            amount(cell.high),
            Cell::from(basis_in_words(cell.basis)),
            Cell::from(cell.method.as_str()),
            Cell::from(printed),
        ]
    });
    let table = Table::new("figures", "Every figure of the whole, the largest first", columns).rows(rows);
    Table { is_list: true, ..table }
}
