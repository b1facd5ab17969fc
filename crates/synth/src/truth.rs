//! What is true of the files, added up while they are written.

use std::collections::BTreeMap;

use crate::bodies::{BODIES, Body};
use crate::ledgers::{LEDGERS, Ledger};
use crate::purchases::Class;

/// Lines and pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub n: u64,
    pub pence: i64,
}

impl Tally {
    pub fn add(&mut self, pence: i64) {
        self.n += 1;
        self.pence += pence;
    }

    pub fn merge(&mut self, other: Tally) {
        self.n += other.n;
        self.pence += other.pence;
    }
}

/// What a line counts under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LineKey {
    pub financial_year: i32,
    pub class: Class,
    pub is_capital: bool,
}

/// A row that is not as it should be.
#[derive(Clone, Debug)]
pub(crate) struct BadRow {
    pub row: u64,
    pub kind: model::ProblemKind,
    pub what: &'static str,
    /// What the body booked.
    pub pence: i64,
    pub is_counted: bool,
}

/// What was spent under one heading of a ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeadingTally {
    pub department: &'static str,
    pub service: &'static str,
    pub is_capital: bool,
    pub pence: i64,
}

impl HeadingTally {
    /// Whether it is the same printed heading: texts of the program are compared by where they stand, which is quick;
    /// an equal text that stands twice is one more tally.
    fn is_of(&self, department: &'static str, service: &'static str, is_capital: bool) -> bool {
        std::ptr::eq(self.service, service)
            && std::ptr::eq(self.department, department)
            && self.is_capital == is_capital
    }
}

/// One file or sheet.
#[derive(Clone, Debug)]
pub(crate) struct PartTruth {
    pub ledger: &'static Ledger,
    pub path: String,
    pub sheet: Option<String>,
    pub n_rows: u64,
    pub n_header_rows: u64,
    pub n_blank_rows: u64,
    pub n_problem_rows: u64,
    pub n_lines: u64,
    pub n_negative: u64,
    pub n_withheld: u64,
    /// The sum of all lines in tenths of a penny.
    pub tenths: i64,
    pub by_key: BTreeMap<LineKey, Tally>,
    /// Rows by kind of problem, each counted once however many problems of its kind the product reports.
    pub problems: BTreeMap<&'static str, Tally>,
    pub bad_rows: Vec<BadRow>,
    /// By name id of the body's vendor book.
    pub by_name: Vec<Tally>,
    pub by_public_payee: BTreeMap<(String, &'static str), Tally>,
    pub below_threshold: Tally,
    /// Credit notes that are printed as payments.
    pub lost_signs: Tally,
    pub lost_signs_of_spending: Tally,
    /// Housing benefit paid to households.
    pub benefits: Tally,
    /// Energy, repairs, rent and upkeep of buildings.
    pub premises: Tally,
    /// Spending by heading.
    pub by_heading: Vec<HeadingTally>,
    /// It holds no lines by intent.
    pub is_notes: bool,
}

impl PartTruth {
    pub fn new(ledger: &'static Ledger, path: &str, sheet: Option<&str>) -> PartTruth {
        PartTruth {
            ledger,
            path: path.to_owned(),
            sheet: sheet.map(str::to_owned),
            n_rows: 0,
            n_header_rows: 0,
            n_blank_rows: 0,
            n_problem_rows: 0,
            n_lines: 0,
            n_negative: 0,
            n_withheld: 0,
            tenths: 0,
            by_key: BTreeMap::new(),
            problems: BTreeMap::new(),
            bad_rows: Vec::new(),
            by_name: Vec::new(),
            by_public_payee: BTreeMap::new(),
            below_threshold: Tally::default(),
            lost_signs: Tally::default(),
            lost_signs_of_spending: Tally::default(),
            benefits: Tally::default(),
            premises: Tally::default(),
            by_heading: Vec::new(),
            is_notes: false,
        }
    }

    /// The exact sum rounded once, halves up (decision 0004).
    pub fn pence(&self) -> i64 {
        rounded(self.tenths)
    }

    /// Adds spending under a heading.
    pub fn spend(&mut self, department: &'static str, service: &'static str, is_capital: bool, pence: i64) {
        match self.by_heading.iter_mut().find(|tally| tally.is_of(department, service, is_capital)) {
            Some(tally) => tally.pence += pence,
            None => self.by_heading.push(HeadingTally { department, service, is_capital, pence }),
        }
    }

    pub fn problem(&mut self, kind: model::ProblemKind, pence: i64) {
        self.problems.entry(kind.word()).or_default().add(pence);
    }
}

/// Tenths of a penny as pence, halves up.
pub(crate) fn rounded(tenths: i64) -> i64 {
    (tenths + 5).div_euclid(10)
}

/// Everything that is true of the ledgers of a place.
pub(crate) struct Truth {
    pub parts: Vec<PartTruth>,
    /// Files that were made and never sent.
    pub never_sent: Vec<PartTruth>,
    /// The second path of files that were sent twice.
    pub copies: Vec<(String, String)>,
}

impl Truth {
    /// Lines of one body by key.
    pub fn of_body(&self, body: &str) -> BTreeMap<LineKey, Tally> {
        let mut sum: BTreeMap<LineKey, Tally> = BTreeMap::new();
        for (key, tally) in self.parts_of(body).flat_map(|part| &part.by_key) {
            sum.entry(*key).or_default().merge(*tally);
        }
        sum
    }

    pub fn parts_of<'a>(&'a self, body: &'a str) -> impl Iterator<Item = &'a PartTruth> {
        self.parts.iter().filter(move |part| part.ledger.body == body)
    }

    pub fn total(&self) -> Tally {
        self.parts.iter().fold(Tally::default(), |mut sum, part| {
            sum.merge(Tally { n: part.n_lines, pence: part.pence() });
            sum
        })
    }
}

/// Bodies with a ledger, in the order of the ledgers.
pub(crate) fn senders() -> Vec<&'static Body> {
    let mut ids: Vec<&str> = LEDGERS.iter().map(|ledger| ledger.body).collect();
    ids.dedup();
    ids.into_iter().filter_map(|id| BODIES.iter().find(|body| body.id == id)).collect()
}
