//! Files and sheets that repeat others of their body line by line: in another style, format or order, under other
//! headings, or as a sheet for a month beside one for the year.
//!
//! Of two files that say the same, one is the original and the other its copy. The original is the one with more lines;
//! if they have the same number, the one of which more columns are known; then the one whose name is nearest to the month
//! of its lines; then the first by name. So the choice depends only on the files' contents and names.

use std::collections::{BTreeMap, BTreeSet};

use model::Place;

use super::months::{months_off, nominal_month};
use super::shared::Compared;
use crate::lines::{Meaning, Meanings};
use crate::named_month::file_stem;
use crate::source_file::SourceFile;

/// How many different amounts or references a copy must share with what it repeats: with fewer, files agree by chance.
const PROOFS_MIN: usize = 5;
/// The same for amounts alone, where nothing else tells lines apart or the references are printed differently.
const AMOUNTS_MIN: usize = 20;
/// How many make it probable for a whole file, so that it is said.
const PROOFS_PROBABLE: usize = 3;
/// Lines that are looked up before whole files are compared.
const SAMPLE_LINES: usize = 16;

/// What a copy repeats.
pub(super) struct Original<'a> {
    /// One file, or several that hold its lines together; the one with the most of them first.
    pub of: Vec<&'a SourceFile>,
    pub is_same_file: bool,
}

/// What repeats other tables of its body from the first line to the last.
#[derive(Default)]
pub(super) struct Copies<'a> {
    /// The copies, by their ids.
    pub proved: BTreeMap<String, Original<'a>>,
    /// Tables of so few lines that they are only probably copies, and what they repeat.
    pub probable: Vec<(&'a SourceFile, &'a SourceFile)>,
}

/// The copies among the tables of a place.
pub(super) fn copies<'a>(place: &Place, tables: &[&'a SourceFile]) -> Copies<'a> {
    let mut by_body: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    tables.iter().for_each(|table| by_body.entry(&table.body_id).or_default().push(table));
    let mut found = Copies::default();
    for tables in by_body.values_mut() {
        tables.sort_by_cached_key(|table| standing(table));
        found.add_body(place, tables);
    }
    found
}

/// Whether two paths hold the same bytes; members of archives are compared by their own.
pub(super) fn is_same_file(a: &SourceFile, b: &SourceFile) -> bool {
    a.content_sha256 == b.content_sha256 && a.sheet == b.sheet && a.path != b.path
}

/// Whether files with the same bytes may be two months of the same payments: nothing in them is dated, and their names
/// are of two months.
pub(super) fn may_be_two_months(place: &Place, a: &SourceFile, b: &SourceFile) -> bool {
    let is_dated = |table: &SourceFile| table.counts.first_day.is_some();
    !is_dated(a) && !is_dated(b) && nominal_month(place, a) != nominal_month(place, b)
}

/// The first in this order stands.
fn standing(table: &SourceFile) -> (i64, i64, i32, String, String) {
    let n_columns = table.reading.as_ref().map_or(0, |reading| reading.columns.len());
    // A name that speaks of no month comes behind one that speaks of the right one, and before a wrong one.
    let name_is_off = months_off(table).map_or(1, |n| 2 * n);
    let stem = file_stem(&table.path).to_lowercase();
    (-(table.counts.n_lines as i64), -(n_columns as i64), name_is_off, stem, table.path.clone())
}

/// A table that may be a copy, and what proves it.
struct Candidate<'a> {
    table: &'a SourceFile,
    original: Original<'a>,
    /// The first of the different amounts and references that agree.
    proofs: Vec<u64>,
    /// The first of the different days and amounts that agree.
    days: Vec<u64>,
}

