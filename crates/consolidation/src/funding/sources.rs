//! What each local body has, and what it uses beside what it spends: lines of its returns, and ledgers of its payers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::funding::{FundingAccount, FundingBasis, FundingRule, Instrument, MoneyIn};
use model::spending::Stage;
use model::tables::{TRANSFER, WHOLE_COUNT, transfer, whole_count as cell};
use model::{BodyKind, FinancialYear, Place, TransferKind};
use money::Money;

use super::outlays::{At, Outlay, at_of_cell, is_local};
use super::{FundingEvidence, Purse, Source};
use crate::cells::Spender;
use crate::figure::{Figure, figures};
use crate::wildcard::{Wildcard, bare};

/// A funder whose name no line tells.
const CENTRAL: &str = "Central government, department not published";

/// What a body uses money for beside what it spends last.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Uses {
    /// Passed to other public bodies.
    pub transfers_out: Money,
    /// The levies among them.
    pub levies: Money,
    /// Debt, reserves, and what is collected for others.
    pub other: Money,
}

impl Uses {
    pub fn all(&self) -> Money {
        self.transfers_out + self.other
    }
}

/// A line of a return with what it is.
#[derive(Clone)]
struct Line<'a> {
    figure: Figure<'a>,
    rule: &'a FundingRule,
}

impl Line<'_> {
    /// Pounds that come in; below zero, that go out.
    fn money_in(&self) -> Money {
        match self.rule.money_in {
            MoneyIn::Plus => self.figure.amount,
            MoneyIn::Minus => -self.figure.amount,
            MoneyIn::Either => self.figure.amount.abs(),
        }
    }

    fn account(&self) -> FundingAccount {
        if self.figure.publication() == CAPITAL { FundingAccount::Capital } else { FundingAccount::Revenue }
    }
}

/// The publication that says how capital was paid for.
const CAPITAL: &str = "capital_financing";

/// Money that a payer's ledger shows.
struct Paid {
    payer_id: String,
    receiver_id: String,
    year: FinancialYear,
    kind: TransferKind,
    amount: Money,
    is_taken_out: bool,
}

/// All that is known of where money comes from.
pub(crate) struct Sources<'a> {
    place: &'a Place,
    lines: BTreeMap<(FinancialYear, String), Vec<Line<'a>>>,
    paid: Vec<Paid>,
}

impl<'a> Sources<'a> {
    pub fn read(evidence: &FundingEvidence<'a>) -> Sources<'a> {
        Sources { place: evidence.place, lines: lines(evidence), paid: paid(evidence) }
    }

    /// Whether sources of a body's revenue or capital are published, so that the two are told apart.
    pub fn parts_capital(&self, year: FinancialYear, body_id: &str) -> bool {
        self.lines.contains_key(&(year, body_id.to_owned()))
    }

    /// What goes into a purse, what it is used for beside spending, and whether a return shows it.
    pub fn take(&mut self, purse: &Purse, outlay: Outlay) -> (Vec<Source>, Uses, bool) {
        let id = purse.body.id.clone().unwrap_or_default();
        if outlay.is_by_precept {
            return (vec![precept(outlay.whole)], Uses::default(), false);
        }
        let lines = self.lines.remove(&(purse.year, id.clone())).unwrap_or_default();
        let (own, others): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.account() == purse.account);
        if !others.is_empty() {
            self.lines.insert((purse.year, id.clone()), others);
        }
        let (mut found, mut uses) = of_lines(&own);
        if purse.account != FundingAccount::Capital {
            let paid = self.by_payers(&id, purse.year, outlay.is_by_ledger);
            found = with_payers(found, paid, !own.is_empty(), self.place);
        }
        if outlay.is_by_ledger {
            let out = self.paid.iter().filter(|paid| paid.payer_id == id && paid.year == purse.year);
            uses.transfers_out += out.filter(|paid| paid.is_taken_out).map(|paid| paid.amount).sum::<Money>();
        }
        if found.is_empty() {
            found.extend(self.by_kind(&id, outlay.whole));
        }
        (found, uses, !own.is_empty())
    }

    /// What payers' ledgers show that a body has. A return is net of what others buy of a body and pool with it, so that
    /// beside one only grants of national bodies are looked at.
    fn by_payers(&self, id: &str, year: FinancialYear, is_by_ledger: bool) -> BTreeMap<(String, Instrument), Money> {
        let mut sums = BTreeMap::new();
        for paid in self.paid.iter().filter(|paid| paid.receiver_id == id && paid.year == year) {
            let is_grant = paid.kind == TransferKind::Grant && !is_local(self.place, &paid.payer_id);
            if is_by_ledger || is_grant {
                *sums.entry((paid.payer_id.clone(), instrument(paid.kind))).or_default() += paid.amount;
            }
        }
        sums.retain(|_, amount| Money::ZERO < *amount);
        sums
    }

