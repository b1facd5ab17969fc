//! `README.md` of the package.

use model::{Place, Reach};

use super::{Resource, csv_name, meaning};
use crate::block::count;

pub fn markdown(place: &Place, resources: &[Resource]) -> String {
    format!(
        "# {}: the account of public money, {}\n\n{INTRODUCTION}\n\n## Files\n\n\
         | file | one row is | rows |\n| --- | --- | ---: |\n{}\n## Bodies\n\n\
         | body_id | name | kind | perimeter | reach |\n| --- | --- | --- | --- | --- |\n{}",
        place.name,
        place.years_in_words(),
        files(resources),
        bodies(place),
    )
}

const INTRODUCTION: &str = r#"What the public bodies of this place spent, from the files that they publish or hold, with every pound counted once.

Made by Total Place. It holds no information about people who use services. Names of private individuals paid in a ledger are masked
and counted together, and the purposes that bodies print (`description`) are left out, because they may name people. It
has the same licence as the files it was made from.

## Reading it

* `datapackage.json` describes every file and column (Frictionless Table Schema; Fiscal Data Package in both forms, 1.0 and 0.3).
  `<file>.csv-metadata.json` says the same as CSV on the Web. Check with `frictionless validate datapackage.json`.
* Files are CSV (RFC 4180): UTF-8, commas, one heading row. Dates are ISO (`2020-04-01`), pounds plain decimals (`-1234.56`),
  yes and no `true` and `false`. A financial year is the year it starts in: 2020 is April 2020 to March 2021.
* An empty cell means "not known" or "not computed", never zero.
* **Text is exactly as the body wrote it**, except for masked names. Some cells begin with `=`, `+`, `-` or `@`, and a spreadsheet that opens the file directly may
  run them as formulas. Import such columns as text, or use the workbook of `totalplace export xlsx`, where they cannot run.
* What was spent here, each pound once: the rows of `spend.csv` with `attribution` `here` and either `treatment` `spend`, or
  `treatment` `transfer` and `eliminated` `false`. Adding up `ledger_line.csv` counts money twice.
* `theme_share.csv` overlaps and must not be added up.
* To trace a figure to its source: `line_id` in `spend.csv` is a row of `ledger_line.csv`, whose `file_id` is a row of `source_file.csv`
  (path and SHA-256 as received) and whose `row` is the row in that file."#;

fn files(resources: &[Resource]) -> String {
    let row = |resource: &Resource| {
        let table = resource.table;
        format!("| `{}` | {} | {} |\n", csv_name(table), meaning(table), count(resource.n_rows))
    };
    resources.iter().map(row).collect()
}

fn bodies(place: &Place) -> String {
    let row = |body: &model::Body| {
        let perimeter = if body.in_perimeter { "inside" } else { "outside" };
        let reach = if body.reach == Reach::Local { "local" } else { "national" };
        format!(
            "| `{}` | {} | {} | {perimeter} | {reach} |\n",
            body.id,
            body.name.replace('|', "\\|"),
            body.kind.word()
        )
    };
    place.bodies.iter().map(row).collect()
}
