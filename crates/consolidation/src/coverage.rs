//! How much of what is counted is traced to payments, and what to ask each body for.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::spending::CountBasis;
use model::tables::{COVERAGE, coverage};
use model::{AccountPart, FinancialYear, Place, UNCLASSIFIED, WHOLE_BODY};
use money::Money;

use crate::cells::{Cell, Spender};
use crate::ledger_beneath::Ledgers;
use crate::unpublished::BEYOND_A_LEDGER;

/// One body's service, current or capital.
type Key = (FinancialYear, Spender, String, bool);

/// What is counted of it, by basis, and the rows beneath.
#[derive(Clone, Debug, Default)]
struct Covered {
    published: Option<Money>,
    apportioned: Option<Money>,
    estimated: Option<Money>,
    /// On the body's own ledger alone.
    ledger_led: Option<Money>,
    has_unknown: bool,
    ledger: Option<Money>,
    notes: Vec<String>,
    better_driver: Option<String>,
    /// Of a body without any figure, where nothing is published for the place either.
    asks_for_outturn: bool,
}

impl Covered {
    fn add(&mut self, cell: &Cell) {
        let sum = match cell.basis {
            CountBasis::PublishedBody | CountBasis::PublishedArea => &mut self.published,
            CountBasis::Apportioned => &mut self.apportioned,
            CountBasis::Estimated => &mut self.estimated,
            CountBasis::Ledger => &mut self.ledger_led,
            CountBasis::NotKnown => {
                self.has_unknown = true;
                if self.notes.len() < NOTES_MAX {
                    self.notes.push(format!("{}: not known, {}", cell.label, cell.method));
                }
                &mut None
            }
        };
        *sum = Some(sum.unwrap_or(Money::ZERO) + cell.pounds());
        if self.better_driver.is_none() {
            self.better_driver.clone_from(&cell.better_driver);
        }
    }

    fn counted(&self) -> Option<Money> {
        let parts = [self.published, self.apportioned, self.estimated, self.ledger_led];
        parts.iter().any(Option::is_some).then(|| parts.iter().flatten().sum())
    }

    /// The ledger's lines, where the place's share of what is counted is the whole.
    fn opens(&self) -> Option<Money> {
        self.ledger.filter(|_| self.apportioned.is_none() && self.estimated.is_none() && self.counted().is_some())
    }

    /// Said of a body as a whole: nothing is counted in it.
    fn is_note(&self) -> bool {
        self.counted().is_none() && !self.has_unknown
    }

    /// Pounds that are not traced to payments or are based on a share.
    fn gap(&self) -> Money {
        let counted = self.counted().unwrap_or(Money::ZERO);
        Money::from_pence((counted - self.opens().unwrap_or(Money::ZERO)).pence().max(0))
    }
}

const NOTES_MAX: usize = 3;

/// Rows of `coverage`, the largest gap first.
pub(crate) fn coverage_rows(cells: &[Cell], ledgers: &Ledgers<'_>, place: &Place) -> RecordBatch {
    let mut covered = by_service(cells, ledgers);
    lay_ledgers_beneath(&mut covered, ledgers, place);
    name_other_bodies(&mut covered, ledgers, place);
    let mut ordered: Vec<(&Key, &Covered)> = covered.iter().collect();
    ordered.sort_by(|(a, x), (b, y)| {
        a.0.cmp(&b.0).then(y.gap().cmp(&x.gap())).then(x.is_note().cmp(&y.is_note())).then(a.cmp(b))
    });
    let mut rows = COVERAGE.rows();
    for ((year, body, service, is_capital), covered) in ordered {
        rows.push()
            .year(coverage::FINANCIAL_YEAR, *year)
            .text_if_any(coverage::BODY_ID, body.id.as_deref())
            .text(coverage::BODY, &body.name)
            .text(coverage::SERVICE, service)
            .flag(coverage::CAPITAL, *is_capital)
            .money_if_any(coverage::PUBLISHED, covered.published)
            .money_if_any(coverage::APPORTIONED, covered.apportioned)
            .money_if_any(coverage::ESTIMATED, covered.estimated)
            .money_if_any(coverage::COUNTED, covered.counted())
            .money_if_any(coverage::LEDGER, covered.ledger)
            .money_if_any(coverage::OPENS, covered.opens())
            .text(coverage::NOTE, &note(covered, *is_capital))
            .text_if_any(coverage::ASK, ask(covered, body, place).as_deref());
    }
    rows.finish()
}

