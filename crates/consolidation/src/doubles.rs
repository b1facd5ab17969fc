//! Lines of one body's service in one plain table that may be the same pounds: what somebody wrote as a list may hold a
//! line twice, or a sum beside its parts.
//!
//! Returns have a rule for each line; a plain table has labels that nobody knows. What is certain is set aside, what is
//! not is reported with its pounds.

use std::collections::{BTreeMap, BTreeSet};

use model::ProblemKind;
use model::problem::Problem;
use model::spending::{SetAsideAs, SpendingKind};
use money::Money;

use crate::cells::{Aside, Spender};
use crate::claims::{Claim, Subject, problem_of};
use crate::sources::is_plain;
use crate::wildcard::bare;

/// Keeps each line of a plain table once.
pub(crate) fn once<'a>(claims: Vec<Claim<'a>>, asides: &mut Vec<Aside>, problems: &mut Vec<Problem>) -> Vec<Claim<'a>> {
    let (plain, mut kept): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(is_plain);
    let mut lists: BTreeMap<(Subject, &str), Vec<Claim<'a>>> = BTreeMap::new();
    for claim in plain {
        lists.entry((claim.subject(), claim.figure.file_id)).or_default().push(claim);
    }
    let mut of_body: BTreeMap<(Spender, &str), usize> = BTreeMap::new();
    for (subject, file) in lists.keys() {
        *of_body.entry((subject.body.clone(), file)).or_default() += 1;
    }
    for ((subject, file), lines) in lists {
        let is_only = of_body[&(subject.body, file)] == 1;
        let mut list = List { lines, is_only, asides: &mut *asides, problems: &mut *problems };
        list.leave_out_repeated();
        list.leave_out_gross();
        list.leave_out_sums();
        list.say_totals_and_equals();
        kept.extend(list.lines);
    }
    kept
}

/// The lines of one body, year and service in one file.
struct List<'l, 'a> {
    lines: Vec<Claim<'a>>,
    /// The file has no other service of the body.
    is_only: bool,
    asides: &'l mut Vec<Aside>,
    problems: &'l mut Vec<Problem>,
}

