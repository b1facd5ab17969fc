//! The whole count on a terminal.

use model::ProblemKind;
use model::spending::{CountBasis, SetAsideAs};
use money::Money;

use super::{WholeCell, WholeCount, basis_in_words, kind_in_words};
use crate::block::{Block, Fact, Value, count, percent, plural};
use crate::for_terminal;
use crate::render::{heading, render_blocks, render_facts};

/// Rows of each table on a screen.
const N_BODIES: usize = 8;
const N_SERVICES: usize = 12;

/// A doubt beside the headline that it may move.
fn near_fact((kind, amount): &(ProblemKind, Money)) -> Fact {
    let note = format!("{}: see the data quality warnings", kind.found());
    Fact { label: "May be off by".into(), value: Value::Money(*amount), note }
}

impl WholeCount {
    /// The whole on a screen of `width` columns, with colours if asked for; the payments beneath it follow.
    pub fn render(&self, width: usize, colour: bool) -> String {
        let title = format!("All public money for {}, financial year {}", for_terminal(&self.place), self.year);
        let mut text = format!("{}\n{}", heading(&title, colour), render_facts(&self.facts(), width));
        let blocks = self.blocks().into_iter().map(Block::unshortened).collect();
        text.push_str(&render_blocks(blocks, width, colour));
        text.push_str(&format!("\n{}\n", heading("The payments beneath it", colour)));
        text
    }

    /// The figures that stand first of all.
    pub fn facts(&self) -> Vec<Fact> {
        let fact = |label: &'static str, value, note| Fact { label: label.into(), value, note };
        let (low, high) = self.bounds();
        let mut facts = vec![
            fact("Spent for the place in all", Value::Money(self.total()), self.whole_note()),
            fact("For each resident", self.per_head().into(), self.people_note()),
            fact("Of that, traced to payments", Value::Money(self.opens()), self.opens_note()),
            fact("The place can influence", Value::Money(self.addressable()), self.addressable_note()),
        ];
        if (low, high) != (self.total(), self.total()) {
            let note = format!("to {high}, by any driver that could be used");
            facts.push(fact("At least", Value::Money(low), note));
        }
        facts.extend(self.near_doubts().map(near_fact));
        facts.extend(self.not_known_fact());
        facts
    }

    fn whole_note(&self) -> String {
        let parts = self.by_basis().into_iter().filter(|(basis, ..)| *basis != CountBasis::NotKnown);
        let parts: Vec<String> = parts
            .map(|(basis, amount, _)| {
                let share = amount.share_of(self.total()).map(percent).unwrap_or_default();
                format!("{share} {}", basis_in_words(basis).to_lowercase())
            })
            .collect();
        format!("every pound counted once: {}", parts.join(", "))
    }

    fn people_note(&self) -> String {
        match &self.population {
            Some(population) => {
                let source = population.source_in_brackets();
                format!("{} people{source}", count(population.people as usize))
            }
            None => "give `population` in place.toml, or a source of kind `drivers`".to_owned(),
        }
    }

    fn opens_note(&self) -> String {
        let share = self.share_that_opens().map(percent).unwrap_or_default();
        format!("{share} of the whole; `totalplace coverage` says what to ask each body for")
    }

    fn addressable_note(&self) -> String {
        let share = self.addressable().share_of(self.total()).map(percent).unwrap_or_default();
        format!("{share}; benefits and pensions to people, on a line of their own, are {}", self.benefits())
    }

    /// What is known to be spent and not how much: named, and in no sum.
    fn not_known_fact(&self) -> Option<Fact> {
        let named: Vec<String> = self.not_known().map(|cell| format!("{} ({})", cell.label, cell.body)).collect();
        let note = format!("not in any figure above: {}", named.join("; "));
        (!named.is_empty()).then(|| Fact { label: "Not known".into(), value: Value::Count(named.len()), note })
    }

    /// By basis, body, service and kind.
    pub fn blocks(&self) -> Vec<Block> {
        vec![
            self.block("The whole by what it is based on", "Basis", |cell| basis_in_words(cell.basis).to_owned()),
            self.block("The whole by body", "Body", |cell| cell.body.clone()).screen(N_BODIES + 1),
            self.block("The whole by service", "Service", |cell| cell.service.clone()).screen(N_SERVICES + 1),
            self.block("The whole by kind of spending", "Kind", |cell| kind_in_words(cell.kind).to_owned()),
        ]
    }

    fn block(&self, title: &str, heading: &'static str, name: impl Fn(&WholeCell) -> String) -> Block {
        let total = self.total();
        let row = |(name, amount, _): (String, Money, usize)| {
            vec![Value::Text(name), Value::Money(amount), amount.share_of(total).into()]
        };
        let mut rows: Vec<Vec<Value>> = self.by(name).into_iter().map(row).collect();
        rows.push(vec!["Whole".into(), Value::Money(total), Some(1.0).into()]);
        Block { has_total: true, ..Block::new(title, &[heading, "Pounds", "Share"], rows) }
    }

    /// Every cell, the largest first, with how it came about and where to find it.
    pub fn cells_block(&self) -> Block {
        let mut cells: Vec<&WholeCell> = self.cells.iter().collect();
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.amount.map(|amount| amount.pence().abs())));
        let rows = cells.into_iter().map(|cell| {
            let printed = cell.printed.as_ref().map(|printed| format!("; {printed}")).unwrap_or_default();
            vec![
                Value::Text(cell.body.clone()),
                Value::Text(cell.label.clone()),
                Value::Text(kind_in_words(cell.kind).to_owned()),
                cell.amount.into(),
                cell.low.into(),
                cell.high.into(),
                Value::Text(format!("{}{printed}", cell.method)),
            ]
        });
        let headings = ["Body", "Published line", "Kind", "Pounds", "At least", "At most", "How, and where to find it"];
        Block::new("Every figure of the whole", &headings, rows.collect())
    }

    /// Published figures that are not counted, with the reason.
    pub fn set_aside_block(&self) -> Block {
        let mut lines: Vec<_> = self.set_aside.iter().filter(|line| line.set_aside_as != SetAsideAs::Total).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.amount.map(|amount| amount.pence().abs())));
        let rows = lines.iter().map(|line| {
            vec![
                Value::Text(line.body.clone()),
                Value::Text(line.label.clone()),
                line.amount.into(),
                Value::Text(line.reason.clone()),
            ]
        });
        let note = format!("{}, not in any total above", plural(lines.len(), "published figure"));
        Block::new("Set aside", &["Body", "Published line", "Pounds", "Why"], rows.collect()).note(note)
    }

    /// From the region's spending a head to the place's; none where no region is published.
    pub fn bridge_block(&self) -> Option<Block> {
        let rows: Vec<Vec<Value>> = self
            .bridge
            .iter()
            .map(|step| {
                vec![Value::Text(step.step.clone()), Value::Money(step.per_head), Value::Text(step.note.clone())]
            })
            .collect();
        let headings = ["Step", "Pounds a head", "How"];
        (!rows.is_empty()).then(|| Block::new("From the region to the place", &headings, rows))
    }
}
