//! The same programme for the same people with the same aim, run by several bodies.

use std::collections::{BTreeMap, BTreeSet};

use authored::{MistakeKind, Mistakes, Reading};
use model::tables::{OverlapConfidence, OverlapKind};
use money::{Amount, Money};

use crate::alike::{groups, likeness, telling_words};
use crate::finding::{Evidence, FigurePounds, Finding, Pounds};
use crate::words::plain;

/// Aims with this share of their words in common may be one.
const LIKENESS_MIN: f64 = 0.6;

const CONDITION: &str = "It is money if the same person is offered several of them for the same thing, or one programme reached as many \
                         people for less. Two programmes side by side may also be a choice that people were given";

/// A programme of a body: a grant, a contract, or a row that the place wrote itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    pub body_id: String,
    /// Where it is written.
    pub table: String,
    pub key: String,
    pub name: String,
    /// The people whom it is for, in the place's words.
    pub people: String,
    /// What is to be better for them.
    pub aim: String,
    pub amount: Option<Money>,
}

/// A place's own list of programmes, beside what grants and contracts say.
pub const INTERVENTIONS: &str = "interventions.csv";

/// Reads a place's own list: `body,name,people,aim,amount`, of which the amount may be empty.
///
/// # Errors
/// Every mistake, with line and column: a body that the place has not, a name that is missing, an amount that is not pounds.
pub fn read_interventions(text: &str, bodies: &[&str]) -> Result<Vec<Programme>, Mistakes> {
    let reading = Reading::of(INTERVENTIONS, text);
    let mut programmes = Vec::new();
    reading.columns(&["body", "name", "people", "aim", "amount"], |row, [body, name, people, aim, amount]| {
        if !bodies.contains(&body.text.as_str()) {
            let known = bodies.iter().copied();
            return reading.unknown_word(
                body.span.clone(),
                "body",
                &body.text,
                "the id of a body in place.toml",
                known,
            );
        }
        let pounds = (!amount.text.is_empty()).then(|| Amount::parse(&amount.text));
        if let Some(Err(_)) = pounds {
            let kind = MistakeKind::Unfit(format!("`{}` is not an amount", amount.text));
            return reading.add(amount.span.clone(), kind, "pounds, such as 12500.00");
        }
        if reading.is_filled(name, "name") {
            programmes.push(Programme {
                body_id: body.text.clone(),
                table: INTERVENTIONS.to_owned(),
                key: format!("line {}", row.line),
                name: name.text.clone(),
                people: people.text.clone(),
                aim: aim.text.clone(),
                amount: pounds.and_then(Result::ok).map(|amount| amount.money),
            });
        }
    });
    reading.finish(Some(programmes))
}

/// Programmes of several bodies for the same people with the same aim. A programme of which one of the two is not stated is
/// compared with nothing.
pub fn programmes(all: &[Programme]) -> Vec<Finding> {
    let mut by_people: BTreeMap<String, Vec<&Programme>> = BTreeMap::new();
    for programme in all.iter().filter(|programme| !telling_words(&programme.aim).is_empty()) {
        let people = plain(&programme.people);
        if people.trim() != "" {
            by_people.entry(people.trim().to_owned()).or_default().push(programme);
        }
    }
    by_people.into_iter().flat_map(|(people, own)| of_people(&people, own)).collect()
}

fn of_people(people: &str, mut programmes: Vec<&Programme>) -> Vec<Finding> {
    programmes.sort_by_key(|programme| (&programme.body_id, &programme.table, &programme.key));
    let aims: Vec<BTreeSet<String>> = programmes.iter().map(|programme| telling_words(&programme.aim)).collect();
    let mut findings = Vec::new();
    for group in groups(&aims, LIKENESS_MIN) {
        let is_same = group.iter().all(|at| likeness(&aims[group[0]], &aims[*at]) == 1.0);
        let same: Vec<&Programme> = group.iter().map(|at| programmes[*at]).collect();
        let bodies: BTreeSet<String> = same.iter().map(|programme| programme.body_id.clone()).collect();
        if 1 < bodies.len() {
            findings.push(finding(people, &same, bodies, is_same));
        }
    }
    findings
}

