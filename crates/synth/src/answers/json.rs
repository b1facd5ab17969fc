//! `truth.json`: the sums of the place, body by body, file by file, transfer by transfer.

use std::collections::BTreeMap;

use model::tables::TransferStatus;
use model::{TransferKind, Treatment};
use money::Money;
use serde_json::{Map, Value, json};

use super::Answers;
use crate::bodies::{BODIES, Body};
use crate::ledgers::{Column, Layout, MONTH_NAMES, ODDITIES, Oddity, calendar};
use crate::outturn::{Published, SERIES};
use crate::slips::SLIPS;
use crate::truth::{LineKey, PartTruth, Tally, Truth, senders};
use crate::world::World;

/// The whole truth, sorted, in pounds and pence.
pub(super) fn truth_json(world: &World, answers: &Answers<'_>) -> Value {
    let truth = answers.ledgers;
    let total = truth.total();
    let all: BTreeMap<LineKey, Tally> =
        truth.parts.iter().flat_map(|part| &part.by_key).fold(BTreeMap::new(), |mut sum, (key, tally)| {
            sum.entry(*key).or_default().merge(*tally);
            sum
        });
    let mut value = json!({
        "place": crate::place_file::NAME,
        "year": world.plan.year.to_string(),
        "seed": world.plan.seed,
        "people": world.plan.people,
        "attacks": world.plan.attacks,
        "lines": total.n,
        "pounds": pounds(total.pence),
        "by_treatment": by_treatment(&all),
        "eliminated": tally_json(eliminated(truth, None)),
        "net": tally_json(net(truth, None)),
        "bodies": bodies(world, truth),
        "transfers": transfers(world, truth),
        "reconciliation": answers.published.iter().map(reconciliation).collect::<Vec<_>>(),
        "whole_count": answers.whole.json(),
        "doubts": doubts(world, truth),
        "files": truth.parts.iter().map(file).collect::<Vec<_>>(),
        "rates": rates(),
    });
    if let (Some(people), Some(entries)) = (answers.people, value.as_object_mut()) {
        entries.insert("people_files".to_owned(), people.json());
    }
    value
}

fn pounds(pence: i64) -> Value {
    Value::String(Money::from_pence(pence).plain())
}

fn tally_json(tally: Tally) -> Value {
    json!({ "lines": tally.n, "pounds": pounds(tally.pence) })
}

fn by_treatment(by_key: &BTreeMap<LineKey, Tally>) -> Value {
    let of = |treatment: &Treatment| sum(by_key, |key| key.class.treatment == *treatment);
    let words = Treatment::ALL.iter().map(|treatment| (treatment.word().to_owned(), tally_json(of(treatment))));
    Value::Object(words.collect())
}

fn sum(by_key: &BTreeMap<LineKey, Tally>, test: impl Fn(&LineKey) -> bool) -> Tally {
    by_key.iter().filter(|(key, _)| test(key)).fold(Tally::default(), |mut sum, (_, tally)| {
        sum.merge(*tally);
        sum
    })
}

fn eliminated(truth: &Truth, body: Option<&str>) -> Tally {
    let mut total = Tally::default();
    for sender in senders().iter().filter(|sender| body.is_none_or(|body| body == sender.id)) {
        total.merge(sum(&truth.of_body(sender.id), |key| key.class.is_eliminated(sender.id)));
    }
    total
}

/// What is spent for the place: spending and transfers that stay, of its bodies and of others to its bodies.
fn net(truth: &Truth, body: Option<&str>) -> Tally {
    let mut total = Tally::default();
    for sender in senders().iter().filter(|sender| body.is_none_or(|body| body == sender.id)) {
        total.merge(sum(&truth.of_body(sender.id), |key| key.class.is_outlay(sender.id) && is_here(sender, key)));
    }
    total
}

/// Whether money is for the place: all that a local body inside the perimeter pays, what the country's pay to a local
/// body of it, and what local bodies outside the perimeter pay to one inside.
fn is_here(payer: &Body, key: &LineKey) -> bool {
    let is_local_payee =
        |id: &str| BODIES.iter().any(|body| body.id == id && !body.national && (body.in_perimeter || payer.national));
    (payer.in_perimeter && !payer.national) || key.class.counterparty.is_some_and(is_local_payee)
}

