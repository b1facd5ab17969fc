//! Done twice: findings by strand, and the page of each.

use account::Dimension;
use model::in_words;
use model::tables::{OverlapKind, SUPPLIER_SPEND};
use report::overlaps::{ContractEnds, Evidence, Finding, Overlaps, Repeats, StrandSum, Voluntary};

use crate::address::part_of_name;
use crate::answer::Answer;
use crate::block::{Amount, Block, Cell, ChartKind, Column, Inline, Page, Section, Table, TagColour, words};
use crate::list::net_of;
use crate::phrases::{capital, n_of, year_in_words};
use crate::sections::money::suppliers::body;
use crate::site::Site;
use crate::view::View;

pub const ADDRESS: &str = "done-twice";
/// Findings with a page of their own.
const N_FINDINGS: usize = 100;
/// Rows of other tables here.
const N_ROWS: usize = 50;

pub fn is_there(site: &Site) -> bool {
    site.small.overlaps.as_ref().is_some_and(|found| !found.all.is_empty())
}

pub fn answer(view: &View<'_>, rest: &[&str], _: &str) -> Option<Answer> {
    let found = view.site.small.overlaps.as_ref()?;
    match rest {
        [] => Some(Answer::Page(list(view, found))),
        [part] => {
            let finding = shown(found).find(|finding| part_of(finding) == *part)?;
            Some(Answer::Page(one(view, found, finding)))
        }
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    let found = site.small.overlaps.iter();
    found.flat_map(|found| shown(found).map(address_of).collect::<Vec<_>>()).collect()
}

fn part_of(finding: &Finding) -> String {
    part_of_name(&finding.id)
}

fn address_of(finding: &Finding) -> String {
    format!("{ADDRESS}/{}", part_of(finding))
}

/// Findings that the site shows one by one. That a payment may have been made twice is a question to the body that paid,
/// and no supplier is named for it here.
fn shown(found: &Overlaps) -> impl Iterator<Item = &Finding> {
    found.all.iter().filter(|finding| finding.kind != OverlapKind::PaidTwice).take(N_FINDINGS)
}

fn list(view: &View<'_>, found: &Overlaps) -> Page {
    let lede = words![format!(
        "What several public bodies bought, ran or paid for side by side in {}. It is money that is spent, not money \
         that can be saved: that takes a proposal, with what would be done instead.",
        year_in_words(view.site.place.year)
    )];
    let mut page = Page::new(ADDRESS, "Done twice", lede);
    page.sections = vec![
        Section::new("strands", "By strand of savings", vec![Block::Table(strands(found))]),
        Section::new("findings", "The largest", vec![Block::Table(findings(view, found))]),
    ];
    let twice: Vec<&Finding> = found.all.iter().filter(|finding| finding.kind == OverlapKind::PaidTwice).collect();
    if !found.repeats.is_empty() {
        page.sections.push(Section::new(
            "paid-twice",
            "Payments that may have been made twice",
            repeats(view, found, &twice),
        ));
    }
    if !found.voluntary.is_empty() {
        let blocks = vec![Block::Table(voluntary(view, &found.voluntary))];
        page.sections.push(Section::new("voluntary", "Voluntary, community and social enterprises", blocks));
    }
    if let Some(ends) = &found.ends {
        page.sections.push(Section::new(
            "contract-ends",
            "When contracts end",
            vec![Block::Table(contract_ends(ends))],
        ));
    }
    page
}

fn contract_ends(ends: &ContractEnds) -> Table {
    let columns = vec![
        Column::short("Financial year"),
        Column::charted("Worth in all"),
        Column::number("Contracts that end"),
        Column::number("Bodies"),
        Column::number("Worth not stated"),
    ];
    let rows = ends.years.iter().map(|(year, of)| {
        vec![
            Cell::from(year.to_string()),
            Cell::Amount(Amount::Rounded(of.amount)),
            Cell::Count(of.n_contracts),
            Cell::Count(of.n_bodies),
            Cell::Count(of.n_without_amount),
        ]
    });
    let note = format!(
        "{} without a day of ending. Contracts that end in one year can be let again together. Worth is over the whole \
         length of a contract and is never added to payments; notices and frameworks are left out.",
        n_of(ends.n_open, "more contract is", "more contracts are")
    );
    Table::new("by-year-of-end", "Contracts of bodies here, by the year in which they end", columns)
        .rows(rows)
        .chart(ChartKind::Bar)
        .note(words![note])
}

fn strands(found: &Overlaps) -> Table {
    let columns = vec![
        Column::words("Strand"),
        Column::charted("Pounds in findings"),
        Column::number("Findings"),
        Column::number("Of them without known pounds"),
    ];
    let row = |sum: &StrandSum| {
        vec![
            Cell::from(capital(&in_words(sum.strand.word())).replace(" and it", " and IT")),
            Cell::Amount(Amount::Rounded(sum.amount)),
            Cell::Count(sum.n_findings),
            Cell::Count(sum.n_unknown),
        ]
    };
    Table::new("by-strand", "What is done twice, by strand of the Operational Efficiency Programme", columns)
        .rows(found.by_strand().iter().map(row))
        .chart(ChartKind::Treemap)
        .note(words!["A pound is in one finding and one strand at most, so the strands can be added up."])
}

fn findings(view: &View<'_>, found: &Overlaps) -> Table {
    let columns = vec![
        Column::long("What is done twice"),
        Column::number("Pounds"),
        Column::words("Kind"),
        Column::number("Bodies"),
        Column::words("How sure"),
    ];
    let n_shown = shown(found).count();
    let n_all = found.all.iter().filter(|finding| finding.kind != OverlapKind::PaidTwice).count();
    let rows = shown(found).map(|finding| {
        vec![
            Cell::from(Inline::link(finding.title.clone(), address_of(finding))),
            Cell::Amount(finding.amount.map_or(Amount::NotComputed, Amount::Rounded)),
            Cell::from(capital(&in_words(finding.kind.word()))),
            Cell::Count(finding.bodies.len()),
            Cell::Words(how_sure(finding)),
        ]
    });
    let note = match n_shown < n_all {
        true => format!("The {n_shown} largest of {n_all}; totalplace overlaps --all lists them all. "),
        false => String::new(),
    };
    Table::new("all-findings", format!("Findings in {}, the largest first", view.site.place.name), columns)
        .rows(rows)
        .note(words![
            note,
            "How sure it is that something is done twice says nothing about whether money can be saved."
        ])
}

fn how_sure(finding: &Finding) -> Vec<Inline> {
    let mut words = vec![Inline::from(capital(finding.confidence.word()))];
    if finding.keep_apart {
        words.push(Inline::Tag("small or voluntary: do not bundle".to_owned(), TagColour::Plain));
    }
    words
}

fn repeats(view: &View<'_>, found: &Overlaps, twice: &[&Finding]) -> Vec<Block> {
    let columns = vec![
        Column::words("Body"),
        Column::number("Lines looked at"),
        Column::number("Repeat another line"),
        Column::number("In a series"),
        Column::number("Candidates"),
        Column::number("Their pounds"),
    ];
    let row = |of: &Repeats| {
        let own = || twice.iter().filter(|finding| finding.bodies.contains(&of.body_id));
        vec![
            Cell::from(body(view, &of.body_id)),
            Cell::Count(of.n_lines),
            Cell::Count(of.n_repeated),
            Cell::Count(of.n_in_series),
            Cell::Count(own().count()),
            Cell::Amount(Amount::Rounded(own().filter_map(|finding| finding.amount_seen).sum())),
        ]
    };
    let note = words![
        "A candidate is a payment that looks like another and that neither a series of equal payments nor chance explains. \
         Only the body that paid can say whether it is right, so no supplier is named here: ",
        Inline::code("totalplace overlaps"),
        " lists them for people to check. A candidate between two bodies stands with both."
    ];
    let table = Table::new("repeats", "Payments that repeat, and candidates for a second payment", columns);
    vec![Block::Table(table.rows(found.repeats.iter().map(row)).note(note))]
}

fn voluntary(view: &View<'_>, all: &[Voluntary]) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("Service"),
        Column::number("Voluntary bodies"),
        Column::number("Paid"),
        Column::number("Of all suppliers"),
    ];
    let mut all: Vec<&Voluntary> = all.iter().collect();
    all.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| (&a.body_id, &a.service).cmp(&(&b.body_id, &b.service))));
    let rows = all.iter().take(N_ROWS).map(|of| {
        vec![
            Cell::from(body(view, &of.body_id)),
            Cell::from(view.label(Dimension::Service, &of.service)),
            Cell::Count(of.n_suppliers),
            Cell::Amount(Amount::Rounded(of.amount)),
            Cell::Share(of.share),
        ]
    });
    Table::new("voluntary-bodies", "What they are paid, by body and service", columns).rows(rows).note(words![
        "Known by charity number, legal form and name, so some are missed. The share is of all suppliers that are no \
         public bodies."
    ])
}

