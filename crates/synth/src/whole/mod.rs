//! The whole of the place's public money, and what is published of it.
//!
//! A ledger of payments is a part of what a body spends. Here stand pay, fees, benefits, schools and capital on top of it,
//! and what national bodies spend on the people of the place, who are its own households. Some of it is published for the
//! body, some for the area, some for the region alone; some is published twice, and some is no spending at all but money
//! on its way. What is true is written down where it is made.

mod accounts;
mod analysis;
mod cells;
mod drivers;
mod figures;
mod funders;
mod needs;
mod plain;
mod region;
mod returns;
mod rules;
mod services;
mod themes;
mod truth;

use std::path::Path;

use accounts::{Account, accounts};
use analysis::{Segment, segments};
use figures::{Figure, Is, Known};
use needs::Needs;
pub(crate) use region::REGION;
use region::districts;
pub(crate) use rules::published_lines;
pub(crate) use themes::{theme_activity, theme_published};

use crate::outturn::Published;
use crate::truth::Truth;
use crate::{Error, Plan};

/// All that is true of the whole, with what is published of it.
pub(crate) struct Whole {
    n_people: u64,
    cells: Vec<cells::Cell>,
    asides: Vec<cells::Aside>,
    themes: serde_json::Value,
    funders: Vec<funders::Funder>,
}

/// Makes the whole and writes what is published of it into `sources/`.
pub(crate) fn write(dir: &Path, plan: &Plan, truth: &Truth, published: &[Published]) -> Result<Whole, Error> {
    let districts = districts(plan);
    let needs = Needs::new(plan.seed, &districts);
    let accounts = accounts(truth, published, plan);
    let known = Known { plan, truth, published, accounts: &accounts, districts: &districts, needs: &needs };
    let figures = known.figures();
    let segments = segments(plan, &districts, &needs, health_pence(&figures));
    drivers::write(dir, plan, &districts, &needs)?;
    returns::write(dir, plan, &accounts)?;
    plain::write(dir, plan, &figures)?;
    analysis::write(dir, plan, &segments)?;
    Ok(whole(plan, &accounts, &figures, &segments, &known))
}

fn whole(plan: &Plan, accounts: &[Account], figures: &[Figure], segments: &[Segment], known: &Known<'_>) -> Whole {
    let shares = cells::Shares::new(known.districts, known.needs);
    let mut cells = cells::of_accounts(accounts, &shares);
    cells.extend(cells::of_figures(figures, &shares));
    cells.extend(cells::of_programmes(known.needs));
    cells.extend(cells::not_known());
    let mut asides = cells::asides_of_figures(figures);
    asides.extend(cells::asides_of_statements(known.published));
    asides.extend(cells::asides_of_region(segments));
    let themes = themes::themes(plan, accounts, known.truth);
    Whole { n_people: plan.people, cells, asides, themes, funders: funders::of_figures(figures) }
}

/// What the place's health commissioner spends.
fn health_pence(figures: &[Figure]) -> i64 {
    let of = |figure: &Figure| match figure.is {
        Is::Counted { service: "nhs", kind, .. } => cells::signed(kind, figure.pence),
        _ => 0,
    };
    figures.iter().map(of).sum()
}
