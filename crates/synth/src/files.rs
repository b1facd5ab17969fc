//! Files of the place: side by side, each from its own stream of chance.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use model::{ProblemKind, Treatment};
use rayon::prelude::*;

use crate::folder::{SOURCES, parent_of};
use crate::ledgers::{Container, FilePlan, LEDGERS, PartPlan, STRAYS, Style};
use crate::part::{LineFile, write_part};
use crate::print::{Cell, Delimited, Nowhere, OpenDocument, Sheet, Spreadsheet, workbook};
use crate::purchases::Class;
use crate::truth::{LineKey, PartTruth, Tally, Truth};
use crate::world::World;
use crate::{Error, Progress};

const LINE_TRUTH: &str = "truth/lines";

/// Writes every source file and what is true of each line.
pub(crate) fn write_ledgers(dir: &Path, world: &World, progress: &(dyn Fn(Progress) + Sync)) -> Result<Truth, Error> {
    let plans = world.plan.file_plans();
    let (n_done, n_lines) = (AtomicUsize::new(0), AtomicU64::new(0));
    let written: Result<Vec<Vec<PartTruth>>, Error> = plans
        .par_iter()
        .map(|plan| {
            let parts = write_file(dir, world, plan)?;
            let n_new: u64 = parts.iter().map(|part| part.n_lines).sum();
            let n_lines = n_lines.fetch_add(n_new, Ordering::Relaxed) + n_new;
            let n_files_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Progress { n_files_done, n_files: plans.len(), n_lines });
            Ok(parts)
        })
        .collect();
    let mut truth = Truth { parts: Vec::new(), never_sent: Vec::new(), copies: Vec::new() };
    for (plan, parts) in plans.iter().zip(written?) {
        if plan.never_sent {
            truth.never_sent.extend(parts);
            continue;
        }
        if let Some(copy) = &plan.copy {
            truth.copies.push((plan.path.clone(), copy.clone()));
            truth.parts.extend(parts.iter().map(|part| copied(part, copy)));
        }
        truth.parts.extend(parts);
    }
    truth.parts.extend(write_strays(dir)?);
    truth.parts.sort_by(|a, b| (&a.path, &a.sheet).cmp(&(&b.path, &b.sheet)));
    Ok(truth)
}

/// The same file under another name: its lines are there and count nothing.
fn copied(part: &PartTruth, path: &str) -> PartTruth {
    let mut by_key: BTreeMap<LineKey, Tally> = BTreeMap::new();
    for (key, tally) in &part.by_key {
        let key = LineKey { class: Class::of(Treatment::Excluded), ..*key };
        by_key.entry(key).or_default().merge(*tally);
    }
    let nothing = Tally::default();
    PartTruth { path: path.to_owned(), by_key, lost_signs_of_spending: nothing, benefits: nothing, ..part.clone() }
}

/// Writes what was sent along and is not a ledger.
fn write_strays(dir: &Path) -> Result<Vec<PartTruth>, Error> {
    let write = |(name, path, bytes, kind): &(&str, &str, &[u8], ProblemKind)| {
        let ledger = LEDGERS.iter().find(|ledger| ledger.name == *name).expect("a stray lies in a ledger's folder");
        let file = dir.join(SOURCES).join(path);
        parent_of(&file)?;
        fs::write(&file, bytes).map_err(Error::io(&file))?;
        let mut part = PartTruth { is_notes: true, ..PartTruth::new(ledger, path, None) };
        part.problem(*kind, 0);
        Ok(part)
    };
    STRAYS.iter().map(write).collect()
}

