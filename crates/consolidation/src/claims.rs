//! What each published figure claims to be, by the rules of lines.

use std::collections::{BTreeMap, BTreeSet};

use model::count_rule::{LineRule, LineTreatment};
use model::problem::Problem;
use model::spending::{CountBasis, SetAsideAs, SpendingKind, Stage};
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use crate::cells::{Aside, Spender};
use crate::figure::Figure;
use crate::wildcard::{Wildcard, bare};

/// A figure that would be counted, were it the only one for its body, year and service.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    pub figure: Figure<'a>,
    pub rule: &'a LineRule,
    pub spender: Spender,
    pub basis: CountBasis,
}

impl Claim<'_> {
    /// What no two sources may both be counted for.
    pub fn subject(&self) -> Subject {
        Subject {
            year: self.figure.year,
            body: self.spender.clone(),
            service: self.rule.counted_as.service.clone(),
            is_capital: self.figure.kind.is_some_and(SpendingKind::is_capital),
        }
    }

    /// What the money is: what its rule says, or else its own row.
    pub fn kind(&self) -> Option<SpendingKind> {
        self.rule.counted_as.kind.or(self.figure.kind)
    }

    /// Pounds as they count: income is published above zero and taken off. A table that says so row by row may print it
    /// below zero as well.
    pub fn pounds(&self) -> Money {
        let amount = self.figure.amount;
        match (self.kind(), self.rule.counted_as.kind) {
            (Some(SpendingKind::Income), None) => -amount.abs(),
            (Some(SpendingKind::Income), _) => -amount,
            _ => amount,
        }
    }

    /// What its rule sets it aside as; none where it is counted.
    pub fn aside_by_rule(&self) -> Option<Aside> {
        let LineTreatment::SetAside(set_aside_as) = self.rule.treatment else { return None };
        let aside = self.set_aside(set_aside_as, &self.rule.reason);
        Some(Aside { counted_at: self.rule.counted_at.clone(), ..aside })
    }

    pub fn set_aside(&self, set_aside_as: SetAsideAs, reason: &str) -> Aside {
        Aside::of(&self.figure, self.spender.clone(), set_aside_as, reason)
    }
}

/// One body's service in a year, current or capital.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject {
    pub year: FinancialYear,
    pub body: Spender,
    pub service: String,
    pub is_capital: bool,
}

/// A rule with its patterns.
struct Patterns<'a> {
    rule: &'a LineRule,
    series: Wildcard,
    label: Wildcard,
    body_kind: Wildcard,
}

impl<'a> Patterns<'a> {
    fn of(rule: &'a LineRule) -> Patterns<'a> {
        let [series, label, body_kind] = [&rule.series, &rule.label, &rule.body_kind].map(|text| Wildcard::of(text));
        Patterns { rule, series, label, body_kind }
    }

    fn fit(&self, series: &str, label: &str, body_kind: &str) -> bool {
        self.label.fits(label) && self.series.fits(series) && self.body_kind.fits(body_kind)
    }
}

/// Figures taken apart into claims and what is set aside at once; a line without a rule is a problem with its pounds.
#[derive(Default)]
pub(crate) struct Claims<'a> {
    pub claims: Vec<Claim<'a>>,
    /// Set aside, if the other side of the same money is counted.
    pub deferred: Vec<Claim<'a>>,
    pub asides: Vec<Aside>,
    pub problems: Vec<Problem>,
}