fn bodies(world: &World, truth: &Truth) -> Value {
    let one = |id: &'static str| {
        let by_key = truth.of_body(id);
        let parts: Vec<&PartTruth> = truth.parts_of(id).collect();
        let count = |of: fn(&PartTruth) -> u64| parts.iter().map(|part| of(part)).sum::<u64>();
        let total = sum(&by_key, |_| true);
        let this_year = sum(&by_key, |key| key.financial_year == world.plan.year.0);
        let value = json!({
            "lines": total.n,
            "pounds": pounds(total.pence),
            "negative_lines": count(|part| part.n_negative),
            "redacted_lines": count(|part| part.n_withheld),
            "this_year": tally_json(this_year),
            "by_treatment": by_treatment(&by_key),
            "eliminated": tally_json(eliminated(truth, Some(id))),
            "net": tally_json(net(truth, Some(id))),
        });
        (id.to_owned(), value)
    };
    Value::Object(senders().iter().map(|body| one(body.id)).collect())
}

/// The two sides of the transfers of a pair of bodies.
#[derive(Default)]
struct Pair {
    paid: BTreeMap<TransferKind, Tally>,
    received: Option<i64>,
}

/// Every pair of bodies with a transfer in the place's year.
fn transfers(world: &World, truth: &Truth) -> Value {
    let mut pairs: BTreeMap<(&str, &str), Pair> = BTreeMap::new();
    for body in senders() {
        for (key, tally) in truth.of_body(body.id) {
            let Some(counterparty) = key.class.counterparty.filter(|_| key.financial_year == world.plan.year.0) else {
                continue;
            };
            if let Some(kind) = key.class.transfer_kind {
                pairs.entry((body.id, counterparty)).or_default().paid.entry(kind).or_default().merge(tally);
            }
            if key.class.is_receipt {
                *pairs.entry((counterparty, body.id)).or_default().received.get_or_insert(0) -= tally.pence;
            }
        }
    }
    Value::Array(
        pairs.iter().filter(|(_, pair)| !pair.paid.is_empty()).map(|(ids, pair)| pair_json(*ids, pair)).collect(),
    )
}

/// The tolerance of the method, section 1.4: the larger of one in a hundred and £50,000.
const TOLERANCE_PENCE: i64 = 50_000_00;

fn pair_json((payer, receiver): (&str, &str), pair: &Pair) -> Value {
    let paid: i64 = pair.paid.values().map(|tally| tally.pence).sum();
    let status = match pair.received.map(|received| (paid - received).abs()) {
        None => TransferStatus::OneSided,
        Some(0) => TransferStatus::Paired,
        Some(difference) if difference <= (paid.abs() / 100).max(TOLERANCE_PENCE) => TransferStatus::Timing,
        Some(_) => TransferStatus::Differs,
    };
    let kinds: Map<String, Value> =
        pair.paid.iter().map(|(kind, tally)| (kind.word().to_owned(), tally_json(*tally))).collect();
    let n: u64 = pair.paid.values().map(|tally| tally.n).sum();
    let class = crate::purchases::Class {
        treatment: Treatment::Transfer,
        transfer_kind: None,
        counterparty: counterparty(receiver),
        is_receipt: false,
    };
    json!({
        "payer": payer,
        "receiver": receiver,
        "lines": n,
        "pounds": pounds(paid),
        "by_kind": kinds,
        "eliminated": class.is_eliminated(payer),
        "received": pair.received.map(pounds),
        "difference": pair.received.map(|received| pounds(paid - received)),
        "status": status,
    })
}

fn counterparty(id: &str) -> Option<&'static str> {
    BODIES.iter().find(|body| body.id == id).map(|body| body.id)
}

fn reconciliation(of: &Published) -> Value {
    let causes: Map<String, Value> =
        of.causes().iter().map(|(cause, pence)| ((*cause).to_owned(), pounds(*pence))).collect();
    json!({
        "body": of.body,
        "series": SERIES,
        "published": pounds(of.total),
        "counted": pounds(of.counted),
        "causes": causes,
        "unexplained": pounds(of.unexplained),
    })
}

