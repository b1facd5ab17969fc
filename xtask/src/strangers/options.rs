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
    /// Which share of the planned runs is made.
    pub part: Part,
    binary: Option<PathBuf>,
}

/// One of several equal shares of the planned runs, counted from 1: all of them together are the whole.
#[derive(Clone, Copy)]
pub struct Part {
    nth: usize,
    of: usize,
}

impl Part {
    fn parse(text: &str) -> Outcome<Part> {
        let (nth, of) = text.split_once('/').ok_or(format!("`{text}` is not a part such as `2/8`"))?;
        let part = Part { nth: number(nth)?, of: number(of)? };
        if (1..=part.of).contains(&part.nth) { Ok(part) } else { Err(format!("`{text}` is not a part such as `2/8`")) }
    }

    pub fn is_whole(self) -> bool {
        self.of == 1
    }

    /// The things of this part. Neighbours go to different parts, so that each part has some of every kind.
    pub fn take<T>(self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip(self.nth - 1).step_by(self.of).collect()
    }
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
            part: Part { nth: 1, of: 1 },
            binary: None,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().copied().ok_or(format!("`{word}` needs a value"));
            match *word {
                "--runs" => options.n_runs = number(value()?)?,
                "--seed" => options.seed = number(value()?)? as u64,
                "--threads" => options.n_threads = number(value()?)?.max(1),
                "--part" => options.part = Part::parse(value()?)?,
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
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_together_are_the_whole() {
        let mut all: Vec<usize> = ["1/3", "2/3", "3/3"]
            .iter()
            .flat_map(|text| Part::parse(text).expect("a part").take((0..10).collect()))
            .collect();
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_part_beyond_the_last_is_refused() {
        for text in ["0/3", "4/3", "3", "1/0", "a/b"] {
            assert!(Part::parse(text).is_err(), "{text}");
        }
    }
}
