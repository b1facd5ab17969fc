//! The summary by five cases as a Word document.

use std::io::Cursor;

use appraisal::{Case, Uncertainty};
use docx_rs::{
    AlignmentType, Docx, Paragraph, Run, RunFonts, Shading, Style, StyleType, Table, TableCell, TableRow, WidthType,
};

use crate::five_cases::{Block, blocks};
use crate::{Error, MOMENT};

/// Twentieths of a point between the margins of a page of A4.
const PAGE_WIDTH: usize = 9_000;
/// Half-points.
const TEXT_SIZE: usize = 21;
const TABLE_SIZE: usize = 18;

/// The summary as a document (docx) that can be edited.
pub fn document(case: &Case, uncertainty: Option<&Uncertainty>) -> Result<Vec<u8>, Error> {
    let mut writer = Writer { docx: styled(), n_paragraphs: 0 };
    for block in blocks(case, uncertainty) {
        writer.add(&block);
    }
    let mut bytes = Cursor::new(Vec::new());
    let packed = writer.docx.build().pack(&mut bytes);
    packed.map_err(|error| Error::Document { why: error.to_string() })?;
    Ok(bytes.into_inner())
}

fn styled() -> Docx {
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph).name(name).size(size).bold().outline_lvl(level)
    };
    Docx::new()
        .created_at(MOMENT)
        .updated_at(MOMENT)
        .default_size(TEXT_SIZE)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial"))
        .add_style(heading("Title", "Title", 40, 0))
        .add_style(heading("Heading1", "heading 1", 28, 0))
}

struct Writer {
    docx: Docx,
    /// Paragraphs are numbered here, because the library numbers them on and on from document to document.
    n_paragraphs: u32,
}

impl Writer {
    fn add(&mut self, block: &Block) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = match block {
            Block::Title(text) => docx.add_paragraph(self.paragraph(text, TEXT_SIZE).style("Title")),
            Block::Heading(text) => docx.add_paragraph(self.paragraph(text, TEXT_SIZE).style("Heading1")),
            Block::Paragraph(text) => docx.add_paragraph(self.paragraph(text, TEXT_SIZE)),
            Block::List(items) => items
                .iter()
                .fold(docx, |docx, item| docx.add_paragraph(self.paragraph(&format!("•  {item}"), TEXT_SIZE))),
            Block::Table(rows) => {
                let table = self.table(rows);
                let after = self.paragraph("", TABLE_SIZE);
                docx.add_table(table).add_paragraph(after)
            }
        };
    }

    fn paragraph(&mut self, text: &str, size: usize) -> Paragraph {
        self.n_paragraphs += 1;
        let run = Run::new().add_text(text).size(size);
        Paragraph::new().id(format!("{:08X}", self.n_paragraphs)).add_run(run)
    }

    fn table(&mut self, rows: &[Vec<String>]) -> Table {
        let n_columns = rows.iter().map(Vec::len).max().unwrap_or(1);
        // The first column has the names, so it takes two shares of the page.
        let share = PAGE_WIDTH / (n_columns + 1);
        let rows: Vec<TableRow> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let cells = row.iter().enumerate().map(|(column, text)| self.cell(text, column, at == 0, share));
                TableRow::new(cells.collect())
            })
            .collect();
        Table::new(rows).width(PAGE_WIDTH, WidthType::Dxa)
    }

    fn cell(&mut self, text: &str, column: usize, is_heading: bool, share: usize) -> TableCell {
        let paragraph = self.paragraph(text, TABLE_SIZE);
        let paragraph = if column == 0 { paragraph } else { paragraph.align(AlignmentType::Right) };
        let width = if column == 0 { 2 * share } else { share };
        let cell = TableCell::new().add_paragraph(paragraph).width(width, WidthType::Dxa);
        if is_heading { cell.shading(Shading::new().fill("E6EAEE")) } else { cell }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use appraisal::{Reference, appraise, read};

    fn case() -> Case {
        let reference = Reference::builtin();
        let text = include_str!("../../../reference/proposals/early-help.toml");
        let proposal = read(text, "early-help.toml", &reference).expect("a good proposal");
        appraise(&proposal, &reference).expect("appraisable")
    }

    #[test]
    fn the_document_holds_the_five_cases_and_their_figures() {
        let bytes = document(&case(), None).expect("a document");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut text = String::new();
        archive.by_name("word/document.xml").expect("the text").read_to_string(&mut text).expect("text");
        for part in [
            "Strategic case",
            "Economic case",
            "Commercial case",
            "Financial case",
            "Management case",
            "0.9661",
            "£146,826",
            "Against: Business as usual",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn the_same_case_gives_the_same_bytes() {
        assert_eq!(document(&case(), None).expect("one"), document(&case(), None).expect("another"));
    }
}
