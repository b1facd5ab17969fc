//! Two bodies, services, themes or payees side by side.

use std::collections::BTreeMap;

use account::{Dimension, Filter, Tally};
use report::block::percent;
use report::whole::Base;

use crate::address::{Medium, pairs, part_of};
use crate::answer::Answer;
use crate::block::{Amount, Block, Cell, ChartKind, Choices, Column, Field, Inline, Page, Section, Table, words};
use crate::refusal;
use crate::view::{View, credits_of, figure_of, withheld_of};

/// Names of a ranking that are compared.
const N_NAMES: usize = 15;

/// What can be compared, as it is written in the address.
const KINDS: &[(&str, Dimension)] = &[
    ("body", Dimension::Body),
    ("service", Dimension::Service),
    ("theme", Dimension::Theme),
    ("payee", Dimension::Payee),
];

/// One of the two.
struct Side {
    dimension: Dimension,
    name: String,
    filter: Filter,
    tally: Tally,
    /// All that a body or service is known to spend.
    base: Option<Base>,
    to: Option<String>,
}

pub fn answer(view: &View<'_>, query: &str) -> Answer {
    if view.medium == Medium::Files {
        return Answer::Page(all_bodies(view));
    }
    let mut chosen = BTreeMap::new();
    for (key, value) in pairs(query) {
        if !["a", "b"].contains(&key.as_str()) {
            let why = format!("A comparison takes a and b, not “{key}”.");
            return Answer::Bad(refusal::bad_request(&why, query));
        }
        chosen.insert(key, value);
    }
    let mut sides = Vec::new();
    for key in ["a", "b"] {
        match chosen.get(key).filter(|value| !value.is_empty()).map(|value| side(view, value)) {
            Some(Ok(side)) => sides.push(side),
            Some(Err(why)) => return Answer::Bad(refusal::bad_request(&why, query)),
            None => {}
        }
    }
    let text = |key: &str| chosen.get(key).cloned().unwrap_or_default();
    let lede =
        words!["Compare two bodies, services or themes: pounds, credit notes, withheld payees, and where they differ."];
    let mut page = Page::new("compare", "Compare two", lede);
    let [a, b] = two_to_offer(view, text("a"), text("b"));
    page.blocks = vec![form(view, &a, &b)];
    if let [a, b] = sides.as_slice() {
        if (a.dimension, &a.filter) == (b.dimension, &b.filter) {
            let why = format!("Both are {}. Choose another one to compare it with.", a.name);
            page.blocks.insert(0, Block::Words(words![why]));
            return Answer::Page(page);
        }
        page.heading = format!("{} and {}", a.name, b.name);
        page.title = format!("{}, compared", page.heading);
        page.address = format!("compare?{query}");
        page.sections = sections(view, a, b);
    }
    Answer::Page(page)
}

/// What the form offers first: two different ones, the largest that are not chosen already.
fn two_to_offer(view: &View<'_>, a: String, b: String) -> [String; 2] {
    let kind = |text: &str| text.split_once(':').map(|(kind, _)| kind.to_owned());
    let kind = kind(&a).or_else(|| kind(&b)).unwrap_or_else(|| "body".to_owned());
    let dimension = KINDS.iter().find(|(word, _)| *word == kind).map_or(Dimension::Body, |(_, dimension)| *dimension);
    let values =
        view.site.account.by(&view.of_year(Filter::net_here()), dimension).into_iter().filter_map(|group| group.value);
    let mut others = values.map(|value| format!("{kind}:{value}")).filter(|other| *other != a && *other != b);
    let mut offered = |chosen: &str| match chosen.is_empty() {
        true => others.next().unwrap_or_default(),
        false => chosen.to_owned(),
    };
    [offered(&a), offered(&b)]
}

/// Reads `body:leeds`.
fn side(view: &View<'_>, text: &str) -> Result<Side, String> {
    let unknown =
        || format!("“{text}” cannot be compared. Write body, service, theme or payee, then a colon, then its id.");
    let (kind, value) = text.split_once(':').ok_or_else(unknown)?;
    let (_, dimension) = KINDS.iter().find(|(word, _)| *word == kind).ok_or_else(unknown)?;
    let filter = view.net_of(*dimension, value);
    view.site.account.check(&filter).map_err(|error| format!("{error}."))?;
    let tally = view.tally(&filter);
    Ok(Side {
        dimension: *dimension,
        name: view.label(*dimension, value),
        base: view.base(*dimension, value),
        to: view.page_of(*dimension, value),
        filter,
        tally,
    })
}