impl<'a> Claims<'a> {
    pub fn of(figures: Vec<Figure<'a>>, rules: &'a [LineRule], place: &Place, basis: CountBasis) -> Claims<'a> {
        let mut claims = Claims::default();
        let patterns: Vec<Patterns<'a>> = rules.iter().map(Patterns::of).collect();
        for figure in figures {
            let spender = Spender::of(&figure, place);
            let kind = spender.id.as_deref().and_then(|id| place.body(id)).map_or("", |body| body.kind.word());
            let (series, label) = (bare(figure.series), bare(figure.label));
            match patterns.iter().find(|patterns| patterns.fit(&series, &label, kind)) {
                Some(patterns) => claims.add(figure, patterns.rule, spender, basis),
                None => claims.problems.push(without_rule(&figure)),
            }
        }
        claims.say_totals_alone();
        claims
    }

    /// Says which bodies published a sum and nothing that it is the sum of: it names no service, so it is not counted.
    fn say_totals_alone(&mut self) {
        let claimed = self.claims.iter().chain(&self.deferred);
        let mut has_lines: BTreeSet<(FinancialYear, Spender)> =
            claimed.map(|claim| (claim.figure.year, claim.spender.clone())).collect();
        let is_total = |aside: &&Aside| aside.set_aside_as == SetAsideAs::Total;
        let (totals, others): (Vec<&Aside>, Vec<&Aside>) = self.asides.iter().partition(is_total);
        has_lines.extend(others.into_iter().map(|aside| (aside.year, aside.body.clone())));
        let alone = totals.into_iter().filter(|aside| !has_lines.contains(&(aside.year, aside.body.clone())));
        self.problems.extend(alone.map(total_alone));
    }

    fn add(&mut self, figure: Figure<'a>, rule: &'a LineRule, spender: Spender, basis: CountBasis) {
        let aside = |set_aside_as, reason: &str| Aside {
            counted_at: rule.counted_at.clone(),
            ..Aside::of(&figure, spender.clone(), set_aside_as, reason)
        };
        let counts_here = !rule.counted_as.service.is_empty();
        match rule.treatment {
            // What counts where its other side is not counted: a line set aside as a part or a sum of another has no other side.
            LineTreatment::SetAside(_)
                if rule.counted_at.is_some() && counts_here && figure.stage == Stage::Outturn =>
            {
                self.deferred.push(Claim { figure, rule, spender, basis });
            }
            LineTreatment::SetAside(set_aside_as) => self.asides.push(aside(set_aside_as, &rule.reason)),
            _ if figure.stage != Stage::Outturn => {
                let reason = "A plan or an allocation: what was meant to be spent";
                self.asides.push(aside(SetAsideAs::Plan, reason));
            }
            LineTreatment::Counted => self.claims.push(Claim { figure, rule, spender, basis }),
            LineTreatment::Estimated => {
                let spender = rule.counted_at.as_deref().map_or(spender, Spender::named);
                self.claims.push(Claim { figure, rule, spender, basis: CountBasis::Estimated });
            }
        }
    }
}

/// The sum of lines that nobody published.
fn total_alone(aside: &Aside) -> Problem {
    let text = format!(
        "`{}` of {} in {} is a total, and none of its lines is published, so it is in no service and is not counted: \
         add the lines, or say in rules/published_line.csv which service it is for",
        aside.label, aside.body.name, aside.year
    );
    let body = aside.body.id.as_deref().unwrap_or(&aside.body.name);
    Problem {
        file_id: aside.file_id.clone(),
        row: aside.row,
        n_rows: 1,
        amount: aside.amount,
        ..Problem::new(body, ProblemKind::PublishedLineUnknown, text)
    }
}

/// A line that no rule names: its pounds are in no total.
pub(crate) fn without_rule(figure: &Figure<'_>) -> Problem {
    let text = format!(
        "no rule covers the line `{}` of {} ({}), so it is not counted: add it to rules/published_line.csv",
        figure.full_label(),
        figure.spender,
        figure.series
    );
    Problem { amount: Some(figure.amount), ..problem_of(figure, ProblemKind::PublishedLineUnknown, text) }
}

/// A national body's figure that does not say where it was spent: its pounds are in no total.
pub(crate) fn without_area(figure: &Figure<'_>) -> Problem {
    let text = format!(
        "`{}` of {} names no area, and the body serves the whole country, so it is not counted: give it an `area`",
        figure.full_label(),
        figure.spender
    );
    Problem { amount: Some(figure.amount), ..problem_of(figure, ProblemKind::PublishedLineUnknown, text) }
}

/// A problem for each authority that is called as the place or a district of it is, and that no body of the place stands
/// for: nothing of it is counted.
pub(crate) fn without_body(figures: &[Figure<'_>]) -> Vec<Problem> {
    let mut by_authority: BTreeMap<(FinancialYear, &str), (&Figure<'_>, u64)> = BTreeMap::new();
    for figure in figures {
        by_authority.entry((figure.year, figure.spender)).or_insert((figure, 0)).1 += 1;
    }
    let problem = |((year, authority), (first, n)): ((FinancialYear, &str), (&Figure<'_>, u64))| {
        let text = format!(
            "{authority} has {n} published figures of {year} ({}), but no body of the place matches it, so none of it \
             is counted: add a [[body]] with its `ecode` or its name",
            first.file.unwrap_or(first.file_id)
        );
        Problem { n_rows: n, ..problem_of(first, ProblemKind::BodyUnknown, text) }
    };
    by_authority.into_iter().map(problem).collect()
}

/// A problem at a figure.
pub(crate) fn problem_of(figure: &Figure<'_>, kind: ProblemKind, text: String) -> Problem {
    Problem {
        file_id: Some(figure.file_id.to_owned()),
        row: Some(figure.row),
        column: Some(figure.column.to_owned()),
        n_rows: 1,
        ..Problem::new(figure.body_id.unwrap_or(figure.spender), kind, text)
    }
}
