//! The same assessment by several agencies, as far as figures about people were released.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::tables::{FigureMeasure, FigureTopic, OverlapConfidence, OverlapKind, RELEASED_FIGURE, released_figure};

use crate::finding::{Evidence, FigurePounds, Finding, Pounds};

/// What stands between two agencies in the name of a released figure, and after the type of assessment.
const ARROW: &str = " → ";
const COLON: &str = ": ";
/// The released figure of what repeats cost.
const COST: &str = "assessments done again";

const CONDITION: &str = "It is money if the second agency could have used the first one's assessment, and the time is not only released but \
                         spent less. The cost is of all assessments done again, those by the same agency among them: released figures do \
                         not part them";

/// One finding for all assessments that an agency repeats after another: their cost was released in one sum.
///
/// `body_of_agency` gives the body that runs each agency.
pub fn assessments(released: &[RecordBatch], body_of_agency: &BTreeMap<String, String>) -> Option<Finding> {
    let rows = || released.iter().flat_map(|batch| RELEASED_FIGURE.read(batch).iter());
    let across: Vec<Repeat> =
        rows().filter(|row| is_of(row, FigureTopic::JourneyRepeats)).filter_map(|row| repeat(&row)).collect();
    let cost = rows().find(|row| {
        is_of(row, FigureTopic::JourneyCosts)
            && row.text(released_figure::CATEGORY) == COST
            && row.text(released_figure::MEASURE) == FigureMeasure::Cost.word()
    });
    let amount = cost.and_then(|row| row.money_if_any(released_figure::AMOUNT));
    (!across.is_empty()).then(|| finding(&across, amount, body_of_agency))
}

fn is_of(row: &model::Row<'_>, topic: FigureTopic) -> bool {
    row.text(released_figure::TOPIC) == topic.word()
}

/// A type of assessment that one agency did after another.
struct Repeat {
    category: String,
    agencies: [String; 2],
    /// People, as a page prints it.
    shown: String,
}

fn repeat(row: &model::Row<'_>) -> Option<Repeat> {
    let category = row.text(released_figure::CATEGORY);
    let (_, agencies) = category.rsplit_once(COLON)?;
    let (first, again) = agencies.split_once(ARROW)?;
    let agencies = [first, again].map(str::to_owned);
    Some(Repeat { category: category.to_owned(), agencies, shown: row.text(released_figure::SHOWN).to_owned() })
}

fn finding(across: &[Repeat], amount: Option<money::Money>, body_of_agency: &BTreeMap<String, String>) -> Finding {
    let body = |agency: &String| body_of_agency.get(agency).unwrap_or(agency).clone();
    let figure = |amount| FigurePounds {
        key: format!("{}:{COST}", RELEASED_FIGURE.name),
        body_id: None,
        amount,
        beneath: Vec::new(),
    };
    let unknown = if amount.is_none() { " What they cost was not released." } else { "" };
    let evidence = across.iter().map(|repeat| Evidence {
        body_id: Some(body(&repeat.agencies[1])),
        table: RELEASED_FIGURE.name.to_owned(),
        key: format!("{}:{}", FigureTopic::JourneyRepeats.word(), repeat.category),
        note: format!("{} people", repeat.shown),
        amount: None,
    });
    Finding {
        kind: OverlapKind::Assessment,
        keys: vec!["across agencies".to_owned()],
        title: "The same assessment by several agencies".to_owned(),
        bodies: across.iter().flat_map(|repeat| &repeat.agencies).map(body).collect::<BTreeSet<_>>(),
        pounds: Pounds { lines: Vec::new(), figures: amount.map(figure).into_iter().collect() },
        confidence: OverlapConfidence::Medium,
        keep_apart: false,
        how: format!(
            "Journeys show {} types of assessment that an agency does again after another, by released figures alone.{unknown}",
            across.len()
        ),
        condition: CONDITION.to_owned(),
        evidence: evidence.collect(),
    }
}

#[cfg(test)]
mod tests {
    use money::Money;

    use super::*;

    #[test]
    fn only_what_was_released_is_told_and_a_withheld_cost_is_not_zero() {
        let released = |cost: &str| {
            let table = format!(
                "
                topic           | category                         | measure | amount | shown
                journey_repeats | housing: council → health        | people  |        | 40
                journey_repeats | early help: school, twice        | people  |        | 15
                journey_costs   | assessments done again           | cost    | {cost} | [c]
                journey_costs   | a journey, median                | cost    | 9.00   | £9
                ",
            );
            testkit::batch(&RELEASED_FIGURE, &table)
        };
        let bodies = BTreeMap::from([("council".to_owned(), "wendshire".to_owned())]);
        let found = assessments(&[released("1200.00")], &bodies).expect("a finding");
        assert_eq!(found.pounds.seen(), Some(Money::from_pence(1200_00)));
        assert_eq!(found.bodies.iter().map(String::as_str).collect::<Vec<_>>(), ["health", "wendshire"]);
        assert_eq!((found.evidence.len(), found.evidence[0].note.as_str()), (1, "40 people"));
        assert_eq!(assessments(&[released("")], &bodies).expect("a finding").pounds.seen(), None);
        assert_eq!(assessments(&[], &bodies), None);
    }
}
