//! Shares that somebody stated of figures of the whole count.

use std::collections::HashMap;

use model::ProblemKind;
use model::problem::Problem;
use model::theme_rule::{ThemeBasis, ThemeLine};
use money::Money;

use super::ThemeEvidence;
use super::given::{Cell, Line, Source, cells, lines, part, reasons_aside};
use super::row::{ThemeRow, Who};
use crate::wildcard::matches;

/// The cells that a rule takes, and what it looked at.
struct Taken<'a> {
    /// Positions of cells that are counted.
    cells: Vec<usize>,
    /// Published lines that fit the rule, whether they are counted or not.
    lines: Vec<&'a Line<'a>>,
}

/// One row for each cell of the whole count of which a share is stated. A cell is in a theme once: what a second row says
/// of it is a problem.
pub(super) fn shares(evidence: &ThemeEvidence<'_>, problems: &mut Vec<Problem>) -> Vec<ThemeRow> {
    if evidence.rules.lines.is_empty() {
        return Vec::new();
    }
    let (cells, lines, reasons) = (cells(evidence.cells), lines(evidence.figures), reasons_aside(evidence.set_aside));
    let by_source = by_source(&cells);
    let mut taken_by: HashMap<(&str, usize), &ThemeLine> = HashMap::new();
    let mut rows = Vec::new();
    for rule in &evidence.rules.lines {
        let taken = taken(rule, evidence, &lines, &by_source);
        if taken.cells.is_empty() {
            problems.push(nothing_taken(rule, evidence, &taken, &lines, &reasons));
        }
        let mut twice: Vec<(&ThemeLine, Money)> = Vec::new();
        for at in taken.cells {
            match taken_by.get(&(rule.theme.as_str(), at)) {
                Some(first) => twice.push((first, part(cells[at].amount.unwrap_or_default(), rule.share))),
                None => {
                    taken_by.insert((&rule.theme, at), rule);
                    rows.push(share(rule, &cells[at], evidence));
                }
            }
        }
        problems.extend(taken_twice(rule, &twice, evidence));
    }
    rows
}

fn by_source<'a>(cells: &[Cell<'a>]) -> HashMap<Source<'a>, Vec<usize>> {
    let mut found: HashMap<Source<'a>, Vec<usize>> = HashMap::new();
    for (at, cell) in cells.iter().enumerate() {
        if let Some(source) = cell.source {
            found.entry(source).or_default().push(at);
        }
    }
    found
}

fn is_of_body(line: &Line<'_>, who: &Who, evidence: &ThemeEvidence<'_>) -> bool {
    let spender = match line.body_id.and_then(|id| evidence.place.body(id)) {
        Some(body) => Who { id: Some(body.id.clone()), name: body.name.clone() },
        None => Who::named(line.spender, evidence.place),
    };
    spender.is(who)
}

fn taken<'a>(
    rule: &ThemeLine,
    evidence: &ThemeEvidence<'_>,
    lines: &'a [Line<'a>],
    by_source: &HashMap<Source<'a>, Vec<usize>>,
) -> Taken<'a> {
    let who = Who::named(&rule.body, evidence.place);
    let fits_label = |line: &Line<'_>| {
        let full = line.segment.map(|segment| format!("{}: {segment}", line.label));
        matches(&rule.label, line.label) || full.is_some_and(|full| matches(&rule.label, &full))
    };
    let fits_rule =
        |line: &&Line<'_>| matches(&rule.series, line.series) && fits_label(line) && is_of_body(line, &who, evidence);
    let lines: Vec<&Line<'_>> = lines.iter().filter(fits_rule).collect();
    let mut cells: Vec<usize> =
        lines.iter().filter_map(|line| by_source.get(&line.source)).flatten().copied().collect();
    cells.sort_unstable();
    cells.dedup();
    Taken { cells, lines }
}

