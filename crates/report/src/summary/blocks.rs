//! The summary as blocks of rows: one description, printed on the terminal and in the workbook.

use model::{AccountPart, FinancialYear, ProblemKind, Tally, UNCLASSIFIED, in_words};
use money::Money;

use super::{Beside, BodyAccount, Doubt, Named, Parts, Reconciliation, Summary, TransferLine};
use crate::block::{Block, Fact, Value, count, plural, words};

/// How many client groups the first figures name.
const N_CLIENT_GROUPS: usize = 3;

/// A doubt that may move the headline by this share is shown beside it.
const NEAR_SHARE_MIN: f64 = 0.01;

impl Summary {
    /// The figures that stand first.
    pub fn facts(&self) -> Vec<Fact> {
        let fact = |label: &'static str, value, note| Fact { label: label.into(), value, note };
        let gross = self.total.gross();
        let mut facts = self.headlines();
        facts.extend(self.near_fact());
        facts.extend(self.beside_fact());
        facts.extend([
            fact("For each resident", self.per_head().into(), self.population_note()),
            fact("All lines added up", Value::Money(gross.amount), self.sources_note()),
            fact("Came from national bodies", self.from_whitehall.map(|w| w.amount).into(), self.whitehall_note()),
            fact("Net pounds with a service", self.coverage().into(), tally_note(self.unclassified, UNCLASSIFIED)),
            fact("Net pounds with a client group", self.client_group_coverage().into(), self.client_groups_note()),
            fact("Pounds known to be net of VAT", self.net_of_vat().into(), self.vat_note()),
            fact("Least sure reading of a file", self.sources.confidence_min.into(), self.reading_note()),
        ]);
        facts
    }

