//! Bodies: the list, and a page for each.

use account::{Dimension, Filter, Tally};
use model::tables::TransferStatus;
use model::{AccountPart, Body, Reach};

use crate::address::part_of;
use crate::answer::Answer;
use crate::block::{Amount, Block, Cell, ChartKind, Column, Fact, Inline, Page, Section, Table, TagColour, words};
use crate::list::{Asked, Entry, List};
use crate::phrases::{self, n_of, plain};
use crate::sections::about_the_data::warnings;
use crate::sections::money::flows;
use crate::sections::money::rankings::{Breakdown, months, rankings};
use crate::sections::money::reconciliation;
use crate::sections::money::sheet;
use crate::sections::overview::embed;
use crate::site::Site;
use crate::view::{Ranking, View, figure_of};

/// The body whose page this is.
pub fn find<'a>(view: &View<'a>, part: &str) -> Option<&'a Body> {
    view.site.place.bodies.iter().find(|body| part_of(&body.id) == part)
}

pub fn answer(view: &View<'_>, rest: &[&str], query: &str) -> Option<Answer> {
    match rest {
        [] => Answer::of_list(query, |asked| list(view, asked)),
        [part] => Some(Answer::Page(page(view, find(view, part)?))),
        [part, "print"] => sheet::of_body(view, part).map(Answer::Sheet),
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    let parts = site.place.bodies.iter().map(|body| part_of(&body.id));
    parts.flat_map(|part| [format!("bodies/{part}"), format!("bodies/{part}/print")]).collect()
}

pub fn list(view: &View<'_>, asked: &Asked) -> Page {
    let mut page = Page::new("bodies", "Bodies", lede_of_list(view));
    let entries = view.site.place.bodies.iter().map(|body| {
        let filter = view.net_of(Dimension::Body, &body.id);
        let tally = view.tally(&filter);
        Entry {
            name: body.name.clone(),
            to: format!("bodies/{}", part_of(&body.id)),
            amount: has_ledger(view, &body.id).then_some(tally.amount),
            n_lines: tally.n_lines,
            filter,
            in_all: view.base(Dimension::Body, &body.id),
        }
    });
    let list = List {
        address: "bodies",
        caption: "Every body of the place, and what its ledger shows spent here".to_owned(),
        heading: "Body",
        amount_heading: "Spent here",
        whole: Some(view.tally(&view.of_year(Filter::net_here()))),
        payments: view.payments_in_words(),
        asked,
        medium: view.medium,
    };
    page.blocks = list.of_all(entries.collect());
    page.blocks.push(Block::Actions(vec![Inline::link("Compare two bodies", "compare")]));
    page.sections = vec![Section::new("lines", "How every line is counted", vec![Block::Table(parts_by_body(view))])];
    page.sections.push(Section::new("missing", "Bodies without a ledger here", missing(view)));
    page
}

/// How many bodies there are, and of how many there is a ledger: the same two numbers on every page.
fn lede_of_list(view: &View<'_>) -> Vec<Inline> {
    let (n_bodies, n_ledgers) = (view.site.place.bodies.len(), view.bodies_with_lines().len());
    let all = phrases::n_bodies(n_bodies);
    words![match n_ledgers {
        n if n == n_bodies => format!("Who spends public money here: {all}, each with a ledger."),
        n => format!(
            "Who spends public money here: {all}, {} with a ledger. Of the others only what is published or what others paid them is known.",
            report::block::count(n)
        ),
    }]
}

fn has_ledger(view: &View<'_>, body_id: &str) -> bool {
    view.bodies_with_lines().iter().any(|body| body.body_id == body_id)
}

/// Every body's lines by part of the account: the parts add up to the files.
fn parts_by_body(view: &View<'_>) -> Table {
    let mut columns = vec![Column::words("Body"), Column::number("All lines")];
    let gross = view.site.account.by(&view.of_year(Filter::gross()), Dimension::Part);
    let parts: Vec<AccountPart> = AccountPart::ALL
        .iter()
        .copied()
        .filter(|part| gross.iter().any(|group| group.value.as_deref() == Some(part.word())))
        .collect();
    columns.extend(parts.iter().map(|part| Column::number(view.label(Dimension::Part, part.word()))));
    let cells = |name: Cell, base: &Filter| {
        let groups = view.site.account.by(base, Dimension::Part);
        let mut cells = vec![name, Cell::from(view.figure(base))];
        cells.extend(parts.iter().map(|part| {
            let found = groups.iter().find(|group| group.value.as_deref() == Some(part.word()));
            let tally = found.map(|group| group.tally).unwrap_or_default();
            Cell::from(figure_of(&tally, &base.clone().only(Dimension::Part, Some(part.word()))))
        }));
        cells
    };
    let bodies = view.bodies_with_lines().into_iter();
    let rows = bodies.map(|body| {
        let name = Inline::link(body.name.clone(), format!("bodies/{}", part_of(&body.body_id)));
        cells(name.into(), &view.of_year(Filter::default()).only(Dimension::Body, Some(&body.body_id)))
    });
    Table::new("parts", "Lines of each body by part of the account", columns)
        .rows(rows)
        .total(cells("All".into(), &view.of_year(Filter::gross())))
        .note(words![
            "The parts add up to the total of all lines, to the penny. ",
            Inline::link("What each part means", "method#parts"),
            "."
        ])
}

/// Bodies of the perimeter of which no line was read.
fn missing(view: &View<'_>) -> Vec<Block> {
    let missing = missing_bodies(view);
    if missing.is_empty() {
        return vec![Block::Words(words!["None: every public body here has a ledger in the count."])];
    }
    let columns = vec![Column::words("Body"), Column::words("Why"), Column::number("Paid by counted bodies")];
    let rows = missing.iter().map(|body| {
        let filter = view.of_year(Filter::kept_transfers()).only(Dimension::Counterparty, Some(&body.id));
        vec![
            Cell::from(Inline::link(body.name.clone(), format!("bodies/{}", part_of(&body.id)))),
            Cell::from(why_missing(view, body)),
            match view.site.small.transfers {
                Some(_) => Cell::from(view.figure(&filter)),
                None => Cell::Amount(Amount::NotComputed),
            },
        ]
    });
    let note = words!["The total includes what other bodies paid them: it is the best evidence of what they spent."];
    let table = Table::new("missing-bodies", "Bodies here that sent no ledger", columns).rows(rows);
    vec![Block::Table(table.note(note))]
}

/// Bodies of the perimeter without a line of the year shown.
pub(super) fn missing_bodies<'a>(view: &View<'a>) -> Vec<&'a Body> {
    let with_lines = view.bodies_with_lines();
    let is_missing = |body: &&Body| body.in_perimeter && with_lines.iter().all(|with| with.body_id != body.id);
    view.site.place.bodies.iter().filter(is_missing).collect()
}