fn form(view: &View<'_>, a: &str, b: &str) -> Block {
    let groups = |chosen: &str| {
        let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
        for (kind, dimension, heading) in [
            ("body", Dimension::Body, "Bodies"),
            ("service", Dimension::Service, "Services"),
            ("theme", Dimension::Theme, "Themes"),
        ] {
            let found = view.site.account.by(&view.of_year(Filter::net_here()), dimension).into_iter();
            let options: Vec<(String, String)> =
                found.filter_map(|group| Some((format!("{kind}:{}", group.value?), group.label))).collect();
            if !options.is_empty() {
                groups.push((heading.to_owned(), options));
            }
        }
        // A payee is compared by its address; there are too many to choose from.
        if let Some(name) = chosen.strip_prefix("payee:") {
            groups.push(("Payees".to_owned(), vec![(chosen.to_owned(), name.to_owned())]));
        }
        groups
    };
    let field = |name: &str, label: &str, chosen: &str| Field {
        name: name.to_owned(),
        label: label.to_owned(),
        groups: groups(chosen),
        chosen: chosen.to_owned(),
    };
    Block::Choices(Choices {
        to: "compare".to_owned(),
        fields: vec![field("a", "Compare", a), field("b", "with", b)],
        hidden: Vec::new(),
        button: "Compare".to_owned(),
    })
}

fn sections(view: &View<'_>, a: &Side, b: &Side) -> Vec<Section> {
    let mut sections = vec![
        Section::new("figures", "Figures", vec![Block::Table(figures(view, [a, b]))]),
        Section::new("months", "Month by month", vec![Block::Table(months(view, a, b))]),
    ];
    let others = [
        (Dimension::Service, "By service", "Service"),
        (Dimension::Body, "By body", "Body"),
        (Dimension::Payee, "Payees", "Payee as printed"),
    ];
    for (dimension, heading, column) in others {
        // What a side is cannot tell it apart as well.
        if ![a.dimension, b.dimension].contains(&dimension) {
            let id = format!("by-{}", dimension.word());
            let table = groups(view, &id, (heading, column), dimension, a, b);
            sections.push(Section::new(&format!("section-{id}"), heading, vec![Block::Table(table)]));
        }
    }
    sections
}

fn figures(view: &View<'_>, sides: [&Side; 2]) -> Table {
    let columns = vec![Column::words("Figure"), Column::number(&sides[0].name), Column::number(&sides[1].name)];
    let whole = view.tally(&view.of_year(Filter::net_here()));
    let row = |name: &str, of: &dyn Fn(&Side) -> Cell| vec![Cell::from(name), of(sides[0]), of(sides[1])];
    let page = |side: &Side| match &side.to {
        Some(to) => Cell::from(Inline::link(side.name.clone(), to.clone())),
        None => Cell::from(side.name.clone()),
    };
    let in_all = |side: &Side| side.base.map_or(Amount::NotComputed, |base| Amount::Rounded(base.counted));
    let has_base = sides.iter().any(|side| side.base.is_some());
    let of_whole = [
        row("Spent in all, the whole count", &|side| Cell::Amount(in_all(side))),
        row("Of that, traced to payments", &|side| share(side.base.and_then(|base| base.share_that_opens()))),
    ];
    let note = words![format!("Spent here and its share: {}.", view.payments_in_words())];
    let table = Table::new("side-by-side", "Side by side", columns).rows([row("Page", &page)]);
    table.rows(of_whole.into_iter().filter(|_| has_base)).note(note).rows([
        row("Spent here", &|side| Cell::from(figure_of(&side.tally, &side.filter))),
        row("Lines", &|side| Cell::Count(side.tally.n_lines)),
        row("Share of payments here", &|side| share(side.tally.amount.share_of(whole.amount))),
        row("Average payment", &|side| mean(&side.tally)),
        row("Credit notes and money in", &|side| Cell::from(credits_of(&side.tally, &side.filter))),
        row("Pounds with a withheld payee", &|side| Cell::from(withheld_of(&side.tally, &side.filter))),
        row("Share with a withheld payee", &|side| share(side.tally.redacted_share())),
    ])
}

fn share(share: Option<f64>) -> Cell {
    share.map_or(Cell::Share(None), |share| Cell::from(percent(share)))
}