/// What is counted by body and service; capital as a whole where the ledger parts it otherwise than the figures.
fn by_service(cells: &[Cell], ledgers: &Ledgers<'_>) -> BTreeMap<Key, Covered> {
    let mut capital: BTreeMap<(FinancialYear, &str), BTreeSet<&str>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.kind.is_capital()) {
        if let Some(id) = &cell.body.id {
            capital.entry((cell.year, id)).or_default().insert(&cell.counted_as.service);
        }
    }
    let is_parted = |year: FinancialYear, id: &str| {
        let services = capital.get(&(year, id));
        let is_known = |service: &str| services.is_some_and(|services| services.contains(service));
        ledgers.of_body(id, year).filter(|sum| sum.is_capital && sum.is_spending()).all(|sum| is_known(sum.service))
    };
    let mut covered: BTreeMap<Key, Covered> = BTreeMap::new();
    for cell in cells {
        let is_capital = cell.kind.is_capital();
        let is_whole = is_capital && cell.body.id.as_deref().is_some_and(|id| !is_parted(cell.year, id));
        let service = if is_whole { WHOLE_BODY } else { &cell.counted_as.service };
        covered.entry((cell.year, cell.body.clone(), service.to_owned(), is_capital)).or_default().add(cell);
    }
    covered
}

/// Puts each ledger beneath what is counted; what lies beside it is said in a row of the body as a whole, without pounds.
fn lay_ledgers_beneath(covered: &mut BTreeMap<Key, Covered>, ledgers: &Ledgers<'_>, place: &Place) {
    let bodies: BTreeSet<(FinancialYear, Spender)> = covered.keys().map(|key| (key.0, key.1.clone())).collect();
    for (year, body) in bodies {
        let Some(id) = body.id.as_deref() else { continue };
        let mut outside: BTreeMap<(&str, bool), Money> = BTreeMap::new();
        let mut passed_on: BTreeMap<&str, Money> = BTreeMap::new();
        for sum in ledgers.of_body(id, year) {
            let key = |service: &str| (year, body.clone(), service.to_owned(), sum.is_capital);
            if sum.is_spending() {
                let own = key(sum.service);
                let own = if covered.contains_key(&own) { own } else { key(WHOLE_BODY) };
                match covered.get_mut(&own).filter(|covered| covered.counted().is_some()) {
                    Some(covered) => covered.ledger = Some(covered.ledger.unwrap_or(Money::ZERO) + sum.amount),
                    None => *outside.entry((sum.service, sum.is_capital)).or_default() += sum.amount,
                }
            } else if matches!(sum.part, AccountPart::TransfersKept | AccountPart::TransfersEliminated) {
                *passed_on.entry(sum.counterparty_id.unwrap_or("a public body")).or_default() += sum.amount;
            }
        }
        // What stands in for a body without a figure are rows, all of it.
        for (_, led) in
            covered.iter_mut().filter(|(key, led)| key.1 == body && key.0 == year && led.ledger_led.is_some())
        {
            led.ledger = led.ledger_led;
        }
        let outside = outside.iter().filter(|(_, amount)| **amount != Money::ZERO).map(outside_in_words);
        let notes: Vec<String> = outside.chain(passed_on_in_words(&passed_on, place)).collect();
        if !notes.is_empty() {
            covered.entry((year, body, WHOLE_BODY.to_owned(), false)).or_default().notes.extend(notes);
        }
    }
}

/// A row without pounds for each body of the place that no figure is of: what its ledger shows, and what to ask it for where
/// nothing at all is published for the place.
fn name_other_bodies(covered: &mut BTreeMap<Key, Covered>, ledgers: &Ledgers<'_>, place: &Place) {
    let named: BTreeSet<(FinancialYear, Option<String>)> =
        covered.keys().map(|key| (key.0, key.1.id.clone())).collect();
    let is_published = |covered: &Covered| covered.published.is_some() || covered.apportioned.is_some();
    let published: BTreeSet<FinancialYear> =
        covered.iter().filter(|(_, covered)| is_published(covered)).map(|(key, _)| key.0).collect();
    for body in place.bodies.iter().filter(|body| body.in_perimeter) {
        for year in place.years().filter(|year| !named.contains(&(*year, Some(body.id.clone())))) {
            let mut row = Covered { asks_for_outturn: !published.contains(&year), ..Covered::default() };
            row.notes.extend(other_ledger_in_words(ledgers, &body.id, year, place));
            covered.insert((year, Spender::body(body), WHOLE_BODY.to_owned(), false), row);
        }
    }
}

