//! What the person who runs the machine asks of it.

use std::path::PathBuf;

use crate::Outcome;
use crate::shell::{cargo, run, target_dir};

pub struct Options {
    pub n_runs: usize,
    pub seed: u64,
    /// Changes to make together; the whole catalogue if none is named.
    pub changes: Vec<String>,
    /// The body whose files are changed, by a word of its id.
    pub layout: Option<String>,
    pub shrinks: bool,
    pub lists: bool,
    /// Files about people instead of ledgers.
    pub are_people: bool,
    pub n_threads: usize,
    binary: Option<PathBuf>,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options {
            n_runs: 1000,
            seed: 7,
            changes: Vec::new(),
            layout: None,
            shrinks: false,
            lists: false,
            are_people: false,
            n_threads: std::thread::available_parallelism().map_or(1, usize::from),
            binary: None,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().copied().ok_or(format!("`{word}` needs a value"));
            match *word {
                "--runs" => options.n_runs = number(value()?)?,
                "--seed" => options.seed = number(value()?)? as u64,
                "--threads" => options.n_threads = number(value()?)?.max(1),
                "--change" => options.changes.push(value()?.to_owned()),
                "--body" => options.layout = Some(value()?.to_owned()),
                "--binary" => options.binary = Some(PathBuf::from(value()?)),
                "--shrink" => options.shrinks = true,
                "people" => options.are_people = true,
                "--list" => options.lists = true,
                other => return Err(format!("`{other}` is not an option of `strangers`; see `cargo xtask`")),
            }
        }
        Ok(options)
    }

    /// The program to try: the one that is named, or the release build.
    pub fn program(&self) -> Outcome<PathBuf> {
        if let Some(path) = &self.binary {
            return std::fs::canonicalize(path).map_err(|error| format!("cannot find `{}`: {error}", path.display()));
        }
        run(cargo(&["build", "--release", "--locked"]))?;
        Ok(target_dir()?.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX)))
    }
}

fn number(text: &str) -> Outcome<usize> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}
