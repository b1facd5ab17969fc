//! `totalplace suppliers`: who is paid, by whom, under which names.

mod questions;

use std::collections::BTreeMap;
use std::path::Path;

use model::Place;
use report::Summary;
use report::suppliers::{PrintedName, Supplier, Suppliers, printed_names, suppliers};
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder, table};

#[derive(clap::Args)]
#[command(
    after_help = "If two names are, or are not, the same supplier, say so in decisions/suppliers.csv and build again. \
    --propose lists similar names, and --set adds your answers to that file.\n\
    Examples: totalplace suppliers my-place --shared 10\n          \
    totalplace suppliers my-place --propose --set 1=same --set 2=different --by \"A. Clerk\" --because \"their invoices\""
)]
pub struct Arguments {
    #[command(flatten)]
    folder: PlaceFolder,
    /// The largest suppliers of several bodies, with every printed name that was matched
    #[arg(long, value_name = "N", conflicts_with_all = ["id", "named"])]
    shared: Option<usize>,
    /// One supplier with its printed names
    #[arg(long, value_name = "ID", conflicts_with = "named")]
    id: Option<String>,
    /// Suppliers with a printed name that contains these words, in capitals or not
    #[arg(long, value_name = "WORDS")]
    named: Option<String>,
    #[command(flatten)]
    questions: questions::QuestionArguments,
    /// Every row of every table
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Suppliers that a search shows.
const N_FOUND: usize = 20;

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    let place = place::read(dir)?;
    if arguments.questions.is_asked() {
        return questions::run(dir, &arguments.questions, arguments.json);
    }
    let (found, names, summary) = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> {
        let found = suppliers(folder)?.ok_or(pipeline::Error::NotBuilt)?;
        Ok((found, printed_names(folder)?, report::summary(folder, &place)?))
    })?;
    let is_settled = tell_unmet_decisions(dir, &names)?;
    let Some(chosen) = chosen(&arguments, &found, &names) else {
        print_all(&found, &place, &summary, &arguments)?;
        return Ok(if is_settled { Outcome::Done } else { Outcome::Look });
    };
    print_chosen(&chosen, &found, &names, &place, arguments.json)?;
    if chosen.is_empty() {
        let dir = dir.display();
        say!("no supplier was found; `totalplace suppliers {dir} --named WORDS` searches the printed names");
    }
    Ok(if is_settled && !chosen.is_empty() { Outcome::Done } else { Outcome::Look })
}

/// Kinds of payee, the largest suppliers, and what bodies have in common; last what their pounds are a part of.
fn print_all(found: &Suppliers, place: &Place, summary: &Summary, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.json {
        return crate::print(format!("{:#}", found.to_json()));
    }
    let net = summary.total.net();
    let mut blocks = vec![found.kinds_block(net), found.largest_block(net.amount)];
    blocks.extend(found.blocks(place));
    if arguments.all {
        blocks = blocks.into_iter().map(report::block::Block::unshortened).collect();
    }
    print_blocks(blocks)?;
    crate::print(format!("\nPounds and shares are of {}", summary.payments_in_words()))
}

fn print_chosen(
    chosen: &[&Supplier],
    found: &Suppliers,
    names: &BTreeMap<String, Vec<PrintedName>>,
    place: &Place,
    as_json: bool,
) -> Result<(), Failure> {
    if as_json {
        let all: Vec<_> = chosen.iter().map(|supplier| supplier.to_json_with(names_of(names, supplier))).collect();
        return crate::print(format!("{:#}", json!(all)));
    }
    let block = |supplier: &&Supplier| found.names_block(place, supplier, names_of(names, supplier));
    print_blocks(chosen.iter().map(block).collect())
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

fn print_blocks(blocks: Vec<report::block::Block>) -> Result<(), Failure> {
    let text = report::render::render_blocks(blocks, usize::from(table::width()), table::is_coloured());
    crate::print(text.trim_start_matches('\n').trim_end_matches('\n'))
}

/// Says which decisions name a payee that no ledger prints: most likely a misspelling.
fn tell_unmet_decisions(dir: &Path, names: &BTreeMap<String, Vec<PrintedName>>) -> Result<bool, Failure> {
    let mut is_settled = true;
    for decision in place::supplier_decisions(&place::Files::read(dir, place::SUPPLIER_FILES)?)? {
        for payee in [&decision.one, &decision.other] {
            let is_printed = names.values().flatten().any(|name| payee.is(&name.body_id, &name.payee));
            if !is_printed {
                let body = payee.body_id.as_ref().map(|body| format!(" of {body}")).unwrap_or_default();
                say!("{}: no ledger{body} prints `{}`", decision.at, report::for_terminal(&payee.payee));
                is_settled = false;
            }
        }
    }
    Ok(is_settled)
}