fn finding(people: &str, programmes: &[&Programme], bodies: BTreeSet<String>, is_same: bool) -> Finding {
    let first = programmes[0];
    let place = |programme: &Programme| format!("{}:{}", programme.table, programme.key);
    let figure = |programme: &&Programme| {
        Some(FigurePounds {
            key: place(programme),
            body_id: Some(programme.body_id.clone()),
            amount: programme.amount?,
            beneath: Vec::new(),
        })
    };
    let n_unknown = programmes.iter().filter(|programme| programme.amount.is_none()).count();
    let unknown =
        if n_unknown == 0 { String::new() } else { format!(" Of {n_unknown} of them nobody states what they cost.") };
    let like = if is_same { "the same aim" } else { "aims in much the same words" };
    Finding {
        kind: OverlapKind::Programme,
        keys: vec![people.to_owned(), first.body_id.clone(), first.key.clone()],
        title: format!("{} programmes for {}: {}", programmes.len(), first.people, first.aim),
        bodies,
        pounds: Pounds { lines: Vec::new(), figures: programmes.iter().filter_map(figure).collect() },
        confidence: if is_same { OverlapConfidence::Medium } else { OverlapConfidence::Low },
        keep_apart: false,
        how: format!("Bodies state the same people and {like}.{unknown}"),
        condition: CONDITION.to_owned(),
        evidence: programmes.iter().map(|programme| evidence(programme)).collect(),
    }
}

fn evidence(programme: &Programme) -> Evidence {
    Evidence {
        body_id: Some(programme.body_id.clone()),
        table: programme.table.clone(),
        key: programme.key.clone(),
        note: format!("{}: {}", programme.name, programme.aim),
        amount: programme.amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programme(body: &str, people: &str, aim: &str, pounds: Option<i64>) -> Programme {
        Programme {
            body_id: body.to_owned(),
            table: "interventions".to_owned(),
            key: format!("interventions.csv#{body}"),
            name: format!("Programme of {body}"),
            people: people.to_owned(),
            aim: aim.to_owned(),
            amount: pounds.map(|pounds| Money::from_pence(pounds * 100)),
        }
    }

    #[test]
    fn the_same_people_and_aim_in_two_bodies_are_a_finding() {
        let all = [
            programme("county", "Young people not in work", "into work", Some(100)),
            programme("jobcentre", "young people, not in work", "Into work", None),
            programme("police", "Young people not in work", "less crime", Some(7)),
            programme("county", "Older people", "less lonely", Some(5)),
            programme("county", "Older people", "less lonely", Some(6)),
            programme("fire", "", "less lonely", Some(5)),
        ];
        let found = programmes(&all);
        assert_eq!(found.len(), 1, "a body's own two programmes are its own affair");
        assert_eq!(found[0].pounds.seen(), Some(Money::from_pence(100_00)));
        assert_eq!(found[0].bodies.iter().map(String::as_str).collect::<Vec<_>>(), ["county", "jobcentre"]);
        assert!(found[0].how.contains("Of 1 of them nobody states"), "{}", found[0].how);
    }

    #[test]
    fn a_places_own_list_is_read_and_each_slip_is_told_with_its_line() {
        let text =
            "body,name,people,aim,amount\ncounty,Steps,care leavers,work,1200.50\nfire,Ladder,care leavers,work,\n";
        let read = read_interventions(text, &["county", "fire"]).expect("a list");
        let amounts: Vec<_> = read.iter().map(|of| of.amount.map(Money::pence)).collect();
        assert_eq!(amounts, [Some(1_200_50), None]);
        assert_eq!(programmes(&read).len(), 1, "the same people and the same aim");
        let told = read_interventions("body,name,people,aim,amount\ncounti,A,b,c,12\ncounty,A,b,c,dear\n", &["county"]);
        let told: Vec<String> =
            told.expect_err("two slips").mistakes.iter().map(|mistake| mistake.in_one_line()).collect();
        assert!(told[0].contains("interventions.csv:2") && told[1].contains("interventions.csv:3"), "{told:?}");
    }
}
