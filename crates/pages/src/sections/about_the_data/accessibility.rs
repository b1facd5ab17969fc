//! The accessibility statement.

use crate::block::{Block, Inline, Page, Section, words};
use crate::view::View;

pub fn accessibility(view: &View<'_>) -> Page {
    let place = &view.site.place.name;
    let lede = words![format!("How accessible the pages about {place} are, and what to do if you cannot use them.")];
    let mut page = Page::new("accessibility", "Accessibility statement", lede);
    page.sections = vec![what_you_can_do(), how_accessible(), tell_us(), the_law(), people_in_the_data()];
    page
}

fn what_you_can_do() -> Section {
    Section::new(
        "can",
        "What you should be able to do",
        vec![
            Block::Words(words!["The pages are plain text, links and tables. You should be able to:"]),
            list(&[
                "change colours, contrast and fonts; pages follow the light or dark scheme of your device",
                "zoom to 400% or read at a width of 320 pixels without scrolling the page sideways; wide tables scroll on their own",
                "reach and use everything with only a keyboard, or by voice",
                "read everything with a screen reader: headings are in order, tables have captions and headers",
                "use every page without scripts; each chart is drawn from a table on the same page with the same figures",
                "turn off movement, so that nothing on the pages moves",
                "print any page",
            ]),
        ],
    )
}

fn how_accessible() -> Section {
    Section::new(
        "how",
        "How accessible it is",
        vec![
            Block::Words(words![
                "The pages aim to meet the Web Content Accessibility Guidelines version 2.2, level AA. Every page of \
             each release is checked automatically (axe-core, HTML validation, keyboard, 320 pixels, no scripts). \
             Automatic checks find only some problems, and no panel of users has tested the pages yet, so we say that \
             they partly conform."
            ]),
            Block::Words(words!["Known problems:"]),
            list(&[
                "charts cannot be explored by keyboard; the table under each has every figure",
                "names and headings are as the bodies printed them: often abbreviated, in capitals or misspelt",
                "very long tables of files and rules are tiring to listen to; the downloads hold the same data",
            ]),
        ],
    )
}

fn tell_us() -> Section {
    Section::new(
        "tell",
        "Tell us",
        vec![Block::Words(words![
            "These pages are published by the people who count the money of this place. Tell the people who gave you \
             this address what you could not use and which format you need. Every figure is also in the ",
            Inline::link("downloads", "data#downloads"),
            "."
        ])],
    )
}

fn the_law() -> Section {
    Section::new(
        "law",
        "If you are not happy with the answer",
        vec![Block::Words(words![
            "Where a public body publishes these pages, the Public Sector Bodies (Websites and Mobile Applications) (No. 2) \
             Accessibility Regulations 2018 apply to it. The Equality and Human Rights Commission enforces them in England, \
             Scotland and Wales; the Equality Advisory and Support Service helps if you are not happy with the answer. In \
             Northern Ireland it is the Equality Commission for Northern Ireland."
        ])],
    )
}

fn people_in_the_data() -> Section {
    Section::new(
        "people",
        "People in the data",
        vec![Block::Words(words![
            "These pages are about money. A person's name appears only if a public body printed it as a payee in a \
             ledger that it published. These pages hold no casework data about people."
        ])],
    )
}

fn list(items: &[&str]) -> Block {
    Block::List(items.iter().map(|item| words![*item]).collect())
}
