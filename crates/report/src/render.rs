//! Blocks and facts on a terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use money::Money;

use crate::block::{Block, Fact, Value, count, percent};
use crate::text::for_terminal;

/// Narrower than this no table can be read.
pub(crate) const WIDTH_MIN: usize = 80;
/// What the first column, a name, needs at least.
const NAME_WIDTH_MIN: usize = 16;
/// What other columns of words need at least.
const WORDS_WIDTH_MIN: usize = 8;
/// A heading of numbers up to this long stands on one line.
const HEADING_WIDTH_MAX: usize = 12;
/// Blanks before the first column.
const INDENT: u16 = 2;
/// Blanks after a column: one of its own and one between columns.
const GAP: usize = 2;

/// Tables one under another, each after a blank line, on a screen of `width` columns.
pub fn render_blocks(blocks: Vec<Block>, width: usize, colour: bool) -> String {
    let width = width.max(WIDTH_MIN);
    let rendered = blocks.into_iter().map(|block| render_block(&without_empty_columns(block), width, colour));
    rendered.map(|block| format!("\n{block}")).collect()
}

pub(crate) fn heading(text: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// `label  value  note`, the notes wrapped under themselves.
pub(crate) fn render_facts(facts: &[Fact], width: usize) -> String {
    let values: Vec<String> = facts.iter().map(|fact| print(&fact.value, Unit::Pounds)).collect();
    let label_width = facts.iter().map(|fact| fact.label.len()).max().unwrap_or(0);
    let value_width = values.iter().map(|value| value.chars().count()).max().unwrap_or(0);
    let indent = 2 + label_width + 2 + value_width + 2;
    let mut text = String::new();
    for (fact, value) in facts.iter().zip(values) {
        let note = wrap(&for_terminal(&fact.note), width.saturating_sub(indent).max(NAME_WIDTH_MIN));
        let note = note.join(&format!("\n{:indent$}", ""));
        text.push_str(format!("  {:label_width$}  {value:>value_width$}  {note}", fact.label).trim_end());
        text.push('\n');
    }
    text
}

fn render_block(block: &Block, width: usize, colour: bool) -> String {
    let unit = Unit::fitting(block, width);
    let mut text = format!("{}{}\n", heading(&for_terminal(&block.title), colour), unit.suffix());
    if !block.rows.is_empty() {
        let parts = split(block, unit, width);
        let parts: Vec<String> = parts.iter().map(|p| trimmed(&table(p, unit, width).to_string())).collect();
        text.push_str(&parts.join("\n"));
    }
    if let Some(left) = left_out(block) {
        text.push_str(&format!("  {left}\n"));
    }
    for line in wrap(&for_terminal(&block.note), width - 2) {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

fn trimmed(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Rows for the screen: the first few, and the total if there is one.
fn rows_on_screen(block: &Block) -> Vec<&Vec<Value>> {
    let (total, rows) = match block.rows.split_last() {
        Some((total, rows)) if block.has_total => (Some(total), rows),
        _ => (None, block.rows.as_slice()),
    };
    rows.iter().take(block.n_rows_screen).chain(total).collect()
}

fn left_out(block: &Block) -> Option<String> {
    let n = block.rows.len() - rows_on_screen(block).len();
    (n > 0).then(|| format!("and {} more: --all", count(n)))
}

/// Columns that do not fit beside the others are in a table of their own, after the first column again.
fn split(block: &Block, unit: Unit, width: usize) -> Vec<Block> {
    let mut parts: Vec<Vec<usize>> = vec![vec![0]];
    for column in 1..block.headings.len() {
        let last = parts.last_mut().expect("there is always a last part");
        last.push(column);
        if width < needed_width(&with_columns(block, last), unit) && 2 < last.len() {
            last.pop();
            parts.push(vec![0, column]);
        }
    }
    parts.iter().map(|columns| with_columns(block, columns)).collect()
}

fn with_columns(block: &Block, columns: &[usize]) -> Block {
    Block {
        headings: columns.iter().map(|&i| block.headings[i]).collect(),
        rows: block.rows.iter().map(|row| columns.iter().map(|&i| row[i].clone()).collect()).collect(),
        ..block.clone()
    }
}

/// Drops columns of nothing but zero pounds: most places have no money elsewhere.
fn without_empty_columns(block: Block) -> Block {
    let is_empty = |i: usize| block.rows.iter().all(|row| row[i] == Value::Money(Money::ZERO));
    let kept: Vec<usize> = (0..block.headings.len()).filter(|&i| block.rows.is_empty() || !is_empty(i)).collect();
    with_columns(&block, &kept)
}

fn table(block: &Block, unit: Unit, width: usize) -> Table {
    let style = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
    let mut table = Table::new();
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(block.headings.clone());
    for row in rows_on_screen(block) {
        table.add_row(row.iter().map(|value| Cell::new(print(value, unit))));
    }
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding((if i == 0 { INDENT } else { 0 }, 1));
        if let Some(width) = number_width(block, i, unit) {
            column.set_cell_alignment(CellAlignment::Right);
            let width = u16::try_from(width + 1).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table
}

/// The width of a column of numbers: its widest number or the longest word of its heading; a short heading
/// is not broken. None for words.
fn number_width(block: &Block, column: usize, unit: Unit) -> Option<usize> {
    let values = || rows_on_screen(block).into_iter().map(|row| &row[column]);
    let is_number = values().all(|value| !matches!(value, Value::Text(_)));
    let heading = longest_word(block.headings[column]).max(block.headings[column].len().min(HEADING_WIDTH_MAX));
    let widest = values().map(|value| print(value, unit).chars().count()).max().unwrap_or(0);
    is_number.then_some(widest.max(heading))
}

/// The unit of money in a table: as fine as the screen allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Pounds,
    WholePounds,
    Thousands,
    Millions,
}

impl Unit {
    fn fitting(block: &Block, width: usize) -> Unit {
        let fits = |unit: &Unit| needed_width(block, *unit) <= width;
        let units = [Unit::Pounds, Unit::WholePounds, Unit::Thousands, Unit::Millions];
        // Where not even millions fit the table is split, and then there is room for pounds.
        units.into_iter().find(fits).unwrap_or(Unit::Pounds)
    }

    fn suffix(self) -> &'static str {
        match self {
            Unit::Pounds => "",
            Unit::WholePounds => " (whole pounds)",
            Unit::Thousands => " (£ thousand)",
            Unit::Millions => " (£ million)",
        }
    }
}

fn needed_width(block: &Block, unit: Unit) -> usize {
    let words = |i: usize| longest_word(block.headings[i]).max(if i == 0 { NAME_WIDTH_MIN } else { WORDS_WIDTH_MIN });
    let columns = 0..block.headings.len();
    usize::from(INDENT) + columns.map(|i| number_width(block, i, unit).unwrap_or(words(i)) + GAP).sum::<usize>()
}

fn longest_word(heading: &str) -> usize {
    heading.split(' ').map(str::len).max().unwrap_or(0)
}

fn print(value: &Value, unit: Unit) -> String {
    match value {
        Value::Text(text) => for_terminal(text).into_owned(),
        Value::Count(n) => count(*n),
        Value::Share(share) => percent(*share),
        Value::NotComputed => "not computed".to_owned(),
        Value::Money(money) => match unit {
            Unit::Pounds => money.to_string(),
            Unit::WholePounds => rounded(*money, 100, 0),
            Unit::Thousands => rounded(*money, 100_000, 0),
            Unit::Millions => rounded(*money, 100_000_000, 1),
        },
    }
}

/// Pounds in a coarser unit, with thousands separators; half a unit goes away from zero.
fn rounded(money: Money, pence_per_unit: i64, decimals: u32) -> String {
    let step = pence_per_unit / 10_i64.pow(decimals);
    let steps = (money.pence().abs() + step / 2) / step;
    let scale = 10_i64.pow(decimals);
    let whole = count((steps / scale) as usize);
    let sign = if money.is_negative() && steps > 0 { "-" } else { "" };
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{}", steps % scale) }
}

/// Breaks a text into lines at blanks; a word longer than a line stands alone.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarser_unit_is_rounded_once_and_keeps_its_sign() {
        let printed = |pence, unit| print(&Value::Money(Money::from_pence(pence)), unit);
        assert_eq!(printed(-123_456_789_012, Unit::WholePounds), "-1,234,567,890");
        assert_eq!(printed(50_814_993_354, Unit::Thousands), "508,150");
        assert_eq!(printed(50_814_993_354, Unit::Millions), "508.1");
        assert_eq!(printed(-1, Unit::Millions), "0.0");
        assert_eq!(print(&Value::NotComputed, Unit::Millions), "not computed");
    }

    #[test]
    fn percentages_never_hide_a_rest() {
        assert_eq!([0.0, 0.0001, 0.5, 0.99999, 1.0].map(percent), ["0.0%", "<0.1%", "50.0%", ">99.9%", "100.0%"]);
    }
}
