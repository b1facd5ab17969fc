//! What is done twice as blocks of rows, for the terminal.

use model::{Place, Strand};

use super::{Evidence, Finding, Overlaps};
use crate::block::{Block, Value, percent, plural, some_names, words};

/// Findings on a screen.
const N_FINDINGS: usize = 15;
/// Pieces of evidence on a screen.
const N_EVIDENCE: usize = 12;

impl Overlaps {
    /// What each strand holds.
    pub fn strands_block(&self) -> Block {
        let row = |sum: &super::StrandSum| {
            vec![
                words(sum.strand.word()),
                Value::Count(sum.n_findings),
                Value::Money(sum.amount),
                Value::Count(sum.n_unknown),
            ]
        };
        let sums = self.by_strand();
        let mut rows: Vec<_> = sums.iter().map(row).collect();
        if rows.is_empty() {
            return Block::new("By strand", &[], rows).note("Nothing was found to be done twice.");
        }
        let n_unknown = sums.iter().map(|sum| sum.n_unknown).sum();
        let total =
            vec!["all".into(), Value::Count(self.all.len()), Value::Money(self.amount()), Value::Count(n_unknown)];
        rows.push(total);
        let mut block = Block::new("By strand", &["Strand", "Findings", "Pounds", "Pounds not known"], rows);
        block.has_total = true;
        block.note(
            "A pound is in one finding and one strand at most. It is money that is spent, not money that can be saved: \
             that takes a proposal, with what would be done instead.",
        )
    }

    /// The findings, the largest first; of one strand where one is asked for.
    pub fn findings_block(&self, place: &Place, strand: Option<Strand>) -> Block {
        let chosen = self.all.iter().filter(|finding| strand.is_none_or(|strand| finding.strand == strand));
        let row = |finding: &Finding| {
            vec![
                Value::Text(finding.rank.to_string()),
                finding.title.as_str().into(),
                words(finding.kind.word()),
                Value::Text(bodies(place, finding)),
                finding.amount.into(),
                words(finding.confidence.word()),
            ]
        };
        let headings = ["", "What is done twice", "Kind", "Bodies", "Pounds", "Confidence"];
        Block::new("Findings", &headings, chosen.map(row).collect()).screen(N_FINDINGS)
    }

    /// Evidence for one finding.
    pub fn evidence_block(&self, place: &Place, finding: &Finding) -> Block {
        let row = |piece: &Evidence| {
            let body = piece.body_id.as_ref().map_or("", |id| place.body_name(id));
            vec![
                Value::Text(body.to_owned()),
                piece.note.as_str().into(),
                piece.amount.into(),
                Value::Text(format!("{} {}", piece.table, piece.key)),
            ]
        };
        let rows = self.evidence_of(finding).iter().map(row).collect();
        Block::new("Evidence", &["Body", "What it shows", "Pounds", "Where it stands"], rows)
            .screen(N_EVIDENCE)
            .note("Pounds of evidence are never added up: two pieces can be of the same money.")
    }

    /// How often payments repeat, for somebody who asks what a list of second payments leaves out.
    pub fn repeats_block(&self, place: &Place) -> Block {
        let row = |of: &super::Repeats| {
            vec![
                Value::Text(place.body_name(&of.body_id).to_owned()),
                Value::Count(of.n_lines),
                Value::Count(of.n_repeated),
                Value::Count(of.n_in_series),
                Value::Count(of.n_same_invoice),
                Value::Text(format!("{:.1}", of.expected_same_invoice)),
                Value::Count(of.n_alone_listed),
            ]
        };
        let headings = [
            "Body",
            "Lines looked at",
            "Repeat another",
            "In a series",
            "Invoice paid on two days",
            "By chance alone",
            "Without a reference, listed",
        ];
        Block::new("How often payments repeat", &headings, self.repeats.iter().map(row).collect()).note(
            "Most repeated payments are right: rent, fees, placements by the week. Only what chance and series do not \
             explain is listed, and only as a candidate.",
        )
    }

    /// When contracts end; none where no register was read.
    pub fn ends_block(&self) -> Option<Block> {
        let ends = self.ends.as_ref()?;
        let rows = ends.years.iter().map(|(year, of)| {
            vec![
                Value::Text(year.to_string()),
                Value::Count(of.n_contracts),
                Value::Count(of.n_bodies),
                Value::Money(of.amount),
                Value::Count(of.n_without_amount),
            ]
        });
        let headings = ["Financial year", "Contracts that end", "Bodies", "Worth in all", "Worth not stated"];
        let note = format!(
            "{} without a day on which it ends. Worth is over the whole length and is never added to payments. \
             Notices and frameworks are left out.",
            plural(ends.n_open, "more contract")
        );
        Some(Block::new("When contracts end", &headings, rows.collect()).note(note))
    }

    /// What voluntary, community and social enterprises are paid.
    pub fn voluntary_block(&self, place: &Place) -> Block {
        let mut all: Vec<_> = self.voluntary.iter().collect();
        all.sort_by(|a, b| {
            b.amount.cmp(&a.amount).then_with(|| (&a.body_id, &a.service).cmp(&(&b.body_id, &b.service)))
        });
        let row = |of: &&super::Voluntary| {
            vec![
                Value::Text(place.body_name(&of.body_id).to_owned()),
                words(&of.service),
                Value::Count(of.n_suppliers),
                Value::Money(of.amount),
                of.share.into(),
                of.grants.into(),
            ]
        };
        let headings = ["Body", "Service", "Voluntary bodies", "Paid", "Of all suppliers", "Grants awarded"];
        Block::new("Voluntary, community and social enterprises", &headings, all.iter().map(row).collect())
            .screen(10)
            .note("Known by charity number, legal form and name. Grants awarded stand beside payments and are never added to them.")
    }
}

/// The names of its bodies, the first few.
pub fn bodies(place: &Place, finding: &Finding) -> String {
    let names: Vec<String> = finding.bodies.iter().map(|id| place.body_name(id).to_owned()).collect();
    some_names(&names, 3)
}

impl Finding {
    /// What is said of one finding before its evidence.
    pub fn lines(&self) -> Vec<String> {
        let mut lines =
            vec![format!("How it was found: {}", self.how), format!("{}.", self.condition.trim_end_matches('.'))];
        if let Some(claimed) = &self.claimed_by {
            let seen = self.amount_seen.map_or("not known".to_owned(), |amount| amount.to_string());
            lines.push(format!("With pounds that other findings have claimed, most of them {claimed}: {seen}"));
        }
        if self.keep_apart {
            lines.push("Small or voluntary suppliers are among them: buying in bulk would push them out.".to_owned());
        }
        lines.push(match &self.savings {
            Some(savings) => format!(
                "Assumed to be saved: {} to {} of it ({})",
                percent(savings.low),
                percent(savings.high),
                savings.source
            ),
            None => "Nobody has said what share of it could be saved.".to_owned(),
        });
        lines
    }
}
