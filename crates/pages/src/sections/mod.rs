//! The sections of the site: each has a page that tells its story, and the pages that it lists.

pub(crate) mod about_the_data;
pub(crate) mod doing_better;
pub(crate) mod money;
pub(crate) mod overview;
pub(crate) mod people;

use crate::block::{Block, Inline, words};
use crate::registry;
use crate::site::Site;

/// A section, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteSection {
    Overview,
    Money,
    People,
    DoingBetter,
    AboutTheData,
}

impl SiteSection {
    const ALL: [SiteSection; 5] = [
        SiteSection::Overview,
        SiteSection::Money,
        SiteSection::People,
        SiteSection::DoingBetter,
        SiteSection::AboutTheData,
    ];

    pub fn name(self) -> &'static str {
        match self {
            SiteSection::Overview => "Overview",
            SiteSection::Money => "Money",
            SiteSection::People => "People",
            SiteSection::DoingBetter => "Doing better",
            SiteSection::AboutTheData => "About the data",
        }
    }

    /// The page that tells its story.
    pub fn address(self) -> &'static str {
        match self {
            SiteSection::Overview => "",
            SiteSection::Money => "money",
            SiteSection::People => "people",
            SiteSection::DoingBetter => "doing-better",
            SiteSection::AboutTheData => "about-the-data",
        }
    }

    /// The sections that a site has pages for.
    pub fn of(site: &Site) -> impl Iterator<Item = SiteSection> {
        SiteSection::ALL.into_iter().filter(move |section| registry::listed(site, *section).next().is_some())
    }
}

/// The pages of a section, each with what it shows.
fn contents(site: &Site, section: SiteSection) -> Block {
    let link = |page: &registry::PageEntry| {
        let shows = page.shows?;
        Some(words![Inline::link(page.name, page.address), format!(": {shows}.")])
    };
    Block::List(registry::listed(site, section).filter_map(link).collect())
}
