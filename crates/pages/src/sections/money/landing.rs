//! What the section on money tells.

use account::Filter;

use crate::block::{Amount, Block, Page, Section, words};
use crate::phrases::{n_bodies, year_in_words};
use crate::sections::money::{funders, sankey};
use crate::view::View;

/// `contents` lists the pages of the section.
pub fn page(view: &View<'_>, contents: Block) -> Page {
    let place = &view.site.place;
    let lede = match view.whole() {
        Some(whole) => words![
            format!("In {} public bodies spent ", year_in_words(whole.year)),
            Amount::Rounded(whole.total()),
            format!(
                " for the people of {}. These pages show where the money comes from, who spends it, and on what.",
                whole.place
            )
        ],
        None => words![
            format!("In {} {} paid ", view.years_in_words(), n_bodies(view.bodies_with_lines().len())),
            view.figure(&view.of_year(Filter::net_here())).short(),
            format!(" for {}, each pound counted once. These pages show who paid whom, and for what.", place.name)
        ],
    };
    let mut page = Page::new("money", "Money", lede);
    page.sections = picture(view).into_iter().collect();
    page.sections.push(Section::new("pages", "Look closer", vec![contents]));
    page
}

/// The map of the whole where funders are known, else of the payments.
fn picture(view: &View<'_>) -> Option<Section> {
    let map = match (view.whole(), view.funders()) {
        (Some(whole), Some(funders)) => funders::map(whole, funders),
        _ => Block::Folded {
            summary: "The map as a table".to_owned(),
            blocks: vec![Block::Table(sankey::of_overview(view)?)],
        },
    };
    Some(Section::new("map", "Where it comes from and goes", vec![map]))
}
