//! Lines that look the same to every rule are decided once.
//!
//! Two lines of one body and year belong to one class where their cells leave the same rules
//! standing and pay the same public body. A hundred thousand lines fall into a few thousand classes.

use std::collections::HashMap;
use std::hash::Hash;

use arrow_array::Array;
use model::rule::RuleField;
use model::tables::ledger_line;
use model::{Body, FinancialYear, Rows};

use super::Treater;
use super::decide::{Case, Decision, Party, decide};
use super::rulebook::{RuleBits, and, or};
use crate::text::TextColumn;

/// The text fields that a rule sees exactly as the line has them.
pub(super) const PLAIN_FIELDS: [(RuleField, &str); 5] = [
    (RuleField::Department, ledger_line::DEPARTMENT),
    (RuleField::Service, ledger_line::SERVICE),
    (RuleField::Subjective, ledger_line::SUBJECTIVE),
    (RuleField::Description, ledger_line::DESCRIPTION),
    (RuleField::Category, ledger_line::CATEGORY),
];

/// A class of lines and what was decided about it.
#[derive(Clone)]
pub(super) struct Class<'a> {
    pub body: &'a Body,
    pub financial_year: FinancialYear,
    pub capital: Option<bool>,
    pub decision: Decision<'a>,
}

/// The classes of a batch, and the class of each of its lines.
pub(super) struct Classes<'a> {
    pub classes: Vec<Class<'a>>,
    /// For each line, the position of its class.
    pub keys: Vec<u32>,
    /// The rules that lines of any class leave standing.
    pub rules_met: RuleBits,
}

impl<'a> Classes<'a> {
    pub fn of_row(&self, row: usize) -> &Class<'a> {
        &self.classes[self.keys[row] as usize]
    }
}

/// What a line is to the rules: the group of each of its cells, its year and its marks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ClassKey {
    body: u32,
    payee: u32,
    plain: [u32; PLAIN_FIELDS.len()],
    file: u32,
    marks: Marks,
    financial_year: FinancialYear,
}

/// Capital and sign, as far as rules and reports ask for them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Marks {
    capital: Option<bool>,
    negative: bool,
}

impl Marks {
    fn capital_word(self) -> &'static str {
        match self.capital {
            Some(true) => "capital",
            Some(false) => "revenue",
            None => "",
        }
    }

    fn sign_word(self) -> &'static str {
        if self.negative { "negative" } else { "positive" }
    }
}

/// The distinct values of one column, grouped by the rules that they leave standing.
struct Groups {
    /// For each distinct value, its group.
    of_value: Vec<u32>,
    /// For each group, the rules left standing.
    bits: Vec<RuleBits>,
}

/// Everything about the cells of a batch that decides the class of a line.
struct Cells<'a, 'b> {
    /// For each body key: the body, and the rules that its id and kind leave standing.
    bodies: Vec<(&'a Body, RuleBits)>,
    body_keys: &'b [u32],
    payee_keys: Vec<u32>,
    payees: Groups,
    /// For each group of payees, the public body paid.
    parties: Vec<Option<&'a Party>>,
    file_keys: Vec<u32>,
    files: Groups,
    /// For each group of files, whether they are copies.
    are_copies: Vec<bool>,
    /// None for a field that no rule looks at.
    plain: [Option<(Vec<u32>, Groups)>; PLAIN_FIELDS.len()],
}

impl Treater {
    /// Sorts the lines of a batch into classes and decides each class.
    pub(super) fn classes(&self, rows: Rows, body: &TextColumn) -> Classes<'_> {
        let cells = self.cells(rows, body);
        let (capital, amount) = (rows.flag(ledger_line::CAPITAL), rows.money(ledger_line::AMOUNT));
        let years = rows.year(ledger_line::FINANCIAL_YEAR);
        let mut index = ClassIndex { rules_met: self.book.no_rules(), ..ClassIndex::default() };
        let keys = (0..rows.len()).map(|row| {
            let capital = capital.is_valid(row).then(|| capital.value(row));
            let marks = Marks { capital, negative: amount.value(row).is_negative() };
            let key = cells.key(row, marks, years.value(row));
            index.position(key, || self.class(&cells, &key))
        });
        let keys = keys.collect();
        Classes { classes: index.classes, keys, rules_met: index.rules_met }
    }

