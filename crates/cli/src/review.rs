//! `totalplace review`: pairs of records that are worth a person's minute, in the browser.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use linkage::evidence::ThresholdRow;
use linkage::review::{Review, ReviewReport};
use serde_json::json;
use statistics::Share;
use web::{PairPage, Reviews};

use crate::Outcome;
use crate::fail::Failure;
use crate::link::{Again, is_run};

#[derive(clap::Args)]
#[command(
    after_help = "You see pairs near the threshold, and pairs of people whose records conflict, side by side, without \
    the program's or another reviewer's answer. Your answers are added to decisions/person_pairs.csv in the folder; \
    the next build, or the next `link` into it, uses the answers that nobody contradicts.\n\
    Only this machine can open the pages, and they show names: review where others may not see the records."
)]
pub struct Arguments {
    /// Folder of the place, or the one that `link` wrote
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Who answers
    #[arg(long, value_name = "NAME", required_unless_present = "report")]
    by: Option<String>,
    /// How many pairs to draw, including those you have answered
    #[arg(long, value_name = "N", default_value_t = 100)]
    pairs: usize,
    /// Print agreement, precision and recall from the answers so far, and ask nothing
    #[arg(long)]
    report: bool,
    /// With `--report`: as JSON
    #[arg(long, requires = "report")]
    json: bool,
    /// Port; by default the first free one from 8080
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Do not open a browser
    #[arg(long)]
    no_browser: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.report {
        let report = report(&arguments.dir)?;
        if arguments.json {
            crate::print(format!("{:#}", to_json(&report)))?;
            return Ok(Outcome::Done);
        }
        sentences(&report).into_iter().try_for_each(crate::print)?;
        return Ok(Outcome::Done);
    }
    let by = arguments.by.as_deref().map(str::trim).filter(|by| !by.is_empty());
    let by = by.ok_or_else(|| Failure::new("a reviewer has a name", "say who you are with `--by NAME`"))?;
    let dir = &arguments.dir;
    let review = match is_run(dir) {
        true => Again::read(dir)?.review(dir, by, arguments.pairs)?,
        false => pipeline::review(dir, by, arguments.pairs)?,
    };
    say!("{} pairs to judge, {} answered by {by} before", review.pairs.len(), review.n_answered);
    let session = Session { dir: arguments.dir.clone(), review };
    let options = web::Options { port: arguments.port, ..web::review_options(|trouble| say!("{trouble}")) };
    let token =
        format!("{:016x}{:016x}", RandomState::new().hash_one(by), RandomState::new().hash_one(std::process::id()));
    let opens = !arguments.no_browser;
    let served = web::review(&options, Box::new(session), token, |address| {
        say!("review at {address}; Ctrl-C stops it, and every answer is saved at once");
        if opens && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            let _ = open::that_detached(&address);
        }
    });
    served.map_err(|error| Failure::Other { text: error.to_string(), hint: None })?;
    Ok(Outcome::Done)
}

/// What the answers so far are worth, of a place or of what `link` wrote.
fn report(dir: &Path) -> Result<ReviewReport, Failure> {
    match is_run(dir) {
        true => Again::read(dir)?.report(dir),
        false => Ok(pipeline::review_report(dir)?),
    }
}

struct Session {
    dir: PathBuf,
    review: Review,
}

impl Reviews for Session {
    fn n_pairs(&self) -> usize {
        self.review.pairs.len()
    }

    fn pair(&self, at: usize) -> Option<PairPage> {
        let pair = self.review.pairs.get(at)?;
        Some(PairPage { rows: pair.rows.clone() })
    }

    fn answer(&self, at: usize, verdict: &str) -> Result<(), String> {
        let pair = self.review.pairs.get(at).ok_or("there is no such pair")?;
        let today = crate::today();
        pipeline::answer(&self.dir, &self.review.reviewer, pair, verdict, &today).map_err(|error| error.to_string())
    }