    /// Payments are all that is known to be spent, unless figures are published for the whole.
    fn verb(&self) -> &'static str {
        if self.above.is_some() { "Paid" } else { "Spent" }
    }

    /// The headline; for several years, one for each and their sum, which is labelled as a sum.
    pub(crate) fn headlines(&self) -> Vec<Fact> {
        let whole = Value::Money(self.total.net().amount);
        if self.net_by_year.len() < 2 {
            let label = format!("{} here, each pound once", self.verb()).into();
            return vec![Fact { label, value: whole, note: self.net_note() }];
        }
        let of_year = |(year, tally): &(FinancialYear, Tally)| Fact {
            label: format!("{} here in {year}, each pound once", self.verb()).into(),
            value: Value::Money(tally.amount),
            note: plural(tally.n_lines, "line"),
        };
        let note = format!("{} added up, as in the tables below; {}", self.years_in_words(), self.net_note());
        let together = Fact { label: "All these years together".into(), value: whole, note };
        self.net_by_year.iter().map(of_year).chain([together]).collect()
    }

    /// What the files hold but no headline counts; `None` if there is nothing.
    fn beside_fact(&self) -> Option<Fact> {
        let parts: Vec<String> = [self.beside.years_note(), self.beside.copies_note()].into_iter().flatten().collect();
        let amount = self.beside.of_other_years().amount + self.beside.copies.amount;
        let label = "Not in this headline".into();
        (!parts.is_empty()).then(|| Fact { label, value: Value::Money(amount), note: parts.join("; ") })
    }

    /// The same without the years one by one.
    pub(crate) fn beside_in_short(&self) -> Option<Fact> {
        let fact = self.beside_fact()?;
        let (years, copies) = (self.beside.of_other_years().n_lines, self.beside.copies.n_lines);
        let n_years = plural(self.beside.other_years.len(), "other year");
        let parts = [
            (0 < years).then(|| format!("{} of {n_years}", plural(years, "line"))),
            (0 < copies).then(|| format!("{} in copies of files", plural(copies, "line"))),
        ];
        Some(Fact { note: parts.into_iter().flatten().collect::<Vec<_>>().join("; "), ..fact })
    }

    /// Pounds paid under names that are nearly a body's, if they could move the headline by a hundredth or more.
    pub(crate) fn near_fact(&self) -> Option<Fact> {
        let is_near = |doubt: &&Doubt| doubt.kind == ProblemKind::PayeeNearBody;
        let amount = self.doubts.as_ref()?.iter().find(is_near)?.amount?;
        let share = amount.abs().share_of(self.total.net().amount.abs())?;
        let note = "paid under names that are nearly those of public bodies here, so this headline may count the same pounds twice: \
                    `totalplace classify --bodies` asks what each is";
        let fact = Fact { label: "May be transfers".into(), value: Value::Money(amount), note: note.to_owned() };
        (NEAR_SHARE_MIN <= share).then_some(fact)
    }

    /// Every table of the summary.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.blocks_but_doubts();
        blocks.push(self.doubts_block());
        blocks
    }

    /// On a terminal doubts are sentences.
    pub(crate) fn blocks_but_doubts(&self) -> Vec<Block> {
        let mut blocks = vec![self.bodies_block(), self.services_block()];
        blocks.extend(self.suppliers.as_ref().map(|suppliers| suppliers.kinds_block(self.total.net())));
        blocks.extend([self.payees_block(), self.transfers_block()]);
        match &self.reconciliations {
            Some(found) if !found.is_empty() => blocks.extend(found.iter().map(reconciliation_block)),
            _ => blocks.push(Block::not_computed("Against published totals", "no published figures were given")),
        }
        blocks.push(self.missing_block());
        blocks
    }

    fn bodies_block(&self) -> Block {
        let headings = [
            "Body",
            "Lines",
            "Gross",
            "Transfers eliminated",
            "Financing",
            "Excluded",
            "Elsewhere",
            "Not attributable",
            "Net here",
            "of it transfers kept",
        ];
        let mut rows: Vec<Vec<Value>> = self.bodies.iter().map(body_row).collect();
        rows.push(parts_row("All bodies", &self.total));
        let note = "Gross = eliminated + financing + excluded + elsewhere + not attributable + net. A transfer is kept \
                    where the receiver's own ledger is not in the count: it is the best evidence of what that body spent.";
        let block = Block::new("By body", &headings, rows).note(note);
        Block { has_total: true, ..block }
    }

    /// The largest groups; the data package and `query` have all of them.
    fn client_groups_note(&self) -> String {
        let of_group = |group: &Named| format!("{} {}", in_words(&group.name), group.tally.amount);
        let largest: Vec<String> = self.client_groups.iter().take(N_CLIENT_GROUPS).map(of_group).collect();
        let note = tally_note(self.of_client_groups(), "for people whom a heading names");
        if largest.is_empty() { note } else { format!("{note}: {}", largest.join(", ")) }
    }

    fn services_block(&self) -> Block {
        let net = self.total.net().amount;
        let by_name = |named: &Named| Named { name: self.service_name(&named.name), tally: named.tally };
        let mut rows: Vec<Vec<Value>> = self.services.iter().map(|named| named_row(&by_name(named), net)).collect();
        let unclassified = Named { name: self.service_name(UNCLASSIFIED), tally: self.unclassified };
        rows.push(named_row(&unclassified, net));
        let block = Block::new("By service, net here", &["Service", "Lines", "Pounds", "Share of net"], rows);
        Block { has_total: true, ..block.screen(10).note(self.shares_note()) }
    }

    /// What shares of net are shares of.
    fn shares_note(&self) -> String {
        format!("Shares are of {}.", self.payments_in_words())
    }

    /// Suppliers where they were found, else payees as printed.
    fn payees_block(&self) -> Block {
        let net = self.total.net().amount;
        if let Some(suppliers) = &self.suppliers {
            return suppliers.largest_block(net);
        }
        let rows = self.payees.iter().map(|named| named_row(named, net)).collect();
        let note = format!(
            "Names as printed; one organisation may stand under several. {} without a name.",
            tally_note(self.payees_withheld, "withheld or")
        );
        Block::new("Largest payees, net here", &["Payee", "Lines", "Pounds", "Share of net"], rows)
            .screen(10)
            .note(note)
    }

    fn transfers_block(&self) -> Block {
        let title = "Transfers between bodies";
        let headings = ["Payer", "Receiver", "Kind", "Lines", "Pounds", "Eliminated", "Receiver's figure", "Status"];
        match &self.transfers {
            None => Block::not_computed(title, "the table transfer is not there"),
            Some(lines) if lines.is_empty() => Block::new(title, &[], Vec::new()).note("None was found."),
            Some(lines) => Block::new(title, &headings, lines.iter().map(transfer_row).collect()).screen(10),
        }
    }

    /// Doubts by kind, with what to ask the bodies for.
    pub fn doubts_block(&self) -> Block {
        let title = "Data quality warnings";
        let headings = ["What", "In the count", "Rows", "Files", "Pounds", "Bodies", "What to ask for"];
        match &self.doubts {
            None => Block::not_computed(title, "the tables of problems are not there"),
            Some(doubts) if doubts.is_empty() => Block::new(title, &[], Vec::new()).note("None was found."),
            Some(doubts) => {
                let (settled, open): (Vec<&Doubt>, Vec<&Doubt>) = doubts.iter().partition(|doubt| doubt.is_settled);
                let block = Block::new(title, &headings, open.into_iter().map(doubt_row).collect());
                if settled.is_empty() { block } else { block.note(settled_note(&settled)) }
            }
        }
    }

    /// Bodies of the perimeter that are not in the count.
    pub fn missing_block(&self) -> Block {
        let title = "Bodies of the perimeter without lines";
        if self.missing_bodies.is_empty() {
            return Block::new(title, &[], Vec::new()).note("None: every body of the perimeter sent files.");
        }
        let row = |body: &super::MissingBody| {
            let why = if body.n_files == 0 { "no file" } else { "no file gave a line" };
            vec![body.name.as_str().into(), why.into(), body.paid_by_others.into()]
        };
        let rows = self.missing_bodies.iter().map(row).collect();
        let note = "What others paid such a body is in the count, as the best evidence of what it spent.";
        Block::new(title, &["Body", "Why", "Paid by others"], rows).note(note)
    }

    fn net_note(&self) -> String {
        let kept = self.total[AccountPart::TransfersKept];
        format!("of it {} transfers kept as the best evidence of what the receiver spent", kept.amount)
    }

    fn population_note(&self) -> String {
        match &self.population {
            Some(population) => {
                let year = if 1 < self.net_by_year.len() { format!("in {}; ", self.year) } else { String::new() };
                let (people, source) = (count(population.people as usize), population.source_in_brackets());
                format!("{year}population {people}{source}; {}", self.payments_in_words())
            }
            None => "no population in place.toml, and no source of kind `drivers` has it".to_owned(),
        }
    }

    pub(crate) fn sources_note(&self) -> String {
        let sources = &self.sources;
        let files = format!("{} of {}", plural(sources.n_lines, "line"), plural(sources.n_files, "file"));
        match sources.n_problem_rows {
            0 => files,
            n => format!("{files}; kept as problems instead of lines: {}", plural(n, "row")),
        }
    }

    fn whitehall_note(&self) -> String {
        match self.from_whitehall {
            None => "transfers were not computed".to_owned(),
            Some(whitehall) => format!(
                "{} to bodies here; {} of it is eliminated because the receiver's own spending is in the count",
                plural(whitehall.n_lines, "line"),
                whitehall.eliminated
            ),
        }
    }

    fn net_of_vat(&self) -> Option<f64> {
        let net = self.sources.vat_bases.iter().find(|basis| basis.name == "net");
        net.map_or(Money::ZERO, |basis| basis.tally.amount).share_of(self.total.gross().amount)
    }

    fn vat_note(&self) -> String {
        let bases = &self.sources.vat_bases;
        bases.iter().map(|basis| format!("{} {}", basis.name, basis.tally.amount)).collect::<Vec<_>>().join("; ")
    }

    fn reading_note(&self) -> String {
        match self.sources.n_files_without_lines {
            0 => String::new(),
            n => format!("no line came out of {}", plural(n, "file")),
        }
    }
}

