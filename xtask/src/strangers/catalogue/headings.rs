//! Other headings, and the same columns in another order. The wordings are those of published files.

use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, Role, Row};
use crate::strangers::dice::Dice;

pub const CHANGES: &[Change] = &[
    keeps("columns-reordered", &["order"], reordered),
    keeps("columns-only-day-payee-amount", &["columns", "totals"], only_needed),
    keeps("headings-by-other-words", &["headings", "scale"], other_words),
    keeps("headings-misspelt", &["spelling"], misspelt),
    keeps("headings-in-capitals", &["case"], |book, _| reword(book, str::to_uppercase)),
    keeps("headings-in-small-letters", &["case"], |book, _| reword(book, str::to_lowercase)),
    keeps("headings-with-underscores", &["case", "lines"], |book, _| reword(book, |text| text.replace(' ', "_"))),
    keeps("headings-without-spaces", &["case", "lines"], |book, _| reword(book, |text| text.replace(' ', ""))),
    keeps("headings-with-stray-spaces", &["case", "lines"], |book, _| {
        reword(book, |text| format!(" {} ", text.replace(' ', "  ")))
    }),
    keeps("headings-over-lines", &["lines"], |book, _| reword(book, |text| text.replace(' ', "\n"))),
    keeps("headings-over-two-rows", &["lines", "two-rows"], two_rows),
    keeps("headings-with-notes", &["spelling", "case"], with_notes),
    keeps("headings-with-hard-spaces", &["lines", "case"], |book, _| reword(book, |text| text.replace(' ', "\u{a0}"))),
];

/// Reorders the columns, in the same way in every file.
fn reordered(book: &mut Book, dice: &mut Dice) -> bool {
    let width = book.files[0].sheets[0].width();
    if book.sheets_mut().any(|sheet| sheet.width() != width) {
        return false;
    }
    let mut order: Vec<usize> = (0..width).collect();
    dice.shuffle(&mut order);
    for sheet in book.sheets_mut() {
        sheet.columns = order.iter().map(|at| sheet.columns[*at]).collect();
        // Banners and totals keep their cells where they are.
        for row in sheet.rows.iter_mut().filter(|row| row.role != Role::Other) {
            row.cells = order.iter().map(|at| row.cells[*at].clone()).collect();
        }
    }
    true
}

fn only_needed(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let is_needed = |field: &Field| matches!(field, Field::Day | Field::Payee | Field::Amount);
        let kept: Vec<usize> = (0..sheet.width()).filter(|at| is_needed(&sheet.columns[*at])).collect();
        sheet.columns = kept.iter().map(|at| sheet.columns[*at]).collect();
        for row in &mut sheet.rows {
            row.cells = match row.role {
                Role::Other => row.cells.iter().take(kept.len()).cloned().collect(),
                _ => kept.iter().map(|at| row.cells[*at].clone()).collect(),
            };
        }
    }
    true
}

fn words(field: Field, has_gross: bool) -> &'static [&'static str] {
    match field {
        Field::Payee => &[
            "Supplier Name",
            "Beneficiary Name",
            "Vendor Name",
            "Creditor Name",
            "Payee",
            "Merchant Name",
            "Supplier",
            "Paid To",
            "Name of Supplier",
            "Vendor",
            "Supplier/Payee",
        ],
        Field::Day => &[
            "Payment Date",
            "Date Paid",
            "Transaction Date",
            "Date",
            "Date of Payment",
            "Posting Date",
            "Clearing Date",
            "Pay Date",
            "Invoice Payment Date",
            "GL Date",
        ],
        Field::Amount if has_gross => &["Net Amount", "Net", "Amount excl VAT", "Net Value", "Amount Net of VAT"],
        Field::Amount => &[
            "Amount",
            "Amount Paid",
            "Net Amount",
            "Amount (£)",
            "Amount exc VAT",
            "Payment Amount",
            "Value",
            "Total Paid",
            "Sum of Amount",
            "Line Amount",
            "Amount in Sterling",
            "Invoice Amount",
            "Net Value £",
        ],
        Field::Department => {
            &["Directorate", "Department", "Division", "Business Unit", "Service Division", "Portfolio"]
        }
        Field::Service => {
            &["Service Area", "Cost Centre Description", "Service Description", "Expense Area", "Function"]
        }
        Field::Kind => {
            &["Expense Type", "Account Description", "Subjective Description", "Expenditure Type", "Cost Element"]
        }
        Field::Purpose => &["Description", "Purpose of Spend", "Narrative", "Details", "Invoice Description"],
        Field::Reference => {
            &["Invoice Number", "Transaction Number", "Document Number", "Payment Reference", "Voucher"]
        }
        Field::Code => &["Supplier ID", "Vendor Number", "Supplier Number", "Creditor Code"],
        Field::Gross => &["Gross Amount", "Gross", "Amount incl VAT"],
        Field::Vat => &["VAT", "VAT Amount"],
        _ => &[],
    }
}