impl<'a> List<'_, 'a> {
    /// A line that stands there twice is counted once.
    fn leave_out_repeated(&mut self) {
        let mut seen = BTreeSet::new();
        let key = |claim: &Claim| (name_of(claim), claim.kind(), claim.figure.amount);
        let (first, again) = self.lines.drain(..).partition(|claim| seen.insert(key(claim)));
        self.lines = first;
        self.leave_out(
            again,
            SetAsideAs::OtherMeasure,
            "The same line again",
            "stands there twice and is counted once",
        );
    }

    /// A gross figure, and what else is beside a net figure of the same name; income beside a net figure alone, which
    /// is net of it.
    fn leave_out_gross(&mut self) {
        let stems = |is: fn(&Claim<'a>) -> bool| -> BTreeSet<String> {
            self.lines.iter().filter(|claim| is(claim)).map(stem).collect()
        };
        let (nets, grosses) = (stems(is_net), stems(is_gross));
        let is_income = |claim: &Claim| claim.kind() == Some(SpendingKind::Income);
        let is_beside = |claim: &Claim| {
            let stem = stem(claim);
            !is_net(claim) && nets.contains(&stem) && (grosses.contains(&stem) || is_income(claim))
        };
        let (beside, kept) = self.lines.drain(..).partition(is_beside);
        self.lines = kept;
        let reason = "Gross, or part of another figure: the net figure beside it is counted";
        self.leave_out(beside, SetAsideAs::OtherMeasure, reason, "stands beside a net figure, which is counted");
    }

    fn leave_out(&mut self, lines: Vec<Claim<'a>>, set_aside_as: SetAsideAs, reason: &str, found: &str) {
        for claim in lines {
            self.asides.push(claim.set_aside(set_aside_as, reason));
            let text = format!("{} of {} {found}", in_words(&claim), claim.spender.name);
            self.problems.push(problem(&claim, text, claim.pounds()));
        }
    }

    /// A sum beside its parts: of a line that calls itself a total, or a part, nothing has to be said.
    fn leave_out_sums(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            let claim = &self.lines[at];
            let others = self.lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
            let is_named = |other: &&Claim| is_total(claim) && !is_total(other) && !is_part_of_another(other);
            let parts: Vec<&Claim> = others.clone().filter(|other| !is_total(claim) || is_named(other)).collect();
            let of_parts: Money = parts.iter().map(|part| part.pounds()).sum();
            let is_sum = of_parts == claim.pounds() && (1 < parts.len() || (is_total(claim) && !parts.is_empty()));
            let is_part = others.clone().any(|whole| is_part_of(claim, whole));
            let is_sum = is_sum && has_one_kind(claim, &parts);
            if !is_sum && !is_part {
                at += 1;
                continue;
            }
            let labels = labels(&parts);
            let claim = self.lines.remove(at);
            let (word, reason) = if is_part {
                (SetAsideAs::OtherMeasure, "A part of another line, which is counted")
            } else {
                (SetAsideAs::Total, "The total of the lines beside it, which are counted")
            };
            self.asides.push(claim.set_aside(word, reason));
            if !is_part && !is_total(&claim) {
                let text = format!(
                    "{} of {} is the total of {labels}, so it is set aside: say in rules/published_line.csv what it is",
                    in_words(&claim),
                    claim.spender.name
                );
                self.problems.push(problem(&claim, text, claim.pounds()));
            }
            at = 0;
        }
    }

    /// What is counted and may be counted twice: totals that add nothing up, and equal amounts under other labels.
    fn say_totals_and_equals(&mut self) {
        for (at, claim) in self.lines.iter().enumerate() {
            let same = |other: &&Claim| is_nearly(other, claim) && has_one_kind(claim, &[other]);
            let earlier = self.lines[..at].iter().filter(|other| name_of(other) != name_of(claim)).find(same);
            let others: Vec<&Claim> =
                self.lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other).collect();
            let text = if (is_total(claim) || is_part_of_another(claim)) && !(self.is_only && others.is_empty()) {
                let beside = if others.is_empty() { "no other line".to_owned() } else { labels(&others) };
                format!("calls itself a total or a part, stands beside {beside}, and is counted")
            } else if let Some(earlier) = earlier {
                let nearly = if earlier.figure.amount == claim.figure.amount { "" } else { "nearly " };
                format!("is {nearly}the amount of {} too, and both are counted", in_words(earlier))
            } else if let Some(earlier) = self.lines[..at].iter().find(|earlier| is_other_version(earlier, claim)) {
                format!("is the line of {} again with a different amount, and both are counted", in_words(earlier))
            } else if is_gross(claim) && !self.lines.iter().any(|line| line.kind() == Some(SpendingKind::Income)) {
                let text = "is gross, with no income of the service deducted, and it is counted in full, although other figures are net";
                self.problems.push(problem(
                    claim,
                    format!("{} of {} {text}", in_words(claim), claim.spender.name),
                    claim.pounds(),
                ));
                continue;
            } else {
                continue;
            };
            let text = format!(
                "{} of {} {text}: if it is the same money, set it aside in rules/published_line.csv",
                in_words(claim),
                claim.spender.name
            );
            self.problems.push(problem(claim, text, claim.pounds()));
        }
    }
}

/// The least amount of which a near one may be the same money printed in another unit, or before a correction.
const NEAR_MIN: Money = Money::from_pence(10_000_000);
/// By which fraction of the larger these differ at most.
const NEAR_SHARE_MAX: f64 = 0.001;

/// Equal, or so near that two services would hardly cost that.
fn is_nearly(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    let (a, b) = (one.figure.amount, other.figure.amount);
    let larger = a.abs().max(b.abs());
    a == b || (NEAR_MIN <= larger && (a - b).abs().pounds() <= NEAR_SHARE_MAX * larger.pounds())
}