fn file(part: &PartTruth) -> Value {
    let problems: Map<String, Value> =
        part.problems.iter().map(|(kind, tally)| ((*kind).to_owned(), tally_json(*tally))).collect();
    json!({
        "body": part.ledger.body,
        "path": part.path,
        "sheet": part.sheet,
        "is_ledger": !part.is_notes,
        "columns": columns(part.ledger.layout),
        "rows": part.n_rows,
        "header_rows": part.n_header_rows,
        "blank_rows": part.n_blank_rows,
        "problem_rows": part.n_problem_rows,
        "lines": part.n_lines,
        "negative_lines": part.n_negative,
        "redacted_lines": part.n_withheld,
        "pounds": pounds(part.pence()),
        "rows_with_problems": problems,
    })
}

/// The headings of what matters most; one over two rows is joined by a space.
fn columns(layout: &Layout) -> Value {
    let heading = |wanted: Column| {
        let at = layout.columns.iter().position(|(_, column)| *column == wanted).expect("every layout has it");
        let lower = layout.columns[at].0;
        layout.upper.get(at).map_or(lower.to_owned(), |upper| format!("{upper} {lower}").trim().to_owned())
    };
    json!({ "amount": heading(Column::Net), "date": heading(Column::Date), "payee": heading(Column::Payee) })
}

/// What a reader of all files together should notice.
fn doubts(world: &World, truth: &Truth) -> Value {
    let mut found = Vec::new();
    for part in truth.parts.iter().filter(|part| part.lost_signs.n > 0) {
        found.push(json!({
            "kind": "no_negative_lines", "body": part.ledger.body, "path": part.path,
            "lines": part.n_lines, "lost_credits": tally_json(part.lost_signs),
        }));
    }
    for part in &truth.never_sent {
        let month = ODDITIES.iter().find(|(name, _, oddity)| *name == part.ledger.name && *oddity == Oddity::NeverSent);
        let month = month.expect("only a planned file is left out").1;
        let (year, number) = calendar(world.plan.year, month);
        found.push(json!({
            "kind": "missing_month", "body": part.ledger.body, "month": format!("{year}-{number:02}"), "name": MONTH_NAMES[month],
            "lines": part.n_lines, "pounds": pounds(part.pence()),
        }));
    }
    for (path, copy) in &truth.copies {
        let part = truth.parts.iter().find(|part| part.path == *copy).expect("a copy is a file");
        found.push(json!({
            "kind": "same_file_twice", "body": part.ledger.body, "path": copy, "same_as": path,
            "lines": part.n_lines, "pounds": pounds(part.pence()),
        }));
    }
    for (ledger, month, _) in ODDITIES.iter().filter(|(.., oddity)| *oddity == Oddity::MostWithheld) {
        let of_month = |part: &&PartTruth| {
            part.ledger.name == *ledger
                && part.sheet.as_deref().is_some_and(|sheet| sheet.starts_with(MONTH_NAMES[*month]))
        };
        if let Some(part) = truth.parts.iter().find(of_month) {
            found.push(json!({
                "kind": "redacted_share", "body": part.ledger.body, "path": part.path, "sheet": part.sheet,
                "redacted_lines": part.n_withheld, "lines": part.n_lines,
            }));
        }
    }
    Value::Array(found)
}

/// The rates at which slips are planted, and the oddities of whole files.
fn rates() -> Value {
    let slips: Map<String, Value> = SLIPS
        .iter()
        .map(|(one_in, slip)| {
            (slip.words().to_owned(), json!({ "kind": slip.kind().word(), "one_ordinary_line_in": one_in }))
        })
        .collect();
    let oddities: Vec<Value> = ODDITIES
        .iter()
        .map(
            |(ledger, month, oddity)| json!({ "ledger": ledger, "month": MONTH_NAMES[*month], "what": oddity.words() }),
        )
        .collect();
    json!({ "slips": slips, "oddities": oddities })
}
