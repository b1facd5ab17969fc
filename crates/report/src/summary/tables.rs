//! The small tables of the summary: files, transfers, reconciliations, doubts.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::{self, reconciliation, row_problem, source_file, transfer};
use model::{FinancialYear, Place, Reach};
use money::Money;

use super::{
    BodyAccount, Doubt, MissingBody, Named, Reconciliation, ReconciliationItem, Sources, Tally, TransferLine,
    Whitehall, body_name,
};
use crate::Error;
use crate::read::{Batch, Tables, read};

/// The item of a reconciliation that percentages are of.
pub const PUBLISHED: &str = "published";
/// The service of a reconciliation that is the whole body.
const ALL_SERVICES: &str = "all";

/// What `source_file` adds up to.
pub struct Files {
    pub sources: Sources,
    /// Files, lines and pounds by body.
    bodies: BTreeMap<String, BodyFiles>,
}

#[derive(Default)]
struct BodyFiles {
    n_files: usize,
    n_lines: usize,
    amount: Money,
}

pub fn read_files(tables: &dyn Tables) -> Result<Files, Error> {
    let columns = [
        source_file::BODY_ID,
        source_file::N_ROWS,
        source_file::N_LINES,
        source_file::N_PROBLEM_ROWS,
        source_file::CONFIDENCE,
        source_file::VAT_BASIS,
        source_file::AMOUNT,
    ];
    let mut files = Files { sources: Sources::default(), bodies: BTreeMap::new() };
    let mut vat_bases = BTreeMap::<String, Tally>::new();
    for batch in read(tables, &tables::SOURCE_FILE, &columns)? {
        let batch = batch?;
        for row in 0..batch.n_rows {
            add_file(&mut files, &mut vat_bases, &batch, row);
        }
    }
    files.sources.vat_bases = vat_bases.into_iter().map(|(name, tally)| Named { name, tally }).collect();
    Ok(files)
}

fn add_file(files: &mut Files, vat_bases: &mut BTreeMap<String, Tally>, batch: &Batch, row: usize) {
    let count = |column| batch.column(column).whole(row) as usize;
    let n_lines = count(source_file::N_LINES);
    let amount = batch.column(source_file::AMOUNT).money(row);
    let body = files.bodies.entry(batch.column(source_file::BODY_ID).text(row).to_owned()).or_default();
    body.n_files += 1;
    body.n_lines += n_lines;
    body.amount += amount;

    let sources = &mut files.sources;
    sources.n_files += 1;
    sources.n_rows += count(source_file::N_ROWS);
    sources.n_lines += n_lines;
    sources.n_problem_rows += count(source_file::N_PROBLEM_ROWS);
    if n_lines == 0 {
        sources.n_files_without_lines += 1;
        return;
    }
    let confidence = batch.column(source_file::CONFIDENCE).share(row);
    sources.confidence_min = sources.confidence_min.into_iter().chain(confidence).reduce(f64::min);
    let tally = vat_bases.entry(batch.column(source_file::VAT_BASIS).text(row).to_owned()).or_default();
    tally.n_lines += n_lines;
    tally.amount += amount;
}

/// Checks that every body's lines are those of its files, to the penny (design, section 8, rule 1).
pub fn check_conserved(files: &Files, bodies: &[BodyAccount]) -> Result<(), Error> {
    let lines: BTreeMap<&str, Money> =
        bodies.iter().map(|body| (body.body_id.as_str(), body.parts.gross().amount)).collect();
    let ids: BTreeSet<&str> = files.bodies.keys().map(String::as_str).chain(lines.keys().copied()).collect();
    for id in ids {
        let in_files = files.bodies.get(id).map_or(Money::ZERO, |body| body.amount);
        let in_lines = lines.get(id).copied().unwrap_or(Money::ZERO);
        if in_files != in_lines {
            return Err(Error::NotConserved { body_id: id.to_owned(), files: in_files, lines: in_lines });
        }
    }
    Ok(())
}

