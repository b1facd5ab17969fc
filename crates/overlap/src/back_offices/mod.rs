//! The same back-office function in several bodies: payroll, audit, computers, estates, lawyers.
//!
//! Published figures come first, because they have the pay that ledgers lack; where a body publishes none, the headings of its
//! ledger are read, which is less. Which words mean which function stands in `reference/overlaps/back_office.csv`.

mod functions;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use arrow_array::RecordBatch;
use foldhash::fast::FixedState;
use model::spending::{CountBasis, SpendingKind};
use model::tables::{COVERAGE, LEDGER_SUM, OverlapConfidence, OverlapKind, WHOLE_COUNT, coverage, whole_count};
use money::Money;

pub use functions::BackOfficeFunctions;
use functions::Function;

use crate::finding::{Evidence, FigurePounds, Finding, LinePounds, Pounds};
use crate::names::NameId;
use crate::paid_lines::PaidLines;
use crate::words::plain;

/// A body that spends no more than this on a function does not count.
const BODY_AMOUNT_MIN: Money = Money::from_pence(500_00);
const KINDS: [SpendingKind; 3] = [SpendingKind::Pay, SpendingKind::GoodsServices, SpendingKind::Current];

const CONDITION: &str = "It is money if one office can do the work of several for less, staff and leases that are no longer needed end, and \
                         moving costs less than it brings. What a body spends on it is no measure of how well it is done";

/// The functions that several bodies have, each with what is published or, where nothing is, with lines of the ledger.
pub fn back_offices(
    whole_counts: &[RecordBatch],
    coverages: &[RecordBatch],
    lines: &PaidLines,
    functions: &BackOfficeFunctions,
) -> Vec<Finding> {
    let cells: Vec<Cell> = whole_counts.iter().flat_map(cells).collect();
    let mut headings: HashMap<NameId, String, FixedState> = HashMap::default();
    for line in lines.iter() {
        headings.entry(line.unit).or_insert_with(|| plain(lines.text(line.unit)));
    }
    let offices = functions.0.iter().map(|function| Office::of(function, &cells, lines, &headings));
    let several = offices.filter(|office| 1 < office.by_body.len());
    several.map(|office| office.finding(&cells, coverages)).collect()
}

/// A figure of the whole count that is published, apportioned or estimated for a body.
struct Cell {
    cell_id: i64,
    body: String,
    label: String,
    kind: SpendingKind,
    amount: Money,
}

fn cells(whole_count: &RecordBatch) -> Vec<Cell> {
    let cell = |row: model::Row<'_>| {
        let kind = SpendingKind::parse(row.text(whole_count::KIND)).filter(|kind| KINDS.contains(kind))?;
        // What rests on the ledger is read from its lines.
        let is_published = CountBasis::parse(row.text(whole_count::BASIS)) != Some(CountBasis::Ledger);
        Some(Cell {
            cell_id: row.id(whole_count::CELL_ID),
            body: row.text_if_any(whole_count::BODY_ID).filter(|_| is_published)?.to_owned(),
            label: plain(row.text(whole_count::LABEL)),
            kind,
            amount: row.money_if_any(whole_count::AMOUNT)?,
        })
    };
    WHOLE_COUNT.read(whole_count).iter().filter_map(cell).collect()
}

/// One function in the bodies that have it.
struct Office<'a> {
    name: &'a str,
    by_body: BTreeMap<&'a str, OfOneBody<'a>>,
}

#[derive(Default)]
struct OfOneBody<'a> {
    published: Vec<&'a Cell>,
    lines: Vec<LinePounds>,
}

