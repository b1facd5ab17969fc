//! The first page of a place for which figures are published: all its public money in one figure, what each part is
//! based on, and the way down to single payments.

use account::{Dimension, Filter};
use model::spending::CountBasis;
use money::Money;
use report::block::{count, percent, plural};
use report::whole::{Funders, WholeCell, WholeCount, basis_in_words, kind_in_words};

use crate::block::{Amount, Block, Cell, ChartKind, Column, Fact, Hero, Inline, Page, Section, Table, words};
use crate::phrases::{self, n_of, names, year_in_words};
use crate::sections::money::funders;
use crate::sections::money::payments;
use crate::sections::money::sankey;
use crate::sections::overview::embed;
use crate::view::View;

/// Rows of a table that stand alone; the rest is one row.
const N_ROWS: usize = 15;
/// Services that the first sentence names.
const N_SERVICES: usize = 3;

pub fn page(view: &View<'_>, whole: &WholeCount) -> Page {
    let lede = words![format!(
        "What all public bodies together spent for the people of {} in {}. Each pound is counted once, and each part shows what it is based on.",
        whole.place,
        year_in_words(whole.year)
    )];
    let mut page = Page::new("", format!("All public money for {}", whole.place), lede);
    page.blocks = vec![Block::Hero(Box::new(hero(whole))), Block::Facts(facts(whole))];
    page.sections = vec![rests_on(whole), services(whole), bodies(whole)];
    page.sections.extend(view.funders().map(|funders| funded(view, whole, funders)));
    page.sections.extend([kinds(whole), payments(view, whole), trust(whole)]);
    page
}

fn hero(whole: &WholeCount) -> Hero {
    let mut sentences = match (whole.per_head(), &whole.population) {
        (Some(amount), Some(population)) => {
            let source = population.source_in_brackets();
            words![
                "That is ",
                Amount::Stated(amount),
                format!(" for each of {} people{source}.", count(population.people as usize))
            ]
        }
        _ => words!["For each resident: ", Amount::NotComputed, ", because no population is given."],
    };
    sentences.extend(of_each_pound(whole).map(|sentence| Inline::from(format!(" {sentence}"))));
    sentences.extend(words![
        " ",
        Amount::Rounded(whole.opens()),
        format!(" of it ({}) can be traced to single ", whole.share_that_opens().map(percent).unwrap_or_default()),
        Inline::link("payments", payments::ADDRESS),
        "."
    ]);
    Hero {
        label: format!("Spent for {} in all, {}", whole.place, year_in_words(whole.year)),
        figure: Amount::Rounded(whole.total()),
        exactly: format!("{} from {}", whole.total(), plural(whole.cells.len(), "published figure")),
        words: sentences,
        inside: vec![("What it is based on".to_owned(), inside(whole)), ("Not in it".to_owned(), outside(whole))],
    }
}

/// The largest services in pence of each pound.
fn of_each_pound(whole: &WholeCount) -> Option<String> {
    let total = whole.total();
    let pence = |amount: Money| amount.share_of(total).map_or(0.0, |share| (share * 100.0).round());
    let parts: Vec<String> = whole
        .by(|cell| cell.service.clone())
        .into_iter()
        .map(|(name, amount, _)| (name, pence(amount)))
        .filter(|(_, pence)| (1.0..=100.0).contains(pence))
        .take(N_SERVICES)
        .map(|(name, pence)| format!("{pence:.0}p on {name}"))
        .collect();
    (!parts.is_empty()).then(|| format!("Each pound goes like this: {}.", names(&parts, N_SERVICES)))
}

fn inside(whole: &WholeCount) -> Vec<Vec<Inline>> {
    let counted = whole.by_basis().into_iter().filter(|(basis, ..)| *basis != CountBasis::NotKnown);
    counted.map(|(basis, amount, _)| words![Amount::Rounded(amount), format!(" {}", rests(basis))]).collect()
}

/// What a basis means, after its pounds.
fn rests(basis: CountBasis) -> &'static str {
    match basis {
        CountBasis::Ledger => "paid by bodies that publish no total: we can show every payment",
        CountBasis::PublishedBody => "published by bodies as their own spending",
        CountBasis::PublishedArea => "published by national bodies for this area",
        CountBasis::Apportioned => "shared out from what is published for a larger area, by people, age or claims",
        CountBasis::Estimated => "estimated",
        CountBasis::NotKnown => "not known",
    }
}

fn outside(whole: &WholeCount) -> Vec<Vec<Inline>> {
    let mut items: Vec<Vec<Inline>> =
        whole.not_known().map(|cell| words![format!("{} ({}): not known", function(&cell.label), cell.body)]).collect();
    items.push(words![
        n_of(whole.set_aside.len(), "published figure is", "published figures are"),
        " set aside, such as money that another body here spends: ",
        Inline::link("each with its reason", "coverage#set-aside")
    ]);
    items
}

/// The name of a function without its number in the publication: `4. of which: agriculture` is `Agriculture`.
fn function(label: &str) -> String {
    let name = label.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
    phrases::capital(name.strip_prefix("of which:").map_or(name, str::trim))
}

