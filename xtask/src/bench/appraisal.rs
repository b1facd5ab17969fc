//! The draws of a proposal beside the same model in NumPy and, where it is installed, in R, in one run.
//!
//! All of them draw the same inputs with the same ranges and correlations and give the same percentiles, chances and
//! values of perfect information. Each runs on one core. Their answers are compared with each other: the peers' random
//! numbers are others, so they agree within what chance allows.

use std::path::Path;

use serde_json::Value;

use super::measure::median;
use super::table::{row, seconds};
use super::{python, verdict};
use crate::Outcome;
use crate::shell::{cargo, command, output, root, run, target_dir};

/// What issue 5 asks for.
const ONE_SECONDS_MAX: f64 = 1.0;
const MANY_SECONDS_MAX: f64 = 10.0;
const N_PROPOSALS: usize = 200;
const PROPOSAL: &str = "reference/proposals/early-help.toml";

/// How far two percentiles may lie apart, as a share of what lies between P10 and P90, and two chances: with 100,000
/// draws each the standard errors are about 0.2% and 0.0015, with 10,000 about 0.7% and 0.005.
const PERCENTILE_TOLERANCE: f64 = 0.025;
const CHANCE_TOLERANCE: f64 = 0.015;

pub struct Options {
    n_runs: usize,
    n_draws: usize,
    n_draws_of_many: usize,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options { n_runs: 5, n_draws: 100_000, n_draws_of_many: 10_000 };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || {
                let n: Option<usize> = words.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
                n.ok_or_else(|| format!("`{word}` needs a number above 0"))
            };
            match *word {
                "--runs" => options.n_runs = number()?,
                "--draws" => options.n_draws = number()?,
                "--portfolio-draws" => options.n_draws_of_many = number()?,
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench appraisal`; there are --runs N, --draws N and --portfolio-draws N"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// What one run says of itself.
struct Drawn {
    seconds: f64,
    percentiles: [f64; 3],
    chance: f64,
}

/// A program that draws, and how it is called.
struct Peer {
    name: &'static str,
    words: Vec<String>,
}

pub fn appraisal(options: &Options) -> Outcome {
    run(cargo(&["build", "--release", "--locked", "--package", "appraisal", "--example", "monte_carlo"]))?;
    let target = target_dir()?;
    let peers = peers(&target)?;
    let one = compare(&peers, options.n_runs, options.n_draws, 1)?;
    println!("ours: {}", verdict(one < ONE_SECONDS_MAX, "under 1 s on one core"));
    let many = compare(&peers, options.n_runs.min(3), options.n_draws_of_many, N_PROPOSALS)?;
    println!("ours: {}", verdict(many < MANY_SECONDS_MAX, "under 10 s, here on one core"));
    let wide = draw(&peers[0], options.n_draws_of_many, N_PROPOSALS, None)?;
    println!("ours on every core of this machine: {}", seconds(wide.seconds));
    Ok(())
}

fn peers(target: &Path) -> Outcome<Vec<Peer>> {
    let example = target.join("release/examples").join(format!("monte_carlo{}", std::env::consts::EXE_SUFFIX));
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let script = |name: &str| text(&root().join("benches/peers").join(name));
    let mut peers = vec![
        Peer { name: "totalplace", words: vec![text(&example), PROPOSAL.to_owned()] },
        Peer { name: "NumPy", words: vec![text(&python(&target.join("bench-venv"))?), script("appraisal_numpy.py")] },
    ];
    let r = Peer { name: "R", words: vec!["Rscript".to_owned(), script("appraisal.R")] };
    match command("Rscript", &["--version"]).output() {
        Ok(_) => peers.push(r),
        Err(_) => println!("R is not installed (`Rscript`), so it is left out"),
    }
    Ok(peers)
}

/// All in turn; gives the median of ours.
fn compare(peers: &[Peer], n_runs: usize, n_draws: usize, n_proposals: usize) -> Outcome<f64> {
    let mut drawn: Vec<Vec<Drawn>> = peers.iter().map(|_| Vec::new()).collect();
    for run in 0..=n_runs {
        for (peer, drawn) in peers.iter().zip(&mut drawn) {
            let one = draw(peer, n_draws, n_proposals, Some(1))?;
            // The first run of each is not counted, so that all find their files in memory.
            if 0 < run {
                drawn.push(one);
            }
        }
    }
    println!("\n{n_proposals} × {n_draws} draws of 17 inputs, one core each, {n_runs} runs of each in turn");
    println!("{}", row(&["", "min", "median", "max", "P50", "chance"]));
    let median_of = |runs: &[Drawn]| median(runs.iter().map(|run| run.seconds));
    for (peer, runs) in peers.iter().zip(&drawn) {
        let times = || runs.iter().map(|run| run.seconds);
        let (min, max) = (times().fold(f64::INFINITY, f64::min), times().fold(0.0, f64::max));
        let (p50, chance) = (format!("{:.0}", runs[0].percentiles[1]), format!("{:.4}", runs[0].chance));
        println!("{}", row(&[peer.name, &seconds(min), &seconds(median_of(runs)), &seconds(max), &p50, &chance]));
    }
    for (peer, runs) in peers.iter().zip(&drawn).skip(1) {
        check_same(&drawn[0][0], peer.name, &runs[0])?;
        let ratio = median_of(runs) / median_of(&drawn[0]);
        println!("ratio of medians, {} / ours: {ratio:.2}", peer.name);
    }
    Ok(median_of(&drawn[0]))
}

fn draw(peer: &Peer, n_draws: usize, n_proposals: usize, n_threads: Option<usize>) -> Outcome<Drawn> {
    let numbers = [n_draws.to_string(), n_proposals.to_string()];
    let words: Vec<&str> = peer.words[1..].iter().chain(&numbers).map(String::as_str).collect();
    let mut command = command(&peer.words[0], &words);
    if let Some(n) = n_threads {
        for name in ["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
            command.env(name, n.to_string());
        }
    }
    let text = output(command)?;
    let said: Value = serde_json::from_str(&text).map_err(|error| format!("{} printed no JSON: {error}", peer.name))?;
    let number = |key: &str| said[key].as_f64().ok_or_else(|| format!("{} left out `{key}`", peer.name));
    Ok(Drawn {
        seconds: number("seconds")?,
        percentiles: [number("p10")?, number("p50")?, number("p90")?],
        chance: number("chance")?,
    })
}

/// Whether a peer drew the same model.
fn check_same(ours: &Drawn, name: &str, theirs: &Drawn) -> Outcome {
    let width = ours.percentiles[2] - ours.percentiles[0];
    let is_near = |(a, b): (&f64, &f64)| (a - b).abs() <= PERCENTILE_TOLERANCE * width;
    let is_same = ours.percentiles.iter().zip(&theirs.percentiles).all(is_near)
        && (ours.chance - theirs.chance).abs() <= CHANCE_TOLERANCE;
    match is_same {
        true => Ok(()),
        false => Err(format!(
            "{name} gives another answer than ours: {:?} with {}, ours {:?} with {}",
            theirs.percentiles, theirs.chance, ours.percentiles, ours.chance
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(p50: f64, chance: f64) -> Drawn {
        Drawn { seconds: 1.0, percentiles: [-280_000.0, p50, 147_000.0], chance }
    }

    #[test]
    fn an_answer_that_chance_does_not_explain_is_another_answer() {
        let ours = drawn(-90_000.0, 0.30);
        assert!(check_same(&ours, "R", &drawn(-91_238.0, 0.301)).is_ok());
        assert!(check_same(&ours, "R", &drawn(-120_000.0, 0.301)).is_err());
        assert!(check_same(&ours, "R", &drawn(-90_000.0, 0.33)).is_err());
    }
}