/// Gives every column the heading that another body uses, the same in every file.
fn other_words(book: &mut Book, dice: &mut Dice) -> bool {
    let chance = dice.next();
    for sheet in book.sheets_mut() {
        let mut dice = Dice::new(chance);
        let has_gross = sheet.column(Field::Gross).is_some();
        let mut used: Vec<&str> = Vec::new();
        for at in 0..sheet.width() {
            let choice: Vec<&str> =
                words(sheet.columns[at], has_gross).iter().filter(|word| !used.contains(word)).copied().collect();
            if choice.is_empty() {
                continue;
            }
            let word = *dice.pick(&choice);
            used.push(word);
            super::amounts::head(sheet, at, word);
        }
    }
    true
}

/// Changes every heading.
fn reword(book: &mut Book, change: impl Fn(&str) -> String) -> bool {
    let mut is_new = false;
    for row in book.sheets_mut().flat_map(crate::strangers::book::Sheet::headings_mut) {
        for cell in &mut row.cells {
            if let Cell::Text(text) = cell {
                let new = change(text);
                is_new |= new != *text;
                *text = new;
            }
        }
    }
    is_new
}

/// One letter of one of the three headings that matter is left out, doubled, or exchanged with its neighbour.
fn misspelt(book: &mut Book, dice: &mut Dice) -> bool {
    let field = *dice.pick(&[Field::Payee, Field::Day, Field::Amount]);
    let (slip, chance) = (dice.below(3), dice.next());
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.column(field) else { return false };
        let Some(row) = sheet.rows.iter_mut().rfind(|row| row.role == Role::Heading) else { return false };
        let Cell::Text(text) = &mut row.cells[at] else { return false };
        let mut letters: Vec<char> = text.chars().collect();
        // In the middle of the longest word, where a slip leaves most of the word.
        let longest = text.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
        if longest.chars().count() < 6 {
            return false;
        }
        let start = text.find(longest).map_or(0, |byte| text[..byte].chars().count());
        let place = start + 2 + (chance % (longest.chars().count() as u64 - 4)) as usize;
        match slip {
            0 => {
                letters.remove(place);
            }
            1 => letters.insert(place, letters[place]),
            _ => letters.swap(place, place + 1),
        }
        *text = letters.into_iter().collect();
    }
    true
}

/// The last word of a heading is in a second row below the others.
fn two_rows(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.rows.iter().position(|row| row.role == Role::Heading) else { return false };
        if sheet.is_upper(at) {
            return false;
        }
        let split = |cell: &Cell| match cell {
            Cell::Text(text) => match text.rsplit_once(' ') {
                Some((first, last)) => (Cell::text(first), Cell::text(last)),
                None => (Cell::Empty, cell.clone()),
            },
            _ => (Cell::Empty, Cell::Empty),
        };
        let (upper, lower): (Vec<Cell>, Vec<Cell>) = sheet.rows[at].cells.iter().map(split).unzip();
        sheet.rows[at].cells = lower;
        sheet.rows.insert(at, Row::new(Role::Heading, upper));
    }
    true
}

fn with_notes(book: &mut Book, dice: &mut Dice) -> bool {
    let notes = [
        (Field::Payee, ["*", " (redacted where personal)", " - see note 2"]),
        (Field::Day, [" (DD/MM/YYYY)", "*", " (cleared)"]),
        (Field::Amount, ["*", " (GBP)", " - see note 1"]),
    ];
    let choice = dice.below(3);
    for sheet in book.sheets_mut() {
        for (field, notes) in notes {
            let Some(at) = sheet.column(field) else { continue };
            let Some(row) = sheet.rows.iter_mut().rfind(|row| row.role == Role::Heading) else { continue };
            if let Cell::Text(text) = &mut row.cells[at] {
                text.push_str(notes[choice]);
            }
        }
    }
    true
}
