//! `totalplace coverage`: what is counted of each body and service, how much is traced to payments, and what to ask each body for.

mod themes;

use std::collections::HashMap;
use std::path::Path;

use model::Place;
use report::block::Block;
use report::render::render_blocks;
use report::whole::{ThemeCosts, WholeCount, theme_costs, themes_block};

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder, table};

#[derive(clap::Args)]
#[command(
    after_help = "Published figures come from sources of the kinds `published` and `drivers`; `totalplace new --area` \
    proposes which to fetch.\nExample: totalplace coverage my-place --set-aside"
)]
pub struct Arguments {
    #[command(flatten)]
    folder: PlaceFolder,
    /// Every figure of the whole, with how it was worked out, file, sheet, row and column
    #[arg(long)]
    cells: bool,
    /// Published figures that are not counted, with the reason
    #[arg(long)]
    set_aside: bool,
    /// Every row of every table
    #[arg(long)]
    all: bool,
    /// What one theme of the place costs in all, by body, kind and basis
    #[arg(long, value_name = "NAME", conflicts_with_all = ["cells", "set_aside"])]
    theme: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    let place = place::read(dir)?;
    let (themes, whole) = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> {
        let name = service_name(dir)?;
        Ok((costs(dir, folder, &place)?, report::whole::counted(folder, &place, &name).map_err(unreadable)?))
    })?;
    if let Some(wanted) = &arguments.theme {
        return themes::show(&place, &themes, wanted, arguments.json);
    }
    let Some(whole) = whole else {
        say!("the whole count of {} is not built yet: run `totalplace build {}`", place.name, dir.display());
        return Ok(Outcome::Look);
    };
    if !whole.has_published() {
        say!(
            "{} has no published figures, so only payments are counted: add a [[source]] of kind `published` to \
             {}/place.toml; `totalplace new --area` proposes which figures to fetch",
            place.name,
            dir.display()
        );
    }
    if arguments.json {
        crate::print(format!("{:#}", whole.coverage_json()))?;
        return Ok(outcome(&whole));
    }
    let mut blocks = vec![whole.coverage_block(), whole.asks_block()];
    if arguments.cells {
        blocks.push(whole.cells_block());
    }
    if arguments.set_aside {
        blocks.push(whole.set_aside_block());
    }
    blocks.extend(whole.bridge_block());
    if !themes.is_empty() {
        blocks.push(themes_block(&themes));
    }
    if arguments.all {
        blocks = blocks.into_iter().map(Block::unshortened).collect();
    }
    crate::print(render_blocks(blocks, usize::from(table::width()), table::is_coloured()).trim_start())?;
    Ok(outcome(&whole))
}

fn outcome(whole: &WholeCount) -> Outcome {
    if whole.asks().is_empty() && whole.has_published() { Outcome::Done } else { Outcome::Look }
}

/// The whole count of a place that was built; none where only payments are counted.
pub fn whole_count(dir: &Path, folder: &pipeline::Folder, place: &Place) -> Result<Option<WholeCount>, Failure> {
    let name = service_name(dir)?;
    report::whole::whole_count(folder, place, &name).map_err(unreadable)
}

/// What each theme of a place that was built costs.
fn costs(dir: &Path, folder: &pipeline::Folder, place: &Place) -> Result<Vec<ThemeCosts>, Failure> {
    let name = service_name(dir)?;
    theme_costs(folder, place, &name).map_err(unreadable)
}

/// The services of a place: id and name.
pub fn service_names(dir: &Path) -> Result<HashMap<String, String>, Failure> {
    let services = place::place_services(&place::Files::read(dir, place::RULES)?)?;
    Ok(services.into_iter().map(|service| (service.id, service.name)).collect())
}

/// The name of a service by its id.
fn service_name(dir: &Path) -> Result<impl Fn(&str) -> String, Failure> {
    let names = service_names(dir)?;
    Ok(move |id: &str| names.get(id).cloned().unwrap_or_else(|| id.to_owned()))
}

fn unreadable(error: model::TableError) -> Failure {
    Failure::Other { text: error.to_string(), hint: None }
}
