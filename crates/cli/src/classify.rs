//! `totalplace classify`: the largest headings without a service, a proposal for each, and a person's
//! answers as rules.

mod bodies;

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use ledger::propose::{Accuracy, Answer, EXAMPLES_MIN, Proposal, Proposals, answers_as_rules, propose};
use money::Money;
use pipeline::{Headings, PrintedHeading, headings};
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder, table};

#[derive(clap::Args)]
#[command(
    after_help = "On a terminal, --ask goes through the headings one by one: Enter accepts the proposal, a service id \
    (`totalplace classify --services`) sets another, `s` skips, `q` stops. Answers become rows of rules/service.csv, \
    which you can edit.\n\
    --bodies asks about payees whose names are almost those of bodies here: `--set 1=BODY` or `--set 1=none`, written to rules/bodies.csv."
)]
pub struct Arguments {
    #[command(flatten)]
    place: PlaceFolder,
    /// Headings to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Give an answer: the number in the list and a service, such as `3=housing`; may be repeated
    #[arg(long, value_name = "N=SERVICE")]
    set: Vec<String>,
    /// Ask about each heading
    #[arg(long)]
    ask: bool,
    /// List payees whose names are almost those of bodies here, with the pounds that would become transfers
    #[arg(long)]
    bodies: bool,
    /// List the services
    #[arg(long)]
    services: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.place.dir;
    let services = place::place_services(&place::Files::read(dir, place::RULES)?)?;
    if arguments.services {
        let rows = services
            .iter()
            .map(|service| vec![service.id.clone(), service.name.clone(), service.cofog.clone().unwrap_or_default()]);
        crate::print(table::table(&["Service", "Name", "COFOG"], &[], rows))?;
        return Ok(Outcome::Done);
    }
    if arguments.bodies {
        return bodies::run(dir, &arguments.set, arguments.ask, arguments.json);
    }
    let found = headings(dir)?;
    let listed: Vec<&PrintedHeading> = found.unclassified.iter().take(arguments.limit).collect();
    let proposals =
        propose(&found.classified, &listed.iter().map(|printed| printed.heading.clone()).collect::<Vec<_>>());
    let is_service = |id: &str| services.iter().any(|service| service.id == id);
    let mut answers =
        arguments.set.iter().map(|text| told(text, &listed, &is_service)).collect::<Result<Vec<_>, _>>()?;
    crate::unless_closed(match arguments.json {
        true => crate::print(format!("{:#}", to_json(&found, &listed, &proposals))),
        false => print(&found, &listed, &proposals),
    })?;
    if arguments.ask {
        answers.extend(ask(&listed, &proposals, spending(&found), &is_service)?);
    }
    if !answers.is_empty() {
        write_rules(dir, &answers)?;
        let are = if answers.len() == 1 { "1 answer is".to_owned() } else { format!("{} answers are", answers.len()) };
        say!("{are} in {}; run `totalplace build {}`", rules_path(dir).display(), dir.display());
    }
    Ok(if found.unclassified.is_empty() { Outcome::Done } else { Outcome::Look })
}

fn proposal<'a>(proposals: &'a Proposals, printed: &PrintedHeading) -> Option<&'a Proposal> {
    proposals.proposals.iter().find(|proposal| proposal.heading == printed.heading)
}

fn print(found: &Headings, listed: &[&PrintedHeading], proposals: &Proposals) -> Result<(), Failure> {
    let rows = listed.iter().enumerate().map(|(i, printed)| {
        let proposal = proposal(proposals, printed);
        vec![
            (i + 1).to_string(),
            printed.body_id.clone(),
            report::for_terminal(&printed.heading.text).into_owned(),
            printed.heading.n_lines.to_string(),
            printed.heading.amount.to_string(),
            proposal.map_or("–".to_owned(), |p| p.service.clone()),
            proposal.map_or("–".to_owned(), |p| format!("{:.0}%", p.confidence * 100.0)),
        ]
    });
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}",
        table::table(&["No", "Body", "Heading", "Lines", "Pounds", "Proposal", "Sure"], &[0, 3, 4, 6], rows)
    )?;
    writeln!(out, "{}", coverage(found))?;
    writeln!(out, "{}", trust(proposals))?;
    Ok(())
}

