//! Marks of an XLSX.

use std::collections::{BTreeMap, HashMap};

use memchr::memmem;

use super::{Archive, Marks, WorkbookMarks, attribute, foreign_mark, is_yes, member, name, tags};

pub(super) fn marks(archive: &mut Archive<'_>) -> WorkbookMarks {
    let workbook = member(archive, "xl/workbook.xml");
    let paths = sheet_paths(&member(archive, "xl/_rels/workbook.xml.rels"));
    let foreign = foreign_styles(&member(archive, "xl/styles.xml"));
    let mut marks = WorkbookMarks::default();
    for tag in tags(&workbook) {
        match name(tag) {
            b"workbookPr" => marks.counts_from_1904 = attribute(tag, "date1904").is_some_and(|flag| is_yes(&flag)),
            b"sheet" => {
                let path = attribute(tag, "id").and_then(|id| paths.get(&id).cloned());
                let (Some(sheet), Some(path)) = (attribute(tag, "name"), path) else { continue };
                let found = sheet_marks(&member(archive, &path), &foreign);
                marks.by_sheet.insert(sheet, found);
            }
            _ => {}
        }
    }
    marks
}

/// Where each sheet lies, by the id that the workbook gives it.
fn sheet_paths(relations: &[u8]) -> BTreeMap<String, String> {
    let of_tag = |tag: &[u8]| {
        let (id, target) = (attribute(tag, "Id")?, attribute(tag, "Target")?);
        Some((id, target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)))
    };
    tags(relations).filter(|tag| name(tag) == b"Relationship").filter_map(of_tag).collect()
}

/// Styles of cells, by their number, whose format shows another currency.
fn foreign_styles(styles: &[u8]) -> HashMap<u32, String> {
    let mut formats: HashMap<String, String> = HashMap::new();
    let mut foreign = HashMap::new();
    let (mut is_of_cells, mut n_styles) = (false, 0);
    for tag in tags(styles) {
        match name(tag) {
            b"numFmt" => {
                let (Some(id), Some(code)) = (attribute(tag, "numFmtId"), attribute(tag, "formatCode")) else {
                    continue;
                };
                if let Some(mark) = currency_of_format(&code) {
                    formats.insert(id, mark);
                }
            }
            b"cellXfs" => is_of_cells = true,
            b"xf" if is_of_cells => {
                if let Some(mark) = attribute(tag, "numFmtId").and_then(|id| formats.get(&id).cloned()) {
                    foreign.insert(n_styles, mark);
                }
                n_styles += 1;
            }
            b"cellStyles" | b"dxfs" => is_of_cells = false,
            b"/cellXfs" => is_of_cells = false,
            _ => {}
        }
    }
    foreign
}

/// The currency that a number format shows, where it is not sterling: `[$€-2] #,##0.00`, `"$"#,##0`.
fn currency_of_format(code: &str) -> Option<String> {
    let mut bracketed = code.split("[$").skip(1).filter_map(|rest| rest.split([']', '-']).next());
    if let Some(mark) = bracketed.find_map(foreign_mark) {
        return Some(mark);
    }
    // Outside of such brackets every dollar and every euro is one that the cell shows.
    let shown: String = code.split('[').map(|part| part.split_once(']').map_or(part, |(_, shown)| shown)).collect();
    let is_sterling = code.contains('£') || code.contains("GBP");
    ["€", "$", "EUR", "USD"].into_iter().find(|mark| !is_sterling && shown.contains(mark)).and_then(foreign_mark)
}

fn sheet_marks(xml: &[u8], foreign: &HashMap<u32, String>) -> Marks {
    let mut marks = Marks::default();
    if foreign.is_empty() && memmem::find(xml, b"hidden=").is_none() {
        return marks;
    }
    let (mut row, mut column) = (0, 0);
    for tag in tags(xml) {
        match name(tag) {
            b"col" => hide_columns(tag, &mut marks),
            b"row" => {
                row = attribute(tag, "r").and_then(|n| n.parse::<u32>().ok()).unwrap_or(row + 1);
                column = 0;
                if attribute(tag, "hidden").is_some_and(|flag| is_yes(&flag)) {
                    marks.hidden_rows.insert(row.saturating_sub(1));
                }
            }
            b"c" if !foreign.is_empty() => {
                column = attribute(tag, "r").and_then(|cell| column_of(&cell)).unwrap_or(column + 1);
                let style = attribute(tag, "s").and_then(|n| n.parse::<u32>().ok());
                let is_number = attribute(tag, "t").is_none_or(|kind| kind == "n");
                if let Some(mark) = style.filter(|_| is_number).and_then(|style| foreign.get(&style)) {
                    marks.foreign.insert((row.saturating_sub(1), column - 1), mark.clone());
                }
            }
            _ => {}
        }
    }
    marks
}

fn hide_columns(tag: &[u8], marks: &mut Marks) {
    let number = |name: &str| attribute(tag, name).and_then(|n| n.parse::<u32>().ok());
    if !attribute(tag, "hidden").is_some_and(|flag| is_yes(&flag)) {
        return;
    }
    if let (Some(first @ 1..), Some(last)) = (number("min"), number("max")) {
        // Often every column after the last filled one is hidden.
        marks.hidden_columns.extend((first - 1)..last.min(first + 1_000));
    }
}

/// The column of a cell such as `AB12`, from 1.
fn column_of(cell: &str) -> Option<u32> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic);
    let column =
        letters.fold(0u32, |n, letter| n.saturating_mul(26) + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    (0 < column).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_their_currency() {
        let check = |code: &str, mark: Option<&str>| {
            assert_eq!(currency_of_format(code).as_deref(), mark, "{code}");
        };
        check("[$€-2] #,##0.00", Some("€"));
        check("#,##0.00 [$€-407]", Some("€"));
        check("[$$-409]#,##0.00", Some("$"));
        check("\"$\"#,##0.00", Some("$"));
        check("\\$#,##0", Some("$"));
        check("_-[$€-2]* #,##0.00_-;[Red]-[$€-2]* #,##0.00", Some("€"));
        check("[$SEK] #,##0", Some("SEK"));
        for sterling in
            ["\"£\"#,##0.00", "[$£-809]#,##0.00", "#,##0.00;[Red]-#,##0.00", "[$-F800]dddd", "[$-409]mmm", "0.00E+00"]
        {
            check(sterling, None);
        }
    }
}