    /// A class, and the rules that its lines meet.
    fn class<'a>(&'a self, cells: &Cells<'a, '_>, key: &ClassKey) -> (Class<'a>, RuleBits) {
        let (body, body_bits) = &cells.bodies[key.body as usize];
        let mut bits = body_bits.clone();
        and(&mut bits, &cells.payees.bits[key.payee as usize]);
        and(&mut bits, &cells.files.bits[key.file as usize]);
        for (field, group) in cells.plain.iter().zip(key.plain) {
            if let Some((_, groups)) = field {
                and(&mut bits, &groups.bits[group as usize]);
            }
        }
        self.book.narrow(RuleField::Capital, key.marks.capital_word(), &mut bits);
        self.book.narrow(RuleField::Sign, key.marks.sign_word(), &mut bits);
        let case = Case {
            body,
            party: cells.parties[key.payee as usize],
            year: key.financial_year,
            is_of_place: self.years.contains(&key.financial_year),
            is_copy: cells.are_copies[key.file as usize],
        };
        let decision = decide(&case, self.book.verdict(&bits));
        (Class { body, financial_year: key.financial_year, capital: key.marks.capital, decision }, bits)
    }

    fn cells<'a, 'b>(&'a self, rows: Rows, body: &'b TextColumn) -> Cells<'a, 'b> {
        let payee = TextColumn::of(rows.text(ledger_line::PAYEE));
        let found: Vec<Option<&Party>> = payee.values.iter().map(|payee| self.party(payee)).collect();
        let (payees, parties) = self.group_payees(&payee.values, &found);
        let file = TextColumn::of(rows.text(ledger_line::FILE_ID));
        let (files, are_copies) =
            group(file.values.iter().map(|id| (self.files.is_copy(id), self.bits_of(&self.file_cells(id)))));
        Cells {
            bodies: body.values.iter().map(|id| self.body_with_bits(id)).collect(),
            body_keys: &body.keys,
            payee_keys: payee.keys,
            payees,
            parties,
            file_keys: file.keys,
            files,
            are_copies,
            plain: PLAIN_FIELDS.map(|(field, column)| {
                self.book.looks_at(field).then(|| {
                    let column = TextColumn::of(rows.text(column));
                    let (groups, _) = group(column.values.iter().map(|value| ((), self.bits_of(&[(field, value)]))));
                    (column.keys, groups)
                })
            }),
        }
    }

    fn body_with_bits(&self, id: &str) -> (&Body, RuleBits) {
        (self.body(id), self.bits_of(&self.body_cells(id)))
    }

    fn body(&self, id: &str) -> &Body {
        self.bodies.get(id).unwrap_or_else(|| panic!("`{id}` has a ledger but is not a body of the place"))
    }

    pub(super) fn body_cells<'a>(&self, id: &'a str) -> [(RuleField, &'a str); 2] {
        [(RuleField::Body, id), (RuleField::BodyKind, self.body(id).kind.word())]
    }

    pub(super) fn file_cells(&self, id: &str) -> [(RuleField, &str); 1] {
        [(RuleField::File, self.files.shown(id))]
    }

    fn group_payees<'a>(&'a self, payees: &[&str], parties: &[Option<&'a Party>]) -> (Groups, Vec<Option<&'a Party>>) {
        group(payees.iter().zip(parties).map(|(payee, party)| (*party, self.bits_of(&payee_cells(payee, *party)))))
    }

    /// The rules that these cells leave standing.
    fn bits_of(&self, cells: &[(RuleField, &str)]) -> RuleBits {
        let mut bits = self.book.all_rules();
        cells.iter().for_each(|(field, value)| self.book.narrow(*field, value, &mut bits));
        bits
    }
}

/// What rules see of a payee.
pub(super) fn payee_cells<'a>(payee: &'a str, party: Option<&'a Party>) -> [(RuleField, &'a str); 3] {
    let id = party.map_or("", |party| &party.id);
    let kind = party.map_or("none", |party| party.kind.word());
    [(RuleField::Payee, payee), (RuleField::Counterparty, id), (RuleField::CounterpartyKind, kind)]
}

/// The classes met so far.
#[derive(Default)]
struct ClassIndex<'a> {
    classes: Vec<Class<'a>>,
    rules_met: RuleBits,
    known: HashMap<ClassKey, u32, foldhash::fast::RandomState>,
    previous: Option<(ClassKey, u32)>,
}

impl<'a> ClassIndex<'a> {
    fn position(&mut self, key: ClassKey, decide: impl FnOnce() -> (Class<'a>, RuleBits)) -> u32 {
        // Lines of one department or one payee often follow each other.
        if let Some((previous, class)) = self.previous
            && previous == key
        {
            return class;
        }
        let (classes, rules_met) = (&mut self.classes, &mut self.rules_met);
        let class = *self.known.entry(key).or_insert_with(|| {
            let (class, bits) = decide();
            or(rules_met, &bits);
            classes.push(class);
            position(classes.len() - 1)
        });
        self.previous = Some((key, class));
        class
    }
}

impl Cells<'_, '_> {
    fn key(&self, row: usize, marks: Marks, financial_year: FinancialYear) -> ClassKey {
        let group_of = |keys: &[u32], groups: &Groups| groups.of_value[keys[row] as usize];
        ClassKey {
            body: self.body_keys[row],
            payee: group_of(&self.payee_keys, &self.payees),
            file: group_of(&self.file_keys, &self.files),
            plain: std::array::from_fn(|field| {
                self.plain[field].as_ref().map_or(0, |(keys, groups)| group_of(keys, groups))
            }),
            marks,
            financial_year,
        }
    }
}

/// Groups values that share a label and the rules they leave standing; each group with its label.
fn group<L: Copy + Eq + Hash>(values: impl Iterator<Item = (L, RuleBits)>) -> (Groups, Vec<L>) {
    let mut known: HashMap<(L, RuleBits), u32> = HashMap::new();
    let of_value = values.map(|labelled| {
        let next = position(known.len());
        *known.entry(labelled).or_insert(next)
    });
    let of_value = of_value.collect();
    let mut groups: Vec<((L, RuleBits), u32)> = known.into_iter().collect();
    groups.sort_by_key(|(_, position)| *position);
    let (labels, bits) = groups.into_iter().map(|(labelled, _)| labelled).unzip();
    (Groups { of_value, bits }, labels)
}

fn position(n: usize) -> u32 {
    u32::try_from(n).expect("a batch has fewer than four thousand million rows")
}
