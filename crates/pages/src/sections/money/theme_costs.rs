//! What a theme costs in all: payments, stated shares of published figures, activities; and prevention against reaction.

use model::place::Theme;
use money::Money;
use report::block::percent;
use report::whole::{PilotSplit, ThemeCosts, ThemeRow, kind_in_words, pilot_splits, theme_basis_in_words};

use crate::address::part_of;
use crate::block::{Amount, Block, Cell, Column, Inline, Section, Table, words};
use crate::view::View;

/// The section of a theme's page; none where nobody knows anything of it.
pub fn section(view: &View<'_>, theme: &Theme) -> Option<Section> {
    let costs = view.theme_costs().iter().find(|costs| costs.id == theme.id)?;
    let mut blocks = vec![Block::Words(first(costs)), Block::Table(by_body(costs)), Block::Table(split(costs))];
    if costs.beside().next().is_some() {
        blocks.push(Block::Table(beside(costs)));
    }
    Some(Section::new("in-all", "What it costs in all", blocks))
}

/// All themes beside each other; none where nobody knows anything of any.
pub fn overview(view: &View<'_>) -> Option<Section> {
    let themes = view.theme_costs();
    let columns = vec![
        Column::words("Theme"),
        Column::number("In all"),
        Column::number("Traced to payments"),
        Column::number("Prevention"),
    ];
    let rows = themes.iter().map(|costs| {
        vec![
            Cell::from(Inline::link(&costs.name, format!("themes/{}#in-all", part_of(&costs.id)))),
            pounds(Some(costs.total())),
            pounds(Some(costs.opens())),
            Cell::Share(costs.split().share()),
        ]
    });
    let note =
        words!["Includes stated shares of published figures, and activities. Themes overlap and are never added up."];
    let table = Table::new("themes-in-all", "What each theme costs in all", columns).rows(rows).note(note);
    (!themes.is_empty()).then(|| Section::new("in-all", "What each costs in all", vec![Block::Table(table)]))
}

fn first(costs: &ThemeCosts) -> Vec<Inline> {
    let share = costs.opens().share_of(costs.total()).map(|share| format!(" ({})", percent(share))).unwrap_or_default();
    words![
        Amount::Rounded(costs.total()),
        " in all: payments, stated shares of published figures, and the cost of activities. Each pound is counted once. ",
        Amount::Rounded(costs.opens()),
        format!("{share} can be traced to single payments.")
    ]
}

fn by_body(costs: &ThemeCosts) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("What"),
        Column::words("Kind"),
        Column::number("Pounds"),
        Column::number("Traced to payments"),
        Column::long("How it was worked out"),
    ];
    let mut counted: Vec<&ThemeRow> = costs.rows.iter().filter(|row| row.amount.is_some()).collect();
    counted.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| (&a.body, &a.label).cmp(&(&b.body, &b.label))));
    let rows = counted.into_iter().map(|row| {
        vec![
            Cell::from(row.body.as_str()),
            Cell::from(what(row)),
            Cell::from(kind_in_words(row.kind)),
            pounds(row.amount),
            row.opens.map_or(Cell::from(""), |opens| Cell::Amount(Amount::Rounded(opens))),
            Cell::from(format!("{}: {}", theme_basis_in_words(row.basis), row.method)),
        ]
    });
    let total = vec![
        Cell::from("In all"),
        Cell::from(""),
        Cell::from(""),
        pounds(Some(costs.total())),
        pounds(Some(costs.opens())),
        Cell::from(""),
    ];
    Table::new("theme-costs", "What the theme costs by body, kind and basis", columns).rows(rows).total(total)
}

/// The line or the activity; of rows of a ledger their service.
fn what(row: &ThemeRow) -> String {
    match row.label.as_str() {
        "" => row.service.clone().unwrap_or_default(),
        label => label.to_owned(),
    }
}

fn pounds(amount: Option<Money>) -> Cell {
    Cell::Amount(amount.map_or(Amount::NotComputed, Amount::Rounded))
}

fn split(costs: &ThemeCosts) -> Table {
    let split = costs.split();
    let (before, after) = (split.share(), split.share().map(|share| 1.0 - share));
    let columns = vec![Column::words("When"), Column::number("Pounds"), Column::number("Share")];
    let row = |when: &str, amount: Money, share: Option<f64>| {
        vec![Cell::from(when), Cell::Amount(Amount::Rounded(amount)), Cell::Share(share)]
    };
    let rows = vec![
        row("Before something goes wrong: universal, preventive, early", split.prevention, before),
        row("Afterwards: acute, reactive", split.reaction, after),
        row("Not stated", split.unsaid, None),
    ];
    let pilots: Vec<String> = pilot_splits().iter().map(PilotSplit::in_words).collect();
    let note = words![format!("What pilots found in 2009-10, for other money: {}.", pilots.join("; "))];
    Table::new("theme-split", "Prevention against reaction", columns).rows(rows).note(note)
}

fn beside(costs: &ThemeCosts) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("What"),
        Column::number("Pounds"),
        Column::long("Why it is not added in in"),
    ];
    let rows = costs.beside().map(|row| {
        let why = match &row.within {
            Some(within) => format!("already in {within}"),
            None => format!("not known: {}", row.method),
        };
        vec![Cell::from(row.body.as_str()), Cell::from(what(row)), pounds(row.held), Cell::from(why)]
    });
    Table::new("theme-beside", "What no total above includes", columns).rows(rows)
}