fn share(rule: &ThemeLine, cell: &Cell<'_>, evidence: &ThemeEvidence<'_>) -> ThemeRow {
    let body = match cell.body_id.and_then(|id| evidence.place.body(id)) {
        Some(body) => Who { id: Some(body.id.clone()), name: body.name.clone() },
        None => Who::named(cell.body, evidence.place),
    };
    let method = format!(
        "{} of {} (stated by {}: {}; {})",
        in_percent(rule.share),
        cell.amount.map_or_else(|| "a figure that is not known".to_owned(), |amount| amount.to_string()),
        rule.who,
        rule.reason,
        rule.at
    );
    ThemeRow {
        year: cell.year,
        theme: rule.theme.clone(),
        body,
        service: Some(cell.service.to_owned()),
        label: cell.label.to_owned(),
        kind: cell.kind,
        intent: rule.intent.or(cell.intent),
        basis: ThemeBasis::StatedShare,
        rests_on: Some(cell.basis),
        method,
        file_id: cell.source.map(|(file, ..)| file.to_owned()),
        row: cell.source.map(|(_, row, _)| row),
        amount: cell.amount.map(|amount| part(amount, rule.share)),
        within: None,
        held: None,
        opens: None,
    }
}

/// `35%`, `12.5%`: as it was stated, without digits that only floating point knows.
fn in_percent(share: f64) -> String {
    let percent = format!("{:.6}", share * 100.0);
    format!("{}%", percent.trim_end_matches('0').trim_end_matches('.'))
}

fn nothing_taken(
    rule: &ThemeLine,
    evidence: &ThemeEvidence<'_>,
    taken: &Taken<'_>,
    lines: &[Line<'_>],
    reasons: &HashMap<(&str, u64), &str>,
) -> Problem {
    let who = Who::named(&rule.body, evidence.place);
    let ThemeLine { at, theme, body, series, label, .. } = rule;
    let what = format!("{at}: `{label}` of {body} (`{series}`) adds nothing to `{theme}`");
    let Some(first) = taken.lines.first() else {
        let mut labels: Vec<&str> = lines
            .iter()
            .filter(|line| is_of_body(line, &who, evidence) && matches(series, line.series))
            .map(|line| line.label)
            .collect();
        labels.sort_unstable();
        labels.dedup();
        let hint = match labels.len() {
            0 => "nothing of that series is published for the body".to_owned(),
            n => format!("its lines in that series are such as `{}`", labels[..n.min(3)].join("`, `")),
        };
        let text = format!("{what}: no published line matches; {hint}");
        return Problem::new(who.for_problem(), ProblemKind::ThemeNotCounted, text);
    };
    let (file, row, _) = first.source;
    let why = reasons.get(&(file, row)).copied().unwrap_or("the whole count does not include it");
    let amount: Money = taken.lines.iter().map(|line| line.amount).sum();
    Problem {
        file_id: Some(file.to_owned()),
        row: Some(row),
        n_rows: taken.lines.len() as u64,
        amount: Some(part(amount, rule.share)),
        ..Problem::new(
            who.for_problem(),
            ProblemKind::ThemeNotCounted,
            format!("{what}: row {row} of its file is set aside ({why}), so a share of it would be counted twice"),
        )
    }
}

fn taken_twice(rule: &ThemeLine, twice: &[(&ThemeLine, Money)], evidence: &ThemeEvidence<'_>) -> Option<Problem> {
    let (first, _) = twice.first()?;
    let who = Who::named(&rule.body, evidence.place);
    let text = format!(
        "{}: `{}` of {} has a share of `{}` already by {} (`{}`); the first one counts",
        rule.at, rule.label, rule.body, rule.theme, first.at, first.label
    );
    Some(Problem {
        n_rows: twice.len() as u64,
        amount: Some(twice.iter().map(|(_, amount)| *amount).sum()),
        ..Problem::new(who.for_problem(), ProblemKind::ThemeNotCounted, text)
    })
}