fn one(view: &View<'_>, found: &Overlaps, finding: &Finding) -> Page {
    let lede = words![finding.how.clone()];
    let mut page = Page::new(address_of(finding), finding.title.clone(), lede);
    let pounds = Amount::from(finding.amount);
    let mut facts = vec![
        words!["Pounds that belong to this finding alone: ", pounds, "."],
        words![format!("{}.", finding.condition.trim_end_matches('.'))],
        words![format!("How sure it is that this is done twice: {}.", finding.confidence.word())],
    ];
    if let Some(claimed) = finding.claimed_by.as_ref().and_then(|id| found.find(id)) {
        facts.push(words![
            "With pounds that stand in other findings: ",
            Amount::from(finding.amount_seen),
            ". Most of them are in ",
            name_of(claimed),
            "."
        ]);
    }
    if finding.keep_apart {
        facts.push(words!["Small or voluntary suppliers are among them, which buying in bulk would push out."]);
    }
    facts.push(savings(finding));
    page.blocks = vec![Block::List(facts)];
    if !finding.payers.is_empty() {
        page.sections.push(Section::new("payers", "Who pays", vec![Block::Table(payers(view, finding))]));
    }
    let evidence = found.evidence_of(finding);
    if !evidence.is_empty() {
        page.sections.push(Section::new("evidence", "Evidence", vec![Block::Table(evidence_table(view, evidence))]));
    }
    page
}

