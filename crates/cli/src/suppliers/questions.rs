//! `totalplace suppliers --propose`: names that may be of one supplier, and what a person says of them.

use std::path::Path;

use model::decision::{DecidedPayee, SupplierAnswer, SupplierDecision};
use money::Money;
use report::suppliers::{NearName, NearSuppliers, near_suppliers};
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, table};

/// Questions that are listed if no number is given.
const N_LISTED: usize = 20;

#[derive(clap::Args)]
pub struct QuestionArguments {
    /// Names that may be the same supplier, with the pounds of both; those whose answer moves most come first
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20", conflicts_with_all = ["shared", "id", "named"])]
    propose: Option<usize>,
    /// With --propose: an answer, such as `3=same` or `4=different`; may be repeated
    #[arg(long, value_name = "N=ANSWER", requires_all = ["propose", "by", "because"])]
    set: Vec<String>,
    /// Who answers
    #[arg(long, value_name = "NAME", requires = "propose")]
    by: Option<String>,
    /// What the answers are based on
    #[arg(long, value_name = "TEXT", requires = "set")]
    because: Option<String>,
    /// With --propose: rows for decisions/suppliers.csv, with the decision left for you
    #[arg(long, requires = "propose", conflicts_with = "json")]
    csv: bool,
}

impl QuestionArguments {
    pub fn is_asked(&self) -> bool {
        self.propose.is_some()
    }
}

pub fn run(dir: &Path, arguments: &QuestionArguments, is_json: bool) -> Result<Outcome, Failure> {
    let found = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> {
        Ok(near_suppliers(folder)?.ok_or(pipeline::Error::NotBuilt)?)
    })?;
    let decisions = place::supplier_decisions(&place::Files::read(dir, place::SUPPLIER_FILES)?)?;
    let open: Vec<(usize, &NearSuppliers)> =
        (1..).zip(&found).filter(|(_, near)| !is_answered(near, &decisions)).collect();
    let answers = answers(arguments, &found)?;
    let listed = &open[..open.len().min(arguments.propose.unwrap_or(N_LISTED))];
    crate::unless_closed(match (is_json, arguments.csv) {
        (true, _) => crate::print(to_json(listed, open.len())),
        (_, true) => print_rows(listed, arguments.by.as_deref()),
        _ => print(listed),
    })?;
    if !answers.is_empty() {
        place::add_supplier_answers(dir, &answers)?;
        // A number means another pair after another build, so what was written is named.
        for answer in &answers {
            let [one, other] = [&answer.one, &answer.other].map(|payee| report::for_terminal(&payee.payee));
            let are = if answer.is_same { "one supplier" } else { "two suppliers" };
            say!("recorded: {one} and {other} are {are}");
        }
        let are = if answers.len() == 1 { "1 answer is".to_owned() } else { format!("{} answers are", answers.len()) };
        say!("{are} in {}; run `totalplace build {}`", dir.join(place::SUPPLIER_DECISIONS).display(), dir.display());
    }
    let n_open = open.len() - open.iter().filter(|(number, _)| is_set(arguments, *number)).count();
    if n_open == 0 {
        return Ok(Outcome::Done);
    }
    let amount: Money = open.iter().map(|(_, near)| near.other.amount).sum();
    say!(
        "{n_open} {} open; answers move {amount} at most. Answer with `--set {}=same` or `--set {}=different`, with \
         `--by` and `--because`, or add rows to {}",
        if n_open == 1 { "question is" } else { "questions are" },
        open[0].0,
        open[0].0,
        place::SUPPLIER_DECISIONS
    );
    Ok(Outcome::Look)
}

/// Whether somebody decided something about the two names since the last build.
fn is_answered(near: &NearSuppliers, decisions: &[SupplierDecision]) -> bool {
    let is = |decided: &DecidedPayee, name: &NearName| decided.is(&name.body_id, &name.payee);
    decisions.iter().any(|decision| {
        is(&decision.one, &near.one) && is(&decision.other, &near.other)
            || is(&decision.one, &near.other) && is(&decision.other, &near.one)
    })
}