impl Beside {
    /// `£3.00 in 2 lines of other years (2022-23 £1.00, 2024-25 £2.00)`; `None` if there are no such lines.
    pub fn years_note(&self) -> Option<String> {
        let of_year = |(year, tally): &(FinancialYear, Tally)| format!("{year} {}", tally.amount);
        let years: Vec<String> = self.other_years.iter().map(of_year).collect();
        let Tally { n_lines, amount } = self.of_other_years();
        (n_lines > 0).then(|| format!("{amount} in {} of other years ({})", plural(n_lines, "line"), years.join(", ")))
    }

    /// The pounds and lines in copies; `None` if there are none.
    pub fn copies_note(&self) -> Option<String> {
        let Tally { n_lines, amount } = self.copies;
        (n_lines > 0)
            .then(|| format!("{amount} in {} of files that are copies of other files", plural(n_lines, "line")))
    }
}

fn body_row(body: &BodyAccount) -> Vec<Value> {
    parts_row(&body.name, &body.parts)
}

fn parts_row(name: &str, parts: &Parts) -> Vec<Value> {
    let gross = parts.gross();
    let mut row = vec![name.into(), Value::Count(gross.n_lines), Value::Money(gross.amount)];
    row.extend(parts.left_out().map(|(_, tally)| Value::Money(tally.amount)));
    row.extend([Value::Money(parts.net().amount), Value::Money(parts[AccountPart::TransfersKept].amount)]);
    row
}

