//! `totalplace explain`: why two records are, or are not, of one person.

use std::path::PathBuf;

use crate::Outcome;
use crate::fail::Failure;
use crate::link::{Again, is_run};

#[derive(clap::Args)]
#[command(
    after_help = "Name a record by its agency and its number there, such as `police:N549698203`; for what `link` \
    wrote, by its file and its number there.\n\
    Example: totalplace explain my-place police:N549698203 health:P774840998"
)]
pub struct Arguments {
    /// Folder of the place, or the one that `link` wrote (may be left out), then the two records
    #[arg(value_name = "[DIR] RECORD RECORD", num_args = 2..=3, required = true)]
    arguments: Vec<String>,
    /// Also show the values in the records; only for people who are allowed to see them
    #[arg(long)]
    show_values: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (dir, one, other) = match arguments.arguments.as_slice() {
        [dir, one, other] => (PathBuf::from(dir), one, other),
        [one, other] => (PathBuf::from("."), one, other),
        _ => return Err(Failure::new("a pair is two records", "name them as agency:number")),
    };
    let (one, other) = (record(one)?, record(other)?);
    let explained = match is_run(&dir) {
        true => Again::read(&dir)?.explain(&one, &other)?,
        false => pipeline::explain(&dir, &one, &other)?,
    };
    let text = match arguments.show_values {
        true => explained.explanation.with_values(),
        false => explained.explanation.to_string(),
    };
    crate::print(text.trim_end())?;
    crate::print(explained.verdict)?;
    if !arguments.show_values {
        say!("the values in the records are not shown; if you are allowed to see them, use `--show-values`");
    }
    Ok(Outcome::Done)
}

pub fn record(text: &str) -> Result<(String, String), Failure> {
    text.split_once(':').map(|(agency, id)| (agency.to_owned(), id.to_owned())).ok_or_else(|| {
        Failure::new("a record is named by its agency and its number there", "write it as `police:N549698203`")
    })
}