fn is_set(arguments: &QuestionArguments, number: usize) -> bool {
    arguments.set.iter().any(|text| text.split('=').next().is_some_and(|n| n.trim() == number.to_string()))
}

fn answers(arguments: &QuestionArguments, found: &[NearSuppliers]) -> Result<Vec<SupplierAnswer>, Failure> {
    let filled = |text: &Option<String>, what: &str, option: &str| match text.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(Failure::new(format!("an answer has {what}"), format!("say so with `{option}`"))),
    };
    if arguments.set.is_empty() {
        return Ok(Vec::new());
    }
    let by = filled(&arguments.by, "a person who gives it", "--by NAME")?;
    let because = filled(&arguments.because, "a reason", "--because TEXT")?;
    let mut answers: Vec<(usize, SupplierAnswer)> = Vec::new();
    for text in &arguments.set {
        let (number, near, is_same) = told(text, found)?;
        if let Some((_, earlier)) = answers.iter().find(|(earlier, _)| *earlier == number) {
            if earlier.is_same != is_same {
                let hint = "give one answer to each question; nothing was changed";
                return Err(Failure::new(format!("question {number} is both same and different"), hint));
            }
            continue;
        }
        let payee = |name: &NearName| DecidedPayee { body_id: Some(name.body_id.clone()), payee: name.payee.clone() };
        let answer = SupplierAnswer {
            decided_on: crate::today(),
            decided_by: by.clone(),
            one: payee(&near.one),
            other: payee(&near.other),
            is_same,
            note: because.clone(),
        };
        answers.push((number, answer));
    }
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// `3=same`
fn told<'n>(text: &str, found: &'n [NearSuppliers]) -> Result<(usize, &'n NearSuppliers, bool), Failure> {
    let hint = "write the number in the list and same or different, such as `--set 1=same`";
    let bad = |why: String| Failure::new(why, hint);
    let (number, answer) = text.split_once('=').ok_or_else(|| bad(format!("`{text}` is not an answer")))?;
    let at = number.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < found.len());
    let at = at.ok_or_else(|| bad(format!("there is no question number `{number}` in the list")))?;
    match answer.trim() {
        "same" => Ok((at + 1, &found[at], true)),
        "different" => Ok((at + 1, &found[at], false)),
        other => Err(Failure::not_there("answer", other, ["same", "different"])),
    }
}

fn print(listed: &[(usize, &NearSuppliers)]) -> Result<(), Failure> {
    let row = |(number, near): &(usize, &NearSuppliers)| {
        let name = |name: &NearName| format!("{} ({})", report::for_terminal(&name.payee), name.body_id);
        vec![
            number.to_string(),
            name(&near.one),
            near.one.amount.to_string(),
            name(&near.other),
            near.other.amount.to_string(),
            near.why(),
        ]
    };
    let headings = ["No", "Name (body)", "Pounds", "May be the same", "Pounds", "Why"];
    crate::print(table::table(&headings, &[0, 2, 4], listed.iter().map(row)))
}

fn print_rows(listed: &[(usize, &NearSuppliers)], by: Option<&str>) -> Result<(), Failure> {
    let unwritable = |_| Failure::new("the rows are not CSV", "");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading = ["decided_on", "decided_by", "body", "payee", "other_body", "other_payee", "decision", "note"];
    writer.write_record(heading).map_err(unwritable)?;
    let today = crate::today();
    for (_, near) in listed {
        let note = format!("{} and {}; {}", near.one.amount, near.other.amount, near.why());
        let (one, other) = (&near.one, &near.other);
        let row =
            [&today, by.unwrap_or_default(), &one.body_id, &one.payee, &other.body_id, &other.payee, "", note.as_str()];
        writer.write_record(row).map_err(unwritable)?;
    }
    let bytes = writer.into_inner().map_err(|_| Failure::new("the rows are not CSV", ""))?;
    crate::print(String::from_utf8_lossy(&bytes).trim_end())
}

fn to_json(listed: &[(usize, &NearSuppliers)], n_open: usize) -> String {
    let all: Vec<_> = listed.iter().map(|(number, near)| near.to_json(*number)).collect();
    format!("{:#}", json!({ "n_open": n_open, "near": all }))
}