/// What `transfer` holds.
pub struct Transfers {
    /// The largest first.
    pub lines: Vec<TransferLine>,
    pub from_whitehall: Whitehall,
    /// Transfers that were kept, by receiver.
    kept: BTreeMap<String, Money>,
}

/// None where the table was not written.
pub fn read_transfers(tables: &dyn Tables, place: &Place) -> Result<Option<Transfers>, Error> {
    if !tables.exists(&tables::TRANSFER) {
        return Ok(None);
    }
    let columns = [
        transfer::PAYER_ID,
        transfer::RECEIVER_ID,
        transfer::TRANSFER_KIND,
        transfer::N_LINES,
        transfer::AMOUNT,
        transfer::ELIMINATED,
        transfer::MATCHED_AMOUNT,
        transfer::STATUS,
    ];
    let mut found = Transfers { lines: Vec::new(), from_whitehall: Whitehall::default(), kept: BTreeMap::new() };
    for batch in read(tables, &tables::TRANSFER, &columns)? {
        let batch = batch?;
        for row in 0..batch.n_rows {
            found.add(place, &batch, row);
        }
    }
    found.lines.sort_by(|a, b| {
        (b.amount.cmp(&a.amount)).then_with(|| (&a.payer, &a.receiver, &a.kind).cmp(&(&b.payer, &b.receiver, &b.kind)))
    });
    Ok(Some(found))
}

impl Transfers {
    fn add(&mut self, place: &Place, batch: &Batch, row: usize) {
        let text = |column| batch.column(column).text(row);
        let (payer_id, receiver_id) = (text(transfer::PAYER_ID), text(transfer::RECEIVER_ID));
        let line = TransferLine {
            payer: body_name(place, payer_id),
            receiver: body_name(place, receiver_id),
            kind: text(transfer::TRANSFER_KIND).to_owned(),
            n_lines: batch.column(transfer::N_LINES).whole(row) as usize,
            amount: batch.column(transfer::AMOUNT).money(row),
            eliminated: batch.column(transfer::ELIMINATED).flag(row),
            matched_amount: batch.column(transfer::MATCHED_AMOUNT).money_if_any(row),
            status: text(transfer::STATUS).to_owned(),
        };
        let is_national = |id: &str| place.body(id).is_some_and(|body| body.reach == Reach::National);
        let is_of_place = |id: &str| place.body(id).is_some_and(|b| b.in_perimeter && b.reach == Reach::Local);
        if is_national(payer_id) && is_of_place(receiver_id) {
            self.from_whitehall.n_lines += line.n_lines;
            self.from_whitehall.amount += line.amount;
            self.from_whitehall.eliminated += if line.eliminated { line.amount } else { Money::ZERO };
        }
        if !line.eliminated {
            *self.kept.entry(receiver_id.to_owned()).or_default() += line.amount;
        }
        // What a national body pays to other areas is in the table, and no business of this screen.
        if is_of_place(receiver_id) || !is_national(payer_id) {
            self.lines.push(line);
        }
    }
}

/// Bodies of the perimeter of which no line was read, in the order of the place file.
pub fn missing_bodies(place: &Place, files: &Files, transfers: Option<&Transfers>) -> Vec<MissingBody> {
    let has_lines = |id: &str| files.bodies.get(id).is_some_and(|body| body.n_lines > 0);
    let missing = place.bodies.iter().filter(|body| body.in_perimeter && !has_lines(&body.id));
    missing
        .map(|body| MissingBody {
            body_id: body.id.clone(),
            name: body.name.clone(),
            n_files: files.bodies.get(&body.id).map_or(0, |files| files.n_files),
            paid_by_others: transfers.map(|found| found.kept.get(&body.id).copied().unwrap_or_default()),
        })
        .collect()
}