impl<'a> Copies<'a> {
    fn add_body(&mut self, place: &Place, tables: &[&'a SourceFile]) {
        let (mut standing, mut candidates): (Vec<&SourceFile>, Vec<Candidate>) = (Vec::new(), Vec::new());
        for table in tables {
            match candidate(place, table, &standing) {
                Some(candidate) => candidates.push(candidate),
                None => standing.push(table),
            }
        }
        let proved: Vec<bool> = candidates.iter().map(|candidate| is_proved(candidate, &candidates)).collect();
        for (candidate, is_proved) in candidates.into_iter().zip(proved) {
            if is_proved {
                self.proved.insert(candidate.table.file_id.clone(), candidate.original);
            } else if PROOFS_PROBABLE <= candidate.proofs.len() {
                self.probable.push((candidate.table, candidate.original.of[0]));
            }
        }
    }
}

/// Files of a line or two prove nothing alone; a dozen of them that together make up another file do.
fn is_proved(candidate: &Candidate<'_>, all: &[Candidate<'_>]) -> bool {
    let original = &candidate.original;
    if original.is_same_file || PROOFS_MIN <= candidate.proofs.len() {
        return true;
    }
    let of = original.of[0];
    let beside =
        || all.iter().filter(|other| other.original.of.len() == 1 && other.original.of[0].file_id == of.file_id);
    let n_proofs = n_different(beside().map(|other| &other.proofs));
    let n_lines: u64 = beside().map(|other| other.table.counts.n_lines).sum();
    let n_days = || n_different(beside().map(|other| &other.days));
    PROOFS_MIN <= n_proofs || (n_lines == of.counts.n_lines && PROOFS_MIN <= n_days())
}

fn n_different<'a>(values: impl Iterator<Item = &'a Vec<u64>>) -> usize {
    values.flatten().collect::<BTreeSet<_>>().len()
}

fn candidate<'a>(place: &Place, table: &'a SourceFile, standing: &[&'a SourceFile]) -> Option<Candidate<'a>> {
    if let Some(of) = standing.iter().find(|of| is_same_file(table, of)) {
        let original = Original { of: vec![of], is_same_file: true };
        return (!may_be_two_months(place, table, of)).then(|| Candidate::new(table, original));
    }
    // Without a date, the payments of every month may look alike.
    table.counts.first_day?;
    let near: Vec<&SourceFile> = standing.iter().filter(|of| is_compared(table, of)).copied().collect();
    let holding = holding_samples(table, &near)?;
    let whole = holding.iter().filter(|(_, n)| *n == samples(table).count()).map(|(of, _)| *of);
    for of in whole.filter(|of| table.counts.n_lines <= of.counts.n_lines) {
        let original = || Original { of: vec![of], is_same_file: false };
        let compared = Compared::of(table, of);
        if Rest::of(table).without(of, compared).is_empty() {
            return Some(Candidate::new(table, original()));
        }
        let by_payee = Compared { reference: false, ..compared };
        if compared.payee && compared.reference && Rest::of(table).without(of, by_payee).is_empty() {
            let candidate = Candidate::new(table, original());
            return (AMOUNTS_MIN <= candidate.n_amounts()).then_some(candidate);
        }
    }
    let candidate = Candidate::new(table, several(table, &holding)?);
    (AMOUNTS_MIN <= candidate.n_amounts()).then_some(candidate)
}

/// Several files that hold the lines of one together.
fn several<'a>(table: &SourceFile, holding: &[(&'a SourceFile, usize)]) -> Option<Original<'a>> {
    let mut rest = Rest::of(table);
    let mut of: Vec<(u64, &SourceFile)> = Vec::new();
    for (file, _) in holding {
        let n_before = rest.n_left;
        rest = rest.without(file, Compared::of(table, file));
        of.extend((rest.n_left < n_before).then_some((n_before - rest.n_left, *file)));
    }
    of.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    rest.is_empty().then(|| Original { of: of.into_iter().map(|(_, file)| file).collect(), is_same_file: false })
}

