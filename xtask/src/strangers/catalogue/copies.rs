//! The same money twice.

use super::{Change, breaks};
use crate::strangers::book::{Book, Break, File, Role, Sheet};
use crate::strangers::dice::Dice;
use crate::strangers::print::{Container, Days, Encoding};

const TWICE: &[&str] = &["same_file_twice", "overlapping_files"];

pub const CHANGES: &[Change] = &[
    breaks("file-twice", &["files", "copies", "names"], |book, dice| again(book, dice, |_| {})),
    breaks("file-twice-as-a-workbook", &["files", "copies", "names", "container"], |book, dice| {
        again(book, dice, |file| {
            (file.print.container, file.print.ending) = match file.print.container {
                Container::Text => (Container::Xlsx, "xlsx"),
                _ => (Container::Ods, "ods"),
            };
        })
    }),
    breaks("file-twice-in-another-encoding", &["files", "copies", "names", "encoding", "container"], |book, dice| {
        again(book, dice, |file| file.print.encoding = Encoding::Utf16Be)
    }),
    breaks("file-twice-with-other-days", &["files", "copies", "names", "days"], |book, dice| {
        again(book, dice, |file| {
            file.print.days = if file.print.days == Days::Words { Days::Iso } else { Days::Words };
        })
    }),
    breaks("file-twice-in-another-order", &["files", "copies", "names", "rows"], |book, dice| {
        let seed = dice.next();
        again(book, dice, |file| file.sheets.iter_mut().for_each(|sheet| shuffle(sheet, seed)))
    }),
    breaks("file-twice-with-another-banner", &["files", "copies", "names", "above"], |book, dice| {
        again(book, dice, |file| {
            for sheet in &mut file.sheets {
                let text = crate::strangers::book::Cell::text("Revised version");
                sheet.rows.insert(0, crate::strangers::book::Row::alone(0, text, sheet.width()));
            }
        })
    }),
    breaks("file-of-another-body", &["files", "copies", "names"], of_another_body),
    breaks("june-in-two-quarters", &["files", "copies", "names", "merge"], june_twice),
    breaks("sheet-with-all-lines-beside", &["files", "copies", "names", "merge", "container"], sheet_all),
    breaks("block-pasted-twice", &["copies", "rows", "totals"], pasted),
];

fn shuffle(sheet: &mut Sheet, seed: u64) {
    let places: Vec<usize> = (0..sheet.rows.len()).filter(|at| sheet.rows[*at].role == Role::Line).collect();
    let mut order = places.clone();
    Dice::new(seed).shuffle(&mut order);
    let lines: Vec<_> = order.iter().map(|at| sheet.rows[*at].clone()).collect();
    places.into_iter().zip(lines).for_each(|(at, line)| sheet.rows[at] = line);
}

/// One file stands there a second time under another name, in another print.
fn again(book: &mut Book, dice: &mut Dice, change: impl Fn(&mut File)) -> bool {
    let at = dice.below(book.files.len());
    let mut copy = book.files[at].clone();
    change(&mut copy);
    let name = copy.stem.clone();
    copy.stem = dice.pick(&[format!("{name} (1)"), format!("Copy of {name}"), format!("{name} v2")]).clone();
    let pence = copy.sheets.iter().flat_map(Sheet::pence).sum();
    let months = copy.sheets.iter().flat_map(Sheet::months).collect();
    // The sheets of a workbook may be told one by one.
    let each = copy.sheets.iter().map(|sheet| sheet.pence().iter().sum());
    book.breaks.push(Break {
        kinds: TWICE,
        pence: [pence].into_iter().chain(each).collect(),
        stems: vec![name, copy.stem.clone()],
        months,
        is_mended: true,
    });
    book.files.push(copy);
    true
}

/// A file of another body of the place lies among these, so that its money counts under both.
fn of_another_body(book: &mut Book, dice: &mut Dice) -> bool {
    let Some(mut file) = book.strange.clone() else { return false };
    file.stem = dice.pick(&[file.stem.clone(), format!("{} copy", book.files[0].stem)]).clone();
    let stems = vec![file.stem.clone()];
    let pence = vec![file.sheets.iter().flat_map(Sheet::pence).sum()];
    let months = file.sheets.iter().flat_map(Sheet::months).collect();
    book.files.push(file);
    book.breaks.push(Break { kinds: TWICE, pence, stems, months, is_mended: true });
    true
}

/// June stands at the end of the first quarter and at the head of the second.
fn june_twice(book: &mut Book, _: &mut Dice) -> bool {
    let quarters = super::changes().into_iter().find(|change| change.name == "quarters-in-files");
    if !quarters.is_some_and(|change| (change.make)(book, &mut Dice::new(0))) {
        return false;
    }
    let is_june = |row: &crate::strangers::book::Row| row.day().is_some_and(|day| day.month == 6);
    let june: Vec<_> = book.files[0].sheets[0].lines().filter(|row| is_june(row)).cloned().collect();
    let first = book.files[1].sheets[0].first_line();
    book.files[1].sheets[0].rows.splice(first..first, june.clone());
    let mut only = book.files[0].sheets[0].clone();
    only.rows = june;
    book.breaks.push(Break {
        kinds: TWICE,
        pence: vec![only.pence().iter().sum()],
        stems: book.files[..2].iter().map(|file| file.stem.clone()).collect(),
        months: only.months(),
        is_mended: true,
    });
    true
}

/// A workbook with a sheet a month has one more with every line.
fn sheet_all(book: &mut Book, dice: &mut Dice) -> bool {
    let sheets = super::changes().into_iter().find(|change| change.name == "months-as-sheets");
    if !sheets.is_some_and(|change| (change.make)(book, dice)) {
        return false;
    }
    let file = &mut book.files[0];
    let mut all = file.sheets[0].clone();
    all.name = dice.pick(&["All", "Full Year", "Data", "Combined"]).to_string();
    all.rows.retain(|row| row.role != Role::Line);
    let lines: Vec<_> = file.sheets.iter().flat_map(Sheet::lines).cloned().collect();
    all.rows.extend(lines);
    let pence = all.pence().iter().sum();
    let (months, stems) = (all.months(), vec![file.stem.clone()]);
    let each = file.sheets.iter().map(|sheet| sheet.pence().iter().sum());
    let pence = [pence].into_iter().chain(each).collect();
    book.breaks.push(Break { kinds: TWICE, pence, stems, months, is_mended: true });
    let at = if dice.is_one_in(2) { 0 } else { file.sheets.len() };
    file.sheets.insert(at, all);
    true
}

/// A block of lines stands twice in one file, one below the other.
fn pasted(book: &mut Book, dice: &mut Dice) -> bool {
    let at = dice.below(book.files.len());
    let stem = book.files[at].stem.clone();
    let sheets = &mut book.files[at].sheets;
    let at = dice.below(sheets.len());
    let sheet = &mut sheets[at];
    let lines: Vec<_> = sheet.lines().cloned().collect();
    if lines.len() < 20 {
        return false;
    }
    let block = lines[2..lines.len() - 2].to_vec();
    let last = sheet.last_line();
    let mut only = sheet.clone();
    only.rows = block.clone();
    sheet.rows.splice(last..last, block);
    book.breaks.push(Break {
        kinds: &["lines_repeated"],
        pence: vec![only.pence().iter().sum()],
        stems: vec![stem],
        months: only.months(),
        is_mended: true,
    });
    true
}
