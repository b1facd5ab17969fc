//! The pages of a place, from its tables: written beside them by a build, or held to be served.

use std::path::Path;

use ::pages::{Download, Run, Site};
use account::{Account, Dimension};
use engine::{Folder, table_path, write_leaving};
use model::{Table, Tables, tables};
use place::Files;

use crate::record::{InputDigest, RunRecord};
use crate::stage::{link_some, out_dir};
use crate::step::{FileSet, Step, Work};
use crate::{Error, folder};

/// The folder of the pages, beside the tables.
const SITE: &str = "site";

pub(crate) const STEPS: &[Step] = &[Step {
    name: "report",
    // Whatever table is added, pages and exports may show it.
    reads: tables::ALL,
    writes: &[],
    files: &[FileSet::Written(place::RULES)],
    folder: Some(SITE),
    run,
}];

/// Writes the pages beside the tables they are made from, and links the tables in so that both are taken away together.
fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let out = work.tables.parent().expect("tables stand in a folder of their own");
    let site = of_tables(work.files(), work.folder(), work.hashes.iter().map(|(name, hash)| (*name, *hash)))?;
    let to = out.join(SITE);
    let older = out_dir(work.dir).join(SITE);
    ::pages::write(&site, &to, Some(older.as_path()).filter(|older| *older != to))?;
    // What holds something of single people stays where it is: the folder of pages is made to be taken away.
    let to = to.join("tables");
    link_some(work.tables, &to, |name| {
        whole_tables().any(|table| name == format!("{}.parquet", table.name))
    })?;
    let in_part = tables::that_may_leave().filter(|table| !table.leaves_whole());
    for table in in_part.filter(|table| table_path(work.tables, table).is_file()) {
        write_leaving(work.tables, table, &table_path(&to, table))?;
    }
    Ok(())
}

/// Tables that may leave as they are kept.
fn whole_tables() -> impl Iterator<Item = &'static Table> {
    tables::that_may_leave().filter(|table| table.leaves_whole())
}

/// The pages of a place that was built, to be served.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error`] where a table or a rule file cannot be read.
pub fn site(dir: &Path) -> Result<Site, Error> {
    let tables = folder(dir)?;
    let record = RunRecord::read(&out_dir(dir)).ok_or(Error::NotBuilt)?;
    let made = record.steps.values().flat_map(|step| &step.tables);
    let hashes = made.map(|(name, table)| (name.as_str(), table.sha256.as_str()));
    of_tables(&Files::read(dir, place::RULES)?, tables, hashes)
}

fn of_tables<'t>(
    files: &Files,
    folder: Folder,
    hashes: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Site, Error> {
    let place = place::place(files)?;
    let summary = report::summary(&folder, &place)?;
    let folder = folder.with_dictionaries();
    let services: Vec<(String, String)> =
        place::place_services(files)?.into_iter().map(|service| (service.id, service.name)).collect();
    let divisions = place::cofog_names();
    let account = Account::load(&place, &folder)?
        .with_labels(Dimension::Service, &services)
        .with_labels(Dimension::Cofog, &divisions)
        .with_labels(Dimension::CofogDivision, &divisions);
    let run = Run {
        program: format!("totalplace {}", env!("CARGO_PKG_VERSION")),
        digest: name_of(hashes),
        downloads: downloads(&folder),
    };
    Ok(Site::new(place, account, summary, &folder, run)?)
}

/// Names the tables that the pages are of: the same tables, the same name.
fn name_of<'t>(hashes: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let mut hashes: Vec<_> = hashes.collect();
    hashes.sort_unstable();
    let digest = hashes.iter().fold(InputDigest::new(SITE), |digest, (name, hash)| digest.with(name, hash.as_bytes()));
    digest.finish()[..16].to_owned()
}

fn downloads(folder: &Folder) -> Vec<Download> {
    let tables = tables::that_may_leave().filter(|table| folder.exists(table));
    // If a table has private columns, the file for download is another one.
    let n_bytes = |table: &Table| {
        let kept = std::fs::metadata(Tables::path(folder, table)).ok().filter(|_| table.leaves_whole());
        kept.map(|metadata| metadata.len())
    };
    tables
        .map(|table| Download {
            path: format!("tables/{}.parquet", table.name),
            label: table.name.to_owned(),
            n_bytes: n_bytes(table),
        })
        .collect()
}
