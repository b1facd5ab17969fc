//! Two hundred kills of each command that writes, and full disks: the tests of `crates/cli/tests/all/stopped.rs`, with
//! more rounds than an everyday check has time for.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::shell::{cargo, run, target_dir};

pub struct Options {
    n_kills: String,
    n_disks: String,
    seed: String,
    program: Option<PathBuf>,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options =
            Options { n_kills: "200".to_owned(), n_disks: "40".to_owned(), seed: "7".to_owned(), program: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("`{word}` needs a value"))?;
            let is_number = value.parse::<u64>().is_ok();
            match *word {
                "--kills" if is_number => options.n_kills = (*value).to_owned(),
                "--disks" if is_number => options.n_disks = (*value).to_owned(),
                "--seed" if is_number => options.seed = (*value).to_owned(),
                "--program" => options.program = Some(absolute(value)?),
                _ => {
                    return Err(format!(
                        "`{word} {value}` is not understood: --kills N, --disks N, --seed N, --program PATH"
                    ));
                }
            }
        }
        Ok(options)
    }
}

fn absolute(program: impl AsRef<Path>) -> Outcome<PathBuf> {
    let program = program.as_ref();
    std::fs::canonicalize(program).map_err(|error| format!("cannot find the program `{}`: {error}", program.display()))
}

/// The release build: it is what people run, and a build without optimisation takes ten times as long to its end, which
/// every kill waits for.
fn release() -> Outcome<PathBuf> {
    run(cargo(&["build", "--release", "--locked"]))?;
    absolute(target_dir()?.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX)))
}

pub fn kills(options: &Options) -> Outcome {
    let program = options.program.clone().map_or_else(release, Ok)?;
    let mut command =
        cargo(&["test", "--quiet", "--workspace", "--locked", "--test", "all", "stopped::", "--", "--nocapture"]);
    command.env("TOTALPLACE_KILLS", &options.n_kills);
    command.env("TOTALPLACE_DISKS", &options.n_disks);
    command.env("TOTALPLACE_SEED", &options.seed);
    command.env("TOTALPLACE_PROGRAM", program);
    run(command)
}
