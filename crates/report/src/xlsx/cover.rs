//! The first sheet: what this is, what it is based on, how to check it, what is doubtful.

use model::tables::{self, source_file};
use model::{Place, Reach, Row, Tables, in_words};
use rust_xlsxwriter::{Format, Worksheet};

use super::page::{Page, set_up};
use crate::Error;
use crate::block::{Value, count, plural_noun};
use crate::summary::{Doubt, Summary};

/// Widths of the cover's columns: words, words, count, pounds, short, short, short, a checksum.
const WIDTHS: [f64; 8] = [46.0, 34.0, 12.0, 20.0, 12.0, 13.0, 13.0, 68.0];
/// Characters of a paragraph's line over all columns, and from the third on.
const LINE_WIDTH: usize = 190;
const NOTE_WIDTH: usize = 120;

const WHAT: &str = "What the public bodies of this place spent, from the files that they publish or hold, with every pound \
    counted once. Payments between bodies whose own spending is in the count are taken out; grants, taxes, borrowing and \
    money collected for others are shown and not counted. It holds no information about people who use services; names of private \
    individuals are masked, and the purposes that bodies print are left out.";

const NOTES: [&str; 5] = [
    "An empty cell means \"not known\"; \"not computed\" means what it says. Neither ever means zero.",
    "Pounds are numbers, exact to the penny. If a body's files include VAT, the sheet source_file says so beside the body.",
    "A line that appears twice in a file is money paid twice. Nothing is removed as a duplicate, and nothing is \
     repaired: what looks wrong is listed under Data quality warnings, with what to ask the body.",
    "Themes overlap and must not be added up. Names of payees are as printed.",
    "Text that begins with = + - or @ was written as text and cannot run.",
];

const TRACE: [&str; 3] = [
    "1. On the sheet spend, filter to the lines behind a figure (body_id, treatment, service); each has a line_id and, in \
     why and service_why, the rule that decided.",
    "2. On the sheet ledger_line the same line_id has file_id and row, and the line as the body wrote it.",
    "3. On the sheet source_file, or below, the file_id has the path and the SHA-256 of the file as received: open it at \
     that row. On the command line, `totalplace trace` does all three and prints the row as it is in the file.",
];

pub fn write(
    worksheet: &mut Worksheet,
    tables: &dyn Tables,
    place: &Place,
    summary: &Summary,
    notes: &[String],
) -> Result<(), Error> {
    set_up(worksheet)?;
    for (i, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(i, width)?;
    }
    let mut page = Page { worksheet, row: 0, last_column: WIDTHS.len() as u16 - 1, line_width: LINE_WIDTH };
    page.title(&format!("{}: the account of public money", summary.place))?;
    page.text(0, &period(place), &Format::new().set_font_size(12))?;
    page.row += 1;
    page.paragraph(WHAT)?;
    write_facts(&mut page, summary)?;
    write_paragraphs(&mut page, "Notes", NOTES.iter().copied().chain(notes.iter().map(String::as_str)))?;
    write_paragraphs(&mut page, "How to trace a figure", TRACE.into_iter())?;
    write_doubts(&mut page, summary)?;
    write_bodies(&mut page, place, summary)?;
    write_sources(&mut page, tables, place)
}

fn period(place: &Place) -> String {
    let codes = if place.area_codes.is_empty() { String::new() } else { format!(" ({})", place.area_codes.join(", ")) };
    let years = place.years().map(|year| format!("{year}: {} to {}", year.first_day(), year.last_day()));
    let years: Vec<String> = years.collect();
    format!("{} {}{codes}", plural_noun(years.len(), "Financial year"), years.join("; "))
}

fn write_facts(page: &mut Page<'_>, summary: &Summary) -> Result<(), Error> {
    page.heading("Totals")?;
    for fact in summary.facts() {
        page.value(0, &fact.label.as_ref().into(), false)?;
        page.value(1, &fact.value, false)?;
        page.paragraph_from(2, &fact.note, NOTE_WIDTH)?;
        page.row += 1;
    }
    Ok(())
}

fn write_paragraphs<'t>(
    page: &mut Page<'_>,
    heading: &str,
    paragraphs: impl Iterator<Item = &'t str>,
) -> Result<(), Error> {
    page.heading(heading)?;
    for paragraph in paragraphs {
        page.paragraph(paragraph)?;
    }
    Ok(())
}

