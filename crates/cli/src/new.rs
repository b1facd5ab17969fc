//! `totalplace new`: start a place.

use std::path::PathBuf;

use crate::fail::Failure;
use crate::{Outcome, table};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder to make
    #[arg(value_name = "DIR", required_unless_present = "list_pilots")]
    dir: Option<PathBuf>,
    /// One of the thirteen Total Place pilots, by any of its names: brings its bodies and theme
    #[arg(long, value_name = "NAME")]
    pilot: Option<String>,
    /// List the pilots
    #[arg(long)]
    list_pilots: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.list_pilots {
        let rows =
            place::pilots().iter().map(|pilot| vec![pilot.name.clone(), pilot.region.clone(), pilot.theme.clone()]);
        crate::print(table::table(&["Pilot", "Region", "Theme"], &[], rows))?;
        return Ok(Outcome::Done);
    }
    let dir = arguments.dir.expect("clap asks for it");
    let written = place::new(&dir, arguments.pilot.as_deref())?;
    for path in &written {
        say!("wrote {}", path.display());
    }
    say!(
        "next: put each body's files as received into {0}/sources/, then run `totalplace check {0} --propose`, which proposes the year and the bodies for {0}/place.toml",
        dir.display()
    );
    Ok(Outcome::Done)
}