/// A finding's name, with its page where it has one.
fn name_of(finding: &Finding) -> Inline {
    match finding.kind {
        OverlapKind::PaidTwice => "a payment that may have been made twice".into(),
        _ => Inline::link(finding.title.clone(), address_of(finding)),
    }
}

fn savings(finding: &Finding) -> Vec<Inline> {
    match &finding.savings {
        Some(savings) => words![format!(
            "Assumed to be saved: {:.1}% to {:.1}% of it. The assumption is of {}.",
            100.0 * savings.low,
            100.0 * savings.high,
            savings.source
        )],
        None => words!["Nobody has said what share of it could be saved."],
    }
}

fn payers(view: &View<'_>, finding: &Finding) -> Table {
    let columns = vec![Column::words("Body"), Column::charted("Pounds")];
    let rows = finding
        .payers
        .iter()
        .map(|(id, amount)| vec![Cell::from(body(view, id)), Cell::Amount(Amount::Stated(*amount))]);
    Table::new("who-pays", "What each body pays of it", columns).rows(rows).chart(ChartKind::Bar)
}

fn evidence_table(view: &View<'_>, evidence: &[Evidence]) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::long("What it shows"),
        Column::number("Pounds"),
        Column::words("Where it stands"),
    ];
    let rows = evidence.iter().take(N_ROWS).map(|piece| {
        vec![
            piece.body_id.as_ref().map_or(Cell::from("All"), |id| Cell::from(body(view, id))),
            Cell::from(piece.note.clone()),
            Cell::Amount(Amount::from(piece.amount)),
            Cell::Words(vec![standing(view, piece)]),
        ]
    });
    let left = evidence.len().saturating_sub(N_ROWS);
    let note = match left {
        0 => String::new(),
        n => format!(" {} more: totalplace overlaps --finding shows them.", n_of(n, "piece", "pieces")),
    };
    Table::new("pieces", "Evidence", columns)
        .rows(rows)
        .note(words![format!("Pounds of evidence are never added up: two pieces can be of the same money.{note}")])
}

/// The rows behind a piece of evidence, where they are rows of ledgers.
fn standing(view: &View<'_>, piece: &Evidence) -> Inline {
    match &piece.body_id {
        Some(body_id) if piece.table == SUPPLIER_SPEND.name => {
            let filter = net_of(Dimension::Supplier, &piece.key).only(Dimension::Body, Some(body_id));
            view.rows_link("its payments", &filter)
        }
        _ => Inline::code(format!("{} {}", piece.table, piece.key)),
    }
}