/// Whether more than day and amount can be compared, on days that both have.
fn is_compared(table: &SourceFile, of: &SourceFile) -> bool {
    let days = |table: &SourceFile| Some((table.counts.first_day?, table.counts.last_day?));
    let compared = Compared::of(table, of);
    let meet = days(table).zip(days(of)).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1);
    meet && (compared.payee || compared.reference)
}

/// The files that hold the lines of a sample, and how many each holds; `None` if a line is in no file.
fn holding_samples<'a>(table: &SourceFile, standing: &[&'a SourceFile]) -> Option<Vec<(&'a SourceFile, usize)>> {
    let mut holding: Vec<(&SourceFile, usize)> = standing.iter().map(|of| (*of, 0)).collect();
    for line in samples(table) {
        let mut is_held = false;
        for (of, n) in &mut holding {
            let holds = of.counts.meanings.has_day_and_amount(line);
            *n += usize::from(holds);
            is_held |= holds;
        }
        if !is_held {
            return None;
        }
    }
    holding.retain(|(_, n)| 0 < *n);
    Some(holding)
}

fn samples(table: &SourceFile) -> impl Iterator<Item = Meaning> + '_ {
    let lines = &table.counts.meanings;
    let step = lines.len().div_ceil(SAMPLE_LINES).max(1);
    (0..lines.len()).step_by(step).map(|i| lines.get(i))
}

impl<'a> Candidate<'a> {
    fn new(table: &'a SourceFile, original: Original<'a>) -> Candidate<'a> {
        let has_references = original.of.iter().all(|of| Compared::of(table, of).reference);
        let proof = |line: Meaning| line.amount() << 8 | if has_references { u64::from(line.reference()) } else { 0 };
        let lines = &table.counts.meanings;
        let proofs = first_different(lines, proof, PROOFS_MIN);
        let days = first_different(lines, Meaning::day_and_amount, PROOFS_MIN);
        Candidate { table, original, proofs, days }
    }

    fn n_amounts(&self) -> usize {
        first_different(&self.table.counts.meanings, Meaning::amount, AMOUNTS_MIN).len()
    }
}

fn first_different(lines: &Meanings, of: impl Fn(Meaning) -> u64, n_max: usize) -> Vec<u64> {
    let mut found = Vec::new();
    for i in 0..lines.len() {
        let value = of(lines.get(i));
        if !found.contains(&value) {
            found.push(value);
        }
        if found.len() == n_max {
            break;
        }
    }
    found
}

/// The lines of a table that no other file was found to hold.
struct Rest<'a> {
    lines: &'a Meanings,
    is_held: Vec<bool>,
    n_left: u64,
}

impl Rest<'_> {
    fn of(table: &SourceFile) -> Rest<'_> {
        let lines = &table.counts.meanings;
        Rest { lines, is_held: vec![false; lines.len()], n_left: lines.len() as u64 }
    }

    fn is_empty(&self) -> bool {
        self.n_left == 0
    }

    /// Takes out the lines that a file holds, as often as it holds them.
    fn without(mut self, of: &SourceFile, compared: Compared) -> Self {
        let others = &of.counts.meanings;
        let code = |line: Meaning| compared.code(line);
        let (mut i, mut j) = (0, 0);
        while i < self.lines.len() && j < others.len() {
            let (key, other) = (self.lines.get(i).day_and_amount(), others.get(j).day_and_amount());
            let (i_end, j_end) = (self.lines.end_of_day_and_amount(i), others.end_of_day_and_amount(j));
            if key == other {
                let mut codes: Vec<u16> = (j..j_end).map(|j| code(others.get(j))).collect();
                for i in i..i_end {
                    let at = codes.iter().position(|other| *other == code(self.lines.get(i)));
                    if let Some(at) = at.filter(|_| !self.is_held[i]) {
                        codes.swap_remove(at);
                        self.is_held[i] = true;
                        self.n_left -= 1;
                    }
                }
            }
            (i, j) = (if key <= other { i_end } else { i }, if other <= key { j_end } else { j });
        }
        self
    }
}