/// Pounds for each line, to the penny.
fn mean(tally: &Tally) -> Cell {
    let mean = (tally.n_lines > 0).then(|| {
        let pence = tally.amount.pence() as f64 / tally.n_lines as f64;
        money::Money::from_pence(pence.round() as i64)
    });
    Cell::Amount(mean.into())
}

fn months(view: &View<'_>, a: &Side, b: &Side) -> Table {
    let columns = vec![Column::words("Month"), Column::charted(&a.name), Column::charted(&b.name)];
    let months = view.month_figures(&a.filter).into_iter().zip(view.month_figures(&b.filter));
    let rows = months.map(|((month, a), (_, b))| vec![Cell::from(month), Cell::from(a), Cell::from(b)]);
    Table::new("by-month", "Spent here by month", columns).rows(rows).chart(ChartKind::Line)
}

/// The largest names of either side.
fn groups(
    view: &View<'_>,
    id: &str,
    (caption, heading): (&str, &str),
    dimension: Dimension,
    a: &Side,
    b: &Side,
) -> Table {
    let found = [a, b].map(|side| view.site.account.by(&side.filter, dimension));
    let mut largest: BTreeMap<Option<String>, (String, money::Money)> = BTreeMap::new();
    for group in found.iter().flat_map(|groups| groups.iter().take(N_NAMES)) {
        let known = largest.entry(group.value.clone()).or_insert_with(|| (group.label.clone(), group.tally.amount));
        known.1 = known.1.max(group.tally.amount);
    }
    let mut names: Vec<(Option<String>, String, money::Money)> =
        largest.into_iter().map(|(value, (label, amount))| (value, label, amount)).collect();
    names.sort_by(|x, y| y.2.cmp(&x.2).then_with(|| x.0.cmp(&y.0)));
    names.truncate(N_NAMES);
    let columns = vec![Column::words(heading), Column::charted(&a.name), Column::charted(&b.name)];
    let rows = names.into_iter().map(|(value, label, _)| {
        let figure = |side: &Side, groups: &[account::Group]| {
            let tally = groups.iter().find(|group| group.value == value).map(|group| group.tally).unwrap_or_default();
            Cell::from(figure_of(&tally, &side.filter.clone().only(dimension, value.as_deref())))
        };
        let name = value.as_ref().and_then(|value| view.page_of(dimension, value));
        let name = name.map_or_else(|| Inline::Printed(label.clone()), |to| Inline::link(label.clone(), to));
        vec![Cell::from(name), figure(a, &found[0]), figure(b, &found[1])]
    });
    Table::new(id, caption, columns).rows(rows)
}

/// A published site cannot hold every pair: it shows all bodies side by side.
fn all_bodies(view: &View<'_>) -> Page {
    let lede = words![
        "All bodies side by side. ",
        Inline::code("totalplace serve"),
        " compares any two bodies, services, themes or payees."
    ];
    let mut page = Page::new("compare", "Compare bodies", lede);
    let columns = vec![
        Column::words("Body"),
        Column::number("Spent here"),
        Column::number("Spent in all"),
        Column::number("Traced to payments"),
        Column::number("Lines"),
        Column::number("Average payment"),
        Column::number("Credit notes and money in"),
        Column::number("With a withheld payee"),
        Column::words("Mostly for"),
    ];
    let bodies = view.site.account.by(&view.of_year(Filter::net_here()), Dimension::Body);
    let rows = bodies.iter().filter_map(|group| {
        let value = group.value.as_deref()?;
        let (filter, base) = (view.net_of(Dimension::Body, value), view.base(Dimension::Body, value));
        let services = view.site.account.by(&filter, Dimension::Service);
        Some(vec![
            Cell::from(Inline::link(group.label.clone(), format!("bodies/{}", part_of(value)))),
            Cell::from(figure_of(&group.tally, &filter)),
            Cell::Amount(base.map_or(Amount::NotComputed, |base| Amount::Rounded(base.counted))),
            Cell::Share(base.and_then(|base| base.share_that_opens())),
            Cell::Count(group.tally.n_lines),
            mean(&group.tally),
            Cell::from(credits_of(&group.tally, &filter)),
            Cell::from(withheld_of(&group.tally, &filter)),
            services
                .first()
                .map_or_else(|| Cell::from("nothing"), |service| Cell::from(view.name_of(Dimension::Service, service))),
        ])
    });
    let note = words![format!("Spent here: {}.", view.payments_in_words())];
    let table = Table::new("all-bodies", "All bodies side by side", columns).rows(rows).note(note);
    page.blocks = vec![Block::Table(Table { is_list: true, ..table })];
    page
}
