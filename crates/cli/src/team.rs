//! `totalplace team`: who sees a family, who could step back, who could lead, and what it costs before and after.

use casebook::book::team_text;
use pipeline::Whose;
use place::PurposeUse;

use crate::appointments::{looking, refused, whose};
use crate::fail::Failure;
use crate::{Outcome, table};

#[derive(clap::Args)]
#[command(
    after_help = "A team is made from the family's book: from contacts that every adult of the family agreed to share, and \
    none that must never be printed. It is a proposal for people to decide on, with the family.\n\
    place.toml must name a [purpose] with the use `team`. Each look is written down in decisions/uses.csv.\n\
    Example: totalplace team my-place family:7 --by \"A. Lead\""
)]
pub struct Arguments {
    /// Folder of the place (may be left out), then the family: `family:7`
    #[arg(value_name = "[DIR] FAMILY", num_args = 1..=2, required = true)]
    arguments: Vec<String>,
    /// Who looks
    #[arg(long, value_name = "NAME")]
    by: String,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (dir, family) = whose(&arguments.arguments)?;
    if !matches!(family, Whose::Family(_)) {
        return Err(Failure::new("a team is around a family", "name it as `family:7`; family_member has the numbers"));
    }
    let looking = looking(&arguments.by, PurposeUse::Team)?;
    let made = pipeline::book(&dir, &family, &looking)?.map_err(|refusal| refused(refusal, &dir, PurposeUse::Team))?;
    let (rows, lines) = team_text(&journey::people::team(&made.book));
    if rows.is_empty() {
        say!(
            "no contact of this family may be shown: every adult must agree first ({}), and records must be confirmed \
             (`totalplace appointments`)",
            place::SHARING
        );
        return Ok(Outcome::Look);
    }
    crate::print(table::table(&["agency", "roles", "contacts", "last", "cost", "proposal"], &[2, 4], rows))?;
    crate::print(lines.join("\n"))?;
    say!("this look is written down in {}", place::USES);
    Ok(Outcome::Done)
}