fn other_ledger_in_words(ledgers: &Ledgers<'_>, body_id: &str, year: FinancialYear, place: &Place) -> Vec<String> {
    let (mut spent, mut n_lines) = (Money::ZERO, 0);
    let mut passed_on: BTreeMap<&str, Money> = BTreeMap::new();
    for sum in ledgers.of_body(body_id, year) {
        n_lines += sum.n_lines;
        if sum.is_spending() {
            spent += sum.amount;
        } else if matches!(sum.part, AccountPart::TransfersKept | AccountPart::TransfersEliminated) {
            *passed_on.entry(sum.counterparty_id.unwrap_or("a public body")).or_default() += sum.amount;
        }
    }
    if n_lines == 0 {
        return vec!["it has no published figure and no ledger for the year".to_owned()];
    }
    let spent = (spent != Money::ZERO).then(|| {
        format!("no figure is counted under its name; its ledger shows {spent} of spending, which is not added")
    });
    spent.into_iter().chain(passed_on_in_words(&passed_on, place)).collect()
}

fn outside_in_words(((service, is_capital), amount): (&(&str, bool), &Money)) -> String {
    let capital = if *is_capital { ", capital" } else { "" };
    if *service == UNCLASSIFIED {
        return format!(
            "{amount} of ledger rows are outside the count: no rule says which service they are for{capital}"
        );
    }
    format!("{amount} of ledger rows are outside the count: {}{capital}", service.replace('_', " "))
}

/// What a body pays to other public bodies is theirs to spend: it opens nothing of its own figure.
fn passed_on_in_words(passed_on: &BTreeMap<&str, Money>, place: &Place) -> Option<String> {
    let total: Money = passed_on.values().sum();
    let (most, amount) = passed_on.iter().max_by_key(|(_, amount)| **amount)?;
    let most = place.body_name(most);
    Some(format!(
        "{total} went to public bodies, {amount} of it to {most}: passed on, not spending that is traced to payments"
    ))
}

fn note(covered: &Covered, is_capital: bool) -> String {
    let mut parts = Vec::new();
    let counted = covered.counted();
    match (covered.opens(), counted) {
        (Some(opens), Some(counted)) if opens > counted && counted > Money::ZERO => parts.push(if is_capital {
            "the ledger shows more than is published: another year's payments, or VAT".to_owned()
        } else {
            "the ledger shows more than is published: net against gross, as the figure is net of fees, charges and other income"
                .to_owned()
        }),
        (Some(opens), Some(_)) if covered.ledger_led.is_some() => parts.push(format!("{opens}: its ledger is the only source")),
        (Some(_), Some(_)) => parts.push(if is_capital {
            "published; the rest cannot be traced to payments in the ledger".to_owned()
        } else {
            "published; the rest cannot be traced to payments: pay, and anything not paid through the ledger".to_owned()
        }),
        (None, Some(_)) if covered.apportioned.is_some() => {
            parts.push("a share of a larger area's figure: we do not know which payments are for the place".to_owned());
            parts.extend(covered.ledger.map(|ledger| format!("its ledger shows {ledger} spent on this for the place or its districts")));
        }
        (None, Some(_)) if covered.estimated.is_some() => parts.push("estimated".to_owned()),
        (None, Some(_)) => parts.push("published, not traced to payments".to_owned()),
        (_, None) => {}
    }
    parts.extend(covered.notes.iter().cloned());
    parts.join("; ")
}

fn ask(covered: &Covered, body: &Spender, place: &Place) -> Option<String> {
    let name = &body.name;
    if covered.has_unknown && covered.counted().is_none() {
        let what = covered.better_driver.clone().unwrap_or_else(|| "its outturn, or its payments".to_owned());
        return Some(format!("ask {name} for {what}"));
    }
    if covered.asks_for_outturn {
        return Some(format!("ask {name} for its published outturn, for the place"));
    }
    if covered.ledger_led.is_some() {
        return Some(format!("ask {name} for {BEYOND_A_LEDGER}"));
    }
    let gap = covered.gap();
    if gap == Money::ZERO {
        return None;
    }
    let is_local = body.id.as_deref().is_some_and(|id| place.body(id).is_some());
    if covered.estimated.is_some() && !is_local {
        return Some(format!("ask {name} for accounts: {} is an estimate", gap.short()));
    }
    match (&covered.better_driver, covered.ledger) {
        (Some(better), _) => Some(format!("ask {name} for {better}: {} is based on a share", gap.short())),
        (None, None) if is_local => {
            Some(format!("ask {name} for its payments: {} is not traced to payments", gap.short()))
        }
        (None, Some(_)) => Some(format!(
            "ask {name} for its pay and what is not in its ledger: {} is not traced to payments",
            gap.short()
        )),
        (None, None) => None,
    }
}