/// How far proposals can be trusted, judged on the headings of other bodies.
fn trust(proposals: &Proposals) -> String {
    let share = |accuracy: &Accuracy| {
        let by_amount = accuracy.by_amount.map(|share| format!(" ({:.0}% by pounds)", share * 100.0));
        format!("{:.0}%{}", accuracy.by_heading * 100.0, by_amount.unwrap_or_default())
    };
    let Some(all) = &proposals.accuracy_held_back else {
        return format!(
            "No proposals: they need {EXAMPLES_MIN} classified headings from at least two bodies, so that one body \
             can be held back as a test; {} are classified",
            proposals.n_train
        );
    };
    let of_proposed = match &proposals.accuracy_proposed {
        Some(proposed) => format!("of those sure enough to propose, {} were right", share(proposed)),
        None => "none was sure enough to propose".to_owned(),
    };
    format!(
        "Tested on one body at a time, {} of {} headings of {} bodies were classified correctly from the other bodies' headings; {of_proposed}",
        share(all),
        proposals.n_held_back,
        proposals.n_bodies,
    )
}

fn coverage(found: &Headings) -> String {
    let classified: Money = found.classified.iter().map(|example| example.amount).sum();
    let unclassified: Money = found.unclassified.iter().map(|printed| printed.heading.amount).sum();
    let share = classified
        .share_of(classified + unclassified)
        // All but a little is not all: 99.99% is cut to 99.9%.
        .map(|share| format!(" ({:.1}%)", (share * 1000.0).floor() / 10.0))
        .unwrap_or_default();
    let n = found.unclassified.len();
    format!(
        "{classified} of {}{share} of spending has a service; {n} {} none",
        classified + unclassified,
        if n == 1 { "heading has" } else { "headings have" }
    )
}

fn to_json(found: &Headings, listed: &[&PrintedHeading], proposals: &Proposals) -> serde_json::Value {
    let headings: Vec<_> = listed
        .iter()
        .enumerate()
        .map(|(i, printed)| {
            let columns: serde_json::Map<String, serde_json::Value> =
                printed.columns.iter().map(|(field, text)| (field.word().to_owned(), text.clone().into())).collect();
            let proposal = proposal(proposals, printed);
            json!({
                "number": i + 1, "body_id": printed.body_id, "heading": columns, "n_lines": printed.heading.n_lines,
                "amount": printed.heading.amount.plain(), "proposal": proposal.map(|p| &p.service), "confidence": proposal.map(|p| p.confidence),
            })
        })
        .collect();
    json!({
        "headings": headings, "n_unclassified": found.unclassified.len(), "n_train": proposals.n_train, "n_held_back": proposals.n_held_back,
        "n_bodies_held_back": proposals.n_bodies,
        "accuracy_by_heading": proposals.accuracy_held_back.map(|a| a.by_heading),
        "accuracy_by_amount": proposals.accuracy_held_back.and_then(|a| a.by_amount),
        "accuracy_proposed_by_heading": proposals.accuracy_proposed.map(|a| a.by_heading),
        "accuracy_proposed_by_amount": proposals.accuracy_proposed.and_then(|a| a.by_amount),
    })
}

/// `3=housing`
fn told(text: &str, listed: &[&PrintedHeading], is_service: &dyn Fn(&str) -> bool) -> Result<Answer, Failure> {
    let hint = "write the number in the list and a service, such as `--set 3=housing`; `totalplace classify --services` lists them";
    let bad = |why: String| Failure::new(why, hint);
    let (number, service) = text.split_once('=').ok_or_else(|| bad(format!("`{text}` is not an answer")))?;
    let index = number.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|i| *i < listed.len());
    let printed = listed[index.ok_or_else(|| bad(format!("there is no heading number `{number}` in the list")))?];
    if !is_service(service.trim()) {
        return Err(bad(format!("there is no service `{}`", service.trim())));
    }
    Ok(answer(printed, service.trim()))
}

fn answer(printed: &PrintedHeading, service: &str) -> Answer {
    let body = (model::rule::RuleField::Body, printed.body_id.clone());
    Answer {
        heading: std::iter::once(body).chain(printed.columns.iter().cloned()).collect(),
        service: service.to_owned(),
        cofog: None,
        note: "answered in `totalplace classify`".to_owned(),
    }
}

