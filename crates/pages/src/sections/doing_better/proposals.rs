//! Proposals side by side: what each costs, what it brings, and what is not confirmed about it.

use model::tables::{ProposalMeasure, ProposalNoteKind, ProposalView};
use money::Money;

use crate::address::part_of;
use crate::answer::Answer;
use crate::block::{Amount, Block, Cell, Column, Inline, Page, Section, Table, TagColour, words};
use crate::proposals::{FileProblem, Proposal};
use crate::sections::doing_better::proposal;
use crate::site::Site;
use crate::view::View;

/// The proposals of the place; none where the step did not run.
pub fn all(site: &Site) -> &[Proposal] {
    site.small.proposals.as_ref().map_or(&[], |proposals| &proposals.all)
}

pub fn find<'a>(view: &'a View<'_>, part: &str) -> Option<&'a Proposal> {
    all(view.site).iter().find(|proposal| part_of(&proposal.id) == part)
}

pub fn address_of(proposal: &Proposal) -> String {
    format!("proposals/{}", part_of(&proposal.id))
}

pub fn answer(view: &View<'_>, rest: &[&str], _: &str) -> Option<Answer> {
    match rest {
        [] => Some(Answer::Page(list(view))),
        [part] => find(view, part).map(proposal::page).map(Answer::Page),
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    all(site).iter().map(address_of).collect()
}

pub fn list(view: &View<'_>) -> Page {
    let lede = words![
        "What could be done better here: what it would cost, what it would bring, to whom and when. Every figure is \
         an estimate based on the assumptions on the proposal's own page. None is a verdict."
    ];
    let mut page = Page::new("proposals", "Proposals", lede);
    let Some(proposals) = &view.site.small.proposals else {
        page.blocks = vec![Block::Words(words![
            "Proposals: ",
            Amount::NotComputed,
            ". The step that appraises them did not run."
        ])];
        return page;
    };
    page.blocks = match proposals.all.is_empty() {
        true => vec![Block::Words(words![
            "This place has no proposals yet. Each proposal is one file in the folder ",
            Inline::code("proposals"),
            "."
        ])],
        false => vec![Block::Table(side_by_side(&proposals.all))],
    };
    if !proposals.problems.is_empty() {
        page.sections = vec![broken(&proposals.problems)];
    }
    page
}

/// The best public value for a pound of cost first; those without a ratio after them.
fn side_by_side(proposals: &[Proposal]) -> Table {
    let ratio = |proposal: &Proposal| proposal.value(ProposalView::Standard, ProposalMeasure::PublicBcr);
    let mut sorted: Vec<&Proposal> = proposals.iter().collect();
    let key = |proposal: &Proposal| ratio(proposal).unwrap_or(f64::NEG_INFINITY);
    sorted.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.id.cmp(&b.id)));
    let columns = vec![
        Column::words("Proposal"),
        Column::number("Cost"),
        Column::number("Back to public budgets"),
        Column::number("Of it cashable"),
        Column::number("Public value, net"),
        Column::number("Benefit for a pound"),
        Column::number("Pays back after"),
        Column::words("What it is based on"),
    ];
    let pounds = |proposal: &Proposal, measure: ProposalMeasure| {
        Cell::Amount(estimate(proposal.value(ProposalView::Standard, measure)))
    };
    let rows = sorted.into_iter().map(|proposal| {
        vec![
            Cell::from(Inline::link(proposal.name.clone(), address_of(proposal))),
            pounds(proposal, ProposalMeasure::PvCost),
            pounds(proposal, ProposalMeasure::PvFiscal),
            pounds(proposal, ProposalMeasure::PvCashable),
            pounds(proposal, ProposalMeasure::PublicNpv),
            Cell::Words(vec![number(ratio(proposal), 2)]),
            Cell::Words(vec![years(proposal.value(ProposalView::Standard, ProposalMeasure::PaybackYears))]),
            Cell::Words(standing(proposal)),
        ]
    });
    let table = Table::new("proposals", "Proposals side by side: present values at the standard rates", columns);
    table.rows(rows).note(words![
        "Benefit for a pound is public value over cost. The Green Book of 2026 tells decision makers not to use it as \
         a pass or fail test.",
        bases(proposals)
    ])
}

/// Pounds of different years are not to be added or compared.
fn bases(proposals: &[Proposal]) -> &'static str {
    let base = |proposal: &Proposal| (proposal.price_year, proposal.first_year);
    match proposals.windows(2).all(|pair| base(&pair[0]) == base(&pair[1])) {
        true => "",
        false => {
            " Each proposal has its own price year and first year, so do not compare or add up the pounds: totalplace \
             appraise --compare puts them on the same basis."
        }
    }
}

/// A claim is not a saving, and what is not confirmed says so.
fn standing(proposal: &Proposal) -> Vec<Inline> {
    let mut tags = Vec::new();
    if proposal.counterfactual.is_none() {
        tags.push(Inline::Tag("a claim, not a saving".to_owned(), TagColour::Bad));
    }
    if proposal.notes(ProposalNoteKind::NotConfirmed).next().is_some() {
        tags.push(Inline::Tag("numbers not confirmed".to_owned(), TagColour::Doubtful));
    }
    match tags.is_empty() {
        true => vec!["stated assumptions".into()],
        false => tags,
    }
}

fn broken(problems: &[FileProblem]) -> Section {
    let columns = vec![Column::words("File"), Column::long("What is wrong"), Column::words("What was probably meant")];
    let rows = problems.iter().map(|problem| {
        let place = match (problem.line, problem.column) {
            (Some(line), Some(column)) => format!("{}, line {line}, character {column}", problem.path),
            _ => problem.path.clone(),
        };
        let hint = problem.hint.clone().unwrap_or_else(|| "not known".to_owned());
        vec![Cell::from(place), Cell::from(problem.text.clone()), Cell::from(hint)]
    });
    let table = Table::new("broken", "Files that could not be read and were left out", columns).rows(rows);
    Section::new("broken-files", "Files that could not be read", vec![Block::Table(table)])
}

/// Pounds of an estimate, rounded once, here.
pub fn estimate(value: Option<f64>) -> Amount {
    value.map_or(Amount::NotComputed, |value| Amount::Estimated(money(value)))
}

pub fn money(value: f64) -> Money {
    Money::from_pence((value * 100.0).round() as i64)
}

/// A ratio or another number, with `n_decimals` decimals.
pub fn number(value: Option<f64>, n_decimals: usize) -> Inline {
    match value {
        Some(value) => Inline::Text(format!("{value:.n_decimals$}")),
        None => Inline::Amount(Amount::NotComputed),
    }
}

/// How long it takes; what does not pay back within its years is told from what was not computed.
pub fn years(value: Option<f64>) -> Inline {
    value.map_or_else(|| "not within its years".into(), |value| Inline::Text(format!("{value:.1} years")))
}