/// Reconciliations of whole bodies; those by service are in the workbook. None where none was computed.
pub fn read_reconciliations(tables: &dyn Tables, place: &Place) -> Result<Option<Vec<Reconciliation>>, Error> {
    if !tables.exists(&tables::RECONCILIATION) {
        return Ok(None);
    }
    let columns = [
        reconciliation::BODY_ID,
        reconciliation::FINANCIAL_YEAR,
        reconciliation::SERIES,
        reconciliation::SERVICE,
        reconciliation::ITEM,
        reconciliation::AMOUNT,
        reconciliation::BASIS,
        reconciliation::NOTE,
    ];
    let mut found: Vec<Reconciliation> = Vec::new();
    for batch in read(tables, &tables::RECONCILIATION, &columns)? {
        let batch = batch?;
        for row in (0..batch.n_rows).filter(|row| batch.column(reconciliation::SERVICE).text(*row) == ALL_SERVICES) {
            add_reconciliation(&mut found, place, &batch, row);
        }
    }
    Ok(Some(found))
}

fn add_reconciliation(found: &mut Vec<Reconciliation>, place: &Place, batch: &Batch, row: usize) {
    let text = |column| batch.column(column).text(row);
    let body = body_name(place, text(reconciliation::BODY_ID));
    let series = text(reconciliation::SERIES).to_owned();
    let year = FinancialYear(batch.column(reconciliation::FINANCIAL_YEAR).whole(row) as i32);
    let item = ReconciliationItem {
        item: text(reconciliation::ITEM).to_owned(),
        amount: batch.column(reconciliation::AMOUNT).money_if_any(row),
        basis: text(reconciliation::BASIS).to_owned(),
        note: text(reconciliation::NOTE).to_owned(),
    };
    match found.iter_mut().find(|r| r.body == body && r.series == series && r.year == year) {
        Some(reconciliation) => reconciliation.items.push(item),
        None => found.push(Reconciliation { body, series, year, items: vec![item] }),
    }
}

/// Doubts by kind, first what is left out, then by rows. None where the table was not written.
pub fn read_doubts(tables: &dyn Tables, place: &Place) -> Result<Option<Vec<Doubt>>, Error> {
    if !tables.exists(&tables::ROW_PROBLEM) {
        return Ok(None);
    }
    let columns =
        [row_problem::FILE_ID, row_problem::BODY_ID, row_problem::KIND, row_problem::N_ROWS, row_problem::AMOUNT];
    let mut found = BTreeMap::<String, Found>::new();
    for batch in read(tables, &tables::ROW_PROBLEM, &columns)? {
        let batch = batch?;
        for row in 0..batch.n_rows {
            add_doubt(&mut found, &batch, row);
        }
    }
    let mut doubts: Vec<Doubt> = found.into_values().map(|found| found.finish(place)).collect();
    doubts
        .sort_by(|a, b| (b.left_out.cmp(&a.left_out)).then(b.n_rows.cmp(&a.n_rows)).then_with(|| a.kind.cmp(&b.kind)));
    Ok(Some(doubts))
}

/// A doubt while its rows are read.
struct Found {
    doubt: Doubt,
    files: BTreeSet<String>,
    bodies: BTreeSet<String>,
}

fn add_doubt(found: &mut BTreeMap<String, Found>, batch: &Batch, row: usize) {
    let text = |column| batch.column(column).text(row);
    let kind = text(row_problem::KIND);
    let new = || Found { doubt: Doubt::new(kind), files: BTreeSet::new(), bodies: BTreeSet::new() };
    let found = found.entry(kind.to_owned()).or_insert_with(new);
    found.doubt.n_rows += batch.column(row_problem::N_ROWS).whole(row) as usize;
    if let Some(amount) = batch.column(row_problem::AMOUNT).money_if_any(row) {
        found.doubt.amount = Some(found.doubt.amount.unwrap_or_default() + amount);
    }
    found.files.extend(batch.column(row_problem::FILE_ID).text_if_any(row).map(str::to_owned));
    found.bodies.insert(text(row_problem::BODY_ID).to_owned());
}

impl Found {
    fn finish(self, place: &Place) -> Doubt {
        Doubt {
            n_files: self.files.len(),
            bodies: self.bodies.iter().map(|id| body_name(place, id)).collect(),
            ..self.doubt
        }
    }
}
