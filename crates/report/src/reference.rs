//! The reference page of the tables, from their one declaration.

use model::{Column, Table, tables};

/// `docs/reference/tables.md`.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Tables\n\n\
         Generated from `crates/model/src/tables/` by `cargo xtask reference`; do not edit.\n\n\
         Every table is a Parquet file in `out/tables/`, written once by one step. Pounds are `Decimal(18, 2)`, exact to the\n\
         penny. An empty cell means \"not known\" or \"not computed\", never zero.\n\n\
         | table | one row is | written by |\n| --- | --- | --- |\n",
    );
    for table in tables::all() {
        let Table { name, meaning, written_by, .. } = table;
        page.push_str(&format!("| [`{name}`](#{name}) | {} | `{written_by}` |\n", one_line(meaning)));
    }
    tables::all().for_each(|table| page.push_str(&section(table)));
    page
}

fn section(table: &Table) -> String {
    let rows: String = table.columns.iter().map(row).collect();
    let stays = if table.is_about_people {
        " It holds data about single people, so it is in no export, page or download."
    } else if table.stays() {
        " It is in no export and no download: it may name suppliers of payments that only look as if they were made twice."
    } else {
        ""
    };
    format!(
        "\n## {}\n\n{} Written by `{}`.{stays}\n\n| column | type | unit | may be empty | meaning |\n\
         | --- | --- | --- | --- | --- |\n{rows}",
        table.name,
        one_line(table.meaning),
        table.written_by
    )
}

fn row(column: &Column) -> String {
    let empty = if column.nullable { "yes" } else { "no" };
    let Column { name, kind, .. } = column;
    let meaning =
        one_line(&with_words(column)) + if column.leaves { "" } else { ". It is in no export, page or download" };
    format!("| `{name}` | `{}` | {} | {empty} | {meaning} |\n", kind.data_type(), kind.unit())
}

/// What a column means, with the words that it may hold where there is a list of them.
pub(crate) fn with_words(column: &Column) -> String {
    match column.words {
        [] => column.meaning.to_owned(),
        words => format!("{}: {}", column.meaning, words.join(", ")),
    }
}

/// Doc comments start with a blank, and a bar would end the cell.
pub(crate) fn one_line(meaning: &str) -> String {
    meaning.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_table_and_column_once() {
        let page = markdown();
        for table in tables::all() {
            assert_eq!(page.matches(&format!("\n## {}\n", table.name)).count(), 1, "{}", table.name);
            let section = page.split(&format!("\n## {}\n", table.name)).nth(1).unwrap();
            let section = section.split("\n## ").next().unwrap();
            for column in table.columns {
                assert_eq!(section.matches(&format!("| `{}` | ", column.name)).count(), 1, "{}", column.name);
            }
        }
    }

    #[test]
    fn every_row_of_the_page_has_as_many_cells_as_its_heading() {
        let mut n_bars = 0;
        for line in markdown().lines() {
            let here = line.replace("\\|", "").matches('|').count();
            assert!(here == 0 || n_bars == 0 || here == n_bars, "{line}");
            n_bars = here;
        }
    }
}
