//! What was read, which rules decided, and what can be taken away.

use account::{Dimension, Filter};
use report::summary::block::percent;

use super::bodies::rankings;
use super::{above, doubts, new_page};
use crate::address::part_of;
use crate::block::{Block, Cell, Column, Inline, Page, Section, Table, words};
use crate::phrases::{capital, n_of, size};
use crate::read::SourceFile;
use crate::view::{View, figure_of};

/// Rules that are listed.
const N_RULES: usize = 400;

pub fn page(view: &View<'_>) -> Page {
    let sources = &view.site.summary.sources;
    let lede = words![format!(
        "Everything rests on {} with {}. Each is named here with its digest, so that anybody can check that it is the \
         one that was published.",
        n_of(sources.n_files, "file or sheet", "files and sheets"),
        n_of(sources.n_rows, "row", "rows")
    )];
    let mut page = new_page("data", "Data and downloads", lede, above(&[]));
    page.blocks = vec![Block::Actions(vec![
        Inline::link("How each figure is computed", "method"),
        Inline::link("What is odd about the files", "doubts"),
        Inline::link("All lines", "rows"),
    ])];
    page.sections = vec![
        Section::new("downloads", "Downloads", downloads(view)),
        Section::new("sources", "Sources", vec![Block::Table(sources_table(view))]),
        Section::new("rules", "Rules that decided", rules(view)),
        Section::new("build", "This build", vec![Block::Pairs(build(view))]),
    ];
    page
}

fn downloads(view: &View<'_>) -> Vec<Block> {
    let mut links: Vec<Vec<Inline>> = Vec::new();
    match view.is_served() {
        true => links.push(words![
            Inline::link("All lines", "rows"),
            ": filter them first, then download exactly these as CSV, XLSX or Parquet."
        ]),
        false => links.extend(view.site.summary.bodies.iter().map(|body| {
            let path = format!("rows/{}.csv", part_of(&body.body_id));
            words![Inline::file(format!("All lines of {}", body.name), path), " as CSV"]
        })),
    }
    links.extend(view.site.run.downloads.iter().map(|download| {
        let mut words = words![Inline::file(download.label.clone(), download.path.clone())];
        words.extend(download.n_bytes.map(|n| Inline::from(format!(", {}", size(n)))));
        words
    }));
    let note = words![
        "Tables are for any tool: Parquet opens in Power BI, R, pandas and DuckDB, CSV in every spreadsheet. A cell that a \
         spreadsheet could take for a formula has an apostrophe before it. Money is in pounds with two decimals."
    ];
    vec![Block::List(links), Block::Words(note)]
}

fn sources_table(view: &View<'_>) -> Table {
    let columns = vec![
        Column::long("File and sheet, with the SHA-256 of its bytes"),
        Column::words("Body"),
        Column::number("Pounds"),
        Column::number("Lines"),
        Column::number("Rows"),
        Column::number("Problems"),
        Column::short("Dates"),
        Column::long("How it was read"),
    ];
    let by_file = view.site.account.by(&Filter::gross(), Dimension::File);
    let rows = view.site.small.files.iter().map(|file| {
        let filter = Filter::default().only(Dimension::File, Some(&file.file_id));
        let found = by_file.iter().find(|group| group.value.as_deref() == Some(file.file_id.as_str()));
        let tally = found.map(|group| group.tally).unwrap_or_default();
        let dates = match (file.first_date, file.last_date) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "none".to_owned(),
        };
        vec![
            Cell::Words(words![doubts::file_name(view, file), " ", Inline::Digest(file.sha256.clone())]),
            Cell::from(super::flows::name(view, &file.body_id)),
            Cell::from(figure_of(&tally, &filter)),
            Cell::Count(file.n_lines),
            Cell::Count(file.n_rows),
            Cell::Count(file.n_problem_rows),
            Cell::from(dates),
            Cell::Words(reading(file)),
        ]
    });
    Table::new("files", "Files and sheets as received", columns).rows(rows)
}

/// Format and size, the column of the amount, whether it holds VAT, and how sure all that is.
fn reading(file: &SourceFile) -> Vec<Inline> {
    let mut words = words![format!("{}, {}; ", file.format, size(file.n_bytes as u64))];
    match &file.amount_column {
        Some(column) => words.extend(words!["amount from ", Inline::Printed(column.clone())]),
        None => words.extend(words!["no amount"]),
    }
    words.extend(words![format!("; VAT {}; {}, {} sure", file.vat_basis, file.mapping, percent(file.confidence))]);
    words
}

fn rules(view: &View<'_>) -> Vec<Block> {
    let gross = Filter::gross();
    let mut blocks = vec![Block::Words(words![
        "The first rule that matches decides. Rules are small files that a person reads and changes; a line shows the \
         rules that decided it."
    ])];
    blocks.extend(rankings(
        view,
        &gross,
        &[
            ("treatment-rules", "Rules for how a line enters the account", "Rule", Dimension::Rule, N_RULES, None),
            ("service-rules", "Rules for the service", "Rule", Dimension::ServiceRule, N_RULES, None),
        ],
    ));
    blocks
}

fn build(view: &View<'_>) -> Vec<(String, Cell)> {
    let site = view.site;
    let vat: Vec<String> = site
        .summary
        .sources
        .vat_bases
        .iter()
        .map(|basis| {
            format!(
                "{}: {} in {}",
                capital(&basis.name),
                basis.tally.amount,
                n_of(basis.tally.n_lines, "line", "lines")
            )
        })
        .collect();
    vec![
        ("Made by".to_owned(), Cell::from(site.run.program.clone())),
        ("Digest of what it was made from".to_owned(), Cell::Words(vec![Inline::Code(site.run.digest.clone())])),
        ("Place".to_owned(), Cell::from(format!("{}, financial year {}", site.place.name, site.place.year))),
        ("Area codes".to_owned(), Cell::from(or_none(site.place.area_codes.join(", ")))),
        ("Amounts by whether they hold VAT".to_owned(), Cell::from(or_none(vat.join("; ")))),
        ("Feed".to_owned(), Cell::from(Inline::file("Feed of builds (Atom)", "feed.xml"))),
    ]
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none given".to_owned() } else { text }
}
