//! Charts for other sites' pages.

use account::{Dimension, Filter};

use crate::address::{Medium, part_of};
use crate::block::{Block, ChartKind, Page, Table};
use crate::sections::money::bodies;
use crate::sections::money::money_map;
use crate::sections::money::sankey;
use crate::sections::money::services;
use crate::site::Site;
use crate::view::{Ranking, View};

/// The chart at an address under `embed/`.
pub fn page(view: &View<'_>, rest: &[&str]) -> Option<Page> {
    let (title, table, back) = match rest {
        ["overview"] => ("Where the money comes from and goes".to_owned(), sankey::of_overview(view)?, String::new()),
        ["whole"] => {
            let table = money_map::table(view.whole()?, view.funders()?);
            ("Where public money comes from and goes".to_owned(), table, String::new())
        }
        ["services"] => {
            let ranking = Ranking {
                id: "services",
                caption: "Spent here by service".to_owned(),
                heading: "Service",
                filter: &view.of_year(Filter::net_here()),
                dimension: Dimension::Service,
                n_max: 12,
                chart: Some(ChartKind::Treemap),
            };
            ("What public money pays for".to_owned(), view.ranking(&ranking)?, "services".to_owned())
        }
        ["bodies", part] => {
            let body = bodies::find(view, part)?;
            let filter = view.net_of(Dimension::Body, &body.id);
            let caption = format!("{}: spent here by month", body.name);
            (body.name.clone(), view.months("by-month", caption, &filter), format!("bodies/{part}"))
        }
        ["services", part] => {
            let id = services::find(view, part)?;
            let filter = view.net_of(Dimension::Service, &id);
            let name = view.label(Dimension::Service, &id);
            let table = view.months("by-month", format!("{name}: spent here by month"), &filter);
            (name, table, format!("services/{part}"))
        }
        _ => return None,
    };
    let source = format!("{}: all figures and their sources", view.site.place.name);
    let mut page = Page::new(format!("embed/{}", rest.join("/")), format!("{title}, to embed"), Vec::new());
    page.back = Some((source, back));
    page.heading = format!("{title}, {}", view.site.place.name);
    page.blocks = vec![folded(table)];
    Some(page)
}

fn folded(table: Table) -> Block {
    Block::Folded { summary: "The chart as a table".to_owned(), blocks: vec![Block::Table(table)] }
}

/// What to copy to show a chart elsewhere.
pub fn snippet(to: &str, title: &str) -> Block {
    Block::Folded {
        summary: "Put this chart on your own page".to_owned(),
        blocks: vec![Block::Snippet { to: to.to_owned(), title: title.to_owned() }],
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    // Without a counted line there is no map or list to draw: every line may be of another year.
    let view = View::of_latest(site, Medium::Files);
    let charts = ["overview", "whole", "services"].into_iter().filter(|chart| page(&view, &[*chart]).is_some());
    let mut addresses: Vec<String> = charts.map(|chart| format!("embed/{chart}")).collect();
    addresses.extend(site.summary.bodies.iter().map(|body| format!("embed/bodies/{}", part_of(&body.body_id))));
    addresses.extend(services::all(site).map(|id| format!("embed/services/{}", part_of(&id))));
    addresses
}