impl<'a> Office<'a> {
    fn of(
        function: &'a Function,
        cells: &'a [Cell],
        lines: &'a PaidLines,
        headings: &HashMap<NameId, String, FixedState>,
    ) -> Office<'a> {
        let mut by_body: BTreeMap<&str, OfOneBody> = BTreeMap::new();
        for cell in cells.iter().filter(|cell| function.published.are_in_plain(&cell.label)) {
            by_body.entry(&cell.body).or_default().published.push(cell);
        }
        // Numbers are compared, not texts: a place has many lines.
        let published: BTreeSet<NameId> = by_body.keys().filter_map(|body| lines.id(body)).collect();
        let service = lines.id(&function.service);
        let headed: HashSet<NameId, FixedState> =
            headings.iter().filter(|(_, heading)| function.heading.are_in_plain(heading)).map(|(id, _)| *id).collect();
        for line in lines.iter() {
            // A whole service lies beneath a figure of it; without one, only what the ledger's headings name is a function.
            let is_of_service = Some(line.service) == service && published.contains(&line.body);
            if is_of_service || headed.contains(&line.unit) {
                by_body.entry(lines.text(line.body)).or_default().lines.push(line.pounds());
            }
        }
        by_body.retain(|_, of_body| BODY_AMOUNT_MIN < of_body.amount());
        Office { name: &function.name, by_body }
    }

    fn finding(&self, cells: &[Cell], coverages: &[RecordBatch]) -> Finding {
        Finding {
            kind: OverlapKind::BackOffice,
            keys: vec![self.name.replace(' ', "-")],
            title: format!("{} in {} bodies", capital(self.name), self.by_body.len()),
            bodies: self.by_body.keys().map(|body| (*body).to_owned()).collect(),
            pounds: self.pounds(),
            confidence: self.confidence(),
            keep_apart: false,
            how: self.how(cells),
            condition: CONDITION.to_owned(),
            evidence: self.evidence(coverages),
        }
    }

    fn pounds(&self) -> Pounds {
        let mut pounds = Pounds::default();
        for of_body in self.by_body.values() {
            pounds.figures.extend(of_body.figures());
            if of_body.published.is_empty() {
                pounds.lines.extend(&of_body.lines);
            }
        }
        pounds
    }

    fn n_published(&self) -> usize {
        self.by_body.values().filter(|of_body| !of_body.published.is_empty()).count()
    }

    fn confidence(&self) -> OverlapConfidence {
        match self.n_published() {
            0 => OverlapConfidence::Low,
            n if n == self.by_body.len() => OverlapConfidence::High,
            _ => OverlapConfidence::Medium,
        }
    }

    fn how(&self, cells: &[Cell]) -> String {
        let published = || self.by_body.values().flat_map(|of_body| &of_body.published);
        let pay: Money = published().filter(|cell| cell.kind == SpendingKind::Pay).map(|cell| cell.amount).sum();
        let figures: Money = published().map(|cell| cell.amount).sum();
        let n_ledgers = self.by_body.len() - self.n_published();
        let mut how = Vec::new();
        if 0 < self.n_published() {
            let of_pay = if pay == Money::ZERO {
                ", pay not shown apart".to_owned()
            } else {
                format!(", {} of it pay", pay.short())
            };
            how.push(format!("Published for {} of them: {}{of_pay}.", self.n_published(), figures.short()));
            how.extend(self.share(cells, figures));
        }
        if 0 < n_ledgers {
            let alone = self.by_body.values().filter(|of_body| of_body.published.is_empty());
            let paid: Money = alone.map(OfOneBody::amount).sum();
            how.push(format!("From headings of ledgers, without pay, for {n_ledgers} of them: {}.", paid.short()));
        }
        how.join(" ")
    }

    /// The function's share of all that is counted for the bodies with a published figure.
    fn share(&self, cells: &[Cell], figures: Money) -> Option<String> {
        let is_published = |body: &str| self.by_body.get(body).is_some_and(|of_body| !of_body.published.is_empty());
        let all: Money = cells.iter().filter(|cell| is_published(&cell.body)).map(|cell| cell.amount).sum();
        let share = figures.share_of(all).filter(|_| Money::ZERO < all)?;
        Some(format!("That is {:.1}% of {} counted for these.", share * 100.0, all.short()))
    }

    fn evidence(&self, coverages: &[RecordBatch]) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        for (body, of_body) in &self.by_body {
            evidence.extend(of_body.published.iter().map(|cell| Evidence {
                body_id: Some((*body).to_owned()),
                table: WHOLE_COUNT.name.to_owned(),
                key: cell.cell_id.to_string(),
                note: format!("published, {}", cell.kind.word().replace('_', " ")),
                amount: Some(cell.amount),
            }));
            if !of_body.lines.is_empty() {
                evidence.push(Evidence {
                    body_id: Some((*body).to_owned()),
                    table: LEDGER_SUM.name.to_owned(),
                    key: self.name.to_owned(),
                    note: format!("{} lines of its ledger, without pay", of_body.lines.len()),
                    amount: Some(of_body.paid()),
                });
            }
        }
        evidence.extend(self.coverage(coverages));
        evidence
    }

    /// How much of what is counted for each body its ledger opens.
    fn coverage(&self, coverages: &[RecordBatch]) -> Vec<Evidence> {
        let mut sums: BTreeMap<&str, [Money; 2]> = BTreeMap::new();
        for row in
            coverages.iter().flat_map(|batch| COVERAGE.read(batch).iter()).filter(|row| !row.flag(coverage::CAPITAL))
        {
            let Some(body) = row.text_if_any(coverage::BODY_ID).filter(|body| self.by_body.contains_key(body)) else {
                continue;
            };
            let [counted, opens] = sums.entry(body).or_default();
            *counted += row.money_if_any(coverage::COUNTED).unwrap_or_default();
            *opens += row.money_if_any(coverage::OPENS).unwrap_or_default();
        }
        let of_body = |(body, [counted, opens]): (&str, [Money; 2])| Evidence {
            body_id: Some(body.to_owned()),
            table: COVERAGE.name.to_owned(),
            key: body.to_owned(),
            note: format!("all its current spending; its ledger opens {}", opens.short()),
            amount: Some(counted),
        };
        sums.into_iter().map(of_body).collect()
    }
}

