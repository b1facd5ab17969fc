//! The small tables of the summary: files, transfers, reconciliations, doubts.

use std::collections::{BTreeMap, BTreeSet};

use model::problem::{Problem, read_problems};
use model::tables::{
    self, Basis, PROBLEM_TABLES, ReconcilingItem, TransferStatus, reconciliation, source_file, transfer,
};
use model::{Place, Reach, Row, TableError, Tables, Tally, TransferKind, WHOLE_BODY, in_words_capital};
use money::Money;

use super::{
    BodyAccount, Doubt, MissingBody, Named, Reconciliation, ReconciliationItem, Sources, TransferLine, Whitehall,
};
use crate::Error;

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

pub fn read_files(tables: &dyn Tables) -> Result<Files, TableError> {
    let mut files = Files { sources: Sources::default(), bodies: BTreeMap::new() };
    let mut vat_bases = BTreeMap::<String, Tally>::new();
    for batch in tables::SOURCE_FILE.batches(tables, &[])? {
        let batch = batch?;
        tables::SOURCE_FILE.read(&batch).iter().for_each(|row| add_file(&mut files, &mut vat_bases, &row));
    }
    files.sources.vat_bases = vat_bases.into_iter().map(|(name, tally)| Named { name, tally }).collect();
    Ok(files)
}

fn add_file(files: &mut Files, vat_bases: &mut BTreeMap<String, Tally>, row: &Row<'_>) {
    let count = |column| row.count(column) as usize;
    let n_lines = count(source_file::N_LINES);
    let amount = row.money(source_file::AMOUNT);
    let body = files.bodies.entry(row.text(source_file::BODY_ID).to_owned()).or_default();
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
    let confidence = row.number(source_file::CONFIDENCE);
    sources.confidence_min = Some(sources.confidence_min.map_or(confidence, |least| least.min(confidence)));
    let tally = vat_bases.entry(row.text(source_file::VAT_BASIS).to_owned()).or_default();
    *tally += Tally { n_lines, amount };
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
pub fn read_transfers(tables: &dyn Tables, place: &Place) -> Result<Option<Transfers>, TableError> {
    if !tables.exists(&tables::TRANSFER) {
        return Ok(None);
    }
    let mut found = Transfers { lines: Vec::new(), from_whitehall: Whitehall::default(), kept: BTreeMap::new() };
    tables::TRANSFER.read_all(tables, |row| found.add(place, row))?;
    found.lines.sort_by(|a, b| {
        (b.amount.cmp(&a.amount))
            .then_with(|| (&a.payer, &a.receiver, a.kind.word()).cmp(&(&b.payer, &b.receiver, b.kind.word())))
    });
    Ok(Some(found))
}

impl Transfers {
    fn add(&mut self, place: &Place, row: &Row<'_>) {
        let (payer_id, receiver_id) = (row.text(transfer::PAYER_ID), row.text(transfer::RECEIVER_ID));
        let line = TransferLine {
            payer: place.body_name(payer_id).to_owned(),
            receiver: place.body_name(receiver_id).to_owned(),
            kind: TransferKind::parse(row.text(transfer::TRANSFER_KIND)).expect("a word of its column"),
            n_lines: row.count(transfer::N_LINES) as usize,
            amount: row.money(transfer::AMOUNT),
            eliminated: row.flag(transfer::ELIMINATED),
            matched_amount: row.money_if_any(transfer::MATCHED_AMOUNT),
            status: TransferStatus::parse(row.text(transfer::STATUS)).expect("a word of its column"),
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
pub fn read_reconciliations(tables: &dyn Tables, place: &Place) -> Result<Option<Vec<Reconciliation>>, TableError> {
    if !tables.exists(&tables::RECONCILIATION) {
        return Ok(None);
    }
    let mut found: Vec<Reconciliation> = Vec::new();
    tables::RECONCILIATION.read_all(tables, |row| {
        if row.text(reconciliation::SERVICE) == WHOLE_BODY {
            add_reconciliation(&mut found, place, row);
        }
    })?;
    Ok(Some(found))
}

fn add_reconciliation(found: &mut Vec<Reconciliation>, place: &Place, row: &Row<'_>) {
    let text = |column| row.text(column).to_owned();
    let body = place.body_name(row.text(reconciliation::BODY_ID)).to_owned();
    let series = text(reconciliation::SERIES);
    let year = row.year(reconciliation::FINANCIAL_YEAR);
    let item = ReconciliationItem {
        item: ReconcilingItem::parse(row.text(reconciliation::ITEM)).expect("a word of its column"),
        amount: row.money_if_any(reconciliation::AMOUNT),
        basis: Basis::parse(row.text(reconciliation::BASIS)).expect("a word of its column"),
        note: text(reconciliation::NOTE),
    };
    match found.iter_mut().find(|r| r.body == body && r.series == series && r.year == year) {
        Some(reconciliation) => reconciliation.items.push(item),
        None => found.push(Reconciliation { body, series, year, items: vec![item] }),
    }
}

/// Doubts by kind, first what is left out, then by rows; last what is settled. None where no table of problems was written.
pub fn read_doubts(tables: &dyn Tables, place: &Place) -> Result<Option<Vec<Doubt>>, TableError> {
    if !PROBLEM_TABLES.iter().any(|table| tables.exists(table)) {
        return Ok(None);
    }
    let mut by_kind = BTreeMap::<&str, Vec<Problem>>::new();
    for problem in read_problems(tables)? {
        by_kind.entry(problem.kind.word()).or_default().push(problem);
    }
    let mut doubts: Vec<Doubt> = by_kind.into_values().map(|problems| doubt(place, &problems)).collect();
    let place_in_order = |a: &Doubt, b: &Doubt| {
        (a.is_settled.cmp(&b.is_settled))
            .then(b.left_out.cmp(&a.left_out))
            .then(b.n_rows.cmp(&a.n_rows))
            .then_with(|| a.kind.word().cmp(b.kind.word()))
    };
    doubts.sort_by(place_in_order);
    Ok(Some(doubts))
}

/// A body's name; a publication that is of no single body is named for its kind.
fn sender_in_words(place: &Place, id: &str) -> String {
    place.body(id).map_or_else(|| in_words_capital(id), |body| body.name.clone())
}

/// What problems of one kind come to.
fn doubt(place: &Place, problems: &[Problem]) -> Doubt {
    let kind = problems[0].kind;
    let files: BTreeSet<&String> = problems.iter().filter_map(|problem| problem.file_id.as_ref()).collect();
    let bodies: BTreeSet<&String> = problems.iter().map(|problem| &problem.body_id).collect();
    Doubt {
        kind,
        n_rows: problems.iter().map(|problem| problem.n_rows as usize).sum(),
        n_files: files.len(),
        bodies: bodies.into_iter().map(|id| sender_in_words(place, id)).collect(),
        amount: problems.iter().filter_map(|problem| problem.amount).reduce(|sum, amount| sum + amount),
        left_out: kind.removes_row() || kind.removes_file(),
        is_settled: kind.is_settled(),
        ask: kind.ask(),
    }
}
