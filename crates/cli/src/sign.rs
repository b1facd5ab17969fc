//! `totalplace sign`: who is who, once a person has read and signed it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use linkage::identities::Change;
use model::tables::PersonChangeKind;

use crate::fail::Failure;
use crate::{Outcome, table};

#[derive(clap::Args)]
#[command(after_help = "Until somebody signs, every build numbers people afresh. A signature records in \
    decisions/people.csv which person each record belongs to, and later builds keep these numbers: new, merged and \
    split people are listed against them.\n\
    decisions/ then holds the numbers of agencies' records and of people. They are personal data, even without names: \
    keep them where you may keep the records.")]
pub struct Arguments {
    /// Folder of the place
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Who signs; without it, the changes are shown and nothing is written
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Show every change, not just the first few of each kind
    #[arg(long)]
    all: bool,
}

/// Changes of one kind that are shown where not all are asked for.
const N_SHOWN: usize = 5;

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let pending = pipeline::pending(&arguments.dir)?;
    crate::unless_closed(show(&pending, if arguments.all { usize::MAX } else { N_SHOWN }))?;
    let Some(by) = arguments.by.as_deref().map(str::trim).filter(|by| !by.is_empty()) else {
        match pending.n_changes() {
            0 => say!("everyone is signed, and nothing has changed since"),
            _ => say!("these changes are not signed yet: read them, then say who you are with `--by NAME`"),
        }
        return Ok(if pending.n_changes() == 0 { Outcome::Done } else { Outcome::Look });
    };
    let today = crate::today();
    match pipeline::sign(&arguments.dir, &pending, by, &today)? {
        None => say!("nothing has changed since the last signature, so nothing is written"),
        Some(signature) => say!(
            "signature {} by {by}: {} people; added to {} and {}",
            signature.signature,
            signature.n_people,
            place::SIGNED_PEOPLE,
            place::SIGNATURES
        ),
    }
    Ok(Outcome::Done)
}

fn show(pending: &pipeline::Pending, n_shown: usize) -> Result<(), Failure> {
    let mut by_kind: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    pending.diff.changes.iter().for_each(|change| by_kind.entry(change.kind().word()).or_default().push(change));
    crate::print(format!(
        "{} records of {} people; {} signed before",
        pending.n_records, pending.n_people, pending.n_signed
    ))?;
    let headings = ["Change", "People"];
    let counts = by_kind.iter().map(|(kind, changes)| vec![(*kind).to_owned(), changes.len().to_string()]);
    crate::print(table::table(&headings, &[1], counts))?;
    // Who is new needs no reading one by one; who was merged or split does.
    for (kind, changes) in
        by_kind.iter().filter(|(kind, _)| n_shown == usize::MAX || **kind != PersonChangeKind::New.word())
    {
        changes.iter().take(n_shown).try_for_each(|change| crate::print(format!("  {change}")))?;
        if n_shown < changes.len() {
            crate::print(format!("  … and {} more {kind}: `--all`", changes.len() - n_shown))?;
        }
    }
    Ok(())
}