fn write_file(dir: &Path, world: &World, plan: &FilePlan) -> Result<Vec<PartTruth>, Error> {
    if plan.never_sent {
        return one_part(dir, world, plan, &mut Nowhere);
    }
    let path = dir.join(SOURCES).join(&plan.path);
    parent_of(&path)?;
    let layout = plan.ledger.layout;
    let parts = match layout.container {
        Container::Text { delimiter, .. } => {
            let style = Style::of(plan.ledger, plan.parts[0].first_month());
            let mut sheet = Delimited::create(&path, delimiter, style)?;
            let parts = one_part(dir, world, plan, &mut sheet)?;
            sheet.finish().map_err(Error::io(&path))?;
            parts
        }
        Container::Ods => {
            let mut sheet = OpenDocument::new(sheet_name(&plan.parts[0]));
            let parts = one_part(dir, world, plan, &mut sheet)?;
            sheet.save(&path)?;
            parts
        }
        Container::Xlsx => write_workbook(dir, world, plan, &path)?,
    };
    if let Some(copy) = &plan.copy {
        let copy_path = dir.join(SOURCES).join(copy);
        fs::copy(&path, &copy_path).map_err(Error::io(&copy_path))?;
        let (from, to) = (line_truth_path(dir, &plan.path, None), line_truth_path(dir, copy, None));
        fs::copy(&from, &to).map_err(Error::io(&to))?;
    }
    Ok(parts)
}

fn one_part(dir: &Path, world: &World, plan: &FilePlan, sheet: &mut dyn Sheet) -> Result<Vec<PartTruth>, Error> {
    let mut parts = Vec::new();
    for part in &plan.parts {
        let mut lines = line_truth(dir, plan, part)?;
        parts.push(write_part(world, plan.ledger, part, &plan.path, sheet, &mut lines)?);
    }
    Ok(parts)
}

fn write_workbook(dir: &Path, world: &World, plan: &FilePlan, path: &Path) -> Result<Vec<PartTruth>, Error> {
    let saved = world.plan.year.last_day().saturating_add(jiff::Span::new().days(20));
    let author = crate::bodies::body(plan.ledger.body).name;
    let mut book = workbook(author, saved).map_err(Error::workbook)?;
    let mut parts = vec![write_notes(book.add_worksheet(), plan)?];
    for part in &plan.parts {
        let sheet = book.add_worksheet_with_constant_memory().map_err(Error::workbook)?;
        sheet.set_name(sheet_name(part)).map_err(Error::workbook)?;
        let mut lines = line_truth(dir, plan, part)?;
        let mut rows = Spreadsheet::new(sheet, plan.ledger.layout.dates);
        parts.push(write_part(world, plan.ledger, part, &plan.path, &mut rows, &mut lines)?);
    }
    book.save(path).map_err(Error::workbook)?;
    Ok(parts)
}

fn sheet_name(part: &PartPlan) -> &str {
    part.sheet.as_deref().expect("a workbook's parts are its sheets")
}

/// A sheet of words at the front, as many workbooks have.
fn write_notes(sheet: &mut rust_xlsxwriter::Worksheet, plan: &FilePlan) -> Result<PartTruth, Error> {
    sheet.set_name("Notes").map_err(Error::workbook)?;
    let body = crate::bodies::body(plan.ledger.body).name;
    let mut rows = Spreadsheet::new(sheet, plan.ledger.layout.dates);
    rows.row(&[Cell::text(format!("Payments made by {body}"))])?;
    rows.row(&[])?;
    rows.row(&[Cell::text("Amounts are net of VAT. Names of private persons are not shown.")])?;
    let mut notes = PartTruth { is_notes: true, ..PartTruth::new(plan.ledger, &plan.path, Some("Notes")) };
    notes.problem(ProblemKind::SheetBeside, 0);
    Ok(notes)
}

/// Where the lines of a part are written down that are no plain spending.
fn line_truth(dir: &Path, plan: &FilePlan, part: &PartPlan) -> Result<LineFile, Error> {
    let path = line_truth_path(dir, &plan.path, part.sheet.as_deref());
    parent_of(&path)?;
    let mut file = BufWriter::new(File::create(&path).map_err(Error::io(&path))?);
    writeln!(file, "row,treatment,transfer_kind,counterparty,eliminated").map_err(Error::io(&path))?;
    Ok(file)
}

fn line_truth_path(dir: &Path, path: &str, sheet: Option<&str>) -> PathBuf {
    let name = sheet.map_or(format!("{path}.csv"), |sheet| format!("{path}.{sheet}.csv"));
    dir.join(LINE_TRUTH).join(name)
}
