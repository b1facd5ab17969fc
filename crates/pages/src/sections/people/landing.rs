//! What the section on people tells.

use crate::block::{Block, Page, Section, words};
use crate::sections::people::families;
use crate::view::View;

/// `contents` lists the pages of the section.
pub fn page(view: &View<'_>, contents: Block) -> Page {
    let lede = words![format!(
        "Many families in {} are known to several agencies at once. We linked the agencies' records, and show only \
         figures that name and describe nobody: small numbers are withheld and the others are rounded.",
        view.site.place.name
    )];
    let mut page = Page::new("people", "People", lede);
    page.blocks = vec![families::totals(view)];
    page.sections = vec![
        Section::new("agencies", "How many agencies a family deals with", vec![families::picture(view)]),
        Section::new("pages", "Look closer", vec![contents]),
    ];
    page
}
