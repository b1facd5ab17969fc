//! `totalplace new`: start a place.

use std::path::PathBuf;

use model::FinancialYear;
use place::{NewPlace, Start};

use crate::fail::Failure;
use crate::{Outcome, table};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder to make
    #[arg(value_name = "DIR", required_unless_present = "list_pilots")]
    dir: Option<PathBuf>,
    /// One of the thirteen Total Place pilots, by any of its names: adds its bodies and theme
    #[arg(long, value_name = "NAME", conflicts_with_all = ["area", "year"])]
    pilot: Option<String>,
    /// An area of England or Wales, by GSS code (E08000035) or name (Leeds): a district, unitary authority, county,
    /// combined authority or metropolitan county. Adds the bodies that spent there in --year, and lists which
    /// published figures to fetch
    #[arg(long, value_name = "AREA", requires = "year")]
    area: Option<String>,
    /// The financial year to count, such as 2024-25
    #[arg(long, value_name = "YEAR", value_parser = financial_year)]
    year: Option<FinancialYear>,
    /// List the pilots
    #[arg(long)]
    list_pilots: bool,
}

fn financial_year(text: &str) -> Result<FinancialYear, String> {
    FinancialYear::parse(text.trim()).ok_or_else(|| "write two consecutive years, such as 2024-25".to_owned())
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.list_pilots {
        let rows =
            place::pilots().iter().map(|pilot| vec![pilot.name.clone(), pilot.region.clone(), pilot.theme.clone()]);
        crate::print(table::table(&["Pilot", "Region", "Theme"], &[], rows))?;
        return Ok(Outcome::Done);
    }
    let dir = arguments.dir.as_deref().expect("clap asks for it");
    let start = match (&arguments.pilot, &arguments.area, arguments.year) {
        (Some(name), _, _) => Start::Pilot(name),
        (None, Some(area), Some(year)) => Start::Area { area, year },
        (None, _, year) => Start::Blank { year },
    };
    let NewPlace { written, remarks } = place::new(dir, start)?;
    for path in &written {
        say!("wrote {}", path.display());
    }
    for remark in remarks {
        say!("note: {remark}");
    }
    say!("next: {}", next(start, &dir.display().to_string()));
    Ok(Outcome::Done)
}

fn next(start: Start<'_>, dir: &str) -> String {
    match start {
        Start::Area { .. } => format!(
            "read {dir}/place.toml, which lists what to fetch and what to ask each body for; put the files into \
             {dir}/sources/, remove the `# ` before their [[source]], then run `totalplace check {dir}`"
        ),
        _ => format!(
            "put each body's files as received into {dir}/sources/, then run `totalplace check {dir} --propose`, which \
             proposes the year and the bodies for {dir}/place.toml"
        ),
    }
}