    /// Commissioners of health are funded by their department alone.
    fn by_kind(&self, id: &str, amount: Money) -> Option<Source> {
        let body = self.place.body(id).filter(|body| body.kind == BodyKind::NhsCommissioner)?;
        let label = format!("{} is funded by the department of health", body.name);
        Some(Source {
            received: Some(amount),
            note: "By law: commissioners of health spend what the department allocates".to_owned(),
            ..source(Spender::named("Department of Health"), Instrument::Grant, true, label, FundingBasis::Rule)
        })
    }
}

fn source(funder: Spender, instrument: Instrument, is_national: bool, label: String, basis: FundingBasis) -> Source {
    Source {
        funder,
        instrument,
        origin: instrument.origin(is_national),
        label,
        basis,
        file_id: None,
        row: None,
        column: None,
        received: None,
        note: String::new(),
    }
}

fn precept(amount: Money) -> Source {
    let funder = Spender::named("Council taxpayers");
    Source {
        received: Some(amount),
        note: "The councils of the place collect it with their council tax".to_owned(),
        ..source(funder, Instrument::Precept, false, "Precepts".to_owned(), FundingBasis::Published)
    }
}

fn instrument(kind: TransferKind) -> Instrument {
    match kind {
        TransferKind::Grant => Instrument::Grant,
        TransferKind::Precept => Instrument::Precept,
        TransferKind::Levy => Instrument::Levy,
        TransferKind::Purchase => Instrument::Purchase,
        TransferKind::Section75 | TransferKind::Recharge | TransferKind::PassThrough => Instrument::Transfer,
    }
}

/// The lines of local bodies that a rule names, of one file each, and each once: a return repeats lines in its notes.
fn lines<'a>(evidence: &FundingEvidence<'a>) -> BTreeMap<(FinancialYear, String), Vec<Line<'a>>> {
    let place = evidence.place;
    let patterns: Vec<(Wildcard, Wildcard, &FundingRule)> =
        evidence.rules.iter().map(|rule| (Wildcard::of(&rule.series), Wildcard::of(&rule.label), rule)).collect();
    let counted = counted_at(evidence);
    let is_wanted = |figure: &Figure<'_>| {
        figure.stage == Stage::Outturn
            && place.counts_year(figure.year)
            && figure.body_id.is_some_and(|id| is_local(place, id))
    };
    let mut files: BTreeMap<(FinancialYear, &str, &str), BTreeMap<&str, Vec<Line<'a>>>> = BTreeMap::new();
    for figure in figures(evidence.figures, is_wanted) {
        let (series, label) = (bare(figure.series), bare(figure.label));
        let fitting = patterns.iter().find(|(of_series, of_label, _)| of_label.fits(&label) && of_series.fits(&series));
        let Some((_, _, rule)) = fitting.filter(|(_, _, rule)| rule.instrument != Instrument::Residual) else {
            continue;
        };
        let id = figure.body_id.expect("local bodies have an id");
        if counted.get(&(figure.file_id, figure.row, figure.column)) == Some(&Some(id)) {
            continue;
        }
        let of_file = files.entry((figure.year, id, figure.publication())).or_default();
        of_file.entry(figure.file_id).or_default().push(Line { figure, rule });
    }
    let mut lines: BTreeMap<(FinancialYear, String), Vec<Line<'a>>> = BTreeMap::new();
    for ((year, id, _), of_files) in files {
        let fullest = of_files.into_values().max_by_key(Vec::len).unwrap_or_default();
        lines.entry((year, id.to_owned())).or_default().extend(each_once(fullest));
    }
    lines
}

/// The body at which each figure is counted.
fn counted_at<'a>(evidence: &FundingEvidence<'a>) -> HashMap<At<'a>, Option<&'a str>> {
    let cells = evidence.cells.iter().flat_map(|batch| WHOLE_COUNT.read(batch).iter());
    cells.filter_map(|row| Some((at_of_cell(&row)?, row.text_if_any(cell::BODY_ID)))).collect()
}

/// The first line of each name, by the numbers that the return gives its lines.
fn each_once<'a>(mut lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    lines.sort_by_key(|line| line.figure.line_code.parse::<u32>().unwrap_or(0));
    let mut seen = BTreeSet::new();
    lines.retain(|line| seen.insert((line.figure.series, bare(line.figure.label))));
    lines
}

/// What lines bring in and use. Money that goes in and out of one account, such as reserves, is one sum.
fn of_lines(lines: &[Line<'_>]) -> (Vec<Source>, Uses) {
    let (mut found, mut uses) = (Vec::new(), Uses::default());
    let mut netted: BTreeMap<Instrument, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        let (instrument, amount) = (line.rule.instrument, line.money_in());
        if instrument.is_netted() {
            netted.entry(instrument).or_default().push(line);
        } else if Money::ZERO < amount {
            found.push(of_line(line, amount));
        } else if instrument.is_transfer() {
            uses.transfers_out += -amount;
            if instrument == Instrument::Levy {
                uses.levies += -amount;
            }
        } else {
            uses.other += -amount;
        }
    }
    for (instrument, lines) in netted {
        let amount: Money = lines.iter().map(|line| line.money_in()).sum();
        if Money::ZERO < amount {
            found.push(of_sum(instrument, &lines, amount));
        } else {
            uses.other += -amount;
        }
    }
    (found, uses)
}

