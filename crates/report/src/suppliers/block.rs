//! Suppliers as blocks of rows, for the terminal and the workbook.

use std::collections::BTreeMap;

use model::{Place, Tally, in_words};
use money::Money;

use super::{PrintedName, Supplier, Suppliers};
use crate::block::{Block, Value, percent, plural, words};

/// Rows of a table in the workbook; the tables themselves have them all.
const N_ROWS: usize = 50;

impl Suppliers {
    /// What kinds of payee the place's money goes to. Lines that print no name at all are given beside.
    pub fn kinds_block(&self, net: Tally) -> Block {
        let row = |kind: &str, tally: Tally| {
            let share = tally.amount.share_of(net.amount);
            vec![words(kind), Value::Count(tally.n_lines), Value::Money(tally.amount), share.into()]
        };
        let mut rows: Vec<_> = self.by_kind().into_iter().map(|(kind, tally)| row(kind.word(), tally)).collect();
        let nameless = self.nameless(net);
        if 0 < nameless.n_lines {
            rows.push(row("no name printed", nameless));
        }
        let public = self.all.iter().filter(|supplier| supplier.is_public_body());
        let public: Money = public.map(|supplier| supplier.net.amount).sum();
        let public = public.share_of(net.amount).map_or("not computed".to_owned(), percent);
        let note = format!(
            "Public bodies are recognised first; they get {public} of it. The name of a company or community ends in \
             its legal form; an organisation's name gives none."
        );
        let headings = ["Kind of payee", "Lines", "Pounds", "Share of net"];
        Block::new("By kind of payee, net here", &headings, rows).note(note)
    }

    /// What is net here on lines that print no name.
    fn nameless(&self, net: Tally) -> Tally {
        let mut rest = net;
        self.all.iter().for_each(|supplier| rest -= supplier.net);
        rest
    }

    /// The largest suppliers, whatever each is called.
    pub fn largest_block(&self, net: Money) -> Block {
        let row = |supplier: &Supplier| {
            vec![
                supplier.name.as_str().into(),
                Value::Count(supplier.n_names),
                Value::Count(supplier.bodies.len()),
                Value::Count(supplier.net.n_lines),
                Value::Money(supplier.net.amount),
                supplier.net.amount.share_of(net).into(),
            ]
        };
        let named = self.all.iter().filter(|supplier| supplier.is_public_body() || supplier.is_in_market());
        let rows = named.take(N_ROWS).map(row).collect();
        let headings = ["Supplier", "Names", "Bodies", "Lines", "Pounds", "Share of net"];
        Block::new("Largest suppliers, net here", &headings, rows)
            .screen(10)
            .note("`totalplace suppliers` shows which names were matched, and how.")
    }

    /// What the suppliers of a place show beyond the two tables above.
    pub fn blocks(&self, place: &Place) -> Vec<Block> {
        vec![self.shared_block(), self.overlap_block(place), self.concentration_block(place), self.codes_block(place)]
    }

    fn shared_block(&self) -> Block {
        let n_shared = self.shared().count();
        let amount: Money = self.shared().map(|supplier| supplier.net.amount).sum();
        let row = |supplier: &Supplier| {
            vec![
                supplier.name.as_str().into(),
                Value::Count(supplier.bodies.len()),
                Value::Count(supplier.n_names),
                Value::Money(supplier.net.amount),
                supplier.bodies[0].tally.amount.share_of(supplier.net.amount).into(),
            ]
        };
        let rows = self.shared().take(N_ROWS).map(row).collect();
        let headings = ["Supplier", "Bodies", "Names", "Pounds", "Largest body's share"];
        let note = format!(
            "{} of more than one body, {amount} net here. Public bodies and withheld names are not among them.",
            plural(n_shared, "supplier")
        );
        Block::new("Shared suppliers, net here", &headings, rows).screen(10).note(note)
    }