fn named_row(named: &Named, whole: Money) -> Vec<Value> {
    let Tally { n_lines, amount } = named.tally;
    vec![named.name.as_str().into(), Value::Count(n_lines), Value::Money(amount), amount.share_of(whole).into()]
}

fn transfer_row(line: &TransferLine) -> Vec<Value> {
    vec![
        line.payer.as_str().into(),
        line.receiver.as_str().into(),
        words(line.kind.word()),
        Value::Count(line.n_lines),
        Value::Money(line.amount),
        (if line.eliminated { "yes" } else { "no" }).into(),
        line.matched_amount.into(),
        words(line.status.word()),
    ]
}

fn reconciliation_block(reconciliation: &Reconciliation) -> Block {
    let row = |item: &super::ReconciliationItem| {
        vec![
            words(item.item.word()),
            item.amount.into(),
            reconciliation.share(item).into(),
            words(item.basis.word()),
            item.note.as_str().into(),
        ]
    };
    let title = format!("{} against {}, {}", reconciliation.body, reconciliation.series, reconciliation.year);
    let rows = reconciliation.items.iter().map(row).collect();
    Block::new(&title, &["Item", "Pounds", "Of published", "Basis", "Note"], rows)
}

/// What was found and is certain, such as totals that add up: nobody has to look at it.
fn settled_note(settled: &[&Doubt]) -> String {
    let shown = settled.iter().map(|doubt| match (doubt.n_rows, doubt.n_files) {
        (0, files) => format!("{} ({})", doubt.kind.found(), plural(files, "file")),
        (rows, _) => format!("{} ({})", doubt.kind.found(), plural(rows, "row")),
    });
    format!("Recorded, with nothing to ask for: {}.", shown.collect::<Vec<_>>().join("; "))
}

fn doubt_row(doubt: &Doubt) -> Vec<Value> {
    vec![
        doubt.kind.found().into(),
        (if doubt.left_out { "left out" } else { "kept" }).into(),
        Value::Count(doubt.n_rows),
        Value::Count(doubt.n_files),
        doubt.amount.into(),
        doubt.bodies.join(", ").as_str().into(),
        doubt.ask.into(),
    ]
}

fn tally_note(tally: Tally, what: &str) -> String {
    format!("{} in {} is {what}", tally.amount, plural(tally.n_lines, "line"))
}
