//! How the lines of a page break down: by body, by service, by payee and so on, each as a table.

use account::{Dimension, Filter};

use crate::block::{Block, ChartKind, Section, words};
use crate::view::{Ranking, View};

/// One way in which a page breaks its lines down, shown as a table.
#[derive(Clone, Copy)]
pub struct Breakdown {
    pub id: &'static str,
    pub caption: &'static str,
    /// What a row is.
    pub heading: &'static str,
    pub dimension: Dimension,
    pub n_max: usize,
    pub chart: Option<ChartKind>,
}

impl Breakdown {
    pub const BODIES: Breakdown = Breakdown::new("by-body", "By body", "Body", Dimension::Body, 15);
    pub const SERVICES: Breakdown = Breakdown::new("by-service", "By service", "Service", Dimension::Service, 15);
    pub const PAYEES: Breakdown =
        Breakdown::new("by-payee", "Largest payees, as printed", "Payee", Dimension::Payee, 20);
    pub const HEADINGS: Breakdown = Breakdown::new(
        "by-heading",
        "By the bodies' own headings, as printed",
        "Heading as printed",
        Dimension::Heading,
        15,
    );

    pub const fn new(
        id: &'static str,
        caption: &'static str,
        heading: &'static str,
        dimension: Dimension,
        n_max: usize,
    ) -> Breakdown {
        Breakdown { id, caption, heading, dimension, n_max, chart: None }
    }
}

/// Rankings of one filter by several dimensions, without those that no line has a value in.
pub fn rankings(view: &View<'_>, filter: &Filter, breakdowns: &[Breakdown]) -> Vec<Block> {
    let tells_apart = |breakdown: &&Breakdown| {
        let groups = view.site.account.by_page(filter, breakdown.dimension, 0, 2).groups;
        groups.iter().any(|group| group.value.is_some())
    };
    let ranking = |breakdown: &Breakdown| {
        let Breakdown { id, caption, heading, dimension, n_max, chart } = *breakdown;
        view.ranking_blocks(&Ranking { id, caption: caption.to_owned(), heading, filter, dimension, n_max, chart })
    };
    let blocks: Vec<Block> = breakdowns.iter().filter(tells_apart).flat_map(ranking).collect();
    if blocks.is_empty() { vec![Block::Words(words!["No line gives one."])] } else { blocks }
}

/// The months of a filter.
pub fn months(view: &View<'_>, caption: String, filter: &Filter) -> Section {
    Section::new("months", "Month by month", vec![Block::Table(view.months("by-month", caption, filter))])
}