fn facts(whole: &WholeCount) -> Vec<Fact> {
    let total = whole.total();
    let share = |amount: Money| amount.share_of(total).map(percent).unwrap_or_default();
    let (low, high) = whole.bounds();
    let rounded = |label: &str, amount: Money, note: String| Fact::new(label, Amount::Rounded(amount), words![note]);
    let mut facts = vec![
        rounded(
            "The place can influence",
            whole.addressable(),
            format!(
                "{}: everything except benefits and pensions, which follow national rules",
                share(whole.addressable())
            ),
        ),
        rounded("Benefits and pensions", whole.benefits(), format!("{} paid to people", share(whole.benefits()))),
        Fact::share(
            "Traced to single payments",
            whole.share_that_opens(),
            words![Inline::link("what to ask each body for", "coverage"), " so that more is traced"],
        ),
    ];
    facts.extend(whole.near_doubts().map(|(kind, amount)| {
        let note = words![format!("{}: ", kind.found()), Inline::link("each warning with its rows", "warnings")];
        Fact::new("May be off by", Amount::Rounded(*amount), note)
    }));
    if low != high {
        facts.push(rounded("At least", low, "if every share were as low as any driver makes it".to_owned()));
        facts.push(rounded("At most", high, "if every share were as high as any driver makes it".to_owned()));
    }
    facts
}

fn rests_on(whole: &WholeCount) -> Section {
    let table =
        sums(whole, "rests", "What the whole is based on", "Basis", |cell| basis_in_words(cell.basis).to_owned());
    let blocks = vec![Block::Table(table.chart(ChartKind::Bar))];
    Section::new("rests-on", "How sure each part is", blocks)
}

fn services(whole: &WholeCount) -> Section {
    let table = sums(whole, "whole-services", "The whole by service", "Service", |cell| cell.service.clone());
    Section::new("what", "What it pays for", vec![Block::Table(table.chart(ChartKind::Treemap))])
}

fn bodies(whole: &WholeCount) -> Section {
    let table =
        sums(whole, "whole-bodies", "The whole by the body that spends it last", "Body", |cell| cell.body.clone());
    Section::new("who", "Who spends it", vec![Block::Table(table.chart(ChartKind::Bar))])
}

/// The map of the whole, with one line of who funds it.
fn funded(view: &View<'_>, whole: &WholeCount, funders: &Funders) -> Section {
    let mut words = funders::in_words(funders);
    words.extend(words![" ", Inline::link("Who funds each body, and what is left", "funders"), "."]);
    let mut blocks = vec![Block::Words(words), funders::map(whole, funders)];
    if view.is_latest() {
        blocks.push(embed::snippet("embed/whole", "Where public money comes from and goes"));
    }
    Section::new("map", "Where it comes from and goes", blocks)
}

fn kinds(whole: &WholeCount) -> Section {
    let name = |cell: &WholeCell| kind_in_words(cell.kind).to_owned();
    let table = sums(whole, "whole-kinds", "The whole by kind of spending", "Kind", name).note(words![
        "Current spending net of fees and other income, plus capital spending before grants are deducted. The measure is the same every year."
    ]);
    Section::new("kinds", "Pay, purchases, benefits, capital", vec![Block::Table(table)])
}

/// Pounds under each name with their share, the largest first; the small ones in one row.
fn sums(whole: &WholeCount, id: &str, caption: &str, heading: &str, name: impl Fn(&WholeCell) -> String) -> Table {
    let total = whole.total();
    let named = whole.by(name);
    let (alone, rest) = named.split_at(named.len().min(N_ROWS));
    let row = |name: String, amount: Money| {
        vec![Cell::from(name), Cell::Amount(Amount::Rounded(amount)), Cell::Share(amount.share_of(total))]
    };
    let mut rows: Vec<Vec<Cell>> = alone.iter().map(|(name, amount, _)| row(name.clone(), *amount)).collect();
    if !rest.is_empty() {
        rows.push(row(n_of(rest.len(), "other", "others"), rest.iter().map(|(_, amount, _)| *amount).sum()));
    }
    let columns = vec![Column::words(heading), Column::charted("Pounds"), Column::number("Share")];
    let whole_row = vec![Cell::from("Whole"), Cell::Amount(Amount::Rounded(total)), Cell::Share(Some(1.0))];
    Table::new(id, caption, columns).rows(rows).total(whole_row)
}

/// The ledgers beneath the whole, and the way down to them.
fn payments(view: &View<'_>, whole: &WholeCount) -> Section {
    let net = view.figure(&Filter::net_here().only(Dimension::Year, Some(&whole.year.to_string())));
    let words = words![
        format!("{} here publish their payments: ", n_of(view.bodies_with_lines().len(), "body", "bodies")),
        net.short(),
        " in all, each line with its file and row. Not all of it counts as spending: a payment from one public body \
         to another does not. How much of each body's own spending we can trace is on the page about ",
        Inline::link("coverage", "coverage"),
        "."
    ];
    let mut blocks = vec![Block::Words(words)];
    if let Some(table) = sankey::of_overview(view) {
        let folded = vec![Block::Table(table)];
        blocks.push(Block::Folded {
            summary: "Where these payments come from and go, as a table".to_owned(),
            blocks: folded,
        });
    }
    blocks.push(Block::Actions(vec![
        Inline::link("The payments", payments::ADDRESS),
        Inline::link("Who paid whom", "flows"),
        Inline::link("Coverage", "coverage"),
    ]));
    Section::new("payments", "What we can trace to single payments", blocks)
}

fn trust(whole: &WholeCount) -> Section {
    let apportioned = whole.cells.iter().filter(|cell| cell.basis == CountBasis::Apportioned).count();
    let list = vec![
        words!["We take the figures published for a body as they are, to the nearest thousand pounds or better."],
        words![
            format!(
                "{} shared out from a larger area, each by a named and dated driver; ",
                n_of(apportioned, "figure is", "figures are")
            ),
            "beside each are the lowest and highest that any driver gives."
        ],
        words!["Where we know that money was spent, but not how much, we say so and leave it out of every total."],
        words![
            Inline::link("Every figure", "figures"),
            " has its file, row and column; see ",
            Inline::link("how each is computed", "method"),
            "."
        ],
    ];
    Section::new("reading", "How far to trust it", vec![Block::List(list)])
}
