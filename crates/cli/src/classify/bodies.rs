//! `totalplace classify --bodies`: payees that are nearly a body of the place, and what a person says of each.

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use model::Place;
use model::name::name_key;
use model::payee_answer::PayeeAnswer;
use money::Money;
use pipeline::{NearBody, near_bodies};
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, table};

/// What a person answers if the payee is not one of the bodies.
const NONE: &str = "none";
/// Who answered, as written to the file; a person may put a name in its place.
const WHO: &str = "answered in `totalplace classify --bodies`";

/// Payees that may be bodies of the place. Only a person can say: a wrong match takes money out of the count.
pub fn run(dir: &Path, set: &[String], is_asked: bool, is_json: bool) -> Result<Outcome, Failure> {
    let (place, near) = (place::read(dir)?, near_bodies(dir)?);
    let mut answers = set.iter().map(|text| told(text, &near, &place)).collect::<Result<Vec<_>, _>>()?;
    crate::unless_closed(if is_json { crate::print(to_json(&near)) } else { print(&near) })?;
    if is_asked {
        let open: Vec<&NearBody> = near.iter().filter(|near| !is_answered(near, &answers)).collect();
        answers.extend(ask(&open, &place)?);
    }
    if !answers.is_empty() {
        place::add_payee_answers(dir, &answers, WHO)?;
        let file = dir.join(place::BODY_ANSWERS);
        let n = answers.len();
        say!(
            "{n} {} in {}; run `totalplace build {}`",
            if n == 1 { "answer is" } else { "answers are" },
            file.display(),
            dir.display()
        );
    }
    let open: Vec<&NearBody> = near.iter().filter(|near| !is_answered(near, &answers)).collect();
    if open.is_empty() {
        return Ok(Outcome::Done);
    }
    let amount: Money = open.iter().map(|near| near.amount).sum();
    say!(
        "If these payees are these bodies, {amount} becomes transfers. For each payee say which body it is, such as `--set 1={}`, or `--set 1={NONE}`; \
         `--ask` goes through them one by one",
        open[0].name.body_id
    );
    Ok(Outcome::Look)
}

/// Whether one of the answers is about the payee, whichever way its name is written.
fn is_answered(near: &NearBody, answers: &[PayeeAnswer]) -> bool {
    let key = name_key(&near.name.payee).key;
    answers.iter().any(|answer| name_key(&answer.payee).key == key)
}

fn print(near: &[NearBody]) -> Result<(), Failure> {
    let row = |(at, near): (usize, &NearBody)| {
        let name = &near.name;
        let payee = report::for_terminal(&name.payee).into_owned();
        let [id, body, difference] = [&name.body_id, &name.body_name, &name.difference].map(String::clone);
        vec![(at + 1).to_string(), payee, near.amount.to_string(), id, body, difference]
    };
    let headings = ["No", "Payee", "Pounds", "Body", "Its name", "Difference"];
    crate::print(table::table(&headings, &[0, 2], near.iter().enumerate().map(row)))
}

fn to_json(near: &[NearBody]) -> String {
    let row = |(at, near): (usize, &NearBody)| {
        let name = &near.name;
        json!({
            "number": at + 1, "payee": name.payee, "amount": near.amount.plain(), "body_id": name.body_id,
            "body_name": name.body_name, "difference": name.difference,
        })
    };
    format!("{:#}", json!({ "near": near.iter().enumerate().map(row).collect::<Vec<_>>() }))
}

/// `2=trust`, `3=none`
fn told(text: &str, near: &[NearBody], place: &Place) -> Result<PayeeAnswer, Failure> {
    let hint = format!("write the number in the list and the id of a body, or {NONE}, such as `--set 1={NONE}`");
    let bad = |why: String| Failure::new(why, hint.clone());
    let (number, body) = text.split_once('=').ok_or_else(|| bad(format!("`{text}` is not an answer")))?;
    let at = number.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < near.len());
    let near = &near[at.ok_or_else(|| bad(format!("there is no payee number `{number}` in the list")))?];
    answer(near, body.trim(), place)
}

fn answer(near: &NearBody, body: &str, place: &Place) -> Result<PayeeAnswer, Failure> {
    let payee = near.name.payee.clone();
    match body {
        NONE => Ok(PayeeAnswer { payee, body_id: None }),
        id if place.body(id).is_some() => Ok(PayeeAnswer { payee, body_id: Some(id.to_owned()) }),
        id => {
            let ids = place.bodies.iter().map(|body| body.id.as_str());
            Err(Failure::not_there("body", id, ids.chain([NONE])))
        }
    }
}

fn ask(near: &[&NearBody], place: &Place) -> Result<Vec<PayeeAnswer>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(
            "--ask needs a terminal",
            format!("use `--set 1={NONE}`, or edit {}", place::BODY_ANSWERS),
        ));
    }
    let mut answers = Vec::new();
    let mut lines = std::io::stdin().lock().lines();
    for near in near {
        // Another spelling of a payee that was answered a moment ago.
        if is_answered(near, &answers) {
            continue;
        }
        loop {
            let name = &near.name;
            crate::talk::ask(format_args!(
                "Is `{}` ({}) {}? [y]es, [n]o, [s]kip, [q]uit, or the id of another body: ",
                report::for_terminal(&name.payee),
                near.amount,
                name.body_name
            ));
            let Some(line) = lines.next() else { return Ok(answers) };
            let said = match line?.trim() {
                "q" => return Ok(answers),
                "s" | "" => break,
                "y" | "yes" => answer(near, &name.body_id, place),
                "n" | "no" => answer(near, NONE, place),
                other => answer(near, other, place),
            };
            match said {
                Ok(answer) => {
                    answers.push(answer);
                    break;
                }
                Err(failure) => failure.print(),
            }
        }
    }
    Ok(answers)
}
