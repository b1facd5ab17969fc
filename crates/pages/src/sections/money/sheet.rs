//! One page for paper, per body and theme.

use account::{Dimension, Filter};
use report::block::percent;

use crate::address::part_of;
use crate::block::{Block, Cell, Column, Fact, Page, Section, Table};
use crate::sections::money::bodies;
use crate::sections::money::themes;
use crate::view::{View, figure_of};

/// Rows of a table on paper.
const N_ROWS: usize = 7;

pub fn of_body(view: &View<'_>, part: &str) -> Option<Page> {
    let body = bodies::find(view, part)?;
    let filter = view.net_of(Dimension::Body, &body.id);
    let label = "Spent here, each pound counted once";
    let address = format!("bodies/{}", part_of(&body.id));
    let in_all = view.in_all(Dimension::Body, &body.id);
    let mut page = sheet(view, &address, &body.name, (label, in_all), &filter);
    page.sections.extend(
        [
            section(view, "payees", "Largest payees, as printed", "Payee", Dimension::Payee, &filter),
            section(view, "services", "What for", "Service", Dimension::Service, &filter),
            section(view, "headings", "The body's own headings", "Heading as printed", Dimension::Heading, &filter),
        ]
        .into_iter()
        .flatten(),
    );
    Some(page)
}

pub fn of_theme(view: &View<'_>, part: &str) -> Option<Page> {
    let theme = themes::find(view, part)?;
    let filter = themes::filter(view, &theme);
    let address = format!("themes/{}", part_of(&theme.id));
    let label = ("The theme's part of spending here", None);
    let mut page = sheet(view, &address, &theme.name, label, &filter);
    page.sections.extend(
        [
            section(view, "bodies", "Who spends it", "Body", Dimension::Body, &filter),
            section(view, "services", "What for", "Service", Dimension::Service, &filter),
            section(view, "payees", "Largest payees, as printed", "Payee", Dimension::Payee, &filter),
        ]
        .into_iter()
        .flatten(),
    );
    Some(page)
}

fn sheet(view: &View<'_>, address: &str, name: &str, label: (&str, Option<Fact>), filter: &Filter) -> Page {
    let (label, in_all) = label;
    let mut page = Page::new(format!("{address}/print"), format!("{name}, on one page"), Vec::new());
    page.back = Some(("Back to the page".to_owned(), address.to_owned()));
    page.heading = name.to_owned();
    let mut facts: Vec<Fact> = view.facts_of(label, filter, "of what all bodies spent here");
    in_all.into_iter().for_each(|fact| facts.insert(0, fact));
    let amounts = view.month_figures(filter).into_iter().map(|(_, figure)| figure.amount).collect();
    let year = view.year_shown();
    let trend = Block::Trend { caption: format!("Month by month, April {} to March {}", year.0, year.0 + 1), amounts };
    page.blocks = vec![Block::Facts(facts), trend];
    page
}

/// A short ranking; none where no line says.
fn section(
    view: &View<'_>,
    id: &str,
    caption: &str,
    heading: &str,
    dimension: Dimension,
    filter: &Filter,
) -> Option<Section> {
    let groups = view.site.account.by_page(filter, dimension, 0, N_ROWS).groups;
    if groups.iter().all(|group| group.value.is_none()) {
        return None;
    }
    let whole = view.tally(filter);
    let columns = vec![Column::words(heading), Column::number("Pounds"), Column::number("Share")];
    let rows = groups.iter().map(|group| {
        let filter = filter.clone().only(dimension, group.value.as_deref());
        let share = group.tally.amount.share_of(whole.amount);
        vec![
            Cell::from(view.name_of(dimension, group)),
            Cell::from(figure_of(&group.tally, &filter)),
            share.map_or(Cell::Share(None), |share| Cell::from(percent(share))),
        ]
    });
    let table = Table::new(format!("by-{id}"), caption, columns).rows(rows);
    Some(Section::new(id, caption, vec![Block::Table(table)]))
}
