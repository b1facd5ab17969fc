//! `totalplace publish`: the pages, checked for what may not leave, and put where the world can see them.

use std::path::PathBuf;

use pipeline::{Ending, FoundText, Published, Reason, Wish};

use crate::Outcome;
use crate::fail::Failure;

#[derive(clap::Args)]
#[command(
    after_help = "If anything stands in the way, nothing is written. Figures about people that differ from an earlier \
    publication by too few people are refused. So are proposals' cohorts that were not released, and NHS or National \
    Insurance numbers, bank details and case references. No reason releases them. Text that only looks like a \
    person's name is settled by rules/masked.csv, or all at once by `--accept`.\n\
    decisions/publications.csv records who published what and when; published-counts/ keeps the exact counts behind \
    figures about people, to compare with later publications. Keep that folder private and safe."
)]
pub struct Arguments {
    /// Folder of the place
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Folder for the pages; by default public/ in the place's folder
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Who publishes, for the record
    #[arg(long, value_name = "NAME", default_value = "")]
    by: String,
    /// Publish texts that look like names, because somebody has checked each one; the reason is recorded
    #[arg(long, value_name = "REASON", requires = "by")]
    accept: Option<String>,
    /// List every new or changed file, not just the first few
    #[arg(long)]
    all: bool,
}

/// Files of one kind, and texts, that are shown where not all are asked for.
const N_SHOWN: usize = 20;
/// The folder of published rows.
const ROWS: &str = "rows/";

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let today = crate::today();
    let wish = Wish {
        to: arguments.to.as_deref(),
        by: arguments.by.trim(),
        today: &today,
        accept: arguments.accept.as_deref().map(str::trim).filter(|reason| !reason.is_empty()),
    };
    let n_shown = if arguments.all { usize::MAX } else { N_SHOWN };
    match pipeline::publish(&arguments.dir, &wish)? {
        Ending::Published(published) => {
            crate::unless_closed(show(&published, n_shown))?;
            say!(
                "publication {} is in {}: {} pages, {:.1} MB",
                published.publication,
                published.to.display(),
                published.n_pages,
                published.n_bytes as f64 / 1e6
            );
            Ok(Outcome::Done)
        }
        Ending::Refused(reasons) => {
            crate::unless_closed(refuse(&reasons, n_shown))?;
            Err(Failure::Other { text: "nothing was published".to_owned(), hint: Some(hint(&reasons).to_owned()) })
        }
    }
}

/// What to do about the reasons, the gravest first.
fn hint(reasons: &[Reason]) -> &'static str {
    if reasons.iter().any(|reason| matches!(reason, Reason::TellsOfFew { .. })) {
        return "publish when more has changed: until then the figures about people, and the pages, stay as they were published";
    }
    match reasons.iter().all(Reason::may_be_accepted) {
        true => {
            "mask each name in rules/masked.csv and build again; or, if you have looked at each text and none is \
             about a person, use `--by NAME --accept REASON`"
        }
        false => "put right what is listed, build again, then publish; what was published before is unchanged",
    }
}

fn show(published: &Published, n_shown: usize) -> Result<(), Failure> {
    let is_first = published.n_same + published.changed.len() + published.gone.len() == 0;
    for (word, files) in [("new", &published.new), ("changed", &published.changed), ("gone", &published.gone)] {
        // Where nothing was published before, every file is new.
        let n_shown = if is_first { 0 } else { n_shown };
        // Files of rows are named for what they hold: their names tell nobody anything.
        let (of_rows, pages): (Vec<&String>, Vec<&String>) =
            files.iter().partition(|file| file.starts_with(ROWS) && n_shown < usize::MAX);
        pages.iter().take(n_shown).try_for_each(|file| crate::print(format!("{word:<8} {file}")))?;
        if !is_first && n_shown < pages.len() {
            crate::print(format!("{word:<8} … and {} more: `--all`", pages.len() - n_shown))?;
        }
        if !is_first && !of_rows.is_empty() {
            crate::print(format!("{word:<8} {ROWS} {} of the files that hold rows", of_rows.len()))?;
        }
    }
    crate::print(format!(
        "{} new, {} changed, {} gone, {} as before",
        published.new.len(),
        published.changed.len(),
        published.gone.len(),
        published.n_same
    ))?;
    match published.accepted.len() {
        0 => Ok(()),
        n => crate::print(format!(
            "{n} texts that look like people's names or numbers are published, for the reason given"
        )),
    }
}

fn refuse(reasons: &[Reason], n_shown: usize) -> Result<(), Failure> {
    reasons.iter().take(n_shown).try_for_each(|reason| crate::print(in_words(reason)))?;
    match n_shown < reasons.len() {
        true => crate::print(format!("… and {} more: `--all`", reasons.len() - n_shown)),
        false => Ok(()),
    }
}

fn in_words(reason: &Reason) -> String {
    match reason {
        Reason::TellsOfFew { publication, published_on, told } => format!(
            "{} ({}, {}): publication {publication} of {published_on} says {}, this one would say {}, and they differ \
             by fewer than ten",
            told.category,
            told.topic.word(),
            told.measure.word(),
            told.shown_before,
            told.shown_now
        ),
        Reason::CohortNotReleased { proposal, figure, released } => format!(
            "{proposal}: the cohort `n` is an exact count about people; `{figure}` was released as {released}: leave `n` out and \
             write `released = \"{figure}\"`"
        ),
        Reason::Name(found) => format!("{} looks like a person's name", found_text(found)),
        Reason::Number { found, identifier } => {
            let verb = if identifier.is_certain { "holds" } else { "has the form of" };
            format!("{} {verb} {}", found_text(found), identifier.kind.in_words())
        }
    }
}

/// `“Mrs A Known” in ledger_line.service (3 rows; council/may.csv:17)`.
fn found_text(found: &FoundText) -> String {
    let rows = if found.rows.is_empty() { String::new() } else { format!("; {}", found.rows.join(", ")) };
    let n = if found.n_rows == 1 { "1 row".to_owned() } else { format!("{} rows", found.n_rows) };
    format!("“{}” in {} ({n}{rows})", found.text, found.stands_in)
}
