//! What is traced to payments, and what to ask each body for.

use money::Money;

use super::{Coverage, WholeCount};
use crate::block::{Block, Value, count};

/// Something to ask a body for.
struct Ask<'a> {
    body: &'a str,
    ask: &'a str,
    pounds: Option<Money>,
    ledger: Option<Money>,
}

impl Coverage {
    /// What is said of a body as a whole: a row without pounds.
    pub fn is_note(&self) -> bool {
        self.counted.is_none() && self.ledger.is_none() && !self.is_capital && self.service_id == model::WHOLE_BODY
    }
}

impl WholeCount {
    /// One row for each body and service, the most pounds that do not open first.
    pub fn coverage_block(&self) -> Block {
        let row = |cell: &Coverage| {
            if cell.is_note() {
                let pounds = std::iter::repeat_with(|| "".into()).take(6);
                let named = [Value::Text(cell.body.clone()), "As a whole".into()];
                return named.into_iter().chain(pounds).chain([Value::Text(cell.note.clone())]).collect();
            }
            vec![
                Value::Text(cell.body.clone()),
                Value::Text(if cell.is_capital { format!("{}, capital", cell.service) } else { cell.service.clone() }),
                cell.published.into(),
                cell.apportioned.into(),
                cell.estimated.into(),
                cell.ledger.into(),
                cell.opens.into(),
                cell.share().into(),
                Value::Text(cell.note.clone()),
            ]
        };
        let rows: Vec<Vec<Value>> = self.ranked().into_iter().map(row).collect();
        let headings = [
            "Body",
            "Service",
            "Published",
            "Shared out",
            "Estimated",
            "Ledger",
            "Traced to payments",
            "Share",
            "Note",
        ];
        Block::new("What is counted, and how much of it is traced to payments", &headings, rows)
    }

    /// What to ask each body for, the most pounds first; what is not known, of which nobody can say how much, last.
    pub fn asks_block(&self) -> Block {
        let asks = self.asks();
        let n = asks.len();
        let rows = asks.into_iter().map(|(body, ask, pounds)| {
            vec![Value::Text(body), Value::Text(ask), pounds.map_or(Value::NotComputed, Value::Money)]
        });
        let note = match n {
            0 if self.cells.is_empty() => "No body here has a figure or a ledger.".to_owned(),
            0 => "Everything that is counted is traced to payments.".to_owned(),
            1 => "1 thing to ask for".to_owned(),
            n => format!("{} things to ask for, largest amounts first", count(n)),
        };
        Block::new("What to ask each body for", &["Ask", "For", "Pounds"], rows.collect()).note(note)
    }

    /// Body, what to ask it for, and the pounds that would open; of those where nobody knows how much, the one with most on
    /// its ledger first.
    pub fn asks(&self) -> Vec<(String, String, Option<Money>)> {
        let mut asks: Vec<Ask> = Vec::new();
        for cell in &self.coverage {
            let Some(ask) = &cell.ask else { continue };
            let add = |sum: &mut Option<Money>, more: Option<Money>| {
                *sum = sum.zip(more).map(|(a, b)| a + b).or(*sum).or(more)
            };
            match asks.iter_mut().find(|known| *known.body == cell.body && known.ask == ask) {
                Some(known) => {
                    add(&mut known.pounds, cell.closed());
                    add(&mut known.ledger, cell.ledger);
                }
                None => asks.push(Ask { body: &cell.body, ask, pounds: cell.closed(), ledger: cell.ledger }),
            }
        }
        asks.sort_by(|a, b| {
            (b.pounds, b.ledger).cmp(&(a.pounds, a.ledger)).then_with(|| (a.body, a.ask).cmp(&(b.body, b.ask)))
        });
        asks.into_iter().map(|ask| (ask.body.to_owned(), ask.ask.to_owned(), ask.pounds)).collect()
    }

    fn ranked(&self) -> Vec<&Coverage> {
        let mut cells: Vec<&Coverage> = self.coverage.iter().collect();
        cells.sort_by(|a, b| {
            let key = |cell: &Coverage| (cell.body.clone(), cell.service.clone(), cell.is_capital);
            (b.closed(), b.counted).cmp(&(a.closed(), a.counted)).then_with(|| key(a).cmp(&key(b)))
        });
        cells
    }
}