fn why_missing(view: &View<'_>, body: &Body) -> &'static str {
    match view.site.summary.missing_bodies.iter().find(|missing| missing.body_id == body.id) {
        Some(missing) if missing.n_files == 0 => "no file",
        Some(_) => "no file gave a line",
        None => "no line of this year",
    }
}

pub fn page(view: &View<'_>, body: &Body) -> Page {
    let gross = view.of_year(Filter::default()).only(Dimension::Body, Some(&body.id));
    let net = view.net_of(Dimension::Body, &body.id);
    let address = format!("bodies/{}", part_of(&body.id));
    let mut page = Page::new(address.clone(), body.name.clone(), lede(view, body));
    let tally = view.tally(&gross);
    if tally.n_lines == 0 {
        page.blocks = without_lines(view, body);
        return page;
    }
    page.blocks = vec![
        Block::Actions(actions(view, body, &address)),
        Block::Facts(facts(view, &body.id, [&gross, &net], &tally)),
    ];
    let mut months = months(view, format!("{}: spent here by month", body.name), &net);
    if view.is_latest() {
        months.blocks.push(embed::snippet(&format!("embed/{address}"), &format!("{}, by month", body.name)));
    }
    page.sections = vec![
        months,
        Section::new("services", "What for", rankings(view, &net, &WHAT_FOR)),
        Section::new("payees", "Who is paid", rankings(view, &net, &[Breakdown::PAYEES])),
        Section::new("parts", "How every line is counted", rankings(view, &gross, &WHERE_LINES_WENT)),
        Section::new("public-bodies", "Money to and from public bodies", flows::of_body(view, &body.id)),
        Section::new("published", "Against published totals", reconciliation::of_body(view, &body.id)),
        Section::new("warnings", "Data quality warnings", warnings::of_body(view, &body.id)),
    ];
    page
}

const WHAT_FOR: [Breakdown; 3] = [
    Breakdown { chart: Some(ChartKind::Treemap), ..Breakdown::SERVICES },
    Breakdown { caption: "By the body's own headings, as printed", ..Breakdown::HEADINGS },
    Breakdown::new("by-department", "By department, as printed", "Department as printed", Dimension::Department, 10),
];

const WHERE_LINES_WENT: [Breakdown; 2] = [
    Breakdown::new("by-part", "All lines by part of the account", "Part of the account", Dimension::Part, 10),
    Breakdown::new("by-rule", "By the rule that decided", "Rule", Dimension::Rule, 15),
];

fn lede(view: &View<'_>, body: &Body) -> Vec<Inline> {
    let n_files = view.site.account.files().iter().filter(|file| file.body_id == body.id).count();
    words![format!(
        "{}{}. {} read.",
        phrases::capital(body.kind.word()),
        if body.reach == Reach::National { ", serving the whole country" } else { "" },
        n_of(n_files, "file or sheet was", "files or sheets were")
    )]
}

fn without_lines(view: &View<'_>, body: &Body) -> Vec<Block> {
    let paid = view.of_year(Filter::default()).only(Dimension::Counterparty, Some(&body.id));
    let figure = view.figure(&paid);
    let mut blocks: Vec<Block> =
        view.in_all(Dimension::Body, &body.id).into_iter().map(|fact| Block::Facts(vec![fact])).collect();
    blocks.push(Block::Words(words![
        "The count has no payments of its own. Other bodies paid it ",
        figure.clone(),
        format!(" in {}.", n_of(figure.n_lines, "line", "lines"))
    ]));
    if figure.n_lines > 0 {
        let payers = Ranking {
            id: "by-payer",
            caption: format!("Who paid {}", body.name),
            heading: "Body",
            filter: &paid,
            dimension: Dimension::Body,
            n_max: 20,
            chart: None,
        };
        blocks.extend(view.ranking_blocks(&payers));
        blocks.push(Block::Table(view.months("by-month", format!("Paid to {} by month", body.name), &paid)));
    }
    blocks
}

fn actions(view: &View<'_>, body: &Body, address: &str) -> Vec<Inline> {
    let net = view.net_of(Dimension::Body, &body.id);
    let compare = if view.is_served() { format!("compare?a=body:{}", body.id) } else { "compare".to_owned() };
    vec![
        view.rows_link("All its lines spent here", &net),
        Inline::link("Compare it", compare),
        Inline::link("One page to print", format!("{address}/print")),
    ]
}

fn facts(view: &View<'_>, body_id: &str, [gross, net]: [&Filter; 2], tally: &Tally) -> Vec<Fact> {
    let mut facts = view.facts_of("Spent here, each pound counted once", net, "of what all bodies spent here");
    let lines = words![format!("{} as published", n_of(tally.n_lines, "line", "lines"))];
    facts.insert(1, Fact::new("All its lines added up", figure_of(tally, gross).short(), lines));
    view.in_all(Dimension::Body, body_id).into_iter().for_each(|fact| facts.insert(0, fact));
    facts
}

/// A word that tells how something stands, as a tag.
pub(super) fn status_tag(status: TransferStatus) -> Inline {
    let colour = match status {
        TransferStatus::Paired => TagColour::Good,
        TransferStatus::Timing => TagColour::Plain,
        TransferStatus::Differs => TagColour::Bad,
        TransferStatus::OneSided => TagColour::Doubtful,
    };
    Inline::Tag(plain(status.word()), colour)
}
