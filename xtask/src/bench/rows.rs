//! Published rows on hosts that send files and nothing else: what publishing takes, what ten lines of a linked filter cost, on
//! Python's own host, on nginx where it is there, and on one that unpacks files on the way.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::program;
use super::table::{row, seconds};
use crate::Outcome;
use crate::shell::{command, root, run, target_dir};

pub struct Options {
    n_lines: u64,
    /// Filters of each shape that are opened.
    n_links: u64,
    /// The program to measure; the release build where none is named.
    program: Option<PathBuf>,
    /// A place that is there, instead of a large made-up one.
    place: Option<PathBuf>,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options { n_lines: 7_000_000, n_links: 2, program: None, place: None };
        for pair in words.chunks(2) {
            let [word, value] = pair else { return Err(format!("`{}` needs a value", pair[0])) };
            let number =
                || value.parse::<u64>().ok().filter(|n| 0 < *n).ok_or(format!("`{word}` needs a number above 0"));
            match *word {
                "--lines" => options.n_lines = number()?,
                "--links" => options.n_links = number()?,
                "--program" => options.program = Some(PathBuf::from(value)),
                "--place" => options.place = Some(PathBuf::from(value)),
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench rows`; there are --lines N, --links N, --program FILE and --place DIR"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Everything that `cargo xtask bench rows` shows.
pub fn rows(options: &Options) -> Outcome {
    let program = program(options.program.as_deref())?.to_string_lossy().into_owned();
    let place = match &options.place {
        Some(place) => place.clone(),
        None => large(&program, options.n_lines)?,
    };
    let site = publish(&program, &place)?;
    let pictures = target_dir()?.join("browser").join("rows");
    let script = root().join("crates/front/browser/run").to_string_lossy().into_owned();
    let (site, pictures, n_links) = (text(&site), text(&pictures), options.n_links.to_string());
    run(command(&script, &["--rows", &site, &pictures, "--links", &n_links]))
}

/// A large fictional place, made and built once and kept for the next run.
fn large(program: &str, n_lines: u64) -> Outcome<PathBuf> {
    let dir = target_dir()?.join(format!("bench-rows-{n_lines}"));
    let place = text(&dir);
    if !dir.join("place.toml").is_file() {
        let (people, lines) = ((n_lines / 2).max(100).to_string(), n_lines.to_string());
        run(command(program, &["synth", &place, "--people", &people, "--lines", &lines, "--without-people"]))?;
    }
    // 1 is done, with doubts.
    let status = command(program, &["build", &place, "--quiet"]).stdout(std::process::Stdio::null()).status();
    match status.is_ok_and(|status| matches!(status.code(), Some(0 | 1))) {
        true => Ok(dir),
        false => Err("the large place was not built".to_owned()),
    }
}

/// Publishes for the first time and again, and says what is on the disk.
fn publish(program: &str, place: &Path) -> Outcome<PathBuf> {
    let site = target_dir()?.join("bench-rows-site");
    crate::shell::fresh_dir(&site)?;
    let to = site.join("public");
    let (place, folder) = (text(place), text(&to));
    println!("{}", row(&["publish", "took"]));
    for name in ["for the first time", "again"] {
        let begun = Instant::now();
        let arguments =
            ["publish", &place, "--to", &folder, "--by", "bench", "--accept", "measured, and shown to nobody"];
        run(command(program, &arguments))?;
        println!("{}", row(&[name, &seconds(begun.elapsed().as_secs_f64())]));
    }
    for part in ["rows/lines", "rows/filters", "rows/payees", "rows/index.json.gz", ""] {
        let (n_files, n_bytes) = weigh(&to.join(part))?;
        println!("public/{part}: {n_files} files, {:.1} MB", n_bytes as f64 / 1e6);
    }
    Ok(to)
}

fn weigh(path: &Path) -> Outcome<(u64, u64)> {
    let failed = |error: std::io::Error| format!("cannot read `{}`: {error}", path.display());
    if path.is_file() {
        return Ok((1, std::fs::metadata(path).map_err(failed)?.len()));
    }
    let mut sum = (0, 0);
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let (n_files, n_bytes) = weigh(&entry.map_err(failed)?.path())?;
        sum = (sum.0 + n_files, sum.1 + n_bytes);
    }
    Ok(sum)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_with_their_values() {
        let options = Options::parse(&["--lines", "5000", "--place", "here"]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((options.n_lines, options.n_links, options.place), (5_000, 2, Some(PathBuf::from("here"))));
        assert!(Options::parse(&["--lines"]).is_err() && Options::parse(&["--people", "3"]).is_err());
    }
}