    fn report(&self) -> Vec<String> {
        report(&self.dir).map_or_else(|failure| vec![failure.text()], |report| sentences(&report))
    }
}

fn share(share: &Option<Share>) -> String {
    match share {
        Some(share) => format!(
            "{:.1}% (95% interval {:.1}% to {:.1}%)",
            share.value * 100.0,
            share.low * 100.0,
            share.high * 100.0
        ),
        None => "not computed".to_owned(),
    }
}

/// What the answers are worth, in sentences.
fn sentences(report: &ReviewReport) -> Vec<String> {
    let mut sentences = vec![format!(
        "{} answers; {} pairs are settled, {} of them as one person.",
        report.n_answers, report.n_settled, report.n_same
    )];
    for (one, other, agreement) in &report.agreements {
        let kappa = agreement.kappa.map_or("not computed".to_owned(), |kappa| format!("{kappa:.2}"));
        sentences.push(format!(
            "{one} and {other} agree on {:.1}% of the pairs that both judged; kappa {kappa}.",
            agreement.observed * 100.0
        ));
    }
    sentences.push(format!(
        "At the threshold of {:.2} bits: precision {}, recall {} of the settled pairs. They were drawn near the threshold, so over all pairs both are higher.",
        report.in_use.weight_min,
        share(&report.in_use.counts.precision()),
        share(&report.in_use.counts.recall())
    ));
    sentences.push(match &report.proposed {
        Some(ThresholdRow { weight_min, counts }) => format!(
            "Fewest mistakes at {weight_min:.2} bits, a probability of {:.4}: precision {}, recall {}. Put it under [thresholds] as `link` in linkage/people.toml if you agree.",
            linkage::score::match_probability(*weight_min),
            share(&counts.precision()),
            share(&counts.recall())
        ),
        None => "Fewer than 30 pairs are settled: too few to propose a threshold.".to_owned(),
    });
    sentences.extend(report.groups.iter().map(|group| {
        format!(
            "{} {}: {} settled pairs; precision {}, recall {}.",
            group.by,
            group.group,
            group.n_pairs,
            share(&group.counts.precision()),
            share(&group.counts.recall())
        )
    }));
    sentences.extend(report.unlinkable.iter().map(|of| {
        let percent = 100.0 * of.n_unlinkable as f64 / of.n_records.max(1) as f64;
        format!(
            "{}: {} of {} records ({percent:.1}%) hold too little to be linked even to themselves.",
            of.agency, of.n_unlinkable, of.n_records
        )
    }));
    sentences
}

fn to_json(report: &ReviewReport) -> serde_json::Value {
    let share = |share: &Option<Share>| {
        share.map(|share| json!({ "value": share.value, "low": share.low, "high": share.high }))
    };
    let agreements = report.agreements.iter().map(|(one, other, agreement)| {
        json!({ "reviewer": one, "other_reviewer": other, "observed": agreement.observed, "kappa": agreement.kappa })
    });
    let groups = report.groups.iter().map(|group| {
        json!({ "by": group.by, "group": group.group, "n_pairs": group.n_pairs,
            "precision": share(&group.counts.precision()), "recall": share(&group.counts.recall()) })
    });
    let unlinkable = report
        .unlinkable
        .iter()
        .map(|of| json!({ "agency": of.agency, "n_records": of.n_records, "n_unlinkable": of.n_unlinkable }));
    let row = |row: &ThresholdRow| json!({ "threshold": row.weight_min, "precision": share(&row.counts.precision()), "recall": share(&row.counts.recall()) });
    json!({ "n_answers": report.n_answers, "n_settled": report.n_settled, "n_same": report.n_same,
        "agreements": agreements.collect::<Vec<_>>(), "threshold": report.in_use.weight_min,
        "precision": share(&report.in_use.counts.precision()), "recall": share(&report.in_use.counts.recall()),
        "proposed": report.proposed.as_ref().map(row),
        "groups": groups.collect::<Vec<_>>(), "unlinkable": unlinkable.collect::<Vec<_>>() })
}