    fn overlap_block(&self, place: &Place) -> Block {
        let title = "What two bodies have in common";
        if self.overlaps.is_empty() {
            return Block::new(title, &[], Vec::new()).note("One body alone has suppliers here.");
        }
        let mut overlaps: Vec<_> = self.overlaps.iter().collect();
        overlaps.sort_by(|a, b| {
            let key = |overlap: &super::Overlap| (overlap.body_id.clone(), overlap.other_body_id.clone());
            b.amount.cmp(&a.amount).then_with(|| key(a).cmp(&key(b)))
        });
        let row = |overlap: &&super::Overlap| {
            vec![
                place.body_name(&overlap.body_id).into(),
                place.body_name(&overlap.other_body_id).to_owned().as_str().into(),
                Value::Count(overlap.n_suppliers),
                Value::Share(overlap.share_of_suppliers),
                Value::Money(overlap.amount),
            ]
        };
        let headings = ["Body", "Other body", "Suppliers of both", "of those of either", "Smaller amounts added up"];
        let note = "For each supplier, the smaller of what the two spent here with it. It shows where to look, not \
                    what could be saved: only spending that could be bought another way can be saved.";
        Block::new(title, &headings, overlaps.iter().map(row).collect()).screen(10).note(note)
    }

    fn concentration_block(&self, place: &Place) -> Block {
        let row = |found: &super::Concentration| {
            vec![
                place.body_name(&found.body_id).into(),
                Value::Count(found.n_suppliers),
                Value::Money(found.amount),
                Value::Text(format!("{:.4}", found.hhi)),
                Value::Share(found.top_ten_share),
            ]
        };
        let rows = self.concentrations.iter().map(row).collect();
        let headings = ["Body", "Suppliers", "Pounds", "Concentration", "Ten largest"];
        let note = "Concentration is the sum of squared shares (the Herfindahl-Hirschman index): 1 if one supplier \
                    has everything.";
        Block::new("How concentrated the spending is", &headings, rows).note(note)
    }

    fn codes_block(&self, place: &Place) -> Block {
        let title = "Suppliers under several numbers of one body";
        let in_market = |codes: &&super::ManyCodes| self.find(&codes.supplier_id).is_some_and(Supplier::is_in_market);
        let found: Vec<&super::ManyCodes> = self.codes.iter().filter(in_market).collect();
        if found.is_empty() {
            return Block::new(title, &[], Vec::new()).note("None, or no ledger prints payee numbers.");
        }
        let row = |codes: &&super::ManyCodes| {
            let name = self.find(&codes.supplier_id).map_or(codes.supplier_id.as_str(), |s| s.name.as_str());
            vec![
                name.into(),
                place.body_name(&codes.body_id).into(),
                Value::Count(codes.n_codes),
                Value::Count(codes.tally.n_lines),
                Value::Money(codes.tally.amount),
            ]
        };
        let rows = found.iter().take(N_ROWS).map(row).collect();
        let note = format!("{} in all, over every line and treatment.", plural(found.len(), "case"));
        Block::new(title, &["Supplier", "Body", "Numbers", "Lines", "Pounds"], rows).screen(10).note(note)
    }

    /// One supplier with every printed name that was joined.
    pub fn names_block(&self, place: &Place, supplier: &Supplier, names: &[PrintedName]) -> Block {
        let mut by_name: BTreeMap<(&str, &str), &PrintedName> = BTreeMap::new();
        by_name.extend(names.iter().map(|name| ((name.body_id.as_str(), name.payee.as_str()), name)));
        let mut names: Vec<&PrintedName> = by_name.into_values().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.all_lines.amount));
        let row = |name: &&PrintedName| {
            vec![
                name.payee.as_str().into(),
                place.body_name(&name.body_id).into(),
                words(name.method.word()),
                Value::Share(name.score),
                Value::Count(name.n_codes),
                Value::Count(name.all_lines.n_lines),
                Value::Money(name.all_lines.amount),
            ]
        };
        let headings = ["Name as printed", "Body", "Joined by", "Score", "Numbers", "Lines", "Pounds"];
        Block::new(&names_title(supplier), &headings, names.iter().map(row).collect()).note(self.group_note(supplier))
    }

    fn group_note(&self, supplier: &Supplier) -> String {
        let relatives = self.relatives(&supplier.supplier_id).into_iter().take(5);
        let shown: Vec<String> =
            relatives.map(|(other, method)| format!("{} ({})", other.name, in_words(method.word()))).collect();
        match shown.is_empty() {
            true => String::new(),
            false => format!("Kept apart, but possibly one group: {}.", shown.join("; ")),
        }
    }
}

fn names_title(supplier: &Supplier) -> String {
    let n_bodies = supplier.bodies.len();
    let bodies = format!("{n_bodies} {}", if n_bodies == 1 { "body" } else { "bodies" });
    format!("{} ({}): {} net here, {bodies}", supplier.name, supplier.supplier_id, supplier.net.amount)
}
