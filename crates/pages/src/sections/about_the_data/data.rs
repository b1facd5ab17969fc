//! What was read, which rules decided, and what can be taken away.

use std::collections::BTreeMap;

use account::{Dimension, Filter, SourceFile, Tally};
use report::block::percent;

use crate::address::part_of;
use crate::block::{Block, Cell, Column, Inline, Page, Section, Table, words};
use crate::phrases::{capital, n_of, size};
use crate::sections::about_the_data::warnings;
use crate::sections::money::rankings::{Breakdown, rankings};
use crate::view::{View, figure_of};

/// Rules that are listed.
const N_RULES: usize = 400;

pub fn page(view: &View<'_>) -> Page {
    let sources = &view.site.summary.sources;
    let lede = words![format!(
        "Everything is based on {} with {}. Each is listed here with its digest, so anyone can check that it is the \
         file that was published.",
        n_of(sources.n_files, "file or sheet", "files and sheets"),
        n_of(sources.n_rows, "row", "rows")
    )];
    let mut page = Page::new("data", "Data and downloads", lede);
    page.blocks = vec![Block::Actions(vec![
        Inline::link("How each figure is computed", "method"),
        Inline::link("Data quality warnings about the files", "warnings"),
        Inline::link("All lines", "rows"),
    ])];
    page.sections = vec![
        Section::new("downloads", "Downloads", downloads(view)),
        Section::new("sources", "Sources", files(view)),
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
            ": filter them first, then download just those as CSV, XLSX or Parquet."
        ]),
        false => links.push(words![
            Inline::link("All lines", "rows"),
            ": choose some first, then download exactly these as CSV. Every line also lies in the folder ",
            Inline::code("rows/lines"),
            " as CSV packed with gzip, which R, pandas and DuckDB read as it is."
        ]),
    }
    links.extend(view.site.run.downloads.iter().map(|download| {
        let mut words = words![Inline::file(download.label.clone(), download.path.clone())];
        words.extend(download.n_bytes.map(|n| Inline::from(format!(", {}", size(n)))));
        words
    }));
    let note = words![
        "The tables work with any tool: Parquet opens in Power BI, R, pandas and DuckDB, CSV in every spreadsheet. If \
         a spreadsheet could mistake a cell for a formula, the cell starts with an apostrophe. Money is in pounds \
         with two decimal places."
    ];
    vec![Block::List(links), Block::Words(note)]
}

/// The files of each body, folded: a place has hundreds.
fn files(view: &View<'_>) -> Vec<Block> {
    let by_file: BTreeMap<String, Tally> = view
        .site
        .account
        .by(&Filter::gross(), Dimension::File)
        .into_iter()
        .filter_map(|group| Some((group.value?, group.tally)))
        .collect();
    let mut by_body: BTreeMap<String, Vec<&SourceFile>> = BTreeMap::new();
    for file in view.site.account.files() {
        by_body.entry(file.body_id.clone()).or_default().push(file);
    }
    let folded = by_body.iter().map(|(body_id, files)| {
        let name = view.label(Dimension::Body, body_id);
        let table = files_of_body(view, body_id, &name, files, &by_file);
        Block::Folded {
            summary: format!("{name}: {}", n_of(files.len(), "file or sheet", "files and sheets")),
            blocks: vec![Block::Table(table)],
        }
    });
    folded.collect()
}

fn files_of_body(
    view: &View<'_>,
    body_id: &str,
    name: &str,
    files: &[&SourceFile],
    by_file: &BTreeMap<String, Tally>,
) -> Table {
    let columns = vec![
        Column::long("File and sheet, with the SHA-256 of its bytes"),
        Column::number("Pounds"),
        Column::number("Lines"),
        Column::number("Rows"),
        Column::number("Problems"),
        Column::short("Dates"),
        Column::long("How it was read"),
    ];
    let rows = files.iter().map(|file| {
        let filter = Filter::default().only(Dimension::File, Some(&file.file_id));
        let tally = by_file.get(&file.file_id).copied().unwrap_or_default();
        let dates = match (file.first_date, file.last_date) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "none".to_owned(),
        };
        vec![
            Cell::Words(words![warnings::file_name(view, file), " ", Inline::Digest(file.sha256.clone())]),
            Cell::from(figure_of(&tally, &filter)),
            Cell::Count(file.n_lines as usize),
            Cell::Count(file.n_rows as usize),
            Cell::Count(file.n_problem_rows as usize),
            Cell::from(dates),
            Cell::Words(reading(file)),
        ]
    });
    let caption = format!("Files and sheets of {name}, as received");
    Table::new(format!("files-{}", part_of(body_id)), caption, columns).rows(rows)
}

/// Format and size, the column of the amount, whether it holds VAT, and how sure all that is.
fn reading(file: &SourceFile) -> Vec<Inline> {
    let mut words = words![format!("{}, {}; ", file.format, size(file.n_bytes))];
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
        "The first rule that matches decides. Rules are small files that people can read and change; each line shows \
         the rules that decided it."
    ])];
    blocks.extend(rankings(
        view,
        &gross,
        &[
            Breakdown::new(
                "treatment-rules",
                "Rules for how a line enters the account",
                "Rule",
                Dimension::Rule,
                N_RULES,
            ),
            Breakdown::new("service-rules", "Rules for the service", "Rule", Dimension::ServiceRule, N_RULES),
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
        ("Digest of its inputs".to_owned(), Cell::Words(vec![Inline::Code(site.run.digest.clone())])),
        (
            "Place".to_owned(),
            Cell::from(format!("{}, financial year {}", site.place.name, site.place.years_in_words())),
        ),
        ("Area codes".to_owned(), Cell::from(or_none(site.place.area_codes.join(", ")))),
        ("Amounts by whether they hold VAT".to_owned(), Cell::from(or_none(vat.join("; ")))),
        ("Feed".to_owned(), Cell::from(Inline::file("Feed of builds (Atom)", "feed.xml"))),
    ]
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none given".to_owned() } else { text }
}