fn of_line(line: &Line<'_>, amount: Money) -> Source {
    let (figure, rule) = (&line.figure, line.rule);
    let funder = Spender::named(rule.funder.as_deref().unwrap_or(CENTRAL));
    Source {
        file_id: Some(figure.file_id.to_owned()),
        row: Some(figure.row),
        column: Some(figure.column.to_owned()),
        received: Some(amount),
        note: rule.reason.clone(),
        ..source(funder, rule.instrument, false, figure.full_label(), FundingBasis::Published)
    }
}

fn of_sum(instrument: Instrument, lines: &[&Line<'_>], amount: Money) -> Source {
    let parts = lines.iter().map(|line| format!("{} {}", line.figure.label, line.money_in()));
    let note = format!("In less out: {}", parts.collect::<Vec<_>>().join("; "));
    let first = of_line(lines[0], amount);
    let name = instrument.word().replace('_', " ");
    Source { label: format!("Sum of the lines of {name}"), note, ..first }
}

/// Names the payers of grants of which a return prints the sum, by what their ledgers show; without a sum, their money is a
/// source of its own.
fn with_payers(
    mut found: Vec<Source>,
    paid: BTreeMap<(String, Instrument), Money>,
    is_published: bool,
    place: &Place,
) -> Vec<Source> {
    let named: Money = paid.values().copied().sum();
    let is_unnamed = |source: &Source| source.instrument == Instrument::Grant && source.funder.name == CENTRAL;
    let pool: Money = found.iter().filter(|source| is_unnamed(source)).filter_map(|source| source.received).sum();
    if is_published && pool < named {
        let note = format!("; payers' ledgers show {named} of grants, which is more, so no payer is named");
        found.iter_mut().filter(|source| is_unnamed(source)).for_each(|source| source.note.push_str(&note));
        return found;
    }
    let mut left = if is_published { named } else { Money::ZERO };
    let mut unnamed: Vec<&mut Source> = found.iter_mut().filter(|source| is_unnamed(source)).collect();
    unnamed.sort_by_key(|source| std::cmp::Reverse(source.received));
    for source in unnamed {
        let received = source.received.unwrap_or_default();
        let taken = left.min(received);
        if Money::ZERO < taken {
            source.note.push_str(&format!("; {received} as printed, less {taken} whose payers' ledgers show them"));
        }
        (source.received, left) = (Some(received - taken), left - taken);
    }
    found.retain(|source| source.received != Some(Money::ZERO));
    found.extend(paid.into_iter().map(|((payer, instrument), amount)| of_payer(&payer, instrument, amount, place)));
    found
}

fn of_payer(payer: &str, instrument: Instrument, amount: Money, place: &Place) -> Source {
    let body = place.body(payer);
    let funder = body.map_or_else(|| Spender::named(payer), Spender::body);
    let label = format!("Ledger of {}: {}", funder.name, instrument.word().replace('_', " "));
    let is_national = body.is_some() && !is_local(place, payer);
    Source {
        received: Some(amount),
        note: "The payer's figure leads (method, section 1.4)".to_owned(),
        ..source(funder, instrument, is_national, label, FundingBasis::PayersLedger)
    }
}

/// Transfers between two bodies; a recharge to oneself is none.
fn paid(evidence: &FundingEvidence<'_>) -> Vec<Paid> {
    let cells = evidence.cells.iter().flat_map(|batch| WHOLE_COUNT.read(batch).iter());
    let of_cell =
        |row: model::Row<'_>| Some((row.year(cell::FINANCIAL_YEAR), row.text_if_any(cell::BODY_ID)?.to_owned()));
    let counted: BTreeSet<(FinancialYear, String)> = cells.filter_map(of_cell).collect();
    let rows = evidence.transfers.iter().flat_map(|batch| TRANSFER.read(batch).iter());
    let paid = rows.map(|row| {
        let (year, receiver_id) = (row.year(transfer::FINANCIAL_YEAR), row.text(transfer::RECEIVER_ID).to_owned());
        Paid {
            payer_id: row.text(transfer::PAYER_ID).to_owned(),
            kind: TransferKind::parse(row.text(transfer::TRANSFER_KIND)).expect("a kind is a word of its column"),
            amount: row.money(transfer::AMOUNT),
            is_taken_out: row.flag(transfer::ELIMINATED) || counted.contains(&(year, receiver_id.clone())),
            year,
            receiver_id,
        }
    });
    paid.filter(|paid| paid.payer_id != paid.receiver_id).collect()
}