fn write_doubts(page: &mut Page<'_>, summary: &Summary) -> Result<(), Error> {
    page.heading("Data quality warnings")?;
    match &summary.doubts {
        None => page.paragraph("Not computed: the problem tables are missing.")?,
        Some(doubts) if doubts.is_empty() => page.paragraph("None was found.")?,
        Some(doubts) => {
            page.headings(&["What", "Bodies", "Rows", "Pounds", "Files", "In the count", "Ask for", ""], &[2, 3, 4])?;
            for doubt in doubts {
                write_doubt(page, doubt)?;
            }
        }
    }
    Ok(())
}

fn write_doubt(page: &mut Page<'_>, doubt: &Doubt) -> Result<(), Error> {
    let values = [
        doubt.kind.found().into(),
        doubt.bodies.join(", ").as_str().into(),
        Value::Count(doubt.n_rows),
        doubt.amount.into(),
        Value::Count(doubt.n_files),
        (if doubt.left_out { "left out" } else { "kept" }).into(),
    ];
    // The row is as high as its longest cell needs, the names of the bodies as a rule.
    let lines_of_bodies = doubt.bodies.join(", ").chars().count().div_ceil(WIDTHS[1] as usize - 2);
    page.paragraph_from(6, doubt.ask, WIDTHS[6] as usize + WIDTHS[7] as usize)?;
    page.worksheet.set_row_height(page.row, 15.0 * lines_of_bodies.max(1) as f64 + 1.0)?;
    page.values(&values, false)?;
    Ok(())
}

fn write_bodies(page: &mut Page<'_>, place: &Place, summary: &Summary) -> Result<(), Error> {
    page.heading("Bodies")?;
    page.headings(&["Body", "body_id", "Lines", "Net here", "Kind", "Perimeter", "Reach", "Codes"], &[2, 3])?;
    for body in &place.bodies {
        let account = summary.bodies.iter().find(|account| account.body_id == body.id);
        let codes = body.codes.iter().map(|(scheme, code)| format!("{scheme} {code}")).collect::<Vec<_>>().join(", ");
        let values = [
            body.name.as_str().into(),
            body.id.as_str().into(),
            Value::Count(account.map_or(0, |account| account.parts.gross().n_lines)),
            // A body without lines has no net figure, which is not the same as having spent nothing.
            account.map(|account| account.parts.net().amount).into(),
            in_words(body.kind.word()).as_str().into(),
            (if body.in_perimeter { "inside" } else { "outside" }).into(),
            (if body.reach == Reach::Local { "local" } else { "national" }).into(),
            codes.as_str().into(),
        ];
        page.values(&values, false)?;
    }
    Ok(())
}

fn write_sources(page: &mut Page<'_>, tables: &dyn Tables, place: &Place) -> Result<(), Error> {
    page.heading("Sources: the files as received")?;
    page.headings(&["File", "Body", "Lines", "Pounds", "Sureness", "VAT", "Reading", "SHA-256"], &[2, 3, 4])?;
    let mut n_files = 0;
    for batch in tables::SOURCE_FILE.batches(tables, &[])? {
        let batch = batch?;
        for row in tables::SOURCE_FILE.read(&batch).iter() {
            page.values(&source_values(&row, place), false)?;
        }
        n_files += batch.num_rows();
    }
    page.paragraph(&format!(
        "{} files or sheets. Sureness is how sure the program is that it has read the file correctly.",
        count(n_files)
    ))?;
    Ok(())
}

fn source_values(row: &Row<'_>, place: &Place) -> [Value; 8] {
    let path = match row.text_if_any(source_file::SHEET) {
        Some(sheet) => format!("{}, sheet {sheet}", row.text(source_file::PATH)),
        None => row.text(source_file::PATH).to_owned(),
    };
    let body_id = row.text(source_file::BODY_ID);
    [
        path.as_str().into(),
        place.body_name(body_id).into(),
        Value::Count(row.count(source_file::N_LINES) as usize),
        Value::Money(row.money(source_file::AMOUNT)),
        Value::Share(row.number(source_file::CONFIDENCE)),
        row.text(source_file::VAT_BASIS).into(),
        row.text(source_file::MAPPING).into(),
        row.text(source_file::SHA256).into(),
    ]
}