fn ask(
    listed: &[&PrintedHeading],
    proposals: &Proposals,
    spending: Money,
    is_service: &dyn Fn(&str) -> bool,
) -> Result<Vec<Answer>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new("--ask needs a terminal", "use `--set 3=housing`, or edit rules/service.csv"));
    }
    let mut answers = Vec::new();
    let mut lines = std::io::stdin().lock().lines();
    for printed in listed {
        let proposed = proposal(proposals, printed).map(|p| p.service.as_str());
        loop {
            crate::talk::ask(format_args!(
                "{} ({}) {} [{}] ",
                report::for_terminal(&printed.heading.text),
                printed.body_id,
                printed.heading.amount,
                proposed.unwrap_or("s")
            ));
            let Some(line) = lines.next() else { return Ok(answers) };
            match (line?.trim(), proposed) {
                ("q", _) => return Ok(answers),
                ("s", _) | ("", None) => break,
                ("", Some(service)) => {
                    if let Some(question) = second_question(printed, service, spending) {
                        crate::talk::ask(format_args!("{question}"));
                        let Some(line) = lines.next() else { return Ok(answers) };
                        if line?.trim() != service {
                            continue;
                        }
                    }
                    answers.push(answer(printed, service));
                    break;
                }
                (service, _) if is_service(service) => {
                    answers.push(answer(printed, service));
                    break;
                }
                (other, _) => say!("there is no service `{other}`; `totalplace classify --services` lists them"),
            }
        }
    }
    Ok(answers)
}

/// The second question, before a proposal worth over a hundredth of the place's payments is taken; `None` below that.
fn second_question(printed: &PrintedHeading, service: &str, spending: Money) -> Option<String> {
    let share = printed.heading.amount.abs().share_of(spending).filter(|share| SURE_SHARE_MAX < *share)?;
    Some(format!(
        "{} is {:.1}% of the place's payments: type `{service}` to accept the proposal, Enter to be asked again ",
        printed.heading.amount,
        share * 100.0
    ))
}

/// A proposal of no more than this share of the place's payments is taken at the first Enter.
const SURE_SHARE_MAX: f64 = 0.01;

/// Everything that was spent, whatever its sign.
fn spending(found: &Headings) -> Money {
    let classified = found.classified.iter().map(|example| example.amount.abs());
    classified.chain(found.unclassified.iter().map(|printed| printed.heading.amount.abs())).sum()
}

fn rules_path(dir: &Path) -> PathBuf {
    dir.join("rules/service.csv")
}

fn write_rules(dir: &Path, answers: &[Answer]) -> Result<(), Failure> {
    let path = rules_path(dir);
    // A file that is there and cannot be read would be replaced by the answers alone.
    let existing = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::new(
                format!("cannot read {}: {error}", path.display()),
                "save it as UTF-8, then answer again",
            ));
        }
        text => text.unwrap_or_default(),
    };
    let text = answers_as_rules(&existing, answers).map_err(|error| {
        Failure::new(format!("cannot read {}: {error}", path.display()), "correct the row, then answer again")
    })?;
    std::fs::create_dir_all(dir.join("rules"))?;
    authored::write_whole(&path, text.as_bytes()).map_err(|error| {
        Failure::new(
            format!("cannot write {}: {error}", path.display()),
            "free some space, then answer again; the file is unchanged",
        )
    })
}

#[cfg(test)]
mod tests {
    use ledger::propose::Heading;

    use super::*;

    fn printed(pence: i64) -> PrintedHeading {
        let heading = Heading { text: "Stores".to_owned(), n_lines: 1, amount: Money::from_pence(pence) };
        PrintedHeading { body_id: "county".to_owned(), columns: Vec::new(), heading }
    }

    #[test]
    fn a_proposal_worth_over_a_hundredth_of_the_place_is_asked_twice() {
        let spending = Money::from_pence(1_000_00);
        assert_eq!(second_question(&printed(10_00), "housing", spending), None);
        for pence in [10_01, -10_01] {
            let question = second_question(&printed(pence), "housing", spending).expect("a second question");
            assert!(question.contains("1.0% of the place's payments: type `housing`"), "{question}");
        }
        assert_eq!(second_question(&printed(10_01), "housing", Money::ZERO), None);
    }

    #[test]
    fn what_proposals_are_worth_is_said_in_either_case() {
        let none = propose(&[], &[]);
        assert!(
            trust(&none).starts_with("No proposals: they need 40 classified headings from at least two bodies"),
            "{}",
            trust(&none)
        );
        let accuracy = Some(Accuracy { by_heading: 0.61, by_amount: Some(0.483) });
        let some = Proposals { accuracy_held_back: accuracy, n_held_back: 312, n_bodies: 4, ..none };
        assert_eq!(
            trust(&some),
            "Tested on one body at a time, 61% (48% by pounds) of 312 headings of 4 bodies were classified correctly from \
             the other bodies' headings; none was sure enough to propose"
        );
    }
}