impl OfOneBody<'_> {
    fn paid(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// What is published; what the ledger shows where nothing is.
    fn amount(&self) -> Money {
        if self.published.is_empty() { self.paid() } else { self.published.iter().map(|cell| cell.amount).sum() }
    }

    /// The published figures. A ledger's lines have no pay, so they lie beneath the largest figure without it, if there is one.
    fn figures(&self) -> Vec<FigurePounds> {
        let rank = |cell: &&&Cell| (cell.kind != SpendingKind::Pay, cell.amount, cell.cell_id);
        let opened = self.published.iter().max_by_key(rank).map(|cell| cell.cell_id);
        let figure = |cell: &&Cell| FigurePounds {
            key: format!("{}:{}", WHOLE_COUNT.name, cell.cell_id),
            body_id: Some(cell.body.clone()),
            amount: cell.amount,
            beneath: if opened == Some(cell.cell_id) { self.lines.clone() } else { Vec::new() },
        };
        self.published.iter().map(figure).collect()
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Place;

    const CELLS: &str = "
        cell | body_id | body    | label                           | service          | kind               | basis                  | amount
        1    | county  | County  | Corporate and Democratic Core   | central_services | pay                | published_for_the_body | 3000.00
        2    | county  | County  | Corporate and Democratic Core   | central_services | goods_and_services | published_for_the_body | 1000.00
        3    | county  | County  | Education services              | education        | current            | published_for_the_body | 36000.00
        4    | board   | Board   | Corporate management            | nhs              | current            | published_for_the_body | 2000.00
        5    | police  | Police  | Corporate management            | police           | current            | ledger                 | 9000.00
    ";
    const LINES: &str = "
        body   | payee | department           | supplier | service          | amount
        county | A     | Democratic Services  | a        | central_services | 700.00
        police | B     | Corporate Management | b        | police           | 600.00
        fire   | C     | Corporate Management | c        | fire             | 90.00
        police | D     | Internal audit       | d        | police           | 800.00
        fire   | E     | INTERNAL AUDIT       | e        | fire             | 900.00
    ";
    const SUPPLIERS: &str = "supplier | name | supplier_kind\n a | A | company";

    #[test]
    fn published_figures_come_first_and_ledgers_fill_the_gaps() {
        let place = Place::of(LINES, SUPPLIERS);
        let cells = testkit::batch(&WHOLE_COUNT, CELLS);
        let coverage =
            testkit::batch(&COVERAGE, "body_id | counted | opens\n county | 40000.00 | 700.00\n park | 1.00 | 1.00");
        let found = back_offices(&[cells], &[coverage], &place.lines, &BackOfficeFunctions::shipped());
        let ids: Vec<String> = found.iter().map(Finding::id).collect();
        assert_eq!(ids, ["back_office:corporate-core", "back_office:audit"]);
        let core = &found[0];
        // The county's 4,000 and the board's 2,000 are published; of the police only the ledger tells, 600.
        assert_eq!(core.pounds.seen(), Some(Money::from_pence(6_600_00)));
        assert_eq!(core.confidence, OverlapConfidence::Medium);
        assert!(core.how.contains("Published for 2 of them: £6,000.00, £3,000.00 of it pay."), "{}", core.how);
        assert!(core.how.contains("14.3% of £42.0k"), "{}", core.how);
        let beneath: Vec<usize> = core.pounds.figures.iter().map(|figure| figure.beneath.len()).collect();
        assert_eq!(beneath, [0, 0, 1], "the county's line lies beneath what is not pay");
        assert!(core.evidence.iter().any(|of| of.table == "coverage" && of.note.contains("£700.00")));
        assert_eq!(found[1].pounds.seen(), Some(Money::from_pence(1_700_00)));
        assert_eq!(found[1].confidence, OverlapConfidence::Low);
    }
}
