//! `totalplace suppliers`: who is paid, by whom, under which names.

use std::collections::BTreeMap;
use std::path::Path;

use pipeline::Folder;
use report::suppliers::{PrintedName, Supplier, Suppliers, printed_names, suppliers};
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder, table};

#[derive(clap::Args)]
#[command(
    after_help = "Two names that are one supplier, or are not: say so in decisions/suppliers.csv, and build again.\n\
    Example: totalplace suppliers my-place --shared 10"
)]
pub struct Arguments {
    #[command(flatten)]
    folder: PlaceFolder,
    /// The largest suppliers of several bodies, with every printed name that was joined
    #[arg(long, value_name = "N", conflicts_with_all = ["id", "named"])]
    shared: Option<usize>,
    /// One supplier with its printed names
    #[arg(long, value_name = "ID", conflicts_with = "named")]
    id: Option<String>,
    /// Suppliers one of whose printed names holds these words, whatever the case
    #[arg(long, value_name = "WORDS")]
    named: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Suppliers that a search shows.
const N_FOUND: usize = 20;

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    let place = place::read(dir)?;
    let folder = Folder::of_place(dir)?;
    let Some(found) = suppliers(&folder)? else { return Err(pipeline::Error::NotBuilt.into()) };
    let names = printed_names(&folder)?;
    let is_settled = tell_unmet_decisions(dir, &names)?;
    let chosen = chosen(&arguments, &found, &names);
    match (&chosen, arguments.json) {
        (None, true) => crate::print(format!("{:#}", found.to_json()))?,
        (None, false) => {
            let net = report::summary(&folder, &place)?.total.net();
            let mut blocks = vec![found.kinds_block(net), found.largest_block(net.amount)];
            blocks.extend(found.blocks(&place));
            print_blocks(blocks)?;
        }
        (Some(chosen), true) => {
            let all: Vec<_> = chosen.iter().map(|supplier| supplier.to_json_with(names_of(&names, supplier))).collect();
            crate::print(format!("{:#}", json!(all)))?;
        }
        (Some(chosen), false) => {
            let block = |supplier: &&Supplier| found.names_block(&place, supplier, names_of(&names, supplier));
            print_blocks(chosen.iter().map(block).collect())?;
        }
    }
    if chosen.as_ref().is_some_and(Vec::is_empty) {
        eprintln!(
            "no supplier is found; `totalplace suppliers {} --named WORDS` looks in printed names",
            dir.display()
        );
        return Ok(Outcome::Look);
    }
    Ok(if is_settled { Outcome::Done } else { Outcome::Look })
}

/// The suppliers asked for, the largest first; none where all are meant.
fn chosen<'a>(
    arguments: &Arguments,
    found: &'a Suppliers,
    names: &BTreeMap<String, Vec<PrintedName>>,
) -> Option<Vec<&'a Supplier>> {
    if let Some(n) = arguments.shared {
        return Some(found.shared().take(n).collect());
    }
    if let Some(id) = &arguments.id {
        return Some(found.find(id).into_iter().collect());
    }
    let words = arguments.named.as_ref()?.to_lowercase();
    let is_named = |supplier: &&Supplier| {
        let mut printed = names_of(names, supplier).iter();
        supplier.name.to_lowercase().contains(&words) || printed.any(|name| name.payee.to_lowercase().contains(&words))
    };
    Some(found.all.iter().filter(is_named).take(N_FOUND).collect())
}

fn names_of<'a>(names: &'a BTreeMap<String, Vec<PrintedName>>, supplier: &Supplier) -> &'a [PrintedName] {
    names.get(&supplier.supplier_id).map_or(&[], Vec::as_slice)
}

fn print_blocks(blocks: Vec<report::summary::block::Block>) -> Result<(), Failure> {
    let text = report::summary::render::render_blocks(blocks, usize::from(table::width()), table::is_coloured());
    crate::print(text.trim_start_matches('\n').trim_end_matches('\n'))
}

/// Says which decisions name a payee that no ledger prints: a slip of the pen that would pass unseen.
fn tell_unmet_decisions(dir: &Path, names: &BTreeMap<String, Vec<PrintedName>>) -> Result<bool, Failure> {
    let mut is_settled = true;
    for decision in place::supplier_decisions(&place::Files::read(dir, place::SUPPLIER_FILES)?)? {
        for payee in [&decision.one, &decision.other] {
            let is_printed = names.values().flatten().any(|name| payee.is(&name.body_id, &name.payee));
            if !is_printed {
                let body = payee.body_id.as_ref().map(|body| format!(" of {body}")).unwrap_or_default();
                eprintln!("{}: no ledger{body} prints `{}`", decision.at, report::for_terminal(&payee.payee));
                is_settled = false;
            }
        }
    }
    Ok(is_settled)
}