/// Words that say which of two versions of a figure it is, or which part of the year it is up to.
const VERSIONS: [&str; 16] = [
    "corrected",
    "cumulative",
    "date",
    "final",
    "full",
    "months",
    "provisional",
    "q1",
    "q2",
    "q3",
    "q4",
    "quarter",
    "restated",
    "revised",
    "superseded",
    "year",
];

/// Whether two lines are one line of the table, of which one may have been corrected by the other.
fn is_other_version(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    let is_same_line = bare(one.figure.label) == bare(other.figure.label)
        && one.figure.line_code == other.figure.line_code
        && one.kind() == other.kind();
    let of = |claim: &Claim| bare(claim.figure.segment.unwrap_or_default());
    let says_no_part = of(one) == of(other) || of(one).is_empty() || of(other).is_empty();
    is_same_line && (says_no_part || has_word(one, &VERSIONS) || has_word(other, &VERSIONS))
}

fn problem(claim: &Claim<'_>, text: String, amount: Money) -> Problem {
    Problem { amount: Some(amount), ..problem_of(&claim.figure, ProblemKind::MayCountTwice, text) }
}

fn in_words(claim: &Claim<'_>) -> String {
    format!("`{}` ({}), {},", claim.figure.full_label(), claim.figure.place_in_words(), claim.pounds())
}

fn labels(claims: &[&Claim<'_>]) -> String {
    let labels: Vec<String> = claims.iter().map(|claim| format!("`{}`", claim.figure.full_label())).collect();
    labels.join(", ")
}

fn name_of(claim: &Claim<'_>) -> String {
    bare(&format!("{}: {}", claim.figure.label, claim.figure.segment.unwrap_or_default()))
}

/// The words of a label and of what the figure includes.
fn words(claim: &Claim<'_>) -> Vec<String> {
    let name = name_of(claim);
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn has_word(claim: &Claim<'_>, wanted: &[&str]) -> bool {
    words(claim).iter().any(|word| wanted.contains(&word.as_str()))
}

fn is_net(claim: &Claim<'_>) -> bool {
    has_word(claim, &["net"]) && !has_word(claim, &["gross"])
}

fn is_gross(claim: &Claim<'_>) -> bool {
    has_word(claim, &["gross"]) && !has_word(claim, &["net"])
}

fn is_total(claim: &Claim<'_>) -> bool {
    has_word(claim, &["total", "totals", "subtotal", "subtotals"])
}

/// `Education services - of which schools`
fn is_part_of_another(claim: &Claim<'_>) -> bool {
    name_of(claim).contains("of which")
}

fn is_part_of(claim: &Claim<'_>, whole: &Claim<'_>) -> bool {
    let name = bare(claim.figure.label);
    let Some((before, _)) = name.split_once("of which") else { return false };
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    !before.is_empty() && bare(whole.figure.label) == before && claim.pounds().abs() <= whole.pounds().abs()
}

/// Words that say what of a service a figure is, not which service.
const MEASURES: [&str; 19] = [
    "and",
    "charges",
    "cost",
    "costs",
    "employee",
    "employees",
    "expenditure",
    "fees",
    "from",
    "gross",
    "income",
    "net",
    "of",
    "outturn",
    "pay",
    "receipts",
    "sales",
    "spend",
    "spending",
];

/// A label without the words that say what of a service it is.
fn stem(claim: &Claim<'_>) -> String {
    let name = bare(claim.figure.label);
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !MEASURES.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Whether a figure can be the sum of others: pay is none of purchases.
fn has_one_kind(claim: &Claim<'_>, others: &[&Claim<'_>]) -> bool {
    let kind = |claim: &Claim| claim.kind().unwrap_or(SpendingKind::Current);
    others.iter().all(|other| kind(other) == kind(claim) || is_total(claim))
}
