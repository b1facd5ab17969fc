//! The sections of the site.

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
    pub const ALL: [SiteSection; 5] = [
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
}

/// Where a page stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub section: Option<SiteSection>,
    /// The way back, as names and addresses: the overview, its section, and the list that it belongs to.
    pub trail: Vec<(&'static str, &'static str)>,
}
