//! The site: how soon the demo is open, what a first view weighs, and how fast a large place answers, with
//! Datasette on the same tables in the same run.

use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::table::{mib, row, seconds};
use super::{python, verdict};
use crate::Outcome;
use crate::server::Server;
use crate::shell::{cargo, command, fresh_dir, output, root, run, target_dir};

/// What issue 3 asks for.
const OPEN_SECONDS_MAX: f64 = 30.0;
const SITE_SECONDS_MAX: f64 = 20.0;
const FIRST_VIEW_BYTES_MAX: u64 = 300_000;
const PAGES_P95_MS_MAX: f64 = 100.0;
const FILTERS_P95_MS_MAX: f64 = 300.0;
const PEAK_KIB_MAX: u64 = 1 << 20;

pub struct Options {
    n_lines: u64,
    /// Of each of the two runs of the load test.
    seconds: u64,
    n_runs: usize,
    /// Takes the release program that is there.
    is_built: bool,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options { n_lines: 7_000_000, seconds: 20, n_runs: 5, is_built: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if *word == "--built" {
                options.is_built = true;
                continue;
            }
            let number = words.next().and_then(|n| n.parse::<u64>().ok()).filter(|n| *n > 0);
            let number = number.ok_or_else(|| format!("`{word}` needs a number above 0"));
            match *word {
                "--lines" => options.n_lines = number?,
                "--seconds" => options.seconds = number?.min(20),
                "--runs" => options.n_runs = number? as usize,
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench site`; there are --lines N, --seconds N, --runs N and --built"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Everything that `cargo xtask bench site` shows.
pub fn site(options: &Options) -> Outcome {
    if !options.is_built {
        run(cargo(&["build", "--release", "--locked"]))?;
    }
    let target = target_dir()?;
    let program = target.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX));
    let program = program.to_string_lossy().into_owned();
    let python = python(&target.join("bench-venv"))?.to_string_lossy().into_owned();
    demo(&program, &python, &target.join("bench-demo"))?;
    let place = target.join(format!("bench-site-{}", options.n_lines));
    let server = large(&program, &place, options)?;
    load(&server, options)?;
    let held = server.peak_kib().map_or_else(
        || "not known on this system".to_owned(),
        |kib| format!("{} ({})", mib(kib), verdict(kib < PEAK_KIB_MAX, "under 1024 MiB")),
    );
    println!("most memory of the server, reading the tables included: {held}");
    datasette(&server, &python, &place, options)
}

/// From nothing to the first page, as the README's first command does after compiling.
fn demo(program: &str, python: &str, dir: &Path) -> Outcome {
    fresh_dir(dir)?;
    let place = dir.join("place").to_string_lossy().into_owned();
    let begun = Instant::now();
    let server = Server::start(program, &["demo", &place, "--no-browser"])?;
    server.get("")?;
    let open = begun.elapsed().as_secs_f64();
    println!("The demo, made, built and served");
    println!("{}", row(&["", "took"]));
    println!("{} {}", row(&["to the open page", &seconds(open)]), verdict(open < OPEN_SECONDS_MAX, "under 30 s"));
    let begun = Instant::now();
    output(command(program, &["publish", &place]))?;
    let site = begun.elapsed().as_secs_f64();
    println!("{} {}", row(&["its published pages", &seconds(site)]), verdict(site < SITE_SECONDS_MAX, "under 20 s"));
    let weighed = output(command(python, &[&script("first_view.py"), &server.address]))?;
    let weighed: Value =
        serde_json::from_str(&weighed).map_err(|error| format!("first_view.py printed no JSON: {error}"))?;
    let bytes = |key: &str| weighed[key].as_u64().ok_or_else(|| format!("first_view.py left out `{key}`"));
    let (view, charts) = (bytes("first_view")?, bytes("charts")?);
    println!(
        "first view, as sent: {} kB without charts ({}); charts after it: {} kB",
        view / 1000,
        verdict(view < FIRST_VIEW_BYTES_MAX, "under 300 kB"),
        charts / 1000
    );
    Ok(())
}

/// A large fictional place, built once and kept for the next run, and its server.
fn large(program: &str, dir: &Path, options: &Options) -> Outcome<Server> {
    let place = dir.to_string_lossy().into_owned();
    if !dir.join("place.toml").is_file() {
        let (people, lines) = ((options.n_lines / 2).max(100).to_string(), options.n_lines.to_string());
        run(command(program, &["synth", &place, "--people", &people, "--lines", &lines, "--without-people"]))?;
    }
    // The account alone. 1 is done, with doubts.
    let status = command(program, &["build", &place, "ledger", "--quiet"]).stdout(std::process::Stdio::null()).status();
    if !status.is_ok_and(|status| matches!(status.code(), Some(0 | 1))) {
        return Err("the large place was not built".to_owned());
    }
    let server = Server::start(program, &["serve", &place, "--no-browser"])?;
    println!("\nA large place: {}", server.said.join("; "));
    Ok(server)
}

/// Fifty readers at once, pages and then rows by ever new filters.
fn load(server: &Server, options: &Options) -> Outcome {
    let script = root().join("benches/load/run.sh").to_string_lossy().into_owned();
    let printed = output(command(&script, &[&server.address, &options.seconds.to_string()]))?;
    println!(
        "Fifty connections that ask again as soon as they are answered, on {} cores, wrk on the same ones",
        super::n_threads()
    );
    for (kind, max) in [("pages", PAGES_P95_MS_MAX), ("filters", FILTERS_P95_MS_MAX)] {
        let line = printed
            .lines()
            .find(|line| line.starts_with(kind))
            .ok_or_else(|| format!("run.sh says nothing about {kind}"))?;
        let p95 = number_after(line, "p95 ").ok_or_else(|| format!("run.sh gives no p95: {line}"))?;
        let refused = number_after(line, "; ").filter(|_| !line.contains("; 0 not 2xx, 0 timeouts, 0 broken"));
        println!("{line}");
        println!(
            "  p95 {p95:.1} ms: {}",
            verdict(p95 < max && refused.is_none(), &format!("under {max:.0} ms, every answer whole"))
        );
    }
    Ok(())
}

/// The number that follows some words.
fn number_after(line: &str, words: &str) -> Option<f64> {
    let rest = &line[line.find(words)? + words.len()..];
    rest.split([' ', ';', ',']).next()?.parse().ok()
}

/// Datasette on the same lines: one reader, filters and facets of both in turn.
fn datasette(server: &Server, python: &str, place: &Path, options: &Options) -> Outcome {
    let database = place.join("lines.db");
    let (tables, database) = (place.join("out/tables"), database.to_string_lossy().into_owned());
    let peer = script("site_datasette.py");
    print!("\n{}", output(command(python, &[&peer, "load", &tables.to_string_lossy(), &database]))?);
    let limits = ["sql_time_limit_ms", "facet_time_limit_ms"].map(|name| [name, "120000"]);
    let mut arguments =
        vec!["-m", "datasette", "serve", "--immutable", &database, "--port", "0", "--setting", "suggest_facets", "0"];
    arguments.extend(limits.iter().flat_map(|[name, value]| ["--setting", name, value]));
    let theirs = Server::start(python, &arguments)?;
    let n_runs = options.n_runs.to_string();
    let printed = output(command(python, &[&peer, "compare", &server.address, &theirs.address, &n_runs]))?;
    print!("{printed}");
    Ok(())
}

fn script(name: &str) -> String {
    let folder = if name.starts_with("site_") { "benches/peers" } else { "benches/load" };
    root().join(folder).join(name).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_read_from_what_the_load_test_prints() {
        let line = "pages (120 addresses or conditions): p50 3.1 ms, p95 12.5 ms, p99 20.0 ms, max 31.0 ms; 9000 answers in 20 s (450 a second); 0 not 2xx, 0 timeouts, 0 broken";
        assert_eq!(number_after(line, "p95 "), Some(12.5));
        assert_eq!(number_after(line, "p90 "), None);
    }

    #[test]
    fn options_have_bounds() {
        let options =
            Options::parse(&["--lines", "5000", "--seconds", "600"]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((options.n_lines, options.seconds, options.n_runs), (5_000, 20, 5));
        assert!(Options::parse(&["--lines"]).is_err() && Options::parse(&["--people", "3"]).is_err());
    }
}
